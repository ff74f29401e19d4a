"""The words of an article: checked, cleaned and rendered before anything is written."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from portal.articles.models import FIELDS, Revision
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.markdown import Passage, render_all
from portal.kernel.text import clean_line, clean_text

LONGEST_TITLE = 200
LONGEST_ANSWER = 300
MOST_KEYWORDS = 40
LONGEST_KEYWORD = 60
# Longer than any address or key; what has no end is a file, and nobody finds anything by it. Japanese has no blanks.
LONGEST_WORD = 5_000
_ENDLESS = re.compile(rf"[\x21-\x7e]{{{LONGEST_WORD + 1}}}")


@dataclass(frozen=True)
class Contents:
    """What a person writes into an article: plain title and answer, four Markdown texts, words to find it by."""

    title: str
    issue: str
    environment: str = ""
    resolution: str = ""
    cause: str = ""
    short_answer: str = ""
    keywords: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, revision: Revision) -> "Contents":
        return cls(**revision.contents())


@dataclass(frozen=True)
class Rendered:
    """Contents and what their texts were rendered to. Made before the transaction: rendering takes time."""

    contents: Contents
    passages: dict[str, Passage]

    @property
    def resolution(self) -> str:
        return self.contents.resolution

    def onto(self, revision: Revision) -> Revision:
        """Put all of it into a new revision."""
        for name in ("title", "short_answer", *FIELDS, "keywords", "codes"):
            setattr(revision, name, getattr(self.contents, name))
        revision.html = {name: passage.html for name, passage in self.passages.items()}
        revision.open_html = {name: passage.open_html for name, passage in self.passages.items()}
        revision.plain = {name: passage.plain for name, passage in self.passages.items()}
        revision.open_plain = {name: passage.open_plain for name, passage in self.passages.items()}
        shared = [self.contents.title, self.contents.short_answer, *self.contents.keywords, *self.contents.codes]
        revision.words = "\n".join([*shared, *revision.plain.values()])
        revision.open_words = "\n".join([*shared, *revision.open_plain.values()])
        return revision


def render(contents: Contents | Rendered) -> Rendered:
    """Clean and render *contents*; `Invalid` names the field that cannot be taken, and says why.

    What is rendered already is given back, so that whoever has many articles renders them before the transaction.
    """
    if isinstance(contents, Rendered):
        return contents
    written = cleaned(contents)
    return Rendered(written, dict(zip(FIELDS, _rendered([getattr(written, name) for name in FIELDS]), strict=True)))


def cleaned(contents: Contents) -> Contents:
    """*contents* as they are stored; `Invalid` where they cannot be."""
    written = replace(
        contents,
        title=_line(contents.title, "title", LONGEST_TITLE),
        short_answer=_line(contents.short_answer, "short_answer", LONGEST_ANSWER),
        keywords=_words(contents.keywords, "keywords"),
        codes=_words(contents.codes, "codes"),
        **{name: clean_text(getattr(contents, name)) for name in FIELDS},
    )
    for name in FIELDS:
        if _ENDLESS.search(getattr(written, name)):
            raise Invalid(
                _("One word is longer than %(most)s characters. Attach it as a file instead.", most=LONGEST_WORD), name
            )
    if not written.title:
        raise Invalid(_("Write a title in the words of those who have the problem."), "title")
    if not written.issue.strip():
        raise Invalid(_("Write down the symptom or question."), "issue")
    return written


def statements(issue: str) -> list[str]:
    """The issue statements: one a line, without list marks."""
    return [line.strip().lstrip("-*・ ").strip() for line in issue.splitlines() if line.strip().lstrip("-*・ ").strip()]


def _rendered(sources: list[str]) -> list[Passage]:
    try:
        return render_all(sources)
    except Invalid:
        # Together they were refused; find out which one it is, so that the person need not guess.
        for name, source in zip(FIELDS, sources, strict=True):
            try:
                render_all([source])
            except Invalid as refused:
                raise Invalid(refused.sentence, name) from None
        raise


def _line(text: str, name: str, longest: int) -> str:
    line = clean_line(text)
    if len(line) > longest:
        raise Invalid(_("Use at most %(most)s characters.", most=longest), name)
    return line


def _words(words: list[str], name: str) -> list[str]:
    cleaned: dict[str, Any] = dict.fromkeys(word for word in (clean_line(word) for word in words) if word)
    if len(cleaned) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in cleaned):
        raise Invalid(
            _("At most %(most)s words of at most %(longest)s characters.", most=MOST_KEYWORDS, longest=LONGEST_KEYWORD),
            name,
        )
    return list(cleaned)
