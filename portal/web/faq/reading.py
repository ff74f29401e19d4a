"""A question as its reader gets it: only the revision that is open, only its parts for everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request, url_for

from portal.articles.models import Article, ArticleType, Revision
from portal.kernel.current import settings
from portal.kernel.errors import NotFound
from portal.kernel.i18n import LANGUAGES, mark
from portal.kernel.i18n import gettext as _
from portal.kernel.text import first_sentence

# Silent reading of prose: Brysbaert (2019) 238 words a minute in English, 200 with room for steps that are carried
# out; Kobayashi and Kawashima (2018) 653 characters a minute in Japanese, likewise 500.
WORDS_A_MINUTE, SIGNS_A_MINUTE = 200, 500
LONGEST_SUMMARY = 160

# Each language asks its own readers.
READ_IN = {"ja": "日本語で読む", "en": "Read in English"}
ANSWERS = frozenset({ArticleType.QA, ArticleType.INFORMATION})


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it, rendered when it was saved."""

    title: str
    html: str


@dataclass(frozen=True)
class Reading:
    """Everything that the page of a question shows of the article itself; no names of people."""

    number: str
    language: str
    title: str
    answer: str
    checked_at: datetime | None
    minutes: int
    parts: list[Part]
    summary: str


def reading(article: Article) -> Reading:
    """*article* in the revision that is open; refused as absent where none is."""
    revision = article.outside
    if revision is None:
        raise NotFound(_("There is nothing here."))
    return Reading(
        number=article.number,
        language=article.language,
        title=revision.title,
        answer=revision.short_answer,
        checked_at=article.validated_at,
        minutes=minutes(revision, article.language),
        parts=_parts(article, revision),
        summary=summary(revision),
    )


def minutes(revision: Revision, language: str) -> int:
    """How long reading takes, at least one minute."""
    text = "\n".join([revision.short_answer, *(str(plain) for plain in revision.open_plain.values())])
    amount = len(text) / SIGNS_A_MINUTE if language == "ja" else len(text.split()) / WORDS_A_MINUTE
    return max(1, round(amount))


def summary(revision: Revision) -> str:
    """One sentence for feeds and search engines."""
    plain: dict[str, Any] = revision.open_plain
    return revision.short_answer or first_sentence(plain.get("resolution") or plain.get("issue") or "", LONGEST_SUMMARY)


def absolute(address: str) -> str:
    """*address* with the site in front, as feeds and search engines want it."""
    return (settings().base_url or request.url_root).rstrip("/") + address


def alternates() -> dict[str, str]:
    """This page in each language of the portal."""
    values = dict(request.view_args or {})
    return {
        language: absolute(url_for(str(request.endpoint), **{**values, "lang": language})) for language in LANGUAGES
    }


def _parts(article: Article, revision: Revision) -> list[Part]:
    """The filled parts in reading order. The question is left out where it only says the title again."""
    steps = mark("The answer") if article.type in ANSWERS else mark("Steps")
    titles = {
        "environment": mark("Applies to"),
        "resolution": steps,
        "issue": mark("What you may notice or ask"),
        "cause": mark("Why this happens"),
    }
    repeats_title = str(revision.open_plain.get("issue", "")).strip() == revision.title
    return [
        Part(_(title), html)
        for name, title in titles.items()
        if (html := str(revision.open_html.get(name, ""))) and not (name == "issue" and repeats_title)
    ]
