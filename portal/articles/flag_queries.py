"""Finding flags; every query begins from the articles that the viewer may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.articles.audience import visible_clause
from portal.articles.lifecycle import FlagState
from portal.articles.models import Article, Flag, FlagKind, Severity
from portal.kernel.db import db

UNSETTLED = (FlagState.OPEN, FlagState.IN_PROGRESS)


@dataclass(frozen=True)
class FlagFilters:
    """What a list of flags is narrowed to; empty means everything that is not settled."""

    state: FlagState | None = None
    kind: FlagKind | None = None
    severity: Severity | None = None
    service_id: int | None = None
    team_id: int | None = None
    raised_by_id: int | None = None
    assignee_id: int | None = None


def listed(viewer: Any, filters: FlagFilters) -> Select[Flag]:
    """The flags for agents: what blocks first, then what has waited longest."""
    urgency = case({Severity.BLOCKER: 0, Severity.NORMAL: 1}, value=Flag.severity, else_=2)
    query = (
        select(Flag)
        .join(Article, Article.id == Flag.article_id)
        .where(visible_clause(viewer))
        .options(contains_eager(Flag.article), joinedload(Flag.assignee))
        .order_by(urgency, Flag.raised_at, Flag.id)
    )
    query = query.where(Flag.state.in_(UNSETTLED) if filters.state is None else Flag.state == filters.state)
    for column, wanted in (
        (Flag.kind, filters.kind),
        (Flag.severity, filters.severity),
        (Article.service_id, filters.service_id),
        (Article.owner_team_id, filters.team_id),
        (Flag.raised_by_id, filters.raised_by_id),
        (Flag.assignee_id, filters.assignee_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    return query


def open_counts(viewer: Any, articles: Collection[Article]) -> dict[int, int]:
    """Article id → how many of its flags are not settled; articles without any are left out."""
    ids = [article.id for article in articles]
    query = select(Flag.article_id, func.count()).join(Article, Article.id == Flag.article_id)
    query = query.where(visible_clause(viewer), Flag.article_id.in_(ids), Flag.state.in_(UNSETTLED))
    return dict(db.session.execute(query.group_by(Flag.article_id)).all())
