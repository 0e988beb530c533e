"""A survival curve as a page shows it: steps in plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Steps = list[tuple[float, float | None]]


@dataclass(frozen=True)
class SurvivalSteps:
    """Steps of a survival curve.

    Attributes
    ----------
    time : list of float (steps)
        Ascending, in the unit of the durations; the first is 0.
    share : list of float (steps)
        Of the durations that last longer, 0 to 1.
    low, high : list of float or None (steps)
        Ends of the 95 % interval; None where the formula gives none.
    median : float or None
        The first time by which at least half are over; None where that is not known yet.
    """

    time: Sequence[float]
    share: Sequence[float]
    low: Sequence[float | None]
    high: Sequence[float | None]
    median: float | None

    def percent(self, longest: float) -> tuple[Steps, Steps, Steps]:
        """The curve and the ends of its interval in per cent, up to a time."""

        def percent(values: Sequence[float | None]) -> Steps:
            steps = [
                (at, None if value is None else 100.0 * value)
                for at, value in zip(self.time, values, strict=True)
                if at <= longest
            ]
            return [*steps, (longest, steps[-1][1])]

        return percent(self.share), percent(self.low), percent(self.high)

    def percent_at(self, days: Sequence[float]) -> list[list[float]]:
        """A row a time: the time, the curve and the ends of its interval in per cent; without those not known."""
        made = []
        for at in days:
            step = sum(time <= at for time in self.time) - 1
            values = [line[step] for line in (self.share, self.low, self.high)]
            known = [100.0 * value for value in values if value is not None]
            if len(known) == len(values):
                made.append([float(at), *known])
        return made
