"""What fails together, what is lost by it, and who has how many seats."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from data.geo.packed import pack_faces, unpack_faces
from data.wifi.access import crowding, seats_per_pupil
from data.wifi.events import outage_events, score, seat_hours
from data.wifi.inequality import concentration_curve, concentration_index
from data.wifi.outage import loss, people_only_by
from tests.unit.test_faces import CIRCLE, faces


def outages(*rows: tuple[float, float, int, int | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["x", "y", "started_at", "ended_at", "cause"])
    return frame.assign(point_code=[f"p{n}" for n in range(len(rows))], provider="A")


def test_points_that_fall_near_and_together_are_an_event_whatever_is_said_of_them() -> None:
    cut = [(100.0 * n, 0.0, 1_000 + n, 1_060 + n, "power") for n in range(5)]
    alone = (200.0, 50.0, 5_000, 5_100, "device")
    far = (90_000.0, 0.0, 1_001, 1_050, "power")
    silent = [(10.0 * n, 0.0, 2_000, 2_100, "monitor") for n in range(9)]
    (event,) = outage_events(outages(*cut, alone, far, *silent))
    assert event.rows.tolist() == [0, 1, 2, 3, 4] and (event.started_at, event.ended_at) == (1_000, 1_064)
    assert (event.cause, event.agree, event.provider) == ("power", 1.0, "A")


def test_an_event_lasts_while_one_of_its_points_is_off_and_its_cause_is_what_most_say() -> None:
    rows = [(0.0, 0.0, 10, None, "fibre"), *[(1.0 * n, 0.0, 11, 40, "power") for n in range(1, 4)]]
    (event,) = outage_events(outages(*rows))
    assert event.ended_at is None and event.cause == "power" and event.agree == 0.75
    frame = outages(*rows)
    seats = np.array([20.0, 15.0, np.nan, 15.0])
    assert seat_hours(event, frame, seats, until=70) == pytest.approx((20 * 60 + 15 * 29 + 15 * 29) / 60)


def test_without_outages_there_is_no_event() -> None:
    assert outage_events(outages()) == [] and outage_events(outages((0.0, 0.0, 1, 2, "power"))) == []


def test_the_order_of_the_outages_changes_no_event() -> None:
    random = np.random.default_rng(3)
    rows = [(float(x), float(y), int(t), int(t) + 30, "power") for x, y, t in random.integers(0, 3_000, (200, 3))]
    frame = outages(*rows)
    mixed = frame.sample(frac=1.0, random_state=1)
    first, second = ({frozenset(f["point_code"].iloc[e.rows]) for e in outage_events(f)} for f in (frame, mixed))
    cores = {min(event) for event in first}
    assert len(first) == len(second) and cores == {min(event) for event in second}


def test_a_score_counts_what_was_held_what_was_missed_and_what_never_was() -> None:
    cut = [(10.0 * n, 0.0, 100, 160, "power") for n in range(4)]
    missed = [(9_000.0 * n, 9_000.0, 900, 950, "power") for n in range(4)]
    chance = [(50_000.0 + n, 0.0, 400, 450, "device") for n in range(4)]
    frame = outages(*cut, *missed, *chance)
    truth = np.array([0] * 4 + [1] * 4 + [-1] * 4)
    result = score(outage_events(frame), truth)
    assert (result.planted, result.found, result.false) == (2, 1, 1)


def test_what_is_lost_by_a_point_is_what_no_other_covers() -> None:
    near = faces((500, 500), (500, 500), (300, 300), (1_600, 500))
    works = np.array([True, True, True, False])
    people = np.array([1_000.0, 500.0])
    single = loss(near, works, np.array([0]))
    assert single.lost.tolist() == [0.0, 0.0], "the other one at the same place is left"
    both = loss(near, works, np.array([0, 1, 3]))
    assert both.lost == pytest.approx([CIRCLE, 0.0], rel=1e-3) and both.before[0] == pytest.approx(2 * CIRCLE, rel=1e-3)
    alone = people_only_by(near, works, people)
    assert alone == pytest.approx([0.0, 0.0, CIRCLE * 1_000, 0.0], rel=1e-3)
    for point in range(4):
        assert alone[point] == pytest.approx((loss(near, works, np.array([point])).lost * people).sum(), abs=1e-9)


def test_faces_come_back_from_their_bytes_as_they_were() -> None:
    before = {"100": faces((500, 500), (560, 500)), "50": faces((20, 20), metres=50.0), "0": faces()}
    after = unpack_faces(pack_faces(before))
    assert set(after) == set(before)
    for name, each in before.items():
        assert after[name].areas == each.areas
        for field in ("area", "part", "point", "start", "middle"):
            assert getattr(after[name], field).tolist() == getattr(each, field).tolist()


PAIRS = pd.DataFrame({"demand": [0, 0, 1], "point": [0, 1, 1], "metres": [50.0, 100.0, 100.0]})


def test_two_steps_by_hand() -> None:
    """Point 1 is shared by both at the same distance; point 0 is the first demand's alone."""
    decay = lambda metres: norm.pdf(metres / 100.0) / norm.pdf(0.0)  # noqa: E731 - the Gaussian, from SciPy
    pupils, seats = np.array([100.0, 300.0, 50.0]), np.array([20.0, 16.0])
    result = seats_per_pupil(PAIRS, pupils, seats, radius=200.0, bandwidth=100.0)
    ratio = [20.0 / (100.0 * decay(50)), 16.0 / (400.0 * decay(100))]
    assert result == pytest.approx([ratio[0] * decay(50) + ratio[1] * decay(100), ratio[1] * decay(100), 0.0])
    assert (result * pupils).sum() == pytest.approx(36.0), "every seat that is near anybody is given out once"
    off = seats_per_pupil(PAIRS, pupils, np.array([0.0, 16.0]), radius=200.0, bandwidth=100.0)
    assert off == pytest.approx([0.04, 0.04, 0.0])


def test_crowding_is_least_where_there_is_a_point_of_ones_own() -> None:
    pupils, seats = np.array([100.0, 300.0]), np.array([20.0, 16.0])
    cost = crowding(PAIRS, pupils, seats)
    assert cost[0] < cost[1] and np.isnan(crowding(PAIRS, np.array([1.0, 1.0, 1.0]), seats)[2])


def test_equal_shares_have_no_concentration_and_one_owner_has_nearly_all() -> None:
    people = np.full(4, 100.0)
    assert concentration_index(people, np.full(4, 7.0)) == pytest.approx(0.0)
    assert concentration_index(people, np.array([0.0, 0.0, 0.0, 9.0])) == pytest.approx(0.75)
    seats = np.array([1.0, 5.0, 2.0, 8.0])
    textbook = np.abs(seats[:, None] - seats[None, :]).sum() / (2 * 4**2 * seats.mean())
    assert concentration_index(people, seats) == pytest.approx(textbook)
    x, y = concentration_curve(people, seats)
    assert x[[0, -1]].tolist() == y[[0, -1]].tolist() == [0.0, 1.0] and (y <= x + 1e-12).all()
    assert np.isnan(concentration_index(np.zeros(4), seats)) and len(concentration_curve(people, np.zeros(4))[0]) == 0
