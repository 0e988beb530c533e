"""The simulated city against the published figures (data/reference, sources in SOURCES.md there)."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.filters import FilterState
from data.reference import fact, rows
from data.sample.plan import planted
from data.service import RoomService
from data.service.series import ValuesQuestion, values
from data.settings import Settings
from data.text import say

ANCHORS = [row for row in rows("covid_city_anchors") if row["konfirmasi_kum"]]


def value(service: RoomService, indicator: str, day: str, area: str = "32.76", level: Level = Level.KOTA) -> float:
    figures = values(service, ValuesQuestion(indicator, level, day=date.fromisoformat(day), areas=(area,))).rows
    return float(str(figures[0]["value"]))


def test_the_register_has_the_published_numbers_of_areas(service: RoomService) -> None:
    counts = {level: len(service.areas(level)) for level in Level}
    assert counts == {Level.KOTA: 1, Level.KECAMATAN: 11, Level.KELURAHAN: 63, Level.RW: 924}


def test_rw_per_kecamatan_are_exactly_as_published(service: RoomService) -> None:
    codes = [area.code for area in service.areas(Level.RW)]
    for row in rows("rw_per_kecamatan"):
        assert sum(code.startswith(row["kode_kec"]) for code in codes) == int(row["jumlah_rw"])


def test_rw_per_kelurahan_keep_known_counts_and_lower_bounds(service: RoomService) -> None:
    codes = [area.code for area in service.areas(Level.RW)]
    for row in rows("rw_kelurahan_bounds"):
        count = sum(code.startswith(row["kode"] + ".") for code in codes)
        if row["indikator"] == "jumlah_rw":
            assert count == int(row["nilai"])
        assert count >= int(row["nilai"])


def test_population_keeps_the_census_total_and_the_known_kecamatan(service: RoomService) -> None:
    people = {area.code: area.people for area in service.areas(None)}
    assert people["32.76"] == fact("penduduk", "sensus_penduduk_2020")
    assert people["32.76.10"] == fact("penduduk", "penduduk_kecamatan_tapos")
    assert people["32.76.05"] == fact("penduduk", "penduduk_kecamatan_sukmajaya")
    for kecamatan in service.areas(Level.KECAMATAN):
        inside = [n for code, n in people.items() if code.startswith(kecamatan.code + ".") and code.count(".") == 4]
        assert sum(n or 0 for n in inside) == kecamatan.people


def test_the_city_has_its_published_area(service: RoomService) -> None:
    km2 = sum(area.area_km2 for area in service.areas(Level.KELURAHAN))
    assert km2 == pytest.approx(fact("wilayah", "luas_kota"), rel=0.001)
    assert sum(area.area_km2 for area in service.areas(Level.RW)) == pytest.approx(km2, rel=1e-4)


@pytest.mark.parametrize("row", ANCHORS, ids=[row["tanggal"] for row in ANCHORS])
def test_confirmed_totals_pass_through_the_published_anchors(service: RoomService, row: dict[str, str]) -> None:
    assert value(service, "covid-confirmed-total", row["tanggal"]) == pytest.approx(
        int(row["konfirmasi_kum"]), rel=0.01
    )
    if row["meninggal_kum"] and int(row["meninggal_kum"]):
        assert value(service, "covid-deaths-total", row["tanggal"]) == pytest.approx(
            int(row["meninggal_kum"]), rel=0.01
        )
    if (
        row["konfirmasi_kum"]
        and row["sembuh_kum"]
        and row["meninggal_kum"]
        and row["selisih_identitas"] in ("", "0", "1")
    ):
        active = int(row["konfirmasi_kum"]) - int(row["sembuh_kum"]) - int(row["meninggal_kum"])
        assert value(service, "covid-active", row["tanggal"]) == pytest.approx(active, rel=0.01, abs=3)


def test_the_complete_kelurahan_snapshot_is_met_exactly(service: RoomService) -> None:
    published = {r["kode"]: int(r["nilai"]) for r in rows("covid_kelurahan_snapshots") if r["tanggal"] == "2021-10-23"}
    figures = values(service, ValuesQuestion("covid-active", Level.KELURAHAN, day=date(2021, 10, 23))).rows
    assert {row["area"]: row["value"] for row in figures} == published


def test_errors_of_the_releases_are_kept_in_the_second_source(service: RoomService) -> None:
    gaps = {row.day.isoformat(): row.identity_gap for row in service.ask("releases", FilterState(), "covid").rows}
    assert gaps["2020-12-04"] == 1000
    assert gaps["2021-01-14"] == 279
    assert gaps["2021-07-13"] == 50


def test_progress_is_75_percent_at_the_review_and_the_formula_is_named(service: RoomService) -> None:
    state = FilterState(date=date(2020, 11, 24))
    curve = service.ask("curve", state, "programme")
    assert round(curve.now.claimed, 1) == fact("smart_city", "progres_rencana_aksi")
    official = [row for row in service.ask("weights", state, "programme").rows if row.official]
    assert len(official) == 1
    assert round(official[0].progress.claimed, 1) == 75.0
    assert "75.0" in str(service.ask("weights", state, "programme").review)


def test_wifi_grows_as_published(service: RoomService) -> None:
    installed = service.city().panel("wifi").counts["in_service"].sum(axis=1)
    first = service.city().panel("wifi").first

    def on(day: str) -> int:
        return int(installed[day_number(date.fromisoformat(day)) - first])

    assert on("2020-03-02") == fact("wifi", "titik_sebelum_perluasan")
    assert on("2020-10-26") == fact("wifi", "titik_terpasang", "2020-10-26")
    assert on("2020-12-11") == fact("wifi", "titik_terpasang", "2020-12-11")
    counts = service.ask("points", FilterState(date=date(2021, 6, 30)), "wifi").counts
    assert counts.live >= 1650
    assert (counts.registered, counts.announced, counts.not_in) == (1834, 1834, 7)


def test_landfill_intake_is_at_the_published_level(city_settings: Settings) -> None:
    table = pd.read_csv(city_settings.data_dir / "sample" / "waste-tonnage.csv")
    october = table[table["date"].str.startswith("2021-10")]["landfill_kg"].mean() / 1_000
    assert october == pytest.approx(fact("sampah", "sampah_masuk_tpa", "2021-10-03"), rel=0.05)


def independent_new_cases(settings: Settings, first: str, last: str, known: str) -> pd.Series:
    """New cases by RW straight from the files, by sorting and grouping: no code of the project."""
    files = sorted((settings.data_dir / "sample").glob("covid-daily-*.csv"))
    table = pd.concat([pd.read_csv(f, usecols=["area", "date", "reported_on", "confirmed"]) for f in files])
    table = table[(table["reported_on"] <= known) & table["date"].between(first, last)]
    newest = table.sort_values("reported_on").groupby(["area", "date"]).tail(1)
    return newest.groupby("area")["confirmed"].sum()


def test_new_cases_agree_with_an_independent_count_of_the_files(service: RoomService, city_settings: Settings) -> None:
    expected = independent_new_cases(city_settings, "2021-07-05", "2021-07-11", "2022-02-16")
    figures = values(service, ValuesQuestion("covid-new-7d", Level.RW, day=date(2021, 7, 11))).rows
    ours = {row["area"]: row["value"] for row in figures if row["value"] is not None}
    assert ours == expected.to_dict()


def test_as_known_on_shows_what_was_known_then(service: RoomService, city_settings: Settings) -> None:
    expected = independent_new_cases(city_settings, "2021-07-05", "2021-07-11", "2021-07-12")
    now = independent_new_cases(city_settings, "2021-07-05", "2021-07-11", "2022-02-16")
    asked = ValuesQuestion("covid-new-7d", Level.KOTA, date(2021, 7, 11), known_on=date(2021, 7, 12))
    figures = values(service, asked).rows
    assert figures[0]["value"] == expected.sum()
    assert expected.sum() < 0.8 * now.sum()


def test_the_reporting_delay_is_measured_from_the_history(service: RoomService) -> None:
    # The sample draws delays with 96 % at five days or less (data/sample/covid.py).
    assert service.city().panel("covid_by_event").filling == 5


def test_the_planted_events_are_in_the_data(service: RoomService) -> None:
    # Those that are spread over several RW: `tests/unit/test_sample.py`.
    for outbreak in (known for known in planted()["outbreaks"] if "metres" not in known):
        last = outbreak["last"].isoformat()
        kelurahan = outbreak["area"][:13]
        own = value(service, "covid-new-7d", last, outbreak["area"], Level.RW)
        rest = values(service, ValuesQuestion("covid-new-7d", Level.RW, day=outbreak["last"], areas=(kelurahan,))).rows
        assert own >= 3 * np.median([float(str(row["value"] or 0)) for row in rest])
    week = planted()["missed_rounds"]
    done = value(service, "waste-completion", week["last"].isoformat(), week["kelurahan"], Level.KELURAHAN)
    assert done == 0.0
    cut = planted()["power_cuts"][1]
    statuses = service.ask("map", FilterState(indicator="wifi-live"), "wifi").points or ""
    assert statuses.count("d") >= 30
    for kelurahan in cut["kelurahan"]:
        assert value(service, "wifi-live", "2022-02-16", kelurahan, Level.KELURAHAN) == 0.0
    for kelurahan in planted()["power_cuts"][0]["kelurahan"]:
        assert value(service, "wifi-live", "2021-03-21", kelurahan, Level.KELURAHAN) == 0.0
        assert value(service, "wifi-live", "2021-03-22", kelurahan, Level.KELURAHAN) > 0.0


def test_ratios_of_sums_agree_across_levels(service: RoomService) -> None:
    for name in ("covid-incidence-7d", "wifi-uptime", "waste-sorted-share", "waste-completion"):
        sums = []
        for level in Level:
            figures = values(service, ValuesQuestion(name, level, day=date(2021, 12, 1))).rows
            parts = [
                (float(str(r["numerator"])), float(str(r["denominator"]))) for r in figures if r["value"] is not None
            ]
            sums.append((sum(n for n, _ in parts), sum(d for _, d in parts)))
        for other in sums[1:]:
            assert other == pytest.approx(sums[0], rel=1e-6)


def test_registered_installed_and_live_points_pass_through_the_published_numbers(service: RoomService) -> None:
    """500 installed on 26 October 2020, 1,100 on 11 December (`data/reference/facts.csv`); the rest is explained."""
    view = service.ask("pipeline", FilterState(date=date(2022, 2, 16)), "wifi")
    lines = {str(series.name): dict(zip(view.days, series.values.tolist(), strict=True)) for series in view.series}
    assert (lines["Installed"][date(2020, 10, 26)], lines["Installed"][date(2020, 12, 11)]) == (500.0, 1_100.0)
    assert np.isnan(lines["Announced"][date(2020, 11, 23)]) and lines["Announced"][date(2020, 11, 24)] == 1_834.0
    last = {name: values[date(2022, 2, 16)] for name, values in lines.items()}
    assert last["Registered"] == 1_834.0 >= last["Installed"] >= last["Live"] > 0
    counts = service.ask("points", FilterState(date=date(2022, 2, 16)), "wifi").counts
    assert last["Live"] == counts.live and last["Registered"] == counts.registered
    words = say(view.head.finding, "en")
    for number in (counts.registered - counts.live, counts.down, counts.waiting, counts.refused):
        assert f"{number} " in words
    table = service.table(FilterState(date=date(2022, 2, 16)), "pipeline", "wifi")
    assert [cell.value for cell in table.rows[0][1:]] == [last[str(series.name)] for series in view.series]


def test_a_part_of_the_city_was_never_announced(service: RoomService) -> None:
    view = service.ask("pipeline", FilterState(date=date(2022, 2, 16), areas=("32.76.05",)), "wifi")
    assert [str(series.name) for series in view.series] == ["Registered", "Installed", "Live"]
    whole = service.ask("pipeline", FilterState(date=date(2022, 2, 16)), "wifi").series[1]
    assert 0 < view.series[0].values[-1] < whole.values[-1]
