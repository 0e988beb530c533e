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
        places : array of int (rows)
            Column of each row's area, 0 to width + extra − 1.
        days : array of int (rows)
            Day number that each row is about.

        Returns
        -------
        rows : array of int (portions)
            Which row each portion comes from.
        columns : array of int (portions)
            Its column today; −1 for an area that ended and left no successor.
        shares : array of float (portions)
            Its share of the row, 0 to 1. All counts of a row are shared alike, so what holds between them
            (done ≤ scheduled, active = confirmed − recovered − deaths) holds in every portion.

        Notes
        -----
        The share of a portion is the product of the people shares of the links it went through (ADR 0008). Checked on
        random rows: every day keeps its sum, and what holds between two counts of a row holds in every portion.
        """
        rows = np.arange(len(places), dtype=np.int64)
        columns = np.asarray(places, dtype=np.int64).copy()
        shares = np.ones(len(places))
        for until in self.days:
            # All changes of one day at once: codes may be swapped.
            links = [link for link in self.links if link.until == until]
            stays = np.ones(len(rows), dtype=bool)
            portions: list[tuple[Ints, Ints, Array]] = []
            for link in links:
                # An area that ended gives all, also what came in under its old code for days after its end.
                moved = columns == link.source
                if link.goes_on:
                    moved &= np.asarray(days)[rows] < until
                stays &= ~moved
                for column, share in link.targets:
                    portions.append((rows[moved], np.full(int(moved.sum()), column), shares[moved] * share))
            rows = np.concatenate([rows[stays], *(portion_rows for portion_rows, _, _ in portions)])
            columns = np.concatenate([columns[stays], *(portion_columns for _, portion_columns, _ in portions)])
            shares = np.concatenate([shares[stays], *(portion_shares for _, _, portion_shares in portions)])
        return rows, np.where(columns < self.width, columns, -1), shares

    def people(self, figures: Array, since: npt.NDArray[np.integer], first: int) -> Array:
        """Residents of the areas of today.

        Before a change an area has its part of the former areas' people; after it the newest figure of its
        own, or that part still where none of its own has come in.

        Parameters
        ----------
        figures : array of float (days × (width + extra))
            The figure in force on each day; the earliest one also serves the days before it.
        since : array of int (days × (width + extra))
            Day of that figure; −1 without one.
        first : int
            Day number of row 0.

        Returns
        -------
        array of float (days × width)
            People; 0 where neither the area nor a former one has a figure.

        Notes
        -----
        Inherited people of a column = Σ share × people of the source, over the links of a day, in the order of the days
        (ADR 0008). Checked by hand on a split and a merger.
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
        """For each column the column of today where most of its people live.

        Returns
        -------
        array of int (width + extra)
            A column of today without a change is its own; −1 for an area that ended and left no successor.
        """
        home = np.arange(self.width + self.extra)
        home[self.width :] = -1
        # From the newest change back: the successor's own successor is known when it is asked for.
        for link in reversed(self.links):
            if not link.goes_on:
                home[link.source] = home[max(link.targets, key=lambda target: target[1])[0]]
        return home

    def sources(self, columns: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        """Whether each column's counts went, in part or whole, to some of the columns of today.

        Parameters
        ----------
        columns : array of int
            Columns of today.

        Returns
        -------
        array of bool (width + extra)
            The columns themselves are among them.
        """
        contributes = np.isin(np.arange(self.width + self.extra), columns)
        for link in reversed(self.links):
            contributes[link.source] |= any(contributes[column] for column, _ in link.targets)
        return contributes
