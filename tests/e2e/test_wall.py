"""The wall and live data in a real browser: refreshes, two restarts, commands, alarm, a revoked token, a load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from data.domain.people import Person, Role, acting
from data.service import Services, open_services
from data.settings import Settings
from scripts.running import load_file
from scripts.soak import SLUG, OwnServer, soak
from tests.conftest import PASSWORD
from tests.e2e.conftest import sign_in

pytestmark = pytest.mark.e2e
ADMIN = Person("console", Role.ADMIN, via="process")
OPERATOR = Person("op", Role.OPERATOR, via="process")
SIZE = {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def own(city_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnServer]:
    """A server over a copy of the city, which a test may stop."""
    server = OwnServer(city_settings.data_dir, tmp_path_factory.mktemp("wall"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def services(own: OwnServer) -> Iterator[Services]:
    """The services over the same database, as another process."""
    opened = open_services(own.settings)
    yield opened
    opened.people.close()


@pytest.fixture
def wall(own: OwnServer, browser: Browser) -> Iterator[Page]:
    """A screen that has come in; its console must stay empty."""
    own.start()
    context = browser.new_context(viewport=SIZE, screen=SIZE, reduced_motion="reduce")
    page = context.new_page()
    noise: list[str] = []
    page.on("console", lambda message: noise.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    own.open(page)
    yield page
    context.close()
    assert noise == []


def calm(services: Services) -> None:
    """Somebody takes every alert, so that none pre-empts."""
    with acting(Person("op", Role.OPERATOR, via="process")):
        for group in services.alerts.view().groups:
            services.alerts.acknowledge(group.id, hours=24, note="")


def shown(page: Page, name: str) -> None:
    """Wait until a scene stands."""
    page.wait_for_function("name => document.body.dataset.scene === name", arg=name, timeout=15_000)


def test_a_hundred_refreshes_and_two_restarts(own: OwnServer, browser: Browser) -> None:
    # `python -m scripts.soak` does a thousand.
    own.stop()
    outcome = soak(browser, own, refreshes=60, warm=40)
    assert outcome.console == []
    assert outcome.blank == 0 and outcome.looks > 20
    assert outcome.kept_while_gone
    assert outcome.growth < 0.10, f"{outcome.heap_before:.0f} → {outcome.heap_after:.0f}"
    assert outcome.stray_after <= outcome.stray_before + 50
    assert len(outcome.recovery_seconds) == 2 and max(outcome.recovery_seconds) < 10


def test_an_alarm_pre_empts_and_goes_when_it_is_taken(own: OwnServer, wall: Page, services: Services) -> None:
    # An evaluation has fired alerts of stage 3 and more: the alarm stands before everything else.
    shown(wall, "alarm")
    expect(wall.locator(".alarm-title")).to_contain_text("COVID")
    calm(services)
    wall.wait_for_function("() => document.body.dataset.scene !== 'alarm'", timeout=15_000)


def test_a_screen_follows_what_the_desk_says(own: OwnServer, wall: Page, services: Services) -> None:
    calm(services)
    wall.wait_for_function("() => document.body.dataset.scene !== 'alarm'", timeout=15_000)
    with acting(OPERATOR):
        services.wall.command(SLUG, "pin", "wifi")
        shown(wall, "wifi")
        services.wall.command(SLUG, "show", "freshness")
        shown(wall, "freshness")
        services.wall.command(SLUG, "unpin")
        services.wall.command(SLUG, "pause")
        services.wall.command(SLUG, "step")
    wall.wait_for_function("() => document.body.dataset.scene !== 'freshness'", timeout=15_000)
    before = wall.evaluate("() => document.body.dataset.scene")
    with acting(OPERATOR):
        services.wall.command(SLUG, "step")
        wall.wait_for_function("old => document.body.dataset.scene !== old", arg=before)
        services.wall.command(SLUG, "back")
        shown(wall, before)
        services.wall.command(SLUG, "resume")


def test_every_scene_fits_its_screen_and_no_text_is_smaller_than_set(
    own: OwnServer, wall: Page, services: Services
) -> None:
    size = services.wall._known()[SLUG][0]
    for name in (*dict(size.playlist), "alarm"):
        wall.evaluate(
            "name => { const pulse = decor.wall.state.pulse; pulse.alarm = name === 'alarm' ? 'x' : ''; "
            "pulse.pinned = name; decor.wall.show(name); }",
            name,
        )
        if not wall.evaluate("name => name in decor.wall.pictures", name):
            continue
        small = wall.evaluate(
            """() => {
              const least = parseFloat(getComputedStyle(document.body).fontSize) - 0.6;
              return Array.from(document.querySelectorAll("#scene *")).filter((node) =>
                !node.closest("svg") &&
                Array.from(node.childNodes).some((child) => child.nodeType === 3 && child.textContent.trim())
                && parseFloat(getComputedStyle(node).fontSize) < least).map((node) => node.className);
            }"""
        )
        assert small == [], name
        out = wall.evaluate(
            """() => Array.from(document.querySelectorAll(
              "#scene li, #scene p, #scene h1, #scene svg, .wall-clock, .wall-pulse")).filter((node) => {
              const box = node.getBoundingClientRect();
              const below = box.bottom > window.innerHeight + 1;
              return box.width && (below || box.right > window.innerWidth + 1 || box.top < -1);
            }).map((node) => node.outerHTML.slice(0, 90))"""
        )
        assert out == [], name


def test_a_start_while_the_server_is_gone_shows_the_last_picture(own: OwnServer, wall: Page) -> None:
    wall.reload()
    wall.wait_for_function("() => navigator.serviceWorker.controller !== null")
    wall.reload()
    wall.wait_for_function("() => decor.wall.state.tag !== ''")
    own.stop()
    wall.reload()
    expect(wall.locator("#scene")).not_to_be_empty()
    wall.wait_for_function("() => document.body.classList.contains('no-contact')", timeout=20_000)
    assert wall.locator("#wall-contact").is_visible()
    own.start()
    wall.wait_for_function("() => !document.body.classList.contains('no-contact')", timeout=20_000)


def test_a_revoked_token_is_told_and_the_picture_goes(own: OwnServer, browser: Browser, services: Services) -> None:
    own.start()
    with acting(ADMIN):
        other = services.people.make_token("for once", "device", "device", None, None, SLUG)
    kept, own.token = own.token, other
    context = browser.new_context(viewport=SIZE, screen=SIZE)
    page = context.new_page()
    own.open(page)
    own.token = kept
    with acting(ADMIN):
        number = next(token.id for token in services.people.overview().tokens if token.name == "for once")
        services.people.revoke_token(number)
    expect(page.locator(".wall-over")).to_be_visible()
    assert page.locator(".wall-map, .wall-rows").count() == 0
    context.close()


def test_a_new_build_is_loaded_once_and_not_again_and_again(own: OwnServer, wall: Page) -> None:
    loads: list[str] = []
    wall.on("framenavigated", lambda frame: loads.append(frame.url))

    def newer(route: Route) -> None:
        answer = route.fetch()
        if answer.status == 200:
            route.fulfill(response=answer, json={**answer.json(), "build": "another"})
        else:
            route.fulfill(response=answer)

    wall.context.route("**/denyut**", newer)
    for _ in range(6):
        # A pulse that is under way sets the mark again when it comes back; then the next one asks without it.
        if not loads:
            wall.evaluate("() => { decor.wall.state.etag = ''; }")
            wall.wait_for_timeout(1_500)
    wall.wait_for_timeout(5_000)
    assert len(loads) == 1
    assert wall.evaluate("() => decor.wall.state.command !== null"), "it still listens to commands"


def test_a_clock_that_goes_back_does_not_stop_the_turn(own: OwnServer, wall: Page, services: Services) -> None:
    calm(services)
    wall.wait_for_function("() => document.body.dataset.scene !== 'alarm'", timeout=15_000)
    # The device's clock is put right by seven hours; the scene has stood its time by the browser's own.
    wall.evaluate("() => { const real = Date.now; Date.now = () => real() - 7 * 3600000; }")
    before = wall.evaluate("() => document.body.dataset.scene")
    wall.evaluate("() => { decor.wall.state.since -= 60000; }")
    wall.wait_for_function("old => document.body.dataset.scene !== old", arg=before, timeout=10_000)


def test_the_picture_moves_by_a_few_pixels(own: OwnServer, wall: Page) -> None:
    wall.evaluate("() => { decor.wall.state.ticks = 59; }")
    wall.wait_for_function(
        "() => /translate/.test(document.getElementById('shift-place').style.transform)", timeout=10_000
    )


def test_the_calibration_page_has_a_bar_of_a_hundred_millimetres(own: OwnServer, wall: Page) -> None:
    wall.goto(f"{own.url}/ruang/layar/{SLUG}/kalibrasi")
    # 110 inches, 3840 × 2160: a pixel is 0.634 mm, so 100 mm are 157.7 px.
    box = wall.locator(".ruler").bounding_box()
    assert box is not None and box["width"] == pytest.approx(157.7, abs=1.0)


# -- live ------------------------------------------------------------------------------------------


def post(own: OwnServer, token: str, text: str, name: str, dataset: str = "covid-daily") -> None:
    """A file through the API."""
    assert load_file(own.url, token, dataset, text.encode(), name)["state"] == "loaded"


def day_of_cases(services: Services, cases: int) -> str:
    """Every RW with so many cases on 11 February, as known on the day of the clock."""
    rows = [f"{code},2022-02-11,2022-02-16,{cases},0,0" for code in services.room.names() if code.count(".") == 4]
    return "area,date,reported_on,confirmed,recovered,deaths\n" + "\n".join(rows) + "\n"


def test_a_load_reaches_wall_desk_and_document_without_a_reload(
    own: OwnServer, wall: Page, browser: Browser, services: Services
) -> None:
    calm(services)
    with acting(OPERATOR):
        services.wall.command(SLUG, "pin", "covid")
    with acting(ADMIN):
        token = services.people.make_token("live test", "api", "steward", None, 1)
    context = browser.new_context(viewport=SIZE)
    desk, sheet = context.new_page(), context.new_page()
    noise: list[str] = []
    for page in (desk, sheet):
        page.on("console", lambda message: noise.append(message.text))
    sign_in(desk, own.url, "operator", PASSWORD)
    desk.goto(f"{own.url}/ruang/")
    sheet.goto(f"{own.url}/ruang/sif")
    expect(desk.locator("#sentence b").first).not_to_be_empty()
    desk.evaluate("() => { window.same = true; }")
    sheet.evaluate("() => { window.same = true; }")
    was = desk.inner_text("#sentence b")
    waste = desk.locator("#tiles-body .tile").nth(2).inner_text()
    post(own, token, day_of_cases(services, 9), "hari.csv")
    expect(desk.locator("#sentence b").first).not_to_have_text(was)
    expect(desk.locator("#notice-news")).to_contain_text("COVID, laporan RW")
    wall.wait_for_function("() => !document.getElementById('scene').textContent.includes('602')", timeout=15_000)
    expect(sheet.locator("main")).to_contain_text("hari.csv")
    assert desk.evaluate("() => window.same === true") and sheet.evaluate("() => window.same === true")
    assert desk.locator("#tiles-body .tile").nth(2).inner_text() == waste
    assert noise == []
    context.close()


POINT = """point,area,lon,lat,registered_on,live_on,refused_on,reported_on
uji-1,32.76.01.1006.005,106.82245,-6.39529,2022-02-01,2022-02-02,,2022-02-16
"""
PLACE = """place,kind,name,area,lon,lat
uji-1,dcomart,D'Comart uji,32.76.05.1003.005,106.85371,-6.39308
"""


def test_points_and_places_that_are_loaded_stand_on_an_open_map(
    own: OwnServer, browser: Browser, services: Services
) -> None:
    own.start()
    with acting(ADMIN):
        token = services.people.make_token("points test", "api", "steward", None, 1)
    context = browser.new_context(viewport=SIZE)
    wifi, programme = context.new_page(), context.new_page()
    sign_in(wifi, own.url, "operator", PASSWORD)
    for page, path, mark, dataset, text in (
        (wifi, "wifi", "path.wifi-point:not(.unregistered)", "wifi-points", POINT),
        (programme, "program", ".place.dcomart", "programme-places", PLACE),
    ):
        page.goto(f"{own.url}/ruang/{path}")
        marks = page.locator(f".leaflet-frame {mark}")
        expect(marks.first).to_be_attached()
        page.wait_for_load_state("networkidle")
        before = marks.count()
        post(own, token, text, "titik.csv", dataset)
        expect(marks).to_have_count(before + 1)
    context.close()


def test_a_page_that_is_being_written_in_is_left_alone(
    own: OwnServer, wall: Page, browser: Browser, services: Services
) -> None:
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    sign_in(page, own.url, "operator", PASSWORD)
    page.goto(f"{own.url}/ruang/sif")
    page.fill("textarea[name=text]", "pantau Cinere")
    with acting(OPERATOR):
        services.shifts.leave_message("pesan lain dari meja dua")
    page.wait_for_timeout(4_500)
    assert page.input_value("textarea[name=text]") == "pantau Cinere"
    page.locator("form:has(textarea) button").click()
    expect(page.locator("main")).to_contain_text("pantau Cinere")
    expect(page.locator("main")).to_contain_text("pesan lain dari meja dua")
    context.close()


def test_an_operator_takes_an_alert_at_the_desk(
    own: OwnServer, wall: Page, browser: Browser, services: Services
) -> None:
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    sign_in(page, own.url, "operator", PASSWORD)
    page.goto(f"{own.url}/ruang/")
    expect(page.locator("#panel-stage .belimbing").first).to_be_visible()
    first = page.locator("#panel-alerts .alert a").first
    expect(first).to_be_visible()
    first.press("Enter")
    page.wait_for_url("**/ruang/peringatan/*")
    page.fill("input[name=note]", "sudah dihubungi")
    page.get_by_role("button", name="Saya tangani").click()
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator("main")).to_contain_text("sudah dihubungi")
    context.close()
    assert PASSWORD and Path(own.settings.data_dir).exists()
