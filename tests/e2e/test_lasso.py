"""Many areas chosen at once, with a real mouse and keyboard: rectangle, lasso, legend, ranking."""

from __future__ import annotations

import math

from playwright.sync_api import expect

from tests.e2e.conftest import Screen

COUNT = "() => window.decor.state.areas(window.location.search).length"


def around(screen: Screen, radius: float, *, keys: str = "") -> None:
    """A ring drawn by hand around the middle of the city."""
    box = screen.page.locator(".map-body").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.55
    if keys:
        screen.page.keyboard.down(keys)
    screen.page.mouse.move(x + radius, y)
    screen.page.mouse.down()
    for step in range(1, 20):
        turn = step / 20 * 2 * math.pi
        screen.page.mouse.move(x + radius * math.cos(turn), y + radius * math.sin(turn))
    screen.page.mouse.up()
    if keys:
        screen.page.keyboard.up(keys)


def chosen(screen: Screen, least: int) -> int:
    screen.page.wait_for_function(f"() => ({COUNT})() >= {least}")
    return int(screen.page.evaluate(COUNT))


def test_a_lasso_chooses_adds_takes_away_and_everything_counts_the_set(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.wait_for_function("() => window.decor.map.painted()")
    screen.page.keyboard.press("l")
    expect(screen.page.locator(".lasso-how")).to_be_visible()
    around(screen, 90)
    many = chosen(screen, 20)
    screen.wait_query("set=")
    expect(screen.page.locator("#sentence b")).to_contain_text(f"{many} wilayah:")
    expect(screen.page.locator("#sentence")).to_contain_text(f"{many} RW")
    expect(screen.caption("trend")).to_contain_text(f"{many} wilayah dan Kota Depok")
    around(screen, 45, keys="Alt")
    screen.page.wait_for_function(f"() => ({COUNT})() < {many}")
    fewer = chosen(screen, 1)
    assert fewer < many
    screen.page.locator('.lasso-how [data-how="add"]').click()
    around(screen, 45)
    assert chosen(screen, many) == many
    # The tool is put back first; then the set is cleared; both can be undone.
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator(".lasso-how")).to_be_hidden()
    assert chosen(screen, many) == many
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function(f"() => ({COUNT})() === 0")
    screen.page.keyboard.press("u")
    assert chosen(screen, many) == many
    screen.page.locator('a[data-page][href*="wifi"]').first.click()
    expect(screen.caption("tiles")).to_contain_text(f"{many} wilayah")


def test_a_rectangle_around_nothing_says_so_and_a_press_takes_one_area(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan")
    screen.page.wait_for_function("() => window.decor.map.painted()")
    box = screen.page.locator(".map-body").bounding_box()
    assert box is not None
    screen.page.locator('[data-tool="rectangle"]').click()
    x, y = box["x"] + box["width"] * 0.6, box["y"] + 4
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 30, y + 30)
    screen.page.mouse.up()
    expect(screen.page.locator("#notice-news")).to_contain_text("Tidak ada wilayah di dalam gambar")
    assert screen.page.evaluate(COUNT) == 0
    screen.click_cell("32.76.06.1003")
    screen.wait_query("area=32.76.06.1003")
    screen.page.keyboard.press("r")
    expect(screen.page.locator('[data-tool="rectangle"]')).to_have_attribute("aria-pressed", "false")


METRES = """pixels => {
  const map = window.decor.map.shapes()[0]._map;
  return map.distance(map.containerPointToLatLng([300, 300]), map.containerPointToLatLng([300 + pixels, 300]));
}"""


def test_a_circle_chooses_what_lies_within_its_radius(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.wait_for_function("() => window.decor.map.painted()")
    box = screen.page.locator(".map-body").bounding_box()
    assert box is not None
    screen.page.keyboard.press("o")
    expect(screen.page.locator('[data-tool="circle"]')).to_have_attribute("aria-pressed", "true")
    x, y = box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + 30, y)
    screen.page.mouse.move(x + 60, y)
    shown = screen.page.locator(".lasso-drawn text").text_content()
    metres = screen.page.evaluate(METRES, 60)
    assert shown == f"{metres / 1000:.1f} km".replace(".", ","), (shown, metres)
    screen.page.mouse.up()
    many = chosen(screen, 10)
    expect(screen.page.locator("#sentence b")).to_contain_text(f"{many} wilayah:")
    assert screen.page.locator(".lasso-drawn text").text_content() == ""


def test_classes_of_the_legend_and_what_lies_above_the_line_are_chosen(screen: Screen) -> None:
    screen.open("/ruang/covid")
    tally = screen.page.locator(".legend .tally").nth(4)
    count = int(tally.locator("span").inner_text())
    tally.click()
    assert chosen(screen, count) == count
    screen.page.locator(".legend .tally").nth(3).click(modifiers=["Control"])
    assert chosen(screen, count + 1) > count
    button = screen.page.locator(".ranking .note button")
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function(f"() => ({COUNT})() === 0")
    expect(button).to_be_visible()
    words = button.inner_text()
    button.click()
    assert chosen(screen, 1) == int("".join(sign for sign in words if sign.isdigit()))


def test_the_keyboard_makes_a_set_and_goes_up_and_down_the_tree(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan")
    rows = screen.page.locator("#ranking-body button.rank")
    rows.nth(0).focus()
    screen.page.keyboard.press("Enter")
    assert chosen(screen, 1) == 1
    # The ranking is of the chosen area's neighbours then, and drawn anew.
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    rows.nth(1).focus()
    screen.page.keyboard.press("Space")
    assert chosen(screen, 2) == 2
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function(f"() => ({COUNT})() === 0")
    screen.page.keyboard.press("+")
    screen.wait_query("area=32.76.")
    kecamatan = screen.query()
    screen.page.keyboard.press("+")
    screen.page.wait_for_function("was => window.location.search.slice(1) !== was", arg=kecamatan)
    screen.page.keyboard.press("Backspace")
    screen.page.wait_for_function("was => window.location.search.slice(1) === was", arg=kecamatan)
