"""What was asked and what became of each suggestion (domain 6.1): traces, written soon, lost only in a kill."""

from typing import Any

from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.kernel import traces
from portal.search.models import Deed, SuggestionEvent


def told(
    viewer: Any,
    asking: str,
    deed: Deed,
    article: Article,
    *,
    rank: int,
    band: str = "",
    incident: Incident | None = None,
) -> None:
    """Remember what was done with one suggestion of the answer *asking*; `rank` counts from 1."""
    traces.note(
        SuggestionEvent(
            asking=asking[:40],
            deed=deed,
            article_id=article.id,
            rank=rank,
            band=band[:20],
            user_id=viewer.id,
            incident_id=incident.id if incident is not None else None,
        )
    )
