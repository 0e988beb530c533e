"""Rules of the action plan's files that need what is on record."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, and_, select
from sqlalchemy.sql.elements import ColumnElement

from data.contracts.monev import programme_rules
from data.domain.dates import day_date, quarter_days
from data.domain.errors import DecorError, Message, Num, msg
from data.domain.people import same_office
from data.ingest.check import Checked
from data.queries.frames import frame
from data.subjects import registry
from data.tables.schema import Action, ActionProgress
from data.tables.workflow import CaseRow, Snapshot

WHOLE, WEIGHT_SLIP = 100.0, 0.1
"""What the weights of a plan add up to, and how far rounding may take them from it."""
SHARE_SLIP = 0.05
REPORT_PROCESS, ACCEPTED, QUARTER = "programme-report", "accepted", "programme-quarter"
PER_CENT = ("%", "persen")
CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")
LONGEST_GAP = 370
"""Days between two targets of a curve at most."""
CLOSE = 1e-9


@dataclass(frozen=True)
class _Plan:
    kind: str
    target: float
    baseline: float
    opd: str
    start: int

    @property
    def falls(self) -> bool:
        """Whether it is one to come down to."""
        return self.target < self.baseline


def check_actions(engine: Engine, checked: Checked, numbers: list[int]) -> None:
    """Weights of the plan in force with this file add up to 100; no action waits for itself.

    Raises
    ------
    DecorError
        With the sum, or with the actions of a circle; a plan is taken as a whole or not at all.
    """
    question = select(Action.action_code, Action.weight, Action.after_codes).where(_in_plan())
    weights, after = {}, {}
    for code, weight, codes in frame(engine, question).itertuples(index=False):
        weights[code], after[code] = weight, codes
    for index in _good(checked):
        row = _row(checked, index)
        weights[row["action_code"]], after[row["action_code"]] = row["weight"], row["after_codes"]
        if row["dropped_on"] is not None:
            del weights[row["action_code"]], after[row["action_code"]]
        if not CODE.match(row["action_code"]):
            reason = msg("A code has letters, digits, points and dashes, at most 20 of them.")
            checked.refuse(index, numbers[index], "action", row["action_code"], reason)
        elif row["count_kind"] == "share" and not row["unit"].startswith(PER_CENT):
            reason = msg("A share is counted in per cent; its unit is “{unit}”.", unit=row["unit"])
            checked.refuse(index, numbers[index], "unit", row["unit"], reason)
        elif row["indicator"] is not None and row["indicator"] not in registry().indicators:
            reason = msg("The room has no indicator “{name}”.", name=row["indicator"][:60])
            checked.refuse(index, numbers[index], "indicator", row["indicator"], reason)
    left = sorted(set(weights) - {checked.columns["action_code"][index] for index in _good(checked)})
    total = sum(weights.values())
    if weights and abs(total - WHOLE) > WEIGHT_SLIP:
        raise DecorError(
            msg(
                "The weights of the {n} actions of the plan add up to {total}, not to 100; nothing was taken. In force "
                "and not in this file: {left}.",
                n=Num(len(weights)),
                total=Num(total, 2),
                left=", ".join(left[:8]) or "–",
            )
        )
    _refuse_circles(after)


def _refuse_circles(after: dict[str, str | None]) -> None:
    waits = {code: [c.strip() for c in (codes or "").split(",") if c.strip()] for code, codes in after.items()}
    if unknown := sorted({c for codes in waits.values() for c in codes} - set(waits)):
        raise DecorError(msg("An action waits for “{code}”, which the plan does not have.", code=unknown[0][:40]))
    done: set[str] = set()
    for start in waits:
        path: list[str] = []
        _walk(start, waits, path, done)


def _walk(code: str, waits: dict[str, list[str]], path: list[str], done: set[str]) -> None:
    """Follow what an action waits for, without the stack of calls."""
    stack = [(code, iter(waits[code]))]
    path.append(code)
    while stack:
        here, rest = stack[-1]
        step = next(rest, None)
        if step is None:
            stack.pop()
            path.pop()
            done.add(here)
        elif step in path:
            circle = " → ".join([*path[path.index(step) :], step])
            raise DecorError(msg("Actions wait for each other in a circle: {circle}.", circle=circle[:200]))
        elif step not in done:
            path.append(step)
            stack.append((step, iter(waits[step])))


def check_targets(engine: Engine, checked: Checked, numbers: list[int]) -> None:
    """A version of a curve is whole: from the start to the final target, and of a cumulative count never back."""
    plans = _plans(engine)
    last: dict[tuple[str, int], tuple[int, float]] = {}
    days: dict[tuple[str, int], list[tuple[int, float, int]]] = {}
    for index in _by_day(checked):
        row = _row(checked, index)
        plan, value = plans.get(row["action_code"]), float(row["planned"])
        if plan is None:
            continue
        low, high = sorted((plan.baseline, plan.target))
        if not low - CLOSE <= value <= high + CLOSE:
            reason = msg("The target lies outside the way from {low} to {high}.", low=Num(low, 2), high=Num(high, 2))
            checked.refuse(index, numbers[index], "planned", f"{value:g}", reason)
            continue
        version = (row["action_code"], row["known_on"])
        before = last.get(version)
        if plan.kind == "cumulative" and before is not None and _back(plan, before[1], value):
            reason = msg(
                "A cumulative count goes one way only: {value} after {before} on {day}.",
                value=Num(value, 2),
                before=Num(before[1], 2),
                day=day_date(before[0]).isoformat(),
            )
            checked.refuse(index, numbers[index], "planned", f"{value:g}", reason)
            continue
        last[version] = (row["day"], value)
        days.setdefault(version, []).append((row["day"], value, index))
    for (code, _), rows in days.items():
        broken = _broken_curve(plans[code], rows)
        if broken is not None:
            checked.refuse(rows[-1][2], numbers[rows[-1][2]], "planned", f"{rows[-1][1]:g}", broken)


def _broken_curve(plan: _Plan, rows: list[tuple[int, float, int]]) -> Message | None:
    """Why a version of a curve is not a whole one: it takes the place of the one before it altogether."""
    if abs(rows[-1][1] - plan.target) > CLOSE:
        return msg("A version of a curve ends with the final target, {target}.", target=Num(plan.target, 2))
    ends = [plan.start, *(day for day, _, _ in rows)]
    if any(later - day > LONGEST_GAP for day, later in itertools.pairwise(ends)):
        return msg("A version of a curve has a target at least once a year, from the start of the action on.")
    return None


def check_progress(engine: Engine, checked: Checked, numbers: list[int]) -> None:
    """Parts agree with what they make, a cumulative count never goes back, and nobody verifies his own report."""
    plans = _plans(engine)
    names = (ActionProgress.action_code, ActionProgress.day, ActionProgress.actual)
    on_record: dict[tuple[str, int], float] = {
        (code, int(day)): float(actual)
        for code, day, actual in frame(engine, select(*names).where(ActionProgress.superseded_on.is_(None))).itertuples(
            index=False
        )
    }
    offices = [*programme_rules().review_offices, *(plan.opd for plan in plans.values())]
    for index in _by_day(checked):
        row = _row(checked, index)
        plan = plans.get(row["action_code"])
        if plan is None:
            gone = msg("The plan no longer has the action “{code}”.", code=row["action_code"])
            checked.refuse(index, numbers[index], "action", row["action_code"], gone)
            continue
        if (wrong := _parts_problem(plan, row)) is not None:
            checked.refuse(index, numbers[index], *wrong)
            continue
        if (reason := _verifier_problem(plan, str(row["verified_by"] or ""), offices)) is not None:
            checked.refuse(index, numbers[index], "verified_by", str(row["verified_by"]), reason)
            continue
        on_record[(row["action_code"], row["day"])] = float(row["actual"])
    _refuse_steps_back(plans, on_record, checked, numbers)


def _verifier_problem(plan: _Plan, verifier: str, offices: list[str]) -> Message | None:
    """Why an office cannot have accepted a report; None where it can, or where nobody has."""
    if not verifier.strip():
        return None
    if same_office(verifier, plan.opd):
        return msg("{opd} reports this action and cannot verify it.", opd=plan.opd)
    if not any(same_office(verifier, office) for office in offices):
        return msg("“{name}” is no office of the plan and none that reviews.", name=verifier.strip()[:60])
    return None


def refuse_closed(connection: Connection, load_id: int) -> None:
    """Reports that were accepted, and those of a closed quarter, change no more; no cumulative count goes back.

    Raises
    ------
    DecorError
        With the first of them.

    Notes
    -----
    A file's rows were checked before the transaction began; of two that came at one time the second is checked here
    against the first.
    """
    rows = connection.execute(
        select(ActionProgress.action_code, ActionProgress.day).where(ActionProgress.load_id == load_id).distinct()
    ).all()
    accepted, spans = accepted_reports(connection), closed_spans(connection)
    for code, day in rows:
        key, at = report_key(code, day), day_date(day)
        if key in accepted:
            words = "The report of {code} for {day} was accepted and is locked."
            raise DecorError(msg(words, code=code, day=at))
        if (span := next((name for name, first, last in spans if first <= at <= last), None)) is not None:
            words = "{span} is closed; its reports change no more ({code}, {day})."
            raise DecorError(msg(words, span=span, code=code, day=at))
    _refuse_overtaken(connection, load_id, {(str(code), int(day)) for code, day in rows})


def _refuse_overtaken(connection: Connection, load_id: int, own: set[tuple[str, int]]) -> None:
    """No report of a load that is being written lets a cumulative count go back."""
    plans = _plans_in(connection)
    columns = (ActionProgress.action_code, ActionProgress.day, ActionProgress.actual)
    question = select(*columns).where(ActionProgress.superseded_on.is_(None))
    # The load's own rows come last: those that they take the place of are still in force.
    question = question.order_by(ActionProgress.action_code, ActionProgress.day, ActionProgress.load_id == load_id)
    codes = {code for code, _ in own if code in plans and plans[code].kind == "cumulative"}
    courses: dict[str, dict[int, float]] = {}
    for code, day, actual in connection.execute(question):
        if code in codes:
            courses.setdefault(code, {})[day] = actual
    for code, course in courses.items():
        for (earlier, before), (later, after) in itertools.pairwise(course.items()):
            if _back(plans[code], before, after) and {(code, earlier), (code, later)} & own:
                words = "A cumulative count goes one way only: {value} after {before} on {day}."
                known = day_date(earlier).isoformat()
                raise DecorError(msg(words, value=Num(after, 2), before=Num(before, 2), day=known))


def report_key(action: str, day: int) -> str:
    """How the case of a report is called: its action and its day."""
    return f"{action}:{day_date(day).isoformat()}"


def accepted_reports(connection: Connection) -> frozenset[str]:
    """Keys of the reports that a review office has accepted."""
    question = select(CaseRow.key).where(CaseRow.process == REPORT_PROCESS, CaseRow.state == ACCEPTED)
    return frozenset(connection.execute(question).scalars())


def closed_spans(connection: Connection) -> list[tuple[str, date, date]]:
    """Quarters that are closed: name, first and last day."""
    keys = connection.execute(select(Snapshot.key).where(Snapshot.kind == QUARTER)).scalars()
    return [(key, *quarter_days(key)) for key in keys]


def _parts_problem(plan: _Plan, row: dict[str, Any]) -> tuple[str, str, Any] | None:
    above, below, actual = row["numerator"], row["denominator"], float(row["actual"])
    if plan.kind != "share":
        if above is None and below is None:
            return None
        shown = f"{above if above is not None else below:g}"
        return "numerator", shown, msg("Only a share has a numerator and a denominator.")
    if above is None or below is None:
        return "numerator", "", msg("A share needs its numerator and its denominator.")
    if below <= 0 or above > below:
        return "denominator", f"{above:g} / {below:g}", msg("The numerator is a part of the denominator, above zero.")
    made = above / below * 100
    if abs(made - actual) > SHARE_SLIP:
        reason = msg(
            "{above} of {below} are {made} %, not {actual}.",
            above=Num(above),
            below=Num(below),
            made=Num(made, 2),
            actual=Num(actual, 2),
        )
        return "actual", f"{actual:g}", reason
    return None


def _refuse_steps_back(
    plans: dict[str, _Plan], on_record: dict[tuple[str, int], float], checked: Checked, numbers: list[int]
) -> None:
    """Of cumulative counts: a report of this file that is behind the one before, or ahead of the one after it."""
    days: dict[str, list[int]] = {}
    for code, day in sorted(on_record):
        days.setdefault(code, []).append(day)
    for index in _by_day(checked):
        row = _row(checked, index)
        plan = plans.get(row["action_code"])
        if plan is None or plan.kind != "cumulative":
            continue
        own = days[row["action_code"]]
        at = own.index(row["day"])
        value = float(row["actual"])
        wrong = None
        if at and _back(plan, on_record[(row["action_code"], own[at - 1])], value):
            wrong, words = own[at - 1], "A cumulative count goes one way only: {value} after {before} on {day}."
        elif at + 1 < len(own) and _back(plan, value, on_record[(row["action_code"], own[at + 1])]):
            wrong, words = own[at + 1], "A cumulative count goes one way only: {value} before {before} on {day}."
        if wrong is not None:
            reason = msg(
                words,
                value=Num(value, 2),
                before=Num(on_record[(row["action_code"], wrong)], 2),
                day=day_date(wrong).isoformat(),
            )
            checked.refuse(index, numbers[index], "actual", f"{value:g}", reason)


def _back(plan: _Plan, before: float, after: float) -> bool:
    return after > before + CLOSE if plan.falls else after < before - CLOSE


def _plans(engine: Engine) -> dict[str, _Plan]:
    with engine.connect() as connection:
        return _plans_in(connection)


def _plans_in(connection: Connection) -> dict[str, _Plan]:
    names = ("action_code", "count_kind", "target", "baseline", "opd", "start_on")
    question = select(*(getattr(Action, name) for name in names)).where(_in_plan())
    return {
        code: _Plan(kind, float(target), float(baseline or 0.0), opd, int(start))
        for code, kind, target, baseline, opd, start in connection.execute(question).all()
    }


def _in_plan() -> ColumnElement[bool]:
    """Actions in force that were not dropped."""
    return and_(Action.superseded_on.is_(None), Action.dropped_on.is_(None))


def check_sources(_engine: Engine, checked: Checked, numbers: list[int]) -> None:
    """What is published names its source."""
    for index in _good(checked):
        row = _row(checked, index)
        if row["status"] == "published" and not str(row["source"] or "").strip():
            reason = msg("A published statement names its source.")
            checked.refuse(index, numbers[index], "source", "", reason)


def _good(checked: Checked) -> Iterator[int]:
    return (index for index, good in enumerate(checked.good.tolist()) if good)


def _by_day(checked: Checked) -> list[int]:
    """Good rows by action, day and the day on which they became known, so that the newest of a day comes last."""
    columns = checked.columns
    return sorted(
        _good(checked),
        key=lambda at: (columns["action_code"][at], columns["day"][at], columns["known_on"][at]),
    )


def _row(checked: Checked, index: int) -> dict[str, Any]:
    return {name: values[index] for name, values in checked.columns.items()}
