"""The data catalogue: every dataset of One Stop Data with its scorecard, and each on its own page."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import Engine

from data.contracts import Contract, ContractColumn
from data.domain.areas import Level
from data.domain.dates import day_date
from data.domain.desk_views import CheckRow, ColumnRow, CompletenessView, DatasetRow, DatasetView, LoadRow
from data.domain.errors import Message, NotFoundError, msg, unpacked
from data.indicators.completeness import by_day, by_month
from data.queries import desk as queries
from data.queries.declared import contracts_of
from data.service.city import City
from data.service.feeds import Feed
from data.service.lineage import method_card
from data.service.subjects import checks_of
from data.subjects import registry

MONTHLY_HOURS = 300
TYPES = {
    "area": msg("area code"),
    "date": msg("day, YYYY-MM-DD"),
    "datetime": msg("time, YYYY-MM-DD HH:MM, WIB"),
    "count": msg("whole number, not negative"),
    "amount": msg("number, not negative"),
    "number": msg("number"),
    "text": msg("text"),
    "choice": msg("one of: {choices}"),
    "ref": msg("key that is loaded in {ref}"),
}


def completeness(city: City, dataset: str, rules: Contract) -> CompletenessView | None:
    """Shares by kecamatan and day (or month); None where a dataset owes no report by area."""
    known = registry().datasets.get(dataset)
    name = known.completeness if known else dataset
    if not name or not any(indicator.panel == name for indicator in city.catalogue.values()):
        return None
    panel, tree = city.panel(name), city.tree
    monthly = rules.cadence_hours > MONTHLY_HOURS
    # The running day and the running month are still filling up.
    last = city.today if monthly else city.today - 1
    days, shares = (by_month if monthly else by_day)(panel, tree, Level.KECAMATAN, last)
    whole_days, whole = (by_month if monthly else by_day)(panel, tree, Level.KOTA, last)
    tail = whole[0, -1:] if monthly else whole[0, -28:]
    recent = float(np.nanmean(tail)) if len(whole_days) and not np.isnan(tail).all() else math.nan
    areas = [(code, city.name(code).removeprefix("Kecamatan ")) for code in tree.codes[Level.KECAMATAN]]
    return CompletenessView(areas, [day_date(day) for day in days], np.asarray(shares, dtype=float), monthly, recent)


def dataset_rows(engine: Engine, city: City, feeds: dict[str, Feed]) -> list[DatasetRow]:
    """The scorecard, one row a dataset."""
    totals = {row["dataset"]: row for row in queries.totals_by_dataset(engine)}
    return [
        _dataset_row(city, feeds[name], totals.get(name), *_judged(city, name, rules))
        for name, rules in contracts_of(engine).items()
    ]


def _judged(city: City, dataset: str, rules: Contract) -> tuple[CompletenessView | None, list[CheckRow]]:
    """Completeness and checks of a dataset; nothing while there are no areas."""
    return (None, []) if city.empty else (completeness(city, dataset, rules), checks_of(city, dataset))


def _dataset_row(
    city: City, feed: Feed, totals: Any, shares: CompletenessView | None, comparisons: list[CheckRow]
) -> DatasetRow:
    checks = [row for row in comparisons if row.good is not None]
    first, last = (None, None) if city.empty else _days(city, feed.id)
    read = int(totals["rows_read"]) if totals else 0
    return DatasetRow(
        id=feed.id,
        title=feed.title,
        subject=known.topic if (known := registry().datasets.get(feed.id)) else msg("declared"),
        owner=feed.owner,
        source=feed.source,
        cadence_hours=feed.cadence_hours,
        freshness=feed.freshness,
        age_hours=feed.age_hours,
        received=feed.received,
        rows=feed.rows,
        first=first,
        last=last,
        complete=None if shares is None or math.isnan(shares.recent) else shares.recent,
        valid=None if not read else int(totals["kept"]) / read,
        consistent=(sum(bool(row.good) for row in checks), len(checks)),
        simulated=feed.simulated,
        derived=feed.derived,
        declared=feed.id not in registry().contracts,
    )


def _days(city: City, dataset: str) -> tuple[date | None, date | None]:
    """First and last day with a report, where a panel knows them."""
    known = registry().datasets.get(dataset)
    name = known.span if known else dataset
    if not any(indicator.panel == name for indicator in city.catalogue.values()):
        return None, None
    panel = city.panel(name)
    rows = np.flatnonzero(panel.days_reported)
    if not len(rows):
        return None, None
    return day_date(panel.first + int(rows[0])), day_date(panel.first + int(rows[-1]))


def dataset_view(engine: Engine, city: City, feeds: dict[str, Feed], dataset: str) -> DatasetView:
    """A dataset's own page.

    Raises
    ------
    NotFoundError
        When there is no such dataset.
    """
    known = contracts_of(engine)
    if dataset not in known:
        raise NotFoundError(
            msg("There is no dataset “{name}”; known are: {known}.", name=dataset[:40], known=", ".join(known))
        )
    rules = known[dataset]
    totals = {row["dataset"]: row for row in queries.totals_by_dataset(engine)}
    reasons = queries.rejections_by_reason(engine, dataset)
    shares, checks = _judged(city, dataset, rules)
    return DatasetView(
        row=_dataset_row(city, feeds[dataset], totals.get(dataset), shares, checks),
        note=rules.note,
        tolerance=rules.tolerance,
        key=rules.key,
        columns=[ColumnRow(c.name, kind_of(c), c.unit, c.required, c.note) for c in rules.columns],
        completeness=shares,
        checks=checks,
        reasons=[(str(r["column_name"]), unpacked(str(r["reason"])), int(r["n"])) for r in reasons],
        loads=load_rows(engine, dataset),
        indicators=[
            (indicator.id, indicator.title, method_card(indicator))
            for indicator in city.catalogue.values()
            if indicator.dataset == dataset
        ],
    )


def kind_of(column: ContractColumn) -> Message:
    """A column's type in words."""
    words = TYPES[column.type]
    if column.type == "choice":
        return msg("one of: {choices}", choices=", ".join(column.choices))
    if column.type == "ref":
        return msg("key that is loaded in {ref}", ref=column.ref)
    return msg("{what}, level {level}", what=words, level=column.level.value) if column.level else words


def load_rows(engine: Engine, dataset: str | None, most: int = 30) -> list[LoadRow]:
    """The newest loads."""
    return [_load_row(row) for row in queries.loads_of(engine, dataset, most)]


def _load_row(row: Any) -> LoadRow:
    return LoadRow(
        id=int(row["id"]),
        dataset=row["dataset"],
        file_name=row["file_name"],
        sha256=row["sha256"],
        received=row["received_at"],
        read=int(row["rows_read"]),
        kept=int(row["kept"]),
        rejected=int(row["rejected"]),
        state=row["state"],
        simulated=bool(row["simulated"]),
        by=row["loaded_by"],
        note=row["note"] or "",
        back_by=row["taken_back_by"] or "",
    )
