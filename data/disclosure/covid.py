"""The public COVID table: bands of RW, totals above them, four-week bands; one row an area and period."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from data.disclosure.bands import HIGHS, LOWS, OPEN, Ints, band_of, show_total
from data.disclosure.blocks import MEMBER, WEEKS, Block, Reach, decide, reach_of
from data.disclosure.weeks import WEEK, Weeks
from data.domain.areas import CITY, Level
from data.domain.dates import day_date, day_number

ANCHOR = day_number(date(2020, 3, 2))
"""First Monday of the first block: the week in which Depok's first cases were announced."""


@dataclass(frozen=True)
class Figure:
    """One public COVID figure.

    Attributes
    ----------
    period : str
        "week" or "block" (four weeks).
    ends_on : str
        Last day, ISO.
    known_on : str
        Reports up to this day are in it, ISO.
    state : str
        "ok" (exact), "hidden" (an interval), "no_report".
    value : int or None
        Only when exact.
    low, high : int or None
        The interval, both ends included; ``high`` None has no upper end.
    basis : str
        "band" (the published bands), "total" (exact, or the interval of a hidden total), "weeks" (only what the
        weekly figures add up to).
    share : float
        Part of the reports of the period that came in.
    """

    period: str
    level: str
    area: str
    ends_on: str
    known_on: str
    state: str
    value: int | None
    low: int | None
    high: int | None
    basis: str
    share: float


@dataclass(frozen=True)
class Grid:
    """Intervals of one level by week.

    Attributes
    ----------
    low, high : array (weeks × areas)
    there : array of bool (weeks × areas)
        Whether anything was reported.
    share : array (weeks × areas)
    """

    level: Level
    codes: list[str]
    low: Ints
    high: Ints
    there: npt.NDArray[np.bool_]
    share: npt.NDArray[np.float64]


def by_unit(weeks: Weeks) -> Grid:
    """Bands of the display units.

    Parameters
    ----------
    weeks : Weeks

    Returns
    -------
    Grid
        Level RW; both ends 0 where nothing was reported, ``share`` NaN where the unit did not exist.
    """
    there = weeks.days > 0
    band = band_of(weeks.counts)
    share = np.where(weeks.due > 0, np.minimum(weeks.days / np.maximum(weeks.due, 1), 1.0), np.nan)
    return Grid(Level.RW, weeks.units, np.where(there, LOWS[band], 0), np.where(there, HIGHS[band], 0), there, share)


def above(fine: Grid, counts: Ints, level: Level) -> tuple[Grid, Ints]:
    """The next level up: totals where they may be exact, intervals elsewhere.

    Parameters
    ----------
    fine : Grid
        The level below.
    counts : array of int (weeks × areas of ``fine``)
        True counts.
    level : Level
        The next coarser level.

    Returns
    -------
    grid : Grid
        ``share`` is the mean of the areas below that existed, 0 without any.
    counts : array of int (weeks × areas of ``level``)
        True counts, for the level above.

    Notes
    -----
    `show_total` for every area and week: only what is public of the parts decides what is hidden (ADR 0009).
    """
    # A code begins with its parent's: 5, 8 and 13 characters.
    cut = len(CITY) if level is Level.KOTA else len(CITY) + 3 if level is Level.KECAMATAN else len(CITY) + 8
    names = sorted({code[:cut] for code in fine.codes})
    shape = (len(fine.low), len(names))
    low, high, total = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    there, share = np.zeros(shape, dtype=bool), np.zeros(shape)
    for parent, name in enumerate(names):
        columns = [at for at, code in enumerate(fine.codes) if code.startswith(name)]
        total[:, parent] = counts[:, columns].sum(axis=1)
        there[:, parent] = fine.there[:, columns].any(axis=1)
        due = ~np.isnan(fine.share[:, columns])
        share[:, parent] = np.nansum(fine.share[:, columns], axis=1) / np.maximum(due.sum(axis=1), 1)
        for week in range(shape[0]):
            shown = show_total(int(total[week, parent]), fine.low[week, columns], fine.high[week, columns])
            low[week, parent], high[week, parent] = shown.low, shown.high
    return Grid(level, names, low, high, there, share), total


def all_levels(weeks: Weeks) -> dict[Level, Grid]:
    """Grids of the four levels.

    Parameters
    ----------
    weeks : Weeks

    Returns
    -------
    dict of Level to Grid
        From the RW up.
    """
    grid, sums = by_unit(weeks), weeks.counts
    grids = {Level.RW: grid}
    for level in (Level.KELURAHAN, Level.KECAMATAN, Level.KOTA):
        grid, sums = above(grid, sums, level)
        grids[level] = grid
    return grids


def week_figures(grids: Mapping[Level, Grid], weeks: Weeks, done: Collection[str] = ()) -> Iterable[Figure]:
    """Rows of the weeks that are not out yet.

    Parameters
    ----------
    grids : mapping of Level to Grid
        From `all_levels`.
    weeks : Weeks
    done : collection of str
        Last days (ISO) of the weeks that are out already; they are left out.

    Yields
    ------
    Figure
        No row for a unit in a week in which it did not exist.
    """
    for level, grid in grids.items():
        basis = "band" if level is Level.RW else "total"
        for week, end in enumerate(weeks.ends.tolist()):
            if day_date(end).isoformat() in done:
                continue
            for at, code in enumerate(grid.codes):
                share = float(grid.share[week, at])
                if np.isnan(share):
                    continue  # the unit did not exist in that week
                yield _figure(
                    "week",
                    level,
                    code,
                    end,
                    int(weeks.known_on[week]),
                    basis,
                    (int(grid.low[week, at]), int(grid.high[week, at])),
                    bool(grid.there[week, at]),
                    share,
                )


def _figure(
    period: str,
    level: Level,
    code: str,
    end: int,
    known: int,
    basis: str,
    ends: tuple[int, int],
    there: bool,
    share: float,
) -> Figure:
    low, high = ends
    exact = there and low == high
    return Figure(
        period,
        level.value,
        code,
        day_date(end).isoformat(),
        day_date(known).isoformat(),
        "no_report" if not there else "ok" if exact else "hidden",
        low if exact else None,
        low if there else None,
        (None if high >= OPEN else high) if there else None,
        basis,
        round(share, 3),
    )


def blocks(ends: Ints) -> list[slice]:
    """Blocks of four weeks that lie whole in the weeks; counted from a fixed Monday, so that they never shift.

    Parameters
    ----------
    ends : array of int (weeks)
        Day numbers of the weeks' Sundays, rising.

    Returns
    -------
    list of slice
        Rows of each block; none where a week is missing.
    """
    spans = []
    for start in range(len(ends) - WEEKS + 1):
        first = int(ends[start]) - WEEK + 1
        if (first - ANCHOR) % (WEEKS * WEEK) == 0 and int(ends[start + WEEKS - 1]) == first + WEEKS * WEEK - 1:
            spans.append(slice(start, start + WEEKS))
    return spans


def block_figures(grids: Mapping[Level, Grid], weeks: Weeks, done: Collection[str] = ()) -> Iterable[Figure]:
    """Rows of the closed blocks of four weeks that are not out yet.

    Parameters
    ----------
    grids : mapping of Level to Grid
        From `all_levels`.
    weeks : Weeks
    done : collection of str
        Last days (ISO) of the blocks that are out already; they are left out.

    Yields
    ------
    Figure
        No row for a unit that did not exist in all four weeks. A block in which some week has no report is "no_report".

    Notes
    -----
    Above the RW, and for an RW whose band is not shown, the interval is what the weekly intervals add up to; a band
    that is shown is cut by it.
    """
    for span in blocks(weeks.ends):
        end, known = int(weeks.ends[span.stop - 1]), int(weeks.known_on[span].max())
        if day_date(end).isoformat() in done:
            continue
        shown = _bands_shown(grids, weeks.counts, span)
        for level, grid in grids.items():
            low, high = grid.low[span].sum(axis=0), np.minimum(grid.high[span].sum(axis=0), OPEN)
            there, share = np.asarray(grid.there[span].all(axis=0)), grid.share[span].mean(axis=0)
            for at, code in enumerate(grid.codes):
                if np.isnan(share[at]):
                    continue  # the unit did not exist all the time
                ends, basis = (int(low[at]), int(high[at])), "total" if level is not Level.RW else "weeks"
                if level is Level.RW and shown.get(code):
                    band = int(band_of(weeks.counts[span, at].sum()))
                    # Never wider than what the weeks add up to, which everybody can reckon.
                    ends = max(int(LOWS[band]), ends[0]), min(int(HIGHS[band]), ends[1])
                    basis = "band"
                yield _figure("block", level, code, end, known, basis, ends, bool(there[at]), float(share[at]))


def _bands_shown(grids: Mapping[Level, Grid], counts: Ints, span: slice) -> dict[str, bool]:
    units, areas = grids[Level.RW], grids[Level.KELURAHAN]
    inside = [[at for at, code in enumerate(units.codes) if code.startswith(name)] for name in areas.codes]
    width = max(map(len, inside))
    # Kelurahan side by side, padded to the widest: columns without an RW keep 0 to 0 and are never asked.
    low, high = (np.zeros((len(inside), width, WEEKS), dtype=np.int64) for _ in range(2))
    asked, sums = np.zeros((len(inside), width), dtype=bool), np.zeros((len(inside), width), dtype=np.int64)
    for kelurahan, columns in enumerate(inside):
        n = len(columns)
        low[kelurahan, :n], high[kelurahan, :n] = units.low[span][:, columns].T, units.high[span][:, columns].T
        asked[kelurahan, :n] = units.there[span][:, columns].all(axis=0)
        sums[kelurahan, :n] = counts[span][:, columns].sum(axis=0)
    total_low, total_high = areas.low[span].T, areas.high[span].T
    # What the other RW can take at most; the week's total leaves at least the remainder.
    rest = high.sum(axis=1, keepdims=True) - high
    start = np.maximum(low, total_low[:, None, :] - rest)
    block = Block(
        low, high, start, asked, outside_of(low, high, grids, span), total_low != total_high, total_low, total_high
    )
    chosen = decide(block, sums)
    return {
        units.codes[at]: bool(chosen[kelurahan, n])
        for kelurahan, columns in enumerate(inside)
        for n, at in enumerate(columns)
    }


def outside_of(low: Ints, high: Ints, grids: Mapping[Level, Grid], span: slice) -> Reach:
    """What the rest of the city leaves for each kelurahan's weekly totals.

    Parameters
    ----------
    low, high : array of int (kelurahan × RW × weeks)
        Weekly intervals of the RW; both 0 where there is none.
    grids : mapping of Level to Grid
        From `all_levels`.
    span : slice
        Rows of the block's four weeks.

    Returns
    -------
    Reach (kelurahan × 16)

    Notes
    -----
    Each kelurahan's sums are cut by its public totals, added to kecamatan, cut again, added to the city; then the parts
    beside a kelurahan are taken away on the way down.
    """
    areas, districts, city = grids[Level.KELURAHAN], grids[Level.KECAMATAN], grids[Level.KOTA]
    rows = reach_of(low, high, low.sum(axis=2), np.minimum(high.sum(axis=2), OPEN))
    total_low, total_high = areas.low[span].T, areas.high[span].T
    own = Reach(rows.least.sum(axis=1), rows.most.sum(axis=1)).inside(total_low, total_high)
    inside = [[at for at, code in enumerate(areas.codes) if code.startswith(name)] for name in districts.codes]
    cut_low, cut_high = districts.low[span].T, districts.high[span].T
    sums = [
        Reach(own.least[members].sum(axis=0), own.most[members].sum(axis=0)).inside(cut_low[at], cut_high[at])
        for at, members in enumerate(inside)
    ]
    # From the city down: what all other kecamatan leave, then what the other kelurahan of the kecamatan leave.
    whole = Reach(sum(reach.least for reach in sums), sum(reach.most for reach in sums))  # type: ignore[arg-type]
    top = Reach(city.low[span, 0] @ MEMBER.T, city.high[span, 0] @ MEMBER.T)
    outside = Reach(np.zeros_like(own.least), np.zeros_like(own.most))
    for at, members in enumerate(inside):
        here = top.without(whole - sums[at]).inside(cut_low[at], cut_high[at])
        together = Reach(own.least[members].sum(axis=0), own.most[members].sum(axis=0))
        for kelurahan in members:
            mine = Reach(own.least[kelurahan], own.most[kelurahan])
            left = here.without(together - mine).inside(total_low[kelurahan], total_high[kelurahan])
            outside.least[kelurahan], outside.most[kelurahan] = left.least, left.most
    return outside
