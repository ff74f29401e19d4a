"""The real program beside the tests: `portal serve` with its worker, and writers who note what was acknowledged."""

import hashlib
import http.client
import json
import os
import random
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
START_WITHIN = 90.0  # seconds; the machine may be busy
SEND_AGAIN_FOR = 120.0  # seconds
LONGEST_PAUSE = 0.3  # seconds between two deeds


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "portal", *words]


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    # Compiled once for all the starts of a run, also where the environment asks for no compiled files in the tree.
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    compiled = {"PYTHONPYCACHEPREFIX": str(data.parents[1] / "compiled")}
    return {**kept, **compiled, "PORTAL_DATA": str(data), "PORTAL_BASE_URL": "http://localhost", "LANG": "C.UTF-8"}


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the portal on this data folder, to its end."""
    return subprocess.run(
        command(*words), cwd=ROOT, env=environment(data), capture_output=True, text=True, timeout=180, check=False
    )


class Portal:
    """`portal serve` on a data folder."""

    def __init__(self, data: Path, port: int = 0) -> None:
        said, log = data.parent / "serve.out", data.parent / "serve.log"
        with said.open("w", encoding="utf-8") as out, log.open("a", encoding="utf-8") as errors:
            self.process = subprocess.Popen(
                command("serve", "--port", str(port), "--quiet"),
                cwd=ROOT, env=environment(data), stdout=out, stderr=errors,
            )  # fmt: skip
        self._family: set[psutil.Process] = set()
        self._said, self._log = said, log
        self.port = port

    def wait(self) -> None:
        """Until it answers."""
        until(lambda: self._address() is not None, START_WITHIN, "the portal tells its address")
        found = self._address()
        assert found
        self.port = int(found[1])
        until(self.answers, START_WITHIN, "the portal answers")

    def _address(self) -> re.Match[str] | None:
        assert self.process.poll() is None, self._log.read_text(encoding="utf-8")[-2_000:]
        return re.search(r"http://[^/]+:(\d+)/\n", self._said.read_text(encoding="utf-8"))

    def answers(self) -> bool:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == 200
            except OSError:
                return False

    def worker(self) -> psutil.Process:
        """The worker, as soon as there is one."""
        return self._child("worker")

    def renderer(self) -> psutil.Process:
        """The Markdown child of the web process, as soon as there is one."""
        return self._child("markdown_child")

    def _child(self, word: str) -> psutil.Process:
        found: list[psutil.Process] = []

        def look() -> bool:
            found[:] = [
                child
                for child in self.family()
                if word in " ".join(_words_of(child)) and child.ppid() == self.process.pid
            ]
            return bool(found)

        until(look, START_WITHIN, f"the web process has a {word}")
        return found[0]

    def family(self) -> set[psutil.Process]:
        """All processes that this one has begun so far and that are still there."""
        if self.process.poll() is None:
            self._family |= set(psutil.Process(self.process.pid).children(recursive=True))
        return {one for one in self._family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE}

    def kill(self) -> None:
        """kill -9 of the web process alone; its family has to notice by itself."""
        self.family()
        self.process.kill()
        self.process.wait()

    def end(self) -> float:
        """SIGTERM; the seconds until everything had ended."""
        self.family()
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(60)
        return time.monotonic() - began

    def insist_that_nothing_is_left(self) -> None:
        until(lambda: not self.family(), 40, "no process of the portal is left")


@contextmanager
def portal(data: Path, port: int = 0) -> Iterator[Portal]:
    """A portal at work; whatever is left of it at the end is ended by its number."""
    running = Portal(data, port)
    try:
        running.wait()
        yield running
    finally:
        family = running.family()
        if running.process.poll() is None:
            running.process.kill()
            running.process.wait()
        for one in family:
            if one.is_running():
                one.kill()


def until(met: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


def digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@dataclass
class Acknowledged:
    """What the portal has said is saved: number → the digests of its states; and every title that was sent."""

    states: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, number: str, title: str, cause: str) -> None:
        with self.lock:
            self.states.setdefault(number, []).append(digest(title, cause))
            self.titles[title] = number

    def __len__(self) -> int:
        return sum(map(len, self.states.values()))


class Writer(threading.Thread):
    """Somebody who writes and mends articles, one after the other, and sends anew what got no answer."""

    def __init__(self, number: int, where: Callable[[], int], noted: Acknowledged) -> None:
        super().__init__(name=f"writer-{number}", daemon=True)
        self._chance, self._where, self._noted = random.Random(number), where, noted
        self._cookie = self._token = ""
        self._mine: list[tuple[str, str]] = []
        self.done = threading.Event()

    def sign_in(self, login: str) -> None:
        status, _headers, _body = self._send("POST", "/login", {"login": login, "password": PASSWORD})
        assert status == 303, status
        _status, _headers, body = self._send("GET", "/kb/new")
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', body)
        assert found
        self._token = found[1]

    def run(self) -> None:
        while not self.done.wait(self._chance.random() * LONGEST_PAUSE):
            if self._mine and self._chance.random() < 0.5:
                number, title = self._chance.choice(self._mine)
                path = f"/kb/{number}/edit"
            else:
                title, path = f"The printer of room {secrets.token_hex(8)} prints blank pages", "/kb/new"
            cause = f"Toner {secrets.token_hex(8)} is empty"
            number = self._saved(path, self._article(title, cause))
            if number:
                self._noted.note(number, title, cause)
                if path == "/kb/new":
                    self._mine.append((number, title))

    def _saved(self, path: str, form: dict[str, str]) -> str:
        """Send the form, again and again with the same one-time key while no answer comes; the article's number."""
        deadline = time.monotonic() + SEND_AGAIN_FOR
        while time.monotonic() < deadline:
            try:
                status, headers, body = self._send("POST", path, form)
            except (OSError, http.client.HTTPException):
                if self.done.is_set():
                    return ""
                time.sleep(0.2)
                continue
            found = re.fullmatch(r"(?:http://[^/]+)?/kb/(KB-\d{6})", headers.get("Location", ""))
            if status == 303 and found:
                return found[1]
            if status == 503:
                time.sleep(0.2)
                continue
            said = re.findall(r'data-error-summary.*?</section>|role="alert".*?</div>', body, re.DOTALL)
            self._noted.refusals.append(f"{path}: {status} {headers.get('Location', '')} {' '.join(said)[:600]}")
            self.done.set()
            return ""
        self._noted.refusals.append(f"{path}: no answer")
        self.done.set()
        return ""

    def _article(self, title: str, cause: str) -> dict[str, str]:
        return {
            "csrf_token": self._token, "nonce": secrets.token_urlsafe(18), "title": title, "cause": cause,
            "issue": "All pages are white", "environment": "- Third floor", "resolution": "1. Change the toner.",
            "type": "problem", "language": "en", "audience": "within", "confidence": "not_validated",
            "reason": "I looked into it", "short_answer": "", "keywords": "", "codes": "",
        }  # fmt: skip

    def _send(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._where(), timeout=60)
        try:
            headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
            if self._cookie:
                headers["Cookie"] = self._cookie
            connection.request(method, path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
            self._cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0] or self._cookie
            return answer.status, dict(answer.getheaders()), body
        finally:
            connection.close()


def findings(data: Path) -> list[dict[str, str]]:
    """What `portal fsck` finds."""
    ended = run(data, "fsck", "--json")
    assert ended.returncode in (0, 1), ended.stderr
    found: list[dict[str, str]] = json.loads(ended.stdout)["findings"]
    return found


def _words_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
