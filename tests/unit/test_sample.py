"""The sample is like life where methods look, and even where nothing may be found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.dates import day_number
from data.sample.areas import Register, make_register
from data.sample.covid import Cases, by_weekday, make_cases
from data.sample.plan import MONDAY, another_city, planted
from data.sample.waste import _customs, _missed_before


@pytest.fixture(scope="module")
def register() -> Register:
    return make_register()[0]


@pytest.fixture(scope="module")
def cases(register: Register) -> Cases:
    return make_cases(register)


@settings(deadline=None)  # the first example builds the calendar of holidays
@given(st.lists(st.integers(0, 60), min_size=10, max_size=60), st.sets(st.integers(0, 59), max_size=6))
def test_a_curve_with_the_offices_week_keeps_its_values_on_fixed_days(daily: list[int], fixed: set[int]) -> None:
    span, curve = np.arange(18_400, 18_400 + len(daily)), np.cumsum(daily)
    shaped = by_weekday(curve, span, sorted(18_400 + day for day in fixed))
    assert (np.diff(shaped) >= 0).all()
    for position in {*(day for day in fixed if day < len(daily)), len(daily) - 1}:
        assert shaped[position] == curve[position]


def test_fewer_reports_come_at_weekends_than_events_happen(cases: Cases) -> None:
    sundays = [((days - MONDAY) % 7 == 6).mean() * 7 for days in (cases.reported, cases.event)]
    assert sundays[0] < 0.75 and sundays[1] > 0.9


def test_delays_differ_by_place_and_grow_in_a_wave(register: Register, cases: Cases) -> None:
    late = pd.Series(cases.reported - cases.event)
    by_place = late.groupby(np.array(register.kelurahan)[cases.place]).mean()
    assert by_place.max() > 1.5 * by_place.min()
    wave = (cases.reported > day_number(pd.Timestamp("2022-01-20").date())).astype(bool)
    quiet = pd.Series(cases.reported).between(
        *(day_number(pd.Timestamp(d).date()) for d in ("2021-10-15", "2021-12-20"))
    )
    assert late[wave].mean() > late[quiet].mean() + 0.2


@pytest.mark.parametrize("outbreak", planted()["outbreaks"], ids=lambda outbreak: str(outbreak["area"]))
def test_what_is_planted_is_there(register: Register, cases: Cases, outbreak: dict) -> None:
    middles = register.middles
    apart = np.hypot(*(middles - middles[register.codes.index(outbreak["area"])]).T)
    inside = apart <= outbreak.get("metres", 0.0)
    first, last = day_number(outbreak["first"]), day_number(outbreak["last"])
    there = inside[cases.place] & (cases.event >= first) & (cases.event <= last)
    assert there.sum() >= outbreak["cases"]


def test_planted_events_begin_with_six_cases_within_six_hundred_metres() -> None:
    sizes = {(outbreak["cases"], outbreak.get("metres", 0.0)) for outbreak in planted()["outbreaks"]}
    assert min(sizes) == (6, 600.0) and len({size for size, _ in sizes}) >= 6


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_null_city_an_rw_has_what_its_people_and_chance_give_it(register: Register, seed: int) -> None:
    with another_city(seed, even=True):
        even = make_cases(register)
    week = (even.event > day_number(pd.Timestamp("2021-07-03").date())) & (
        even.event <= day_number(pd.Timestamp("2021-07-10").date())
    )
    counts = np.bincount(even.place[week], minlength=len(register.codes))
    expected = register.people * counts.sum() / register.people.sum()
    dispersion = ((counts - expected) ** 2 / expected).sum() / (len(counts) - 1)
    # 924 areas: the ratio of a multinomial lies within 1 ± 4 √(2 / 923) in all but one of 16,000 cities.
    assert dispersion == pytest.approx(1, abs=4 * (2 / 923) ** 0.5)


def test_two_seeds_are_two_cities_with_the_same_totals(register: Register, cases: Cases) -> None:
    with another_city(5, even=False):
        other = make_cases(register)
    assert (other.reported == cases.reported).all()
    assert (other.place != cases.place).mean() > 0.5


def test_people_of_different_rw_throw_away_different_amounts(register: Register) -> None:
    customs = _customs(register)
    low, high = np.percentile(customs, [5, 95])
    assert high > 1.5 * low
    assert (customs * register.people).sum() == pytest.approx(register.people.sum())


def test_the_next_round_finds_what_missed_ones_left() -> None:
    done = [1, 0, 0, 0, 1, 1, 0, 1]
    stops = pd.DataFrame({"place": [0] * 8, "stream": [0] * 8, "day": range(8), "done": done})
    assert _missed_before(stops).tolist() == [0, 0, 1, 2, 2, 0, 0, 1]
    both = pd.concat([stops, stops.assign(place=1)], ignore_index=True)
    assert _missed_before(both)[8] == 0, "another RW's missed round is not its own"
