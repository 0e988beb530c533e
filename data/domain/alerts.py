"""Words of alerts: states, groups, shifts; and how alerts are told together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.domain.areas import Level, ancestor_of, level_of
from data.domain.errors import msg

MOST_GROUPS = 4
FEED = "feed:"
SHIFT_HOURS = 8
REPLAY_DAYS = 120
"""Days that a rule is walked over; what began before them is not known to the day."""
FIRST_SHIFT_AT = 6


class AlertState(StrEnum):
    """From the first sign to the review."""

    PENDING = "pending"
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RECOVERING = "recovering"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"


OPEN_STATES = (AlertState.FIRING, AlertState.ACKNOWLEDGED, AlertState.RECOVERING)
STATE_NAMES = {
    AlertState.PENDING: msg("pending"),
    AlertState.FIRING: msg("firing"),
    AlertState.ACKNOWLEDGED: msg("acknowledged"),
    AlertState.RECOVERING: msg("recovering"),
    AlertState.RESOLVED: msg("resolved"),
    AlertState.REVIEWED: msg("reviewed"),
}
VERDICTS = {"useful": msg("useful"), "nuisance": msg("nuisance"), "late": msg("too late")}
STAGE_NAMES = {1: msg("Normal"), 2: msg("Watch"), 3: msg("Alert"), 4: msg("High alert"), 5: msg("Emergency")}
SHIFT_NAMES = {6: msg("morning shift"), 14: msg("afternoon shift"), 22: msg("night shift")}
# What a group is called by: the most urgent state among its members.
URGENCY = (AlertState.FIRING, AlertState.ACKNOWLEDGED, AlertState.RECOVERING, AlertState.PENDING)


@dataclass(frozen=True)
class Placed:
    """What grouping needs of an alert.

    Attributes
    ----------
    level : Level
        The rule's group level; an alert about a feed has the city's.
    """

    id: int
    cause: str
    area: str
    level: Level


def grouped(alerts: Sequence[Placed], most: int = MOST_GROUPS) -> dict[tuple[str, str], list[int]]:
    """Alerts by cause and area: each in exactly one group.

    A cause with more than ``most`` groups is told one level higher, until it fits or is the whole city's.

    Returns
    -------
    dict
        (cause, area code) → ids, ordered; independent of the order given.

    Examples
    --------
    >>> grouped([Placed(1, "x", "32.76.02.1010", Level.KECAMATAN), Placed(2, "x", "32.76.02.1011", Level.KECAMATAN)])
    {('x', '32.76.02'): [1, 2]}
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for cause in sorted({alert.cause for alert in alerts}):
        own = [alert for alert in alerts if alert.cause == cause]
        coarsest = max(level_of(area).depth for area in map(_place, own))
        for depth in range(coarsest, -1, -1):
            level = list(Level)[depth]
            places = {
                alert.id: ancestor_of(_place(alert), min(level, level_of(_place(alert)), key=_depth)) for alert in own
            }
            if len(set(places.values())) <= most or depth == 0:
                break
        for alert in sorted(own, key=lambda member: member.id):
            groups.setdefault((cause, places[alert.id]), []).append(alert.id)
    return dict(sorted(groups.items()))


def _depth(level: Level) -> int:
    return level.depth


def _place(alert: Placed) -> str:
    return ancestor_of(alert.area, min(alert.level, level_of(alert.area), key=_depth))


def most_urgent(states: Iterable[AlertState]) -> AlertState:
    """State of a group."""
    held = set(states)
    return next((state for state in URGENCY if state in held), AlertState.RESOLVED)


@dataclass(frozen=True)
class Shift:
    """Eight hours of the room: 06–14, 14–22, 22–06 WIB."""

    start: datetime

    @property
    def end(self) -> datetime:
        """When the next begins."""
        return self.start + timedelta(hours=SHIFT_HOURS)

    @property
    def before(self) -> Shift:
        """The shift before."""
        return Shift(self.start - timedelta(hours=SHIFT_HOURS))


def shift_at(moment: datetime) -> Shift:
    """The shift that a moment lies in.

    Examples
    --------
    >>> shift_at(datetime(2022, 2, 16, 14, 7)).start.hour
    14
    >>> shift_at(datetime(2022, 2, 16, 3, 0)).start
    datetime.datetime(2022, 2, 15, 22, 0)
    """
    hours = (moment.hour - FIRST_SHIFT_AT) % 24 // SHIFT_HOURS * SHIFT_HOURS
    start = moment.replace(hour=FIRST_SHIFT_AT, minute=0, second=0, microsecond=0) + timedelta(hours=hours)
    return Shift(start if start <= moment else start - timedelta(days=1))


@dataclass(frozen=True)
class RuleOutcome:
    """What an evaluation says of a rule in an area.

    Attributes
    ----------
    signal : int
        `data.indicators.hysteresis.Signal`.
    onset, day : int
        Day the run began, and the last day that was judged.
    value : float or None
        The measure on the last day.
    """

    rule: str
    area: str
    stage: int
    signal: int
    onset: int
    day: int
    value: float | None


@dataclass(frozen=True)
class Held:
    """What the database holds of an open alert."""

    state: AlertState
    ack_until: datetime | None = None
    acked: bool = False


def stepped(held: Held | None, signal: int, now: datetime) -> AlertState | None:
    """The state after an evaluation; None when there is no alert (any more) that anybody saw.

    Quiet ends a pending alert without a trace, and resolves one that fired. An acknowledgement holds through a
    recovery until its time is over.

    Examples
    --------
    >>> stepped(None, 2, datetime(2022, 2, 16))
    <AlertState.FIRING: 'firing'>
    """
    fired = held is not None and held.state is not AlertState.PENDING
    if signal in (0, 1):
        if fired:
            return AlertState.RESOLVED
        return AlertState.PENDING if signal == 1 else None
    if signal == 3:
        return AlertState.RECOVERING if fired else None
    valid = held is not None and held.acked and (held.ack_until is None or held.ack_until > now)
    return AlertState.ACKNOWLEDGED if valid else AlertState.FIRING
