"""Alerts, one alert, the rules, and the shift's sheet, as pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html

from data.domain.alert_views import (
    AlertsView,
    AlertView,
    GroupPage,
    RuleView,
    ShiftLine,
    ShiftView,
    StageView,
    SuppressionView,
)
from data.domain.alerts import SHIFT_NAMES, STATE_NAMES, VERDICTS, AlertState, Shift
from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.room_forms import ReviewAlert, RuleChange, ShelveAlert, ShiftWord, TakeAlert
from data.text import age, day, number, say, time_of_day
from layouts.components.alerts import row, state_words, title, when
from layouts.components.panel import bar, simulated
from layouts.components.stage import finding, gauge, lowering
from layouts.documents.alert_pictures import course_panel, days_panel, where_panel
from layouts.documents.parts import button, columns, moment, panel, small_form, table
from layouts.kit.forms import form_of, hidden_parts, inputs_of

HOURS = ((1, "1 hour"), (4, "4 hours"), (8, "a shift (8 hours)"), (24, "1 day"), (72, "3 days"), (168, "7 days"))


def _hours(lang: str) -> list[tuple[str, str]]:
    return [(str(hours), say(words, lang)) for hours, words in HOURS]


def overview(view: AlertsView, past: Sequence[AlertView], *, prefix: str, csrf: str, lang: str, may: bool) -> list[Any]:
    """Everything that is open, what is put aside, and what is over."""
    rows = [row(group, now=view.now, prefix=prefix, lang=lang) for group in view.groups]
    open_ = (
        html.Ul(rows, className="alerts")
        if rows
        else html.P(say("Nothing is beyond its threshold.", lang), className="muted")
    )
    links = html.P(
        [
            html.A(say("Rules and back-test", lang), href=f"{prefix}peringatan/aturan"),
            " · ",
            html.A(say("Shift sheet", lang), href=f"{prefix}sif"),
        ]
    )
    left = [
        panel(say(msg("Open: {n}", n=Num(len(view.groups))), lang), [open_, links], kind="wide"),
        _past(past, prefix, lang),
    ]
    waiting = [
        [
            say(msg("{cause}, {area}", cause=alert.cause, area=alert.name), lang),
            say(alert.value, lang) if alert.value else "–",
            say(alert.began, lang),
        ]
        for alert in view.pending
    ]
    heads = [say(word, lang) for word in ("Alert", "Value", "Began")]
    left.insert(1, panel(say("Pending", lang), table(heads, waiting, empty=say("None.", lang)), kind="wide"))
    right = [
        panel(say("Put aside", lang), _shelves(view.shelved, prefix=prefix, csrf=csrf, lang=lang, may=may)),
        _legend(lang),
    ]
    return [columns(left, right)]


def _shelves(shelves: Sequence[SuppressionView], *, prefix: str, csrf: str, lang: str, may: bool) -> Any:
    if not shelves:
        return html.P(say("Nothing is put aside.", lang), className="muted")
    return html.Ul(
        [
            html.Li(
                [
                    html.B(say(msg("{cause}, {area}", cause=shelf.cause, area=shelf.name), lang)),
                    html.P(
                        say(
                            msg(
                                "until {time}, {actor}: {reason}",
                                time=moment(shelf.until, lang),
                                actor=shelf.actor,
                                reason=shelf.reason,
                            ),
                            lang,
                        )
                    ),
                    small_form(f"{prefix}peringatan/lepas", say("Take up again", lang), csrf, shelf=str(shelf.id))
                    if may
                    else "",
                ]
            )
            for shelf in shelves
        ],
        className="alerts shelves",
    )


def _legend(lang: str) -> Any:
    words = (
        (say("pending", lang), say("over the threshold, not yet for long enough; told to nobody", lang)),
        (say("firing", lang), say("for long enough; somebody must look", lang)),
        (say("acknowledged", lang), say("somebody has it until a time; then it fires again", lang)),
        (say("recovering", lang), say("on the good side, not yet for long enough", lang)),
        (say("resolved", lang), say("over; somebody says whether it was useful", lang)),
    )
    return panel(
        say("States", lang),
        html.Dl([element for name, text in words for element in (html.Dt(name), html.Dd(text))], className="states"),
    )


def _past(past: Sequence[AlertView], prefix: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Over", "Stage", "Alert", "Began", "State")]
    lines = [
        [
            moment(alert.resolved_at, lang),
            str(alert.stage),
            html.A(
                say(msg("{cause}, {area}", cause=alert.cause, area=alert.name), lang),
                href=f"{prefix}peringatan/{alert.id}",
            ),
            say(alert.began, lang),
            say(VERDICTS[alert.verdict], lang) if alert.verdict in VERDICTS else say("not reviewed", lang),
        ]
        for alert in past[:60]
    ]
    return panel(say("Over", lang), table(heads, lines, empty=say("None yet.", lang)), kind="wide")


def group_page(
    page: GroupPage, forms: AlertForms, shapes: bytes, *, prefix: str, csrf: str, lang: str, may: bool
) -> list[Any]:
    """One group: what, where, who, what to do, what happened.

    Parameters
    ----------
    shapes : bytes
        GeoJSON of the kelurahan that the person may see.
    """
    group = page.group
    over = group.state in (AlertState.RESOLVED, AlertState.REVIEWED)
    facts = [
        (say("State", lang), state_words(group, lang)),
        (say("Stage", lang), str(group.stage)),
        (say("Owner", lang), group.owner),
        (say("Since", lang), moment(group.since, lang)),
    ]
    if group.shelved_until is not None:
        facts[0] = (say("State", lang), f"{say('put aside until', lang)} {moment(group.shelved_until, lang)}")
    if group.acked_by:
        facts.append((say("Taken by", lang), f"{group.acked_by}, {say('until', lang)} {moment(group.ack_until, lang)}"))
    head = [html.Dl([html.Div([html.Dt(name), html.Dd(text)]) for name, text in facts], className="facts")]
    if group.gated:
        head.append(html.P([bar("stale"), say("The feed is too old: this alert stands still until data come.", lang)]))
    left = [
        panel(
            title(group, lang),
            [*head, _members(page, lang)],
            kind="wide",
            kicker=say(msg("Alert, stage {n}", n=group.stage), lang),
        ),
        *(course_panel(course, lang) for course in page.courses),
        panel(say("What happened", lang), _history(page, lang), kind="wide"),
    ]
    where = where_panel(page, shapes, lang)
    right = [_sheet(rule, prefix, lang) for rule in page.rules]
    if may:
        right = [*_forms(page, forms, prefix=prefix, csrf=csrf, lang=lang, over=over), *right]
    return [columns(left, [*([where] if where is not None else []), *right])]


def _members(page: GroupPage, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Area", "Value", "Data to", "Began", "State", "Note")]
    rows = [
        [
            html.B(say(member.name, lang)),
            say(member.value, lang) if member.value else "–",
            day(member.day, lang),
            say(member.began, lang),
            _state_of(member, page.now, lang),
            member.ack_note or "",
        ]
        for member in page.group.members
    ]
    return table(heads, rows)


def _state_of(alert: AlertView, now: datetime, lang: str) -> str:
    words = say(STATE_NAMES[alert.state], lang)
    if alert.shelved_until is not None:
        return f"{words}, {say('put aside until', lang)} {when(alert.shelved_until, now, lang)}"
    if alert.acked_by and alert.state in (AlertState.ACKNOWLEDGED, AlertState.RECOVERING):
        return f"{words}, {alert.acked_by}, {when(alert.ack_until, now, lang)}"
    return words


def _history(page: GroupPage, lang: str) -> Any:
    heads = [say(word, lang) for word in ("When", "Area", "Step", "By", "Value", "Note")]
    rows = [
        [
            moment(step.at, lang),
            say(step.name, lang),
            say(STATE_NAMES[step.after], lang),
            say("the room", lang) if step.actor == "room" else step.actor,
            say(step.value, lang) if step.value else "–",
            step.note,
        ]
        for step in page.history
    ]
    return table(heads, rows, empty=say("None yet.", lang))


@dataclass(frozen=True)
class AlertForms:
    """What stands in the forms of an alert's page."""

    take: Filled[TakeAlert]
    shelve: Filled[ShelveAlert]
    review: Filled[ReviewAlert]


def _forms(page: GroupPage, forms: AlertForms, *, prefix: str, csrf: str, lang: str, over: bool) -> list[Any]:
    group = page.group
    at = f"{prefix}peringatan/{group.id}"
    if over:
        if group.state is AlertState.REVIEWED:
            return []
        verdicts = [(name, say(words, lang)) for name, words in VERDICTS.items()]
        review = form_of(
            forms.review, msg("Review"), action=f"{at}/tinjau", csrf=csrf, lang=lang, options={"verdict": verdicts}
        )
        return [panel(say("Review", lang), review)]
    if group.shelved_until is not None:
        words = say("Put aside: it is taken up again on the page of all alerts.", lang)
        return [
            panel(
                say("Put aside", lang),
                html.P([words, " ", html.A(say("All alerts", lang), href=f"{prefix}peringatan")]),
            )
        ]
    many = (
        say(msg("All {n} alerts of this group at once.", n=Num(len(group.members))), lang)
        if len(group.members) > 1
        else ""
    )
    hours = {"hours": _hours(lang)}
    take = form_of(forms.take, msg("I take it"), action=f"{at}/terima", csrf=csrf, lang=lang, options=hours)
    quiet = [button(say("Put aside", lang), kind="quiet")]
    aside = form_of(forms.shelve, quiet, action=f"{at}/tunda", csrf=csrf, lang=lang, options=hours)
    return [
        panel(say("Take it", lang), [html.P(many, className="muted"), take] if many else take),
        panel(
            say("Put aside", lang),
            [
                html.P(
                    f"{many} " + say("It stays judged, but is shown to nobody until the time is over.", lang),
                    className="muted",
                ),
                aside,
            ],
        ),
    ]


def _steps(rule: RuleView, lang: str) -> Any:
    return html.Ol([html.Li(say(text, lang)) for text in rule.actions], className="steps")


def _sheet(rule: RuleView, prefix: str, lang: str) -> Any:
    """The action sheet of a rule."""
    body = [
        html.P(say(rule.reason, lang)),
        _steps(rule, lang),
        html.P([html.B(say("Fires: ", lang)), say(rule.fires, lang)], className="muted"),
        html.P([html.B(say("Clears: ", lang)), say(rule.clears, lang)], className="muted"),
        html.P(
            [
                _review_words(rule, lang),
                " · ",
                html.A(say("The rule", lang), href=f"{prefix}peringatan/aturan/{rule.id}"),
            ]
        ),
    ]
    return panel(say("What to do", lang), body, kicker=f"{say(rule.cause, lang)} · {rule.owner}")


def _review_words(rule: RuleView, lang: str) -> str:
    if rule.due:
        return say(msg("Review of the rule is due since {day}", day=rule.review_on), lang)
    return say(msg("Review of the rule on {day}", day=rule.review_on), lang)


def rules(rows: Sequence[RuleView], stage: StageView, *, prefix: str, lang: str) -> list[Any]:
    """Every rule, the greatest burden first, and the rules of the stage."""
    heads = [
        say(word, lang)
        for word in (
            "Rule",
            "Level",
            "Stage",
            "Fires",
            "Clears",
            "Fired in 90 days",
            "Over in 3 days",
            "Again in 7 days",
            "Now",
            "Nuisance",
            "Burden",
            "Review",
        )
    ]
    lines = [
        [
            html.A(html.B(say(rule_view.cause, lang)), href=f"{prefix}peringatan/aturan/{rule_view.id}"),
            say(LEVEL_WORDS[rule_view.level.value], lang),
            str(rule_view.stage),
            say(rule_view.fires, lang),
            say(rule_view.clears, lang),
            number(rule_view.fired, lang),
            number(rule_view.short, lang),
            number(rule_view.again, lang),
            number(rule_view.standing, lang),
            number(rule_view.nuisance, lang),
            number(rule_view.burden, lang),
            html.Span(day(rule_view.review_on, lang), className="short" if rule_view.due else ""),
        ]
        for rule_view in rows
    ]
    note = say(
        "Burden = 3 × nuisance verdicts + 2 × begun again within 7 days + over within 3 days. Counts are a "
        "back-test on the last 90 days as they are known now, areas together.",
        lang,
    )
    numbers = frozenset(range(5, 11))
    return [
        panel(
            say("Alert rules, the most troublesome first", lang),
            [table(heads, lines, numeric=numbers), html.P(note, className="note")],
            kind="wide",
        ),
        panel(say("Rules of the stage", lang), _stage_rules(stage, lang), kind="wide"),
    ]


def _stage_rules(stage: StageView, lang: str) -> list[Any]:
    heads = [say(word, lang) for word in ("Subject", "Now", "Adds", "Rule")]
    lines = [
        [
            say(subject_stage.title, lang),
            say(cause.text, lang),
            number(cause.points, lang),
            say(cause.rule, lang),
        ]
        for subject_stage in stage.subjects
        for cause in subject_stage.causes
    ]
    words = msg(
        "A subject's stage is 1 and what its criteria add, at most 5; the city's is the highest. It rises at "
        "once and falls after {days} days. Version {n}, in force from {day}.",
        days=Num(stage.lower_after),
        n=stage.version,
        day=stage.in_force,
    )
    return [table(heads, lines, numeric=frozenset({2})), html.P(say(words, lang), className="note")]


LEVEL_WORDS = {"kota": "City", "kecamatan": "Kecamatan", "kelurahan": "Kelurahan", "rw": "RW"}
NUMBERS = ("fire", "fire_for", "clear", "clear_for", "least", "stage")


def rule_page(
    rule: RuleView,
    filled: Filled[RuleChange],
    *,
    prefix: str,
    csrf: str,
    lang: str,
    may: bool,
    tried: str = "",
    tried_days: Sequence[int] = (),
) -> list[Any]:
    """One rule: what it says, what it would have done, and the form to change it."""
    facts = [
        (say("Fired in 90 days", lang), rule.fired),
        (say("Over within 3 days", lang), rule.short),
        (say("Begun again within 7 days", lang), rule.again),
        (say("Firing now", lang), rule.standing),
        (say("Nuisance", lang), rule.nuisance),
        (say("Useful", lang), rule.useful),
    ]
    counts = html.Dl(
        [html.Div([html.Dt(name), html.Dd(number(value, lang))]) for name, value in facts], className="facts counts"
    )
    changed = ""
    if rule.changed_by:
        changed = say(msg("Changed by {who}, {when}.", who=rule.changed_by, when=moment(rule.changed_at, lang)), lang)
    days = days_panel(rule, lang, tried_days)
    left = [
        panel(
            say(rule.cause, lang),
            [
                html.P(say(rule.reason, lang)),
                html.P([html.B(say("Fires: ", lang)), say(rule.fires, lang)]),
                html.P([html.B(say("Clears: ", lang)), say(rule.clears, lang)]),
                counts,
                html.P(f"{rule.owner} · {_review_words(rule, lang)}", className="muted"),
                html.P(changed, className="muted"),
            ],
            kind="wide",
            kicker=rule.id,
        ),
        *([days] if days is not None else []),
    ]
    steps = panel(say("What to do", lang), _steps(rule, lang))
    if not may:
        return [columns(left, [steps])]
    at = f"{prefix}peringatan/aturan/{rule.id}"
    shown = inputs_of(filled, lang=lang)
    numbers = html.Div([shown.pop(name) for name in NUMBERS], className="pairs")
    buttons = html.Div(
        [
            button(say("Try on the last 90 days", lang), kind="quiet", name="try", value="1"),
            button(say("Keep", lang)),
        ],
        className="form row",
    )
    change = html.Form(
        [*hidden_parts(filled, csrf), numbers, *shown.values(), buttons],
        action=at,
        method="post",
        className="form",
        **{"data-draft": f"RuleChange {rule.id}"},
    )
    notice = [html.P(tried, className="notice", role="status")] if tried else []
    return [columns(left, [panel(say("Change the rule", lang), [*notice, change]), steps])]


# -- the shift -----------------------------------------------------------------------------------


def shift_title(shift: Shift, lang: str) -> str:
    """ "afternoon shift, 16 Feb 2022, 14.00–22.00"."""
    name = say(SHIFT_NAMES[shift.start.hour], lang)
    return f"{name}, {day(shift.start.date(), lang)}, {time_of_day(shift.start, lang)}–{time_of_day(shift.end, lang)}"


def shift(view: ShiftView, filled: Filled[ShiftWord], *, prefix: str, csrf: str, lang: str, may: bool) -> list[Any]:
    """The handover sheet."""
    before = view.shift.before
    nav = html.P(
        [
            html.A(
                say("The shift before", lang), href=f"{prefix}sif?mulai={before.start.isoformat(timespec='minutes')}"
            ),
            *([] if view.current else [" · ", html.A(say("The current shift", lang), href=f"{prefix}sif")]),
            " · ",
            html.A(
                say("As PDF", lang),
                href=f"{prefix}sif.pdf?mulai={view.shift.start.isoformat(timespec='minutes')}",
                download="sif.pdf",
            ),
        ]
    )
    counts = view.counts
    numbers = [
        (say("Alerts begun", lang), counts.started),
        (say("Taken", lang), counts.acknowledged),
        (say("Resolved", lang), counts.resolved),
        (say("Put aside", lang), counts.shelved),
        (say("Groups still open", lang), len(view.open)),
        (say("Loads", lang), len(view.loads)),
    ]
    facts = html.Dl(
        [html.Div([html.Dt(name), html.Dd(number(value, lang))]) for name, value in numbers], className="facts counts"
    )
    head: list[Any] = [nav, facts]
    if view.stage is not None:
        head.append(_stage_line(view.stage, lang))
    open_ = [row(group, now=view.now, prefix=prefix, lang=lang) for group in view.open]
    left = [
        panel(shift_title(view.shift, lang), head, kind="wide", kicker=say("Shift sheet", lang)),
        panel(
            say("Open now, for the next shift", lang),
            html.Ul(open_, className="alerts") if open_ else html.P(say("Nothing is open.", lang)),
            kind="wide",
        ),
        panel(say("What happened", lang), _lines(view.lines, lang), kind="wide"),
        panel(say("Data that came in", lang), _lines(view.loads, lang), kind="wide"),
    ]
    tag = [simulated(lang)] if view.simulated else []
    right = [
        panel(
            say("Messages to the next shift", lang),
            [_messages(view, lang), *_message_form(filled, prefix, csrf, lang, may)],
        )
    ]
    right += [panel(say("Put aside", lang), _shelves(view.shelved, prefix=prefix, csrf=csrf, lang=lang, may=False))]
    right += [panel(say("Freshness of data", lang), [_feeds(view, lang), *tag])]
    return [columns(left, right)]


def _stage_line(stage: StageView, lang: str) -> Any:
    words = [html.B(say(finding(stage), lang)), html.Br(), " ".join(lowering(stage, lang))]
    return html.Div([gauge(stage.stage, kind="small"), html.P(words)], className="stage-line")


def _lines(lines: Sequence[ShiftLine], lang: str) -> Any:
    heads = [say(word, lang) for word in ("When", "What", "By", "Note")]
    rows = [
        [moment(line.at, lang), say(line.text, lang), line.actor or say("the room", lang), line.note]
        for line in reversed(lines)
    ]
    return table(heads, rows, empty=say("Nothing in this shift.", lang))


def _messages(view: ShiftView, lang: str) -> Any:
    if not view.messages:
        return html.P(say("No message.", lang), className="muted")
    return html.Ul(
        [
            html.Li(
                [
                    html.P(say(message.text, lang)),
                    html.Small(f"{message.actor}, {moment(message.at, lang)}", className="muted"),
                ]
            )
            for message in view.messages
        ],
        className="alerts shelves",
    )


def _message_form(filled: Filled[ShiftWord], prefix: str, csrf: str, lang: str, may: bool) -> list[Any]:
    action = f"{prefix}sif/pesan"
    return [form_of(filled, msg("Leave the message"), action=action, csrf=csrf, lang=lang)] if may else []


def _feeds(view: ShiftView, lang: str) -> Any:
    return html.Ul(
        [
            html.Li(
                [
                    bar(feed.freshness.value),
                    html.B(say(feed.title, lang)),
                    f" {age(feed.age_hours, lang)} ",
                    html.Span(f"({say('feed ' + feed.freshness.value, lang)})", className="muted"),
                ]
            )
            for feed in view.feeds
        ],
        className="feeds",
    )
