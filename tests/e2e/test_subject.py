"""A sixth subject that is nothing but a declaration, opened wherever a subject can be opened."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.domain.areas import Level, level_of
from data.domain.people import PROCESS, Role, acting
from data.ingest.facts import write_facts
from data.service import open_services
from data.settings import Settings
from data.tables.engine import open_engine
from tests.conftest import CLOCK, PASSWORD, ROOT, running
from tests.e2e.conftest import Screen, sign_in

ADDED = {"DECOR_SUBJECTS": "tests.subjects.parking"}
LAST = date(2022, 2, 15)


def parking_rows(codes: list[str]) -> str:
    """Thirty days for every kelurahan: 200 spaces, taken 100, 101, … in the codes' order; the last is full."""
    lines = ["area,date,measure,value"]
    for back in range(30):
        day = LAST - timedelta(back)
        for at, code in enumerate(codes):
            taken = 198 if code == codes[-1] else 100 + at
            lines += [f"{code},{day},spaces,200", f"{code},{day},taken,{taken}"]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def codes(area_files: dict[str, Path]) -> list[str]:
    areas = json.loads(area_files["areas"].read_text("utf-8"))["features"]
    every = sorted(area["properties"]["code"] for area in areas)
    return [code for code in every if level_of(code) is Level.KELURAHAN]


@pytest.fixture(scope="module")
def parking(small_template: Path, codes: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A city that has nothing but the subject: its file is loaded and published as an operator does it."""
    folder = tmp_path_factory.mktemp("parking")
    shutil.copy(small_template, folder / "decor.sqlite")
    settings = Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, 0)
    engine = open_engine(settings.database_url)
    write_facts(engine, {"clock": CLOCK.isoformat()})
    engine.dispose()
    with acting(replace(PROCESS, role=Role.ADMIN)):
        open_services(settings).people.make_demo_accounts(PASSWORD)
    file = folder / "parkir.csv"
    file.write_text(parking_rows(codes), "utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DECOR_")} | ADDED
    environment |= {"DECOR_DATA_DIR": str(folder), "DECOR_DATABASE_URL": settings.database_url}
    for command in (["data.ingest", "parking", str(file)], ["data.disclosure", "publish"]):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    with running(settings, DECOR_WORKER="1", **ADDED) as url:
        yield url


@pytest.fixture(scope="module")
def screen(browser: Browser, parking: str) -> Iterator[Screen]:
    """An operator's page in the room with the subject."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    made = Screen(context.new_page(), parking)
    sign_in(made.page, parking, "operator", PASSWORD)
    yield made
    context.close()
    made.check()


def got(screen: Screen, path: str) -> str:
    answer = screen.page.request.get(screen.base_url + path)
    assert answer.ok, f"{path}: {answer.status} {answer.text()[:300]}"
    return answer.text()


def test_it_has_a_page_in_the_menu_with_map_tiles_trend_and_ranking(screen: Screen, codes: list[str]) -> None:
    screen.open("/ruang/")
    screen.page.get_by_role("link", name="Parkir", exact=True).first.click()
    screen.page.wait_for_url("**/ruang/parkir*")
    expect(screen.panel("map")).to_contain_text("Petak tepi jalan terisi")
    # 200 spaces in each of 63 kelurahan; taken: 100 … 161 in the order of the codes, and 198 in the last.
    city = (sum(range(100, 162)) + 198) / (63 * 200) * 100
    expect(screen.panel("tiles")).to_contain_text(f"{city:.1f}".replace(".", ","))
    expect(screen.panel("ranking")).to_contain_text("99,0")
    expect(screen.caption("trend")).not_to_be_empty()
    screen.open(f"/ruang/parkir?area={codes[0]}&level=kelurahan")
    expect(screen.panel("tiles")).to_contain_text("50,0")


def test_its_tile_stands_on_the_overview(screen: Screen) -> None:
    screen.open("/ruang/")
    expect(screen.panel("tiles")).to_contain_text("Parkir, terisi")


def test_its_table_is_exported(screen: Screen, codes: list[str]) -> None:
    text = got(screen, "/ruang/unduh/map.csv?page=parkir&level=kelurahan")
    rows = [row for row in csv.reader(io.StringIO(text)) if row and codes[0] in row]
    assert len(rows) == 1 and any(cell in ("50", "50.0") for cell in rows[0]), text[:400]


# Its cause has no Indonesian words: a word that is missing costs nothing but itself.
def test_its_rule_fires_and_its_scene_stands_on_the_wall(screen: Screen) -> None:
    screen.page.goto(f"{screen.base_url}/ruang/peringatan")
    expect(screen.page.locator("main")).to_contain_text("Kerbs are full")
    screen.page.goto(f"{screen.base_url}/ruang/layar/dinding-utama")
    pictures = json.loads(got(screen, "/ruang/layar/dinding-utama/gambar"))
    assert "Parkir, terisi" in json.dumps(pictures["scenes"]["parking"], ensure_ascii=False)


def test_it_stands_in_the_catalogue_the_lineage_and_the_api(screen: Screen, codes: list[str]) -> None:
    assert "Parkir" in got(screen, "/ruang/data")
    assert "parkir.csv" in got(screen, f"/ruang/asal?indicator=parking-in-use&area={codes[0]}&level=kelurahan")
    names = {indicator["id"] for indicator in json.loads(got(screen, "/ruang/api/v1/indicators"))["indicators"]}
    assert "parking-in-use" in names
    asked = f"/ruang/api/v1/values?indicator=parking-in-use&level=kelurahan&area={codes[1]}&date={LAST}"
    assert [row["value"] for row in json.loads(got(screen, asked))["values"]] == [50.5]


def test_what_its_contract_opens_is_on_the_public_page_and_in_the_public_api(screen: Screen, codes: list[str]) -> None:
    body = got(screen, "/parkir")
    assert "Petak tepi jalan terisi" in body
    assert "/parkir" in got(screen, "/")
    asked = f"/api/v1/values?indicator=parking-in-use&level=kelurahan&area={codes[1]}"
    assert json.loads(got(screen, asked))["values"][-1]["value"] == 50.5
