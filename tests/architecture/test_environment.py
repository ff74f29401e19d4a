"""What the set-up decides about an environment, without network: build it, add to it or leave it alone."""

import importlib.util
import os
import platform
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tools import environment, speech
from tools.environment import RUN_LOCK, TEST_LOCK, Place, Stamp

HERE = platform.python_version()


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


def stand(place: Place, *locks: str, ours: bool = True, python: str = HERE) -> None:
    """Give *place* an environment in which *locks* are installed as they are now."""
    (place.venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    place.python.parent.mkdir()
    place.python.symlink_to(sys.executable)
    marks = {name: environment.fingerprint(place.root / name) for name in locks}
    environment.write_stamp(place, Stamp(ours=ours, folder=str(place.root), python=python, locks=marks))


def test_a_fresh_clone_is_built(place: Place) -> None:
    assert environment.verdict(place, RUN_LOCK, HERE) == "build"


def test_a_second_run_finds_everything_ready(place: Place) -> None:
    stand(place, RUN_LOCK)

    assert environment.verdict(place, RUN_LOCK, HERE) == "ready"


def test_testing_after_running_only_adds(place: Place) -> None:
    stand(place, RUN_LOCK)

    assert environment.verdict(place, TEST_LOCK, HERE) == "add"


def test_running_after_testing_needs_nothing(place: Place) -> None:
    stand(place, RUN_LOCK, TEST_LOCK)

    assert environment.verdict(place, RUN_LOCK, HERE) == "ready"


def test_a_changed_list_builds_anew(place: Place) -> None:
    stand(place, RUN_LOCK)

    (place.root / RUN_LOCK).write_text("newer\n", encoding="utf-8")

    assert environment.verdict(place, RUN_LOCK, HERE) == "build"


def test_another_python_builds_anew(place: Place) -> None:
    stand(place, RUN_LOCK, python="3.11.0")

    assert environment.verdict(place, RUN_LOCK, "3.14.1") == "build"


def test_a_moved_checkout_builds_anew(place: Place) -> None:
    stand(place, RUN_LOCK)
    moved = Place(place.root.rename(place.root.with_name("moved")))

    assert environment.verdict(moved, RUN_LOCK, HERE) == "build"


def test_an_interrupted_build_begins_again(place: Place) -> None:
    stand(place)

    assert environment.verdict(place, RUN_LOCK, HERE) == "build"


def test_a_python_that_went_away_builds_anew(place: Place) -> None:
    stand(place, RUN_LOCK)
    place.python.unlink()
    place.python.symlink_to("/nowhere/python3")

    assert environment.verdict(place, RUN_LOCK, HERE) == "build"


def test_an_environment_made_by_hand_is_never_deleted(place: Place) -> None:
    stand(place, RUN_LOCK, ours=False)
    (place.root / RUN_LOCK).write_text("newer\n", encoding="utf-8")

    assert environment.verdict(place, RUN_LOCK, "3.14.1") == "add"

    place.stamp.unlink()

    assert environment.verdict(place, RUN_LOCK, HERE) == "adopt"


def test_a_torn_stamp_counts_as_none(place: Place) -> None:
    stand(place, RUN_LOCK)
    for torn in ("", "[]", '{"ours": true', '{"other": 1}'):
        place.stamp.write_text(torn, encoding="utf-8")

        assert environment.read_stamp(place) is None


def test_the_stamp_claims_only_what_is_current(place: Place) -> None:
    stand(place, RUN_LOCK, TEST_LOCK, ours=False)
    (place.root / TEST_LOCK).write_text("newer\n", encoding="utf-8")

    stamp = environment.renewed(place, RUN_LOCK)

    assert set(stamp.locks) == {RUN_LOCK}
    assert not stamp.ours


def test_a_whole_set_up_works_once_and_then_not_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(environment, "create", lambda place: (done.append("create"), stand(place)))
    monkeypatch.setattr(environment, "install", lambda _place, lock: done.append(lock))

    environment.set_up(place, RUN_LOCK)
    environment.set_up(place, RUN_LOCK)
    environment.set_up(place, TEST_LOCK)
    environment.set_up(place, RUN_LOCK)

    assert done == ["create", RUN_LOCK, TEST_LOCK]
    assert os.access(place.portal, os.X_OK)


def test_what_was_set_up_for_tests_is_enough_to_run(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(environment, "create", stand)
    monkeypatch.setattr(environment, "install", lambda _place, lock: done.append(lock))

    environment.set_up(place, TEST_LOCK)
    environment.set_up(place, RUN_LOCK)

    assert done == [TEST_LOCK]


def test_without_venv_pip_and_uv_one_line_helps(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda _name: None)
    monkeypatch.setattr(environment, "has_pip", lambda _python: False)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())

    with pytest.raises(speech.Stop, match="apt install python3-venv"):
        environment.create(place)

    assert not place.venv.exists()


def test_without_ensurepip_the_outer_pip_installs(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def watch(command: list[str]) -> tuple[int, list[str]]:
        commands.append(command)
        if "venv" in command:
            (place.venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
            place.python.parent.mkdir()
            place.python.symlink_to(sys.executable)
        return 0, []

    monkeypatch.setattr(environment.shutil, "which", lambda _name: None)
    monkeypatch.setattr(environment, "has_pip", lambda _python: True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else object())
    monkeypatch.setattr(environment, "watch", watch)

    environment.create(place)
    environment.install(place, RUN_LOCK)

    assert "--without-pip" in commands[0]
    assert commands[1][1:4] == ["-m", "pip", "--python"]
    assert "--require-hashes" in commands[1]


def test_a_failing_installer_is_followed_by_the_next(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(place)
    (place.packages() / "pip").mkdir()
    tried: list[str] = []
    monkeypatch.setattr(environment.shutil, "which", lambda _name: "/opt/uv")
    monkeypatch.setattr(environment, "watch", lambda command: (tried.append(command[0]), (1, ["no route"]))[1])

    with pytest.raises(speech.Stop, match="no route"):
        environment.install(place, RUN_LOCK)

    assert tried == ["/opt/uv", str(place.python)]


def test_a_foreign_environment_of_an_old_python_is_refused(place: Place) -> None:
    (place.venv / "lib" / "python3.9" / "site-packages").mkdir(parents=True)

    with pytest.raises(speech.Stop, match=r"3\.11 or later"):
        environment.refuse_old(place)


def test_the_command_finds_its_checkout_even_with_a_blank_in_the_path(tmp_path: Path) -> None:
    place = Place(tmp_path / "my desk's")
    (place.root / "portal").mkdir(parents=True)
    (place.root / "portal" / "__main__.py").write_text("import sys; print(sys.argv[1:])\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place.venv)], check=True)

    environment.link(place)
    answer = subprocess.run([place.portal, "a b"], cwd="/", capture_output=True, text=True, check=True)

    assert answer.stdout == "['a b']\n"


def test_two_set_ups_wait_for_each_other(place: Place) -> None:
    order: list[str] = []

    def second() -> None:
        with environment.alone(place):
            order.append("second")

    with environment.alone(place):
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        order.append("first")
    other.join()

    assert order == ["first", "second"]


def test_a_quiet_installer_still_gives_signs_of_life(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "HEARTBEAT_SECONDS", 0.2)
    slow = "import time; print('fetching numpy', flush=True); time.sleep(0.7); raise SystemExit(3)"

    code, last = environment.watch([sys.executable, "-c", slow])

    assert (code, last) == (3, ["fetching numpy"])
    assert "fetching numpy" in capsys.readouterr().out
