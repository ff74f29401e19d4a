"""Markdown is drawn once, when a text is saved, in a child process under limits; pages serve the stored HTML."""

import atexit
import json
import logging
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import IO

from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_text, has_lone_surrogate_or_nul

LARGEST_SOURCE = 64 * 1024  # bytes of UTF-8
CPU_SECONDS = 1.0
WALL_SECONDS = 10.0
START_SECONDS = 60.0

_log = logging.getLogger(__name__)

_ROOT = str(Path(__file__).resolve().parents[2])
# Not from the working directory, and from the tree that this very module was read from.
_START = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "from portal.kernel.markdown_child import main; main(float(sys.argv[2]))"
)
# The child needs to find Python and its packages. Keys, addresses and passwords of the application it does not.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "LANG", "LC_ALL")


@dataclass(frozen=True)
class Passage:
    """A text and what is shown of it.

    `html` and `plain` are for staff; `open_html` and `open_plain` lack every `:::internal` block and lead to articles
    at their public address. Headings begin at h3.
    """

    source: str
    html: str
    open_html: str
    plain: str
    open_plain: str


class _Gone(Exception):
    """The child ended in the middle of a question; `on_purpose` if a limit ended it."""

    def __init__(self, on_purpose: bool) -> None:
        super().__init__()
        self.on_purpose = on_purpose


class Renderer:
    """One child and the way to ask it. Safe among threads; after a fork each process has a child of its own."""

    def __init__(self, cpu_seconds: float = CPU_SECONDS, wall_seconds: float = WALL_SECONDS) -> None:
        self.cpu_seconds, self.wall_seconds = cpu_seconds, wall_seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the child at work, if there is one."""
        return self._child.pid if self._child else None

    def render(self, source: str, anchors: str = "t") -> Passage:
        """*source* drawn; names of headings begin with *anchors* and a dash.

        Refuses with `Invalid` what is longer than 64 KB, what takes too long to draw, and what no page can carry.
        Line ends become "\\n", control characters and direction overrides go.
        """
        if has_lone_surrogate_or_nul(source):
            raise Invalid(
                _("The text holds characters that cannot be stored. Paste it once as plain text, then save again.")
            )
        source = clean_text(source)
        if len(source.encode()) > LARGEST_SOURCE:
            raise Invalid(
                _(
                    "The text is too long: at most 64 KB, about 21,000 Japanese characters. "
                    "Divide it, or attach the long part as a file."
                )
            )
        answer = self._ask(json.dumps({"source": source, "anchors": anchors}).encode())
        if "refused" in answer:
            raise _too_hard()
        html, open_html = answer["html"], answer["open_html"]
        plain = plain_of(html)
        return Passage(source, html, open_html, plain, plain if open_html == html else plain_of(open_html))

    def close(self) -> None:
        """End the child. The next text starts a new one."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """After a fork: the child is the parent's. Let go of its pipes and of a lock that a lost thread may hold."""
        self._lock = threading.Lock()
        if self._child is not None:
            _close_pipes(self._child)
            self._child.returncode = 0
            self._child = None

    def _ask(self, question: bytes) -> dict[str, str]:
        with self._lock:
            for last in (False, True):
                try:
                    child = self._running()
                except _Gone:
                    raise Invalid(
                        _("Texts cannot be drawn just now. Wait a minute, then save again, or tell an administrator.")
                    ) from None
                try:
                    return self._exchange(child, question, self.wall_seconds)
                except _Gone as gone:
                    # Ended by somebody else, say for lack of memory: once more with a new one.
                    if gone.on_purpose or last:
                        break
        raise _too_hard()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        try:
            self._child = subprocess.Popen(  # noqa: S603 (our interpreter, our words)
                [sys.executable, "-P", "-c", _START, _ROOT, str(self.cpu_seconds)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                cwd="/",
                env=environment | {"PYTHONUTF8": "1"},
                start_new_session=True,
            )
        except OSError:
            _log.exception("The Markdown child cannot be started")
            raise _Gone(False) from None
        self._exchange(self._child, b"", START_SECONDS)
        return self._child

    def _exchange(self, child: subprocess.Popen[bytes], question: bytes, seconds: float) -> dict[str, str]:
        """Send *question*, if there is one, and read an answer; kills the child after *seconds*."""
        late = threading.Event()

        def end() -> None:
            late.set()
            child.kill()

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        try:
            clock.start()
            if question:
                _write(child.stdin, struct.pack(">I", len(question)) + question)
            answer: dict[str, str] = json.loads(_read(child.stdout, *struct.unpack(">I", _read(child.stdout, 4))))
        except (OSError, EOFError, ValueError, RuntimeError):
            clock.cancel()
            status = self._end()
            raise _Gone(late.is_set() or status == -signal.SIGPROF) from None
        finally:
            clock.cancel()
        return answer

    def _end(self) -> int | None:
        """Make sure that the child has ended and is buried; its exit status."""
        child, self._child = self._child, None
        if child is None:
            return None
        _close_pipes(child)
        try:
            return child.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()


def _too_hard() -> Invalid:
    return Invalid(
        _(
            "The text could not be drawn in time. Put logs and long rows of brackets between lines of ```, "
            "or divide the text, then save again."
        )
    )


def _close_pipes(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _write(pipe: IO[bytes] | None, content: bytes) -> None:
    rest = memoryview(content)
    while pipe is not None and rest:
        rest = rest[os.write(pipe.fileno(), rest) :]


def _read(pipe: IO[bytes] | None, count: int) -> bytes:
    content = bytearray()
    while len(content) < count:
        piece = os.read(pipe.fileno(), min(count - len(content), 65536)) if pipe is not None else b""
        if not piece:
            raise EOFError
        content += piece
    return bytes(content)


class _Words(HTMLParser):
    """Collects what a reader reads."""

    HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
    LINES = HEADINGS | {"p", "li", "pre", "blockquote", "tr", "div", "table", "ul", "ol", "br", "hr"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_code = self.in_code or tag == "pre"
        if tag in self.LINES:
            self.pieces.append("\n")
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_code = self.in_code and tag != "pre"
        if tag in self.LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        # Between tags a line end only keeps the source readable.
        if self.in_code or "\n" not in data or not data.isspace():
            self.pieces.append(data)


def plain_of(html: str) -> str:
    """The words of drawn *html*, a line for each paragraph, item, row and line; no line is empty."""
    words = _Words()
    words.feed(html)
    words.close()
    lines = ("".join(words.pieces)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


_renderer = Renderer()
os.register_at_fork(after_in_child=_renderer.forget)
atexit.register(_renderer.close)


def render(source: str, anchors: str = "t") -> Passage:
    """*source* drawn by the child of this process; see `Renderer.render`."""
    return _renderer.render(source, anchors)


def render_all(sources: Sequence[str], anchors: Sequence[str] = ()) -> list[Passage]:
    """Each of *sources* drawn, with its own of *anchors* ("t1", "t2" … if none are given): texts of one page."""
    names = anchors or [f"t{number}" for number in range(1, len(sources) + 1)]
    return [render(source, name) for source, name in zip(sources, names, strict=True)]


def close() -> None:
    """End the child of this process; the next text starts a new one."""
    _renderer.close()
