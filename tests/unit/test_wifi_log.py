"""A monitor's log as intervals: any order, repetitions, contradictions, gaps, a clock in 2035."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.wifi.__main__ import main
from data.wifi.log import DOWN, SERVICES, UNKNOWN, UP, availability, intervals, outages, read_log

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


def test_a_log_becomes_a_file_of_outages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "log.csv"
    rows = [("a", minute, 1, int(minute < 60), 1) for minute in range(0, 1440, 10)]
    rows += [("b", minute, int(minute >= 600), 1, 1) for minute in range(0, 700, 10)]
    log_of(*rows).assign(clients=3).to_csv(path, index=False)
    assert main([str(path), "--first", "2021-02-01", "--last", "2021-02-01"]) == 0
    made = pd.read_csv(tmp_path / "wifi-outages.csv", dtype=str, keep_default_na=False)
    assert made.to_dict("list") == {
        "point": ["a", "b", "b"],
        "started_at": ["2021-02-01 01:00", "2021-02-01 00:00", "2021-02-01 11:45"],
        "ended_at": ["", "2021-02-01 10:00", ""],
        "cause": ["fibre", "device", "monitor"],
        "reported_on": ["2021-02-01"] * 3,
    }
    words = capsys.readouterr().out
    assert "214 minutes of 2 points" in words and "internet_up" in words


def test_an_empty_log_has_no_outages() -> None:
    log = read_log(log_of(), first=FIRST, last=LAST)
    assert intervals(log, log.states["radio_up"], first=FIRST, last=LAST).empty
    assert outages(log, first=FIRST, last=LAST).empty
