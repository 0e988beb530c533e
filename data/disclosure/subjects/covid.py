"""COVID's own tables: they are filled from the ledger by the publisher, not from the city's counts."""

from __future__ import annotations

from data.disclosure.parts import AREA, HIGH, KNOWN, LEVEL, LOW, SHARE, STATE, VALUE, OpenTable, ProductPart, Rows
from data.disclosure.shapes import MapPlane
from data.service.city import City

LEDGER_PANEL, LEDGER_DATASET = "covid_by_event", "covid-daily"
"""What the ledger of published weeks counts, and the dataset that it comes from."""


def _nothing(_city: City, _plane: MapPlane) -> dict[str, Rows]:
    """The publisher writes the bands and totals that the attacker is to try."""
    return {}


PART = ProductPart(
    datasets=(),  # the ledger has its own rules, and its own attacker
    schema="""
CREATE TABLE covid (period TEXT, level TEXT, area TEXT, ends_on TEXT, known_on TEXT, state TEXT, value INTEGER,
  low INTEGER, high INTEGER, basis TEXT, share REAL, PRIMARY KEY (area, period, ends_on)) WITHOUT ROWID;
CREATE INDEX covid_level ON covid (period, level, ends_on);
""",
    rows=_nothing,
    files={
        "covid-mingguan.csv": OpenTable(
            dataset="covid",
            question="SELECT area, level, ends_on AS week_ending, state, value, low, high, round(share, 3) "
            "AS share_reported, known_on FROM covid WHERE period = 'week' ORDER BY ends_on, area",
            columns=(
                AREA,
                LEVEL,
                ("week_ending", "hari Minggu, akhir pekan", "Sunday, the week's end"),
                STATE,
                VALUE,
                LOW,
                HIGH,
                SHARE,
                KNOWN,
            ),
        ),
        "covid-empat-minggu.csv": OpenTable(
            dataset="covid",
            question="SELECT area, level, ends_on AS block_ending, state, value, low, high, basis, round(share, 3) AS "
            "share_reported, "
            "known_on FROM covid WHERE period = 'block' ORDER BY ends_on, area",
            columns=(
                AREA,
                LEVEL,
                ("block_ending", "hari terakhir empat pekan", "last day of the four weeks"),
                STATE,
                VALUE,
                LOW,
                HIGH,
                (
                    "basis",
                    "band: golongan yang diumumkan; total: jumlah; weeks: hanya penjumlahan golongan mingguan",
                    "band: the published bands; total: a sum; weeks: only what the weekly bands add up to",
                ),
                SHARE,
                KNOWN,
            ),
        ),
    },
)
