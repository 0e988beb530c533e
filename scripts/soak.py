"""A screen of the wall driven hard: many refreshes, server restarts, heap before and after, never blank.

``python -m scripts.soak`` prints the figures for a fresh copy of the data folder's city; the browser test runs
the same.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from data.domain.people import Person, Role, acting
from data.service import open_services
from data.settings import Settings, from_environment
from scripts.browser import browsing
from scripts.running import ROOT, copy_database, free_port, waiting_for

SLUG = "dinding-utama"
WARM, REFRESHES, RESTARTS = 100, 1_000, 2
READINGS = 3
ADMIN = Person("console", Role.ADMIN, via="process")
WATCH = """() => {
  window.watched = { blank: 0, looks: 0, lost: 0 };
  window.setInterval(() => {
    const place = document.getElementById("scene");
    window.watched.looks += 1;
    const empty = !place || place.textContent.trim().length < 5;
    if (empty || place.getBoundingClientRect().height < 100) window.watched.blank += 1;
    if (document.body.classList.contains("no-contact")) window.watched.lost += 1;
  }, 50);
}"""
REFRESH = """async (times) => {
  const wall = window.decor.wall;
  for (let n = 0; n < times; n += 1) {
    Object.values(wall.pictures).forEach((picture) => { picture.tag = ""; });
    await wall.load();
    const names = Object.keys(wall.pictures);
    wall.show(names[n % names.length]);
  }
}"""


HELD = """() => {
  const nodes = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
    let n = 1;
    while (walk.nextNode()) n += 1;
    return n;
  };
  const kept = Object.values(window.decor.wall.pictures).map((picture) => picture.node);
  return [document, ...kept.filter((node) => node && !node.isConnected)].reduce((sum, root) => sum + nodes(root), 0);
}"""
"""Nodes of the page and of the pictures that wait for their turn."""


@dataclass
class Soak:
    """What came of it.

    Attributes
    ----------
    heap_before, heap_after : float
        Bytes after a collection.
    stray_before, stray_after : int
        Nodes that neither the page nor a kept picture holds, after a collection: what a leak would grow.
    recovery_seconds : list of float
        From a server's return until the screen spoke with it again.
    """

    refreshes: int = 0
    restarts: int = 0
    heap_before: float = 0.0
    heap_after: float = 0.0
    stray_before: int = 0
    stray_after: int = 0
    blank: int = 0
    looks: int = 0
    kept_while_gone: bool = True
    recovery_seconds: list[float] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """Growth of the heap as a share."""
        return self.heap_after / self.heap_before - 1


class OwnServer:
    """A production server over a copy of a city, which can be stopped and started."""

    def __init__(self, source: Path, folder: Path) -> None:
        copy_database(source / "decor.sqlite", folder / "decor.sqlite")
        if (source / "public").exists():
            (folder / "public").symlink_to((source / "public").resolve())
        self.settings = Settings(f"sqlite:///{folder / 'decor.sqlite'}", folder, None, free_port())
        self.url = f"http://127.0.0.1:{self.settings.port}"
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)
        services = open_services(self.settings)
        services.wall.make_first()
        with acting(ADMIN):
            self.token = services.people.make_token("soak", "device", "device", None, None, SLUG)
        services.people.close()

    def start(self) -> None:
        """Start it where it does not run, and wait until it answers."""
        if self._process is not None:
            return
        environment = {
            **os.environ,
            "PORT": str(self.settings.port),
            "DECOR_DATA_DIR": str(self.settings.data_dir),
            "DECOR_PUBLISH": "0",
            "DECOR_WORKER": "1",
        }
        for name in ("DECOR_DATABASE_URL", "DECOR_CLOCK"):
            environment.pop(name, None)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "server.serve", "app:server"], cwd=ROOT, env=environment
        )
        waiting_for(f"{self.url}/healthz")

    def worker(self) -> int:
        """Process id of the worker."""
        assert self._process is not None  # noqa: S101 - asked of a running server
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        return int(children[0])

    def stop(self) -> None:
        """Stop it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def open(self, page: Page, path: str = "") -> None:
        """A screen that signs in with its token."""
        page.goto(f"{self.url}/masuk")
        page.locator("summary").first.click()
        page.fill("[name=token]", self.token)
        page.locator("details form button").click()
        page.wait_for_url(f"**/layar/{SLUG}")
        page.wait_for_function("() => window.decor.wall && window.decor.wall.state.tag !== ''")


def _heap(page: Page) -> tuple[float, int]:
    """Heap and stray nodes, the least of some readings: a leak stays in all, what waits for its collection does not."""
    readings = [_reading(page) for _ in range(READINGS)]
    return min(heap for heap, _ in readings), min(stray for _, stray in readings)


def _reading(page: Page) -> tuple[float, int]:
    """What the last of many refreshes in one run still holds goes with one more."""
    page.evaluate(REFRESH, 1)
    client = page.context.new_cdp_session(page)
    for _ in range(3):
        client.send("HeapProfiler.collectGarbage")
    heap = float(client.send("Runtime.getHeapUsage")["usedSize"])
    stray = int(client.send("Memory.getDOMCounters")["nodes"]) - int(page.evaluate(HELD))
    client.detach()
    return heap, stray


def soak(
    browser: Browser, server: OwnServer, *, refreshes: int = REFRESHES, restarts: int = RESTARTS, warm: int = WARM
) -> Soak:
    """Drive a screen; restart the server in between."""
    outcome = Soak(refreshes=refreshes, restarts=restarts)
    size = {"width": 1920, "height": 1080}
    context = browser.new_context(viewport=size, screen=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda message: outcome.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: outcome.console.append(f"error: {error}"))
    server.start()
    server.open(page)
    page.reload()  # from now on the service worker stands between
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_function("() => window.decor.wall.state.tag !== ''")
    page.evaluate(WATCH)
    page.evaluate(REFRESH, warm)
    # What the test tool itself puts into the page is there before the heap is measured.
    page.inner_text("#scene")
    page.wait_for_function("() => !document.body.classList.contains('no-contact')")
    outcome.heap_before, outcome.stray_before = _heap(page)
    batch = refreshes // (restarts + 1)
    for number in range(restarts + 1):
        page.evaluate(REFRESH, batch if number < restarts else refreshes - batch * restarts)
        if number < restarts:
            _restart(page, server, outcome)
    outcome.heap_after, outcome.stray_after = _heap(page)
    seen = page.evaluate("() => window.watched")
    outcome.blank, outcome.looks = int(seen["blank"]), int(seen["looks"])
    context.close()
    return outcome


def _restart(page: Page, server: OwnServer, outcome: Soak) -> None:
    server.stop()
    page.wait_for_function("() => document.body.classList.contains('no-contact')", timeout=20_000)
    outcome.kept_while_gone &= len(str(page.inner_text("#scene"))) > 20 and bool(page.inner_text("#wall-contact"))
    server.start()
    began = time.monotonic()
    page.wait_for_function("() => !document.body.classList.contains('no-contact')", timeout=30_000)
    outcome.recovery_seconds.append(time.monotonic() - began)


def main() -> int:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="decor-soak-") as folder, browsing() as browser:
        server = OwnServer(from_environment().data_dir, Path(folder))
        outcome = soak(browser, server)
        server.stop()
    print(f"refreshes {outcome.refreshes}, restarts {outcome.restarts}")
    print(
        f"heap {outcome.heap_before / 1e6:.2f} MB → {outcome.heap_after / 1e6:.2f} MB ({outcome.growth:+.1%}), "
        "at most +10 %"
    )
    print(f"nodes that nothing holds {outcome.stray_before} → {outcome.stray_after}")
    print(f"blank in {outcome.blank} of {outcome.looks} looks (one every 50 ms)")
    print(f"picture kept while the server was gone: {'yes' if outcome.kept_while_gone else 'NO'}")
    print(
        f"in contact again after {', '.join(f'{s:.1f} s' for s in outcome.recovery_seconds)} of the server's "
        "return, at most 10 s"
    )
    print(f"console: {outcome.console or 'empty'}")
    good = (
        outcome.growth < 0.1
        and not outcome.blank
        and not outcome.console
        and outcome.kept_while_gone
        and max(outcome.recovery_seconds) < 10
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
