"""What the set-up does around the environment, without network: the key, the port, the language, a polite end."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools import bootstrap, speech
from tools.environment import RUN_LOCK, TEST_LOCK, Place

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A checkout with lists, and no environment yet."""
    for name in (RUN_LOCK, TEST_LOCK, "pyproject.toml"):
        (tmp_path / name).write_text(f"{name} as it was\n", encoding="utf-8")
    return Place(tmp_path)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def test_the_key_is_written_once_and_kept_private(place: Place) -> None:
    bootstrap.write_secret(place, {})
    first = place.settings.read_text(encoding="utf-8")
    bootstrap.write_secret(place, {})

    assert re.fullmatch(r"PORTAL_SECRET_KEY=[0-9a-f]{64}\n", first)
    assert place.settings.read_text(encoding="utf-8") == first
    assert stat.S_IMODE(place.settings.stat().st_mode) == 0o600


def test_settings_written_by_hand_are_kept_beside_the_key(place: Place) -> None:
    place.settings.write_text("PORTAL_TIME_ZONE=Asia/Tokyo", encoding="utf-8")

    bootstrap.write_secret(place, {})

    lines = place.settings.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "PORTAL_TIME_ZONE=Asia/Tokyo"
    assert lines[1].startswith("PORTAL_SECRET_KEY=")


def test_a_key_that_comes_by_the_environment_is_not_doubled(place: Place) -> None:
    bootstrap.write_secret(place, {"PORTAL_SECRET_KEY_FILE": "/run/secrets/key"})

    assert not place.settings.exists()


def test_a_taken_port_gives_way_to_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert bootstrap.free_port("127.0.0.1", port) > port

    assert f"Port {port} is taken" in capsys.readouterr().out


def test_a_step_that_fails_stops_before_serving(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.portal.parent.mkdir(parents=True)
    place.portal.write_text("#!/bin/sh\n[ $1 = migrate ]\n", encoding="utf-8")
    place.portal.chmod(0o755)
    monkeypatch.setattr(bootstrap, "set_up", lambda _place, _lock: None)
    monkeypatch.setattr(bootstrap, "become", lambda *_: pytest.fail("it served"))

    with pytest.raises(speech.Stop, match="portal demo --if-empty"):
        bootstrap.run(place, [])


@pytest.mark.parametrize(
    ("language", "begins"),
    [("ja_JP.UTF-8", "使い方"), ("en_GB.UTF-8", "how"), ("", "how"), ("C", "how")],
)
def test_the_set_up_speaks_the_language_of_the_terminal(
    language: str, begins: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)

    assert speech.word("how", "使い方") == begins


def test_a_polite_end_leaves_no_installer_running(tmp_path: Path) -> None:
    script = (
        "import sys; from tools import bootstrap, environment\n"
        "bootstrap.prepare = lambda place, rest: environment.watch(['sh', '-c', 'echo $$ > pid; exec sleep 60'])\n"
        "sys.exit(bootstrap.main(['setup']))\n"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    deadline = time.monotonic() + 20
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text(encoding="utf-8").strip():
        assert time.monotonic() < deadline
        time.sleep(0.05)

    started.send_signal(signal.SIGTERM)

    assert started.wait(20) == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text(encoding="utf-8")), 0)


@pytest.mark.parametrize(("first", "second", "code"), [(0, 0, 0), (3, 0, 3), (0, 4, 4), (3, 4, 3)])
def test_both_halves_of_the_tests_are_told_and_the_first_failure_counts(
    place: Place, capfd: pytest.CaptureFixture[str], first: int, second: int, code: int
) -> None:
    place.python.parent.mkdir(parents=True, exist_ok=True)
    place.python.write_text(
        f'#!/bin/sh\necho "ran $3"\ncase "$3" in --*) exit {first};; *) exit {second};; esac\n', encoding="utf-8"
    )
    place.python.chmod(0o700)

    assert bootstrap.halves(place) == code

    assert [line for line in capfd.readouterr().out.splitlines() if line.startswith("ran ")] == [
        "ran --ignore=tests/journeys", "ran tests/journeys",
    ]  # fmt: skip


def test_an_unknown_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["dance"]) == 2
    assert "test-full" in capsys.readouterr().out


def test_the_lists_name_no_address_and_the_test_list_holds_the_run_list() -> None:
    pinned = {}
    for name in (RUN_LOCK, TEST_LOCK):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert not re.search(r"(?m)^\s*(-i|-e|-f|--index|--extra|--find|.*@ )", text)
        blocks = re.split(r"(?m)^(?=\S)", text)[1:]
        assert all("--hash=sha256:" in block for block in blocks)
        pinned[name] = {block.split(" \\")[0] for block in blocks}

    assert pinned[RUN_LOCK] < pinned[TEST_LOCK]
