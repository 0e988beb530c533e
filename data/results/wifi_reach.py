"""People near a live Wi-Fi point, by RW and day."""

from __future__ import annotations

import numpy as np

from data.domain.areas import Level
from data.domain.dates import day_number
from data.geo.reach import Reach
from data.indicators.panel import CountPanel
from data.queries.areas import geometry_by_code
from data.service.city import City
from data.subjects import registry

METRES = 100.0


def people_near_points(city: City) -> CountPanel:
    """Residents of every RW within 100 m of a point that is known to be live at the end of the day.

    Returns
    -------
    CountPanel
        ``people_100m``, whole people, from the first day of the points' own counts; of an RW from its first day.

    Notes
    -----
    Residents × the part of the RW's border within 100 m of a live point (`data.geo.reach`): people are taken as spread
    evenly over their RW. Borders are those of the city's day, also for the days before it. Without any registered point
    nothing is known.
    """
    state = city.counts_of(registry().indicators["wifi-live"].panel).detail
    codes = city.tree.codes[Level.RW]
    borders = geometry_by_code(city.reader, Level.RW.value, city.today)
    points = state.points
    reach = Reach([borders[code] for code in codes], points["lon"], points["lat"], metres=METRES)
    shares = np.stack([reach.shares(state.live[:, day]) for day in range(state.live.shape[1])])
    days = np.arange(state.first, state.first + len(shares))
    began = np.array([day_number(city.areas[code].valid_from) for code in codes])
    known = (days[:, None] >= began[None, :]) & bool(len(points))
    people = city.counts.people(CountPanel(state.first, Level.RW, {}, known))
    return CountPanel(state.first, Level.RW, {"people_100m": np.rint(shares * people)}, known, daily=False)
