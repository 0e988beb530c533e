"""What the browser says of a choice or a day by itself is what the server says: every word, number and point."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from data.domain.areas import Level
from data.domain.people import Person, Role, acting
from data.service import Services
from tests.e2e.conftest import Screen
from tests.e2e.test_brush import TILES_READY

COMPARED = """async (searches) => {
  const names = ["sentence", "tiles", "trend", "ranking", "map-head", "map"];
  const compared = { parts: {}, values: 0, other: [] };
  const inside = (a, b) => [a, b].every((each) => each !== null && typeof each === "object")
    && (!Array.isArray(a) || a.length === b.length);
  const short = (value) => JSON.stringify(value ?? null).slice(0, 200);
  const differ = (a, b, at) => {
    if (inside(a, b)) {
      new Set([...Object.keys(a), ...Object.keys(b)]).forEach((key) => differ(a[key], b[key], at + "/" + key));
      return;
    }
    compared.values += 1;
    if (a !== b) compared.other.push([at, short(a), short(b)]);
  };
  const every = (panels, kind) => Object.assign({}, ...panels.map((panel) => panel[kind]));
  for (const search of searches) {
    const sent = await (await fetch(window.location.pathname + search)).text();
    const first = new DOMParser().parseFromString(sent, "text/html").getElementById("first-data");
    const { panels, day, notes } = JSON.parse(first.textContent).answer;
    const [parts, figures] = [every(panels, "parts"), every(panels, "figures")];
    const made = window.decor.answers.made(search, names, notes);
    if (!made) { differ(made, "made here", search); continue; }
    differ(made && made.day, day, search + " day");
    const unfinished = window.decor.answers.unfinished(made, false);
    Object.entries(made.parts).filter(([name]) => !unfinished.includes(name)).forEach(([name, part]) => {
      compared.parts[name] = (compared.parts[name] || 0) + 1;
      Object.entries(part.parts).forEach(([id, trees]) => differ(trees, parts[id], search + " " + id));
      Object.entries(part.figures || {}).forEach(([id, made_]) => differ(made_, figures[id], search + " " + id));
    });
  }
  return compared;
}"""
"""Draws selections in the browser and reads what the server's page for the same address brings with it."""
SEARCHES = 8
DRAWN = "drawn"
"""Stands for a parameter of which every address has another one."""
ALL = ("sentence", "tiles", "trend", "ranking", "map-head", "map")
POINTS = ("sentence", "tiles", "trend", "ranking")
"""With points on it the map is the server's."""
CASES = (
    ("", {}, ALL),
    ("covid", {"window": "all"}, ALL),
    ("covid", {"indicator": "covid-new-7d", "level": "kelurahan", "lang": "en"}, ALL),
    ("covid", {"indicator": "covid-active", "window": "all"}, ALL),
    ("sampah", {"window": "all", "lang": "en"}, ALL),
    ("sampah", {"indicator": "waste-kg-per-person", "level": "kecamatan", "window": "all"}, ALL),
    ("layanan", {"window": "all"}, ALL),
    ("covid", {"window": "all", "scale": "box"}, ALL),
    ("covid", {"level": "kelurahan", "window": "all", "scale": "excess"}, ALL),
    ("sampah", {"level": "kelurahan", "window": "all", "scale": "sd", "lang": "en"}, ALL),
    ("wifi", {"indicator": "wifi-uptime", "window": "all"}, POINTS),
    ("covid", {"window": "all", "span": DRAWN}, ALL),
    ("covid", {"indicator": "covid-new-7d", "level": "kelurahan", "window": "all", "span": DRAWN, "lang": "en"}, ALL),
    ("", {"window": "all", "span": DRAWN, "scale": "box"}, ALL),
    ("sampah", {"level": "kelurahan", "window": "all", "span": DRAWN, "scale": "excess", "lang": "en"}, ALL),
    ("sampah", {"indicator": "waste-kg-per-person", "window": "all", "span": DRAWN}, ALL),
    ("wifi", {"window": "all", "span": DRAWN}, POINTS),
    ("covid", {"window": "all", "vs": DRAWN}, ALL),
    ("covid", {"indicator": "covid-new-7d", "window": "all", "vs": DRAWN, "lang": "en"}, ALL),
    ("", {"level": "kelurahan", "window": "all", "span": DRAWN, "vs": DRAWN}, ALL),
    ("sampah", {"window": "all", "span": DRAWN, "vs": DRAWN, "lang": "en"}, ALL),
    ("layanan", {"window": "all", "vs": DRAWN}, ALL),
)


def drawn(rng: random.Random, codes: list[list[str]], fixed: dict[str, str]) -> str:
    """An address as the page writes it: some areas of one level or none, a day or none."""
    pool = rng.choice(codes)
    chosen = sorted(rng.sample(pool, min(rng.choice((0, 1, 1, 1, 2, 4, 7)), len(pool))))
    named = {"area": ",".join(chosen)} if chosen else {}
    if rng.random() < 0.6 and "span" not in fixed:
        named["date"] = day_in(rng)
    if "span" in fixed:
        named["span"] = run_in(rng)
    if "vs" in fixed:
        other = ",".join(sorted(rng.sample(rng.choice(codes), rng.choice((1, 1, 2)))))
        ways = (
            "week",
            "year",
            "neighbours",
            "neighbours",
            "32.76",
            other,
            day_in(rng),
            run_in(rng),
            f"{other},{day_in(rng)}",
            f"{other},{run_in(rng)}",
        )
        named["vs"] = rng.choice(ways)
    order = ("area", "level", "date", "span", "window", "indicator", "vs", "scale", "lang")
    parts = [f"{name}={value}" for name in order if (value := {**fixed, **named}.get(name))]
    return "?" + "&".join(parts) if parts else ""


def day_in(rng: random.Random) -> str:
    """A day of the city's last winter."""
    return (date(2021, 10, 15) + timedelta(days=rng.randrange(115))).isoformat()


def run_in(rng: random.Random) -> str:
    """A run of days."""
    first = date.fromisoformat(day_in(rng))
    last = min(first + timedelta(days=rng.choice((0, 1, 6, 9, 23, 40))), date(2022, 2, 10))
    return f"{first},{last}"


@pytest.mark.parametrize(("page", "fixed", "names"), CASES, ids=[f"{page}-{n}" for n, (page, *_) in enumerate(CASES)])
def test_every_word_and_point_is_the_servers(
    screen: Screen, services: Services, page: str, fixed: dict[str, str], names: tuple[str, ...]
) -> None:
    tree = services.room.city().tree
    codes = [list(tree.codes[level]) for level in (Level.KECAMATAN, Level.KELURAHAN, Level.RW)]
    rng = random.Random(page + str(fixed))  # noqa: S311 - draws cases, no secrets
    searches = [drawn(rng, codes, fixed) for _ in range(SEARCHES)]
    start = "&".join(f"{name}={value}" for name, value in fixed.items() if value != DRAWN)
    screen.open(f"/ruang/{page}" + (f"?{start}" if start else ""))
    screen.page.wait_for_function(TILES_READY)
    made = screen.page.evaluate(COMPARED, searches)
    assert made["other"] == [], made["other"][:4]
    assert set(made["parts"]) == set(names) and made["values"] > 1_500, made
    # The trend of one area's counts has a range of the server's, and its windows may lie on other days.
    assert all(made["parts"][name] == SEARCHES for name in names if name != "trend") and made["parts"]["trend"] >= 2


SETTLED = """() => {
  const { waiting, changed, resting, half, news, of } = window.decor.panels.state();
  const here = Object.values(of);
  return !waiting && !changed && !resting && !half.length && !news && !window.decor.state.telling()
    && here.length && !document.body.matches(".brushing");
}"""
HERE = """() => {
  const painted = window.decor.map.painted();
  return painted.indicator === 'covid-new-7d' && window.decor.engine.daysOf(painted, painted.days.split('/')[2]);
}"""
"""The values of every day of what is painted have come."""


def settled(screen: Screen) -> None:
    """Wait until nothing is asked any more."""
    screen.page.wait_for_function(SETTLED)


RW = "32.76.06.1004.003"


def test_an_area_is_chosen_without_the_server(screen: Screen) -> None:
    # The pulse is not heard here: what it brings is asked for.
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid")
    screen.page.wait_for_function(TILES_READY)
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.page.route("**/_dash-update-component**", lambda route: None)
    screen.click_cell(RW)
    screen.wait_query(f"area={RW}")
    for name, words in (
        ("trend-head", "RW 003"),
        ("tiles-caption", "RW 003"),
        ("sentence", "RW 003"),
        ("ranking-head", "12 RW"),
    ):
        expect(screen.page.locator(f"#{name}")).to_contain_text(words)
    expect(screen.page.locator(f'#ranking-body [data-area="{RW}"]')).to_have_class("rank selected")
    lines = "document.querySelectorAll('#trend-graph .scatterlayer .trace').length"
    assert screen.page.evaluate(lines) == 2, "the area and what it lies in"
    screen.page.keyboard.press("Escape")
    expect(screen.page.locator("#tiles-caption")).to_contain_text("Kota Depok")
    assert not [url for url in asked if "denyut" not in url and "/mesin/" not in url], asked


def test_what_the_server_draws_more_of_is_painted_twice_and_ends_as_the_server_says(screen: Screen) -> None:
    screen.open("/ruang/covid?indicator=covid-new-7d")
    screen.page.wait_for_function(TILES_READY)
    screen.click_cell(RW)
    screen.wait_query(f"area={RW}")
    settled(screen)
    own = screen.page.locator("#trend-head").inner_text()
    screen.open(f"/ruang/covid?indicator=covid-new-7d&area={RW}")
    assert screen.page.locator("#trend-head").inner_text() == own


def test_another_indicator_that_is_here_recolours_the_map_before_the_server_answers(screen: Screen) -> None:
    screen.open("/ruang/covid")
    screen.page.wait_for_function(TILES_READY)
    change = "indicator => window.decor.state.change({ indicator })"
    screen.page.evaluate(change, "covid-new-7d")
    screen.wait_query("indicator=covid-new-7d")
    settled(screen)
    screen.page.wait_for_function(HERE)
    screen.page.evaluate(change, "covid-incidence-7d")
    settled(screen)
    held: list[Route] = []
    holding = ["yes"]
    screen.page.route("**/_dash-update-component**", lambda route: held.append(route) if holding else route.continue_())
    before = screen.fills()
    # The server is asked all the same: it knows what stands below.
    with screen.page.expect_request("**/_dash-update-component**"):
        screen.page.evaluate(change, "covid-new-7d")
    expect(screen.page.locator("#map-kicker")).to_contain_text("Kasus baru")
    assert screen.fills() != before
    unit: Any = screen.page.evaluate("window.decor.map.painted().unit")
    assert unit == screen.page.evaluate("document.querySelector('.legend-classes .kicker').lastChild.textContent")
    screen.page.wait_for_function(
        "() => document.querySelector('#trend-head .kicker').textContent.includes('Kasus baru')"
    )
    # What the page asks from here on is not held: one that waited too long is asked again.
    holding.clear()
    for route in held:
        route.continue_()
    settled(screen)


def test_notes_stand_on_the_chart_that_the_browser_draws(screen: Screen, services: Services) -> None:
    with acting(Person("operator", Role.OPERATOR)):
        numbers = [
            services.annotations.write(day=day, area=area, subject=subject, text=text)
            for day, area, subject, text in (
                ("2022-01-05", "32.76", "", "Posko <b>baru</b> & 'uji' dengan kalimat yang lebih panjang dari baris"),
                ("2022-02-02", RW.rsplit(".", 1)[0], "covid", "Kelurahan menutup jalan"),
                ("2022-02-03", "32.76.01", "", "Kecamatan lain"),
                ("2022-02-03", RW, "waste", "Pokok lain"),
            )
        ]
    screen.open("/ruang/covid")
    screen.page.wait_for_function(TILES_READY)
    kelurahan = RW.rsplit(".", 1)[0]
    made = screen.page.evaluate(COMPARED, ["", f"?area={RW}", f"?area={kelurahan}", "?area=32.76.01,32.76.02"])
    with acting(Person("operator", Role.OPERATOR)):
        for number in numbers:
            services.annotations.delete(number)
    assert made["other"] == [] and made["parts"]["trend"] == 4, made["other"][:4]


SEEN = """() => {
  const text = (id) => (document.getElementById(id) || { innerText: "" }).innerText;
  const plot = document.querySelector("#trend-graph .js-plotly-plot");
  const ids = ["sentence", "tiles-body", "tiles-caption", "trend-head", "ranking-head", "ranking-body", "map-kicker",
    "map-finding", "map-caption", "map-legend", "map-view"];
  return {
    words: Object.fromEntries(ids.map((id) => [id, text(id)])),
    bars: [...document.querySelectorAll("#ranking-body .bar")].map((bar) => bar.getAttribute("style")),
    lines: plot.data.map((trace) => [trace.y, trace.line && trace.line.color, trace.name]),
    labels: [...document.querySelectorAll('.chart-ends > span')].map((end) => [end.textContent, end.className]),
    ink: plot.layout.font.color,
    fills: [...document.querySelectorAll("path[data-area]")].map((path) => path.getAttribute("fill")),
    behind: document.querySelectorAll(".behind").length,
    versus: (document.querySelector("select.versus option:checked") || {}).value,
  };
}"""
SET = "change => window.decor.state.change(change)"
WAYS: dict[str, tuple[str, list[object]]] = {
    "another theme": ("covid", [{"area": RW}, {"theme": "light"}, {"area": "32.76.01"}]),
    "a comparison that is ended": ("covid?vs=week", [{"area": RW}, {"vs": ""}, {"area": "32.76.01"}]),
    "a run of days that is ended": ("covid?span=2022-01-10,2022-01-20", [{"span": "", "date": ""}, {"area": RW}]),
    "a view that is closed": ("covid?view=scatter&by=waste-completion", [{"area": "32.76.01"}, {"view": "", "by": ""}]),
    "chosen and given up at once": ("covid?indicator=covid-new-7d", [{"area": RW}, "now", {"area": ""}]),
    "another indicator and back at once": ("covid", [{"indicator": "covid-active"}, "now", {"indicator": ""}]),
    "a day, an area and another day": ("", [{"date": "2022-01-20"}, {"area": RW}, {"date": "2022-01-19"}]),
    "the first days of the data": ("sampah?window=all", [{"date": "2021-01-04"}, {"area": RW}]),
    "another scale and another day": (
        "covid?window=all",
        [{"scale": "percentile"}, {"date": "2022-01-20"}, {"scale": "excess"}],
    ),
    "two indicators on the map": (
        "covid?by=waste-completion",
        [{"area": "32.76.01"}, {"by": ""}, {"date": "2022-01-20"}],
    ),
    "points on the map": ("wifi", [{"area": "32.76.06"}, {"date": "2022-01-20"}]),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_way_the_page_is_as_one_that_is_opened_there(screen: Screen, way: str) -> None:
    start, steps = WAYS[way]
    screen.open(f"/ruang/{start}")
    screen.page.wait_for_function(TILES_READY)
    for n, step in enumerate(steps):
        if step == "now":
            continue
        screen.page.evaluate(SET, step)
        if n + 1 < len(steps) and steps[n + 1] == "now":
            continue
        screen.page.wait_for_timeout(350)
        screen.page.wait_for_function(SETTLED)
    screen.page.wait_for_timeout(200)
    seen = screen.page.evaluate(SEEN)
    screen.open("/" + screen.page.url.split("/", 3)[3])
    screen.page.wait_for_timeout(500)
    fresh = screen.page.evaluate(SEEN)
    assert seen["behind"] == 0
    for name in fresh:
        assert seen[name] == fresh[name], name


def test_what_the_browser_painted_is_drawn_anew_with_new_data(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid")
    screen.page.wait_for_function(TILES_READY)
    screen.click_cell(RW)
    screen.wait_query(f"area={RW}")
    expect(screen.page.locator("#ranking-head")).to_contain_text("12 RW")
    settled(screen)
    with screen.page.expect_request("**/_dash-update-component**") as asked:
        screen.page.evaluate("window.dash_clientside.set_props('pulse', { data: 'new' })")
    question = asked.value.post_data_json["inputs"][0]["value"]
    assert "have" not in question, question
    assert not {"sentence", "tiles", "ranking"} & question["painted"].keys(), (
        "the server draws what the page had painted"
    )
    settled(screen)


POINTS_COMPARED = """async (searches) => {
  const painted = window.decor.map.painted();
  const compared = { same: 0, other: [] };
  for (const search of searches) {
    const made = window.decor.engine.frameOf(search, painted, null);
    const sent = await (await fetch(window.location.pathname + search)).text();
    const first = new DOMParser().parseFromString(sent, "text/html").getElementById("first-data");
    const { values } = JSON.parse(first.textContent).answer.panels.find((panel) => panel.values);
    for (const name of ["points", "caption", "c", "s", "v"]) {
      if (JSON.stringify(made && made[name]) === JSON.stringify(values[name])) compared.same += 1;
      else compared.other.push([search, name, made && made.caption, values.caption]);
    }
  }
  return compared;
}"""


def test_points_of_any_day_are_those_of_the_server_and_follow_the_hand(screen: Screen) -> None:
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/wifi?area=32.76.06&level=kelurahan")
    screen.page.wait_for_function(
        "search => window.decor.engine.frameOf(search, window.decor.map.painted())",
        arg="?area=32.76.06&level=kelurahan&date=2022-01-20",
    )
    days = ("2022-01-20", "2021-06-03", "2021-01-04", "2022-02-10", "2022-02-16")
    made = screen.page.evaluate(POINTS_COMPARED, [f"?area=32.76.06&level=kelurahan&date={day}" for day in days])
    assert made == {"same": 5 * len(days), "other": []}
    held: list[object] = []
    screen.page.route("**/_dash-update-component**", lambda route: held.append(route))
    screen.page.evaluate("window.decor.state.change({ date: '2021-01-04' })")
    expect(screen.caption("map")).to_contain_text("4 Jan 2021")
    drawn = "() => document.querySelectorAll('path.wifi-point.live').length"
    live = screen.page.evaluate(
        "() => [...window.decor.map.painted().points].filter((letter) => letter === 'l').length"
    )
    assert screen.page.evaluate(drawn) == live > 100
