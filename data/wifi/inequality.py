"""How unevenly something is spread over people: the concentration curve and its index."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array


def concentration_curve(people: Array, seats: Array) -> tuple[Array, Array]:
    """Cumulative share of people and of seats, those with the fewest seats each first.

    Parameters
    ----------
    people, seats : array of float (areas)
        Areas without people are left out.

    Returns
    -------
    people, seats : array of float (areas + 1)
        From 0 to 1; no points without people or seats.
    """
    there = people > 0
    people, seats = people[there], seats[there]
    if not len(people) or not seats.sum():
        return np.zeros(0), np.zeros(0)
    order = np.argsort(seats / people, kind="stable")
    return _shares(people[order]), _shares(seats[order])


def _shares(values: Array) -> npt.NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(values) / values.sum()])


def concentration_index(people: Array, seats: Array) -> float:
    """0 where everybody has the same, near 1 where one area has everything; NaN without people or seats.

    Notes
    -----
    1 − 2 × the area under the curve (trapezoids), which is the Gini coefficient weighted by people: areas are ordered
    by what they have, since no rank of wealth by RW is published to order them by. Checked by hand and against
    the textbook formula of the Gini coefficient, Σ Σ |xᵢ − xⱼ| / 2 n² x̄, on equal weights.
    """
    x, y = concentration_curve(people, seats)
    return float(1.0 - 2.0 * np.trapezoid(y, x)) if len(x) else float("nan")
