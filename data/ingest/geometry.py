"""Borders: every area of an areas file needs a valid polygon inside the region."""

from __future__ import annotations

from data.domain.areas import CODE_PATTERN
from data.domain.errors import Message, msg
from data.ingest.check import Checked, Rejected
from data.ingest.read import RawTable

BOX = (106.6, -6.6, 107.0, -6.2)


def checked_geometry(table: RawTable, checked: Checked) -> None:
    """Reject rows whose code or polygon cannot be used.

    Notes
    -----
    Shapely is imported here because only the loader's process may carry it.
    """
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    def problem(code: object, geometry: dict[str, object] | None) -> Message | None:
        if not CODE_PATTERN.match(str(code)):
            return msg("“{code}” is not a known area code.", code=str(code)[:40])
        if not geometry or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            return msg("The row has no polygon.")
        polygon = shape(geometry)
        if not polygon.is_valid:
            return msg("The polygon is not valid: {why}.", why=explain_validity(polygon))
        west, south, east, north = polygon.bounds
        if west < BOX[0] or south < BOX[1] or east > BOX[2] or north > BOX[3]:
            return msg("The polygon lies outside Depok; coordinates must be WGS84.")
        return None

    shapes = table.geometry or [None] * len(table.row_numbers)
    for index, geometry in enumerate(shapes):
        if checked.good[index] and (why := problem(checked.columns["code"][index], geometry)):
            checked.good[index] = False
            code = str(checked.columns["code"][index])
            checked.rejected.append(Rejected(table.row_numbers[index], "geometry", code, str(why)))
