"""An empty dataset, a missing day, a stopped feed, a rollback under a running service: each is shown, none is blank."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from callbacks.update import PanelUpdate
from data.domain.areas import Level
from data.domain.filters import FilterState
from data.domain.states import Freshness, ValueState
from data.ingest import rollback
from data.service import RoomService
from data.service.series import ValuesQuestion, values
from data.settings import Settings
from data.subjects import registry
from data.text import say
from tests.conftest import CLOCK
from tests.conftest import Load as Loader
from tests.drawing import draw_page

pytestmark = pytest.mark.integration
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
SUBJECTS = tuple(registry().pages)


def service_at(engine: Engine, clock: datetime = CLOCK) -> RoomService:
    return RoomService(engine, Settings("", Path(), clock, 0))


def draw_everything(service: RoomService, subject: str, state: FilterState) -> PanelUpdate:
    updates = draw_page(service, subject, state)
    parts = {name: tree for update in updates.values() for name, tree in update.parts.items()}
    return PanelUpdate(parts, values=updates["map"].values)


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("level", [*Level])
def test_areas_without_any_other_data_still_make_every_page(engine: Engine, subject: str, level: Level) -> None:
    answer = draw_everything(service_at(engine), subject, FilterState(level=level))
    assert answer.values is not None
    assert set(answer.values["s"]) <= {"n", "x", "i"}
    assert "belum" in str(answer.parts)


def days(*numbers: int) -> str:
    codes = [f"32.76.02.1010.{n:03d}" for n in range(1, 23)]
    return HEAD + "".join(f"{code},2021-03-{d:02d},2021-03-{d:02d},1,0,0\n" for d in numbers for code in codes)


def test_a_missing_day_is_a_gap_in_the_reports_and_not_a_zero(engine: Engine, load: Loader) -> None:
    load("covid-daily", days(1, 2, 3, 5, 6, 7))
    service = service_at(engine)
    day = datetime(2021, 3, 7).date()
    rows = values(service, ValuesQuestion("covid-new-7d", Level.RW, day, areas=("32.76.02.1010",))).rows
    assert {row["value"] for row in rows} == {6.0}
    assert {row["state"] for row in rows} == {"incomplete"}
    others = values(service, ValuesQuestion("covid-new-7d", Level.RW, day, areas=("32.76.01",))).rows
    assert {(row["value"], row["state"]) for row in others} == {(None, "no_report")}


def test_a_stopped_feed_keeps_its_last_value_and_says_since_when(engine: Engine, load: Loader) -> None:
    load("covid-daily", days(*range(1, 8)), received=datetime(2021, 3, 8, 9, tzinfo=CLOCK.tzinfo))
    service = service_at(engine, datetime(2021, 3, 8, 9, tzinfo=CLOCK.tzinfo) + timedelta(days=9))
    state = FilterState(indicator="covid-confirmed-total", level=Level.KOTA)
    view = service.ask("map", state)
    assert view.values == [22 * 7]
    assert view.head.stamp.freshness is Freshness.LOST
    assert view.head.stamp.as_of == datetime(2021, 3, 7).date()
    assert "putus" in str(draw_everything(service, "covid", state).parts)


def test_a_rollback_under_a_running_service_is_seen_at_the_next_question(engine: Engine, load: Loader) -> None:
    load("covid-daily", days(1, 2, 3), "a.csv")
    bad = load("covid-daily", days(4, 5, 6, 7), "b.csv")
    service = service_at(engine)
    state = FilterState(indicator="covid-confirmed-total", level=Level.KOTA)
    assert service.ask("map", state).values == [22 * 7]
    rollback(engine, bad.load_id)
    assert service.ask("map", state).values == [22 * 3]
    assert say(service.ask("map", state).head.caption, "id").endswith("3 Mar 2021")


def test_outages_of_points_that_were_rolled_back_are_left_out(engine: Engine, load: Loader) -> None:
    head = "point,area,lon,lat,registered_on,live_on,refused_on,reported_on\n"
    points = load("wifi-points", head + "a,32.76.02.1010.001,106.87,-6.36,2020-09-29,2020-10-01,,2020-10-01\n", "p.csv")
    load("wifi-outages", "point,started_at,ended_at,cause,reported_on\na,2021-01-05 10:00,,power,2021-01-05\n", "o.csv")
    service = service_at(engine)
    counts = service.ask("points", FilterState(), "wifi").counts
    assert (counts.live, counts.down) == (0, 1)
    rollback(engine, points.load_id)
    assert service.ask("points", FilterState(), "wifi").counts.registered == 0
    assert draw_everything(service, "wifi", FilterState()).values is not None


def test_as_known_before_anything_was_known_is_empty_and_says_so(engine: Engine, load: Loader) -> None:
    load("covid-daily", days(1, 2, 3))
    service = service_at(engine)
    state = FilterState(as_known_on=datetime(2021, 2, 1).date())
    view = service.ask("map", state)
    assert set(view.states) == {"x"}
    assert "belum diketahui ruang ini" in say(service.ask("sentence", state).bold, "id")


def test_a_level_of_the_tree_that_reported_in_part_is_marked(engine: Engine, load: Loader) -> None:
    load("covid-daily", days(*range(1, 8)))
    service = service_at(engine)
    rows = values(
        service, ValuesQuestion("covid-new-7d", Level.KECAMATAN, day=datetime(2021, 3, 2).date(), areas=("32.76.02",))
    ).rows
    assert rows[0]["state"] == ValueState.INCOMPLETE.value
    assert rows[0]["value"] == 44.0


def test_what_came_in_later_is_not_known_yet_and_no_missing_report(engine: Engine, load: Loader) -> None:
    rows = "".join(f"32.76.02.1010,2021-03-31,{name},5\n" for name in ("issued", "issued_on_time", "applied"))
    load("licensing", "area,date,measure,value\n" + rows)
    service = service_at(engine)
    then, now = (
        FilterState(indicator="licensing-on-time", level=Level.KELURAHAN, as_known_on=day)
        for day in (CLOCK.date() - timedelta(days=200), None)
    )
    said = service.ask("sentence", then)
    assert "belum diketahui ruang ini" in say(said.bold, "id")
    assert "belum ada yang masuk" in say(said.muted, "id") and "tidak melapor" not in say(said.muted, "id")
    assert "belum diketahui" not in say(service.ask("sentence", now).bold, "id")
    tiles = service.ask("tiles", then, "services").tiles
    assert {say(tile.change, "en") for tile in tiles if tile.indicator.id.startswith("licensing")} == {
        "not known to the room yet"
    }
    assert set(service.ask("map", then).states) == {"x"}
    assert service.ask("map", then).state_tally["no_report"] == 0
    foot = service.ask("map", then).head.stamp
    assert foot.known_on == then.as_known_on and service.ask("map", now).head.stamp.known_on is None
