"""A portal for a bench: its own folder with the demo, its own server, and someone who is signed in."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from portal import schema
from portal.accounts import queries, signing_in
from portal.app import create_app
from portal.demo import story
from portal.kernel import i18n, jobs, markdown
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.ops import working
from portal.ops.bench.visitor import Visitor
from portal.search import shipped
from portal.settings import Settings

START_SECONDS = 60.0
SETTLE_SECONDS = 120.0


@dataclass
class Place:
    """A portal that serves."""

    app: Flask
    data: Path
    port: int
    pid: int

    def visitor(self, login: str | None = None, language: str = "ja") -> Visitor:
        """Somebody at a browser, signed in without the form, or a stranger."""
        cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={self._session(login)}" if login else ""
        return Visitor(self.port, cookie, language)

    def _session(self, login: str) -> str:
        user = queries.by_login_or_email(login)
        if user is None:
            raise InvalidTransition(_("There is nobody with the login %(login)s.", login=login))
        token = signing_in.open_session(user, address="127.0.0.1", agent="bench")
        db.session.remove()
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        if signer is None:
            raise RuntimeError("The scratch portal has no key.")
        signed = signer.dumps({"sign_in": token})
        return signed if isinstance(signed, str) else signed.decode()


@contextmanager
def folder(*, demo: bool) -> Iterator[tuple[Flask, Path]]:
    """An application on an empty folder, or on one with the demo and its index; the folder is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        data = Path(name)
        own: dict[str, Any] = {"data": data, "database_url": "", "secret_key": "", "base_url": ""}
        app = create_app(Settings(**own))
        with app.app_context(), i18n.speaking(i18n.current_locale()):
            schema.upgrade(db.engine)
            shipped.install()
            if demo:
                story.load()
                working.do_what_waits(app, data)
            try:
                yield app, data
            finally:
                db.session.remove()
                db.engine.dispose()
                markdown.close()


@contextmanager
def served() -> Iterator[Place]:
    """The demo, served by `portal serve` as everybody starts it."""
    with folder(demo=True) as (app, data), running(data, ["-m", "portal", "serve", "--quiet"]) as (port, pid):
        place = Place(app, data, port, pid)
        wait_for(lambda: place.visitor().get("/healthz")[0] == 200)
        yield place


@contextmanager
def running(data: Path, program: list[str]) -> Iterator[tuple[int, int]]:
    """This Python with *program* and a free port, on the folder *data*; ended politely. Yields port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    surroundings["PORTAL_DATA"] = str(data)
    log = data / "bench.log"
    root = str(Path(__file__).resolve().parents[3])
    surroundings["PYTHONPATH"] = os.pathsep.join(filter(None, [root, surroundings.get("PYTHONPATH")]))
    with log.open("wb") as out:
        server = subprocess.Popen(  # noqa: S603 – this very program
            [sys.executable, *program, "--port", str(port)], env=surroundings, cwd=data, stdout=out, stderr=out
        )
        try:
            yield port, server.pid
        finally:
            server.terminate()
            try:
                server.wait(60)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


@contextmanager
def bare_folder() -> Iterator[Path]:
    """An empty folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        yield Path(name)


def wait_for(holds: Callable[[], bool], seconds: float = START_SECONDS) -> None:
    """Return as soon as *holds* does; refuses after *seconds*."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            if holds():
                return
        time.sleep(0.1)
    raise InvalidTransition(_("The server of the bench did not answer in time."))


def settle() -> None:
    """Wait until the worker has nothing left to do, so that it does not run beside what is measured."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while jobs.waiting() and time.monotonic() < deadline:
        db.session.rollback()
        time.sleep(0.2)
    db.session.rollback()
