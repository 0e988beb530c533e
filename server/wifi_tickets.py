"""Tickets to the providers of Wi-Fi points: parse → ask → draw."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.people import Right, person, require
from data.domain.wifi_forms import NewTicket, TicketStep
from data.service.wifi_tickets import WifiTickets
from data.text import say
from layouts.documents import wifi_tickets as pages
from server.desk import Documents, Outcome
from server.forms import FormRoute, filled_in, submit

AT = "wifi/tiket"


def mount_wifi_tickets(server: Flask, docs: Documents, tickets: WifiTickets) -> None:
    """Add the routes."""
    at, add = f"{docs.prefix}{AT}", server.add_url_rule
    add(at, "wifi_tickets", lambda: listed(docs, tickets))
    add(at, "wifi_ticket_open", lambda: opened(docs, tickets), methods=["POST"])
    add(f"{at}/<int:number>", "wifi_ticket", lambda number: ticket(docs, tickets, number))
    add(f"{at}/<int:number>", "wifi_ticket_step", lambda number: stepped(docs, tickets, number), methods=["POST"])


def listed(docs: Documents, tickets: WifiTickets, outcome: Outcome | None = None) -> Response:
    """Every running ticket, and what the tickets say of the providers."""
    require(Right.CITY)
    lang, filled = docs.lang, None
    if person().may(Right.ALERTS):
        asked = {name: request.args[name] for name in ("points", "cause") if request.args.get(name)}
        filled = filled_in(outcome, NewTicket, **asked)
    stamps = (docs.room.source(name) for name in ("wifi-tickets", "wifi-log", "wifi-outages"))
    body = pages.tickets(
        tickets.view(),
        docs.room.names(),
        at=f"{docs.prefix}{AT}",
        filled=filled,
        sources=pages.Sources(*stamps),
        csrf=generate_csrf(),
        lang=lang,
    )
    lead = say("What providers were asked to mend, how long it took, and what the contract says.", lang)
    return docs.answer(say("Tickets to the providers", lang), body, here="wifi", lead=lead, said=outcome)


def opened(docs: Documents, tickets: WifiTickets) -> Any:
    """Open a ticket."""
    return submit(
        docs,
        FormRoute(
            NewTicket,
            right=Right.ALERTS,
            command=tickets.open,
            done="The ticket is open.",
            show=lambda outcome: listed(docs, tickets, outcome),
            then=lambda number: f"{AT}/{number}",
        ),
    )


def ticket(docs: Documents, tickets: WifiTickets, number: int, outcome: Outcome | None = None) -> Response:
    """One ticket."""
    lang = docs.lang
    row, record, version, steps = tickets.ticket(number)
    body = pages.ticket(
        row,
        record,
        docs.room.names(),
        at=f"{docs.prefix}{AT}/{number}",
        lost=f"{docs.prefix}wifi/gangguan",
        filled=filled_in(outcome, TicketStep, seen=version) if steps else None,
        steps=[(name, say(words, lang)) for name, words in steps],
        csrf=generate_csrf(),
        lang=lang,
    )
    return docs.answer(say("Ticket to a provider", lang), body, here="wifi", said=outcome)


def stepped(docs: Documents, tickets: WifiTickets, number: int) -> Any:
    """Take a step with a ticket."""
    return submit(
        docs,
        FormRoute(
            TicketStep,
            right=Right.ALERTS,
            command=lambda form: tickets.lead_on(number, form),
            done="It is written down.",
            show=lambda outcome: ticket(docs, tickets, number, outcome),
            then=lambda _: f"{AT}/{number}",
        ),
    )
