"""The frame: built once for the first page, the page's skeleton at each change of subject."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dash import Dash, Input, Output, State, html
from dash.exceptions import PreventUpdate

from callbacks.address import subject_of
from callbacks.page import PageAnswers
from callbacks.panels import drawing_parts
from data.domain.errors import DecorError
from data.domain.filters import FilterState
from data.domain.people import Right, person, somebody
from data.service import RoomService, registry
from data.text import say
from layouts import shell
from layouts.components.top import TopView
from layouts.first import SCRIPTS, first_picture
from layouts.ids import Frame
from layouts.pages import page

ASSETS = Path(__file__).parents[1] / "assets"


def first_layout(service: RoomService, address: str | None, prefix: str) -> Any:
    """The layout for an address: the frame and the page's skeleton in its language.

    Parameters
    ----------
    address : str or None
        The page's full address as the browser says it (Referer); None gives the overview, which
        `render_page` corrects.
    """
    try:
        parts = urlsplit(address or prefix)
    except ValueError:
        parts = urlsplit(prefix)
    state = service.state(parts.query)
    if service.city().empty:
        return shell.root([html.Main(html.H1(say(EMPTY, state.lang)), className="nothing")])
    return shell.root(whole_frame(service, state, subject_of(parts.path, prefix), prefix))


def picture(service: RoomService, answers: dict[str, PageAnswers], path: str, query: str, prefix: str) -> str:
    """HTML of the first picture of an address; nothing where there is nothing to be seen."""
    if not somebody() or service.city().empty:
        return ""
    state, subject = service.state(query), subject_of(path, prefix)
    try:
        frame = whole_frame(service, state, subject, prefix)
        answer = answers[subject].first(path, f"?{query}" if query else "")
    except DecorError:
        return ""  # the page itself says why
    files = [ASSETS / "js" / f"{name}.js" for name in SCRIPTS]
    # As Dash writes the addresses of assets, so that each is fetched once.
    scripts = [f"{prefix}assets/js/{file.name}?m={file.stat().st_mtime}" for file in files]
    return first_picture(frame, answer, theme=state.theme, lang=state.lang, scripts=scripts)


def register(app: Dash, service: RoomService, prefix: str) -> None:
    """The page, where the browser says that another one is wanted (`frame.js`).

    It is not asked for the page that is there: until it had answered, Dash would hold back every panel.
    """

    @app.callback(
        Output(Frame.PAGE, "children"),
        Output(Frame.FACTS, "data"),
        Output(Frame.INDICATOR, "options"),
        Input(Frame.PAGE_WANTED, "data"),
        State(Frame.FACTS, "data"),
        prevent_initial_call=True,
    )
    def render_page(wanted: Any, shown: Any) -> Any:
        address = wanted if isinstance(wanted, dict) else {}
        state = service.state(address.get("search"))
        subject = subject_of(address.get("path"), prefix)
        if isinstance(shown, dict) and shown.get("shown") == [subject, state.lang]:
            raise PreventUpdate
        view = frame_view(service, state, subject, prefix)
        options = shell.indicator_options(view.indicators, state.lang)
        return skeleton(service, state, subject, prefix), shell.facts(view), options


EMPTY = "No areas have been loaded yet; run “make sample” or load your own."


def whole_frame(service: RoomService, state: FilterState, subject: str, prefix: str) -> list[Any]:
    """The frame with the page's skeleton in it."""
    return shell.frame(frame_view(service, state, subject, prefix), skeleton(service, state, subject, prefix))


def skeleton(service: RoomService, state: FilterState, subject: str, prefix: str) -> Any:
    """The page's panels, still without data."""
    declared = service.page(subject)
    return page.page(
        page.Skeleton(
            declared,
            shown=tuple(panel for panel in declared.panels if service.shows(subject, panel.id)),
            drawings=drawing_parts(declared),
            files={name: f"{prefix}peta/{file.name}" for name, file in service.map_files().items()},
            subject=subject,
            level=service.ask("map", state, subject).level.value,
            lang=state.lang,
            counts={level.value: len(codes) for level, codes in service.city().tree.codes.items()},
            pictures=person().may(Right.EXPORT),
        )
    )


def frame_view(service: RoomService, state: FilterState, subject: str, prefix: str) -> shell.FrameView:
    """What the filter bar offers on a page."""
    facts = service.facts(subject)
    return shell.FrameView(
        prefix=prefix,
        path=f"{prefix}{registry().pages[subject].slug}",
        subject=subject,
        lang=state.lang,
        first=facts.first,
        last=facts.last,
        default_day=facts.default_day,
        default_indicator=facts.default_indicator,
        indicators=facts.indicators,
        options=facts.options,
        sets=service.named_sets(),
        state=state,
        documents=registry().pages[subject].documents if person().may(Right.CITY) else (),
        bar=TopView(
            prefix=prefix,
            lang=state.lang,
            theme=state.theme,
            clock=service.clock(),
            pages=service.pages(),
            who=person(),
            tasks=service.waiting(),
        ),
    )
