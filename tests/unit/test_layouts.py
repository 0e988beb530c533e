"""Every figure and component can be drawn from a hand-written view model; every figure is valid Plotly."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest
from dash import dcc, html

from data.domain.areas import Level
from data.domain.errors import Num, msg
from data.domain.programme_views import Progress, SCurveView
from data.domain.states import Freshness, ValueState
from data.domain.views import (
    Column,
    IndicatorInfo,
    MapView,
    PanelHeader,
    RankingView,
    RankRow,
    Series,
    Stamp,
    StatusView,
    TableView,
    TileView,
    TrendView,
)
from data.monev.progress import deviation_class
from data.subjects import registry
from layouts.components.legend import legend
from layouts.components.map import map_values
from layouts.components.panel import foot
from layouts.components.ranking import ranking
from layouts.components.table import table
from layouts.components.tiles import tile
from layouts.drawn import drawn
from layouts.figures.axis import date_ticks
from layouts.figures.programme import s_curve_figure
from layouts.figures.statuses import statuses_figure
from layouts.figures.trend import summary, trend_figure
from layouts.first import first_picture, still
from layouts.markup import html_of

INFO = IndicatorInfo(
    id="x",
    subject="covid",
    title=msg("Trend"),
    short=msg("Trend"),
    unit=msg("cases"),
    decimals=0,
    direction="lower",
    level=Level.RW,
    percent=False,
    ratio=True,
    count_unit=msg("cases"),
)
STAMP = Stamp("d", msg("Map"), date(2022, 2, 16), datetime(2022, 2, 16, 9, 12), 5.0, "Dinkes", Freshness.AGEING, True)
HEAD = PanelHeader(INFO, msg("Trend"), msg("Map"), STAMP)
DAYS = [date(2022, 1, 1) + timedelta(days=n) for n in range(30)]


def trend(**changes: object) -> TrendView:
    values = np.linspace(0, 29, 30)
    series = [Series("Beji", "self", values, "32.76.06"), Series("Kota", "parent", values / 2, "32.76")]
    made = {"head": HEAD, "days": DAYS, "series": series, "bars": None, "incomplete_from": DAYS[25], "marked": DAYS[20]}
    return TrendView(**{**made, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_trend_is_valid_and_stops_its_line_before_the_incomplete_days(theme: str, lang: str) -> None:
    figure = go.Figure(trend_figure(trend(), theme=theme, lang=lang))
    assert [len(trace.x) for trace in figure.data] == [25, 25]
    assert figure.layout.uirevision == "kept"
    assert figure.layout.yaxis.rangemode == "tozero"


def test_the_value_at_a_lines_end_says_its_day_where_another_is_chosen() -> None:
    other, same = (
        [end["text"] for end in trend_figure(trend(marked=on), theme="dark", lang="id")["layout"]["meta"]["ends"]]
        for on in (DAYS[27], DAYS[20])
    )
    assert any("Beji 24" in text and "25 Jan" in text for text in other), "the chosen day is not complete yet"
    assert any(text == "Beji 20" for text in same), "the value of the chosen day, although the line goes on"


def test_daily_bars_are_hatched_where_they_still_fill_up() -> None:
    bars = Series("Kota", "daily", np.ones(30))
    figure = go.Figure(
        trend_figure(
            trend(bars=bars, series=[Series("Kota", "self", np.ones(30) * 7, "32.76")]), theme="dark", lang="id"
        )
    )
    solid, hatched, mean = figure.data
    assert (len(solid.x), len(hatched.x)) == (25, 5)
    assert hatched.marker.pattern.shape == "/"
    assert set(mean.y) == {1.0}


@pytest.mark.parametrize("values", [np.full(30, np.nan), np.zeros(30)])
def test_a_trend_without_values_is_still_a_chart_and_a_sentence(values: np.ndarray) -> None:
    view = trend(series=[Series("Beji", "self", values, "32.76.06")], incomplete_from=None)
    assert go.Figure(trend_figure(view, theme="dark", lang="id")).layout.xaxis.range
    assert "2022" in summary(view, "id")


def test_a_missing_day_is_a_gap_and_not_a_zero() -> None:
    values = np.ones(30)
    values[3] = np.nan
    figure = trend_figure(trend(series=[Series("Beji", "self", values, "32.76.06")]), theme="dark", lang="id")
    assert figure["data"][0]["y"][3] is None


def test_the_s_curve_labels_its_deviation() -> None:
    whole, half = ([n / by for n in range(30)] for by in (1, 2))
    reached = {"report_days": DAYS[:11], "claimed": half[:11], "evidenced": half[:11], "verified": half[:11]}
    now = Progress(5.0, 4.0, 3.0, 10.0)
    ends = {"marked": DAYS[10], "now": now, "gap_days": 5.0, "gap_money": None, "cost_gap": None}
    view = SCurveView(HEAD, DAYS, whole, [], **reached, **ends)
    figure = go.Figure(s_curve_figure(view, theme="light", lang="id"))
    texts = [note.text for note in figure.layout.annotations]
    assert any("−5,0" in text for text in texts)
    assert any("5,0 %" in text for text in texts) and any("5 hari" in text for text in texts)


def test_statuses_before_and_after_the_change_are_never_one_line() -> None:
    view = StatusView(HEAD, DAYS[15], [("PDP", DAYS[:15], list(range(15)))], [("Suspek", DAYS[15:], list(range(15)))])
    figure = go.Figure(statuses_figure(view, theme="dark", lang="id"))
    assert [(trace.name, len(trace.x)) for trace in figure.data] == [("PDP", 15), ("Suspek", 15)]
    assert len(figure.layout.shapes) == 2


def test_ticks_are_words_of_the_language_and_not_too_many() -> None:
    assert date_ticks(DAYS, "id")["ticktext"][-1] == "30 Jan"
    long = [date(2020, 3, 2), date(2022, 2, 16)]
    assert len(date_ticks(long, "id", most=6)["ticktext"]) <= 6
    assert date_ticks([], "id") == {}


def test_texts_are_drawn_as_texts_and_mounted_components_refused() -> None:
    tree = drawn(html.P(["<script>", html.B("b", className="c")], title="x", **{"data-area": "1"}))
    assert tree == ["p", {"title": "x", "data-area": "1"}, ["<script>", ["b", {"class": "c"}, ["b"]]]]
    with pytest.raises(TypeError, match="cannot be drawn"):
        drawn(dcc.Store(id="s"))


def rank_row(rank: int, value: float | None, state: ValueState = ValueState.OK) -> RankRow:
    return RankRow(rank, f"c{rank}", f"RW {rank}", value, 3.0, "2", state, rank == 1, rank == 2)


def test_the_ranking_names_missing_unstable_and_incomplete_areas() -> None:
    rows = [rank_row(1, 10.0), rank_row(2, 5.0, ValueState.INCOMPLETE), rank_row(3, None, ValueState.NO_REPORT)]
    made = str(drawn(ranking(RankingView(HEAD, Level.RW, rows, 6.0, "Kota", 924), lang="id")))
    for words in ("3*", "RW 2 °", "tidak ada laporan", "Garis tegak: Kota 6", "dari 924", "'aria-pressed': 'true'"):
        assert words in made


def test_an_empty_ranking_and_a_tile_without_a_value_say_so() -> None:
    assert "Wilayah" in str(drawn(ranking(RankingView(HEAD, Level.RW, [], None, "Kota", 0), lang="id")))
    words, state = msg("no progress report yet"), ValueState.NO_REPORT
    view = TileView(INFO, None, None, "Kota", [], words, 0, STAMP, None, state, Level.KOTA)
    assert "–" in str(drawn(tile(view, lang="id")))


def map_view(points: str | None = None) -> MapView:
    return MapView(
        HEAD,
        Level.RW,
        "0123",
        "oinh",
        [0, 1, 2, 3],
        [],
        (1, 2, 3, 4),
        (1, 1, 1, 0, 0),
        {"zero": 1},
        points,
        {"l": 1, "d": 1, "r": 1},
        layer=None if points is None else registry().by_id["wifi"].page.layer,
    )


def test_the_legend_counts_classes_states_and_points() -> None:
    made = str(drawn(legend(map_view(), lang="id")))
    for words in ("Nol, dilaporkan", "Tidak ada laporan", "Belum lengkap", "Disembunyikan", "sel RW, simulasi"):
        assert words in made
    assert "Padam" in str(drawn(legend(map_view("ldr"), lang="id")))


def test_where_more_is_better_the_heaviest_colour_is_the_lowest_class_on_map_legend_and_bars() -> None:
    better = replace(HEAD, indicator=replace(INFO, direction="higher"))
    view = replace(map_view(), head=better)
    assert map_values(view, lang="id")["c"] == "0543"
    tallies = str(drawn(legend(view, lang="id"))).partition("strip")[0]
    assert [tallies.index(f"class-{n}") for n in (5, 4, 3, 2, 1)] == sorted(
        tallies.index(f"class-{n}") for n in (5, 4, 3, 2, 1)
    )
    bars = str(drawn(ranking(RankingView(better, Level.RW, [rank_row(1, 10.0)], None, "Kota", 1), lang="id")))
    assert "bar class-4 ok" in bars, "class 2 of 5"


def test_values_for_the_map_carry_words_for_the_card() -> None:
    values = map_values(map_view(), lang="id")
    assert (values["c"], values["s"], values["words"]["n"]) == ("0123", "oinh", "tidak ada laporan")


def test_every_foot_says_data_to_received_source_and_simulation() -> None:
    made = str(drawn(foot(STAMP, "id")))
    for words in ("16 Feb 2022", "16 Feb 09.12", "Dinkes", "Data simulasi", "menua"):
        assert words in made


def test_a_table_keeps_sort_keys_beside_what_is_shown() -> None:
    view = TableView(
        msg("Map"),
        msg("Map"),
        [Column(msg("Area")), Column(msg("cases"), True)],
        [["a", Num(1234.5, 1)], ["b", None]],
        ["x", None],
    )
    made = str(drawn(table(view, "id")))
    assert "'data-by': '1234.5'" in made and "1.234,5" in made and "'data-area': 'x'" in made


@pytest.mark.parametrize(
    ("value", "klass"),
    [(-20, 0), (-15, 0), (-9, 1), (-8, 1), (-4, 2), (-3, 2), (0, 3), (2.9, 3), (3, 4), (8, 5), (15, 6)],
)
def test_deviations_fall_into_their_published_classes(value: float, klass: int) -> None:
    assert deviation_class(value) == klass


def test_a_document_is_the_same_text_in_every_process() -> None:
    """Dash keeps a component's properties in a set; the order of a set is another one in the next process."""
    say_it = (
        "from dash import html; from layouts.document import drawn, html_of; "
        "print(html_of(drawn(html.P('x', className='a', role='alert', id='b', title='t'))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", say_it],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (0, 4)
    }
    assert said == {'<p class="a" id="b" role="alert" title="t">x</p>\n'}


def test_the_first_picture_has_stand_ins_and_nothing_of_the_page_s_own() -> None:
    frame = [
        html.Div(
            [
                dcc.Dropdown(options=[{"value": "a", "label": "Beji"}], value="a", id="area"),
                dcc.DatePickerSingle(date="2022-02-11", id="date"),
                dcc.RadioItems(options=[{"value": "rw", "label": "RW"}], value="rw", id="level"),
                dcc.Store(id="facts"),
                html.P(id="map-caption", className="panel-caption"),
            ],
            id="frame",
            **{"data-panel": "map"},
        )
    ]
    drawn_now = html_of(still(frame, "id"))
    assert " id=" not in drawn_now and "data-panel" not in drawn_now
    assert "Beji" in drawn_now and "11 Feb 2022" in drawn_now and 'aria-pressed="true">RW' in drawn_now
    assert '<p class="panel-caption" data-slot="map-caption">' in drawn_now


def test_what_people_write_cannot_end_the_first_picture_s_data() -> None:
    answer = {"parts": {"sentence": [["h1", {}, ["</script><script>alert(1)</script>"]]]}}
    page = first_picture([], answer, theme="dark", lang="id", scripts=["/a.js"])
    assert page.count("</script>") == 2 and "alert(1)" in page
    text = page.split('id="first-data">')[1].split("</script>")[0]
    assert json.loads(text)["answer"] == answer
