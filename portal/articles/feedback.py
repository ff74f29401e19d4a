"""Did it help? Views and votes; they are counted, not guarded, and may lag by two seconds."""

from typing import Any

from portal.articles.audience import words_for
from portal.articles.models import Article, Surface, View, Vote
from portal.kernel import traces
from portal.kernel.text import clean_line, clean_text

LONGEST_REASON = 2_000


def viewed(viewer: Any, article: Article, surface: Surface) -> None:
    """Remember that *viewer* opened the article."""
    traces.note(
        View(article_id=article.id, sequence=words_for(viewer, article).sequence, surface=surface, user_id=viewer.id)
    )


def voted(viewer: Any, article: Article, surface: Surface, *, helpful: bool, reason: str = "", visit: str = "") -> None:
    """Remember a yes or no with its reason, of whoever reads; what was typed is cut to 2,000 characters."""
    sequence = words_for(viewer, article).sequence
    words = clean_text(reason)[:LONGEST_REASON]
    traces.note(
        Vote(
            article_id=article.id,
            sequence=sequence,
            surface=surface,
            helpful=helpful,
            reason=words,
            user_id=viewer.id,
            visit=clean_line(visit)[:64],
        )
    )
