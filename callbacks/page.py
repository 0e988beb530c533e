"""A page's callback: one request a change, and every panel an output of its own.

The browser says what is painted, by part and key (its part of the selection, and the state of the datasets behind it);
a part whose key has not changed is not written. The answer bears its question's number, so that the browser drops what
is not for the address any more (`assets/js/panels.js`); why one request and not one a panel: `docs/adr/0018`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from callbacks.panels import Drawing
from callbacks.update import PanelUpdate
from data.domain.filters import FilterState
from data.domain.pages import PanelKind
from data.service import RoomService
from layouts.ids import Frame, answer_id, drawn_id
from layouts.pages.page import page_key


class PageAnswers:
    """Answers to "what is to be painted on this page?"; the page brings the first one with it.

    Parameters
    ----------
    drawings : mapping
        What is drawn on the page, by name.
    version : callable
        Panel, selection, subject → what its picture depends on beside the selection.
    """

    def __init__(
        self,
        service: RoomService,
        subject: str,
        *,
        drawings: Mapping[str, Drawing],
        version: Callable[[str, FilterState, str], str],
        prefix: str,
    ) -> None:
        self.subject = subject
        self.drawings = dict(drawings)
        self._service = service
        self._version = version
        self._prefix = prefix

    def to(self, question: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, PanelUpdate]]:
        """What the answer is, and what changes by part.

        Parameters
        ----------
        question : mapping
            As the browser puts it: ``n``, ``search``, ``painted``, the keys of what it shows, and ``have``, names of
            what it has painted by itself from blocks of a ``version``; whatever is missing or malformed counts as not
            said, and of an older version nothing is taken.

        Returns
        -------
        about : dict
            ``n``, ``page`` (which skeleton it is for), ``keys`` of all parts, ``drawn``: the parts that change;
            ``kept``: those that the browser has painted by itself; ``day``: the day that is painted; ``notes``:
            people's notes (`RoomService.page_notes`), where the trend is one of them; ``files``: addresses of the
            polygons, where the map is one of them.
        updates : dict
            The parts that change.
        """
        service, subject = self._service, self.subject
        state = service.state(question.get("search"))
        before = question.get("painted")
        before = before if isinstance(before, dict) else {}
        said = question.get("have")
        own = said if isinstance(said, list) and question.get("version") == service.block_version() else []
        have = [name for name in self.drawings if name in own]
        page = page_key(subject, state.lang)
        keys, updates = {}, {}
        for name, drawing in self.drawings.items():
            if not service.shows(subject, drawing.panel):
                continue
            depends = f"{page}|{self._version(drawing.panel, state, subject)}|{state.key(*drawing.depends)}"
            # Short: every question brings them back.
            keys[name] = hashlib.sha256(depends.encode()).hexdigest()[:16]
            if keys[name] != before.get(name) and name not in have:
                updates[name] = drawing.draw(service, state, subject)
        day = service.ask("selection", state, subject).date
        about = {"n": question.get("n"), "page": page, "keys": keys, "drawn": [*updates], "day": day.isoformat()}
        about["kept"] = [name for name in have if name in keys]
        if PanelKind.TREND in updates:
            about["notes"] = service.page_notes(subject, state.lang)
        if any(update.values for update in updates.values()):
            about["files"] = {name: f"{self._prefix}peta/{file.name}" for name, file in service.map_files().items()}
        return about, updates

    def first(self, path: str, search: str) -> dict[str, Any]:
        """What a page is painted with at once; it says which address it is for."""
        about, updates = self.to({"search": search})
        panels = [update.as_json(name) for name, update in updates.items()]
        return {**about, "path": path, "search": search, "panels": panels}


def register_page(app: Dash, answers: PageAnswers) -> None:
    """The page's callback; it answers to the selection, and to the pulse when data are new."""
    subject, names = answers.subject, [*answers.drawings]
    outputs = [Output(drawn_id(subject, name), "data") for name in names]

    @app.callback(Output(answer_id(subject), "data"), *outputs, Input(Frame.ASK, "data"), prevent_initial_call=True)
    def render_page(asked: Any) -> tuple[Any, ...]:
        about, updates = answers.to(asked if isinstance(asked, dict) else {})
        return about, *(updates[name].as_json(name) if name in updates else no_update for name in names)

    app.clientside_callback(
        ClientsideFunction("decor", "answer"),
        Input(answer_id(subject), "data"),
        *(State(drawn_id(subject, name), "data") for name in names),
        prevent_initial_call=True,
    )
