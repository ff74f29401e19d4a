"""What readers answered; whoever asks has already been allowed to see the article."""

from typing import Any

from sqlalchemy import func, select

from portal.articles.models import Article, Surface, Vote
from portal.kernel.db import db


def vote_of(viewer: Any, article: Article) -> Vote | None:
    """The viewer's own answer on the words that stand there now."""
    query = select(Vote).where(
        Vote.article_id == article.id, Vote.user_id == viewer.id, Vote.sequence == article.current_sequence
    )
    found: Vote | None = db.session.scalar(query.order_by(Vote.id.desc()).limit(1))
    return found


def count(viewer: Any, article: Article) -> int:
    return db.session.scalar(select(func.count()).select_from(Vote).where(Vote.article_id == article.id)) or 0


def by_surface(viewer: Any, article: Article) -> dict[Surface, tuple[int, int]]:
    """Where they were asked → how many said yes, and no."""
    query = select(Vote.surface, Vote.helpful, func.count()).where(Vote.article_id == article.id)
    counted: dict[Surface, tuple[int, int]] = {}
    for surface, helpful, number in db.session.execute(query.group_by(Vote.surface, Vote.helpful)):
        yes, no = counted.get(surface, (0, 0))
        counted[surface] = (yes + number, no) if helpful else (yes, no + number)
    return counted
