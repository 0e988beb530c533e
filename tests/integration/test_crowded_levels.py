"""Which levels are painted on a canvas is said by the page that the server makes."""

from __future__ import annotations

import pytest

from app import ROOM
from callbacks.frame import skeleton
from data.domain.people import Person, Role, acting
from data.service import Services
from layouts.pages import page


@pytest.mark.parametrize(("least", "levels"), [(3_000, None), (900, "rw"), (63, "kelurahan rw")])
def test_a_level_of_very_many_areas_is_named(
    services: Services, monkeypatch: pytest.MonkeyPatch, least: int, levels: str | None
) -> None:
    monkeypatch.setattr(page, "CANVAS_FROM", least)
    with acting(Person("operator", Role.OPERATOR)):
        made = skeleton(services.room, services.room.state(""), "covid", ROOM)
    bodies = [each.to_plotly_json()["props"] for each in made._traverse() if hasattr(each, "className")]
    body = next(props for props in bodies if props.get("className") == "map-body")
    assert body.get("data-canvas") == levels
