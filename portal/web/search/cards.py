"""Suggestions as the pages show them: reasons as sentences, the steps, and how often it worked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from portal.articles.contents import LONGEST_ANSWER
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article
from portal.incidents.queries import Used, used
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import ngettext
from portal.kernel.text import first_sentence
from portal.search.suggestions import Band, Suggestion
from portal.web.helpers import short_when
from portal.web.search.hits import marked

WORDS = ("word", "phrase", "prefix", "spelling")
# Why one language leads another, and a state: both are seen on the card anyway.
UNTOLD = ("language", "state")
MOST_WORDS, MOST_SYNONYMS = 5, 2
LONGEST_HEADING = 12  # characters


@dataclass(frozen=True)
class Card:
    """One article that may be the fix, as `components/suggestions.html` takes it.

    `steps` is the resolution as it was rendered for this reader; `facts` are pairs of name and value, the most telling
    first. Readers outside the desk get neither state nor audience; `for_caller`: whoever called may read it too.
    """

    number: str
    href: str
    title: Markup
    lang: str
    rank: int
    band: Band
    why: Sequence[Markup]
    steps: Markup
    answer: str
    facts: Sequence[tuple[str, str | Markup]] = ()
    state: Confidence | None = None
    audience: Audience | None = None
    team: str = ""
    for_caller: bool = True

    @property
    def code(self) -> str:
        """Number, place and band in one, as a button sends them."""
        return f"{self.number} {self.rank} {self.band}"


def cards(viewer: Any, suggestions: Iterable[Suggestion], *, outside: bool = False) -> list[Card]:
    """One card for each suggestion; *outside*: as readers of the public pages see it, agents among them."""
    found = list(suggestions)
    counted = {} if outside else used(viewer, [each.article for each in found])
    return [_card(each, counted.get(each.article.id, Used()), outside=outside) for each in found]


def why(reasons: Iterable[Any]) -> list[Markup]:
    """The reasons, codes first; those of plain words in one sentence."""
    codes: list[Markup] = []
    words: list[Markup] = []
    synonyms: list[Markup] = []
    others: list[Markup] = []
    for reason in reasons:
        if reason.kind in UNTOLD:
            continue
        kept = words if reason.kind in WORDS else {"code": codes, "synonym": synonyms}.get(reason.kind, others)
        if (said := _sentence(reason)) not in kept:
            kept.append(said)
    return [*codes, *([Markup("・").join(words[:MOST_WORDS])] if words else []), *synonyms[:MOST_SYNONYMS], *others]


def _sentence(reason: Any) -> Markup:
    term, matched = Markup("<mark>{}</mark>").format(reason.term), Markup.escape(reason.matched)
    match reason.kind:
        case "code":
            return _marked(_("%(code)s is exactly the same"), code=term)
        case "spelling" if reason.term != reason.matched:
            return Markup("{} → {}").format(term, matched)
        case "synonym":
            return _marked(_("%(word)s is another word for %(other)s"), word=term, other=matched)
        case "service":
            return Markup.escape(_("Same service"))
        case "category":
            return Markup.escape(_("Same category"))
        case "department":
            return Markup.escape(_("%(count)s in the caller's department this week", count=reason.matched))
        case "evidence":
            return _marked(_("Solved what reads alike: %(number)s"), number=matched or term)
    return Markup("<mark>{}</mark>").format(reason.matched or reason.term)


def _marked(sentence: str, **values: Markup) -> Markup:
    return Markup(sentence) % values  # noqa: S704 – a text of ours


def _card(each: Suggestion, counted: Used, *, outside: bool) -> Card:
    article, revision = each.article, each.revision
    html = revision.open_html if outside else revision.html
    plain = revision.open_plain if outside else revision.plain
    return Card(
        number=article.number,
        href=url_for("faq.show" if outside else "articles.show", number=article.number),
        title=marked(each.title),
        lang=article.language,
        rank=each.rank,
        band=each.band,
        why=why(each.reasons),
        steps=Markup(html.get("resolution") or ""),  # noqa: S704 – sanitised when it was saved
        answer=revision.short_answer or _first_words(plain.get("resolution") or ""),
        for_caller=each.for_caller,
        **({} if outside else _of_the_desk(article, each, counted)),
    )


def _first_words(text: str) -> str:
    """The first sentence that says something; a heading does not."""
    lines = text.splitlines()
    start = next((place for place, line in enumerate(lines) if len(line.strip()) > LONGEST_HEADING), 0)
    return first_sentence("\n".join(lines[start:]), LONGEST_ANSWER)


def _of_the_desk(article: Article, each: Suggestion, counted: Used) -> dict[str, Any]:
    """What agents alone are told."""
    facts: list[tuple[str, str | Markup]] = []
    if counted.total:
        facts.append((_("Used"), ngettext("%(num)s time", "%(num)s times", counted.total)))
    if each.tried:
        facts.append((_("Led to a fix"), f"{round(100 * each.solved / each.tried)}%"))
    if counted.recent:
        facts.append((_("Last 30 days"), ngettext("%(num)s time", "%(num)s times", counted.recent)))
    if article.validated_at is not None:
        facts.append((_("Last checked"), short_when(article.validated_at)))
    else:
        facts.append((_("Written"), short_when(article.created_at)))
    team = article.restricted_to.name if article.restricted_to is not None else ""
    return {"facts": facts, "state": article.confidence, "audience": article.audience, "team": team}
