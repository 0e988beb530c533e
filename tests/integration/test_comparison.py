"""A against B through the service: areas, another time, neighbours, the city; the same in words, line and table."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from data.domain.areas import Level
from data.domain.filters import FilterState
from data.domain.people import Person, Role, acting
from data.indicators.rate_ratio import rate_ratio
from data.service import Services
from data.service.comparison import city_neighbours, compared_with
from data.service.values import value_of
from data.text import say
from tests.conftest import OFFICERS

pytestmark = pytest.mark.integration
OPERATOR = Person("operator", Role.OPERATOR)
COVID = "covid-incidence-7d"
DAY = dt.date(2022, 2, 1)


def test_two_areas_differ_by_the_same_in_tile_line_table_and_sentence(services: Services) -> None:
    state = FilterState(areas=("32.76.06",), vs="32.76.07", date=DAY, indicator=COVID, level=Level.KECAMATAN)
    with acting(OPERATOR):
        ask = services.room.ask
        mapped = ask("map", state)
        city = services.room.city()
        values = dict(zip(city.tree.codes[Level.KECAMATAN], mapped.values, strict=True))
        tile = next(t for t in ask("tiles", state, "covid").tiles if t.indicator.id == COVID)
        trend, words = ask("trend", state), ask("sentence", state)
        table = services.room.table(state, "tiles", "covid")
        matrix = city.matrix(COVID, Level.KECAMATAN)
    a, b = values["32.76.06"], values["32.76.07"]
    said = say(tile.change, "en")
    assert f"({b:,})" in said and (("above" in said) == (a > b)) and "Kecamatan" in said
    row, (n, m) = matrix.row(19_024), (city.tree.position["32.76.06"], city.tree.position["32.76.07"])
    times = rate_ratio(*(float(sums[row, at]) for at in (n, m) for sums in (matrix.numerator, matrix.denominator)))
    assert times is not None and f"{times.ratio:.2f} times (95 %: {times.low:.2f} to {times.high:.2f})" in said
    assert said in say(words.bold, "en")
    other = next(line for line in trend.series if line.role == "other")
    assert round(other.values[trend.days.index(DAY)]) == b
    assert [column.title.text for column in table.columns][-3:] == ["Compared with", "There", "Difference"]
    assert any(say(r[-1], "en") == said for r in table.rows)


def test_another_time_is_moved_to_the_chosen_one_and_a_run_to_one_as_long(services: Services) -> None:
    with acting(OPERATOR):
        ask = services.room.ask
        for vs, days in (("week", 7), ("year", 364), ("2022-01-11", 21)):
            state = FilterState(vs=vs, date=DAY, indicator=COVID)
            trend = ask("trend", state)
            plain = ask("trend", FilterState(date=DAY, indicator=COVID, window="all"))
            other = next(line for line in trend.series if line.role == "other")
            there = plain.series[0].values[plain.days.index(DAY - dt.timedelta(days=days))]
            assert other.values[trend.days.index(DAY)] == pytest.approx(there), vs
            assert "digeser" in say(other.name, "id")
        run = FilterState(vs="week", date=DAY, since=dt.date(2022, 1, 19), indicator=COVID)
        assert "12–25 Jan 2022" in say(ask("sentence", run).bold, "id")
        assert ask("tiles", FilterState(vs="2019-01-01", date=DAY)).compared == "", "there are no figures of that day"


def test_neighbours_touch_the_chosen_areas_and_an_officer_is_told_nothing_beyond_his_own(services: Services) -> None:
    with acting(OPERATOR):
        city = services.room.city()
        around = city_neighbours(city, Level.KECAMATAN)
        state = FilterState(areas=("32.76.06",), vs="neighbours", date=DAY, indicator=COVID, level=Level.KECAMATAN)
        words = say(services.room.ask("sentence", state).bold, "id")
        assert all(code in around[other] for code, others in around.items() for other in others)
        assert 3 <= len(around["32.76.06"]) <= 8 and f"rata-rata {len(around['32.76.06'])} tetangga" in words
        fine = city_neighbours(city, Level.RW)
        assert np.median([len(others) for others in fine.values()]) >= 3
    with acting(Person("petugas.kel", Role.OFFICER, area=OFFICERS["petugas.kel"])):
        own = FilterState(areas=(OFFICERS["petugas.kel"],), vs="neighbours", date=DAY, indicator=COVID)
        assert "tetangga" not in say(services.room.ask("sentence", own).bold, "id")


def test_nothing_is_compared_with_a_part_of_itself_or_a_run_that_is_cut(services: Services) -> None:
    def said(**state: object) -> str:
        with acting(OPERATOR):
            return say(services.room.ask("sentence", FilterState(indicator=COVID, **state)).bold, "en")  # type: ignore[arg-type]

    run = {"date": dt.date(2022, 2, 6), "since": dt.date(2022, 1, 10)}
    assert "above" in said(**run, vs="week") and "95 %" not in said(**run, vs="week"), "days are on both sides"
    assert "95 %" not in said(areas=("32.76.06",), vs="32.76", date=DAY, level=Level.KECAMATAN), "the city holds it"
    assert "95 %" in said(areas=("32.76.06",), vs="32.76.07", date=DAY, level=Level.KECAMATAN)
    early = {"date": dt.date(2021, 2, 1), "since": dt.date(2020, 6, 10)}
    assert "above" not in said(**early, vs="year") and "below" not in said(**early, vs="year")
    with acting(OPERATOR):
        first = FilterState(date=dt.date(2020, 6, 30), since=dt.date(2020, 4, 1))
        tile = next(t for t in services.room.ask("tiles", first, "covid").tiles if t.indicator.id == "covid-new-7d")
    assert say(tile.change, "en") == "no comparison with the 91 days before"


def test_neighbours_are_of_the_level_that_is_shown(services: Services) -> None:
    rw = services.room.city().tree.codes[Level.RW][5]
    state = FilterState(areas=(rw,), vs="neighbours", date=DAY, indicator=COVID, level=Level.KELURAHAN)
    with acting(OPERATOR):
        around = city_neighbours(services.room.city(), Level.KELURAHAN)
        words = say(services.room.ask("sentence", state).bold, "id")
        assert f"rata-rata {len(around[rw.rsplit('.', 1)[0]])} tetangga" in words
        several = FilterState(areas=("32.76.06", "32.76.07"), vs="neighbours", date=DAY, indicator="covid-new-7d")
        assert "tetangga" not in say(services.room.ask("sentence", several).bold, "id"), "a sum is no mean"


def test_what_is_read_for_a_comparison_or_a_set_is_written_down(services: Services) -> None:
    who = Person("pembanding", Role.OPERATOR)
    rws = services.room.city().tree.codes[Level.RW]
    with acting(who):
        services.room.ask("sentence", FilterState(areas=(rws[0],), vs=rws[500], date=DAY, indicator=COVID))
        services.room.ask("sentence", FilterState(areas=tuple(rws), date=DAY, indicator=COVID))
    with acting(Person("console", Role.ADMIN, via="process")):
        lines = services.people.audit_log(actor="pembanding", action="health data read").lines
    subjects = [str(line["subject"]) for line in lines]
    assert any(rws[0] in text for text in subjects) and any(rws[500] in text for text in subjects)
    assert len(subjects) < 30 and all(len(text) < 200 for text in subjects)


def test_the_other_side_may_have_areas_and_days_of_its_own(services: Services) -> None:
    """The same as what a page of its own shows of them; what it does not name moves with the selection."""
    a, b = "32.76.06", "32.76.03"
    day, then = dt.date(2022, 1, 31), dt.date(2022, 1, 10)
    with acting(OPERATOR):
        room = services.room

        def other(vs: str, **more: object) -> object:
            state = room.state(f"vs={vs}")
            assert not state.problems, vs
            chosen = FilterState(areas=(a,), indicator=COVID, date=day, vs=state.vs, **more)  # type: ignore[arg-type]
            return compared_with(room.ask("selection", chosen))

        both = other(f"{b},{then}")
        alone = room.ask("selection", FilterState(areas=(b,), indicator=COVID, date=then))
        assert both is not None and both.value() == value_of(alone, alone.areas, alone.day) and both.shift == 21
        assert other(b).selection.date == day and other(str(then)).selection.areas == (a,)
        run = other(f"{b},2022-01-10,2022-01-20", since=dt.date(2022, 1, 21))
        assert run.selection.run_days == 11 and run.selection.areas == (b,)
        assert other(f"{a},{day}") is None  # nothing is compared with itself
        longer = other(f"{a},2022-01-10,{day}", since=dt.date(2022, 1, 21))
        assert longer.selection.run_days == 22  # of the same areas over other days there is something to say
        for crafted in (
            f"{b},2022-13-01",
            f"{b},{then},{day},{day}",
            f"{b},{day},{then}",
            f"{then},{b}",
            "32.99,2022-01-10",
        ):
            state = room.state(f"vs={crafted}")
            assert state.vs == "" and state.problems, crafted
