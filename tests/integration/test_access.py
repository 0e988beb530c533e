"""The doors hold whatever is declared: random declarations, every role, one cache; an officer and all there is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import ROOM
from data.disclosure.open_values import publishable
from data.disclosure.subjects import PARTS
from data.domain.access import CLOSED, Access, Disclosure, access_of
from data.domain.alert_views import GroupView
from data.domain.areas import CITY, Level
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, Person, Role, acting
from data.service import RoomService, Services, open_services, scenes
from data.service.brief import officials_brief
from data.service.panels import COMMON
from data.service.series import ValuesQuestion, values
from data.settings import Settings
from data.subjects import OVERVIEW, registry
from scripts.running import copy_database
from tests.conftest import OFFICERS, signed_in
from tests.drawing import panel_names

API = f"{ROOM}api/v1"
OWN = OFFICERS["petugas.rw"]
ROLES = [role for role in Role if role not in (Role.OFFICER, Role.DEVICE)]
DAY = date(2022, 2, 1)
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def noted() -> list[str]:
    return []


@pytest.fixture(scope="module")
def room(services: Services, city_settings: Settings, noted: list[str]) -> RoomService:
    """A room of its own over the city; what it writes into the audit log is kept in a list."""
    return RoomService(services.room._engine, city_settings, noted.append)


finest = st.dictionaries(st.sampled_from(ROLES), st.sampled_from(list(Level)))


@SLOW
@given(st.sampled_from(list(Disclosure)), finest, st.sampled_from(ROLES), st.sampled_from(list(Level)))
def test_whatever_is_declared_nothing_finer_is_answered_and_no_health_figure_is_read_unwritten(
    room: RoomService, noted: list[str], disclosure: Disclosure, levels: dict[Role, Level], role: Role, level: Level
) -> None:
    access, city = access_of(disclosure, levels), room.city()
    was = city.catalogue["licensing-on-time"]
    city.catalogue["licensing-on-time"] = replace(was, access=access)
    noted.clear()
    room._noted.clear()
    try:
        who = Person("x", role)
        with acting(who):
            answer = values(room, ValuesQuestion("licensing-on-time", level, DAY))
            tables = [
                room.table(FilterState(indicator="licensing-on-time", level=level, date=DAY), panel, "services")
                for panel in ("map", "ranking")
            ]
    finally:
        city.catalogue["licensing-on-time"] = was
    allowed = access.finest_for(who).depth
    assert answer.level.depth <= min(allowed, level.depth, was.level.depth)
    assert {len(str(row["area"]).split(".")) for row in answer.rows} <= {len(_example(answer.level).split("."))}
    for table in tables:
        assert (
            max((str(cell).count(".") for row in table.rows for cell in row if _is_code(cell)), default=1)
            <= allowed + 1
        )
    written = any("licensing-on-time" in line for line in noted)
    assert written is access.audited(answer.level)


def _example(level: Level) -> str:
    return {Level.KOTA: CITY, Level.KECAMATAN: "32.76.01", Level.KELURAHAN: "32.76.01.1001", Level.RW: OWN}[level]


def _is_code(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("32.76")


@SLOW
@given(st.lists(st.builds(access_of, st.sampled_from(list(Disclosure)), finest), min_size=40, max_size=40))
def test_only_what_is_declared_open_is_published(accesses: list[Access]) -> None:
    known = list(registry().indicators.values())
    given_ = [replace(indicator, access=access) for indicator, access in zip(known, accesses, strict=False)]
    published = {indicator.id for indicator in publishable(given_)}
    assert published == {indicator.id for indicator in given_ if indicator.access.disclosure is Disclosure.OPEN}
    assert not publishable([replace(indicator, access=CLOSED, subject="x") for indicator in known])


questions = st.tuples(
    st.sampled_from([role for role in ROLES if role is not Role.ADMIN]),
    st.sampled_from(["tiles", "map", "ranking", "trend"]),
    st.sampled_from(["covid", "waste", "services", OVERVIEW]),
    st.sampled_from([Level.RW, Level.KECAMATAN]),
    st.sampled_from([None, OWN]),
)


def _asked(room: RoomService, question: tuple[Role, str, str, Level, str | None]) -> str:
    role, panel, subject, level, area = question
    with acting(Person("x", Role.OFFICER if area else role, area=area)):
        try:
            return repr(room.ask(panel, FilterState(level=level, date=DAY), subject))
        except ForbiddenError as error:
            return f"refused: {error}"


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(questions, min_size=2, max_size=8))
def test_two_roles_share_a_cache_and_no_answer(
    room: RoomService, asked: list[tuple[Role, str, str, Level, str | None]]
) -> None:
    # Each answer of a cache that others have used is the answer of an empty one.
    alone = []
    for question in asked:
        room._answers.clear()
        alone.append(_asked(room, question))
    room._answers.clear()
    assert [_asked(room, question) for question in asked] == alone
    assert [_asked(room, question) for question in reversed(asked)] == alone[::-1]


def test_the_brief_and_what_builds_up_are_noted_like_every_read(room: RoomService, services: Services) -> None:
    noted: list[str] = []
    own = RoomService(services.room._engine, room._settings, noted.append)
    with acting(Person("op", Role.OPERATOR)):
        officials_brief(own, services.alerts, FilterState(areas=(OWN,), indicator="waste-completion"))
    assert any(line.startswith(f"covid-incidence-7d, rw, {OWN}") for line in noted)
    assert not any("waste" in line for line in noted)


def test_a_screen_for_everybody_shows_no_alert_that_is_not_open(city_settings: Settings, tmp_path: Path) -> None:
    copy_database(city_settings.data_dir / "decor.sqlite", tmp_path / "decor.sqlite")
    services = open_services(Settings(f"sqlite:///{tmp_path / 'decor.sqlite'}", tmp_path, None, 0))
    services.alerts.evaluate()
    view = services.alerts.view()
    services.people.close()
    opened = [g for g in view.groups if all(member.published for member in g.members)]
    closed = replace(view, groups=tuple(_closed(group) for group in view.groups))
    assert len(scenes.alerts_scene(view, public=True).rows) == min(len(opened), scenes.MOST_ROWS)
    assert scenes.alerts_scene(closed, public=True).rows == ()
    assert scenes.preempting(closed, public=True) == [] and scenes.alarm_scene(closed, public=True) is None
    assert scenes.alerts_scene(closed, public=False).rows


def _closed(group: GroupView) -> GroupView:
    return replace(group, members=tuple(replace(member, published=False, health=False) for member in group.members))


def test_every_part_of_the_product_says_what_it_is_taken_from() -> None:
    for product_part in PARTS:
        assert {registry().contracts[name].disclosure for name in product_part.datasets} <= {Disclosure.OPEN}


# -- an officer of one RW, and everything that the registry knows ------------------------------------


@pytest.fixture(scope="module")
def officer(web: Flask) -> Iterator[FlaskClient]:
    return signed_in(web, "petugas.rw")  # type: ignore[return-value]


def foreign(text: str, city: RoomService) -> set[str]:
    """Codes in a text that are not the officer's own area."""
    return {code for code in city.city().areas if code.count(".") == 4 and code in text} - {OWN}


@pytest.mark.parametrize("slug", sorted(page.slug for page in registry().pages.values()))
def test_no_panel_table_note_view_or_layer_of_any_page_names_another_rw(
    officer: FlaskClient, service: RoomService, slug: str
) -> None:
    seen = 0
    paths = [f"unduh/{panel}.{kind}?page={slug}&" for panel in {*COMMON, *panel_names()} for kind in ("csv", "xlsx")]
    paths += [f"{where}/{slug}?" for where in ("tampilan", "catatan")] + [f"peta/putar?page={ROOM}{slug}&"]
    for path in paths:
        answer = officer.get(f"{ROOM}{path}level=rw&date=2022-02-01")
        assert answer.status_code in (200, 403, 404), (path, answer.status_code, answer.text[:200])
        seen += answer.status_code == 200
        if ".xlsx" not in path:
            assert not foreign(answer.text, service), path
    assert seen or slug in ("program", "layanan"), "he may see some of it"


@pytest.mark.parametrize("name", sorted(registry().indicators))
def test_no_value_and_no_lineage_of_any_indicator_is_anothers(
    officer: FlaskClient, service: RoomService, name: str
) -> None:
    for level in Level:
        answer = officer.get(f"{API}/values?indicator={name}&level={level.value}&date=2022-02-01")
        assert answer.status_code in (200, 404), answer.text[:200]
        if answer.status_code == 200:
            assert {row["area"] for row in answer.get_json()["values"]} <= {OWN}
    assert not foreign(officer.get(f"{ROOM}asal?indicator={name}&level=rw").text, service)


def test_no_layer_of_the_map_is_served_whole_to_an_officer(officer: FlaskClient, service: RoomService) -> None:
    for name, file in service.map_files().items():
        answer = officer.get(f"{ROOM}peta/{file.name}")
        if answer.status_code == 200:
            assert not foreign(answer.text, service), name


def test_the_first_picture_of_a_page_holds_what_its_reader_may_see_and_a_stranger_gets_none(web: Flask) -> None:
    page = signed_in(web, "petugas.rw").get(f"{ROOM}covid?level=rw").text
    data = json.loads(page.split('id="first-data">')[1].split("</script>")[0])
    (painted,) = [panel["values"] for panel in data["answer"]["panels"] if "values" in panel]
    assert len(painted["c"]) == 1
    codes = set(re.findall(r"32\.76(?:\.\d+)+", json.dumps(data)))
    assert codes and all(OWN.startswith(code) or code.startswith(OWN) for code in codes), codes
    assert "first-data" not in web.test_client().get(f"{ROOM}covid").text
    # A page that cannot be shown says so itself.
    assert signed_in(web, "operator").get(f"{ROOM}nothing").status_code == 404
