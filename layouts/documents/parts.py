"""Parts that documents share: the page's frame, forms, fields, tables, notices."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import html

from data.domain.views import Stamp
from data.text import day, say, time_of_day
from layouts.components.panel import foot
from layouts.components.top import TopView, top
from layouts.drawn import Element, drawn
from layouts.kit import tables


def page(
    view: TopView,
    title: str,
    parts: Sequence[Any],
    *,
    notice: str = "",
    problem: str = "",
    lead: str = "",
    live: str = "",
) -> list[Any]:
    """The bar, the title with its lead, what happened, and the page's panels.

    Parameters
    ----------
    live : str
        The pulse it is drawn from; new data then change the panels. Empty for a page that stands still.
    """
    said = []
    if notice:
        said.append(html.P(notice, className="notice", role="status"))
    if problem:
        said.append(html.P(problem, className="problem-line", role="alert"))
    head = html.Div([html.H1(title), *([html.P(lead, className="muted")] if lead else [])], className="document-head")
    return [
        html.A(say("Skip to the content", view.lang), href="#page", className="skip"),
        top(view),
        html.P(
            id="spoken", className="unseen", role="status", **{"data-words": say("New data are shown, at", view.lang)}
        ),
        html.Main(
            [head, *said, *parts],
            id="page",
            className="document",
            tabIndex=-1,
            **({"data-live": view.prefix, "data-tag": live} if live else {}),
        ),
    ]


def panel(title: str, body: Any, *, kind: str = "", kicker: str = "", id: str = "") -> html.Section:
    """A panel of a document."""
    head = [html.P(kicker, className="kicker")] if kicker else []
    parts = [html.Div([*head, html.H2(title)], className="panel-head"), html.Div(body, className="panel-body")]
    return html.Section(parts, className=f"panel {kind}".strip(), **({"id": id} if id else {}))


def source(stamp: Stamp, lang: str) -> html.P:
    """Where a document's figures come from, as under a panel."""
    return html.P(foot(stamp, lang), className="picture-source")


def tabs(links: Sequence[tuple[str, str]], here: str, words: str) -> html.Nav:
    """Pages that belong together; the open one is marked.

    Parameters
    ----------
    links : sequence of (address, title)
    here : str
        Address of the open one.
    words : str
        What the navigation is of, for readers who hear the page.
    """
    made = [
        html.A(title, href=address, className="tab", **({"aria-current": "page"} if address == here else {}))
        for address, title in links
    ]
    return html.Nav(made, className="tabs", **{"aria-label": words})


def columns(left: Sequence[Any], right: Sequence[Any]) -> html.Div:
    """Panels in two columns, the wide one first; each column flows by itself."""
    made = [html.Div(list(side), className="document-column") for side in (left, right) if side]
    return html.Div(made, className="document-grid")


def form(action: str, fields: Sequence[Any], *, csrf: str, kind: str = "", **more: Any) -> html.Form:
    """A form that is sent by POST with the token against cross-site calls."""
    token = Element("input", {"type": "hidden", "name": "csrf_token", "value": csrf})
    return html.Form([token, *fields], action=action, method="post", className=f"form {kind}".strip(), **more)


def button(words: str, *, kind: str = "", **more: Any) -> html.Button:
    """A button that sends its form."""
    return html.Button(words, type="submit", className=f"button {kind}".strip(), **more)


def small_form(action: str, words: str, csrf: str, **hidden: str) -> html.Form:
    """A button with hidden values (revoke, close, withdraw)."""
    fields = [Element("input", {"type": "hidden", "name": name, "value": value}) for name, value in hidden.items()]
    return form(action, [*fields, button(words, kind="quiet")], csrf=csrf, kind="inline")


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    numeric: frozenset[int] = frozenset(),
    empty: str = "",
    kind: str = "",
) -> Any:
    """A table; without rows a sentence."""
    if not rows:
        return html.P(empty or "–", className="muted")
    cells = [[drawn(cell) for cell in row] for row in rows]
    kind = f"table {kind}".strip()
    return tables.table(columns, cells, name=", ".join(columns[:3]), lang="", numbers=numeric, kind=kind)


def example_mark(lang: str) -> Any:
    """The tag of what no source names."""
    return html.Small(say("example", lang), className="simulated small")


def folded(summary: str, *content: Any) -> Any:
    """Content behind one line, such as the table beside a chart."""
    return html.Details([html.Summary(summary), *content], className="fold")


def address(text: str, words: str = "") -> Any:
    """A text as a link where it is an address of the web, else as it is: what data say is no place to go to."""
    return html.A(words or text, href=text) if text.startswith(("https://", "http://")) else words or text


def moment(value: datetime | None, lang: str, missing: str = "–") -> str:
    """16 Feb 2022 09.12."""
    if value is None:
        return missing
    return f"{day(value.date(), lang)} {time_of_day(value, lang)}"
