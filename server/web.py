"""The Flask server under the editions: compression, caching, map files, health, errors as sentences."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Collection
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, abort, current_app, jsonify, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix

from callbacks.address import SUBJECTS, subject_of
from data.domain.errors import DecorError, NotFoundError
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, person, somebody
from data.service import People, RoomService, Services
from data.text import say
from layouts.document import document
from layouts.documents.door import failure
from server.doors import FRONT
from server.guard import refusal

MOST_BODY_BYTES = 1_000_000
FOREVER = "private, max-age=31536000, immutable"
MOST_FRAMES = 92


def make_server(*, proxies: int = 0) -> Flask:
    """A Flask server that compresses and limits.

    Parameters
    ----------
    proxies : int
        Reverse proxies in front whose forwarded address, protocol and host are believed.
    """
    server = Flask("decor", static_folder=None)
    server.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=4,
        COMPRESS_MIN_SIZE=500,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/csv",
            "application/json",
            "application/geo+json",
            "text/javascript",
            "application/javascript",
            "image/svg+xml",
        ],
    )
    Compress(server)
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    server.json.sort_keys = False  # type: ignore[attr-defined]
    return server


def mount(server: Flask, services: Services, prefix: str, outputs: Callable[[], Collection[str]]) -> None:
    """Everything that is the same for people and programs.

    Parameters
    ----------
    outputs : callable
        Gives the outputs of the registered callbacks; any other is refused.
    """
    service, people = services.room, services.people
    server.add_url_rule("/healthz", "health", lambda: health(service))
    server.add_url_rule(f"{prefix}denyut", "pulse", lambda: pulse(services))
    server.add_url_rule(f"{prefix}peta/<name>", "map_file", lambda name: map_file(service, name))
    server.add_url_rule(f"{prefix}peta/putar", "frames", lambda: frames(service, prefix))
    server.before_request(lambda: refuse_malformed(service, prefix, outputs()))
    server.register_error_handler(Exception, lambda error: explain(error, people))


def welcome(accounts: dict[str, str], given: str | None) -> None:
    """Say once how to come in: the demo accounts of the first start."""
    if not accounts:
        return
    if given:
        print(f"Accounts {', '.join(accounts)}: password from DECOR_DEMO_PASSWORD.", flush=True)
        return
    print("First start: four accounts with one-time passwords (shown only now, replaced at the first sign-in):")
    for name, word in accounts.items():
        print(f"  {name:<10} {word}", flush=True)


def health(service: RoomService) -> Response:
    """Status, data version and the last day of data."""
    return jsonify(service.health())


def pulse(services: Services) -> Response:
    """Whether anything is new: one tag for data, alerts, notes and the clock's minute; 304 while nothing is."""
    text, clock = services.room.pulse_tag(), services.room.clock()
    answer = jsonify({"tag": text})
    answer.set_etag(text)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Clock"] = clock.isoformat(timespec="seconds")
    answer.make_conditional(request)
    return answer


def map_file(service: RoomService, name: str) -> Response:
    """A GeoJSON document by its content's name: immutable, compressed once."""
    found = {file.name: file for file in service.map_files().values()}.get(name)
    if found is None:
        abort(404)
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.packed if packed else found.body, mimetype="application/json")
    response.headers["Cache-Control"] = FOREVER
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def frames(service: RoomService, prefix: str) -> Response:
    """The days of a play: one class and one state an area and day, painted in the browser."""
    state = service.state(request.query_string.decode("utf-8", "replace"))
    subject = subject_of(request.args.get("page"), prefix)
    found = [_frame(service, one, subject) for one in service.play(state, subject, MOST_FRAMES)]
    return jsonify({"frames": found})


def _frame(service: RoomService, state: FilterState, subject: str) -> dict[str, Any]:
    view = service.map(state, subject)
    return {
        "day": str(state.date),
        "c": view.classes,
        "s": view.states,
        "v": view.values,
        "p": view.points,
        "caption": say(view.head.caption, state.lang),
    }


def refuse_malformed(service: RoomService, prefix: str, outputs: Collection[str]) -> None:
    """Unknown pages are 404, pages of another role 403, malformed callback bodies 400; all before Dash sees them."""
    path = request.path
    if path == f"{prefix}_dash-update-component" and request.method == "POST":
        _check_callback_body(outputs)
    rule = request.url_rule.rule if request.url_rule else ""
    if rule == f"{prefix}<path:path>":
        subject = path.removeprefix(prefix).strip("/")
        if subject not in SUBJECTS:
            abort(404)
        service.check_page(subject)


def _check_callback_body(outputs: Collection[str]) -> None:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not (isinstance(body, dict) and _is_callback(body, outputs)):
        abort(400, "The body is not a callback.")


def _is_callback(body: dict[str, Any], outputs: Collection[str]) -> bool:
    output, wanted = body.get("output"), body.get("outputs")
    if not isinstance(output, str) or output not in outputs:
        return False
    if not (
        wanted is None or isinstance(wanted, dict) or (isinstance(wanted, list) and all(map(_is_property, wanted)))
    ):
        return False
    parts = [body.get("inputs"), body.get("state", [])]
    if not all(isinstance(part, list) and all(map(_is_property, part)) for part in parts):
        return False
    changed = body.get("changedPropIds", [])
    return isinstance(changed, list) and all(isinstance(name, str) for name in changed)


def _is_property(part: object) -> bool:
    return isinstance(part, dict) and isinstance(part.get("id"), str) and isinstance(part.get("property"), str)


SENTENCES = {
    400: "The request cannot be understood.",
    404: "There is no such page.",
    405: "This method is not allowed here.",
    413: "The request is too large.",
    500: "Something went wrong here; it has been noted.",
}


def explain(error: Exception, people: People) -> tuple[Response, int] | Response:
    """Every error as a sentence: JSON for programs, a plain page for people; never a stack trace."""
    if (refused := refusal(error)) is not None:
        code, sentence = refused
    elif isinstance(error, ForbiddenError):
        code, sentence = 403, say(error.message, _lang())
        people.note_refusal(person(), request.path, str(error.message))
    elif isinstance(error, HTTPException):
        code = error.code or 500
        if code < 400:
            return error.get_response()  # type: ignore[return-value]
        sentence = SENTENCES.get(code, error.name)
    elif isinstance(error, DependencyException):
        code, sentence = 404, SENTENCES[404]
    elif isinstance(error, IndexError | KeyError | TypeError) and "_dash-update" in request.path and _too_few(error):
        code, sentence = 400, SENTENCES[400]
    elif isinstance(error, NotFoundError):
        code, sentence = 404, say(error.message, _lang())
    elif isinstance(error, DecorError):
        code, sentence = 400, say(error.message, _lang())
    else:
        current_app.logger.exception("unhandled error at %r", request.path)
        code, sentence = 500, SENTENCES[500]
    words = say(sentence, _lang())
    if code == 404 and _outside():
        return current_app.extensions["decor-public"].failure(NotFound()), code
    if "/api/" in request.path or "_dash" in request.path or "/peta/" in request.path or request.path == "/healthz":
        return Response(json.dumps({"error": words}), status=code, mimetype="application/json"), code
    theme = "light" if request.args.get("theme") == "light" else "dark"
    body = failure(words, code, back="/ruang/" if somebody() else "/", lang=_lang())
    page = document(str(code), body, lang=_lang(), theme=theme, files=FRONT, kind="before")
    return Response(page, status=code, mimetype="text/html"), code


def _outside() -> bool:
    """Whether the public edition is here and the path is none of the room's."""
    return "decor-public" in current_app.extensions and not request.path.startswith(("/ruang/", "/masuk", FRONT))


def _too_few(error: Exception) -> bool:
    """Dash's own complaint about a body with fewer inputs or outputs than the callback has."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and not any(part in frame.filename for frame in frames for part in ("/data/", "/layouts/"))


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "id"
