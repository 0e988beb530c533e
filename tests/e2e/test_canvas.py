"""A level of very many areas is painted on a canvas: the same colours, states, card, keys and choices."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scripts.bench_linked import ON_CANVAS
from tests.e2e.conftest import Screen

pytestmark = pytest.mark.e2e
PAINTED = "() => window.decor.map.shapes().length === 924 && window.decor.map.painted()"
DRAWN = """() => {
  const canvas = document.querySelector(".leaflet-cells-pane canvas");
  const scale = canvas.width / parseFloat(canvas.style.width);
  const box = canvas.getBoundingClientRect();
  const map = document.querySelector(".leaflet-container").getBoundingClientRect();
  const copy = Object.assign(document.createElement("canvas"), { width: canvas.width, height: canvas.height });
  const pen = copy.getContext("2d", { willReadFrequently: true });
  pen.drawImage(canvas, 0, 0);
  const shown = pen.getImageData(0, 0, canvas.width, canvas.height).data;
  const probe = document.body.appendChild(document.createElement("i"));
  const seen = { same: 0, other: [], steps: new Set() };
  const { c: steps, s: states } = window.decor.map.painted();
  for (const layer of window.decor.map.shapes()) {
    const { c, i } = layer.feature.properties;
    const middle = layer.getCenter();
    if (states[i] !== "o" || steps[i] === "0" || steps[i] === "-") continue;
    if (!window.decor.pick.inside(layer._parts[0], layer._map.latLngToLayerPoint(middle))) continue;
    const at = layer._map.latLngToContainerPoint(middle);
    const [x, y] = [map.left + at.x - box.left, map.top + at.y - box.top].map((each) => Math.floor(each * scale));
    const got = [...shown.slice(4 * (y * canvas.width + x), 4 * (y * canvas.width + x) + 3)];
    probe.style.color = "var(" + window.decor.looks.COLOUR[steps[i]] + ")";
    const wanted = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
    seen.steps.add(steps[i]);
    if (got.every((part, n) => Math.abs(part - wanted[n]) <= 2)) seen.same += 1;
    else seen.other.push([c, got, wanted]);
  }
  probe.remove();
  return { same: seen.same, other: seen.other, steps: seen.steps.size };
}"""
"""Colours in the middle of areas that are neither hatched nor ringed, beside those of the stylesheet."""


def opened(screen: Screen, path: str) -> None:
    """A page whose RW are painted on a canvas, as it comes from the server of a city that has that many."""
    screen.page.set_viewport_size({"width": 1920, "height": 1080})
    screen.page.add_init_script(ON_CANVAS)
    screen.open(path)
    screen.page.wait_for_function(PAINTED)
    screen.page.wait_for_timeout(400)


def test_every_area_has_its_colour_in_both_themes(screen: Screen) -> None:
    opened(screen, "/ruang/covid?date=2022-02-01")
    for theme in ("light", "dark"):
        screen.page.evaluate("theme => window.decor.state.change({ theme: theme })", theme)
        screen.page.wait_for_function(f"() => document.documentElement.dataset.theme === '{theme}'")
        screen.page.wait_for_timeout(500)
        drawn = screen.page.evaluate(DRAWN)
        # A middle under a border or a rail line of another pane is not read: the canvas is the areas' own.
        assert drawn["same"] > 600 and drawn["steps"] >= 4, drawn
        assert len(drawn["other"]) <= drawn["same"] / 100, drawn["other"][:5]
    assert screen.page.locator("path[data-area]").count() == 0


def test_pointing_choosing_and_keys_are_those_of_any_map(screen: Screen) -> None:
    opened(screen, "/ruang/covid?date=2022-02-01")
    box = screen.page.locator(".map-body").bounding_box()
    assert box is not None
    at = (box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.45)
    screen.page.mouse.move(*at)
    card = screen.page.locator("#map-card")
    expect(card).to_contain_text("per 100.000")
    expect(screen.page.locator(".leaflet-core-pane path")).to_have_count(1)
    screen.page.mouse.click(*at)
    screen.page.wait_for_function("() => new URLSearchParams(location.search).get('area')")
    screen.page.keyboard.press("Escape")
    screen.page.evaluate("window.decor.state.change({ area: '' })")
    screen.page.keyboard.press("m")
    highest = screen.page.evaluate(
        "() => window.decor.map.areas().reduce((a, b) => ((b.value ?? -1) > (a.value ?? -1) ? b : a)).code"
    )
    screen.wait_query(f"area={highest}")


def test_a_picture_of_the_panel_has_the_areas_in_it(screen: Screen) -> None:
    opened(screen, "/ruang/covid")
    copied = screen.page.evaluate("""() => {
      const made = window.decor.picture.copy(document.querySelector(".leaflet-cells-pane canvas"));
      return [made.tagName, made.src.length];
    }""")
    assert copied[0] == "IMG" and copied[1] > 20_000


def test_another_page_and_level_and_back_paint_anew(screen: Screen) -> None:
    opened(screen, "/ruang/covid")
    screen.page.get_by_role("link", name="Sampah").click()
    screen.page.wait_for_function("() => (window.decor.map.painted() || {}).indicator === 'waste-completion'")
    screen.page.wait_for_function(PAINTED)
    screen.page.evaluate("window.decor.state.change({ level: 'kelurahan' })")
    screen.page.wait_for_function("() => window.decor.map.shapes().length === 63")
    expect(screen.page.locator("path[data-area]")).to_have_count(63)
    screen.page.evaluate("window.decor.state.change({ level: 'rw', date: '2022-01-31' })")
    screen.page.wait_for_function(PAINTED)
    screen.page.wait_for_timeout(600)
    drawn = screen.page.evaluate(DRAWN)
    assert drawn["same"] > 400 and len(drawn["other"]) <= drawn["same"] / 100, drawn
