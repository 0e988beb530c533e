"""Each dataset against its parents and against other sources: what must agree, and what is known to differ."""

from __future__ import annotations

import math

from data.domain.areas import CITY, Level
from data.domain.desk_views import CheckRow
from data.domain.errors import Message, msg
from data.reference import fact, rows
from data.service.city import City
from data.service.own_views import Check


def compared(
    name: Message, ours: float | None, theirs: float | None, allowed: float | None, *, decimals: int = 0
) -> CheckRow:
    """Compare two figures; ``allowed`` is the difference in percent up to which they agree, None does not judge."""
    known = ours is not None and theirs is not None and not (math.isnan(ours) or math.isnan(theirs))
    gap = (ours - theirs) / theirs * 100 if known and theirs else (0.0 if known and ours == theirs else None)  # type: ignore[operator]
    good = None if not known or allowed is None else (gap is not None and abs(gap) <= allowed)
    return CheckRow(name, ours, theirs, gap, good, decimals)


def ordered(panel: str, low: str, high: str, name: Message) -> Check:
    """A check that one count of a panel never exceeds another."""

    def check(city: City) -> CheckRow | None:
        counts = city.panel(panel)
        if not {low, high} <= set(counts.counts):
            return None
        rows_ = counts.reported
        wrong = int(((counts.counts[low] > counts.counts[high]) & rows_).sum())
        total = int(rows_.sum())
        return compared(name, float(total - wrong), float(total), 0.0)

    return check


def _people(city: City) -> CheckRow | None:
    people = city.areas[CITY].people
    published = fact("penduduk", "sensus_penduduk_2020")
    return compared(
        msg("Residents, against the census of 2020"), None if people is None else float(people), published, 0.1
    )


def _area_sum(city: City) -> CheckRow | None:
    km2 = {level: sum(area.area_km2 for area in city.areas.values() if area.level is level) for level in Level}
    return compared(msg("km² of the RW, against the kelurahan"), km2[Level.RW], km2[Level.KELURAHAN], 0.1, decimals=2)


def _rw_count(city: City) -> CheckRow | None:
    ours = float(len(city.tree.codes[Level.RW]))
    published = sum(float(row["jumlah_rw"]) for row in rows("rw_per_kecamatan"))
    return compared(
        msg("Number of RW, against the sum of the kecamatan (the Wi-Fi programme counts 917)"), ours, published, 0.0
    )


BASE_CHECKS: dict[str, tuple[Check, ...]] = {"areas": (_area_sum, _rw_count), "population": (_people,)}
