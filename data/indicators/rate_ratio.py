"""Two rates of counted events against each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.indicators.declaration import PEOPLE, Indicator

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class RateRatio:
    """How many times one rate is the other, with the ends of its 95 % interval."""

    ratio: float
    low: float
    high: float


def counts_events(indicator: Indicator) -> bool:
    """Whether it is a rate of counted events by residents over days: of two there is a ratio with an interval."""
    return indicator.denominator == PEOPLE and isinstance(indicator.window, int) and indicator.unstable_below > 0


def rate_ratio(events: float, exposure: float, other_events: float, other_exposure: float) -> RateRatio | None:
    """The ratio of two rates of events that are counted.

    Parameters
    ----------
    events, other_events : float
        Counts; at least one each.
    exposure, other_exposure : float
        Person-time, or residents for as long; greater than 0.

    Returns
    -------
    RateRatio or None
        None where one of them has no event or no exposure.

    Notes
    -----
    (a / T₁) / (b / T₀), its interval exp(ln ratio ± 1.96 √(1/a + 1/b)), by the large-sample approximation for Poisson
    counts. Checked against Rothman, Epidemiology: An Introduction (2nd ed.), example of fluoroscopy and breast cancer.

    Examples
    --------
    >>> times = rate_ratio(41, 28_010, 15, 19_017)
    >>> round(times.ratio, 2), round(times.low, 2), round(times.high, 2)
    (1.86, 1.03, 3.35)
    """
    if min(events, other_events) < 1 or min(exposure, other_exposure) <= 0:
        return None
    ratio = (events / exposure) / (other_events / other_exposure)
    spread = NORMAL_95 * math.sqrt(1 / events + 1 / other_events)
    return RateRatio(ratio, ratio * math.exp(-spread), ratio * math.exp(spread))
