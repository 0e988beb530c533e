"""Scatter, parallel axes and months with a real mouse: what is chosen there is chosen everywhere."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import Screen

COUNT = "() => window.decor.state.areas(window.location.search).length"


def test_a_rectangle_on_a_scatter_and_on_an_axis_chooses_areas(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan")
    screen.page.locator('select[data-parameter="view"]').select_option("scatter")
    screen.wait_query("view=scatter")
    plot = screen.page.locator("svg.area-plot")
    expect(plot).to_be_visible()
    screen.page.locator('#map-view select[data-parameter="by"]').select_option("waste-completion")
    screen.wait_query("by=waste-completion")
    expect(screen.page.locator(".view-words")).to_contain_text("63 kelurahan")
    screen.page.wait_for_function("() => !window.decor.panels.state().waiting")
    box = plot.bounding_box()
    assert box is not None
    screen.page.mouse.move(box["x"] + box["width"] * 0.12, box["y"] + 4)
    screen.page.mouse.down()
    screen.page.mouse.move(box["x"] + box["width"] * 0.42, box["y"] + box["height"] * 0.95, steps=4)
    screen.page.mouse.up()
    screen.page.wait_for_function(f"() => ({COUNT})() > 1")
    many = screen.page.evaluate(COUNT)
    expect(screen.page.locator("#sentence")).to_contain_text(f"{many} kelurahan")
    expect(screen.page.locator(".view-words")).to_contain_text("Yang dipilih:")
    expect(screen.page.locator("circle.chosen")).to_have_count(many)
    screen.page.locator("circle.chosen").last.click()
    screen.page.wait_for_function(f"() => ({COUNT})() === 1")
    screen.page.locator('select[data-parameter="view"]').select_option("parallel")
    expect(screen.page.locator("path.course.chosen")).to_have_count(1)
    screen.page.locator('select[data-parameter="view"]').select_option("map")
    expect(screen.page.locator("svg.area-plot")).to_have_count(0)


def test_a_month_is_drawn_from_the_polygons_that_are_here_and_leads_to_its_day(screen: Screen) -> None:
    screen.open("/ruang/covid?view=multiples")
    expect(screen.page.locator(".month svg")).to_have_count(12)
    assert screen.page.locator(".month").first.locator("path").count() == 63
    screen.page.locator(".month button").first.click()
    screen.wait_query("date=2021-")
    expect(screen.page.locator(".month svg")).to_have_count(12)


def test_a_scale_of_the_map_is_chosen_in_its_legend(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan")
    fills = screen.fills()
    screen.page.locator('.legend select[data-parameter="scale"]').select_option("sd")
    screen.wait_query("scale=sd")
    screen.page.wait_for_function(
        "was => [...document.querySelectorAll('path[data-area]')].map(p => p.getAttribute('fill')).join() !== was",
        arg=",".join(fills),
    )
    expect(screen.page.locator('.legend select[data-parameter="scale"]')).to_have_value("sd")


def test_a_comparison_is_chosen_pinned_and_undone(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan&area=32.76.06")
    compare = screen.page.locator('select[data-parameter="vs"]')
    compare.select_option("32.76")
    screen.wait_query("vs=32.76")
    expect(screen.page.locator("#sentence b")).to_contain_text("45 % di atas Kota Depok (598)")
    compare.select_option("pin")
    screen.wait_query("vs=32.76.06")
    screen.click_cell("32.76.03.1001")
    expect(screen.page.locator("#sentence b")).to_contain_text("Kecamatan Beji (865)")
    expect(screen.page.locator("#trend-graph")).to_contain_text("Beji 865")
    screen.page.keyboard.press("u")
    screen.page.keyboard.press("u")
    screen.wait_query("vs=32.76")
    expect(screen.page.locator("#sentence b")).to_contain_text("Kota Depok (598)")


def test_the_other_side_keeps_its_own_areas_and_days(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan&area=32.76.06&span=2022-01-10,2022-01-20")
    own = screen.page.locator("#sentence b").inner_text()
    screen.page.locator('select[data-parameter="vs"]').select_option("pin-days")
    screen.wait_query("vs=32.76.06,2022-01-10,2022-01-20")
    screen.page.evaluate("window.decor.state.change({ area: '32.76.01', span: '2022-01-20,2022-01-30' })")
    words = screen.page.locator("#sentence b")
    value = own.rsplit(" per", 1)[0].rsplit(" ", 1)[1]
    expect(words).to_contain_text(f"Kecamatan Beji, 10–20 Jan 2022 ({value})")
    screen.open("/" + screen.page.url.split("/", 3)[3] + "&lang=en")
    expect(words).to_contain_text(f"({value})")


def test_a_panel_takes_the_whole_window_and_gives_it_back(screen: Screen) -> None:
    screen.open("/ruang/covid?area=32.76.06")
    screen.show("trend", "Satu layar penuh")
    box = screen.panel("trend").bounding_box()
    assert box is not None and (box["width"], box["height"]) == (1920, 1080)
    screen.page.keyboard.press("Escape")
    box = screen.panel("trend").bounding_box()
    assert box is not None and box["width"] < 1200 and "area=32.76.06" in screen.page.url


def test_the_map_by_two_figures_is_chosen_in_its_legend_and_its_classes_choose_areas(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan")
    second = screen.page.locator('#map-legend select[data-parameter="by"]')
    second.select_option("waste-completion")
    screen.wait_query("by=waste-completion")
    expect(screen.page.locator("#map-finding")).to_contain_text("sepertiga tertinggi keduanya")
    square = screen.page.locator(".bivariate button")
    expect(square).to_have_count(9)
    counts = [int(text) for text in square.all_inner_texts()]
    assert sum(counts) == 63
    fills = screen.fills()
    assert {fill for fill in fills if "--both-" in fill} and not [fill for fill in fills if "--rate-" in fill]
    high = screen.page.locator('.bivariate [data-choose="step:I"]')
    high.click()
    screen.page.wait_for_function("n => window.decor.state.areas(location.search).length === n", arg=counts[2])
    screen.page.locator('path[data-area="32.76.06.1004"]').hover()
    expect(screen.page.locator("#map-card")).to_contain_text("Sampah, terangkut 7 hari: 100,0 % jadwal angkut")
    second.select_option("")
    screen.page.wait_for_function("() => !/by=/.test(location.search)")
    expect(screen.page.locator(".tally")).to_have_count(5)


def test_marks_of_a_plot_are_walked_by_arrow_keys_and_chosen_by_enter(screen: Screen) -> None:
    screen.open("/ruang/covid?level=kelurahan&view=scatter&by=waste-completion")
    reached = screen.page.locator('.area-plot circle[tabindex="0"]')
    expect(reached).to_have_count(1)
    first = reached.get_attribute("data-area")
    reached.focus()
    expect(screen.page.locator(".mark-words")).to_contain_text("COVID, insidensi 7 hari")
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        screen.page.keyboard.press(key)
    code = screen.page.evaluate("document.activeElement.dataset.area")
    assert code and code != first
    screen.page.keyboard.press("Enter")
    screen.wait_query(f"area={code}")
    expect(screen.page.locator(f'.area-plot circle.chosen[data-area="{code}"]')).to_be_focused()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_function("() => !/area=/.test(location.search)")
