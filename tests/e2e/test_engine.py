"""What the browser paints by itself is what the server paints: every cell of many days, indicators and levels."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Screen
from tests.e2e.test_brush import TILES_READY

COMPARED = """async (page) => {
  const engine = await import("/ruang/assets/engine/block.mjs");
  const painted = window.decor.map.painted();
  const query = window.location.search.slice(1);
  const server = await (await fetch(`/ruang/peta/putar?page=${page}&${query}`)).json();
  const block = engine.decode(await (await fetch(`/ruang/mesin/${painted.block}?lang=${painted.lang}`)).arrayBuffer());
  let cells = 0;
  const other = [];
  server.frames.forEach((wanted) => {
    const made = engine.frame(block, wanted.day);
    ["c", "s", "caption"].forEach((name) => { if (made[name] !== wanted[name]) other.push([wanted.day, name]); });
    wanted.v.forEach((value, i) => { if (value !== made.v[i]) other.push([wanted.day, i, value, made.v[i]]); });
    cells += wanted.v.length;
  });
  return { cells: cells, days: server.frames.length, level: painted.level, other: other.slice(0, 5) };
}"""
RUNS_COMPARED = """async (page) => {
  const modules = ["block", "span"].map((name) => import(`/ruang/assets/engine/${name}.mjs`));
  const [blocks, spans] = await Promise.all(modules);
  const painted = window.decor.map.painted();
  const query = window.location.search.slice(1);
  const server = await (await fetch(`/ruang/peta/putar?page=${page}&${query}`)).json();
  const sent = await fetch(`/ruang/mesin/${painted.sums}?lang=${painted.lang}`);
  const block = blocks.decodeSums(await sent.arrayBuffer());
  const length = window.decor.state.length(window.decor.state.span(window.location.search));
  let cells = 0;
  const other = [];
  server.frames.forEach((wanted) => {
    const made = spans.frame(block, window.decor.state.step(wanted.day, 1 - length), wanted.day);
    ["c", "s", "caption"].filter((name) => made[name] !== wanted[name])
      .forEach((name) => other.push([wanted.day, name, made[name], wanted[name]]));
    wanted.v.forEach((value, i) => { if (value !== made.v[i]) other.push([wanted.day, i, value, made.v[i]]); });
    cells += wanted.v.length;
  });
  return { cells: cells, runs: server.frames.length, other: other.slice(0, 5) };
}"""
RUNS = (
    ("covid", "covid-incidence-7d", "rw", "2021-11-03,2021-11-30"),
    ("covid", "covid-new-7d", "rw", "2021-11-20,2021-11-30"),
    ("covid", "covid-deaths-7d", "kelurahan", "2021-10-02,2021-11-30"),
    ("sampah", "waste-missed-per-10k", "kelurahan", "2021-11-28,2021-12-05"),
    ("sampah", "waste-completion", "rw", "2021-11-30,2021-11-30"),
    ("sampah", "waste-kg-per-person", "kecamatan", "2021-09-03,2021-11-30"),
)


@pytest.mark.parametrize(("page", "indicator", "level", "span"), RUNS, ids=[name for _, name, *_ in RUNS])
def test_every_cell_of_every_run_of_days_is_the_servers(
    screen: Screen, page: str, indicator: str, level: str, span: str
) -> None:
    lang = "en" if level == "kecamatan" else "id"
    screen.open(f"/ruang/{page}?indicator={indicator}&level={level}&span={span}&lang={lang}")
    screen.page.wait_for_function("() => window.decor.map.painted() && window.decor.map.painted().sums")
    made = screen.page.evaluate(RUNS_COMPARED, f"/ruang/{page}")
    assert made["other"] == [] and made["runs"] > 3 and made["cells"] >= 11 * made["runs"], made


CASES = (
    ("covid", "covid-incidence-7d", "rw"),
    ("covid", "covid-new-7d", "rw"),
    ("covid", "covid-active", "kelurahan"),
    ("sampah", "waste-completion", "rw"),
    ("sampah", "waste-kg-per-person", "kecamatan"),
    ("layanan", "licensing-on-time", "kelurahan"),
)
"""A rate of seven days, a count, a stock, a share of rounds, a rate by the day, a report by the month."""


@pytest.mark.parametrize(("page", "indicator", "level"), CASES, ids=[name for _, name, _ in CASES])
def test_every_cell_of_every_day_is_the_servers(screen: Screen, page: str, indicator: str, level: str) -> None:
    lang = "en" if level == "kecamatan" else "id"
    screen.open(f"/ruang/{page}?indicator={indicator}&level={level}&date=2021-12-01&lang={lang}")
    screen.page.wait_for_function("() => window.decor.map.painted() && window.decor.map.painted().block")
    made = screen.page.evaluate(COMPARED, f"/ruang/{page}")
    assert made["other"] == [] and made["days"] > 60 and made["cells"] >= 11 * made["days"], made


def test_a_day_back_is_painted_before_the_server_has_answered(screen: Screen) -> None:
    screen.open("/ruang/covid?date=2022-01-20")
    screen.page.wait_for_function("() => window.decor.engine.frameOf('?date=2022-01-18', window.decor.map.painted())")
    # The server is not heard any more; the map follows all the same, and says what it shows.
    screen.page.route("**/_dash-update-component**", lambda route: None)
    before = screen.fills()
    screen.page.locator("#date-back").click()
    expect(screen.caption("map")).to_contain_text("13–19 Jan 2022")
    assert screen.fills() != before


WATCH = """() => {
    window.played = [];
    window.asked = [];
    const caption = document.getElementById('map-caption');
    new MutationObserver(() => window.played.push(caption.textContent)).observe(caption, {childList: true});
    const real = window.fetch;
    window.fetch = (to, how) => {
        const what = String(to.url || to) + ' ' + String((how || {}).body || '');
        window.asked.push([window.played.length, what]);
        return real(to, how);
    };
}"""
"""Notes every text of the map's caption, and what the page asks for with how many texts there were by then."""


def test_days_are_played_without_a_request(screen: Screen) -> None:
    # The pulse is not heard here: what it brings is asked for, also while days run.
    screen.page.route("**/denyut*", lambda route: None)
    screen.open("/ruang/covid?date=2022-01-20")
    screen.page.wait_for_function("() => window.decor.engine.frameOf('?date=2022-01-18', window.decor.map.painted())")
    screen.page.wait_for_function(TILES_READY)
    screen.page.evaluate(WATCH)
    screen.page.locator("#date-play").click()
    screen.wait_query("date=2022-02-11")
    days = [text.rsplit(", ", 1)[1] for text in screen.page.evaluate("window.played")]
    assert len(set(days) - {"14–20 Jan 2022"}) == 22, "every day was painted"
    until = days.index("5–11 Feb 2022")
    asked = [what for n, what in screen.page.evaluate("window.asked") if n < until]
    assert not [what for what in asked if "denyut" not in what], asked
    expect(screen.caption("map")).to_contain_text("5–11 Feb 2022")


def test_the_past_is_painted_by_the_server_alone(screen: Screen) -> None:
    screen.open("/ruang/covid?date=2022-01-20&as_known_on=2022-01-25")
    screen.page.wait_for_function("() => window.decor.map.painted()")
    assert not screen.page.evaluate("window.decor.map.painted().block")
