"""Addresses of static files that change with their content; the stylesheet is joined from its parts."""

import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, url_for

from portal.http.guard import Door
from portal.paths import STATIC

SHEET = "css/site.css"
YEAR = 31_536_000  # seconds
_IMPORT = re.compile(r'^@import "([\w/.-]+)";$', re.MULTILINE)
_KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".png": "image/png",
}


def register(app: Flask) -> None:
    """Serve `/static/…` and teach templates `asset(name)`."""

    def serve(name: str, mark: str) -> Response:
        found = _read(name, app.debug and _newest())
        if found is None:
            abort(404)
        body, kind, fingerprint = found
        response = Response(body, content_type=f"{kind}; charset=utf-8" if kind.startswith("text") else kind)
        response.cache_control.public = True
        # An old mark still gets the file: a page that was open during an upgrade keeps its looks.
        response.cache_control.max_age = YEAR if mark == fingerprint else 60
        response.cache_control.immutable = mark == fingerprint
        return response

    serve.needs = Door.ANYONE  # type: ignore[attr-defined]
    app.add_url_rule("/static/<mark>/<path:name>", "static", serve)
    app.jinja_env.globals["asset"] = lambda name: asset(name, debug=app.debug)


def asset(name: str, *, debug: bool = False) -> str:
    """The address of a static file; it changes when the file does."""
    found = _read(name, debug and _newest())
    if found is None:
        raise FileNotFoundError(f"There is no static file {name}.")
    return url_for("static", mark=found[2], name=name)


@cache
def _read(name: str, _as_of: float | bool) -> tuple[bytes, str, str] | None:
    path = (STATIC / name).resolve()
    kind = _KINDS.get(path.suffix)
    if kind is None or not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        return None
    body = _joined(path).encode() if name == SHEET else path.read_bytes()
    return body, kind, hashlib.sha256(body).hexdigest()[:12]


def _joined(path: Path) -> str:
    return _IMPORT.sub(
        lambda part: (path.parent / part.group(1)).read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    )


def _newest() -> float:
    return max(path.stat().st_mtime for path in STATIC.rglob("*") if path.is_file())
