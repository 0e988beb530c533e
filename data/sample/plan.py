"""The sample's frame: period, seed, planted events, and whole-number allocation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays
import numpy as np
import numpy.typing as npt

from data.domain.dates import day_number

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MONDAY = 4
"""Day number of a Monday."""


@dataclass(frozen=True)
class _Other:
    """A city that is not the usual one."""

    seed: int
    even: bool


_OTHER: ContextVar[_Other | None] = ContextVar("other", default=None)


@contextmanager
def another_city(seed: int, *, even: bool) -> Iterator[None]:
    """Make the sample of another seed.

    Parameters
    ----------
    even : bool
        A null city: the same COVID risk everywhere and nothing planted, so that whatever cluster a method finds in it
        is false. Only the city's totals are the published ones; offices and habits differ as ever.
    """
    token = _OTHER.set(_Other(seed, even))
    try:
        yield
    finally:
        _OTHER.reset(token)


def is_even() -> bool:
    """Whether the COVID risk is the same everywhere and nothing is planted."""
    other = _OTHER.get()
    return other is not None and other.even


def planted() -> dict[str, Any]:
    """The content of ``planted.toml``, for the city that is made."""
    other, plan = _OTHER.get(), _plan()
    if other is None:
        return plan
    return {
        **plan,
        "period": {**plan["period"], "seed": other.seed},
        **({"outbreaks": [], "power_cuts": []} if other.even else {}),
    }


@lru_cache
def _plan() -> dict[str, Any]:
    path = Path(__file__).with_name("planted.toml")
    return tomllib.loads(path.read_text("utf-8"))


@lru_cache
def holiday_names() -> dict[int, str]:
    """Public holidays of the sample's years: day number → name in English."""
    calendar = holidays.country_holidays("ID", years=range(2020, 2023), language="en_US")
    return {day_number(day): name for day, name in calendar.items()}


def first_day() -> int:
    """Day number of the sample's first day."""
    return day_number(planted()["period"]["first"])


def last_day() -> int:
    """Day number of the sample's last day, where its clock stands."""
    return day_number(planted()["period"]["last"])


def days() -> Ints:
    """Every day of the sample as a day number."""
    return np.arange(first_day(), last_day() + 1)


def generator(name: str) -> np.random.Generator:
    """A generator for one dataset: seeded by the plan and the dataset's name."""
    return np.random.default_rng([planted()["period"]["seed"], *name.encode()])


def apportion(total: int, weights: Floats, *, at_least: Ints | None = None) -> Ints:
    """Split a whole number by weights (largest remainder) above given lower bounds.

    Returns
    -------
    array of int
        Sums exactly to ``total``.

    Raises
    ------
    ValueError
        When the lower bounds already exceed ``total``.

    Examples
    --------
    >>> apportion(10, np.array([1.0, 1.0, 2.0])).tolist()
    [3, 2, 5]
    """
    lowest = np.zeros(len(weights), dtype=np.int64) if at_least is None else at_least
    if lowest.sum() > total:
        raise ValueError(f"lower bounds {lowest.sum()} exceed {total}")
    ideal = weights / weights.sum() * total
    free = np.maximum(ideal - lowest, 0.0)
    rest = total - int(lowest.sum())
    exact = free / free.sum() * rest if free.sum() else weights / weights.sum() * rest
    shares = np.floor(exact + 1e-9).astype(np.int64)
    order = np.argsort(-(exact - shares), kind="stable")
    shares[order[: rest - int(shares.sum())]] += 1
    return np.asarray(lowest + shares)
