"""Residents and people of school age by RW, as the methods of Wi-Fi need them."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.indicators.panel import Array, CountPanel
from data.service.city import City

SCHOOL_AGE = "school-age"


def people_today(city: City) -> Array:
    """Residents of every RW on the city's day, in the order of its codes; 0 where unknown."""
    shape = (1, len(city.tree.codes[Level.RW]))
    everybody = city.counts.people(CountPanel(city.today, Level.RW, {}, np.ones(shape, dtype=bool)))
    return np.asarray(everybody[0])


def pupils_today(city: City) -> Array | None:
    """People of school age of every RW by their newest figure, NaN without; None where nobody has said any."""
    panel = city.panel(SCHOOL_AGE)
    counts = panel.counts.get("school_age")
    if counts is None or not panel.reported.any():
        return None
    rows = np.where(panel.reported, np.arange(len(panel.reported))[:, None], -1).max(axis=0)
    values = counts[np.maximum(rows, 0), np.arange(counts.shape[1])]
    return np.where(rows >= 0, values, np.nan).astype(np.float64)
