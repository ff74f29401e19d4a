"""A portal on disk and somebody at a terminal."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal import settings
from portal.app import create_app
from portal.cli import main
from portal.kernel.db import db

Portal = Callable[..., Result]


@pytest.fixture
def data(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the cast, named by the environment as for a real command."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    for name in ("portal.sqlite3", "secret_key"):
        shutil.copy(prepared / name, folder / name)
    _name(folder, tmp_path, monkeypatch)
    return folder


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that does not exist yet."""
    folder = tmp_path / "fresh"
    _name(folder, tmp_path, monkeypatch)
    return folder


@pytest.fixture
def portal() -> Portal:
    """Types a command: `portal("user", "add", "x")`; what is refused has exit code and one sentence, no traceback."""

    def run(*arguments: str, typed: str = "") -> Result:
        result = CliRunner().invoke(main, list(arguments), input=typed)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def looked_into() -> Callable[[], "contextmanager[None]"]:
    """The database of the folder, to see what a command left."""

    @contextmanager
    def look() -> Iterator[None]:
        app = create_app(settings.load())
        with app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    return look


def _name(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PORTAL_") and name != "PORTAL_SAMPLE_DATA"]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PORTAL_DATA", str(folder))
    monkeypatch.chdir(home)
