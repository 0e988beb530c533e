"""``make bench-linked``: what follows the hand, with real pointer and key events at 1920 × 1080.

A frame is from the moment the page begins to paint a run of days until the browser has painted it. Medians of rounds in
one browser; compare ratios: shared machines drift.
"""

from __future__ import annotations

import itertools
import os
import platform
import statistics
import time
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, Route, ViewportSize
from shapely.geometry import box, mapping, shape

from scripts.bench import CHANGE, PAINTED, cpu_ms, percentile
from scripts.browser import browsing, sign_in_tool
from scripts.running import Server, serving

ROUNDS, MOVES, PAUSE_MS = 3, 120, 16
RESULTS_TRIES = 40
PIECES = 4
ON_CANVAS = """new MutationObserver(() => {
  const body = document.querySelector(".map-body");
  if (body && !body.dataset.canvas) body.dataset.canvas = "rw";
}).observe(document, { childList: true, subtree: true })"""
"""As a page of a city with so many areas comes from the server."""
MANY = """() => window.decor.map.shapes().length > 9000
  && document.querySelector("#trend-graph .scatterlayer path")"""
EXPANDED = """parents => {
  const { map } = window.decor;
  const each = (values) => (typeof values === "string" ? parents.map((i) => values[i]).join("")
    : Array.isArray(values) && values.length ? parents.map((i) => values[i]) : values);
  const expanded = (frame) => Object.assign({}, frame, Object.fromEntries(
    ["c", "s", "v", "n"].filter((name) => name in frame).map((name) => [name, each(frame[name])])));
  const { paint, repaint } = map;
  map.paint = (values, files) => paint(expanded(values), files);
  map.repaint = (frame) => repaint(expanded(frame));
}"""
STEPS = 24
SIZE = ViewportSize(width=1920, height=1080)
READY = "() => window.decor.engine.ownRun(window.location.search)"
WATCH_FRAMES = """() => {
  window.frames_ = [];
  if (window.watched_) return;
  window.watched_ = true;
  const brush = window.decor.engine.brush;
  const channel = new MessageChannel();
  let begun = 0;
  channel.port1.onmessage = () => window.frames_.push([performance.now() - begun, performance.now()]);
  window.decor.engine.brush = (first, last) => {
    begun = performance.now();
    const words = brush(first, last);
    // A message that is sent in a frame is read after the frame was painted.
    channel.port2.postMessage(0);
    return words;
  };
}"""
PLAYED = """() => new Promise((resolve) => {
  const caption = document.getElementById("map-caption");
  const times = [];
  const watch = new MutationObserver(() => times.push(performance.now()));
  watch.observe(caption, { childList: true, characterData: true, subtree: true });
  document.getElementById("date-play").click();
  window.setTimeout(() => { document.getElementById("date-play").click(); resolve(times); }, 3000);
})"""
CLICKED = """(named) => {
  window.clicked_ = new Promise((resolve) => {
    const places = named.map((name) => document.querySelector(name));
    let left = places.length;
    let started = 0;
    // The time of the hand's movement, before any script has run.
    addEventListener("click", (event) => { started = event.timeStamp; }, { capture: true, once: true });
    places.forEach((place) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        left -= 1;
        if (!left) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started), 0));
      });
      watch.observe(place, { childList: true, subtree: true, characterData: true, attributes: true });
    });
  });
}"""
"""From a click until some parts of the page have changed and are painted."""
COVID_PARTS = ("#trend-head", "#tiles-body", "#trend-graph .scatterlayer")
WIFI_PARTS = ("#trend-head", "#tiles-caption", "#trend-graph .scatterlayer")
"""The trend's words and its chart, and the tiles: their figures, or their heading where many RW have the same ones."""
POINTS_READY = """() => {
  const { map, engine } = window.decor;
  return engine.frameOf("?indicator=wifi-uptime&date=2022-01-20", map.painted());
}"""

RUN, COMPARED = "covid?span=2022-01-10,2022-02-06", "covid?vs=week"
FIGURES = ("covid-new-7d", "covid-confirmed-total", "covid-incidence-7d")
"""Figures of the COVID page by RW; the values of every day of the last one are there from the beginning."""


class Asked:
    """Requests of the page, without the pulse."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        page.on("request", lambda request: None if "denyut" in request.url else self.addresses.append(request.url))


def opened(page: Page, server: Server, path: str, painted: str = PAINTED) -> None:
    """Open a page and wait until its blocks have come."""
    page.goto(f"{server.url}/ruang/{path}")
    page.wait_for_function(painted)
    page.wait_for_function(READY)
    page.wait_for_timeout(1_500)


def brushed(page: Page) -> tuple[list[float], float, int, int]:
    """Milliseconds of every frame, frames a second, requests while the hand moved and after."""
    page.evaluate(WATCH_FRAMES)
    asked = Asked(page)
    box = page.locator("[data-brush]").bounding_box()
    if box is None:
        raise SystemExit("the chart is not on the screen")
    x, y = box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(MOVES):
        page.mouse.move(x + 4 * step, y)
        page.wait_for_timeout(PAUSE_MS)
    page.wait_for_timeout(200)
    frames = page.evaluate("window.frames_")
    moving = len(asked.addresses)
    page.mouse.up()
    page.wait_for_timeout(1_000)
    times = [float(took) for took, _ in frames[2:]]
    seconds = (frames[-1][1] - frames[2][1]) / 1_000
    return times, len(times) / seconds, moving, len(asked.addresses) - moving


def clicked(page: Page, places: tuple[str, ...] = COVID_PARTS) -> list[float]:
    """Milliseconds from a click on the map until trend and tiles are painted."""
    times = []
    cells = page.locator("path[data-area]")
    for n in range(STEPS):
        page.evaluate(CLICKED, places)
        cells.nth(37 * (n + 1) % 900).click(force=True)
        times.append(float(page.evaluate("window.clicked_")))
        page.wait_for_timeout(250)
    return times


def cpu_of_choices(page: Page, server: Server) -> tuple[float, float, list[float]]:
    """The server's milliseconds a choice, the same while nobody does anything as long, and the choices' times."""
    begin, before = time.monotonic(), cpu_ms(server.worker)
    times = clicked(page)
    took, spent = time.monotonic() - begin, cpu_ms(server.worker) - before
    before = cpu_ms(server.worker)
    page.wait_for_timeout(took * 1_000)
    return spent / STEPS, (cpu_ms(server.worker) - before) / STEPS, times


def stepped(page: Page) -> list[float]:
    """Milliseconds from a day back until the map is recoloured."""
    times = []
    for _ in range(STEPS):
        times.append(float(page.evaluate(CHANGE, ["map", "document.getElementById('date-back').click()"])))
        page.wait_for_timeout(250)
    return times


def switched(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds of a change of indicator, its block not yet there and there."""
    first, again = [], []
    for times in (first, again, again):
        for name in FIGURES:
            action = f"window.decor.state.change({{ indicator: '{name}' }})"
            took = float(page.evaluate(CHANGE, ["map", action]))
            if times is again or name != FIGURES[-1]:
                times.append(took)
            page.wait_for_timeout(1_500 if times is first else 400)
    return first, again


def blocks(page: Page, server: Server) -> float:
    """Kilobytes of all blocks that a visit to the overview fetches, compressed."""
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    wanted: set[str] = set()
    session.on(
        "Network.responseReceived", lambda e: wanted.add(e["requestId"]) if "/mesin/" in e["response"]["url"] else None
    )
    session.on(
        "Network.loadingFinished", lambda e: sizes.append(e["encodedDataLength"]) if e["requestId"] in wanted else None
    )
    opened(page, server, "")
    page.wait_for_timeout(2_000)
    return sum(sizes) / 1_000


def both(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{statistics.median(times):.0f} / {percentile(times, 0.95):.0f} ms"


def with_points(page: Page, server: Server) -> list[tuple[str, str, str]]:
    """The same on the Wi-Fi page, where 1,834 points stand on the map and follow."""
    opened(page, server, "wifi?indicator=wifi-uptime")
    page.wait_for_function(POINTS_READY)
    rounds = [brushed(page) for _ in range(ROUNDS)]
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    choices = clicked(page, WIFI_PARTS)
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    asked = f"{max(r[2] for r in rounds)} / {max(r[3] for r in rounds)}"
    return [
        ("with points: a frame of a brush, p50 / p95", both([t for times, *_ in rounds for t in times]), "20 / 33 ms"),
        ("  requests while the hand moves / after", asked, "0 / 1"),
        ("  choose an area, trend and tiles, p50 / p95", both(choices), "34 / 58 ms"),
        ("  a day back, map recoloured, p50 / p95", both(stepped(page)), "40 / 70 ms"),
    ]


def with_ground(browser: Browser) -> list[tuple[str, str, str]]:
    """The same with the ground drawn that the points cover; who has it is a result, which the worker makes first."""
    with serving(jobs=True) as server:
        page = browser.new_page(viewport=SIZE)
        sign_in_tool(page, server)
        for _ in range(RESULTS_TRIES):
            page.goto(f"{server.url}/ruang/wifi?indicator=wifi-people-100m")
            page.wait_for_timeout(3_000)
            if page.evaluate(PAINTED):
                break
        page.wait_for_timeout(6_000)
        choices = clicked(page, WIFI_PARTS)
        page.keyboard.press("Escape")
        page.wait_for_timeout(800)
        return [
            ("with covered ground: choose an area, trend and tiles, p50 / p95", both(choices), "34 / 58 ms"),
            ("  a day back, map recoloured, p50 / p95", both(stepped(page)), "40 / 70 ms"),
        ]


def with_many(browser: Browser, server: Server) -> list[tuple[str, str, str]]:
    """A brush over 10,000 areas on a canvas: every RW cut along a grid, each piece with its RW's values."""
    page = browser.new_page(viewport=SIZE)
    page.add_init_script(ON_CANVAS)
    parents: list[int] = []

    def cut(route: Route) -> None:
        parents.clear()  # the same document is asked for more than once
        document = route.fetch().json()
        document["features"] = pieces(document["features"], parents)
        route.fulfill(json=document)

    page.route("**/peta/rw-*", cut)
    sign_in_tool(page, server)
    opened(page, server, "covid", MANY)
    page.evaluate(EXPANDED, parents)
    rounds = [brushed(page) for _ in range(ROUNDS)]
    page.close()
    times = [t for times, *_ in rounds for t in times]
    return [(f"a frame of a brush, {len(parents):,} areas on a canvas, p50 / p95", both(times), "– / 60 ms")]


def pieces(features: list[dict[str, Any]], parents: list[int]) -> list[dict[str, Any]]:
    """Areas cut along a grid; ``parents`` takes the index that each piece is cut from."""
    made: list[dict[str, Any]] = []
    for feature in features:
        whole = shape(feature["geometry"])
        west, south, east, north = whole.bounds
        columns, rows = (itertools.pairwise(np.linspace(*ends, PIECES + 1)) for ends in ((west, east), (south, north)))
        for (left, right), (low, high) in itertools.product(columns, rows):
            cut = whole.intersection(box(left, low, right, high))
            piece = max(getattr(cut, "geoms", [cut]), key=lambda each: each.area)
            if piece.geom_type == "Polygon" and not piece.is_empty:
                properties = {**feature["properties"], "i": len(parents)}
                made.append({"type": "Feature", "properties": properties, "geometry": mapping(piece)})
                parents.append(feature["properties"]["i"])
    return made


def measured(page: Page, server: Server) -> list[tuple[str, str, str]]:
    """The rows of the table."""
    size = blocks(page, server)
    opened(page, server, "covid")
    rounds = [brushed(page) for _ in range(ROUNDS)]
    frames = [time for times, *_ in rounds for time in times]
    rate = statistics.median(each for _, each, *_ in rounds)
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    cpu, idle, choices = cpu_of_choices(page, server)
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    days = stepped(page)
    opened(page, server, RUN)
    with_run = clicked(page)
    opened(page, server, COMPARED)
    compared = clicked(page)
    opened(page, server, "covid")
    first, again = switched(page)
    played = page.evaluate(PLAYED)
    play = (len(played) - 1) / ((played[-1] - played[0]) / 1_000)

    return [
        ("a frame of a brush, map of 924 RW following, p50 / p95", both(frames), "20 / 33 ms"),
        ("  frames a second while the hand moves", f"{rate:.0f}", ""),
        (
            "requests while the hand moves / after",
            f"{max(r[2] for r in rounds)} / {max(r[3] for r in rounds)}",
            "0 / 1",
        ),
        ("choose an area (map click), trend and tiles, p50 / p95", both(choices), "34 / 58 ms"),
        ("  the same over a run of days", both(with_run), "34 / 58 ms"),
        ("  the same beside the week before", both(compared), "34 / 58 ms"),
        ("a day back, map recoloured, p50 / p95", both(days), "40 / 70 ms"),
        ("change of indicator, its block not yet there, p50", f"{statistics.median(first):.0f} ms", "250 ms"),
        ("  the same, there, p50", f"{statistics.median(again):.0f} ms", "70 ms"),
        ("all blocks of a visit to the overview, compressed", f"{size:.0f} kB", "1,200 kB"),
        ("server CPU for a choice, without the pulse of the same time", f"{cpu - idle:.1f} ms", "1 ms"),
        ("  with it", f"{cpu:.1f} ms", ""),
        ("play, frames a second", f"{play:.0f}", "20"),
    ]


def main() -> None:
    """Print the table."""
    with browsing() as browser:
        with serving() as server:
            page = browser.new_page(viewport=SIZE)
            sign_in_tool(page, server)
            rows = measured(page, server) + with_points(page, server)
            page.close()
            rows += with_many(browser, server)
        rows += with_ground(browser)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{machine}; {ROUNDS} drags of {MOVES} moves")
    print(f"| {'what':<64} | {'measured':>12} | {'at most':>10} |\n|{'-' * 66}|{'-' * 14}|{'-' * 12}|")
    for what, result, limit in rows:
        print(f"| {what:<64} | {result:>12} | {limit:>10} |")


if __name__ == "__main__":
    main()
