"""Outages that belong together: points near each other that fall within minutes of one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import DBSCAN

from data.indicators.panel import Array

METRES, MINUTES, FEWEST = 700.0, 8.0, 4
"""How far apart in space and time two outages may be to be neighbours, and how many points make an event."""


@dataclass(frozen=True)
class Event:
    """Outages that are taken for one.

    Attributes
    ----------
    rows : array of int
        Outages, as rows of the frame.
    started_at : int
        Minute since 1970 WIB of the first.
    ended_at : int or None
        Minute at which the last one ended; None while one of them lasts.
    cause : str
        The cause that most of them were reported with.
    agree : float
        Share of them that were, 0 to 1.
    provider : str
        The provider of all of them; "" where they have several.
    """

    rows: npt.NDArray[np.intp]
    started_at: int
    ended_at: int | None
    cause: str
    agree: float
    provider: str


def outage_events(outages: pd.DataFrame) -> list[Event]:
    """Find events.

    Parameters
    ----------
    outages : DataFrame
        ``x, y`` (metres), ``started_at``, ``ended_at`` (minutes since 1970 WIB, missing while it lasts), ``cause``,
        ``provider``, ``point_code``. Silence of the monitor (cause "monitor") is no outage and is left out.

    Returns
    -------
    list of Event
        By start; an outage is in one event at most.

    Notes
    -----
    DBSCAN (Ester et al. 1996; scikit-learn) on x / 700 m, y / 700 m and start / 8 min with the Chebyshev distance: what
    fell near and together hangs together over any distance, as the points of a feeder do. Scored on planted and drawn
    cuts by ``make score-wifi``.
    """
    known = np.flatnonzero((outages["cause"] != "monitor").to_numpy())
    if len(known) < FEWEST:
        return []
    rows = outages.iloc[known]
    scaled = np.column_stack([rows["x"] / METRES, rows["y"] / METRES, rows["started_at"] / MINUTES])
    group = DBSCAN(eps=1.0, min_samples=FEWEST, metric="chebyshev").fit_predict(scaled)
    groups = [known[group == number] for number in range(group.max() + 1)]
    # One point that comes and goes is no event.
    events = [_event(outages, own) for own in groups if outages["point_code"].iloc[own].nunique() >= FEWEST]
    return sorted(events, key=lambda event: event.started_at)


def _event(outages: pd.DataFrame, rows: npt.NDArray[np.intp]) -> Event:
    own = outages.iloc[rows]
    causes = own["cause"].value_counts()
    providers = own["provider"].fillna("").unique()
    return Event(
        rows=rows,
        started_at=int(own["started_at"].min()),
        ended_at=None if own["ended_at"].isna().any() else int(own["ended_at"].max()),
        cause=str(causes.index[0]),
        agree=float(causes.iloc[0] / len(own)),
        provider=str(providers[0]) if len(providers) == 1 else "",
    )


def seat_hours(event: Event, outages: pd.DataFrame, seats: Array, until: int) -> float:
    """Seats × hours that the points of an event were off.

    Parameters
    ----------
    seats : array of float (outages)
        Of each outage's point; a point whose seats nobody knows counts none.
    until : int
        Now, in minutes since 1970 WIB: how long what lasts has lasted.
    """
    own = outages.iloc[event.rows]
    minutes = own["ended_at"].fillna(until).to_numpy(dtype=float) - own["started_at"].to_numpy(dtype=float)
    return float((np.nan_to_num(seats[event.rows]) * np.maximum(minutes, 0.0)).sum() / 60.0)


@dataclass(frozen=True)
class Score:
    """How well events were found.

    Attributes
    ----------
    planted, found : int
        Events of at least `FEWEST` outages that were made, and those of them that one found event holds to more than
        half.
    false : int
        Found events of which no made event has more than half.
    """

    planted: int
    found: int
    false: int


def score(events: list[Event], truth: npt.NDArray[np.int64]) -> Score:
    """Compare events with how the outages were made.

    Parameters
    ----------
    truth : array of int (outages)
        Number of the event that each belongs to; −1 for one by itself.
    """
    numbers, sizes = np.unique(truth[truth >= 0], return_counts=True)
    large = dict(zip(numbers[sizes >= FEWEST].tolist(), sizes[sizes >= FEWEST].tolist(), strict=True))
    held: set[int] = set()
    false = 0
    for event in events:
        own = truth[event.rows]
        names, counts = np.unique(own[own >= 0], return_counts=True)
        if not len(names) or counts.max() * 2 <= len(event.rows):
            false += 1
            continue
        most = int(names[counts.argmax()])
        if most in large and counts.max() * 2 > large[most]:
            held.add(most)
    return Score(len(large), len(held), false)
