"""``make bench-jam``: what slow and half-open clients cost everybody else, without a proxy in front.

Opens 500 connections that never finish a request's head and 200 that send a body or take an answer a few bytes at a
time, keeps them all busy, and asks ``/healthz`` and pages meanwhile. Everything is on this machine; it ends by itself.

``python -m scripts.jam [--half 500] [--slow 200] [--asks 100] [-- command …]``: another command that serves
``app:server`` on ``$PORT`` can be measured in the same way.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import random
import selectors
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from scripts.running import ROOT, account, cookie_of, free_port, waiting_for

TIMEOUT_SECONDS = 5.0
TRICKLE_SECONDS = 2.0
HALF_HEAD = b"GET /ruang/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
SLOW_BODY = (
    b"POST /masuk HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100000\r\n\r\n"
)
SLOW_READER = b"GET /ruang/api/v1/openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@dataclass
class Crowd:
    """Connections that are kept half open and slow, from one thread; each is opened again when it is closed."""

    port: int
    half: int
    slow: int
    stop: threading.Event = field(default_factory=threading.Event)
    opened: int = 0
    refused: int = 0

    def _open(self, first: bytes, buffer: int = 0) -> socket.socket | None:
        link = socket.socket()
        if buffer:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        link.settimeout(1.0)
        try:
            link.connect(("127.0.0.1", self.port))
            link.sendall(first)
        except OSError:
            self.refused += 1
            link.close()
            return None
        link.setblocking(False)
        self.opened += 1
        return link

    def _kinds(self) -> list[tuple[bytes, int]]:
        readers = self.slow // 2
        return [(HALF_HEAD, 0)] * self.half + [(SLOW_BODY, 0)] * (self.slow - readers) + [(SLOW_READER, 2048)] * readers

    def run(self) -> None:
        """Hold the crowd until it is told to stop."""
        kinds = self._kinds()
        links: list[socket.socket | None] = [self._open(*kind) for kind in kinds]
        while not self.stop.wait(TRICKLE_SECONDS):
            watching = selectors.DefaultSelector()
            for number, link in enumerate(links):
                if link is None or not self._trickle(link, reading=kinds[number][0] is SLOW_READER):
                    if link is not None:
                        link.close()
                    links[number] = self._open(*kinds[number])
            watching.close()
        for link in links:
            if link is not None:
                link.close()

    def _trickle(self, link: socket.socket, *, reading: bool) -> bool:
        """A byte more in one direction; False when the server has closed the connection."""
        try:
            if reading:
                return bool(link.recv(16))
            link.send(b"a")
            return bool(link.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False


def ask(port: int, path: str, cookie: str) -> float | None:
    """Seconds until a whole answer came on a new connection; None when none came in time."""
    began = time.perf_counter()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        link.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = link.getresponse()
        answer.read()
        return time.perf_counter() - began if answer.status < 500 else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        link.close()


def measured(port: int, path: str, cookie: str, asks: int) -> tuple[float, float, int]:
    """Median and 95th percentile in ms (what never came counts as the time limit), and how many never came."""
    durations = []
    missing = 0
    for _ in range(asks):
        took = ask(port, path, cookie)
        missing += took is None
        durations.append(TIMEOUT_SECONDS if took is None else took)
        if missing >= 5 and missing == len(durations):
            break  # nothing comes at all: enough to know
        time.sleep(random.uniform(0.01, 0.05))  # noqa: S311 - not for secrets
    durations.sort()
    return (
        statistics.median(durations) * 1000,
        durations[min(len(durations) - 1, int(0.95 * len(durations)))] * 1000,
        missing,
    )


def main() -> None:
    """Measure without and with the crowd, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", type=int, default=500)
    parser.add_argument("--slow", type=int, default=200)
    parser.add_argument("--asks", type=int, default=100)
    parser.add_argument("command", nargs="*", help="another server of app:server on $PORT")
    chosen = parser.parse_args()
    command = chosen.command or [sys.executable, "-m", "server.serve", "app:server"]
    subprocess.run([sys.executable, "-m", "data.sample"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    environment = {**os.environ, "PORT": str(port), "DECOR_PUBLISH": "0", "DECOR_WORKER": "0"}
    with account("operator") as (name, password), subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603 - given by who measures
        url = f"http://127.0.0.1:{port}"
        waiting_for(f"{url}/healthz")
        cookie = cookie_of(url, {"username": name, "password": password})
        pages = [("/healthz", ""), ("/masuk", ""), ("/ruang/", cookie), ("/ruang/api/v1/indicators", cookie)]
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}: {' '.join(command)}")
        print(f"{chosen.half} half-open and {chosen.slow} slow connections; {chosen.asks} asks each, ms")
        print(f"| {'path':<26} | alone p50 |   p95 | crowd p50 |    p95 | no answer |\n|{'-' * 28}|{'-' * 54}|")
        alone = [measured(port, path, own, chosen.asks) for path, own in pages]
        crowd = Crowd(port, chosen.half, chosen.slow)
        thread = threading.Thread(target=crowd.run, daemon=True)
        thread.start()
        time.sleep(4.0)
        for (path, own), (p50, p95, _) in zip(pages, alone, strict=True):
            c50, c95, missing = measured(port, path, own, chosen.asks)
            print(f"| {path:<26} | {p50:9.1f} | {p95:5.1f} | {c50:9.1f} | {c95:6.1f} | {missing:9d} |", flush=True)
        print(f"connections opened {crowd.opened}, refused or timed out {crowd.refused}")
        crowd.stop.set()
        thread.join(10)
        process.terminate()


if __name__ == "__main__":
    main()
