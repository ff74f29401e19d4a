"""Articles that read like one that is being written."""

from typing import Any

from portal.articles import queries
from portal.articles.audience import indexes_for
from portal.search import sync
from portal.search.article_documents import ARTICLE
from portal.search.engine import engine
from search_index import IndexUnavailable, Question, QuestionTooLong, search_many

ALIKE = 0.5  # share of the score that a document with every word of the text would have
MOST = 3


def numbers(viewer: Any, title: str, issue: str, exclude: str | None = None) -> list[str] | None:
    """Numbers of articles that *viewer* may read and that say about the same, nearest first; None: not known now."""
    text = f"{title}\n{issue}".strip()[:4_000]
    if len(text) < 8:
        return None
    names = [name for name in indexes_for(viewer) if not name.startswith("team-") or engine().exists(name)]
    hidden = sync.held_keys(names) | ({exclude} if exclude else set())
    try:
        answer = search_many(
            [engine().index(name) for name in names],
            Question(text, mode="symptom", kinds=(ARTICLE,), size=MOST + 2, excluded=frozenset(hidden)),
        )
    except (IndexUnavailable, QuestionTooLong):
        return None
    near = [hit.key for hit in answer.hits if answer.ceiling and hit.score >= ALIKE * answer.ceiling]
    known = queries.among(viewer, near)
    return [number for number in near if number in known][:MOST]
