"""The sample's frame: period, seed, planted events, and whole-number allocation."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.domain.dates import day_number

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@lru_cache
def planted() -> dict[str, Any]:
    """The content of ``planted.toml``."""
    path = Path(__file__).with_name("planted.toml")
    return tomllib.loads(path.read_text("utf-8"))


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
