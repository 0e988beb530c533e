"""Rows about former areas brought to the areas of today, so that sums before and after a change stay right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Link:
    """From a day on the people of one area live in others.

    Attributes
    ----------
    source : int
        Column of the former area.
    until : int
        Day number of the first day of the new areas; the link moves what is before it.
    targets : tuple of (column, share)
        Shares of the people; they add up to 1. The source itself may be among them: it goes on.
    """

    source: int
    until: int
    targets: tuple[tuple[int, float], ...]

    @property
    def goes_on(self) -> bool:
        """Whether the area lives on beside or within the new ones."""
        return any(column == self.source for column, _ in self.targets)


@dataclass(frozen=True)
class AreaCrosswalk:
    """Former areas beside those of today.

    Attributes
    ----------
    width : int
        Areas of today; columns from there on are areas that have ended.
    extra : int
        Areas that have ended.
    links : tuple of Link
        In the order of their days, so that a chain of changes is followed.
    """

    width: int
    extra: int = 0
    links: tuple[Link, ...] = ()

    @cached_property
    def days(self) -> list[int]:
        """Days on which something changed."""
        return sorted({link.until for link in self.links})

    def apportion(self, places: npt.NDArray[np.integer], days: npt.NDArray[np.integer]) -> tuple[Ints, Ints, Array]:
        """Deal out rows to the areas of today.

        Parameters
        ----------
        places : array of int
            Column of each row's area.
        days : array of int
            Day that each row is about.

        Returns
        -------
        rows : array of int
            Which row each part comes from.
        columns : array of int
            Its column today; −1 for an area that ended and left no successor.
        shares : array of float
            Its part of the row. All counts of a row are shared alike, so what holds between them
            (done ≤ scheduled, active = confirmed − recovered − deaths) holds in every part.
        """
        rows = np.arange(len(places), dtype=np.int64)
        columns = np.asarray(places, dtype=np.int64).copy()
        shares = np.ones(len(places))
        for until in self.days:
            # All changes of one day at once: codes may be swapped.
            links = [link for link in self.links if link.until == until]
            stays = np.ones(len(rows), dtype=bool)
            parts: list[tuple[Ints, Ints, Array]] = []
            for link in links:
                # An area that ended gives all, also what came in under its old code for days after its end.
                moved = columns == link.source
                if link.goes_on:
                    moved &= np.asarray(days)[rows] < until
                stays &= ~moved
                for column, share in link.targets:
                    parts.append((rows[moved], np.full(int(moved.sum()), column), shares[moved] * share))
            rows = np.concatenate([rows[stays], *(part[0] for part in parts)])
            columns = np.concatenate([columns[stays], *(part[1] for part in parts)])
            shares = np.concatenate([shares[stays], *(part[2] for part in parts)])
        return rows, np.where(columns < self.width, columns, -1), shares

    def people(self, figures: Array, since: npt.NDArray[np.integer], first: int) -> Array:
        """Residents of the areas of today (days × `width`).

        Before a change an area has its part of the former areas' people; after it the newest figure of its
        own, or that part still where none of its own has come in.

        Parameters
        ----------
        figures : array (days × (width + extra))
            The figure in force on each day; the earliest one also serves the days before it.
        since : array of int (days × (width + extra))
            Day of that figure; −1 without one.
        first : int
            Day number of row 0.
        """
        people = figures.astype(np.float64)
        day = first + np.arange(len(people))
        for until in self.days:
            links = [link for link in self.links if link.until == until]
            inherited = np.zeros_like(people)
            for link in links:
                for column, share in link.targets:
                    inherited[:, column] += people[:, link.source] * share
            for column in {column for link in links for column, _ in link.targets}:
                own = (day >= until) & (since[:, column] >= until) & (since[:, column] <= day)
                people[:, column] = np.where(own, people[:, column], inherited[:, column])
        return people[:, : self.width]

    def successors(self) -> Ints:
        """For each column the column of today where most of its people live; −1 without a successor."""
        home = np.arange(self.width + self.extra)
        home[self.width :] = -1
        for link in reversed(self.links):
            if not link.goes_on:
                home[link.source] = home[max(link.targets, key=lambda target: target[1])[0]]
        return home

    def sources(self, columns: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        """Whether each column's counts went, in part or whole, to some of the columns of today."""
        found = np.isin(np.arange(self.width + self.extra), columns)
        for link in reversed(self.links):
            found[link.source] |= any(found[column] for column, _ in link.targets)
        return found
