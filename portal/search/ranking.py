"""Which articles may be the fix, best first: what the words found, ranked again by what is known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from portal.articles.audience import open_clause, reach, visible_clause
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article, ArticleType
from portal.incidents.lifecycle import OPEN, State
from portal.incidents.queries import Usage, usage
from portal.kernel.db import db
from portal.kernel.i18n import current_locale
from portal.search import sync, weights, witnesses
from portal.search.documents import ARTICLE, INCIDENT
from portal.search.engine import engine
from portal.search.reach import at_the_desk, index_names
from portal.search.situations import Situation
from portal.search.synonyms import house_list
from portal.search.witnesses import Near, Past, Testimony, share, shown
from search_index import Answer, Group, Hit, Question, Reason, Synonyms, search_groups

MOST_ALIKE = 20
RESOLVED = frozenset({State.RESOLVED, State.CLOSED})


@dataclass(frozen=True)
class Ranked:
    """One article in the list. `text` is its share of what a document with every word would have."""

    number: str
    article_id: int
    type: ArticleType
    score: float
    text: float
    reasons: Sequence[Reason]
    service_id: int | None = None
    category_id: int | None = None
    usage: Usage = field(default_factory=Usage)


@dataclass(frozen=True)
class Ranking:
    """All that the index has to say about a situation, as far as the viewer may know."""

    articles: Sequence[Ranked] = ()
    open: Sequence[Near] = ()  # nearest first
    resolved: Sequence[Near] = ()
    words: Sequence[str] = ()
    telling: frozenset[str] = frozenset()
    spellings: Mapping[str, str] = field(default_factory=dict)


def ranked(viewer: Any, situation: Situation, *, limit: int = 10) -> Sequence[Ranked]:
    """The list before the cut to three cards, with the floor applied.

    Refuses as the index does: `IndexUnavailable`, `QuestionTooLong`.
    """
    return rank(viewer, situation).articles[:limit]


def rank(viewer: Any, situation: Situation, synonyms: Synonyms | None = None) -> Ranking:
    """Ask the index once, then weigh what it found (`weights`); by other *synonyms* than the house list to try them."""
    text = situation.asked()
    if not text.strip():
        return Ranking()
    desk = at_the_desk(viewer, situation.surface)
    found = _found(viewer, situation, text, house_list() if synonyms is None else synonyms, desk=desk)
    answer = found["articles"]
    lowest = weights.floor(answer.asked)
    hits = [hit for hit in answer.hits if hit.key not in situation.dismissed and share(hit, answer) >= lowest]
    known = _known(viewer, [hit.key for hit in hits], desk=desk)
    used: Mapping[int, Usage] = {}
    past = Past()
    if desk:
        department = situation.caller.department if situation.caller is not None else ""
        used = usage(viewer, [row.id for row in known.values()], department)
        past = witnesses.past(viewer, found["open"], found["resolved"], lowest * weights.ALIKE_FLOOR)
    return Ranking(
        _weighed(hits, known, answer, used, past.testimony, situation),
        past.open,
        past.resolved,
        answer.words,
        answer.telling,
        answer.spellings,
    )


def _found(viewer: Any, situation: Situation, text: str, synonyms: Synonyms, *, desk: bool) -> dict[str, Answer]:
    names = index_names(viewer, situation.surface)
    excluded = sync.held_keys(names)
    prefer = {"language": current_locale()}
    if situation.service is not None:
        prefer["service"] = situation.service.key
    if situation.category is not None:
        prefer["category"] = situation.category.slug
    live = {"state": tuple(sorted(LIVE))} if desk else {}
    groups = {"articles": Group((ARTICLE,), live, weights.CANDIDATES)}
    if desk:
        if situation.incident is not None:
            excluded |= {situation.incident.number}
        groups["open"] = Group((INCIDENT,), {"state": tuple(sorted(OPEN))}, MOST_ALIKE)
        groups["resolved"] = Group((INCIDENT,), {"state": tuple(sorted(RESOLVED))}, weights.WITNESSES)
    question = Question(text, mode="symptom", excluded=excluded, prefer=prefer)
    return search_groups([engine().index(name) for name in names], question, groups, synonyms)


def _known(viewer: Any, numbers: Sequence[str], *, desk: bool) -> dict[str, Any]:
    """Of these, what the viewer may read: the record itself has the last word."""
    if not numbers:
        return {}
    rule = visible_clause(viewer) if desk else open_clause(reach(viewer))
    query = select(Article.number, Article.id, Article.type, Article.service_id, Article.category_id).where(
        rule, Article.number.in_(numbers)
    )
    return {row.number: row for row in db.session.execute(query)}


def _weighed(
    hits: Sequence[Hit],
    known: Mapping[str, Any],
    answer: Answer,
    used: Mapping[int, Usage],
    testimony: Mapping[int, Testimony],
    situation: Situation,
) -> list[Ranked]:
    best = max((hit.score for hit in hits if hit.key in known), default=0.0)
    found = []
    for hit in hits:
        row = known.get(hit.key)
        if row is None:
            continue
        usage = used.get(row.id, Usage())
        said = testimony.get(row.id, Testimony())
        score = hit.score * weights.reuse(usage.solved) + weights.evidence(said.weight, best)
        reasons = shown(hit.reasons)
        if said.weight > 0:
            reasons += [Reason("evidence", number, number) for number in said.numbers[:1]]
        if usage.department and situation.caller is not None:
            reasons.append(Reason("department", situation.caller.department, str(usage.department)))
        text = share(hit, answer)
        found.append(
            Ranked(hit.key, row.id, row.type, score, text, tuple(reasons), row.service_id, row.category_id, usage)
        )
    return sorted(found, key=lambda one: -one.score)
