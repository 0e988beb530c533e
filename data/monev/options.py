"""What can be decided about an action that is behind, and what each of it does to the plan's forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

PACE_DAYS = 184
"""Half a year: over which the pace of an action is taken."""


@dataclass(frozen=True)
class Effect:
    """Forecast of the plan on a day under one option, per cent.

    Attributes
    ----------
    reached, planned : float
        As forecast, and as the plan would then want.
    """

    reached: float
    planned: float


def paces(reached: pd.DataFrame) -> pd.DataFrame:
    """Where every action is and how fast it goes.

    Parameters
    ----------
    reached : DataFrame
        Index day, ascending; shares of the way from 0, a column an action; NaN before its first report.

    Returns
    -------
    DataFrame
        By action: ``share`` of the newest report (0 before the first), ``pace`` in shares a day over the last half
        year, not below 0: (last − earlier) / days between, earlier being the value `PACE_DAYS` before, or the first
        that is known; 0 with a single report.

    Notes
    -----
    Checked by hand in ``tests/unit/test_options.py``.
    """
    days = reached.index.to_numpy(dtype=float)
    made = {}
    for code, course in reached.items():
        own = course.dropna()
        if own.empty:
            made[code] = (0.0, 0.0)
            continue
        before = own[own.index <= days[-1] - PACE_DAYS]
        at, start = (before.index[-1], before.iloc[-1]) if len(before) else (own.index[0], own.iloc[0])
        span = days[-1] - float(at)
        made[code] = float(own.iloc[-1]), max(float(own.iloc[-1] - start), 0.0) / span if span > 0 else 0.0
    return pd.DataFrame.from_dict(made, orient="index", columns=["share", "pace"], dtype=float)


def forecast_shares(now: pd.DataFrame, days: float) -> pd.Series:
    """Share of the way of every action so many days later, 0 to 1, if it goes on as `paces` says."""
    return (now["share"] + now["pace"] * days).clip(0.0, 1.0)


def days_to_whole(now: pd.DataFrame, action: str) -> float:
    """Days until an action is done if it goes on as it does; NaN where it stands still."""
    share, pace = (float(now[name].loc[[action]].iloc[0]) for name in ("share", "pace"))
    return max(1.0 - share, 0.0) / pace if pace > 0 else float("nan")


def option_effects(
    action: str, forecast: pd.Series, wanted: pd.Series, moved: float, weights: pd.Series
) -> Mapping[str, Effect]:
    """What each option for one action does to the plan on a day.

    Parameters
    ----------
    action : str
    forecast, wanted : Series
        Shares of the way by action on that day, 0 to 1: as it goes on, and by the plan.
    moved : float
        The share that the plan would want of this action on that day if its end were moved to when it can be met.
    weights : Series
        By action, not below 0.

    Returns
    -------
    mapping
        By "continue", "catch_up", "move", "stop": it goes on as it does; it is back on plan by that day; its curve is
        moved; it is dropped from the plan, and the others weigh for it.

    Notes
    -----
    reached = Σ weight × share / Σ weight × 100, and the same of the plan; sums first, the ratio last.
    """
    own = weights.reindex(forecast.index).fillna(0.0)

    def whole(shares: pd.Series, left: pd.Series) -> float:
        total = float(left.sum())
        counted = shares.clip(0.0, 1.0).to_numpy(dtype=float) @ left.to_numpy(dtype=float)
        return float(counted) / total * 100 if total else float("nan")

    def changed(shares: pd.Series, value: float) -> pd.Series:
        made = shares.copy()
        made[action] = value
        return made

    there = max(float(forecast[action]), float(np.clip(wanted[action], 0.0, 1.0)))
    without = changed(own, 0.0)
    return {
        "continue": Effect(whole(forecast, own), whole(wanted, own)),
        "catch_up": Effect(whole(changed(forecast, there), own), whole(wanted, own)),
        "move": Effect(whole(forecast, own), whole(changed(wanted, min(moved, float(wanted[action]))), own)),
        "stop": Effect(whole(forecast, without), whole(wanted, without)),
    }
