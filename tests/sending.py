"""Sending the forms of a page as a browser does: with everything that stands in them."""

from html.parser import HTMLParser
from typing import Any

from flask import g
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class Forms(HTMLParser):
    """The forms of a page that change something, by address; each with the values that a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.by_action: dict[str, MultiDict[str, str]] = {}
        self._values: MultiDict[str, str] | None = None
        self._select: str | None = None
        self._area: str | None = None
        self._first: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._values = MultiDict()
            if given.get("method", "").lower() == "post":
                self.by_action.setdefault(given.get("action", ""), self._values)
        elif self._values is None:
            return
        elif tag == "input" and given.get("name"):
            ticked = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if ticked and given.get("type") != "submit":
                self._values.add(given["name"], given.get("value", "on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self._area = given.get("name", "")
            self._values.add(self._area, "")
        elif tag == "select":
            self._select, self._first = given.get("name", ""), None
        elif tag == "option" and self._select is not None:
            if "selected" in given:
                self._values.add(self._select, given.get("value", ""))
            elif self._first is None:
                self._first = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._values = None
        elif tag == "textarea" and self._values is not None and self._area is not None:
            self._values[self._area] = self._values[self._area].removeprefix("\n")
            self._area = None
        elif tag == "select" and self._values is not None and self._select is not None:
            if self._select not in self._values and self._first is not None:
                self._values.add(self._select, self._first)
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._values is not None:
            self._values[self._area] += data


def filled(client: FlaskClient, page: str, action: str | None = None) -> MultiDict[str, str]:
    """What a browser would send from the form on *page* that leads to *action* (its own address)."""
    g.pop("csrf_token", None)  # a test holds one application context open, so the token of another browser may lie here
    answer = client.get(page)
    assert answer.status_code == 200, f"{page}: {answer.status_code}"
    forms = Forms(answer.text).by_action
    wanted = action or page
    assert wanted in forms, f"{page} has no form to {wanted}, only to {sorted(forms)}"
    return forms[wanted]


def send(client: FlaskClient, page: str, action: str | None = None, **values: Any) -> TestResponse:
    """Open *page*, fill in *values* (lists for boxes to tick) and send its form to *action* (its own address)."""
    return sent(client, action or page, filled(client, page, action), **values)


def sent(client: FlaskClient, action: str, form: MultiDict[str, str], **values: Any) -> TestResponse:
    """Send a form that was opened before."""
    form = MultiDict(form)
    for name, value in values.items():
        form.setlist(name, value if isinstance(value, list) else [value])
        if value is None:
            form.poplist(name)
    return client.post(action, data=form)
