"""Two pages beside each other, in a browser: one clock or two, an address that can be kept."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FrameLocator, expect

from tests.e2e.conftest import Screen

pytestmark = pytest.mark.e2e
ADDRESS = "/ruang/belah?left=covid%3Farea%3D32.76.06&right=covid%3Farea%3D32.76.01"


def side(screen: Screen, n: int) -> FrameLocator:
    """The left or the right page, painted."""
    frame = screen.page.frame_locator("iframe.split-side").nth(n)
    expect(frame.locator("#tiles-body .tile").first).to_be_visible()
    return frame


def named(screen: Screen) -> dict[str, str]:
    """Parameters of the address of both."""
    return {name: values[0] for name, values in parse_qs(urlsplit(screen.page.url).query).items()}


def test_a_day_of_one_side_is_the_others_and_an_area_is_not(screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.page.goto(screen.base_url + ADDRESS)
    left, right = side(screen, 0), side(screen, 1)
    expect(left.locator("#sentence h1")).to_contain_text("Kecamatan Beji")
    expect(right.locator("#sentence h1")).to_contain_text("Kecamatan Pancoran Mas")
    expect(left.locator("header.top, .top")).to_be_hidden()
    before = right.locator("#date").input_value()
    left.locator("#date-back").click()
    expect(right.locator("#date")).not_to_have_value(before)
    expect(right.locator("#date")).to_have_value(left.locator("#date").input_value())
    screen.page.wait_for_function("() => location.search.includes('date')")
    assert "area=32.76.06&date=" in named(screen)["left"] and "area=32.76.01&date=" in named(screen)["right"]
    screen.page.locator("#clocks").select_option("2")
    still = left.locator("#date").input_value()
    right.locator("#date-back").click()
    expect(right.locator("#date")).not_to_have_value(still)
    screen.page.wait_for_function("() => location.search.includes('clocks=2')")
    screen.page.wait_for_timeout(600)
    assert left.locator("#date").input_value() == still
    screen.page.locator(".top").get_by_role("link", name="Terang").click()
    expect(side(screen, 1).locator("html")).to_have_attribute("data-theme", "light")
    assert side(screen, 0).locator("#date").input_value() == still
    expect(side(screen, 0).locator("#sentence h1")).to_contain_text("Kecamatan Beji")


def test_a_page_is_split_from_its_own_actions(screen: Screen) -> None:
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.open("/ruang/sampah?area=32.76.02")
    screen.page.get_by_role("link", name="Belah").click()
    for n in (0, 1):
        expect(side(screen, n).locator("#sentence h1")).to_contain_text("Kecamatan Cimanggis")
        expect(side(screen, n).locator("#split-link")).to_be_hidden()
    screen.page.get_by_role("link", name="Kembali ke ruang kendali").click()
    screen.wait_query("area=32.76.02")
