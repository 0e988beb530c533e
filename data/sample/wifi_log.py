"""The condensed log of the monitor for the sample's last month: simulated, and in step with the outages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data.domain.dates import day_date
from data.sample.plan import Floats, Ints, generator, last_day

DAYS, DAY = 28, 1440
PORTAL_FAILS = 0.001
"""Share of the minutes with internet in which the portal alone is down."""


def write_log(folder: Path, points: pd.DataFrame, outages: pd.DataFrame) -> Path:
    """``wifi-log.csv``: minutes by point and day of the last four whole weeks.

    The radio is down while the device or the power is, the internet also while the fibre is; silence of the monitor is
    in neither. Clients are drawn, at most the point's seats.
    """
    random = generator("wifi-log")
    first = last_day() - DAYS
    days = np.arange(first, last_day())
    live = points[(points["live"] >= 0) & (points["live"] < first)].reset_index(drop=True)
    shape = (len(live), DAYS)
    by_cause = {
        cause: _minutes(outages[outages["cause"] == cause], live, days)
        for cause in ("device", "power", "fibre", "monitor")
    }
    silent = np.minimum(by_cause["monitor"], DAY)
    radio_down = np.minimum(by_cause["device"] + by_cause["power"], DAY - silent)
    internet_down = np.minimum(radio_down + by_cause["fibre"], DAY - silent)
    internet_up = DAY - silent - internet_down
    portal_fails = random.binomial(internet_up, PORTAL_FAILS)
    clients = random.binomial(live["seats"].to_numpy()[:, None], 0.55, shape)
    frame = pd.DataFrame(
        {
            "point": np.repeat(live["point"], DAYS),
            "since": np.tile([f"{day_date(int(day)).isoformat()} 00:00" for day in days], len(live)),
            "watched": DAY,
            "radio_up": (DAY - silent - radio_down).ravel(),
            "radio_down": radio_down.ravel(),
            "internet_up": internet_up.ravel(),
            "internet_down": internet_down.ravel(),
            "portal_up": (internet_up - portal_fails).ravel(),
            "portal_down": (internet_down + portal_fails).ravel(),
            "clients_most": np.where(internet_up > 0, clients, 0).ravel(),
            "reported_on": np.tile([day_date(int(day) + 1).isoformat() for day in days], len(live)),
        }
    )
    path = folder / "wifi-log.csv"
    frame.to_csv(path, index=False)
    return path


def _minutes(outages: pd.DataFrame, points: pd.DataFrame, days: Ints) -> Ints:
    """Minutes of outages by point and day; where two overlap both count."""
    owner = pd.Series(points.index, index=points["point"]).reindex(outages["point"]).to_numpy(dtype=np.float64)
    start = outages["started"].to_numpy()
    end = np.where(outages["ended"] >= 0, outages["ended"], (days[-1] + 1) * DAY)
    near: Floats = np.isfinite(owner) & (end > days[0] * DAY) & (start < (days[-1] + 1) * DAY)
    result = np.zeros((len(points), len(days)), dtype=np.int64)
    for column, day in enumerate(days):
        minutes = np.minimum(end, (day + 1) * DAY) - np.maximum(start, day * DAY)
        inside = near & (minutes > 0)
        np.add.at(result[:, column], owner[inside].astype(np.int64), minutes[inside])
    return result
