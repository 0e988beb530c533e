"""The one cache of answers: kept by question, forgotten when what they stand on changes, bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class VersionedCache:
    """Answers of the newest version; thread-safe.

    Two threads that ask the same at once both make the answer: an answer is cheap, a lock around it is not.

    Parameters
    ----------
    most : int
        Answers kept; the least recently used goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._version: Hashable = None
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, version: Hashable, key: Hashable, make: Callable[[], T]) -> T:
        """The answer to a question.

        Parameters
        ----------
        version : hashable
            What every kept answer stands on; another version empties the cache.
        key : hashable
            The question with everything that changes its answer, role and scope included.
        """
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            if key in self._kept:
                self._kept.move_to_end(key)
                answer: T = self._kept[key]
                return answer
        made = make()
        with self._lock:
            # Made for a version that is not current any more: it is right for who asked, and for nobody else.
            if version == self._version:
                self._kept[key] = made
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
