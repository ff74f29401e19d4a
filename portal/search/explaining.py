"""What becomes of a text: its terms, how many documents have each in which field, and what is found by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.search import documents, sync
from portal.search.engine import engine
from portal.search.synonyms import house_list
from search_index import IndexUnavailable, Question, QuestionTooLong, analysis, streams
from search_index.ranking import PAIR_STREAMS, STREAMS, WORD_STREAMS


@dataclass(frozen=True)
class Term:
    """A term that is looked for. `kind`: word, code, japanese, pair or synonym; `documents`: how many, by field."""

    term: str
    form: str
    kind: str
    documents: Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """A record, and how often it has each of the terms, by field."""

    key: str
    kind: str
    score: float
    terms: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Explanation:
    """All of it, for one index with `size` documents."""

    index: str
    size: int
    terms: list[Term] = field(default_factory=list)
    hits: list[Found] = field(default_factory=list)


def explain(text: str, index: str, most: int) -> Explanation:
    """How *index* reads *text*. Whoever asks has the whole machine; no rights are looked at.

    Refuses an index that is not there or does not answer, and a text that is too long.
    """
    if index not in engine().names():
        raise Invalid(_("There is no index of this name. There are: %(names)s", names=", ".join(engine().names())))
    asked = engine().index(index)
    hidden = sync.held_keys([index])
    question = Question(text, mode="symptom", size=max(1, most), excluded=hidden)
    try:
        view, answer = asked.view(hidden), asked.search(question, house_list())
    except QuestionTooLong as refused:
        raise Invalid(_("Use at most %(most)s characters.", most=refused.limit)) from None
    except IndexUnavailable as trouble:
        raise InvalidTransition(_("The index cannot answer now: %(reason)s", reason=trouble.reason)) from None
    terms = [
        Term(term, form, kind, _counted(view, term, PAIR_STREAMS if kind == "pair" else WORD_STREAMS))
        for term, form, kind in _terms(text)
    ]
    hits = [
        Found(hit.key, hit.kind, hit.score, _within(hit.key, index, [one.term for one in terms]))
        for hit in answer.hits[:most]
    ]
    db.session.rollback()
    return Explanation(index, view.size(), terms, hits)


def _terms(text: str) -> Iterable[tuple[str, str, str]]:
    """Each term once, with what was written and how it is read: words, then pairs, then what stands for the words."""
    found: dict[tuple[str, bool], tuple[str, str, str]] = {}
    words = analysis.words(text)
    for token in words:
        found.setdefault((token.term, False), (token.term, token.form, token.kind))
    for pair in analysis.pairs(streams.flat(text)):
        found.setdefault((pair, True), (pair, pair, "pair"))
    asked = tuple(dict.fromkeys(token.term for token in words))
    for _caller, member, terms in house_list().of(asked, japanese=analysis.is_japanese(text)):
        for term in terms:
            found.setdefault((term, False), (term, member, "synonym"))
    return found.values()


def _counted(view: Any, term: str, among: Iterable[Any]) -> dict[str, int]:
    counts = {stream.name: view.frequency(stream.name, term) for stream in among}
    return {name: count for name, count in counts.items() if count}


def _within(key: str, index: str, terms: Iterable[str]) -> dict[str, dict[str, int]]:
    """How often a record has each of the terms, by field; empty where it is in the index no longer by right."""
    document = documents.document(key, index)
    if document is None:
        return {}
    counts = streams.record_of(document).counts
    found = {
        term: {stream.name: times for stream in STREAMS if (times := counts.get(stream.name, {}).get(term))}
        for term in terms
    }
    return {term: fields for term, fields in found.items() if fields}
