"""What stands beside a symptom that is being typed: what was found, and what the person did with it so far."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from flask import g, request

from portal.articles import queries as articles
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article
from portal.kernel.text import clean_line
from portal.search import ledger
from portal.search.models import Deed
from portal.search.suggestions import Suggested
from portal.web.search.cards import Card, cards

MOST_KEPT = 40  # words and numbers that one sitting may gather


@dataclass(frozen=True)
class Chosen:
    """One suggestion that a button names: the article's number, and the place and band in which it stood."""

    number: str
    rank: int
    band: str

    @classmethod
    def read(cls, code: str) -> "Chosen":
        number, rank, band = [*code[:60].split(), "", "", ""][:3]
        place = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 4 else 0
        return cls(articles.canonical(number), place, band)

    @property
    def code(self) -> str:
        return f"{self.number} {self.rank} {self.band}"


@dataclass(frozen=True)
class Sitting:
    """What was done beside the form before it is saved; all of it travels in the form."""

    visit: str = ""
    asking: str = ""
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dismissed: tuple[Chosen, ...] = ()
    linked: tuple[Chosen, ...] = ()
    sent: tuple[Chosen, ...] = ()
    parent: str = ""

    @classmethod
    def begun(cls) -> "Sitting":
        return cls(visit=secrets.token_hex(8))

    @classmethod
    def read(cls) -> "Sitting":
        """As the form brings it, with what the pressed button changes."""
        sitting = cls(
            visit=clean_line(request.form.get("visit", ""))[:40],
            asking=clean_line(request.form.get("asking", ""))[:40],
            dropped=_words("dropped"),
            added=_words("added"),
            dismissed=_codes("dismissed"),
            linked=_codes("linked"),
            sent=_codes("sent"),
            parent=clean_line(request.form.get("parent", ""))[:40],
        )
        return sitting._pressed()

    def _pressed(self) -> "Sitting":
        parent = self.parent
        if join := clean_line(request.form.get("join", ""))[:40]:
            parent = "" if join == parent else join
        return replace(
            self,
            dropped=_toggled(self.dropped, _words("drop")),
            added=tuple(dict.fromkeys([*self.added, *_words("add")])),
            dismissed=_toggled(self.dismissed, _codes("dismiss")),
            linked=_toggled(self.linked, _codes("link")),
            sent=_toggled(self.sent, _codes("send")),
            parent=parent,
        )


@dataclass(frozen=True)
class Pane:
    """The suggestions, ready to be drawn."""

    found: Suggested
    sitting: Sitting
    fixes: list[Card] = field(default_factory=list)
    known_errors: list[Card] = field(default_factory=list)
    put_aside: list[Article] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # what was to be linked and is not there any more
    subject: str = ""


def pane(found: Suggested, sitting: Sitting, subject: str = "") -> Pane:
    """What was found for the present reader, beside what was done with it."""
    known = known_articles(each.number for each in (*sitting.dismissed, *sitting.linked, *sitting.sent))
    live = {number for number, article in known.items() if article.confidence in LIVE}
    kept = replace(
        sitting,
        asking=found.asking or sitting.asking,
        linked=tuple(each for each in sitting.linked if each.number in live),
        sent=tuple(each for each in sitting.sent if each.number in live),
    )
    return Pane(
        found,
        kept,
        cards(g.user, found.fixes),
        cards(g.user, found.known_errors),
        [known[each.number] for each in sitting.dismissed if each.number in known],
        sorted({each.number for each in (*sitting.linked, *sitting.sent)} - live),
        subject,
    )


def known_articles(numbers: Iterable[str]) -> dict[str, Article]:
    """Of these, what the viewer may read."""
    return articles.among(g.user, list(numbers))


def tell(asking: str, deed: Deed, chosen: Chosen, incident: Any = None) -> None:
    """Remember in the ledger what was done with a suggestion that the viewer may know of."""
    article = known_articles([chosen.number]).get(chosen.number)
    if article is not None and asking:
        ledger.told(g.user, asking, deed, article, rank=max(1, chosen.rank), band=chosen.band, incident=incident)


def pressed(name: str) -> Chosen | None:
    """The suggestion that the pressed button names, if it is one of this name."""
    code = request.form.get(name, "")
    return Chosen.read(code) if code else None


def _toggled(kept: tuple[Any, ...], pressed: tuple[Any, ...]) -> tuple[Any, ...]:
    """*kept* with what was pressed put in, or taken out where it stood."""
    numbers = {getattr(each, "number", each) for each in pressed}
    before = {getattr(each, "number", each) for each in kept}
    rest = [each for each in kept if getattr(each, "number", each) not in numbers]
    return (*rest, *(each for each in pressed if getattr(each, "number", each) not in before))[:MOST_KEPT]


def _words(name: str) -> tuple[str, ...]:
    given = (clean_line(word)[:100] for word in request.form.getlist(name)[:MOST_KEPT])
    return tuple(dict.fromkeys(word for word in given if word))


def _codes(name: str) -> tuple[Chosen, ...]:
    given = (Chosen.read(code) for code in request.form.getlist(name)[:MOST_KEPT] if code.strip())
    return tuple({chosen.number: chosen for chosen in given}.values())
