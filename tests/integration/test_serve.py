"""The production server against clients that are slow, half open or too large, and against deaths of its processes."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts.running import free_port, waiting_for
from server import serve
from tests.conftest import ROOT

THREADS = 2


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with two threads over an application that says what it was sent."""

    def application(environ, start_response):
        body = environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"x" * 20_000_000] if environ["PATH_INFO"] == "/large" else [str(len(body)).encode()]

    server = serve.make_server(application, serve.bound(0), THREADS)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


def connected(port: int, first: bytes) -> socket.socket:
    link = socket.create_connection(("127.0.0.1", port), timeout=20)
    link.sendall(first)
    return link


def ask(port: int, path: str = "/", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    link.request("POST" if body is not None else "GET", path, body, headers)
    answer = link.getresponse()
    reply = answer.status, answer.read()
    link.close()
    return reply


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"GET / HTTP/1.1\r\nX-Half: ",
        b"POST /masuk HTTP/1.1\r\nContent-Length: 1000\r\n\r\nslow",
        b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=["idle", "half a head", "slow body", "slow reader"],
)
def test_many_more_slow_clients_than_threads_hold_nobody_up(port: int, first: bytes) -> None:
    crowd = [connected(port, first) for _ in range(20 * THREADS)]
    assert ask(port) == (200, b"0")
    for link in crowd:
        link.close()


def test_a_large_body_is_refused_unless_a_file_is_taken_there_from_somebody_who_says_who_he_is(port: int) -> None:
    large = b"x" * (serve.MOST_BODY_BYTES + 1)
    # Refused by its head alone: not a byte of the body is waited for.
    for head in ("POST /masuk HTTP/1.1\r\nCookie: decor=x", "POST /ruang/api/v1/loads?dataset=x HTTP/1.1\r\nHost: x"):
        link = connected(port, f"{head}\r\nContent-Length: {len(large)}\r\n\r\n".encode())
        assert link.recv(12) == b"HTTP/1.1 413"
        link.close()
    for name in ("Cookie", "Authorization"):
        assert ask(port, "/ruang/api/v1/loads?dataset=x", large, **{name: "x"}) == (200, str(len(large)).encode())


def test_a_head_without_end_is_refused(port: int) -> None:
    link = connected(port, b"GET / HTTP/1.1\r\nX: " + b"a" * (serve.MOST_HEAD_BYTES + 1))
    assert link.recv(12).startswith(b"HTTP/1.")
    link.close()


def channel(**more: object) -> serve.Channel:
    """A connection without a socket."""
    connection = object.__new__(serve.Channel)
    vars(connection).update({"requests": [], "total_outbufs_len": 0, "request": None, **more})
    return connection


def test_a_connection_is_overdue_by_its_stage_and_by_the_slowest_honest_rate() -> None:
    waiting = channel()
    assert not waiting.overdue(0.0) and not waiting.overdue(1e9)
    head = channel(request=SimpleNamespace(headers_finished=False, body_bytes_received=0))
    assert not head.overdue(5.0) and not head.overdue(5.0 + serve.HEAD_SECONDS)
    assert head.overdue(5.1 + serve.HEAD_SECONDS)
    body = channel(request=SimpleNamespace(headers_finished=True, body_bytes_received=0))
    assert not body.overdue(0.0) and body.overdue(serve.GRACE_SECONDS + 0.1)
    body.request.body_bytes_received = 10 * serve.SLOWEST_BYTES_PER_SECOND
    assert not body.overdue(serve.GRACE_SECONDS + 9.9) and body.overdue(serve.GRACE_SECONDS + 10.1)
    answer = channel(total_outbufs_len=5 * serve.SLOWEST_BYTES_PER_SECOND)
    assert not answer.overdue(0.0) and not answer.overdue(serve.GRACE_SECONDS + 4.9)
    assert answer.overdue(serve.GRACE_SECONDS + 5.1)
    # A new stage has a new time: a head that came late does not count against its body.
    head.request.headers_finished = True
    assert not head.overdue(serve.HEAD_SECONDS + 100.0)


PROGRAM = """
import os, sys
from server import serve
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
if sys.argv[1] == "broken":
    raise RuntimeError("no database")
"""


WORKER = """
import os, time
from pathlib import Path
Path(__file__).with_name("pids").open("a").write(f"{os.getpid()}\\n")
time.sleep(600)
"""


def started(folder: Path, word: str, port: int, worker: str = "") -> subprocess.Popen[str]:
    (folder / "tiny.py").write_text(PROGRAM)
    (folder / "tiny_worker.py").write_text(WORKER)
    code = (
        "import sys; from server import serve; "
        f"sys.exit(serve.supervise(serve.Program('tiny:application', 'Tiny', {port}, 2, 2, {worker!r})))"
    )
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}
    return subprocess.Popen(
        [sys.executable, "-c", code, word], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_process_that_is_killed_is_replaced_and_all_end_together(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "good", port) as parent:
        waiting_for(f"http://127.0.0.1:{port}/")
        seen: set[bytes] = set()
        while len(seen) < 3:
            status, pid = ask(port)
            assert status == 200
            if pid not in seen and len(seen) == 1:
                os.kill(int(pid), signal.SIGKILL)
            seen.add(pid)
            time.sleep(0.01)
        parent.terminate()
        out, err = parent.communicate(timeout=20)
        assert parent.returncode == 0 and "Tiny: http://127.0.0.1:" in out and "another one takes its place" in err
    with pytest.raises(ConnectionRefusedError):
        ask(port)


def workers(folder: Path, count: int) -> list[int]:
    """Process ids of the workers that were started, once there are so many."""
    path = folder / "pids"
    for _ in range(400):
        pids = [int(pid) for pid in path.read_text().split()] if path.exists() else []
        if len(pids) >= count:
            return pids
        time.sleep(0.05)
    raise AssertionError("no worker")


def test_one_worker_is_watched_beside_the_processes_and_ends_with_their_parent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DECOR_WORKER", raising=False)
    port = free_port()
    with started(tmp_path, "good", port, "tiny_worker") as parent:
        waiting_for(f"http://127.0.0.1:{port}/")
        (first,) = workers(tmp_path, 1)
        os.kill(first, signal.SIGKILL)
        _, second = workers(tmp_path, 2)
        assert ask(port)[0] == 200
        parent.kill()
        for _ in range(200):
            if not Path(f"/proc/{second}").exists() or "zombie" in Path(f"/proc/{second}/status").read_text():
                break
            time.sleep(0.05)
        else:
            raise AssertionError("the worker outlived its parent")


def test_the_room_is_served_with_its_worker_on_the_port_that_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[serve.Program] = []
    monkeypatch.setattr(serve, "supervise", lambda program: asked.append(program) or 0)
    monkeypatch.setenv("PORT", "8123")
    assert serve.main(["app:server"]) == 0 and serve.main(["app_public:server"]) == 0
    assert [(program.port, program.worker) for program in asked] == [(8123, "data.jobs"), (8123, "")]


def test_what_cannot_start_ends_with_its_reason_and_a_taken_port_is_said(tmp_path: Path) -> None:
    port = free_port()
    with started(tmp_path, "broken", port) as parent:
        _, err = parent.communicate(timeout=20)
    assert parent.returncode == serve.BOOT_FAILED and "no database" in err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with started(tmp_path, "good", port) as parent:
            _, err = parent.communicate(timeout=20)
    assert parent.returncode == 1 and f"Port {port} is taken" in err
