"""A production server and a browser for tools that look at the whole."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from data.domain.people import Person, Role, acting
from data.service import open_people

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Server:
    """A running server: its address, the worker's process id, and an account for the tool's own use."""

    url: str
    worker: int
    name: str
    password: str
    start_seconds: float

    def sign_in(self, page: Page) -> None:
        """Come in through the form."""
        page.goto(f"{self.url}/masuk")
        page.fill("[name=username]", self.name)
        page.fill("[name=password]", self.password)
        page.locator("form button").first.click()
        page.wait_for_url("**/ruang/**")


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
def serving() -> Iterator[Server]:
    """Build the sample if the data folder is empty, then serve it as `make run` does."""
    subprocess.run([sys.executable, "-m", "data.sample"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    # Nothing is published behind the tool's back while it measures.
    environment = {**os.environ, "PORT": str(port), "DECOR_PUBLISH": "0"}
    command = [sys.executable, "-m", "gunicorn", "app:server"]
    with account() as (name, password), subprocess.Popen(command, cwd=ROOT, env=environment) as process:  # noqa: S603
        began = time.perf_counter()
        url = f"http://127.0.0.1:{port}"
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - our own server
                    break
            except OSError:
                time.sleep(0.1)
        ready = time.perf_counter() - began
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Server(url, int(children[0]), name, password, ready)
        process.terminate()


def chromium() -> str:
    """The system's Chromium; `make test` installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise FileNotFoundError("Chromium is missing: run `make test`, or install it with your package manager.")
    return found


@contextmanager
def browsing() -> Iterator[Browser]:
    """Headless Chromium with software drawing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()
