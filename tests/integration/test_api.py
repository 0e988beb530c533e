"""The read API, health and errors, over the whole city through Flask's own client."""

import csv
import gzip
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version
from pydantic import BaseModel
from werkzeug.test import TestResponse

from app import ROOM
from data.domain.areas import Level
from data.service import RoomService
from layouts.ids import answer_id
from server.api import ENDPOINTS
from server.static_files import keep_static_files, mount_plotly
from tests.conftest import signed_in
from tests.questions import page_question

pytestmark = pytest.mark.integration
API = f"{ROOM}api/v1"
FIXED = {
    "covid-confirmed-total",
    "covid-new-7d",
    "covid-incidence-7d",
    "covid-active",
    "covid-deaths-total",
    "covid-rate-poisson",
    "covid-rate-eb",
    "covid-relative-risk",
    "covid-against-city",
    "wifi-people-100m",
    "wifi-live",
    "wifi-two-per-rw",
    "wifi-uptime",
    "waste-completion",
    "waste-missed-per-10k",
    "waste-kg-per-person",
    "waste-sorted-share",
    "programme-progress",
    "programme-deviation",
}


@pytest.fixture(scope="module")
def client(web: Flask) -> FlaskClient:
    return signed_in(web, "operator")


def test_every_promised_indicator_is_there(client: FlaskClient) -> None:
    indicators = client.get(f"{API}/indicators").get_json()["indicators"]
    assert {indicator["id"] for indicator in indicators} >= FIXED
    assert all(indicator["formula"] and indicator["unit"] for indicator in indicators)


def test_areas_of_a_level_carry_parent_and_population(client: FlaskClient) -> None:
    areas = client.get(f"{API}/areas?level=kelurahan").get_json()["areas"]
    assert len(areas) == 63
    assert {"code", "name", "level", "parent", "population"} <= set(areas[0])
    assert [area["name"] for area in areas if area["name"] == "Curug"] == ["Curug", "Curug"]


@pytest.mark.parametrize("level", [*Level])
@pytest.mark.parametrize("indicator", sorted(FIXED))
def test_every_indicator_answers_at_every_level(client: FlaskClient, indicator: str, level: str) -> None:
    answer = client.get(f"{API}/values?indicator={indicator}&level={level}&date=2021-12-01").get_json()
    assert answer["level_asked"] == level
    shown = answer["level"]
    assert len(answer["values"]) == {"kota": 1, "kecamatan": 11, "kelurahan": 63, "rw": 924}[shown]
    assert {"area", "name", "value", "numerator", "denominator", "state"} <= set(answer["values"][0])
    assert answer["simulated"] is True
    if indicator.startswith("programme"):
        assert shown == "kota"


def test_the_default_date_is_the_last_complete_day(client: FlaskClient) -> None:
    assert client.get(f"{API}/values?indicator=covid-incidence-7d").get_json()["date"] == "2022-02-11"
    assert client.get(f"{API}/values?indicator=wifi-live").get_json()["date"] == "2022-02-16"


def test_a_range_of_days_and_several_areas(client: FlaskClient) -> None:
    query = "indicator=covid-active&level=kecamatan&date=2021-07-01&to=2021-07-03&area=32.76.06,32.76.09"
    figures = client.get(f"{API}/values?{query}").get_json()["values"]
    assert [(row["area"], row["date"]) for row in figures] == [
        (code, f"2021-07-0{day}") for day in (1, 2, 3) for code in ("32.76.06", "32.76.09")
    ]


def test_csv_and_geojson_say_the_same_as_json(client: FlaskClient) -> None:
    query = f"{API}/values?indicator=covid-incidence-7d&level=kecamatan&date=2021-07-11"
    plain = [row["value"] for row in client.get(query).get_json()["values"]]
    table = list(csv.DictReader(io.StringIO(client.get(query + "&format=csv").text)))
    assert [float(row["value"]) for row in table] == plain
    assert table[0]["simulated"] == "True"
    shapes = client.get(query + "&format=geojson").get_json()
    assert [feature["properties"]["value"] for feature in shapes["features"]] == plain
    assert shapes["features"][0]["geometry"]["type"] in ("Polygon", "MultiPolygon")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("values", 400, "“indicator”"),
        ("values?indicator=nope", 404, "“nope”"),
        ("values?indicator=covid-active&level=planet", 400, "“level”"),
        ("values?indicator=covid-active&date=yesterday", 400, "“date”"),
        ("values?indicator=covid-active&area=99", 400, "“99”"),
        ("values?indicator=covid-active&date=2021-07-02&to=2021-07-01", 400, "berakhir"),
        ("values?indicator=covid-active&level=rw&date=2020-03-02&to=2022-02-16", 400, "batas"),
        ("nothing", 404, "Halaman"),
    ],
)
def test_errors_are_a_sentence_and_never_a_stack_trace(client: FlaskClient, path: str, status: int, words: str) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == status
    said = answer.get_json()["error"]
    assert "Traceback" not in said
    if path != "nothing":
        assert words in said


def test_the_api_writes_english_when_asked(client: FlaskClient) -> None:
    assert client.get(f"{API}/values?indicator=nope&lang=en").get_json()["error"] == "There is no indicator “nope”."


def test_datasets_tell_owner_and_freshness(client: FlaskClient) -> None:
    datasets = {dataset["id"]: dataset for dataset in client.get(f"{API}/datasets").get_json()["datasets"]}
    assert datasets["covid-daily"]["freshness"] == "fresh"
    assert datasets["covid-daily"]["owner"] == "Dinas Kesehatan"
    assert datasets["covid-release"]["simulated"] is False
    assert all(dataset["rows"] > 0 for dataset in datasets.values())


def test_the_document_is_made_from_the_code_and_the_answers_keep_it(web: Flask, client: FlaskClient) -> None:
    document = client.get(f"{API}/openapi.json").get_json()
    routes = {
        rule.rule.removeprefix(API).replace("<int:number>", "{number}").replace("<step>", "{step}")
        for rule in web.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    assert set(document["paths"]) | {"/openapi.json"} == routes
    needed = {p["name"] for p in document["paths"]["/values"]["get"]["parameters"] if p["required"]}
    assert needed == {"indicator"}
    for name, (_, _, model) in ENDPOINTS.items():
        query = "?indicator=covid-active" if name == "values" else ""
        asking = signed_in(web, "admin") if name == "jobs" else client
        checked: BaseModel = model.model_validate(asking.get(f"{API}/{name}{query}").get_json())
        assert checked


def test_health_names_status_version_and_last_day(client: FlaskClient, service: RoomService) -> None:
    answer = client.get("/healthz").get_json()
    assert answer["status"] == "ok"
    assert answer["data_version"] == service.version()
    assert date.fromisoformat(answer["data_to"]) == date(2022, 2, 16)


def test_the_root_is_the_public_edition_and_leads_to_the_sign_in(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert 'href="/masuk' in answer.text


@pytest.mark.parametrize("path", ["/ruang/nowhere", "/ruang/covid/deeper", "/elsewhere", "/ruang/peta/none.json"])
def test_an_unknown_page_is_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert ("error" in answer.get_json()) if "/peta/" in path else ("<h1>" in answer.text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"output": 5, "inputs": []}',
        b'{"output": "a.b", "inputs": [3]}',
        b'{"output": "no.such", "inputs": []}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_callback_body_is_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post(f"{ROOM}_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert "error" in answer.get_json()


def panels_body(
    web: Flask, search: object = "", subject: str = "", painted: object = None, n: object = 1
) -> dict[str, object]:
    """What the browser sends to a page's callback."""
    return page_question(web, subject, {"n": n, "search": search, "painted": painted})


def answered(client: FlaskClient, body: dict[str, object], subject: str = "") -> tuple[Any, list[dict[str, Any]]]:
    """What an answer is, and the panels that it brings."""
    answer = client.post(f"{ROOM}_dash-update-component", json=body)
    assert answer.status_code == 200, answer.text
    stores = {name: update["data"] for name, update in answer.get_json()["response"].items()}
    return stores.pop(answer_id(subject)), [*stores.values()]


@pytest.mark.parametrize("odd", [None, 1, [1], {}, {"a": 1}, True, "\x00", "x" * 9000])
@pytest.mark.parametrize("field", ["search", "painted", "n"])
def test_values_of_another_type_are_read_as_nothing(web: Flask, client: FlaskClient, field: str, odd: object) -> None:
    assert answered(client, panels_body(web, **{field: odd}))[0]["drawn"]


@pytest.mark.parametrize("odd", [None, 1, [1], "x", {}])
def test_a_question_of_another_type_is_answered_as_the_first(web: Flask, client: FlaskClient, odd: object) -> None:
    body = {**panels_body(web), "inputs": [{"id": "ask", "property": "data", "value": odd}]}
    assert answered(client, body)[0]["drawn"]


def test_an_answer_brings_only_what_the_browser_does_not_have_and_bears_its_question(
    web: Flask, client: FlaskClient
) -> None:
    first, panels = answered(client, panels_body(web, n=7))
    assert first["n"] == 7 and first["page"] == "|id" and set(first["drawn"]) == set(first["keys"])
    assert sorted(panel["panel"] for panel in panels) == sorted(first["drawn"])
    assert {"map", "trend", "ranking", "tiles", "sentence", "status", "news"} <= set(first["drawn"])
    again, nothing = answered(client, panels_body(web, painted=first["keys"], n=8))
    assert (again["n"], again["drawn"], nothing) == (8, [], [])
    other, panels = answered(client, panels_body(web, "?area=32.76.06", painted=first["keys"]))
    assert "trend" in other["drawn"] and "map" not in other["drawn"] and "files" not in other
    assert not any("values" in panel for panel in panels)
    page, _ = answered(client, panels_body(web, subject="covid", painted=first["keys"]), "covid")
    assert set(page["drawn"]) == set(page["keys"]) and page["page"] == "covid|id"


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": 5},
        {"inputs": []},
        {"state": 5},
        {"state": [{"id": "location", "property": "pathname"}]},
        {"inputs": [{"id": "location"}]},
        {"inputs": [{"id": {}, "property": "x"}]},
        {"changedPropIds": 5},
        {"changedPropIds": [1]},
        {"outputs": 7},
        {"outputs": ["x"]},
    ],
)
def test_a_body_that_is_no_callback_of_ours_is_400(web: Flask, client: FlaskClient, change: dict[str, object]) -> None:
    answer = client.post(f"{ROOM}_dash-update-component", json={**panels_body(web), **change})
    assert answer.status_code == 400
    assert "error" in answer.get_json()


@pytest.mark.parametrize("day", ["2019-01-01", "2020-02-01", "2020-03-01", "2020-06-01", "2021-06-01"])
@pytest.mark.parametrize("subject", ["", "covid", "wifi", "waste", "programme", "services"])
def test_every_page_stands_as_known_on_any_day(web: Flask, client: FlaskClient, subject: str, day: str) -> None:
    answer = client.post(f"{ROOM}_dash-update-component", json=panels_body(web, f"?as_known_on={day}", subject))
    assert answer.status_code == 200
    for indicator in ("licensing-on-time", "budget-realised", "wifi-uptime", "covid-active"):
        assert client.get(f"{API}/values?indicator={indicator}&as_known_on={day}").status_code == 200


@pytest.mark.parametrize("path", ["zzz/x.js", "dash/nothere.js"])
def test_an_unknown_script_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(f"{ROOM}_dash-component-suites/{path}").status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0", "1613433600", "20210101"])
def test_a_day_that_is_none_is_refused(client: FlaskClient, day: str) -> None:
    assert client.get(f"{API}/values?indicator=covid-active&date={day}").status_code == 400
    assert client.get(f"{API}/values?indicator=covid-active&as_known_on={day}").status_code == 400


def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post(f"{ROOM}_dash-update-component", data=b"x" * 2_000_000, content_type="application/json")
    assert answer.status_code in (400, 413)


def test_polygons_are_immutable_and_compressed(client: FlaskClient, service: RoomService) -> None:
    name = service.map_files()["rw"].name
    answer = client.get(f"{ROOM}peta/{name}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 120_000
    again = client.get(f"{ROOM}peta/{name}", headers={"Accept-Encoding": ""})
    assert again.is_json


# -- what the browser keeps ------------------------------------------------------------------------


def linked(client: FlaskClient) -> list[str]:
    """Scripts and styles of the frame; pieces that Dash itself asks for without a fingerprint are tested below."""
    links = re.findall(r'(?:src|href)="(/ruang/[^"]+\.(?:js|css)[^"]*)"', client.get(ROOM).text)
    assert len(links) > 20
    return [link.replace("&amp;", "&") for link in links if "/async-" not in link]


def read(client: FlaskClient, path: str, encoding: str) -> TestResponse:
    """A file, read to its end and closed."""
    answer = client.get(path, headers={"Accept-Encoding": encoding})
    assert answer.data
    answer.close()
    return answer


def test_scripts_and_styles_stay_with_the_browser_and_are_packed_once(client: FlaskClient) -> None:
    for path in linked(client):
        answer = read(client, path, "gzip")
        assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable", path
        assert "Cookie" not in answer.headers["Vary"] and "Set-Cookie" not in answer.headers, path
        again, plain = read(client, path, "gzip"), read(client, path, "gzip;q=0")
        assert "Content-Encoding" not in plain.headers, path
        assert again.data == answer.data, path
        if answer.headers.get("Content-Encoding") == "gzip":
            assert gzip.decompress(answer.data) == plain.data, path
            smaller = read(client, path, "gzip, br")
            assert smaller.headers["Content-Encoding"] == "br" and brotli.decompress(smaller.data) == plain.data, path


def test_what_has_no_fingerprint_is_asked_for_again_and_costs_no_bytes(client: FlaskClient) -> None:
    suites = "_dash-component-suites"
    whole, piece = f"{suites}/plotly/package_data/plotly.min.js", f"{suites}/dash/dcc/async-dropdown.js"
    assert f'href="{ROOM}{piece}"' in client.get(ROOM).text  # fetched while the scripts before it are read
    for path in (whole, piece, "assets/img/belimbing.svg"):
        first = read(client, ROOM + path, "identity")
        assert (first.status_code, first.headers["Cache-Control"]) == (200, "private, no-cache"), path
        assert "Cookie" not in first.headers["Vary"]
        again = client.get(ROOM + path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), path
        again.close()


def test_pages_and_data_are_kept_by_nobody(client: FlaskClient) -> None:
    for path in (ROOM, f"{ROOM}_dash-layout", f"{API}/areas", f"{ROOM}peringatan", f"{ROOM}unduh/map.csv?page="):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        assert "Cookie" in answer.headers["Vary"], path


def test_the_slim_plotly_is_served_only_in_the_version_that_is_drawn_for(tmp_path: Path) -> None:
    file = tmp_path / "plotly-cartesian.min.js"
    for version, fits in (("0.0.1", False), (get_plotlyjs_version(), True)):
        file.write_text(f"/**\n* plotly.js (cartesian - minified) v{version}\n*/", "utf-8")
        server = Flask("slim")
        keep_static_files(server, ROOM)
        address = mount_plotly(server, ROOM, file)
        assert (address is not None) is fits
        if address is not None:
            answer = server.test_client().get(address)
            assert answer.data == file.read_bytes() and "immutable" in answer.headers["Cache-Control"]
        assert server.test_client().get(f"{ROOM}skrip/plotly-0.js").status_code == 404
    assert mount_plotly(Flask("none"), ROOM, tmp_path / "nothing.js") is None


@pytest.mark.parametrize("day", ["2022-02-16", "2019-01-01", "2023-05-01"])
def test_a_day_outside_the_data_gives_no_other_days_figures_and_says_so(client: FlaskClient, day: str) -> None:
    answer = client.get(f"{API}/values?indicator=waste-completion&level=kota&date={day}").get_json()
    assert (answer["date"], answer["values"], answer["data_to"]) == (day, [], "2022-02-15")
    assert "15 Feb 2022" in answer["problem"]
    inside = client.get(f"{API}/values?indicator=waste-completion&level=kota&date=2022-02-15").get_json()
    assert inside["problem"] is None and len(inside["values"]) == 1


def test_the_page_says_that_a_day_is_outside_the_data_and_names_the_day_that_is_painted(
    web: Flask, client: FlaskClient
) -> None:
    for search, words in (
        ("?date=2023-01-01", "belum tiba"),
        ("?date=2019-01-01", "mendahului data"),
        ("?as_known_on=2023-01-01", "belum tiba"),
    ):
        about, panels = answered(client, panels_body(web, search))
        sentence = next(panel for panel in panels if panel["panel"] == "sentence")
        assert words in json.dumps(sentence, ensure_ascii=False) and about["day"] == "2022-02-11"
    about, panels = answered(client, panels_body(web, "?date=2022-02-16", "waste"), "waste")
    sentence = next(panel for panel in panels if panel["panel"] == "sentence")
    assert "tidak ada angka untuk 16 Feb 2022" in json.dumps(sentence, ensure_ascii=False)
    assert about["day"] == "2022-02-15"
