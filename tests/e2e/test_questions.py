"""A page asks one question at a time and paints only the answer to its address, however fast people are."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Screen

FIRE = """steps => new Promise(done => {
  let at = 0;
  const timer = setInterval(() => {
    window.decor.state.change(steps[at]);
    at += 1;
    if (at === steps.length) { clearInterval(timer); done(); }
  }, 10);
})"""
IDLE = "() => { const s = window.decor.panels.state(); return !s.waiting && !s.changed; }"
AREAS = ("32.76.01", "32.76.02", "32.76.06", "32.76.02.1010", "")


def steps(changes: int) -> list[dict[str, str]]:
    """Changes of day, area and level; the last is the kecamatan Pancoran Mas on 1 July 2021."""
    made = [
        {
            "date": f"2021-{1 + at % 12:02d}-{1 + at % 28:02d}",
            "area": AREAS[at % 5],
            "level": ("rw", "kelurahan")[at % 2],
        }
        for at in range(changes - 1)
    ]
    return [*made, {"date": "2021-07-01", "area": "32.76.01", "level": "kelurahan"}]


@pytest.mark.parametrize(("delay", "changes"), [(0.0, 60), (0.35, 40)], ids=["a quick server", "a slow server"])
def test_after_many_changes_ten_milliseconds_apart_the_page_shows_the_last(
    screen: Screen, delay: float, changes: int
) -> None:
    screen.open("/ruang/covid")
    screen.page.wait_for_function(IDLE)
    asked: list[str] = []
    under_way = {"now": 0, "most": 0}

    def slowed(route: Route) -> None:
        body = route.request.post_data or ""
        if "-answer.data" in body:
            asked.append(body)
            under_way["now"] += 1
            under_way["most"] = max(under_way["most"], under_way["now"])
            answer = route.fetch()
            time.sleep(delay)
            under_way["now"] -= 1
            route.fulfill(response=answer)
        else:
            route.continue_()

    screen.page.route("**/_dash-update-component**", slowed)
    screen.page.evaluate(FIRE, steps(changes))
    screen.page.wait_for_function(IDLE)
    screen.page.unroute("**/_dash-update-component**")
    assert 2 <= len(asked) < changes / 2, "changes while an answer is awaited are one question"
    assert under_way["most"] == 1
    assert "date=2021-07-01" in screen.query() and "area=32.76.01" in screen.query()
    for panel in ("map", "tiles"):
        expect(screen.caption(panel)).to_contain_text("1 Jul 2021")
    expect(screen.caption("ranking")).to_contain_text("Pancoran Mas")
    once = {name: screen.panel(name).inner_text() for name in ("map", "tiles", "trend", "ranking")}
    fills = screen.fills()
    # A page that is opened at this address shows the same.
    screen.open(f"/ruang/covid?{screen.query()}")
    screen.page.wait_for_function(IDLE)
    # The chart's script comes after the first picture, and the words over the chart with it.
    screen.page.wait_for_selector("#trend-graph .chart-ends > span")
    assert {name: screen.panel(name).inner_text() for name in once} == once
    assert screen.fills() == fills


def test_an_answer_that_is_lost_is_asked_for_again(screen: Screen) -> None:
    # Where the values of every day have come the page answers itself, and nothing could be lost.
    screen.page.route("**/mesin/**", lambda route: route.fulfill(status=204))
    screen.open("/ruang/covid")
    screen.page.wait_for_function(IDLE)
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if "-answer.data" in (route.request.post_data or "") and not lost:
            lost.append(route.request.url)
            route.fulfill(status=204)
        else:
            route.continue_()

    screen.page.route("**/_dash-update-component**", lose_the_first)
    screen.page.evaluate("window.decor.state.change({date: '2021-07-01'})")
    for panel in ("tiles", "map"):
        expect(screen.caption(panel)).to_contain_text("1 Jul 2021")
    assert len(lost) == 1
