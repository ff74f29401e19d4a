"""What came of an article where it was suggested: shown, opened, linked, solved, by the place in which it stood."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, or_, select

from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.incidents.visibility import at_work_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.search.models import Asking, Deed, SearchEvent, SuggestionEvent

DAYS = 90
LAST_PLACE = 4  # and all that stand behind it

# Who links to resolve links too.
_COUNTED = {
    "shown": (Deed.SHOWN,),
    "opened": (Deed.OPENED,),
    "linked": (Deed.LINKED, Deed.RESOLVED),
    "solved": (Deed.RESOLVED, Deed.SOLVED),
}


@dataclass(frozen=True)
class Place:
    """How often the article stood in this place, and what was done with it there."""

    rank: int
    shown: int = 0
    opened: int = 0
    linked: int = 0
    solved: int = 0


@dataclass(frozen=True)
class CameOf:
    """The places in their order, and how often it was opened from a search and in which place on average."""

    places: Sequence[Place] = field(default_factory=tuple)
    searched: int = 0
    rank: float | None = None


def of_article(viewer: Any, article: Article) -> CameOf:
    """Of the last 90 days; what was done for an incident that *viewer* may not see did not happen."""
    hidden = select(Incident.id).where(~at_work_clause(viewer))
    query = (
        select(
            SearchEvent.surface, SuggestionEvent.deed, SuggestionEvent.rank, func.count(SuggestionEvent.id.distinct())
        )
        .join(SearchEvent, SearchEvent.asking == SuggestionEvent.asking)
        .where(
            SuggestionEvent.article_id == article.id,
            SuggestionEvent.asking != "",
            SuggestionEvent.at >= clock.now() - timedelta(days=DAYS),
            *(
                or_(event.incident_id.is_(None), event.incident_id.not_in(hidden))
                for event in (SearchEvent, SuggestionEvent)
            ),
        )
        .group_by(SearchEvent.surface, SuggestionEvent.deed, SuggestionEvent.rank)
    )
    counted: Counter[tuple[int, Deed]] = Counter()
    searched: Counter[int] = Counter()
    for surface, deed, rank, count in db.session.execute(query):
        if surface is Asking.SEARCH:
            searched[rank] += count
        else:
            counted[min(rank, LAST_PLACE), deed] += count
    places = [
        Place(rank, **{name: sum(counted[rank, deed] for deed in deeds) for name, deeds in _COUNTED.items()})
        for rank in sorted({rank for rank, _deed in counted})
    ]
    total = searched.total()
    return CameOf(places, total, sum(rank * count for rank, count in searched.items()) / total if total else None)
