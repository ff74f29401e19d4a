"""Where a few typed letters may lead: a number at once, articles by their title, pages by their name."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.articles import queries
from portal.articles.audience import words_for
from portal.articles.models import Article, Revision
from portal.kernel.errors import Gone, NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import fold
from portal.kernel.verbs import Verb
from portal.search.results import complete
from portal.web.navigation import navigation
from portal.web.search.hits import address

LONGEST, MOST_ARTICLES = 200, 6

_NUMBER = re.compile(r"(?:KB\s*-?\s*)?([0-9]{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Jump:
    """One line of the list."""

    href: str
    title: str
    sub: str
    icon: str
    lang: str = ""


def jumps(viewer: Any, text: str) -> list[Jump]:
    """The best target first; without words, the pages to start from."""
    pages = _pages(viewer)
    if not text:
        return pages
    text = text[:LONGEST]
    wanted = fold(text)
    numbered = _by_number(viewer, text)
    named = [page for page in pages if fold(page.title).startswith(wanted)]
    other = [page for page in pages if wanted in fold(page.title) and page not in named]
    articles = [item.record for item in complete(viewer, text, limit=MOST_ARTICLES)]
    found = [_article(viewer, article, words_for(viewer, article)) for article in articles]
    everywhere = Jump(url_for("search.results", q=text), _("Search for “%(words)s”", words=text), "", "search")
    lines = [*numbered, *named, *found, *other, everywhere]
    return list({line.href: line for line in lines}.values())


def _pages(viewer: Any) -> list[Jump]:
    """The side bar, and what can be begun."""
    begun = []
    if viewer.may(Verb.RECORD_INCIDENT):
        begun.append(Jump(url_for("incidents.new"), _("New incident"), "", "plus"))
    if viewer.may(Verb.DRAFT_ARTICLE):
        begun.append(Jump("/kb/new", _("New article"), "", "plus"))
    return [
        *begun,
        *(Jump(item.href, item.label, group.title, item.icon) for group in navigation() for item in group.items),
    ]


def _by_number(viewer: Any, text: str) -> list[Jump]:
    digits = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if digits is None:
        return []
    number = queries.canonical(f"KB-{digits[1]}")
    try:
        article = queries.get(viewer, number)
    except (NotFound, Gone):
        return []
    return [_article(viewer, article, words_for(viewer, article))]


def _article(viewer: Any, article: Article, revision: Revision) -> Jump:
    return Jump(address(viewer, article), revision.title, article.number, "book", article.language)
