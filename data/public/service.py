"""One method per question of the public pages, answered from the product in force."""

from __future__ import annotations

import csv
import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from data.domain.areas import CITY, Level, parent_of
from data.domain.errors import DecorError, NotFoundError, msg
from data.domain.public_views import (
    PRODUCT_FORMAT,
    CovidFigure,
    Edition,
    FindingTally,
    Near,
    OpenDatasetPage,
    OpenFile,
    PastEdition,
    PickUp,
    Point,
    ProgressPoint,
    PublicAction,
    PublicArea,
    PublicCohort,
    PublicDataset,
    PublicIndicator,
    PublicPlace,
    PublicProgramme,
    PublicStatement,
    PublicSubject,
    PublicValue,
    Quarter,
    QuarterDimension,
    Weighting,
    tally_by_area,
)
from data.domain.states import freshness
from data.public.reports import Reports
from data.settings import WIB

LINK = "product.sqlite"
LOOK_SECONDS = 1.0
PREPARING = msg("The first public edition is being prepared; it takes about a minute.")


class NotPublishedError(DecorError):
    """There is no edition yet."""


class Reader:
    """One edition: immutable, so everything small is read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()

    def rows(self, question: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Rows of a question."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
            connection.row_factory = sqlite3.Row
        fetched: list[sqlite3.Row] = connection.execute(question, values).fetchall()
        return fetched

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the edition says of itself."""
        return {row["key"]: row["value"] for row in self.rows("SELECT key, value FROM meta")}

    @cached_property
    def areas(self) -> dict[str, PublicArea]:
        """Every area by code."""
        areas = {}
        for row in self.rows("SELECT * FROM area ORDER BY code"):
            areas[row["code"]] = PublicArea(
                row["code"],
                row["name"],
                row["full_name"],
                Level(row["level"]),
                row["parent"],
                row["people"],
                row["area_km2"],
                bool(row["simulated"]),
                row["unit"],
                row["x"],
                row["y"],
                (row["left"], row["top"], row["right"], row["bottom"]),
                row["path"],
            )
        return areas

    @cached_property
    def indicators(self) -> dict[str, PublicIndicator]:
        """Declarations of the open indicators."""
        return {
            row["id"]: PublicIndicator(
                row["id"],
                row["subject"],
                _both(row, "title"),
                _both(row, "unit"),
                _both(row, "formula"),
                _both(row, "why"),
                _both(row, "limits"),
                _both(row, "check"),
                _both(row, "source"),
                Level(row["finest"]),
                row["direction"],
                row["decimals"],
                row["dataset"],
                tuple(json.loads(row["breaks"])),
            )
            for row in self.rows("SELECT * FROM indicator")
        }

    @cached_property
    def subjects(self) -> tuple[PublicSubject, ...]:
        """Published subjects."""
        return tuple(
            PublicSubject(
                row["id"],
                row["slug"],
                _both(row, "title"),
                _both(row, "description"),
                tuple(json.loads(row["measures"])),
                row["card"],
                tuple(json.loads(row["area"])),
                tuple(json.loads(row["datasets"])),
            )
            for row in self.rows("SELECT * FROM subject ORDER BY position")
        )

    @cached_property
    def open_datasets(self) -> dict[str, OpenDatasetPage]:
        """Pages of the open data."""
        return {
            row["id"]: OpenDatasetPage(
                row["id"], _both(row, "title"), _both(row, "words"), tuple(json.loads(row["datasets"])), row["example"]
            )
            for row in self.rows("SELECT * FROM open_dataset ORDER BY position")
        }

    @cached_property
    def points(self) -> list[Point]:
        """Every Wi-Fi point."""
        return [Point(r["code"], r["area"], r["x"], r["y"], r["status"]) for r in self.rows("SELECT * FROM wifi_point")]

    @cached_property
    def live_points(self) -> dict[str, int]:
        """Live points by area."""
        return tally_by_area(point.area for point in self.points if point.status == "live")


def _both(row: sqlite3.Row, name: str) -> dict[str, str]:
    return {lang: row[f"{name}_{lang}"] for lang in ("id", "en")}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


class PublicService:
    """Answers for the public edition; thread-safe.

    Parameters
    ----------
    folder : Path
        Where the editions lie; the link in it names the one in force.
    """

    def __init__(self, folder: Path) -> None:
        self._link = folder / LINK
        self.reports = Reports(folder / "reports")
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._looked = 0.0

    def reader(self) -> Reader:
        """The edition in force; looked up once a second.

        Raises
        ------
        NotPublishedError
            Before the first edition.
        """
        now = time.monotonic()
        if self._reader is None or now - self._looked > LOOK_SECONDS:
            with self._lock:
                try:
                    path = self._link.resolve(strict=True)
                except FileNotFoundError:
                    raise NotPublishedError(PREPARING) from None
                if self._reader is None or self._reader.path != path:
                    reader = Reader(path)
                    if reader.meta["format"] != PRODUCT_FORMAT:
                        raise NotPublishedError(PREPARING)
                    self._reader = reader
                self._looked = now
        return self._reader

    @property
    def files_dir(self) -> Path:
        """Folder of the open files of the edition in force."""
        return self.reader().path.parent / "files"

    def stamp(self) -> str:
        """What tells one edition's pages from another's."""
        meta = self.reader().meta
        return f"{meta['version']}-{meta['room_version']}-{meta['clock']}"

    def edition(self) -> Edition:
        """The edition in force."""
        meta = self.reader().meta
        clock = datetime.fromisoformat(meta["clock"])
        left, top, right, bottom = (float(edge) for edge in meta["box"].split())
        return Edition(
            int(meta["version"]),
            clock,
            clock if meta["frozen_clock"] == "1" else datetime.now(WIB),
            _day(meta["week"]),
            meta["simulated"] == "1",
            (left, top, right, bottom),
            float(meta["metres"]),
            int(meta["lag"]),
        )

    # -- areas -----------------------------------------------------------------------------------

    def area(self, code: str) -> PublicArea:
        """One area.

        Raises
        ------
        NotFoundError
            When there is none with that code.
        """
        area = self.reader().areas.get(code)
        if area is None:
            raise NotFoundError(msg("There is no area with the code “{code}”.", code=code[:40]))
        return area

    def areas(self, level: Level | None = None) -> list[PublicArea]:
        """Areas of a level, by code."""
        return [area for area in self.reader().areas.values() if level is None or area.level is level]

    def inside(self, code: str, level: Level) -> list[PublicArea]:
        """Areas of a level inside another."""
        return [area for area in self.areas(level) if area.code.startswith(code)]

    def path_to(self, code: str) -> list[PublicArea]:
        """The area's parents, the city first."""
        parents: list[PublicArea] = []
        above = parent_of(code)
        while above is not None:
            parents.insert(0, self.area(above))
            above = parent_of(above)
        return parents

    def members(self, unit: str) -> list[PublicArea]:
        """RW that are shown together under a unit."""
        return [area for area in self.inside(unit[:13], Level.RW) if area.unit == unit]

    def search(self, words: str) -> list[PublicArea]:
        """Areas whose name or code holds every word; an RW's number may be written without zeros.

        Better matches first: a kelurahan before its RW, an RW when a number was written.
        """
        asked = [word.strip(".,").lower() for word in words.replace("/", " ").split()][:6]
        asked = [word for word in asked if word and word not in ("rw", "kelurahan", "kecamatan", "kel", "kec")]
        if not asked:
            return []
        number = next((int(word) for word in asked if word.isdecimal() and len(word) <= 3), None)
        names = [word for word in asked if not (word.isdecimal() and len(word) <= 3)]
        matches: list[tuple[tuple[int, int, str], PublicArea]] = []
        for area in self.reader().areas.values():
            if number is not None and (area.level is not Level.RW or int(area.code.rsplit(".", 1)[1]) != number):
                continue
            text = self._search_text(area)
            if all(word in text for word in names):
                exact = int(bool(names) and not any(area.name.lower() == name for name in (" ".join(names), *names)))
                matches.append(((exact, area.level.depth, area.code), area))
        return [area for _, area in sorted(matches, key=lambda pair: pair[0])]

    def _search_text(self, area: PublicArea) -> str:
        names = [parent.name for parent in self.path_to(area.code) if parent.level is not Level.KOTA]
        return " ".join([*names, area.full_name, area.code]).lower()

    # -- COVID -----------------------------------------------------------------------------------

    def covid(self, code: str, period: str = "week") -> list[CovidFigure]:
        """Figures of an area, oldest first; an RW that is merged has those of its unit."""
        unit = self.reader().areas[code].unit if code in self.reader().areas else code
        rows = self.reader().rows("SELECT * FROM covid WHERE area = ? AND period = ? ORDER BY ends_on", (unit, period))
        return [_covid(row) for row in rows]

    def covid_on(self, level: Level, ends_on: date, period: str = "week") -> dict[str, CovidFigure]:
        """Figures of a level in one period, by area."""
        rows = self.reader().rows(
            "SELECT * FROM covid WHERE period = ? AND level = ? AND ends_on = ?",
            (period, level.value, ends_on.isoformat()),
        )
        return {row["area"]: _covid(row) for row in rows}

    # -- open indicators -------------------------------------------------------------------------

    def indicators(self) -> dict[str, PublicIndicator]:
        """Declarations."""
        return self.reader().indicators

    def values(self, indicator: str, level: Level) -> dict[str, PublicValue]:
        """Newest value of every area of a level (the nearest coarser one where the indicator does not exist)."""
        measure = self.indicators()[indicator]
        shown = level if level.depth <= measure.finest.depth else measure.finest
        rows = self.reader().rows(
            "SELECT * FROM value WHERE indicator = ? AND level = ? AND date = "
            "(SELECT max(date) FROM value WHERE indicator = ? AND level = ?)",
            (indicator, shown.value, indicator, shown.value),
        )
        return {row["area"]: _value(row) for row in rows}

    def series(self, indicator: str, code: str) -> list[PublicValue]:
        """Values of an area by week, oldest first."""
        rows = self.reader().rows(
            "SELECT * FROM value WHERE indicator = ? AND area = ? ORDER BY date", (indicator, code)
        )
        return [_value(row) for row in rows]

    # -- subjects --------------------------------------------------------------------------------

    def subjects(self) -> tuple[PublicSubject, ...]:
        """The published subjects in the order of the menu."""
        return self.reader().subjects

    def open_datasets(self) -> dict[str, OpenDatasetPage]:
        """Pages of the open data by id."""
        return self.reader().open_datasets

    def points(self, code: str = CITY) -> list[Point]:
        """Wi-Fi points inside an area."""
        return [point for point in self.reader().points if code == CITY or f"{point.area}.".startswith(f"{code}.")]

    def live_points(self) -> dict[str, int]:
        """Live points of every area that has one."""
        return self.reader().live_points

    def near(self, code: str) -> Near | None:
        """The live Wi-Fi point nearest to an RW's middle."""
        rows = self.reader().rows(
            "SELECT n.point, n.metres, p.area FROM wifi_near n JOIN wifi_point p ON p.code = n.point WHERE n.area = ?",
            (code,),
        )
        return Near(rows[0]["point"], rows[0]["area"], rows[0]["metres"]) if rows else None

    def pickups(self, code: str) -> list[PickUp]:
        """Rounds of an RW by stream."""
        rows = self.reader().rows("SELECT * FROM pickup WHERE area = ? ORDER BY next_on, stream", (code,))
        return [
            PickUp(row["stream"], date.fromisoformat(row["last_on"]), row["last_state"], _day(row["next_on"]))
            for row in rows
        ]

    def progress(self, dimension: str = "all") -> list[ProgressPoint]:
        """Plan and reached by report, oldest first."""
        rows = self.reader().rows("SELECT * FROM progress WHERE dimension = ? ORDER BY date", (dimension,))
        names = ("first_planned", "planned", "actual", "evidenced", "verified", "actions")
        return [ProgressPoint(date.fromisoformat(r["date"]), *(r[name] for name in names)) for r in rows]

    def actions(self) -> list[PublicAction]:
        """Actions of the plan by code."""
        columns = (
            "code, dimension, term, programme, name, example, opd, weight, finish, planned, actual, evidenced, "
            "verified, light"
        )
        rows = self.reader().rows(f"SELECT {columns} FROM action ORDER BY code")
        return [
            PublicAction(**{**dict(row), "example": bool(row["example"]), "finish": date.fromisoformat(row["finish"])})
            for row in rows
        ]

    def findings(self) -> list[FindingTally]:
        """Findings of monev by dimension."""
        rows = self.reader().rows("SELECT dimension, open, closed, overdue FROM finding")
        return [FindingTally(**dict(row)) for row in rows]

    def programmes(self) -> list[PublicProgramme]:
        """Programmes of the plan by name."""
        rows = self.reader().rows("SELECT slug, name, example FROM programme ORDER BY lower(name)")
        return [PublicProgramme(row["slug"], row["name"], bool(row["example"])) for row in rows]

    def programme_progress(self, slug: str) -> list[ProgressPoint]:
        """Plan and reached of one programme by report, oldest first; the plan stands for its first version, too."""
        rows = self.reader().rows("SELECT * FROM programme_progress WHERE slug = ? ORDER BY date", (slug,))
        return [
            ProgressPoint(
                day=date.fromisoformat(r["date"]),
                first_planned=r["planned"],
                planned=r["planned"],
                actual=r["actual"],
                evidenced=r["evidenced"],
                verified=r["verified"],
                actions=0,
            )
            for r in rows
        ]

    def statements(self, slug: str) -> list[PublicStatement]:
        """What sources say of a programme, newest first."""
        question = (
            "SELECT date, state, words, source, example FROM programme_statement WHERE slug = ? ORDER BY date DESC"
        )
        return [
            PublicStatement(date.fromisoformat(r["date"]), r["state"], r["words"], r["source"], bool(r["example"]))
            for r in self.reader().rows(question, (slug,))
        ]

    def cohorts(self, slug: str) -> list[PublicCohort]:
        """Cohorts of a programme, newest first."""
        question = "SELECT * FROM programme_cohort WHERE slug = ? ORDER BY ended DESC, cohort"
        names = ("cohort", "kind", "couples", "finished", "source")
        return [
            PublicCohort(
                **{name: r[name] for name in names}, ended=date.fromisoformat(r["ended"]), example=bool(r["example"])
            )
            for r in self.reader().rows(question, (slug,))
        ]

    def quarters(self) -> list[Quarter]:
        """Quarters that are over, newest first."""
        rows = self.reader().rows("SELECT * FROM quarter ORDER BY name DESC")
        return [
            Quarter(**{**dict(r), "ends_on": date.fromisoformat(r["ends_on"]), "closed_on": _day(r["closed_on"])})
            for r in rows
        ]

    def quarter_dimensions(self, quarter: str) -> list[QuarterDimension]:
        """The dimensions at the end of a quarter."""
        question = (
            "SELECT dimension, planned, actual, evidenced, verified, actions FROM quarter_dimension "
            "WHERE quarter = ? ORDER BY rowid"
        )
        return [QuarterDimension(**dict(row)) for row in self.reader().rows(question, (quarter,))]

    def light_rule(self) -> dict[str, str]:
        """The written rule of the actions' states by language; empty without a plan."""
        rows = self.reader().rows("SELECT words_id, words_en FROM programme_rule WHERE id = 'light'")
        return {lang: row[f"words_{lang}"] for row in rows for lang in ("id", "en")}

    def weightings(self) -> list[Weighting]:
        """The newest progress under every weight set, that of the headline first."""
        rows = self.reader().rows(
            "SELECT id, name_id, name_en, planned, value, evidenced, verified, at_review, review_on, published "
            "FROM weighting ORDER BY rank"
        )
        return [Weighting(**{**dict(row), "review_on": date.fromisoformat(row["review_on"])}) for row in rows]

    def places(self, code: str = CITY) -> list[PublicPlace]:
        """Programme places inside an area."""
        rows = self.reader().rows("SELECT * FROM place WHERE area >= ? AND area < ? ORDER BY code", (code, f"{code}/"))
        return [PublicPlace(row["kind"], row["name"], row["area"], row["x"], row["y"]) for row in rows]

    # -- about the data ----------------------------------------------------------------------------

    def datasets(self) -> dict[str, PublicDataset]:
        """Datasets behind the product, with their place on the ladder now."""
        now = self.edition().now
        datasets = {}
        for row in self.reader().rows("SELECT * FROM dataset"):
            received = datetime.fromisoformat(row["received"]) if row["received"] else None
            age = (now - received).total_seconds() / 3600 if received else None
            datasets[row["id"]] = PublicDataset(
                row["id"],
                _both(row, "title"),
                row["owner"],
                row["source"],
                received,
                _day(row["data_to"]),
                bool(row["simulated"]),
                bool(row["partly"]),
                freshness(age, row["cadence_hours"]),
            )
        return datasets

    def files(self) -> list[OpenFile]:
        """Files for download."""
        return [
            OpenFile(*row)
            for row in self.reader().rows("SELECT name, dataset, bytes, sha256, rows FROM file ORDER BY name")
        ]

    def dictionary(self, lang: str) -> dict[str, list[tuple[str, str]]]:
        """Columns of each file in words."""
        columns: dict[str, list[tuple[str, str]]] = {}
        with (self.files_dir / "kamus-data.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                columns.setdefault(row["file"], []).append((row["column"], row[f"meaning_{lang}"]))
        return columns

    def editions(self) -> list[PastEdition]:
        """Every edition, newest first."""
        return [
            PastEdition(row["version"], datetime.fromisoformat(row["published_at"]), _day(row["week"]))
            for row in self.reader().rows("SELECT * FROM edition ORDER BY version DESC")
        ]


def _covid(row: sqlite3.Row) -> CovidFigure:
    return CovidFigure(
        row["area"],
        row["period"],
        date.fromisoformat(row["ends_on"]),
        row["state"],
        row["value"],
        row["low"],
        row["high"],
        row["basis"],
        row["share"],
    )


def _value(row: sqlite3.Row) -> PublicValue:
    return PublicValue(
        row["indicator"],
        row["area"],
        date.fromisoformat(row["date"]),
        row["state"],
        row["value"],
        row["numerator"],
        row["denominator"],
    )
