"""Alerts as rows: chip, finding, cause, state with who and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from data.domain.alert_views import AlertsView, GroupView
from data.domain.alerts import SHIFT_NAMES, STATE_NAMES, AlertState
from data.domain.areas import within
from data.domain.errors import Message, Num, msg
from data.text import day, say, time_of_day
from layouts import elements as html
from layouts.components.panel import whole_rows
from layouts.drawn import Drawn

MOST_ROWS = 12
ROW = 69
"""Height of a row in pixels: three lines of words."""


def when(value: datetime | None, now: datetime, lang: str) -> str:
    """The time, with its day where that is another."""
    if value is None:
        return ""
    return (
        time_of_day(value, lang)
        if value.date() == now.date()
        else f"{day(value.date(), lang, 'd MMM')} {time_of_day(value, lang)}"
    )


def chip(group_stage: int, state: AlertState) -> Drawn:
    """The level: solid while nobody has it, an outline afterwards."""
    kind = "" if state is AlertState.FIRING else " outline"
    return html.Span(str(group_stage), className=f"chip alarm-{group_stage}{kind}", **{"aria-hidden": "true"})


def state_words(group: GroupView, lang: str) -> str:
    """New, acknowledged, recovering, as the row says it."""
    return say(STATE_NAMES[group.state], lang)


def title(group: GroupView, lang: str) -> str:
    """ "Wi-Fi points down, Kecamatan Cilodong"."""
    return say(msg("{cause}, {area}", cause=group.cause, area=group.name), lang)


def row(group: GroupView, *, now: datetime, prefix: str, lang: str, sees: str = "") -> Drawn:
    """One group as a link to its page; beside a map its chip chooses the area, inside ``sees``."""
    who = [group.acked_by, when(group.ack_until, now, lang)] if group.acked_by else [when(group.since, now, lang)]
    said = say(group.summary, lang) + (f" · {say('data too old, not judged', lang)}" if group.gated else "")
    words = say(msg("Choose {area}", area=group.name), lang)
    mark = chip(group.stage, group.state)
    named = {"aria-label": words, "data-area": group.area}
    button = html.Button(mark, type="button", className="alert-place", title=words, **named)
    head = button if sees and within(group.area, sees) else mark
    link = html.A(
        [
            html.Span([html.B(title(group, lang)), html.Small(said)], className="alert-words"),
            html.Span(
                [html.Span(state_words(group, lang)), html.Small(", ".join(words for words in who if words))],
                className="alert-state",
            ),
            html.Span(say(msg(", stage {n}", n=group.stage), lang), className="unseen"),
        ],
        href=f"{prefix}peringatan/{group.id}",
        **{"data-keep": "true"},
    )
    return html.Li([head, link], className=f"alert {group.state.value}")


def finding(view: AlertsView) -> Message:
    """How many, and how many nobody has taken."""
    if not view.groups:
        return msg("No alert is open")
    if not view.unhandled:
        return msg("{n} open, all taken", n=Num(len(view.groups)))
    return msg("{n} open, {new} taken by nobody", n=Num(len(view.groups)), new=Num(view.unhandled))


def caption(view: AlertsView, lang: str) -> str:
    """The shift and the day."""
    shift = SHIFT_NAMES[view.since.shift.start.hour]
    parts = [say(msg("{shift}, {day}", shift=shift, day=view.now.date()), lang)]
    if view.alerts > len(view.groups):
        parts.append(say(msg("{n} alerts in {k} groups", n=Num(view.alerts), k=Num(len(view.groups))), lang))
    if view.pending:
        parts.append(say(msg("{n} pending", n=Num(len(view.pending))), lang))
    if view.hidden:
        parts.append(say(msg("{n} about RW that your role does not see", n=Num(view.hidden)), lang))
    return ", ".join(parts)


def since_line(view: AlertsView, *, prefix: str, lang: str) -> Drawn:
    """What happened since the shift began."""
    counts = view.since
    begun = time_of_day(counts.shift.start, lang)
    parts: list[Any] = [
        html.B(say(msg("Since {time}", time=begun), lang)),
        html.Span(say(msg("{n} alerts began", n=Num(counts.started)), lang)),
        html.Span(say(msg("{n} resolved", n=Num(counts.resolved)), lang)),
        html.Span(say(msg("{n} shelved", n=Num(len(view.shelved))), lang)),
        html.A(say("Shift sheet", lang), href=f"{prefix}sif", **{"data-keep": "true"}),
    ]
    return html.P(parts, className="since")


def alerts_body(view: AlertsView, *, prefix: str, lang: str, sees: str) -> list[Any]:
    """The rows, new ones first, and what changed since the last shift; ``sees``: the area that the person may see."""
    if not view.evaluated and not view.groups:
        return [html.P(say("The newest data are being judged …", lang), className="note")]
    rows = [row(group, now=view.now, prefix=prefix, lang=lang, sees=sees) for group in view.groups[:MOST_ROWS]]
    empty = [] if rows else [html.P(say("Nothing is beyond its threshold.", lang), className="note")]
    listed = [whole_rows(rows, name="alerts", row=ROW, listed=True)] if rows else []
    return [*listed, *empty, since_line(view, prefix=prefix, lang=lang)]
