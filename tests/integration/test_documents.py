"""Every document in both languages."""

import re
from pathlib import Path

import pytest
from flask import Flask

import data.text
from app import ROOM, create_server
from data.domain.people import PROCESS, acting
from data.service import Services, open_services
from data.settings import Settings
from tests.conftest import CLOCK, PASSWORD, signed_in
from tests.integration.test_words import SAME, Listening

pytestmark = pytest.mark.integration
DOCUMENTS = {
    "steward": (
        "saya",
        "data",
        "data/covid-daily",
        "data/areas",
        "data/budget",
        "data/wifi-points",
        "data/waste-pickups",
        "data/action-progress",
        "data/actions",
        "data/action-targets",
        "data/monev-findings",
        "program/semua",
        "program/daftar",
        "program/daftar?dimensi=economy&jangka=long&area=32.76.06",
        "program/sekolah-ayah-bunda-sab-esab",
        "program/aksi/SOC-M1",
        "program/aksi/ENV-L1",
        "program/wi-fi-depok-bersahabat",
        "program/laporan",
        "program/sesi",
        "program/rapat",
        "program/potret",
        "data/muat",
        "data/baru",
        "asal",
        "asal?indicator=wifi-uptime&area=32.76.06",
        "tampilan/",
        "tampilan/covid?area=32.76.06",
        "catatan/",
        "catatan/program",
        "peringatan/aturan/covid-rw-cluster",
    ),
    "operator": (
        "peringatan",
        "peringatan/1",
        "peringatan/aturan",
        "peringatan/aturan/wifi-kecamatan-down",
        "sif",
        "sif?mulai=2022-02-16T06:00",
        "ringkas",
        "ringkas?area=32.76.06&indicator=waste-completion",
        "ringkas?indicator=programme-progress",
        "layar",
        "layar/lobi/atur",
    ),
    "official": (
        "peringatan",
        "peringatan/1",
        "sif",
        "ringkas",
        "wifi/rencana",
        "wifi/gangguan?down=32.76.05",
        "wifi/tiket",
        "wifi/daftar",
    ),
    "admin": ("pekerjaan", "akun", "jejak", "saya", "layar", "layar/dinding-utama/atur"),
}


@pytest.fixture(scope="module", autouse=True)
def judged(services: Services) -> None:
    """Alerts and screens as a running server has them."""
    with acting(PROCESS):
        services.alerts.evaluate()
        services.wall.make_first()


@pytest.mark.parametrize("role", [*DOCUMENTS])
def test_no_document_lacks_its_words(
    web: Flask, role: str, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(web, role)
    with acting(PROCESS):
        names = set(services.room.names().values())
    heard = Listening(data.text.catalogue("id"))
    monkeypatch.setattr(data.text, "catalogue", lambda _lang: heard)
    for path in DOCUMENTS[role]:
        assert client.get(f"{ROOM}{path}").status_code == 200, path
    for path in ("/", "/masuk"):
        client.get(path)
    assert {words for words in heard.missing if words not in names | SAME | {"", "{words}"}} == set()


@pytest.mark.parametrize("role", [*DOCUMENTS])
def test_documents_are_well_formed_and_labelled(web: Flask, role: str) -> None:
    client = signed_in(web, role)
    for path in DOCUMENTS[role]:
        page = client.get(f"{ROOM}{path}{'&' if '?' in path else '?'}lang=en&theme=light").text
        assert page.startswith("<!doctype html>") and 'lang="en" data-theme="light"' in page
        assert page.count("<h1") == 1 and not re.findall(r".{40}(?<![\w.])None(?![\w]| yet|\.)", page), path
        for kind in ("input", "select", "textarea"):
            for control in re.finditer(rf"<{kind}\b[^>]*>", page):
                hidden = (
                    'type="hidden"' in control[0] or 'type="checkbox"' in control[0] or control[0].endswith(" hidden>")
                )
                before, own = page[: control.start()], re.search(r' id="([^"]+)"', control[0])
                around = before.rfind("<label") > before.rfind("</label")
                assert hidden or around or (own and f'<label for="{own[1]}"' in page), control[0]
        for form in re.findall(r"<form[^>]*>.*?</form>", page, re.DOTALL):
            assert 'method="get"' in form or "csrf_token" in form


def test_a_room_without_a_single_area_still_shows_its_pages(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path}/empty.sqlite", tmp_path, CLOCK, 0, demo_password=PASSWORD)
    services = open_services(settings)
    services.people.make_demo_accounts(PASSWORD)
    client = signed_in(create_server(settings, services), "operator")
    for path in (
        "catatan/",
        "catatan/covid",
        "peringatan/aturan",
        "data",
        "wifi/rencana",
        "wifi/rencana?k=5",
        "wifi/gangguan",
        "wifi/tiket",
        "wifi/daftar",
    ):
        assert client.get(f"{ROOM}{path}").status_code in (200, 400), path
    services.people.close()
