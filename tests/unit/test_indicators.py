"""Panels, windows, ratios, delays, classes: small numbers that can be checked by hand."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from scipy.stats import false_discovery_control, poisson

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.states import ValueState
from data.indicators.breaks import class_breaks, classes
from data.indicators.evaluate import Matrix, evaluate, forward_filled, latest_rows, ratio, rolling_sum
from data.indicators.measures import measured, over_beyond_chance
from data.indicators.panel import AreaTree, CountPanel, grid
from data.indicators.reporting import DEFAULT_LAG, arrived_shares, by_report_date, completed, completeness_lag
from data.indicators.wifi import ENDINGS, point_days, rw_counts
from data.subjects import registry

TREE = AreaTree(
    {
        Level.KOTA: ["32.76"],
        Level.KECAMATAN: ["32.76.01", "32.76.02"],
        Level.KELURAHAN: ["32.76.01.1001", "32.76.01.1002", "32.76.02.1001"],
        Level.RW: ["32.76.01.1001.001", "32.76.01.1001.002", "32.76.01.1002.001", "32.76.02.1001.001"],
    }
)
INCIDENCE = registry().indicators["covid-incidence-7d"]


def covid_panel(cases: list[list[int]], reported: list[list[int]] | None = None) -> CountPanel:
    counts = np.array(cases)
    came = np.ones_like(counts, dtype=bool) if reported is None else np.array(reported, dtype=bool)
    return CountPanel(0, Level.RW, {"confirmed": counts}, came)


def people(rows: int) -> np.ndarray:
    return np.tile(np.array([1000.0, 1000.0, 2000.0, 4000.0]), (rows, 1))


def test_children_add_up_to_their_parents() -> None:
    values = np.array([[1.0, 2.0, 4.0, 8.0]])
    assert TREE.roll_up(values, Level.RW, Level.KELURAHAN).tolist() == [[3.0, 4.0, 8.0]]
    assert TREE.roll_up(values, Level.RW, Level.KECAMATAN).tolist() == [[7.0, 8.0]]
    assert TREE.roll_up(values, Level.RW, Level.KOTA).tolist() == [[15.0]]


def test_an_area_knows_its_columns_at_finer_levels() -> None:
    assert TREE.inside("32.76.01", Level.RW) == slice(0, 3)
    assert TREE.inside("32.76.02.1001.001", Level.RW) == slice(3, 4)
    assert TREE.inside("32.76", Level.KECAMATAN) == slice(0, 2)
    with pytest.raises(ValueError, match="finer"):
        TREE.inside("32.76.01.1001", Level.KECAMATAN)


def test_the_ratio_is_taken_after_summing() -> None:
    panel = covid_panel([[0, 0, 0, 0]] * 6 + [[1, 0, 1, 0]])
    matrix = evaluate(INCIDENCE, panel, people(7), TREE, Level.KECAMATAN)
    # 2 cases in 4,000 people, not the mean of 100, 0 and 50.
    assert matrix.values(6).tolist() == [50.0, 0.0]


def test_an_area_that_never_reported_is_in_neither_part_of_the_ratio() -> None:
    silent = [[1, 1, 0, 1]] * 7
    panel = covid_panel([[0, 0, 0, 0]] * 6 + [[2, 0, 0, 0]], silent)
    matrix = evaluate(INCIDENCE, panel, people(7), TREE, Level.KECAMATAN)
    assert matrix.denominator[6].tolist() == [2000.0, 4000.0]
    assert matrix.values(6)[0] == 100.0
    fine = evaluate(INCIDENCE, panel, people(7), TREE, Level.RW)
    assert math.isnan(fine.values(6)[2])
    assert fine.states(6, 6)[2] is ValueState.NO_REPORT


def test_reported_zero_and_no_report_are_different() -> None:
    panel = covid_panel([[0, 0, 0, 0]] * 7, [[1, 0, 1, 1]] * 7)
    states = evaluate(INCIDENCE, panel, people(7), TREE, Level.RW).states(6, 6)
    assert states == [ValueState.OK, ValueState.NO_REPORT, ValueState.OK, ValueState.OK]


def test_one_missing_day_of_seven_makes_an_rw_incomplete_and_counts_six_sevenths_of_its_people() -> None:
    reported = [[1, 1, 1, 1]] * 6 + [[0, 1, 1, 1]]
    panel = covid_panel([[1, 0, 0, 0]] * 6 + [[0, 0, 0, 0]], reported)
    matrix = evaluate(INCIDENCE, panel, people(7), TREE, Level.RW)
    assert matrix.states(6, 6)[0] is ValueState.INCOMPLETE
    # Six cases in 1,000 people over six of seven days, not over seven.
    assert matrix.values(6)[0] == pytest.approx(700.0)


def test_days_after_the_last_complete_one_are_incomplete_everywhere() -> None:
    matrix = evaluate(INCIDENCE, covid_panel([[1, 1, 1, 1]] * 8), people(8), TREE, Level.KOTA)
    assert matrix.states(7, 6) == [ValueState.INCOMPLETE]
    assert matrix.states(6, 6) == [ValueState.OK]


def test_a_running_total_is_carried_over_a_day_without_report() -> None:
    panel = CountPanel(
        0,
        Level.RW,
        {
            "confirmed": np.array([[3, 0, 0, 0], [0, 1, 0, 0]]),
            "recovered": np.zeros((2, 4)),
            "deaths": np.zeros((2, 4)),
        },
        np.array([[1, 1, 1, 1], [0, 1, 1, 1]], dtype=bool),
    )
    matrix = evaluate(registry().indicators["covid-active"], panel, np.zeros((1, 1)), TREE, Level.RW)
    assert matrix.values(1).tolist() == [3.0, 1.0, 0.0, 0.0]
    assert matrix.states(1, 1)[0] is ValueState.INCOMPLETE


def test_rolling_sums_and_last_values() -> None:
    counts = np.array([[1.0], [2.0], [3.0], [4.0]])
    assert rolling_sum(counts, 3).ravel().tolist() == [1, 3, 6, 9]
    reported = np.array([[False], [True], [False], [False]])
    panel = CountPanel(0, Level.KOTA, {"x": counts}, reported)
    latest = latest_rows(registry().indicators["programme-progress"], panel)
    assert latest.ravel().tolist() == [-1, 1, 1, 1]
    assert forward_filled(counts, latest).ravel().tolist() == [0, 2, 2, 2]


def test_a_yearly_figure_is_not_carried_into_the_next_year() -> None:
    first = day_number(date(2021, 12, 30))
    reported = np.array([[True], [False], [False], [True]])
    panel = CountPanel(first, Level.KECAMATAN, {"x": np.ones((4, 1))}, reported, daily=False)
    assert latest_rows(registry().indicators["budget-realised"], panel).ravel().tolist() == [0, 0, -1, 3]


def test_a_ratio_without_denominator_is_missing_not_zero() -> None:
    assert math.isnan(float(ratio(registry().indicators["waste-completion"], 0, 0)))
    assert float(ratio(registry().indicators["waste-kg-per-person"], 28_000, 28 * 1_000)) == 1.0


def test_the_first_days_are_incomplete_until_the_window_lies_inside_the_data() -> None:
    matrix = evaluate(INCIDENCE, covid_panel([[1, 1, 1, 1]] * 8), people(8), TREE, Level.KOTA)
    assert [matrix.letters(day, 7) for day in (0, 5, 6, 7)] == ["i", "i", "o", "o"]


def test_kg_per_person_and_day_divides_by_the_days_that_there_are() -> None:
    kg = CountPanel(0, Level.RW, {"collected_kg": np.full((30, 4), 500.0)}, np.ones((30, 4), dtype=bool), daily=False)
    matrix = evaluate(registry().indicators["waste-kg-per-person"], kg, people(30), TREE, Level.KOTA)
    assert matrix.values(slice(None)).round(6).ravel().tolist() == [0.25] * 30


def test_adding_into_a_grid_leaves_out_what_lies_outside() -> None:
    made = grid(np.array([0, 1, 5]), np.array([0, 1, 0]), np.array([2, 3, 9]), first=0, shape=(2, 2))
    assert made.tolist() == [[2.0, 0.0], [0.0, 3.0]]


def test_report_dates_follow_from_revisions() -> None:
    # One RW, one event day: 2 cases known on day 10, corrected to 5 on day 12.
    areas, known, gone = np.array([0, 0]), np.array([10, 12]), np.array([12, -1])
    made = by_report_date(areas, known, gone, np.array([2, 5]), first=10, shape=(3, 1))
    assert made.ravel().tolist() == [2.0, 0.0, 3.0]


def test_the_delay_is_the_smallest_lag_with_95_percent_reported() -> None:
    event = np.zeros(1000, dtype=np.int32)
    known = np.repeat([0, 1, 2, 9], [500, 400, 60, 40]).astype(np.int32)
    assert completeness_lag(arrived_shares(event, known, np.ones(1000), until=100)) == 2


def test_the_share_that_has_arrived_is_the_running_part_of_the_triangles_columns() -> None:
    event = np.zeros(1000, dtype=np.int32)
    known = np.repeat([0, 1, 2, 9], [500, 400, 60, 40]).astype(np.int32)
    arrived = arrived_shares(event, known, np.ones(1000), until=100)
    assert arrived is not None and len(arrived) == 31
    assert arrived[[0, 1, 2, 8, 9, 30]].tolist() == pytest.approx([0.5, 0.9, 0.96, 0.96, 1.0, 1.0])
    assert arrived_shares(event[:10], known[:10], np.ones(10), until=100) is None


def test_too_few_cases_give_the_default_delay() -> None:
    few = np.zeros(10, dtype=np.int32)
    assert completeness_lag(arrived_shares(few, few, np.ones(10), until=100)) == DEFAULT_LAG


def test_classes_mark_zero_missing_and_edges() -> None:
    assert classes(np.array([0.0, 49.9, 50.0, 900.0, np.nan]), (50, 150, 400, 800)) == "0125-"
    assert classes(np.array([0.0, -20.0, 4.0]), (-15.0, -8.0, -3.0, 3.0)) == "415"


def test_breaks_from_a_history_rise_and_survive_an_empty_one() -> None:
    edges = class_breaks(np.random.default_rng(1).gamma(1.0, 5.0, 5_000))
    assert list(edges) == sorted(set(edges)) and len(edges) == 4
    assert class_breaks(np.array([np.nan, 0.0])) == (1.0, 2.0, 3.0, 5.0)
    assert list(class_breaks(np.ones(50))) == sorted(set(class_breaks(np.ones(50))))


def test_a_stock_below_zero_says_that_reports_are_missing() -> None:
    counts = {"confirmed": [[2.0, 1.0]], "recovered": [[1.0, 2.0]], "deaths": [[0.0, 0.0]]}
    panel = CountPanel(
        0, Level.RW, {n: np.array([[*c[0], 0.0, 0.0]]) for n, c in counts.items()}, np.ones((1, 4), dtype=bool)
    )
    matrix = evaluate(registry().indicators["covid-active"], panel, people(1), TREE, Level.RW)
    assert matrix.values(0).tolist() == [1.0, -1.0, 0.0, 0.0] and matrix.letters(0, 0) == "oioo"


COMPLETION, KILOGRAMS = (registry().indicators[name] for name in ("waste-completion", "waste-kg-per-person"))
ROUNDS = np.isin(np.arange(140) % 7, (0, 2, 4))
"""Three rounds a week for twenty weeks."""


def rounds_panel(reported: np.ndarray, done: np.ndarray) -> CountPanel:
    counts = {"scheduled": reported * 1.0, "done": done * reported, "collected_kg": reported * 70.0}
    return CountPanel(0, Level.RW, counts, reported, daily=False)


def test_a_round_that_nobody_reported_is_missing_and_not_left_out() -> None:
    reported = np.tile(ROUNDS[:, None], (1, 4))
    reported[135:, :2] = False  # two RW fall silent: of the three rounds of the last seven days one was reported
    panel = rounds_panel(reported, np.ones((140, 4)))
    fine, city = (evaluate(COMPLETION, panel, people(140), TREE, level) for level in (Level.RW, Level.KOTA))
    assert fine.values(139).tolist() == [100.0] * 4 and fine.letters(139, 139) == "iioo"
    assert fine.share[139].tolist() == pytest.approx([1 / 3, 1 / 3, 1, 1], abs=1e-3)
    assert city.share[139].tolist() == pytest.approx([2 / 3]) and city.letters(139, 139) == "i"


def test_a_round_that_moves_to_another_weekday_changes_no_figure() -> None:
    days = np.arange(220)
    reported = np.tile(((days % 7 == 0) & (days < 100) | (days % 7 == 3) & (days >= 100))[:, None], (1, 4))
    panel = CountPanel(0, Level.RW, {"collected_kg": reported * 7_000.0}, reported, daily=False)
    matrix = evaluate(KILOGRAMS, panel, people(220), TREE, Level.RW)
    completion = evaluate(COMPLETION, rounds_panel(reported, reported * 1.0), people(220), TREE, Level.RW)
    for day in range(120, 220):
        assert matrix.values(day)[0] == pytest.approx(1.0, abs=0.26), day
        assert completion.letters(day, 219)[0] == "o", day
    assert matrix.values(219)[0] == pytest.approx(1.0)


def test_silence_is_not_a_day_without_waste() -> None:
    reported = np.tile(ROUNDS[:, None], (1, 4))
    whole = evaluate(KILOGRAMS, rounds_panel(reported, reported), people(140), TREE, Level.RW).values(139)
    reported[133:, 0] = False
    half = evaluate(KILOGRAMS, rounds_panel(reported, reported), people(140), TREE, Level.RW)
    assert half.values(139)[0] == pytest.approx(whole[0]), "three weeks of four give the same as four"
    assert half.letters(139, 139)[0] == "i"


@pytest.mark.parametrize("seed", range(40))
def test_taking_reports_away_never_makes_a_figure_look_better_without_a_word(seed: int) -> None:
    chance = np.random.default_rng(seed)
    reported = np.tile(ROUNDS[:, None], (1, 4))
    done = (chance.random((140, 4)) < 0.8).astype(float)
    gone = reported & (chance.random((140, 4)) < 0.15)
    gone[:84] = False  # what is due is learnt from the weeks before
    for level in (Level.RW, Level.KELURAHAN, Level.KOTA):
        before = evaluate(COMPLETION, rounds_panel(reported, done), people(140), TREE, level)
        after = evaluate(COMPLETION, rounds_panel(reported & ~gone, done), people(140), TREE, level)
        for day in range(100, 140):
            letters, missing = after.letters(day, 139), after.share[day] < after.needed
            assert all(letter in "in" for letter, short in zip(letters, missing, strict=True) if short)
            changed = ~np.isclose(before.values(day), after.values(day), equal_nan=True)
            assert (after.share[day][changed] < 1).all(), "a figure that moved says which share came in"


NEVER: list[None] = [None, None, None]
POINTS = pd.DataFrame(
    {
        "point_code": ["a", "b", "c"],
        "live_on": [0, 1, None],
        "refused_on": NEVER,
        "reallocated_on": NEVER,
        "removed_on": NEVER,
    }
)


def outages(*rows: tuple[str, int, int | None, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["point_code", "started_at", "ended_at", "cause"])


def test_minutes_up_down_and_unknown_add_up_to_the_time_in_service() -> None:
    downtime = outages(("a", 1380, 1500, "power"), ("a", 100, 160, "monitor"))
    days = point_days(POINTS, downtime, first=0, clock_minute=2 * 1440 + 719)
    assert days.down[0].tolist() == [60.0, 60.0, 0.0]
    assert days.unknown[0].tolist() == [60.0, 0.0, 0.0]
    assert days.up[0].tolist() == [1320.0, 1380.0, 720.0]
    assert days.up[1].tolist() == [0.0, 1440.0, 720.0]
    assert not days.in_service[2].any()


def test_a_point_is_live_unless_down_at_the_end_of_the_day() -> None:
    downtime = outages(("a", 1380, 1500, "power"), ("b", 2 * 1440 + 10, None, "fibre"))
    days = point_days(POINTS, downtime, first=0, clock_minute=2 * 1440 + 719)
    assert days.live[0].tolist() == [False, True, True]
    assert days.live[1].tolist() == [False, True, False]


def test_overlapping_outages_are_not_counted_twice() -> None:
    downtime = outages(("a", 0, 1440, "power"), ("a", 0, 1440, "fibre"))
    days = point_days(POINTS, downtime, first=0, clock_minute=1439)
    assert days.down[0].tolist() == [1440.0]
    assert days.up[0].tolist() == [0.0]


def test_partly_overlapping_outages_are_merged() -> None:
    downtime = outages(("a", 0, 100, "power"), ("a", 50, 160, "fibre"), ("a", 60, 70, "device"))
    assert point_days(POINTS, downtime, first=0, clock_minute=1439).down[0].tolist() == [160.0]


def test_a_point_without_a_sign_of_its_monitor_is_neither_live_nor_down() -> None:
    silence = outages(("a", 1400, None, "monitor"), ("b", 1440, 2 * 1440 + 100, "monitor"))
    days = point_days(POINTS, silence, first=0, clock_minute=2 * 1440 + 719)
    assert days.live.tolist() == [[False, False, False], [False, False, True], [False, False, False]]
    assert days.silent.tolist() == [[True, True, True], [False, True, False], [False, False, False]]
    counts = rw_counts(days, np.array([0, 0, 1]), np.ones((3, 3), dtype=bool), 2)
    assert counts["silent"][:, 0].tolist() == [1, 2, 1] and counts["rw_met"].sum() == 0


def test_a_minute_that_is_not_known_is_not_down_as_well() -> None:
    both = outages(("a", 100, 200, "power"), ("a", 150, 400, "monitor"), ("a", 300, 500, "monitor"))
    days = point_days(POINTS, both, first=0, clock_minute=1439)
    assert (days.down[0][0], days.unknown[0][0], days.up[0][0]) == (50.0, 350.0, 1040.0)
    assert not (days.live & days.silent).any()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_point_that_is_refused_given_away_or_removed_later_leaves_the_service(ending: str) -> None:
    refused = POINTS.assign(**{ending: [2, None, None]})
    days = point_days(refused, outages(), first=0, clock_minute=3 * 1440 - 1)
    assert days.live[0].tolist() == [True, True, False]
    assert (days.up + days.down + days.unknown)[0].tolist() == [1440.0, 1440.0, 0.0]


def test_a_refusal_before_the_installation_ended_nothing() -> None:
    points = POINTS.assign(refused_on=[0, 0, None], live_on=[1, 1, None])
    assert point_days(points, outages(), first=0, clock_minute=2 * 1440 - 1).live[0].tolist() == [False, True]


@pytest.mark.parametrize("seed", range(20))
def test_random_outages_give_the_minutes_of_a_count_minute_by_minute(seed: int) -> None:
    chance, days = np.random.default_rng(seed), 4
    rows = []
    for _ in range(12):
        start = int(chance.integers(0, days * 1440))
        end = None if chance.random() < 0.1 else start + int(chance.integers(1, 2_000))
        rows.append(("a", start, end, str(chance.choice(["power", "fibre", "monitor"]))))
    clock = days * 1440 - 1 - int(chance.integers(0, 600))
    made = point_days(POINTS.iloc[:1], outages(*rows), first=0, clock_minute=clock)
    state = np.full(days * 1440, "up", dtype=object)
    for wanted in ("other", "monitor"):
        for _, start, end, cause in rows:
            if start <= clock and (cause == "monitor") == (wanted == "monitor"):
                state[start : min(end or clock + 1, clock + 1)] = "unknown" if wanted == "monitor" else "down"
    known = state[: clock + 1]
    for day in range(days):
        here = known[day * 1440 : (day + 1) * 1440]
        assert [layer[0][day] for layer in (made.up, made.down, made.unknown)] == [
            (here == name).sum() for name in ("up", "down", "unknown")
        ]
        closing = known[min((day + 1) * 1440 - 1, clock)]
        assert (made.live[0][day], made.silent[0][day]) == (closing == "up", closing == "unknown")


def test_two_live_points_meet_the_rule() -> None:
    days = point_days(POINTS, outages(), first=0, clock_minute=2 * 1440)
    counts = rw_counts(days, np.array([0, 0, 1]), np.ones((3, 3), dtype=bool), 2)
    assert counts["live"].tolist() == [[1, 0], [2, 0], [2, 0]]
    assert counts["rw_met"].tolist() == [[0, 0], [1, 0], [1, 0]]
    assert counts["rw_registered"].tolist() == [[1, 1]] * 3


def test_day_numbers_are_the_panels_axis() -> None:
    panel = covid_panel([[0] * 4] * 3)
    assert CountPanel(day_number(date(2020, 3, 2)), Level.RW, panel.counts, panel.reported).last == day_number(
        date(2020, 3, 4)
    )


def test_a_measure_before_the_data_is_empty_and_no_error() -> None:
    from data.domain.areas import Level
    from data.indicators.evaluate import Matrix

    shape = (4, 2)
    matrix = Matrix(
        registry().indicators["covid-new-7d"], Level.KOTA, 100, np.ones(shape), np.ones(shape), np.ones(shape)
    )
    for last in (95, 98, 99):
        assert measured(matrix, "change", first=last - 120, last=last).values.shape == (0, 2)
    assert measured(matrix, "value", first=0, last=103).values.shape == (4, 2)


def rates(counts: np.ndarray, people: np.ndarray, level: Level) -> Matrix:
    return Matrix(INCIDENCE, level, 0, counts, people, np.ones(counts.shape))


def test_over_twice_the_city_beyond_chance_is_poisson_and_benjamini_hochberg() -> None:
    random = np.random.default_rng(4)
    among = random.integers(1_500, 4_000, (12, 60)).astype(float)
    true = np.where(random.random((12, 60)) < 0.15, 4.0, 1.0)
    counts = random.poisson(among * 0.004 * true).astype(float)
    own = rates(counts, among, Level.RW)
    city = rates(counts.sum(axis=1, keepdims=True), among.sum(axis=1, keepdims=True), Level.KOTA)
    known = random.random((12, 60)) < 0.95
    over = over_beyond_chance(own, city, 2.0, known, first=0)
    mean = 2.0 * among * counts.sum(axis=1, keepdims=True) / among.sum(axis=1, keepdims=True)
    chance = np.where(counts > mean, poisson.sf(counts - 1, mean), 1.0)
    for day in range(12):
        adjusted = false_discovery_control(chance[day, known[day]], method="bh")
        clear = (adjusted < 0.045) | (adjusted > 0.055)  # Byar's tail is an approximation
        assert (over[day, known[day]] == (adjusted <= 0.05))[clear].all()
    assert not over[~known].any()
    assert 0 < over.sum() < (counts > mean).sum(), "some of those above are not beyond chance"


def test_where_no_area_differs_from_the_city_hardly_a_day_has_one_beyond_chance() -> None:
    random = np.random.default_rng(7)
    among = np.full((200, 60), 2_500.0)
    counts = random.poisson(among * 0.004).astype(float)
    own = rates(counts, among, Level.RW)
    city = rates(counts.sum(axis=1, keepdims=True), among.sum(axis=1, keepdims=True), Level.KOTA)
    over = over_beyond_chance(own, city, 1.0, np.ones(counts.shape, dtype=bool), first=0)
    assert over.any(axis=1).mean() < 0.08


def test_a_change_is_measured_between_values_that_are_equally_far_along() -> None:
    arrived = np.array([0.5, 0.8, 1.0])
    daily = np.full((21, 1), 100.0) * np.where(np.arange(21) < 14, 1.0, 2.0)[:, None]
    known = daily.copy()
    known[-2:] *= np.array([[0.8], [0.5]])  # the two newest days are still filling up
    finals = rolling_sum(completed(known, arrived), 7)
    assert finals[-1, 0] == pytest.approx(daily[-7:].sum())
    panel = CountPanel(0, Level.KOTA, {"confirmed": known}, np.ones(known.shape, dtype=bool))
    new = registry().indicators["covid-new-7d"]
    tree = AreaTree({level: ["32.76"] for level in Level})
    matrix = evaluate(replace(new, level=Level.KOTA), panel, np.zeros((1, 1)), tree, Level.KOTA)
    raw = measured(matrix, "change", first=20, last=20).values[0, 0]
    equal = measured(matrix, "change", first=20, last=20, finals=finals).values[0, 0]
    assert raw == pytest.approx((known[-7:].sum() / 700 - 1) * 100)
    assert equal == pytest.approx(100.0), "twice as many, whatever is still on its way"
