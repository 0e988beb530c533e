"""``make score-programme``: how often intervals of completion, given a year ago, held.

Plans are made by their seeds (`data/sample`); each method is told only what was reported a year before the last report.
An action that was open then is counted when it has ended since, or when its interval has passed without that.
"""

from __future__ import annotations

import argparse
import platform
import time
from datetime import date

import numpy as np
import pandas as pd

from data.contracts.monev import programme_rules
from data.domain.dates import day_number
from data.monev.completion import completions
from data.monev.progress import planned, reported, shares
from data.sample.plan import another_city
from data.sample.programme import make_actions, make_progress, make_targets

YEAR = 365
TITLES = {"own": "own pace, corrected", "similar": "similar actions"}


def plan_of_seed(seed: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Actions, reports and first targets of a made plan, as the room's queries give them."""
    with another_city(seed, even=False):
        actions = make_actions()
        targets, reports = make_targets(actions), make_progress(actions)
    table = actions.rename(columns={"action": "action_code", "kind": "count_kind"}).set_index("action_code")
    table["baseline"] = pd.to_numeric(table["baseline"])
    for name in ("start", "finish"):
        table[f"{name}_on"] = [day_number(date.fromisoformat(day)) for day in table[name]]
    first = targets[targets["reported_on"] == targets["reported_on"].min()]
    days = [day_number(date.fromisoformat(day)) for day in first["date"]]
    goals = first.rename(columns={"action": "action_code"}).assign(day=days)
    reports = reports.drop_duplicates(["action", "date"], keep="last").rename(columns={"action": "action_code"})
    return table, reports.assign(day=[day_number(date.fromisoformat(day)) for day in reports["date"]]), goals


def score(seed: int) -> list[tuple[str, bool, float]]:
    """Method, whether its interval held, and its width in days, for every action that can be judged."""
    actions, reports, goals = plan_of_seed(seed)
    reached = shares(actions, reported(reports, programme_rules())["claimed"]) * 100
    last = int(reached.index.max())
    days = np.unique(goals["day"].to_numpy(int))
    wanted = shares(actions, planned(actions, goals, days)) * 100
    made: list[tuple[str, bool, float]] = []
    for code, intervals in completions(reached[reached.index <= last - YEAR], days, wanted, actions).items():
        over = reached.index[reached[code] >= 100]
        ended = float(over[0]) if len(over) else float("nan")
        for name, interval in intervals.items():
            latest = last if np.isnan(interval.last) else interval.last
            if np.isnan(interval.first) or (np.isnan(ended) and latest >= last):
                continue  # nothing was said, or nobody knows yet
            held = not np.isnan(ended) and interval.first <= ended and (np.isnan(interval.last) or ended <= latest)
            made.append((name, held, latest - interval.first))
    return made


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=50)
    plans = parser.parse_args().plans
    began = time.monotonic()
    judged = [each for seed in range(1, plans + 1) for each in score(seed)]
    took = time.monotonic() - began
    print(f"{platform.machine()}, {plans} plans, {took:.0f} s; the intervals are meant to hold in 80 %")
    for name in ("own", "similar"):
        own = [(held, width) for method, held, width in judged if method == name]
        share, width = np.mean([held for held, _ in own]), np.median([width for _, width in own])
        print(f"{TITLES[name]}: held in {share:.1%} of {len(own)}, median width {width:.0f} days")


if __name__ == "__main__":
    main()
