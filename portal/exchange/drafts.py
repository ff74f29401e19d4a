"""What a source says, in the form of our own articles; and which records cannot become one."""

import re
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Team
from portal.articles.contents import LONGEST_ANSWER, LONGEST_KEYWORD, MOST_KEYWORDS, Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArticleType
from portal.catalog.models import Category, Service
from portal.exchange.records import Record
from portal.exchange.tidy import tidy
from portal.kernel.errors import Invalid
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line, has_lone_surrogate_or_nul

# The words of other systems for what kind of article it is.
TYPES: dict[str, ArticleType] = {
    "troubleshooting": ArticleType.PROBLEM,
    "how-to": ArticleType.HOWTO,
    "how_to": ArticleType.HOWTO,
    "faq": ArticleType.QA,
    "announcement": ArticleType.INFORMATION,
    "announcements": ArticleType.INFORMATION,
    "overview": ArticleType.INFORMATION,
    "runbook": ArticleType.DIAGNOSTIC,
    "runbooks": ArticleType.DIAGNOSTIC,
} | {str(kind): kind for kind in ArticleType}
LARGEST_TEXT = 64 * 1024  # characters; more can not be drawn, and tidying it would take long
_TEXTS = ("issue", "environment", "cause", "resolution", "summary", "more", "impact")


@dataclass(frozen=True)
class Wishes:
    """What whoever imports wants for all records alike."""

    audience: Audience = Audience.WITHIN
    confidence: Confidence = Confidence.NOT_VALIDATED
    service: Service | None = None
    category: Category | None = None
    owner_team: Team | None = None
    reason: str = ""
    link_base: str = ""
    replace_edits: bool = False


@dataclass(frozen=True)
class Manuscript:
    """A record that can become an article, under the key that its source knows it by."""

    place: str
    key: str
    contents: Contents
    type: ArticleType
    language: str
    translates: str | None


def manuscript(record: Record, wishes: Wishes) -> Manuscript:
    """*record* in our form. Refuses with `Invalid` what has no key, no title, or nothing that helps."""
    fields = record.fields
    if record.trouble:
        raise Invalid(record.trouble)
    if _has_unstorable(fields):
        raise Invalid(_("It holds characters that cannot be stored."))
    key, title = clean_line(_text(fields, "id")), clean_line(tidy(_text(fields, "title")))
    if not key:
        raise Invalid(_("It has no id."))
    if not title:
        raise Invalid(_("It has no title."))
    if long := next((name for name in _TEXTS if len(_text(fields, name)) > LARGEST_TEXT), None):
        raise Invalid(_("Its %(field)s is longer than 64 KB.", field=long))
    language = _language(fields)
    texts = {name: tidy(_text(fields, name), language, wishes.link_base).strip() for name in _TEXTS}
    resolution = "\n\n".join(text for text in (texts["summary"], texts["resolution"], texts["more"]) if text)
    if not resolution:
        raise Invalid(_("It has no resolution, and no summary that could stand for one."))
    contents = Contents(
        title=title,
        issue="\n\n".join(text for text in (texts["issue"] or title, texts["impact"]) if text),
        environment=texts["environment"] or clean_line(_text(fields, "product")),
        resolution=resolution,
        cause=texts["cause"],
        short_answer=_short_answer(fields),
        keywords=_words(fields, "keywords"),
        codes=_words(fields, "codes", "alert_name"),
    )
    translates = clean_line(_text(fields, "translation_of")) or None
    return Manuscript(record.place, key, contents, _type(fields), language, translates if translates != key else None)


def _type(fields: dict[str, Any]) -> ArticleType:
    named = clean_line(_text(fields, "type") or _text(fields, "article_type")).casefold()
    if named in TYPES:
        return TYPES[named]
    if fields.get("alert_name"):
        return ArticleType.DIAGNOSTIC
    return ArticleType.PROBLEM if _text(fields, "issue") or _text(fields, "cause") else ArticleType.HOWTO


def _language(fields: dict[str, Any]) -> str:
    named = (_text(fields, "language") or _text(fields, "lang"))[:2].lower()
    if named in LANGUAGES:
        return named
    if named:
        raise Invalid(_("Its language is neither Japanese nor English."))
    return "ja" if re.search("[\u3041-\u30ff]", _text(fields, "title") + _text(fields, "resolution")) else "en"


def _short_answer(fields: dict[str, Any]) -> str:
    answer = clean_line(_text(fields, "short_answer"))
    return answer if len(answer) <= LONGEST_ANSWER else ""


def _words(fields: dict[str, Any], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        value = fields.get(name)
        words = value if isinstance(value, list) else re.split("[,，、;\n]", str(value or ""))
        found += [clean_line(tidy(str(word))) for word in words if isinstance(word, str | int | float)]
    return [word for word in dict.fromkeys(found) if word and len(word) <= LONGEST_KEYWORD][:MOST_KEYWORDS]


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, list):
        return "\n".join(str(one) for one in value if isinstance(one, str | int | float))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _has_unstorable(fields: dict[str, Any]) -> bool:
    texts = [text for value in fields.values() for text in (value if isinstance(value, list) else [value])]
    return any(isinstance(text, str) and has_lone_surrogate_or_nul(text) for text in texts)
