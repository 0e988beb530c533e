"""Forms through their doors: done once however often they are sent, asked before something ends, shut by right."""

from __future__ import annotations

import html
import io
import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from app import ROOM
from data.domain.errors import DecorError, msg
from data.service import AlreadySentError, FormPosts
from tests.conftest import signed_in

pytestmark = pytest.mark.integration
NOTE = {"day": "2022-02-03", "area": "32.76.06", "subject": "covid", "text": "Pasar dibuka lagi"}


@pytest.fixture(scope="module")
def admin(web: Flask) -> FlaskClient:
    return signed_in(web, "admin")


def number_on(page: str, form: str) -> str:
    """The number that a form was drawn with."""
    match = re.search(rf'data-draft="{form}[^>]*>.*?name="form_number" value="([0-9a-f]+)"', page, re.DOTALL)
    assert match is not None, page[:400]
    return match[1]


def test_a_form_that_is_sent_twice_is_done_once(web: Flask) -> None:
    client = signed_in(web, "operator")
    sent = {**NOTE, "form_number": number_on(client.get(f"{ROOM}catatan/").text, "NewNote")}
    assert client.post(f"{ROOM}catatan/", data=sent).status_code == 303
    again = client.post(f"{ROOM}catatan/", data=sent)
    assert again.status_code == 400 and "sudah dikirim" in again.text
    numbers = re.findall(rf'{NOTE["text"]}.*?name="delete" value="(\d+)"', client.get(f"{ROOM}catatan/").text)
    assert len(numbers) == 1
    assert client.post(f"{ROOM}catatan/", data={"delete": numbers[0], "sure": "1"}).status_code == 303


def test_a_reload_of_a_page_with_a_secret_makes_no_second_one(admin: FlaskClient) -> None:
    page = admin.get(f"{ROOM}akun").text
    sent = {"name": "uji-ulang", "kind": "api", "role": "operator", "days": "1"}
    sent["form_number"] = number_on(page, "NewToken")
    assert admin.post(f"{ROOM}akun/token", data=sent).text.count('class="secret"') == 1
    again = admin.post(f"{ROOM}akun/token", data=sent)
    assert 'class="secret"' not in again.text and "sudah dikirim" in again.text
    numbers = re.findall(r'uji-ulang</b>.*?name="token" value="(\d+)"', admin.get(f"{ROOM}akun").text)
    assert len(numbers) == 1
    assert admin.post(f"{ROOM}akun/token/cabut", data={"token": numbers[0], "sure": "1"}).status_code == 303


def test_what_is_wrong_is_said_beside_the_field_and_the_form_may_be_sent_again(admin: FlaskClient) -> None:
    sent = {"username": "x", "role": "operator", "area": "32.76.06", "form_number": "0" * 24}
    answer = admin.post(f"{ROOM}akun/baru?lang=en", data=sent)
    assert answer.status_code == 400
    assert "At least 2 characters." in answer.text and 'value="32.76.06"' in answer.text
    taken = {**sent, "username": "operator", "area": ""}
    for _ in range(2):
        answer = admin.post(f"{ROOM}akun/baru?lang=en", data=taken)
        assert answer.status_code == 400
        assert error_of(answer.text, "username") == "There already is an account “operator”."


def error_of(page: str, field: str) -> str:
    """The sentence beside a field of a page; "" without one."""
    box = re.search(rf'id="(\w+-{field})"[^>]*aria-invalid="true"', page)
    if box is None:
        return ""
    sentence = re.search(rf'id="{box[1]}-error"[^>]*>([^<]*)<', page)
    assert sentence is not None, "a field is marked and nothing is said"
    return html.unescape(sentence[1])


def test_a_refused_command_is_said_beside_the_field_that_it_is_about(web: Flask, admin: FlaskClient) -> None:
    screen = {"name": "Uji", "profile": "public", "language": "id", "distance_m": "3", "width_px": "1920"}
    cases = [
        ("akun/baru", {"username": "uji.baru", "role": "officer", "area": "32.76.06"}, "area", "kelurahan or an RW"),
        ("saya/sandi", {"current": "not this one", "new": "another long word"}, "current", "is wrong"),
        (
            "catatan/",
            {"day": "2022-02-03", "area": "32.76.99", "subject": "covid", "text": "Pasar"},
            "area",
            "area code",
        ),
        (
            "layar/baru",
            {**screen, "slug": "uji", "inches": "2", "height_px": "1080", "order-covid": "1", "seconds-covid": "20"},
            "inches",
            "between 5 and 1,000",
        ),
    ]
    for path, sent, field, words in cases:
        client = signed_in(web, "operator") if path == "catatan/" else admin
        answer = client.post(f"{ROOM}{path}?lang=en", data=sent)
        assert answer.status_code == 400, path
        assert words in error_of(answer.text, field), path


def test_a_file_that_was_not_chosen_and_a_declaration_that_cannot_be_are_said_where_they_are(
    web: Flask,
) -> None:
    steward = signed_in(web, "steward")
    answer = steward.post(f"{ROOM}data/muat?lang=en", data={"dataset": "covid-daily"})
    assert answer.status_code == 400 and error_of(answer.text, "file") == "This is needed."
    assert re.search(r'value="covid-daily"[^>]*selected', answer.text), "what was chosen stays"
    answer = steward.post(f"{ROOM}data/baru?lang=en", data={"body": "[dataset]\nid = 'uji-salah'"})
    assert answer.status_code == 400 and "uji-salah" in answer.text and "problem-line" in answer.text
    sent = {"body": "", "file": (io.BytesIO(b"[dataset]\nid = 'uji-lain'"), "declaration.toml")}
    answer = steward.post(f"{ROOM}data/baru?lang=en", data=sent)
    assert answer.status_code == 400 and "problem-line" in answer.text


def test_closed_accounts_are_folded_below_the_open_ones(admin: FlaskClient) -> None:
    assert "Akun yang ditutup" not in admin.get(f"{ROOM}akun").text
    sent = {"username": "uji.tutup", "role": "operator"}
    assert admin.post(f"{ROOM}akun/baru", data=sent).status_code == 200
    assert admin.post(f"{ROOM}akun/tutup", data={"username": "uji.tutup", "sure": "1"}).status_code == 303
    shown, _, folded = admin.get(f"{ROOM}akun").text.partition("Akun yang ditutup (1)")
    assert "<b>uji.tutup</b>" in folded and "<b>uji.tutup</b>" not in shown
    assert "<b>operator</b>" in shown


def test_the_audit_log_is_asked_by_a_form_that_changes_nothing(admin: FlaskClient) -> None:
    page = admin.get(f"{ROOM}jejak?actor=admin&action=signed%20in&lang=en").text
    form = re.search(r'<form[^>]*action="[^"]*jejak[^"]*"[^>]*>.*?</form>', page, re.DOTALL)
    assert form is not None
    assert 'name="lang" value="en"' in form[0], "the browser leaves the query of a question's address out"
    assert 'method="get"' in form[0] and "csrf_token" not in form[0] and "data-draft" not in form[0]
    assert re.search(r'value="admin"[^>]*selected', form[0])


def test_what_is_missing_at_the_door_is_said_beside_it(web: Flask) -> None:
    client = web.test_client()
    answer = client.post("/masuk?lang=en", data={"username": "operator", "password": ""})
    assert answer.status_code == 401 and error_of(answer.text, "password") == "This is needed."
    assert 'value="operator"' in answer.text
    answer = client.post("/masuk?lang=en", data={"token": ""})
    assert answer.status_code == 401 and error_of(answer.text, "token") == "This is needed."
    assert re.search(r"<details[^>]*open", answer.text), "the form that was sent stands open"


def test_what_ends_something_is_asked_first(web: Flask, admin: FlaskClient) -> None:
    answer = admin.post(f"{ROOM}akun/tutup", data={"username": "official"})
    assert answer.status_code == 200 and "tidak dapat masuk lagi" in answer.text
    assert signed_in(web, "official").get(ROOM).status_code == 200
    assert {"username": "official", "sure": "1"}.items() <= dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    ).items()


def test_who_may_not_is_told_before_his_form_is_read(web: Flask) -> None:
    client = signed_in(web, "official")
    for path in ("akun/baru", "akun/tutup", "layar/baru", "data/muat/tarik", "peringatan/aturan/covid-rw-cluster"):
        assert client.post(f"{ROOM}{path}", data={"sure": "1"}).status_code == 403, path


def test_of_two_at_the_same_moment_one_does_the_work(engine: Engine) -> None:
    posts, done, turned_away = FormPosts(engine), [], []
    start = threading.Barrier(4)

    def send() -> None:
        start.wait()
        try:
            posts.once("a" * 24, lambda: done.append(1))
        except AlreadySentError:
            turned_away.append(1)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(turned_away)) == (1, 3)


def test_what_failed_may_be_sent_again_and_what_has_no_number_is_not_remembered(engine: Engine) -> None:
    posts, done = FormPosts(engine), []

    def fail() -> None:
        raise DecorError(msg("This is needed."))

    with pytest.raises(DecorError):
        posts.once("b" * 24, fail)
    posts.once("b" * 24, lambda: done.append(1))
    for number in ("", "x", "B" * 24):
        posts.once(number, lambda: done.append(1))
        posts.once(number, lambda: done.append(1))
    assert len(done) == 7
