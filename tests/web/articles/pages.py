"""Reads a page as a browser does: its forms with everything that stands in them, ready to be sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse


@dataclass
class Form:
    """One form of a page: where it goes and what it would send."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def with_changes(self, changes: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = dict(self.values)
        for name, value in changes.items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
        return values


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.at_work: Form | None = None
        self.text: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.at_work = Form(given["action"])
            self.forms.append(self.at_work)
        if self.at_work is None:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") in ("radio", "checkbox"):
                self.at_work.offered.setdefault(name, []).append(given.get("value", "y"))
                if "checked" in given:
                    self.at_work.values.setdefault(name, []).append(given.get("value", "y"))
            else:
                self.at_work.values.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            offered = self.at_work.offered.setdefault(self.select, [])
            offered.append(given.get("value", ""))
            if "selected" in given or len(offered) == 1:
                self.at_work.values[self.select] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text and self.at_work:
            name, pieces = self.text
            # A browser drops the line end after the tag and sends every other one as CR LF.
            self.at_work.values.setdefault(name, []).append("".join(pieces).removeprefix("\r").removeprefix("\n"))
            self.text = None
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.at_work = None

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)


def forms_on(page: TestResponse) -> list[Form]:
    """Every form on *page* that would change something."""
    found = _Forms()
    found.feed(page.text)
    return found.forms


def form_on(page: TestResponse, action: str) -> Form:
    """The one form on *page* that goes to *action*."""
    [form] = [form for form in forms_on(page) if form.action == action]
    return form


def send(browser: Any, path: str, action: str = "", **changes: Any) -> TestResponse:
    """Open *path*, change some of what stands in the form that goes to *action*, and send it."""
    page = browser.get(path)
    assert page.status_code == 200, (path, page.status_code)
    form = form_on(page, action or path)
    answer: TestResponse = browser.post(form.action, data=form.with_changes(changes))
    return answer
