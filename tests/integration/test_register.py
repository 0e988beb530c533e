"""New versions of the area register: splits, merges, gaps; sums before and after, and a way back."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely import LineString, unary_union
from shapely.geometry import mapping, shape
from shapely.ops import split
from sqlalchemy import Engine, text

from data.domain.areas import Level
from data.domain.errors import DecorError
from data.domain.people import PROCESS, acting
from data.ingest import ingest_file, rollback
from data.ingest.load import Delivery, prepare
from data.queries.database import open_database
from data.service import RoomService
from data.service.series import ValuesQuestion, values
from data.settings import Settings
from tests.conftest import CLOCK

pytestmark = pytest.mark.integration
PARENT = "32.76.02.1010"
SPLIT, FIRST, SECOND = f"{PARENT}.006", f"{PARENT}.023", f"{PARENT}.024"
MERGED = (f"{PARENT}.007", f"{PARENT}.008")
TOGETHER = f"{PARENT}.025"
SUMS = (
    "covid-new-7d",
    "covid-active",
    "covid-incidence-7d",
    "waste-completion",
    "waste-kg-per-person",
    "wifi-live",
)

Feature = dict[str, Any]


@pytest.fixture(scope="module")
def before(city_settings: Settings) -> dict[str, Feature]:
    """The register of the sample by code."""
    file = json.loads((city_settings.data_dir / "sample" / "areas.geojson").read_text("utf-8"))
    return {feature["properties"]["code"]: feature for feature in file["features"]}


@pytest.fixture
def engine(city_settings: Settings, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the whole city that a test may change."""
    source = open_database(city_settings.database_url)
    with source.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    source.dispose()
    shutil.copy(city_settings.data_dir / "decor.sqlite", tmp_path / "decor.sqlite")
    made = open_database(f"sqlite:///{tmp_path / 'decor.sqlite'}")
    yield made
    made.dispose()


@pytest.fixture
def room(engine: Engine, city_settings: Settings) -> Callable[[], RoomService]:
    return lambda: RoomService(engine, city_settings)


def feature(code: str, geometry: Any, km2: float, origin: str | None, start: str = "2021-10-01") -> Feature:
    properties = {
        "code": code,
        "name": f"RW {code[-3:]}",
        "valid_from": start,
        "valid_to": None,
        "area_km2": round(km2, 5),
        "simulated": "1",
        "from_codes": origin,
    }
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def halves(old: Feature) -> list[tuple[Any, float]]:
    """A polygon cut in two through its centre, with the areas of the parts."""
    whole = shape(old["geometry"])
    middle = whole.centroid
    parts = sorted(
        split(whole, LineString([(middle.x, middle.y - 1), (middle.x, middle.y + 1)])).geoms, key=lambda p: -p.area
    )
    km2 = old["properties"]["area_km2"]
    rest = unary_union(parts[1:])
    return [(parts[0], km2 * parts[0].area / whole.area), (rest, km2 * rest.area / whole.area)]


def version(before: dict[str, Feature], first: str = f"{SPLIT}:0.6", second: str = f"{SPLIT}:0.4") -> list[Feature]:
    (a, a_km2), (b, b_km2) = halves(before[SPLIT])
    merged, other = (before[code] for code in MERGED)
    whole = unary_union([shape(merged["geometry"]), shape(other["geometry"])])
    km2 = merged["properties"]["area_km2"] + other["properties"]["area_km2"]
    return [
        feature(FIRST, a, a_km2, first),
        feature(SECOND, b, b_km2, second),
        feature(TOGETHER, whole, km2, ";".join(MERGED)),
    ]


def write(path: Path, features: list[Feature]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def load(engine: Engine, path: Path) -> int:
    return ingest_file(engine, "areas", Delivery(path, CLOCK, CLOCK), reports=path.parent).load_id


def series(room: RoomService, indicator: str, level: Level, code: str) -> np.ndarray:
    with acting(PROCESS):
        asked = ValuesQuestion(indicator, level, day=date(2021, 6, 1), until=date(2022, 2, 15), areas=(code,))
        rows = values(room, asked).rows
    return np.array([row["value"] if row["value"] is not None else np.nan for row in rows], dtype=float)


def test_sums_are_the_same_before_and_after_a_split_and_a_merge_and_after_taking_it_back(
    engine: Engine, room: Callable[[], RoomService], before: dict[str, Feature], tmp_path: Path
) -> None:
    at_first = room()
    old = {
        (i, code): series(at_first, i, level, code)
        for i in SUMS
        for level, code in ((Level.KELURAHAN, PARENT), (Level.KOTA, "32.76"))
    }
    own = series(at_first, "covid-new-7d", Level.RW, SPLIT)
    number = load(engine, write(tmp_path / "version.geojson", version(before)))
    after = room()
    for (indicator, code), known in old.items():
        level = Level.KELURAHAN if code == PARENT else Level.KOTA
        # A merged RW has reported on a day on which any of its parts did, so its people may count for a day more.
        close = 0.02 if indicator == "covid-incidence-7d" else 1e-12
        np.testing.assert_allclose(
            series(after, indicator, level, code), known, rtol=close, err_msg=f"{indicator} {code}"
        )
    parts = [series(after, "covid-new-7d", Level.RW, code) for code in (FIRST, SECOND)]
    np.testing.assert_allclose(parts[0] + parts[1], own)
    np.testing.assert_allclose(parts[0], own * 0.6, atol=1e-6)
    merged = series(after, "covid-new-7d", Level.RW, TOGETHER)
    with acting(PROCESS):
        city = after.city()
    assert len(city.tree.codes[Level.RW]) == 924
    assert not {SPLIT, *MERGED} & set(city.areas)
    rollback(engine, number)
    back = room()
    with acting(PROCESS):
        assert {SPLIT, *MERGED} <= set(back.city().areas)
    np.testing.assert_array_equal(series(back, "covid-new-7d", Level.RW, SPLIT), own)
    np.testing.assert_allclose(sum(series(back, "covid-new-7d", Level.RW, code) for code in MERGED), merged)


def test_people_go_with_the_areas_until_figures_of_their_own_come(
    engine: Engine, room: Callable[[], RoomService], before: dict[str, Feature], tmp_path: Path
) -> None:
    with acting(PROCESS):
        people = {code: room().city().areas[code].people or 0 for code in (SPLIT, *MERGED, PARENT)}
    load(engine, write(tmp_path / "version.geojson", version(before)))
    with acting(PROCESS):
        areas = room().city().areas
    assert areas[FIRST].people == pytest.approx(people[SPLIT] * 0.6, abs=1)
    assert areas[TOGETHER].people == sum(people[code] for code in MERGED)
    assert areas[PARENT].people == pytest.approx(people[PARENT], abs=2)
    figures = tmp_path / "people.csv"
    figures.write_text(f"area,date,people\n{FIRST},2021-10-01,900\n{SECOND},2021-10-01,300\n", "utf-8")
    ingest_file(engine, "population", Delivery(figures, CLOCK, CLOCK), reports=tmp_path)
    with acting(PROCESS):
        assert room().city().areas[FIRST].people == 900


def test_an_area_that_goes_on_smaller_keeps_its_part(
    engine: Engine, room: Callable[[], RoomService], before: dict[str, Feature], tmp_path: Path
) -> None:
    (a, a_km2), (b, b_km2) = halves(before[SPLIT])
    own = series(room(), "covid-new-7d", Level.RW, SPLIT)
    features = [feature(SPLIT, a, a_km2, f"{SPLIT}:0.7"), feature(FIRST, b, b_km2, f"{SPLIT}:0.3")]
    load(engine, write(tmp_path / "version.geojson", features))
    days = (date(2021, 10, 1) - date(2021, 6, 1)).days
    stays, new = (series(room(), "covid-new-7d", Level.RW, code) for code in (SPLIT, FIRST))
    np.testing.assert_allclose((stays + new)[:days], own[:days])
    np.testing.assert_array_equal(stays[days + 7 :], own[days + 7 :])
    assert np.isnan(new[days + 7 :]).all()  # nothing has come in for it yet
    with acting(PROCESS):
        assert room().city().areas[SPLIT].valid_from == date(2021, 10, 1)


def test_rows_of_an_area_that_has_ended_are_told_where_to_go(
    engine: Engine, before: dict[str, Feature], tmp_path: Path
) -> None:
    load(engine, write(tmp_path / "version.geojson", version(before)))
    late = tmp_path / "late.csv"
    head = "area,date,reported_on,confirmed,recovered,deaths\n"
    late.write_text(
        head
        + f"{SPLIT},2021-09-30,2022-02-16,1,0,0\n{SPLIT},2021-10-01,2022-02-16,1,0,0\n"
        + f"{FIRST},2021-09-01,2022-02-16,1,0,0\n",
        "utf-8",
    )
    checked = prepare(engine, "covid-daily", Delivery(late, CLOCK, CLOCK)).checked
    assert [(line.row, str(line.reason)) for line in checked.rejected] == [
        (3, f"{SPLIT} ended on 2021-09-30; since then it is {FIRST}, {SECOND}."),
        (4, f"{FIRST} exists only since 2021-10-01."),
    ]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (f"{SPLIT}:0.6", f"{SPLIT}:0.3", "add up to 0.900"),
        (f"{SPLIT}:0.6", f"{PARENT}.099:0.4", "not an area in force"),
        (f"{SPLIT}:0.6", f"{PARENT}:0.4", "its own level"),
        (f"{SPLIT}:0.6", f"{SPLIT}:1.4", "between 0 and 1"),
        (f"{SPLIT}:0.6", "everything", "not a list"),
    ],
)
def test_an_origin_that_cannot_be_is_rejected_before_anything_is_loaded(
    engine: Engine, before: dict[str, Feature], tmp_path: Path, first: str, second: str, words: str
) -> None:
    path = write(tmp_path / "version.geojson", version(before, first, second))
    checked = prepare(engine, "areas", Delivery(path, CLOCK, CLOCK)).checked
    assert any(words in str(line.reason) for line in checked.rejected), [str(line.reason) for line in checked.rejected]
    with pytest.raises(DecorError, match="more than the contract tolerates"):
        load(engine, path)


def test_gaps_overlaps_and_slivers_are_said_in_hectares(
    engine: Engine, before: dict[str, Feature], tmp_path: Path
) -> None:
    whole = shape(before[SPLIT]["geometry"])
    km2 = before[SPLIT]["properties"]["area_km2"]
    shrunk = whole.buffer(-0.0003)  # about 33 m less all around
    path = write(tmp_path / "gap.geojson", [feature(SPLIT, shrunk, km2 * shrunk.area / whole.area, None)])
    said = [str(words) for words in prepare(engine, "areas", Delivery(path, CLOCK, CLOCK)).findings]
    gap = next(words for words in said if "gaps" in words)
    expected = (whole.area - shrunk.area) / whole.area * km2 * 100
    assert float(gap.rsplit(", ", 1)[1].split(" ")[0]) == pytest.approx(expected, rel=0.01)
    assert any("add up to" in words for words in said)
    wider = whole.buffer(0.0002)
    path = write(tmp_path / "over.geojson", [feature(SPLIT, wider, km2, None)])
    said = [str(words) for words in prepare(engine, "areas", Delivery(path, CLOCK, CLOCK)).findings]
    assert any("overlaps" in words for words in said)


def test_the_sample_itself_has_no_gap(engine: Engine, before: dict[str, Feature], tmp_path: Path) -> None:
    same = [
        {**original, "properties": {**original["properties"], "valid_from": "2021-10-01"}}
        for original in before.values()
    ]
    prepared = prepare(engine, "areas", Delivery(write(tmp_path / "same.geojson", same), CLOCK, CLOCK))
    assert prepared.rejected == 0
    assert [str(words) for words in prepared.findings if "slivers" not in str(words)] == [
        "Largest value of area_km2: 199.942."
    ]


def test_a_register_is_taken_back_from_its_newest_version_on(
    engine: Engine, before: dict[str, Feature], tmp_path: Path
) -> None:
    first = load(engine, write(tmp_path / "one.geojson", version(before)))
    whole = [shape(half["geometry"]) for half in version(before)[:2]]
    again = feature(
        f"{PARENT}.026", unary_union(whole), before[SPLIT]["properties"]["area_km2"], f"{FIRST};{SECOND}", "2022-01-01"
    )
    second = load(engine, write(tmp_path / "two.geojson", [again]))
    with pytest.raises(DecorError, match="take that back first"):
        rollback(engine, first)
    rollback(engine, second)
    rollback(engine, first)


def test_the_room_stands_after_a_version_with_data_was_taken_back(
    engine: Engine, room: Callable[[], RoomService], before: dict[str, Feature], tmp_path: Path
) -> None:
    number = load(engine, write(tmp_path / "version.geojson", version(before)))
    report = tmp_path / "hari.csv"
    report.write_text(
        f"area,date,reported_on,confirmed,recovered,deaths\n{FIRST},2022-02-10,2022-02-16,3,0,0\n", "utf-8"
    )
    ingest_file(engine, "covid-daily", Delivery(report, CLOCK, CLOCK), reports=tmp_path)
    rollback(engine, number)
    assert np.isfinite(series(room(), "covid-new-7d", Level.KOTA, "32.76")).all()
    report.write_text(report.read_text("utf-8").replace(",3,", ",4,"), "utf-8")
    with pytest.raises(DecorError):
        ingest_file(engine, "covid-daily", Delivery(report, CLOCK, CLOCK), reports=tmp_path)


def test_an_end_without_a_successor_and_a_version_out_of_order_are_rejected(
    engine: Engine, before: dict[str, Feature], tmp_path: Path
) -> None:
    old = json.loads(json.dumps(before[SPLIT]))
    old["properties"]["valid_to"] = "2021-09-30"
    checked = prepare(engine, "areas", Delivery(write(tmp_path / "end.geojson", [old]), CLOCK, CLOCK)).checked
    assert ["without a successor" in str(line.reason) for line in checked.rejected] == [True]
    later = {**before[SPLIT], "properties": {**before[SPLIT]["properties"], "valid_from": "2022-01-01"}}
    load(engine, write(tmp_path / "later.geojson", [later]))
    earlier = {**before[SPLIT], "properties": {**before[SPLIT]["properties"], "valid_from": "2021-06-01"}}
    checked = prepare(engine, "areas", Delivery(write(tmp_path / "earlier.geojson", [earlier]), CLOCK, CLOCK)).checked
    assert ["in force already" in str(line.reason) for line in checked.rejected] == [True]
