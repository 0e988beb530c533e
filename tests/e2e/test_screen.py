"""The room in a real browser: one selection everywhere, the address is the state."""

import json
import os
import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import ROOT
from tests.e2e.conftest import Screen

pytestmark = pytest.mark.e2e
PAGES = ("", "covid", "wifi", "sampah", "program")
BEJI, CINERE = "32.76.06", "32.76.09"
TANAH_BARU_RW = "32.76.06.1003.015"


CUT = """() => {
  const cut = [];
  const whole = (node) => getComputedStyle(node).flexShrink === "0";
  document.querySelectorAll(".foot").forEach((foot) => {
    const box = foot.getBoundingClientRect();
    [...foot.children].filter((child) => child.getBoundingClientRect().width).forEach((child) => {
      const out = child.getBoundingClientRect().right > box.right + 1;
      if (out || (whole(child) && child.scrollWidth > child.clientWidth + 1)) cut.push(child.textContent);
    });
  });
  const strip = document.querySelector(".status");
  if (strip.scrollWidth > strip.clientWidth) cut.push("status");
  return cut;
}"""
"""Words that a foot or the strip of a page cuts off."""


@pytest.mark.parametrize(
    ("page", "lang"), [("", "id"), *((page, ("en", "id")[at % 2]) for at, page in enumerate(PAGES))]
)
def test_every_page_paints_its_four_panels(screen: Screen, page: str, lang: str) -> None:
    screen.open(f"/ruang/{page}?lang={lang}")
    for name in ("map", "trend", "ranking", "tiles"):
        expect(screen.caption(name)).to_contain_text(re.compile(r"20\d\d"))
    expect(screen.page.locator("#map-leaflet path[data-area]").first).to_be_attached()
    words = screen.page.locator("body").inner_text()
    assert ("Sampah" in screen.page.locator("nav").first.inner_text()) == (lang == "id")
    assert "undefined" not in words and "NaN" not in words and "None" not in words
    screen.page.wait_for_function("() => document.querySelectorAll('.status > span').length > 5")
    assert screen.page.evaluate(CUT) == []
    assert screen.page.evaluate("() => document.documentElement.scrollHeight - window.innerHeight") <= 0
    screen.page.set_viewport_size({"width": 1366, "height": 768})
    assert screen.page.evaluate(CUT) == []
    below = "document.documentElement.scrollHeight - document.querySelector('.status').getBoundingClientRect().bottom"
    assert screen.page.evaluate(f"() => {{ window.scrollTo(0, 1e6); return {below} - window.scrollY; }}") <= 1


def test_simulated_data_is_marked_in_every_panel(screen: Screen) -> None:
    screen.open()
    for name in ("map", "trend", "ranking", "tiles"):
        expect(screen.panel(name).locator(".simulated").first).to_be_visible()


def test_the_search_box_selects_an_area_and_every_panel_follows(screen: Screen) -> None:
    screen.open()
    screen.page.locator("#area").click()
    screen.page.locator(".dash-dropdown-search").fill("Kecamatan Beji")
    screen.page.locator(".dash-dropdown-option").first.click()
    screen.wait_query(f"area={BEJI}")
    expect(screen.caption("trend")).to_contain_text("Kecamatan Beji dan Kota Depok")
    expect(screen.caption("tiles")).to_contain_text("Kecamatan Beji")
    expect(screen.caption("ranking")).to_contain_text("75 RW, Kecamatan Beji")
    expect(screen.page.locator("#sentence h1")).to_contain_text("Kecamatan Beji:")
    expect(screen.page.locator(".leaflet-core-pane path, .leaflet-pane path[stroke='var(--selection)']")).to_have_count(
        1
    )


def test_a_click_on_the_map_selects_and_control_click_adds(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kecamatan")
    screen.click_cell(BEJI)
    screen.wait_query(f"area={BEJI}")
    screen.click_cell(CINERE, add=True)
    screen.wait_query(f"area={BEJI},{CINERE}")
    expect(screen.caption("trend")).to_contain_text("Kecamatan Beji, Kecamatan Cinere")
    expect(screen.page.locator("path[stroke='var(--selection)']")).to_have_count(2)
    screen.click_cell(BEJI, add=True)
    screen.page.wait_for_function("code => window.location.search.includes('area=' + code)", arg=CINERE)
    expect(screen.page.locator("path[stroke='var(--selection)']")).to_have_count(1)


def test_a_bar_of_the_ranking_and_a_row_of_the_table_select_too(screen: Screen) -> None:
    screen.open("/ruang/?level=kelurahan")
    bar = screen.panel("ranking").locator("button.rank").nth(2)
    code = bar.get_attribute("data-area")
    bar.click()
    screen.wait_query(f"area={code}")
    expect(screen.panel("ranking").locator("button.rank.selected")).to_have_attribute("data-area", code or "")
    screen.show("map", "Tabel")
    row = screen.page.locator("#table-drawer tr[data-area]").nth(5)
    other = row.get_attribute("data-area")
    row.click()
    screen.wait_query(f"area={other}")


def test_the_selection_holds_across_pages_and_back_undoes(screen: Screen) -> None:
    screen.open(f"/ruang/?area={BEJI}")
    screen.page.locator("nav a", has_text="Sampah").click()
    expect(screen.caption("trend")).to_contain_text("Kecamatan Beji")
    expect(screen.page.locator("#sentence h1")).to_contain_text("jadwal angkut")
    assert screen.query() == f"area={BEJI}"
    screen.page.locator(".segment label", has_text="Kelurahan").click()
    screen.wait_query("level=kelurahan")
    screen.page.go_back()
    screen.page.wait_for_function("() => !window.location.search.includes('level')")
    expect(screen.caption("map")).to_contain_text("924 RW")
    screen.page.go_back()
    expect(screen.page.locator("nav a[aria-current='page']")).to_have_text("Ringkasan")
    expect(screen.caption("map")).to_contain_text("924 RW")


def test_escape_clears_the_selection(screen: Screen) -> None:
    screen.open(f"/ruang/?area={BEJI}")
    expect(screen.caption("trend")).to_contain_text("Beji")
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function("() => !window.location.search.includes('area')")
    expect(screen.caption("trend")).not_to_contain_text("Beji")
    expect(screen.page.locator("path[stroke='var(--selection)']")).to_have_count(0)


def test_the_date_repaints_the_map_and_the_caption_names_it(screen: Screen) -> None:
    screen.open()
    before = screen.fills()
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")
    screen.page.locator("#date-back").click()
    screen.wait_query("date=2022-02-10")
    expect(screen.caption("map")).to_contain_text("4–10 Feb 2022")
    assert screen.fills() != before
    screen.page.locator("#date-on").click()
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")
    assert screen.fills() == before


def test_the_selection_outline_survives_date_zoom_and_theme(screen: Screen) -> None:
    screen.open(f"/ruang/?area={BEJI}")
    core = screen.page.locator("path[stroke='var(--selection)']")
    expect(core).to_have_count(1)
    screen.page.locator("#date-back").click()
    expect(screen.caption("map")).to_contain_text("4–10 Feb 2022")
    screen.page.locator(".leaflet-control-zoom-in").click()
    screen.page.locator("button", has_text="Terang").click()
    screen.wait_query("theme=light")
    expect(screen.page.locator("html")).to_have_attribute("data-theme", "light")
    expect(core).to_have_count(1)
    assert f"area={BEJI}" in screen.query()


def test_zero_no_report_incomplete_and_hidden_are_four_drawings(screen: Screen) -> None:
    screen.open()
    swatches = screen.panel("map").locator(".legend-states .swatch")
    looks = swatches.evaluate_all(
        "all => all.map(e => getComputedStyle(e).backgroundImage + getComputedStyle(e).borderStyle)"
    )
    assert len(set(looks)) == 4
    # A reported zero is a plain cell with one ring in it.
    expect(screen.page.locator(".zero-ring").first).to_be_attached()
    rings, zeros = screen.page.locator(".zero-ring").count(), screen.fills().count("var(--rate-0)")
    assert 0 < rings == zeros
    assert any("p-hatch" in fill for fill in screen.fills())


def test_every_chart_has_a_table_that_sorts(screen: Screen) -> None:
    screen.open("/ruang/?level=kecamatan")
    for name in ("map", "trend", "ranking", "tiles"):
        screen.show(name, "Tabel")
        expect(screen.drawer().locator("table tbody tr").first).to_be_visible()
        screen.page.keyboard.press("Escape")
        expect(screen.drawer()).to_have_count(0)
    screen.show("map", "Tabel")
    heading = screen.page.locator("#table-drawer th").nth(2)
    heading.click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    values = screen.page.locator("#table-drawer tbody td:nth-child(3)").evaluate_all(
        "all => all.map(e => Number(e.dataset.by))"
    )
    assert values == sorted(values, reverse=True)
    heading.click()
    assert screen.page.locator("#table-drawer tbody td:nth-child(3)").evaluate_all(
        "all => all.map(e => Number(e.dataset.by))"
    ) == sorted(values)


def test_where_an_indicator_has_no_level_the_nearest_parent_is_shown_and_both_are_named(screen: Screen) -> None:
    screen.open("/ruang/?indicator=programme-progress&level=kelurahan")
    for name in ("map", "trend", "ranking"):
        expect(screen.caption(name)).to_contain_text("tidak ada angka tingkat kelurahan, yang tampak tingkat kota")
    screen.open("/ruang/?indicator=licensing-on-time&level=rw")
    expect(screen.caption("map")).to_contain_text("63 kelurahan")
    expect(screen.caption("map")).to_contain_text("tidak ada angka tingkat RW")


def test_wifi_points_are_drawn_by_status_on_raised_ground(screen: Screen) -> None:
    screen.open("/ruang/wifi")
    for status, least in (("live", 1600), ("down", 30), ("refused", 20)):
        assert screen.page.locator(f"path.wifi-point.{status}").count() >= least
    assert set(screen.fills()) == {"var(--raised)"}


def test_programme_locations_are_symbols_marked_as_simulated(screen: Screen) -> None:
    screen.open("/ruang/program")
    expect(screen.page.locator(".leaflet-marker-icon.place.dcomart")).to_have_count(5)
    expect(screen.panel("map").locator(".legend")).to_contain_text("letak simulasi")
    expect(screen.page.locator("#programme-matrix .matrix tbody td")).to_have_count(18)
    expect(screen.page.locator("#programme-actions tbody tr")).to_have_count(54)


def test_the_programme_page_shows_75_percent_at_the_review(screen: Screen) -> None:
    screen.open("/ruang/program?date=2020-11-24")
    expect(screen.page.locator("#programme-curve-head h2")).to_contain_text("75,0 % tercapai")
    expect(screen.page.locator("#sentence h1")).to_contain_text("75,0 %")


def test_a_cell_of_the_matrix_leads_to_its_actions_and_the_selection_goes_along(screen: Screen) -> None:
    screen.open("/ruang/program?date=2021-11-30&area=32.76.07")
    expect(screen.page.locator("#programme-actions-head .panel-caption")).to_contain_text("Kecamatan Cipayung")
    screen.page.locator("#programme-matrix .matrix td a").nth(2).click()
    screen.page.wait_for_url("**/program/daftar?**")
    for parameter in ("dimensi=government", "jangka=long", "date=2021-11-30", "area=32.76.07"):
        assert parameter in screen.page.url, parameter
    expect(screen.page.locator(".panel h2").first).to_contain_text("Tata kelola, jangka panjang, Kecamatan Cipayung")


def test_a_choice_never_takes_the_zoom_away(screen: Screen) -> None:
    screen.open("/ruang/covid")
    cell = screen.cell(TANAH_BARU_RW)
    before = cell.bounding_box()
    screen.page.locator(".leaflet-control-zoom-in").click()
    screen.page.locator(".leaflet-control-zoom-in").click()
    zoomed = cell.bounding_box()
    assert before and zoomed and zoomed["width"] > before["width"] * 1.2
    screen.page.mouse.click(zoomed["x"] + zoomed["width"] / 2, zoomed["y"] + zoomed["height"] / 2)
    screen.wait_query("area=")
    screen.page.wait_for_timeout(400)
    after = cell.bounding_box()
    assert after and abs(after["width"] - zoomed["width"]) < 4 and abs(after["x"] - zoomed["x"]) < 4
    screen.page.locator("[data-look='to-selection']").click()
    assert cell.bounding_box()["width"] > zoomed["width"]  # type: ignore[index]
    screen.page.locator("[data-look='to-city']").click()
    home = cell.bounding_box()
    assert home and abs(home["width"] - before["width"]) < 4


def test_keys_lead_up_back_and_to_the_highest(screen: Screen) -> None:
    screen.open("/ruang/covid?area=32.76.06.1003.015")
    screen.page.keyboard.press("Backspace")
    screen.wait_query("area=32.76.06.1003")
    screen.page.keyboard.press("u")
    screen.wait_query("area=32.76.06.1003.015")
    screen.page.keyboard.press("Shift+U")
    screen.page.wait_for_url("**area=32.76.06.1003")
    screen.page.keyboard.press("m")
    screen.page.wait_for_function("() => !location.search.includes('area=32.76.06.1003')")
    expect(screen.page.locator("#sentence h1")).to_contain_text("RW ")


def test_a_day_that_is_clicked_leaves_the_chart_where_it_is(screen: Screen) -> None:
    screen.open("/ruang/covid")
    ticks = "() => [...document.querySelectorAll('#trend-graph .xtick text')].map(t => t.textContent).join()"
    screen.page.wait_for_selector("#trend-graph .xtick text")
    before = screen.page.evaluate(ticks)
    plot = screen.page.locator("#trend-graph .nsewdrag").first.bounding_box()
    assert plot
    screen.page.mouse.click(plot["x"] + plot["width"] * 0.5, plot["y"] + plot["height"] * 0.5)
    screen.wait_query("date=")
    screen.page.wait_for_timeout(600)
    assert screen.page.evaluate(ticks) == before


def test_play_moves_the_days_in_the_browser_and_ends_in_the_address(screen: Screen) -> None:
    # Without a block; how days are played from one is in test_engine.py.
    screen.page.route("**/mesin/**", lambda route: route.fulfill(status=204))
    screen.open("/ruang/?date=2022-02-07")
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.page.locator("#date-play").click()
    screen.wait_query("date=2022-02-11")
    assert sum("peta/putar" in url for url in asked) == 1
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")


@pytest.mark.parametrize(
    ("lang", "typed"),
    [("id", "11 Agu 2021"), ("en", "11 Aug 2021"), ("id", "2021-08-11"), ("id", "11/08/2021"), ("en", "11/8/2021")],
)
def test_a_date_can_be_typed_in_the_language_or_plainly(screen: Screen, lang: str, typed: str) -> None:
    screen.open(f"/ruang/?lang={lang}")
    screen.page.locator("#date").fill(typed)
    screen.page.locator("#date").press("Enter")
    screen.wait_query("date=2021-08-11")
    expect(screen.caption("map")).to_contain_text("5–11 Agu 2021" if lang == "id" else "5–11 Aug 2021")


def test_the_calendar_speaks_indonesian(screen: Screen) -> None:
    screen.open("/ruang/?date=2021-08-11")
    screen.page.locator("#date").click()
    calendar = screen.page.locator(".dash-datepicker-content")
    expect(calendar).to_contain_text("Agustus")
    expect(calendar).to_contain_text("Sa")
    expect(calendar).not_to_contain_text("August")


def test_the_steps_beside_the_date_stay_under_the_pointer(screen: Screen) -> None:
    places = set()
    screen.open("/ruang/covid")
    for day, shown in (("2021-05-31", "31 Mei 2021"), ("2021-12-28", "28 Des 2021")):
        screen.page.evaluate("day => window.decor.state.change({ date: day })", day)
        expect(screen.page.locator("#date")).to_have_value(shown)
        box = screen.page.locator("#date-on").bounding_box()
        assert box is not None
        places.add(round(box["x"]))
    assert len(places) == 1


def test_a_click_on_the_trend_sets_the_date(screen: Screen) -> None:
    screen.open("/ruang/?window=28")
    box = screen.page.locator("#trend-graph .nsewdrag").first.bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 6)
    screen.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 6)
    screen.wait_query("date=2022-0")


def test_a_crafted_address_falls_back_and_says_what_it_left_out(screen: Screen) -> None:
    screen.open("/ruang/?area=99.99&level=planet&date=never&indicator=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(screen.page.locator("#sentence .problem")).to_have_count(4)
    expect(screen.caption("map")).to_contain_text("924 RW")


@pytest.mark.parametrize(("day", "words"), [("2035-01-01", "belum tiba"), ("1999-01-01", "mendahului data")])
def test_a_day_outside_the_data_is_said_and_the_control_names_the_day_that_is_shown(
    screen: Screen, day: str, words: str
) -> None:
    screen.open(f"/ruang/?date={day}")
    expect(screen.page.locator("#sentence .problem")).to_contain_text(words)
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")
    expect(screen.page.locator("#date")).to_have_value("11 Feb 2022")


def test_the_date_control_says_the_day_that_is_painted(screen: Screen) -> None:
    screen.open("/ruang/?as_known_on=2022-02-08")
    expect(screen.caption("map")).to_contain_text("28 Jan–3 Feb 2022")
    expect(screen.page.locator("#date")).to_have_value("3 Feb 2022")
    screen.page.locator("#date-back").click()
    expect(screen.caption("map")).to_contain_text("27 Jan–2 Feb 2022")
    screen.open("/ruang/sampah?date=2022-02-16")
    expect(screen.page.locator("#date")).to_have_value("15 Feb 2022")
    expect(screen.page.locator("#sentence")).to_contain_text("tidak ada angka untuk 16 Feb 2022")


def test_the_keyboard_reaches_a_bar_and_selects_it(screen: Screen) -> None:
    screen.open("/ruang/?level=kecamatan")
    bar = screen.panel("ranking").locator("button.rank").first
    bar.focus()
    screen.page.keyboard.press("Enter")
    screen.wait_query("area=32.76.")


def test_the_csv_link_gives_what_is_shown(screen: Screen) -> None:
    screen.open(f"/ruang/?level=kecamatan&indicator=covid-active&date=2021-07-11&area={BEJI}")
    href = screen.page.locator("#csv-link").get_attribute("href") or ""
    assert href == f"/ruang/api/v1/values?format=csv&level=kecamatan&indicator=covid-active&date=2021-07-11&area={BEJI}"
    text = screen.page.evaluate("url => fetch(url).then(r => r.text())", href)
    assert text.count("\n") == 2


@pytest.mark.parametrize("page", PAGES)
def test_small_windows_do_not_scroll_sideways(screen: Screen, page: str) -> None:
    sizes = ((390, 844), (320, 640), (1366, 768))
    screen.page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
    screen.open(f"/ruang/{page}")
    for width, height in sizes:
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.page.wait_for_function("width => window.innerWidth === width", arg=width)
        wide = screen.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, width


JS = """() => {
  const s = window.decor.state, m = window.decor.map, o = window.decor.sort, looks = window.decor.looks;
  return {
    canonical: s.build(s.parse("?theme=light&area=32.76.06,32.76.09&level=rw&x=1")),
    nothing: s.build({}),
    replace: s.toggled(["a"], "b", false), add: s.toggled(["a"], "b", true), take: s.toggled(["a", "b"], "a", true),
    same: s.toggled(["a"], "a", false), city: s.toggled(["a"], "32.76", false),
    step: s.step("2022-03-01", -1), leap: s.step("2020-02-28", 1),
    zero: looks.fill("0", "o", false).fillColor, none: looks.fill("-", "n", false).dash,
    half: looks.fill("3", "i", false).fillColor,
    hidden: looks.fill("2", "h", false).fillColor, klass: looks.fill("4", "o", false).fillColor,
    ground: looks.fill("4", "o", true).fillColor,
    level: m.levelOf("32.76.06.1003"), numbers: [o.compare("9", "10"), o.compare("", "1"), o.compare("b", "a")],
    hole: m.veil([{geometry: {type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}])
      .features[0].geometry.coordinates.length,
  };
}"""


def test_the_browsers_own_functions(screen: Screen) -> None:
    screen.open()
    answers = json.loads(json.dumps(screen.page.evaluate(JS)))
    assert answers == {
        "canonical": "?area=32.76.06,32.76.09&theme=light",
        "nothing": "",
        "replace": ["b"],
        "add": ["a", "b"],
        "take": ["b"],
        "same": [],
        "city": [],
        "step": "2022-02-28",
        "leap": "2020-02-29",
        "zero": "var(--rate-0)",
        "none": True,
        "half": "url(#p-hatch-3)",
        "hidden": "url(#p-hidden)",
        "klass": "var(--rate-4)",
        "ground": "var(--raised)",
        "level": "kelurahan",
        "numbers": [-1, 1, 1],
        "hole": 2,
    }


def test_the_readme_picture_can_be_made(screen: Screen) -> None:
    screen.open("/ruang/?area=32.76.06")
    expect(screen.page.locator("path[stroke='var(--selection)']")).to_have_count(1)
    screen.page.wait_for_timeout(300)
    picture = screen.page.screenshot()
    assert len(picture) > 100_000
    if os.environ.get("DECOR_KEEP_PICTURE"):
        (ROOT / "docs" / "overview.png").write_bytes(picture)


def test_every_control_of_the_filter_bar_is_reached_by_tab(screen: Screen) -> None:
    screen.open()
    screen.page.locator("body").click(position={"x": 2, "y": 2})
    reached = []
    for _ in range(45):
        screen.page.keyboard.press("Tab")
        reached.append(
            screen.page.evaluate("document.activeElement.id || document.activeElement.closest('[id]')?.id || ''")
        )
    assert {"area", "level", "date", "window", "indicator", "as-known-on"} <= set(reached), reached


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_every_chart_fills_its_panel(screen: Screen, theme: str) -> None:
    screen.open(f"/ruang/covid?theme={theme}")
    for name in ("trend-graph", "covid-statuses-graph"):
        expect(screen.page.locator(f"#{name} .main-svg").first).to_be_visible()
        chart, panel = (screen.page.locator(which).bounding_box() for which in (f"#{name}", f"section:has(#{name})"))
        assert chart is not None and panel is not None
        assert chart["width"] > 0.95 * panel["width"]


def box_of(page: Page, path: str) -> tuple[float, float]:
    """Middle of a drawn area."""
    box = page.locator(path).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_page_is_to_be_read_before_its_scripts_are_and_stays_where_it_is(screen: Screen) -> None:
    page = screen.page.context.new_page()
    page.route("**/dash_renderer*", lambda route: route.abort())
    page.goto(f"{screen.base_url}/ruang/covid?area={BEJI}&theme=light")
    first = page.locator("#first[data-painted]")
    expect(first).to_be_visible()
    cells = first.locator("svg.first-cells path")
    assert cells.count() > 924
    fills = cells.evaluate_all("all => all.slice(0, 924).map(path => path.getAttribute('fill'))")
    texts = {name: first.locator(f".panel.{name}").first.inner_text() for name in ("ranking", "tiles-panel")}
    sentence, caption = first.locator("h1").inner_text(), first.locator(".panel.map .panel-caption").inner_text()
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert first.locator("[id], [data-area], [data-panel]").count() == 0
    middle = box_of(page, "#first svg.first-cells path >> nth=0")
    # It goes when the page itself is painted, which shows the same in the same place.
    page.unroute("**/dash_renderer*")
    page.reload()
    expect(page.locator("#map-caption")).not_to_be_empty()
    expect(page.locator("#first")).to_have_count(0)
    page.close()
    screen.open(f"/ruang/covid?area={BEJI}&theme=light")
    assert screen.fills() == fills
    assert {name: screen.page.locator(f".panel.{name}").first.inner_text() for name in texts} == texts
    assert (screen.page.locator("#sentence h1").inner_text(), screen.caption("map").inner_text()) == (sentence, caption)
    own = box_of(screen.page, "path[data-area] >> nth=0")
    assert own == pytest.approx(middle, abs=2.5)


def test_the_search_for_an_area_takes_what_is_typed_at_once(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.locator("#area").click()
    screen.page.wait_for_function("() => document.activeElement.matches('.dash-dropdown-search')")
    screen.page.keyboard.type("Kecamatan Beji")
    expect(screen.page.locator(".dash-dropdown-option")).to_have_count(1)
    screen.page.keyboard.press("Enter")
    screen.wait_query(f"area={BEJI}")
    # A list that is still open has the keys.
    expect(screen.page.locator(".dash-dropdown-content")).to_have_count(0)
    screen.page.locator("h2").first.click()
    screen.page.keyboard.press("/")
    screen.page.wait_for_function("() => document.activeElement.matches('.dash-dropdown-search')")
    assert screen.page.locator(".dash-dropdown-search").input_value() == ""


def test_the_search_is_opened_by_enter_and_takes_what_is_typed(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.locator("#area").focus()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function("() => document.activeElement.matches('.dash-dropdown-search')")
    screen.page.keyboard.type("Kecamatan Beji")
    expect(screen.page.locator(".dash-dropdown-option")).to_have_count(1)
    screen.page.keyboard.press("Enter")
    screen.wait_query(f"area={BEJI}")


def test_a_list_that_was_drawn_anew_keeps_the_focus(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.keyboard.press("v")
    screen.page.keyboard.press("ArrowDown")
    screen.wait_query("vs=week")
    screen.page.wait_for_function("() => document.activeElement.matches('select.versus')")
    screen.page.keyboard.press("ArrowDown")
    screen.wait_query("vs=year")


def test_a_kind_of_point_chooses_the_areas_where_it_stands(screen: Screen) -> None:
    screen.open("/ruang/wifi?level=kecamatan")
    screen.page.locator(".legend-points [data-choose='point:d']").click()
    screen.wait_query("area=")
    chosen = screen.page.evaluate("window.decor.state.areas(window.location.search)")
    down = screen.page.evaluate("window.decor.map.areasWith('d')")
    assert sorted(chosen) == sorted(down) and 0 < len(down) < 11


def test_an_alert_chooses_its_area(screen: Screen) -> None:
    screen.open("/ruang/")
    chip = screen.page.locator(".alert-place:not([data-area='32.76'])").first
    code = chip.get_attribute("data-area")
    chip.click()
    screen.wait_query(f"area={code}")
