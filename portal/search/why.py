"""Why an article is found, or is not, by one reader for one question: rights, words, place.

Whoever asks gets nothing but what concerns the article, which they may see, and other records that they may see too: a
place is counted among those, so that it never tells of what another team keeps to itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.accounts.models import User
from portal.articles.audience import indexes_of, reach, readable
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.search import article_documents
from portal.search.engine import engine
from portal.search.models import Asking
from portal.search.reach import at_the_desk, index_names
from portal.search.results import Asked, question_of
from search_index import (
    FIELDS,
    Document,
    IndexUnavailable,
    MemoryIndex,
    Question,
    QuestionTooLong,
    Reason,
    analysis,
    search_many,
    surfaces,
)
from search_index.folding import fold
from search_index.question import read

AT_ONCE, DEEPEST = 100, 1_000


@dataclass(frozen=True)
class Outsider:
    """Any reader of a kind: a stranger, somebody of the company, a partner."""

    is_signed_in: bool = False
    is_partner: bool = False
    is_staff: bool = False
    team_ids: frozenset[int] = frozenset()
    id: int | None = None


OUTSIDERS = {
    "public": Outsider(),
    "customer": Outsider(is_signed_in=True),
    "partner": Outsider(is_signed_in=True, is_partner=True),
}


@dataclass(frozen=True)
class Point:
    """One thing that has to hold, whether it does (None: it says nothing), and in which words."""

    holds: bool | None
    said: str


@dataclass(frozen=True)
class Part:
    """One part of the question, as it was typed, and the fields of the article that have it.

    `kind` is word, pair, phrase, prefix, without or filter; of pairs, which Japanese is looked for by as well, there is
    one line for all of them, with how many of them each field has.
    """

    kind: str
    typed: str
    fields: dict[str, int]
    holds: bool


@dataclass(frozen=True)
class Explanation:
    """`place` is None where it is not among the results; `deeper`: nobody looked further than `DEEPEST`."""

    points: Sequence[Point]
    parts: Sequence[Part] = ()
    is_visible: bool = False
    place: int | None = None
    total: int = 0
    score: float = 0.0
    best: float = 0.0
    reasons: Sequence[Reason] = ()
    deeper: bool = False
    refused: str = ""
    is_away: bool = False


def explain(asker: Any, article: Article, reader: Any, text: str) -> Explanation:
    """*asker* may see *article*; *reader* is a person or one of `OUTSIDERS`. Without words it is about seeing only."""
    visible = readable(reader, article) and getattr(reader, "retired_at", None) is None
    explained = Explanation([*_rights(article, reader), *_standing(article)], is_visible=visible)
    version = None
    try:
        if text.strip():
            explained = replace(explained, parts=list(_parts(_document(article, reader), text)))
            if visible:
                explained, version = _placed(explained, asker, article, reader, text)
        indexed = [
            _in_index(article, name, version)
            for name in sorted(indexes_of(article) & set(index_names(reader, Asking.SEARCH)))
        ]
    except QuestionTooLong as refused:
        sentence = _(
            "The question is too long: at most %(limit)s characters. Use a few telling words.", limit=refused.limit
        )
        return replace(explained, refused=sentence)
    except IndexUnavailable:
        away = Point(None, _("The index is away just now; a simpler search answers."))
        return replace(explained, points=[*explained.points, away], is_away=True)
    return replace(explained, points=[*explained.points, *indexed])


def _rights(article: Article, reader: Any) -> Iterator[Point]:
    """Who may read it, and whether this reader does."""
    if isinstance(reader, User) and reader.retired_at is not None:
        yield Point(False, _("The account is open."))
        return
    if article.restricted_to is not None:
        mine = reader.is_staff and article.restricted_to_id in reader.team_ids
        yield Point(
            mine, _("Only %(team)s may read it, and the reader belongs there.", team=article.restricted_to.name)
        )
    if reader.is_staff:
        yield Point(True, _("At the desk articles of every audience are read."))
    else:
        belongs = article.audience in reach(reader)
        yield Point(belongs, _("The reader belongs to its audience."))
        if belongs:
            once = article.outside_sequence is not None
            yield Point(once, _("It was validated once; readers get it as it was then."))


def _standing(article: Article) -> Iterator[Point]:
    in_use = article.confidence is not Confidence.ARCHIVED
    yield Point(in_use, _("It is not archived; what is archived is found at the desk only, with state:archived."))


def _in_index(article: Article, name: str, found: int | None) -> Point:
    """Whether the index has it as it stands now; *found*: in which version it was found there, if it was."""
    held = found if found is not None else engine().index(name).keys_and_versions().get(article.number)
    return Point(held == article.version, _("The index has it as it stands now; a change takes seconds to get there."))


def _document(article: Article, reader: Any) -> Document:
    """The article as the reader's index has it, or would."""
    desk = at_the_desk(reader, Asking.SEARCH)
    return article_documents.document(article, "staff" if desk else "customer")


def _parts(document: Document, text: str) -> Iterator[Part]:
    """Each part of the question; refuses with `QuestionTooLong`."""
    asked = read(text, "words")
    alone = MemoryIndex()
    alone.add([document])
    terms = {name: set(analysis.terms(document.fields.get(name, ""))) for name in FIELDS}
    plain = "\n".join((asked.text, *asked.phrases))
    for term, typed in surfaces(plain).items():
        having = {name: 1 for name in FIELDS if term in terms[name]}
        yield Part("word", typed, having, bool(having))
    pairs = set(analysis.pairs(fold(plain)))
    if pairs:
        counted = {name: len(pairs & set(analysis.pairs(fold(document.fields.get(name, ""))))) for name in FIELDS}
        met = {name: count for name, count in counted.items() if count}
        yield Part("pair", str(len(pairs)), met, bool(met))
    for prefix in asked.prefixes:
        having = {name: 1 for name in FIELDS if any(term.startswith(fold(prefix)) for term in terms[name])}
        yield Part("prefix", f"{prefix}*", having, bool(having))
    for phrase in asked.phrases:
        yield Part("phrase", f'"{phrase}"', {}, _has(alone, f'"{phrase}"'))
    for unwanted in asked.without:
        yield Part("without", f"-{unwanted}", {}, not _has(alone, f'"{unwanted}"'))
    for name, value in asked.filters:
        yield Part("filter", f"{name}:{value}", {}, _has(alone, f"{name}:{value}"))


def _has(alone: MemoryIndex, text: str) -> bool:
    return alone.search(Question(text)).total > 0


def _placed(
    explained: Explanation, asker: Any, article: Article, reader: Any, text: str
) -> tuple[Explanation, int | None]:
    """Where it stands among what both may see, and the version that was found."""
    names = index_names(reader, Asking.SEARCH)
    if at_the_desk(reader, Asking.SEARCH):
        shared = set(index_names(asker, Asking.SEARCH))
        names = [name for name in names if name in shared]
    indexes = [engine().index(name) for name in names]
    asked = question_of(reader, Asked(text, size=AT_ONCE), names)
    asked = replace(asked, prefer={**asked.prefer, "language": getattr(reader, "language", current_locale())})
    for page in range(1, DEEPEST // AT_ONCE + 1):
        answer = search_many(indexes, replace(asked, page=page))
        if page == 1 and answer.hits:
            explained = replace(explained, total=answer.total, best=answer.hits[0].score)
        for at, hit in enumerate(answer.hits, start=1):
            if hit.key == article.number:
                place = (page - 1) * AT_ONCE + at
                found = replace(explained, place=place, score=hit.score, reasons=hit.reasons)
                return found, hit.version
        if page * AT_ONCE >= answer.total:
            return explained, None
    return replace(explained, deeper=True), None
