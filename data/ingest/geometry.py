"""Borders: every area of an areas file needs a valid polygon inside the region."""

from __future__ import annotations

from data.domain.areas import CODE_PATTERN, parent_of
from data.domain.errors import Message, msg
from data.ingest.check import Checked, Rejected
from data.ingest.read import RawTable

BOX = (106.6, -6.6, 107.0, -6.2)
"""Degrees around Depok: west, south, east, north (WGS84)."""


def checked_geometry(table: RawTable, checked: Checked, known: set[str]) -> None:
    """Reject rows whose code, parent or polygon cannot be used.

    Parameters
    ----------
    table : RawTable
        Its geometry is GeoJSON by row in WGS84 degrees; None where a row has none.
    checked : Checked
        Changed in place: bad rows are marked, each with the sentence that refuses it.
    known : set of str
        Codes that have been loaded before.

    Notes
    -----
    A polygon must be valid and lie inside `BOX` (west, south, east, north). Shapely is imported here because only the
    loader's process may carry it.
    """
    from shapely.errors import GEOSException
    from shapely.geometry import shape
    from shapely.validation import explain_validity

    def problem(code: object, geometry: dict[str, object] | None) -> Message | None:
        if not CODE_PATTERN.match(str(code)):
            return msg("“{code}” is not a known area code.", code=str(code)[:40])
        parent = parent_of(str(code))
        if parent is not None and parent not in codes:
            return msg("The parent {parent} is missing; an area needs all its parents.", parent=parent)
        if not geometry or geometry.get("type") not in ("Polygon", "MultiPolygon"):
            return msg("The row has no polygon.")
        try:
            polygon = shape(geometry)
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, GEOSException):
            return msg("The row has no polygon.")
        if polygon.is_empty:
            return msg("The row has no polygon.")
        if not polygon.is_valid:
            return msg("The polygon is not valid: {why}.", why=explain_validity(polygon))
        west, south, east, north = polygon.bounds
        if west < BOX[0] or south < BOX[1] or east > BOX[2] or north > BOX[3]:
            return msg("The polygon lies outside Depok; coordinates must be WGS84.")
        return None

    codes = known | {str(code) for code in checked.columns["code"]}
    shapes = table.geometry or [None] * len(table.row_numbers)
    for index, geometry in enumerate(shapes):
        if checked.good[index] and (why := problem(checked.columns["code"][index], geometry)):
            checked.good[index] = False
            code = str(checked.columns["code"][index])
            checked.rejected.append(Rejected(table.row_numbers[index], "geometry", code, why))
