"""The audit log: what is asked for in the address, and the records that its lines name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import g, request, url_for
from sqlalchemy import Select, false, select

from portal.accounts.models import Bundle, Team, User
from portal.actions.models import Action
from portal.articles import queries as articles
from portal.articles.audience import readable
from portal.articles.models import Article, Flag
from portal.catalog.models import Category, Service
from portal.incidents.models import ArticleUse, Entry, Incident
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import current_zone, mark
from portal.kernel.i18n import gettext as _
from portal.kernel.policies import StoredPolicy
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.problems.models import Change, Problem
from portal.reports.models import Report
from portal.reports.trail import readable_events
from portal.reviews.models import Part, Review, Row
from portal.web.helpers import address_of

KINDS: dict[str, tuple[type[Any], str]] = {
    "users": (User, mark("Person")),
    "teams": (Team, mark("Team")),
    "bundles": (Bundle, mark("Role bundle")),
    "services": (Service, mark("Service")),
    "categories": (Category, mark("Category")),
    "articles": (Article, mark("Article")),
    "article_flags": (Flag, mark("Flag")),
    "incidents": (Incident, mark("Incident")),
    "incident_entries": (Entry, mark("Entry of an incident")),
    "article_uses": (ArticleUse, mark("Article on an incident")),
    "problems": (Problem, mark("Problem")),
    "problem_changes": (Change, mark("Change for a problem")),
    "reviews": (Review, mark("Post-incident review")),
    "review_parts": (Part, mark("Section of a review")),
    "review_rows": (Row, mark("Timeline of a review")),
    "reports": (Report, mark("Incident report")),
    "actions": (Action, mark("Action")),
    "policies": (StoredPolicy, mark("Rules")),
}
# Looking is no deed: these verbs leave no event.
SILENT = frozenset({Verb.SIGN_IN, Verb.SEARCH, *(verb for verb in Verb if verb.endswith(".see"))})
_NUMBERED: dict[str, type[Any]] = {"incidents": Incident, "problems": Problem, "reviews": Review, "actions": Action}
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Asked:
    """What the log is narrowed to; what cannot be read is as if it were not asked."""

    verb: Verb | None
    person: str
    record: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Named:
    """A record as the log names it: kind, name, page if it has one, and the word that narrows the log to it."""

    kind: str
    name: str
    href: str | None
    word: str


def asked() -> Asked:
    given = request.args
    verb = next((verb for verb in Verb if verb.value == given.get("verb")), None)
    person, record = clean_line(given.get("person", ""))[:200], clean_line(given.get("record", ""))[:200]
    return Asked(verb, person, record, _day(given.get("since", "")), _day(given.get("until", "")))


def events(question: Asked) -> Select[Event]:
    """The events that the viewer may read, newest first."""
    query = select(Event).where(readable_events(g.user))
    if question.verb is not None:
        query = query.where(Event.verb == question.verb)
    if question.person:
        query = query.where(Event.actor_id.in_(select(User.id).where(User.login == question.person.casefold())))
    if question.record:
        found = _record(question.record)
        if found is None:
            return query.where(false())
        kind, record_id = found
        as_subject = (Event.subject_kind == kind) & (Event.subject_id == record_id)
        as_object = (Event.object_kind == kind) & (Event.object_id == record_id)
        query = query.where(as_subject | as_object)
    if question.since is not None:
        query = query.where(Event.at >= _midnight(question.since))
    if question.until is not None:
        query = query.where(Event.at < _midnight(question.until) + timedelta(days=1))
    return query.order_by(Event.id.desc())


def named(kind: str, record_id: int) -> Named:
    """How the log names a record; one that is gone keeps its number."""
    model, label = KINDS.get(kind, (None, kind))
    record = db.session.get(model, record_id) if model is not None else None
    article = record.article if isinstance(record, Flag) else record
    if isinstance(article, Article):
        href = address_of(record) if readable(g.user, article) else None
        return Named(_(label), article.number, href, article.number)
    numbered = _numbered(record)
    if numbered:
        return Named(_(label), numbered, None, numbered)
    if record is None:
        return Named(_(label), f"#{record_id}", None, f"{kind}:{record_id}")
    if isinstance(record, StoredPolicy):
        href = url_for("admin.policies") if g.user.may(Verb.CHANGE_POLICY) else None
        return Named(_(label), "", href, f"{kind}:{record_id}")
    href = address_of(record) if g.user.may(Verb.SEE_ADMIN) else None
    return Named(_(label), str(record.name), href, record.login if isinstance(record, User) else f"{kind}:{record_id}")


def _numbered(record: Any) -> str:
    """The number by which people know a record, or the one that it belongs to; empty where there is none."""
    for owner in ("incident", "review", "problem"):
        if isinstance(record, Entry | ArticleUse | Report | Part | Row | Change) and hasattr(record, owner):
            return str(getattr(record, owner).number)
    return str(getattr(record, "number", ""))


def _record(word: str) -> tuple[str, int] | None:
    """The record that people write as KB-000012, as somebody's login, or as kind:number."""
    kind, _colon, number = word.partition(":")
    if kind in KINDS and number.isascii() and number.isdigit() and int(number[:12]) <= LARGEST_ID:
        return kind, int(number)
    if article_id := db.session.scalar(select(Article.id).where(Article.number == articles.canonical(word))):
        return "articles", article_id
    for name, model in _NUMBERED.items():
        if record_id := db.session.scalar(select(model.id).where(model.number == word.upper())):
            return name, record_id
    user_id = db.session.scalar(select(User.id).where(User.login == word.casefold()))
    return ("users", user_id) if user_id is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    # The ends of the calendar cannot be told in every zone.
    day = min(max(day, date(1970, 1, 2)), date(9998, 12, 30))
    return datetime.combine(day, time.min, current_zone())
