"""Areas shown in another way than on the map: the same numbers, the level that may be seen, the table behind."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from scipy import stats

from data.domain.areas import Level
from data.domain.filters import FilterState
from data.domain.people import Person, Role, acting
from data.domain.states import Scale, View
from data.service import Services
from data.service.area_views import thirds

pytestmark = pytest.mark.integration
COVID, WASTE = "covid-incidence-7d", "waste-completion"
OPERATOR, OFFICIAL = Person("operator", Role.OPERATOR), Person("official", Role.OFFICIAL)
DAY = dt.date(2022, 1, 31)


def test_a_scatter_has_the_values_of_both_maps_and_a_line_through_the_chosen_and_the_rest(services: Services) -> None:
    state = FilterState(indicator=COVID, by=WASTE, view=View.SCATTER, level=Level.KELURAHAN, date=DAY)
    with acting(OPERATOR):
        view = services.room.ask("view", state)
        maps = [
            services.room.ask("map", FilterState(indicator=n, level=Level.KELURAHAN, date=DAY)) for n in (COVID, WASTE)
        ]
        chosen = services.room.ask("view", FilterState(**{**vars(state), "areas": ("32.76.06", "32.76.03")}))
        table = services.room.table(state, "map")
    assert [point.values for point in view.points] == list(zip(*(each.values for each in maps), strict=True))
    assert [line.role for line in view.lines] == ["all"]
    x, y = (np.array([point.values[n] for point in view.points], dtype=float) for n in (0, 1))
    assert view.lines[0].spearman == pytest.approx(stats.spearmanr(x, y).statistic)
    assert [line.role for line in chosen.lines] == ["selected", "rest"]
    assert sum(point.selected for point in chosen.points) == chosen.lines[0].count
    assert [row[1:4:2] for row in table.rows[:3]] == [[p.code, table.rows[n][3]] for n, p in enumerate(view.points[:3])]
    assert [row[2].value for row in table.rows] == x.tolist()


def test_parallel_coordinates_run_over_subjects_at_a_level_whose_lines_can_be_told_apart(services: Services) -> None:
    with acting(OPERATOR):
        view = services.room.ask("view", FilterState(view=View.PARALLEL, date=DAY))
    assert view.level is Level.KELURAHAN and len(view.points) == 63
    subjects = {services.room.city().catalogue[axis.id].subject for axis in view.axes}
    assert len(subjects) >= 3 and all(len(point.values) == len(view.axes) for point in view.points)


def test_months_have_the_classes_that_the_map_has_on_those_days(services: Services) -> None:
    with acting(OPERATOR):
        view = services.room.ask("view", FilterState(indicator=COVID, view=View.MULTIPLES, date=DAY))
        assert [month.day for month in view.months] == sorted(month.day for month in view.months)
        assert len(view.months) == 12 and view.months[-1].day == DAY
        for month in view.months[::4]:
            mapped = services.room.ask("map", FilterState(indicator=COVID, level=Level.KELURAHAN, date=month.day))
            assert (mapped.steps, mapped.states) == (month.steps, month.states)
        assert (
            len(services.room.table(FilterState(indicator=COVID, view=View.MULTIPLES, date=DAY), "map").columns) == 14
        )


def test_nine_maps_part_the_areas_by_thirds_of_two_others_and_take_each_part_together(services: Services) -> None:
    other = "waste-kg-per-person"
    state = FilterState(indicator=COVID, view=View.MULTIPLES, by=f"{WASTE},{other}", date=DAY)
    with acting(OPERATOR):
        view = services.room.ask("view", state)
        columns = [
            services.room.ask("map", FilterState(indicator=n, level=Level.KELURAHAN, date=DAY)) for n in (WASTE, other)
        ]
        high = next(each for each in view.conditioned if (each.across, each.down) == (2, 2) or len(each.codes) > 3)
        joint = services.room.ask("sentence", FilterState(areas=high.codes, indicator=COVID, date=DAY))
        table = services.room.table(state, "map")
    assert [(each.down, each.across) for each in view.conditioned] == [(r, c) for r in (2, 1, 0) for c in (0, 1, 2)]
    every = [code for each in view.conditioned for code in each.codes]
    assert sorted(every) == sorted(set(every)) and len(every) == 63
    codes = services.room.city().tree.codes[Level.KELURAHAN]
    for n, axis in enumerate(("across", "down")):
        values = np.array(columns[n].values, dtype=float)
        by_third = [[] for _ in range(3)]
        for each in view.conditioned:
            by_third[getattr(each, axis)] += [values[codes.index(code)] for code in each.codes]
        assert max(by_third[0]) <= min(by_third[1]) and max(by_third[1]) <= min(by_third[2])
        assert all(15 <= len(third) <= 27 for third in by_third)
    assert high.value == pytest.approx(joint.bold.params["value"].value)
    assert all(sign == "-" for sign, code in zip(high.steps, codes, strict=True) if code not in high.codes)
    assert len(table.columns) == 5 and len(table.rows) == 63


def test_thirds_are_of_what_is_known_and_an_edge_belongs_to_the_higher_one() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, np.nan, 5.0, 6.0, 7.0])
    known = ~np.isnan(values)
    # Edges by hand: 1/3 of the way through 1 … 7 is 3, 2/3 is 5.
    assert thirds(values, known)[known].tolist() == [0, 0, 1, 1, 2, 2, 2]
    assert thirds(np.array([np.nan]), np.array([False])).tolist() == [0]


def test_two_runs_of_days_stand_beside_each_other_on_one_scale(services: Services) -> None:
    run = FilterState(indicator=COVID, view=View.MULTIPLES, date=DAY, since=dt.date(2022, 1, 4), vs="2021-12-01")
    with acting(OPERATOR):
        view = services.room.ask("view", run)
        sides = [
            services.room.ask("map", FilterState(indicator=COVID, level=Level.KELURAHAN, date=last, since=first))
            for first, last in ((dt.date(2021, 11, 4), dt.date(2021, 12, 1)), (dt.date(2022, 1, 4), DAY))
        ]
        table = services.room.table(run, "map")
    assert [(month.steps, month.states) for month in view.months] == [(side.steps, side.states) for side in sides]
    assert [row[3].value for row in table.rows] == pytest.approx(sides[1].values, abs=0.5)


def test_a_second_indicator_is_no_way_to_what_may_not_be_seen_and_its_reading_is_written_down(
    services: Services,
) -> None:
    state = FilterState(indicator=WASTE, by=COVID, view=View.SCATTER, date=DAY)
    with acting(OFFICIAL):
        assert services.room.ask("view", state, "waste").level is Level.KELURAHAN
    with acting(Person("operator", Role.OPERATOR)):
        assert services.room.ask("view", state, "waste").level is Level.RW
    with acting(Person("console", Role.ADMIN, via="process")):
        lines = services.people.audit_log(actor="operator", action="health data read").lines
    assert any(COVID in str(line) for line in lines)


def test_other_scales_leave_values_and_states_and_change_only_the_classes(services: Services) -> None:
    with acting(OPERATOR):
        early = FilterState(indicator="covid-new-7d", date=dt.date(2020, 3, 20), scale=Scale.BOX)
        view = services.room.ask("map", early)
        assert view.scale is Scale.CLASSES and view.tally[4] == 0, "too few cases to be spread"
        counted = services.room.ask("map", FilterState(indicator="covid-new-7d", date=DAY, scale=Scale.EXCESS))
        assert counted.scale is Scale.CLASSES, "a count has no times of the city"
        plain = services.room.ask("map", FilterState(indicator=COVID, level=Level.KELURAHAN, date=DAY))
        for scale in (Scale.BOX, Scale.PERCENTILE, Scale.SD, Scale.EXCESS):
            view = services.room.ask("map", FilterState(indicator=COVID, level=Level.KELURAHAN, date=DAY, scale=scale))
            assert (view.values, view.states) == (plain.values, plain.states) and view.breaks != plain.breaks
            assert (view.block, view.sums) == (plain.block, plain.sums), (
                "the browser makes the classes of any day itself"
            )
            assert set(view.steps) <= set("abcde0-" if scale.diverging else "12345-0")


def test_a_bivariate_map_has_the_thirds_of_both_maps_and_no_class_where_one_is_missing(services: Services) -> None:
    state = FilterState(indicator=COVID, by=WASTE, level=Level.KELURAHAN, date=DAY)
    with acting(OPERATOR):
        view = services.room.ask("map", state)
        first, second = (
            services.room.ask("map", FilterState(indicator=n, level=Level.KELURAHAN, date=DAY)) for n in (COVID, WASTE)
        )
        table = services.room.table(state, "map")
        same = services.room.ask("map", FilterState(indicator=COVID, by=COVID, level=Level.KELURAHAN, date=DAY))
        read = services.room.ask("map", FilterState(indicator=COVID, by="programme-claimed", date=DAY))
    assert view.values == first.values and view.second.values == second.values
    own, other = (np.array(each.values, dtype=float) for each in (first, second))
    for letter, n in zip("ABCDEFGHI", range(9), strict=True):
        inside = [i for i, step in enumerate(view.steps) if step == letter]
        assert view.tally[n] == len(inside)
        for values, third in ((own, n % 3), (other, n // 3)):
            ranks = stats.rankdata(values, method="min")[inside] - 1
            assert all(third * 21 - 3 <= rank < (third + 1) * 21 + 3 for rank in ranks), letter
    assert sum(view.tally) == 63 and view.head.finding.params["n"].value == view.tally[8]
    assert not view.block and not view.sums  # its thirds are of one day: the browser does not make them
    assert [row[2].value for row in table.rows] == first.values and [
        row[3].value for row in table.rows
    ] == second.values
    assert same.second is None and same.steps == first.steps
    with acting(OPERATOR):
        run = services.room.ask(
            "map", FilterState(indicator=COVID, level=Level.KELURAHAN, since=dt.date(2022, 1, 10), date=DAY)
        )
    assert run.others == view.others, "the list has the declared names on a run of days, too"
    assert read.second is None  # a figure of the whole city only is not drawn by area


def test_a_bivariate_map_shows_areas_at_the_level_that_a_person_may_see(services: Services) -> None:
    state = FilterState(indicator=WASTE, by=COVID, level=Level.RW, date=DAY)
    with acting(OFFICIAL):
        view = services.room.ask("map", state)
    assert view.level is Level.KELURAHAN and len(view.steps) == 63 and len(view.second.values) == 63
