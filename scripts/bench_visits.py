"""``make bench-visits``: what a browser fetches and how long a person waits, cold, warm, and for the next page.

Each round is a browser profile of its own: the first visit with an empty cache, the second in the same profile, then a
click on another page. Medians over the rounds. ``--url``, ``--name`` and ``--password`` measure a server that runs
already, for example an older version beside this one.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from scripts.browser import browsing, sign_in
from scripts.running import serving

ROUNDS = 7
READABLE = "() => { const h = document.querySelector('.sentence h1'); return h && h.textContent.length > 3; }"
USABLE = """() => ["map", "trend", "ranking", "tiles"].every(name => {
  const caption = document.querySelector(`[data-panel="${name}"] .panel-caption`);
  return caption && caption.textContent.length > 3;
}) && document.querySelectorAll("path[data-area]").length > 60 && !document.getElementById("first")"""
# The first picture counts as soon as it is whole: words, numbers and every area.
CHARTS = "() => document.querySelector('.graph .main-svg') !== null"
"""The charts' script comes last and counts among the bytes."""
PAINTED = f"""() => document.querySelector("#first[data-painted]") !== null || ({USABLE})()"""


@dataclass(frozen=True)
class Visit:
    """Bytes over the wire, requests that reached the server, and seconds.

    Attributes
    ----------
    readable, painted, usable : float
        Until the sentence is there, until all panels are to be seen, and until the page itself can be used.
    """

    kilobytes: float
    requests: float
    readable: float
    painted: float
    usable: float


class Wire:
    """Counts what crosses the wire; what the browser's cache answers does not."""

    def __init__(self, page: Page) -> None:
        self.bytes, self.requests = 0, 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.responseReceived", self._received)

    def _finished(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def _received(self, event: dict[str, dict[str, bool]]) -> None:
        self.requests += not event["response"].get("fromDiskCache", False)


def visit(context: BrowserContext, url: str, *, then: str | None = None) -> Visit:
    """Open the overview, or with ``then`` click on another page of the menu from there."""
    page = context.new_page()
    wire = Wire(page)
    began = time.perf_counter()
    page.goto(f"{url}/ruang/", wait_until="commit")
    if then:
        page.wait_for_function(USABLE)
        # Somebody who goes on has seen the page; before its charts stand, a click waits for their script.
        page.wait_for_function(CHARTS)
        page.wait_for_load_state("networkidle")
        wire.bytes = wire.requests = 0
        title = page.title()
        began = time.perf_counter()
        page.locator(f'nav a[href*="{then}"]').first.click()
        page.wait_for_function("title => document.title !== title", arg=title)
    page.wait_for_function(READABLE)
    readable = time.perf_counter() - began
    page.wait_for_function(PAINTED)
    painted = time.perf_counter() - began
    page.wait_for_function(USABLE)
    usable = time.perf_counter() - began
    page.wait_for_function(CHARTS)
    page.wait_for_load_state("networkidle")
    page.close()
    return Visit(wire.bytes / 1000, wire.requests, readable, painted, usable)


def measured(browser: Browser, url: str, name: str, password: str, rounds: int) -> dict[str, list[Visit]]:
    """Every kind of visit, as often as there are rounds."""
    visits: dict[str, list[Visit]] = {"first visit": [], "second visit": [], "next page": []}
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        door = context.new_page()
        sign_in(door, url, name, password)
        door.close()
        state = context.storage_state()
        context.close()
        # Signing in has filled that cache; a cold one belongs to a profile that only knows the cookie.
        context = browser.new_context(viewport={"width": 1366, "height": 768}, storage_state=state)
        visits["first visit"].append(visit(context, url))
        visits["second visit"].append(visit(context, url))
        visits["next page"].append(visit(context, url, then="/ruang/covid"))
        context.close()
    return visits


@contextmanager
def asked(options: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """The server to measure: the one that was named, or this version's over the data folder."""
    if options.url:
        yield options.url, options.name, options.password
        return
    with serving() as server:
        yield server.url, server.name, server.password


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url")
    parser.add_argument("--name", default="operator")
    parser.add_argument("--password", default="")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with asked(options) as (url, name, password), browsing() as browser:
        by_kind = measured(browser, url, name, password, options.rounds)
    heads = f"{'':14} {'kB':>9} {'requests':>9} {'sentence s':>11} {'panels s':>9} {'usable s':>9}"
    print(f"{heads}   (medians of {options.rounds})")
    for kind, visits in by_kind.items():
        kb, requests, readable, painted, usable = (
            statistics.median(getattr(page_visit, field) for page_visit in visits)
            for field in ("kilobytes", "requests", "readable", "painted", "usable")
        )
        print(f"{kind:14} {kb:9.1f} {requests:9.0f} {readable:11.2f} {painted:9.2f} {usable:9.2f}")


if __name__ == "__main__":
    main()
