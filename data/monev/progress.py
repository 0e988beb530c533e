"""Progress of an action plan: claimed, evidenced, verified and planned, under any weights.

Everything stands on shares of the way from an action's baseline to its final target; sums come first, the ratio last.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.contracts.monev import Cap, LightRule, ProgrammeRules, WeightSet
from data.domain.programme import EVIDENCE, evidence_level

Floats = npt.NDArray[np.float64]
VIEWS = ("claimed", "evidenced", "verified")
"""What is reported; what has evidence of the level that the rules ask for; what a second office accepted."""
DEVIATION_EDGES = (-15.0, -8.0, -3.0, 3.0, 8.0, 15.0)
"""Edges between the classes of a deviation; each belongs to the class that is farther from zero."""


def shares(actions: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Values as shares of the way from the baseline to the final target.

    Parameters
    ----------
    actions : DataFrame
        Index ``action_code``; ``target``, ``baseline`` (missing is 0).
    table : DataFrame
        Values in the action's unit, a column an action; NaN where nothing is known.

    Returns
    -------
    DataFrame
        (value − baseline) / (target − baseline), not below 0 and not cut above; NaN stays NaN. A target below its
        baseline is one to come down to; a target that is the baseline is reached (1) where the value is there.

    Notes
    -----
    Checked by hand in ``tests/unit/test_monev.py``.
    """
    target = actions["target"].astype(float)
    base = actions["baseline"].astype(float).fillna(0.0)
    table = table.reindex(columns=actions.index).astype(float)
    made = table.sub(base, axis=1).div((target - base).where(target != base), axis=1).clip(lower=0.0)
    standing = list(actions.index[target == base])
    made[standing] = table[standing].eq(target[standing], axis=1).astype(float).where(table[standing].notna())
    return made


def reported(reports: pd.DataFrame, rules: ProgrammeRules) -> dict[str, pd.DataFrame]:
    """The last value of each action on every report day, three times.

    Parameters
    ----------
    reports : DataFrame
        ``action_code, day, actual, evidence, verified_by``, one row an action and day.

    Returns
    -------
    dict of str to DataFrame
        By `VIEWS`: index ``day``, a column an action, in its unit; NaN before its first such report.
    """
    asked = evidence_level(rules.evidence)
    levels = reports["evidence"].map({name: level for level, name in enumerate(EVIDENCE)})
    kept = {
        "claimed": pd.Series(True, index=reports.index),
        "evidenced": levels >= asked,
        "verified": reports["verified_by"].fillna("").astype(str).str.strip() != "",
    }
    days = np.unique(reports["day"].to_numpy(dtype=np.int64))
    made = {}
    for view, rows in kept.items():
        table = reports[rows].pivot(index="day", columns="action_code", values="actual").astype(float)
        made[view] = table.reindex(pd.Index(days, name="day")).ffill()
    return made


def planned(actions: pd.DataFrame, targets: pd.DataFrame, days: npt.ArrayLike) -> pd.DataFrame:
    """The plan to date in each action's unit, straight between the days of its targets.

    Parameters
    ----------
    actions : DataFrame
        Index ``action_code``; ``baseline, target, start_on, finish_on``.
    targets : DataFrame
        ``action_code, day, planned``, by action and day.
    days : array of int

    Returns
    -------
    DataFrame
        Index ``day``, a column an action: the baseline until it starts, the last target after the last. An action
        without targets goes straight from its start to its end: its plan says that much.
    """
    asked = np.asarray(days, dtype=float)
    base = actions["baseline"].astype(float).fillna(0.0)
    ends = zip(actions.index, actions["start_on"], actions["finish_on"], base, actions["target"], strict=True)
    made = {
        code: np.interp(asked, [float(start), max(float(finish), float(start) + 1)], [float(low), float(high)])
        for code, start, finish, low, high in ends
    }
    for code, rows in targets.groupby("action_code", sort=False):
        if code not in actions.index:
            continue
        start = float(actions.at[code, "start_on"])  # type: ignore[arg-type]
        at, value = rows["day"].to_numpy(dtype=float), rows["planned"].to_numpy(dtype=float)
        if start < at[0]:
            at, value = np.r_[start, at], np.r_[base[code], value]
        made[code] = np.interp(asked, at, value, left=base[code])
    # One block of numbers: a frame that is put together column by column is slow in everything that follows.
    whole = np.column_stack([made[code] for code in actions.index]) if made else np.empty((len(asked), 0))
    return pd.DataFrame(whole, index=pd.Index(asked.astype(np.int64), name="day"), columns=actions.index)


def weights_of(actions: pd.DataFrame, rule: WeightSet) -> pd.Series:
    """The weight of every action under a weight set.

    Parameters
    ----------
    actions : DataFrame
        Index ``action_code``; the columns that the set names. Effort that is missing counts as nothing.

    Returns
    -------
    Series
        By action code; adds up to 1, all 0 where nothing has a weight.

    Notes
    -----
    weight = share of the group / Σ shares of the groups that have actions × own / Σ own in the group; without groups
    own / Σ own. Checked by hand in ``tests/unit/test_monev.py``.
    """
    own = pd.Series(1.0, index=actions.index) if rule.by == "count" else actions[rule.by].astype(float).fillna(0.0)
    if not rule.group:
        return own / own.sum() if own.sum() else own
    groups = actions[rule.group].astype(str)
    sums = own.groupby(groups).sum()
    counted = sums[sums > 0]
    shares_of = pd.Series({name: rule.shares.get(str(name), 1.0) if rule.shares else 1.0 for name in counted.index})
    inside = own / groups.map(sums).where(groups.map(sums) > 0)
    return (inside * groups.map(shares_of / shares_of.sum() if len(shares_of) else shares_of)).fillna(0.0)


def counted(values: pd.DataFrame, cap: Cap) -> pd.DataFrame:
    """What of each share counts under a cap: at most its ``most``, nothing below its ``least``; missing is nothing."""
    return pd.DataFrame(_capped(values.to_numpy(dtype=float), cap), index=values.index, columns=values.columns)


def _capped(values: npt.NDArray[np.float64], cap: Cap) -> npt.NDArray[np.float64]:
    kept = np.minimum(np.nan_to_num(values), cap.most / 100)
    kept[kept * 100 < cap.least] = 0.0
    return kept


def progress_under(values: pd.Series, weights: pd.Series, cap: Cap) -> float:
    """Progress in per cent.

    Parameters
    ----------
    values : Series
        Share of the way by action; missing is nothing reached.
    weights : Series
        By action, not below 0.

    Returns
    -------
    float
        min(Σ weight × counted share / Σ weight, 1) × 100: 0 to 100; NaN without weights.
    """
    weight = weights.reindex(values.index).to_numpy(dtype=float)
    total = float(weight.sum())
    if not total:
        return float("nan")
    return min(float(_capped(values.to_numpy(dtype=float), cap) @ weight) / total, 1.0) * 100


def weighted_points(
    actions: pd.DataFrame,
    reports: pd.DataFrame,
    targets: pd.DataFrame,
    rules: ProgrammeRules,
) -> pd.DataFrame:
    """Weight points by report day: reached as claimed, evidenced and verified, and planned.

    Parameters
    ----------
    actions : DataFrame
        ``action_code, weight, target, baseline, start_on``.
    reports, targets : DataFrame
        As `reported` and `planned` take them.

    Returns
    -------
    DataFrame
        Index ``day``; ``claimed, evidenced, verified, planned, weight``. An action without a report on a day keeps its
        last one; before its first it has reached nothing. ``weight`` is Σ weight on every day.

    Notes
    -----
    points = Σ weight × min(share, 1) under the headline's cap. Checked by hand on three actions, and against the
    progress published at the review of November 2020.
    """
    plan = actions.set_index("action_code")
    weight = plan["weight"].astype(float)
    tables = reported(reports, rules)
    days = tables["claimed"].index
    tables["planned"] = planned(plan, targets, days)
    points = {name: counted(shares(plan, table), rules.caps[0]) @ weight for name, table in tables.items()}
    return pd.DataFrame({**points, "weight": float(weight.sum())}, index=days)


def action_state(
    actions: pd.DataFrame,
    reports: pd.DataFrame,
    targets: pd.DataFrame,
    rules: ProgrammeRules,
    day: int,
) -> pd.DataFrame:
    """Each action on a day, with its light by the written rule and the reason.

    Parameters
    ----------
    actions, reports, targets : DataFrame
        As `weighted_points` takes them, and ``finish_on``; later reports are left out.
    day : int
        Day number.

    Returns
    -------
    DataFrame
        Index ``action_code``; the columns of ``actions``, then ``claimed, evidenced, verified`` (per cent of the way,
        not cut above 100, 0 before the first report), ``planned`` (on the day of the newest report of any action, so
        that plan and reports are of one day), ``deviation`` (points, claimed and plan cut at 100),
        ``last_day`` (of the last report, −1 without one), ``light`` and ``reason`` (see `lights`).
    """
    plan = actions.set_index("action_code")
    until = reports[reports["day"] <= day]
    table = plan.copy()
    for name, values in reported(until, rules).items():
        last = shares(plan, values).iloc[-1] if len(values) else pd.Series(0.0, index=plan.index)
        table[name] = last.fillna(0.0) * 100
    at = int(until["day"].max()) if len(until) else day
    table["planned"] = shares(plan, planned(plan, targets, [at])).iloc[0].fillna(0.0) * 100
    table["deviation"] = table["claimed"].clip(upper=100.0) - table["planned"].clip(upper=100.0)
    table["last_day"] = until.groupby("action_code")["day"].max().reindex(plan.index).fillna(-1).astype(int)
    table["light"], table["reason"] = lights(table, rules, day)
    return table


def lights(state: pd.DataFrame, rules: ProgrammeRules, day: int) -> tuple[list[str], list[str]]:
    """The light of every action and why it has it.

    Parameters
    ----------
    state : DataFrame
        ``claimed, deviation, last_day, start_on, finish_on``.

    Returns
    -------
    tuple of list of str
        Lights; reasons: "done", "silent" (no report within ``silent_days`` of the day, although it has begun),
        "behind" (at or below the limit of its light), "overdue" (past its end and not done), "on_plan".

    Notes
    -----
    A silent action has no light of another colour: what is not known is not on plan. The worse of two reasons counts.
    """
    made = [_light(row, rules, day) for row in state.itertuples()]
    return [light for light, _ in made], [reason for _, reason in made]


def _light(row: object, rules: ProgrammeRules, day: int) -> tuple[str, str]:
    rule: LightRule = rules.light
    if row.claimed >= 100:  # type: ignore[attr-defined]
        return "on_plan", "done"
    if day - max(row.last_day, row.start_on) > rules.silent_days:  # type: ignore[attr-defined]
        return "silent", "silent"
    if row.deviation <= rule.held:  # type: ignore[attr-defined]
        return "held", "behind"
    if row.finish_on < day:  # type: ignore[attr-defined]
        return rule.overdue, "overdue"
    return ("watch", "behind") if row.deviation <= rule.watch else ("on_plan", "on_plan")  # type: ignore[attr-defined]


def deviation_class(value: float) -> int:
    """Class of a deviation from the plan.

    Parameters
    ----------
    value : float
        Points, not missing; below zero behind the plan.

    Returns
    -------
    int
        0 to 6; 3 is within 3 points of the plan.

    Examples
    --------
    >>> deviation_class(-15.0), deviation_class(-9.0), deviation_class(0.0), deviation_class(20.0)
    (0, 1, 3, 6)
    """
    return bisect_left(DEVIATION_EDGES, value) if value < 0 else bisect_right(DEVIATION_EDGES, value)
