"""The demo told once, in a portal of its own, for all tests that look at what came of it."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from portal import schema
from portal.accounts import passwords
from portal.app import create_app
from portal.demo import story
from portal.kernel.db import db
from portal.ops import working
from portal.settings import Settings

CPU_SECONDS = 40.0

EmptyPortal = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="package")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[story.SignIn]]:
    """The demo as it is loaded now, with its index."""
    data: Path = tmp_path_factory.mktemp("demo")
    app = _empty(data)
    with app.app_context():
        began = time.process_time()
        sign_ins = story.load()
        assert time.process_time() - began < CPU_SECONDS
        working.do_what_waits(app, data)
        yield sign_ins
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmptyPortal:
    """`with empty_portal():` there is a portal into which nothing was written yet; every call gives another."""
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")

    @contextmanager
    def opened() -> Iterator[None]:
        data = tmp_path / str(len(list(tmp_path.iterdir())))
        data.mkdir()
        with _empty(data).app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    return opened


def _empty(data: Path) -> Flask:
    app: Flask = create_app(Settings(data=data, testing=True))
    with app.app_context():
        schema.upgrade(db.engine)
        db.session.remove()
    return app
