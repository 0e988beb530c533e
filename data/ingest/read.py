"""CSV, XLSX, GeoJSON and GeoPackage → one frame of texts with the rows' numbers in the file."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import sqlite3
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from data.domain.errors import DecorError, Message, msg

DELIMITERS = (",", ";", "\t")
MOST_BYTES = 512 * 1024 * 1024
MOST_COLUMNS = 200
OTHER_DRIVERS = (
    "VRT,OGR_VRT,CSV,GeoJSON,KML,LIBKML,GML,GPX,HTTP,WFS,OAPIF,PGDUMP,SQLite,ESRI Shapefile,MapInfo File,XLSX,ODS"
)
MOST_PACKED = 200
CHUNK = 1 << 20
HIDDEN_ROW = re.compile(r"<row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*\br=\"([0-9]+)\"")
MERGED = re.compile(r"<mergeCell\b[^>]*\bref=\"([A-Z]+[0-9]+:[A-Z]+[0-9]+)\"")
HIDDEN_SHEET = re.compile(r"<sheet\b(?=[^>]*\bstate=\"(?:hidden|veryHidden)\")[^>]*\bname=\"([^\"]*)\"")
FORMULA = re.compile(r"<c\b[^>]*\br=\"([A-Z]+[0-9]+)\"[^>]*>\s*<f\b")
MOST_SHEET_ROWS = 1_048_576


@dataclass(frozen=True)
class RawTable:
    """A file as texts.

    Attributes
    ----------
    cells : DataFrame
        Texts, "" where empty; columns as the file names them.
    row_numbers : list of int
        Line (CSV), sheet row (XLSX) or feature number (geo files) of each row, from 1.
    broken : list of tuple
        (row number, text, reason) of rows that could not be split into columns.
    geometry : list
        GeoJSON geometry of each row, empty for plain tables.
    exact : DataFrame of bool or None
        Cells that a workbook holds as numbers: their text cannot be meant otherwise. None for texts alone.
    notes : list of Message
        What the file holds beside the table, and what of it was not used.
    """

    cells: pd.DataFrame
    row_numbers: list[int]
    broken: list[tuple[int, str, Message]] = field(default_factory=list)
    geometry: list[dict[str, Any] | None] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    exact: pd.DataFrame | None = None


def read_file(path: Path, expected: tuple[str, ...], sheet: str = "", *, plain: bool = False) -> RawTable:
    """Read a file by its ending.

    Parameters
    ----------
    expected : tuple of str
        The contract's column names; they decide between delimiters.
    sheet : str
        Of a workbook the sheet of this name is read, the first one where there is none.
    plain : bool
        Whether a workbook is refused that holds more than the eye sees: formulas, merged cells, hidden rows or sheets,
        macros.

    Raises
    ------
    DecorError
        When the file is missing, empty, truncated, of another encoding, delimiter or format.
    """
    if not path.is_file():
        raise DecorError(msg("There is no file {path}.", path=str(path)))
    if path.stat().st_size == 0:
        raise DecorError(msg("The file is empty (0 bytes)."))
    if path.stat().st_size > MOST_BYTES:
        raise DecorError(msg("The file is larger than 512 MB; split it."))
    readers = {
        ".csv": read_csv,
        ".txt": read_csv,
        ".xlsx": read_xlsx,
        ".geojson": read_geojson,
        ".json": read_geojson,
        ".gpkg": read_geopackage,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise DecorError(
            msg(
                "“{ending}” files cannot be read; use CSV, XLSX, GeoJSON or GeoPackage.",
                ending=path.suffix,
            )
        )
    table = read_xlsx(path, expected, sheet, plain=plain) if reader is read_xlsx else reader(path, expected)
    names = [str(name).strip() for name in table.cells.columns]
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice:
        raise DecorError(msg("The header names {names} twice.", names=", ".join(twice)[:120]))
    if table.cells.empty and not table.broken:
        raise DecorError(msg("The file has a header but no rows."))
    return table


def read_csv(path: Path, expected: tuple[str, ...]) -> RawTable:
    """Comma, semicolon or tab separated UTF-8 text, with or without a byte order mark."""
    text = _decode(path.read_bytes()).lstrip("\ufeff")
    header = text.split("\n", 1)[0].rstrip("\r")
    if not header.strip():
        raise DecorError(msg("The first line is empty; it must name the columns."))
    delimiter = _delimiter(header, expected)
    width = header.count(delimiter) + 1
    if width > MOST_COLUMNS:
        raise DecorError(msg("The header names {n} columns; at most {all} can be meant.", n=width, all=MOST_COLUMNS))
    _refuse_truncated(text, delimiter, width)
    try:
        cells = pd.read_csv(io.StringIO(text), sep=delimiter, dtype=str, na_filter=False, skip_blank_lines=False)
    except pd.errors.ParserError:
        return _read_ragged(text, delimiter)
    # The header as the file has it: pandas would rename a column that stands there twice.
    names = next(csv.reader([header], delimiter=delimiter))
    if len(names) == len(cells.columns):
        cells.columns = pd.Index(names, dtype=str).str.strip()
    blank = (cells.apply(lambda column: column.str.strip()) == "").all(axis=1)
    numbers = [index + 2 for index, is_blank in enumerate(blank) if not is_blank]
    return RawTable(cells.loc[~blank].reset_index(drop=True), numbers)


def _decode(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DecorError(
            msg(
                "The file is not UTF-8 text (line {line}); save it as “CSV UTF-8”.",
                line=line,
            )
        ) from error


def _delimiter(header: str, expected: tuple[str, ...]) -> str:
    def hits(mark: str) -> int:
        names = {name.strip().strip('"').lower() for name in header.split(mark)}
        return len(names & {name.lower() for name in expected})

    best = max(DELIMITERS, key=hits)
    if hits(best) >= min(2, len(expected)):
        return best
    if sum(name in header for name in expected) >= 2:
        raise DecorError(
            msg(
                "The columns are not separated by a comma, semicolon or tab; the first line reads “{header}”.",
                header=header[:80],
            )
        )
    return best


def _refuse_truncated(text: str, delimiter: str, width: int) -> None:
    last = text.rstrip("\r\n").rsplit("\n", 1)[-1]
    cut_row = not text.endswith(("\n", "\r")) and last.count(delimiter) + 1 < width
    if text.count('"') % 2 or cut_row:
        raise DecorError(msg("The file ends in the middle of a row: “{last}”. Send it again.", last=last[-60:]))


def _read_ragged(text: str, delimiter: str) -> RawTable:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    header = [name.strip() for name in next(reader)]
    good: list[list[str]] = []
    numbers: list[int] = []
    broken: list[tuple[int, str, Message]] = []
    for row in reader:
        if len(row) == len(header):
            good.append(row)
            numbers.append(reader.line_num)
        elif row:
            reason = msg("The row has {n} columns, the header {all}.", n=len(row), all=len(header))
            broken.append((reader.line_num, delimiter.join(row)[:200], reason))
    return RawTable(pd.DataFrame(good, columns=header, dtype=str), numbers, broken)


def read_xlsx(path: Path, expected: tuple[str, ...], name: str = "", *, plain: bool = False) -> RawTable:
    """A sheet; real dates and numbers of the cells are written out plainly; what is beside it is noted."""
    rows, notes, sheet = _sheet_rows(path, name)
    if plain:
        _refuse_unseen(path, sheet)
    if not rows:
        raise DecorError(msg("The file has no rows."))
    header = ["" if name is None else str(name).strip() for name in rows[0][1]]
    width = max((column + 1 for column, name in enumerate(header) if name), default=0)
    if width == 0:
        raise DecorError(msg("The first line is empty; it must name the columns."))
    # A column without a name cannot be meant; it is left out.
    kept = [column for column in range(width) if header[column]]
    texts = [[_plain(row[column]) if column < len(row) else "" for column in kept] for _, row in rows[1:]]
    filled = [(number, line) for (number, _), line in zip(rows[1:], texts, strict=True) if any(line)]
    cells = pd.DataFrame([line for _, line in filled], columns=[header[column] for column in kept], dtype=str)
    numbers = {number for number, _ in filled}
    native = [
        [isinstance(row[column], int | float) if column < len(row) else False for column in kept]
        for number, row in rows[1:]
        if number in numbers
    ]
    exact = pd.DataFrame(native, columns=cells.columns, dtype=bool)
    notes = [*notes, *_hidden(path, sheet, numbers)]
    return RawTable(cells, [number for number, _ in filled], notes=notes, exact=exact)


def _hidden(path: Path, sheet: str, rows: set[int]) -> list[Message]:
    """Hidden rows and merged cells of a sheet: nobody sees in a table of texts that they were there."""
    hidden, merged = 0, []
    with zipfile.ZipFile(path) as packed, packed.open(sheet.lstrip("/")) as file:
        rest = ""
        for chunk in iter(lambda: file.read(CHUNK), b""):
            rest += chunk.decode("utf-8", "replace")
            # Whole elements only; the last one may be cut.
            whole, _, rest = rest.rpartition("<")
            rest = f"<{rest}"
            hidden += sum(int(number) in rows for number in HIDDEN_ROW.findall(whole))
            merged += MERGED.findall(whole)
    notes = [msg("{n} hidden rows were read like the others.", n=str(hidden))] if hidden else []
    if merged:
        refs = ", ".join(merged[:8])[:200]
        notes.append(msg("Merged cells hold a value in their first cell only: {refs}.", refs=refs))
    return notes


def _refuse_unseen(path: Path, sheet: str) -> None:
    """What of a workbook the eye does not see; where it stands is said.

    Raises
    ------
    DecorError
        With the first kind of it.
    """
    with zipfile.ZipFile(path) as packed:
        if any(name.endswith("vbaProject.bin") for name in packed.namelist()):
            raise DecorError(msg("The workbook holds macros; save it without them (.xlsx)."))
        book = packed.read("xl/workbook.xml").decode("utf-8", "replace")
        text = packed.read(sheet.lstrip("/")).decode("utf-8", "replace")
    kinds = (
        ("Hidden sheets: {refs}. Show or remove them.", HIDDEN_SHEET.findall(book)),
        ("Hidden rows: {refs}. Show or remove them.", HIDDEN_ROW.findall(text)),
        ("Merged cells: {refs}. Write every cell by itself.", MERGED.findall(text)),
        ("Formulas in {refs}. Put their values in their place.", FORMULA.findall(text)),
    )
    for words, refs in kinds:
        if refs:
            shown = ", ".join(refs[:8])
            raise DecorError(msg(words, refs=f"{shown}, …" if len(refs) > 8 else shown))


def _sheet_rows(path: Path, name: str = "") -> tuple[list[tuple[int, list[object]]], list[Message], str]:
    """Filled rows of a sheet with their numbers, cut to a sane width and length; other sheets; its file."""
    from openpyxl import load_workbook

    filled: list[tuple[int, list[object]]] = []
    _refuse_bomb(path)
    try:
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = next((each for each in book.worksheets if each.title == name), book.worksheets[0])
        others = ", ".join(other.title for other in book.worksheets if other is not sheet)[:200]
        notes = [msg("The workbook has other sheets, which were not read: {names}.", names=others)] if others else []
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), 1):
            if number > MOST_SHEET_ROWS:
                raise DecorError(msg("The sheet is longer than {n} rows; split it.", n=str(MOST_SHEET_ROWS)))
            if any(value is not None for value in row) or not filled:
                filled.append((number, list(row)))
    except DecorError:
        raise
    except Exception as error:
        # A damaged workbook fails in as many ways as it has parts; the operator needs one sentence.
        raise DecorError(msg("The workbook cannot be opened; it may be cut off or protected.")) from error
    return filled, notes, str(sheet._worksheet_path)


def _refuse_bomb(path: Path) -> None:
    """A workbook is a ZIP; what it unpacks to is known before it is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except zipfile.BadZipFile as error:
        raise DecorError(msg("The workbook cannot be opened; it may be cut off or protected.")) from error
    if size > MOST_BYTES or size > MOST_PACKED * max(path.stat().st_size, 1):
        raise DecorError(
            msg("The workbook unpacks to {n} MB; that cannot be an ordinary table.", n=str(size // 1_000_000))
        )


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        # As a plain text, never 1e-05.
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return str(value).strip()


def read_geojson(path: Path, expected: tuple[str, ...]) -> RawTable:
    """A FeatureCollection in WGS84; points also give ``lon`` and ``lat``."""
    try:
        features = json.loads(_decode(path.read_bytes()))["features"]
        if not isinstance(features, list):
            raise TypeError(type(features))
        return _from_features(features)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise DecorError(msg("The file is no GeoJSON FeatureCollection, or it is cut off.")) from error


def read_geopackage(path: Path, expected: tuple[str, ...]) -> RawTable:
    """First layer, brought to WGS84."""
    _refuse_other_than_geopackage(path)
    # GDAL decides by content: no other driver may open what comes in, and nothing is fetched.
    os.environ.update(GDAL_SKIP="VRT", OGR_SKIP=OTHER_DRIVERS, CPL_VSIL_CURL_ALLOWED_EXTENSIONS="{none}")
    import geopandas
    from pyogrio.errors import DataSourceError

    try:
        layer = geopandas.read_file(path)
    except (DataSourceError, ValueError) as error:
        raise DecorError(msg("The GeoPackage cannot be opened; it may be cut off.")) from error
    if layer.crs is not None:
        layer = layer.to_crs(4326)
    return _from_features(json.loads(layer.to_json(default=str))["features"])


def _refuse_other_than_geopackage(path: Path) -> None:
    """A GeoPackage is an SQLite file with its own mark; a virtual source under its name could read anything."""
    with path.open("rb") as file:
        head = file.read(100)
    marks = (b"GPKG", b"GP10", b"GP11")
    if not head.startswith(b"SQLite format 3\x00") or head[68:72] not in marks:
        raise DecorError(msg("The GeoPackage cannot be opened; it may be cut off."))
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'"
            )
            unusual = rows.fetchone()[0] - _spatial_indexes(connection)
        except sqlite3.DatabaseError as error:
            raise DecorError(msg("The GeoPackage cannot be opened; it may be cut off.")) from error
    if unusual > 0:
        raise DecorError(msg("The GeoPackage holds views or virtual tables; export plain layers."))


def _spatial_indexes(connection: sqlite3.Connection) -> int:
    """Virtual tables that every GeoPackage with an index has."""
    question = (
        "SELECT count(*) FROM sqlite_master WHERE name LIKE 'rtree_%' AND sql LIKE 'CREATE VIRTUAL TABLE%USING rtree%'"
    )
    return int(connection.execute(question).fetchone()[0])


def _from_features(features: list[dict[str, Any]]) -> RawTable:
    rows, native = [], []
    geometry = []
    for feature in features:
        given = feature.get("properties") or {}
        row = {str(name): _plain(value) for name, value in given.items()}
        exactly = {str(name): isinstance(value, int | float) for name, value in given.items()}
        shape = feature.get("geometry")
        if shape and shape.get("type") == "Point":
            row.setdefault("lon", _plain(float(shape["coordinates"][0])))
            row.setdefault("lat", _plain(float(shape["coordinates"][1])))
            exactly = {"lon": True, "lat": True, **exactly}
        rows.append(row)
        native.append(exactly)
        geometry.append(shape)
    cells = pd.DataFrame(rows, dtype=str).fillna("")
    exact = pd.DataFrame(native, columns=cells.columns).fillna(False).astype(bool)
    return RawTable(cells, list(range(1, len(rows) + 1)), geometry=geometry, exact=exact)
