"""Hiding tells nothing: checked by counting out small cities, and by publishing every city that fits the files."""

import itertools
from collections import defaultdict
from dataclasses import asdict, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.disclosure import attack, covid
from data.disclosure.bands import HIGHS, LOWS, OPEN, OPEN_WIDTH, Shown, band_of, show_total
from data.disclosure.covid import Figure
from data.disclosure.weeks import Weeks
from data.domain.dates import day_date

AREAS = [f"32.76.0{k}.{v}.{rw:03}" for k in (1, 2) for v in (1001, 1002) for rw in range(1, 5)]
TOP = 34  # where an open band is cut for counting; ten and more values above 20


def choices(band: int) -> range:
    return range(int(LOWS[band]), min(int(HIGHS[band]), TOP) + 1)


def harmed(seen: set[int], band: int) -> bool:
    if HIGHS[band] >= OPEN:
        return max(seen) - min(seen) < OPEN_WIDTH
    return seen != set(choices(band))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=1, max_size=3))
def test_nobody_who_knows_the_rule_can_narrow_a_part_from_what_is_shown_of_the_total(bands: list[int]) -> None:
    low, high = LOWS[bands], HIGHS[bands]
    worlds: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(*(choices(band) for band in bands)):
        worlds[show_total(sum(counts), low, high)].append(counts)
    for shown, possible in worlds.items():
        if len(bands) > 1 and shown.high > sum(low) + TOP - 20 and 3 in bands:
            continue  # near the cut the counting itself is short of worlds
        for index, band in enumerate(bands):
            assert not harmed({counts[index] for counts in possible}, band), (shown, bands, index)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 1), min_size=4, max_size=5), st.integers(1, 3))
def test_a_hidden_total_is_not_given_away_by_the_total_above_it(bands: list[int], cut: int) -> None:
    worlds: dict[tuple[Shown, ...], list[tuple[int, ...]]] = defaultdict(list)
    low, high = LOWS[bands], HIGHS[bands]
    for counts in itertools.product(*(choices(band) for band in bands)):
        parts = [show_total(sum(counts[half]), low[half], high[half]) for half in (slice(None, cut), slice(cut, None))]
        whole = show_total(sum(counts), [p.low for p in parts], [p.high for p in parts])
        worlds[*parts, whole].append(counts)
    for possible in worlds.values():
        for index, band in enumerate(bands):
            assert not harmed({counts[index] for counts in possible}, band)


def city(seed: int, mean: float, weeks: int = 4) -> Weeks:
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(0.6, mean, (weeks, len(AREAS)))).astype(np.int64)
    ends = 18_329 + 7 * np.arange(weeks)
    days = np.full(counts.shape, 7)
    gone = random.random(counts.shape) < 0.03
    days[gone], counts[gone] = 0, 0
    return Weeks(ends, ends + 5, AREAS, counts, days, np.full(counts.shape, 7))


def published(weeks: Weeks) -> list[Figure]:
    grids = covid.all_levels(weeks)
    return [*covid.week_figures(grids, weeks), *covid.block_figures(grids, weeks)]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.4, 1.5, 3.0, 6.0, 14.0, 40.0]))
def test_every_count_stays_as_free_as_its_band_and_any_city_that_fits_would_be_published_the_same(
    seed: int, mean: float
) -> None:
    weeks = city(seed, mean)
    rows = published(weeks)
    puzzles = attack.puzzles([[asdict(row) for row in rows]])
    assert sum(len(puzzle.hidden) for puzzle in puzzles) > 0
    assert [str(leak) for puzzle in puzzles for leak in attack.solve(puzzle)] == []
    # Whoever knows the rules learns no more than the intervals: the rules would say the same of any other city in them.
    (puzzle,) = puzzles
    constraint, bounds = attack._program(puzzle)
    bounds.ub = np.where(np.isinf(puzzle.high), bounds.lb + 5_000, bounds.ub)
    random = np.random.default_rng(seed)
    for _ in range(4):
        solution = attack._best(random.normal(size=len(puzzle.names)), constraint, bounds)
        assert np.allclose(solution, np.rint(solution))
        counts = weeks.counts.copy()
        for name, value in zip(puzzle.names, np.rint(solution).astype(int), strict=True):
            code, _, end = name.partition(" week ")
            if code in AREAS:
                counts[
                    [row.ends_on for row in rows if row.area == code and row.period == "week"].index(end),
                    AREAS.index(code),
                ] = value
        assert published(replace(weeks, counts=counts)) == rows


def test_a_leaky_rule_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covid, "show_total", lambda total, lows, highs: Shown(total, total))
    rows = [asdict(row) for row in published(city(3, 1.5))]
    leaks = [leak for puzzle in attack.puzzles([rows]) for leak in attack.solve(puzzle)]
    assert leaks
    assert all(leak.found[1] - leak.found[0] < leak.published[1] - leak.published[0] for leak in leaks)


def test_a_band_that_is_shown_though_the_weeks_forbid_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covid, "decide", lambda block, sums: block.asked)
    broken = 0
    for seed in range(6):
        rows = [asdict(row) for row in published(city(seed, 1.5))]
        broken += sum(len(attack.solve(puzzle)) for puzzle in attack.puzzles([rows]))
    assert broken > 0


def test_blocks_that_overlap_are_solved_together() -> None:
    """What an earlier publisher did when a report about an older day came in: blocks shifted by a week."""
    leaks = 0
    for seed in range(6):
        weeks = city(seed, 3.0, weeks=9)
        rows = [row for row in published(weeks) if row.period == "week"]
        grids = covid.all_levels(weeks)
        for block in (slice(0, 4), slice(4, 8), slice(1, 5), slice(5, 9)):
            cut = replace(
                weeks,
                ends=weeks.ends[block],
                known_on=weeks.known_on[block],
                counts=weeks.counts[block],
                days=weeks.days[block],
                due=weeks.due[block],
            )
            shown = covid._bands_shown(
                {
                    level: replace(
                        grid,
                        low=grid.low[block],
                        high=grid.high[block],
                        there=grid.there[block],
                        share=grid.share[block],
                    )
                    for level, grid in grids.items()
                },
                cut.counts,
                slice(0, 4),
            )
            rows += [
                Figure(
                    "block",
                    "rw",
                    code,
                    day_date(int(cut.ends[-1])).isoformat(),
                    "",
                    "hidden",
                    None,
                    *ends(int(cut.counts[:, at].sum())),
                    "band",
                    1.0,
                )
                for at, code in enumerate(AREAS)
                if shown.get(code)
            ]
        puzzles = attack.puzzles([[asdict(row) for row in rows]])
        joint = max(puzzles, key=lambda puzzle: len(puzzle.dates))
        leaks += len(attack.solve(joint))
    assert leaks > 0


def ends(count: int) -> tuple[int, int | None]:
    band = int(band_of(count))
    return int(LOWS[band]), None if HIGHS[band] >= OPEN else int(HIGHS[band])


def test_two_editions_that_differ_are_tied_to_each_other() -> None:
    """One late report in a band of its own: the attacker sees which count it was."""
    first = published(city(5, 1.5, weeks=1))
    at = next(n for n, row in enumerate(first) if row.level == "rw" and row.high == 4)
    second = list(first)
    second[at] = replace(first[at], low=5, high=9)
    rows = [[asdict(row) for row in edition if row.level in ("rw", "kelurahan")] for edition in (first, second)]
    for edition in rows:
        for row in edition:
            if row["level"] == "kelurahan" and first[at].area.startswith(row["area"]):
                row.update(value=9 + (edition is rows[1]), low=9, high=9, state="ok")
    leaks = [leak for puzzle in attack.puzzles(rows) for leak in attack.solve(puzzle)]
    assert any(first[at].area in leak.name for leak in leaks)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=20))
def test_a_count_lies_in_its_band(counts: list[int]) -> None:
    bands = band_of(counts)
    assert all(LOWS[b] <= c <= HIGHS[b] for b, c in zip(bands, counts, strict=True))
