"""An indicator over any run of days: by hand, against the declared window, and over sums of areas."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.domain.areas import Level
from data.indicators.declaration import Indicator
from data.indicators.evaluate import evaluate, ratio
from data.indicators.panel import AreaTree, CountPanel
from data.indicators.span import DailySums, daily_sums, has_span, over_days, span_name
from data.subjects import indicator, registry

TREE = AreaTree(
    {
        Level.KOTA: ["32.76"],
        Level.KECAMATAN: ["32.76.01"],
        Level.KELURAHAN: ["32.76.01.1001"],
        Level.RW: ["32.76.01.1001.001", "32.76.01.1001.002"],
    }
)
RATE, COUNT = indicator("covid-incidence-7d"), indicator("covid-new-7d")
PER_DAY, SHARE = indicator("waste-kg-per-person"), indicator("waste-completion")


def panel(counts: dict[str, list[list[float]]], reported: list[list[int]], *, daily: bool = True) -> CountPanel:
    arrays = {name: np.array(rows, dtype=float) for name, rows in counts.items()}
    return CountPanel(0, Level.RW, arrays, np.array(reported, dtype=bool), daily=daily)


def sums(which: Indicator, made: CountPanel, level: Level = Level.RW) -> DailySums:
    people = np.tile([1_000.0, 3_000.0], (len(made.reported), 1))
    return daily_sums(which, made, people, TREE, level)


def test_a_rate_stays_one_for_the_days_of_its_window_and_silence_is_no_day() -> None:
    cases = panel({"confirmed": [[2, 0], [4, 3], [0, 3], [6, 0]]}, [[1, 0], [1, 1], [1, 1], [1, 1]])
    four = sums(RATE, cases).over(4)
    # 12 cases of 1,000 people in four days: 12 / 4 × 7 days per 100,000; the other reported on three days of four.
    assert four.values(3).tolist() == pytest.approx([2_100.0, 6 / (3_000 * 3 / 4) / 4 * 7 * 100_000])
    assert sums(RATE, cases).over(8).values(3)[0] == four.values(3)[0], "what lies before the data changes no rate"
    assert four.letters(3, 99) == "oi" and four.letters(1, 99) == "ii", "a run that begins before the data is not whole"
    assert four.indicator.window == 4 and four.indicator.scale == 175_000.0


def test_a_plain_count_is_the_sum_and_loses_the_window_from_its_name() -> None:
    cases = panel({"confirmed": [[2, 0], [4, 3], [0, 3], [6, 0]]}, [[1, 0], [1, 0], [1, 0], [1, 0]])
    three = sums(COUNT, cases).over(3)
    assert three.values(3)[0] == 10.0 and np.isnan(three.values(3)[1]), "who never reported has none"
    assert three.letters(3, 99) == "on"
    assert over_days(COUNT, 3).title.text == span_name(COUNT).text == "New COVID cases"


def test_a_rate_per_day_and_a_share_keep_their_scale() -> None:
    loads = panel({"collected_kg": [[500, 900], [700, 0]]}, [[1, 1], [1, 1]])
    assert sums(PER_DAY, loads).over(2).values(1).tolist() == pytest.approx([0.6, 0.15])
    rounds = panel({"done": [[1, 0], [2, 0]], "scheduled": [[2, 0], [2, 0]]}, [[1, 1], [1, 1]])
    assert sums(SHARE, rounds).over(2).values(1)[0] == 75.0
    assert over_days(PER_DAY, 90).scale == PER_DAY.scale and over_days(SHARE, 90).scale == SHARE.scale


def test_areas_are_summed_before_the_ratio() -> None:
    cases = panel({"confirmed": [[2, 0], [4, 3], [0, 3], [6, 0]]}, [[1, 1]] * 4)
    fine, whole = sums(RATE, cases).over(3), sums(RATE, cases, Level.KOTA).over(3)
    assert whole.numerator[3, 0] == fine.numerator[3].sum() and whole.denominator[3, 0] == fine.denominator[3].sum()


@pytest.mark.parametrize("which", [RATE, COUNT, SHARE], ids=lambda each: each.id)
@pytest.mark.parametrize("seed", range(5))
def test_over_its_own_window_it_is_the_declared_figure(which: Indicator, seed: int) -> None:
    random = np.random.default_rng(seed)
    reported = random.random((60, 2)) < 0.9
    names = {name for name, _ in (*which.numerator, *which.denominator)} - {"people"}
    made = panel({name: (random.integers(0, 9, (60, 2)) * reported).tolist() for name in names}, reported.tolist())
    people = np.tile([1_000.0, 3_000.0], (60, 1))
    declared = evaluate(which, made, people, TREE, Level.RW)
    again = daily_sums(which, made, people, TREE, Level.RW).over(int(which.window))
    whole = slice(declared.full_from, None)
    np.testing.assert_allclose(again.values(whole), declared.values(whole), rtol=1e-6)
    assert [again.letters(day, 99) for day in range(60)] == [declared.letters(day, 99) for day in range(60)]


def test_every_indicator_that_is_a_sum_over_days_can_be_taken_over_any_and_no_other() -> None:
    taken = {name for name, each in registry().indicators.items() if has_span(each)}
    assert {"covid-incidence-7d", "waste-missed-per-10k", "wifi-uptime"} <= taken
    assert not taken & {"covid-active", "wifi-live", "programme-progress", "covid-rate-eb"}
    for name, each in registry().indicators.items():
        if name not in taken:
            with pytest.raises(ValueError, match="no sum over days"):
                over_days(each, 3)
    named = [each for each in registry().indicators.values() if each.daily_count and not each.method]
    assert all(each.span_title is not None for each in named), "a plain count says its window in its name"


def test_a_figure_by_receipt_counts_residents_while_anything_came_in_the_window() -> None:
    deaths = indicator("covid-deaths-7d")
    made = replace(panel({"deaths": [[1, 0]] * 10}, [[1, 0]] + [[0, 0]] * 9), by_receipt=True)
    ten = sums(deaths, made).over(10)
    assert ten.denominator[9].tolist() == [700.0, 0.0], "seven days of ten"


def test_half_a_percent_is_half_a_percent() -> None:
    beds = replace(COUNT, denominator=(("beds", 1),), scale=100.0)
    assert ratio(beds, [138.0, 81.0, 3.0], [240.0, 240.0, 800.0]).tolist() == [57.5, 33.75, 0.375]
