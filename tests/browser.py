"""A served portal and people at real browsers: what a page shows, complains of, and how it looks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from waitress import create_server, wasyncore

from tests.conftest import PASSWORD

LOCALES = {"ja": "ja-JP", "en": "en-US"}
WIDE, NARROW = 1440, 390
SCREENSHOTS = Path(__file__).resolve().parents[1] / "screenshots"
AXE_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
    # One rule wants all styles fetched anew, and is about pages that lock the way a telephone is held.
    "preload": False,
}


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """*app* on a free port of this machine; gives its address."""
    sockets: dict[int, Any] = {}
    server = create_server(app, host="127.0.0.1", port=0, threads=4, map=sockets)
    done = threading.Event()

    def serve() -> None:
        while not done.is_set():
            wasyncore.loop(timeout=0.2, map=sockets, use_poll=True, count=1)

    thread = threading.Thread(target=serve, name="served")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        done.set()
        thread.join()
        server.task_dispatcher.shutdown(timeout=5)
        wasyncore.close_all(sockets)


@dataclass
class Complaints:
    """What a browser had to say that no reader should ever meet."""

    texts: list[str] = field(default_factory=list)
    expected: frozenset[int] = frozenset()

    def watch(self, page: Page) -> None:
        """Note errors on the console (refusals of the content policy among them), broken scripts, failed requests.

        An answer with one of the *expected* codes is no complaint; nor is what the browser says about it.
        """

        def on_console(message: ConsoleMessage) -> None:
            # What htmx says of a request that failed is noted with the request, unless the page was left meanwhile.
            of_htmx = message.text.startswith(("htmx:afterRequest", "htmx:sendError"))
            expected = any(f"status of {code}" in message.text for code in self.expected)
            if message.type in ("error", "warning") and not of_htmx and not expected:
                self.texts.append(f"{page.url}: console {message.type}: {message.text}")

        def on_failure(request: Request) -> None:
            # A page that is left while something is under way gives it up; nobody misses it.
            if request.failure != "net::ERR_ABORTED":
                self.texts.append(f"{page.url}: {request.method} {request.url}: {request.failure}")

        def on_response(response: Response) -> None:
            if response.status >= 400 and response.status not in self.expected:
                self.texts.append(f"{page.url}: {response.request.method} {response.url}: {response.status}")

        page.on("console", on_console)
        page.on("pageerror", lambda error: self.texts.append(f"{page.url}: script: {error}"))
        page.on("requestfailed", on_failure)
        page.on("response", on_response)


class Reader:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, address: str, language: str, **options: Any) -> None:
        options.setdefault("viewport", {"width": WIDE, "height": 900})
        self.language, self.address = language, address
        self.context: BrowserContext = browser.new_context(base_url=address, locale=LOCALES[language], **options)
        self.context.set_default_timeout(20_000)
        self.complaints = Complaints()
        self.page = self.context.new_page()
        self.complaints.watch(self.page)

    def expect_status(self, *codes: int) -> None:
        """From now on, answers with these codes are as they should be, and no others."""
        self.complaints.expected = frozenset(codes)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        """Without looking at the form; a journey that is about it fills it in itself."""
        answer = self.context.request.post(
            "/login", form={"login": login, "password": password}, headers={"Sec-Fetch-Site": "same-origin"},
            max_redirects=0,
        )  # fmt: skip
        assert answer.status == 303, (login, answer.status)

    def go(self, path: str) -> Response:
        answer = self.page.goto(path)
        assert answer is not None
        return answer

    def leave(self) -> None:
        self.context.close()


class Ime:
    """A conversion in the focused field, as the browser gets it from a Japanese keyboard."""

    def __init__(self, page: Page) -> None:
        self._cdp = page.context.new_cdp_session(page)

    def compose(self, text: str) -> None:
        self._cdp.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )

    def press(self, code: str, modifiers: int = 0) -> None:
        """A key that the conversion takes: the page learns of it as number 229 only."""
        key = {"windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": 229, "code": code, "key": "Process"}
        self._cdp.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "modifiers": modifiers, **key})
        self._cdp.send("Input.dispatchKeyEvent", {"type": "keyUp", "modifiers": modifiers, **key})

    def commit(self, text: str) -> None:
        self._cdp.send("Input.insertText", {"text": text})


def is_wider_than_the_screen(page: Page) -> str:
    """What sticks out to the side, if anything; empty where one need not scroll sideways."""
    found: str = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth
          if (document.documentElement.scrollWidth <= wide) return ''
          const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > wide + 1)
          const inner = out.filter(e => !out.some(other => other !== e && e.contains(other)))
          return inner.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ') || 'the page itself'
        }"""
    )
    return found


def squeezed(page: Page) -> list[str]:
    """Table cells whose words stand under each other letter by letter, because their neighbours took the width."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('main :is(td, th)')]
          .filter(cell => cell.offsetParent && cell.innerText.trim().length > 3)
          .filter(cell => cell.clientWidth < 90 && cell.clientHeight > 120)
          .map(cell => cell.outerHTML.slice(0, 120))"""
    )
    return found


def unreadable(page: Page) -> list[str]:
    """What axe finds against the page (WCAG 2.0 to 2.2, A and AA, and good practice)."""
    found = Axe().run(page, options=AXE_RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def show_whole(page: Page, width: int) -> None:
    """A screen of this width, and as high as the page, so that nothing that sticks to an edge lies over anything."""
    page.set_viewport_size({"width": width, "height": 900})
    height: int = page.evaluate("Math.ceil(document.documentElement.scrollHeight)")
    page.set_viewport_size({"width": width, "height": max(900, height)})


def photograph(page: Page, name: str) -> None:
    """Keep a picture of the whole page in `screenshots/`, which git ignores."""
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), animations="disabled")
