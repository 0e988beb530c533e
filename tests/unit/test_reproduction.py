"""The reproduction number against EpiEstim 2.2 (Debian's r-cran-epiestim) on an outbreak that was published.

``Flu2009`` of EpiEstim: a school in Pennsylvania (S. Cauchemez et al., Proc. Natl Acad. Sci. 108 (2011) 2825). The
values are printed by ``estimate_R(I, method = "parametric_si", config = make_config(...))``.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from data.epi import reproduction_number
from data.epi.reproduction import best_window, infectiousness, predictive_likelihood, serial_interval

FLU = [1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12, 13, 11, 12, 6, 6, 6, 3, 1, 0, 2, 0, 0, 0, 0, 2, 0, 2, 0]
WEEKLY = {
    8: (1.7357976637, 1.0287437046, 2.6247813084),
    9: (1.7491677563, 1.1088223121, 2.5331192210),
    14: (1.6639844847, 1.2389457445, 2.1507412741),
    19: (1.0821476811, 0.8497186827, 1.3422512380),
    25: (0.4729631450, 0.2847547094, 0.7081443244),
    32: (0.9975351942, 0.3238969623, 2.0432690297),
}
"""mean_si = 2.6, std_si = 1.5, weekly windows: by the day that they end on, mean and 95 % limits."""
FOUR_DAYS = {
    5: (8.25112857441, 3.772941395346, 14.4515667776),
    12: (1.92703653449, 1.221575859751, 2.7907061902),
    15: (2.68048002079, 1.976374367083, 3.4902103898),
    28: (0.08548188717, 0.002164214005, None),
}
"""mean_si = 4.8, std_si = 2.3, windows of four days."""


@pytest.mark.parametrize(
    ("interval", "window", "published"), [((2.6, 1.5), 7, WEEKLY), ((4.8, 2.3), 4, FOUR_DAYS)], ids=["7", "4"]
)
def test_the_reproduction_number_is_epiestims(
    interval: tuple[float, float], window: int, published: dict[int, tuple[float, float, float | None]]
) -> None:
    made = reproduction_number(FLU, mean=interval[0], sd=interval[1], window=window)
    for day, (mean, low, high) in published.items():
        assert made.mean[day - 1] == pytest.approx(mean, abs=1e-8)
        assert made.low[day - 1] == pytest.approx(low, abs=1e-8)
        if high is not None:
            assert made.high[day - 1] == pytest.approx(high, abs=1e-8)
    assert np.isnan(made.mean[:window]).all() and np.isfinite(made.mean[window:]).all()
    assert made.cases[window] == sum(FLU[1 : window + 1])


def test_the_serial_interval_is_a_distribution_with_its_mean() -> None:
    weights = serial_interval(4.8, 2.3, 60)
    assert weights[0] == 0 and weights.sum() == pytest.approx(1.0)
    assert (weights * np.arange(61)).sum() == pytest.approx(4.8, abs=1e-6)


def test_without_cases_there_is_no_reproduction_number() -> None:
    made = reproduction_number(np.zeros(20), mean=4.8, sd=2.3, window=7)
    assert np.isnan(made.mean).all() and (made.cases == 0).all()
    assert len(reproduction_number([], mean=4.8, sd=2.3, window=7).mean) == 0 and best_window([], mean=4.8, sd=2.3) == 7
    with pytest.raises(ValueError, match="counts"):
        reproduction_number([1, -1, 2], mean=4.8, sd=2.3, window=2)


def test_what_a_window_foretold_is_a_negative_binomial() -> None:
    windows, force = (3, 7), infectiousness(FLU, 4.8, 2.3)
    scores = predictive_likelihood(FLU, mean=4.8, sd=2.3, windows=windows)
    wanted = np.zeros(2)
    for n, window in enumerate(windows):
        for day in range(8, len(FLU)):
            size = 1 + sum(FLU[day - window : day])
            times = force[day] / (0.2 + force[day - window : day].sum())
            wanted[n] += nbinom.logpmf(FLU[day], size, 1 / (1 + times))
    assert scores[-1] == pytest.approx(wanted)


def test_a_sudden_change_wants_a_short_window_and_a_steady_course_a_long_one() -> None:
    random = np.random.default_rng(3)
    steady, sudden = [200.0], [50.0]
    weights = serial_interval(4.8, 2.3, 200)
    for day in range(1, 120):
        for series, number in ((steady, 1.0), (sudden, 1.6 if day // 20 % 2 == 0 else 0.6)):
            force = sum(series[day - s] * weights[s] for s in range(1, day + 1))
            series.append(float(random.poisson(number * force)) if day > 4 else series[0])
    chosen = [best_window(series, mean=4.8, sd=2.3) for series in (steady, sudden)]
    assert chosen[0] > chosen[1], chosen
    assert best_window([1, 0, 2], mean=4.8, sd=2.3) == 7


def test_the_limits_hold_the_true_number_in_most_simulated_epidemics() -> None:
    """200 epidemics with growth and decline; the window is the one that is chosen for each."""
    random, held, all_ = np.random.default_rng(11), 0, 0
    weights = serial_interval(4.8, 2.3, 100)
    days = np.arange(90)
    true = np.where(days < 40, 1.3, 0.85)
    for _ in range(200):
        cases = np.zeros(90)
        cases[:5] = 12
        for day in range(5, 90):
            cases[day] = random.poisson(true[day] * (cases[day - 1 :: -1][:day] * weights[1 : day + 1]).sum())
        made = reproduction_number(cases, mean=4.8, sd=2.3, window=7)
        # Where the window does not reach over the turn.
        shown = (made.cases >= 12) & ((days < 40) & (days >= 12) | (days >= 47))
        held += int(((made.low <= true) & (true <= made.high))[shown].sum())
        all_ += int(shown.sum())
    assert 0.90 <= held / all_ <= 0.98, held / all_
