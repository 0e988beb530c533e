"""Alerts, rules and the shift's sheet: parse → ask → draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import msg
from data.domain.forms import read_form
from data.domain.people import Right, person, require
from data.domain.room_forms import ReviewAlert, RuleChange, ShelveAlert, ShiftWord, TakeAlert
from data.service import Alerts, Shifts
from data.text import say
from layouts.documents import alerts as pages
from server.desk import Documents, Outcome, attempt, whole
from server.forms import MARKED, FormRoute, filled_in, submit

NO_SHAPES = b'{"features": []}'


def mount_alerts(server: Flask, docs: Documents, alerts: Alerts, shifts: Shifts) -> None:
    """Add the routes."""
    at, add = f"{docs.prefix}peringatan", server.add_url_rule
    add(at, "alerts", partial(overview, docs, alerts))
    add(f"{at}/lepas", "alert_unshelve", partial(unshelve, docs, alerts), methods=["POST"])
    add(f"{at}/<int(max=999999999):number>", "alert", partial(group_page, docs, alerts))
    for name, change in (("terima", take), ("tunda", shelve), ("tinjau", review)):
        add(
            f"{at}/<int(max=999999999):number>/{name}",
            f"alert_{name}",
            partial(change, docs, alerts),
            methods=["POST"],
        )
    add(f"{at}/aturan", "rules", partial(rules, docs, alerts))
    add(f"{at}/aturan/<name>", "rule", partial(rule, docs, alerts))
    add(f"{at}/aturan/<name>", "rule_change", partial(rule_changed, docs, alerts), methods=["POST"])
    add(f"{docs.prefix}sif", "shift", partial(shift, docs, shifts))
    add(f"{docs.prefix}sif/pesan", "shift_message", partial(message, docs, shifts), methods=["POST"])


def _seen(text: str) -> list[int]:
    """The alerts that stood on the page from which the form was sent."""
    return [number for number in (whole(digits) for digits in text.split(",")) if number >= 0]


def overview(docs: Documents, alerts: Alerts, outcome: Outcome | None = None) -> Response:
    """Open, put aside, over."""
    said, lang = outcome or Outcome(), docs.lang
    body = pages.overview(
        alerts.view(),
        alerts.past(),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.ALERTS),
    )
    return docs.answer(
        say("Alerts", lang),
        body,
        here="peringatan",
        said=said,
    )


def group_page(docs: Documents, alerts: Alerts, number: int, outcome: Outcome | None = None) -> Response:
    """One group."""
    said, lang = outcome or Outcome(), docs.lang
    page = alerts.page(number)
    seen = ",".join(map(str, page.group.ids))
    forms = pages.AlertForms(
        filled_in(outcome, TakeAlert, seen=seen, hours=8),
        filled_in(outcome, ShelveAlert, seen=seen, hours=24),
        filled_in(outcome, ReviewAlert),
    )
    may = person().may(Right.ALERTS)
    files = docs.room.map_files()
    shapes = files["kelurahan"].body if "kelurahan" in files else NO_SHAPES
    body = pages.group_page(page, forms, shapes, prefix=docs.prefix, csrf=generate_csrf(), lang=lang, may=may)
    return docs.answer(say("Alert", lang), body, here="peringatan", said=said)


def take(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Acknowledge."""
    return submit(
        docs,
        FormRoute(
            TakeAlert,
            right=Right.ALERTS,
            command=lambda form: alerts.acknowledge(number, hours=form.hours, note=form.note, seen=_seen(form.seen)),
            done="Taken; everybody sees that it is yours.",
            show=lambda outcome: group_page(docs, alerts, number, outcome),
            then=lambda _: f"peringatan/{number}",
        ),
    )


def shelve(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Put aside for a time."""
    return submit(
        docs,
        FormRoute(
            ShelveAlert,
            right=Right.ALERTS,
            command=lambda form: alerts.shelve(number, hours=form.hours, reason=form.reason, seen=_seen(form.seen)),
            done="Put aside until the time is over.",
            show=lambda outcome: group_page(docs, alerts, number, outcome),
            then=lambda _: "peringatan",
        ),
    )


def unshelve(docs: Documents, alerts: Alerts) -> Any:
    """Take up again."""
    number = whole(request.form.get("shelf", ""))
    outcome, _ = attempt(lambda: alerts.unshelve(number), docs.lang, "Taken up again.")
    return overview(docs, alerts, outcome) if outcome.problem else docs.go("peringatan", outcome.notice)


def review(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Say whether it was useful."""
    return submit(
        docs,
        FormRoute(
            ReviewAlert,
            right=Right.ALERTS,
            command=lambda form: alerts.review(number, verdict=form.verdict, note=form.note),
            done="Reviewed.",
            show=lambda outcome: group_page(docs, alerts, number, outcome),
            then=lambda _: f"peringatan/{number}",
        ),
    )


def rules(docs: Documents, alerts: Alerts) -> Response:
    """Every rule with its back-test."""
    lang = docs.lang
    body = pages.rules(alerts.rules.views(), alerts.stage(), prefix=docs.prefix, lang=lang)
    return docs.answer(say("Rules", lang), body, here="peringatan")


def rule(
    docs: Documents,
    alerts: Alerts,
    name: str,
    outcome: Outcome | None = None,
    tried: str = "",
    tried_days: Sequence[int] = (),
) -> Response:
    """One rule."""
    said, lang = outcome or Outcome(), docs.lang
    filled = filled_in(outcome, RuleChange, **_shown(alerts.rules.values(name)))
    may = person().may(Right.RULES)
    view = alerts.rules.page(name)
    body = pages.rule_page(
        view,
        filled,
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=may,
        tried=tried,
        tried_days=tried_days,
    )
    return docs.answer(say("Rule", lang), body, here="peringatan", said=said)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """A rule's values as they stand in its form; why it is changed is for who changes it to say."""
    named = {name: values[name] for name in RuleChange.model_fields if name in values and name != "reason"}
    return {name: f"{value:g}" if isinstance(value, float) else value for name, value in named.items()}


def _changes(form: RuleChange) -> dict[str, Any]:
    return {**form.model_dump(exclude={"reason"}), "review_on": form.review_on.isoformat()}


def rule_changed(docs: Documents, alerts: Alerts, name: str) -> Any:
    """Try a change, or keep it."""
    require(Right.RULES)
    if "try" in request.form:
        return _tried(docs, alerts, name)
    return submit(
        docs,
        FormRoute(
            RuleChange,
            right=Right.RULES,
            command=lambda form: alerts.rules.save(name, _changes(form), form.reason),
            done="The rule is changed; alerts are judged by it from now on.",
            show=lambda outcome: rule(docs, alerts, name, outcome),
            then=lambda _: f"peringatan/aturan/{name}",
        ),
    )


def _tried(docs: Documents, alerts: Alerts, name: str) -> Response:
    """What the change would have done; nothing is kept."""
    filled, lang = read_form(RuleChange, request.form), docs.lang
    form = filled.form
    if form is None:
        return rule(docs, alerts, name, Outcome(problem=say(MARKED, lang), filled=filled))
    outcome, done = attempt(lambda: alerts.rules.trial(name, _changes(form)), lang, "Nothing is kept yet.")
    outcome.filled = filled
    if done is None:
        return rule(docs, alerts, name, outcome)
    words = msg(
        "It would have fired {n} times in the last 90 days; it would be firing in {now} areas now.",
        n=done[1].fired,
        now=done[1].standing,
    )
    outcome = Outcome(filled=filled)
    return rule(docs, alerts, name, outcome, tried=say(words, lang), tried_days=done[1].by_day)


def shift(docs: Documents, shifts: Shifts, outcome: Outcome | None = None) -> Response:
    """The handover sheet."""
    said, lang = outcome or Outcome(), docs.lang
    view = shifts.shift(shifts.starting(request.args.get("mulai", "")))
    filled, may = filled_in(outcome, ShiftWord), person().may(Right.NOTE)
    body = pages.shift(view, filled, prefix=docs.prefix, csrf=generate_csrf(), lang=lang, may=may)
    return docs.answer(
        say("Shift sheet", lang),
        body,
        here="peringatan",
        said=said,
    )


def message(docs: Documents, shifts: Shifts) -> Any:
    """Tell the next shift something."""
    return submit(
        docs,
        FormRoute(
            ShiftWord,
            right=Right.NOTE,
            command=lambda form: shifts.leave_message(form.text),
            done="The message is left.",
            show=lambda outcome: shift(docs, shifts, outcome),
            then=lambda _: "sif",
        ),
    )
