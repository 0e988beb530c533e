"""Rows of the open subjects for a product: indicators, Wi-Fi points, pick-ups, programme, datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from data.disclosure.shapes import Frame
from data.domain.areas import Level
from data.domain.dates import day_date, day_number
from data.domain.errors import Message
from data.domain.states import STATE_OF
from data.indicators.catalogue import BY_ID, Indicator
from data.indicators.programme import DIMENSIONS, action_state, equal_groups, weighted_points, weighted_progress
from data.queries import services as queries
from data.service.city import City
from data.service.feeds import TITLES, Feed
from data.service.points import point_statuses
from data.text import say

Rows = list[tuple[Any, ...]]
RW_WEEKS = 13
STATUS = {"l": "live", "d": "down", "r": "refused", "w": "waiting"}


def open_indicators(city: City) -> list[Indicator]:
    """Indicators whose declaration in the code allows the public every level.

    What a steward declared without code stays in the room: a page of TOML is no decision to publish.
    """
    return [one for one in city.catalogue.values() if one.disclosure == "open" and one.id in BY_ID]


def indicator_rows(city: City) -> Rows:
    """Declarations in both languages."""
    found = []
    for one in open_indicators(city):
        words = [say(text, lang) for text in (one.title, one.unit, Message(one.formula)) for lang in ("id", "en")]
        breaks = json.dumps([float(edge) for edge in city.breaks(one, min(one.level, Level.KELURAHAN, key=_depth))])
        found.append((one.id, one.subject, *words, one.level.value, one.direction, one.decimals, one.dataset, breaks))
    return found


def _depth(level: Level) -> int:
    return level.depth


def value_rows(city: City) -> Iterable[tuple[Any, ...]]:
    """Every open indicator at each week's end and on its last complete day; RW for the last quarter only."""
    for one in open_indicators(city):
        last = min(city.complete_until(one), city.data_to(one) or 0)
        for level in Level:
            if level.depth > one.level.depth:
                continue
            matrix = city.matrix(one.id, level)
            ends = [day for day in range(matrix.first, last + 1) if (day - 3) % 7 == 0]
            days = sorted({*(ends[-RW_WEEKS:] if level is Level.RW else ends), last})
            codes = city.tree.codes[level]
            for day in days:
                if not matrix.first <= day <= matrix.last:
                    continue
                row = matrix.row(day)
                values, letters = matrix.values(row), matrix.letters(day, last)
                top, bottom, text = matrix.numerator[row], matrix.denominator[row], day_date(day).isoformat()
                for at, code in enumerate(codes):
                    value = values[at]
                    known = bool(np.isfinite(value))
                    yield (
                        one.id,
                        level.value,
                        code,
                        text,
                        STATE_OF[letters[at]].value,
                        round(float(value), max(one.decimals, 0) + 2) if known else None,
                        round(float(top[at]), 3) if known else None,
                        round(float(bottom[at]), 3) if known and one.ratio else None,
                    )


def wifi_rows(city: City, frame: Frame, today: int) -> tuple[Rows, Rows]:
    """Points with their status now, and the nearest live point of each RW in metres from its middle."""
    points = city.wifi.points
    if not len(points):
        return [], []
    marks = point_statuses(city, today)
    owner = city.frame.main_column(Level.RW, points["area_id"])
    codes = city.tree.codes[Level.RW]
    x, y = frame.place(points["lon"].to_numpy(float), points["lat"].to_numpy(float))
    rows: Rows = []
    for at, row in enumerate(points.to_dict("records")):
        if marks[at] == "-" or owner[at] < 0:
            continue
        since = None if pd.isna(row["live_on"]) else day_date(int(float(str(row["live_on"])))).isoformat()
        place = (
            codes[int(owner[at])],
            float(row["lon"]),
            float(row["lat"]),
            round(float(x[at]), 1),
            round(float(y[at]), 1),
        )
        rows.append((str(row["point_code"]), *place, STATUS[marks[at]], since))
    live = np.array([mark == "l" for mark in marks])
    names = points["point_code"].astype(str).to_numpy()[live]
    near: Rows = []
    if live.any():
        for code in codes:
            middle = frame.middle.get(code)
            if middle is None:
                continue
            far = np.hypot(x[live] - middle[0], y[live] - middle[1]) * frame.metres
            best = int(far.argmin())
            near.append((code, str(names[best]), round(float(far[best]))))
    return rows, near


def pickup_rows(city: City) -> Rows:
    """Last and expected next round of each RW and stream.

    Notes
    -----
    Expected: the last round plus the median distance of its last five, until it lies after today.
    """
    today = day_number(city.clock.date())
    rows = queries.rounds_since(city.engine, today - 60)
    if rows.empty:
        return []
    codes = {number: code for code, number in city.ids.items()}
    found: Rows = []
    for (number, stream), part in rows.groupby(["area_id", "stream"], sort=True):
        code = codes.get(int(str(number)))
        if code is None:
            continue
        ordered = part.sort_values("day")
        last = ordered.iloc[-1]
        gaps = np.diff(ordered["day"].to_numpy(dtype=np.int64)[-5:])
        rhythm = int(np.median(gaps)) if len(gaps) else 0
        following = None
        if rhythm > 0:
            following = int(last["day"]) + rhythm
            while following <= today:
                following += rhythm
        state = "missed" if last["done"] < last["scheduled"] else "late" if last["late"] else "done"
        found.append(
            (
                code,
                str(stream),
                day_date(int(last["day"])).isoformat(),
                state,
                None if following is None else day_date(following).isoformat(),
            )
        )
    return found


def programme_rows(city: City) -> dict[str, Rows]:
    """Progress by dimension and month, actions, and what the last report gives under other weights."""
    actions = queries.actions(city.engine, None)
    progress = queries.progress_by_action_day(city.engine, None)
    if actions.empty or progress.empty:
        return {"progress": [], "action": [], "weighting": []}
    series: Rows = []
    for name in ("all", *DIMENSIONS):
        part = actions if name == "all" else actions[actions["dimension"] == name]
        own = progress[progress["action_code"].isin(part["action_code"])]
        if not len(part) or not len(own):
            continue
        points = weighted_points(part, own)
        for day, row in points.iterrows():
            shares = (float(row[column]) / float(row["weight"]) * 100 for column in ("planned", "reached"))
            series.append(
                (name, day_date(int(str(day))).isoformat(), *(round(share, 2) for share in shares), len(part))
            )
    state = action_state(actions, progress, int(progress["day"].max()))
    listed: Rows = [
        (
            str(code),
            row["dimension"],
            row["term"],
            row["programme"],
            row["name"],
            int(row["name_status"] != "published"),
            row["opd"],
            row["partner"],
            round(float(row["planned"]), 1),
            round(float(row["actual"]), 1),
            row["light"],
        )
        for code, row in state.iterrows()
    ]
    sets = {
        "plan": state["weight"],
        "equal": state["weight"] * 0 + 1,
        "dimensions": equal_groups(state, "dimension"),
        "terms": equal_groups(state, "term"),
    }
    weighed: Rows = [(name, round(weighted_progress(state, weight), 2)) for name, weight in sets.items()]
    return {"progress": series, "action": listed, "weighting": weighed}


def dataset_rows(city: City, feeds: dict[str, Feed], covid_to: str | None) -> Rows:
    """Datasets with owner, receipt and the last day of data."""
    to: dict[str, int] = {}
    for one in open_indicators(city):
        if (day := city.data_to(one)) is not None:
            to[one.dataset] = max(day, to.get(one.dataset, 0))
    return [
        (
            name,
            say(feed.title, "id"),
            say(feed.title, "en"),
            feed.owner,
            feed.source,
            feed.cadence_hours,
            feed.received.isoformat() if feed.received else None,
            covid_to if name == "covid-daily" else day_date(to[name]).isoformat() if name in to else None,
            int(feed.simulated),
        )
        for name, feed in feeds.items()
        if name in TITLES
    ]
