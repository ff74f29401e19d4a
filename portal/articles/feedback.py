"""Did it help? Views and votes; they are counted, not guarded, and may lag by two seconds."""

from typing import Any

from sqlalchemy import select

from portal.articles.audience import words_for
from portal.articles.models import Article, Surface, View, Vote
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.text import clean_line, clean_text

LONGEST_REASON = 2_000
LONGEST_VISIT = 64


def viewed(viewer: Any, article: Article, surface: Surface) -> None:
    """Remember that *viewer* opened the article."""
    sequence = _sequence(viewer, article, surface)
    traces.note(View(article_id=article.id, sequence=sequence, surface=surface, user_id=viewer.id))


def voted(viewer: Any, article: Article, surface: Surface, *, helpful: bool, reason: str = "", visit: str = "") -> None:
    """Remember a yes or no with its reason, of whoever reads; what was typed is cut to 2,000 characters.

    A visit that has answered for this article is not counted again.
    """
    visit = clean_line(visit)[:LONGEST_VISIT]
    if visit and _has_voted(article, visit):
        return
    sequence = _sequence(viewer, article, surface)
    words = clean_text(reason)[:LONGEST_REASON]
    traces.note(
        Vote(
            article_id=article.id,
            sequence=sequence,
            surface=surface,
            helpful=helpful,
            reason=words,
            user_id=viewer.id,
            visit=visit,
        )
    )


def _sequence(viewer: Any, article: Article, surface: Surface) -> int:
    """The revision that was read; on the public pages agents, too, read what readers read."""
    if surface is Surface.FAQ and article.outside_sequence is not None:
        return article.outside_sequence
    return words_for(viewer, article).sequence


def _has_voted(article: Article, visit: str) -> bool:
    query = select(Vote.id).where(Vote.article_id == article.id, Vote.visit == visit)
    return db.session.scalar(query.limit(1)) is not None
