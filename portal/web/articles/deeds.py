"""What can be done with an article now: its verbs in the order of its life, each with its address."""

from typing import Any

from portal.articles.lifecycle import AUDIENCE, Audience, Confidence
from portal.articles.models import Article
from portal.kernel.verbs import Verb
from portal.web.records import Deed

DEEDS = (
    Deed(Verb.FINISH_ARTICLE, "articles.finish", "check", asks=False),
    Deed(Verb.VALIDATE_ARTICLE, "articles.validate", "check"),
    Deed(Verb.WIDEN_ARTICLE, "articles.widen", "globe"),
    Deed(Verb.RECHECK_ARTICLE, "articles.recheck", "repeat"),
    Deed(Verb.PULL_BACK_ARTICLE, "articles.pull_back", "undo"),
    Deed(Verb.MERGE_ARTICLE, "articles.merge", "merge"),
    Deed(Verb.RESTRICT_ARTICLE, "articles.restrict", "lock"),
    Deed(Verb.GOVERN_ARTICLE, "articles.govern", "key"),
    Deed(Verb.RESTORE_ARTICLE, "articles.restore", "undo"),
    Deed(Verb.ARCHIVE_ARTICLE, "articles.archive", "book", kind="danger"),
    Deed(Verb.DISCARD_ARTICLE, "articles.discard", "close", kind="danger"),
)


def open_verbs(article: Article) -> set[Verb]:
    """The verbs that state and audience have open; those that turn beginnings into answers need a resolution."""
    found = set(article.open_verbs)
    found -= set(AUDIENCE.moves) - set(AUDIENCE.open_verbs(article.audience))
    if article.confidence is Confidence.WIP and not article.current.resolution.strip():
        found -= {Verb.FINISH_ARTICLE, Verb.VALIDATE_ARTICLE}
    return found


def possible(viewer: Any, article: Article) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do."""
    held = open_verbs(article)
    return [deed for deed in DEEDS if deed.verb in held and viewer.may(deed.verb, article)]


def wider(article: Article, *, partners: bool) -> list[Audience]:
    """The audiences beyond the present one, from few to all."""
    return [audience for audience in offered(partners=partners) if audience.breadth > article.audience.breadth]


def narrower(article: Article, *, partners: bool) -> list[Audience]:
    """The audiences short of the present one, from few to all."""
    return [audience for audience in offered(partners=partners) if audience.breadth < article.audience.breadth]


def offered(*, partners: bool) -> list[Audience]:
    return [audience for audience in Audience if partners or audience is not Audience.PARTNER]
