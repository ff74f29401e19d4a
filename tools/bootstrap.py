"""From a fresh clone to a running portal or a test run, with nothing but Python's standard library."""

# Annotations stay unread, so that a Python that is too old gets as far as the sentence that says so.
from __future__ import annotations

import argparse
import io
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

ROOT = Path(__file__).resolve().parent.parent
# Started as a file, Python looks beside the file; the checkout is one folder up.
sys.path.insert(0, str(ROOT))

from tools.environment import OLDEST_PYTHON, RUN_LOCK, TEST_LOCK, Place, set_up  # noqa: E402  (needs the line above)
from tools.speech import Stop, say, word  # noqa: E402  (likewise)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The half that waits for a browser, and the pages' tests with it, so that both halves last about as long.
BESIDE = ("tests/journeys", "tests/web")
NEWER_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11")
USAGE = """usage: python3 tools/bootstrap.py COMMAND

  run [--host HOST] [--port PORT]   set up, load the demo firm into an empty database, serve
  test [PYTEST ARGUMENTS]           set up, run the tests
  test-full [PYTEST ARGUMENTS]      set up, run every test with full case counts (long)
  setup                             set up for running and testing, start nothing"""


def main(arguments: Sequence[str]) -> int:
    """Do what was asked and say each step; 0 when all went well."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    tasks = {"run": run, "test": test, "test-full": test_full, "setup": prepare}
    if command not in tasks:
        print(USAGE)
        return 0 if command in ("-h", "--help") else 2
    signal.signal(signal.SIGTERM, interrupt)
    try:
        use_new_enough_python(arguments)
        return tasks[command](Place(ROOT), rest)
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    except OSError as refusal:
        print(word(f"Could not go on: {refusal}", f"続けられません: {refusal}"), file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.", "\n中断しました。同じコマンドで続きから始められます。")
        return 130


def run(place: Place, arguments: Sequence[str]) -> int:
    """Set up, migrate, fill an empty database with the demo firm, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="tools/bootstrap.py run")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int)
    wish = parser.parse_args(arguments)
    set_up(place, RUN_LOCK)
    write_secret(place, os.environ)
    for step in (("migrate",), ("demo", "--if-empty"), ("index", "rebuild", "--if-missing")):
        if subprocess.run([place.portal, *step], cwd=place.root, check=False).returncode:
            command = "portal " + " ".join(step)
            raise Stop(
                word(
                    f"“{command}” did not succeed; its own words stand above. Nothing is being served.",
                    f"「{command}」が失敗しました（理由は上に出ています）。ポータルは起動していません。",
                )
            )
    port = wish.port or free_port(wish.host, 8000)
    say(
        f"The portal answers at http://{wish.host}:{port}/ – Ctrl-C stops it.",
        f"ポータルのアドレスは http://{wish.host}:{port}/ です。Ctrl-C で止まります。",
    )
    become(place, [str(place.portal), "serve", "--host", wish.host, "--port", str(port)], os.environ)


def test(place: Place, arguments: Sequence[str]) -> int:
    """Set up with the test packages, and run pytest with the arguments given; without any, in two halves at once."""
    set_up(place, TEST_LOCK)
    if arguments:
        become(place, [str(place.python), "-m", "pytest", *arguments], os.environ)
    return halves(place)


def halves(place: Place) -> int:
    """Run the journeys and the pages' tests beside all others; told one after the other.

    The exit code is that of the first half that failed.
    """
    pytest = [str(place.python), "-m", "pytest"]
    say(
        "The tests of the pages run beside the others, and are told after them.",
        "画面のテストは並行して実行し、結果は最後に表示します。",
    )
    with tempfile.TemporaryFile() as told:
        beside = subprocess.Popen([*pytest, *BESIDE], cwd=place.root, stdout=told, stderr=subprocess.STDOUT)
        try:
            others = [f"--ignore={folder}" for folder in BESIDE]
            code = subprocess.run([*pytest, *others], cwd=place.root, check=False).returncode
            other = beside.wait()
        finally:
            if beside.poll() is None:
                beside.terminate()
                beside.wait()
            sys.stdout.flush()
            told.seek(0)
            sys.stdout.write(told.read().decode("utf-8", "replace"))
    return code or other


def test_full(place: Place, arguments: Sequence[str]) -> int:
    """Like `test`, with the slow tests and the full case counts."""
    set_up(place, TEST_LOCK)
    become(place, [str(place.python), "-m", "pytest", "-m", "", *arguments], {**os.environ, "PORTAL_FULL": "1"})


def prepare(place: Place, arguments: Sequence[str]) -> int:
    """Set up for running and testing, and start nothing."""
    if arguments:
        raise Stop(USAGE)
    set_up(place, TEST_LOCK)
    write_secret(place, os.environ)
    return 0


def write_secret(place: Place, environment: Mapping[str, str]) -> None:
    """Give this installation a random key of its own, once, readable by its owner only."""
    key = re.compile(r"(?m)^\s*(?:export\s+)?PORTAL_SECRET_KEY(_FILE)?\s*=")
    text = place.settings.read_text(encoding="utf-8") if place.settings.exists() else ""
    if key.search(text) or {"PORTAL_SECRET_KEY", "PORTAL_SECRET_KEY_FILE"} & set(environment):
        return
    opened = os.open(place.settings, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "a", encoding="utf-8") as settings:
        settings.write(
            ("\n" if text and not text.endswith("\n") else "") + f"PORTAL_SECRET_KEY={secrets.token_hex(32)}\n"
        )
    place.settings.chmod(0o600)
    say(
        "Wrote a random PORTAL_SECRET_KEY to .env; keep that file to yourself.",
        ".env に乱数の PORTAL_SECRET_KEY を書きました。このファイルは公開しないでください。",
    )


def free_port(host: str, first: int) -> int:
    """The first port from *first* on that nobody listens at."""
    for port in range(first, first + 100):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            # As the server does, or the address would seem taken for a minute after each stop.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
        if port != first:
            say(f"Port {first} is taken; taking {port}.", f"ポート {first} は使用中なので {port} を使います。")
        return port
    raise Stop(
        word(
            f"No free port from {first} to {first + 99} on {host}; name one with --port.",
            f"{host} のポート {first}〜{first + 99} に空きがありません。--port で指定してください。",
        )
    )


def become(place: Place, command: list[str], environment: Mapping[str, str]) -> NoReturn:
    """Hand this process over to *command*, so that Ctrl-C and its exit code are the program's own."""
    os.chdir(place.root)
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # noqa: S606  (no shell is wanted)


def use_new_enough_python(arguments: Sequence[str]) -> None:
    """Go on with a newer Python of this machine when this one is too old; stop with a sentence when there is none."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in NEWER_PYTHONS:
        python = shutil.which(name)
        # A version switcher leaves names on the path behind which nothing stands: ask before handing over.
        if python and subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0:
            os.execv(python, [python, str(ROOT / "tools" / "bootstrap.py"), *arguments])  # noqa: S606  (no shell is wanted)
    raise Stop(
        word(
            f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; 3.11 or later is needed.",
            f"Python {sys.version_info[0]}.{sys.version_info[1]} では動きません。3.11 以降が必要です。",
        )
    )


def interrupt(_number: int, _frame: object) -> NoReturn:
    """A polite end is taken like Ctrl-C: what was begun is told, and what was started is ended."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A terminal that cannot show a sign shows a question mark instead of an error.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
