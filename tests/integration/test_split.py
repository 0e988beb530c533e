"""Two pages beside each other: what an address may name."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app import ROOM
from tests.conftest import signed_in


def sides(text: str) -> list[str]:
    """Addresses of the pages that are shown."""
    return [address.replace("&amp;", "&") for address in re.findall(r'<iframe src="([^"]*)"', text)]


def test_both_sides_are_pages_with_their_own_selection(web: Flask) -> None:
    client = signed_in(web, "operator")
    answer = client.get(f"{ROOM}belah?left=covid%3Farea%3D32.76.06&right=wifi%3Fdate%3D2022-01-20&clocks=2")
    assert sides(answer.text) == [f"{ROOM}covid?area=32.76.06", f"{ROOM}wifi?date=2022-01-20"]
    assert '<option value="2" selected' in answer.text and 'role="alert"' not in answer.text


@pytest.mark.parametrize(
    "side",
    ["https://evil.test/", "//evil.test/covid", "javascript:alert(1)", "../keluar", "data", "belah", "covid/../data"],
)
def test_a_side_that_is_no_page_of_the_room_is_said_and_not_shown(web: Flask, side: str) -> None:
    answer = signed_in(web, "operator").get(f"{ROOM}belah", query_string={"left": side, "right": "covid"})
    assert answer.status_code == 400
    assert sides(answer.text) == [ROOM, f"{ROOM}covid"]
    assert 'role="alert"' in answer.text


def test_what_a_side_asks_for_is_written_as_the_room_writes_it(web: Flask) -> None:
    crafted = 'covid?area=32.76.06"><script>alert(1)</script>&area=99&level=lain'
    answer = signed_in(web, "operator").get(f"{ROOM}belah", query_string={"left": crafted})
    assert all("script" not in address and "99" not in address for address in sides(answer.text))


def test_who_may_not_see_the_room_sees_no_split(web: Flask) -> None:
    assert web.test_client().get(f"{ROOM}belah").status_code == 401
