"""How long repairs took and what was lost beyond the contract, by hand."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from data.domain.survival import SurvivalSteps
from data.domain.tickets import Ticket, TicketState
from data.wifi.repair import (
    beyond_contract,
    provider_repairs,
    repair_curve,
    repeated_points,
    share_after,
    without_overlaps,
)

OPENED = datetime(2022, 2, 1, 8, 0)


def ticket(hours: float, state: TicketState = TicketState.VERIFIED, *, provider: str = "P", point: str = "a") -> Ticket:
    return Ticket(
        code=f"T{hours:g}",
        case=None,
        points=(point,),
        area="",
        provider=provider,
        cause="device",
        state=state,
        opened=OPENED,
        assigned=None,
        fixed=OPENED + timedelta(hours=hours),
        verified=None,
        verified_by="",
        seconds=3600.0 * hours,
    )


def points(*rows: tuple[str | None, bool, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["provider", "in_service", "up", "down"])


def test_a_repair_that_nobody_verified_is_not_over_and_a_withdrawn_ticket_counts_for_nothing() -> None:
    tickets = [ticket(2), ticket(4), ticket(6, TicketState.FIXED), ticket(1, TicketState.WITHDRAWN)]
    curve = repair_curve(tickets)
    # Of three one is over after 2 hours, of the other two one after 4.
    assert curve.time.tolist() == [0.0, 2.0, 4.0] and curve.share == pytest.approx([1, 2 / 3, 1 / 3])
    assert share_after(curve, 1.9) == 1.0 and share_after(curve, 2.0) == pytest.approx(2 / 3)


def test_each_provider_has_its_own_figures_and_the_last_row_is_all_of_them() -> None:
    tickets = [ticket(2), ticket(30), ticket(5, TicketState.OPEN, provider="Q")]
    table = points(("P", True, 997, 3), ("P", False, 0, 0), ("Q", True, 900, 100), (None, True, 0, 1000))
    first, second, everybody = provider_repairs(tickets, table)
    assert (first.provider, first.tickets, first.running, first.points) == ("P", 2, 0, 1)
    assert first.median_hours == 2.0 and first.within_day == pytest.approx(50.0)
    assert first.availability == pytest.approx(99.7) and first.beyond_minutes == pytest.approx(1.0)
    assert math.isnan(second.median_hours) and second.within_day == pytest.approx(0.0)
    assert second.beyond_minutes == pytest.approx(98.0)
    assert everybody.provider == "" and everybody.tickets == 3 and everybody.points == 3
    assert everybody.beyond_minutes == pytest.approx(1.0 + 98.0 + 998.0), "what a good point saves no bad one may spend"


def test_without_tickets_and_minutes_nothing_is_claimed() -> None:
    (everybody,) = provider_repairs([], points())
    assert math.isnan(everybody.within_day) and math.isnan(everybody.availability) and everybody.beyond_minutes == 0.0
    assert beyond_contract(np.zeros(0), np.zeros(0)) == 0.0


def test_a_point_is_repeated_from_three_tickets_on() -> None:
    tickets = (
        [ticket(n, point="a") for n in range(3)] + [ticket(n, point="b") for n in range(4)] + [ticket(1, point="c")]
    )
    assert repeated_points(tickets) == [("b", 4), ("a", 3)]


def test_the_curve_is_drawn_to_its_axis_and_no_farther() -> None:
    curve = SurvivalSteps([0.0, 10.0, 200.0], [1.0, 0.5, 0.1], [None, 0.2, 0.0], [None, 0.8, 0.3], median=10.0)
    course, low, high = curve.percent(168.0)
    assert course == [(0.0, 100.0), (10.0, 50.0), (168.0, 50.0)]
    assert low == [(0.0, None), (10.0, 20.0), (168.0, 20.0)] and high[-1] == (168.0, 80.0)


def test_hours_that_are_handed_in_twice_count_once() -> None:
    rows = [("a", 0, 1440), ("a", 480, 960), ("a", 470, 970), ("a", 1440, 60), ("b", 0, 60), ("b", 60, 60)]
    kept = without_overlaps(pd.DataFrame(rows, columns=["point", "since", "watched"]))
    assert kept.to_numpy().tolist() == [["a", 0, 1440], ["a", 1440, 60], ["b", 0, 60], ["b", 60, 60]]
