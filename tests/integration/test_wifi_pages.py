"""Tickets, kept plans and single points through their doors, on both databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pandas as pd
import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from app import ROOM, create_server
from data.commands.cases import OvertakenError
from data.domain.dates import minute_moment
from data.domain.errors import BadRequestError, DecorError
from data.domain.people import ForbiddenError, Person, Role, acting
from data.domain.tickets import TicketState
from data.domain.wifi import SiteQuestion
from data.domain.wifi_forms import NewTicket, PointForm, TicketStep
from data.ingest import rollback
from data.jobs.registry import KINDS
from data.jobs.worker import Worker
from data.queries.services import wifi_outages, wifi_service_minutes
from data.service import Services, open_services
from data.service.desk import Handed
from data.service.subjects.wifi import point_statuses
from data.service.wifi_questions import WifiQuestions
from data.settings import Settings
from data.workflow.process import StepRefusedError
from tests.conftest import PASSWORD, signed_in
from tests.conftest import Load as Loader

pytestmark = pytest.mark.integration
RW = [f"32.76.02.1010.{number:03}" for number in range(1, 23)]
POINTS = "point,area,lon,lat,provider,registered_on,live_on,reported_on\n" + "".join(
    f"{code},{RW[0]},106.87,-6.36,{provider},2020-09-29,2020-10-01,2020-10-01\n"
    for code, provider in (("a", "Penyedia A"), ("b", "Penyedia A"), ("c", "Penyedia B"))
)
TICKETS = "ticket,point,provider,cause,opened_at,assigned_at,fixed_at,verified_at,verified_by,reported_on\n"
SITES = "candidate,area,lon,lat,kind,refused_on,fibre_metres,cost_rupiah\n"
OPERATOR, STEWARD = Person("operator", Role.OPERATOR), Person("steward", Role.STEWARD)


@pytest.fixture
def services(settings: Settings, load: Loader) -> Iterator[Services]:
    load("wifi-points", POINTS)
    made = open_services(settings)
    yield made
    made.people.close()


def work(engine: Engine, settings: Settings) -> None:
    Worker(engine, settings, KINDS).run(until_idle=True)


def opened(services: Services, **asked: str) -> int:
    with acting(OPERATOR):
        return services.wifi_tickets.open(NewTicket(**{"points": "a", **asked}))


def led(services: Services, who: Person, number: int, step: str, **more: object) -> None:
    with acting(who):
        seen = services.wifi_tickets.ticket(number)[2]
        services.wifi_tickets.lead_on(number, TicketStep.model_validate({"seen": seen, "step": step, **more}))


def test_a_repair_counts_when_somebody_else_has_verified_it(services: Services) -> None:
    number = opened(services, note="lampu merah")
    led(services, OPERATOR, number, "assign")
    led(services, OPERATOR, number, "fix", note="kabel diganti")
    with pytest.raises(StepRefusedError, match="somebody else"):
        led(services, OPERATOR, number, "verify")
    led(services, STEWARD, number, "verify")
    with acting(OPERATOR):
        row, record, version, steps = services.wifi_tickets.ticket(number)
        view = services.wifi_tickets.view()
    assert row.state is TicketState.VERIFIED and row.verified_by == "steward" and row.provider == "Penyedia A"
    assert row.fixed is not None and row.seconds == (row.fixed - row.opened).total_seconds()
    assert [event.actor for event in record] == ["operator"] * 3 + ["steward"] and version == 4
    assert [name for name, _ in steps] == ["reopen"]
    assert [ticket.case for ticket in view.newest] == [number] and not view.unrepaired
    led(services, OPERATOR, number, "reopen")
    with acting(OPERATOR):
        row = services.wifi_tickets.ticket(number)[0]
    assert (row.state, row.fixed, row.verified_by) == (TicketState.OPEN, None, ""), "what was undone has not happened"


def test_a_point_has_a_single_running_ticket_and_a_provider(services: Services) -> None:
    number = opened(services)
    for asked, words in (
        ({"points": "a"}, f"running ticket: R-{number}"),
        ({"points": "b, c"}, "2 providers"),
        ({"points": "b", "cause": "hantu"}, "list"),
        ({"points": "b", "note": "x"}, "characters"),
        ({"points": ","}, "points"),
    ):
        with pytest.raises(BadRequestError, match=words):
            opened(services, **asked)
    assert opened(services, points="b, c", provider="Penyedia B") > number
    led(services, OPERATOR, number, "withdraw")
    assert opened(services) > number, "the first one is closed"


def test_who_was_overtaken_is_told_and_who_may_not_is_refused(services: Services) -> None:
    number = opened(services)
    with acting(STEWARD):
        seen = services.wifi_tickets.ticket(number)[2]
    led(services, OPERATOR, number, "assign")
    with acting(STEWARD), pytest.raises(OvertakenError, match="operator"):
        services.wifi_tickets.lead_on(number, TicketStep(seen=seen, step="fix"))
    with acting(Person("pejabat", Role.OFFICIAL)), pytest.raises(ForbiddenError):
        services.wifi_tickets.lead_on(number, TicketStep(seen=2, step="fix"))
    with acting(Person("petugas", Role.OFFICER, area=RW[0][:13])):
        with pytest.raises(ForbiddenError):
            services.wifi_tickets.view()
        with pytest.raises(ForbiddenError):
            services.wifi_tickets.lead_on(number, TicketStep(seen=2, step="withdraw"))


def test_a_ticket_of_a_file_is_as_far_as_its_slowest_point(services: Services, load: Loader) -> None:
    begun, done = "2022-02-14 08:00,2022-02-14 09:00", "2022-02-13 00:00,2022-02-13 06:00,2022-02-13 12:00"
    rows = (
        f"T1,a,Penyedia A,fibre,{begun},2022-02-14 20:00,2022-02-15 08:00,Pengurus RW 1,2022-02-15",
        f"T1,b,Penyedia A,fibre,{begun},,,,2022-02-14",
        f"T2,c,Penyedia B,unknown,{done},2022-02-14 00:00,Pos RW 1,2022-02-14",
    )
    load("wifi-tickets", TICKETS + "\n".join(rows) + "\n")
    with acting(OPERATOR):
        view = services.wifi_tickets.view()
    (waiting,), (over,) = view.unrepaired, view.newest
    assert (waiting.code, waiting.points, waiting.state) == ("T1", ("a", "b"), TicketState.ASSIGNED)
    assert waiting.assigned == datetime(2022, 2, 14, 9, 0) and waiting.verified_by == ""
    assert (over.code, over.hours, over.verified_by) == ("T2", 12.0, "Pos RW 1")
    assert [(row.provider, row.running) for row in view.providers] == [("Penyedia A", 1), ("Penyedia B", 0), ("", 1)]


def test_a_repair_of_a_file_counts_only_if_somebody_else_has_verified_it(services: Services, load: Loader) -> None:
    begun, fixed, seen = "2022-02-14 08:00,2022-02-14 09:00", "2022-02-14 20:00", "2022-02-15 08:00"
    rows = (
        f"T1,a,Penyedia A,fibre,{begun},{fixed},{seen},,2022-02-15",
        f"T2,b,Penyedia A,fibre,{begun},{fixed},{seen},penyedia a,2022-02-15",
        f"T3,c,Penyedia B,fibre,{begun},,{seen},Pos RW 1,2022-02-15",
        "T4,c,Penyedia B,fibre,2022-02-16 20:00,,,,,2022-02-16",
    )
    load("wifi-tickets", TICKETS + "\n".join(rows) + "\n")
    with acting(OPERATOR):
        view = services.wifi_tickets.view()
    assert [ticket.code for ticket in view.unverified] == ["T1", "T2"]
    assert [ticket.code for ticket in view.unrepaired] == ["T3"], "T4 lies after the clock"
    assert not view.newest and view.number == 3
    assert view.curve.share == [1.0]


@pytest.mark.parametrize(
    ("dates", "kept"),
    [
        ("2021-01-01,,,", 1),
        (",2021-01-02,,", 1),
        (",2021-01-02,2021-01-03,", 1),
        ("2021-01-01,,2021-01-03,", 0),
        (",,,", 0),
    ],
)
@pytest.mark.usefixtures("services")
def test_a_point_is_proposed_or_registered_and_live_only_if_registered(load: Loader, dates: str, kept: int) -> None:
    head = "point,area,lon,lat,proposed_on,registered_on,live_on,refused_on,reported_on\n"
    text = f"{head}neu,{RW[0]},106.87,-6.36,{dates},2021-02-01\n"
    if kept:
        assert load("wifi-points", text, "neu.csv").kept == kept
        return
    with pytest.raises(DecorError, match="rejected"):
        load("wifi-points", text, "neu.csv")


def test_tickets_in_the_browser_keep_what_was_typed(settings: Settings, services: Services) -> None:
    services.people.make_demo_accounts(PASSWORD)
    server = create_server(settings, services)
    client, page = signed_in(server, "operator"), f"{ROOM}wifi/tiket"
    refused = client.post(page, data={"points": "nirgends", "cause": "power", "note": "gelap semua"})
    assert refused.status_code == 400 and "gelap semua" in refused.text and "nirgends" in refused.text
    made = client.post(page, data={"points": "a, b", "cause": "power", "note": "gelap semua"})
    assert made.status_code == 303
    shown = client.get(made.headers["Location"]).text
    assert "gelap semua" in shown and "Penyedia sudah menerima" in shown
    assert client.post(made.headers["Location"], data={"seen": "1", "step": "verify"}).status_code == 400
    assert client.post(made.headers["Location"], data={"seen": "1", "step": "assign"}).status_code == 303
    assert client.get(f"{page}/999").status_code == 404
    official = signed_in(server, "official")
    assert official.post(page, data={"points": "c", "cause": "power"}).status_code == 403
    assert "Tiket baru" not in official.get(page).text


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of two sites, so that none has to be computed; the second inside RW 2 costs nobody knows what."""
    sites = [
        {"rank": 1, "candidate": "s1", "lon": 106.871, "lat": -6.36, "area": RW[0], "gain": 5.0, "cost_rupiah": 10.0},
        {"rank": 2, "candidate": "s2", "lon": 106.872, "lat": -6.361, "area": RW[1], "gain": 3.0, "cost_rupiah": None},
    ]
    made = {"people": 90.0, "covered_before": 10, "covered_after": 18, "gap": 0.0, "candidates": 9}

    def answer(_self: WifiQuestions, question: SiteQuestion, *, patient: bool = True) -> dict[str, object]:
        return {**made, "greedy_covered_after": 17, "sites": sites[: question.k]}

    monkeypatch.setattr(WifiQuestions, "sites", answer)


@pytest.fixture
def steward(settings: Settings, services: Services) -> FlaskClient:
    services.people.make_demo_accounts(PASSWORD)
    return signed_in(create_server(settings, services), "steward")


@pytest.mark.usefixtures("plan")
def test_a_kept_plan_is_compared_and_becomes_proposed_points_with_a_single_confirmation(
    engine: Engine, settings: Settings, services: Services, load: Loader, steward: FlaskClient
) -> None:
    load("wifi-candidates", SITES + f"s1,{RW[0]},106.871,-6.360,school,,,10\ns2,{RW[1]},106.872,-6.361,park,,,\n")
    page = f"{ROOM}wifi/rencana"
    assert steward.post(f"{page}?k=2", data={"name": "Dua lokasi"}).status_code == 303
    assert steward.post(f"{page}?k=1", data={"name": "Satu lokasi"}).status_code == 303
    assert steward.post(f"{page}?k=1", data={"name": "x"}).status_code == 400
    shown = steward.get(f"{page}?a=1&b=2").text
    assert "1 lokasi ada di kedua rencana, 1 hanya di A, 0 hanya di B" in shown and "Dua lokasi" in shown
    first = steward.post(f"{page}/1/usulan")
    assert steward.post(f"{page}/1/usulan").headers["Location"] == first.headers["Location"], "once handed in"
    assert steward.post(f"{page}/99/usulan").status_code == 400
    assert steward.get(f"{page}?a=1&b=99").status_code == 404
    work(engine, settings)
    delivery = first.headers["Location"].partition("?")[0]
    assert "2 baris akan disimpan" in steward.get(delivery).text
    assert steward.post(f"{delivery}/muat").status_code == 303
    work(engine, settings)
    services.room.invalidate()
    with acting(STEWARD):
        city = services.room.city()
        points = city.counts_of("wifi").detail.points.set_index("point_code")
        marks = dict(zip(points.index, point_statuses(city, city.today), strict=True))
    again = steward.post(f"{page}/1/usulan")
    assert again.status_code == 400 and "sudah menjadi titik" in again.text, "a proposal never overwrites a point"
    assert marks == {"a": "l", "b": "l", "c": "l", "s1": "p", "s2": "p"}
    assert points.loc["s1", "place_type"] == "school"
    assert "3 dari 3 titik terdaftar hidup" in steward.get(f"{ROOM}wifi/daftar").text, (
        "a proposal is no registered point"
    )


def point_form(**changed: object) -> PointForm:
    given = {"point": "baru", "lon": "106,8700", "lat": "-6.3600", "proposed_on": "2022-02-01", **changed}
    return PointForm.model_validate(given)


def test_a_point_by_hand_lies_in_its_rw_and_goes_the_way_of_a_file(
    engine: Engine, settings: Settings, services: Services, steward: FlaskClient
) -> None:
    with acting(STEWARD):
        with pytest.raises(BadRequestError, match="no RW"):
            services.wifi_register.hand_in(point_form(lon="106.61", lat="-6.21"))
        known = services.wifi_register.point("a")
    assert (known["area"], known["live_on"], known["seats"], known["lon"]) == (RW[0], "2020-10-01", "", "106.87")
    page = f"{ROOM}wifi/daftar"
    swapped = steward.post(page, data={"point": "baru", "lon": "-6.36", "lat": "106.87"})
    assert swapped.status_code == 400 and "106,60" in swapped.text
    sent = {"point": "baru", "lon": "106,8700", "lat": "-6,3600", "seats": "15", "proposed_on": "2022-02-01"}
    answer = steward.post(page, data=sent)
    assert answer.status_code == 303
    work(engine, settings)
    shown = steward.get(answer.headers["Location"]).text
    assert "1 baris akan disimpan" in shown
    assert re.search(r'value="2020-10-01"', steward.get(f"{page}?titik=a").text)
    assert steward.get(f"{page}?titik=hilang").status_code == 400


def test_the_rows_by_kecamatan_add_up_to_the_city(city_settings: Settings) -> None:
    made = open_services(replace(city_settings, demo_password=""))
    try:
        with acting(OPERATOR):
            *parts, city = made.wifi_register.promised()
            counts = {row.rw: row.ours for row in made.wifi_register.rw_counts()}
    finally:
        made.people.close()
    for name in ("registered", "live", "down", "unknown", "waiting", "refused", "rws"):
        assert sum(getattr(row.counts, name) for row in parts) == getattr(city.counts, name), name
    assert (city.taking_part, city.promised, city.counts.rws, city.counts.not_in) == (917, 1834, 924, 7)
    assert counts[924] == 924 and counts[917] == 917 and counts[925] is None


LOG = "point,time,radio_up,internet_up,portal_up,clients\n"


def log_lines(point: str, day: str, hours: range, *, down: range = range(0)) -> str:
    rows = [(hour, minute) for hour in hours for minute in range(0, 60, 15)]
    return "".join(f"{point},{day} {h:02d}:{m:02d},{int(h not in down)},1,1,{h}\n" for h, m in rows)


def outages_in_force(engine: Engine) -> list[tuple[str, str, str, str]]:
    rows = wifi_outages(engine, None).sort_values(["point_code", "started_at"])
    moments = [
        [
            "" if pd.isna(row[name]) else f"{minute_moment(int(row[name])):%d %H:%M}"
            for name in ("started_at", "ended_at")
        ]
        for row in rows.to_dict("records")
    ]
    return [(p, *at, c) for p, at, c in zip(rows["point_code"], moments, rows["cause"], strict=True)]


def test_a_raw_log_brings_days_and_outages_and_goes_as_a_whole(
    engine: Engine, services: Services, load: Loader
) -> None:
    first = log_lines("a", "2022-02-14", range(24), down=range(20, 24)) + log_lines("b", "2022-02-14", range(24))
    future = "a,2035-01-01 00:00,1,1,1,5\n"
    made = load("wifi-log", LOG + first + future, "satu.csv")
    assert (made.kept, made.rejected) == (2, 0)
    assert outages_in_force(engine) == [("a", "14 20:00", "", "device")]
    again = load("wifi-log", LOG + first + future, "satu.csv")
    assert again.unchanged
    second = load("wifi-log", LOG + log_lines("a", "2022-02-15", range(24), down=range(6)), "dua.csv")
    assert outages_in_force(engine) == [("a", "14 20:00", "15 06:00", "device")], "it goes on over midnight"
    with acting(OPERATOR):
        radio, internet, portal = services.wifi_tickets.view().services
    # Each log ends with its newest line, at 23.45; a is down from 20.00 and then from 00.00 to 06.00.
    assert (radio.points, radio.under) == (2, 1) and radio.share == pytest.approx(100 * (1 - (226 + 360) / (3 * 1426)))
    assert internet.share == portal.share == 100.0 and radio.unknown == 0.0
    rollback(engine, second.load_id)
    assert outages_in_force(engine) == [("a", "14 20:00", "", "device")]
    rollback(engine, made.load_id)
    assert outages_in_force(engine) == [], "its outages go with it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("point,time,radio_up,internet_up,portal_up,mac\na,2022-02-14 00:00,1,1,1,aa\n", "mac"),
        ("point,time,radio_up,internet_up\na,2022-02-14 00:00,1,1\n", "portal_up"),
        (LOG + "a,2022-02-14 00:00,ya,1,1,3\n", "1, 0 or empty"),
        (LOG + "a,2022-02-14 00:00,2,1,1,3\n", "1, 0 or empty"),
        (LOG + "a,2035-02-14 00:00,1,1,1,3\n", "no line"),
        (LOG + "tak-dikenal,2022-02-14 00:00,1,1,1,3\n", "rejected"),
    ],
)
@pytest.mark.usefixtures("services")
def test_a_log_that_cannot_be_used_is_refused_and_nothing_of_it_stays(
    engine: Engine, load: Loader, text: str, words: str
) -> None:
    with pytest.raises(DecorError, match=words):
        load("wifi-log", text)
    assert wifi_outages(engine, None).empty and wifi_service_minutes(engine, 0, None).empty


def test_a_log_is_handed_in_like_every_file(
    engine: Engine, settings: Settings, services: Services, steward: FlaskClient
) -> None:
    body = (LOG + log_lines("a", "2022-02-15", range(24), down=range(3, 5))).encode()
    with acting(STEWARD):
        number = services.desk.hand_in(Handed("wifi-log", "log.csv", iter([body])))
    work(engine, settings)
    shown = steward.get(f"{ROOM}data/muat/{number}").text
    assert (
        "1 baris akan disimpan" in shown and "Log mentah: 96 menit dari 1 titik menjadi 1 hari dan 1 gangguan." in shown
    )
    assert steward.post(f"{ROOM}data/muat/{number}/muat").status_code == 303
    work(engine, settings)
    assert outages_in_force(engine) == [("a", "15 03:00", "15 05:00", "device")]
