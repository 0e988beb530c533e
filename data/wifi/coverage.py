"""Which part of an area's people can be on line, from the faces of the ground and what its points do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.geo.faces import Faces
from data.indicators.panel import Array, Bools

DAYS_AT_ONCE = 90
"""Faces × days of so many days are held in memory together."""


def covered_by_day(faces: Faces, working: Bools, *, at_least: int = 1) -> Array:
    """Part of every area that so many working points cover, day by day.

    Parameters
    ----------
    working : array of bool (points × days)

    Returns
    -------
    array of float (days × areas)
        0 to 1.
    """
    spans = range(0, working.shape[1], DAYS_AT_ONCE)
    parts = [faces.covered(working[:, first : first + DAYS_AT_ONCE], at_least=at_least).T for first in spans]
    return np.concatenate(parts) if parts else np.zeros((0, faces.areas))


def uptime_of_window(up_minutes: npt.NDArray[np.generic], *, days: int, last_minutes: int = 1440) -> Array:
    """Share of the last days' minutes that a point was known to be up.

    Parameters
    ----------
    up_minutes : array of number (points × days)
        Minutes known to be up on each day.
    days : int
        Length of the window.
    last_minutes : int
        Minutes of the last day that are over.

    Returns
    -------
    array of float (points × days)
        0 to 1; at the first days, with fewer behind them, as if the days before had been without it. A minute that
        nobody saw is not up.
    """
    total = np.cumsum(up_minutes, axis=1, dtype=float)
    before = np.zeros_like(total)
    before[:, days:] = total[:, :-days]
    minutes = np.full(total.shape[1], days * 1440.0)
    minutes[-1:] -= 1440 - last_minutes
    return np.asarray((total - before) / minutes)


def effective_share(faces: Faces, uptime: Array) -> Array:
    """Part of every area that can be on line at a random minute, if its people may choose the best point near.

    Parameters
    ----------
    uptime : array of float (points × …)
        Share of the minutes that each is known to be up, 0 to 1.

    Returns
    -------
    array of float (areas × …)
        Σ share of a face × the greatest uptime among its points. Never more than the part that is covered by points
        with any uptime. Where points fail together it is exact; where they fail one by one it is too low, since
        somebody between two points is then off less often than near the better of them.
    """
    return faces.share(faces.best(uptime))
