"""A scheme that many portals use, for comparison: counts under three are hidden, totals and weekly changes are not."""

from __future__ import annotations

from sqlalchemy import Engine

from data.disclosure.attack import Puzzle
from data.disclosure.weeks import Weeks, closed_weeks, weeks_of
from data.domain.areas import Level
from data.domain.dates import day_number
from data.queries import areas as area_queries
from data.queries import covid as covid_queries
from data.queries.meta import clock_now
from data.settings import Settings

SUPPRESSED_BELOW = 3
LAG = 5
WEEKS = 4


def naive_puzzles(engine: Engine, settings: Settings) -> list[Puzzle]:
    """The last four weeks of the room's data under that scheme.

    Parameters
    ----------
    engine : Engine
        The room's database.
    settings : Settings
        For the clock.

    Returns
    -------
    list of Puzzle
        One a kelurahan.
    """
    rows = closed_weeks(
        covid_queries.covid_history(engine),
        area_queries.codes_by_id(engine, Level.RW.value),
        area_queries.area_lives(engine),
        lambda alive, _day: {code: code for code in alive},
        today=day_number(clock_now(engine, settings).date()),
        lag=LAG,
    )
    weeks = weeks_of(rows)
    return [naive_puzzle(weeks, area) for area in sorted({code[:13] for code in weeks.units})]


def naive_puzzle(weeks: Weeks, area: str) -> Puzzle:
    """What that scheme would publish of a kelurahan's RW: bounds, the totals, the changes from week to week.

    Parameters
    ----------
    weeks : Weeks
        Counts by RW; the last four weeks are taken.
    area : str
        Code of the kelurahan.

    Returns
    -------
    Puzzle
        Counts under three are hidden (0 to 2), all others known.
    """
    puzzle = Puzzle()
    columns = [at for at, code in enumerate(weeks.units) if code.startswith(area)]
    counts = weeks.counts[-WEEKS:, columns]
    numbers = []
    for week, row in enumerate(counts.tolist()):
        numbers.append(
            [
                puzzle.unknown(
                    f"{weeks.units[columns[at]]} week {week + 1}", *_shown(count), hidden=count < SUPPRESSED_BELOW
                )
                for at, count in enumerate(row)
            ]
        )
        puzzle.sums.append((dict.fromkeys(numbers[-1], 1), float(sum(row)), float(sum(row))))
    for week in range(1, len(counts)):
        for at in range(len(columns)):
            change = float(counts[week, at] - counts[week - 1, at])
            puzzle.sums.append(({numbers[week][at]: 1, numbers[week - 1][at]: -1}, change, change))
    return puzzle


def _shown(count: int) -> tuple[float, float]:
    return (0.0, SUPPRESSED_BELOW - 1.0) if count < SUPPRESSED_BELOW else (float(count), float(count))
