"""Seats for pupils: two-step floating catchment areas, and how unevenly they are spread."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from access import Access, weights

from data.indicators.panel import Array

RAAM_TAU = 100.0
"""Metres of walking that weigh as much as twice the crowding (Saxon and Snow 2020)."""


def seats_per_pupil(pairs: pd.DataFrame, pupils: Array, seats: Array, *, radius: float, bandwidth: float) -> Array:
    """Seats within reach for each pupil of a demand, by the enhanced two-step floating catchment area.

    Parameters
    ----------
    pairs : DataFrame
        ``demand, point, metres`` of every demand and every point near it.
    pupils : array of float (demands)
    seats : array of float (points)
        Seats × the share of time that the point is up.
    radius : float
        Metres beyond which nobody goes.
    bandwidth : float
        Metres of the Gaussian by which nearness weighs.

    Returns
    -------
    array of float (demands)
        0 where no point is near.

    Notes
    -----
    Rⱼ = Sⱼ / Σₖ Pₖ W(dₖⱼ); Aᵢ = Σⱼ Rⱼ W(dᵢⱼ) over d ≤ radius (Luo and Qi 2009), W(d) = exp(−d² / 2b²): ``access`` of
    PySAL. Σ Pᵢ Aᵢ = Σ Sⱼ over the points that anybody is near. Checked by hand on two demands and two points.
    """
    model = _model(pairs, pupils, seats)
    with warnings.catch_warnings():
        _quiet()
        result = model.enhanced_two_stage_fca(name="fca", max_cost=radius, weight_fn=weights.gaussian(bandwidth))
    return _by_demand(result["fca_seats"], len(pupils))


def crowding(pairs: pd.DataFrame, pupils: Array, seats: Array, *, tau: float = RAAM_TAU) -> Array:
    """Pupils a seat and the way to it, where every pupil takes the best point: rational agent access model.

    Returns
    -------
    array of float (demands)
        Cost in units of the mean crowding, low is good; missing where no point is near.

    Notes
    -----
    Saxon and Snow 2020 (doi:10.1080/24694452.2019.1629870): cost = demand on the point ÷ its seats, over the mean, +
    metres ÷ tau; pupils move to cheaper points until none is. ``access`` of PySAL.
    """
    model = _model(pairs, pupils, seats)
    with warnings.catch_warnings():
        _quiet()
        result = model.raam(name="raam", tau=tau)
    return np.asarray(result["raam_seats"].reindex(range(len(pupils))), dtype=float)


def _quiet() -> None:
    # access 1.1 sets an index in place, which pandas 3 has deprecated, and writes of its own progress.
    warnings.simplefilter("ignore")


def _model(pairs: pd.DataFrame, pupils: Array, seats: Array) -> Access:
    near = pairs[seats[pairs["point"].to_numpy()] > 0]
    with warnings.catch_warnings():
        _quiet()
        return Access(
            demand_df=pd.DataFrame({"id": np.arange(len(pupils)), "pupils": pupils}),
            demand_index="id",
            demand_value="pupils",
            supply_df=pd.DataFrame({"id": np.arange(len(seats)), "seats": seats}),
            supply_index="id",
            supply_value="seats",
            cost_df=near.rename(columns={"demand": "origin", "point": "dest", "metres": "cost"}),
            cost_origin="origin",
            cost_dest="dest",
            cost_name="cost",
        )


def _by_demand(values: pd.Series, demands: int) -> Array:
    return np.asarray(np.nan_to_num(values.reindex(range(demands)).to_numpy(dtype=float)), dtype=np.float64)
