"""The way of a number adds up: parts to figure, rows to files, against plain SQL."""

import itertools
from datetime import date, timedelta

import pandas as pd
import pytest
from sqlalchemy import text

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.filters import FilterState
from data.queries.database import open_database
from data.service import RoomService
from data.settings import Settings
from data.subjects import registry

pytestmark = pytest.mark.integration
AREAS = ((), ("32.76.06",), ("32.76.02.1010",), ("32.76.02.1010.006",), ("32.76.05", "32.76.09.1002"))
DAYS = (date(2020, 8, 11), date(2021, 1, 15), date(2022, 2, 10))
NO_RATIO_OF_PARTS = (
    "covid-rate-eb",
    "covid-rate-spatial",
    "covid-relative-risk",
    "covid-against-city",
    "covid-twice-city",
    "covid-zone",
)
"""Drawn towards the mean, divided by the city's rate, a category: the ratio of their parts stands beside them."""


@pytest.mark.parametrize(("number", "indicator"), [*enumerate(registry().indicators)])
def test_the_parts_of_every_figure_give_its_numerator_its_denominator_and_its_value(
    service: RoomService, number: int, indicator: str
) -> None:
    # Every third question; the next indicator has the next ones, so that each is asked of several.
    for level, areas, day in [*itertools.product(Level, AREAS, DAYS)][number % 3 :: 3]:
        view = service.ask("lineage", FilterState(indicator=indicator, level=level, areas=areas, date=day))
        top = sum(term.sign * term.value for term in view.terms if term.side == "top")
        bottom = sum(term.sign * term.value for term in view.terms if term.side == "bottom")
        if view.numerator is None or view.value is None:
            continue
        where = (level, areas, day)
        assert top == pytest.approx(view.numerator, rel=1e-6, abs=1e-3), where
        if view.denominator is not None:
            assert bottom == pytest.approx(view.denominator, rel=1e-6, abs=1e-3), where
            crude = view.numerator / view.denominator * view.scale
            if indicator in NO_RATIO_OF_PARTS and view.limits is not None:
                assert view.limits[0] <= view.value <= view.limits[1], where
            elif indicator not in NO_RATIO_OF_PARTS:
                assert view.value == pytest.approx(crude, rel=1e-6), where
        assert view.loads, where


@pytest.mark.parametrize("area", ["", "32.76.06", "32.76.02.1010", "32.76.02.1010.006"])
def test_the_people_behind_a_figure_are_those_of_the_file(
    service: RoomService, city_settings: Settings, area: str
) -> None:
    table = pd.read_csv(city_settings.data_dir / "sample" / "population.csv").set_index("area")["people"]
    last = date(2022, 2, 1)
    state = FilterState(indicator="covid-incidence-7d", areas=(area,) if area else (), date=last)
    terms = {term.name: term.value for term in service.ask("lineage", state).terms}
    files = sorted((city_settings.data_dir / "sample").glob("covid-daily*.csv"))
    reports = pd.concat(pd.read_csv(file, usecols=["area", "date"]) for file in files).drop_duplicates()
    inside = reports[reports["area"].str.startswith(f"{area}.") | (reports["area"] == area) | (area == "")]
    days = pd.to_datetime(inside["date"]).dt.date
    counted = inside[(days > last - timedelta(7)) & (days <= last)].groupby("area").size()
    # Residents by the part of the seven days that their RW reported about.
    assert terms["people"] == pytest.approx((table[counted.index] * counted / 7).sum(), rel=1e-6)


@pytest.mark.parametrize(
    ("area", "like"), [((), "32.76.%"), (("32.76.06",), "32.76.06.%"), (("32.76.02.1010.006",), "32.76.02.1010.006")]
)
def test_the_files_behind_an_incidence_are_those_of_its_rows(
    service: RoomService, city_settings: Settings, area: tuple[str, ...], like: str
) -> None:
    day = date(2022, 2, 3)
    view = service.ask("lineage", FilterState(areas=area, date=day))
    engine = open_database(city_settings.database_url)
    with engine.connect() as connection:
        row_counts = connection.execute(
            text(
                "SELECT c.load_id, count(*) FROM covid_daily c JOIN area a ON a.id = c.area_id WHERE "
                "c.superseded_on IS NULL"
                " AND a.code LIKE :like AND c.day BETWEEN :first AND :last GROUP BY c.load_id"
            ),
            {"like": like, "first": day_number(day) - 6, "last": day_number(day)},
        ).all()
    engine.dispose()
    assert {load.id: load.rows for load in view.loads if load.dataset == "covid-daily"} == {
        row[0]: row[1] for row in row_counts
    }
    people = sum(load.rows for load in view.loads if load.dataset == "population")
    assert people == {(): 924, ("32.76.06",): 75}.get(area, 1)
