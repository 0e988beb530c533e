"""What the doors and the data desk cost; part of `make bench`, and alone as ``python -m scripts.bench_desk``."""

from __future__ import annotations

import json
import statistics
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import date, timedelta

from data.domain.people import acting
from data.service import open_people
from scripts.running import CONSOLE, Server, load_file, serving

TRIES = 15
ASKS = 200
DAYS = 7
MOST_ROWS = 100_000
HEAD = "area,date,reported_on,confirmed,recovered,deaths\n"
Row = tuple[str, str, str]


def ask(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes, dict[str, str], float]:
    """Status, body, headers and milliseconds of one request."""
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - our own server
    started = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            content = answer.read()
            return answer.status, content, dict(answer.headers), (time.perf_counter() - started) * 1_000
    except urllib.error.HTTPError as error:
        with error:
            content = error.read()
        return error.code, content, dict(error.headers), (time.perf_counter() - started) * 1_000


def sign_ins(server: Server) -> tuple[float, float]:
    """Median milliseconds of a wrong password for a known name, and for names that nobody has; in turns."""
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    for turn in range(TRIES):
        for kind, name in (("known", server.name), ("unknown", f"nobody-{turn}")):
            form = urllib.parse.urlencode({"username": name, "password": "not the password"}).encode()
            times[kind].append(ask(f"{server.url}/masuk", form)[3])
    return statistics.median(times["known"]), statistics.median(times["unknown"])


def day_file(codes: list[str], rows: int, turn: int) -> bytes:
    """A file of COVID reports of all RW, day by day, that differs with every turn."""
    lines, day = [], date(2022, 2, 15)
    while len(lines) < rows:
        lines += [f"{code},{day},2022-02-16,{(n + turn) % 7},0,0" for n, code in enumerate(codes)]
        day -= timedelta(days=1)
    return (HEAD + "\n".join(lines[:rows]) + "\n").encode()


def dry_runs(server: Server, token: str) -> tuple[float, float, float]:
    """Milliseconds of the very first dry run of a day, of the later ones (median), and of 100,000 rows."""
    bearer = {"Authorization": f"Bearer {token}"}
    areas = json.loads(ask(f"{server.url}/ruang/api/v1/areas?level=rw", **bearer)[1])["areas"]
    codes = [area["code"] for area in areas]

    def hand_in(rows: int, turn: int) -> float:
        body = day_file(codes, rows, turn)
        began = time.perf_counter()
        delivery = load_file(server.url, token, "covid-daily", body, "bench.csv", confirm=False)
        took = (time.perf_counter() - began) * 1_000
        if delivery["state"] != "checked" or delivery["report"]["kept"] != rows:
            raise RuntimeError(str(delivery)[:300])
        return took

    first = hand_in(len(codes), 0)
    later = [hand_in(len(codes), turn) for turn in range(1, DAYS + 1)]
    return first, statistics.median(later), hand_in(MOST_ROWS, 3)


def guard(server: Server, token: str) -> tuple[float, float, float]:
    """Milliseconds that the guard took of a request (median, 95th percentile, most), as the server says it."""
    times = []
    for _ in range(ASKS):
        headers = ask(f"{server.url}/ruang/api/v1/indicators", Authorization=f"Bearer {token}")[2]
        times.append(float(headers["Server-Timing"].partition("=")[2]))
    times.sort()
    return statistics.median(times), times[int(0.95 * len(times))], times[-1]


def measure(server: Server) -> list[Row]:
    """Rows of the table."""
    people = open_people()
    with acting(CONSOLE):
        token = people.make_token("bench", "api", "steward", None, 1)
        number = people.overview().tokens[0].id
        try:
            first, day, large = dry_runs(server, token)
            middle, slow, most = guard(server, token)
            known, unknown = sign_ins(server)
        finally:
            people.revoke_token(number)
            people.close()
    return [
        ("dry run of a day's COVID file (924 rows), median", f"{day:.0f} ms", "1,000 ms"),
        ("  the very first one, the worker just started", f"{first:.0f} ms", "1,000 ms"),
        ("dry run of 100,000 rows", f"{large / 1000:.1f} s", "15 s"),
        ("the guard's part of a request, median", f"{middle:.2f} ms", "1 ms"),
        ("  the same, p95", f"{slow:.2f} ms", "1 ms"),
        ("  the same, the slowest (asks the database)", f"{most:.2f} ms", ""),
        ("sign-in refused, wrong password, median", f"{known:.0f} ms", ""),
        ("sign-in refused, unknown name, as a ratio of that", f"{unknown / known:.2f}", "about 1"),
    ]


def main() -> None:
    """Measure and print."""
    with serving(jobs=True) as server:
        rows = measure(server)
    for what, measured, limit in rows:
        print(f"| {what:<56} | {measured:>9} | {limit:>8} |")


if __name__ == "__main__":
    main()
