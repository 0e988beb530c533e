"""``make score-programme``: how often intervals of completion, given a year ago, held.

Plans are made by their seeds (`data/sample`); each method sees only what was reported a year before the last report.
An interval of four in five is missed in one of ten on either side. Each end is judged by itself, and only where it had
passed by the last report, so that what is still open neither helps nor harms: "early" is the share of actions that were
done before the first day, "late" of those that were not by the last one.
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
from data.monev.completion import Completion, completions, own_errors, plan_completion
from data.monev.progress import planned, reported, shares
from data.sample.plan import another_city
from data.sample.programme import make_actions, make_progress, make_targets

YEAR = 365
LEVEL = 90.0
"""Per cent that the whole plan is asked for: few of the made plans are done by their last report."""
TITLES = {"own": "own pace, corrected", "similar": "similar actions", "plan": f"whole plan to {LEVEL:.0f} %"}


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


def judged(ended: float, interval: Completion, last: int) -> tuple[bool | None, bool | None]:
    """Whether something was done before an interval's first day, and after its last; None for an end to come."""
    early = bool(ended < interval.first) if interval.first <= last else None
    return early, bool(ended > interval.last) if interval.last <= last else None


def score(seed: int) -> list[tuple[str, bool | None, bool | None, float]]:
    """Method, what `judged` says of its interval, and its width in days: of every open action, and of the plan."""
    actions, reports, goals = plan_of_seed(seed)
    reached = shares(actions, reported(reports, programme_rules())["claimed"]) * 100
    last, days = int(reached.index.max()), np.unique(goals["day"].to_numpy(int))
    wanted = shares(actions, planned(actions, goals, days)) * 100
    known = reached[reached.index <= last - YEAR]
    made = []
    for code, intervals in completions(known, days, wanted, actions).items():
        over = reached.index[reached[code] >= 100 - 1e-9]
        ended = float(over[0]) if len(over) else float("inf")
        made += [(name, *judged(ended, each, last), each.last - each.first) for name, each in intervals.items()]
    weights = actions["weight"] / actions["weight"].sum()
    whole, plan = (table.fillna(0.0).clip(upper=100.0) @ weights for table in (reached, wanted))
    course, scale = whole[whole.index <= last - YEAR], own_errors(known, days, wanted)
    if (end := plan_completion(course.index, course, days, plan, scale, LEVEL)) is not None:
        over = whole.index[whole >= LEVEL]
        ended = float(over[0]) if len(over) else float("inf")
        made.append(("plan", *judged(ended, end, last), end.last - end.first))
    return made


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=50)
    parser.add_argument("--first", type=int, default=101, help="first seed; `BACK` was chosen on the seeds 1 to 30")
    options = parser.parse_args()
    began = time.monotonic()
    scored = [each for seed in range(options.first, options.first + options.plans) for each in score(seed)]
    took = time.monotonic() - began
    print(f"{platform.machine()}, {options.plans} plans, {took:.0f} s; each end is to be missed in 10 %")
    for name, title in TITLES.items():
        own = [each for each in scored if each[0] == name]
        early, late = ([each[at] for each in own if each[at] is not None] for at in (1, 2))
        width = np.median([np.inf if np.isnan(each[3]) else each[3] for each in own])
        shown = " ".join(
            f"{words} {np.mean(values):.1%} of {len(values)}," if values else f"{words} –,"
            for words, values in (("early", early), ("late", late))
        )
        print(f"{title}: {shown} {len(own)} intervals, median width {width:.0f} days")


if __name__ == "__main__":
    main()
