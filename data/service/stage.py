"""The city's stage from the written rules: how high, since when, why, and what would lower it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.contracts.rules import Criterion, StageRules, stage_rules
from data.domain.alert_views import Cause, StageView, SubjectStage
from data.domain.areas import Level
from data.domain.dates import day_date, day_number
from data.domain.errors import Message, Num, msg
from data.indicators.measures import measured
from data.indicators.panel import Array
from data.indicators.stage import raw_stage, settled, since, steps_passed
from data.service.alerting import TOO_OLD
from data.service.city import City
from data.service.feeds import Feed
from data.service.selection import LEVEL_NAMES
from data.subjects import registry

LOOK_BACK_DAYS = 180
MOST_CAUSES = 3


@dataclass(frozen=True)
class _Course:
    """A criterion's measure by day up to today, and the steps it passed."""

    criterion: Criterion
    values: Array
    points: np.ndarray

    @property
    def value(self) -> float:
        """The newest known value."""
        known = self.values[~np.isnan(self.values)]
        return float(known[-1]) if len(known) else math.nan


def rules_in_force() -> StageRules:
    """The stage's rules with the criteria that every subject declares."""
    return stage_rules().model_copy(update={"criteria": registry().criteria})


def stage_view(city: City, feeds: Mapping[str, Feed], rules: StageRules | None = None) -> StageView:
    """The stage on the city's clock.

    Parameters
    ----------
    rules : StageRules or None
        Other rules than those in force, for tests.
    """
    used = rules or rules_in_force()
    today = day_number(city.clock.date())
    judged = () if city.empty else used.criteria
    courses = [_course(city, criterion, today) for criterion in judged if criterion.indicator in city.catalogue]
    by_subject: dict[str, list[_Course]] = {}
    for course in courses:
        by_subject.setdefault(course.criterion.subject, []).append(course)
    raw = {
        name: raw_stage([np.max([course.points for course in unit], axis=0) for unit in _units(own)])
        for name, own in by_subject.items()
    }
    calm = {name: settled(values, used.lower_after) for name, values in raw.items()}
    whole = np.max(list(calm.values()), axis=0) if calm else np.ones(1, dtype=np.int64)
    stage, begun = int(whole[-1]), since(whole)
    subjects = tuple(_subject(city, name, own, int(calm[name][-1])) for name, own in by_subject.items())
    leading = tuple(subject.subject for subject in subjects if subject.stage == stage)
    # Only what makes the city's stage: another subject's points do not add to it.
    named = [cause for subject in subjects if subject.subject in leading for cause in subject.causes if cause.points]
    named.sort(key=lambda cause: -cause.points)
    datasets = dict.fromkeys(city.catalogue[course.criterion.indicator].dataset for course in courses)
    return StageView(
        stage=stage,
        since=day_date(today - len(whole) + 1 + begun),
        before=int(whole[begun - 1]) if begun else None,
        day=city.clock.date(),
        subjects=subjects,
        causes=tuple(named[:MOST_CAUSES]),
        lower=_lower(city, [course for name in leading for course in by_subject[name]], stage),
        lower_after=used.lower_after,
        leading=leading,
        stale=tuple(feeds[name].title for name in datasets if feeds[name].freshness in TOO_OLD),
        version=used.version,
        in_force=used.in_force,
        simulated=any(feeds[name].simulated for name in datasets),
    )


def _units(own: list[_Course]) -> list[list[_Course]]:
    """Criteria that count by themselves, and those of which only the worst counts."""
    units: dict[str, list[_Course]] = {}
    for course in own:
        units.setdefault(course.criterion.worst_of or course.criterion.id, []).append(course)
    return list(units.values())


def _counting(own: list[_Course]) -> frozenset[str]:
    """Ids of the criteria that add to the stage now: of several of which the worst counts the first that is."""
    return frozenset(max(unit, key=lambda course: int(course.points[-1])).criterion.id for unit in _units(own))


def _course(city: City, criterion: Criterion, today: int) -> _Course:
    indicator = city.catalogue[criterion.indicator]
    last = min(city.complete_until(indicator), today)
    level = city.shown_level(indicator, Level(criterion.level))
    whole = city.matrix(criterion.indicator, Level.KOTA) if criterion.measure in ("times_city", "areas_over") else None
    measure = measured(
        city.matrix(criterion.indicator, level),
        criterion.measure,
        first=today - LOOK_BACK_DAYS + 1,
        last=last,
        least=criterion.least,
        city=whole,
        factor=criterion.factor,
        finals=city.final_sums(criterion.indicator, level) if criterion.measure == "change" else None,
    )
    values = np.full(LOOK_BACK_DAYS, np.nan)
    own = np.where(measure.few[:, 0], np.nan, measure.values[:, 0])
    start = measure.first - (today - LOOK_BACK_DAYS + 1)
    values[start : start + len(own)] = own
    points = steps_passed(values, criterion.steps, criterion.side)
    if criterion.in_force is not None:
        days = np.arange(today - LOOK_BACK_DAYS + 1, today + 1)
        points = np.where(days >= day_number(criterion.in_force), points, 0)
    return _Course(criterion, values, points)


def _subject(city: City, name: str, own: list[_Course], stage: int) -> SubjectStage:
    counting = _counting(own)
    causes = [_cause(city, course, course.criterion.id in counting) for course in own if not math.isnan(course.value)]
    causes.sort(key=lambda cause: -cause.points)
    subject = registry().by_id[name]
    published = all(city.catalogue[course.criterion.indicator].access.published for course in own)
    return SubjectStage(name, subject.page.title, stage, bool(causes), tuple(causes), published)


def _cause(city: City, course: _Course, counts: bool) -> Cause:
    points = int(course.points[-1]) if counts else 0
    lower = _below(city, course, course.criterion.steps[points - 1]) if points else None
    return Cause(
        course.criterion.subject, value_text(city, course.criterion, course.value), points, lower, _rule(city, course)
    )


def value_text(city: City, criterion: Criterion, value: float) -> Message:
    """A criterion's figure in words."""
    indicator = city.catalogue[criterion.indicator]
    if criterion.measure == "areas_over":
        return msg(
            "{n} {level} over {factor} × the city",
            n=Num(value),
            level=LEVEL_NAMES[Level(criterion.level)],
            factor=Num(criterion.factor),
        )
    if criterion.measure == "change":
        return msg("{indicator}: {change} % in a week", indicator=indicator.short, change=Num(value, 0, signed=True))
    signed = indicator.signed
    number = Num(value, indicator.decimals, signed=signed)
    return msg("{indicator} {value} {unit}", indicator=indicator.short, value=number, unit=indicator.unit)


def _below(city: City, course: _Course, step: float) -> Message:
    """The condition on the good side of a step."""
    criterion, indicator = course.criterion, city.catalogue[course.criterion.indicator]
    if criterion.measure == "areas_over":
        what: Message = msg(
            "{level} over {factor} × the city", level=LEVEL_NAMES[Level(criterion.level)], factor=Num(criterion.factor)
        )
        unit: Message | str = ""
    elif criterion.measure == "change":
        what, unit = msg("{indicator}, change in a week", indicator=indicator.short), "%"
    else:
        what, unit = indicator.short, indicator.unit
    decimals = 0 if step == int(step) else 1
    edge = Num(step, decimals)
    if criterion.side == "above":
        return msg("{what} below {step} {unit}", what=what, step=edge, unit=unit)
    return msg("{what} above {step} {unit}", what=what, step=edge, unit=unit)


def _rule(city: City, course: _Course) -> Message:
    criterion = course.criterion
    steps = ", ".join(f"{step:g}".replace("-", "\u2212") for step in criterion.steps)
    if criterion.source != "published":
        return msg("steps {steps}, a working rule of this room", steps=steps)
    words = msg("steps {steps}, {source}", steps=steps, source=criterion.citation)
    if criterion.worst_of:
        words = msg("{rule}; the worst of its figures counts", rule=words)
    if criterion.missing is not None:
        words = msg("{rule}; no data here: {missing}", rule=words, missing=criterion.missing.message)
    return words


def _lower(city: City, own: list[_Course], stage: int) -> tuple[Message, ...]:
    """The nearest conditions that take one stage off every leading subject."""
    if stage <= 1:
        return ()
    wanted: list[Message] = []
    for subject in dict.fromkeys(course.criterion.subject for course in own):
        units = _units([course for course in own if course.criterion.subject == subject])
        reached = [max(int(course.points[-1]) for course in unit) for unit in units]
        too_many = sum(reached) - (stage - 2)
        # Where the worst of several counts, all that are past a step have to fall below it.
        steps = sorted(
            (max(_distance(course, course.criterion.steps[n]) for course in _past(unit, n)), number, n)
            for number, unit in enumerate(units)
            for n in range(reached[number])
        )
        # A criterion falls step by step: its farther step is named only, it holds the nearer one in it.
        needed: dict[int, int] = {}
        for _, number, n in steps[: max(too_many, 0)]:
            needed[number] = n
        for number, n in needed.items():
            wanted += [_below(city, course, course.criterion.steps[n]) for course in _past(units[number], n)]
    return tuple(wanted)


def _past(unit: list[_Course], n: int) -> list[_Course]:
    """Criteria of a unit that are past their step ``n``."""
    return [course for course in unit if int(course.points[-1]) > n]


def _distance(course: _Course, step: float) -> float:
    return abs(course.value - step) / max(abs(step), 1e-9)
