"""``make score-wifi``: how many cuts the room finds by itself, and how many events it sees where there was none.

Cities are made by their seeds (`data/sample`), each with its own points, outages and the planted cuts of
``planted.toml``; the finder is told nothing. ``--cities N`` makes fewer.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import time

import numpy as np
import pandas as pd

from data.geo.arrangement import metric_points
from data.sample.areas import make_register
from data.sample.plan import another_city, first_day, last_day
from data.sample.wifi import PLANTED, make_outages, make_points
from data.wifi.events import outage_events, score


def outages_of(seed: int) -> pd.DataFrame:
    """Outages of a city with their places in metres and what made them."""
    with another_city(seed, even=False):
        register, _ = make_register()
        points = make_points(register).set_index("point")
        made = make_outages(points.reset_index())
    spots = metric_points(points["lon"], points["lat"])
    where = pd.DataFrame({"x": [p.x for p in spots], "y": [p.y for p in spots], "provider": points["provider"]})
    where.index = points.index
    frame = made.rename(columns={"point": "point_code", "started": "started_at", "ended": "ended_at"})
    frame["ended_at"] = frame["ended_at"].where(frame["ended_at"] >= 0)
    return frame.join(where, on="point_code")


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", type=int, default=200)
    cities = parser.parse_args().cities
    months = (last_day() - first_day() + 1) / 30.44
    began, shares, false, planted = time.monotonic(), [], [], []
    for seed in range(1, cities + 1):
        outages = outages_of(seed)
        truth = outages["event"].to_numpy()
        events = outage_events(outages)
        result = score(events, truth)
        shares.append(result.found / max(result.planted, 1))
        false.append(result.false / months)
        cuts = score(events, np.where(truth >= PLANTED, truth, -1))
        planted.append(cuts.found / max(cuts.planted, 1))
    print(f"{platform.machine()}, {cities} cities, {months:.0f} months each, {time.monotonic() - began:.0f} s")
    print(
        f"cuts of at least four points that were found: median {statistics.median(shares):.1%}, worst {min(shares):.1%}"
    )
    print(f"planted cuts that were found: {statistics.mean(planted):.1%}")
    print(f"false events a month: median {statistics.median(false):.2f}, worst {max(false):.2f}")


if __name__ == "__main__":
    main()
