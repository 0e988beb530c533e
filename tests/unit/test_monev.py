"""Progress of an action plan, worked by hand; earned schedule; the rules as data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.contracts.monev import Cap, ProgrammeRules, WeightSet, programme_rules
from data.monev.completion import completions, days_left, quantiles
from data.monev.progress import (
    action_state,
    progress_under,
    shares,
    weighted_points,
    weights_of,
)
from data.monev.schedule import earned_day, earned_value

RULES = programme_rules()
CAP = RULES.caps[0]
ACTIONS = pd.DataFrame(
    {
        "action_code": ["x", "y"],
        "dimension": ["government", "economy"],
        "term": ["short", "short"],
        "component": ["output", "impact"],
        "weight": [3.0, 1.0],
        "effort": [1.0, np.nan],
        "budget_rp": [300.0, 100.0],
        "target": [10.0, 4.0],
        "baseline": [np.nan, np.nan],
        "start_on": [0, 0],
        "finish_on": [2, 9],
    }
)
TARGETS = pd.DataFrame({"action_code": ["x", "x", "y", "y"], "day": [1, 2, 1, 3], "planned": [5.0, 10.0, 2.0, 4.0]})


def reports(codes: str, days: list[int], actual: list[float], **more: object) -> pd.DataFrame:
    fixed = {"evidence": "none", "verified_by": None, "spent_rp": 0.0, "committed_rp": None, **more}
    return pd.DataFrame({"action_code": list(codes), "day": days, "actual": actual, **fixed})


def test_progress_is_weighted_capped_and_carried_on() -> None:
    points = weighted_points(ACTIONS, reports("xyx", [1, 1, 2], [5.0, 6.0, 8.0]), TARGETS, RULES)
    # Day 1: 3 × 0.5 + 1 × min(1.5, 1) = 2.5; day 2: 3 × 0.8 + 1 (no new report of y).
    assert points["claimed"].round(6).tolist() == [2.5, 3.4]
    # Day 2: 3 × 1 + 1 × 3/4, the target of y being 2 on day 1 and 4 on day 3.
    assert points["planned"].round(6).tolist() == [2.0, 3.75]
    assert points["weight"].tolist() == [4.0, 4.0]


def test_evidence_and_a_second_office_make_the_other_two() -> None:
    made = reports(
        "xxx", [1, 2, 3], [2.0, 4.0, 6.0], evidence=["measured", "document", "none"], verified_by=["Bappeda", " ", None]
    )
    points = weighted_points(ACTIONS, made, TARGETS, RULES)
    assert points["claimed"].round(6).tolist() == [0.6, 1.2, 1.8]
    assert points["evidenced"].round(6).tolist() == [0.6, 0.6, 0.6], "a document is no measurement"
    assert points["verified"].round(6).tolist() == [0.6, 0.6, 0.6]


def test_a_target_below_its_baseline_is_one_to_come_down_to() -> None:
    actions = ACTIONS.assign(baseline=[30.0, np.nan], target=[10.0, 4.0])
    made = reports("xxxy", [1, 2, 3, 3], [40.0, 25.0, 5.0, 1.0])
    # x: 40 is worse than the 30 it began at, 25 a quarter of the way to 10, 5 beyond it; y from nothing: a quarter.
    assert weighted_points(actions, made, TARGETS, RULES)["claimed"].tolist() == [0.0, 0.75, 3.25]
    still = weighted_points(actions.assign(baseline=[10.0, 0.0]), made, TARGETS, RULES)
    assert still["claimed"].tolist() == [0.0, 0.0, 0.25], "the target is where it began, and it is not there"


def test_weight_sets_by_hand() -> None:
    plan = pd.DataFrame(
        {
            "weight": [2.0, 6.0, 2.0],
            "effort": [1.0, 3.0, np.nan],
            "dimension": ["government", "government", "economy"],
            "component": ["output", "output", "quick_win"],
        },
        index=["a", "b", "c"],
    )
    sets = {rule.id: weights_of(plan, rule).round(6).tolist() for rule in RULES.weight_sets if rule.id != "term"}
    assert sets["plan"] == [0.2, 0.6, 0.2]
    assert sets["count"] == [0.333333] * 3
    assert sets["effort"] == [0.25, 0.75, 0.0], "effort that is not known counts as nothing"
    assert sets["dimension"] == [0.125, 0.375, 0.5]
    # Output 20 and quick win 10 of 30, the others have no action: a third each.
    assert sets["ministry"] == [0.333333] * 3
    assert sets["ministry-2022"] == [0.25, 0.25, 0.5]


def test_caps_by_hand() -> None:
    values, weights = pd.Series({"a": 1.3, "b": 0.5}), pd.Series({"a": 0.5, "b": 0.5})
    given_ = {cap.id: progress_under(values, weights, cap) for cap in RULES.caps}
    assert given_ == pytest.approx({"target": 75.0, "over-110": 80.0, "under-60": 50.0})
    assert np.isnan(progress_under(values, weights * 0, CAP)), "without weights there is no progress"


@given(
    st.lists(
        st.tuples(st.floats(0, 9), st.floats(0, 500), st.sampled_from("ab"), st.floats(0, 3)), min_size=1, max_size=12
    )
)
def test_progress_under_any_weights_lies_between_0_and_100_and_groups_add_up(
    rows: list[tuple[float, float, str, float]],
) -> None:
    plan = pd.DataFrame(rows, columns=["weight", "effort", "dimension", "share"])
    plan["component"], plan["term"] = "impact", plan["dimension"]
    for rule in RULES.weight_sets:
        weights = weights_of(plan, rule)
        assert (weights >= 0).all() and (abs(weights.sum() - 1) < 1e-9 or weights.sum() == 0)
        for cap in RULES.caps:
            made = progress_under(plan["share"], weights, cap)
            assert np.isnan(made) or -1e-9 <= made <= 100 + 1e-9
    whole = weights_of(plan, RULES.weight_sets[0])
    if whole.sum():
        parts = [
            progress_under(own["share"], whole[own.index], CAP) * whole[own.index].sum()
            for _, own in plan.groupby("dimension")
            if whole[own.index].sum()
        ]
        assert sum(parts) == pytest.approx(progress_under(plan["share"], whole, CAP), abs=1e-6)


def test_lights_by_the_written_rule_with_their_reason() -> None:
    actions = pd.concat([ACTIONS.iloc[[0]]] * 5).assign(
        action_code=list("abcde"), finish_on=[200, 200, 200, 50, 200], start_on=[0, 0, 0, 0, 90]
    )
    targets = pd.DataFrame({"action_code": list("abcde"), "day": 100, "planned": 10.0})
    made = reports("abcd", [100, 100, 100, 100], [8.4, 9.6, 9.8, 9.8])
    state = action_state(actions, made, targets, RULES, 100)
    assert state["light"].tolist() == ["held", "watch", "on_plan", "watch", "held"]
    assert state["reason"].tolist() == ["behind", "behind", "on_plan", "overdue", "behind"]
    late = action_state(actions, made, targets, RULES, 100 + RULES.silent_days + 1)
    assert late["light"].tolist() == ["silent"] * 5, "what nobody reports is not on plan"
    done = action_state(actions, made.assign(actual=10.0), targets, RULES, 400)
    assert done["light"].tolist() == ["on_plan"] * 4 + ["silent"]
    assert state.loc["a", ["claimed", "planned", "deviation"]].tolist() == pytest.approx([84.0, 100.0, -16.0])


def test_the_plan_is_taken_on_the_day_of_the_newest_report() -> None:
    state = action_state(ACTIONS, reports("xy", [1, 1], [5.0, 2.0]), TARGETS, RULES, 3)
    assert state["planned"].tolist() == [50.0, 50.0] and state["deviation"].tolist() == [0.0, 0.0]


def test_earned_schedule_by_hand() -> None:
    days, plan = [0, 10, 20, 30], [0.0, 50.0, 50.0, 100.0]
    # A quarter was wanted on day 5; a half until day 20, where the plan goes on; three quarters on day 25.
    assert [earned_day(days, plan, reached) for reached in (25.0, 50.0, 75.0, 120.0)] == [5.0, 20.0, 25.0, 30.0]
    assert earned_day([0, 10, 20], [0.0, 100.0, 100.0], 100.0) == 10.0, "the plan was whole on day 10"
    assert np.isnan(earned_day([], [], 3.0)) and np.isnan(earned_day(days, [10.0, 50.0, 50.0, 100.0], 5.0))


def test_earned_value_by_hand() -> None:
    made = reports("xy", [1, 1], [2.0, 2.0], spent_rp=[90.0, 20.0], committed_rp=[120.0, None])
    money = earned_value(action_state(ACTIONS, made, TARGETS, RULES, 1), made, 1)
    # Plan to date: 300 × 0.5 + 100 × 0.5; earned: 300 × 0.2 + 100 × 0.5; paid 110.
    assert (money.budget, money.planned, money.earned, money.paid, money.committed) == (400, 200, 110, 110, 120)
    assert (money.schedule_gap, money.cost_gap) == (-90, 0)


def test_what_is_not_known_stays_unknown() -> None:
    table = pd.DataFrame({"x": [np.nan, 5.0]}, index=[1, 2])
    made = shares(ACTIONS.set_index("action_code"), table)
    assert np.isnan(made["x"].iloc[0]) and made["x"].iloc[1] == 0.5 and made["y"].isna().all()


def test_the_rules_are_data_that_is_checked() -> None:
    assert {rule.id for rule in RULES.weight_sets} >= {"plan", "count", "effort", "dimension", "term", "ministry"}
    assert RULES.weight_sets[5].source.startswith("https://")
    shared = {"id": "a", "name_id": "a", "name_en": "a", "by": "count", "group": "component"}
    with pytest.raises(ValueError, match="add up"):
        WeightSet(**shared, shares=dict.fromkeys(("baseline", "output", "outcome", "impact", "quick_win"), 10.0))
    with pytest.raises(ValueError, match="groups"):
        WeightSet(**shared, shares={"baseline": 100.0})
    with pytest.raises(ValueError, match="most"):
        Cap(id="a", name_id="a", name_en="a", most=90, least=0)
    with pytest.raises(ValueError, match="held"):
        ProgrammeRules.model_validate({**RULES.model_dump(), "light": {"held": 3, "watch": -1, "overdue": "watch"}})


def test_days_left_by_hand() -> None:
    days, plan = [0, 100, 200], [0.0, 50.0, 100.0]
    # Half of the plan's days in twice the time: a plan day in two days; 100 plan days are left.
    reports_on, reached = [0, 50, 100, 150, 200], [0.0, 12.5, 25.0, 37.5, 50.0]
    assert days_left(reports_on, reached, days, plan) == pytest.approx(200.0)
    assert np.isnan(days_left(reports_on, [50.0] * 5, days, plan)), "it stands still"
    assert np.isnan(days_left(reports_on, [0.0, 25.0, 50.0, 75.0, 100.0], days, plan)), "it is done"
    assert np.isnan(days_left(reports_on[:4], reached[:4], days, plan)), "four months say nothing"
    assert np.isnan(days_left([], [], days, plan)) and np.isnan(days_left(reports_on, reached, [], []))


def test_quantiles_count_what_goes_on_as_open() -> None:
    # Ten that took 1.0 to 1.9 times what was expected: nine of ten last longer than 1.0, one longer than 1.8.
    ratios = [1.0 + step / 10 for step in range(10)]
    assert quantiles(ratios, [True] * 10) == pytest.approx((1.0, 1.8))
    assert quantiles(ratios, [True] * 10, elapsed=1.45) == pytest.approx((1.5, 1.9)), "of those that took longer"
    low, high = quantiles([*ratios[:5], 3.0, 3.0], [True] * 5 + [False] * 2) or (0.0, 0.0)
    assert low == 1.0 and np.isnan(high), "two are not over: nobody knows how long the longest take"
    assert quantiles(ratios, [True] * 3 + [False] * 7) is None and quantiles(ratios, [True] * 10, elapsed=2.0) is None


def test_completions_are_for_what_is_not_done() -> None:
    days = [0, 400, 500, 600, 700, 800]
    reached = pd.DataFrame(
        {f"e{n}": [0.0, 50.0, 80.0 + n, 100.0, 100.0, 100.0] for n in range(5)} | {"open": [0, 10, 20, 30, 40, 50.0]},
        index=pd.Index(days, name="day"),
    )
    plan_days = np.array([0, 600])
    wanted = pd.DataFrame({name: [0.0, 100.0] for name in reached})
    plan = pd.DataFrame({"start_on": 0.0, "finish_on": 600.0}, index=reached.columns)
    made = completions(reached, plan_days, wanted, plan)
    assert list(made) == ["open"] and "similar" not in made["open"], "all the others were done by then"
    assert completions(reached.iloc[:1], plan_days, wanted, plan)["open"] == {}
