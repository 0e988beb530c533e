"""Accounts, tokens, sessions and the audit log: parse → ask → draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask, Response, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import Message, msg
from data.domain.forms import read_form
from data.domain.people import Right, person
from data.domain.room_forms import AccountOffice, AuditFilter, NewAccount, NewToken, OwnPassword
from data.text import say
from layouts.documents import people as pages
from server.desk import Documents, Outcome, attempt, whole
from server.forms import FormRoute, asked_first, filled_in, submit


def mount_people(server: Flask, docs: Documents) -> None:
    """Add the pages about accounts, sessions and the audit log."""
    at, add = docs.prefix, server.add_url_rule
    add(f"{at}saya", "own", lambda: own(docs, Outcome()))
    add(f"{at}saya/sandi", "own_password", partial(own_password, docs), methods=["POST"])
    add(f"{at}saya/sesi", "own_session", partial(own_session, docs), methods=["POST"])
    add(f"{at}akun", "accounts", lambda: accounts(docs, Outcome()))
    for name, answer in ACCOUNT_ACTIONS.items():
        add(f"{at}akun/{name}", f"accounts_{name}", partial(answer, docs), methods=["POST"])
    add(f"{at}jejak", "audit", lambda: audit(docs))


def own(docs: Documents, outcome: Outcome) -> Response:
    """One's own password and sessions."""
    who, lang = person(), docs.lang
    sessions, filled = docs.people.own_sessions(), filled_in(outcome, OwnPassword)
    body = pages.own(who, sessions, filled, prefix=docs.prefix, csrf=generate_csrf(), lang=lang)
    lead = say("This is a one-time password: choose your own before you go on.", lang) if who.must_change else ""
    said = Outcome(warning=lead) if lead and not outcome.problem else outcome
    return docs.answer(say("My account", lang), body, here="saya", said=said)


def own_password(docs: Documents) -> Any:
    """Change one's own password."""
    first = person().must_change
    return submit(
        docs,
        FormRoute(
            OwnPassword,
            right=Right.READ,
            command=lambda form: docs.people.change_password(form.current, form.new),
            # The room's own pages show no notice; it would stand on the next document.
            done="" if first else "The password is changed; other sessions have ended.",
            show=partial(own, docs),
            then=lambda _: "" if first else "saya",
        ),
    )


def own_session(docs: Documents) -> Any:
    """End one of one's own sessions."""
    outcome, _ = attempt(lambda: docs.people.revoke_session(_number("session")), docs.lang, "The session has ended.")
    return own(docs, outcome) if outcome.problem else docs.go("saya", outcome.notice)


def accounts(docs: Documents, outcome: Outcome) -> Response:
    """Accounts, tokens and sessions of everybody."""
    lang = docs.lang
    body = pages.everybody(
        docs.people.overview(),
        filled_in(outcome, NewAccount),
        filled_in(outcome, NewToken),
        filled_in(outcome, AccountOffice),
        prefix=docs.prefix,
        csrf=generate_csrf(),
        lang=lang,
    )
    once = [outcome.once] if outcome.once is not None else []
    return docs.answer(say("Accounts and tokens", lang), [*once, *body], here="akun", said=outcome)


def _number(name: str) -> int:
    return whole(request.form.get(name, ""))


def _shown_once(docs: Documents, done: str, what: str, secret: str | None) -> Response:
    """The page with a secret that is not shown again; sent again, the form does nothing."""
    lang = docs.lang
    secret_part = pages.secret(say(what, lang), secret or "–", lang)
    return accounts(docs, Outcome(notice=say(done, lang), once=secret_part))


def new_account(docs: Documents) -> Any:
    """Make an account."""
    return submit(
        docs,
        FormRoute(
            NewAccount,
            right=Right.ACCOUNTS,
            command=lambda form: docs.people.make_account(form.username, form.role, form.area, opd=form.opd),
            done="The account is made.",
            show=partial(accounts, docs),
            then=lambda secret: _shown_once(docs, "The account is made.", "One-time password:", secret),
        ),
    )


def office(docs: Documents) -> Any:
    """Give an official another office."""
    return submit(
        docs,
        FormRoute(
            AccountOffice,
            right=Right.ACCOUNTS,
            command=lambda form: docs.people.set_opd(form.username, form.opd),
            done="The account has this office now.",
            show=partial(accounts, docs),
            then=lambda _: "akun",
        ),
    )


def new_token(docs: Documents) -> Any:
    """Make a token."""
    return submit(
        docs,
        FormRoute(
            NewToken,
            right=Right.ACCOUNTS,
            command=lambda form: docs.people.make_token(
                form.name, form.kind, form.role, form.area, form.days, opd=form.opd
            ),
            done="The token is made.",
            show=partial(accounts, docs),
            then=lambda secret: _shown_once(docs, "The token is made.", "Token:", secret),
        ),
    )


def new_password(docs: Documents) -> Any:
    """Give an account a one-time password, which ends its sessions."""
    name = request.form.get("username", "").strip()
    question = msg("“{name}” gets a one-time password, and all its sessions end.", name=name[:40])
    if (asked := asked_first(docs, Right.ACCOUNTS, question, "New password", "akun")) is not None:
        return asked
    outcome, secret = attempt(lambda: docs.people.reset_password(name), docs.lang, "")
    done = "The account has a new one-time password; its sessions have ended."
    return accounts(docs, outcome) if outcome.problem else _shown_once(docs, done, "One-time password:", secret)


def _changing(
    action: Callable[[Documents], object], done: str, question: Callable[[], Message] | None = None, words: str = ""
) -> Callable[[Documents], Any]:
    """A button of the page; what ends something asks first."""

    def change(docs: Documents) -> Any:
        if question is not None and (asked := asked_first(docs, Right.ACCOUNTS, question(), words, "akun")) is not None:
            return asked
        outcome, _ = attempt(lambda: action(docs), docs.lang, done)
        return accounts(docs, outcome) if outcome.problem else docs.go("akun", outcome.notice)

    return change


def _name() -> str:
    return request.form.get("username", "").strip()


ACCOUNT_ACTIONS: dict[str, Callable[[Documents], Any]] = {
    "baru": new_account,
    "sandi": new_password,
    "token": new_token,
    "opd": office,
    "tutup": _changing(
        lambda docs: docs.people.set_active(_name(), active=False),
        "The account is closed; its sessions have ended.",
        lambda: msg("“{name}” can no longer sign in, and all its sessions end.", name=_name()[:40]),
        "Close",
    ),
    "buka": _changing(lambda docs: docs.people.set_active(_name(), active=True), "The account is open."),
    "token/cabut": _changing(
        lambda docs: docs.people.revoke_token(_number("token")),
        "The token is revoked.",
        lambda: msg("What uses this token is shut out at once."),
        "Revoke",
    ),
    "sesi": _changing(lambda docs: docs.people.revoke_session(_number("session")), "The session has ended."),
}


def audit(docs: Documents) -> Response:
    """The audit log."""
    before = request.args.get("before", "")
    filled = read_form(AuditFilter, request.args)
    # A filter that cannot be understood is cut, never left out: it would show everything.
    cut = {"actor": request.args.get("actor", "")[:60], "action": request.args.get("action", "")[:40]}
    chosen = filled.form or AuditFilter(**cut)
    view = docs.people.audit_log(
        actor=chosen.actor, action=chosen.action, before=number if (number := whole(before)) >= 0 else None
    )
    body = pages.audit_log(view, filled, prefix=docs.prefix, lang=docs.lang)
    return docs.answer(say("Audit log", docs.lang), body, here="jejak")
