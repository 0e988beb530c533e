"""The production server: waitress with time limits, under a small parent that starts it again.

Waitress reads requests and writes answers in one loop and gives whole requests to its worker threads, so a client that
is slow holds a socket and no thread. What it lacks, a limit on how long a head, a body or an answer may take, is added
here. ``docs/adr/0012`` has what else was measured.

``python -m server.serve app:server`` (or ``app_public:server``); ``PORT`` names the port.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import logging
import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer

HEAD_SECONDS = 10.0
"""A request's head must be here by then."""
GRACE_SECONDS = 20.0
SLOWEST_BYTES_PER_SECOND = 20_000
"""A body or an answer may take `GRACE_SECONDS` and what its bytes need at this rate."""
IDLE_SECONDS = 60
MOST_CONNECTIONS = 4_000
MOST_HEAD_BYTES = 32_768
MOST_BODY_BYTES = 4_000_000
MOST_UPLOAD_BYTES = 136_000_000
UPLOADS = ("/ruang/api/v1/loads", "/ruang/data/")
"""Paths that take a file; what comes without any sign of who sends it is not received even there."""
BOOT_FAILED = 3
SHORT_LIFE_SECONDS = 5.0
M_ARENA_MAX = -8
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """What is served.

    Attributes
    ----------
    application : str
        ``module:attribute`` of a WSGI application.
    port : int
        On the machine's own address; 0 takes a free one.
    processes : int
        Processes that share the port; one where panels are held in memory once.
    threads : int
        Worker threads a process. What they do is computing, so more of them only stand in each other's way: with 20
        operators four answer half as much again as eight (`docs/adr/0012`).
    worker : str
        Module of the worker that does the jobs, one however many processes serve; "" for none.
    """

    application: str
    name: str
    port: int
    processes: int = 1
    threads: int = 4
    worker: str = ""


PROGRAMS = {
    "app:server": Program("app:server", "DeCOR", 8050, worker="data.jobs"),
    "app_public:server": Program("app_public:server", "Depok per RW", 8060, processes=2, threads=4),
}


SMALL = Adjustments(max_request_body_size=MOST_BODY_BYTES, max_request_header_size=MOST_HEAD_BYTES)


class Parser(HTTPRequestParser):
    """Refuses a large body before it is received, unless the path takes files and somebody says who he is."""

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, then decide how large the body may be."""
        super().parse_header(header_plus)
        named = "COOKIE" in self.headers or "AUTHORIZATION" in self.headers
        if not (named and str(self.path).startswith(UPLOADS)):
            self.adj = SMALL


class Channel(HTTPChannel):
    """A connection that knows since when it has been waiting for the rest of a head, a body or an answer."""

    parser_class = Parser
    since = 0.0
    waiting_for: object = None
    answer_bytes = 0

    def overdue(self, now: float) -> bool:
        """Whether the client has taken longer than any honest one needs.

        Parameters
        ----------
        now : float
            Seconds of the monotonic clock.
        """
        request = self.request
        answering = self.total_outbufs_len > 0 and not self.requests
        stage = "answer" if answering else (request, request.headers_finished) if request is not None else None
        if stage != self.waiting_for:
            self.waiting_for, self.since, self.answer_bytes = stage, now, self.total_outbufs_len
        if stage is None:
            return False
        if answering:
            allowed = GRACE_SECONDS + self.answer_bytes / SLOWEST_BYTES_PER_SECOND
        elif request.headers_finished:
            allowed = GRACE_SECONDS + request.body_bytes_received / SLOWEST_BYTES_PER_SECOND
        else:
            allowed = HEAD_SECONDS
        return bool(now - self.since > allowed)


class Server(TcpWSGIServer):
    """Waitress's server with the limits of `Channel`."""

    channel_class = Channel

    def maintenance(self, now: float) -> None:
        """Close what is idle (waitress does that) and what is overdue; once a second."""
        super().maintenance(now)
        moment = time.monotonic()
        for channel in list(self.active_channels.values()):
            if channel.overdue(moment):
                channel.will_close = True


def make_server(application: Callable[..., Any], listener: socket.socket, threads: int) -> Server:
    """A server over a socket that is bound already; ``run`` serves until SystemExit."""
    adjustments = Adjustments(
        sockets=[listener],
        threads=threads,
        ident=None,
        connection_limit=MOST_CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        max_request_header_size=MOST_HEAD_BYTES,
        max_request_body_size=MOST_UPLOAD_BYTES,
        asyncore_use_poll=True,
        # Believed only when the application was told how many proxies there are (DECOR_PROXIES).
        clear_untrusted_proxy_headers=os.environ.get("DECOR_PROXIES", "0") == "0",
        # A whole answer is taken from the thread at once, however slowly its client reads.
        outbuf_high_watermark=256 * 1024 * 1024,
    )
    family = (listener.family, listener.type, listener.proto, listener.getsockname())
    return Server(application, {}, True, listener, None, adjustments, family, False)


def _application(path: str) -> Callable[..., Any]:
    module, _, name = path.partition(":")
    application: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return application


def _share_heaps() -> Any:
    """Let all threads share two heaps: glibc's many would keep what building the panels has freed."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is not None and hasattr(libc, "mallopt"):
        libc.mallopt(M_ARENA_MAX, 2)
    return libc


def work(program: Program, listener: socket.socket, announce: bool) -> int:
    """One process: load the application, serve it until SIGTERM; gives the exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    libc = _share_heaps()
    try:
        server = make_server(_application(program.application), listener, program.threads)
    except SystemExit as stop:
        return int(stop.code or 0)
    except BaseException:
        traceback.print_exc()
        return BOOT_FAILED
    gc.collect()
    if libc is not None and hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)
    if announce:
        print(f"{program.name}: http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.run()
    return 0


def bound(port: int) -> socket.socket:
    """A listening socket on the machine's own address.

    Raises
    ------
    SystemExit
        When the port is taken.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        raise SystemExit(f"Port {port} is taken ({error.strerror}); name another one with PORT=….") from error
    listener.listen(1024)
    listener.setblocking(False)
    return listener


def supervise(program: Program) -> int:
    """Start the processes and start again what dies; gives the exit code when all is to end.

    A process that cannot even load the application ends everything: starting it again would not help. The worker that
    does the jobs is started and watched beside them, unless ``DECOR_WORKER=0``.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard > 0 else soft, hard))
    listener = bound(program.port)
    children: dict[int, tuple[float, bool]] = {}
    ending: list[int] = []

    def end(number: int, _frame: object) -> None:
        ending.append(number)
        for child in children:
            os.kill(child, signal.SIGTERM)

    def start(*, announce: bool = False, serves: bool = True) -> None:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os._exit(_ended(work(program, listener, announce)) if serves else _do_jobs(program))
        children[child] = (time.monotonic(), serves)

    for number in range(program.processes):
        start(announce=number == 0)
    if program.worker and os.environ.get("DECOR_WORKER", "1") != "0":
        start(serves=False)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while children:
        try:
            child, status = os.wait()
        except InterruptedError:
            continue
        born, serves = children.pop(child, (0.0, True))
        code = os.waitstatus_to_exitcode(status)
        if code == BOOT_FAILED and serves and not ending:
            end(signal.SIGTERM, None)
            ending.append(BOOT_FAILED)
        if ending:
            continue
        print(f"A process ended ({code}); another one takes its place.", file=sys.stderr, flush=True)
        if time.monotonic() - born < SHORT_LIFE_SECONDS:
            time.sleep(1.0)
        start(serves=serves)
    return BOOT_FAILED if BOOT_FAILED in ending else 0


def _do_jobs(program: Program) -> NoReturn:
    """Become the worker: a program of its own, which ends with this one however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(sys.executable, [sys.executable, "-m", program.worker])  # noqa: S606 - our own module


def _ended(code: int) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def main(arguments: list[str]) -> int:
    """Serve one of `PROGRAMS`."""
    known = PROGRAMS.get(arguments[0] if arguments else "")
    if known is None:
        print(f"Name what to serve: {' or '.join(PROGRAMS)}.", file=sys.stderr)
        return 2
    port = os.environ.get("PORT", str(known.port))
    if not port.isdecimal():
        print(f"PORT is no number: {port[:20]}.", file=sys.stderr)
        return 2
    return supervise(replace(known, port=int(port)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
