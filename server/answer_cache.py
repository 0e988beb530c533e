"""Answers that are made once an edition and given to everyone: packed, tagged, with a time to keep them."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, request

PAGE_SECONDS = 300
MOST_KEPT = 3_000
MOST_KEPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True)
class StoredAnswer:
    """An answer that is kept, packed; ``plain`` only where packing does not pay."""

    packed: bytes
    plain: bytes | None
    tag: str
    mimetype: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def body(self) -> bytes:
        """The answer itself; unpacked for the few who cannot."""
        return self.plain if self.plain is not None else gzip.decompress(self.packed)

    @property
    def weight(self) -> int:
        """Bytes that it holds."""
        return len(self.packed) + len(self.plain or b"")


class AnswerCache:
    """Answers of the edition in force, made once; emptied when a new edition comes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stamp = ""
        self._kept: OrderedDict[str, StoredAnswer] = OrderedDict()
        self._bytes = 0

    def get(self, stamp: str, key: str, make: Callable[[], StoredAnswer]) -> StoredAnswer:
        """The answer to a question, made when it is asked for the first time."""
        with self._lock:
            if stamp != self._stamp:
                self._kept.clear()
                self._stamp, self._bytes = stamp, 0
            stored = self._kept.get(key)
            if stored is not None:
                self._kept.move_to_end(key)
                return stored
        made = make()
        with self._lock:
            if stamp == self._stamp and key not in self._kept:
                self._kept[key] = made
                self._bytes += made.weight
                while self._kept and (len(self._kept) > MOST_KEPT or self._bytes > MOST_KEPT_BYTES):
                    _, old = self._kept.popitem(last=False)
                    self._bytes -= old.weight
        return made


def takes_gzip() -> bool:
    """Whether the client takes a packed answer (``gzip;q=0`` says that it does not)."""
    return request.accept_encodings.quality("gzip") > 0


def kept(body: str | bytes, mimetype: str, status: int = 200, headers: Mapping[str, str] | None = None) -> StoredAnswer:
    """An answer with its packed form and tag."""
    raw = body.encode() if isinstance(body, str) else body
    tag = hashlib.sha256(raw).hexdigest()[:20]
    packed = gzip.compress(raw, 6, mtime=0)
    plain = None if len(packed) < len(raw) else raw
    return StoredAnswer(
        b"" if plain is not None else packed, plain, tag, mimetype, status, tuple((headers or {}).items())
    )


def answer(stored: StoredAnswer, seconds: int = PAGE_SECONDS) -> Response:
    """The answer to this request: packed where the client can unpack, 304 where it has it already."""
    packed = stored.plain is None and takes_gzip()
    response = Response(stored.packed if packed else stored.body, status=stored.status, mimetype=stored.mimetype)
    for name, value in stored.headers:
        response.headers[name] = value
    response.vary.add("Accept-Encoding")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if stored.status == 200:
        response.set_etag(stored.tag, weak=True)
        response.headers["Cache-Control"] = f"public, max-age={seconds}, stale-while-revalidate=86400"
        response.make_conditional(request)
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
