"""When something that is not done will be: from its own pace, and from similar actions; both as intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.epi.survival import survival_curve
from data.monev.schedule import earned_days

Table = pd.DataFrame
Floats = npt.NDArray[np.float64]
LOW, HIGH = 0.1, 0.9
"""Ends of the interval: four of five should end inside it."""
FEWEST = 4
"""With fewer months of its own, or fewer ended actions to learn from, nothing is said."""
PACE_DAYS = 365.25
BACK = (91, 183, 365, 548)
"""Days before the newest report on which forecasts are made again, to see how far off they were."""
HORIZON_DAYS = 3652.5
"""Later than this, nothing can be said."""
LEAST_PACE = 0.02
"""Plan days a day below which an action is taken for standing still."""


def days_left(
    days: npt.ArrayLike,
    reached: npt.ArrayLike,
    plan_days: npt.ArrayLike,
    planned: npt.ArrayLike,
    until: float = 100.0,
) -> float:
    """Days that are left at the pace of the last year.

    Parameters
    ----------
    days, reached : array
        Reports, ascending: day numbers and per cent.
    plan_days, planned : array
        The curve of targets to its end: day numbers and per cent.
    until : float
        Per cent that are to be reached.

    Returns
    -------
    float
        Plan days that are not earned yet / plan days earned a day over the last year; NaN when it is done, stands
        still, has no plan, or has reported fewer than `FEWEST` months.

    Notes
    -----
    Every report earns a day of the plan (`data.monev.schedule.earned_days`), so that the pace is not that of the slow
    ends or the fast middle of an S-curve. A point, not an interval: see `quantiles`.
    """
    at, value = np.asarray(days, dtype=float), np.asarray(reached, dtype=float)
    plan, goal = np.asarray(plan_days, dtype=float), np.asarray(planned, dtype=float)
    if not len(at) or not len(plan) or not value[-1] < until - 1e-9:
        return float("nan")
    known = earned_days(plan, goal, value)
    inside = ~np.isnan(known) & (at >= at[-1] - PACE_DAYS)
    at, known = at[inside], known[inside]
    if len(at) <= FEWEST:
        return float("nan")
    pace = (known[-1] - known[0]) / (at[-1] - at[0])
    end = float(np.interp(until, *_rising(goal, plan))) if until < goal.max() else float(plan[int(np.argmax(goal))])
    return float((end - known[-1]) / pace) if pace >= LEAST_PACE else float("nan")


def _rising(goal: npt.NDArray[np.float64], plan: npt.NDArray[np.float64]) -> tuple[Floats, Floats]:
    """The points of a curve at which it is higher than before."""
    higher = np.r_[True, goal[1:] > np.maximum.accumulate(goal)[:-1]]
    return goal[higher], plan[higher]


def quantiles(ratios: npt.ArrayLike, ended: npt.ArrayLike, elapsed: float = 0.0) -> tuple[float, float] | None:
    """How long something takes, as a multiple of what was expected, by what was expected of its like.

    Parameters
    ----------
    ratios : array of float
        Of its like: days taken (so far) / days expected.
    ended : array of bool
        Whether each is over.
    elapsed : float
        The same of the one asked about, which is not over.

    Returns
    -------
    tuple of float or None
        10th and 90th percentile beyond ``elapsed``; NaN where the longest ones are not over themselves. None with fewer
        than `FEWEST` that are over, or where none took so long.

    Notes
    -----
    Two uses. With days planned at first as what was expected: the reference class of Flyvbjerg (2006), "From Nobel
    Prize to project management: getting risks right". With `days_left` on earlier days: its own pace, corrected by how
    far such forecasts were off. Those that go on count as open: product-limit estimate S, quantiles of
    S(t) / S(elapsed). How often the intervals held on the past is printed by ``make score-programme``.
    """
    taken, done = np.asarray(ratios, dtype=float), np.asarray(ended, dtype=bool)
    if done.sum() < FEWEST:
        return None
    curve = survival_curve(taken, done)
    now = float(curve.share[max(int(np.searchsorted(curve.time, elapsed, side="right")) - 1, 0)])
    if now <= 0:
        return None

    def quantile(share: float) -> float:
        over = np.flatnonzero((curve.share <= now * (1.0 - share) + 1e-12) & (curve.time > elapsed))
        return float(curve.time[over[0]]) if len(over) else float("nan")

    return quantile(LOW), quantile(HIGH)


@dataclass(frozen=True)
class Completion:
    """First and last day of an 80 % interval as day numbers; NaN where it may be later than can be said."""

    first: float
    last: float


def own_errors(reached: Table, plan_days: npt.ArrayLike, wanted: Table) -> tuple[float, float] | None:
    """By how much forecasts from an action's own pace were off, so far.

    Parameters
    ----------
    reached, plan_days, wanted
        As `completions` takes them.

    Returns
    -------
    tuple of float or None
        10th and 90th percentile of days taken / days forecast, over the forecasts of every open action `BACK` days
        before the newest report; see `quantiles`.
    """
    goals, today = np.asarray(plan_days, dtype=float), float(reached.index.to_numpy(dtype=float)[-1])
    ends = {str(code): _first_done(reached[code]) for code in reached}
    taken, over = [], []
    for back in BACK:
        before = reached[reached.index <= today - back]
        if not len(before):
            continue
        then = float(before.index[-1])
        for code, end in ends.items():
            forecast = _left(before, goals, wanted, code)
            if forecast > 0:
                taken.append((_until(end, today) - then) / forecast)
                over.append(not np.isnan(end))
    return quantiles(taken, over)


def completions(
    reached: Table, plan_days: npt.ArrayLike, wanted: Table, plan: Table, codes: Sequence[str] | None = None
) -> dict[str, dict[str, Completion]]:
    """When open actions will be done, on the day of the last report.

    Parameters
    ----------
    reached : DataFrame
        Index day, ascending; per cent of the way, a column an action; NaN before its first report.
    plan_days : array of int
        Days of ``wanted``.
    wanted : DataFrame
        The plan on them in per cent, a column an action.
    plan : DataFrame
        Index action; ``start_on, finish_on`` of the plan as it was first.
    codes : sequence of str or None
        Actions that are asked about; None for all.

    Returns
    -------
    dict
        Action → "own" (its pace of the last year, corrected) and "similar" (reference class), as far as each can be
        said; only actions that are not done.
    """
    days, goals = reached.index.to_numpy(dtype=float), np.asarray(plan_days, dtype=float)
    today, scale = float(days[-1]), own_errors(reached, plan_days, wanted)
    ends = {str(code): _first_done(reached[code]) for code in reached}
    length = plan["finish_on"] - plan["start_on"]
    made: dict[str, dict[str, Completion]] = {}
    for code, end in ends.items():
        if not np.isnan(end) or reached[code].isna().all() or (codes is not None and code not in codes):
            continue
        made[code] = own = {}
        days_more = _left(reached, goals, wanted, code)
        if scale is not None and not np.isnan(days_more):
            own["own"] = Completion(*(_sayable(today, today + ratio * days_more) for ratio in scale))
        others = [other for other in ends if other != code and other in plan.index]
        ratios = [(_until(ends[o], today) - plan["start_on"][o]) / length[o] for o in others]
        elapsed = float((today - plan["start_on"][code]) / length[code])
        kind = quantiles(ratios, [not np.isnan(ends[o]) for o in others], elapsed)
        if kind is not None:
            start = float(plan["start_on"][code])
            own["similar"] = Completion(*(_sayable(today, start + ratio * float(length[code])) for ratio in kind))
    return made


def plan_completion(
    days: npt.ArrayLike,
    reached: npt.ArrayLike,
    plan_days: npt.ArrayLike,
    planned: npt.ArrayLike,
    scale: tuple[float, float] | None,
    until: float = 100.0,
) -> Completion | None:
    """When the whole plan will be done, or has reached so many per cent, from its own pace.

    Parameters
    ----------
    days, reached, plan_days, planned
        As `days_left` takes them, of the whole plan.
    scale : tuple of float or None
        From `own_errors`: a plan is one, so its forecasts are taken to be off as those of its actions were.

    Returns
    -------
    Completion or None
        None where it is done, stands still, or nothing can be said of earlier forecasts.
    """
    at = np.asarray(days, dtype=float)
    left = days_left(at, reached, plan_days, planned, until)
    if scale is None or np.isnan(left):
        return None
    return Completion(*(_sayable(float(at[-1]), float(at[-1]) + ratio * left) for ratio in scale))


def _left(table: Table, goals: Floats, wanted: Table, code: str) -> float:
    own = table[code].dropna()
    return days_left(own.index, own.to_numpy(), goals, wanted[code].to_numpy())


def _sayable(today: float, day: float) -> float:
    return day if day <= today + HORIZON_DAYS else float("nan")


def _first_done(course: pd.Series) -> float:
    over = course.index[course >= 100.0 - 1e-9]
    return float(over[0]) if len(over) else float("nan")


def _until(end: float, today: float) -> float:
    return today if np.isnan(end) else end
