"""A monitor's log as intervals: any order, repetitions, contradictions, gaps, a clock in 2035."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from data.wifi.log import (
    DOWN,
    SERVICES,
    UNKNOWN,
    UP,
    availability,
    continued,
    intervals,
    outages,
    read_log,
    service_days,
)

FIRST = 1440 * 18_659
"""Midnight of 1 February 2021."""
LAST = FIRST + 240


def log_of(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Lines of point, minute of the day (or a text), radio, internet, portal."""
    frame = pd.DataFrame(list(rows), columns=["point", "time", *SERVICES])
    clock = [t if isinstance(t, str) or t is None else f"2021-02-01 {t // 60:02d}:{t % 60:02d}" for t in frame["time"]]
    return frame.assign(time=pd.Series(clock, dtype=object))


def intervals_of(lines: pd.DataFrame, service: str = "radio_up") -> list[tuple[str, int, int, int]]:
    log = read_log(lines, first=FIRST, last=LAST)
    rows = intervals(log, log.states[service], first=FIRST, last=LAST)
    return [
        (str(log.points[row.point]), int(row.started_at) - FIRST, int(row.ended_at) - FIRST, int(row.state))
        for row in rows.itertuples()
    ]


def test_a_line_stands_for_a_quarter_of_an_hour_and_then_nothing_is_known() -> None:
    lines = log_of(("a", 10, 1, 1, 1), ("a", 20, 1, 0, 1), ("a", 100, 0, 0, 0))
    assert intervals_of(lines) == [
        ("a", 0, 10, UNKNOWN),
        ("a", 10, 35, UP),
        ("a", 35, 100, UNKNOWN),
        ("a", 100, 115, DOWN),
        ("a", 115, 240, UNKNOWN),
    ]
    assert intervals_of(lines, "internet_up")[1:3] == [("a", 10, 20, UP), ("a", 20, 35, DOWN)]


def test_repetitions_count_once_and_contradictions_are_not_known() -> None:
    lines = log_of(("a", 0, 1, 1, 1), ("a", 0, 1, 1, 0), ("a", 10, 1, 1, 1), ("a", 10, 1, 1, 1), ("a", 10, None, 1, 1))
    assert intervals_of(lines)[:2] == [("a", 0, 10, UP), ("a", 10, 240, UNKNOWN)]
    assert intervals_of(lines, "portal_up")[:2] == [("a", 0, 10, UNKNOWN), ("a", 10, 25, UP)]


def test_what_cannot_be_placed_is_counted_by_its_reason() -> None:
    lines = log_of(("a", 0, 1, 1, 1), ("a", "2035-01-01 00:00", 1, 1, 1), ("a", "kemarin", 1, 1, 1), (None, 5, 1, 1, 1))
    log = read_log(lines, first=FIRST, last=LAST)
    assert log.refused == {"without a point": 1, "without a time": 1, "outside the window": 1}
    assert len(log.minute) == 1


LINES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 239), *[st.sampled_from([0, 1, None])] * 3),
    min_size=1,
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(rows=LINES, seed=st.integers(0, 1_000))
def test_any_order_gives_the_same_intervals_and_they_fill_the_window(rows: list[tuple[object, ...]], seed: int) -> None:
    lines = log_of(*rows)
    mixed = lines.sample(frac=1.0, random_state=seed, ignore_index=True)
    log = read_log(lines, first=FIRST, last=LAST)
    for service in SERVICES:
        assert intervals_of(lines, service) == intervals_of(mixed, service)
        table = availability(intervals(log, log.states[service], first=FIRST, last=LAST), len(log.points))
        assert (table[["up", "down", "unknown"]].sum(axis=1) == 240).all()
        # Minute by minute, the plain way.
        for index, code in enumerate(log.points):
            own, minutes = {}, np.full(240, UNKNOWN)
            for _, minute, *states in [row for row in rows if row[0] == code]:
                own.setdefault(minute, set()).add(states[SERVICES.index(service)])
            for minute in sorted(own):
                said = own[minute]
                state = UNKNOWN if len(said) > 1 or None in said else int(said.pop())  # type: ignore[call-overload]
                minutes[minute : minute + 15] = state
                minutes[minute + 15 :] = UNKNOWN
            assert table["up"][index] == (minutes == UP).sum() and table["down"][index] == (minutes == DOWN).sum()


def test_a_log_becomes_outages_by_what_is_down() -> None:
    rows = [("a", minute, 1, int(minute < 60), 1) for minute in range(0, 240, 10)]
    rows += [("b", minute, int(minute >= 100), 1, 1) for minute in range(0, 200, 10)]
    made = outages(read_log(log_of(*rows), first=FIRST, last=LAST), first=FIRST, last=LAST)
    assert [
        (row.point, row.started_at - FIRST, None if np.isnan(row.ended_at) else row.ended_at - FIRST, row.cause)
        for row in made.itertuples()
    ] == [("a", 60, None, "fibre"), ("b", 0, 100, "device"), ("b", 205, None, "monitor")]


def after(lines: list[tuple[object, ...]], *running: tuple[str, int, str]) -> list[tuple[str, int, int | None, str]]:
    """Outages of a log after those on record, minutes from the window's begin."""
    log = read_log(log_of(*lines), first=FIRST, last=LAST)
    record = pd.DataFrame([(p, FIRST + at, c) for p, at, c in running], columns=["point", "started_at", "cause"])
    made = continued(outages(log, first=FIRST, last=LAST), record, log, first=FIRST)
    return [
        (str(p), int(start) - FIRST, None if np.isnan(end) else int(end) - FIRST, str(cause))
        for p, start, end, cause in made[["point", "started_at", "ended_at", "cause"]].itertuples(index=False)
    ]


def shown(point: str, states: dict[range, int], begin: int = 0) -> list[tuple[object, ...]]:
    return [(point, m, state, 1, 1) for span, state in states.items() for m in span if m >= begin]


TEN = [range(0, 100, 10), range(100, 240, 10)]


def test_an_outage_on_record_ends_when_its_point_is_seen_up_and_is_not_begun_anew() -> None:
    falling_and_up = shown("a", {TEN[0]: 0, TEN[1]: 1})
    assert after(falling_and_up, ("a", -500, "power")) == [("a", -500, 100, "power")]
    late = [("a", m + 3, state, 1, 1) for _, m, state, *_ in falling_and_up]
    others = shown("b", {range(0, 240, 10): 1})
    assert after([*late, *others], ("a", -500, "fibre")) == [("a", -500, 103, "fibre")], "the first line comes later"
    assert after(shown("a", {range(0, 240, 10): 0}), ("a", -20, "device")) == [], "nothing new is known"
    assert after(others, ("c", -20, "device")) == [], "the log says nothing of it"


def test_silence_on_record_ends_with_the_first_line_and_hides_no_outage() -> None:
    lines = shown("a", {TEN[0]: 0, TEN[1]: 1})
    assert after(lines, ("a", -60, "monitor")) == [("a", -60, 0, "monitor"), ("a", 0, 100, "device")]


def test_an_outage_on_record_inside_the_window_is_said_once_and_no_other_is_lost() -> None:
    lines = shown("a", {TEN[0]: 1, TEN[1]: 0})
    assert after(lines, ("a", 100, "device")) == [("a", 100, None, "device")]
    lines = shown("a", {range(0, 20, 10): 0, range(20, 240, 10): 1})
    assert after(lines, ("a", 30, "power")) == [("a", 30, 30, "power"), ("a", 0, 20, "device")]


def test_a_monitor_that_looks_at_the_points_in_turn_says_nothing_is_silent() -> None:
    lines = [(f"p{n}", m + n, 1, 1, 1) for n in range(5) for m in range(0, 225, 5)]
    log = read_log(log_of(*lines), first=FIRST, last=LAST)
    begin, end = int(log.minute.min()), int(log.minute.max()) + 1
    nothing = pd.DataFrame(columns=["point", "started_at", "cause"])
    assert continued(outages(log, first=begin, last=end), nothing, log, first=begin).empty


@settings(max_examples=60, deadline=None)
@given(rows=LINES)
def test_minutes_by_day_are_those_of_the_intervals(rows: list[tuple[object, ...]]) -> None:
    """Over two midnights: the lines lie 160 minutes on either side of one."""
    late = [(point, m + 1320, *states) for point, m, *states in rows]
    shifted = [(p, f"2021-02-{1 + m // 1440:02d} {m % 1440 // 60:02d}:{m % 60:02d}", *s) for p, m, *s in late]
    begin, end = FIRST + 1320, FIRST + 1320 + 240
    log = read_log(log_of(*shifted).assign(clients=[n % 7 for n in range(len(rows))]), first=begin, last=end)
    days = service_days(log, first=begin, last=end)
    assert days.groupby("point")["watched"].sum().eq(240).all()
    assert sorted(set(days["since"])) == [begin, FIRST + 1440]
    for service in SERVICES:
        table = availability(intervals(log, log.states[service], first=begin, last=end), len(log.points))
        sums = days.groupby("point")[[f"{service[:-3]}_up", f"{service[:-3]}_down"]].sum()
        assert sums.to_numpy().tolist() == table[["up", "down"]].to_numpy().tolist()
    assert days["clients_most"].max() == np.nanmax(log.clients)


def test_an_empty_log_has_no_outages() -> None:
    log = read_log(log_of(), first=FIRST, last=LAST)
    assert intervals(log, log.states["radio_up"], first=FIRST, last=LAST).empty
    assert outages(log, first=FIRST, last=LAST).empty
    assert service_days(log, first=FIRST, last=LAST).empty
