"""A city that lived through loads is the city that is read anew."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.domain.areas import Level
from data.domain.errors import DecorError
from data.ingest import ingest_file, rollback
from data.ingest.load import Delivery
from data.service import RoomService
from data.settings import Settings
from data.tables.engine import open_engine
from tests.conftest import CLOCK

HEADS = {
    "covid-daily": "area,date,reported_on,confirmed,recovered,deaths",
    "licensing": "area,date,measure,value",
    "civil-registration": "area,date,measure,value",
}
KELURAHAN = ("32.76.02.1010", "32.76.06.1003")
RW = ("32.76.02.1010.006", "32.76.06.1003.001")
PANELS = ("covid_by_event", "covid_by_report", "licensing", "civil-registration")
numbers = itertools.count()

places, days, counts = st.integers(0, 1), st.integers(1, 9), st.integers(0, 40)
covid = st.tuples(places, days, st.integers(0, 6), counts)
loads = st.one_of(
    st.tuples(st.just("covid-daily"), st.lists(covid, min_size=1, max_size=4)),
    st.tuples(st.just("licensing"), st.lists(covid, min_size=1, max_size=3)),
    st.tuples(st.just("civil-registration"), st.lists(covid, min_size=1, max_size=3)),
    st.tuples(st.just("take back"), st.just([])),
)


def rows(dataset: str, reports: list[tuple[int, int, int, int]]) -> list[str]:
    lines = {}
    for area, day, late, count in reports:
        date = f"2022-02-{day:02d}"
        if dataset == "covid-daily":
            lines[area, day, late] = f"{RW[area]},{date},2022-02-{day + late:02d},{count},0,0"
        elif dataset == "licensing":
            lines[area, day, 0] = f"{KELURAHAN[area]},{date},issued,{count}"
        else:
            lines[area, day, 0] = f"{KELURAHAN[area]},{date},births,{count}"
    return list(lines.values())


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(loads, min_size=1, max_size=4))
def test_after_every_load_the_city_is_the_one_that_is_read_anew(
    small_template: Path, tmp_path: Path, steps: list[tuple[str, list[tuple[int, int, int, int]]]]
) -> None:
    folder = tmp_path / f"city{next(numbers)}"
    folder.mkdir()
    database = folder / "small.sqlite"
    database.write_bytes(small_template.read_bytes())
    engine = open_engine(f"sqlite:///{database}")
    room = RoomService(engine, Settings(f"sqlite:///{database}", folder, CLOCK, 0))
    done: list[int] = []
    for number, (dataset, reports) in enumerate(steps):
        # The city is in use before each load: every panel has been made and may be taken over.
        for panel in PANELS:
            room.city().panel(panel)
        if dataset == "take back":
            if done:
                rollback(engine, done.pop())
        else:
            file = folder / f"{number}.csv"
            file.write_text("\n".join([HEADS[dataset], *rows(dataset, reports)]) + "\n", "utf-8")
            result = ingest_file(engine, dataset, Delivery(file, CLOCK, CLOCK), reports=folder)
            assert not result.rejected, result
            if not result.unchanged:
                done.append(result.load_id)
        room.invalidate()
        anew = RoomService(engine, Settings(f"sqlite:///{database}", folder, CLOCK, 0))
        same(room, anew)
    engine.dispose()


def same(room: RoomService, anew: RoomService) -> None:
    for panel in PANELS:
        old, new = room.city().panel(panel), anew.city().panel(panel)
        assert (old.first, old.last, old.filling) == (new.first, new.last, new.filling), panel
        for name in new.counts:
            np.testing.assert_array_equal(old.counts[name], new.counts[name], err_msg=f"{panel}.{name}")
    for indicator, level in (("covid-new-7d", Level.RW), ("licensing-on-time", Level.KOTA)):
        old_matrix, new_matrix = room.city().matrix(indicator, level), anew.city().matrix(indicator, level)
        np.testing.assert_array_equal(old_matrix.numerator, new_matrix.numerator)


def test_a_load_that_is_refused_changes_no_city(small_template: Path, tmp_path: Path) -> None:
    database = tmp_path / "small.sqlite"
    database.write_bytes(small_template.read_bytes())
    engine = open_engine(f"sqlite:///{database}")
    room = RoomService(engine, Settings(f"sqlite:///{database}", tmp_path, CLOCK, 0))
    before = room.city()
    file = tmp_path / "x.csv"
    file.write_text("area,date\n", "utf-8")
    with pytest.raises(DecorError):
        ingest_file(engine, "licensing", Delivery(file, CLOCK, CLOCK), reports=tmp_path)
    assert room.city() is before
    engine.dispose()
