"""What was asked and what became of each suggestion (domain 6.1): traces, written soon, lost only in a kill."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.kernel import clock, traces
from portal.kernel.i18n import current_locale
from portal.kernel.numbers import site_day
from portal.kernel.text import clean_text
from portal.search.models import Asking, Deed, SearchEvent, SuggestionEvent
from portal.search.situations import Situation
from portal.search.suggested import Suggested

LONGEST_KEPT = 500
LONGEST_SITTING = timedelta(days=1)


def asked(viewer: Any, situation: Situation, found: Suggested) -> None:
    """Remember a settled question, and each card that was shown for it with its place and band."""
    incident_id = situation.incident.id if situation.incident is not None else None
    cards = found.cards
    traces.note(
        SearchEvent(
            user_id=viewer.id,
            surface=situation.surface,
            text=_storable(situation.text),
            language=current_locale(),
            results=len(cards),
            top=[card.article.number for card in cards][:10],
            degraded=found.degraded,
            asking=found.asking,
            visit=situation.visit[:40],
            incident_id=incident_id,
        )
    )
    for card in cards:
        event = SuggestionEvent(asking=found.asking, deed=Deed.SHOWN, article_id=card.article.id, rank=card.rank)
        event.band, event.user_id, event.incident_id = card.band.value, viewer.id, incident_id
        traces.note(event)


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


def came_of(viewer: Any, visit: str, incident: Incident) -> None:
    """Remember that the questions of this sitting (`Situation.visit`) ended in *incident*."""
    if visit:
        mine = SearchEvent.user_id.is_(None) if viewer.id is None else SearchEvent.user_id == viewer.id
        recent = SearchEvent.at > clock.now() - LONGEST_SITTING
        of_visit = (SearchEvent.visit == visit[:40], recent, SearchEvent.incident_id.is_(None))
        traces.note(update(SearchEvent).where(mine, *of_visit).values(incident_id=incident.id))


def searched(
    viewer: Any, surface: Asking, text: str, *, results: int, top: Sequence[str], degraded: bool = False
) -> None:
    """Remember a question from a search field, and the numbers that it found first."""
    traces.note(
        SearchEvent(
            user_id=viewer.id,
            surface=surface,
            text=_storable(text),
            language=current_locale(),
            results=results,
            top=list(top[:10]),
            degraded=degraded,
            asking=asking_of(viewer, surface, text),
        )
    )


def opened(viewer: Any, surface: Asking, text: str, article: Article, *, rank: int) -> None:
    """Remember which result of a search somebody opened."""
    if asking := asking_of(viewer, surface, text):
        told(viewer, asking, Deed.OPENED, article, rank=rank)


def asking_of(viewer: Any, surface: Asking, text: str) -> str:
    """One name for a question that one person asks on one day, however often it is narrowed, turned over or sent again.

    Strangers cannot be told apart; their questions have none.
    """
    if viewer.id is None:
        return ""
    said = f"{viewer.id} {surface} {site_day(clock.now())} {' '.join(_storable(text).casefold().split())}"
    return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def _storable(text: str) -> str:
    """The beginning of what was typed, less what no database takes."""
    return clean_text(text[:LONGEST_KEPT].encode("utf-8", "replace").decode())
