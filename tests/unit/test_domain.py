"""Codes, days, states, filters."""

from datetime import date

import numpy as np
import pytest

from data.domain.areas import Area, Level, ancestor_of, full_names, level_of, parent_of
from data.domain.dates import day_date, day_number
from data.domain.desk_views import CompletenessView
from data.domain.filters import MOST_AREAS, FilterState, Vocabulary
from data.domain.public_views import CovidFigure, PublicArea, band_classes
from data.domain.states import Freshness, freshness

KNOWN = Vocabulary({"32.76", "32.76.06", "32.76.06.1003", "32.76.02.1010.006"}, {"covid-incidence-7d", "wifi-live"})


@pytest.mark.parametrize(
    ("code", "level"),
    [("32.76", "kota"), ("32.76.02", "kecamatan"), ("32.76.02.1010", "kelurahan"), ("32.76.02.1010.006", "rw")],
)
def test_a_code_tells_its_level(code: str, level: str) -> None:
    assert level_of(code) == level


@pytest.mark.parametrize("code", ["", "32", "32.77", "32.76.2", "32.76.02.1010.6", "32.76.02.1010.006.1", "x"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        level_of(code)


def test_parents_lead_up_to_the_city() -> None:
    assert parent_of("32.76.02.1010.006") == "32.76.02.1010"
    assert parent_of("32.76") is None
    assert ancestor_of("32.76.02.1010.006", Level.KECAMATAN) == "32.76.02"
    with pytest.raises(ValueError, match="no ancestor"):
        ancestor_of("32.76.02", Level.RW)


def test_no_two_areas_bear_the_same_name() -> None:
    def area(code: str, name: str) -> Area:
        return Area(code, name, level_of(code), parent_of(code), date(2020, 1, 1), None, 1.0, False)

    town = [
        area("32.76", "Kota Depok"),
        area("32.76.01", "Beji"),
        area("32.76.01.1001", "Beji"),
        area("32.76.01.1001.006", "RW 006"),
        area("32.76.01.1002", "Depok"),
        area("32.76.01.1003", "Curug"),
        area("32.76.02", "Cimanggis"),
        area("32.76.02.1001", "Curug"),
        area("32.76.02.1001.001", "RW 001"),
        area("32.76.02.1002", "Mekarsari"),
    ]
    names = full_names({area_.code: area_ for area_ in town})
    assert [*names.values()] == [
        "Kota Depok",
        "Kecamatan Beji",
        "Kelurahan Beji",
        "RW 006 Beji",
        "Kelurahan Depok",
        "Curug, Beji",
        "Kecamatan Cimanggis",
        "Curug, Cimanggis",
        "RW 001 Curug, Cimanggis",
        "Mekarsari",
    ]


def test_days_count_from_1970_and_back() -> None:
    assert day_number(date(2022, 2, 16)) == 19039
    assert day_date(19039) == date(2022, 2, 16)


@pytest.mark.parametrize(
    ("age", "state"), [(0, "fresh"), (36, "fresh"), (37, "ageing"), (73, "stale"), (169, "lost"), (None, "lost")]
)
def test_a_feed_ages_by_its_own_cadence(age: float | None, state: str) -> None:
    assert freshness(age, 24) is Freshness(state)


def test_an_empty_query_is_the_default() -> None:
    assert FilterState.from_query(None, KNOWN) == FilterState()
    assert FilterState().to_query() == ""


def test_a_query_is_read_and_written_canonically() -> None:
    query = "?theme=light&date=2021-07-11&area=32.76.06,32.76.06.1003&level=kelurahan&lang=id"
    state = FilterState.from_query(query, KNOWN)
    assert state.areas == ("32.76.06", "32.76.06.1003")
    assert state.date == date(2021, 7, 11)
    assert state.to_query() == "area=32.76.06,32.76.06.1003&level=kelurahan&date=2021-07-11&theme=light"


@pytest.mark.parametrize(
    "query",
    [
        "?area=99.99&level=planet&date=31-12-2021&window=7&indicator=drop+table&as_known_on=x&lang=fr&theme=pink",
        "?area=<script>alert(1)</script>",
        "?" + "a=1&" * 5000,
        "?date=2021-02-30",
        "?%ff%fe=%00",
    ],
)
def test_a_crafted_query_falls_back_and_says_so(query: str) -> None:
    state = FilterState.from_query(query, KNOWN)
    assert (state.level, state.date, state.indicator, state.areas) == (Level.RW, None, "", ())
    named = [name for name in ("area", "level", "date", "lang") if f"{name}=" in query]
    assert len(state.problems) >= len(named)


def test_a_run_of_days_says_its_last_day_and_one_that_is_none_is_left_out() -> None:
    state = FilterState.from_query("span=2021-07-01,2021-07-11&date=2021-01-01", KNOWN)
    assert (state.since, state.date, state.to_query()) == (
        date(2021, 7, 1),
        date(2021, 7, 11),
        "span=2021-07-01,2021-07-11",
    )
    for text in (
        "2021-07-11,2021-07-01",
        "2021-07-01",
        "a,b",
        "2021-07-01,2021-07-32",
        "2021-07-01,2021-W29-1",
        "1,2,3",
        "",
    ):
        state = FilterState.from_query(f"span={text}&x=1&date=2021-01-02", KNOWN)
        assert (state.since, state.date) == (None, date(2021, 1, 2)), text
        assert len(state.problems) == (1 if text else 0), text


def test_the_city_as_area_means_no_selection_and_repeats_count_once() -> None:
    assert FilterState.from_query("area=32.76", KNOWN).areas == ()
    assert FilterState.from_query("area=32.76.06,32.76.06", KNOWN).areas == ("32.76.06",)


def test_a_selection_has_an_upper_limit() -> None:
    codes = [f"32.76.{n:02d}" for n in range(40)]
    state = FilterState.from_query("area=" + ",".join(codes), Vocabulary(codes, set()))
    assert len(state.areas) == MOST_AREAS


# -- figures and classes that pages are drawn from -----------------------------------------------


def rw(code: str, unit: str = "", people: int | None = 1_000) -> PublicArea:
    return PublicArea(
        code, code, code, Level.RW, None, people, 1.0, True, unit or code, 0.0, 0.0, (0.0, 0.0, 0.0, 0.0), ""
    )


def week(low: int | None, high: int | None, value: int | None = None) -> CovidFigure:
    return CovidFigure("a", "week", date(2022, 2, 6), "ok", value, low, high, "band", 1.0)


@pytest.mark.parametrize(
    ("figure", "people", "rate", "klass"),
    [
        (week(3, 3, 3), 1_000, 300.0, 3),
        (week(0, 0, 0), 1_000, 0.0, 1),
        (week(0, 4), 100_000, None, 1),
        (week(0, 4), 1_000, None, None),
        (week(20, None), 1_000, None, 5),
        (week(20, None), 100_000, None, None),
        (week(None, None), 1_000, None, None),
        (week(3, 3, 3), None, None, None),
        (week(3, 3, 3), 0, None, None),
    ],
)
def test_a_rate_is_of_exact_totals_and_a_class_where_the_whole_interval_has_it(
    figure: CovidFigure, people: int | None, rate: float | None, klass: int | None
) -> None:
    assert (figure.rate(people), figure.rate_class(people)) == (rate, klass)


def test_rw_that_share_a_figure_are_drawn_each_and_counted_once() -> None:
    areas = [rw("a.1", "u"), rw("a.2", "u"), rw("a.3"), rw("a.4"), rw("a.5")]
    classes = band_classes(areas, {"u": week(5, 9), "a.3": week(0, 9), "a.4": week(None, None)})
    assert classes.by_area == {"a.1": "1", "a.2": "1", "a.3": "hidden", "a.4": "none", "a.5": "none"}
    assert classes.tally == {"1": 1, "hidden": 1, "none": 2}


def test_where_reports_are_missing_is_said_by_area_and_period_and_nothing_due_is_not_missing() -> None:
    days = [date(2022, 2, 1), date(2022, 2, 2)]
    shares = np.array([[1.0, 0.5], [np.nan, 0.0]])
    view = CompletenessView([("a", "Beji"), ("b", "Cinere")], days, shares, False, 0.5)
    assert view.short == [(0.5, "Beji", days[1]), (0.0, "Cinere", days[1])]
