"""What is operated on Dash's pages: menus, the drawer, notices, the dialog with the keys; by mouse and keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Screen

THREE = "32.76.01,32.76.02,32.76.06"
FOCUS_INSIDE = "name => document.activeElement.closest(name) !== null"
DRAWN = """() => Object.fromEntries([...document.querySelectorAll(
  "#page [id$=head], #page [id$=foot], #page [id$=body], #map-kicker, #map-finding, #map-legend, #sentence, #status")]
  .map(place => [place.id, place.innerHTML]))"""
AGAIN = """ids => Promise.all(ids.map(id => window.dash_clientside.set_props(id, {title: "again"})))"""


def test_a_menu_is_opened_used_and_left_by_the_keyboard(screen: Screen) -> None:
    screen.open()
    toggle = screen.panel("trend").locator(".panel-menu-toggle")
    toggle.focus()
    screen.page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    screen.page.keyboard.press("Escape")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(toggle).to_be_focused()
    screen.page.keyboard.press("Enter")
    screen.page.keyboard.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(screen.drawer().locator("table tbody tr").first).to_be_visible()
    screen.page.keyboard.press("Escape")
    expect(screen.drawer()).to_have_count(0)
    expect(toggle).to_be_focused()


def test_the_keyboard_stays_in_the_open_drawer(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kecamatan")
    screen.show("trend", "Asal")
    expect(screen.drawer().locator(".lineage-sum")).to_be_visible()
    outside = 0
    for _ in range(14):
        screen.page.keyboard.press("Tab")
        screen.page.wait_for_timeout(40)
        held = screen.page.evaluate("document.activeElement === document.body")
        outside += not (held or screen.page.evaluate(FOCUS_INSIDE, "#table-drawer"))
    assert outside == 0


def test_the_drawers_tabs_lead_from_a_table_to_its_origin_and_a_choice_asks_again(screen: Screen) -> None:
    screen.open("/ruang/?level=kecamatan")
    screen.show("ranking", "Tabel")
    expect(screen.drawer().locator("tbody tr")).to_have_count(11)
    screen.drawer().get_by_role("tab", name="Asal").click()
    expect(screen.drawer().locator(".lineage-sum")).to_contain_text("× 100.000 =")
    screen.drawer().get_by_role("tab", name="Tabel").click()
    row = screen.drawer().locator("tr[data-area]").nth(3)
    code = row.get_attribute("data-area") or ""
    row.click()
    screen.wait_query(f"area={code}")
    screen.drawer().get_by_role("tab", name="Asal").click()
    expect(screen.drawer().locator("p.muted").first).to_contain_text(f"({code}), 5–11 Feb 2022")
    screen.page.evaluate("decor.state.change({date: '2022-02-10'})")
    expect(screen.drawer().locator("p.muted").first).to_contain_text(f"({code}), 4–10 Feb 2022")


def test_areas_that_are_gone_at_once_can_be_had_back(screen: Screen) -> None:
    screen.open(f"/ruang/?area={THREE}&date=2022-02-01")
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function("() => !window.location.search.includes('area')")
    notice = screen.page.locator("#notice-undo")
    expect(notice).to_contain_text("Pilihan 3 wilayah terlepas")
    screen.page.locator("#date-back").click()
    screen.wait_query("date=2022-01-31")
    notice.get_by_role("button", name="Urungkan").click()
    screen.wait_query(f"area={THREE}")
    assert "date=2022-01-31" in screen.query(), "what was chosen since stays"
    expect(notice).to_have_count(0)


def test_one_area_that_gives_way_to_another_is_no_loss(screen: Screen) -> None:
    screen.open("/ruang/?area=32.76.01")
    screen.page.keyboard.press("Escape")
    expect(screen.caption("trend")).not_to_contain_text("Pancoran")
    expect(screen.page.locator("#notice-undo")).to_have_count(0)


def test_a_question_mark_shows_the_keys_and_escape_leaves_the_selection(screen: Screen) -> None:
    screen.open("/ruang/?area=32.76.06")
    screen.page.keyboard.press("?")
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_contain_text("kosongkan pilihan")
    assert screen.page.evaluate(FOCUS_INSIDE, ".modal")
    screen.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "area=32.76.06" in screen.query()


def test_escape_in_a_menu_leaves_the_selection(screen: Screen) -> None:
    screen.open("/ruang/?area=32.76.06")
    screen.panel("map").locator(".panel-menu-toggle").click()
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(".dropdown-menu.show")).to_have_count(0)
    assert "area=32.76.06" in screen.query()


@pytest.mark.parametrize("page", ["", "covid", "program"])
def test_what_the_scripts_draw_survives_a_render(screen: Screen, page: str) -> None:
    screen.open(f"/ruang/{page}")
    before = screen.page.evaluate(DRAWN)
    assert len(before) > 10 and all(before.values())
    screen.page.evaluate(AGAIN, [*before])
    screen.page.wait_for_function("() => document.querySelector('#map-foot').title === 'again'")
    assert screen.page.evaluate(DRAWN) == before
    # A language puts all of it up anew.
    screen.page.locator("a[data-lang=en]").click()
    expect(screen.page.locator("#map-foot")).to_contain_text("received")
    assert all(screen.page.evaluate(DRAWN).values())


def test_days_that_play_show_how_far_they_are(screen: Screen) -> None:
    # Without blocks, at the pace of what the server gives: from blocks seven days are over in a blink.
    screen.page.route("**/mesin/**", lambda route: route.fulfill(status=204))
    screen.open("/ruang/?date=2022-02-05")
    bar = screen.page.locator("#play-progress, .play-progress").first
    expect(bar).to_be_hidden()
    screen.page.locator("#date-play").click()
    expect(bar).to_be_visible()
    # The control says the day that is painted; what has no values of that day steps back.
    screen.page.wait_for_function("() => document.getElementById('map-caption').textContent.includes('–8 Feb 2022')")
    assert screen.page.locator("#date").input_value() in ("8 Feb 2022", "9 Feb 2022")
    faded = "name => getComputedStyle(document.querySelector(name)).opacity"
    assert screen.page.evaluate(faded, '[data-panel="trend"]') == "0.3"
    assert screen.page.evaluate(faded, '[data-panel="map"]') == "1"
    expect(bar.locator(".progress-bar")).to_have_attribute("aria-valuenow", "100", timeout=30_000)
    expect(bar).to_be_hidden()


def test_flags_of_events_are_gone_along_by_keyboard_and_lead_to_their_day(screen: Screen) -> None:
    screen.open("/ruang/covid?window=all&date=2021-09-01")
    flags = screen.panel("trend").locator(".chart-note")
    expect(flags.nth(1)).to_be_attached()
    flags.first.focus()
    tip = screen.page.locator(".chart-note-tip")
    expect(tip).to_be_visible()
    first = tip.inner_text()
    screen.page.keyboard.press("ArrowRight")
    expect(flags.nth(1)).to_be_focused()
    expect(tip).not_to_have_text(first)
    day = flags.nth(1).get_attribute("data-day")
    screen.page.keyboard.press("Enter")
    screen.wait_query(f"date={day}")
    screen.page.wait_for_timeout(400)
    expect(screen.page.locator(f'.chart-note[data-day="{day}"]')).to_be_focused()
    screen.page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
