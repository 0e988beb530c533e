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

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE area (code TEXT PRIMARY KEY, name TEXT, full_name TEXT, level TEXT, parent TEXT, people INTEGER,
  area_km2 REAL, simulated INTEGER, unit TEXT, x REAL, y REAL, left REAL, top REAL, right REAL, bottom REAL,
  path TEXT, geometry TEXT, valid_from TEXT);
CREATE INDEX area_level ON area (level, code);
CREATE TABLE covid (period TEXT, level TEXT, area TEXT, ends_on TEXT, known_on TEXT, state TEXT, value INTEGER,
  low INTEGER, high INTEGER, basis TEXT, share REAL, PRIMARY KEY (area, period, ends_on)) WITHOUT ROWID;
CREATE INDEX covid_level ON covid (period, level, ends_on);
CREATE TABLE indicator (id TEXT PRIMARY KEY, subject TEXT, title_id TEXT, title_en TEXT, unit_id TEXT, unit_en TEXT,
  formula_id TEXT, formula_en TEXT, finest TEXT, direction TEXT, decimals INTEGER, dataset TEXT, breaks TEXT);
CREATE TABLE value (indicator TEXT, level TEXT, area TEXT, date TEXT, state TEXT, value REAL, numerator REAL,
  denominator REAL, PRIMARY KEY (area, indicator, date)) WITHOUT ROWID;
CREATE INDEX value_level ON value (indicator, level, date);
CREATE TABLE wifi_point (code TEXT PRIMARY KEY, area TEXT, lon REAL, lat REAL, x REAL, y REAL, status TEXT,
  live_on TEXT);
CREATE INDEX wifi_area ON wifi_point (area);
CREATE TABLE wifi_near (area TEXT PRIMARY KEY, point TEXT, metres INTEGER);
CREATE TABLE pickup (area TEXT, stream TEXT, last_on TEXT, last_state TEXT, next_on TEXT,
  PRIMARY KEY (area, stream)) WITHOUT ROWID;
CREATE TABLE progress (dimension TEXT, date TEXT, planned REAL, actual REAL, actions INTEGER,
  PRIMARY KEY (dimension, date)) WITHOUT ROWID;
CREATE TABLE action (code TEXT PRIMARY KEY, dimension TEXT, term TEXT, programme TEXT, name TEXT,
  example INTEGER, opd TEXT,
  partner TEXT, planned REAL, actual REAL, light TEXT);
CREATE TABLE weighting (id TEXT PRIMARY KEY, value REAL);
CREATE TABLE place (code TEXT PRIMARY KEY, kind TEXT, name TEXT, area TEXT, lon REAL, lat REAL, x REAL, y REAL);
CREATE TABLE dataset (id TEXT PRIMARY KEY, title_id TEXT, title_en TEXT, owner TEXT, source TEXT, cadence_hours REAL,
  received TEXT, data_to TEXT, simulated INTEGER);
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


COVID_COLUMNS = tuple(one.name for one in fields(Figure))


def in_force(folder: Path) -> Path | None:
    """The file of the edition in force; None before the first."""
    link = folder / LINK
    return link.resolve() if link.exists() else None


def earlier(folder: Path) -> Earlier | None:
    """The edition in force, as far as the next one builds on it."""
    path = in_force(folder)
    if path is None:
        return None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        meta = dict(connection.execute("SELECT key, value FROM meta"))
        covid = [Figure(*row) for row in connection.execute(f"SELECT {', '.join(COVID_COLUMNS)} FROM covid")]
        editions = connection.execute("SELECT * FROM edition ORDER BY version").fetchall()
    return Earlier(int(meta["version"]), meta, covid, editions)


def covid_rows(path: Path) -> list[dict[str, Any]]:
    """The COVID rows of a product's file, as an attacker reads them."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute("SELECT * FROM covid")]


def editions(folder: Path) -> list[Path]:
    """Files of every edition that was in force and is kept, oldest first; one that was never put in force is none."""
    newest = in_force(folder)
    found = sorted(folder.glob("edition-*/product.sqlite"))
    return [path for path in found if newest is not None and path.parent.name <= newest.parent.name]


def distinct_covid(paths: Iterable[Path]) -> list[list[dict[str, Any]]]:
    """COVID rows of editions, oldest first; an edition that says the same as the one before is left out."""
    found: list[list[dict[str, Any]]] = []
    for path in paths:
        rows = covid_rows(path)
        if not found or rows != found[-1]:
            found.append(rows)
    return found


def write(folder: Path, product: Product) -> Path:
    """Write an edition into a folder of its own; nobody reads it before `put_in_force`.

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
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
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
    """Point the readers to an edition: one rename, so that nobody ever sees half of one."""
    link = folder / f".{LINK}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(path.relative_to(folder))
    link.replace(folder / LINK)
    for old in editions(folder)[:-KEPT_EDITIONS]:
        shutil.rmtree(old.parent)


# -- open files --------------------------------------------------------------------------------

TABLES: dict[str, tuple[str, str]] = {
    "covid-mingguan.csv": (
        "covid",
        "SELECT area, level, ends_on AS week_ending, state, value, low, high, round(share, 3) AS share_reported, "
        "known_on "
        "FROM covid WHERE period = 'week' ORDER BY ends_on, area",
    ),
    "covid-empat-minggu.csv": (
        "covid",
        "SELECT area, level, ends_on AS block_ending, state, value, low, high, basis, round(share, 3) AS "
        "share_reported, "
        "known_on FROM covid WHERE period = 'block' ORDER BY ends_on, area",
    ),
    "indikator.csv": (
        "indicators",
        "SELECT indicator, level, area, date, state, value, numerator, denominator FROM value "
        "ORDER BY indicator, date, area",
    ),
    "titik-wifi.csv": ("wifi", "SELECT code, area, lon, lat, status, live_on FROM wifi_point ORDER BY code"),
    "jadwal-sampah.csv": (
        "waste",
        "SELECT area, stream, last_on, last_state, next_on FROM pickup ORDER BY area, stream",
    ),
    "program-kemajuan.csv": (
        "programme",
        "SELECT dimension, date, planned, actual, actions FROM progress ORDER BY dimension, date",
    ),
    "program-aksi.csv": (
        "programme",
        "SELECT code, dimension, term, programme, name, example, opd, partner, planned, actual, light FROM "
        "action ORDER BY code",
    ),
    "wilayah.csv": (
        "areas",
        "SELECT code, full_name AS name, level, parent, people, area_km2, simulated, unit, valid_from FROM area "
        "ORDER BY code",
    ),
}
DICTIONARY = "kamus-data.csv"
LICENCE = "LISENSI.txt"


def _write_files(connection: sqlite3.Connection, folder: Path) -> Iterable[tuple[str, str, int]]:
    for name, (dataset, question) in TABLES.items():
        rows = connection.execute(question)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column[0] for column in rows.description])
            count = 0
            for row in rows:
                writer.writerow(["" if cell is None else cell for cell in row])
                count += 1
        yield name, dataset, count
    for level in ("kota", "kecamatan", "kelurahan", "rw"):
        yield _areas_file(connection, folder, level)
    points = [
        _feature(row[0], {"type": "Point", "coordinates": [row[1], row[2]]}, {"area": row[3], "status": row[4]})
        for row in connection.execute("SELECT code, lon, lat, area, status FROM wifi_point ORDER BY code")
    ]
    _write_geojson(folder / "titik-wifi.geojson", points)
    yield "titik-wifi.geojson", "wifi", len(points)
    with (folder / DICTIONARY).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "column", "meaning_id", "meaning_en"])
        found = [(name, *entry) for name, entries in DICTIONARY_ROWS.items() for entry in entries]
        writer.writerows(found)
    yield DICTIONARY, "all", len(found)
    (folder / LICENCE).write_text(LICENCE_TEXT, "utf-8")
    yield LICENCE, "all", 0


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


_AREA = (
    "area",
    "kode wilayah Kemendagri; RW: kode kelurahan dan nomor RW",
    "Kemendagri area code; RW: the kelurahan's code and the RW's number",
)
_LEVEL = ("level", "tingkat wilayah: kota, kecamatan, kelurahan, rw", "level: kota, kecamatan, kelurahan, rw")
_STATE = (
    "state",
    "ok: nilai tepat; hidden: hanya rentang; no_report: tidak ada laporan; incomplete: laporan belum lengkap; "
    "not_applicable: tidak berlaku",
    "ok: exact; hidden: an interval only; no_report: nothing was reported; incomplete: reports are missing; "
    "not_applicable: does not apply",
)
_VALUE = (
    "value",
    "kasus baru terkonfirmasi menurut tanggal kejadian; kosong bila disembunyikan",
    "new confirmed cases by event date; empty when hidden",
)
_LOW = ("low", "batas bawah rentang, termasuk", "lower end of the interval, included")
_HIGH = (
    "high",
    "batas atas rentang, termasuk; kosong berarti tanpa batas atas",
    "upper end of the interval, included; empty means no upper end",
)
_SHARE = ("share_reported", "bagian laporan RW yang masuk, 0 sampai 1", "part of the RW reports that came in, 0 to 1")
_KNOWN = (
    "known_on",
    "laporan sampai hari ini termasuk; angka pekan tidak diubah sesudahnya",
    "reports up to this day are in; a week's figure is not changed afterwards",
)
DICTIONARY_ROWS: dict[str, list[tuple[str, str, str]]] = {
    "covid-mingguan.csv": [
        _AREA,
        _LEVEL,
        ("week_ending", "hari Minggu, akhir pekan", "Sunday, the week's end"),
        _STATE,
        _VALUE,
        _LOW,
        _HIGH,
        _SHARE,
        _KNOWN,
    ],
    "covid-empat-minggu.csv": [
        _AREA,
        _LEVEL,
        ("block_ending", "hari terakhir empat pekan", "last day of the four weeks"),
        _STATE,
        _VALUE,
        _LOW,
        _HIGH,
        (
            "basis",
            "band: golongan yang diumumkan; total: jumlah; weeks: hanya penjumlahan golongan mingguan",
            "band: the published bands; total: a sum; weeks: only what the weekly bands add up to",
        ),
        _SHARE,
        _KNOWN,
    ],
    "indikator.csv": [
        ("indicator", "id indikator, lihat /api/v1/indicators", "indicator id, see /api/v1/indicators"),
        _LEVEL,
        _AREA,
        ("date", "hari terakhir jendela indikator", "last day of the indicator's window"),
        _STATE,
        ("value", "nilai dalam satuan indikator", "value in the indicator's unit"),
        ("numerator", "jumlah pembilang", "sum of the numerator"),
        ("denominator", "jumlah penyebut", "sum of the denominator"),
    ],
    "titik-wifi.csv": [
        ("code", "kode titik", "point code"),
        _AREA,
        ("lon", "derajat bujur timur (WGS84)", "degrees east (WGS84)"),
        ("lat", "derajat lintang (WGS84)", "degrees north (WGS84)"),
        (
            "status",
            "live: hidup; down: mati; refused: ditolak warga; waiting: terdaftar, belum dipasang",
            "live; down; refused by residents; waiting: registered, not yet installed",
        ),
        ("live_on", "tanggal mulai hidup", "first day in service"),
    ],
    "jadwal-sampah.csv": [
        _AREA,
        ("stream", "organic: organik; inorganic: anorganik; residue: residu", "organic, inorganic, residue"),
        ("last_on", "jadwal terakhir yang dilaporkan", "last round reported"),
        ("last_state", "done: terangkut; late: terlambat; missed: tidak terangkut", "done, late, missed"),
        (
            "next_on",
            "perkiraan jadwal berikut dari irama putaran terakhir",
            "expected next round, from the rhythm of the last ones",
        ),
    ],
    "program-kemajuan.csv": [
        ("dimension", "all atau satu dari enam dimensi", "all, or one of the six dimensions"),
        ("date", "tanggal laporan monev", "day of the monev report"),
        ("planned", "rencana sampai tanggal itu, persen", "plan to date, percent"),
        ("actual", "tercapai, persen", "reached, percent"),
        ("actions", "banyaknya aksi", "number of actions"),
    ],
    "program-aksi.csv": [
        ("code", "kode aksi", "action code"),
        ("dimension", "dimensi", "dimension"),
        ("term", "short: pendek; medium: menengah; long: panjang", "short, medium, long"),
        ("programme", "nama program", "programme"),
        ("name", "nama aksi", "action"),
        ("example", "1: nama contoh (simulasi)", "1: an example name (simulated)"),
        ("opd", "perangkat daerah", "city department"),
        ("partner", "mitra", "partner"),
        ("planned", "rencana, persen dari target", "plan, percent of the target"),
        ("actual", "tercapai, persen dari target", "reached, percent of the target"),
        ("light", "on_plan: sesuai; watch: perlu perhatian; held: tertahan", "on_plan, watch, held"),
    ],
    "wilayah.csv": [
        ("code", "kode wilayah Kemendagri", "Kemendagri area code"),
        ("name", "nama", "name"),
        _LEVEL,
        ("parent", "kode induk", "code of the parent"),
        ("people", "penduduk", "residents"),
        ("area_km2", "luas, km²", "area, km²"),
        ("simulated", "1: batas simulasi", "1: simulated border"),
        ("unit", "satuan tampil; RW di bawah 500 jiwa digabung", "display unit; RW under 500 people are merged"),
        ("valid_from", "berlaku sejak", "valid from"),
    ],
}
LICENCE_TEXT = """Data terbuka Kota Depok per RW / Depok open data by RW

Lisensi / licence: Creative Commons Attribution 4.0 (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/
Sebut / attribute: "Depok City Operating Room (DeCOR)".
Batas kelurahan / kelurahan borders: measured on github.com/cahyadsn/wilayah_boundaries (MIT, (c) 2025 cahya dsn).
Kode dan nama wilayah / area codes and names: github.com/fityannugroho/idn-area-data (ODbL).
Batas RW dan data yang bertanda simulasi dibuat untuk contoh /
RW borders and data marked simulated are made up as an example.
"""
