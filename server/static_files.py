"""Scripts, styles, fonts, maps: what has its fingerprint in its address stays with the browser, packed once."""

from __future__ import annotations

import gzip
import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

import brotli
from flask import Flask, Response, abort, g, request
from plotly.offline import get_plotlyjs_version

FOREVER = "private, max-age=31536000, immutable"
BYTES = "application/octet-stream"
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml", BYTES)
LEAST_BYTES = 500
LARGE_BYTES = 2_000_000
MOST_PACKED = 200
SLIM = Path(__file__).parents[1] / "scripts/web/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
SLIM_VERSION = re.compile(rb"plotly\.js \(cartesian - minified\) v(\S+)")


def brotli_packed(plain: bytes) -> bytes:
    """Brotli at 10, which is a sixth smaller than gzip at 9; at 9 where 10 would take seconds."""
    return bytes(brotli.compress(plain, quality=10 if len(plain) < LARGE_BYTES else 9))


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli_packed,
    "gzip": lambda plain: gzip.compress(plain, 9, mtime=0),
}


def keep_static_files(server: Flask, prefix: str) -> None:
    """Make the files of the frame, of the components and of the map cheap to come back to.

    A view that answers with such a file sets ``g.shared_file`` and says itself how long it lasts.

    Parameters
    ----------
    prefix : str
        Where the Dash application is mounted. Dash puts the fingerprint of a component's file into its path and the
        time of an asset's last change into ``m``; what has neither is asked for each time and answered with 304.
    """
    folders = (f"{prefix}_dash-component-suites/", f"{prefix}assets/")
    packed: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
    lock = threading.Lock()

    def kept(answer: Response) -> Response:
        ours = request.path.startswith(folders)
        if request.method != "GET" or answer.status_code not in (200, 304) or not (ours or "shared_file" in g):
            return answer
        if ours:
            g.shared_file = True
            lasting = "m" in request.args or "max-age" in answer.headers.get("Cache-Control", "")
            answer.headers["Cache-Control"] = FOREVER if lasting else "private, no-cache"
        answer.vary.add("Accept-Encoding")
        taken = next((name for name in PACKERS if request.accept_encodings.quality(name) > 0), None)
        if taken and answer.status_code == 200 and (answer.mimetype or "").startswith(PACKABLE):
            _pack(answer, taken)
        return answer

    def _pack(answer: Response, how: str) -> None:
        key = (request.path, how, answer.headers.get("ETag", "") or request.query_string.decode("latin-1"))
        body = packed.get(key)
        file, answer.direct_passthrough = answer.response, False
        if body is None:
            plain = answer.get_data()
            if len(plain) < LEAST_BYTES:
                return
            body = PACKERS[how](plain)
            with lock:
                # What is new has a new fingerprint, and the old one is not asked for again.
                packed[key] = body
                while len(packed) > MOST_PACKED:
                    packed.popitem(last=False)
        answer.set_data(body)
        answer.headers["Content-Encoding"] = how
        if hasattr(file, "close"):
            file.close()

    server.after_request(kept)


def mount_plotly(server: Flask, prefix: str, file: Path = SLIM) -> str | None:
    """Serve the slim Plotly that ``make run`` installed where npm was to be had.

    Returns
    -------
    str or None
        Its address; None where it is not there or not of the version that plotly.py draws for: Dash serves
        plotly.py's own file then.
    """
    body = file.read_bytes() if file.exists() else b""
    version = SLIM_VERSION.search(body[:300])
    fits = version is not None and version[1].decode() == get_plotlyjs_version()
    name = f"plotly-{hashlib.sha256(body).hexdigest()[:16]}.js"

    def script(asked: str) -> Response:
        if not fits or asked != name:
            abort(404)
        g.shared_file = True
        return Response(body, mimetype="text/javascript", headers={"Cache-Control": FOREVER})

    server.add_url_rule(f"{prefix}skrip/<asked>", "plotly", script)
    return f"{prefix}skrip/{name}" if fits else None
