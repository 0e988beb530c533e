"""The read API's questions about COVID: rates with their limits, the spread, clusters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.domain.areas import Level, level_of
from data.domain.dates import day_date
from data.domain.errors import BadRequestError, msg
from data.domain.filters import FilterState
from data.domain.people import Right, require
from data.epi.zones import GREEN, ORANGE, RED, YELLOW, rule_on
from data.indicators.field import Field
from data.service.covid_results import cluster_rows, document, gated, memory_of
from data.service.room import RoomService
from data.service.selection import Selection, select

METHODS = {"crude": "covid-rate-poisson", "eb": "covid-rate-eb", "spatial-eb": "covid-rate-spatial"}
TWICE, ZONE = "covid-twice-city", "covid-zone"
ZONE_NAMES = {RED: "red", ORANGE: "orange", YELLOW: "yellow", GREEN: "green"}


@dataclass(frozen=True)
class Rate:
    """An area's rate per 100,000 in 7 days; None where it is missing."""

    area: str
    cases: float | None
    people: float | None
    rate: float | None
    low: float | None
    high: float | None
    borrowed: float | None
    p_twice_city: float | None


@dataclass(frozen=True)
class Rates:
    """Rates of a level on a day; ``computing`` while the job has not made them."""

    level: Level
    day: dt.date
    computing: bool
    rows: list[Rate]


class CovidQuestions:
    """What is asked about COVID beside its indicators; each answer stands in the audit log of reads."""

    def __init__(self, room: RoomService) -> None:
        self._room = room

    def _selection(self, name: str, level: Level, day: dt.date | None) -> Selection:
        city = self._room.filled_city()
        state = FilterState(level=level, date=day, indicator=name)
        self._room.note_read(city, state, "")
        return select(city, state, self._room.feeds())

    def rates(self, level: Level, day: dt.date | None, method: str) -> Rates:
        """Rates with limits by a method of `METHODS`, at the level or the finest that the person may see."""
        chosen = self._selection(METHODS[method], level, day)
        twice = self._selection(TWICE, level, day)
        matrix, other = chosen.matrix, twice.matrix
        if not isinstance(matrix, Field) or matrix.estimate is None or chosen.pending or twice.pending:
            return Rates(chosen.level, chosen.date, True, [])
        row = matrix.row(chosen.day)
        estimate = matrix.estimate
        basis = np.full(estimate.value.shape[1], np.nan) if estimate.basis is None else estimate.basis[row]
        layers = (matrix.numerator[row], matrix.denominator[row], estimate.value[row], estimate.lower[row])
        rows = [
            Rate(code, *(_plain(value) for value in values))
            for code, *values in zip(
                chosen.city.tree.codes[chosen.level],
                *(np.asarray(each, dtype=np.float64) for each in (*layers, estimate.upper[row], basis)),
                other.values(other.row(chosen.day)) / 100,
                strict=True,
            )
        ]
        return Rates(chosen.level, chosen.date, False, rows)

    def spread(
        self, area: str, first: dt.date | None, last: dt.date | None
    ) -> tuple[int, list[dict[str, object]]] | None:
        """Window and rows of the reproduction number of the city or a kecamatan; None while it is computed.

        Raises
        ------
        BadRequestError
            For another area: below the kecamatan there are too few cases.
        """
        require(Right.CITY)
        city = self._room.filled_city()
        self._room.note_read(city, FilterState(indicator="covid-incidence-7d", level=Level.KECAMATAN), "")
        if area not in city.areas or level_of(area) not in (Level.KOTA, Level.KECAMATAN):
            raise BadRequestError(msg("“{code}” is neither the city nor a kecamatan.", code=area[:40]))
        body = document(city, "covid-spread")
        if body is None:
            return None
        own, begin = body["areas"][area], dt.date.fromisoformat(body["first"])
        chosen, weekly = gated(own["chosen"]), gated(own["weekly"])["mean"]
        rows: list[dict[str, object]] = []
        for n, cases in enumerate(own["chosen"]["cases"]):
            day = begin + dt.timedelta(days=n)
            if (first and day < first) or (last and day > last):
                continue
            numbers = {name: _plain(values[n]) for name, values in chosen.items()}
            rows.append({"date": day, **numbers, "weekly": _plain(weekly[n]), "cases": cases, "held": own["held"][n]})
        return int(own["window"]), rows

    def zones(self, day: dt.date | None) -> tuple[dt.date, str, bool, list[ZoneRow]]:
        """The day, the rule in force, whether it is computed yet, and every RW's zone as it was known then.

        Raises
        ------
        BadRequestError
            Before the first rule, or for who may not see health by RW.
        """
        chosen = self._selection(ZONE, Level.RW, day)
        rule = rule_on(chosen.date)
        if chosen.level is not Level.RW:
            raise BadRequestError(msg("Zones are of RW, which your role does not see for health."))
        if rule is None:
            raise BadRequestError(msg("No rule for zones was in force on {day}.", day=chosen.date))
        matrix = chosen.matrix
        if chosen.pending:
            return chosen.date, rule.citation, False, []
        row = matrix.row(chosen.day)
        history = matrix.values(slice(0, row + 1))
        rows = []
        for column, code in enumerate(chosen.city.tree.codes[Level.RW]):
            zone, cases = history[row, column], round(float(matrix.numerator[row, column]))
            if np.isnan(zone):
                rows.append(ZoneRow(code, None, cases, None, None, None))
                continue
            differs = np.flatnonzero(history[:, column] != zone)
            since = day_date(matrix.first + (int(differs[-1]) + 1 if len(differs) else 0))
            changes = rule.fewer_for_better(cases), rule.more_for_worse(cases)
            rows.append(ZoneRow(code, ZONE_NAMES[zone], cases, since, *changes))
        return chosen.date, rule.citation, True, rows

    def clusters(self, day: dt.date | None, method: str) -> tuple[dt.date, list[dict[str, object]]] | None:
        """Clusters of a day by "scan", or RW by "lisa" or "gi"; None while they are computed.

        Raises
        ------
        BadRequestError
            For a day that they are not computed for.
        """
        require(Right.CITY)
        city = self._room.filled_city()
        # Clusters are of RW: whoever may see health by kelurahan only is not given them.
        chosen = self._selection("covid-incidence-7d", Level.RW, day)
        if chosen.level is not Level.RW:
            raise BadRequestError(msg("Clusters are of RW, which your role does not see for health."))
        body = document(city, "covid-clusters")
        if body is None:
            return None
        wanted = day or dt.date.fromisoformat(body["last"])
        days = body["clusters"] if method == "scan" else [d for d, each in body["hotspots"].items() if "moran" in each]
        if wanted.isoformat() not in days:
            first, last = min(days, default=body["last"]), max(days, default=body["last"])
            raise BadRequestError(msg("Clusters are computed for {first} to {last}.", first=first, last=last))
        if method == "scan":
            rows = [vars(row) | {"tier": row.tier.value} for row in cluster_rows(city, body, wanted)]
            return wanted, rows
        return wanted, _hotspots(body, wanted, method)


def _hotspots(body: dict[str, Any], day: dt.date, method: str) -> list[dict[str, object]]:
    made, memory = body["hotspots"][day.isoformat()], memory_of(body, day)
    names = ("moran", "moran_p") if method == "lisa" else ("gi", "gi_p")
    rows: list[dict[str, object]] = []
    for n, code in enumerate(body["codes"]):
        value, p = (made[name][n] for name in names)
        inside = made["kind"][n] if method == "lisa" else ("hot" if made["hot"][n] else "")
        state, days = memory.get(code, ("", 0))
        rows.append({"area": code, "value": value, "p": p, "kind": inside, "state": state, "days_of_14": days})
    return rows


@dataclass(frozen=True)
class ZoneRow:
    """An RW's zone: why, since when, and what would change it."""

    area: str
    zone: str | None
    cases: int
    since: dt.date | None
    fewer_for_better: int | None
    more_for_worse: int | None


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
