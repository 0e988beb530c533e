"""Building each panel from its query, as known on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sqlalchemy import Engine

from data.domain.areas import Level
from data.indicators.crosswalk import Harmony
from data.indicators.panel import AreaTree, Array, Panel, grid
from data.indicators.programme import weighted_points
from data.indicators.reporting import by_report_date, completeness_lag
from data.indicators.wifi import PointDays, point_days, rw_counts
from data.queries import areas as area_queries
from data.queries import covid as covid_queries
from data.queries import services as queries

COVID_COUNTS = covid_queries.COUNTS


@dataclass(frozen=True)
class Frame:
    """What every builder needs.

    Attributes
    ----------
    columns : dict
        Level → array that maps an area's database id to its column, −1 elsewhere; areas that have ended
        have columns after those of today.
    harmony : dict
        Level → what brings the columns of former areas home.
    known_on : int or None
        As known on this day; None means now.
    """

    engine: Engine
    tree: AreaTree
    columns: dict[Level, npt.NDArray[np.int64]]
    clock_minute: int
    known_on: int | None
    harmony: dict[Level, Harmony] = field(default_factory=dict)

    def home(self, level: Level) -> Harmony:
        """What brings former areas of a level home."""
        return self.harmony.get(level) or Harmony(len(self.tree.codes[level]))

    @property
    def today(self) -> int:
        """Last day anything can be about."""
        today = self.clock_minute // 1440
        return today if self.known_on is None else min(today, self.known_on)

    def column(self, level: Level, ids: pd.Series) -> npt.NDArray[np.int64]:
        """Columns of area ids at a level."""
        return np.asarray(self.columns[level][ids.to_numpy(dtype=np.int64)])

    def main_column(self, level: Level, ids: pd.Series) -> npt.NDArray[np.int64]:
        """Columns of today: for an area that has ended the one where most of its people live; −1 elsewhere."""
        home, found = self.home(level).main(), self.column(level, ids)
        return np.where(found >= 0, home[np.maximum(found, 0)], -1)


@dataclass(frozen=True)
class CovidHistory:
    """Every version of every report with its column; kept once per data version."""

    frame: pd.DataFrame
    place: npt.NDArray[np.int32]


MOST_NEW_ROWS = 60_000


def covid_history(frame: Frame, before: CovidHistory | None = None, since: int = 0) -> CovidHistory:
    """Read the whole reporting history (about 770,000 rows in the sample), or what is new in it.

    Parameters
    ----------
    before : CovidHistory or None
        The history at an older data version of the same areas.
    since : int
        That data version.
    """
    if before is None or covid_queries.touched_rows(frame.engine, since) > MOST_NEW_ROWS:
        history = covid_queries.covid_history(frame.engine)
        place = frame.column(Level.RW, history["area_id"]).astype(np.int32)
        return CovidHistory(history.drop(columns="area_id"), place)
    # Whole chains of the areas and days that new loads touched take the place of the old ones.
    keys = covid_queries.touched_keys(frame.engine, since)
    if keys.empty:
        return before
    new = covid_queries.covid_history(frame.engine, since)
    gone = _keys(frame.column(Level.RW, keys["area_id"]), keys["day"].to_numpy())
    kept = ~np.isin(_keys(before.place, before.frame["day"].to_numpy()), gone)
    place = np.concatenate([before.place[kept], frame.column(Level.RW, new["area_id"]).astype(np.int32)])
    whole = pd.concat([before.frame[kept], new.drop(columns="area_id")], ignore_index=True)
    return CovidHistory(whole, place)


def _keys(place: npt.NDArray[Any], day: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    return np.asarray(np.asarray(place, dtype=np.int64) * 100_000 + day, dtype=np.int64)


def covid_panels(frame: Frame, history: CovidHistory) -> tuple[Panel, Panel, int]:
    """Counts by event date, counts by report date, and the completeness lag in days."""
    rows, place = history.frame, history.place
    if rows.empty or int(rows["known_on"].min()) > frame.today:
        empty = _empty(frame, Level.RW, COVID_COUNTS)
        return empty, empty, completeness_lag(*(np.empty(0, np.int32),) * 3, until=frame.today)
    known, gone, day = (rows[name].to_numpy() for name in ("known_on", "superseded_on", "day"))
    first, last = int(day.min()), min(int(known.max()), frame.today)
    shape = (last - first + 1, len(frame.tree.codes[Level.RW]))
    home = frame.home(Level.RW)
    row, column, share = home.spread(place, day)
    known, gone, day = known[row], gone[row], day[row]
    current = (known <= last) & ((gone < 0) | (gone > last))
    end = np.where(gone > last, -1, gone).astype(np.int32)
    seen = known <= last
    by_event, by_report = {}, {}
    for name in COVID_COUNTS:
        values = _shared(rows[name].to_numpy()[row], share, home)
        by_event[name] = _counted(grid(day[current], column[current], values[current], first=first, shape=shape), home)
        reported_ = by_report_date(column[seen], known[seen], end[seen], values[seen], first=first, shape=shape)
        by_report[name] = _counted(reported_, home)
    came = grid(day[current], column[current], None, first=first, shape=shape) > 0
    reported = grid(known[seen], column[seen], None, first=first, shape=shape) > 0
    lag = _lag(rows, place, last)
    return (
        Panel(first, Level.RW, by_event, came),
        Panel(first, Level.RW, by_report, reported),
        lag,
    )


def _lag(rows: pd.DataFrame, place: npt.NDArray[np.int32], until: int) -> int:
    recent = (rows["day"] > until - 180) & (rows["known_on"] <= until)
    part = rows.loc[recent, ["day", "known_on", "confirmed"]].assign(place=place[recent])
    part = part.sort_values(["place", "day", "known_on"])
    same = (part["place"].diff() == 0) & (part["day"].diff() == 0)
    change = part["confirmed"] - part["confirmed"].shift(fill_value=0).where(same, 0)
    moved = change != 0
    event, known = part.loc[moved, "day"].to_numpy(), part.loc[moved, "known_on"].to_numpy()
    return completeness_lag(event, known, change[moved].to_numpy(), until=until)


def _shared(values: npt.NDArray[Any], share: Array, home: Harmony) -> npt.NDArray[Any]:
    """Values of the parts; untouched where no area ever changed."""
    return values * share if home.links else values


def _counted(counts: Array, home: Harmony) -> npt.NDArray[Any]:
    """Whole numbers in half the space; parts of an area that was split are no whole numbers."""
    return counts if home.links else counts.astype(np.int32)


def _empty(frame: Frame, level: Level, names: tuple[str, ...]) -> Panel:
    shape = (1, len(frame.tree.codes[level]))
    return Panel(frame.today, level, {name: np.zeros(shape) for name in names}, np.zeros(shape, dtype=bool))


def waste_panel(frame: Frame) -> Panel:
    """Pick-ups by scheduled day; an area owes a report only on the days of its rounds."""
    names = ("scheduled", "done", "late", "collected_kg", "sorted_kg")
    rows = queries.stops_by_area_day(frame.engine, frame.known_on)
    if rows.empty:
        return _empty(frame, Level.RW, names)
    place, day = frame.column(Level.RW, rows["area_id"]), rows["day"].to_numpy()
    first = int(day.min())
    home = frame.home(Level.RW)
    shape = (int(day.max()) - first + 1, len(frame.tree.codes[Level.RW]))
    row, column, share = home.spread(place, day)
    counts: dict[str, npt.NDArray[Any]] = {
        name: _counted(
            grid(day[row], column, _shared(rows[name].to_numpy()[row], share, home), first=first, shape=shape), home
        )
        for name in names
    }
    return Panel(first, Level.RW, counts, counts["scheduled"].astype(bool), daily=False)


@dataclass(frozen=True)
class WifiState:
    """Points with their days, for the map and the counts."""

    points: pd.DataFrame
    live: npt.NDArray[np.bool_]
    in_service: npt.NDArray[np.bool_]
    registered: npt.NDArray[np.bool_]
    first: int
    panel: Panel


def wifi_state(frame: Frame) -> WifiState:
    """Points and outages spread over days, from 2 March 2020 or the first registration after it."""
    points = queries.wifi_points(frame.engine, frame.known_on)
    outages = queries.wifi_outages(frame.engine, frame.known_on)
    first = max(int(points["registered_on"].min()), 18_323) if len(points) else frame.today
    first = min(first, frame.today)
    outages = outages[outages["point_code"].isin(set(points["point_code"]))]
    last_minute = min(frame.clock_minute, frame.today * 1440 + 1439)
    days = point_days(points, outages, first=first, clock_minute=last_minute)
    axis = np.arange(first, frame.today + 1)
    registered = axis[None, :] >= points["registered_on"].to_numpy(dtype=np.int64)[:, None]
    return WifiState(
        points, days.live, days.in_service, registered, first, _wifi_panel(frame, points, days, registered, first)
    )


def _wifi_panel(
    frame: Frame, points: pd.DataFrame, days: PointDays, registered: npt.NDArray[np.bool_], first: int
) -> Panel:
    """Daily Wi-Fi counts by RW."""
    areas = len(frame.tree.codes[Level.RW])
    column = frame.main_column(Level.RW, points["area_id"]) if len(points) else np.empty(0, np.int64)
    counts = rw_counts(days, column.astype(np.intp), registered, areas)
    takes_part = counts["registered"] > 0
    return Panel(
        first, Level.RW, {k: v.astype(np.float32) for k, v in counts.items()}, takes_part, takes_part, daily=False
    )


def programme_panel(frame: Frame) -> Panel:
    """Weight points of the whole city by report day."""
    names = ("reached", "planned", "weight")
    actions = queries.actions(frame.engine, frame.known_on)
    progress = queries.progress_by_action_day(frame.engine, frame.known_on)
    if progress.empty or actions.empty:
        return _empty(frame, Level.KOTA, names)
    points = weighted_points(actions, progress)
    first = int(points.index.min())
    length = max(frame.today, int(points.index.max())) - first + 1
    reported = np.zeros((length, 1), dtype=bool)
    rows = points.index.to_numpy(dtype=np.int64) - first
    reported[rows] = True
    counts: dict[str, npt.NDArray[np.generic]] = {}
    for name in names:
        counts[name] = np.zeros((length, 1))
        counts[name][rows, 0] = points[name].to_numpy()
    return Panel(first, Level.KOTA, counts, reported, daily=False)


def measure_panel(frame: Frame, dataset: str, level: Level) -> Panel:
    """Any One Stop Data dataset: its measures become counts without code of their own."""
    rows = queries.measures_by_area_day(frame.engine, dataset, frame.known_on)
    if rows.empty:
        return _empty(frame, level, ())
    first = int(rows["day"].min())
    home = frame.home(level)
    shape = (max(frame.today, int(rows["day"].max())) - first + 1, len(frame.tree.codes[level]))
    place, day = frame.column(level, rows["area_id"]), rows["day"].to_numpy()
    part, column, share = home.spread(place, day)
    measures, values = rows["measure"].to_numpy()[part], rows["value"].to_numpy(dtype=float)[part] * share
    counts: dict[str, npt.NDArray[np.generic]] = {}
    for name in sorted(set(measures.tolist())):
        chosen = measures == name
        counts[name] = grid(day[part][chosen], column[chosen], values[chosen], first=first, shape=shape)
    reported = grid(day[part], column, None, first=first, shape=shape) > 0
    return Panel(first, level, counts, reported, daily=False)


def people_by_day(frame: Frame, panel: Panel) -> Array:
    """Residents of each area on each of the panel's days (days × areas); 0 where unknown."""
    rows = area_queries.people_by_area_day(frame.engine, frame.known_on)
    days = np.arange(panel.first, panel.last + 1)
    home = frame.home(Level.RW)
    figures = np.zeros((len(days), home.width + home.extra))
    since = np.full(figures.shape, -1)
    columns = frame.column(Level.RW, rows["area_id"]) if len(rows) else np.empty(0, np.int64)
    for column, day, people in zip(columns.tolist(), rows.get("day", []), rows.get("people", []), strict=False):
        if column < 0:
            continue
        # The earliest figure also serves the days before it: there is no older one.
        part = (days >= day) if figures[:, column].any() else slice(None)
        figures[part, column], since[part, column] = people, day
    return frame.tree.roll_up(home.people(figures, since, panel.first), Level.RW, panel.level)
