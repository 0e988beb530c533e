"""Tickets to the providers of Wi-Fi points: simulated from the outages, as no repair times are published."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data.domain.dates import minute_moment, minute_text
from data.sample.plan import generator, last_day

CLOCK = 14 * 60
SHARE = 0.55
"""Of the long outages of single points, those that somebody wrote a ticket about."""
SHORTEST = 360
"""Minutes; what is over sooner has no ticket."""
UNVERIFIED = 1 / 40
"""Repairs that nobody ever verifies."""
COLUMNS = ("opened_at", "assigned_at", "fixed_at", "verified_at")


def write_tickets(folder: Path, points: pd.DataFrame, outages: pd.DataFrame) -> Path:
    """``wifi-tickets.csv``: a ticket for many of the long outages of fibre and devices.

    Opened some hours after the outage began, fixed when it ended, verified by the RW's post within three days, if
    ever (`UNVERIFIED`). A row is reported when the ticket was opened, and again on the day of its last
    step.
    """
    random = generator("wifi-tickets")
    clock = last_day() * 1440 + CLOCK
    ended = outages["ended"].where(outages["ended"] >= 0, np.inf)
    long = outages["cause"].isin(["fibre", "device"]) & (ended - outages["started"] >= SHORTEST)
    rows = outages[long & (random.random(len(outages)) < SHARE)].reset_index(drop=True)
    owner = points.set_index("point").loc[rows["point"]]
    count = len(rows)
    opened = rows["started"] + random.integers(20, 340, count)
    assigned = opened + random.integers(10, 600, count)
    fixed = rows["ended"].where(rows["ended"] >= 0, np.inf)
    fixed = fixed.clip(lower=assigned + 5)
    verified = (fixed + random.integers(60, 3 * 1440, count)).where(random.random(count) >= UNVERIFIED, np.inf)
    frame = pd.DataFrame(
        {
            "ticket": [f"T-{number:05d}" for number in range(1, count + 1)],
            "point": rows["point"],
            "provider": owner["provider"].to_numpy(),
            "cause": rows["cause"].where(random.random(count) < 0.8, "unknown"),
            "opened_at": opened,
            "assigned_at": assigned,
            "fixed_at": fixed,
            "verified_at": verified,
            "verified_by": owner["post"].to_numpy(),
        }
    )
    frame = frame[frame["opened_at"] <= clock]
    moments = frame[list(COLUMNS)].astype(float)
    moments = moments.where(moments <= clock)
    newest = moments.max(axis=1)
    done = _written(frame, moments, newest)
    begun = moments.where(moments // 1440 <= (moments["opened_at"] // 1440).to_numpy()[:, None])
    earlier = (newest // 1440) > (moments["opened_at"] // 1440)
    first = _written(frame, begun, moments["opened_at"])[earlier]
    path = folder / "wifi-tickets.csv"
    pd.concat([first, done]).sort_values(["reported_on", "ticket"]).to_csv(path, index=False)
    return path


def _written(frame: pd.DataFrame, moments: pd.DataFrame, known: pd.Series) -> pd.DataFrame:
    """Rows as they were known at a minute."""
    texts = {name: [minute_text(minute) for minute in moments[name]] for name in COLUMNS}
    verified_by = frame["verified_by"].where(moments["verified_at"].notna(), "")
    day = [f"{minute_moment(int(minute)):%Y-%m-%d}" for minute in known]
    return frame.assign(**texts, verified_by=verified_by, reported_on=day)
