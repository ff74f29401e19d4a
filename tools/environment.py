"""The Python environment of a checkout: built in .venv from the hash-pinned lists, and rebuilt when they change."""

# Annotations stay unread, so that a Python that is too old gets as far as the sentence that says so.
from __future__ import annotations

import collections
import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from tools.speech import Stop, say, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

OLDEST_PYTHON = (3, 11)
RUN_LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"
HEARTBEAT_SECONDS = 5.0


class Place:
    """Where one checkout keeps its environment."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.portal = self.venv / "bin" / "portal"
        self.stamp = self.venv / "knowledge-desk.json"
        self.settings = root / ".env"

    def packages(self) -> Path:
        """The folder of installed packages."""
        found = sorted(self.venv.glob("lib/python3.*/site-packages"))
        if not found:
            raise Stop(
                word(
                    f"{self.venv} holds no packages folder. Delete .venv and try again.",
                    f"{self.venv} にパッケージのフォルダーがありません。.venv を削除してやり直してください。",
                )
            )
        return found[-1]


class Stamp(NamedTuple):
    """What a set-up left as its word, inside the environment."""

    ours: bool
    """Made here, so that it may be deleted and made anew; otherwise only installed into."""
    folder: str
    python: str
    locks: dict[str, str]
    """Each list that is installed, and its fingerprint; empty while a set-up is under way."""


def set_up(place: Place, lock: str) -> None:
    """Make the environment hold what *lock* lists; at once done when it already does."""
    with alone(place):
        todo = verdict(place, lock, platform.python_version())
        if todo != "ready":
            began = time.monotonic()
            if todo == "build":
                create(place)
            elif todo == "adopt":
                refuse_old(place)
                write_stamp(place, Stamp(ours=False, folder="", python="", locks={}))
                say(
                    "Found a .venv that was not made here; installing into it.",
                    "既存の .venv を使い、その中にインストールします。",
                )
            install(place, lock)
            write_stamp(place, renewed(place, lock))
            say(
                f"The environment is ready after {time.monotonic() - began:.0f} s.",
                f"環境の準備ができました（{time.monotonic() - began:.0f} 秒）。",
            )
        link(place)


def verdict(place: Place, lock: str, python: str) -> str:
    """What is to be done: `ready` nothing, `add` install more, `adopt` a foreign .venv, or `build` anew."""
    if not place.python.exists():
        return "build"
    stamp = read_stamp(place)
    if not stamp:
        return "adopt"
    stale = not stamp.locks or any(fingerprint(place.root / name) != mark for name, mark in stamp.locks.items())
    if stamp.ours and (stale or (stamp.folder, stamp.python) != (str(place.root), python)):
        return "build"
    return "add" if stale or lock not in stamp.locks else "ready"


def renewed(place: Place, lock: str) -> Stamp:
    """The stamp after *lock* was installed; what is out of date by now is no longer claimed."""
    before = read_stamp(place)
    kept = {
        name: mark for name, mark in (before.locks if before else {}).items() if fingerprint(place.root / name) == mark
    }
    # The test list holds all of the run list, in the same versions (a test says so).
    fresh = {name: fingerprint(place.root / name) for name in (RUN_LOCK, lock)}
    return Stamp(
        ours=bool(before and before.ours), folder=str(place.root), python=platform.python_version(), locks=kept | fresh
    )


def refuse_old(place: Place) -> None:
    """Stop before a foreign environment whose Python cannot run the portal."""
    name = place.packages().parent.name
    if tuple(int(part) for part in name.removeprefix("python").split(".")) < OLDEST_PYTHON:
        raise Stop(
            word(
                f"The .venv here is made of {name}; 3.11 or later is needed. Delete .venv and try again.",
                f"この .venv は {name} のものです。3.11 以降が必要なので、.venv を削除してやり直してください。",
            )
        )


def create(place: Place) -> None:
    """An empty environment, in place of what may be left of an earlier one."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    uv = shutil.which("uv")
    ways = []
    if uv:
        ways.append([uv, "venv", "--quiet", "--allow-existing", "--python", base, str(place.venv)])
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        ways.append([base, "-m", "venv", str(place.venv)])
    if importlib.util.find_spec("venv") and (uv or has_pip(base)):
        ways.append([base, "-m", "venv", "--without-pip", str(place.venv)])
    if not ways:
        raise Stop(nothing_installs())
    say(
        f"Making a Python {platform.python_version()} environment in .venv …",
        f"Python {platform.python_version()} の環境を .venv に作っています…",
    )
    for way in ways:
        if place.venv.exists():
            shutil.rmtree(place.venv)
        place.venv.mkdir()
        # Written first: whatever stops us from here on, the next run knows that this folder is its own to rebuild.
        write_stamp(place, Stamp(ours=True, folder="", python="", locks={}))
        code, last = watch(way)
        if code == 0 and place.python.exists():
            return
    raise Stop(word("Python could not make an environment:\n", "Python の環境を作れませんでした:\n") + "\n".join(last))


def install(place: Place, lock: str) -> None:
    """Put what *lock* lists into the environment, each file checked against its hash."""
    count = len(re.findall(r"(?m)^[\w.-]+==", (place.root / lock).read_text(encoding="utf-8")))
    say(
        f"Installing about {count} packages, each checked against its hash; this takes up to a minute or two …",
        f"約 {count} 個のパッケージをハッシュで確かめながらインストールします。1〜2 分ほどかかります…",
    )
    bring_in(place, ["--require-hashes", "--requirement", str(place.root / lock)])


def bring_in(place: Place, what: list[str]) -> None:
    """Install by the first installer that succeeds: uv, the environment's own pip, or the one outside."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    quiet = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    uv = shutil.which("uv")
    ways = []
    if uv:
        # Compiled now: an old library's warnings, which Python gives while compiling, would greet the reader later.
        ways.append([uv, "pip", "install", "--python", str(place.python), "--compile-bytecode", *what])
    if (place.packages() / "pip").is_dir():
        ways.append([str(place.python), "-m", "pip", "install", *quiet, *what])
    elif has_pip(base):
        ways.append([base, "-m", "pip", "--python", str(place.python), "install", *quiet, *what])
    if not ways:
        raise Stop(nothing_installs())
    for way in ways:
        code, last = watch(way)
        if code == 0:
            return
    raise Stop(
        "\n".join(last)
        + "\n"
        + word(
            "The packages could not be installed; the installer's last words stand above. "
            "When the network is back, the same command goes on.",
            "パッケージをインストールできませんでした（理由は上に出ています）。"
            "ネットワークを確かめて、同じコマンドをもう一度実行してください。",
        )
    )


def link(place: Place) -> None:
    """Let the environment find this checkout, and give it the `portal` command; no build step needed."""
    start = f'#!/bin/sh\nexec {shlex.quote(str(place.python))} -m portal "$@"\n'
    for path, text, mode in (
        (place.packages() / "knowledge-desk.pth", f"{place.root}\n", 0o644),
        (place.portal, start, 0o755),
    ):
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            path.chmod(mode)


def watch(command: Sequence[str]) -> tuple[int, list[str]]:
    """Run *command* with a sign of life every few seconds; its exit code and its last lines."""
    drop = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONHOME", "PYTHONPATH")
    environment = {name: value for name, value in os.environ.items() if name not in drop}
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    began = time.monotonic()
    lines: collections.deque[str] = collections.deque(maxlen=15)

    def read() -> None:
        if child.stdout:
            with child.stdout:
                lines.extend(line.rstrip() for line in child.stdout)

    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=environment,
    )
    try:
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = child.wait(HEARTBEAT_SECONDS)
                reader.join(HEARTBEAT_SECONDS)
                return code, list(lines)
            latest = lines[-1].strip()[:90] if lines else ""
            print(f"  {time.monotonic() - began:4.0f} s  {latest}", flush=True)
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def has_pip(python: str) -> bool:
    """Whether *python* has a pip that can install into another environment (22.3 and later)."""
    answer = subprocess.run([python, "-m", "pip", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"pip (\d+)\.(\d+)", answer)
    return found is not None and (int(found[1]), int(found[2])) >= (22, 3)


def nothing_installs() -> str:
    """What to say where there is neither uv nor venv nor pip."""
    return (
        word(
            "This Python has neither venv nor pip, and there is no uv. On Debian or Ubuntu this one line helps:",
            "この Python には venv も pip もなく、uv もありません。Debian・Ubuntu では次の 1 行で解決します:",
        )
        + "\n\n    apt install python3-venv\n"
    )


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file; empty when it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def read_stamp(place: Place) -> Stamp | None:
    """The word of the last set-up; None when there is none that can be read."""
    try:
        return Stamp(**json.loads(place.stamp.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(place: Place, stamp: Stamp) -> None:
    """Leave the word of this set-up; whole or not at all."""
    draft = place.stamp.with_suffix(".new")
    draft.write_text(json.dumps(stamp._asdict(), indent=1), encoding="utf-8")
    draft.replace(place.stamp)


@contextlib.contextmanager
def alone(place: Place) -> Iterator[None]:
    """Wait until no other set-up of this checkout is under way."""
    with (place.root / "pyproject.toml").open(encoding="utf-8") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this folder is under way; waiting for it …", "別の準備作業が終わるのを待っています…")
            fcntl.flock(door, fcntl.LOCK_EX)
        yield
