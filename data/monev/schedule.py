"""Earned schedule and earned value: how far behind in days and in money."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd


def earned_days(days: npt.ArrayLike, planned: npt.ArrayLike, reached: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The days on which the plan wanted what was reached.

    Parameters
    ----------
    days : array
        Ascending.
    planned : array
        Plan to date in per cent, never falling.
    reached : array
        Per cent; NaN where nothing is known.

    Returns
    -------
    array of float
        Day numbers, straight between the points of the plan; the day on which it is whole where as much, or more, is
        reached; NaN before anything is planned, where nothing is known, and without a plan.

    Notes
    -----
    Lipke (2003), "Schedule is different": ES = N + (EV − PV_N) / (PV_{N+1} − PV_N), N being the last point that wanted
    no more than what is reached. Checked by hand in ``tests/unit/test_monev.py``.
    """
    at, plan = np.asarray(days, dtype=float), np.asarray(planned, dtype=float)
    value = np.asarray(reached, dtype=float)
    made = np.full(value.shape, np.nan)
    if not len(at):
        return made
    end = int(np.argmax(plan >= plan.max()))
    last = np.searchsorted(plan[: end + 1], value, side="right") - 1
    made[last >= end] = at[end]
    inside = (last >= 0) & (last < end)
    n = last[inside]
    made[inside] = at[n] + (value[inside] - plan[n]) / (plan[n + 1] - plan[n]) * (at[n + 1] - at[n])
    made[np.isnan(value)] = np.nan
    return made


def earned_day(days: npt.ArrayLike, planned: npt.ArrayLike, reached: float) -> float:
    """The day on which the plan wanted what is reached now; see `earned_days`."""
    return float(earned_days(days, planned, [reached])[0])


@dataclass(frozen=True)
class EarnedValue:
    """Money of a plan on a day, in rupiah.

    Attributes
    ----------
    budget : float
        Planned for everything.
    planned : float
        Σ budget × plan to date (PV).
    earned : float
        Σ budget × share reached, at most all of it (EV).
    paid, committed : float
        To date; what is not reported is 0.
    """

    budget: float
    planned: float
    earned: float
    paid: float
    committed: float

    @property
    def schedule_gap(self) -> float:
        """EV − PV: work that should be there and is not, below zero."""
        return self.earned - self.planned

    @property
    def cost_gap(self) -> float:
        """EV − paid: below zero where more was paid than is done."""
        return self.earned - self.paid


def earned_value(state: pd.DataFrame, reports: pd.DataFrame, day: int) -> EarnedValue:
    """Earned value of all actions that have a budget.

    Parameters
    ----------
    state : DataFrame
        From `data.monev.progress.action_state` on the same day, with ``budget_rp``.
    reports : DataFrame
        ``action_code, day, spent_rp, committed_rp``.

    Notes
    -----
    PMI, The Standard for Earned Value Management (2019): PV, EV, AC.
    """
    budget = state["budget_rp"].astype(float).fillna(0.0)
    until = reports[reports["day"] <= day].sort_values("day").groupby("action_code").last()
    until = until.reindex(state.index)

    def amount(name: str) -> float:
        return float((budget * state[name].clip(upper=100.0)).sum() / 100)

    return EarnedValue(
        budget=float(budget.sum()),
        planned=amount("planned"),
        earned=amount("claimed"),
        paid=float(until["spent_rp"].astype(float).fillna(0.0).sum()),
        committed=float(until["committed_rp"].astype(float).fillna(0.0).sum()),
    )
