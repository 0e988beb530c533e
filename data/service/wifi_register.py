"""The register of Wi-Fi points as a whole: what was promised and what is there, and one point by hand."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from sqlalchemy import Engine

from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.errors import BadRequestError, NotFoundError, msg
from data.domain.people import Right, require
from data.domain.wifi import PointsOfArea, RwCount
from data.domain.wifi_forms import PointForm
from data.geo.inside import in_geometry
from data.queries.areas import geometry_by_code
from data.reference import rows as reference_rows
from data.service.city import City
from data.service.desk import DataDesk, Handed
from data.service.room import RoomService
from data.service.subjects.wifi import point_counts
from data.service.wifi_state import wifi_state

DATES = tuple(name for name in PointForm.model_fields if name.endswith("_on"))


class WifiRegister:
    """Answers about the register; thread-safe."""

    def __init__(self, engine: Engine, room: RoomService, desk: DataDesk) -> None:
        self._engine = engine
        self._room = room
        self._desk = desk

    def promised(self) -> list[PointsOfArea]:
        """Points by what became of them, by kecamatan and in the city, on the city's day."""
        require(Right.CITY)
        city = self._room.city()
        if city.empty:
            return []
        return [
            PointsOfArea(code, city.name(code), point_counts(city, city.today, _asked(code, city)))
            for code in (*city.tree.codes[Level.KECAMATAN], *city.tree.codes[Level.KOTA])
        ]

    def rw_counts(self) -> list[RwCount]:
        """The published counts of RW, with what each of them counts and what the room has for it."""
        require(Right.CITY)
        city = self._room.city()
        if city.empty:
            return []
        whole = PointsOfArea("", "", point_counts(city, city.today, ()))
        ours = {"register": len(city.tree.codes[Level.RW]), "wifi": whole.taking_part}
        return [
            RwCount(
                rw=int(row["rw"]),
                day=date.fromisoformat(row["date"]),
                what={"id": row["what_id"], "en": row["what_en"]},
                source=row["source"],
                ours=ours.get(row["kind"]),
            )
            for row in reference_rows("rw_counts")
        ]

    def point(self, code: str) -> dict[str, str]:
        """What the register says of a point, as the form has it.

        Raises
        ------
        NotFoundError
            When it has none of that code.
        """
        require(Right.CITY)
        city = self._room.city()
        points = wifi_state(city).points
        row = points[points["point_code"] == code]
        if row.empty:
            raise NotFoundError(msg("There is no point “{code}”.", code=code[:40]))
        values: dict[Any, Any] = row.iloc[0].to_dict()
        at = int(city.register.main_column(Level.RW, row["area_id"])[0])
        values |= {"point": code, "area": city.tree.codes[Level.RW][at] if at >= 0 else ""}
        return {name: _written(name, values[name]) for name in PointForm.model_fields}

    def hand_in(self, form: PointForm) -> int:
        """Hand a point in as a file of its own, checked like every other; gives the delivery's number.

        Raises
        ------
        BadRequestError
            When the point lies in no RW and none is named.
        """
        require(Right.LOAD)
        city = self._room.city()
        values = form.model_dump(mode="json")
        values["area"] = form.area or _rw_at(city, form.lon, form.lat)
        text = io.StringIO()
        writer = csv.DictWriter(text, [*values, "reported_on"])
        writer.writeheader()
        writer.writerow({**values, "reported_on": city.clock.date().isoformat()})
        return self._desk.hand_in(Handed("wifi-points", "titik.csv", iter([text.getvalue().encode()])))


def _asked(code: str, city: City) -> tuple[str, ...]:
    return () if code in city.tree.codes[Level.KOTA] else (code,)


def _rw_at(city: City, lon: float, lat: float) -> str:
    shapes = geometry_by_code(city.reader, Level.RW.value, city.today)
    for code, shape in shapes.items():
        if in_geometry(shape, lon, lat):
            return code
    raise BadRequestError(msg("This lies in no RW of the city; look at longitude and latitude."), field="lon")


def _written(name: str, value: Any) -> str:
    """A value of the register as the form's text."""
    if value is None or value != value:  # NaN
        return ""
    if name in DATES:
        return day_date(int(value)).isoformat()
    return f"{value:g}" if isinstance(value, float) and name not in ("lon", "lat") else str(value)
