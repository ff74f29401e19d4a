"""A desk that has been at work for a year, written straight into the tables: people, articles, incidents, uses.

The records are what the operations would leave, and `portal fsck` finds nothing in them; only the events are not there,
which nobody looks at here. Drawing ten thousand articles would take minutes, so their few marks are taken off by hand.
"""

import html
import random
import re
from collections import Counter as Counted
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from portal.accounts.models import RoleGrant, Team, User
from portal.accounts.roles import Role
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import FIELDS, Article, ArticleType, Revision
from portal.catalog.models import Category, Service
from portal.incidents.kinds import Channel, Confirmation, Decision, LinkKind, LinkSource, Outcome, ResolutionCode
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.priority import Impact, Urgency, priority
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import Counter, site_day
from portal.kernel.transaction import transaction
from portal.ops.bench import texts

AGENTS, CALLERS, SERVICES, AT_ONCE = 8, 400, 12, 1_000
YEAR = timedelta(days=365)
OPEN = (State.NEW, State.TRIAGE, State.PRIORITIZED, State.INVESTIGATING)

Progress = Callable[[int, int], None]


def fill(articles: int, incidents: int, progress: Progress) -> None:
    """The same desk every time, but for the hour at which it is made."""
    chance, of = random.Random(texts.SEED), articles + incidents  # noqa: S311 – guards nothing
    with transaction():
        _people_and_catalogue()
    for start in range(0, articles, AT_ONCE):
        with transaction():
            _articles(range(start, min(start + AT_ONCE, articles)), chance)
        progress(start, of)
    given: Counted[str] = Counted({"KB": articles})
    for start in range(0, incidents, AT_ONCE):
        with transaction():
            _incidents(range(start, min(start + AT_ONCE, incidents)), incidents, articles, chance, given)
        progress(articles + start, of)
    with transaction():
        _write(Counter, [{"name": name, "value": value} for name, value in given.items()])


def agents() -> list[str]:
    return [f"agent{place}" for place in range(AGENTS)]


def _people_and_catalogue() -> None:
    _write(Team, [{"name_ja": f"担当{place}", "name_en": f"Team {place}"} for place in range(3)])
    people = [*agents(), *(f"caller{place}" for place in range(CALLERS))]
    _write(User, [{"login": login, "name_ja": login, "department": f"部署{n % 20}"} for n, login in enumerate(people)])
    roles = [(n, role) for n in range(1, AGENTS + 1) for role in (Role.FIRST_LINE, Role.SECOND_LINE)]
    roles += [(n, Role.END_USER) for n in range(1, len(people) + 1)]
    _write(RoleGrant, [{"user_id": number, "role": role} for number, role in roles])
    things = zip(texts.WORDS["ja"]["things"], texts.WORDS["en"]["things"], strict=True)
    names = [(f"s{n}", ja, en) for n, (ja, en) in enumerate(things)][:SERVICES]
    _write(Service, [{"key": k, "name_ja": ja, "name_en": en, "owner_team_id": 1} for k, ja, en in names])
    _write(Category, [{"slug": k, "name_ja": ja, "name_en": en} for k, ja, en in names])


def _articles(numbers: range, chance: random.Random) -> None:
    now = clock.now()
    rows, revisions = [], []
    for number in numbers:
        record = texts.record(number)
        confidence = chance.choices([Confidence.VALIDATED, Confidence.NOT_VALIDATED, Confidence.WIP], [80, 15, 5])[0]
        audience = chance.choices([Audience.WITHIN, Audience.CUSTOMER, Audience.PUBLIC], [70, 20, 10])[0]
        audience = audience if confidence is Confidence.VALIDATED else Audience.WITHIN
        row = {"id": number + 1, "number": f"KB-{number + 1:06d}", "language": record["lang"]}
        row |= {"type": ArticleType.PROBLEM, "confidence": confidence, "audience": audience, "author_id": 1}
        row |= {"outside_sequence": 1 if audience is not Audience.WITHIN else None, **_place(number)}
        rows.append(row | {"created_at": now - YEAR, "changed_at": now - YEAR * chance.random()})
        revisions.append(_revision(number + 1, record, now))
    _write(Article, rows)
    _write(Revision, revisions)


def _revision(article_id: int, record: dict[str, Any], now: datetime) -> dict[str, Any]:
    plain = {name: re.sub(r"[*`]|^(- |\d+\. )", "", record[name], flags=re.MULTILINE) for name in FIELDS}
    drawn = {name: "".join(f"<p>{html.escape(line)}</p>" for line in plain[name].splitlines()) for name in FIELDS}
    words = "\n".join([record["title"], *record["keywords"], *plain.values()])
    row = {"article_id": article_id, "sequence": 1, "author_id": 1, "at": now - YEAR, "title": record["title"]}
    row |= {name: record[name] for name in FIELDS} | {"keywords": record["keywords"]}
    row |= {"html": drawn, "open_html": drawn, "plain": plain, "open_plain": plain, "words": words}
    return row | {"open_words": words}


def _incidents(numbers: range, of: int, articles: int, chance: random.Random, given: Counted[str]) -> None:
    now = clock.now()
    rows, uses = [], []
    for number in numbers:
        told = texts.call(number, articles)
        logged = now - YEAR * (1 - number / of) - timedelta(hours=6)
        stem = f"INC-{site_day(logged):%Y%m%d}"
        given[stem] += 1
        row = {"id": number + 1, "number": f"{stem}-{given[stem]:03d}", "subject": told.subject[:120]}
        row |= {"symptom": told.symptom, "device": told.device, "channel": Channel.PHONE, "recorded_by_id": 1}
        row |= {"reporter_id": AGENTS + 1 + chance.randrange(CALLERS), **_place(told.about)}
        row |= {"occurred_at": logged, "detected_at": logged, "logged_at": logged, "changed_at": logged, "team_id": 1}
        rows.append(row | _state(number, of, logged, chance))
        if rows[-1]["state"] is State.CLOSED and chance.random() < 0.6:
            outcome = chance.choices(list(Outcome), [80, 10, 10])[0]
            use = {"incident_id": number + 1, "article_id": told.about + 1, "sequence": 1, "outcome": outcome}
            kind = LinkKind.RESOLVES if outcome is Outcome.SOLVED else LinkKind.TRIED_FAILED
            use |= {"kind": kind, "source": LinkSource.INTAKE_SUGGESTION, "linked_by_id": 1, "linked_at": logged}
            uses.append(use)
    _write(Incident, rows)
    _write(ArticleUse, uses)


def _state(number: int, of: int, logged: datetime, chance: random.Random) -> dict[str, Any]:
    impact, urgency = chance.choice(list(Impact)), chance.choice(list(Urgency))
    weighed = {"impact": impact, "urgency": urgency, "priority": priority(impact, urgency), "version": 1}
    weighed |= {"categorized_at": logged, "prioritized_at": logged}
    weighed |= {"acknowledged_at": logged, "investigation_started_at": None}
    if number >= of - of // 25:
        state = chance.choice(OPEN)
        if state is State.INVESTIGATING:
            weighed |= {"investigation_started_at": logged}
        return weighed | _NOT_ENDED | {"state": state}
    solved = logged + timedelta(minutes=chance.randint(5, 300))
    ended = {"state": State.CLOSED, "state_before": State.TRIAGE, "resolved_at": solved}
    ended |= {"restored_at": solved, "closed_at": solved, "resolution": "手順のとおりに直した。", "cause_unknown": True}
    ended |= {"resolution_code": ResolutionCode.KNOWN_SOLUTION, "confirmation": Confirmation.PROXY}
    return weighed | ended | {"decision": Decision.LINK, "first_contact": True}


# One statement for many rows wants the same columns in each.
_NOT_ENDED: dict[str, Any] = {
    **dict.fromkeys(["state_before", "resolved_at", "restored_at", "closed_at"]),
    **dict.fromkeys(["resolution_code", "confirmation", "decision"]),
    **{"resolution": "", "cause_unknown": False, "first_contact": False},
}


def _place(number: int) -> dict[str, int]:
    """Service and category: both follow from what it is about."""
    return {"service_id": number % SERVICES + 1, "category_id": number % SERVICES + 1}


def _write(kind: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(kind), rows)
