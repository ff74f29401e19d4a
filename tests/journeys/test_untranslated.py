"""In a language that puts every translated text into brackets, nothing of the portal's own stands bare."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask, g
from sqlalchemy import delete
from werkzeug.exceptions import HTTPException

from portal.accounts import groups
from portal.accounts.models import Team, User
from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.articles import flags, operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, FlagKind, Severity
from portal.catalog.models import Category, Service
from portal.kernel import i18n, jobs
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild, wording
from portal.search.models import CountsFor, Direction, SynonymGroup
from tests.sending import Forms

OF_EACH_KIND = 3
SHOWN = (
    "aria-label",
    "placeholder",
    "title",
    "alt",
    "data-busy",
    "data-word",
    "data-nothing",
    "data-failed",
    "data-sent",
)
UNSEEN = {"script", "style", "svg", "template", "head"}
# What stands as it is in every language: machines' words, names, keys, times.
AS_IT_IS = {"time", "code", "kbd", "pre", "textarea"}
REVIEWED = (
    r"Knowledge Desk",
    r"English",
    r"KB-?\d*",
    r"Ctrl|Alt|Enter|Esc",
    r"[\w.-]+@[\w.-]+",
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2} \d{4}",
    r"\b(?:abe|mori|nakano|sato|ueda|imai|hara|ono|kato|partner|emily|vpn|network)\b",
    r"CARTER Emily",
    r"[A-Za-z_]+/[\w/+-]+|\bUTC\b|\bG(?:MT|reenwich)\b",
    # Of the records and settings: names before and after, reasons, how to reach the desk; and what was searched for.
    r"VPN|HR systems|Service desk \(weekdays|Network and VPN|Remote access|Service desk|Network\b",
    r"wire\*|\b(?:category|kind|language|service|state|type):",
    r"Tried it on a test machine\.|for the team only|qwertz",
)
# The page of components shows samples, in the languages that they are samples of.
SAMPLES = {"help.components"}


class _Texts(HTMLParser):
    """What a reader of the page sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in ("input", "br", "img", "meta", "link", "hr", "use", "path", "wbr"):
            self._open.append("head" if given.get("hidden") == "until-found" else tag)
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        if "svg" in self._open:
            return
        if tag not in AS_IT_IS:
            self.texts += [given[name] for name in SHOWN if name in given]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value", ""))
        if tag == "meta" and given.get("name") == "description":
            self.texts.append(given.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (UNSEEN | AS_IT_IS) & set(self._open) or (self._open and self._open[-1] == "title"):
            self.texts.append(data)


def _bare(text: str) -> str:
    """The Latin words of a text that stand in no brackets; the records are all Japanese."""
    before = None
    while before != text:
        # A bracket may close behind an element that stands inside the text.
        before, text = text, re.sub(r"⟦[^⟦⟧]*(?:⟧|$)|^[^⟦⟧]*⟧", " ", text)
    for known in REVIEWED:
        text = re.sub(known, " ", text)
    return " ".join(re.findall(r"[A-Za-z]{2,}[A-Za-z ,.'-]*", text)).strip()


@pytest.fixture
def records(app: Flask, make, cast) -> None:
    """Something on every page, and nothing of it in Latin letters."""
    japanese = {
        "title": "接続できない", "issue": "接続できない", "environment": "- 社内", "resolution": "1. やり直す。",
        "short_answer": "やり直す。", "language": "ja",
    }  # fmt: skip
    with transaction():
        for kind in (Team, Service, Category):
            for record in db.session.query(kind):
                record.name_en = ""
        for user in db.session.query(User):
            user.language = "ja"
        db.session.execute(delete(SynonymGroup))
    wording.add(THE_SYSTEM, words=["電源", "充電器"], direction=Direction.BOTH, counts_for=CountsFor.ALL)
    groups.add_bundle(THE_SYSTEM, name="夜間当番", roles=[Role.FIRST_LINE])
    public = make.article(audience=Audience.PUBLIC, **japanese)
    make.article(confidence=Confidence.WIP, **{**japanese, "resolution": ""})
    make.article(confidence=Confidence.NOT_VALIDATED, **japanese)
    make.article(restricted_to=cast.hara.teams[0], **japanese)
    archived = make.article(audience=Audience.PUBLIC, **japanese)
    operations.archive(cast.ueda, archived, why=ArchiveReason.OBSOLETE, replacement=None, reason="古い")
    flags.flag(cast.mori, public, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="古い")
    rebuild.rebuild_all()
    jobs.drain()


START = {
    None: ["/faq/", "/login", "/password/forgot", "/faq/search?q=qwertz", "/faq/KB-999999", "/password/none"],
    "abe": ["/", "/me", "/me/password", "/me/devices", "/search?q=接続", "/kb"],
    "ueda": ["/kb", "/kb/new", "/kb/flags", "/search?q=接続", "/search?q=qwertz", "/help/keys", "/_/jump?q=k"],
    "hara": ["/kb?q=qwertz", "/kb/KB-000004"],
    "kato": ["/admin", "/admin/audit", "/admin/people/abe", "/admin/bundles"],
}


def _in_brackets(address: str) -> str:
    parts = urlsplit(address)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "lang"]
    return f"{parts.path}?{urlencode([*query, ('lang', i18n.PSEUDO)])}"


def _kind(app: Flask, address: str) -> str:
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")
    except HTTPException:
        return urlsplit(address).path
    return str(endpoint)


def test_nothing_stands_bare_on_any_page(app, records, browse):
    found: dict[str, set[str]] = {}
    seen: set[str] = set()
    refused: set[str] = set()
    for login, start in START.items():
        browser, counted = browse(login), Counter[str]()
        waiting = list(start)
        while waiting:
            address = _in_brackets(waiting.pop(0))
            kind = _kind(app, address)
            if address in seen or kind in SAMPLES or kind.startswith("static") or counted[kind] >= OF_EACH_KIND:
                continue
            seen.add(address)
            counted[kind] += 1
            g.pop("csrf_token", None)  # one application context is open all the while: this may be another browser's
            answer = browser.get(address)
            assert answer.status_code < 500, address
            if answer.status_code == 303 and "lang=qps" not in answer.location:
                waiting.append(answer.location)
            if answer.mimetype != "text/html" or answer.status_code == 303:
                continue
            page = _Texts()
            page.feed(answer.text)
            waiting += page.links
            bare = {text for text in map(_bare, page.texts) if text}
            if bare:
                found.setdefault(kind, set()).update(bare)
            for action, form in Forms(answer.text).by_action.items():
                if action and _kind_of_form(app, action) and counted[f"POST {kind}"] < 1:
                    counted[f"POST {kind}"] += 1
                    emptied = {name: "" for name in form if name not in ("csrf_token", "nonce", "version")}
                    wrong = browser.post(_in_brackets(action), data={**form.to_dict(), **emptied})
                    assert wrong.status_code < 500, action
                    if wrong.status_code == 422:
                        refused.add(kind)
                        again = _Texts()
                        again.feed(wrong.text)
                        if bare := {text for text in map(_bare, again.texts) if text}:
                            found.setdefault(f"422 {kind}", set()).update(bare)

    assert len(seen) > 60
    assert len(refused) > 10, refused
    assert {kind: sorted(texts) for kind, texts in found.items()} == {}


def _kind_of_form(app: Flask, action: str) -> bool:
    """Whether sending it empty is refused, and so harms nothing: forms with words, not deeds."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(action).path, method="GET")
    except HTTPException:
        return False
    return endpoint not in ("me.show", "signin.sign_in")
