"""The worker: claims jobs and does each in a process of its own, which it may kill.

One job a lane at a time. The process is watched: it says how far it is over a pipe, its worker keeps the claim alive,
and ends it when its time is over or somebody has cancelled the job. The worker itself loads only the modules of jobs
that somebody waits for, so that it starts at once and a job's memory goes back to the machine with its process.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import logging
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.commands.processes import is_gone, process_name
from data.domain.errors import DecorError, Message, Num, msg, packed, unpacked
from data.jobs import queue
from data.jobs.queue import Claim
from data.jobs.registry import LANES, JobKind
from data.settings import Settings

LOG = logging.getLogger(__name__)
LOOK_SECONDS = 0.1
BEAT_SECONDS = 1.0
RECOVER_SECONDS = 10.0
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG of Linux."""


@dataclass
class Attempt:
    """A job that is being done: its claim, its process, and what the process has said."""

    claimed: Claim
    kind: JobKind
    pid: int
    pipe: int
    began: float = field(default_factory=time.monotonic)
    beaten: float = 0.0
    share: float | None = None
    step: str = ""
    said: bytes = b""
    outcome: dict[str, Any] | None = None
    gone: bool = False

    def listen(self) -> None:
        """Take what the process has written since."""
        with contextlib.suppress(BlockingIOError):
            while more := os.read(self.pipe, 65_536):
                self.said += more
        *lines, self.said = self.said.split(b"\n")
        for line in lines:
            heard = json.loads(line)
            if "step" in heard:
                self.share, self.step = heard["share"], heard["step"]
            else:
                self.outcome = heard

    def ended(self) -> bool:
        """Whether the process is gone; takes its last words."""
        if not self.gone and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.listen()
            os.close(self.pipe)
            self.gone = True
        return self.gone

    def kill(self) -> None:
        """End the process now, and whatever it has started."""
        if self.gone:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.pipe)
        self.gone = True


class Worker:
    """Does jobs until it is told to end.

    Parameters
    ----------
    engine : Engine
        The room's database.
    settings : Settings
        Handed to every job.
    kinds : mapping of str to JobKind
        What it can do; a job of another kind has failed.
    """

    def __init__(self, engine: Engine, settings: Settings, kinds: Mapping[str, JobKind]) -> None:
        self._engine = engine
        self._settings = settings
        self._kinds = kinds
        self._name = process_name()
        self._lanes: dict[str, Attempt | None] = dict.fromkeys(LANES)
        self._recovered = -RECOVER_SECONDS
        self.ending = False

    def end(self) -> None:
        """Stop after the look that is under way; what was begun is given back."""
        self.ending = True

    def run(self, *, until_idle: bool = False) -> None:
        """Look for jobs and do them.

        Parameters
        ----------
        until_idle : bool
            End when nothing is running and nothing may begin.
        """
        warm = False
        while not self.ending:
            try:
                busy = self.look()
                if not busy and until_idle:
                    return
                if not busy and not warm:
                    # At the first quiet moment: what is due goes first.
                    warm = True
                    for kind in self._kinds.values():
                        if kind.warm:
                            kind.load()
            except SQLAlchemyError:
                # The database is locked or away for a moment: what runs goes on, the next look says how it stands.
                LOG.exception("looking for jobs")
                time.sleep(LOOK_SECONDS)
            # What a job says, and its end, wake the worker at once.
            pipes = [attempt.pipe for attempt in self._lanes.values() if attempt is not None and not attempt.gone]
            select.select(pipes, [], [], LOOK_SECONDS)
        for attempt in filter(None, self._lanes.values()):
            attempt.kill()
            queue.release(self._engine, attempt.claimed)

    def look(self) -> bool:
        """Watch what runs and begin what waits; whether anything runs now."""
        self._recover()
        for lane, attempt in self._lanes.items():
            if attempt is not None and not self._watch(attempt):
                self._lanes[lane] = attempt = None
            if attempt is None and (claimed := queue.claim(self._engine, self._name, lane)) is not None:
                self._lanes[lane] = self._begin(claimed)
        return any(self._lanes.values())

    def _recover(self) -> None:
        if time.monotonic() - self._recovered >= RECOVER_SECONDS:
            self._recovered = time.monotonic()
            queue.recover(self._engine, gone=is_gone)

    def _begin(self, claimed: Claim) -> Attempt | None:
        kind = self._kinds.get(claimed.kind)
        if kind is None:
            queue.failed(self._engine, claimed, msg("There is no job of the kind “{kind}”.", kind=claimed.kind))
            return None
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            os._exit(_work(self._engine, self._settings, kind, claimed, writing))
        os.close(writing)
        os.set_blocking(reading, False)
        # Whoever comes first: a group of its own, so that its own children can be ended with it.
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpgid(pid, pid)
        return Attempt(claimed, kind, pid, reading, beaten=time.monotonic())

    def _watch(self, attempt: Attempt) -> bool:
        """Whether the attempt goes on."""
        if attempt.ended():
            self._settle(attempt)
            return False
        attempt.listen()
        moment = time.monotonic()
        if moment - attempt.began > attempt.kind.most_seconds:
            attempt.kill()
            limit = Num(attempt.kind.most_seconds)
            queue.failed(self._engine, attempt.claimed, msg("The job took longer than {n} seconds.", n=limit))
            return False
        if moment - attempt.beaten >= BEAT_SECONDS:
            attempt.beaten = moment
            if not queue.beat(self._engine, attempt.claimed, attempt.share, attempt.step):
                attempt.kill()
                return False
        return True

    def _settle(self, attempt: Attempt) -> None:
        outcome = attempt.outcome
        if outcome is not None and "problem" not in outcome:
            queue.done(self._engine, attempt.claimed)
        else:
            problem = unpacked(outcome["problem"]) if outcome else msg("The job's process ended without a word.")
            queue.failed(self._engine, attempt.claimed, problem)


def _work(engine: Engine, settings: Settings, kind: JobKind, claimed: Claim, pipe: int) -> int:
    """The job's own process: limits, the job, its last words."""
    _limit(kind)
    # The worker's connections are the worker's.
    engine.dispose(close=False)

    def say(**words: Any) -> None:
        os.write(pipe, json.dumps(words).encode() + b"\n")

    def problem(message: Message) -> int:
        say(problem=packed(message))
        return 1

    try:
        kind.run(settings, claimed.arguments, lambda share, step: say(share=share, step=step))
    except DecorError as error:
        return problem(error.message)
    except MemoryError:
        return problem(msg("The job needs more memory than {n} MB.", n=Num(kind.most_memory_mb)))
    except BaseException as error:
        traceback.print_exc()
        return problem(msg("The job failed: {kind}.", kind=type(error).__name__))
    say(done=True)
    return 0


def _limit(kind: JobKind) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    size = kind.most_memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    os.nice(kind.nice)
