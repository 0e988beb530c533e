"""The public edition without a browser: every page in both languages, what it may reach, what it says to bad calls."""

import csv
import gzip
import hashlib
import io
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_server
from app_public import create_public_server
from data.disclosure import product
from data.domain.areas import Level
from data.domain.public_views import RATE_EDGES
from data.public import PublicService
from data.service import Services, registry
from data.settings import Settings
from data.text import number
from server.public_pages import PAGES
from tests.conftest import ROOT, signed_in

pytestmark = pytest.mark.integration
RW = "32.76.02.1010.006"
SUBJECTS = [subject.public for subject in registry().subjects if subject.public is not None]
DATASETS = ["indicators", "areas", *(page.id for subject in SUBJECTS for page in subject.open_data)]
PATHS = [path for path, _, _ in PAGES] + [f"/{subject.slug}" for subject in SUBJECTS]
PATHS += [f"/data/{name}" for name in DATASETS]
PATHS += [
    "/rw/32.76.02.1010.006",
    "/rw/32.76.06.1002.013",
    "/wilayah/32.76.02.1010",
    "/wilayah/32.76.02",
    "/wilayah/32.76",
    "/cari?q=curug",
    "/cari",
]


@pytest.fixture(scope="module")
def client(public_web: Flask) -> FlaskClient:
    return public_web.test_client()


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.links |= {value for name in ("href", "src") if (value := attributes.get(name))}
        self.ids |= {value for name, value in attrs if name == "id" and value}


def read(client: FlaskClient, path: str) -> Links:
    parser = Links()
    parser.feed(client.get(path).text)
    return parser


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_whole_in_both_languages(client: FlaskClient, path: str, lang: str) -> None:
    answer = client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200
    text = answer.text
    assert f'<html lang="{lang}">' in text
    assert text.count("<h1") == 1 and 'name="description" content="' in text
    assert "{" not in re.sub(r'data-(steps|words)="[^"]*"', "", text), "a template was not filled"
    assert "None" not in text and "nan" not in text.split("<main")[1].lower().split()
    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in answer.headers
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_the_landing_says_the_last_closed_week_in_one_sentence(client: FlaskClient, public: PublicService) -> None:
    newest = public.covid("32.76")[-1]
    assert newest.ends_on == date(2022, 2, 6) and newest.value is not None
    said = re.search(r'<p class="lead">(.*?)</p>', client.get("/").text)
    assert said is not None
    assert (
        said[1]
        == f"Dalam pekan yang berakhir 6 Februari 2022 tercatat <b>{number(newest.value, 'id')} kasus baru COVID</b> "
        "di Depok."
    )
    english = client.get("/?lang=en").text
    assert (
        f"In the week to 6 February 2022, <b>{number(newest.value, 'en')} new COVID cases</b> were recorded in Depok."
        in english
    )


def test_the_city_is_the_sum_of_its_kelurahan_where_all_are_exact(public: PublicService) -> None:
    newest = public.covid("32.76")[-1]
    parts = public.covid_on(Level.KELURAHAN, newest.ends_on).values()
    assert all(figure.value is not None for figure in parts)
    assert sum(figure.value or 0 for figure in parts) == newest.value


def test_an_rw_has_its_band_in_words_strip_chart_and_table(client: FlaskClient, public: PublicService) -> None:
    text = client.get(f"/rw/{RW}").text
    newest = public.covid(RW)[-1]
    assert (newest.low, newest.high) == (5, 9)
    assert "<b>5 sampai 9 kasus baru COVID</b> di RW ini" in text
    assert re.search(r'<li class="band-1 mine" aria-current="true"><b>5–9</b>', text)
    assert "31 Jan–6 Feb 2022: 5–9" in text and "<caption>Golongan COVID RW 006 Mekarsari per pekan</caption>" in text
    for words in ("titik hidup", "Kamis 17 Feb", "Program di sini"):
        assert words in text


def test_the_neighbours_on_the_wifi_map_have_the_numbers_of_their_own_pages(
    client: FlaskClient, public: PublicService
) -> None:
    text = client.get(f"/rw/{RW}").text.split('id="peta-titik"')[1]
    live_counts = re.findall(r'href="/rw/([0-9.]+)"[^>]*aria-label="[^"]*: (\d+) titik hidup"', text) or [
        (code, n) for n, code in re.findall(r'aria-label="[^"]*: (\d+) titik hidup"[^>]*href="/rw/([0-9.]+)"', text)
    ]
    assert len(live_counts) > 5
    for code, n in live_counts:
        assert int(n) == sum(point.status == "live" for point in public.points(code)), code


def test_rw_that_are_counted_together_say_so(client: FlaskClient) -> None:
    text = client.get("/rw/32.76.06.1002.013").text
    assert "di RW 010, RW 013 bersama-sama" in text and "di RW ini" not in text.split("<h2")[0]


def test_the_search_leaves_nothing_out_without_a_word(client: FlaskClient) -> None:
    text = client.get("/cari?q=mekarsari").text
    assert "23 wilayah untuk" in text and all(f"RW 0{n} Mekarsari" in text for n in (20, 21, 22))
    assert "60 yang pertama ditampilkan" in client.get("/cari?q=rw+6").text


def test_every_link_leads_somewhere(client: FlaskClient) -> None:
    seen: dict[str, Links] = {}
    waiting = {path for path in PATHS if "?" not in path}
    while waiting and len(seen) < 160:
        path = waiting.pop()
        seen[path] = read(client, path)
        for link in seen[path].links:
            target = link.partition("#")[0].partition("?")[0]
            if (
                target.startswith("/")
                and target not in seen
                and not target.startswith(("/rw/", "/unduh/", "/api/", "/aset/"))
            ):
                waiting.add(target)
    broken = []
    for path, parsed in seen.items():
        for link in parsed.links:
            where, _, mark = link.partition("#")
            if link.startswith(("http", "data:")):
                continue
            if not where and mark not in parsed.ids:
                broken.append((path, link))
    for link in {
        link for parsed in seen.values() for link in parsed.links if link.startswith(("/unduh/", "/api/", "/aset/"))
    }:
        if client.get(link, buffered=True).status_code != 200:
            broken.append(("", link))
    for rw in sorted({link for parsed in seen.values() for link in parsed.links if link.startswith("/rw/")})[::40]:
        if client.get(rw).status_code != 200:
            broken.append(("", rw))
    assert broken == []
    assert len(seen) >= 90


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("rw 6 mekarsari", "/rw/32.76.02.1010.006"),
        ("RW 006, Mekarsari", "/rw/32.76.02.1010.006"),
        (RW, f"/rw/{RW}"),
        ("6 mekarsari cimanggis", "/rw/32.76.02.1010.006"),
    ],
)
def test_the_search_opens_the_one_it_finds(client: FlaskClient, asked: str, first: str) -> None:
    answer = client.get("/cari", query_string={"q": asked})
    assert (answer.status_code, answer.headers["Location"]) == (302, first)


@pytest.mark.parametrize(
    "asked",
    ["", "zzz", "<script>alert(1)</script>", "%00", "' OR 1=1 --", "9" * 500, "rw ²", "curug", "a" * 60 + "{x}"],
)
def test_whatever_is_searched_the_answer_is_a_page(client: FlaskClient, asked: str) -> None:
    answer = client.get("/cari", query_string={"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert 'name="robots" content="noindex"' in answer.text


def test_both_curug_are_offered_with_their_kecamatan(client: FlaskClient) -> None:
    text = client.get("/cari?q=curug").text
    assert "RW 001 Curug, Cimanggis" in text and "RW 001 Curug, Bojongsari" in text


@pytest.mark.parametrize(
    "path",
    [
        "/rw/32.76.02.1010.099",
        "/rw/32.76.02.1010",
        "/wilayah/32.76.02.1010.006",
        "/wilayah/99",
        "/rw/..%2f..%2fetc",
        "/rw/%00",
        "/data/secret",
        "/unduh/../product.sqlite",
        "/unduh/product.sqlite",
        "/aset/abc/public.css",
        "/aset/x/../../app.py",
        "/nowhere",
        "/api/v1/nowhere",
    ],
)
def test_a_crafted_address_is_one_sentence_and_404(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
    assert "error" in answer.get_json() if path.startswith("/api") else "<h1>" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(client: FlaskClient, method: str) -> None:
    for path in ("/", "/api/v1/covid", f"/rw/{RW}"):
        assert client.open(path, method=method).status_code == 405


# -- what can be kept --------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", f"/rw/{RW}", "/api/v1/covid", "/unduh/wilayah.csv", "/sitemap.xml"])
def test_an_answer_can_be_kept_and_asked_again(client: FlaskClient, path: str) -> None:
    first = client.get(path, buffered=True)
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag}, buffered=True)
    assert again.status_code == 304 and again.data == b""
    assert client.get(path, headers={"If-None-Match": '"other"'}, buffered=True).status_code == 200


def test_pages_are_packed_and_small(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data).decode().startswith("<!doctype html>")
    assets = [
        client.get(link, headers={"Accept-Encoding": "gzip"})
        for link in read(client, "/").links
        if link.startswith("/aset/")
    ]
    assert len(assets) == 3
    assert all("immutable" in asset.headers["Cache-Control"] for asset in assets)
    whole = len(answer.data) + sum(len(asset.data) for asset in assets)
    print(f"landing, everything, packed: {whole / 1000:.0f} kB")
    assert whole < 200_000


def test_robots_find_every_page(client: FlaskClient) -> None:
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    paths = re.findall(r"<loc>http://localhost([^<]+)</loc>", client.get("/sitemap.xml").text)
    assert len(paths) == len(set(paths)) > 1_000
    assert {"/", "/covid", f"/rw/{RW}", "/data/covid"} <= set(paths)
    assert all(client.get(path).status_code == 200 for path in paths[::60])


def test_shared_links_carry_title_and_sentence(client: FlaskClient) -> None:
    text = client.get(f"/rw/{RW}?lang=en").text
    assert '<meta property="og:title" content="RW 006 Mekarsari">' in text
    assert (
        'og:description" content="In the week to 6 February 2022, 5 to 9 new COVID cases were recorded in this RW."'
        in text
    )
    assert f'<link rel="canonical" href="http://localhost/rw/{RW}?lang=en">' in text


@pytest.mark.parametrize("host", ['x"><script>', "a b", "evil.example/<x>", "[::"])
def test_a_crafted_host_leaves_no_trace_in_what_others_get(client: FlaskClient, host: str) -> None:
    before = client.get("/").text
    for path in ("/", "/sitemap.xml", "/robots.txt"):
        answer = client.get(path, headers={"Host": host})
        assert "<script>" not in answer.text.replace('<script src="/aset/', "")
    assert client.get("/").text == before


# -- open data ---------------------------------------------------------------------------------


def test_a_hidden_value_is_null_with_its_band(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/covid?area={RW}").get_json()
    (row,) = answer["values"]
    assert (row["value"], row["low"], row["high"], row["state"]) == (None, 5, 9, "hidden")
    everything = client.get("/api/v1/covid?level=rw&from=2021-01-01&to=2021-04-30").get_json()["values"]
    assert len(everything) > 10_000
    assert all(figure["value"] is None for figure in everything)
    assert {(figure["low"], figure["high"]) for figure in everything if figure["state"] == "hidden"} == {
        (0, 4),
        (5, 9),
        (10, 19),
        (20, None),
    }


def test_json_csv_and_geojson_say_the_same(client: FlaskClient) -> None:
    rows = client.get("/api/v1/covid?level=kelurahan").get_json()["values"]
    table = list(csv.DictReader(io.StringIO(client.get("/api/v1/covid?level=kelurahan&format=csv").text)))
    shapes = client.get("/api/v1/covid?level=kelurahan&format=geojson").get_json()["features"]
    assert (
        [str(row["value"]) for row in rows]
        == [row["value"] for row in table]
        == [str(feature["properties"]["value"]) for feature in shapes]
    )
    assert len(rows) == 63 and all(feature["geometry"]["type"] in ("Polygon", "MultiPolygon") for feature in shapes)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("covid?from=2022-02-01&to=2021-01-01", "sebelum"),
        ("covid?from=2020-01-01&to=2022-12-31", "lebih dari"),
        ("covid?level=street", "level"),
        ("covid?from=1", "from"),
        ("values", "indicator"),
        ("pickups?format=geojson", "tempat"),
        ("covid?period=day", "period"),
        ("covid?week=2022-01-30", "week"),
        ("indicators?foo=1", "foo"),
        ("areas?foo=1", "yang ada: lang"),
        ("values?indicator=wifi-live&foo=1", "from, to"),
    ],
)
def test_limits_and_mistakes_are_told_in_a_sentence(client: FlaskClient, query: str, words: str) -> None:
    answer = client.get(f"/api/v1/{query}")
    assert answer.status_code == 400
    assert words in answer.get_json()["error"]
    assert "public" not in answer.headers["Cache-Control"]


def test_an_unknown_indicator_and_a_health_indicator_are_both_unknown(client: FlaskClient) -> None:
    for name in ("nothing", "covid-new-7d", "covid-active"):
        assert client.get(f"/api/v1/values?indicator={name}").status_code == 404
    answer = client.get("/api/v1/covid?area=99")
    assert (answer.status_code, "kode “99”" in answer.get_json()["error"]) == (404, True)


def test_files_fit_their_checksums(client: FlaskClient) -> None:
    files = client.get("/api/v1/files").get_json()["files"]
    assert len(files) >= 14
    sums = dict(line.split("  ")[::-1] for line in client.get("/unduh/SHA256SUMS", buffered=True).text.splitlines())
    for file in files:
        body = client.get(file["url"], buffered=True).data
        assert hashlib.sha256(body).hexdigest() == file["sha256"] == sums[file["name"]]
        assert len(body) == file["bytes"]


def test_the_dictionary_names_every_column(client: FlaskClient) -> None:
    words = list(csv.DictReader(io.StringIO(client.get("/unduh/kamus-data.csv", buffered=True).text)))
    for file in client.get("/api/v1/files").get_json()["files"]:
        if file["name"].endswith(".csv") and file["name"] != "kamus-data.csv":
            heads = next(csv.reader(io.StringIO(client.get(file["url"], buffered=True).text)))
            described = [row["column"] for row in words if row["file"] == file["name"]]
            assert heads == described, file["name"]
    assert all(row["meaning_id"] and row["meaning_en"] for row in words)


def test_every_file_says_in_every_row_whether_it_is_simulated(client: FlaskClient) -> None:
    for file in client.get("/api/v1/files").get_json()["files"]:
        if file["name"].endswith(".csv") and file["name"] != "kamus-data.csv":
            rows = list(csv.DictReader(io.StringIO(client.get(file["url"], buffered=True).text)))
            assert {row["simulated"] for row in rows} <= {"0", "1"}, file["name"]
            # The areas' column is about their borders: those of RW are made up.
            assert {row["simulated"] for row in rows} == ({"0", "1"} if file["name"] == "wilayah.csv" else {"1"}) or (
                file["name"] in ("indikator.csv", "indikator-kartu.csv")
            ), file["name"]
    for question in ("covid?level=kota", "values?indicator=waste-completion", "wifi-points?area=32.76.02", "pickups"):
        join = "&" if "?" in question else "?"
        rows = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/{question}{join}format=csv").text)))
        assert rows and {row["simulated"] for row in rows} == {"1"}, question


def test_a_four_week_band_is_never_wider_than_its_weeks(public: PublicService) -> None:
    rows = product.covid_rows(public.reader().path)
    weeks: dict[str, dict[str, tuple[int, float]]] = {}
    for row in rows:
        if row["period"] == "week" and row["level"] == "rw" and row["low"] is not None:
            high = float("inf") if row["high"] is None else float(row["high"])
            weeks.setdefault(row["area"], {})[row["ends_on"]] = (row["low"], high)
    looked = 0
    for row in rows:
        if row["period"] == "block" and row["level"] == "rw" and row["low"] is not None:
            last = date.fromisoformat(row["ends_on"])
            inside = [weeks[row["area"]][(last - timedelta(7 * n)).isoformat()] for n in range(4)]
            assert row["low"] >= sum(low for low, _ in inside)
            assert (float("inf") if row["high"] is None else row["high"]) <= sum(high for _, high in inside)
            looked += 1
    assert looked > 5_000


def test_the_map_says_what_it_paints(client: FlaskClient) -> None:
    label = re.search(r"Depok: ([0-9.]+) per 100\.000 penduduk, ([0-9.]+) kasus", client.get("/covid").text)
    assert label is not None
    row = client.get("/api/v1/covid?area=32.76.01.1006&level=kelurahan").get_json()["values"][0]
    assert label[2].replace(".", "") == str(row["value"])


# -- nothing of the room -----------------------------------------------------------------------


def test_the_process_alone_has_nothing_of_the_room(public: PublicService) -> None:
    """Started as `make run-public` starts it: product path only; what it has loaded is counted from inside."""
    folder = public.reader().path.parents[1]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DECOR_PRODUCT_DIR": str(folder)}
    look = (
        "import os, sys, app_public; c = app_public.server.test_client(); "
        "assert c.get('/').status_code == 200 and c.get('/api/v1/covid').status_code == 200; "
        "assert c.get('/ruang/').status_code == 404 and c.get('/masuk').status_code == 404; "
        "heavy = {'dash', 'plotly', 'sqlalchemy', 'pandas', 'numpy', 'geopandas'}; "
        "print(sorted({m.split('.')[0] for m in sys.modules} & heavy)); "
        ""
        "print(sorted(m for m in sys.modules if m.startswith(('data.service', 'data.queries', 'data.tables', "
        "'data.commands', 'callbacks', 'server.guard')))); "
        "print([name for name in os.environ if 'DATABASE' in name or 'SECRET' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "[]", "[]"]


def test_the_make_target_hides_the_rooms_variables() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").split("run-public:")[1].split("\n\n")[0]
    for name in ("DECOR_DATABASE_URL", "DECOR_DATA_DIR", "DECOR_SECRET_KEY"):
        assert f"-u {name}" in recipe


def test_before_the_first_edition_the_page_says_so(tmp_path: Path) -> None:
    web = create_public_server(PublicService(tmp_path)).test_client()
    for path in ("/", "/covid", f"/rw/{RW}"):
        answer = web.get(path)
        assert answer.status_code == 503 and answer.headers["Retry-After"] == "20"
        assert "Edisi publik pertama sedang disiapkan" in answer.text
    assert "error" in web.get("/api/v1/covid").get_json()
    assert web.get("/robots.txt").status_code == 200


def test_beside_the_room_the_public_pages_are_the_same_and_set_no_cookie(web: Flask, public_web: Flask) -> None:
    for path in ("/covid", "/data", f"/rw/{RW}"):
        beside, alone = web.test_client().get(path), public_web.test_client().get(path)
        assert beside.status_code == 200 and "Set-Cookie" not in beside.headers
        assert beside.headers["Content-Security-Policy"] == alone.headers["Content-Security-Policy"]
        assert beside.text.split("<main")[1].split("</main>")[0] == alone.text.split("<main")[1].split("</main>")[0]
        assert 'href="/masuk' in beside.text and "/masuk" not in alone.text
    signed = signed_in(web, "operator").get("/covid")
    assert "Set-Cookie" not in signed.headers and signed.headers["Cache-Control"].startswith("public")


def test_without_a_product_the_room_works_and_the_front_says_wait(
    services: Services, city_settings: Settings, tmp_path: Path
) -> None:
    from dataclasses import replace

    web = create_server(replace(city_settings, data_dir=tmp_path), services)
    assert web.test_client().get("/").status_code == 503
    assert web.test_client().get("/masuk").status_code == 200


# -- nothing shown depends on what is hidden ----------------------------------------------------


def test_a_colour_is_given_only_where_the_whole_interval_has_it(public: PublicService) -> None:
    from dataclasses import replace

    figure = public.covid("32.76.02.1010")[-1]
    people = public.area("32.76.02.1010").people
    assert people is not None
    for edge in RATE_EDGES:
        at = int(edge * people / 100_000)
        assert replace(figure, state="hidden", value=None, low=at - 3, high=at + 3).rate_class(people) is None
    assert replace(figure, state="hidden", value=None, low=0, high=4).rate_class(people) == 1
    assert replace(figure, value=None, low=20, high=None).rate_class(people) is None


def test_a_page_is_the_same_for_any_count_inside_the_same_band(public_web: Flask, public: PublicService) -> None:
    """Two RW with the same bands everywhere have the same words, strip and order: nothing else tells them apart."""
    rows = public.covid_on(Level.RW, date(2022, 2, 6))
    text = public_web.test_client().get("/wilayah/32.76.02.1010").text
    listed = re.findall(
        r'<a href="/rw/(32\.76\.02\.1010\.\d{3})">RW \d{3}</a></th>'
        r'<td[^>]*>[^<]*</td><td data-by="(-?\d+)" class="num">([^<]*)<',
        text,
    )
    assert len(listed) == 22
    for code, by, words in listed:
        assert int(by) == rows[code].low
        assert words in ("0–4", "5–9", "10–19", "20 atau lebih")


@pytest.mark.parametrize(
    "byte_range", ["bytes=99999999-", "bytes=0-1,5-9", "bytes=-0", "bytes=5-1", "bytes=x", "rows=1-2"]
)
def test_a_part_that_a_file_does_not_have_is_a_sentence_or_the_whole_file(client: FlaskClient, byte_range: str) -> None:
    answer = client.get("/unduh/wilayah.csv", headers={"Range": byte_range}, buffered=True)
    assert answer.status_code in (200, 206, 416)
    if answer.status_code == 416:
        assert "bagian" in answer.text
    whole = client.get("/unduh/wilayah.csv", buffered=True).data
    assert client.get("/unduh/wilayah.csv", headers={"Range": "bytes=3-9"}, buffered=True).data == whole[3:10]


def test_a_file_comes_packed_to_who_can_unpack_and_is_the_same(client: FlaskClient) -> None:
    plain = client.get("/unduh/wilayah.csv", buffered=True)
    packed = client.get("/unduh/wilayah.csv", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip" and len(packed.data) < len(plain.data) / 2
    assert gzip.decompress(packed.data) == plain.data
    assert "wilayah.csv" in packed.headers["Content-Disposition"] and packed.headers["Vary"] == "Accept-Encoding"
    for path in ("/unduh/wilayah.csv", "/", "/api/v1/covid?format=csv"):
        refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"}, buffered=True)
        assert "Content-Encoding" not in refused.headers, path


def test_beside_the_room_a_public_answer_does_not_vary_with_cookies(web: Flask) -> None:
    client = signed_in(web, "operator")
    for path in ("/", f"/rw/{RW}", "/api/v1/areas", "/unduh/wilayah.csv", "/robots.txt"):
        answer = client.get(path, buffered=True)
        assert "Cookie" not in answer.headers.get("Vary", ""), path
        assert "Set-Cookie" not in answer.headers, path


def test_an_address_that_only_looks_like_another_does_not_take_its_place(public_web: Flask) -> None:
    client = public_web.test_client()
    assert client.get("/api/v1/areas?format%3Dcsv%26level=kelurahan").mimetype == "application/json"
    assert client.get("/api/v1/areas?format=csv&level=kelurahan").mimetype == "text/csv"
