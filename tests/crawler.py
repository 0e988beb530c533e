"""Reads one number wherever it is shown, as the text that a person reads there."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader

from data.domain.areas import LEVELS, Level, level_of
from data.domain.dates import day_date
from data.domain.filters import FilterState
from data.indicators.declaration import Indicator
from data.service import RoomService
from data.subjects import registry
from data.text import number, say

MISSING = "–"
LANGUAGES = ("id", "en")


@dataclass(frozen=True)
class Question:
    """One number: what is asked for, and in which language it is read.

    Attributes
    ----------
    known_on : date or None
        As known on a day; None for the newest.
    """

    indicator: Indicator
    area: str
    day: date
    lang: str
    known_on: date | None = None

    @property
    def level(self) -> Level:
        """The area's own level."""
        return level_of(self.area)

    @property
    def state(self) -> FilterState:
        """The same as a selection."""
        return FilterState(
            level=self.level,
            date=self.day,
            indicator=self.indicator.id,
            areas=() if self.level is Level.KOTA else (self.area,),
            as_known_on=self.known_on,
            lang=self.lang,
        )

    @property
    def query(self) -> str:
        """The same as an address."""
        return self.state.to_query().lstrip("?")

    @property
    def slug(self) -> str:
        """Address of its subject's page."""
        return registry().pages[self.indicator.subject].slug


@dataclass(frozen=True)
class Reading:
    """What is written in one place."""

    shown_in: str
    text: str


def questions(room: RoomService, seed: int, each: int, known_on: tuple[date, ...]) -> list[Question]:
    """A seeded set: every indicator at every level that it has, areas and days by chance.

    Parameters
    ----------
    each : int
        Questions for an indicator at a level.
    known_on : tuple of date
        Days that some of them are asked as known on.
    """
    dice = random.Random(seed)  # noqa: S311 - a sample, no secret
    city = room.city()
    made = []
    for indicator in city.catalogue.values():
        if indicator.subject not in registry().by_id:
            continue
        for level in (level for level in LEVELS if level.depth <= indicator.level.depth):
            for _ in range(each):
                past = dice.choice((None, None, *known_on))
                panel = room.city(past).panel(indicator.panel)
                day = day_date(dice.randint(panel.first, panel.last))
                made.append(Question(indicator, dice.choice(city.tree.codes[level]), day, dice.choice(LANGUAGES), past))
    return made


def expected(client: FlaskClient, question: Question) -> str:
    """The number as the API gives it, written in the question's language."""
    row = _api(client, question)
    return written(question, None if row is None else row["value"])


def readings(client: FlaskClient, question: Question) -> Iterator[Reading]:
    """Every place of the room's pages, files and API where the number stands."""
    yield from _page(client, question)
    yield from _origin(client, question)
    yield from _files(client, question)
    yield from _api_files(client, question)


def written(question: Question, value: float | None) -> str:
    indicator = question.indicator
    if value is None:
        return MISSING
    if indicator.categories:
        return say(indicator.categories[int(value) - 1].words, question.lang)
    return number(value, question.lang, indicator.decimals, signed=indicator.signed)


def _get(client: FlaskClient, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def _asked(question: Question) -> str:
    past = f"&as_known_on={question.known_on}" if question.known_on else ""
    area = f"&area={question.area}"
    return (
        f"indicator={question.indicator.id}&level={question.level.value}&date={question.day}{area}"
        f"&lang={question.lang}{past}"
    )


def _api(client: FlaskClient, question: Question) -> dict[str, Any] | None:
    answer = _get(client, f"/ruang/api/v1/values?{_asked(question)}").get_json()
    assert answer["level"] == question.level.value, question
    rows: list[dict[str, Any]] = answer["values"]
    return rows[0] if rows else None


def _api_files(client: FlaskClient, question: Question) -> Iterator[Reading]:
    text = _get(client, f"/ruang/api/v1/values?{_asked(question)}&format=csv").get_data(as_text=True)
    for row in csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")):
        yield Reading("API, CSV", written(question, float(row["value"]) if row["value"] else None))


# -- the page ---------------------------------------------------------------------------------


def _page(client: FlaskClient, question: Question) -> Iterator[Reading]:
    text = _get(client, f"/ruang/{question.slug}?{question.query}").get_data(as_text=True)
    match = re.search(r'id="first-data">(.*?)</script>', text, re.DOTALL)
    assert match, "the page comes without its first answer"
    panels = {panel["panel"]: panel for panel in json.loads(match[1])["answer"]["panels"]}
    yield from _sentence(panels["sentence"], question)
    yield from _tile(panels["tiles"], question)
    if "ranking" in panels:
        yield from _rank(panels["ranking"], question)
    if "map" in panels:
        yield from _cell(panels["map"], question)
    if "trend" in panels:
        yield from _line(panels["trend"], question)


def nodes(tree: Any) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every element of a drawn tree: tag, attributes, children."""
    if isinstance(tree, dict):
        for branch in tree.values():
            yield from nodes(branch)
    elif isinstance(tree, list):
        if len(tree) == 3 and isinstance(tree[0], str) and isinstance(tree[1], dict):
            yield tree[0], tree[1], tree[2]
            yield from nodes(tree[2])
        else:
            for branch in tree:
                yield from nodes(branch)


def words(tree: Any) -> str:
    """The text inside a drawn tree."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        if len(tree) == 3 and isinstance(tree[0], str) and isinstance(tree[1], dict):
            return words(tree[2])
        return "".join(words(branch) for branch in tree)
    return ""


def _sentence(panel: dict[str, Any], question: Question) -> Iterator[Reading]:
    yield from _in_sentence(
        "sentence", next(words(inner) for tag, _, inner in nodes(panel["parts"]) if tag == "b"), question
    )


def _in_sentence(shown_in: str, text: str, question: Question) -> Iterator[Reading]:
    """ "{area}: {short} {value} {unit}", with limits after it; "no figure" where there is none."""
    short, unit = say(question.indicator.short, question.lang), say(question.indicator.unit, question.lang)
    match = re.search(f": {re.escape(short)} (.+?) {re.escape(unit)}(?: \\(95 %.*)?$", text)
    yield Reading(shown_in, match[1] if match else MISSING)


def _tile(panel: dict[str, Any], question: Question) -> Iterator[Reading]:
    for tag, attributes, inner in nodes(panel["parts"]):
        if tag == "button" and attributes.get("data-origin") == question.indicator.id:
            yield Reading("tile", words(inner))
            yield Reading("tile, spoken", attributes["aria-label"].split(": ", 1)[1].split(" ", 1)[0])


def _rank(panel: dict[str, Any], question: Question) -> Iterator[Reading]:
    for tag, attributes, inner in nodes(panel["parts"]):
        if tag == "button" and attributes.get("data-area") == question.area:
            value = next(words(cell) for _, at, cell in nodes(inner) if at.get("class") == "value")
            bare = value.removeprefix("↑ ").removeprefix("↓ ")
            yield Reading("ranking", MISSING if bare == say("no report", question.lang) else bare)


def _cell(panel: dict[str, Any], question: Question) -> Iterator[Reading]:
    """The card of the map: the script writes the value in this way (`tests/vectors/numbers.json`)."""
    values = panel["values"]
    if values["level"] != question.level.value or values["layer"]:
        return
    yield Reading("map card", written(question, values["v"][_position(question)]))


def _position(question: Question) -> int:
    return _CODES[question.level].index(question.area)


_CODES: dict[Level, list[str]] = {}


def learn(room: RoomService) -> None:
    """Remember the polygons' order."""
    _CODES.update({level: [*room.city().tree.codes[level]] for level in LEVELS})


def _line(panel: dict[str, Any], question: Question) -> Iterator[Reading]:
    """The trend: the line's value on the day, and its label where that is of the day."""
    figure = panel["figures"]["trend-graph"]
    if any(trace["type"] == "bar" for trace in figure["data"]):
        return  # beside daily counts the line is a mean
    plain = [trace for trace in figure["data"] if trace["mode"] == "lines" and "fill" not in trace]
    own = [trace for trace in plain if trace.get("hoverinfo") != "skip"]
    name = f"{own[-1]['name'].removeprefix('Kecamatan ')} " if own else ""
    for note in figure["layout"].get("annotations", []):
        strong = note["font"].get("weight", 0) > 600
        if name and strong and note["text"].startswith(name) and not note["text"].endswith(")"):
            yield Reading("chart label", note["text"].removeprefix(name))  # with a day behind it, it is of that day
    if own and question.day.isoformat() in own[-1]["x"]:
        yield Reading("trend", written(question, own[-1]["y"][own[-1]["x"].index(question.day.isoformat())]))


# -- papers and files ---------------------------------------------------------------------------


def hero(tree: Any) -> Iterator[Reading]:
    """The great figure of a drawn scene."""
    for _, attributes, inner in nodes(tree):
        if str(attributes.get("class", "")).split(" ")[0] == "hero":
            yield Reading("wall, drawn", words(inner))


def plain(text: str) -> str:
    """A document without its elements."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def _origin(client: FlaskClient, question: Question) -> Iterator[Reading]:
    text = _get(client, f"/ruang/asal?page={question.slug}&{question.query}").get_data(as_text=True)
    match = re.search(r'<h2 id="table-title">(.*?)<span', text, re.DOTALL)
    assert match
    yield Reading("origin", unescape(match[1]))


def _number(question: Question, cell: object) -> str:
    """A cell of a file: a plain number or nothing, written as the screen does."""
    if question.indicator.categories:
        return str(cell) if cell not in (None, "") else MISSING
    return written(question, None if cell in (None, "") else float(str(cell)))


def _files(client: FlaskClient, question: Question) -> Iterator[Reading]:
    tail = f"page={question.slug}&{question.query}"
    names = {declared.id for declared in registry().pages[question.indicator.subject].panels}
    if "map" in names:
        text = _get(client, f"/ruang/unduh/map.csv?{tail}").get_data(as_text=True).lstrip("\ufeff")
        lines = [*csv.reader(io.StringIO(text))]
        facts = {line[0]: line[1] for line in lines if line[0].startswith("# ")}
        yield from _in_sentence("file, filter", facts[f"# {say('Filters', question.lang)}"], question)
        yield from (Reading("CSV", _number(question, line[2])) for line in lines if line[1] == question.area)
        book = load_workbook(io.BytesIO(_get(client, f"/ruang/unduh/map.xlsx?{tail}").data))
        for sheet in book.worksheets:
            for row in sheet.iter_rows(values_only=True):
                if len(row) > 2 and row[1] == question.area:
                    yield Reading("XLSX", _number(question, row[2]))
    if "trend" in names:
        text = _get(client, f"/ruang/unduh/trend.csv?{tail}").get_data(as_text=True).lstrip("\ufeff")
        for line in csv.reader(io.StringIO(text)):
            if line[0] == question.day.isoformat():
                yield Reading("trend, CSV", _number(question, line[1]))


def brief(client: FlaskClient, question: Question) -> Iterator[Reading]:
    """The officials' brief on the screen and on paper, where the number has a target."""
    title = say(question.indicator.short, question.lang)
    text = _get(client, f"/ruang/ringkas?{question.query}").get_data(as_text=True)
    match = re.search(f'<h2>{re.escape(title)}</h2>.*?<b class="number">(.*?)</b>', text, re.DOTALL)
    assert match, question
    yield Reading("brief", unescape(match[1]))
    pages = PdfReader(io.BytesIO(_get(client, f"/ruang/ringkas.pdf?{question.query}").data)).pages
    paper = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    unit = say(question.indicator.unit, question.lang)
    shown = re.findall(f"{re.escape(title)} (\\S+) {re.escape(unit)}", paper)
    assert shown, f"nothing on the paper: {paper[:400]}"
    yield from (Reading("PDF", text) for text in shown)
