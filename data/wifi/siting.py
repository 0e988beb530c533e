"""Where the next points belong: maximal covering, its greedy rival, and the backup covering set.

The demand is not a set of points but ground: each face of the arrangement of the candidates' circles
(`data.geo.faces`) is one demand, with the people on it who have no working point near, and the candidates that would
cover it. So nothing is approximated by a grid. The programs are solved by HiGHS (`scipy.optimize.milp`), which says
how far its answer may be from the best one; `spopt`, which builds the same programs from a dense matrix, is what they
were checked against (docs/adr/0020).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from data.indicators.panel import Array

Matrix = Any
"""A sparse array; SciPy's have no type yet."""
GAP, SECONDS = 0.005, 20.0


@dataclass(frozen=True)
class Demand:
    """What is to be covered.

    Attributes
    ----------
    weight : array of float (demands)
        People of each.
    covers : sparse array of 0 and 1 (demands × candidates)
    """

    weight: Array
    covers: Matrix

    @property
    def candidates(self) -> int:
        """How many sites there are to choose from."""
        return int(self.covers.shape[1])

    def gain(self, chosen: npt.NDArray[np.intp]) -> float:
        """People covered by some of the candidates."""
        return float(self.weight[self.covers[:, chosen].sum(axis=1) > 0].sum())


@dataclass(frozen=True)
class Limits:
    """What a choice has to keep to.

    Attributes
    ----------
    cost : array of float (candidates)
        Empty without a budget.
    budget : float
    apart : array of int (pairs × 2)
        Candidates of which at most one may be chosen, because they are too near to each other.
    first : sparse array (areas × candidates)
        Which candidates lie in areas that are short of points; without rows nothing goes first.
    short : array of float (areas)
        How many points each of those areas lacks.
    """

    cost: Array = field(default_factory=lambda: np.zeros(0))
    budget: float = np.inf
    apart: npt.NDArray[np.intp] = field(default_factory=lambda: np.zeros((0, 2), dtype=np.intp))
    first: Matrix | None = None
    short: Array = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Choice:
    """Sites that were chosen.

    Attributes
    ----------
    sites : array of int
        Candidates, the one that adds most first.
    gains : array of float
        What each adds to those before it.
    gap : float
        How much more the best choice could cover at most, as a share of this one; 0 is proven to be best, NaN where
        nothing is proven.
    """

    sites: npt.NDArray[np.intp]
    gains: Array
    gap: float

    @property
    def total(self) -> float:
        """People newly covered."""
        return float(self.gains.sum())


def merged(weight: Array, covers: Matrix) -> Demand:
    """Demands that the same candidates cover taken together, and those that none covers left out."""
    covers = sparse.csr_array(covers)
    covers.sort_indices()
    keys: dict[bytes, int] = {}
    rows: list[int] = []
    group = np.full(len(weight), -1)
    for row in np.flatnonzero(np.diff(covers.indptr) > 0).tolist():
        key = covers.indices[covers.indptr[row] : covers.indptr[row + 1]].tobytes()
        if key not in keys:
            keys[key] = len(rows)
            rows.append(row)
        group[row] = keys[key]
    used = group >= 0
    total = np.bincount(group[used], weights=weight[used], minlength=len(rows)).astype(np.float64)
    return Demand(total, covers[rows])


def greedy(demand: Demand, number: int, limits: Limits | None = None) -> Choice:
    """The site that adds most, again and again, as long as the limits let it.

    Notes
    -----
    Without limits at least 1 − 1/e (63 %) of the best choice (Nemhauser, Wolsey and Fisher 1978). Areas that are short
    go first: only their sites are looked at until none of them lacks a point.
    """
    limits = limits or Limits()
    if not demand.candidates:
        return ordered(demand, np.zeros(0, dtype=np.intp), np.nan)
    left, covers = demand.weight.copy(), sparse.csc_array(demand.covers)
    free = np.ones(demand.candidates, dtype=bool)
    short, spent = limits.short.copy(), 0.0
    sites: list[int] = []
    for _ in range(number):
        allowed = free & (limits.cost <= limits.budget - spent) if len(limits.cost) else free
        needed = _of_short_areas(limits, short) & allowed if len(short) else allowed
        gain = np.where(needed if needed.any() else allowed, covers.T @ left, -1.0)
        site = int(np.argmax(gain))
        if gain[site] < 0 or (gain[site] <= 0 and not (len(short) and needed.any())):
            break
        sites.append(site)
        left[covers[:, [site]].nonzero()[0]] = 0.0
        spent += float(limits.cost[site]) if len(limits.cost) else 0.0
        free[site] = False
        free[limits.apart[limits.apart[:, 0] == site, 1]] = False
        free[limits.apart[limits.apart[:, 1] == site, 0]] = False
        if limits.first is not None and len(short):
            short = short - limits.first[:, [site]].toarray().ravel()
    return ordered(demand, np.array(sites, dtype=np.intp), np.nan)


def _of_short_areas(limits: Limits, short: Array) -> npt.NDArray[np.bool_]:
    assert limits.first is not None  # noqa: S101 - whoever is short has candidates
    return np.asarray((short > 0).astype(float) @ limits.first > 0)


def maximal_covering(demand: Demand, number: int, limits: Limits | None = None) -> Choice:
    """The sites that cover most people (maximal covering location problem; Church and ReVelle 1974).

    Parameters
    ----------
    number : int
        How many sites at most.

    Returns
    -------
    Choice

    Notes
    -----
    max Σ wᵢ yᵢ with yᵢ ≤ Σ xⱼ over the sites that cover i, Σ xⱼ ≤ number, x binary; y is 0 or 1 by itself. Where
    areas go first, the points that they get are maximised before, and kept to. Checked against every combination on
    small cases and against ``spopt.locate.MCLP``.
    """
    limits = limits or Limits()
    demands, sites = demand.covers.shape
    if not demands or number < 1:
        return Choice(np.zeros(0, dtype=np.intp), np.zeros(0), 0.0)
    areas = len(limits.short)
    width = sites + demands + areas
    rows = [_row(width, [(0, demand.covers), (sites, -sparse.eye_array(demands))], 0.0, np.inf)]
    rows.append(_row(width, [(0, sparse.csr_array(np.ones((1, sites))))], 0.0, float(number)))
    if len(limits.cost) and np.isfinite(limits.budget):
        rows.append(_row(width, [(0, sparse.csr_array(limits.cost[None, :]))], 0.0, limits.budget))
    if len(limits.apart):
        pairs = np.arange(len(limits.apart))
        values = np.ones(2 * len(pairs)), (np.repeat(pairs, 2), limits.apart.ravel())
        rows.append(_row(width, [(0, sparse.csr_array(values, shape=(len(pairs), sites)))], 0.0, 1.0))
    if areas and limits.first is not None:
        rows.append(_row(width, [(0, limits.first), (sites + demands, -sparse.eye_array(areas))], 0.0, np.inf))
        served = _row(width, [(sites + demands, sparse.csr_array(np.ones((1, areas))))], 0.0, np.inf)
    upper = np.concatenate([np.ones(sites + demands), limits.short])
    cost = np.concatenate([np.zeros(sites), -demand.weight, np.zeros(areas)])
    whole = np.concatenate([np.ones(sites), np.zeros(demands + areas)])
    options = {"mip_rel_gap": GAP, "time_limit": SECONDS}
    problem: dict[str, Any] = {"integrality": whole, "bounds": Bounds(0.0, upper), "options": options}
    if areas and limits.first is not None:
        # First as many points for the areas that are short as the limits allow, then with so many the most people.
        lacking = np.concatenate([np.zeros(sites + demands), -np.ones(areas)])
        most = milp(lacking, constraints=rows, **problem)
        if most.x is None:
            return greedy(demand, number, limits)
        rows.append(LinearConstraint(served.A, float(np.floor(-most.fun + 1e-6)), np.inf))
    answer = milp(cost, constraints=rows, **problem)
    if answer.x is None:
        return greedy(demand, number, limits)
    return _useful(ordered(demand, np.flatnonzero(answer.x[:sites] > 0.5), float(answer.mip_gap)), limits)


def _useful(choice: Choice, limits: Limits) -> Choice:
    """Without sites that reach nobody, unless an area that is short has them."""
    needed = choice.gains > 0
    if limits.first is not None and len(limits.short):
        needed |= limits.first.sum(axis=0)[choice.sites] > 0
    return Choice(choice.sites[needed], choice.gains[needed], choice.gap)


def backup_covering(demand: Demand) -> tuple[npt.NDArray[np.intp], float]:
    """The fewest sites that cover every demand, and among those sets the one that covers most of them twice.

    Returns
    -------
    sites : array of int
    backed_up : float
        Weight of the demands that two of them cover.

    Notes
    -----
    Location set covering with backup (LSCP-B; Hogan and ReVelle 1986): first min Σ xⱼ with every demand covered, then
    with so many sites max Σ wᵢ uᵢ with uᵢ ≤ Σ xⱼ − 1. Checked against every combination on small cases and against
    ``spopt.locate.LSCPB``.
    """
    demands, sites = demand.covers.shape
    if not demands:
        return np.zeros(0, dtype=np.intp), 0.0
    every = LinearConstraint(demand.covers, 1.0, np.inf)
    options = {"time_limit": SECONDS}
    fewest = milp(np.ones(sites), constraints=[every], integrality=np.ones(sites), bounds=Bounds(0, 1), options=options)
    if fewest.x is None:
        rough = greedy(Demand(np.ones(demands), demand.covers), sites)
        return rough.sites, float(demand.weight[demand.covers[:, rough.sites].sum(axis=1) > 1].sum())
    number = round(fewest.fun)
    width = sites + demands
    rows = [
        _row(width, [(0, demand.covers)], 1.0, np.inf),
        _row(width, [(0, demand.covers), (sites, -sparse.eye_array(demands))], 1.0, np.inf),
        _row(width, [(0, sparse.csr_array(np.ones((1, sites))))], 0.0, float(number)),
    ]
    cost = np.concatenate([np.zeros(sites), -demand.weight])
    whole = np.concatenate([np.ones(sites), np.zeros(demands)])
    answer = milp(cost, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options=options)
    if answer.x is None:
        return np.flatnonzero(fewest.x > 0.5), 0.0
    return np.flatnonzero(answer.x[:sites] > 0.5), float(-answer.fun)


def _row(width: int, blocks: list[tuple[int, Matrix]], low: float, high: float) -> LinearConstraint:
    """A constraint whose blocks stand at some columns, zeros elsewhere."""
    height = blocks[0][1].shape[0]
    total = sparse.csr_array((height, width))
    for first, block in blocks:
        left = sparse.csr_array((height, first))
        right = sparse.csr_array((height, width - first - block.shape[1]))
        total = total + sparse.hstack([left, block, right], format="csr")
    return LinearConstraint(total, low, high)


def ordered(demand: Demand, sites: npt.NDArray[np.intp], gap: float) -> Choice:
    """Chosen sites by what each adds to those before it."""
    left, covers = demand.weight.copy(), sparse.csc_array(demand.covers)
    order, gains, waiting = [], [], sites.tolist()
    while waiting:
        gain = covers[:, waiting].T @ left
        best = int(np.argmax(gain))
        order.append(waiting.pop(best))
        gains.append(float(gain[best]))
        left[covers[:, [order[-1]]].nonzero()[0]] = 0.0
    return Choice(np.array(order, dtype=np.intp), np.array(gains), gap)
