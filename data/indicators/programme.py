"""Progress of the action plan: Σ weight × share of the way to the final target / Σ weight, and its relatives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import numpy as np
import pandas as pd

TERMS = ("short", "medium", "long")
HELD, WATCH = -15.0, -3.0
DEVIATION_EDGES = (HELD, -8.0, WATCH, -WATCH, 8.0, -HELD)
"""Edges between the classes of a deviation; each belongs to the class that is farther from zero."""


def weighted_points(actions: pd.DataFrame, progress: pd.DataFrame) -> pd.DataFrame:
    """Weight points reached and planned, by report day.

    Parameters
    ----------
    actions : DataFrame
        ``action_code, weight, target``, and ``baseline`` (missing is 0).
    progress : DataFrame
        ``action_code, day, planned, actual`` in the action's unit.

    Returns
    -------
    DataFrame
        Index ``day``; ``reached, planned, weight``. An action without a report on a day keeps its last one; before its
        first it has reached nothing.

    Notes
    -----
    reached = Σ weight × share, share = (actual − baseline) / (target − baseline) between 0 and 1, so that what is over
    its target counts once, and a target below its baseline is one to come down to; planned likewise from the plan to
    date; ``weight`` is Σ weight on every day. A target that is the baseline is reached where the value is there.
    Checked by hand on three actions, and against the progress published at the review of November 2020.
    """
    shares = _shares(actions, progress)
    weight = actions.set_index("action_code")["weight"].astype(float)
    reached = shares["actual"].mul(weight, axis=1).sum(axis=1)
    planned = shares["planned"].mul(weight, axis=1).sum(axis=1)
    return pd.DataFrame({"reached": reached, "planned": planned, "weight": float(weight.sum())})


def _shares(actions: pd.DataFrame, progress: pd.DataFrame) -> dict[str, pd.DataFrame]:
    plan = actions.set_index("action_code")
    target = plan["target"].astype(float)
    base = plan["baseline"].astype(float).fillna(0.0) if "baseline" in plan else target * 0.0
    way = (target - base).where(target != base)
    result = {}
    for name in ("actual", "planned"):
        table = progress.pivot(index="day", columns="action_code", values=name).astype(float)
        table = table.reindex(columns=target.index).ffill()
        shares = table.sub(base, axis=1).div(way, axis=1).clip(0.0, 1.0)
        standing = list(target.index[target == base])
        shares[standing] = table[standing].eq(target[standing], axis=1).astype(float)
        result[name] = shares.fillna(0.0)
    return result


def action_state(actions: pd.DataFrame, progress: pd.DataFrame, day: int) -> pd.DataFrame:
    """Each action on a day, with its light by the written rule.

    Parameters
    ----------
    actions : DataFrame
        ``action_code, weight, target, baseline`` and whatever else is to stand beside the state.
    progress : DataFrame
        ``action_code, day, planned, actual`` in the action's unit.
    day : int
        Day number; later reports are left out.

    Returns
    -------
    DataFrame
        Index ``action_code``; the columns of ``actions``, then ``actual, planned`` (percent of the way from the
        baseline to the final target, 0 to 100; 0 before the first report), ``deviation`` (points) and ``light``.

    Notes
    -----
    Traffic light: deviation ≤ −15 points "held", ≤ −3 "watch", else "on_plan". Checked by hand on three actions.
    """
    shares = _shares(actions, progress[progress["day"] <= day])
    table = actions.set_index("action_code").copy()
    for name, frame in shares.items():
        table[name] = frame.iloc[-1] * 100 if len(frame) else 0.0
    table["deviation"] = table["actual"] - table["planned"]
    table["light"] = np.select([table["deviation"] <= HELD, table["deviation"] <= WATCH], ["held", "watch"], "on_plan")
    return table


def weighted_progress(state: pd.DataFrame, weights: pd.Series) -> float:
    """Progress in percent under given weights.

    Parameters
    ----------
    state : DataFrame
        From `action_state`.
    weights : Series
        Weight of each action, by action code; not all 0.

    Returns
    -------
    float
        0 to 100.

    Notes
    -----
    Σ weight × actual / Σ weight.
    """
    return float((state["actual"] * weights).sum() / weights.sum())


def equal_groups(state: pd.DataFrame, by: str) -> pd.Series:
    """Weights that let every group count the same, actions within it by their plan weight.

    Parameters
    ----------
    state : DataFrame
        From `action_state`.
    by : str
        Column that names the group, such as ``dimension``.

    Returns
    -------
    Series
        By action code: the action's weight / Σ weight of its group, so that every group adds up to 1.
    """
    group = state.groupby(by)["weight"].transform("sum")
    return state["weight"] / group


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
