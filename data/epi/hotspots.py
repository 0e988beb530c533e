"""Which areas lie in a pocket of high rates: local Moran and Getis–Ord Gi* on rates made comparable."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from esda import G_Local, Moran_Local, fdr
from esda.smoothing import Empirical_Bayes, assuncao_rate
from libpysal.weights import W
from scipy.sparse import csr_array

from data.indicators.panel import Array, Bools

PERMUTATIONS = 999
LEVEL = 0.05
KINDS = ("", "high-high", "low-high", "low-low", "high-low")
"""Of `esda.Moran_Local.q`, by its number."""


@dataclass(frozen=True)
class Hotspots:
    """What every area of a day is in; arrays of areas.

    Attributes
    ----------
    moran : array of float
        Local Moran's I; NaN for an area without people or without a neighbour that has some.
    moran_p : array of float
        Its pseudo p.
    kind : list of str
        One of `KINDS` where p holds after adjustment for so many areas, else "".
    gi : array of float
        Gi* as a standard score; moran's NaN.
    gi_p : array of float
    hot : array of bool
        Gi* above 0 with a p that holds after adjustment.
    standardised, lagged : array of float
        The two axes of the Moran scatter plot: the rate as a standard score, and the mean of the neighbours'.
    """

    moran: Array
    moran_p: Array
    kind: list[str]
    gi: Array
    gi_p: Array
    hot: Bools
    standardised: Array
    lagged: Array


def hotspots(counts: npt.ArrayLike, people: npt.ArrayLike, neighbours: csr_array, *, seed: int) -> Hotspots | None:
    """Local Moran and Gi* of one day's rates.

    Parameters
    ----------
    counts, people : array_like of float (areas)
        Events, and the people among whom they happened; 0 people means not reported.
    neighbours : sparse array (areas × areas)
        1 where two areas touch (queen).
    seed : int
        Of the permutations.

    Returns
    -------
    Hotspots or None
        None where fewer than ten areas can be compared, or all have the same rate.

    Notes
    -----
    Rates are standardised by empirical Bayes for Moran (R. M. Assunção and E. A. Reis, Stat. Med. 18 (1999) 2147), else
    few people alone would make extremes, and smoothed by empirical Bayes for Gi*, which is a share of all and needs
    what is not below zero. Weights sum to 1 by area; 999 conditional permutations; p is of the side on which the value
    lies, as in GeoDa (of both sides it would be twice as large, and 999 permutations could not show one that holds for
    924 areas); adjusted over the areas by Benjamini and Hochberg (`esda.fdr`). All of it is esda 2.9, which
    `tests/unit/test_hotspots.py` calls by itself.
    """
    events, among = (np.asarray(each, dtype=np.float64) for each in (counts, people))
    used = np.flatnonzero((among > 0) & (np.asarray(neighbours @ (among > 0).astype(float)) > 0))
    if len(used) < 10 or not events[used].any():
        return None
    rates = assuncao_rate(events[used], among[used])
    if not np.isfinite(rates).all() or np.ptp(rates) == 0:
        return None
    inside = csr_array(neighbours[used][:, used])
    with warnings.catch_warnings():
        # Islands of what is left and weights that are not connected are no fault here; that p is of one side is known.
        warnings.simplefilter("ignore")
        weights = W({n: inside.indices[inside.indptr[n] : inside.indptr[n + 1]].tolist() for n in range(len(used))})
        weights.transform = "r"
        moran = Moran_Local(rates, weights, permutations=PERMUTATIONS, seed=seed, n_jobs=1)
        smooth = Empirical_Bayes(events[used], among[used]).r.ravel()
        around = G_Local(smooth, weights, transform="R", star=True, permutations=PERMUTATIONS, seed=seed, n_jobs=1)
    moran_p, gi_p = (np.asarray(each.p_sim) for each in (moran, around))
    surely = moran_p <= fdr(moran_p, LEVEL)
    hot = (gi_p <= fdr(gi_p, LEVEL)) & (around.Zs > 0)

    def spread(values: npt.NDArray[np.generic]) -> Array:
        whole = np.full(len(among), np.nan)
        whole[used] = values
        return whole

    kinds = np.zeros(len(among), dtype=int)
    kinds[used] = np.where(surely, moran.q, 0)
    standard = (rates - rates.mean()) / rates.std()
    lagged = np.asarray(weights.sparse @ standard)
    return Hotspots(
        moran=spread(moran.Is),
        moran_p=spread(moran_p),
        kind=[KINDS[kind] for kind in kinds],
        gi=spread(around.Zs),
        gi_p=spread(gi_p),
        hot=np.isin(np.arange(len(among)), used[hot]),
        standardised=spread(standard),
        lagged=spread(lagged),
    )
