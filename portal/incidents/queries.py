"""How incidents are found; every query begins from what the viewer may see."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.articles.models import Article
from portal.incidents.kinds import Channel, EntryKind, HoldReason, LinkKind, Outcome
from portal.incidents.lifecycle import ENDED, OPEN, State
from portal.incidents.models import ArticleUse, Entry, Hold, Incident
from portal.incidents.visibility import at_work_clause, own_clause, visible_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line

_NUMBER = re.compile(r"INC-([0-9]{8})-([0-9]{1,9})")
REUSE_DAYS = 90
CALLER_DAYS = 30

Order = Literal["changed", "number", "priority", "logged"]
Group = Literal["open", "resolved", "ended"]
GROUPS: Mapping[str, frozenset[State]] = {"open": OPEN, "resolved": frozenset({State.RESOLVED}), "ended": ENDED}


@dataclass(frozen=True)
class Filters:
    """What a list of incidents is narrowed to; empty means everything that one may see."""

    text: str = ""
    group: Group | None = None
    state: State | None = None
    priority: int | None = None
    channel: Channel | None = None
    service_id: int | None = None
    category_id: int | None = None
    team_id: int | None = None
    team_ids: Collection[int] | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    unanswered: bool = False
    major: bool = False
    since: datetime | None = None


@dataclass(frozen=True)
class Used:
    """How often an article was used on incidents: ever, and in the last 30 days."""

    total: int = 0
    recent: int = 0


def visible(viewer: Any) -> Select[Incident]:
    return select(Incident).where(visible_clause(viewer))


def get(viewer: Any, number: str) -> Incident:
    """The incident of this number; `NotFound` alike for absent and for not the viewer's."""
    return _one(visible(viewer).where(Incident.number == canonical(number)))


def get_own(viewer: Any, number: str) -> Incident:
    """As whoever reported it gets it."""
    return _one(own(viewer).where(Incident.number == canonical(number)))


def worked_on(viewer: Any, number: str) -> Incident:
    """As the desk gets it, with all that is said within."""
    return _one(select(Incident).where(at_work_clause(viewer), Incident.number == canonical(number)))


def canonical(number: str) -> str:
    """`inc-20261124-3` means INC-20261124-003."""
    written = clean_line(number)[:40].upper()
    found = _NUMBER.fullmatch(written)
    return f"INC-{found[1]}-{int(found[2]):03d}" if found else written


def own(viewer: Any, *, ended: bool | None = None) -> Select[Incident]:
    """What *viewer* reported: first what waits for an answer, then the newest; *ended*: only those, or none."""
    waits = case((_awaits_reporter(), 0), (Incident.state.in_(OPEN), 1), else_=2)
    query = select(Incident).where(own_clause(viewer)).order_by(waits, Incident.id.desc())
    return query if ended is None else query.where(Incident.state.in_(ENDED) if ended else ~Incident.state.in_(ENDED))


def awaiting_reporter(viewer: Any) -> int:
    """How many of the own ones wait for *viewer*: to say whether it works, or to answer."""
    query = select(func.count()).select_from(Incident).where(own_clause(viewer), _awaits_reporter())
    return db.session.scalar(query) or 0


def listed(viewer: Any, filters: Filters, order: Order = "changed", *, descending: bool = True) -> Select[Incident]:
    """The list for agents, narrowed and sorted."""
    query = visible(viewer)
    for column, wanted in (
        (Incident.state, filters.state),
        (Incident.priority, filters.priority),
        (Incident.channel, filters.channel),
        (Incident.service_id, filters.service_id),
        (Incident.category_id, filters.category_id),
        (Incident.team_id, filters.team_id),
        (Incident.assignee_id, filters.assignee_id),
        (Incident.is_major, filters.major or None),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if filters.group is not None:
        query = query.where(Incident.state.in_(GROUPS[filters.group]))
    if filters.team_ids is not None:
        query = query.where(Incident.team_id.in_(filters.team_ids))
    if filters.unassigned:
        query = query.where(Incident.assignee_id.is_(None))
    if filters.unanswered:
        query = query.where(_caller_said_last())
    if filters.since is not None:
        query = query.where(Incident.logged_at >= filters.since)
    for word in filters.text.split()[:8]:
        columns = (Incident.subject, Incident.symptom, Incident.number, Incident.reporter_name)
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    # Those without a priority are not yet looked at: first where the gravest come first.
    key = {
        "changed": Incident.changed_at,
        "number": Incident.id,
        "logged": Incident.logged_at,
        "priority": func.coalesce(Incident.priority, 0),
    }[order]
    return query.order_by(key.desc() if descending else key.asc(), Incident.id.desc())


def queue(viewer: Any, filters: Filters) -> Select[Incident]:
    """What waits, the gravest first and of those the oldest; what nobody has graded yet stands on top."""
    graded = func.coalesce(Incident.priority, 0)
    return listed(viewer, filters).order_by(None).order_by(graded, Incident.logged_at, Incident.id)


def unanswered(viewer: Any, incidents: Collection[Incident]) -> frozenset[int]:
    """Of these, the ids of those where the caller said the last word."""
    these = Incident.id.in_([incident.id for incident in incidents])
    return frozenset(db.session.scalars(select(Incident.id).where(these, visible_clause(viewer), _caller_said_last())))


def open_counts(viewer: Any) -> tuple[int, int]:
    """How many are being worked on, and how many of those nobody has taken."""
    free = func.count().filter(Incident.assignee_id.is_(None))
    query = select(func.count(), free).where(visible_clause(viewer), Incident.state.in_(OPEN))
    found, unassigned = db.session.execute(query).one()
    return found, unassigned


def of_caller(viewer: Any, person_id: int) -> Select[Incident]:
    """What this person reported in the last 30 days, as far as *viewer* may know of it, newest first."""
    since = clock.now() - timedelta(days=CALLER_DAYS)
    query = visible(viewer).where(Incident.reporter_id == person_id, Incident.logged_at >= since)
    return query.order_by(Incident.id.desc())


def majors(viewer: Any) -> Select[Incident]:
    """Major incidents that are not over."""
    return visible(viewer).where(Incident.is_major, Incident.state.in_(OPEN)).order_by(Incident.declared_at.desc())


def used(viewer: Any, articles: Collection[Article]) -> dict[int, Used]:
    """How often each article was used at all and of late, by its id; where it was born is no use."""
    if not articles:
        return {}
    recent = case((ArticleUse.linked_at >= clock.now() - timedelta(days=CALLER_DAYS), 1), else_=0)
    query = (
        select(ArticleUse.article_id, func.count(), func.sum(recent))
        .join(Incident)
        .where(
            visible_clause(viewer),
            ArticleUse.article_id.in_({article.id for article in articles}),
            ArticleUse.kind.in_((LinkKind.RESOLVES, LinkKind.REFERENCE)),
            ArticleUse.unlinked_at.is_(None),
        )
        .group_by(ArticleUse.article_id)
    )
    return {row[0]: Used(row[1], int(row[2] or 0)) for row in db.session.execute(query)}


def solved_by(viewer: Any, articles: Collection[Article]) -> dict[int, int]:
    """How often each article solved an incident in the last 90 days, by its id; the one it was born in is left out."""
    if not articles:
        return {}
    since = clock.now() - timedelta(days=REUSE_DAYS)
    query = (
        select(ArticleUse.article_id, func.count())
        .join(Incident)
        .where(
            visible_clause(viewer),
            ArticleUse.article_id.in_({article.id for article in articles}),
            ArticleUse.kind == LinkKind.RESOLVES,
            ArticleUse.unlinked_at.is_(None),
            or_(ArticleUse.outcome.is_(None), ArticleUse.outcome == Outcome.SOLVED),
            ArticleUse.linked_at >= since,
        )
        .group_by(ArticleUse.article_id)
    )
    return dict(db.session.execute(query).all())


@dataclass(frozen=True)
class Usage:
    """What came of an article in the last 90 days: how often it was tried, how often it solved, and for how many of
    one department in the last seven."""

    tried: int = 0
    solved: int = 0
    department: int = 0


def usage(viewer: Any, article_ids: Collection[int], department: str = "") -> dict[int, Usage]:
    """The usage of each of these articles, by its id; where it was born is no use, a mere reference no trial."""
    if not article_ids:
        return {}
    now = clock.now()
    resolves = ArticleUse.kind == LinkKind.RESOLVES
    was_solved = and_(resolves, ArticleUse.outcome.is_(None)) | (ArticleUse.outcome == Outcome.SOLVED)
    of_department = and_(was_solved, User.department == department, ArticleUse.linked_at >= now - timedelta(days=7))
    query = (
        select(
            ArticleUse.article_id,
            func.count(),
            func.sum(case((was_solved, 1), else_=0)),
            func.sum(case((of_department, 1), else_=0)) if department else literal(0),
        )
        .join(Incident, Incident.id == ArticleUse.incident_id)
        .where(
            at_work_clause(viewer),
            ArticleUse.article_id.in_(article_ids),
            ArticleUse.kind != LinkKind.CREATED_FROM,
            or_(resolves, ArticleUse.kind == LinkKind.TRIED_FAILED, ArticleUse.outcome.is_not(None)),
            ArticleUse.unlinked_at.is_(None),
            ArticleUse.linked_at >= now - timedelta(days=REUSE_DAYS),
        )
        .group_by(ArticleUse.article_id)
    )
    if department:
        query = query.outerjoin(User, User.id == Incident.reporter_id)
    return {row[0]: Usage(row[1], int(row[2] or 0), int(row[3] or 0)) for row in db.session.execute(query)}


def _caller_said_last() -> ColumnElement[bool]:
    """The caller wrote, and the desk has neither answered nor resolved it since."""
    said = aliased(Entry)
    last = select(func.max(said.id)).where(said.incident_id == Incident.id, said.kind == EntryKind.REPLY)
    since = or_(Incident.resolved_at.is_(None), Entry.recorded_at > Incident.resolved_at)
    return Incident.state.in_(OPEN | GROUPS["resolved"]) & exists().where(
        Entry.id == last.correlate(Incident).scalar_subquery(), Entry.author_id == Incident.reporter_id, since
    )


def _awaits_reporter() -> ColumnElement[bool]:
    held = exists().where(
        Hold.incident_id == Incident.id, Hold.ended_at.is_(None), Hold.reason == HoldReason.AWAITING_USER
    )
    return or_(Incident.state == State.RESOLVED, and_(Incident.state == State.ON_HOLD, held))


def _one(query: Select[Incident]) -> Incident:
    if incident := db.session.scalar(query):
        return incident
    raise NotFound(_("There is nothing here."))
