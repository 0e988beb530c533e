"""Documents behind the door: parse → ask → draw, as in the callbacks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, flash, get_flashed_messages, redirect, request

from data.domain.areas import Level
from data.domain.errors import DecorError
from data.domain.filters import FilterState
from data.domain.forms import Filled
from data.domain.people import ForbiddenError, NobodyError, person
from data.service import DataDesk, FormPosts, People, RoomService, registry
from data.text import say
from layouts.components.top import TopView
from layouts.document import document
from layouts.documents import parts


@dataclass
class Outcome:
    """What a form led to: a notice or a problem, and perhaps a part that is shown once; a warning needs no form.

    ``filled`` is what was typed, where something is wrong with it.
    """

    notice: str = ""
    problem: str = ""
    warning: str = ""
    once: Any = None
    filled: Filled[Any] | None = None

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
    forms: FormPosts
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
            tasks=self.room.waiting(),
        )
        notice = outcome.notice or " ".join(map(str, get_flashed_messages()))
        # What a form led to is not asked for again; it may hold what is shown only once.
        live = request.method == "GET" and outcome.code == 200
        drawn = parts.page(
            view,
            title,
            [*self._tabs(here, state.lang), *body],
            notice=notice,
            problem=outcome.problem or outcome.warning,
            lead=lead,
            live=self.room.pulse_tag() if live else "",
        )
        scripts = (*scripts, "drafts.js", *(["live.js"] if live else []))
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

    def _tabs(self, here: str, lang: str) -> list[Any]:
        """The pages that a subject declares below its own, where the answer is one of them."""
        page = registry().pages.get(registry().slugs.get(here, ""))
        inside = (
            []
            if page is None
            else [at for at, _ in page.documents if f"{request.path}/".startswith(f"{self.prefix}{at}/")]
        )
        if page is None or not inside:
            return []
        links = [(f"{self.prefix}{at}", say(words, lang)) for at, words in ((page.slug, page.title), *page.documents)]
        return [parts.tabs(links, f"{self.prefix}{inside[0]}", say(page.title, lang))]

    def shapes(self, level: Level) -> bytes:
        """GeoJSON of the areas of a level, for a map in the page; without features on a city without areas."""
        files = self.room.map_files()
        return files[level.value].body if files else b'{"features": []}'

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


def whole(text: str, missing: int = -1) -> int:
    """A whole number of at most nine digits as a form or an address says it; anything else is ``missing``.

    Examples
    --------
    >>> whole("12"), whole("-1"), whole("1e9"), whole("9999999999")
    (12, -1, -1, -1)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else missing
