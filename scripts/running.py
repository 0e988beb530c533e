"""A production server for tools that look at the whole; needs nothing beyond the runtime's packages."""

from __future__ import annotations

import http.cookiejar
import json
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.domain.people import Person, Role, acting
from data.service import open_people

UNDER_WAY = ("waiting", "checking", "loading")
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """A running server: its address, the worker's process id, and an account for the tool's own use."""

    url: str
    worker: int
    name: str
    password: str
    start_seconds: float


CONSOLE = Person("console", Role.ADMIN, via="process")


@contextmanager
def account(role: str = "steward") -> Iterator[tuple[str, str]]:
    """An account for as long as a tool runs: its name and password."""
    people = open_people()
    name, password = f"tool-{secrets.token_hex(4)}", secrets.token_urlsafe(16)
    with acting(CONSOLE):
        people.make_account(name, role, None, password)
        try:
            yield name, password
        finally:
            people.set_active(name, active=False)
            people.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*, jobs: bool = False) -> Iterator[Server]:
    """Build the sample if the data folder is empty, then serve it as `make run` does; ``jobs`` for who loads files."""
    subprocess.run([sys.executable, "-m", "data.sample"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    # Nothing is published behind the tool's back while it measures.
    environment = {**os.environ, "PORT": str(port), "DECOR_PUBLISH": "0", "DECOR_WORKER": str(int(jobs))}
    command = [sys.executable, "-m", "server.serve", "app:server"]
    with account() as (name, password), subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603
        try:
            began = time.perf_counter()
            url = f"http://127.0.0.1:{port}"
            waiting_for(f"{url}/healthz")
            ready = time.perf_counter() - began
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            yield Server(url, int(children[0]), name, password, ready)
        finally:
            process.terminate()


def copy_database(source: Path, target: Path) -> None:
    """A database that is in use, with what still stands in its write-ahead log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def load_file(url: str, token: str, dataset: str, body: bytes, name: str, *, confirm: bool = True) -> dict[str, Any]:
    """Hand a file in over the API and follow it until the work is done: the delivery as the API tells it.

    A refusal comes back as ``{"state": "<status>: <words>"}``.
    """
    address = f"{url}/ruang/api/v1/loads?dataset={dataset}&name={name}" + ("&confirm=true" if confirm else "")
    bearer = {"Authorization": f"Bearer {token}"}
    headers = {**bearer, "Content-Type": "application/octet-stream", "Idempotency-Key": secrets.token_hex(8)}
    request = urllib.request.Request(address, data=body, method="POST", headers=headers)  # noqa: S310 - our own server
    try:
        while True:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
                delivery: dict[str, Any] = json.loads(answer.read())
            if delivery["state"] not in UNDER_WAY:
                return delivery
            time.sleep(0.02)
            request = urllib.request.Request(f"{url}/ruang/api/v1/loads/{delivery['id']}", headers=bearer)  # noqa: S310
    except urllib.error.HTTPError as error:
        return {"state": f"{error.code}: {error.read()[:200].decode(errors='replace')}"}


def waiting_for(address: str, seconds: float = 30.0) -> None:
    """Wait until an address answers anything at all.

    Raises
    ------
    TimeoutError
        When it does not in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)


def memory_mb(pid: int, field: str) -> float:
    """VmRSS or VmHWM of a process, in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(field)


def cookie_of(url: str, fields: dict[str, str]) -> str:
    """A session's cookie, from the form of the sign-in page."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(f"{url}/masuk", urllib.parse.urlencode(fields).encode()).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
