"""One worker at a time, that ends politely and never for nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.ops import working

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.timeout(300)  # programs are started; on a busy machine that takes its time


def _surroundings(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "PORTAL_DATA": str(data), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def _started(data: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "portal", *arguments],
        env=_surroundings(data),
        cwd=data,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _until(holds: Callable[[], object], seconds: float = 90.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def _holder(data: Path) -> int:
    lock = data / working.LOCK
    return int(lock.read_text(encoding="ascii") or 0) if lock.exists() else 0


def test_the_lock_is_had_by_one_and_freed_at_the_end(tmp_path: Path) -> None:
    with working.the_only_writer(tmp_path) as first, working.the_only_writer(tmp_path) as second:
        assert (first, second) == (True, False)
    with working.the_only_writer(tmp_path) as third:
        assert third


def test_a_second_worker_gives_up_waiting_when_it_is_told(tmp_path: Path) -> None:
    asked: list[float] = []

    def stop(seconds: float) -> bool:
        asked.append(seconds)
        return len(asked) == 2

    with working.the_only_writer(tmp_path), working.the_only_writer(tmp_path, stop) as second:
        assert not second
    assert len(asked) == 2


def test_a_worker_survives_what_fails_and_rests_longer_each_time(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []

    def stop(seconds: float) -> bool:
        rests.append(seconds)
        return len(rests) == 7

    def fail(*_arguments: object) -> int:
        raise RuntimeError("the database is away")

    monkeypatch.setattr(working.jobs, "work", fail)
    working._work(stop)

    assert rests == [0.0, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]


def test_a_worker_ends_when_it_is_told(app: Flask) -> None:
    data = Path(app.extensions["portal"].settings.data)
    worker = _started(data, "worker")
    try:
        _until(lambda: _holder(data) == worker.pid)
        worker.send_signal(signal.SIGTERM)

        assert worker.wait(40) == 0
    finally:
        worker.kill()
        worker.communicate()


def test_a_worker_does_not_outlive_its_parent(app: Flask) -> None:
    data = Path(app.extensions["portal"].settings.data)
    script = (
        "import os, subprocess, sys\n"
        "subprocess.Popen([sys.executable, '-m', 'portal', 'worker', '--parent', str(os.getpid())])\n"
        "sys.stdin.read()"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], env=_surroundings(data), cwd=data, stdin=subprocess.PIPE)
    try:
        _until(lambda: _holder(data))
        worker = _holder(data)
        parent.kill()
        parent.wait()

        _until(lambda: not _is_alive(worker), 40)
    finally:
        parent.kill()
        parent.communicate()


def _is_alive(pid: int) -> bool:
    try:
        # A process that has ended and that nobody has buried yet does not count.
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
