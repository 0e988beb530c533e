"""The doors and the data desk in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.conftest import PASSWORD
from tests.e2e.conftest import Screen, opened, sign_in

pytestmark = pytest.mark.e2e
RW = "32.76.02.1010.006"
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"


def day_file(folder: Path, cases: int, name: str = "hari.csv") -> Path:
    path = folder / name
    rows = "".join(f"32.76.02.1010.{n:03d},2022-02-15,2022-02-16,{cases + n},0,0\n" for n in range(1, 23))
    path.write_text(HEAD + rows + "32.76.99.9999.001,2022-02-15,2022-02-16,1,0,0\n", "utf-8")
    return path


def test_a_stranger_is_led_to_the_sign_in_and_back_to_what_he_wanted(browser: Browser, base_url: str) -> None:
    with opened(browser, base_url, None) as screen:
        screen.page.goto(f"{base_url}/ruang/covid?area=32.76.06")
        expect(screen.page).to_have_url(re.compile(r"/masuk\?next="))
        screen.page.keyboard.type("operator")  # the name has the focus
        screen.page.keyboard.press("Tab")
        screen.page.keyboard.type("ruang-kendali-uji")
        screen.page.keyboard.press("Enter")
        expect(screen.page).to_have_url(re.compile(r"/ruang/covid\?area=32\.76\.06"))
        expect(screen.caption("trend")).to_contain_text("Kecamatan Beji")
        expect(screen.page.locator(".who")).to_contain_text("operator")


def test_after_signing_out_back_shows_nothing(browser: Browser, base_url: str) -> None:
    with opened(browser, base_url, None) as screen:
        sign_in(screen.page, base_url, "official", PASSWORD)
        screen.page.goto(f"{base_url}/ruang/saya")
        screen.page.get_by_role("button", name="Keluar").click()
        expect(screen.page).to_have_url(re.compile("/masuk"))
        screen.page.goto(f"{base_url}/ruang/")
        expect(screen.page).to_have_url(re.compile("/masuk"))


def test_a_steward_checks_reloads_loads_and_takes_back(steward: Screen, tmp_path: Path) -> None:
    page = steward.page
    page.goto(f"{steward.base_url}/ruang/data/muat?dataset=covid-daily")
    page.set_input_files("input[type=file]", day_file(tmp_path, 30))
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("h2", has_text="22 baris akan disimpan, 1 ditolak")).to_be_visible()
    expect(page.locator("svg.svg-map path[class^=deviation]")).to_have_count(22)
    page.reload()
    expect(page.locator("h2", has_text="22 baris akan disimpan, 1 ditolak")).to_be_visible()
    page.get_by_role("button", name="Muat", exact=True).click()
    expect(page.locator(".delivery-state")).to_contain_text("dimuat")
    page.goto(f"{steward.base_url}/ruang/covid?area={RW}&date=2022-02-15&indicator=covid-new-7d")
    expect(page.locator("#sentence h1")).to_contain_text("kasus")
    with_load = page.locator("#sentence h1 b").inner_text()
    page.goto(f"{steward.base_url}/ruang/data/covid-daily")
    row = page.locator("tr", has_text="hari.csv").first
    row.locator("summary").click()
    row.locator("[name=reason]").fill("hanya percobaan di peramban")
    row.get_by_role("button", name=re.compile("Batalkan muatan")).click()
    expect(page.locator(".notice")).to_contain_text("dibatalkan")
    page.goto(f"{steward.base_url}/ruang/covid?area={RW}&date=2022-02-15&indicator=covid-new-7d")
    expect(page.locator("#sentence h1 b")).not_to_have_text(with_load)


def test_a_number_leads_to_its_formula_its_parts_and_its_files(screen: Screen) -> None:
    screen.open(f"/ruang/covid?area={RW}&date=2022-02-10")
    screen.panel("tiles").locator("button.number").nth(1).click()
    drawer = screen.page.locator("#table-drawer")
    expect(drawer).to_contain_text("Σ kasus konfirmasi baru menurut tanggal kejadian")
    expect(drawer).to_contain_text("covid-daily-2022-02.csv")
    expect(drawer).to_contain_text("population.csv")
    expect(drawer.locator(".lineage-sum")).to_contain_text("× 100.000 =")
    screen.page.keyboard.press("Escape")
    screen.show("trend", "Asal")
    expect(drawer.locator(".lineage-sum")).to_be_visible()
    drawer.get_by_role("link", name="Buka sebagai halaman").click()
    expect(screen.page.locator("h1")).to_contain_text("Dari mana angka ini")


def test_a_note_is_written_and_stands_on_the_chart(screen: Screen) -> None:
    screen.open("/ruang/sampah?area=32.76.09&date=2022-02-01")
    screen.page.get_by_role("link", name="Catatan").click()
    expect(screen.page.locator("[name=area]")).to_have_value("32.76.09")
    expect(screen.page.locator("[name=day]")).to_have_value("2022-02-01")
    screen.page.fill("[name=text]", "Truk <b>baru</b> mulai jalan")
    screen.page.get_by_role("button", name="Tulis catatan").click()
    expect(screen.page.locator(".notice")).to_be_visible()
    screen.open("/ruang/sampah?area=32.76.09&date=2022-02-05")
    flag = screen.panel("trend").locator('.chart-note[aria-label*="Truk <b>baru</b> mulai"]')
    day = flag.get_attribute("data-day")
    flag.hover()
    expect(screen.page.locator(".chart-note-tip")).to_contain_text(
        "1 Feb 2022: Truk <b>baru</b> mulai jalan (Kecamatan"
    )
    screen.panel("tiles").hover()
    expect(screen.page.locator(".chart-note-tip")).to_have_count(0)
    flag.click()
    screen.wait_query(f"date={day}")
    screen.page.get_by_role("link", name="Catatan").click()
    screen.page.locator("tr", has_text="Truk").get_by_role("button", name="Hapus").click()
    expect(screen.page.locator("tr", has_text="Truk")).to_have_count(0)


@pytest.mark.parametrize("panel", ["map", "trend", "ranking", "tiles"])
def test_a_panel_is_saved_as_a_picture(screen: Screen, panel: str) -> None:
    screen.open("/ruang/covid?area=32.76.06")
    with screen.page.expect_download() as got:
        screen.show(panel, "Gambar")
    path = got.value.path()
    box = screen.panel(panel).bounding_box()
    assert box is not None and got.value.suggested_filename == f"decor-covid-{panel}.png"
    content = Path(path).read_bytes()
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    assert abs(width - 2 * round(box["width"])) <= 2
    # More than a flat ground: an empty picture of this size packs to a few kilobytes.
    assert len(content) > 20_000


def test_the_officer_sees_his_own_kelurahan_and_no_empty_page(officer: Screen) -> None:
    for page in ("", "covid", "wifi", "sampah"):
        officer.open(f"/ruang/{page}")
        expect(officer.page.locator("#map-leaflet path[data-area]")).to_have_count(22)
        assert set(
            officer.page.eval_on_selector_all("[data-area]", "all => all.map(e => e.dataset.area.slice(0, 13))")
        ) == {"32.76.02.1010"}
    expect(officer.page.locator("nav a")).to_have_count(6)  # overview, four subjects, his alerts


DOCUMENTS = (
    "data",
    "data/covid-daily",
    "data/muat",
    "data/baru",
    "asal",
    "saya",
    "tampilan/covid",
    "catatan/covid",
    "wifi/rencana",
    "wifi/gangguan",
    "wifi/tiket",
    "wifi/daftar",
)


@pytest.mark.parametrize(("width", "theme"), [(1366, "light"), (390, "dark"), (320, "light")])
def test_documents_stay_inside_the_screen(
    browser: Browser, base_url: str, steward_state: StorageState, width: int, theme: str
) -> None:
    with opened(browser, base_url, steward_state, width) as screen:
        for path in DOCUMENTS:
            screen.page.goto(f"{base_url}/ruang/{path}?theme={theme}")
            assert screen.page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert screen.page.locator("html").get_attribute("data-theme") == theme


def test_points_are_encircled_on_the_map_and_what_is_lost_is_said(steward: Screen) -> None:
    page = steward.page
    page.goto(f"{steward.base_url}/ruang/wifi/gangguan")
    field, ground = page.get_by_label("Titik atau wilayah"), page.locator("svg.pick")
    box = ground.bounding_box()
    assert box is not None
    x, y = box["x"] + 0.45 * box["width"], box["y"] + 0.45 * box["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    for right, below in ((70, 0), (70, 60), (0, 60)):
        page.mouse.move(x + right, y + below, steps=4)
    page.mouse.up()
    chosen = field.input_value().split(", ")
    assert len(chosen) > 2
    expect(ground.locator("circle.chosen")).to_have_count(len(chosen))
    point = ground.locator(f'circle[data-code="{chosen[0]}"]').bounding_box()
    assert point is not None
    page.mouse.click(point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
    expect(ground.locator("circle.chosen")).to_have_count(len(chosen) - 1)
    field.press("Enter")
    expect(page.locator("#what-if")).to_contain_text(re.compile("kehilangan titik hidup terakhir|sedang dihitung"))
    expect(ground.locator("circle.chosen")).to_have_count(len(chosen) - 1)
    steward.check()


def test_a_point_is_put_on_the_map_and_handed_in(steward: Screen) -> None:
    page = steward.page
    page.goto(f"{steward.base_url}/ruang/wifi/daftar")
    box = page.locator("svg.pick").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert re.fullmatch(r"106\.\d{5}", page.get_by_label("Bujur").input_value())
    expect(page.locator("svg.pick circle.dot-site")).to_be_visible()
    page.get_by_label("Kode titik").fill("UJI-1")
    page.get_by_label("Kode titik").press("Enter")
    expect(page.locator("h2", has_text="1 baris akan disimpan, 0 ditolak")).to_be_visible()
    page.get_by_role("button", name="Buang").click()
    expect(page.locator(".delivery-state")).to_contain_text("dibuang")
    steward.check()


def test_a_ticket_is_opened_and_led_on_by_keyboard(steward: Screen) -> None:
    page = steward.page
    page.goto(f"{steward.base_url}/ruang/wifi/tiket")
    page.get_by_label("Titik, pisahkan dengan koma").fill("32.76.02.1010.001-W1")
    page.get_by_role("textbox", name="Apa yang terlihat").fill("lampu padam")
    page.get_by_role("textbox", name="Apa yang terlihat").press("Enter")
    expect(page.locator(".notice")).to_contain_text("Tiket dibuka")
    expect(page.get_by_role("table")).to_contain_text("lampu padam")
    page.get_by_label("Apa yang terjadi").last.select_option("withdraw")
    page.get_by_role("button", name="Catat").press("Enter")
    expect(page.locator(".facts")).to_contain_text("tidak ada yang rusak")
    steward.check()
