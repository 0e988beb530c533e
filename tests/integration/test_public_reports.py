"""Reports of citizens: counted, limited, never shown singly, and nothing of a person kept."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from data.domain.errors import DecorError
from data.public.reports import FEWEST_SHOWN, KEPT, MOST_AN_HOUR, Reports, TooOftenError

pytestmark = pytest.mark.integration
DAY = date(2022, 2, 16)


def test_a_point_is_counted_once_an_hour_from_an_address_and_shown_from_three_on(tmp_path: Path) -> None:
    reports = Reports(tmp_path / "reports")
    assert reports.since(DAY) == (0, {}), "nothing was ever reported"
    for address in ("10.0.0.1", "10.0.0.1", "10.0.0.2"):
        reports.add("a", address, DAY)
    assert reports.since(DAY) == (2, {}), "two people are too few to be shown"
    reports.add("a", "10.0.0.3", DAY + timedelta(days=1))
    assert reports.since(DAY) == (3, {"a": FEWEST_SHOWN})
    assert reports.since(DAY + timedelta(days=1)) == (1, {})


def test_who_reports_too_much_is_asked_to_wait_and_others_are_not(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    for number in range(MOST_AN_HOUR):
        reports.add(f"p{number}", "10.0.0.1", DAY)
    with pytest.raises(TooOftenError):
        reports.add("another", "10.0.0.1", DAY)
    reports.add("another", "10.0.0.2", DAY)
    assert reports.since(DAY)[0] == MOST_AN_HOUR + 1


def test_the_file_holds_points_days_and_numbers_and_old_days_go(tmp_path: Path) -> None:
    reports = Reports(tmp_path)
    reports.add("a", "203.0.113.77", DAY)
    reports.add("b", "203.0.113.77", DAY + KEPT + timedelta(days=1))
    body = (tmp_path / "reports.sqlite").read_bytes()
    assert b"203.0.113" not in body
    with sqlite3.connect(tmp_path / "reports.sqlite") as connection:
        assert connection.execute("SELECT * FROM report").fetchall() == [("b", str(DAY + KEPT + timedelta(days=1)), 1)]


def test_reports_that_cannot_be_kept_are_said_not_to_be(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("no folder")
    with pytest.raises(DecorError, match="nothing was counted"):
        Reports(tmp_path / "reports").add("a", "10.0.0.1", DAY)


def test_a_report_over_http(web: Flask) -> None:
    client = web.test_client()
    code = client.get("/api/v1/wifi-points").get_json()["points"][0]["code"]
    page = client.get(f"/rw/{code[:17]}").text
    assert f'name="titik" value="{code}"' in page and 'action="/wifi/lapor"' in page
    done = client.post("/wifi/lapor", data={"titik": code}, headers={"Sec-Fetch-Site": "same-origin"})
    assert done.status_code == 200 and code in done.text and done.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in done.headers
    assert client.post("/wifi/lapor", data={"titik": code, "lang": "en"}).status_code == 200
    assert client.post("/wifi/lapor", data={"titik": "nirgends"}).status_code == 404
    assert client.get("/wifi/lapor").status_code == 405
    foreign = client.post("/wifi/lapor", data={"titik": code}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    answers = [client.post("/wifi/lapor", data={"titik": f"{code[:-1]}{n}"}).status_code for n in (1, 2)]
    assert 200 in answers
    assert client.get("/wifi").headers["Permissions-Policy"] == "camera=(), geolocation=(self), microphone=()"
