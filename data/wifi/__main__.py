"""``python -m data.wifi LOG.csv``: a monitor's log as outages that can be loaded, and its availability.

The log has ``point, time, radio_up, internet_up, portal_up, clients``. The rows go to ``wifi-outages.csv`` beside it,
or to ``--to``; load them with ``python -m data.ingest wifi-outages``.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from data.domain.dates import day_number, minute_moment
from data.wifi.log import SERVICES, availability, intervals, outages, read_log

CONTRACT = 0.998
"""Share of time that the provider's contract asks for."""
COLUMNS = ["point", "time", *SERVICES]


def main(arguments: list[str] | None = None) -> int:
    """Read, write and print; 1 without a line in the window."""
    parser = argparse.ArgumentParser(prog="python -m data.wifi", description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("--first", type=date.fromisoformat, required=True, help="first day of the window")
    parser.add_argument("--last", type=date.fromisoformat, required=True, help="last day of the window")
    parser.add_argument("--to", type=Path)
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    first, last = day_number(asked.first) * 1440, (day_number(asked.last) + 1) * 1440
    types = dict.fromkeys(SERVICES, "float32") | {"point": "category", "time": "str"}
    log = read_log(pd.read_csv(asked.log, usecols=COLUMNS, dtype=types), first=first, last=last)
    left_out = ", ".join(f"{number:,} {reason}" for reason, number in log.refused.items())
    print(f"{len(log.minute):,} minutes of {len(log.points):,} points; left out: {left_out}")
    if not len(log.minute):
        return 1
    print("service       up of what is known   not known   points under 99.8 %")
    for service in SERVICES:
        table = availability(intervals(log, log.states[service], first=first, last=last), len(log.points))
        total = table[["up", "down", "unknown"]].sum()
        share = total["up"] / max(total["up"] + total["down"], 1)
        silent = total["unknown"] / total.sum()
        print(f"{service:12} {share:20.3%} {silent:11.2%} {int((table['share'] < CONTRACT).sum()):10}")
    target = asked.to or asked.log.with_name("wifi-outages.csv")
    _written(outages(log, first=first, last=last), asked.last).to_csv(target, index=False)
    print(f"{target.name} written after {time.monotonic() - began:.1f} s")
    return 0


def _written(rows: pd.DataFrame, last: date) -> pd.DataFrame:
    """Rows as the contract wants them; each was known on the day on which it ended, or on the last."""
    started = rows["started_at"].map(minute_moment)
    ended = rows["ended_at"].map(lambda minute: None if pd.isna(minute) else minute_moment(int(minute)))
    known = [last if moment is None or pd.isna(moment) else datetime.date(moment) for moment in ended]
    texts = {"started_at": [f"{m:%Y-%m-%d %H:%M}" for m in started]}
    texts["ended_at"] = ["" if m is None or pd.isna(m) else f"{m:%Y-%m-%d %H:%M}" for m in ended]
    return rows.assign(**texts, reported_on=[day.isoformat() for day in known])


if __name__ == "__main__":
    sys.exit(main())
