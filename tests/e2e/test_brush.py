"""A run of days that is drawn on the trend with real pointer and key events."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Screen

READY = "() => window.decor.engine.ownRun(window.location.search)"
TILES_READY = "() => window.decor.answers.ready() && window.decor.map.painted() && window.decor.engine.complete()"
LINE = """() => {
  const plot = document.querySelector('#trend-graph .js-plotly-plot');
  const axis = plot._fullLayout.xaxis;
  return plot.getBoundingClientRect().left + axis._offset + axis.d2p('2022-01-20');
}"""
FROM, TO = 0.3, 0.6


def drag(screen: Screen, begin: float, end: float, *, let_go: bool = True) -> None:
    """A drag across the chart between two parts of its width."""
    box = screen.page.locator("[data-brush]").bounding_box()
    assert box is not None
    mouse, y = screen.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * begin, y)
    mouse.down()
    for step in range(1, 11):
        mouse.move(box["x"] + box["width"] * (begin + (end - begin) * step / 10), y)
    if let_go:
        mouse.up()


def texts(screen: Screen) -> dict[str, str]:
    """What the page says of the run: caption of map, ranking and tiles; sentence; first rows; tiles' numbers."""
    page = screen.page
    return {
        "map": screen.caption("map").inner_text(),
        "ranking": screen.caption("ranking").inner_text(),
        "sentence": page.locator("#sentence b").inner_text(),
        "rows": " ".join(page.locator("#ranking-body .rank:not(.header) :is(.name, .value)").all_inner_texts()[:20]),
        "tiles": " ".join(page.locator(".tile[data-sums] :is(.kicker, .number)").all_inner_texts()),
    }


def test_everything_follows_the_hand_and_the_server_says_the_same(screen: Screen) -> None:
    asked: list[str] = []
    # The pulse is not heard here: what it brings is asked for, too.
    screen.page.route("**/denyut*", lambda route: None)
    screen.page.on("request", lambda request: asked.append(request.url))
    for path in ("", "covid?area=32.76.06&level=kelurahan", "sampah?level=kecamatan&lang=en"):
        screen.open(f"/ruang/{path}")
        screen.page.wait_for_function(READY)
        screen.page.wait_for_function(TILES_READY)
        fills = screen.fills()
        asked.clear()
        drag(screen, FROM, TO, let_go=False)
        expect(screen.page.locator("body.brushing")).to_be_attached()
        screen.page.wait_for_function("() => document.querySelector('.brush-words').textContent")
        screen.page.wait_for_timeout(100)
        assert not [url for url in asked if "denyut" not in url], "nothing is asked while the hand moves"
        moving, painted = texts(screen), screen.fills()
        assert painted != fills, path
        screen.page.mouse.up()
        screen.wait_query("span=20")
        expect(screen.page.locator(".brush-band")).to_be_visible()
        screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
        assert [url for url in asked if "_dash" in url][1:] == [], "one question after it was let go"
        assert texts(screen) == moving and screen.fills() == painted, path


def test_a_run_is_moved_widened_given_up_and_taken_away(screen: Screen) -> None:
    screen.open("/ruang/covid?span=2022-01-01,2022-01-20")
    screen.page.wait_for_function(READY)
    box = screen.page.locator(".brush-band").bounding_box()
    assert box is not None
    mouse, y = screen.page.mouse, box["y"] + box["height"] / 2

    def pull(begin: float, by: float) -> None:
        mouse.move(begin, y)
        mouse.down()
        mouse.move(begin + by / 2, y)
        mouse.move(begin + by, y)
        mouse.up()

    day = box["width"] / 20
    pull(box["x"] + box["width"] / 2, 3 * day)
    screen.wait_query("span=2022-01-04,2022-01-23")
    pull(box["x"] + box["width"] + 3 * day, -5 * day)
    screen.wait_query("span=2022-01-04,2022-01-18")
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    expect(screen.page.locator("#tiles-caption")).to_contain_text("4–18 Jan 2022")
    screen.page.wait_for_timeout(400)
    before = texts(screen)
    drag(screen, 0.2, 0.25, let_go=False)
    screen.page.wait_for_function("() => document.querySelector('.brush-words').textContent")
    screen.page.keyboard.press("Escape")
    screen.page.mouse.up()
    assert "span=2022-01-04,2022-01-18" in screen.page.url and texts(screen) == before
    screen.page.go_back()
    screen.wait_query("span=2022-01-04,2022-01-23")
    expect(screen.caption("map")).to_contain_text("4–23 Jan 2022")
    screen.page.locator("#date-back").click()
    screen.wait_query("span=2022-01-03,2022-01-22")
    screen.page.keyboard.press("Escape")
    screen.page.wait_for_function("() => !window.location.search.includes('span')")
    expect(screen.page.locator(".brush-band")).to_be_hidden()
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")


def test_arrow_keys_and_typed_days_draw_a_run(screen: Screen) -> None:
    screen.open("/ruang/covid?date=2022-01-20")
    screen.page.wait_for_function(READY)
    screen.page.locator("[data-brush]").focus()
    screen.page.keyboard.press("ArrowLeft")
    screen.wait_query("span=2022-01-13,2022-01-19")
    screen.page.keyboard.press("Shift+ArrowRight")
    screen.page.keyboard.press("Shift+ArrowRight")
    screen.wait_query("span=2022-01-13,2022-01-21")
    expect(screen.caption("map")).to_contain_text("13–21 Jan 2022")
    typed = screen.page.locator("#date")
    typed.fill("2021-12-01 2021-12-31")
    typed.press("Enter")
    screen.wait_query("span=2021-12-01,2021-12-31")
    expect(screen.caption("ranking")).to_contain_text("1–31 Des 2021")
    expect(screen.page.locator("#date")).to_have_value("31 Des 2021")


def test_what_is_no_sum_over_days_stands_as_on_the_last_day(screen: Screen) -> None:
    screen.open("/ruang/covid?indicator=covid-active&span=2022-01-01,2022-01-20")
    expect(screen.caption("map")).to_contain_text("20 Jan 2022")
    drag(screen, FROM, TO)
    assert "span=2022-01-01,2022-01-20" in screen.page.url.replace("%2C", ","), "there is nothing to be drawn"


def pulled(screen: Screen, *pixels: float) -> None:
    """Take the line of the day and pull it so far, from one to the next; it is still held."""
    screen.page.wait_for_function("() => window.decor.engine.frameOf('?date=2022-01-18', window.decor.map.painted())")
    box = screen.page.locator("[data-brush]").bounding_box()
    assert box is not None
    x, y = screen.page.evaluate(LINE), box["y"] + box["height"] / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    for far in pixels:
        screen.page.mouse.move(x + far, y, steps=4)
    expect(screen.caption("map")).not_to_contain_text("14–20 Jan 2022")


def test_the_line_of_the_day_is_pulled_along_the_axis(screen: Screen) -> None:
    screen.open("/ruang/covid?date=2022-01-20")
    pulled(screen, -40, -90)
    moving = screen.caption("map").inner_text()
    screen.page.mouse.up()
    screen.wait_query("date=2022-01-")
    assert "span" not in screen.page.url
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    assert screen.caption("map").inner_text() == moving


def test_where_points_stand_on_the_map_tiles_and_ranking_follow(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/wifi?indicator=wifi-uptime&level=kelurahan")
    screen.page.wait_for_function(READY)
    screen.page.wait_for_function(TILES_READY)
    before = texts(screen)
    drag(screen, FROM, TO, let_go=False)
    screen.page.wait_for_function("() => document.querySelector('.brush-words').textContent")
    screen.page.wait_for_timeout(100)
    moving = texts(screen)
    assert (moving["rows"], moving["sentence"]) != (before["rows"], before["sentence"])
    screen.page.mouse.up()
    screen.wait_query("span=20")
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    after = texts(screen)
    assert (after["rows"], after["sentence"], after["tiles"]) == (moving["rows"], moving["sentence"], moving["tiles"])


def test_a_double_click_takes_the_run_away_and_a_press_beside_the_axes_does_nothing(screen: Screen) -> None:
    screen.open("/ruang/covid?span=2022-01-04,2022-01-20")
    screen.page.wait_for_function(READY)
    box = screen.page.locator("[data-brush]").bounding_box()
    assert box is not None
    screen.page.mouse.click(box["x"] + 3, box["y"] + box["height"] / 2)
    assert "span=2022-01-04" in screen.page.url
    screen.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    screen.page.wait_for_function("() => !/span|date/.test(window.location.search)")
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")


def test_pulling_the_line_of_the_day_is_given_up_by_escape(screen: Screen) -> None:
    screen.open("/ruang/covid?date=2022-01-20&area=32.76.06")
    caption = screen.caption("map").inner_text()
    pulled(screen, -60)
    screen.page.keyboard.press("Escape")
    screen.page.mouse.up()
    assert screen.caption("map").inner_text() == caption
    assert "date=2022-01-20" in screen.page.url and "area=32.76.06" in screen.page.url


def test_an_answer_that_comes_while_the_line_is_pulled_does_not_take_the_day_back(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid?date=2022-01-20")
    pulled(screen, -60)
    caption = screen.caption("map").inner_text()
    n = screen.page.evaluate("window.decor.panels.state().n")
    screen.page.evaluate("window.dash_clientside.set_props('pulse', { data: 'new' })")
    screen.page.wait_for_function(
        "n => window.decor.panels.state().n > n && !window.decor.panels.state().waiting", arg=n
    )
    screen.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(screen.caption("map")).to_have_text(caption)
    screen.page.keyboard.press("Escape")
    screen.page.mouse.up()
    expect(screen.caption("map")).to_contain_text("14–20 Jan 2022")


def test_other_scales_follow_the_hand_as_the_server_paints_them(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid?level=kelurahan&scale=excess")
    screen.page.wait_for_function(READY)
    screen.page.wait_for_function("() => window.decor.engine.complete()")
    before = screen.fills()
    drag(screen, FROM, TO, let_go=False)
    screen.page.wait_for_function("() => document.querySelector('.brush-words').textContent")
    screen.page.wait_for_timeout(100)
    moving = screen.fills()
    screen.page.mouse.up()
    screen.wait_query("span=20")
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    assert moving == screen.fills() and moving != before
    assert any("deviation" in fill for fill in (moving.values() if isinstance(moving, dict) else moving))


def test_data_that_come_while_the_hand_draws_are_what_is_gone_back_to(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid")
    screen.page.wait_for_function(READY)
    screen.page.wait_for_function(TILES_READY)
    before, fills = texts(screen), screen.fills()
    drag(screen, FROM, TO, let_go=False)
    expect(screen.page.locator("body.brushing")).to_be_attached()
    answered = "n => window.decor.panels.state().n > n && !window.decor.panels.state().waiting"
    n = screen.page.evaluate("window.decor.panels.state().n")
    # The pulse says that something is new; the server draws everything that was painted over.
    screen.page.evaluate("window.dash_clientside.set_props('pulse', { data: 'new' })")
    screen.page.wait_for_function(answered, arg=n)
    box = screen.page.locator("[data-brush]").bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + box["width"] * 0.66, box["y"] + box["height"] / 2, steps=6)
    screen.page.wait_for_function(
        "was => document.querySelector('#sentence b').textContent !== was", arg=before["sentence"]
    )
    assert screen.fills() != fills, "what comes does not take the drawing away"
    screen.page.keyboard.press("Escape")
    screen.page.mouse.up()
    screen.page.wait_for_function("() => !document.body.matches('.brushing')")
    assert texts(screen) == before and screen.fills() == fills
