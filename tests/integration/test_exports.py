"""Exports: every panel as CSV and XLSX."""

import csv
import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app import ROOM
from tests.conftest import signed_in

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def operator(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


@pytest.mark.parametrize(
    ("page", "panel"),
    [
        ("", "map"),
        ("", "trend"),
        ("", "ranking"),
        ("", "tiles"),
        ("covid", "statuses"),
        ("covid", "releases"),
        ("wifi", "points"),
        ("sampah", "reasons"),
        ("program", "curve"),
        ("program", "matrix"),
        ("program", "actions"),
        ("program", "weights"),
    ],
)
def test_every_panel_is_a_file_with_its_filters_date_source_and_state(
    operator: FlaskClient, page: str, panel: str
) -> None:
    query = f"page={page}&area=32.76.06&date=2022-02-01"
    text = operator.get(f"{ROOM}unduh/{panel}.csv?{query}").data.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    facts = {line[0].removeprefix("# "): line[1] for line in lines if line and line[0].startswith("# ")}
    assert {"Judul", "Saringan", "Sumber", "Data s.d.", "Keadaan", "Versi data", "Diunduh", "Oleh"} <= set(facts)
    assert "area=32.76.06" in facts["Pilihan"] and "2022-02-01" in facts["Pilihan"]
    assert facts["Jenis"] and facts["Oleh"] == "operator"
    table = [line for line in lines if line and not line[0].startswith("# ")]
    assert len(table) > 1 and "nan" not in {cell for line in table for cell in line}
    book = load_workbook(io.BytesIO(operator.get(f"{ROOM}unduh/{panel}.xlsx?{query}").data))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == len(facts) + 1 + len(table)
    assert rows[0][0] == "Judul"


def test_numbers_in_a_file_are_numbers(operator: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(operator.get(f"{ROOM}unduh/map.xlsx?page=covid&level=kecamatan").data))
    last = list(book.active.iter_rows(values_only=True))[-1]
    assert isinstance(last[2], int | float)


def test_what_is_no_panel_or_no_format_is_not_there(operator: FlaskClient) -> None:
    for path in ("nothing.csv", "trend.exe", "trend.csv?page=elsewhere"):
        assert operator.get(f"{ROOM}unduh/{path}").status_code == 404


def test_an_export_does_not_begin_with_a_formula(operator: FlaskClient) -> None:
    text = operator.get(f"{ROOM}unduh/tiles.csv?page=program").data.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [cell for cell in cells if re.match(r"^[=@\t\r]|^[+-](?![\d.])", cell)]
