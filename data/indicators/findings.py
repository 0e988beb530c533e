"""Panel titles: findings made by rules from the data that is shown. No rule fires: the plain name."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data.domain.categories import written
from data.domain.errors import Message, Num, msg
from data.indicators.declaration import Indicator
from data.indicators.rate_ratio import RateRatio

STEADY = 0.02
STEADY_POINTS = 0.5
FAR_ABOVE = 1.5
WEEK_BEFORE = msg("the week before")


@dataclass(frozen=True)
class Named:
    """An area's name and value; ``value`` NaN where missing."""

    name: str
    value: float


def worst_first(indicator: Indicator, areas: list[Named]) -> list[Named]:
    """Known values, the one that needs attention first (lowest where higher is better).

    Parameters
    ----------
    indicator : Indicator
        Its direction decides the order; without one the highest comes first.
    areas : list of Named

    Returns
    -------
    list of Named
        Areas with a missing value (NaN) are left out.
    """
    known = [area for area in areas if not math.isnan(area.value)]
    return sorted(known, key=lambda area: area.value, reverse=indicator.direction != "higher")


def spread_finding(indicator: Indicator, areas: list[Named], whole: float) -> Message:
    """Which areas stand out on a map.

    Parameters
    ----------
    indicator : Indicator
    areas : list of Named
        Areas of one level inside the part that is looked at; NaN where missing.
    whole : float
        The same quantity of all of them together; NaN where it is not known.

    Returns
    -------
    Message
        The indicator's title when fewer than two values are known.

    Notes
    -----
    Unless higher is better, a ratio at least 1.5 times the whole is said as its multiple; a count as its share of the
    whole, in percent. Each rule is checked against a sentence written by hand.
    """
    ranked = worst_first(indicator, areas)
    if not indicator.ratio:
        ranked = sorted(ranked, key=lambda area: -area.value)
    if len(ranked) < 2:
        return indicator.title
    if indicator.categories:
        return _categories_finding(indicator, [area.value for area in areas])
    first, second = ranked[0], ranked[1]
    value = Num(first.value, indicator.decimals)
    tied = sum(area.value == first.value for area in ranked)
    if tied == len(ranked):
        return msg("The same everywhere: {value} {unit}", value=value, unit=indicator.unit)
    if tied > 1:
        return msg("{n} areas share {value} {unit}", n=Num(tied), value=value, unit=indicator.unit)
    if indicator.direction == "higher" and indicator.ratio:
        return msg(
            "{name} is lowest: {indicator} {value} {unit}",
            name=first.name,
            indicator=indicator.short,
            value=value,
            unit=indicator.unit,
        )
    if not indicator.ratio:
        if whole > 0 and not math.isnan(whole):
            share = Num(first.value / whole * 100)
            return msg("{name} has the most, {share} % of all", name=first.name, share=share)
        return msg("{name} has the most: {value} {unit}", name=first.name, value=value, unit=indicator.unit)
    if whole > 0 and first.value / whole >= FAR_ABOVE:
        times = Num(first.value / whole, 1)
        return msg("{name} is highest, {times} times the whole", name=first.name, times=times)
    return msg("{first} and {second} are highest", first=first.name, second=second.name)


def chosen_finding(indicator: Indicator, areas: list[Named]) -> Message:
    """Which of the areas that somebody chose stands out, said as being among those: the city may have greater ones.

    Parameters
    ----------
    indicator : Indicator
    areas : list of Named
        The chosen areas; NaN where missing.

    Returns
    -------
    Message
        The indicator's title when fewer than two values are known.

    Notes
    -----
    Where higher is better the lowest is named, else the highest. Checked against sentences written by hand.
    """
    ranked = worst_first(indicator, areas)
    if len(ranked) < 2:
        return indicator.title
    if indicator.categories:
        return _categories_finding(indicator, [area.value for area in areas])
    first = ranked[0]
    value = Num(first.value, indicator.decimals)
    tied = sum(area.value == first.value for area in ranked)
    words = {"n": Num(len(areas)), "value": value, "unit": indicator.unit}
    if tied > 1:
        return msg("Of the {n} chosen, {tied} share {value} {unit}", tied=Num(tied), **words)
    if indicator.direction == "higher":
        return msg("Of the {n} chosen, {name} is lowest: {value} {unit}", name=first.name, **words)
    return msg("Of the {n} chosen, {name} is highest: {value} {unit}", name=first.name, **words)


def change_message(
    indicator: Indicator, now: float, before: float, *, earlier: Message = WEEK_BEFORE
) -> tuple[Message, int]:
    """Change against seven days before, or another time: words and direction.

    Parameters
    ----------
    indicator : Indicator
    now, before : float
        Values on a day and seven days before, in the indicator's unit; NaN where missing.
    earlier : Message
        What ``before`` is of.

    Returns
    -------
    words : Message
    direction : int
        1 up, −1 down, 0 for steady and where nothing can be compared.

    Notes
    -----
    A share in percent changes by points, now − before, and is steady below 0.5. A plain running total is said as the
    number added. Everything else changes by (now − before) / before and is steady below 2 %. Each rule is checked
    against a sentence written by hand.
    """
    if math.isnan(now) or math.isnan(before):
        return msg("no comparison with {earlier}", earlier=earlier), 0
    if indicator.categories:
        return _turned(indicator, now, before)
    if indicator.percent:
        return _points(now - before, earlier)
    if before == 0:
        if now == 0:
            return msg("none, as {earlier}", earlier=earlier), 0
        return msg("none in {earlier}", earlier=earlier), 1
    previous = Num(before, indicator.decimals)
    if indicator.window == "to_date" and len(indicator.numerator) == 1:
        return msg("{n} more in the week", n=Num(now - before)), int(now > before)
    relative = (now - before) / before
    change = Num(abs(relative) * 100)
    if abs(relative) < STEADY:
        return msg("steady against {earlier} ({before})", earlier=earlier, before=previous), 0
    if relative > 0:
        return msg("{change} % up on {earlier} ({before})", change=change, earlier=earlier, before=previous), 1
    return msg("{change} % down on {earlier} ({before})", change=change, earlier=earlier, before=previous), -1


def gap_message(
    indicator: Indicator, own: float, there: float, other: str | Message, times: RateRatio | None = None
) -> tuple[Message, int]:
    """How far a value is from another one that it is compared with: words and direction.

    Parameters
    ----------
    own, there : float
        In the indicator's unit; NaN where missing.
    other : str or Message
        What the other value is of.
    times : RateRatio or None
        Their ratio with its interval, for a rate of counted events.

    Notes
    -----
    A share in percent differs by points, own − there; a plain count, and a rate against 0, by the difference; every
    other by (own − there) / there. Below 0.5 points or percent both are the same. Each rule is checked against a
    sentence written by hand.
    """
    if math.isnan(own) or math.isnan(there):
        return msg("no comparison with {other}", other=other), 0
    if indicator.categories:
        return msg("{other}: {value}", other=other, value=written(indicator, there)), 0
    words = {"other": other, "value": Num(there, indicator.decimals)}
    if indicator.percent:
        points = own - there
        if abs(points) < STEADY_POINTS:
            return msg("as {other} ({value})", **words), 0
        text = "{points} points above {other} ({value})" if points > 0 else "{points} points below {other} ({value})"
        return msg(text, points=Num(abs(points), 1), **words), 1 if points > 0 else -1
    if there == 0 or not indicator.ratio:
        gap = Num(own - there, indicator.decimals, signed=True)
        return msg("{gap} against {other} ({value})", gap=gap, **words), (own > there) - (own < there)
    change = (own - there) / there * 100
    if abs(change) < STEADY_POINTS:
        return msg("as {other} ({value})", **words), 0
    text = "{change} % above {other} ({value})" if change > 0 else "{change} % below {other} ({value})"
    made = msg(text, change=Num(abs(change)), **words)
    if times is not None:
        ends = {"ratio": Num(times.ratio, 2), "low": Num(times.low, 2), "high": Num(times.high, 2)}
        made = msg("{what}; {ratio} times (95 %: {low} to {high})", what=made, **ends)
    return made, 1 if change > 0 else -1


def _turned(indicator: Indicator, now: float, before: float) -> tuple[Message, int]:
    """Of a category there is no more or less: what it was the week before."""
    if now == before:
        return msg("as in the week before"), 0
    return msg("{before} in the week before", before=written(indicator, before)), 0


def _categories_finding(indicator: Indicator, values: list[float]) -> Message:
    """How many areas are in the first category that any is in, the declaration's order."""
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return indicator.title
    number = min(known)
    n, words = sum(value == number for value in known), written(indicator, number)
    return msg("{n} of {all} {category} {unit}", n=Num(n), all=Num(len(known)), category=words, unit=indicator.unit)


def _points(difference: float, earlier: Message) -> tuple[Message, int]:
    if abs(difference) < STEADY_POINTS:
        return msg("steady against {earlier}", earlier=earlier), 0
    change = Num(abs(difference), 1)
    if difference > 0:
        return msg("{change} points up on {earlier}", change=change, earlier=earlier), 1
    return msg("{change} points down on {earlier}", change=change, earlier=earlier), -1


def trend_finding(indicator: Indicator, name: str | Message, now: float, before: float) -> Message:
    """How an area moved in the last complete week.

    Parameters
    ----------
    indicator : Indicator
    name : str or Message
        The area's name.
    now, before : float
        Values on the last complete day and seven days before; NaN where missing.

    Returns
    -------
    Message
        The indicator's title where a value is missing.
    """
    if math.isnan(now) or math.isnan(before):
        return indicator.title
    words, _ = change_message(indicator, now, before)
    return msg("{name}: {change}", name=name, change=words)


def ranking_finding(
    indicator: Indicator, values: list[float], reference: float, reference_name: str | Message
) -> Message:
    """How many areas lie on the wrong side of the whole.

    Parameters
    ----------
    indicator : Indicator
    values : list of float
        Values of the areas; NaN where missing.
    reference : float
        The whole's value, NaN where it is not known; a value equal to it is on neither side.
    reference_name : str or Message
        The whole's name.

    Returns
    -------
    Message
        For a count that should be low: how many areas report none. The indicator's title where nothing can be said.
    """
    if indicator.categories:
        return _categories_finding(indicator, values)
    known = [value for value in values if not math.isnan(value)]
    if not known or math.isnan(reference) or not indicator.ratio:
        if known and indicator.direction == "lower" and not indicator.ratio:
            zero = sum(value == 0 for value in known)
            if zero:
                return msg("{n} of {all} areas report none", n=Num(zero), all=Num(len(known)))
        return indicator.title
    limit = Num(reference, indicator.decimals)
    if indicator.direction == "higher":
        n = sum(value < reference for value in known)
        return msg(
            "{n} of {all} below {whole} ({limit})", n=Num(n), all=Num(len(known)), whole=reference_name, limit=limit
        )
    n = sum(value > reference for value in known)
    return msg("{n} of {all} above {whole} ({limit})", n=Num(n), all=Num(len(known)), whole=reference_name, limit=limit)
