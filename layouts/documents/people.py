"""One's own account, everybody's accounts, and the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from data.domain.errors import Num, msg
from data.domain.forms import Filled
from data.domain.people import ROLE_NAMES, Person, Role
from data.domain.people_views import AccountRow, AuditView, PeopleView, SessionRow
from data.domain.room_forms import AccountOffice, AuditFilter, NewAccount, NewToken, OwnPassword
from data.text import number, say
from layouts.documents.parts import button, columns, form, moment, panel, small_form, table
from layouts.drawn import Element
from layouts.kit.forms import form_of


def own(
    who: Person, sessions: list[SessionRow], filled: Filled[OwnPassword], *, prefix: str, csrf: str, lang: str
) -> list[Any]:
    """Password and sessions of the person who asks."""
    at = f"{prefix}saya"
    # Password managers want to know whose password it is.
    name = Element(
        "input", {"type": "text", "name": "username", "value": who.name, "autocomplete": "username", "hidden": True}
    )
    change = form_of(filled, msg("Change the password"), action=f"{at}/sandi", csrf=csrf, lang=lang, before=[name])
    leave = form(f"{prefix}keluar", [button(say("Sign out", lang))], csrf=csrf)
    mine = _sessions(sessions, f"{at}/sesi", csrf, lang)
    side = [panel(_title(who, lang), leave)]
    if who.role is not Role.DEVICE:
        side.insert(0 if who.must_change else 1, panel(say("Password", lang), change))
    return [columns([] if who.must_change else [panel(say("Open sessions", lang), mine)], side)]


def _title(who: Person, lang: str) -> str:
    role = say(ROLE_NAMES[who.role], lang)
    return role if who.name == role else f"{who.name}, {role}"


def _sessions(rows: list[SessionRow], action: str, csrf: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Account", "Since", "Last used", "From", "Browser", "")]
    shown = [
        [
            row.who,
            moment(row.created_at, lang),
            moment(row.seen_at, lang),
            row.address,
            row.agent[:60],
            html.B(say("this one", lang))
            if row.here
            else small_form(action, say("End", lang), csrf, session=str(row.id)),
        ]
        for row in rows
    ]
    return table(heads, shown, empty=say("None.", lang))


def everybody(
    view: PeopleView,
    account: Filled[NewAccount],
    token: Filled[NewToken],
    office: Filled[AccountOffice],
    *,
    prefix: str,
    csrf: str,
    lang: str,
) -> list[Any]:
    """Accounts, tokens and sessions, for administrators."""
    at = f"{prefix}akun"
    everywhere = _sessions(view.sessions, f"{at}/sesi", csrf, lang)
    left = [
        panel(say("Accounts", lang), _accounts(view, at, csrf, lang)),
        panel(say("Device and API tokens", lang), _tokens(view, at, csrf, lang)),
        panel(say("Open sessions", lang), everywhere),
    ]
    right = [
        panel(say("New account", lang), _new_account(account, at, csrf, lang)),
        panel(say("New token", lang), _new_token(token, at, csrf, lang)),
        panel(
            say("Office of an official", lang),
            form_of(office, msg("Set the office"), action=f"{at}/opd", csrf=csrf, lang=lang),
        ),
    ]
    jobs = html.P(
        html.A(say("Jobs", lang), href=f"{prefix}pekerjaan", className="button quiet", **{"data-keep": "true"})
    )
    return [jobs, columns(left, right)]


def _accounts(view: PeopleView, at: str, csrf: str, lang: str) -> list[Any]:
    """The accounts that are open, and folded below them those that are closed."""
    shown, closed = ([row for row in view.accounts if row.active is active] for active in (True, False))
    if not closed:
        return [_account_table(shown, at, csrf, lang)]
    words = say(msg("Closed accounts ({n})", n=Num(len(closed))), lang)
    folded = html.Details([html.Summary(words), _account_table(closed, at, csrf, lang)])
    return [_account_table(shown, at, csrf, lang), folded]


def _account_table(accounts: Sequence[AccountRow], at: str, csrf: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Name", "Role", "Area or office", "State", "Last used", "", "")]
    rows = []
    for row in accounts:
        state = say("one-time password", lang) if row.must_change else say("open", lang)
        word, action = (say("Close", lang), "tutup") if row.active else (say("Open again", lang), "buka")
        rows.append(
            [
                html.B(row.username),
                say(row.role, lang),
                row.area or "–",
                state if row.active else say("closed", lang),
                moment(row.seen_at, lang),
                small_form(f"{at}/sandi", say("New password", lang), csrf, username=row.username),
                small_form(f"{at}/{action}", word, csrf, username=row.username),
            ]
        )
    return table(heads, rows)


def _new_account(filled: Filled[NewAccount], at: str, csrf: str, lang: str) -> Any:
    roles = [(role.value, say(ROLE_NAMES[role], lang)) for role in Role if role is not Role.DEVICE]
    submit = msg("Make the account")
    return form_of(filled, submit, action=f"{at}/baru", csrf=csrf, lang=lang, options={"role": roles})


def _tokens(view: PeopleView, at: str, csrf: str, lang: str) -> Any:
    heads = [say(word, lang) for word in ("Name", "Kind", "Role", "Area or office", "Made", "Ends", "Last used", "")]
    rows = [
        [
            html.B(row.name),
            row.kind,
            say(row.role, lang),
            row.area or "–",
            moment(row.created_at, lang),
            moment(row.expires_at, lang, say("never", lang)),
            moment(row.seen_at, lang),
            say("revoked", lang)
            if row.revoked_at
            else small_form(f"{at}/token/cabut", say("Revoke", lang), csrf, token=str(row.id)),
        ]
        for row in view.tokens
    ]
    return table(heads, rows, empty=say("None.", lang))


def _new_token(filled: Filled[NewToken], at: str, csrf: str, lang: str) -> Any:
    kinds = [("device", say("device (wall)", lang)), ("api", say("program (API)", lang))]
    roles = [
        (role.value, say(ROLE_NAMES[role], lang))
        for role in (Role.DEVICE, Role.OPERATOR, Role.OFFICIAL, Role.STEWARD, Role.OFFICER)
    ]
    options = {"kind": kinds, "role": roles}
    return form_of(filled, msg("Make the token"), action=f"{at}/token", csrf=csrf, lang=lang, options=options)


def secret(what: str, value: str, lang: str) -> html.Div:
    """A secret that is shown once."""
    return html.Div(
        [
            html.P(what),
            html.Code(value, className="secret"),
            html.P(say("It cannot be shown again.", lang), className="muted"),
        ],
        className="notice",
        role="status",
    )


def audit_log(view: AuditView, filled: Filled[AuditFilter], *, prefix: str, lang: str) -> list[Any]:
    """The log with its filters and the state of its chain."""
    if view.broken is None:
        title = say("The chain holds.", lang)
        state = html.P([say(msg("{n} lines", n=number(view.count, lang)), lang), ", ", html.Code(view.head[:16])])
    else:
        title = say(
            msg("The chain is broken at line {n}: somebody changed the log outside the application.", n=view.broken),
            lang,
        )
        state = html.P(title, className="problem-line", role="alert")
    everyone = [("", say("all", lang))]
    options = {
        "actor": everyone + [(name, name) for name in view.actors],
        "action": everyone + [(name, say(name, lang)) for name in view.actions],
    }
    filters = form_of(
        filled,
        msg("Show"),
        action=f"{prefix}jejak",
        csrf="",
        lang=lang,
        options=options,
        method="get",
        className="form row",
    )
    heads = [
        say(word, lang) for word in ("No.", "Time (server clock)", "Account", "Action", "Subject", "Detail", "Via")
    ]
    rows = [
        [
            str(r["id"]),
            str(r["at"])[:19].replace("T", " "),
            str(r["actor"]),
            say(str(r["action"]), lang),
            str(r["subject"]),
            html.Code(str(r["detail"])) if r["detail"] != "{}" else "",
            str(r["via"]),
        ]
        for r in view.lines
    ]
    more = (
        [
            html.P(
                html.A(
                    say("Older lines", lang),
                    href=f"{prefix}jejak?before={view.more}&actor={view.actor}&action={view.action}",
                )
            )
        ]
        if view.more
        else []
    )
    return [
        panel(
            title,
            [state, filters, table(heads, rows, numeric=frozenset({0}), kind="log"), *more],
            kind="wide",
        )
    ]
