"""The way of a number adds up: parts to figure, rows to files, against plain SQL."""

import itertools
from datetime import date

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


@pytest.mark.parametrize("indicator", [indicator.id for indicator in registry().indicators.values()])
def test_the_parts_of_every_figure_give_its_numerator_its_denominator_and_its_value(
    service: RoomService, indicator: str
) -> None:
    for level, areas, day in itertools.product(Level, AREAS, DAYS):
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
            if registry().indicators[indicator].basis and view.limits is not None:
                # Smoothed: no ratio of its parts, which stands beside it.
                assert view.limits[0] <= view.value <= view.limits[1], where
            elif not registry().indicators[indicator].basis:
                assert view.value == pytest.approx(crude, rel=1e-6), where
        assert view.loads, where


@pytest.mark.parametrize("area", ["", "32.76.06", "32.76.02.1010", "32.76.02.1010.006"])
def test_the_people_behind_a_figure_are_those_of_the_file(
    service: RoomService, city_settings: Settings, area: str
) -> None:
    table = pd.read_csv(city_settings.data_dir / "sample" / "population.csv")
    inside = table[table["area"].str.startswith(f"{area}.") | (table["area"] == area) | (area == "")]
    state = FilterState(indicator="covid-incidence-7d", areas=(area,) if area else (), date=date(2022, 2, 1))
    terms = {term.name: term.value for term in service.ask("lineage", state).terms}
    assert terms["people"] == inside["people"].sum()


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
