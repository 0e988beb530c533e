"""Stages of Wi-Fi points, from proposal to service."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.wifi.stages import STAGES, stages_on


def points(*rows: tuple[int | None, ...]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=[*STAGES, "refused_on", "reallocated_on", "removed_on"], dtype=object)


def test_a_funnel_counts_what_was_reached_what_waits_and_what_was_refused() -> None:
    frame = points(
        (0, 5, 10, 20, 21, None, None, None),
        (0, 7, None, None, None, None, None, None),
        (0, None, None, None, None, 9, None, None),
        (None, None, None, None, 3, None, None, None),
    )
    stages = {stage.name: stage for stage in stages_on(frame, 30)}
    assert [stage.reached for stage in stages.values()] == [3, 2, 1, 1, 2]
    assert [stage.waiting for stage in stages.values()] == [0, 0, 1, 0, 0]
    assert stages["surveyed_on"].median_days == 7.0, "two took 5 and 7 days, the third was refused after 9"
    assert stages["validated_on"].median_days == 5.0, "of two one took 5 days, the other waits 23 so far"
    before = {stage.name: stage for stage in stages_on(frame, 6)}
    assert before["surveyed_on"].reached == 1 and before["surveyed_on"].waiting == 2


def test_a_median_with_most_open_is_not_known_yet() -> None:
    frame = points(*[(0, 1, None, None, None, None, None, None)] * 3, (0, 1, 4, None, None, None, None, None))
    validated = stages_on(frame, 50)[2]
    assert validated.waiting == 3 and np.isnan(validated.median_days)


def test_a_refusal_that_was_overcome_ends_nothing() -> None:
    frame = points((0, 20, 25, None, None, 10, None, None))
    assert [stage.waiting for stage in stages_on(frame, 40)] == [0, 0, 0, 1, 0]
