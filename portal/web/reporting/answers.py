"""Answers that may save a report, beside what is being written; and what became of each."""

import secrets
from dataclasses import dataclass, field

from flask import g, request

from portal.articles import queries as articles
from portal.catalog.models import Service
from portal.kernel.text import clean_line, clean_text
from portal.search import ledger
from portal.search.models import Asking, Deed
from portal.search.suggestions import Situation, suggest
from portal.web.incidents.pane import MOST_KEPT, Chosen
from portal.web.reporting.forms import LONGEST
from portal.web.search.cards import Card, cards


@dataclass(frozen=True)
class Answers:
    """What was found for the words; `dismissed` are those that did not help, and all of it travels in the form."""

    visit: str
    asking: str = ""
    cards: list[Card] = field(default_factory=list)
    dismissed: tuple[Chosen, ...] = ()
    asked: bool = False


def begun() -> Answers:
    """Before anything was written."""
    return Answers(secrets.token_hex(8))


def answers(typed: str, service: Service | None) -> Answers:
    """What may help with what was typed, without what was said not to."""
    dismissed = _dismissed()
    sitting = clean_line(request.form.get("visit", ""))[:40] or secrets.token_hex(8)
    text = clean_text(typed)[:LONGEST]
    if not text:
        return Answers(sitting, dismissed=dismissed)
    numbers = tuple(each.number for each in dismissed)
    found = suggest(
        g.user, Situation(text=text, surface=Asking.REPORT, service=service, dismissed=numbers, visit=sitting)
    )
    fitting = [each for each in found.cards if each.article.number not in numbers]
    return Answers(sitting, found.asking, cards(g.user, fitting, outside=True), dismissed, asked=True)


def tell(deed: Deed, chosen: Chosen) -> None:
    """Remember in the ledger what became of an answer that the reader may know of."""
    article = articles.among_open(g.user, [chosen.number]).get(chosen.number)
    if article is not None and (asking := clean_line(request.form.get("asking", ""))[:40]):
        ledger.told(g.user, asking, deed, article, rank=max(1, chosen.rank), band=chosen.band)


def _dismissed() -> tuple[Chosen, ...]:
    codes = [*request.form.getlist("dismissed")[:MOST_KEPT], request.form.get("not_solved", "")]
    return tuple({each.number: each for each in (Chosen.read(code) for code in codes if code.strip())}.values())
