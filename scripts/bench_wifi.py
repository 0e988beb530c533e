"""``make bench-wifi``: how long Wi-Fi's answers take, what they cost in memory, and the tables of who is covered.

The data folder is ``DECOR_DATA_DIR`` (an empty one is filled with the sample city). Times are medians.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.domain.areas import Level
from data.domain.dates import day_number
from data.domain.people import PROCESS, acting
from data.domain.wifi import RADII
from data.ingest import ingest_file
from data.ingest.load import Delivery
from data.queries.database import open_database
from data.queries.meta import clock_now
from data.queries.services import wifi_outages, wifi_points
from data.results.wifi_reach import _faces, _inhabited, ground_of
from data.service.room import RoomService
from data.service.wifi_people import people_today, pupils_today
from data.settings import from_environment
from data.wifi.coverage import covered_by_day
from data.wifi.log import SERVICES
from scripts.bench import KECAMATAN, PAINTED, STEPS, changes, percentile
from scripts.browser import browsing, sign_in_tool
from scripts.running import Server, cookie_of, copy_database, memory_mb, serving

ROUNDS, MONTH_ENDS = 5, 24


def timed(action: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Median seconds, and the last answer."""
    seconds, answer = [], None
    for _ in range(rounds):
        began = time.perf_counter()
        answer = action()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds), answer


def coverage() -> None:
    """One day and the ends of the months, with the geometry made anew each time; the table by kecamatan."""
    settings = from_environment()
    engine = open_database(settings.database_url)
    with acting(PROCESS):
        city = RoomService(engine, settings).city()
        live = city.counts_of("wifi").detail.live
        ends = live[:, ::-30][:, :MONTH_ENDS]

        def days(working: np.ndarray) -> dict[int, np.ndarray]:
            _inhabited.cache_clear()
            _faces.cache_clear()
            ground = ground_of(city)
            return {metres: covered_by_day(ground[metres], working) for metres in RADII}

        alone, _ = timed(lambda: days(live[:, -1:]), 3)
        months, shares = timed(lambda: days(ends), 3)
        print(
            f"coverage at four radii, borders and circles anew: one day {alone:.2f} s, {MONTH_ENDS} days {months:.2f} s"
        )
        people = people_today(city)
        print("\nwithin … of a live point, % of residents\n| kecamatan | " + " | ".join(f"{m} m" for m in RADII) + " |")
        for code in (*city.tree.codes[Level.KECAMATAN], *city.tree.codes[Level.KOTA]):
            inside = city.columns((code,), Level.RW)
            cells = [(shares[m][0] * people)[inside].sum() / people[inside].sum() for m in RADII]
            print(f"| {city.name(code)} | " + " | ".join(f"{share:.1%}" for share in cells) + " |")
        pupils = pupils_today(city)
        print(f"people of school age: {'not known' if pupils is None else f'{np.nansum(pupils):,.0f}'}\n")
    engine.dispose()


class Client:
    """A signed-in reader of the API."""

    def __init__(self, server: Server) -> None:
        self._url = f"{server.url}/ruang/api/v1/wifi/"
        self._cookie = cookie_of(server.url, {"username": server.name, "password": server.password})

    def get(self, path: str, **parameters: str) -> Any:
        """The answer as it is, with its status under ``status``."""
        address = self._url + path + "?" + urllib.parse.urlencode(parameters)
        request = urllib.request.Request(address, headers={"Cookie": self._cookie})  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            return {**json.loads(answer.read()), "status": answer.status}


def answers(server: Server) -> None:
    """The API from outside, cold and warm."""
    client = Client(server)
    while client.get("events")["computing"]:
        time.sleep(1.0)
    before = memory_mb(server.worker, "VmRSS")
    area = "32.76.05"
    cold, _ = timed(lambda: client.get("what-if", down=area), 1)
    warm, lost = timed(lambda: client.get("what-if", down=area), 15)
    fifty = ",".join(lost["critical"][n]["point"] for n in range(10))
    print(f"what if all {lost['asked']} points of {area} fail: first {cold:.3f} s, then {warm:.3f} s")
    few, _ = timed(lambda: client.get("what-if", down=fifty), 15)
    print(f"what if the ten most critical points fail: {few:.3f} s")
    print(f"memory of the web process: {before:.0f} MB, then {memory_mb(server.worker, 'VmRSS'):.0f} MB")
    for weigh in ("people", "pupils"):
        for radius in ("100", "200"):
            seconds, plan = timed(lambda: chosen(client, weigh, radius), 1)  # noqa: B023 - asked at once
            again, _ = timed(lambda: client.get("sites", k="20", radius=radius, **{"for": weigh}), 5)  # noqa: B023
            print(
                f"next 20 of {plan['candidates']} for {weigh} within {radius} m: {seconds:.2f} s "
                f"(again {again:.3f} s), gap {plan['gap'] or 0.0:.2%}, "
                f"{plan['covered_before']:,.0f} → {plan['covered_after']:,.0f}, "
                f"greedy {plan['greedy_covered_after']:,.0f}"
            )
    seconds, answer = timed(lambda: client.get("events"))
    print(f"all {len(answer['events'])} events: {seconds:.3f} s")


def chosen(client: Client, weigh: str, radius: str) -> Any:
    """A plan, asked for until it is there."""
    while (plan := client.get("sites", k="20", radius=radius, **{"for": weigh}))["computing"]:
        time.sleep(0.2)
    return plan


def log_import(lines: int) -> None:
    """A log of so many lines in random order, loaded into a copy of the city.

    A line every five minutes of every live point, with the sample's outages; one in a hundred is there twice.
    """
    settings, random = from_environment(), np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        copy_database(settings.data_dir / "decor.sqlite", Path(folder) / "copy.sqlite")
        engine = open_database(f"sqlite:///{folder}/copy.sqlite")
        clock = clock_now(engine, settings)
        points = wifi_points(engine, None).dropna(subset=["live_on"]).reset_index(drop=True)
        ticks = -(-lines // len(points))
        last = day_number(clock.date()) * 1440
        minute = np.tile(last - 5 * np.arange(ticks), len(points))[:lines]
        owner = np.repeat(np.arange(len(points)), ticks)[:lines]
        up = {service: np.ones(lines, dtype=np.int8) for service in SERVICES}
        codes = points["point_code"].to_numpy().astype(str)
        for row in wifi_outages(engine, None).itertuples():
            at = np.searchsorted(codes, str(row.point_code))
            if at == len(codes) or codes[at] != row.point_code or row.cause == "monitor":
                continue
            own = slice(at * ticks, min((at + 1) * ticks, lines))
            ended = last + 1 if row.ended_at is None or np.isnan(row.ended_at) else row.ended_at
            fell = (minute[own] >= row.started_at) & (minute[own] < ended)
            for service in SERVICES if row.cause != "fibre" else SERVICES[1:]:
                up[service][own][fell] = 0
        order = random.permutation(np.concatenate([np.arange(lines - lines // 100), np.arange(lines // 100)]))
        moments = pd.to_datetime(minute, unit="m").strftime("%Y-%m-%d %H:%M").to_numpy()
        frame = pd.DataFrame({"point": codes[owner], "time": moments, **up, "clients": random.integers(0, 30, lines)})
        frame.iloc[order].to_csv(path, index=False)
        del frame, moments
        began = time.perf_counter()
        made = ingest_file(engine, "wifi-log", Delivery(path, clock, clock), reports=Path(folder))
        seconds = time.perf_counter() - began
        print(
            f"log of {lines:,} lines, {path.stat().st_size / 1e6:.0f} MB, loaded in {seconds:.1f} s: {made.sentence()}"
        )
        engine.dispose()


def interactions(server: Server) -> None:
    """Area and day changed on the page, without and with the covered ground on the map."""
    with browsing() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        sign_in_tool(page, server)
        for words, indicator in (("points alone", "wifi-two-per-rw"), ("covered ground drawn", "wifi-people-100m")):
            page.goto(f"{server.url}/ruang/wifi?indicator={indicator}")
            page.wait_for_function(PAINTED)
            page.wait_for_timeout(1_000)
            picks = [f"decor.state.select('{KECAMATAN[n % 11]}', false)" for n in range(STEPS)]
            area, area_bytes, area_cpu = changes(page, server, "trend", picks)
            back = ["document.getElementById('date-back').click()"] * STEPS
            day, day_bytes, day_cpu = changes(page, server, "map", back)
            for what, times, size, cpu in (("area", area, area_bytes, area_cpu), ("day", day, day_bytes, day_cpu)):
                half, most = statistics.median(times), percentile(times, 0.95)
                print(
                    f"{words}, {what}: p50 {half:.0f} ms, p95 {most:.0f} ms, {size / 1e3:.1f} kB, server {cpu:.1f} ms"
                )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=int, default=0, help="only import a log of so many lines")
    lines = parser.parse_args().log
    print(f"{platform.machine()}, Python {platform.python_version()}")
    if lines:
        log_import(lines)
        return
    with serving(jobs=True) as server:
        answers(server)
        interactions(server)
    coverage()


if __name__ == "__main__":
    main()
