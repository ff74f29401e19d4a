"""The web process, and the worker beside it: started, watched, ended together."""

import signal
import subprocess
import sys
import threading
import time
from types import FrameType
from typing import Any

import structlog
from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel

from portal.kernel import markdown

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds until a worker that ended is started again
STEADY = 60.0  # seconds after which a worker counts as well again
DRAIN = 25.0  # seconds for answers that are under way
PATIENCE = 35.0  # seconds that the worker gets to finish: a little more than it takes itself

log = structlog.get_logger("portal.serve")


class Supervisor:
    """Keeps one worker running beside this process, until it is told to end it."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._told = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Tell the worker to finish, wait for it, and end it in any case."""
        self._told.set()
        with self._lock:
            child = self._child
        if child is not None:
            child.terminate()
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._thread.join(5)

    def _watch(self) -> None:
        wait = FIRST_WAIT
        while not self._told.is_set():
            with self._lock:
                if self._told.is_set():
                    return
                self._child = subprocess.Popen(self._command)  # noqa: S603 – this very program
            began = time.monotonic()
            status = self._child.wait()
            if self._told.is_set():
                return
            wait = FIRST_WAIT if time.monotonic() - began > STEADY else wait
            log.warning("the worker ended and is started again", status=status, seconds=wait)
            self._told.wait(wait)
            wait = min(LONGEST_WAIT, wait * 2)


def worker_command(parent: int) -> list[str]:
    """This program as a worker that ends with *parent*."""
    return [sys.executable, "-m", "portal", "worker", "--parent", str(parent)]


def serve(app: Flask, *, host: str, port: int, threads: int, behind_proxy: bool, supervisor: Supervisor | None) -> None:
    """Answer requests until SIGTERM, SIGINT or SIGHUP; answers under way are finished, then the worker is ended.

    Raises `OSError` where the address is taken.
    """
    sockets: dict[int, Any] = {}
    server = create_server(
        app,
        host=host,
        port=port,
        threads=threads,
        map=sockets,
        ident=None,
        # The application itself decides how many proxies it believes.
        clear_untrusted_proxy_headers=not behind_proxy,
    )
    told: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    if supervisor is not None:
        supervisor.start()
    try:
        while not told:
            wasyncore.loop(timeout=0.5, map=sockets, use_poll=True, count=1)
        _finish(sockets)
    finally:
        server.task_dispatcher.shutdown(timeout=2)
        if supervisor is not None:
            supervisor.end()
        markdown.close()


def _finish(sockets: dict[int, Any]) -> None:
    """Take no more connections, and let the answers under way reach their readers."""
    for listener in [entry for entry in sockets.values() if getattr(entry, "accepting", False)]:
        # Not its own close(): that would cut the wire by which the threads say that an answer is ready.
        wasyncore.dispatcher.close(listener)
    deadline = time.monotonic() + DRAIN
    while time.monotonic() < deadline and any(_is_busy(entry) for entry in sockets.values()):
        wasyncore.loop(timeout=0.1, map=sockets, use_poll=True, count=1)


def _is_busy(entry: Any) -> bool:
    return isinstance(entry, HTTPChannel) and bool(entry.requests or entry.total_outbufs_len)
