"""Tickets to the providers of Wi-Fi points as pages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.tickets import (
    CAUSES,
    REPEATED,
    REPEATED_DAYS,
    REPORT_DAYS,
    TICKET_STATES,
    ProviderRepairs,
    Ticket,
    TicketEvent,
    TicketsView,
)
from data.domain.views import Stamp
from data.domain.wifi_forms import NewTicket, TicketStep
from data.text import number, say
from layouts.documents.parts import columns, moment, panel, source, table
from layouts.kit.curves import Axes, CurveLine, curve_chart, stepped
from layouts.kit.forms import form_of

SERVICES = {"radio": "radio", "internet": "internet", "portal": "portal"}
HOURS = (0, 24, 48, 72, 120, 168)
"""Shown on the axis of the curve."""


@dataclass(frozen=True)
class Sources:
    """Where tickets, the monitor's log and the outages come from."""

    tickets: Stamp
    log: Stamp
    outages: Stamp


def tickets(
    view: TicketsView,
    names: Mapping[str, str],
    *,
    at: str,
    filled: Filled[NewTicket] | None,
    sources: Sources,
    csrf: str,
    lang: str,
) -> list[Any]:
    """Running tickets, how long repairs took, providers against the contract, points again and again.

    Parameters
    ----------
    filled : Filled or None
        The form of a new ticket; None for who may not open any.
    """
    running = msg("{n} tickets wait for a repair, the oldest first", n=Num(len(view.unrepaired)))
    empty = say("Nothing is to be mended.", lang)
    own = source(sources.tickets, lang)
    left = [panel(say(running, lang), [_table(view.unrepaired, names, at, lang, empty), own], kind="wide")]
    claimed = msg("{n} are said to be fixed, and nobody has verified it", n=Num(len(view.unverified)))
    empty = say("Nothing is to be verified.", lang)
    left.append(panel(say(claimed, lang), [_table(view.unverified, names, at, lang, empty), own], kind="wide"))
    left.append(
        panel(
            say("Providers against the contract, last 30 days", lang),
            [*_providers(view, lang), source(sources.outages, lang)],
            kind="wide",
        )
    )
    left.append(_services(view, sources.log, lang))
    newest = msg("The newest of {n} tickets", n=Num(view.number))
    left.append(
        panel(say(newest, lang), [_table(view.newest, names, at, lang, say("None yet.", lang)), own], kind="wide")
    )
    right = [panel(say("How long a repair takes", lang), [*_curve(view, lang), own]), _reported(view, names, lang)]
    right.append(_repeated(view, own, names, lang))
    if filled is not None:
        options = {"cause": [(cause, say(words, lang)) for cause, words in CAUSES.items()]}
        form = form_of(filled, msg("Open the ticket"), action=at, csrf=csrf, lang=lang, options=options)
        right.insert(0, panel(say("New ticket", lang), form, id="baru"))
    return [columns(left, right)]


def _table(rows: Sequence[Ticket], names: Mapping[str, str], at: str, lang: str, empty: str) -> Any:
    words = ("Ticket", "Points", "RW", "Provider", "Likely cause", "State", "Opened", "Hours", "Verified by")
    shown = [
        [
            html.A(row.code, href=f"{at}/{row.case}") if row.case is not None else row.code,
            _points(row, lang),
            names.get(row.area, row.area),
            row.provider or "–",
            say(CAUSES[row.cause], lang) if row.cause in CAUSES else row.cause,
            say(TICKET_STATES[row.state], lang),
            moment(row.opened, lang),
            number(row.hours, lang),
            row.verified_by or "–",
        ]
        for row in rows
    ]
    return table([say(word, lang) for word in words], shown, numeric=frozenset({7}), empty=empty)


def _points(row: Ticket, lang: str) -> str:
    if len(row.points) == 1:
        return row.points[0]
    return say(msg("{first} and {n} more", first=row.points[0], n=Num(len(row.points) - 1)), lang)


def _providers(view: TicketsView, lang: str) -> list[Any]:
    words = (
        "Provider",
        "Points in service",
        "Up, % of known time",
        "Minutes down",
        "Beyond the contract",
        "Tickets",
        "Running",
        "Median hours",
        "Within a day, %",
    )
    rows = [_provider(row, lang) for row in view.providers]
    note = (
        "The contract asks for 99.8 % of the known time of each point; minutes down beyond that are added up point by "
        "point. A repair counts when somebody else has verified it; tickets that are not over count as open."
    )
    numeric = frozenset(range(1, len(words)))
    return [
        table([say(word, lang) for word in words], rows, numeric=numeric),
        html.P(say(note, lang), className="note"),
    ]


def _services(view: TicketsView, stamp: Stamp, lang: str) -> html.Section:
    """Radio, internet and portal against the contract, by the monitor's log."""
    words = ("Service", "Up, % of known time", "Not known, %", "Points under 99.8 %", "Points")
    rows = [
        [
            say(SERVICES[row.service], lang),
            _known(row.share, lang, 2),
            _known(row.unknown, lang, 2),
            number(row.under, lang),
            number(row.points, lang),
        ]
        for row in view.services
    ]
    empty = say("No log of the monitor has been loaded for these days.", lang)
    heads = [say(word, lang) for word in words]
    body = table(heads, rows, numeric=frozenset(range(1, len(words))), empty=empty)
    title = say("Services against the contract, last 30 days", lang)
    return panel(title, [body, source(stamp, lang)], kind="wide")


def _provider(row: ProviderRepairs, lang: str) -> list[str]:
    return [
        row.provider or say("All", lang),
        number(row.points, lang),
        _known(row.availability, lang, 2),
        number(row.down_minutes, lang),
        number(row.beyond_minutes, lang),
        number(row.tickets, lang),
        number(row.running, lang),
        _known(row.median_hours, lang, 1),
        _known(row.within_day, lang, 1),
    ]


def _known(value: float, lang: str, decimals: int) -> str:
    return "–" if math.isnan(value) else number(value, lang, decimals)


def _curve(view: TicketsView, lang: str) -> list[Any]:
    everybody = view.providers[-1]
    if len(view.curve.time) == 1:
        return [html.P(say("No repair has been verified yet.", lang), className="muted")]
    finding = msg(
        "Half of the tickets were repaired within {n} hours, as far as it is verified", n=Num(everybody.median_hours, 1)
    )
    if math.isnan(everybody.median_hours):
        finding = msg("Fewer than half of the tickets have a verified repair")
    course, low, high = view.curve.percent(HOURS[-1])
    axes = Axes(
        say("hours since the ticket was opened", lang),
        say("% not repaired", lang),
        [(hours, number(hours, lang)) for hours in HOURS],
        [(share, number(share, lang)) for share in (0, 25, 50, 75, 100)],
    )
    lines = [CurveLine(say("not repaired", lang), "first", stepped(course))]
    note = say("The band is the 95 % interval; open tickets count as open (Kaplan and Meier).", lang)
    chart = curve_chart(lines, axes, label=say(finding, lang), lang=lang, band=(stepped(low), stepped(high)))
    return [html.P(html.B(say(finding, lang))), *chart, html.P(note, className="note")]


def _reported(view: TicketsView, names: Mapping[str, str], lang: str) -> html.Section:
    """What citizens report on the public pages, never a single one."""
    title = say(msg("Reports by citizens in {d} days, {n}", d=REPORT_DAYS, n=Num(view.reports)), lang)
    heads = [say(word, lang) for word in ("Point", "RW", "Reports")]
    rows = [[point, names.get(area, area), number(count, lang)] for point, area, count in view.reported]
    note = say("A point is shown from three reports on; who reports is not known.", lang)
    body = [table(heads, rows, numeric=frozenset({2}), empty=say("No point.", lang)), html.P(note, className="note")]
    return panel(title, body)


def _repeated(view: TicketsView, own: Any, names: Mapping[str, str], lang: str) -> html.Section:
    title = say(msg("Points with {n} or more tickets in {d} days", n=REPEATED, d=REPEATED_DAYS), lang)
    heads = [say(word, lang) for word in ("Point", "RW", "Tickets")]
    rows = [[point, names.get(area, area), number(count, lang)] for point, area, count in view.repeated]
    return panel(title, [table(heads, rows, numeric=frozenset({2}), empty=say("No point.", lang)), own])


def ticket(
    row: Ticket,
    record: Sequence[TicketEvent],
    names: Mapping[str, str],
    *,
    at: str,
    lost: str,
    filled: Filled[TicketStep] | None,
    steps: Sequence[tuple[str, str]],
    csrf: str,
    lang: str,
) -> list[Any]:
    """One ticket of the room: what it is about, its record, and the step that may follow.

    Parameters
    ----------
    lost : str
        Address of what is lost while these points are down.
    steps : sequence of (id, words)
        Which the person may take now.
    """
    facts = [
        (say("State", lang), html.B(say(TICKET_STATES[row.state], lang))),
        (say("Provider", lang), row.provider),
        (say("Likely cause", lang), say(CAUSES[row.cause], lang)),
        (say("RW", lang), names.get(row.area, row.area)),
        (say("Points", lang), ", ".join(row.points)),
        (say("Opened", lang), moment(row.opened, lang)),
        (say("Hours", lang), number(row.hours, lang, 1)),
    ]
    listed = html.Dl([piece for name, value in facts for piece in (html.Dt(name), html.Dd(value))], className="facts")
    down = html.A(
        say("Who loses what while they are down", lang), href=f"{lost}?{urlencode({'down': ','.join(row.points)})}"
    )
    heads = [say(word, lang) for word in ("When", "Who", "State", "Note")]
    lines = [[moment(each.at, lang), each.actor, say(each.after, lang), each.note] for each in record]
    left = [panel(row.code, [listed, html.P(down)]), panel(say("Record", lang), table(heads, lines), kind="wide")]
    right = []
    if filled is not None and steps:
        form = form_of(filled, msg("Write it down"), action=at, csrf=csrf, lang=lang, options={"step": steps})
        note = say("Who wrote down that it was fixed cannot verify it.", lang)
        right = [panel(say("What has happened", lang), [form, html.P(note, className="note")])]
    return [columns(left, right)]
