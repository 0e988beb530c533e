"""Alerts and rules in words: values, conditions, what a group is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from data.contracts.rules import AlertRule
from data.domain.alert_views import AlertView
from data.domain.errors import Message, Num, msg
from data.service.city import City
from data.service.selection import LEVEL_NAMES

MOST_NAMES = 3


def value_words(city: City, rule: AlertRule, value: float | None) -> Message | None:
    """A measure's value: "602 per 100,000", "1.9 × the city", "+31 % in a week"."""
    if value is None:
        return None
    indicator = city.catalogue[rule.indicator]
    if rule.measure == "times_city":
        return msg("{n} × the city", n=Num(value, 1))
    if rule.measure == "change":
        return msg("{change} % in a week", change=Num(value, 0, signed=True))
    signed = indicator.signed
    return msg("{value} {unit}", value=Num(value, indicator.decimals, signed=signed), unit=indicator.unit)


def measure_unit(city: City, rule: AlertRule) -> tuple[Message, int]:
    """Unit and decimals of what a rule looks at."""
    indicator = city.catalogue[rule.indicator]
    if rule.measure == "times_city":
        return msg("times the city"), 1
    if rule.measure == "change":
        return msg("% change in a week"), 0
    return indicator.unit, indicator.decimals


def shelved_until(shelves: Sequence[Mapping[str, Any]], rule: str, area: str) -> datetime | None:
    """Until when a rule is put aside in an area (or above it)."""
    ends = (row["until"] for row in shelves if row["rule"] == rule and f"{area}.".startswith(f"{row['area']}."))
    return next(ends, None)


def as_many(texts: Sequence[str], like: Sequence[str]) -> list[str]:
    """As many texts as there are in the other language."""
    return [texts[min(n, len(texts) - 1)] for n in range(len(like))]


def short_words(members: Sequence[AlertView]) -> Message:
    """The same without names: "10 kecamatan"."""
    levels = {member.level for member in members}
    if len(members) == 1:
        return summary_words(members)
    if len(levels) == 1:
        return msg("{n} {level}", n=Num(len(members)), level=LEVEL_NAMES[levels.pop()])
    return msg("{n} alerts", n=Num(len(members)))


def summary_words(members: Sequence[AlertView]) -> Message:
    """What a group is about in one line."""
    first = members[0]
    if len(members) == 1:
        return first.value if first.value is not None else msg("no figure now")
    levels = {member.level for member in members}
    names = ", ".join(str(member.name) for member in members[:MOST_NAMES])
    if len(levels) == 1:
        more = len(members) - MOST_NAMES
        if more > 0:
            return msg(
                "{n} {level}: {names} and {more} more",
                n=Num(len(members)),
                level=LEVEL_NAMES[levels.pop()],
                names=names,
                more=Num(more),
            )
        return msg("{n} {level}: {names}", n=Num(len(members)), level=LEVEL_NAMES[levels.pop()], names=names)
    return msg("{n} alerts: {names}", n=Num(len(members)), names=names)


def condition_words(city: City, rule: AlertRule, *, fires: bool) -> Message:
    """A threshold in words: "COVID, incidence 7 days at or above 150 per 100,000, 3 days in a row"."""
    indicator = city.catalogue[rule.indicator]
    edge = rule.fire if fires else rule.clear
    decimals = 0 if edge == int(edge) else 1
    number = Num(edge, decimals)
    if rule.measure == "times_city":
        amount: Message = msg("{n} × the city", n=Num(edge, 1))
        if rule.beyond_chance and fires:
            amount = msg("{n} × the city beyond chance", n=Num(edge, 1))
    elif rule.measure == "change":
        amount = msg("{change} % in a week", change=Num(edge, decimals, signed=True))
    else:
        amount = msg("{value} {unit}", value=number, unit=indicator.unit)
    days = Num(rule.fire_for if fires else rule.clear_for)
    above = (rule.side == "above") is fires
    if days.value == 1:
        once = {"indicator": indicator.short, "amount": amount}
        return (
            msg("{indicator} at or above {amount}", **once)
            if above
            else msg("{indicator} at or below {amount}", **once)
        )
    if above:
        return msg(
            "{indicator} at or above {amount}, {days} days in a row",
            indicator=indicator.short,
            amount=amount,
            days=days,
        )
    return msg(
        "{indicator} at or below {amount}, {days} days in a row", indicator=indicator.short, amount=amount, days=days
    )
