"""Files as operators send them: the good, the bad, and what a person is told. Runs on SQLite and PostgreSQL."""

import io
import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook
from sqlalchemy import Engine, func, select

from data.domain.errors import DecorError, unpacked
from data.ingest import rollback
from data.settings import WIB
from data.tables.schema import Base, CovidDaily, Load, Measure, Population, Rejection, WifiOutage
from tests.conftest import Load as Loader

pytestmark = pytest.mark.integration

HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
RW = [f"32.76.02.1010.{n:03d}" for n in range(1, 13)]


def rows(*lines: str, good: int = 8) -> str:
    """A COVID file of `good` fine rows and the given ones after them."""
    fine = [f"{code},2021-01-05,2021-01-06,{n},0,0" for n, code in enumerate(RW[:good])]
    return HEAD + "\n".join([*fine, *lines]) + "\n"


def count(engine: Engine, table: type[Base]) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def reasons(engine: Engine, load_id: int) -> list[tuple[int, str, str, str]]:
    columns = (Rejection.row_number, Rejection.column_name, Rejection.value, Rejection.reason)
    with engine.connect() as connection:
        rejections = connection.execute(select(*columns).where(Rejection.load_id == load_id))
        return [(*row[:3], str(unpacked(row[3]))) for row in rejections]


def test_a_good_file_is_kept_whole_and_counted(engine: Engine, load: Loader) -> None:
    result = load("covid-daily", rows())
    assert (result.rows_read, result.kept, result.rejected) == (8, 8, 0)
    assert result.sentence() == f"8 read, 8 kept, 0 rejected (load {result.load_id})"
    assert count(engine, CovidDaily) == 8


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("99.99,2021-01-05,2021-01-06,1,0,0", "area", "“99.99” is not a known area code."),
        ("32.76.02,2021-01-05,2021-01-06,1,0,0", "area", "“32.76.02” is a kecamatan, this column wants rw."),
        (f"{RW[9]},2030-01-05,2030-01-06,1,0,0", "date", "lies in the future"),
        (f"{RW[9]},05/01/2021,2021-01-06,1,0,0", "date", "is not a date; write YYYY-MM-DD"),
        (f"{RW[9]},44201,2021-01-06,1,0,0", "date", "is an Excel serial number"),
        (f"{RW[9]},1821-01-05,2021-01-06,1,0,0", "date", "implausibly early"),
        (f"{RW[9]},2021-01-05,2021-01-06,-3,0,0", "confirmed", "-3 is negative."),
        (f"{RW[9]},2021-01-05,2021-01-06,1.834,0,0", "confirmed", "can be read in two ways"),
        (f"{RW[9]},20210105,2021-01-06,1,0,0", "date", "is not a date; write YYYY-MM-DD"),
        (f"{RW[9]},2021-01-05,2021-01-06,999999999999999,0,0", "confirmed", "is implausibly large for one row."),
        (f"{RW[9]},2021-01-05,2021-01-06,{'9' * 330},0,0", "confirmed", "is implausibly large for one row."),
        (f"{RW[9]},2021-01-05,2021-01-06,−3,0,0", "confirmed", "−3 is negative."),
        (f"{RW[9]},2021-01-05,2021-01-06,many,0,0", "confirmed", "“many” is not a number."),
        (f"{RW[9]},2021-01-05,2021-01-06,,0,0", "confirmed", "The cell is empty; a value is required."),
        (f"{RW[9]},2021-01-09,2021-01-06,1,0,0", "date", "“date” must not exceed “reported_on”."),
        (f"{RW[0]},2021-01-05,2021-01-06,7,0,0", "area", "already used in an earlier row"),
        (f"{RW[9]},2021-01-05,2021-01-06,1,0,0,9,9,9", "", "The row has 9 columns, the header 6."),
    ],
)
def test_one_bad_row_is_named_and_does_not_stop_the_good_ones(
    engine: Engine, load: Loader, line: str, column: str, words: str
) -> None:
    result = load("covid-daily", rows(line))
    assert (result.rows_read, result.kept, result.rejected) == (9, 8, 1)
    (row, found_column, _value, reason) = reasons(engine, result.load_id)[0]
    assert (row, found_column) == (10, column)
    assert words in reason
    assert result.report is not None
    report = pd.read_csv(result.report, dtype=str, keep_default_na=False)
    assert list(report.columns) == ["row", "column", "value", "reason"]
    assert report.loc[0, "row"] == "10"
    assert count(engine, CovidDaily) == 8


def test_a_file_beyond_the_tolerance_is_refused_whole_and_leaves_its_reasons(
    engine: Engine, load: Loader, tmp_path: Path
) -> None:
    bad = [f"99.99,2021-01-05,2021-01-06,{n},0,0" for n in range(6)]
    with pytest.raises(DecorError, match="14 read, 0 kept, 6 rejected: more than the contract tolerates"):
        load("covid-daily", rows(*bad))
    assert count(engine, CovidDaily) == 0
    assert len(list((tmp_path / "reports").glob("covid-daily-*.csv"))) == 1
    with engine.connect() as connection:
        assert connection.execute(select(Load.state).where(Load.dataset == "covid-daily")).scalar_one() == "refused"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (HEAD, "has a header but no rows"),
        (rows().encode("utf-8").replace(b"2021-01-05", b"\xe9\xe8-01-05", 1), "is not UTF-8 text (line 2)"),
        (rows().replace(",", "|"), "not separated by a comma, semicolon or tab"),
        (rows()[:-12], "ends in the middle of a row"),
        (b"\n", "The first line is empty"),
        (b"\xef\xbb\xbf", "The first line is empty"),
        (b"\n" + rows().encode(), "The first line is empty"),
        (rows().encode("utf-16")[:-1], "is not UTF-8 text"),
        (
            rows().replace("deaths", "deaths,confirmed", 1).replace(",0,0\n", ",0,0,5\n"),
            "The header names confirmed twice.",
        ),
        (rows().replace("confirmed", "konfirmasi", 1), "The header lacks confirmed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    engine: Engine, load: Loader, content, words: str
) -> None:
    with pytest.raises(DecorError) as caught:
        load("covid-daily", content)
    assert words in str(caught.value)
    assert count(engine, CovidDaily) == 0


@pytest.mark.parametrize("ending", [".xlsx", ".geojson", ".gpkg"])
def test_a_cut_off_file_of_any_kind_is_refused(engine: Engine, load: Loader, ending: str) -> None:
    with pytest.raises(DecorError, match="cut off"):
        load("covid-daily", b'{"type": "FeatureCollection", "features": [', f"half{ending}")
    assert count(engine, CovidDaily) == 0


def test_an_unknown_ending_and_a_missing_file_are_said(load: Loader, engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DecorError, match="files cannot be read; use CSV"):
        load("covid-daily", rows(), "file.pdf")
    with pytest.raises(DecorError, match="There is no dataset “covid”"):
        load("covid", rows())


@pytest.mark.parametrize(
    "header", ["nama", "Nama Pasien", "NamaPasien", "nama_pasien_rw", "NIK", "no_hp", "alamat", "phone", "email"]
)
def test_a_column_about_persons_refuses_the_file(engine: Engine, load: Loader, header: str) -> None:
    table = rows().replace("deaths", f"deaths,{header}", 1).replace(",0,0\n", ",0,0,x\n")
    with pytest.raises(DecorError, match="looks like personal data"):
        load("covid-daily", table)
    assert count(engine, CovidDaily) == 0


@pytest.mark.parametrize(
    "value",
    [
        "3276012345670001",
        "3276 0123 4567 0001",
        "081234567890",
        "+62 812-3456-7890",
        "http x 3276012345670001",
        "warga@contoh.id",
    ],
)
def test_cells_that_look_like_a_person_refuse_the_file_and_are_not_repeated(
    engine: Engine, load: Loader, value: str
) -> None:
    table = (
        rows().replace("deaths", "deaths,catatan", 1).replace(",0,0\n", ",0,0,x\n").replace(",x\n", f",{value}\n", 1)
    )
    with pytest.raises(DecorError, match="looks like personal data") as caught:
        load("covid-daily", table)
    assert value not in str(caught.value)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_tabs_and_a_byte_order_mark_are_read(engine: Engine, load: Loader, mark: str) -> None:
    result = load("covid-daily", b"\xef\xbb\xbf" + rows().replace(",", mark).encode())
    assert result.kept == 8


def test_indonesian_decimals_are_read_where_they_are_clear(engine: Engine, load: Loader) -> None:
    table = "area;date;measure;value\n32.76.01;2021-01-31;realised_rp;1.834,5\n32.76.02;2021-01-31;realised_rp;12,25\n"
    assert load("budget", table).kept == 2
    with engine.connect() as connection:
        assert sorted(connection.execute(select(Measure.value)).scalars()) == [12.25, 1834.5]


def test_a_workbook_with_real_dates_is_read(engine: Engine, load: Loader) -> None:
    book = Workbook()
    book.active.append(HEAD.strip().split(","))
    book.active.append([RW[0], datetime(2021, 1, 5), datetime(2021, 1, 6), 3, 0, 0])
    book.active.append([RW[1], "2021-01-05", "2021-01-06", 4.0, 0, 0])
    content = io.BytesIO()
    book.save(content)
    assert load("covid-daily", content.getvalue(), "day.xlsx").kept == 2


def workbook(*lines: list[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_nameless_columns_and_a_far_cell_of_a_workbook_do_no_harm(engine: Engine, load: Loader) -> None:
    book = Workbook()
    book.active.append([*HEAD.strip().split(","), None, None])
    book.active.append([RW[0], datetime(2021, 1, 5), datetime(2021, 1, 6), 3, 0, 0, "x", None])
    book.active.cell(row=60_000, column=700, value="stray")
    content = io.BytesIO()
    book.save(content)
    assert load("covid-daily", content.getvalue(), "far.xlsx").kept == 1


def test_a_workbook_with_a_title_above_its_header_is_told_what_is_missing(engine: Engine, load: Loader) -> None:
    content = workbook(["Laporan harian"], HEAD.strip().split(","), [RW[0], "2021-01-05", "2021-01-06", 3, 0, 0])
    with pytest.raises(DecorError, match="The header lacks area"):
        load("covid-daily", content, "title.xlsx")


@pytest.mark.parametrize(
    "damage", [lambda b: b[:2000] + b"\0" * 40 + b[2040:], lambda b: b[: len(b) // 2], lambda b: b"PK\x03\x04" + b[:50]]
)
def test_a_damaged_workbook_is_one_sentence(engine: Engine, load: Loader, damage) -> None:
    content = damage(
        workbook(HEAD.strip().split(","), *([RW[0], "2021-01-05", "2021-01-06", n, 0, 0] for n in range(200)))
    )
    with pytest.raises(DecorError, match=r"workbook cannot be opened|header lacks|no rows"):
        load("covid-daily", content, "damaged.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        '{"features": null}',
        '{"features": 3}',
        '{"features": [null]}',
        '{"features": [{"properties": []}]}',
        "[" * 100_000,
        '{"features": [{"properties": {}, "geometry": {"type": "Point"}}]}',
    ],
)
def test_a_geojson_of_another_shape_is_one_sentence(engine: Engine, load: Loader, text: str) -> None:
    with pytest.raises(DecorError, match=r"no GeoJSON FeatureCollection|no rows|header"):
        load("wifi-points", text, "odd.geojson")


def test_personal_data_in_a_broken_row_is_not_written_to_any_report(
    engine: Engine, load: Loader, tmp_path: Path
) -> None:
    with pytest.raises(DecorError, match="looks like personal data"):
        load("covid-daily", rows(f"{RW[9]},2021-01-05,2021-01-06,1,0,0,x,3276012345670001"))
    assert not (tmp_path / "reports").exists()


def test_an_area_without_its_parent_is_refused(engine: Engine, load: Loader, area_files: dict[str, Path]) -> None:
    document = json.loads(area_files["areas"].read_text())
    orphan = next(f for f in document["features"] if f["properties"]["code"] == "32.76.01.1006")
    orphan["properties"]["code"] = "32.76.99.9999"
    document["features"] = [orphan]
    with pytest.raises(DecorError, match="more than the contract tolerates"):
        load("areas", json.dumps(document), "areas.geojson")


def test_points_come_as_geojson_and_as_geopackage(engine: Engine, load: Loader, tmp_path: Path) -> None:
    import geopandas

    def feature(point: str, lon: float) -> dict[str, object]:
        about = {"point": point, "area": RW[0], "registered_on": "2020-09-29", "reported_on": "2020-09-29"}
        return {"type": "Feature", "properties": about, "geometry": {"type": "Point", "coordinates": [lon, -6.36]}}

    made = {"type": "FeatureCollection", "features": [feature("a", 106.87), feature("b", 106.88)]}
    assert load("wifi-points", json.dumps(made), "points.geojson").kept == 2
    layer = geopandas.GeoDataFrame.from_features([feature("c", 106.87)], crs=4326)
    layer.to_file(tmp_path / "in.gpkg", driver="GPKG")
    assert load("wifi-points", (tmp_path / "in.gpkg").read_bytes(), "points.gpkg").kept == 1


def test_an_outage_of_an_unknown_point_is_rejected(engine: Engine, load: Loader) -> None:
    points = "point,area,lon,lat,registered_on,live_on,refused_on,reported_on\n"
    load("wifi-points", points + f"a,{RW[0]},106.87,-6.36,2020-09-29,,,2020-09-29\n", "p.csv")
    table = "point,started_at,ended_at,cause,reported_on\n" + "".join(
        f"{point},2021-01-05 10:00,,power,2021-01-05\n" for point in "az"
    )
    result = load("wifi-outages", table, "o.csv")
    assert (result.kept, result.rejected) == (1, 1)
    assert count(engine, WifiOutage) == 1
    assert "has not been loaded before" in reasons(engine, result.load_id)[0][3]


def test_areas_need_a_valid_polygon_inside_the_region(
    engine: Engine, load: Loader, area_files: dict[str, Path]
) -> None:
    document = json.loads(area_files["areas"].read_text())
    document["features"][0]["geometry"]["coordinates"] = [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    with pytest.raises(DecorError, match="more than the contract tolerates"):
        load("areas", json.dumps(document), "areas.geojson")


def test_loading_the_same_file_twice_changes_nothing(engine: Engine, load: Loader) -> None:
    first = load("covid-daily", rows())
    before = state(engine)
    again = load("covid-daily", rows(), "renamed.csv")
    assert again.unchanged
    assert again.load_id == first.load_id
    assert "nothing changed" in again.sentence()
    assert state(engine) == before


def state(engine: Engine, without: int = -1) -> list[tuple[object, ...]]:
    """Every observation with everything that says whether it is current."""
    columns = [c for c in CovidDaily.__table__.columns if c.name != "id"]
    with engine.connect() as connection:
        return sorted(
            (tuple(row) for row in connection.execute(select(*columns).where(CovidDaily.load_id != without))), key=repr
        )


def test_a_later_report_takes_the_place_of_an_earlier_one_and_both_are_kept(engine: Engine, load: Loader) -> None:
    load("covid-daily", HEAD + f"{RW[0]},2021-01-05,2021-01-06,2,0,0\n", "a.csv")
    second = load("covid-daily", HEAD + f"{RW[0]},2021-01-05,2021-01-09,5,0,0\n", "b.csv")
    with engine.connect() as connection:
        revisions = connection.execute(
            select(
                CovidDaily.confirmed, CovidDaily.superseded_by, CovidDaily.superseded_on - CovidDaily.known_on
            ).order_by(CovidDaily.known_on)
        ).all()
    assert [tuple(row) for row in revisions] == [(2, second.load_id, 3), (5, None, None)]


def test_an_older_report_that_arrives_late_does_not_take_the_place_of_a_newer_one(engine: Engine, load: Loader) -> None:
    load("covid-daily", HEAD + f"{RW[0]},2021-01-05,2021-01-09,5,0,0\n", "b.csv")
    load("covid-daily", HEAD + f"{RW[0]},2021-01-05,2021-01-06,2,0,0\n", "a.csv")
    with engine.connect() as connection:
        current = connection.execute(select(CovidDaily.confirmed).where(CovidDaily.superseded_on.is_(None))).scalars()
        assert list(current) == [5]


def test_a_rollback_restores_exactly_what_was_before(engine: Engine, load: Loader) -> None:
    load("covid-daily", rows(), "a.csv")
    before = state(engine)
    bad = load("covid-daily", rows().replace("2021-01-06", "2021-01-08").replace(",0,0\n", ",1,0\n"), "b.csv")
    assert state(engine) != before
    rollback(engine, bad.load_id)
    assert state(engine, without=bad.load_id) == before


def test_rolling_back_a_middle_load_leaves_the_newer_one_in_force(engine: Engine, load: Loader) -> None:
    report = HEAD + f"{RW[0]},2021-01-05,2021-01-06,1,0,0\n"
    load("covid-daily", report, "1.csv")
    middle = load("covid-daily", report.replace("-06,1", "-07,2"), "2.csv")
    last = load("covid-daily", report.replace("-06,1", "-08,3"), "3.csv")
    rollback(engine, middle.load_id)
    with engine.connect() as connection:
        columns = (CovidDaily.confirmed, CovidDaily.superseded_by)
        live = connection.execute(
            select(*columns).where(CovidDaily.load_id != middle.load_id).order_by(CovidDaily.confirmed)
        )
        assert [tuple(row) for row in live] == [(1, last.load_id), (3, None)]


def test_a_file_can_be_loaded_again_after_its_rollback(engine: Engine, load: Loader) -> None:
    first = load("covid-daily", rows())
    rollback(engine, first.load_id)
    second = load("covid-daily", rows())
    assert not second.unchanged
    with engine.connect() as connection:
        current = connection.execute(select(CovidDaily.load_id).where(CovidDaily.superseded_on.is_(None))).scalars()
        assert set(current) == {second.load_id}


def test_a_rollback_of_nothing_is_said(engine: Engine, load: Loader) -> None:
    with pytest.raises(DecorError, match="There is no load 999"):
        rollback(engine, 999)
    result = load("covid-daily", rows())
    rollback(engine, result.load_id)
    with pytest.raises(DecorError, match="is not in force"):
        rollback(engine, result.load_id)


def test_every_load_and_rollback_makes_a_new_data_version(engine: Engine, load: Loader) -> None:
    def version() -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.max(Load.version))).scalar_one()

    before = version()
    result = load("covid-daily", rows())
    assert version() == before + 1
    rollback(engine, result.load_id)
    assert version() == before + 2


def test_a_generic_dataset_loads_with_its_contract_alone(engine: Engine, load: Loader) -> None:
    table = "area,date,measure,value\n32.76.01.1006,2021-01-31,issued,12\n32.76.01.1006,2021-01-31,issued_on_time,9\n"
    assert load("licensing", table).kept == 2
    wrong = table + "32.76.01.1006,2021-01-31,bribes,1\n"
    assert load("licensing", wrong, "w.csv").rejected == 1


def test_without_a_reporting_date_the_time_of_receipt_is_the_knowledge_date(engine: Engine, load: Loader) -> None:
    received = datetime(2021, 3, 4, 9, tzinfo=WIB)
    load("population", f"area,date,people\n{RW[0]},2021-03-01,9999999\n", "p.csv", received)
    with engine.connect() as connection:
        known_on = connection.execute(select(Population.known_on).where(Population.people == 9999999)).scalar_one()
    assert known_on == 18690  # days from 1970-01-01 to 2021-03-04
