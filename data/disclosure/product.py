"""The product: one SQLite file and a folder of open files, put in force by renaming one link."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from data.disclosure.covid import Figure
from data.disclosure.parts import AREA, LEVEL, STATE, OpenTable
from data.disclosure.subjects import PARTS

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE area (code TEXT PRIMARY KEY, name TEXT, full_name TEXT, level TEXT, parent TEXT, people INTEGER,
  area_km2 REAL, simulated INTEGER, unit TEXT, x REAL, y REAL, left REAL, top REAL, right REAL, bottom REAL,
  path TEXT, geometry TEXT, valid_from TEXT);
CREATE INDEX area_level ON area (level, code);
CREATE TABLE indicator (id TEXT PRIMARY KEY, subject TEXT, title_id TEXT, title_en TEXT, unit_id TEXT, unit_en TEXT,
  formula_id TEXT, formula_en TEXT, why_id TEXT, why_en TEXT,
  limits_id TEXT, limits_en TEXT, check_id TEXT, check_en TEXT, source_id TEXT, source_en TEXT, finest TEXT,
  direction TEXT, decimals INTEGER, dataset TEXT, breaks TEXT);
CREATE TABLE value (indicator TEXT, level TEXT, area TEXT, date TEXT, state TEXT, value REAL, numerator REAL,
  denominator REAL, PRIMARY KEY (area, indicator, date)) WITHOUT ROWID;
CREATE INDEX value_level ON value (indicator, level, date);
CREATE TABLE dataset (id TEXT PRIMARY KEY, title_id TEXT, title_en TEXT, owner TEXT, source TEXT, cadence_hours REAL,
  received TEXT, data_to TEXT, simulated INTEGER, partly INTEGER);
CREATE TABLE subject (position INTEGER PRIMARY KEY, id TEXT, slug TEXT, title_id TEXT, title_en TEXT,
  description_id TEXT, description_en TEXT, measures TEXT, card TEXT, area TEXT, datasets TEXT);
CREATE TABLE open_dataset (position INTEGER PRIMARY KEY, id TEXT, title_id TEXT, title_en TEXT,
  words_id TEXT, words_en TEXT, datasets TEXT, example TEXT);
CREATE TABLE edition (version INTEGER PRIMARY KEY, published_at TEXT, week TEXT);
CREATE TABLE file (name TEXT PRIMARY KEY, dataset TEXT, bytes INTEGER, sha256 TEXT, rows INTEGER);
"""
LINK = "product.sqlite"
KEPT_EDITIONS = 6


@dataclass
class Product:
    """Everything that one edition holds.

    Attributes
    ----------
    tables : dict
        Table → rows in the order of its columns.
    meta : dict
        What the edition says of itself.
    """

    covid: list[Figure]
    meta: dict[str, str]
    tables: dict[str, list[Sequence[Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Earlier:
    """What the edition in force says."""

    version: int
    meta: dict[str, str]
    covid: list[Figure]
    editions: list[tuple[Any, ...]]


COVID_COLUMNS = tuple(column.name for column in fields(Figure))


def schema() -> str:
    """Every table of a product.

    Returns
    -------
    str
        SQL of the common tables and of what each subject adds.
    """
    return SCHEMA + "".join(contribution.schema for contribution in PARTS)


def in_force(folder: Path) -> Path | None:
    """The file of the edition in force.

    Parameters
    ----------
    folder : Path
        Where the editions lie.

    Returns
    -------
    Path or None
        None before the first edition.
    """
    link = folder / LINK
    return link.resolve() if link.exists() else None


def earlier(folder: Path) -> Earlier | None:
    """The edition in force, as far as the next one builds on it.

    Parameters
    ----------
    folder : Path
        Where the editions lie.

    Returns
    -------
    Earlier or None
        None before the first edition.
    """
    path = in_force(folder)
    if path is None:
        return None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        covid = [Figure(*row) for row in connection.execute(f"SELECT {', '.join(COVID_COLUMNS)} FROM covid")]
        editions = connection.execute("SELECT * FROM edition ORDER BY version").fetchall()
    return Earlier(int(meta["version"]), meta, covid, editions)


def covid_rows(path: Path) -> list[dict[str, Any]]:
    """The COVID rows of a product's file, as an attacker reads them.

    Parameters
    ----------
    path : Path
        SQLite file of an edition.

    Returns
    -------
    list of dict
        Column → value, None where it is hidden or has no upper end.
    """
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM covid")]


def editions(folder: Path) -> list[Path]:
    """Files of every edition that was in force and is kept; one that was never put in force is none.

    Parameters
    ----------
    folder : Path
        Where the editions lie.

    Returns
    -------
    list of Path
        Oldest first; empty before the first edition.
    """
    newest = in_force(folder)
    kept = sorted(folder.glob("edition-*/product.sqlite"))
    return [path for path in kept if newest is not None and path.parent.name <= newest.parent.name]


def distinct_covid(paths: Iterable[Path]) -> list[list[dict[str, Any]]]:
    """COVID rows of editions; an edition that says the same as the one before is left out.

    Parameters
    ----------
    paths : iterable of Path
        SQLite files of editions, oldest first.

    Returns
    -------
    list of list of dict
        Rows of each edition that is left, in the same order.
    """
    distinct: list[list[dict[str, Any]]] = []
    for path in paths:
        rows = covid_rows(path)
        if not distinct or rows != distinct[-1]:
            distinct.append(rows)
    return distinct


def write(folder: Path, product: Product) -> Path:
    """Write an edition into a folder of its own; nobody reads it before `put_in_force`.

    Parameters
    ----------
    folder : Path
        Where the editions lie; what an earlier attempt left of the same edition is removed.
    product : Product
        Its meta has the ``version``.

    Returns
    -------
    Path
        ``<folder>/edition-<version>/product.sqlite``.
    """
    home = folder / f"edition-{int(product.meta['version']):05d}"
    shutil.rmtree(home, ignore_errors=True)
    files = home / "files"
    files.mkdir(parents=True)
    target = home / "product.sqlite"
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + schema())
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(product.meta.items()))
        marks = ", ".join("?" * len(COVID_COLUMNS))
        connection.executemany(
            f"INSERT INTO covid VALUES ({marks})",
            ([getattr(row, name) for name in COVID_COLUMNS] for row in product.covid),
        )
        for table, rows in product.tables.items():
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        for name, dataset, count in _write_files(connection, files):
            body = (files / name).read_bytes()
            digest = hashlib.sha256(body).hexdigest()
            connection.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", (name, dataset, len(body), digest, count))
        connection.commit()
    with closing(sqlite3.connect(target)) as connection:
        sums = connection.execute("SELECT sha256, name FROM file ORDER BY name").fetchall()
    (files / "SHA256SUMS").write_text("".join(f"{digest}  {name}\n" for digest, name in sums), "utf-8")
    return target


def put_in_force(folder: Path, path: Path) -> None:
    """Point the readers to an edition: one rename, so that nobody ever sees half of one.

    Parameters
    ----------
    folder : Path
        Where the editions lie; all but the newest six are removed.
    path : Path
        SQLite file of the edition, inside the folder.
    """
    link = folder / f".{LINK}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.relative_to(folder))
    link.replace(folder / LINK)
    for old in editions(folder)[:-KEPT_EDITIONS]:
        shutil.rmtree(old.parent)


# -- open files --------------------------------------------------------------------------------

SIMULATED = ("simulated", "1: data simulasi, dibuat untuk contoh", "1: simulated data, made up as an example")


def _both(name: str, meaning_id: str, meaning_en: str) -> tuple[tuple[str, str, str], ...]:
    """A column in both languages."""
    return (
        (f"{name}_id", f"{meaning_id}, bahasa Indonesia", f"{meaning_en}, Indonesian"),
        (f"{name}_en", f"{meaning_id}, bahasa Inggris", f"{meaning_en}, English"),
    )


BASE_FILES: dict[str, OpenTable] = {
    "indikator.csv": OpenTable(
        dataset="indicators",
        question="SELECT v.indicator, v.level, v.area, v.date, v.state, v.value, v.numerator, v.denominator, "
        "d.simulated FROM value v JOIN indicator i ON i.id = v.indicator JOIN dataset d ON d.id = i.dataset "
        "ORDER BY v.indicator, v.date, v.area",
        columns=(
            ("indicator", "id indikator, lihat indikator-kartu.csv", "indicator id, see indikator-kartu.csv"),
            LEVEL,
            AREA,
            ("date", "hari terakhir jendela indikator", "last day of the indicator's window"),
            STATE,
            ("value", "nilai dalam satuan indikator", "value in the indicator's unit"),
            ("numerator", "jumlah pembilang", "sum of the numerator"),
            ("denominator", "jumlah penyebut", "sum of the denominator"),
            SIMULATED,
        ),
    ),
    "indikator-kartu.csv": OpenTable(
        dataset="indicators",
        question="SELECT i.id AS indicator, i.title_id, i.title_en, i.unit_id, i.unit_en, i.formula_id, i.formula_en, "
        "i.why_id, i.why_en, i.limits_id, i.limits_en, i.check_id, i.check_en, i.source_id, i.source_en, "
        "i.decimals, i.direction, "
        "d.simulated FROM indicator i JOIN dataset d ON d.id = i.dataset ORDER BY i.id",
        columns=(
            ("indicator", "id indikator", "indicator id"),
            *_both("title", "nama", "name"),
            *_both("unit", "satuan", "unit"),
            *_both("formula", "cara menghitung", "how it is reckoned"),
            *_both("why", "untuk apa", "what it is for"),
            *_both("limits", "yang tidak dikatakannya", "what it does not say"),
            *_both("check", "terhadap apa hitungannya diperiksa", "against what its computation was checked"),
            *_both("source", "sumber definisi", "source of the definition"),
            ("decimals", "desimal dalam tulisan", "decimals it is written with"),
            ("direction", "arah yang baik: higher, lower, none", "which way is better: higher, lower, none"),
            SIMULATED,
        ),
    ),
    "wilayah.csv": OpenTable(
        dataset="areas",
        question="SELECT code, full_name AS name, level, parent, people, area_km2, simulated, unit, valid_from "
        "FROM area ORDER BY code",
        columns=(
            ("code", "kode wilayah Kemendagri", "Kemendagri area code"),
            ("name", "nama", "name"),
            LEVEL,
            ("parent", "kode induk", "code of the parent"),
            ("people", "penduduk", "residents"),
            ("area_km2", "luas, km²", "area, km²"),
            ("simulated", "1: batas simulasi", "1: simulated border"),
            ("unit", "satuan tampil; RW di bawah 500 jiwa digabung", "display unit; RW under 500 people are merged"),
            ("valid_from", "berlaku sejak", "valid from"),
        ),
    ),
}
DICTIONARY = "kamus-data.csv"
LICENCE = "LISENSI.txt"


def _write_files(connection: sqlite3.Connection, folder: Path) -> Iterable[tuple[str, str, int]]:
    tables = {**BASE_FILES, **{name: table for contribution in PARTS for name, table in contribution.files.items()}}
    made = _simulated(connection)
    for name, table in tables.items():
        rows = connection.execute(table.question)
        heads = [column[0] for column in rows.description]
        # A file that leaves its folder still says what it is.
        mark = [] if SIMULATED[0] in heads else [made[table.dataset]]
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([*heads, *([SIMULATED[0]] if mark else [])])
            count = 0
            for row in rows:
                writer.writerow(["" if cell is None else cell for cell in (*row, *mark)])
                count += 1
        yield name, table.dataset, count
    for level in ("kota", "kecamatan", "kelurahan", "rw"):
        yield _areas_file(connection, folder, level)
    for contribution in PARTS:
        for name, (dataset, question) in contribution.features.items():
            simulated = bool(made[dataset])
            points = [
                _feature(
                    row[0],
                    {"type": "Point", "coordinates": [row[1], row[2]]},
                    {"area": row[3], "status": row[4], "simulated": simulated},
                )
                for row in connection.execute(question)
            ]
            _write_geojson(folder / name, points)
            yield name, dataset, len(points)
    with (folder / DICTIONARY).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "column", "meaning_id", "meaning_en"])
        entries = [(name, *entry) for name, table in tables.items() for entry in _explained(table)]
        writer.writerows(entries)
    yield DICTIONARY, "all", len(entries)
    (folder / LICENCE).write_text(LICENCE_TEXT, "utf-8")
    yield LICENCE, "all", 0


def _simulated(connection: sqlite3.Connection) -> dict[str, int]:
    """1 for every open dataset of which something is simulated, else 0."""
    feeds = dict(connection.execute("SELECT id, simulated FROM dataset").fetchall())
    behind = connection.execute("SELECT id, datasets FROM open_dataset").fetchall()
    return {name: int(any(feeds.get(feed) for feed in json.loads(datasets))) for name, datasets in behind}


def _explained(table: OpenTable) -> Sequence[tuple[str, str, str]]:
    """A file's columns in words, with the mark that every file carries."""
    own = {column[0] for column in table.columns}
    return table.columns if SIMULATED[0] in own else (*table.columns, SIMULATED)


def _areas_file(connection: sqlite3.Connection, folder: Path, level: str) -> tuple[str, str, int]:
    question = "SELECT code, geometry, full_name, parent, people, simulated FROM area WHERE level = ? ORDER BY code"
    features = [
        _feature(code, json.loads(shape), {"name": name, "parent": parent, "people": people, "simulated": bool(made)})
        for code, shape, name, parent, people, made in connection.execute(question, (level,))
    ]
    name = f"wilayah-{level}.geojson"
    _write_geojson(folder / name, features)
    return name, "areas", len(features)


def _feature(code: str, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": code, "properties": {"code": code, **properties}, "geometry": geometry}


def _write_geojson(path: Path, features: list[dict[str, Any]]) -> None:
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, separators=(",", ":"), ensure_ascii=False), "utf-8")


LICENCE_TEXT = """Data terbuka Kota Depok per RW / Depok open data by RW

Lisensi / licence: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/
Sebut / attribute: "Depok City Operating Room (DeCOR)".
Batas kelurahan / kelurahan borders: measured on github.com/cahyadsn/wilayah_boundaries (MIT, (c) 2025 cahya dsn).
Kode dan nama wilayah / area codes and names: github.com/fityannugroho/idn-area-data (ODbL).
Batas RW dan data yang bertanda simulasi dibuat untuk contoh /
RW borders and data marked simulated are made up as an example.
"""
