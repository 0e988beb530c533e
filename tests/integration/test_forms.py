"""Forms through their doors: done once however often they are sent, asked before something ends, shut by right."""

from __future__ import annotations

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
        assert answer.status_code == 400 and "There already is an account" in answer.text


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
