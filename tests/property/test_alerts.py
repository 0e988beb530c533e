"""Hysteresis, the data gate and grouping over random series."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from data.domain.alerts import MOST_GROUPS, AlertState, Held, Placed, grouped, shift_at, stepped
from data.domain.areas import CITY, Level, ancestor_of, level_of
from data.indicators.hysteresis import Signal, walk
from data.indicators.stage import raw_stage, settled, since, steps_passed

# Each period of a column: fires, clears, neither, or not known.
PERIODS = st.lists(st.sampled_from("fcn?"), min_size=1, max_size=60)
COUNTS = st.integers(1, 5)


def by_hand(periods: list[str], fire_for: int, clear_for: int) -> list[int]:
    """The same machine told in words: one state, one counter, one period at a time."""
    state, run, states = "quiet", 0, []
    for period in periods:
        if period != "?":
            if state in ("quiet", "pending"):
                run = run + 1 if period == "f" else 0
                state = "quiet" if not run else ("firing" if run >= fire_for else "pending")
                run = 0 if state == "firing" else run
            else:
                run = run + 1 if period == "c" else 0
                state = "firing" if not run else ("quiet" if run >= clear_for else "recovering")
                run = 0 if state == "quiet" else run
        states.append({"quiet": 0, "pending": 1, "firing": 2, "recovering": 3}[state])
    return states


def walked(periods: list[str], fire_for: int, clear_for: int):
    column = np.array(periods)[:, None]
    return walk(column == "f", column == "c", column != "?", np.array([fire_for]), np.array([clear_for]))


@given(PERIODS, COUNTS, COUNTS)
def test_the_walk_is_the_machine_told_in_words(periods, fire_for, clear_for) -> None:
    assert walked(periods, fire_for, clear_for).signal[:, 0].tolist() == by_hand(periods, fire_for, clear_for)


@given(PERIODS, COUNTS, COUNTS)
def test_it_fires_only_after_enough_periods_and_ends_only_after_enough(periods, fire_for, clear_for) -> None:
    signal = walked(periods, fire_for, clear_for).signal[:, 0]
    known = [(period, int(state)) for period, state in zip(periods, signal, strict=True) if period != "?"]
    for index, (_, state) in enumerate(known):
        before = known[index - 1][1] if index else 0
        if state >= Signal.FIRING > before:
            assert [period for period, _ in known[max(index - fire_for + 1, 0) : index + 1]] == ["f"] * fire_for
        if before >= Signal.FIRING > state:
            assert [period for period, _ in known[max(index - clear_for + 1, 0) : index + 1]] == ["c"] * clear_for


@given(PERIODS, COUNTS, COUNTS, st.integers(0, 60), st.integers(1, 10))
def test_periods_that_are_not_known_change_nothing(periods, fire_for, clear_for, position, missing) -> None:
    position = min(position, len(periods))
    holed = [*periods[:position], *["?"] * missing, *periods[position:]]
    plain, gated = (walked(sequence, fire_for, clear_for).signal[:, 0].tolist() for sequence in (periods, holed))
    assert gated[:position] + gated[position + missing :] == plain
    assert set(gated[position : position + missing]) == {gated[position - 1] if position else 0}


@given(PERIODS, COUNTS, COUNTS)
def test_the_onset_is_the_first_period_of_the_run(periods, fire_for, clear_for) -> None:
    done = walked(periods, fire_for, clear_for)
    for row, (signal, onset) in enumerate(zip(done.signal[:, 0], done.onset[:, 0], strict=True)):
        assert bool(onset == -1) == bool(signal == Signal.QUIET)
        if signal != Signal.QUIET:
            assert onset <= row
            assert periods[onset] == "f"
            assert (done.signal[onset : row + 1, 0] > 0).all()


@given(st.integers(1, 6), arrays(np.int8, st.tuples(st.integers(1, 30), st.integers(1, 5)), elements=st.integers(0, 3)))
def test_columns_do_not_know_each_other(count, kinds) -> None:
    fire, clear, known = kinds == 1, kinds == 2, kinds != 3
    every = np.full(kinds.shape[1], count)
    whole = walk(fire, clear, known, every, every)
    for column in range(kinds.shape[1]):
        columns = slice(column, column + 1)
        alone = walk(fire[:, columns], clear[:, columns], known[:, columns], every[:1], every[:1])
        assert (whole.signal[:, columns] == alone.signal).all()
        assert (whole.onset[:, columns] == alone.onset).all()


AREAS = st.one_of(
    st.just(CITY),
    st.builds(lambda k: f"32.76.{k:02d}", st.integers(1, 11)),
    st.builds(lambda k, v: f"32.76.{k:02d}.{1000 + v}", st.integers(1, 11), st.integers(1, 7)),
    st.builds(
        lambda k, v, r: f"32.76.{k:02d}.{1000 + v}.{r:03d}", st.integers(1, 11), st.integers(1, 7), st.integers(1, 9)
    ),
)
ALERTS = st.lists(st.tuples(st.sampled_from("ab"), AREAS, st.sampled_from(list(Level))), max_size=40).map(
    lambda rows: [Placed(n, cause, area, level) for n, (cause, area, level) in enumerate(rows)]
)


@given(ALERTS, st.randoms(use_true_random=False))
def test_every_alert_is_in_exactly_one_group_of_its_cause_and_place(alerts, chance) -> None:
    groups = grouped(alerts)
    numbers = [number for ids in groups.values() for number in ids]
    assert sorted(numbers) == [alert.id for alert in alerts]
    by_id = {alert.id: alert for alert in alerts}
    for (cause, area), ids in groups.items():
        for number in ids:
            alert = by_id[number]
            assert alert.cause == cause
            assert ancestor_of(alert.area, level_of(area)) == area
            assert level_of(area).depth <= alert.level.depth
    for cause in {alert.cause for alert in alerts}:
        own = [area for name, area in groups if name == cause]
        assert len(own) <= MOST_GROUPS or own == [CITY]
    mixed = alerts[:]
    chance.shuffle(mixed)
    assert grouped(mixed) == groups


NOW = datetime(2022, 2, 16, 14, 7)
HELD = st.one_of(
    st.none(),
    st.builds(
        Held,
        st.sampled_from([s for s in AlertState if s not in (AlertState.RESOLVED, AlertState.REVIEWED)]),
        st.one_of(st.none(), st.just(NOW - timedelta(hours=1)), st.just(NOW + timedelta(hours=1))),
        st.booleans(),
    ),
)


@given(HELD, st.sampled_from([0, 1, 2, 3]))
def test_a_step_never_skips_a_state(held, signal) -> None:
    after = stepped(held, signal, NOW)
    fired = held is not None and held.state is not AlertState.PENDING
    assert (after is AlertState.RESOLVED) is (fired and signal in (0, 1))
    assert after not in (AlertState.RECOVERING, AlertState.RESOLVED) or fired
    assert (after is None) is (not fired and signal in (0, 3))
    if after is AlertState.ACKNOWLEDGED:
        assert held is not None
        assert held.acked and (held.ack_until is None or held.ack_until > NOW)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(1, 7))
def test_the_stage_rises_at_once_and_never_falls_too_early(points, calm) -> None:
    raw = raw_stage([np.array(points)])
    shown = settled(raw, calm)
    assert (shown >= raw).all()
    assert (raw >= 1).all() and (raw <= 5).all()
    for day in range(1, len(shown)):
        if shown[day] < shown[day - 1]:
            assert day >= calm
            assert (raw[day - calm + 1 : day + 1] < shown[day - 1]).all()
            assert shown[day] == raw[day - calm + 1 : day + 1].max()
    assert len(set(shown[since(shown) :].tolist())) == 1


@given(st.lists(st.one_of(st.none(), st.floats(-50, 50)), min_size=1, max_size=30))
def test_a_missing_figure_keeps_the_steps_of_the_day_before(values) -> None:
    series = np.array([np.nan if v is None else v for v in values])
    passed = steps_passed(series, [-10.0, 10.0, 30.0], "above").tolist()
    last = 0
    for value, count in zip(values, passed, strict=True):
        last = last if value is None else sum(value >= step for step in (-10, 10, 30))
        assert count == last


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_every_moment_lies_in_its_shift(moment) -> None:
    shift = shift_at(moment)
    assert shift.start <= moment < shift.end
    assert shift.start.hour in (6, 14, 22)
    assert shift_at(shift.before.start) == shift.before
