"""What is lost when points fail, and which points are missed most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.geo.faces import Faces
from data.indicators.panel import Array, Bools


@dataclass(frozen=True)
class Loss:
    """What areas lose when points that work fail.

    Attributes
    ----------
    before, after : array of float (areas)
        Part of each area's ground that a working point covers.
    """

    before: Array
    after: Array

    @property
    def lost(self) -> Array:
        """Part of each area's ground that loses its last point."""
        return self.before - self.after


def loss(faces: Faces, working: Bools, failing: npt.NDArray[np.intp]) -> Loss:
    """What areas lose when some of the working points fail.

    Parameters
    ----------
    working : array of bool (points)
    failing : array of int
        Indices of points; those that do not work anyway change nothing.
    """
    left = working.copy()
    left[failing] = False
    return Loss(faces.covered(working), faces.covered(left))


def people_only_by(faces: Faces, working: Bools, people: Array) -> Array:
    """People who lose their last working point when a point fails, point by point.

    Parameters
    ----------
    working : array of bool (points)
    people : array of float (areas)

    Returns
    -------
    array of float (points)
        Σ over the faces that this working point alone covers: share of the face × people of its area; 0 for points that
        do not work. Checked against failing each point by itself.
    """
    works = working[faces.point]
    single = faces.points_near(working) == 1
    alone = works & single[faces.face]
    weight = (faces.part * people[faces.area])[faces.face]
    return np.bincount(faces.point[alone], weights=weight[alone], minlength=len(working)).astype(np.float64)
