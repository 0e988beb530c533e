"""The Flask server under the editions: compression, caching, map files, health, errors as sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, abort, current_app, g, jsonify, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from callbacks.address import subject_of
from data.domain.errors import DecorError, NotFoundError
from data.domain.filters import FilterState
from data.domain.people import ForbiddenError, person, somebody
from data.service import People, RoomService, Services, registry
from data.service.blocks import encoded, encoded_sums
from data.text import day, say
from data.text.browser import browser_words
from layouts.document import document
from layouts.documents.door import failure
from server.answer_cache import takes_gzip
from server.doors import FRONT
from server.guard import refusal
from server.static_files import BYTES, FOREVER

MOST_BODY_BYTES = 1_000_000
MOST_FRAMES = 92
MOST_NUMBER = 2**31 - 1


class ShortNumber(IntegerConverter):
    """A number in a path that a database can hold; any other is no page."""

    def __init__(self, rules: Map, *given: Any, **more: Any) -> None:
        super().__init__(rules, *given, **{"max": MOST_NUMBER, **more})


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
        COMPRESS_ALGORITHM=["br", "gzip"],
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
            BYTES,
        ],
    )
    Compress(server)
    server.before_request(_plain_where_asked)
    server.url_map.converters["int"] = ShortNumber
    if proxies:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    server.json.sort_keys = False  # type: ignore[attr-defined]
    return server


def _plain_where_asked() -> None:
    """``gzip;q=0`` means no; Flask-Compress takes it for yes."""
    if "Accept-Encoding" in request.headers and not takes_gzip():
        request.environ["HTTP_ACCEPT_ENCODING"] = "identity"


def mount(server: Flask, services: Services, prefix: str, callbacks: Callable[[], Mapping[str, Any]]) -> None:
    """Everything that is the same for people and programs.

    Parameters
    ----------
    callbacks : callable
        Gives the registered callbacks by output; any other is refused.
    """
    service, people = services.room, services.people
    server.add_url_rule("/healthz", "health", lambda: health(service))
    server.add_url_rule(f"{prefix}denyut", "pulse", lambda: pulse(services))
    server.add_url_rule(f"{prefix}peta/<name>", "map_file", lambda name: map_file(service, name))
    server.add_url_rule(f"{prefix}peta/putar", "frames", lambda: frames(service, prefix))
    server.add_url_rule(
        f"{prefix}mesin/<indicator>/<level>/<key>", "block", lambda **address: block(services, "block", **address)
    )
    server.add_url_rule(
        f"{prefix}mesin/<indicator>/<level>/<key>/harian", "sums", lambda **address: block(services, "sums", **address)
    )
    server.add_url_rule(f"{prefix}mesin/kata", "engine_words", engine_words)
    server.before_request(lambda: begin(service))
    server.teardown_request(lambda _error: g.pop("context").close() if "context" in g else None)
    server.before_request(lambda: refuse_malformed(service, prefix, callbacks()))
    server.register_error_handler(Exception, lambda error: explain(error, people))


def begin(service: RoomService) -> None:
    """Everything that a request asks stands on what was current at its first question."""
    g.context = ExitStack()
    g.context.enter_context(service.contexts.request())


def welcome(accounts: dict[str, str], given: str | None) -> None:
    """Say once how to come in: the demo accounts of the first start."""
    if not accounts:
        return
    if given:
        print(f"Accounts {', '.join(accounts)}: password from DECOR_DEMO_PASSWORD.", flush=True)
        return
    print("First start: accounts with one-time passwords (shown only now, replaced at the first sign-in):")
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
    answer.headers["X-Day"] = "|".join(day(clock.date(), lang, "EEEE d MMM y") for lang in ("id", "en"))
    answer.make_conditional(request)
    return answer


def map_file(service: RoomService, name: str) -> Response:
    """A GeoJSON document by its content's name: immutable, compressed once."""
    geojson = {file.name: file for file in service.map_files().values()}.get(name)
    if geojson is None:
        abort(404)
    g.shared_file = True
    return Response(geojson.body, mimetype="application/json", headers={"Cache-Control": FOREVER})


def frames(service: RoomService, prefix: str) -> Response:
    """The days of a play: one class and one state an area and day, painted in the browser."""
    state = service.state(request.query_string.decode("utf-8", "replace"))
    subject = subject_of(request.args.get("page"), prefix)
    day_frames = [_frame(service, day_state, subject) for day_state in service.play(state, subject, MOST_FRAMES)]
    return jsonify({"frames": day_frames})


def block(services: Services, kind: str, *, indicator: str, level: str, key: str) -> Response:
    """An indicator of every day ("block"), or its daily sums ("sums"), for the browser.

    Handing out health data stands in the audit log.
    """
    service = services.room
    state = service.state(f"indicator={indicator}&level={level}&lang={request.args.get('lang', 'id')}")
    if state.problems or state.indicator != indicator:
        abort(404)
    made = service.ask(kind, state, registry().indicators[indicator].subject)
    if made is None or not made.key or made.key != key or made.level.value != level:
        return Response(status=204)  # it is of other data by now; the page asks for the newer one
    body = encoded(made, state.lang) if kind == "block" else encoded_sums(made, state.lang)
    access = registry().indicators[indicator].access
    if access.health:
        services.people.note_read(f"every day of {indicator}, {level}")
    if not access.published:
        # Nothing that is not for everybody stays in a browser when its person has left.
        return Response(body, mimetype=BYTES, headers={"Cache-Control": "no-store"})
    g.shared_file = True
    return Response(body, mimetype=BYTES, headers={"Cache-Control": FOREVER})


def engine_words() -> Response:
    """Templates and months that the browser words its own sentences with."""
    return jsonify(browser_words("en" if request.args.get("lang") == "en" else "id"))


def _frame(service: RoomService, state: FilterState, subject: str) -> dict[str, Any]:
    view = service.ask("map", state, subject)
    return {
        "day": str(state.date),
        "c": view.steps,
        "s": view.states,
        "v": view.values,
        "p": view.points,
        "caption": say(view.head.caption, state.lang),
    }


def refuse_malformed(service: RoomService, prefix: str, callbacks: Mapping[str, Any]) -> None:
    """Unknown pages are 404, pages of another role 403, malformed callback bodies 400; all before Dash sees them."""
    path = request.path
    if path == f"{prefix}_dash-update-component" and request.method == "POST":
        _check_callback_body(callbacks)
    rule = request.url_rule.rule if request.url_rule else ""
    if rule == f"{prefix}<path:path>":
        slug = path.removeprefix(prefix).strip("/")
        if slug not in registry().slugs:
            abort(404)
        service.page(registry().slugs[slug])


def _check_callback_body(callbacks: Mapping[str, Any]) -> None:
    try:
        body = request.get_json(silent=True)
    except RecursionError:
        body = None
    if not (isinstance(body, dict) and is_callback(body, callbacks)):
        abort(400, "The body is not a callback.")


def is_callback(body: Mapping[str, Any], callbacks: Mapping[str, Any]) -> bool:
    """Whether a body names a registered callback with just its own inputs, states and outputs, in their order.

    Parameters
    ----------
    callbacks : mapping
        Dash's own: output → ``{"inputs": [{"id", "property"}], "state": […]}``.
    """
    output = body.get("output")
    entry = callbacks.get(output) if isinstance(output, str) else None
    if entry is None or not isinstance(output, str):
        return False
    if not all(_same(body.get(key, []), entry[key]) for key in ("inputs", "state")):
        return False
    changed = body.get("changedPropIds", [])
    if not (isinstance(changed, list) and all(isinstance(name, str) for name in changed)):
        return False
    # A callback of one output names it alone, one of several names them in a list.
    wanted = body.get("outputs")
    return wanted is None or _same(wanted if output.startswith("..") else [wanted], _outputs(output))


def _outputs(output: str) -> list[dict[str, str]]:
    """A callback's outputs from its key: ``a.data``, or ``..a.data...b.figure..`` for several."""
    names = output.strip(".").split("...") if output.startswith("..") else [output]
    pairs = (name.rpartition(".") for name in names)
    return [{"id": component_id, "property": prop} for component_id, _, prop in pairs]


def _same(given: object, own: Sequence[Mapping[str, str]]) -> bool:
    """Whether a list names just these properties."""
    if not isinstance(given, list) or len(given) != len(own):
        return False
    pairs = zip(given, own, strict=True)
    return all(isinstance(a, dict) and (a.get("id"), a.get("property")) == (b["id"], b["property"]) for a, b in pairs)


SENTENCES = {
    400: "The request cannot be understood.",
    404: "There is no such page.",
    405: "This method is not allowed here.",
    413: "The request is too large.",
    416: "The file has no such part.",
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


def _lang() -> str:
    return "en" if request.args.get("lang") == "en" else "id"
