"""The bar at the top of every page: navigation, theme, language, who acts, the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html

from data.domain.people import ROLE_NAMES, Person
from data.domain.tasks import Task
from data.text import day, say, time_of_day

DOCUMENTS = frozenset({"data", "akun", "jejak", "peringatan", "ringkas", "layar"})


@dataclass(frozen=True)
class TopView:
    """What the bar shows.

    Attributes
    ----------
    pages : list of (path, words)
        The pages that the person may open.
    here : str
        Path of the page that is open.
    query : str
        The selection as a query string, for the links that change a part of it.
    """

    prefix: str
    lang: str
    theme: str
    clock: datetime
    pages: list[tuple[str, str]]
    who: Person
    here: str = ""
    query: str = ""
    plain: bool = False
    tasks: Sequence[Task] = ()


def top(view: TopView) -> html.Header:
    """Navigation, theme, language, person, clock."""
    lang = view.lang
    time = time_of_day(view.clock, lang)
    return html.Header(
        [
            html.Span(
                [
                    html.I(className="logo", **{"aria-hidden": "true"}),
                    html.B("DeCOR"),
                    html.Span(say("Depok City Operating Room", lang), className="brand-long"),
                ],
                className="brand",
            ),
            html.Nav([_page(view, path, words) for path, words in view.pages], **{"aria-label": say("Subjects", lang)}),
            html.Div(_themes(view), className="segment", role="group", **{"aria-label": say("Theme", lang)}),
            html.Div(_languages(view), className="segment", role="group", **{"aria-label": say("Language", lang)}),
            *(_task(view, each) for each in view.tasks),
            html.A(
                _who(view),
                href=f"{view.prefix}saya?lang={lang}&theme={view.theme}",
                className="who",
                **{"data-keep": "true"},
            ),
            html.Span(
                [html.Span(day(view.clock.date(), lang, "EEEE d MMM y")), html.B(f"{time} WIB")], className="clock"
            ),
        ],
        className="top",
    )


def _task(view: TopView, task: Task) -> html.A:
    """Something that waits for the person, on every page."""
    look = "task late" if task.late else "task"
    return html.A(say(task.words, view.lang), href=f"{view.prefix}{task.path}", className=look, **{"data-keep": "true"})


def _who(view: TopView) -> list[Any]:
    """The account's name, and its role where the name does not say it already."""
    role = say(ROLE_NAMES[view.who.role], view.lang)
    if view.who.name in (view.who.role.value, role):
        return [role]
    return [role, html.Span(f", {view.who.name}", className="who-name")]


def _page(view: TopView, path: str, words: str) -> html.A:
    marks: dict[str, Any] = {"data-keep": "true"}
    if path not in DOCUMENTS and not view.plain:
        marks["data-page"] = path or "overview"
    if view.plain and path == view.here:
        marks["aria-current"] = "page"
    return html.A(say(words, view.lang), href=f"{view.prefix}{path}", **marks)


def _themes(view: TopView) -> list[Any]:
    words = (("dark", "Dark"), ("light", "Light"))
    if not view.plain:
        return [
            html.Button(
                say(text, view.lang), type="button", **{"data-set": f'{{"theme": "{name}"}}', "aria-pressed": "false"}
            )
            for name, text in words
        ]
    return [
        html.A(say(text, view.lang), href=f"?{_with(view, theme=name)}", **{"aria-current": _true(name == view.theme)})
        for name, text in words
    ]


def _languages(view: TopView) -> list[Any]:
    return [
        html.A(
            name.upper(),
            href=f"?{_with(view, lang=name)}" if view.plain else f"?lang={name}",
            lang=name,
            **{"aria-current": _true(name == view.lang)} | ({} if view.plain else {"data-lang": name}),
        )
        for name in ("id", "en")
    ]


def _with(view: TopView, **changes: str) -> str:
    kept = [parameter for parameter in view.query.split("&") if parameter and parameter.split("=")[0] not in changes]
    return "&".join([*kept, *(f"{name}={value}" for name, value in changes.items())])


def _true(condition: bool) -> str:
    return "true" if condition else "false"
