"""Forms as people use them: a draft that stays, mistakes beside their fields, the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Screen

pytestmark = pytest.mark.e2e


def test_a_draft_stays_through_a_reload_and_goes_when_it_is_sent(screen: Screen) -> None:
    page, base_url = screen.page, screen.base_url
    page.goto(f"{base_url}/ruang/sif")
    message = page.get_by_label("Pesan")
    message.fill("Pompa di Kemiri Muka dicek lagi pagi ini")
    page.reload()
    expect(message).to_have_value("Pompa di Kemiri Muka dicek lagi pagi ini")
    page.goto(f"{base_url}/ruang/peringatan")
    page.go_back()
    expect(message).to_have_value("Pompa di Kemiri Muka dicek lagi pagi ini")
    page.get_by_role("button", name="Simpan pesan").click()
    expect(page.get_by_role("status").first).to_be_visible()
    expect(message).to_have_value("")
    page.reload()
    expect(message).to_have_value("")


def test_a_mistake_is_where_the_keyboard_is_and_read_with_its_field(screen: Screen) -> None:
    page, base_url = screen.page, screen.base_url
    page.goto(f"{base_url}/ruang/catatan/?lang=en")
    page.get_by_role("textbox", name="Note").fill("Pasar Kemiri ditutup")
    day = page.get_by_label("Date", exact=True)
    # As a program or an old browser would send it: the browser's own check is out of the way.
    day.evaluate("box => { box.form.noValidate = true; box.type = 'text'; box.value = '3 Feb'; }")
    page.keyboard.press("Enter")
    wrong = page.locator("[aria-invalid]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description("Write the date as YYYY-MM-DD.")
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Pasar Kemiri ditutup")
    # The browser itself notes an answer that says no.
    assert [line for line in screen.noise if "400" not in line] == []
    screen.noise.clear()


def test_taking_a_note_away_asks_first_and_leads_back(screen: Screen) -> None:
    page, base_url = screen.page, screen.base_url
    page.goto(f"{base_url}/ruang/catatan/?lang=en")
    page.get_by_role("textbox", name="Note").fill("Lapangan dipakai untuk vaksin")
    page.get_by_role("button", name="Write the note").click()
    row = page.get_by_role("row").filter(has_text="Lapangan dipakai untuk vaksin")
    row.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="Are you sure?").first).to_be_visible()
    page.get_by_role("link", name="No, go back").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)
