"""`make bench-public`: publishing, the attack, what the public edition costs. Compare ratios: machines drift."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from scripts.bench import percentile
from scripts.browser import browsing
from scripts.running import ROOT, free_port, waiting_for

SECONDS, RATE, CONNECTIONS = 30, 200, 16
VISITS = 9
PHONE = {"width": 390, "height": 844}
BLOCKED = """() => new Promise((resolve) => {
  let blocked = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) blocked += Math.max(0, one.duration - 50); })
    .observe({type: 'longtask', buffered: true});
  setTimeout(() => resolve(blocked), 1500);
})"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def command(name: str, folder: Path) -> tuple[float, str]:
    """Seconds and output of a command over a data folder."""
    environment = {**os.environ, "DECOR_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "data.disclosure", name],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return time.perf_counter() - began, done.stdout


@contextmanager
def serving_public(product: Path) -> Iterator[str]:
    """The public edition as `make run-public` starts it."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DECOR_PRODUCT_DIR": str(product),
        "PORT": str(port),
    }
    start = [sys.executable, "-m", "server.serve", "app_public:server"]
    with subprocess.Popen(start, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:  # noqa: S603
        url = f"http://127.0.0.1:{port}"
        waiting_for(f"{url}/healthz")
        yield url
        process.terminate()


def load(url: str, paths: Sequence[str], rate: int, seconds: int) -> tuple[list[float], int]:
    """Ask at a fixed rate whatever the answers take; latency counts from the planned moment.

    Returns
    -------
    tuple
        Latencies in milliseconds, and how many answers were not 200.
    """
    host = urlsplit(url).netloc
    latencies: list[float] = []
    wrong = 0
    lock = threading.Lock()
    turn = iter(range(rate * seconds))
    began = time.perf_counter() + 0.5

    def ask() -> None:
        nonlocal wrong
        connection = http.client.HTTPConnection(host)
        while True:
            with lock:
                number = next(turn, None)
            if number is None:
                return
            planned = began + number / rate
            time.sleep(max(0.0, planned - time.perf_counter()))
            connection.request("GET", paths[number % len(paths)], headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            took = (time.perf_counter() - planned) * 1_000
            with lock:
                latencies.append(took)
                wrong += answer.status != 200

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies, wrong


def visits(browser: Browser, url: str, slow: int) -> tuple[float, float]:
    """Median first contentful paint and total blocking time of the landing on a phone, in milliseconds."""
    paints, blocked = [], []
    for _ in range(VISITS):
        context = browser.new_context(viewport=PHONE)
        page = context.new_page()
        client = context.new_cdp_session(page)
        client.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        page.goto(f"{url}/")
        blocked.append(float(page.evaluate(BLOCKED)))
        paints.append(float(page.evaluate(PAINT)))
        context.close()
    return statistics.median(paints), statistics.median(blocked)


def sizes(url: str) -> list[tuple[str, int, int]]:
    """Bytes of each kind of page, packed and plain; the landing with everything it loads."""
    measured = []
    for path in (
        "/",
        "/rw/32.76.02.1010.006",
        "/wilayah/32.76.02.1010",
        "/wilayah/32.76",
        "/covid",
        "/wifi",
        "/sampah",
        "/program",
        "/data/covid",
        "/istilah",
    ):
        asked = urllib.request.Request(url + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(asked) as answer:  # noqa: S310
            body = answer.read()
        measured.append((path, len(body), len(gzip.decompress(body))))
    return measured


def main() -> None:
    """Measure, and print the tables of the note."""
    folder = Path(os.environ.get("DECOR_BENCH_DIR", str(ROOT / "var"))).resolve()
    environment = {**os.environ, "DECOR_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "data.sample"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )
    scratch = folder / "public"
    kept = folder / "public.kept"
    if scratch.exists():
        scratch.rename(kept)
    try:
        publishing, published = command("publish", folder)
        attacking, attacked = command("attack", folder)
        naive, broken = command("naive", folder)
        with serving_public(scratch) as url, browsing() as browser:
            pages = [(path, packed, plain) for path, packed, plain in sizes(url)]
            paint, blocked = visits(browser, url, 1)
            slow_paint, slow_blocked = visits(browser, url, 4)
            areas = json.load(urllib.request.urlopen(f"{url}/api/v1/areas?level=rw"))["areas"]  # noqa: S310
            rws = [f"/rw/{area['code']}" for area in areas]
            random.Random(7).shuffle(rws)  # noqa: S311 - an order, no secret
            mixed = [path for rw in rws for path in ("/", rw)]
            cold, wrong_cold = load(url, mixed, RATE, SECONDS)
            warm, wrong = load(url, mixed, RATE, SECONDS)
            questions = [f"/api/v1/covid?level=rw&area={area['code'][:13]}" for area in areas[::20]]
            load(url, questions * 4, RATE, 2)
            asked, wrong_api = load(url, questions, RATE, 10)
    finally:
        if kept.exists():
            shutil.rmtree(scratch, ignore_errors=True)
            kept.rename(scratch)
    rows = [
        ("publish of the whole history, the attacker's try included", f"{publishing:.0f} s", "60 s"),
        ("attack on everything published", f"{attacking:.0f} s", "120 s"),
        ("landing on a phone, first contentful paint, median", f"{paint:.0f} ms", "1,000 ms"),
        ("  the same, total blocking time", f"{blocked:.0f} ms", "200 ms"),
        ("  first contentful paint, processor four times slower", f"{slow_paint:.0f} ms", ""),
        ("  total blocking time, processor four times slower", f"{slow_blocked:.0f} ms", ""),
        (f"landing and RW pages at {RATE} a second, first round, p95", f"{percentile(cold, 0.95):.0f} ms", ""),
        ("  the same once every page was asked, p50", f"{statistics.median(warm):.1f} ms", ""),
        ("  p95", f"{percentile(warm, 0.95):.1f} ms", "50 ms"),
        ("  answers that were not 200", f"{wrong + wrong_cold}", "0"),
        ("API answers that are kept, p95", f"{percentile(asked, 0.95):.1f} ms", "10 ms"),
        ("  answers that were not 200", f"{wrong_api}", "0"),
    ]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; load from the same machine"
    )
    print(f"| {'what':<60} | {'measured':>9} | {'at most':>8} |\n|{'-' * 62}|{'-' * 11}|{'-' * 10}|")
    for what, measured, limit in rows:
        print(f"| {what:<60} | {measured:>9} | {limit:>8} |")
    print("\n| page | packed kB | plain kB |\n|---|---|---|")
    for path, packed, plain in pages:
        print(f"| `{path}` | {packed / 1000:.1f} | {plain / 1000:.1f} |")
    print("\nattack, our rules: " + attacked.strip().splitlines()[0] if attacked else published)
    print(f"attack, naive scheme ({naive:.0f} s): " + broken.strip().splitlines()[0])


if __name__ == "__main__":
    main()
