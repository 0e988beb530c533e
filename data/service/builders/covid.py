"""COVID counts by event date and by report date, from the whole reporting history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.domain.areas import Level
from data.indicators.panel import Array, CountPanel, grid
from data.indicators.reporting import arrived_shares, by_report_date, completeness_lag
from data.queries import covid as queries
from data.service.counts import (
    CountBuilder,
    CountSet,
    Earlier,
    PanelContext,
    apportioned,
    counted,
    empty_panel,
)
from data.subjects.declaration import CountSource

COVID_COUNTS = queries.COUNTS


@dataclass(frozen=True)
class CovidHistory:
    """Every version of every report with its column; kept once per data version."""

    frame: pd.DataFrame
    place: npt.NDArray[np.int32]


MOST_NEW_ROWS = 60_000


def covid_history(context: PanelContext, before: CovidHistory | None = None, since: int = 0) -> CovidHistory:
    """Read the whole reporting history (about 770,000 rows in the sample), or what is new in it.

    Parameters
    ----------
    before : CovidHistory or None
        The history at an older data version of the same areas.
    since : int
        That data version.
    """
    if before is None or queries.touched_rows(context.reader.whole(), since) > MOST_NEW_ROWS:
        history = queries.covid_history(context.reader.whole())
        columns = context.register.column(Level.RW, history["area_id"]).astype(np.int32)
        return CovidHistory(history.drop(columns="area_id"), columns)
    # Whole chains of the areas and days that new loads touched take the place of the old ones.
    keys = queries.touched_keys(context.reader.whole(), since)
    if keys.empty:
        return before
    new = queries.covid_history(context.reader.whole(), since)
    gone = _keys(context.register.column(Level.RW, keys["area_id"]), keys["day"].to_numpy())
    kept = ~np.isin(_keys(before.place, before.frame["day"].to_numpy()), gone)
    columns = np.concatenate([before.place[kept], context.register.column(Level.RW, new["area_id"]).astype(np.int32)])
    whole = pd.concat([before.frame[kept], new.drop(columns="area_id")], ignore_index=True)
    return CovidHistory(whole, columns)


def _keys(columns: npt.NDArray[Any], day: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return np.asarray(np.asarray(columns, dtype=np.int64) * 100_000 + day, dtype=np.int64)


def covid_panels(context: PanelContext, history: CovidHistory) -> tuple[CountPanel, CountPanel]:
    """Counts by event date, with what is known of late reports, and counts by report date."""
    rows, columns = history.frame, history.place
    if rows.empty or int(rows["known_on"].min()) > context.today:
        empty = empty_panel(context, Level.RW, COVID_COUNTS)
        return replace(empty, filling=completeness_lag(None)), empty
    known, gone, day = (rows[name].to_numpy() for name in ("known_on", "superseded_on", "day"))
    first, last = int(day.min()), min(int(known.max()), context.today)
    shape = (last - first + 1, context.width(Level.RW))
    home = context.register.crosswalk(Level.RW)
    row, column, share = home.apportion(columns, day)
    known, gone, day = known[row], gone[row], day[row]
    current = (known <= last) & ((gone < 0) | (gone > last))
    end = np.where(gone > last, -1, gone).astype(np.int32)
    seen = known <= last
    by_event, by_report = {}, {}
    for name in COVID_COUNTS:
        values = apportioned(rows[name].to_numpy()[row], share, home)
        by_event[name] = counted(grid(day[current], column[current], values[current], first=first, shape=shape))
        reported_ = by_report_date(column[seen], known[seen], end[seen], values[seen], first=first, shape=shape)
        by_report[name] = counted(reported_)
    came = grid(day[current], column[current], None, first=first, shape=shape) > 0
    reported = grid(known[seen], column[seen], None, first=first, shape=shape) > 0
    arrived = _arrived(rows, columns, last)
    return (
        CountPanel(first, Level.RW, by_event, came, filling=completeness_lag(arrived), arrived=arrived),
        CountPanel(first, Level.RW, by_report, reported, by_receipt=True),
    )


def _arrived(rows: pd.DataFrame, columns: npt.NDArray[np.int32], until: int) -> Array | None:
    recent = (rows["day"] > until - 180) & (rows["known_on"] <= until)
    reports = rows.loc[recent, ["day", "known_on", "confirmed"]].assign(place=columns[recent])
    reports = reports.sort_values(["place", "day", "known_on"])
    same = (reports["place"].diff() == 0) & (reports["day"].diff() == 0)
    change = reports["confirmed"] - reports["confirmed"].shift(fill_value=0).where(same, 0)
    moved = change != 0
    event, known = reports.loc[moved, "day"].to_numpy(), reports.loc[moved, "known_on"].to_numpy()
    return arrived_shares(event, known, change[moved].to_numpy(), until=until)


def build(context: PanelContext, _source: CountSource, earlier: Earlier | None) -> CountSet:
    """Read what is new of the history, and count it."""
    before, since = (earlier.counts.detail, earlier.version) if earlier else (None, 0)
    history = covid_history(context, before, since)
    by_event, by_report = covid_panels(context, history)
    return CountSet({"covid_by_event": by_event, "covid_by_report": by_report}, history)


BUILDERS = {"covid": CountBuilder(build, incremental=True)}
