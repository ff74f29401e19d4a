"""Service and category as a text has them: by their names in it, else as most of what reads alike has them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from portal.catalog.models import Category, Service
from portal.kernel.db import db
from portal.search import weights
from portal.search.ranking import Ranked, Ranking
from portal.search.suggested import Guess
from portal.search.witnesses import Near
from search_index import analysis

_PARTS = re.compile(r"[・／/、,()（）]+")


def by_names(terms: Sequence[str]) -> Guess:
    """What is called by its name in a text of these terms; the longest name says most, then the first."""
    services = select(Service.id, Service.key, Service.name_ja, Service.name_en).where(Service.retired_at.is_(None))
    categories = select(Category.id, Category.slug, Category.name_ja, Category.name_en).where(
        Category.retired_at.is_(None)
    )
    service, said_service = _named(db.session.execute(services.order_by(Service.id)), terms)
    # Of a category and the one above it, the lower says more.
    lower_first = categories.order_by(Category.parent_id.is_(None), Category.position, Category.id)
    category, said_category = _named(db.session.execute(lower_first), terms)
    return _guess(service, category, {"service": said_service, "category": said_category})


def completed(guess: Guess, ranking: Ranking) -> Guess:
    """The guess with what most of the nearest articles and incidents have, where no name was found."""
    because = dict(guess.because)
    voters: list[Ranked | Near] = [
        *ranking.articles[: weights.VOTERS],
        *ranking.open[: weights.VOTERS],
        *ranking.resolved[: weights.VOTERS],
    ]
    service = guess.service.id if guess.service is not None else None
    category = guess.category.id if guess.category is not None else None
    if service is None:
        service, because["service"] = _elected(voters, "service_id")
    if category is None:
        category, because["category"] = _elected(voters, "category_id")
    return _guess(service, category, because)


def _guess(service_id: int | None, category_id: int | None, because: Mapping[str, str]) -> Guess:
    service = db.session.get(Service, service_id) if service_id is not None else None
    category = db.session.get(Category, category_id) if category_id is not None else None
    found = {"service": service, "category": category}
    return Guess(service, category, {name: word for name, word in because.items() if word and found[name] is not None})


def _named(rows: Iterable[Any], terms: Sequence[str]) -> tuple[int | None, str]:
    places = {term: place for place, term in reversed(list(enumerate(terms)))}
    best: tuple[int, int] | None = None
    found: tuple[int | None, str] = (None, "")
    for record_id, *names in rows:
        for part in (part for name in names for part in _PARTS.split(name)):
            own = _terms_of(part)
            if own and all(term in places for term in own):
                value = (len(own), -min(places[term] for term in own))
                if best is None or value > best:
                    best, found = value, (record_id, own[0])
    return found


def _elected(voters: Sequence[Ranked | Near], column: str) -> tuple[int | None, str]:
    """What most of them have, and the word of the question that most of those share."""
    votes: defaultdict[int, float] = defaultdict(float)
    words: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for voter in voters:
        choice = getattr(voter, column)
        if choice is not None:
            votes[choice] += voter.text
            words[choice].update(reason.matched for reason in voter.reasons if reason.kind in ("word", "code"))
    if not votes:
        return None, ""
    choice = max(votes, key=lambda each: (votes[each], -each))
    if votes[choice] < weights.MAJORITY * sum(votes.values()):
        return None, ""
    said = words[choice].most_common(1)
    return choice, said[0][0] if said else ""


@lru_cache(maxsize=4_096)
def _terms_of(name: str) -> tuple[str, ...]:
    return analysis.terms(name)
