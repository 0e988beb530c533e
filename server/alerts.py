"""Alerts, rules and the shift's sheet: parse → ask → draw."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import BadRequestError, msg
from data.domain.people import Right, person, require
from data.service import Alerts, Shifts
from data.text import say
from layouts.documents import alerts as pages
from server.desk import Documents, Outcome, attempt, whole


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


def _hours() -> float:
    return float(whole(request.form.get("hours", "")))


def _seen() -> list[int]:
    """The alerts that stood on the page from which the form was sent."""
    numbers = (whole(text) for text in request.form.get("seen", "")[:20_000].split(","))
    return [number for number in numbers if number >= 0]


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
    body = pages.group_page(
        alerts.page(number), prefix=docs.prefix, csrf=generate_csrf(), lang=lang, may=person().may(Right.ALERTS)
    )
    return docs.answer(
        say("Alert", lang),
        body,
        here="peringatan",
        said=said,
    )


def take(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Acknowledge."""
    outcome, _ = attempt(
        lambda: alerts.acknowledge(number, hours=_hours(), note=request.form.get("note", ""), seen=_seen()),
        docs.lang,
        "Taken; everybody sees that it is yours.",
    )
    return (
        group_page(docs, alerts, number, outcome)
        if outcome.problem
        else docs.go(f"peringatan/{number}", outcome.notice)
    )


def shelve(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Put aside for a time."""
    outcome, _ = attempt(
        lambda: alerts.shelve(number, hours=_hours(), reason=request.form.get("reason", ""), seen=_seen()),
        docs.lang,
        "Put aside until the time is over.",
    )
    return group_page(docs, alerts, number, outcome) if outcome.problem else docs.go("peringatan", outcome.notice)


def unshelve(docs: Documents, alerts: Alerts) -> Any:
    """Take up again."""
    number = whole(request.form.get("shelf", ""))
    outcome, _ = attempt(lambda: alerts.unshelve(number), docs.lang, "Taken up again.")
    return overview(docs, alerts, outcome) if outcome.problem else docs.go("peringatan", outcome.notice)


def review(docs: Documents, alerts: Alerts, number: int) -> Any:
    """Say whether it was useful."""
    outcome, _ = attempt(
        lambda: alerts.review(number, verdict=request.form.get("verdict", ""), note=request.form.get("note", "")),
        docs.lang,
        "Reviewed.",
    )
    return (
        group_page(docs, alerts, number, outcome)
        if outcome.problem
        else docs.go(f"peringatan/{number}", outcome.notice)
    )


def rules(docs: Documents, alerts: Alerts) -> Response:
    """Every rule with its back-test."""
    lang = docs.lang
    body = pages.rules(alerts.rules.views(), alerts.stage(), prefix=docs.prefix, lang=lang)
    return docs.answer(say("Rules", lang), body, here="peringatan")


def rule(docs: Documents, alerts: Alerts, name: str, outcome: Outcome | None = None, tried: str = "") -> Response:
    """One rule."""
    said, lang = outcome or Outcome(), docs.lang
    view = alerts.rules.page(name)
    values = alerts.rules.values(name) | (_changes(lang, strict=False) if request.method == "POST" else {})
    body = pages.rule_page(
        view,
        values,
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
        may=person().may(Right.RULES),
        tried=tried,
        reason=request.form.get("reason", "")[:300],
    )
    return docs.answer(say("Rule", lang), body, here="peringatan", said=said)


def _changes(lang: str, *, strict: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {"review_on": request.form.get("review_on", "")[:10], "active": "active" in request.form}
    for name in ("fire", "clear", "fire_for", "clear_for", "least", "stage"):
        text = request.form.get(name, "").strip().replace(",", ".").replace("−", "-")[:20]
        try:
            number = float(text)
        except ValueError:
            if strict:
                label = say(dict(pages.NUMBERS)[name], lang)
                raise BadRequestError(msg("{field}: “{text}” is not a number.", field=label, text=text)) from None
            changes[name] = text  # shown again as it was written
            continue
        changes[name] = (
            number if name in ("fire", "clear") else (int(number) if number == number and abs(number) < 1e9 else -1)
        )
    return changes


def rule_changed(docs: Documents, alerts: Alerts, name: str) -> Any:
    """Try a change, or keep it."""
    lang = docs.lang
    require(Right.RULES)
    if "try" in request.form:
        outcome, done = attempt(
            lambda: alerts.rules.trial(name, _changes(lang, strict=True)), lang, "Nothing is kept yet."
        )
        if done is None:
            return rule(docs, alerts, name, outcome)
        words = msg(
            "It would have fired {n} times in the last 90 days; it would be firing in {now} areas now.",
            n=done[1].fired,
            now=done[1].standing,
        )
        return rule(docs, alerts, name, tried=say(words, lang))
    reason = request.form.get("reason", "")
    outcome, _ = attempt(
        lambda: alerts.rules.save(name, _changes(lang, strict=True), reason),
        lang,
        "The rule is changed; alerts are judged by it from now on.",
    )
    return (
        rule(docs, alerts, name, outcome) if outcome.problem else docs.go(f"peringatan/aturan/{name}", outcome.notice)
    )


def shift(docs: Documents, shifts: Shifts, outcome: Outcome | None = None) -> Response:
    """The handover sheet."""
    said, lang = outcome or Outcome(), docs.lang
    view = shifts.shift(shifts.starting(request.args.get("mulai", "")))
    body = pages.shift(view, prefix=docs.prefix, csrf=generate_csrf(), lang=lang, may=person().may(Right.NOTE))
    return docs.answer(
        say("Shift sheet", lang),
        body,
        here="peringatan",
        said=said,
    )


def message(docs: Documents, shifts: Shifts) -> Any:
    """Tell the next shift something."""
    outcome, _ = attempt(lambda: shifts.leave_message(request.form.get("text", "")), docs.lang, "The message is left.")
    return shift(docs, shifts, outcome) if outcome.problem else docs.go("sif", outcome.notice)
