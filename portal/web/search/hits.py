"""Results of a search as the pages show them: marked words, addresses, what the reader may know of the record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for
from markupsafe import Markup

from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line
from portal.problems.models import Problem
from portal.search.results import Asked, Found, Item, ask
from portal.web.helpers import address_of
from portal.web.words import word

LONGEST_PAGE_NUMBER = 6  # digits


@dataclass(frozen=True)
class Hit:
    """One line of results, as `components/match.html` takes it."""

    href: str
    title: Markup
    lang: str
    number: str
    snippet: Markup
    state: Any = None
    audience: Audience | None = None
    glyph: str = ""
    facts: tuple[str, ...] = ()


def hits(viewer: Any, items: Iterable[Item]) -> list[Hit]:
    """Lines for the search of the portal: agents are led to the desk's page and told its state."""
    return [_for_agents(item) if viewer.is_staff else hit(item) for item in items]


def hit(item: Item) -> Hit:
    """A line for readers: words and address, nothing of how the article is kept."""
    return _line(item, url_for("faq.show", number=item.record.number))


def marked(pieces: Sequence[tuple[str, bool]]) -> Markup:
    """Text with the words that were found in `<mark>`."""
    parts = (Markup("<mark>{}</mark>").format(text) if is_found else Markup.escape(text) for text, is_found in pieces)
    return Markup("").join(parts)


def address(viewer: Any, article: Article) -> str:
    """Where *viewer* reads the article."""
    return url_for("articles.show" if viewer.is_staff else "faq.show", number=article.number)


def typed() -> str:
    """What stands in the search field, on one line and without what cannot be shown."""
    return clean_line(request.args.get("q", ""))


def page_number() -> int:
    """The page that is asked for; 1 for whatever is no number of a page."""
    text = request.args.get("page", "")
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE_NUMBER
    return max(1, int(text)) if fits else 1


def asked_within(viewer: Any, asked: Asked) -> Found:
    """The page that was asked for, or the last one where there are fewer."""
    found = ask(viewer, asked)
    beyond = not found.items and found.total and found.page > 1
    return ask(viewer, replace(asked, page=found.pages)) if beyond else found


def chosen(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Which values of these facets the address asks for."""
    values = {name: tuple(clean_line(value)[:100] for value in request.args.getlist(name)[:10]) for name in names}
    return {name: kept for name, given in values.items() if (kept := tuple(value for value in given if value))}


def _for_agents(item: Item) -> Hit:
    """Each kind of record by its own name, in its own state."""
    record = item.record
    name, glyph = _kind(record)
    facts = [name]
    if record.service is not None:
        facts.append(record.service.name)
    if record.restricted_to is not None:
        facts.append(_("Only %(team)s", team=record.restricted_to.name))
    line = replace(_line(item, address_of(record)), glyph=glyph, facts=tuple(facts))
    if isinstance(record, Article):
        return replace(line, state=record.confidence, audience=record.audience)
    return replace(line, state=record.state)


def _kind(record: Article | Incident | Problem) -> tuple[str, str]:
    """What a record is called, and its drawing."""
    if isinstance(record, Article):
        return word(record.type), "book"
    if isinstance(record, Incident):
        return _("Incident"), "list"
    return (_("Known error"), "ke") if record.is_known_error else (_("Problem"), "bug")


def _line(item: Item, href: str) -> Hit:
    return Hit(href, marked(item.title), item.language, item.record.number, marked(item.excerpt))
