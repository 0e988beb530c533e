"""One number is one text: on page, tile, map, chart, table, file, paper, wall, alert, and for everybody."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.domain.areas import CITY, Level
from data.domain.dates import day_date
from data.domain.errors import Num
from data.service import Services
from data.service.scenes import map_scene
from data.service.series import ValuesQuestion, values
from data.subjects import registry
from data.text import say
from tests import crawler
from tests.conftest import signed_in
from tests.crawler import LANGUAGES, Question, Reading, written

pytestmark = pytest.mark.integration
KNOWN_ON = (date(2021, 7, 20), date(2022, 2, 8))
SEED = 2022


@dataclass(frozen=True)
class Difference:
    """A text that is not the one that the number has."""

    query: str
    wanted: str
    reading: Reading


Check = Callable[..., tuple[int, list[Difference]]]


def compared(question: Question, wanted: str, readings: list[Reading]) -> list[Difference]:
    return [Difference(question.query, wanted, reading) for reading in readings if reading.text != wanted]


def room(client: FlaskClient, services: Services, step: int = 1, start: int = 0) -> tuple[int, list[Difference]]:
    """Pages, origin, files and API, for a seeded set of questions."""
    crawler.learn(services.room)
    places: Counter[str] = Counter()
    wrong = []
    for question in crawler.questions(services.room, SEED, 1, KNOWN_ON)[start::step]:
        readings = [*crawler.readings(client, question)]
        places.update(reading.shown_in for reading in readings)
        wrong += compared(question, crawler.expected(client, question), readings)
    print(dict(places))
    return places.total(), wrong


def briefs(client: FlaskClient, services: Services, step: int = 1, start: int = 0) -> tuple[int, list[Difference]]:
    """The officials' brief, on the screen and on paper."""
    city, count, wrong = services.room.city(), 0, []
    for number, target in [*enumerate(registry().targets)][start::step]:
        indicator = city.catalogue[target.indicator]
        day = day_date(city.complete_until(indicator) - 40 * number)
        for area in (CITY, "32.76.05")[: 1 if indicator.level is Level.KOTA else 2]:
            question = Question(indicator, area, day, LANGUAGES[number % 2])
            readings = [*crawler.brief(client, question)]
            count += len(readings)
            wrong += compared(question, crawler.expected(client, question), readings)
    return count, wrong


def walls(client: FlaskClient, services: Services, step: int = 1, start: int = 0) -> tuple[int, list[Difference]]:
    """The wall's figure of the city and its ranks by kelurahan, as the scene has them and as the screen draws them."""
    city, count, wrong = services.room.city(), 0, []
    drawn = client.get("/ruang/layar/dinding-utama/gambar").get_json()["scenes"]
    for subject in registry().subjects[start::step]:
        for declared in (scene for scene in subject.scenes if scene.indicator):
            scene = map_scene(services.room, declared)
            indicator = city.catalogue[declared.indicator]
            day = day_date(min(city.complete_until(indicator), city.panel(indicator.panel).last))
            shown = [(CITY, scene.hero), *((rank.code, rank.value) for rank in scene.ranks)]
            for lang in LANGUAGES:
                for area, text in shown:
                    question = Question(indicator, area, day, lang)
                    wanted = crawler.expected(client, question)
                    readings = [Reading("wall", say(text, lang))]
                    picture = drawn.get(declared.id)
                    if area == CITY and lang == "id" and picture is not None:
                        readings += crawler.hero(picture["tree"])
                    wrong += compared(question, wanted, readings)
                    count += len(readings)
    return count, wrong


def alarms(client: FlaskClient, services: Services, step: int = 1, start: int = 0) -> tuple[int, list[Difference]]:
    """Every open alert about a value, where the value is the indicator's own."""
    services.alerts.evaluate()
    city, count, wrong = services.room.city(), 0, []
    for group in services.alerts.view().groups[start::step]:
        for alert in group.members:
            rule = registry().rules.get(alert.rule)
            if rule is None or rule.measure != "value" or alert.value is None:
                continue
            indicator = city.catalogue[rule.indicator]
            for lang in LANGUAGES:
                question = Question(indicator, alert.area, alert.day, lang)
                said = say(alert.value, lang).removesuffix(f" {say(indicator.unit, lang)}")
                page = crawler.plain(client.get(f"/ruang/peringatan/{group.id}?lang={lang}").get_data(as_text=True))
                shown = said if say(alert.value, lang) in page else "not on its page"
                wrong += compared(question, crawler.expected(client, question), [Reading("alert", shown)])
                count += 1
    return count, wrong


@pytest.mark.parametrize("third", range(3))
def test_a_number_is_one_text_wherever_the_room_shows_it(web: Flask, services: Services, third: int) -> None:
    count, wrong = room(signed_in(web, "operator"), services, 3, third)
    assert not wrong
    assert count > 250


@pytest.mark.parametrize(("check", "least"), [(briefs, 12), (walls, 24), (alarms, 8)])
def test_paper_wall_and_alerts_have_the_same_text(web: Flask, services: Services, check: Check, least: int) -> None:
    count, wrong = check(signed_in(web, "operator"), services)
    print(count)
    assert not wrong
    assert count >= least


def test_what_is_published_has_the_rooms_text_on_page_api_and_file(public_web: Flask, services: Services) -> None:
    client, city, count = public_web.test_client(), services.room.city(), 0
    with client.get("/unduh/indikator.csv") as sent:
        file = csv.DictReader(io.StringIO(sent.get_data(as_text=True)))
    rows = {(row["indicator"], row["area"], row["date"]): row["value"] for row in file}
    for indicator, level in published(services):
        answer = client.get(f"/api/v1/values?indicator={indicator.id}&level={level.value}").get_json()["values"]
        day = date.fromisoformat(answer[0]["date"])
        own = {
            row["area"]: row["value"]
            for row in values(services.room, ValuesQuestion(indicator.id, level, day=day)).rows
        }
        for row in answer:
            question = Question(indicator, row["area"], day, "id")
            wanted = written(question, own[row["area"]])
            filed = rows[indicator.id, row["area"], row["date"]]
            assert written(question, row["value"]) == wanted, question.query
            assert written(question, float(filed) if filed else None) == wanted, question.query
            count += 2
        if level is Level.KELURAHAN:
            count += _page_rows(client, indicator, city, own, day)
    print(count)
    assert count > 1_000


def published(services: Services) -> list[tuple]:
    """Indicators that are published in exact values, each with the levels that it has."""
    catalogue = services.room.city().catalogue
    measures = (name for subject in registry().subjects if subject.public for name in subject.public.measures)
    return [
        (catalogue[name], level)
        for name in dict.fromkeys(measures)
        for level in (Level.KOTA, Level.KECAMATAN, Level.KELURAHAN)
        if level.depth <= catalogue[name].level.depth
    ]


def _page_rows(client: FlaskClient, indicator, city, own: dict, day: date) -> int:
    """Rows of the table by kelurahan on the subject's page, where there is one."""
    count, section = 0, registry().by_id[indicator.subject].public
    for lang in LANGUAGES:
        text = client.get(f"/{section.slug}?lang={lang}").get_data(as_text=True)
        tables = [t for t in re.findall(r"<table.*?</table>", text, re.DOTALL) if say(indicator.title, lang) in t]
        for row in (row for table in tables for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)):
            cells = [crawler.plain(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
            code = next((code for code in own if city.name(code) == unescape(cells[0])), None)
            if code is not None:
                assert cells[1] == written(Question(indicator, code, day, lang), own[code]), (indicator.id, cells)
                count += 1
    return count


def more_decimals(info, value):
    return Num(value, info.decimals + 1)


def one_more(info, value):
    return Num(value + 1, info.decimals)


def cut_off(value: float, decimals: int = 0) -> float:
    return math.floor(value * 10**decimals) / 10**decimals


def changed(function: Callable) -> Callable:
    """Another value beside the same parts."""
    return lambda *asked: (function(*asked)[0] + 1, *function(*asked)[1:])


def rolled(function: Callable) -> Callable:
    """Every day has the value of the day before."""
    return lambda *asked: np.roll(function(*asked), 1)


def wrong_number(function: Callable) -> Callable:
    return lambda value, lang, decimals=0, **more: function(value + 1, lang, decimals, **more)


def cut_list(values: np.ndarray, decimals: int) -> list[float | None]:
    return [cut_off(float(value), decimals) if value == value else None for value in values]


def cut_num(value: float, decimals: int) -> Num | None:
    return Num(cut_off(value, decimals), decimals) if value == value else None


PLANTED: list[tuple[Check, str, Callable]] = [
    (room, "layouts.components.tiles.written", lambda _old: more_decimals),
    (room, "layouts.components.ranking.written", lambda _old: one_more),
    (room, "layouts.components.lineage.written", lambda _old: more_decimals),
    (room, "data.service.questions.written", lambda _old: one_more),
    (room, "data.service.questions.rounded_or_none", lambda _old: cut_list),
    (room, "data.service.questions.course_of", rolled),
    (room, "data.service.questions.value_of", changed),
    (room, "data.service.lineage.value_of", changed),
    (room, "data.service.tables._plain", lambda _old: cut_num),
    (room, "layouts.files.round", lambda _old: lambda value, decimals: cut_off(value, max(decimals - 1, 0))),
    (room, "data.service.tables.round", lambda _old: lambda value, _decimals: cut_off(value)),
    (briefs, "layouts.documents.brief.number", wrong_number),
    (briefs, "layouts.paper.brief.number", wrong_number),
    (briefs, "data.service.brief.value_of", changed),
    (walls, "data.service.scenes.value_of", changed),
    (walls, "data.service.scenes.Num", lambda old: lambda value, decimals=0: old(value, decimals + 1)),
    (alarms, "data.service.tables.round", lambda _old: lambda value, _decimals: value + 1),
]
"""What is changed in one place of the product, and the check that has to find it."""


@pytest.mark.parametrize(("check", "target", "planted"), PLANTED, ids=[target for _, target, _ in PLANTED])
def test_a_planted_difference_is_found(
    web: Flask, services: Services, monkeypatch: pytest.MonkeyPatch, check: Check, target: str, planted: Callable
) -> None:
    module, _, name = target.rpartition(".")
    old = getattr(__import__(module, fromlist=[name]), name, round)
    answers = services.room._answers
    answers.clear()
    monkeypatch.setattr(target, planted(old), raising=False)
    client = signed_in(web, "operator")
    _, wrong = check(client, services, *((8, 4) if check is room else (3, 0) if check is briefs else (1, 0)))
    answers.clear()
    assert wrong, "nobody saw it"
