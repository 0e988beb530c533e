"""Documents behind the door: parse → ask → draw, as in the callbacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, flash, get_flashed_messages, redirect, request
from flask_wtf.csrf import generate_csrf

from data.domain.errors import DecorError
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, NobodyError, person
from data.service import DataDesk, People, RoomService, registry
from data.text import say
from layouts.components.top import TopView
from layouts.document import document
from layouts.documents import parts
from layouts.documents import people as people_pages


@dataclass
class Outcome:
    """What a form led to: a notice or a problem, and perhaps a part that is shown once; a warning needs no form."""

    notice: str = ""
    problem: str = ""
    warning: str = ""
    once: Any = None

    @property
    def code(self) -> int:
        """HTTP status."""
        return 400 if self.problem else 200


@dataclass(frozen=True)
class Documents:
    """What every document needs."""

    room: RoomService
    people: People
    desk: DataDesk
    prefix: str

    def state(self) -> FilterState:
        """The selection in the address; documents keep it in their links."""
        return self.room.state(request.query_string.decode("utf-8", "replace"))

    def answer(
        self,
        title: str,
        body: Sequence[Any],
        *,
        here: str = "",
        said: Outcome | None = None,
        lead: str = "",
        scripts: Sequence[str] = (),
    ) -> Response:
        """A document in the room's frame; ``said`` is what a form led to."""
        state, outcome = self.state(), said or Outcome()
        view = TopView(
            prefix=self.prefix,
            lang=state.lang,
            theme=state.theme,
            clock=self.room.clock(),
            pages=self.room.pages(),
            who=person(),
            here=here,
            query=state.to_query(),
            plain=True,
        )
        notice = outcome.notice or " ".join(map(str, get_flashed_messages()))
        # What a form led to is not asked for again; it may hold what is shown only once.
        live = request.method == "GET" and outcome.code == 200
        drawn = parts.page(
            view,
            title,
            body,
            notice=notice,
            problem=outcome.problem or outcome.warning,
            lead=lead,
            live=self.room.pulse_tag() if live else "",
        )
        scripts = (*scripts, *(["live.js"] if live else []))
        text = document(
            title,
            drawn,
            lang=state.lang,
            theme=state.theme,
            files=f"{self.prefix}assets/",
            scripts=scripts,
            keep=(self.prefix, state.to_query()),
        )
        return Response(text, status=outcome.code, mimetype="text/html")

    @property
    def lang(self) -> str:
        """Language of the request."""
        return self.state().lang

    def go(self, path: str, notice: str = "") -> Any:
        """Lead on to a page of the room after a form did its work, so that a reload does not do it again."""
        if notice:
            flash(notice)
        query = self.state().to_query()
        return redirect(f"{self.prefix}{path}" + (f"?{query}" if query else ""), 303)


def attempt(action: Callable[[], Any], lang: str, done: str) -> tuple[Outcome, Any]:
    """Do what a form asks; what a person can mend becomes a sentence on the page."""
    try:
        result = action()
    except (ForbiddenError, NobodyError):
        raise
    except DecorError as error:
        return Outcome(problem=say(error.message, lang)), None
    return Outcome(notice=say(done, lang)), result


def mount_by_page(
    server: Flask, docs: Documents, name: str, show: Callable[[str], Any], change: Callable[[str], Any]
) -> None:
    """Add a document with a form that every page of the room has: ``name/`` for the overview, else ``name/<page>``.

    Parameters
    ----------
    show, change : callable
        Answers GET and POST for the subject's id.
    """
    for rule, end in ((f"{docs.prefix}{name}/", f"{name}_all"), (f"{docs.prefix}{name}/<page>", f"{name}_any")):
        server.add_url_rule(rule, end, _of_subject(show))
        server.add_url_rule(rule, f"{end}_change", _of_subject(change), methods=["POST"])


def _of_subject(answer: Callable[[str], Any]) -> Callable[..., Any]:
    def by_page(page: str = "") -> Any:
        if page not in registry().slugs:
            abort(404)
        return answer(registry().slugs[page])

    return by_page


def mount_people(server: Flask, docs: Documents) -> None:
    """Add the pages about accounts, sessions and the audit log."""
    at = docs.prefix
    server.add_url_rule(f"{at}saya", "own", lambda: own(docs, Outcome()))
    server.add_url_rule(f"{at}saya/sandi", "own_password", lambda: own_password(docs), methods=["POST"])
    server.add_url_rule(f"{at}saya/sesi", "own_session", lambda: own_session(docs), methods=["POST"])
    server.add_url_rule(f"{at}akun", "accounts", lambda: accounts(docs, Outcome()))
    for name, action in ACCOUNT_ACTIONS.items():
        server.add_url_rule(f"{at}akun/{name}", f"accounts_{name}", _posting(docs, action), methods=["POST"])
    server.add_url_rule(f"{at}jejak", "audit", lambda: audit(docs))


def _posting(docs: Documents, action: Callable[[Documents], Outcome]) -> Callable[[], Any]:
    def post() -> Any:
        outcome = action(docs)
        shown_once = outcome.problem or outcome.once is not None
        return accounts(docs, outcome) if shown_once else docs.go("akun", outcome.notice)

    return post


def own(docs: Documents, outcome: Outcome) -> Response:
    """One's own password and sessions."""
    who, lang = person(), docs.lang
    body = people_pages.own(who, docs.people.own_sessions(), prefix=docs.prefix, csrf=generate_csrf(), lang=lang)
    lead = say("This is a one-time password: choose your own before you go on.", lang) if who.must_change else ""
    if lead and not outcome.problem:
        return docs.answer(say("My account", lang), body, here="saya", said=Outcome(warning=lead))
    title = say("My account", lang)
    return docs.answer(title, body, here="saya", said=outcome)


def own_password(docs: Documents) -> Any:
    """Change one's own password."""
    first = person().must_change
    current, new = request.form.get("current", ""), request.form.get("new", "")
    outcome, _ = attempt(
        lambda: docs.people.change_password(current, new),
        docs.lang,
        "The password is changed; other sessions have ended.",
    )
    return own(docs, outcome) if outcome.problem else docs.go("" if first else "saya", "" if first else outcome.notice)


def own_session(docs: Documents) -> Any:
    """End one of one's own sessions."""
    outcome, _ = attempt(lambda: docs.people.revoke_session(_number("session")), docs.lang, "The session has ended.")
    return own(docs, outcome) if outcome.problem else docs.go("saya", outcome.notice)


def accounts(docs: Documents, outcome: Outcome) -> Response:
    """Accounts, tokens and sessions of everybody."""
    lang = docs.lang
    body = people_pages.everybody(docs.people.overview(), prefix=docs.prefix, csrf=generate_csrf(), lang=lang)
    once = [outcome.once] if outcome.once is not None else []
    title = say("Accounts and tokens", lang)
    return docs.answer(title, [*once, *body], here="akun", said=outcome)


def whole(text: str, missing: int = -1) -> int:
    """A whole number of at most nine digits as a form or an address says it; anything else is ``missing``.

    Examples
    --------
    >>> whole("12"), whole("-1"), whole("1e9"), whole("9999999999")
    (12, -1, -1, -1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else missing


def _number(name: str) -> int:
    return whole(request.form.get(name, ""))


def _text(name: str) -> str:
    return request.form.get(name, "").strip()


def _with_secret(docs: Documents, action: Callable[[], str], done: str, what: str) -> Outcome:
    outcome, secret = attempt(action, docs.lang, done)
    if secret:
        outcome.once = people_pages.secret(say(what, docs.lang), secret, docs.lang)
    return outcome


def _new_account(docs: Documents) -> Outcome:
    name = _text("username")
    return _with_secret(
        docs,
        lambda: docs.people.make_account(name, _text("role"), _text("area")),
        "The account is made.",
        "One-time password:",
    )


def _new_password(docs: Documents) -> Outcome:
    return _with_secret(
        docs,
        lambda: docs.people.reset_password(_text("username")),
        "The account has a new one-time password; its sessions have ended.",
        "One-time password:",
    )


def _new_token(docs: Documents) -> Outcome:
    days = _number("days")
    return _with_secret(
        docs,
        lambda: docs.people.make_token(
            _text("name"), _text("kind"), _text("role"), _text("area"), days if days > 0 else None
        ),
        "The token is made.",
        "Token:",
    )


def _close(docs: Documents) -> Outcome:
    return attempt(
        lambda: docs.people.set_active(_text("username"), active=False),
        docs.lang,
        "The account is closed; its sessions have ended.",
    )[0]


def _open(docs: Documents) -> Outcome:
    return attempt(lambda: docs.people.set_active(_text("username"), active=True), docs.lang, "The account is open.")[0]


def _revoke_token(docs: Documents) -> Outcome:
    return attempt(lambda: docs.people.revoke_token(_number("token")), docs.lang, "The token is revoked.")[0]


def _end_session(docs: Documents) -> Outcome:
    return attempt(lambda: docs.people.revoke_session(_number("session")), docs.lang, "The session has ended.")[0]


ACCOUNT_ACTIONS: dict[str, Callable[[Documents], Outcome]] = {
    "baru": _new_account,
    "sandi": _new_password,
    "tutup": _close,
    "buka": _open,
    "token": _new_token,
    "token/cabut": _revoke_token,
    "sesi": _end_session,
}


def audit(docs: Documents) -> Response:
    """The audit log."""
    before = request.args.get("before", "")
    view = docs.people.audit_log(
        actor=request.args.get("actor", "")[:60],
        action=request.args.get("action", "")[:40],
        before=number if (number := whole(before)) >= 0 else None,
    )
    return docs.answer(
        say("Audit log", docs.lang), people_pages.audit_log(view, prefix=docs.prefix, lang=docs.lang), here="jejak"
    )
