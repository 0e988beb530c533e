"""Every route and callback, from the application's own registry, as every role: who may ask what."""

import pytest
from flask import Flask

from data.service import Services, wifi_questions
from scripts.routes import ROLES, markdown, walk
from server.guard import OPEN, PUBLIC
from tests.conftest import ROOT

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def rows(web: Flask, services: Services) -> list[tuple[str, list[str]]]:
    # No worker answers here: a plan that is asked for is not waited for.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wifi_questions, "PATIENCE_SECONDS", 0.0)
        walked = walk(web, services)
    print(markdown(walked))
    return walked


def test_the_table_of_who_may_ask_what_is_the_one_in_the_docs(rows: list[tuple[str, list[str]]]) -> None:
    known = (ROOT / "docs" / "routes.md").read_text("utf-8")
    assert markdown(rows) == known, "a route is new or answers somebody else: run `python -m scripts.routes`, read it"


def test_nobody_comes_in_anywhere_but_at_the_open_doors(web: Flask, rows: list[tuple[str, list[str]]]) -> None:
    doors = {rule.rule for rule in web.url_map.iter_rules() if rule.endpoint in OPEN}
    assert doors == {"/healthz", "/masuk", "/muka/<path:name>"}
    public = [rule for rule in web.url_map.iter_rules() if rule.endpoint.startswith(PUBLIC)]
    writing = [rule.rule for rule in public if rule.methods and not rule.methods <= {"GET", "HEAD", "OPTIONS"}]
    assert writing == ["/wifi/lapor"], "a citizen's report is the only thing that the public edition takes"
    assert not [rule.rule for rule in public if rule.rule.startswith(("/ruang", "/masuk", "/muka"))]
    let_in = {name.partition(" ")[2] for name, answers in rows if answers[0] == "yes"}
    assert let_in == doors | {rule.rule for rule in public}


def test_no_route_falls_over_for_any_role(rows: list[tuple[str, list[str]]]) -> None:
    assert [(name, answers) for name, answers in rows if any(answer.startswith("error") for answer in answers)] == []


def test_every_callback_of_the_room_is_in_the_walk(web: Flask, rows: list[tuple[str, list[str]]]) -> None:
    registered = [key for key, callback in web.extensions["decor-room"].callback_map.items() if "callback" in callback]
    assert len([name for name, _ in rows if name.startswith("callback")]) == len(registered) > 3


def test_a_forgotten_route_would_be_shut(web: Flask) -> None:
    # A route that is added without a thought is refused by the guard and stands in the walk.
    fresh = web.test_client().get("/ruang/api/v1/nothing-yet")
    assert fresh.status_code == 401
    assert len(ROLES) == 8
