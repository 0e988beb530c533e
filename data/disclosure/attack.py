"""The attacker: everything published, set up as sums, and a solver asked how far each hidden count can be narrowed.

It shares no code with what decides the hiding, knows the files only, and treats every edition that was ever
published as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

ENOUGH = 10
"""An interval without an upper end is unharmed while ten further values stay possible."""
ENDLESS = np.inf
ROUNDS = 2_000
PATIENCE = 6
NEAR = 1e-6
FAR = 1e7
"""Keeps the programs bounded where an interval has no upper end."""


@dataclass
class Puzzle:
    """What an attacker has written down: unknown counts, their intervals, and sums that he knows.

    Attributes
    ----------
    names : list of str
        One an unknown.
    low, high : list of float
        What is published of each (equal: known).
    sums : list of (terms, low, high)
        ``terms`` maps the number of an unknown to its factor; the sum lies in the interval.
    hidden : set of int
        Unknowns that must keep their whole interval.
    dates : set of str
        Last days of the periods in it.
    alike : int
        Further hidden counts for which another one stands: areas of the same parent about which exactly the same
        is published are interchangeable, so what is possible for one is possible for each.
    """

    names: list[str] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    sums: list[tuple[dict[int, int], float, float]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    alike: int = 0

    def unknown(self, name: str, low: float, high: float, *, hidden: bool) -> int:
        """Add an unknown count.

        Parameters
        ----------
        name : str
            What is written of it when it can be narrowed.
        low, high : float
            The published interval, both ends included; ``high`` may be infinite.
        hidden : bool
            Whether it must keep its whole interval; an interval of a single value has nothing to keep.

        Returns
        -------
        int
            Its number: the index in ``names``, ``low`` and ``high``.
        """
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)
        if hidden and high > low:
            self.hidden.add(len(self.names) - 1)
        return len(self.names) - 1


@dataclass(frozen=True)
class Narrowed:
    """A hidden count of which the attacker knows more than was published."""

    name: str
    published: tuple[float, float]
    found: tuple[float, float]

    def __str__(self) -> str:
        def written(ends: tuple[float, float]) -> str:
            return f"{ends[0]:.0f} or more" if np.isinf(ends[1]) else f"{ends[0]:.0f} to {ends[1]:.0f}"

        return f"{self.name}: published {written(self.published)}, found {written(self.found)}"


class ContradictionError(ValueError):
    """What is published fits no counts at all."""


def _width(puzzle: Puzzle) -> np.ndarray:
    """How wide the interval of each unknown must stay."""
    low, high = np.array(puzzle.low, dtype=float), np.array(puzzle.high, dtype=float)
    return np.where(np.isinf(high), ENOUGH, high - low)


def solve(puzzle: Puzzle, seed: int = 0) -> list[Narrowed]:
    """Hidden counts whose interval is narrower than published (an open one: narrower than ten).

    Parameters
    ----------
    puzzle : Puzzle
    seed : int
        Of the random aims; it changes how many programs are solved, never the answer.

    Returns
    -------
    list of Narrowed
        With the smallest and largest count that fits, to three decimals; infinite where the upper end stays open. Empty
        when nothing can be narrowed.

    Raises
    ------
    ContradictionError
        When nothing fits.

    Notes
    -----
    The feasibility interval of each hidden count, by linear programming: the audit of a table with suppressed cells.
    Counts may be any real number in it; tests on random cities check that the solver's corners are whole numbers. One
    solution of the linear program shows many counts at an end of their interval at once. Programs with random aims are
    solved until both ends have been seen; what is left is asked one by one, so the result is exact. Checked with rules
    that leak on purpose, and with a naive scheme, which it breaks.
    """
    if not puzzle.hidden:
        return []
    width = _width(puzzle)
    constraint, bounds = _program(puzzle)
    random = np.random.default_rng(seed)
    wanted = np.zeros(len(width), dtype=bool)
    wanted[list(puzzle.hidden)] = True
    least, most = np.full(len(width), np.inf), np.full(len(width), -np.inf)
    floor, roof = bounds.lb, np.where(np.isinf(puzzle.high), np.inf, bounds.ub)
    stuck = 0
    for _ in range(ROUNDS):
        if not wanted.any() or stuck > PATIENCE:
            break
        at_floor, at_roof = least <= floor + NEAR, most >= roof - NEAR
        # Who has been seen at the lower end is pushed up, who at the upper end down, the others by chance.
        side = np.where(at_floor, 1.0, np.where(at_roof, -1.0, random.choice([-1.0, 1.0], len(width))))
        solution = _best(np.where(wanted, side * random.uniform(1.0, 2.0, len(width)), 0.0), constraint, bounds)
        least, most = np.minimum(least, solution), np.maximum(most, solution)
        left = wanted & (most - least < width - NEAR)
        stuck = stuck + 1 if left.sum() == wanted.sum() else 0
        wanted = left
    narrowed = []
    for at in np.flatnonzero(wanted).tolist():
        low, high = _range(at, constraint, bounds, len(width))
        if high - low < width[at] - NEAR:
            narrowed.append(Narrowed(puzzle.names[at], (puzzle.low[at], puzzle.high[at]), (low, high)))
    return narrowed


def _program(puzzle: Puzzle) -> tuple[list[LinearConstraint], Bounds]:
    rows, columns, factors = [], [], []
    for row, (terms, _, _) in enumerate(puzzle.sums):
        for column, factor in terms.items():
            rows.append(row)
            columns.append(column)
            factors.append(factor)
    shape = (len(puzzle.sums), len(puzzle.names))
    matrix = csr_array((np.array(factors, dtype=float), (rows, columns)), shape=shape)
    roof = np.where(np.isinf(puzzle.high), FAR, puzzle.high)
    constraint = LinearConstraint(matrix, [s[1] for s in puzzle.sums], [s[2] for s in puzzle.sums])
    return ([constraint] if puzzle.sums else []), Bounds(np.array(puzzle.low, dtype=float), roof)


def _best(aim: np.ndarray, constraint: list[LinearConstraint], bounds: Bounds) -> np.ndarray:
    optimum = milp(-aim, constraints=constraint, bounds=bounds)
    if optimum.x is None:
        raise ContradictionError(optimum.message)
    return np.asarray(optimum.x)


def _range(at: int, constraint: list[LinearConstraint], bounds: Bounds, width: int) -> tuple[float, float]:
    aim = np.zeros(width)
    aim[at] = 1.0
    least, most = _best(-aim, constraint, bounds)[at], _best(aim, constraint, bounds)[at]
    return float(round(least, 3)), float("inf") if most >= FAR else float(round(most, 3))


# -- what is published, as a puzzle ------------------------------------------------------------

Row = Mapping[str, object]
"""One COVID row of a file: area, period, ends_on, state, value, low, high."""


def puzzles(editions: Sequence[Iterable[Row]], weeks_in_block: int = 4) -> list[Puzzle]:
    """One puzzle a group of weeks that published sums tie together.

    Parameters
    ----------
    editions : sequence of iterable of mapping
        The COVID rows of every edition, oldest first. What differs between editions becomes an unknown of its own,
        tied by what an attacker takes for granted: reports only add up, so the later count is not smaller, and what
        reads the same is the same.
    weeks_in_block : int
        Weeks that a block adds up.

    Returns
    -------
    list of Puzzle
        In the order of their first week. An area without a report in a week is not in it.

    Notes
    -----
    Sums: every area is the sum of the areas below it in the same week, every block the sum of its weeks.
    """
    weeks: dict[str, list[Snapshot]] = {}
    blocks: dict[str, list[Snapshot]] = {}
    for rows in editions:
        said: dict[tuple[str, str], Snapshot] = {}
        for row in rows:
            if row["state"] != "no_report":
                said.setdefault((str(row["period"]), str(row["ends_on"])), {})[str(row["area"])] = _interval(row)
        for (period, end), snapshot in said.items():
            known = (weeks if period == "week" else blocks).setdefault(end, [])
            if not known or known[-1] != snapshot:
                known.append(snapshot)
    ends = sorted(weeks)
    inside = {end: ends[: ends.index(end) + 1][-weeks_in_block:] for end in blocks if end in weeks}
    return [
        _puzzle(
            {end: weeks[end] for end in group},
            {end: (inside[end], blocks[end]) for end in inside if inside[end][0] in group},
        )
        for group in _tied(ends, list(inside.values()))
    ]


Snapshot = dict[str, tuple[float, float]]
"""What one edition says of a period: area → interval."""


def _tied(ends: Sequence[str], together: Sequence[Sequence[str]]) -> list[list[str]]:
    """Weeks that share a block, directly or through others, belong to one puzzle."""
    group = {end: {end} for end in ends}
    for members in together:
        joint = set().union(*(group[end] for end in members))
        for end in joint:
            group[end] = joint
    return [sorted(weeks) for weeks in {id(weeks): weeks for weeks in group.values()}.values()]


def _interval(row: Row) -> tuple[float, float]:
    if row["value"] is not None:
        return float(str(row["value"])), float(str(row["value"]))
    return float(str(row["low"])), ENDLESS if row["high"] is None else float(str(row["high"]))


def _puzzle(weeks: Mapping[str, list[Snapshot]], blocks: Mapping[str, tuple[list[str], list[Snapshot]]]) -> Puzzle:
    puzzle = Puzzle(dates=set(weeks))
    places: dict[tuple[str, str], int] = {}
    for end, snapshots in weeks.items():
        before: dict[str, int] = {}
        for snapshot in snapshots:
            here: dict[str, int] = {}
            for area, (low, high) in snapshot.items():
                old = before.get(area)
                if old is not None and (puzzle.low[old], puzzle.high[old]) == (low, high):
                    here[area] = old
                    continue
                here[area] = puzzle.unknown(f"{area} week {end}", low, high, hidden=high > low)
                if old is not None:
                    puzzle.sums.append(({here[area]: 1, old: -1}, 0.0, np.inf))
            _tie(puzzle, here)
            before = here
        places |= {(area, end): at for area, at in before.items()}
    for inside, snapshots in blocks.values():
        for snapshot in snapshots:
            for area, (low, high) in snapshot.items():
                terms = {places[area, end]: 1 for end in inside if (area, end) in places}
                if len(terms) == len(inside):
                    puzzle.sums.append((terms, low, high))
    _leave_out_twins(puzzle, weeks, [snapshots for _, snapshots in blocks.values()], places)
    return puzzle


def _leave_out_twins(
    puzzle: Puzzle,
    weeks: Mapping[str, list[Snapshot]],
    blocks: Sequence[list[Snapshot]],
    places: Mapping[tuple[str, str], int],
) -> None:
    published = [*weeks.values(), *blocks]
    if any(len(snapshots) > 1 for snapshots in published):
        return
    areas = {area for snapshots in weeks.values() for area in snapshots[-1]}
    parents = {area.rpartition(".")[0] for area in areas}
    seen: set[tuple[object, ...]] = set()
    for area in sorted(areas - parents):
        twin = (area.rpartition(".")[0], *(snapshots[-1].get(area) for snapshots in published))
        if twin in seen:
            mine = {places[area, end] for end in weeks if (area, end) in places} & puzzle.hidden
            puzzle.hidden -= mine
            puzzle.alike += len(mine)
        seen.add(twin)


def _tie(puzzle: Puzzle, here: Mapping[str, int]) -> None:
    """Every area is the sum of those below it."""
    children: dict[str, list[str]] = {}
    for area in here:
        parent = area.rpartition(".")[0]
        if parent in here:
            children.setdefault(parent, []).append(area)
    for parent, inside in children.items():
        terms = {here[parent]: -1, **{here[child]: 1 for child in inside}}
        puzzle.sums.append((terms, 0.0, 0.0))


@dataclass(frozen=True)
class Report:
    """What the attacker found.

    Attributes
    ----------
    hidden : int
        Hidden counts looked at.
    narrowed : list of Narrowed
    sums : int
        Sums used.
    """

    hidden: int
    sums: int
    narrowed: list[Narrowed]


def attack(unsolved: Sequence[Puzzle], workers: int = 2) -> Report:
    """Try to break what is published.

    Parameters
    ----------
    unsolved : sequence of Puzzle
    workers : int
        Processes; with one, or with at most two puzzles, everything is solved in this process.

    Returns
    -------
    Report
        Its ``narrowed`` is empty when nothing could be broken.

    Raises
    ------
    ContradictionError
        When what is published fits no counts at all.
    """
    if workers > 1 and len(unsolved) > 2:
        with ProcessPoolExecutor(workers) as pool:
            results = list(pool.map(solve, unsolved))
    else:
        results = [solve(puzzle) for puzzle in unsolved]
    return Report(
        sum(len(puzzle.hidden) + puzzle.alike for puzzle in unsolved),
        sum(len(puzzle.sums) for puzzle in unsolved),
        [narrowed for result in results for narrowed in result],
    )
