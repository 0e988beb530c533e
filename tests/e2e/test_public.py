"""The public edition in a real browser: accessibility rules, keyboard only, reflow, no script, no foreign request."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from tests.conftest import ROOT, free_port
from tests.integration.test_public import PATHS

pytestmark = pytest.mark.e2e
WEB = ROOT / "tests" / "web" / "node_modules"
AXE = (WEB / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
RW = "32.76.02.1010.006"


@pytest.fixture(scope="module")
def site(public_web: Flask) -> Iterator[str]:
    """The public edition alone on a port of its own."""
    from threading import Thread

    server = make_server("127.0.0.1", free_port(), public_web, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """A page whose console must stay empty and whose requests must stay at home."""

    def __init__(self, browser: Browser, site: str, **options: object) -> None:
        self.context = browser.new_context(**options)  # type: ignore[arg-type]
        self.page = self.context.new_page()
        self.site = site
        self.noise: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", lambda message: self.noise.append(message.text))
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))
        self.page.on(
            "request",
            lambda request: None if request.url.startswith((site, "data:")) else self.foreign.append(request.url),
        )

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def close(self) -> None:
        assert self.noise == []
        assert self.foreign == []
        self.context.close()


def opened(page: Page) -> None:
    """Scroll through, so that everything below the fold is opened too."""
    page.wait_for_selector("html[data-ready]")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.evaluate("for (const d of document.querySelectorAll('details.fold')) d.open = true")
    page.wait_for_timeout(120)
    page.evaluate("window.scrollTo(0, 0)")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_page_in_light_and_dark(browser: Browser, site: str, size: dict[str, int]) -> None:
    with closing(Visit(browser, site, viewport=size)) as visit:
        violations, passed, grounds = [], 0, set()
        for at, path in enumerate(PATHS):
            if at >= 3 and at % 2 != (size == PHONE):
                continue
            lang = "en" if at // 2 % 2 else "id"
            page = visit.open(path + ("&" if "?" in path else "?") + f"lang={lang}")
            opened(page)
            # Evaluated, not added as a script tag: the pages' own policy would forbid that.
            page.evaluate(AXE)
            # The first pages in both themes at both widths; of the others every second at each, in the theme of it.
            for theme in ("light", "dark") if at < 3 else ("light",) if size == PHONE else ("dark",):
                page.emulate_media(color_scheme=theme)
                grounds.add((theme, page.evaluate("getComputedStyle(document.body).backgroundColor")))
                result = page.evaluate(
                    """rules => axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
                      .then(({ passes, violations }) => ({ passes: passes.length, violations }))""",
                    RULES,
                )
                passed += result["passes"]
                violations += [
                    (path, theme, violation["id"], [node["target"] for node in violation["nodes"]][:3])
                    for violation in result["violations"]
                ]
        print(f"axe {size['width']}: {len(PATHS)} pages, {passed} rules passed, {len(violations)} violations")
        assert violations == []
        assert passed > 20 * (len(PATHS) + 3)
        assert len(grounds) == 2 and len({ground for _, ground in grounds}) == 2


@pytest.mark.parametrize("path", ["/", f"/rw/{RW}", "/wilayah/32.76.02.1010", "/covid", "/program", "/data/covid"])
@pytest.mark.parametrize("width", [320, 360, 430])
def test_pages_reflow_without_scrolling_sideways(browser: Browser, site: str, path: str, width: int) -> None:
    """320 px is also what a desktop of 1280 px leaves at 400 % zoom."""
    with closing(Visit(browser, site, viewport={"width": width, "height": 640})) as visit:
        page = visit.open(path)
        opened(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_everything_is_there(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=PHONE, java_script_enabled=False)) as visit:
        page = visit.open("/")
        page.fill("#q", "rw 6 mekarsari")
        page.press("#q", "Enter")
        expect(page.locator("h1")).to_have_text("RW 006 Mekarsari")
        expect(page.locator(".lead b")).to_have_text("5 sampai 9 kasus baru COVID")
        assert page.locator("#covid svg").count() >= 2
        page.locator("#covid summary").click()
        expect(page.locator("#covid table")).to_be_visible()
        page.locator(".menu summary").click()
        page.get_by_role("link", name="Data terbuka").first.click()
        expect(page.locator("h1")).to_have_text("Data terbuka")


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || '').trim()"
        )
    )


def tab_to(page: Page, pick: str, most: int = 60) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("pick => document.activeElement.matches(pick)", pick):
            return
    raise AssertionError(f"{pick} was not reached in {most} steps")


def test_every_public_task_can_be_done_by_keyboard_alone(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK)) as visit:
        page = visit.open("/")
        page.wait_for_selector("html[data-ready]")
        page.keyboard.press("Tab")
        assert focused(page) == "Ke isi"
        # Find my RW: the field offers areas, arrows choose, Enter opens.
        tab_to(page, "#q")
        page.keyboard.type("6 mekarsari")
        expect(page.locator("#q-list [role=option]")).to_have_count(1)
        assert page.locator("#q").get_attribute("aria-expanded") == "true"
        page.keyboard.press("ArrowDown")
        assert page.locator("#q").get_attribute("aria-activedescendant") == "q-0"
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("RW 006 Mekarsari")
        # The map: one stop, arrows go to neighbours and speak, Enter opens.
        page.wait_for_selector("html[data-ready]")
        tab_to(page, "#peta-rw a")
        start = focused(page)
        assert start.startswith("RW 006 Mekarsari:"), "one starts at home"
        assert page.locator("#peta-rw .ring").count() == 1
        page.keyboard.press("ArrowRight")
        moved = focused(page)
        assert moved != start and moved.startswith("RW ") and "kasus" in moved
        expect(page.locator("#peta-rw ~ .spoken").first).to_have_text(moved)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Escape")
        assert not page.evaluate("document.activeElement.matches('#peta-rw a')")
        # The chart: arrows read the weeks, Esc ends.
        tab_to(page, ".chart")
        page.keyboard.press("End")
        spoken = page.locator("#covid .chart + .spoken")
        expect(spoken).to_have_text("31 Jan–6 Feb 2022: 5–9")
        expect(page.locator("#covid .chart")).to_have_attribute("aria-valuetext", "31 Jan–6 Feb 2022: 5–9")
        page.keyboard.press("ArrowLeft")
        expect(spoken).to_have_text("24–30 Jan 2022: 5–9")
        page.keyboard.press("Escape")
        expect(spoken).to_have_text("")
        # Up to the kelurahan, sort its table.
        page.goto(f"{site}/wilayah/32.76.02.1010")
        page.wait_for_selector("html[data-ready]")
        tab_to(page, "#bagian th:nth-child(3) button", most=120)
        page.keyboard.press("Enter")
        expect(page.locator("#bagian th:nth-child(3)")).to_have_attribute("aria-sort", "ascending")
        first = page.locator("#bagian tbody tr").first.locator("td").nth(1)
        expect(first).to_have_text("0–4")
        page.keyboard.press("Enter")
        expect(first).to_have_text("20 atau lebih")
        # The menu, the other language, a download.
        tab = page.locator(".menu summary")
        tab.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".menu nav")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".menu nav")).to_be_hidden()
        page.locator(".language").focus()
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.goto(f"{site}/data/covid?lang=en")
        page.locator('a[href="/unduh/covid-mingguan.csv"]').focus()
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        assert download.value.suggested_filename == "covid-mingguan.csv"
        assert download.value.path().stat().st_size > 1_000_000


def test_enter_on_the_map_opens_the_area(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK)) as visit:
        page = visit.open("/covid")
        page.wait_for_selector("html[data-ready]")
        tab_to(page, "#peta-covid a", most=90)
        for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
            page.keyboard.press(key)
        name = focused(page).partition(":")[0]
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text(name.partition(",")[0])


def test_every_area_of_a_map_can_be_reached_by_arrow_keys(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK)) as visit:
        page = visit.open("/covid")
        page.wait_for_selector("html[data-ready]")
        page.locator("#peta-covid").scroll_into_view_if_needed()
        page.wait_for_selector("#peta-covid a[tabindex='0']")
        reached = page.evaluate(
            """() => {
              const links = [...document.querySelectorAll('#peta-covid a')];
              const seen = new Set(); const waiting = [links[0]];
              const press = (key) =>
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
              while (waiting.length) {
                const link = waiting.pop();
                if (seen.has(link)) continue;
                seen.add(link);
                for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
                  link.focus(); press(key); waiting.push(document.activeElement);
                }
              }
              return [seen.size, links.length];
            }"""
        )
        assert reached == [63, 63]


def test_arrow_keys_stop_at_wifi_points_and_read_them(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK)) as visit:
        page = visit.open("/wilayah/32.76.02.1010")
        page.wait_for_selector("html[data-ready]")
        page.locator("#peta-titik").scroll_into_view_if_needed()
        page.wait_for_selector("#peta-titik [tabindex='0']")
        reached = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll('#peta-titik a, #peta-titik [data-to]')];
              const seen = new Set(); const waiting = [all[0]];
              const press = (key) =>
                document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
              while (waiting.length) {
                const one = waiting.pop();
                if (seen.has(one)) continue;
                seen.add(one);
                for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
                  one.focus(); press(key); waiting.push(document.activeElement);
                }
              }
              return [seen.size, all.length];
            }"""
        )
        assert reached[0] == reached[1] > 40
        page.locator("#peta-titik .point").first.focus()
        assert ": Wi-Fi, RW " in focused(page)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_contain_text("Mekarsari")


def test_more_contrast_and_less_motion_are_respected(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK, reduced_motion="reduce", contrast="more")) as visit:
        page = visit.open("/")
        assert page.evaluate("getComputedStyle(document.querySelector('.cell')).transitionDuration") == "0s"
        muted, ink = page.evaluate(
            "[getComputedStyle(document.querySelector('.hint')).color, getComputedStyle(document.body).color]"
        )
        assert muted == ink


def test_the_print_sheet_keeps_figures_and_drops_controls(browser: Browser, site: str) -> None:
    with closing(Visit(browser, site, viewport=DESK)) as visit:
        page = visit.open(f"/rw/{RW}")
        page.emulate_media(media="print", color_scheme="dark")
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.band-0')).backgroundColor") == "rgb(174, 200, 208)"
        )
        expect(page.locator(".search")).to_be_hidden()
        expect(page.locator("footer nav")).to_be_hidden()
        expect(page.locator(".bands")).to_be_visible()
        expect(page.locator("#fakta dl")).to_be_visible()


def test_the_html_is_valid(public_web: Flask, tmp_path: Path) -> None:
    """The W3C's validator (vnu) over every page in both languages."""
    client = public_web.test_client()
    for number, path in enumerate(PATHS):
        for lang in ("id", "en"):
            text = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}").text
            (tmp_path / f"{number:02}-{lang}.html").write_text(text, "utf-8")
    (tmp_path / "99-missing.html").write_text(client.get("/nowhere").text, "utf-8")
    jar = next((WEB / "vnu-jar").rglob("vnu.jar"))
    done = subprocess.run(
        ["java", "-Xss1024k", "-jar", jar, "--format", "json", "--exit-zero-always", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(done.stderr)["messages"]
    problems = {
        (message["url"].rsplit("/", 1)[-1], message["message"])
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    }
    assert problems == set()


def test_points_near_me_are_found_in_the_page_and_my_position_is_never_sent(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        geolocation={"latitude": -6.3921, "longitude": 106.8213}, permissions=["geolocation"], service_workers="block"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"{base_url}/wifi")
    page.get_by_role("button", name="Pakai letak saya").click()
    rows = page.locator("ol.near-list > li")
    expect(rows).to_have_count(10)
    expect(page.locator(".near-said")).to_contain_text("10 titik, yang terdekat")
    expect(page.locator("svg.near-chart circle[class^=point-]")).to_have_count(10)
    assert not [text for text in asked if "106.82" in text or "6.392" in text]
    rows.first.get_by_role("button").click()
    expect(page.locator("h1")).to_have_text("Terima kasih, laporan dihitung")
    context.close()


def test_who_refuses_his_position_is_led_to_the_search(browser: Browser, base_url: str) -> None:
    context = browser.new_context(permissions=[], service_workers="block")
    page = context.new_page()
    page.goto(f"{base_url}/wifi")
    page.get_by_role("button", name="Pakai letak saya").click()
    expect(page.locator(".near-said")).to_contain_text("Cari RW Anda")
    context.close()
