"""The way of a Wi-Fi point from proposal to service: how many got how far, and how long each stage took."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.domain.wifi import Stage
from data.epi.survival import survival_curve

STAGES = ("proposed_on", "surveyed_on", "validated_on", "installed_on", "live_on")


def stages_on(points: pd.DataFrame, day: int) -> list[Stage]:
    """The stages of points as they were on a day.

    Parameters
    ----------
    points : DataFrame
        Day numbers of `STAGES` and of the endings, missing where not reached or not known.
    day : int

    Returns
    -------
    list of Stage
        A stage of which the day before is not known counts as reached and in no median.
    """
    endings = points[["refused_on", "reallocated_on", "removed_on"]].astype(float).to_numpy()
    dates = points[list(STAGES)].astype(float).to_numpy()
    dates = np.where(dates <= day, dates, np.nan)
    # A refusal before a stage was reached was overcome.
    newest = np.nan_to_num(dates, nan=-np.inf).max(axis=1)
    ended = np.where(endings >= newest[:, None], endings, np.inf).min(axis=1)
    result = [Stage(STAGES[0], int(np.isfinite(dates[:, 0]).sum()), float("nan"), 0)]
    for at in range(1, len(STAGES)):
        before, now = dates[:, at - 1], dates[:, at]
        begun, done = np.isfinite(before), np.isfinite(now)
        # Whoever skipped a day that nobody wrote down has no length of this stage.
        later = np.isfinite(dates[:, at:]).any(axis=1)
        over = np.fmin(ended, day)
        length = np.where(done, now, over)[begun] - before[begun]
        known = (done | ~later)[begun]
        open_now = begun & ~later & ~(ended <= day)
        median = survival_curve(length[known], done[begun][known]).median
        result.append(Stage(STAGES[at], int(done.sum()), median, int(open_now.sum())))
    return result
