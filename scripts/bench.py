"""`make bench`: what the room costs, as a table. Compare ratios: shared machines drift."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, StorageState

from scripts import bench_desk
from scripts.browser import browsing, sign_in_tool
from scripts.running import ROOT, Server, memory_mb, serving

VISITS = 7
STEPS = 40
KECAMATAN = [f"32.76.{n:02d}" for n in range(1, 12)]

# Resolves when the caption has changed and the frame after it has been drawn.
CHANGE = """([panel, action]) => new Promise((resolve) => {
  const caption = document.querySelector(`[data-panel="${panel}"] .panel-caption`).parentNode;
  const started = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started), 0));
  });
  watch.observe(caption, {childList: true, characterData: true, subtree: true});
  new Function(action)();
})"""
PAINTED = """() => ["map", "trend", "ranking", "tiles"].every((name) => {
  const caption = document.querySelector(`[data-panel="${name}"] .panel-caption`);
  return caption && caption.textContent;
}) && document.querySelectorAll("path[data-area]").length === 924
  && document.querySelector("#trend-graph .scatterlayer path")"""


def cpu_ms(pid: int) -> float:
    """Processor time of a process so far, in milliseconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1_000 / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def first_visit(browser: Browser, server: Server, state: StorageState) -> float:
    """Milliseconds from the address to everything painted, nothing cached."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, storage_state=state)
    page = context.new_page()
    started = time.perf_counter()
    page.goto(f"{server.url}/ruang/", wait_until="commit")
    page.wait_for_function(PAINTED, polling=20)
    took = (time.perf_counter() - started) * 1_000
    context.close()
    return took


class Bytes:
    """Bytes that come down the wire, as the browser counts them."""

    def __init__(self, page: Page) -> None:
        self.total = 0.0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._add)

    def _add(self, event: dict[str, Any]) -> None:
        self.total += event["encodedDataLength"]


def changes(page: Page, server: Server, panel: str, actions: list[str]) -> tuple[list[float], float, float]:
    """Do every action; milliseconds each until painted, bytes and server CPU milliseconds a change."""
    counted = Bytes(page)
    before = cpu_ms(server.worker)
    times = []
    for action in actions:
        times.append(float(page.evaluate(CHANGE, [panel, action])))
        page.wait_for_timeout(250)
    return times, counted.total / len(actions), (cpu_ms(server.worker) - before) / len(actions)


def starts() -> tuple[float, float]:
    """Seconds to build the city in an empty folder, and from a later start to the first healthy answer."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DECOR_DATA_DIR": folder}
        environment.pop("DECOR_DATABASE_URL", None)
        started = time.perf_counter()
        command = [sys.executable, "-m", "data.sample"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        first = time.perf_counter() - started
    later = []
    for _ in range(3):
        with serving() as server:
            later.append(server.start_seconds)
    return first, statistics.median(later)


def main() -> None:
    """Measure and print."""
    first_start, later_start = starts()
    with serving() as server, browsing() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        sign_in_tool(page, server)
        state = page.context.storage_state()
        visits = [first_visit(browser, server, state) for _ in range(VISITS)]
        page.goto(f"{server.url}/ruang/")
        page.wait_for_function(PAINTED)
        page.wait_for_timeout(500)
        picks = [f"decor.state.select('{KECAMATAN[n % 11]}', false)" for n in range(STEPS)]
        area, area_bytes, area_cpu = changes(page, server, "trend", picks)
        back = ["document.getElementById('date-back').click()"] * STEPS
        day, day_bytes, day_cpu = changes(page, server, "map", back)
        peak, now = memory_mb(server.worker, "VmHWM"), memory_mb(server.worker, "VmRSS")
        desk = bench_desk.measure(server)
    rows = [
        ("first start with an empty folder, until the city stands", f"{first_start:.0f} s", "60 s"),
        ("later start until the first answer", f"{later_start:.1f} s", "5 s"),
        ("first visit to the overview, everything painted", f"{statistics.median(visits) / 1000:.2f} s", "2.5 s"),
        ("change of area until the trend is painted, p95", f"{percentile(area, 0.95):.0f} ms", "120 ms"),
        ("  the same, p50", f"{statistics.median(area):.0f} ms", ""),
        ("change of date until the map is recoloured, p50", f"{statistics.median(day):.0f} ms", "120 ms"),
        ("  the same, p95", f"{percentile(day, 0.95):.0f} ms", "200 ms"),
        ("bytes down for a change of area, compressed", f"{area_bytes / 1000:.1f} kB", "12 kB"),
        ("bytes down for a change of date, compressed", f"{day_bytes / 1000:.1f} kB", "12 kB"),
        ("server CPU for a change of area", f"{area_cpu:.1f} ms", "15 ms"),
        ("server CPU for a change of date", f"{day_cpu:.1f} ms", "15 ms"),
        ("memory of the worker with the sample, now", f"{now:.0f} MB", "400 MB"),
        ("  the same, at its peak", f"{peak:.0f} MB", ""),
        *desk,
    ]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {VISITS} visits, "
        f"{STEPS} changes"
    )
    print(f"| {'what':<56} | {'measured':>9} | {'at most':>8} |\n|{'-' * 58}|{'-' * 11}|{'-' * 10}|")
    for what, measured, limit in rows:
        print(f"| {what:<56} | {measured:>9} | {limit:>8} |")


if __name__ == "__main__":
    main()
