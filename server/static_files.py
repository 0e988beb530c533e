"""Scripts, styles, fonts: what has its fingerprint in its address stays with the browser for good, packed once."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable

import brotli
from flask import Flask, Response, g, request

FOREVER = "private, max-age=31536000, immutable"
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
LEAST_BYTES = 500
# Packed once: Brotli at 9 is a sixth smaller than gzip at 9 and takes half a second for the largest file.
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda plain: bytes(brotli.compress(plain, quality=9)),
    "gzip": lambda plain: gzip.compress(plain, 9, mtime=0),
}


def keep_static_files(server: Flask, prefix: str) -> None:
    """Make the files of the frame and of the components cheap to come back to.

    Parameters
    ----------
    prefix : str
        Where the Dash application is mounted. Dash puts the fingerprint of a component's file into its path and the
        time of an asset's last change into ``m``; what has neither is asked for each time and answered with 304.
    """
    places = (f"{prefix}_dash-component-suites/", f"{prefix}assets/")
    packed: dict[tuple[str, str, str], bytes] = {}
    lock = threading.Lock()

    def kept(answer: Response) -> Response:
        if request.method != "GET" or answer.status_code not in (200, 304) or not request.path.startswith(places):
            return answer
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
                # A new build has new fingerprints; the old ones are not asked for again.
                for old in [known for known in packed if known[:2] == key[:2]]:
                    del packed[old]
                packed[key] = body
        answer.set_data(body)
        answer.headers["Content-Encoding"] = how
        if hasattr(file, "close"):
            file.close()

    server.after_request(kept)
