"""Where an article was used, as far as the viewer works on those incidents, and what came of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select

from portal.articles.models import Article
from portal.incidents.kinds import LinkKind, Outcome
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.visibility import at_work_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _

RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Reuse:
    """How often an article was used, of late, and, where somebody said what came of it, how often it led to a fix."""

    total: int = 0
    recent: int = 0
    tried: int = 0
    solved: int = 0

    @property
    def share(self) -> int | None:
        """Of a hundred tries, how many led to a fix; None where nobody has said."""
        return round(100 * self.solved / self.tried) if self.tried else None


def of_article(viewer: Any, article: Article) -> Select[ArticleUse]:
    """Each use, newest first; where it was written is among them, what was taken off is not."""
    return _uses(viewer, article).order_by(ArticleUse.linked_at.desc(), ArticleUse.id.desc())


def reuse(viewer: Any, article: Article) -> Reuse:
    """The figures; where it was written is no use."""
    solved = or_(
        ArticleUse.outcome == Outcome.SOLVED,
        and_(ArticleUse.kind == LinkKind.RESOLVES, ArticleUse.outcome.is_(None)),
    )
    wanted = (
        func.count(),
        func.sum(case((ArticleUse.linked_at >= clock.now() - RECENT, 1), else_=0)),
        func.sum(case((or_(solved, ArticleUse.outcome.is_not(None)), 1), else_=0)),
        func.sum(case((solved, 1), else_=0)),
    )
    query = _uses(viewer, article).where(ArticleUse.kind != LinkKind.CREATED_FROM).with_only_columns(*wanted)
    return Reuse(*(int(figure or 0) for figure in db.session.execute(query).one()))


def of_incident(viewer: Any, incident: Incident, use_id: int) -> ArticleUse:
    """One use on *incident*, taken off or not; `NotFound` for another incident's."""
    query = select(ArticleUse).join(Incident).where(at_work_clause(viewer), Incident.id == incident.id)
    if found := db.session.scalar(query.where(ArticleUse.id == use_id)):
        return found
    raise NotFound(_("There is nothing here."))


def _uses(viewer: Any, article: Article) -> Select[ArticleUse]:
    query = select(ArticleUse).join(Incident).where(at_work_clause(viewer))
    return query.where(ArticleUse.article_id == article.id, ArticleUse.unlinked_at.is_(None))
