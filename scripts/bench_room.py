"""``make bench-room``: from a load to the wall, what idle screens and desks cost, and how long alerts are judged.

All on a copy of the data folder's city, on this machine, in one run; medians and 95th percentiles of repeated runs.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from data.contracts.rules import AlertRule
from data.domain.areas import Level
from data.domain.people import PROCESS, Person, Role, acting
from data.service import Services, alerting, open_services
from data.service.wall import first_playlist
from data.settings import from_environment
from data.subjects import registry
from scripts.browser import browsing
from scripts.running import ROOT, cookie_of, load_file
from scripts.soak import ADMIN, SLUG, OwnServer

WALLS, DESKS = 18, 50
LOADS = 24
IDLE_SECONDS = 30
PASSWORD = "bench-" + "x" * 12
OPERATOR = Person("bench", Role.OPERATOR, via="process")


def hundred_rules() -> dict[str, AlertRule]:
    """A hundred rules at the RW level, made from the room's own with other thresholds."""
    fine = [rule for rule in registry().rules.values() if registry().indicators[rule.indicator].level is Level.RW]
    rules = {}
    for number in range(100):
        rule = fine[number % len(fine)]
        name = f"rule-{number:03d}"
        rules[name] = rule.model_copy(
            update={"id": name, "level": Level.RW, "fire": rule.fire * (1 + number / 500), "fire_for": 1 + number % 5}
        )
    return rules


def judging(services: Services, times: int = 9) -> list[float]:
    """Seconds to judge 100 rules × 924 RW over 120 days, with the figures of the data version in memory."""
    rules = hundred_rules()
    with acting(PROCESS):
        city, feeds = services.room.city(), services.room.feeds()
        alerting.judge(city, rules, feeds)
        durations = []
        for _ in range(times):
            began = time.perf_counter()
            alerting.judge(city, rules, feeds)
            durations.append(time.perf_counter() - began)
    return durations


def quiet(services: Services) -> None:
    """Put every rule aside, so that no alarm stands before the figure that is watched."""
    from data.commands import alerts as commands

    for rule in (*registry().rules, *(f"feed:{name}" for name in services.room.feeds())):
        commands.shelve(
            services.room._engine, OPERATOR, rule, "32.76", now=services.alerts.now(), hours=24, reason="measuring"
        )


def post(server: OwnServer, token: str, codes: list[str], cases: int, number: int) -> float:
    """One day of 924 RW through the API; the moment before it was sent (the clock that the page has, too)."""
    rows = [f"{code},2022-02-11,2022-02-16,{cases},0,0" for code in codes]
    text = "area,date,reported_on,confirmed,recovered,deaths\n" + "\n".join(rows) + "\n"
    began = time.time()
    if load_file(server.url, token, "covid-daily", text.encode(), f"hari-{number}.csv")["state"] != "loaded":
        raise RuntimeError("not loaded")
    return began


WATCH = """() => {
  window.painted = [];
  const place = document.getElementById("scene");
  let last = place.querySelector(".hero") && place.querySelector(".hero").textContent;
  const look = () => {
    const now = place.querySelector(".hero") && place.querySelector(".hero").textContent;
    if (now !== last) {
      last = now;
      requestAnimationFrame(() => requestAnimationFrame(() => window.painted.push([Date.now() / 1000, now])));
    }
  };
  new MutationObserver(look).observe(place, { childList: true, subtree: true, characterData: true });
}"""


def latency(server: OwnServer, page: Page, token: str, codes: list[str], loads: int = LOADS) -> list[float]:
    """Seconds from ``POST`` to the new figure painted on an open wall."""
    page.evaluate(WATCH)
    latencies = []
    for number in range(loads):
        seen = int(page.evaluate("() => window.painted.length"))
        began = post(server, token, codes, 3 + number, number)
        page.wait_for_function("seen => window.painted.length > seen", arg=seen, timeout=30_000)
        latencies.append(float(page.evaluate("() => window.painted[window.painted.length - 1][0]")) - began)
        time.sleep(0.3 + number % 5 * 0.17)
    return latencies


def _cpu(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


# The callers are a process of their own: what they cost is theirs.
CALLERS = """
import json, sys, threading, time, http.client
host, port, seconds, jobs = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), json.loads(sys.stdin.read())
end = time.monotonic() + seconds
counts = [0, 0]
def call(n, path, cookie, every):
    time.sleep(every * n / len(jobs))
    link, tag = http.client.HTTPConnection(host, port, timeout=20), None
    due = time.monotonic()
    while time.monotonic() < end:
        link.request("GET", path, headers={"Cookie": cookie, **({"If-None-Match": tag} if tag else {})})
        answer = link.getresponse(); answer.read()
        counts[0] += 1; counts[1] += answer.status == 304
        tag = answer.headers.get("ETag", tag)
        due += every
        time.sleep(max(due - time.monotonic(), 0))
threads = [threading.Thread(target=call, args=(n, *job)) for n, job in enumerate(jobs)]
[t.start() for t in threads]; [t.join() for t in threads]
print(json.dumps(counts))
"""


def idle(server: OwnServer, services: Services, seconds: float = IDLE_SECONDS) -> tuple[float, int, int]:
    """Share of a core the server takes with 18 walls and 50 desks open, nothing new; calls, and 304 among them."""
    jobs: list[tuple[str, str, float]] = []
    with acting(ADMIN):
        services.people.make_account("bench-desk", "operator", None, PASSWORD)
        base = {
            "name": "Layar",
            "profile": "operator",
            "lang": "id",
            "playlist": first_playlist(),
            "inches": 55.0,
            "width_px": 1920,
            "height_px": 1080,
            "distance_m": 6.0,
        }
        for number in range(WALLS):
            slug = f"layar-{number:02d}"
            services.wall.save(slug, {**base, "profile": "public" if number % 3 == 0 else "operator"}, new=True)
            token = services.people.make_token(slug, "device", "device", None, None, slug)
            jobs.append(
                (f"/ruang/layar/{slug}/denyut?s=covid&w=1920x1080&v=", cookie_of(server.url, {"token": token}), 1.0)
            )
    for _ in range(DESKS):
        jobs.append(("/ruang/denyut", cookie_of(server.url, {"username": "bench-desk", "password": PASSWORD}), 2.0))
    time.sleep(3)
    worker = server.worker()
    before, began = _cpu(worker), time.monotonic()
    called = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", CALLERS, "127.0.0.1", str(server.settings.port), str(seconds)],
        input=json.dumps(jobs),
        text=True,
        capture_output=True,
        check=True,
    )
    share = (_cpu(worker) - before) / (time.monotonic() - began)
    calls, same = json.loads(called.stdout)
    return share, calls, same


def at(values: list[float], share: float) -> float:
    """A percentile of measured values (the value at or above that share of them)."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main() -> int:
    """Print the figures as a table."""
    rows: list[tuple[str, str, str]] = []
    subprocess.run([sys.executable, "-m", "data.sample"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory(prefix="decor-bench-") as folder, browsing() as browser:
        server = OwnServer(from_environment().data_dir, Path(folder))
        services = open_services(server.settings)
        with acting(ADMIN):
            token = services.people.make_token("bench", "api", "steward", None, 1)
        with acting(PROCESS):
            codes = [code for code in services.room.names() if code.count(".") == 4]
            spent = judging(services)
        rows.append(("100 rules × 924 RW judged over 120 days, median", f"{statistics.median(spent):.2f} s", "1 s"))
        server.start()
        with acting(PROCESS):
            quiet(services)
            services.wall.command(SLUG, "pin", "covid")
        size = {"width": 1920, "height": 1080}
        page = browser.new_context(viewport=size, screen=size).new_page()  # type: ignore[arg-type]
        server.open(page)
        page.wait_for_function("() => document.body.dataset.scene === 'covid'")
        times = latency(server, page, token, codes)
        rows.append(
            (
                f"POST of a day (924 RW) → painted on an open wall, p95 of {len(times)}",
                f"{at(times, 0.95):.2f} s",
                "3 s",
            )
        )
        rows.append(("  the same, median", f"{statistics.median(times):.2f} s", ""))
        page.context.close()
        share, calls, same = idle(server, services)
        rows.append((f"{WALLS} walls and {DESKS} desks open, nothing new: server, of one core", f"{share:.1%}", "30 %"))
        rows.append(
            ("  calls a second, of these “nothing new” (304)", f"{calls / IDLE_SECONDS:.0f}, {same / calls:.0%}", "")
        )
        server.stop()
        services.people.close()
    for what, measured, limit in rows:
        print(f"| {what:<76} | {measured:>10} | {limit:>6} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
