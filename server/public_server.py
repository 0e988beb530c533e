"""The Flask server of the public edition when it runs alone."""

from __future__ import annotations

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from data.domain.errors import DecorError

MOST_BODY_BYTES = 10_000


def make_public_server() -> Flask:
    """A server without sessions, forms or static folder."""
    server = Flask("decor-public", static_folder=None)
    server.config.update(MAX_CONTENT_LENGTH=MOST_BODY_BYTES)
    server.json.sort_keys = False  # type: ignore[attr-defined]
    server.add_url_rule("/healthz", "health", lambda: _health(server))
    server.register_error_handler(Exception, _explain)
    return server


def _health(server: Flask) -> Response:
    edition = server.extensions["decor-public"].service.edition()
    return jsonify({"status": "ok", "edition": edition.version, "week": str(edition.week)})


def _explain(error: Exception) -> Response | tuple[str, int]:
    edition = current_app.extensions["decor-public"]
    if isinstance(error, DecorError | HTTPException):
        response: Response = edition.failure(error)
        return response
    current_app.logger.exception("unhandled error at %r", request.path)
    return "Terjadi kesalahan di sini; sudah dicatat. / Something went wrong here; it has been noted.\n", 500
