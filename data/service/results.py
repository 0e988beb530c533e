"""Computed results as a city reads them: for exactly the data that are shown, or not yet."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from data.domain.areas import Level, level_of
from data.domain.results import ResultKey, ResultRun
from data.indicators.field import Estimate
from data.indicators.panel import AreaTree
from data.jobs import queue
from data.jobs.registry import KINDS
from data.queries import results as queries

USUAL = "data.epi.usual:usual_range"
"""Gives every daily count its usual range."""
MOST_FIELDS = 12
AGAIN_SECONDS = 600.0
"""What is still missing after so long is asked for again when somebody looks."""


METHOD_IMPORT = re.compile(rb"^from (data\.(?:epi|geo|wifi|results)\.\w+) import", re.MULTILINE)


@cache
def code_version(method: str, definition: str = "") -> str:
    """Fingerprint of a method's source, of all methods that it uses, and of what is computed with it.

    No module is loaded for it.

    Parameters
    ----------
    definition : str
        The part of an indicator's declaration that its sums depend on.
    """
    module = method.partition(":")[0]
    used, waiting = {"data.indicators.evaluate"}, [module]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += [each.decode() for each in METHOD_IMPORT.findall(_source(name))]
    return hashlib.sha256(b"".join([*map(_source, sorted(used)), definition.encode()])).hexdigest()[:12]


def _source(module: str) -> bytes:
    spec = importlib.util.find_spec(module)
    assert spec is not None and spec.origin is not None, module  # noqa: S101 - the registry has looked
    return Path(spec.origin).read_bytes()


class ResultReader(Protocol):
    """Where a city's computed results come from."""

    def run(self, key: ResultKey) -> ResultRun | None:
        """The run with exactly this key; None while it is not computed."""

    def kept(self, key: ResultKey) -> bool:
        """Whether the figures of a field are there."""

    def estimate(self, key: ResultKey, level: Level) -> Estimate | None:
        """Its figures at a level; None while it is not computed, which asks for it."""

    def document(self, key: ResultKey) -> bytes | None:
        """A run's document; None while it is not computed, which asks for it."""

    def kept_document(self, key: ResultKey) -> bytes | None:
        """A run's document; None while it is not there, which asks for nothing."""


@dataclass
class StoredResults:
    """Results of a whole city from the database; what is missing is asked for."""

    engine: Engine
    asked: dict[str, float] = field(default_factory=dict)
    _kept: OrderedDict[tuple[ResultKey, Level], Estimate] = field(default_factory=OrderedDict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def run(self, key: ResultKey) -> ResultRun | None:
        """The run with exactly this key; None while it is not computed."""
        return queries.run_of(self.engine, key)

    def kept(self, key: ResultKey) -> bool:
        """Whether the figures of a field are there."""
        run = self.run(key)
        return run is not None and queries.has_figures(self.engine, run.id)

    def estimate(self, key: ResultKey, level: Level) -> Estimate | None:
        """Its figures at a level; None while it is not computed, which asks for it."""
        with self._lock:
            if (key, level) not in self._kept:
                run = self.run(key)
                estimate = None if run is None else queries.estimate_of(self.engine, run.id, level)
                if estimate is None:
                    self._ask(key)
                    return None
                self._kept[key, level] = estimate
                while len(self._kept) > MOST_FIELDS:
                    self._kept.popitem(last=False)
            self._kept.move_to_end((key, level))
            return self._kept[key, level]

    def document(self, key: ResultKey) -> bytes | None:
        """A run's document; None while it is not computed, which asks for it."""
        body = self.kept_document(key)
        if body is None:
            with self._lock:
                self._ask(key)
        return body

    def kept_document(self, key: ResultKey) -> bytes | None:
        """A run's document; None while it is not there, which asks for nothing."""
        run = self.run(key)
        return None if run is None else queries.document_of(self.engine, run.id)

    def _ask(self, key: ResultKey) -> None:
        name = f"{key.data_version}.{key.last_day}.{'now' if key.known_on is None else key.known_on}"
        now = time.monotonic()
        if now - self.asked.get(name, -AGAIN_SECONDS) >= AGAIN_SECONDS:
            # Not at every look: a computation that fails is to be seen on the page of jobs, not begun for ever.
            self.asked[name] = now
            queue.ask(self.engine, KINDS["results"], name, {"known_on": key.known_on})


@dataclass
class CutResults:
    """The results of another city, cut to one area."""

    whole: ResultReader
    tree: AreaTree
    scope: str

    def run(self, key: ResultKey) -> ResultRun | None:
        """The run with exactly this key; None while it is not computed."""
        return self.whole.run(key)

    def kept(self, key: ResultKey) -> bool:
        """Whether the figures of a field are there."""
        return self.whole.kept(key)

    def estimate(self, key: ResultKey, level: Level) -> Estimate | None:
        """Its figures inside the area; the levels above stand for the area alone, with its own figure."""
        own = max(level, level_of(self.scope), key=lambda choice: choice.depth)
        estimate = self.whole.estimate(key, own)
        return None if estimate is None else estimate.cut(self.tree.inside(self.scope, own))

    def document(self, key: ResultKey) -> bytes | None:
        """A document is of the whole city; whoever may see one area only is not given it."""
        return None

    def kept_document(self, key: ResultKey) -> bytes | None:
        """A document is of the whole city; whoever may see one area only is not given it."""
        return None
