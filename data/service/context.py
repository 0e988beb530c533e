"""What is current, read once a request: the data version, the clock, what else may have changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from data.queries.meta import Moment, clock_of, moment_of
from data.settings import Settings


@dataclass(frozen=True)
class RequestContext:
    """What a request stands on, from its first question to its last.

    Attributes
    ----------
    moment : Moment
        Data version, and the counters of notes, alerts and screens.
    clock : datetime
        Now, in WIB.
    """

    moment: Moment
    clock: datetime

    @property
    def version(self) -> int:
        """Data version."""
        return self.moment.version


class _Holder:
    """The context of a running request, once somebody asked for it."""

    def __init__(self) -> None:
        self.found: RequestContext | None = None


class Contexts:
    """Makes contexts; outside a request each question gets a fresh one."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings
        self._running: ContextVar[_Holder | None] = ContextVar("request context", default=None)

    def current(self) -> RequestContext:
        """The running request's context, read at its first question."""
        holder = self._running.get()
        if holder is not None and holder.found is not None:
            return holder.found
        moment = moment_of(self._engine)
        made = RequestContext(moment, clock_of(self._settings, moment.stored))
        if holder is not None:
            holder.found = made
        return made

    def invalidate(self) -> None:
        """Something was just changed here: the request's next question reads anew."""
        holder = self._running.get()
        if holder is not None:
            holder.found = None

    @contextmanager
    def request(self) -> Iterator[None]:
        """One request: everything asked inside stands on the same context."""
        token = self._running.set(_Holder())
        try:
            yield
        finally:
            self._running.reset(token)
