"""Figures that are no ratio of sums: value, limits and basis by day and area, beside the sums they were made from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.domain.states import Flag
from data.indicators.evaluate import Matrix
from data.indicators.panel import Array


@dataclass(frozen=True)
class Estimate:
    """What a method gives, days × areas; NaN where missing.

    Attributes
    ----------
    value, lower, upper : array of float
        In the indicator's unit.
    basis : array of float or None
        What else the value rests on, named by the indicator (the share that was borrowed); None for nothing.
    """

    value: Array
    lower: Array
    upper: Array
    basis: Array | None

    def layers(self) -> tuple[Array, ...]:
        """Value, lower, upper, and the basis where there is one."""
        return (self.value, self.lower, self.upper, *([] if self.basis is None else [self.basis]))

    def cut(self, columns: slice) -> Estimate:
        """The areas of some columns."""
        basis = None if self.basis is None else self.basis[:, columns]
        return Estimate(self.value[:, columns], self.lower[:, columns], self.upper[:, columns], basis)


def flags(lower: Array, upper: Array, reference: float) -> list[Flag | None]:
    """Where areas lie against a value that is taken as known.

    Parameters
    ----------
    lower, upper : array of float (areas)
        95 % limits; NaN where there are none.
    reference : float
        The whole city's value.

    Returns
    -------
    list of Flag or None
        None without limits or without a reference.

    Notes
    -----
    Each area is judged by itself: of areas that do not differ from the city about 2.5 % lie above it and as many below
    by chance.

    Examples
    --------
    >>> [str(flag) for flag in flags(np.array([5.0, 1.0, 0.0]), np.array([9.0, 6.0, 2.0]), 4.0)]
    ['above', 'within', 'below']
    """
    if np.isnan(reference):
        return [None] * len(lower)
    sides = np.select(
        [np.isnan(lower), lower > reference, upper < reference], ["", Flag.ABOVE, Flag.BELOW], Flag.WITHIN
    )
    return [Flag(name) if name else None for name in sides.tolist()]


@dataclass(frozen=True)
class Field(Matrix):
    """An indicator whose values were computed by a job.

    Attributes
    ----------
    estimate : Estimate or None
        None while it is being computed: then there are no values.
    """

    estimate: Estimate | None = None

    @property
    def pending(self) -> bool:
        """Whether its values are still being computed."""
        return self.estimate is None

    def values(self, rows: slice | int, columns: slice | npt.NDArray[np.intp] | None = None) -> Array:
        """Values in the indicator's unit, see `Matrix.values`."""
        pick = slice(None) if columns is None else columns
        if self.estimate is None:
            return np.full(self.numerator[rows, pick].shape, np.nan)
        return np.asarray(self.estimate.value[rows, pick], dtype=np.float64)

    def course(self, columns: npt.NDArray[np.intp], rows: slice) -> Array:
        """Values by day of several areas taken together: the mean, weighted by their denominators.

        Parameters
        ----------
        columns : array of int
        rows : slice

        Returns
        -------
        array of float (days)
            NaN where none of them has a value, and for several areas where the figure is a category.
        """
        if self.indicator.categories and len(columns) != 1:
            return np.full(len(self.numerator[rows]), np.nan)
        values = self.values(rows)[:, columns]
        if len(columns) == 1:
            return values[:, 0]  # as it is: a mean of one may differ from it in its last digit
        weights = np.where(np.isnan(values), 0.0, self.denominator[rows][:, columns])
        total = weights.sum(axis=1)
        summed = (np.nan_to_num(values) * weights).sum(axis=1)
        return np.asarray(np.divide(summed, total, out=np.full(len(total), np.nan), where=total > 0))

    def limits(self, columns: npt.NDArray[np.intp], rows: slice) -> tuple[Array, Array] | None:
        """Limits by day of one area; several taken together have none, and neither has a category.

        Parameters
        ----------
        columns : array of int
        rows : slice

        Returns
        -------
        lower, upper : array of float (days), or None
        """
        if self.estimate is None or len(columns) != 1 or self.indicator.categories:
            return None
        lower, upper = self.estimate.lower[rows, columns[0]], self.estimate.upper[rows, columns[0]]
        return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
