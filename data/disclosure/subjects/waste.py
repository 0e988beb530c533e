"""Last and expected next pick-up of every RW and stream."""

from __future__ import annotations

import numpy as np

from data.disclosure.parts import AREA, OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.domain.dates import day_date, day_number
from data.queries import services as queries
from data.service.city import City


def pickup_rows(city: City) -> Rows:
    """Last and expected next round of each RW and stream.

    Parameters
    ----------
    city : City

    Returns
    -------
    list of tuple
        Rows of the product's table ``pickup``, from the rounds of the last sixty days; the next round is None where
        they show no rhythm.

    Notes
    -----
    Expected: the last round plus the median distance of its last five, until it lies after today.
    """
    today = day_number(city.clock.date())
    rows = queries.rounds_since(city.reader.whole(), today - 60)
    if rows.empty:
        return []
    codes = {number: code for code, number in city.ids.items()}
    pickups: Rows = []
    for (number, stream), rounds in rows.groupby(["area_id", "stream"], sort=True):
        code = codes.get(int(str(number)))
        if code is None:
            continue
        ordered = rounds.sort_values("day")
        last = ordered.iloc[-1]
        gaps = np.diff(ordered["day"].to_numpy(dtype=np.int64)[-5:])
        rhythm = int(np.median(gaps)) if len(gaps) else 0
        following = None
        if rhythm > 0:
            following = int(last["day"]) + rhythm
            while following <= today:
                following += rhythm
        state = "missed" if last["done"] < last["scheduled"] else "late" if last["late"] else "done"
        pickups.append(
            (
                code,
                str(stream),
                day_date(int(last["day"])).isoformat(),
                state,
                None if following is None else day_date(following).isoformat(),
            )
        )
    return pickups


def rows(city: City, _plane: MapPlane) -> dict[str, Rows]:
    """Rounds.

    Parameters
    ----------
    city : City
    _plane : MapPlane
        Not used: rounds have no point on the map.

    Returns
    -------
    dict of str to list of tuple
        Table → rows in the order of its columns.
    """
    return {"pickup": pickup_rows(city)}


PART = ProductPart(
    datasets=("waste-pickups",),
    schema="""
CREATE TABLE pickup (area TEXT, stream TEXT, last_on TEXT, last_state TEXT, next_on TEXT,
  PRIMARY KEY (area, stream)) WITHOUT ROWID;
""",
    rows=rows,
    files={
        "jadwal-sampah.csv": OpenTable(
            dataset="waste",
            question="SELECT area, stream, last_on, last_state, next_on FROM pickup ORDER BY area, stream",
            columns=(
                AREA,
                ("stream", "organic: organik; inorganic: anorganik; residue: residu", "organic, inorganic, residue"),
                ("last_on", "jadwal terakhir yang dilaporkan", "last round reported"),
                ("last_state", "done: terangkut; late: terlambat; missed: tidak terangkut", "done, late, missed"),
                (
                    "next_on",
                    "perkiraan jadwal berikut dari irama putaran terakhir",
                    "expected next round, from the rhythm of the last ones",
                ),
            ),
        ),
    },
)
