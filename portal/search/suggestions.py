"""Known fixes for what somebody is about to report, each with the reason why it is shown (search design 0.2)."""

import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defaultload, joinedload

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import queries
from portal.articles.audience import open_clause, reach, readable
from portal.articles.models import Article, ArticleType, Revision
from portal.kernel.db import db
from portal.kernel.i18n import gettext as _
from portal.search import alike, fallback, guessing, ledger
from portal.search.bands import band
from portal.search.ranking import Ranked, Ranking, rank
from portal.search.ranking import ranked as ranked
from portal.search.reach import at_the_desk
from portal.search.readable import Readable
from portal.search.situations import LONGEST_TEXT
from portal.search.situations import Situation as Situation
from portal.search.suggested import Alike as Alike
from portal.search.suggested import Band as Band
from portal.search.suggested import Guess as Guess
from portal.search.suggested import Suggested as Suggested
from portal.search.suggested import Suggestion as Suggestion
from portal.search.suggested import Word as Word
from search_index import IndexUnavailable, QuestionTooLong, analysis, mark

MOST_FIXES = 3
MOST_KNOWN_ERRORS = 3
LOOKED_AT = 3_000  # characters of an article in which words are looked for that nobody typed


def suggest(viewer: Any, situation: Situation) -> Suggested:
    """What may help in this situation, as far as *viewer* may know of it; never fails for the index's sake."""
    began = time.perf_counter()
    if not "".join((situation.text, *situation.added)).strip():
        return Suggested()
    asking = secrets.token_hex(8)
    if len(situation.text) > LONGEST_TEXT:
        sentence = _("The text is too long to look up: at most %(limit)s characters.", limit=LONGEST_TEXT)
        return Suggested(asking=asking, refused=sentence)
    try:
        found = _by_index(viewer, situation)
    except (IndexUnavailable, QuestionTooLong):
        found = _by_sql(viewer, situation)
    found = replace(found, asking=asking, seconds=time.perf_counter() - began)
    ledger.asked(viewer, situation, found)
    return found


def _by_index(viewer: Any, situation: Situation) -> Suggested:
    desk = at_the_desk(viewer, situation.surface)
    ranking = rank(viewer, situation)
    told = Readable(situation, ranking.words, ranking.telling)
    guess = guessing.completed(guessing.by_names(analysis.terms(situation.asked())), ranking)
    guess = replace(guess, because={name: told.word(term) for name, term in guess.because.items()})
    service = situation.service or guess.service
    service_id = service.id if service is not None else None
    errors = [one for one in ranking.articles if one.type is ArticleType.KNOWN_ERROR]
    errors.sort(key=lambda one: service_id is None or one.service_id != service_id)
    leads = bool(errors) and service_id is not None and errors[0].service_id == service_id
    fixes = [one for one in ranking.articles if one.type is not ArticleType.KNOWN_ERROR][:MOST_FIXES]
    errors = errors[:MOST_KNOWN_ERRORS]
    solutions = [near.solved_with for near in ranking.resolved[: alike.MOST_ALIKE] if near.solved_with is not None]
    articles = _articles(viewer, [*(one.article_id for one in (*fixes, *errors)), *solutions], desk=desk)
    chosen = [*errors, *fixes] if leads else [*fixes, *errors]
    cards = _cards(viewer, situation, chosen, articles, ranking, told, service_id)
    incidents = alike.records(viewer, ranking.open, ranking.resolved)
    near = {one.number for one in ranking.open}
    return Suggested(
        fixes=[card for card in cards if card.article.type is not ArticleType.KNOWN_ERROR],
        known_errors=[card for card in cards if card.article.type is ArticleType.KNOWN_ERROR],
        majors=alike.majors(viewer, ranking.telling, near, service_id) if desk else (),
        open_alike=alike.cards(ranking.open, incidents, articles, told, service_id),
        resolved_alike=alike.cards(ranking.resolved, incidents, articles, told, service_id),
        words=told.words(),
        spellings=[(told.as_typed(form), meant) for form, meant in ranking.spellings.items()],
        guess=guess,
    )


def _articles(viewer: Any, ids: Collection[int], *, desk: bool) -> dict[int, Article]:
    """The records themselves, which have the last word."""
    if not ids:
        return {}
    if desk:
        query = queries.visible(viewer).where(Article.id.in_(ids))
        query = query.options(defaultload(Article.current).lazyload(Revision.author))
    else:
        query = select(Article).where(open_clause(reach(viewer)), Article.id.in_(ids))
        query = query.options(joinedload(Article.outside).lazyload(Revision.author))
    return {article.id: article for article in db.session.scalars(query).unique()}


def _cards(
    viewer: Any,
    situation: Situation,
    chosen: Sequence[Ranked],
    articles: Mapping[int, Article],
    ranking: Ranking,
    told: Readable,
    service_id: int | None,
) -> list[Suggestion]:
    desk = at_the_desk(viewer, situation.surface)
    cards: list[Suggestion] = []
    for one in chosen:
        article = articles.get(one.article_id)
        if article is None:
            continue
        codes = frozenset(term for code in article.current.codes for term in analysis.terms(code)) if desk else ()
        card = _card(article, len(cards) + 1, ranking.words, situation, desk=desk)
        plain = card.revision.plain if desk else card.revision.open_plain
        text = "\n".join(plain.values())[:LOOKED_AT]
        same = service_id is not None and one.service_id == service_id
        cards.append(
            replace(
                card,
                band=band(one.reasons, ranking.telling, same, codes),
                score=one.score,
                reasons=told.reasons(one.reasons, card.revision.title, text, codes),
                solved=one.usage.solved,
                tried=one.usage.tried,
            )
        )
    return cards


def _card(article: Article, place: int, words: Collection[str], situation: Situation, *, desk: bool) -> Suggestion:
    revision = article.current if desk or article.outside is None else article.outside
    for_caller = not desk or readable(situation.caller or THE_STRANGER, article)
    return Suggestion(article, revision, place, Band.LOW, 0.0, mark(revision.title, words), for_caller=for_caller)


def _by_sql(viewer: Any, situation: Situation) -> Suggested:
    """By plain words, while there is no index: articles only."""
    desk = at_the_desk(viewer, situation.surface)
    words = fallback.telling_words(situation.asked())
    if not words:
        return Suggested(degraded=True)
    query = fallback.with_any(viewer, words, outside=not desk).where(Article.number.not_in(situation.dismissed))
    found: Iterable[Article] = db.session.scalars(query.limit(MOST_FIXES)).unique()
    terms = fallback.terms_of(words)
    cards = [_card(article, place, terms, situation, desk=desk) for place, article in enumerate(found, start=1)]
    return Suggested(fixes=cards, degraded=True)
