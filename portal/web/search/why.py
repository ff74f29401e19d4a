"""Why an article is found, or is not: the article, the reader and the question, each to be changed."""

from typing import Any

from flask import g, render_template, request

from portal.accounts import queries as accounts
from portal.articles import queries as articles
from portal.articles.models import Article
from portal.kernel.errors import Gone, NotFound, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.search.why import DEEPEST, OUTSIDERS, Explanation, explain
from portal.web.search.blueprint import bp
from portal.web.search.cards import why as sentences
from portal.web.search.hits import typed

ONESELF = "me"
READERS = {
    ONESELF: mark("Myself"),
    "public": mark("Somebody who is not signed in"),
    "customer": mark("Somebody of the company"),
    "partner": mark("A partner"),
}
# As the form of an article calls them.
LABELS = {
    "title": mark("Title"),
    "issue": mark("Symptom or question"),
    "environment": mark("Environment"),
    "resolution": mark("Resolution"),
    "cause": mark("Cause"),
    "codes": mark("Codes"),
    "keywords": mark("Search words"),
}

HOW = {
    "word": mark("as a word"),
    "pair": mark("as neighbours, as Japanese is written"),
    "prefix": mark("as a beginning"),
    "phrase": mark("in this order"),
    "without": mark("left out"),
    "filter": mark("as a filter"),
}


@bp.page("/search/why", needs=Verb.SEE_ARTICLES)
def why() -> tuple[str, int]:
    """State, rights, words, score and place. Of an article that one may not see, as little as of none."""
    number, asked = clean_line(request.args.get("article", ""))[:40], typed()
    login = clean_line(request.args.get("person", ""))[:200]
    article = _article(number) if number else None
    reader = _reader(login)
    explained = explain(g.user, article, reader, asked) if article is not None and reader is not None else None
    name = reader.name if login and reader is not None else _(READERS[_kind()])
    page = render_template(
        "search/why.html",
        article=article,
        number=article.number if article is not None else number,
        q=asked,
        kind=_kind(),
        person=login,
        unknown_person=reader is None,
        readers=[(code, _(label)) for code, label in READERS.items()],
        reader_name=name,
        explained=explained,
        verdict=_verdict(explained, name, asked) if explained is not None else "",
        how={kind: _(label) for kind, label in HOW.items()},
        fields=[(field, _(label)) for field, label in LABELS.items()],
        reasons=sentences(explained.reasons) if explained is not None else [],
    )
    refused = reader is None or (explained is not None and explained.refused)
    return page, 404 if number and article is None else 422 if refused else 200


def _verdict(explained: Explanation, reader: str, asked: str) -> str:
    """The answer in one sentence."""
    if explained.refused:
        return explained.refused
    if not explained.is_visible:
        return _("Not visible to this reader: %(reader)s.", reader=reader)
    if not asked.strip():
        return _("Visible to this reader: %(reader)s.", reader=reader)
    if explained.is_away:
        return _("Visible, but the index is away just now, so nothing can be said of its place.")
    if explained.place:
        return _("Found, in place %(place)s of %(total)s.", place=explained.place, total=explained.total)
    if explained.deeper:
        return _("Found, but further back than place %(place)s.", place=DEEPEST)
    return _not_found(explained)


def _not_found(explained: Explanation) -> str:
    words = [part for part in explained.parts if part.kind in ("word", "prefix", "pair")]
    if failed := [part.typed for part in explained.parts if part not in words and not part.holds]:
        return _("Not found: it fails at %(parts)s.", parts=_(", ").join(failed))
    if not any(part.holds for part in words):
        return _("Not found: it has no word of the question.")
    if all(point.holds is not False for point in explained.points):
        return _("Not found: too little of the question stands in it.")
    return _("Not found: see below what does not hold.")


def _kind() -> str:
    kind = request.args.get("reader", ONESELF)
    return kind if kind in READERS else ONESELF


def _article(number: str) -> Article | None:
    try:
        return articles.get(g.user, number)
    except (NotFound, Gone):
        return None


def _reader(login: str) -> Any:
    """Oneself, anybody of a kind, or, for those who look after the knowledge, a person; None where there is none."""
    if not login:
        return g.user if _kind() == ONESELF else OUTSIDERS[_kind()]
    if not g.user.may(Verb.SEE_SEARCH_LOG):
        raise PermissionDenied(g.user.who_may(Verb.SEE_SEARCH_LOG))
    return accounts.by_login_or_email(login)
