"""How well something fits, in three words (ux 6.5)."""

from collections.abc import Collection, Iterable

from portal.search import weights
from portal.search.suggested import Band
from search_index import Reason

_WORDS = frozenset({"code", "word", "synonym", "spelling", "prefix", "phrase"})


def band(reasons: Iterable[Reason], telling: Collection[str], same_service: bool, codes: Collection[str] = ()) -> Band:
    """High: an exact code, or three telling words and the same service; medium: two; low: whatever else fits.

    *telling* are the terms that few documents have, *codes* the terms of the codes that the article itself names.
    """
    words = [reason for reason in reasons if reason.kind in _WORDS]
    if any((reason.kind == "code" and reason.matched in telling) or reason.matched in codes for reason in words):
        return Band.HIGH
    count = len({reason.term for reason in words if reason.matched in telling})
    if count >= weights.TELLING_FOR_HIGH and same_service:
        return Band.HIGH
    return Band.MEDIUM if count >= weights.TELLING_FOR_MEDIUM else Band.LOW
