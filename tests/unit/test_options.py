"""Options for an action that is behind, worked by hand; lists and small charts of the plan."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.domain.programme_systems import ActionCourse, ActionFilter
from data.domain.survival import SurvivalSteps
from data.monev.completion import Completion, own_errors, plan_completion
from data.monev.options import days_to_whole, forecast_shares, option_effects, paces
from data.monev.schedule import earned_days
from layouts.kit.maps import svg_map
from layouts.kit.multiples import SmallChart, small_multiples
from layouts.markup import html_of
from scripts.score_programme import judged

REACHED = pd.DataFrame(
    {"x": [0.0, 0.2, 0.4, 0.5], "y": [0.0, 0.5, 1.0, 1.0], "z": [np.nan] * 4, "w": [np.nan, np.nan, np.nan, 0.3]},
    index=pd.Index([0, 100, 200, 300], name="day"),
)


def test_an_action_goes_on_at_the_pace_of_its_last_half_year() -> None:
    now = paces(REACHED)
    # x: 0.2 on day 100 is the value of half a year before day 300; 0.3 in 200 days.
    assert now.loc["x"].tolist() == pytest.approx([0.5, 0.0015]) and now.loc["y"].tolist() == pytest.approx([1, 0.0025])
    assert now.loc["z"].tolist() == [0.0, 0.0], "it never reported"
    assert now.loc["w"].tolist() == [0.3, 0.0], "a single report has no pace"
    ahead = forecast_shares(now, 100)
    assert ahead.tolist() == pytest.approx([0.65, 1.0, 0.0, 0.3])
    assert days_to_whole(now, "x") == pytest.approx(0.5 / 0.0015) and days_to_whole(now, "y") == 0.0
    assert np.isnan(days_to_whole(now, "w"))


def test_options_move_the_whole_plan_by_hand() -> None:
    forecast, wanted = pd.Series({"x": 0.5, "y": 1.0}), pd.Series({"x": 0.9, "y": 0.8})
    made = option_effects("x", forecast, wanted, 0.5, pd.Series({"x": 3.0, "y": 1.0}))
    figures = {name: (each.reached, each.planned) for name, each in made.items()}
    assert figures == {
        "continue": pytest.approx((62.5, 87.5)),  # (3 × 0.5 + 1) / 4 against (3 × 0.9 + 0.8) / 4
        "catch_up": pytest.approx((92.5, 87.5)),
        "move": pytest.approx((62.5, 57.5)),
        "stop": pytest.approx((100.0, 80.0)),
    }
    ahead = option_effects("y", forecast, wanted, 0.8, pd.Series({"x": 3.0, "y": 1.0}))
    assert ahead["catch_up"] == ahead["continue"], "what is ahead is not brought back"
    alone = option_effects("x", forecast[["x"]], wanted[["x"]], 0.5, pd.Series({"x": 1.0}))
    assert np.isnan(alone["stop"].reached), "a plan without actions has no progress"


def test_earned_days_are_those_of_each_value() -> None:
    days, plan = [0, 10, 20, 30], [10.0, 50.0, 50.0, 100.0]
    made = earned_days(days, plan, [5.0, 10.0, 30.0, 50.0, 75.0, 120.0, np.nan])
    assert made[1:6].tolist() == [0.0, 5.0, 20.0, 25.0, 30.0] and np.isnan(made[[0, 6]]).all()


def test_the_whole_plan_ends_as_its_actions_forecasts_were_off() -> None:
    at, half = np.arange(0, 1001, 50.0), np.arange(0, 1001, 50.0) / 20  # half of the pace: 50 % on day 1000
    end = plan_completion(at, half, [0, 1000], [0.0, 100.0], (1.0, 1.5))
    assert end == Completion(2000.0, 2500.0), "1000 days are left, or half as many again"
    to_level = plan_completion(at, half, [0, 1000], [0.0, 100.0], (1.0, 1.0), 75.0)
    assert to_level == Completion(1500.0, 1500.0)
    assert plan_completion(at, half, [0, 1000], [0.0, 100.0], None) is None
    assert plan_completion(at, half * 2, [0, 1000], [0.0, 100.0], (1.0, 1.5)) is None, "it is done"
    assert own_errors(REACHED * 100, [0, 300], REACHED * 0 + 100.0) is None, "too few that are over"


def test_an_interval_is_judged_end_by_end_and_only_when_it_has_passed() -> None:
    assert judged(50.0, Completion(60.0, 90.0), 100) == (True, False)
    assert judged(float("inf"), Completion(60.0, 90.0), 100) == (False, True)
    assert judged(float("inf"), Completion(60.0, 190.0), 100) == (False, None)
    assert judged(80.0, Completion(160.0, float("nan")), 100) == (None, None)


def test_a_filter_of_actions_is_read_from_an_address_and_written_back() -> None:
    asked = ActionFilter.from_query({"dimensi": "economy", "jangka": "?", "opd": "Dinkes", "keadaan": "held", "x": "y"})
    assert asked == ActionFilter(dimension="economy", opd="Dinkes", light="held")
    assert ActionFilter.from_query(asked.to_query()) == asked and len(asked.words()) == 3
    assert ActionFilter.from_query({"dimensi": "<script>"}) == ActionFilter() and ActionFilter().to_query() == {}


def test_a_course_is_behind_as_its_figures_are_shown() -> None:
    days = [date(2022, 1, 1), date(2022, 1, 11)]

    def course(claimed: list[float], reported: list[date]) -> ActionCourse:
        return ActionCourse("", "x", days, [0.0, 100.0], reported, claimed, claimed)

    half = course([49.9], [date(2022, 1, 6)])
    assert half.planned_now == 50.0 and half.behind and not course([49.97], [date(2022, 1, 6)]).behind
    assert course([3.0], [date(2021, 1, 1)]).planned_now == 0.0 and course([3.0], [date(2023, 1, 1)]).planned_now == 100
    assert course([], []).planned_now == 100.0 and not course([], []).behind


def test_a_survival_curve_as_a_table_leaves_out_what_is_not_known() -> None:
    curve = SurvivalSteps([0.0, 10.0, 20.0], [1.0, 0.5, 0.25], [None, 0.2, 0.1], [None, 0.8, 0.6], 10.0)
    assert curve.percent_at((0, 10, 15, 30)) == [[10, 50, 20, 80], [15, 50, 20, 80], [30, 25, 10, 60]]


def test_small_charts_share_one_scale_and_lead_on() -> None:
    charts = [
        SmallChart("A", "/a", "90 %", [("second", [(0.0, 0.0), (10.0, 100.0)]), ("first", [(0.0, 0.0), (5.0, 50.0)])]),
        SmallChart("B", "", "–", []),
    ]
    text = html_of(small_multiples(charts, high=100.0, marked=5.0))
    assert text.count("<svg") == 2 and 'href="/a"' in text and "<b>B</b>" in text and 'aria-label="A: 90 %"' in text
    assert text.count('class="marked"') == 2 and small_multiples([], high=1.0) == ["ul", {"class": "multiples"}, []]


def test_a_map_s_areas_lead_on_where_they_are_told_to() -> None:
    body = (
        b'{"features": [{"properties": {"c": "1", "n": "Eins"}, "geometry": {"type": "Polygon", "coordinates": '
        b"[[[106.8, -6.4], [106.9, -6.4], [106.9, -6.3], [106.8, -6.4]]]}}]}"
    )
    text = html_of(svg_map(body, {"1": "many"}, {"1": "Eins: 3"}, label="Peta", links={"1": "/daftar?area=1"}))
    assert '<a href="/daftar?area=1" aria-label="Eins: 3">' in text and 'role="group"' in text
    assert 'role="img"' in html_of(svg_map(body, {}, {}, label="Peta"))
