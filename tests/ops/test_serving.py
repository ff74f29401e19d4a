"""`portal serve` starts and ends as a whole, and no answer is cut off."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from flask import Flask

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(300)  # programs are started; on a busy machine that takes its time
SLOW = """
import sys, time
from portal.ops import serving
def application(environ, start):
    time.sleep(4)
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "300000")])
    return [b"x" * 300000]
serving.serve(application, host="127.0.0.1", port=int(sys.argv[1]), threads=2, behind_proxy=False, supervisor=None)
"""


def _surroundings(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "PORTAL_DATA": str(data), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


@pytest.fixture
def server(app: Flask, free_port: int) -> Iterator[tuple[psutil.Process, int]]:
    """A portal that serves, as everybody starts it."""
    data = Path(app.extensions["portal"].settings.data)
    command = [sys.executable, "-m", "portal", "serve", "--port", str(free_port)]
    with (data / "serve.log").open("wb") as log:
        started = subprocess.Popen(command, env=_surroundings(data), cwd=data, stdout=log, stderr=log)
        process = psutil.Process(started.pid)
        family: list[psutil.Process] = []
        try:
            _until(lambda: _status(free_port, "/healthz") == 200)
            yield process, free_port
        finally:
            if started.poll() is None:
                family = process.children(recursive=True)
                started.terminate()
            started.wait(60)
            for child in psutil.wait_procs(family, 30)[1]:
                child.kill()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _status(port: int, address: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _until(holds: Callable[[], object], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.1)


def _worker(process: psutil.Process) -> psutil.Process | None:
    found = [
        child for child in process.children() if "worker" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE
    ]
    return found[0] if found else None


def test_a_worker_runs_beside_it_and_is_started_again(server: tuple[psutil.Process, int]) -> None:
    process, _port = server
    _until(lambda: _worker(process))
    first = _worker(process)
    assert first is not None

    first.kill()

    _until(lambda: (second := _worker(process)) and second.pid != first.pid)


def test_it_ends_with_its_worker(server: tuple[psutil.Process, int]) -> None:
    process, port = server
    _until(lambda: _worker(process))
    family = process.children(recursive=True)

    process.send_signal(signal.SIGTERM)

    _until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    assert not psutil.wait_procs(family, 5)[1]
    assert _status(port, "/healthz") == 0


def test_an_answer_under_way_reaches_its_reader(tmp_path: Path, free_port: int) -> None:
    program = [sys.executable, "-c", SLOW, str(free_port)]
    started = subprocess.Popen(program, env=_surroundings(tmp_path), cwd=tmp_path)
    got: list[tuple[int, int]] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", free_port, timeout=30)
        connection.request("GET", "/")
        answer = connection.getresponse()
        got.append((answer.status, len(answer.read())))
        connection.close()

    try:
        _until(lambda: _connects(free_port))
        reader = threading.Thread(target=ask)
        reader.start()
        time.sleep(0.7)
        started.send_signal(signal.SIGTERM)
        reader.join(30)

        assert got == [(200, 300_000)]
        assert started.wait(30) == 0
    finally:
        started.kill()
        started.wait()


def _connects(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
