"""The faces into which circles around points cut areas: how much ground each is, and which points cover it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from data.indicators.panel import Array, Bools

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Faces:
    """Faces of a planar arrangement of circles and borders, those that at least one circle covers, sorted by area.

    Attributes
    ----------
    areas : int
        Number of areas.
    area : array of int (faces)
        Area that each lies in, ascending.
    part : array of float (faces)
        Share of its area's ground, 0 to 1.
    point : array of int (memberships)
        Points that cover a face, face after face.
    start : array of int (faces)
        Where a face's points begin in ``point``; every face has at least one.
    middle : array of float (faces × 2)
        A point inside each, in metres east and north.

    Notes
    -----
    Whatever is asked of any set of points is arithmetic on these arrays; the geometry is worked out once for the places
    of the points, not for every day. Built by `data.geo.arrangement`.
    """

    areas: int
    area: Indices
    part: Array
    point: Indices
    start: Indices
    middle: Array

    @property
    def face(self) -> Indices:
        """The face of each membership."""
        sizes = np.diff(np.append(self.start, len(self.point)))
        return np.repeat(np.arange(len(self.part)), sizes)

    def points_near(self, working: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
        """How many of the points that work cover each face.

        Parameters
        ----------
        working : array of bool (points × …)

        Returns
        -------
        array of int (faces × …)
        """
        if not len(self.start):
            return np.zeros((0, *working.shape[1:]), dtype=np.int64)
        return np.asarray(np.add.reduceat(working[self.point].astype(np.int64), self.start, axis=0))

    def best(self, quality: Array) -> Array:
        """The greatest quality among the points that cover each face.

        Parameters
        ----------
        quality : array of float (points × …)

        Returns
        -------
        array of float (faces × …)
        """
        if not len(self.start):
            return np.zeros((0, *quality.shape[1:]))
        return np.asarray(np.maximum.reduceat(quality[self.point], self.start, axis=0))

    def share(self, weight: npt.NDArray[Any]) -> Array:
        """Sum of the faces' shares × a weight, by area.

        Parameters
        ----------
        weight : array of float or bool (faces × …)

        Returns
        -------
        array of float (areas × …)
            0 to 1 for weights of 0 to 1; 0 for an area without faces.

        Examples
        --------
        >>> middles = np.zeros((2, 2))
        >>> faces = Faces(2, np.array([0, 0]), np.array([0.25, 0.5]), np.array([0, 0, 1]), np.array([0, 1]), middles)
        >>> faces.share(faces.points_near(np.array([True, False])) >= 1).tolist()
        [0.75, 0.0]
        >>> faces.share(faces.points_near(np.array([False, True])) >= 1).tolist()
        [0.5, 0.0]
        """
        result = np.zeros((self.areas, *weight.shape[1:]))
        if len(self.area):
            firsts = np.flatnonzero(np.diff(self.area, prepend=-1))
            parts = self.part.reshape(-1, *[1] * (weight.ndim - 1))
            result[self.area[firsts]] = np.add.reduceat(parts * weight, firsts, axis=0)
        return np.minimum(result, 1.0)

    def covered(self, working: Bools, *, at_least: int = 1) -> Array:
        """Part of every area's ground that so many of the points that work cover; shapes as `share`."""
        return self.share(self.points_near(working) >= at_least)
