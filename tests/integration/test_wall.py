"""Screens: how large a letter is, what each profile may show, commands, tokens, and what a screen is told."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app import create_server
from data.domain.areas import Level
from data.domain.errors import BadRequestError, DecorError, NotFoundError
from data.domain.people import ForbiddenError, Person, Role, acting
from data.domain.wall import ALARM, Screen, font_px, minutes_of, pitch_mm
from data.service import Services, open_services
from data.service.people import REMEMBERED_SECONDS
from data.service.wall import checked_screen, scene_titles
from data.settings import Settings
from layouts.markup import html_of
from layouts.wall import scene as scenes
from layouts.wall.shapes import NO_SHAPES
from scripts.running import copy_database
from tests.conftest import CLOCK, PASSWORD, signed_in

pytestmark = pytest.mark.integration
ADMIN = Person("ad", Role.ADMIN)
OPERATOR = Person("op", Role.OPERATOR)
WALL = "/ruang/layar"
SETUP: dict[str, Any] = {
    "name": "Dinding uji",
    "profile": "operator",
    "lang": "id",
    "playlist": [(name, 20) for name in scene_titles()],
    "inches": 55.0,
    "width_px": 1920,
    "height_px": 1080,
    "distance_m": 8.0,
}


@pytest.fixture(scope="module")
def alive(city_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Services]]:
    """The sample city in a database of its own, judged once, with a screen a profile."""
    folder = tmp_path_factory.mktemp("wall")
    copy_database(city_settings.data_dir / "decor.sqlite", folder / "decor.sqlite")
    (folder / "public").symlink_to(city_settings.product_dir)
    settings = Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, 0)
    services = open_services(settings)
    services.alerts.evaluate()
    with acting(ADMIN):
        for state in services.wall.states():  # another test's server may have set up the first ones
            services.wall.remove(state.screen.slug)
        services.wall.save("dinding", SETUP, new=True)
        services.wall.save("lobi", {**SETUP, "profile": "public", "distance_m": 4.0}, new=True)
    yield settings, services
    services.people.close()


@pytest.fixture(scope="module")
def server(alive: tuple[Settings, Services]) -> Flask:
    return create_server(*alive)


@pytest.fixture
def services(alive: tuple[Settings, Services]) -> Services:
    return alive[1]


def device(server: Flask, services: Services, slug: str) -> FlaskClient:
    """A screen that has come in with its token."""
    with acting(ADMIN):
        token = services.people.make_token(f"{slug} {secrets.token_hex(4)}", "device", "device", None, None, slug)
    client = server.test_client()
    answer = client.post("/masuk", data={"token": token})
    assert answer.status_code == 303 and answer.headers["Location"] == f"{WALL}/{slug}"
    return client


# -- letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inches", "width", "height", "px"),
    # LOOK: 55 inches 1080p at 8 m, 16 arc-minutes: 80 px and 0.634 mm; the same in 4K: twice that.
    [(55, 1920, 1080, 80), (55, 3840, 2160, 159)],
)
def test_sixteen_arc_minutes_at_eight_metres(inches: float, width: int, height: int, px: int) -> None:
    assert font_px(inches, width, height, 8.0) == pytest.approx(px, abs=1.2)
    # LOOK's own rule of thumb: 0.004654 × distance ÷ pitch ÷ 0.74.
    assert font_px(inches, width, height, 8.0) == pytest.approx(
        0.004654 * 8_000 / pitch_mm(inches, width, height) / 0.74, rel=1e-3
    )
    assert minutes_of(font_px(inches, width, height, 8.0), inches, width, height, 8.0) == pytest.approx(16.0)


def test_running_text_is_never_smaller_than_the_rule_where_it_fits(services: Services) -> None:
    for inches, width, height, metres in (
        (55, 1920, 1080, 8),
        (110, 3840, 2160, 8),
        (43, 1920, 1080, 3),
        (98, 3840, 2160, 12),
    ):
        screen = checked_screen(
            "a-screen", {**SETUP, "inches": inches, "width_px": width, "height_px": height, "distance_m": metres}
        )
        assert screen.minutes >= 16.0 - 1e-9, screen
    far = checked_screen("far", {**SETUP, "inches": 32, "distance_m": 20})
    assert far.minutes < 16.0 and far.lines >= 13


def every_scene(services: Services, slug: str) -> dict[str, str]:
    screen = services.wall.screen(slug)
    empty = NO_SHAPES
    pictures = {}
    for name in scene_titles():
        view = services.wall.scene(slug, name)
        assert view is not None
        pictures[name] = html_of(scenes.scene(view, screen, empty))
    return pictures


@pytest.mark.parametrize("slug", ["dinding", "lobi"])
def test_a_scene_has_at_most_nine_facts_and_none_is_empty(services: Services, slug: str) -> None:
    for name, markup in every_scene(services, slug).items():
        facts = markup.count("<li>") + markup.count('class="share"') + ('class="hero' in markup)
        assert 1 <= facts <= 9, (name, facts)
        assert "<h1>" in markup and len(markup) > 200


# -- what each profile may show --------------------------------------------------------------------


def test_a_public_screen_shows_only_what_is_published(services: Services) -> None:
    with acting(Person("t", Role.OPERATOR)):
        view = services.wall.scene("lobi", "covid")
    assert view is not None
    public = services.wall._public
    week = public.edition().week
    assert week is not None and view.as_of == week
    figures = public.covid_on(Level.KELURAHAN, week)
    exact = {code for code, figure in figures.items() if figure.value is not None}
    assert {code for code, mark in view.classes.items() if mark != "h"} <= exact
    assert {rank.code for rank in view.ranks} <= exact
    assert view.spark == ()


def test_a_public_screen_has_no_alert_and_no_stage_from_health_data(services: Services) -> None:
    operator = services.wall.scene("dinding", "alerts")
    public = services.wall.scene("lobi", "alerts")
    assert operator is not None and public is not None
    assert any("COVID" in str(row.title) for row in operator.rows)
    assert not any("COVID" in str(row.title) for row in public.rows)
    stage = services.wall.scene("lobi", "stage")
    assert stage is not None and "COVID-19" not in [str(title) for title, _ in stage.stages] and stage.note is not None
    whole = services.wall.scene("dinding", "stage")
    assert whole is not None and whole.stage == services.alerts.stage().stage > stage.stage
    alarm, quiet = services.wall.scene("dinding", "alarm"), services.wall.scene("lobi", "alarm")
    assert alarm is not None and alarm.stage == 4
    assert quiet is None or "COVID" not in str(quiet.hero)


def test_no_scene_of_the_wall_names_an_rw(services: Services) -> None:
    for slug in ("dinding", "lobi"):
        for name, markup in every_scene(services, slug).items():
            assert "RW 0" not in markup, (slug, name)


def test_a_cluster_in_an_rw_is_not_on_the_wall_for_anybody(services: Services) -> None:
    for role in (Role.OPERATOR, Role.OFFICIAL, Role.ADMIN):
        with acting(Person("x", role)):
            services.wall._scenes.clear()
            for name in ("alerts", "alarm"):
                view = services.wall.scene("dinding", name)
                assert view is None or not any("RW" in str(row.title) + str(row.detail) for row in view.rows), name


def test_every_reader_of_an_operators_screen_stands_in_the_log(server: Flask, services: Services) -> None:
    for name in ("first", "second"):
        with acting(Person(name, Role.OFFICIAL)):
            services.wall.scene("dinding", "covid")
    services.people.flush()
    with acting(ADMIN):
        services.people.flush()
    with services.room._engine.connect() as connection:
        readers = set(
            connection.execute(text("SELECT actor FROM audit WHERE subject = 'wall dinding, kelurahan'")).scalars()
        )
    assert {"first", "second"} <= readers


def test_another_profile_takes_the_old_pictures_away(server: Flask, services: Services) -> None:
    with acting(ADMIN):
        services.wall.save("pindah", {**SETUP, "playlist": [("covid", 20)]}, new=True)
    client = device(server, services, "pindah")
    before = client.get(f"{WALL}/pindah/denyut").get_json()
    assert "covid" in client.get(f"{WALL}/pindah/gambar").get_json()["scenes"]
    with acting(ADMIN):
        services.wall.save("pindah", {**SETUP, "profile": "public", "playlist": [("wifi", 20)]}, new=False)
    after = client.get(f"{WALL}/pindah/denyut").get_json()
    assert after["tag"] != before["tag"] and after["page"] != before["page"]
    pictures = client.get(f"{WALL}/pindah/gambar").get_json()
    assert "covid" not in pictures["scenes"] and "covid" not in pictures["kept"]
    for change in ({"lang": "en"}, {"playlist": [("wifi", 30)]}, {"distance_m": 3.0}):
        with acting(ADMIN):
            services.wall.save(
                "pindah", {**SETUP, "profile": "public", "playlist": [("wifi", 20)], **change}, new=False
            )
        tag = client.get(f"{WALL}/pindah/denyut").get_json()["tag"]
        assert tag != after["tag"], change


# -- who may open what -----------------------------------------------------------------------------


def test_a_device_opens_its_own_screen_and_nothing_else(server: Flask, services: Services) -> None:
    client = device(server, services, "lobi")
    for path in ("", "/denyut", "/gambar", "/kalibrasi"):
        assert client.get(f"{WALL}/lobi{path}").status_code == 200, path
        assert client.get(f"{WALL}/dinding{path}").status_code == 403, path
    for path in (
        "/ruang/",
        "/ruang/covid",
        "/ruang/api/v1/values?indicator=covid-new-7d",
        "/ruang/peringatan",
        "/ruang/denyut",
        "/ruang/ringkas",
        "/ruang/peta/x.json",
        f"{WALL}/lobi/atur",
    ):
        assert client.get(path).status_code == 403, path
    for path in ("lobi/perintah", "perintah", "baru", "lobi/atur", "lobi/token", "lobi/hapus"):
        assert client.post(f"{WALL}/{path}", data={"what": "pause"}).status_code == 403, path
    assert client.get(WALL).headers["Location"] == f"{WALL}/lobi"
    with client.get("/ruang/assets/wall/wall.js") as file:
        assert file.status_code == 200


def test_a_revoked_token_ends_a_screen_within_a_second(server: Flask, services: Services) -> None:
    client = device(server, services, "lobi")
    assert client.get(f"{WALL}/lobi/denyut").status_code == 200
    with acting(ADMIN):
        for token in services.people.overview().tokens:
            services.people.revoke_token(token.id)
    assert client.get(f"{WALL}/lobi/denyut", headers={"Accept": "*/*"}).status_code == 401


def test_a_screens_cookie_is_given_anew_with_every_page(server: Flask, services: Services) -> None:
    client = device(server, services, "lobi")
    answer = client.get(f"{WALL}/lobi")
    assert any(cookie.startswith("decor=") and "Expires" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


# -- the pulse and the pictures --------------------------------------------------------------------


def test_the_pulse_is_small_and_says_nothing_twice(server: Flask, services: Services) -> None:
    client = device(server, services, "dinding")
    first = client.get(f"{WALL}/dinding/denyut?s=covid&w=1920x1080&v=")
    assert len(first.data) < 900
    again = client.get(f"{WALL}/dinding/denyut", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and again.data == b"" and again.headers["X-Clock"].startswith("2022-02-16T14:07")
    services.wall.command("dinding", "show", "wifi")
    pulse = client.get(f"{WALL}/dinding/denyut", headers={"If-None-Match": first.headers["ETag"]})
    assert pulse.status_code == 200
    command = pulse.get_json()["command"]
    assert command[1:] == ["show", "wifi"] and command[0] == first.get_json()["command"][0] + 1


def test_only_pictures_that_changed_are_sent(server: Flask, services: Services) -> None:
    client = device(server, services, "dinding")
    pictures = client.get(f"{WALL}/dinding/gambar").get_json()
    assert set(pictures["scenes"]) == {*scene_titles(), "alarm"}
    have = ",".join(f"{name}:{picture['tag']}" for name, picture in pictures["scenes"].items() if picture)
    assert client.get(f"{WALL}/dinding/gambar?have={have}").get_json()["scenes"] == {}
    group = services.alerts.view().groups[0]
    services.alerts.acknowledge(group.id, hours=1, note="")
    changed = client.get(f"{WALL}/dinding/gambar?have={have}").get_json()["scenes"]
    assert {"alerts", "alarm"} <= set(changed) and "wifi" not in changed
    assert json.dumps(changed).count(group.acked_by or "server") == 0, "the wall names no account"


def test_an_alarm_goes_when_somebody_takes_it(server: Flask, services: Services) -> None:
    client = device(server, services, "dinding")
    for group in services.alerts.view().groups:
        services.alerts.acknowledge(group.id, hours=1, note="")
    assert client.get(f"{WALL}/dinding/denyut").get_json()["alarm"] == ""
    assert client.get(f"{WALL}/dinding/gambar").get_json()["scenes"]["alarm"] is None


# -- people ----------------------------------------------------------------------------------------


def test_commands_are_refused_in_one_sentence(services: Services) -> None:
    for slug, what, scene in (("dinding", "explode", ""), ("dinding", "show", "nothing"), ("dinding", "pin", "")):
        with pytest.raises(BadRequestError):
            services.wall.command(slug, what, scene)
    with pytest.raises(NotFoundError):
        services.wall.command("nowhere", "pause")
    with acting(Person("of", Role.OFFICIAL)), pytest.raises(ForbiddenError):
        services.wall.command("dinding", "pause")
    services.wall.command("", "pause")
    with acting(OPERATOR):
        assert all(state.screen.paused for state in services.wall.states())
    services.wall.command("", "resume")


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 61},
        {"profile": "root"},
        {"lang": "xx"},
        {"playlist": []},
        {"playlist": [("nothing", 20)]},
        {"playlist": [("covid", 1)]},
        {"inches": 0},
        {"inches": float("nan")},
        {"width_px": 10**9},
        {"distance_m": -1},
        {"name": "hub 081234567890"},
    ],
)
def test_a_screen_that_makes_no_sense_is_not_set_up(services: Services, change: dict[str, Any]) -> None:
    with pytest.raises(DecorError), acting(OPERATOR):
        services.wall.save("aneh", {**SETUP, **change}, new=True)


def test_short_names_are_letters_digits_and_hyphens(services: Services) -> None:
    for slug in ("", "a", "A-b", "../x", "baru", "pekerja.js", "x" * 41, "1x", "<b>"):
        with pytest.raises(BadRequestError), acting(OPERATOR):
            services.wall.save(slug, SETUP, new=True)


@pytest.mark.parametrize(
    "path",
    [
        "/ruang/peringatan/99999999999999999999",
        "/ruang/peringatan/9223372036854775808",
        "/ruang/peringatan/-1",
        "/ruang/layar/%00",
        "/ruang/sif?mulai=%00",
    ],
)
def test_crafted_addresses_end_in_a_sentence(server: Flask, path: str) -> None:
    client = signed_in(server, "operator")
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code in (200, 404) and "Traceback" not in answer.text
    assert client.post(path, data={"hours": "1"}).status_code in (400, 403, 404, 405)


def test_an_oversize_body_is_refused_and_nothing_is_lost(server: Flask, services: Services) -> None:
    client = signed_in(server, "operator")
    before = services.room.moment()
    for path in (
        f"{WALL}/baru",
        "/ruang/sif/pesan",
        "/ruang/peringatan/1/terima",
        "/ruang/peringatan/aturan/covid-rw-cluster",
    ):
        assert client.post(path, data={"text": "x" * 1_500_000}).status_code in (403, 413), path
    assert services.room.moment() == before


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e99", "x", ""])
def test_numbers_that_are_none_are_refused(server: Flask, value: str) -> None:
    client = signed_in(server, "operator")
    form = {
        "slug": "angka",
        "name": "Angka",
        "profile": "public",
        "language": "id",
        "inches": "55",
        "distance_m": "8",
        "width_px": "1920",
        "height_px": "1080",
        "order-covid": "1",
    }
    for field in ("seconds-covid", "inches", "width_px"):
        answer = client.post(f"{WALL}/baru", data={**form, "seconds-covid": "20", field: value})
        assert answer.status_code == 400, field


def test_a_script_in_a_screens_name_is_text(server: Flask, services: Services) -> None:
    with acting(ADMIN):
        services.wall.save("skrip", {**SETUP, "name": "<script>alert(1)</script>"}, new=True)
    client = device(server, services, "skrip")
    page = client.get(f"{WALL}/skrip").text
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    with acting(ADMIN):
        services.wall.remove("skrip")
    time.sleep(REMEMBERED_SECONDS + 0.1)  # another process may believe in a session for so long
    assert client.get(f"{WALL}/skrip", headers={"Accept": "*/*"}).status_code == 401, "its token went with it"


def test_the_state_page_knows_what_screens_say(server: Flask, services: Services) -> None:
    client = device(server, services, "lobi")
    client.get(f"{WALL}/lobi/denyut?s=wifi&w=1280x720&v=0123456789abcdef")
    with acting(OPERATOR):
        state = next(screen_state for screen_state in services.wall.states() if screen_state.screen.slug == "lobi")
    assert (state.said.scene, state.said.size, state.contact.value) == ("wifi", "1280x720", "fresh")
    assert not state.fits and not state.current
    client.get(f"{WALL}/lobi/denyut?s=<script>&w=1e9x2&v=zzz")
    with acting(OPERATOR):
        state = next(screen_state for screen_state in services.wall.states() if screen_state.screen.slug == "lobi")
    assert (state.said.scene, state.said.size, state.said.version) == ("", "", "")


def test_a_scene_that_cannot_be_drawn_says_so_and_the_others_stand(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data.service import scenes as makers

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    services.wall._scenes.clear()
    monkeypatch.setattr(makers, "map_scene", broken)
    made = services.wall.scene("dinding", "wifi")
    assert made is not None and "noted" in str(made.subtitle)
    whole = services.wall.scene("dinding", "programme")
    assert whole is not None and "noted" not in str(whole.subtitle)
    services.wall._scenes.clear()


def test_a_wall_over_an_empty_database_says_so(tmp_path: Path) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'x.sqlite'}", tmp_path, CLOCK, 0)
    services = open_services(settings)
    assert services.wall.make_first() == ["dinding-utama", "lobi"]
    assert services.wall.make_first() == []
    server = create_server(settings, services)
    client = device(server, services, "lobi")
    assert client.get(f"{WALL}/lobi").status_code == 200
    assert set(client.get(f"{WALL}/lobi/gambar").get_json()["scenes"]) == {*scene_titles(), ALARM}
    services.people.close()


def test_heartbeats_are_written_for_every_process_to_see(alive: tuple[Settings, Services]) -> None:
    settings, services = alive
    with acting(Person("lobi (token)", Role.DEVICE, screen="lobi")):
        services.wall._written -= 10
        services.wall.said("lobi", scene="covid", size="1920x1080", version="")
    services.wall._write_heartbeats(list(services.wall._said.items()))
    with services.room._engine.connect() as connection:
        assert connection.execute(text("SELECT said_scene FROM screen WHERE slug = 'lobi'")).scalar() == "covid"
    assert settings.data_dir.exists() and PASSWORD


def test_screen_is_a_plain_value() -> None:
    screen = Screen("a", "A", "public", "id", (("covid", 20),), 55, 1920, 1080, 8)
    assert screen.playlist == (("covid", 20),) and screen.lines == pytest.approx(1080 / screen.text_px)
