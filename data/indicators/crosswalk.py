"""Counts of former areas brought to the areas of today, so that sums before and after a split stay right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array, Bools


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
        Shares of the people; they add up to 1.
    """

    source: int
    until: int
    targets: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Harmony:
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

    @property
    def total(self) -> int:
        """Columns before the former areas are brought home."""
        return self.width + self.extra

    def counts(self, values: npt.NDArray[np.generic], first: int, *, whole: bool = True) -> Array:
        """Additive counts (days × `total`) → (days × `width`); every row's sum stays what it was.

        Parameters
        ----------
        first : int
            Day number of row 0.
        whole : bool
            Counts stay whole numbers: the running total of a former area is shared out, so that
            shares are met over time and no day's case is cut in two.
        """
        moved = np.array(values, dtype=np.float64)
        for link in self.links:
            rows = self._rows(link, first)
            left = moved[rows, link.source].copy()
            moved[rows, link.source] = 0.0
            rest = 1.0
            for place, (column, share) in enumerate(link.targets):
                last = place == len(link.targets) - 1
                part = left if last else _part(left, share / rest, whole=whole)
                moved[rows, column] += part
                left = left - part
                rest -= share
        return moved[:, : self.width]

    def seen(self, reported: Bools, first: int) -> Bools:
        """Whether an area reported: it did when an area did from which its people come."""
        moved = reported.copy()
        for link in self.links:
            rows = self._rows(link, first)
            came = moved[rows, link.source].copy()
            moved[rows, link.source] = False
            for column, _ in link.targets:
                moved[rows, column] |= came
        return moved[:, : self.width]

    def _rows(self, link: Link, first: int) -> slice:
        """Rows that a link moves: of an area that goes on those before its change; of one that ended all, also
        those that came in under its old code for days after its end."""
        return slice(None) if link.source >= self.width else slice(0, max(link.until - first, 0))

    def main(self) -> npt.NDArray[np.intp]:
        """For each column the column of today where most of its people live."""
        home = np.arange(self.total)
        for link in reversed(self.links):
            if link.source >= self.width:
                home[link.source] = home[max(link.targets, key=lambda target: target[1])[0]]
        return home


def _part(values: Array, share: float, *, whole: bool) -> Array:
    """A share of a series; whole numbers are dealt out so that the running total is right.

    Examples
    --------
    >>> _part(np.array([1.0, 1.0, 1.0, 1.0]), 0.5, whole=True).tolist()
    [1.0, 0.0, 1.0, 0.0]
    """
    if not whole:
        return values * share
    running = np.floor(np.cumsum(values) * share + 0.5)
    return np.diff(running, prepend=0.0)
