"""``make bench-choices``: choices a second that operators get answered who do not think between them.

Twenty choose another area, day and level every time, so that next to nothing comes from the cache of answers: what a
page asks that has no blocks. Then fifty ask for what the overview leaves to the server of another day when the browser
has painted the rest by itself; a choice of areas asks nothing at all. The
callers are a process of their own on the same machine; the server's memory is read before and after.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import urllib.parse

from scripts.running import Server, cookie_of, memory_mb, serving

OPERATORS, VIEWERS, SECONDS = 20, 50, 15.0
HAVE = "sentence map map-head map-view trend ranking tiles"
CALLERS = """
import gzip, http.client, json, random, sys, threading, time
port, seconds, operators, cookie, csrf, have = sys.argv[1:7]
port, seconds, operators = int(port), float(seconds), int(operators)
headers = {"Cookie": cookie, "Content-Type": "application/json", "X-CSRFToken": csrf, "Accept-Encoding": "gzip"}
end, times = time.monotonic() + seconds, []
AREAS = ["32.76.%02d" % n for n in range(1, 12)] + [""]
PAGES = ["overview", "covid", "wifi", "waste"]
link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
link.request("GET", "/ruang/_dash-dependencies", headers={"Cookie": cookie})
outputs = [callback["output"] for callback in json.loads(link.getresponse().read())]
OUTPUT = {page: next(name for name in outputs if page + "-answer.data" in name) for page in PAGES}
def choose(n):
    dice, painted = random.Random(n), {}
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < end:
        day = "2021-%02d-%02d" % (dice.randint(1, 12), dice.randint(1, 28))
        search = "?area=%s&level=%s&date=%s" % (dice.choice(AREAS), dice.choice(["rw", "kelurahan"]), day)
        output = OUTPUT["overview" if have else dice.choice(PAGES)]
        names = [name.rsplit(".", 1) for name in output.strip(".").split("...")]
        asked = {"n": 1, "search": search, "painted": painted, "have": have.split()}
        body = {"output": output, "outputs": [{"id": name, "property": what} for name, what in names],
                "inputs": [{"id": "ask", "property": "data", "value": asked}], "changedPropIds": ["ask.data"]}
        began = time.monotonic()
        link.request("POST", "/ruang/_dash-update-component", json.dumps(body), headers)
        answer = link.getresponse(); about = answer.read()
        if answer.status != 200:
            raise SystemExit("answered %d" % answer.status)
        times.append(time.monotonic() - began)
        if have and not painted:
            body = gzip.decompress(about) if answer.headers["Content-Encoding"] == "gzip" else about
            parts = json.loads(body)["response"].items()
            painted = next(each["data"]["keys"] for name, each in parts if "answer" in name)
threads = [threading.Thread(target=choose, args=(n,)) for n in range(operators)]
[t.start() for t in threads]; [t.join() for t in threads]
print(json.dumps(times))
"""


def answered(server: Server, operators: int = OPERATORS, seconds: float = SECONDS, *, have: str = "") -> list[float]:
    """Seconds that each choice took; ``have``: what the browser paints by itself."""
    cookie = cookie_of(server.url, {"username": server.name, "password": server.password})
    csrf = dict(pair.split("=", 1) for pair in cookie.split("; ")).get("_csrf_token", "")
    port = str(urllib.parse.urlsplit(server.url).port)
    command = [sys.executable, "-c", CALLERS, port, str(seconds), str(operators), cookie, csrf, have]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own text
    durations: list[float] = json.loads(done.stdout)
    return durations


def main() -> None:
    """Print the table."""
    with serving() as server:
        rest = memory_mb(server.worker, "VmRSS")
        rounds = [answered(server) for _ in range(3)]
        used = memory_mb(server.worker, "VmRSS")
        viewers = [answered(server, VIEWERS, have=HAVE) for _ in range(3)]
    rate = statistics.median(len(times) / SECONDS for times in rounds)
    p95 = statistics.median(statistics.quantiles(times, n=20)[-1] for times in rounds)
    print(
        f"choices a second, {OPERATORS} operators without thinking: {rate:.0f} (p95 {p95 * 1000:.0f} ms; median of 3)"
    )
    days = statistics.median(len(times) / SECONDS for times in viewers)
    print(
        f"days of the overview a second, {VIEWERS} viewers whose browsers paint the rest: {days:.0f};"
        " a choice asks nothing"
    )
    print(f"memory of the web worker: {rest:.0f} MB at rest, {used:.0f} MB after them")


if __name__ == "__main__":
    main()
