"""The content standard: what a good article has, and what this one lacks."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.articles.lifecycle import Audience
from portal.articles.models import FIELDS, Article, ArticleType
from portal.kernel.i18n import gettext as _

LONGEST_STEP = 160  # characters in one numbered step
MOST_STATEMENTS = 12

_SYMPTOM_WORDS = re.compile(
    r"ない|できず|には[？?]?$|とき|方法|したい|する$|される|なる|エラー|失敗|遅い|切れ|止ま|消え|について|手順|基準|とは|仕方"
    r"|\b(?:cannot|can't|not?|how|what|when|after|lost|stuck|set(?:ting)? up|to)\b|\b(?:error|fail|slow|missing)",
    re.IGNORECASE,
)
# Each pattern begins where a word begins or looks only so far: 64 KB without any break must not hold the page.
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w-])(?:0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}|\+\d{1,3}[ -]\d[\d -]{6,})(?![\w-])")
_SECRET = re.compile(
    r"(?:password|passwd|パスワード|api[_ ]?key|secret)\s*[:=：＝]\s*(?![*＊•…<「])\S{4,}", re.IGNORECASE
)
_EMPTY_LINK = re.compile(r"\[[^\]\n]{0,200}\]\([^\S\n]{0,20}\)")
_LINK_PROMISED = re.compile(
    r"次のページ|以下のリンク|こちら[をのかへに]|ここをクリック|\bclick here\b|\bthe following (?:page|link)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\]\n]{1,200}\]\([^\S\n]{0,20}[^\s)]|https?://")
_KB_LINK = re.compile(r"\(kb:(KB-\d{1,9})\)", re.IGNORECASE)
_PRIVATE_LINK = re.compile(
    r"https?://(?:localhost|[\w-]+(?![\w.-])|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w.-]+\.(?:local|internal|lan)\b)",
    re.IGNORECASE,
)
_STEP = re.compile(r"^[^\S\n]*\d{1,2}[.)．)、][^\S\n]*(\S.*)$", re.MULTILINE)
_INTERNAL = re.compile(r"^:::internal\b.*?(?:^:::\s*$|\Z)", re.MULTILINE | re.DOTALL)
_STEPPED = frozenset({ArticleType.PROBLEM, ArticleType.HOWTO, ArticleType.PROCEDURE, ArticleType.DIAGNOSTIC})


class Verdict(StrEnum):
    OK = "ok"
    TO_DO = "todo"
    OPEN = "open"  # not judged: a program cannot, or not yet


@dataclass(frozen=True)
class Check:
    """One of the eight: its name, the verdict, and a hint that says what was found."""

    name: str
    label: str
    verdict: Verdict
    hint: str = ""


@dataclass(frozen=True)
class Manuscript:
    """What is being written, as the checks look at it."""

    title: str
    issue: str
    environment: str
    resolution: str
    cause: str
    short_answer: str
    type: ArticleType
    audience: Audience

    @property
    def all_text(self) -> str:
        texts = (self.title, self.short_answer, self.issue, self.environment, self.resolution, self.cause)
        return "\n".join(texts)

    @property
    def open_text(self) -> str:
        """What readers outside the desk would see of it."""
        return _INTERNAL.sub("", self.all_text)


def manuscript(article: Article, audience: Audience | None = None) -> Manuscript:
    texts = {name: getattr(article.current, name) for name in ("title", "short_answer", *FIELDS)}
    return Manuscript(**texts, type=article.type, audience=audience or article.audience)


def checks(
    written: Manuscript,
    *,
    similar: Collection[str] | None = None,
    names: Collection[str] = (),
    links: Mapping[str, Audience | None] | None = None,
) -> list[Check]:
    """The eight checks. *similar*: numbers of articles that read alike (None: not looked yet); *names*: names of people
    that must not stand in it; *links*: KB numbers → the audience of that article, None where there is none such."""
    return [
        _title(written),
        _one_problem(written),
        _environment(written),
        _steps(written),
        _unique(similar),
        _personal(written, names),
        _destinations(written, links),
        _readable_links(written, links),
    ]


def missing_for_validation(article: Article) -> Iterator[tuple[str, str]]:
    """Field and sentence for each thing that a validated article needs and this one lacks (state machine A4, A5)."""
    written = manuscript(article)
    if not written.resolution.strip():
        yield "resolution", _("Write the resolution first.")
    if not written.environment.strip():
        yield "environment", _("Say where it happens: service, device, version.")
    if article.category_id is None:
        yield "category", _("Choose a category.")


def missing_for_audience(article: Article, audience: Audience) -> Iterator[tuple[str, str]]:
    """Field and sentence for each thing that forbids showing the article to *audience* (state machine B1, B2)."""
    if article.has_blocker:
        yield "audience", _("A flag that blocks is open. Settle it first.")
    yield from unfit_for_audience(article, audience)


def unfit_for_audience(article: Article, audience: Audience) -> Iterator[tuple[str, str]]:
    """What of this lies in the words themselves, and so in every new revision."""
    written = manuscript(article, audience)
    if article.category_id is None:
        yield "category", _("Choose a category.")
    if not written.short_answer.strip():
        yield "short_answer", _("Write the answer in one sentence; readers see it first.")
    if found := personal(written.open_text):
        yield (
            "audience",
            _("This must not be read outside: %(found)s. Remove it, or put it into a block for agents.", found=found),
        )
    if audience is Audience.PUBLIC:
        if _EMPTY_LINK.search(written.open_text):
            yield "resolution", _("A link has no destination.")
        if private := _PRIVATE_LINK.search(written.open_text):
            yield "resolution", _("This address cannot be reached from outside: %(found)s", found=private.group(0))


def personal(text: str) -> str:
    """The first mail address, phone number or password in *text*; empty if there is none."""
    for pattern in (_MAIL, _PHONE, _SECRET):
        if found := pattern.search(text):
            return found.group(0)
    return ""


def linked_numbers(text: str) -> list[str]:
    """The articles that *text* links to."""
    return list(dict.fromkeys(number.upper() for number in _KB_LINK.findall(text)))


def _title(written: Manuscript) -> Check:
    label = _("The title has the requester's words")
    if not written.title.strip():
        return Check("title", label, Verdict.OPEN)
    if found := _SYMPTOM_WORDS.search(written.title):
        return Check("title", label, Verdict.OK, _("It has “%(word)s”", word=found.group(0)))
    return Check(
        "title", label, Verdict.TO_DO, _("Say what one does and what happens, such as “Cannot …” or “How do I …?”")
    )


def _one_problem(written: Manuscript) -> Check:
    label = _("One article, one problem")
    lines = [line for line in written.issue.splitlines() if line.strip()]
    if not lines:
        return Check("one_problem", label, Verdict.OPEN)
    if len(lines) > MOST_STATEMENTS:
        return Check(
            "one_problem",
            label,
            Verdict.TO_DO,
            _("%(count)s statements: perhaps these are two articles", count=len(lines)),
        )
    return Check("one_problem", label, Verdict.OK)


def _environment(written: Manuscript) -> Check:
    label = _("The environment (service, device, version) is stated")
    return Check("environment", label, Verdict.OK if written.environment.strip() else Verdict.TO_DO)


def _steps(written: Manuscript) -> Check:
    label = _("Steps are numbered, one deed a line")
    if not written.resolution.strip():
        return Check("steps", label, Verdict.OPEN)
    steps: list[str] = _STEP.findall(written.resolution)
    if written.type in _STEPPED and not steps:
        return Check("steps", label, Verdict.TO_DO, _("Number the steps: 1., 2., 3."))
    if endless := next((number for number, step in enumerate(steps, 1) if len(step) > LONGEST_STEP), None):
        return Check("steps", label, Verdict.TO_DO, _("Step %(number)s is long; divide it", number=endless))
    return Check("steps", label, Verdict.OK)


def _unique(similar: Collection[str] | None) -> Check:
    label = _("There is no article about the same")
    if similar is None:
        return Check("unique", label, Verdict.OPEN, _("Looked up once title and symptom are written"))
    if similar:
        return Check("unique", label, Verdict.TO_DO, _("%(count)s read alike", count=len(similar)))
    return Check("unique", label, Verdict.OK)


def _personal(written: Manuscript, names: Collection[str]) -> Check:
    label = _("No names of people, contacts or passwords")
    text = written.open_text
    found = personal(text) or next((name for name in names if len(name) >= 3 and name in text), "")
    if found:
        return Check("personal", label, Verdict.TO_DO, _("Found: %(found)s", found=found))
    return Check("personal", label, Verdict.OK, _("Checked by program"))


def _destinations(written: Manuscript, links: Mapping[str, Audience | None] | None) -> Check:
    label = _("Every link leads somewhere")
    text = written.all_text
    for number, line in enumerate(written.resolution.splitlines(), 1):
        if _EMPTY_LINK.search(line) or (_LINK_PROMISED.search(line) and not _LINK.search(line)):
            return Check(
                "destinations",
                label,
                Verdict.TO_DO,
                _("Put a link into line %(number)s of the resolution", number=number),
            )
    for linked in linked_numbers(text):
        if links is not None and links.get(linked) is None:
            return Check("destinations", label, Verdict.TO_DO, _("%(number)s does not exist", number=linked))
    return Check("destinations", label, Verdict.OK)


def _readable_links(written: Manuscript, links: Mapping[str, Audience | None] | None) -> Check:
    label = _("Readers can open every link")
    if written.audience is Audience.WITHIN:
        return Check("readable_links", label, Verdict.OPEN, _("Checked once the audience is wider"))
    for linked in linked_numbers(written.open_text):
        audience = (links or {}).get(linked)
        if audience is not None and audience.breadth < written.audience.breadth:
            return Check(
                "readable_links", label, Verdict.TO_DO, _("%(number)s is not open to these readers", number=linked)
            )
    if private := _PRIVATE_LINK.search(written.open_text):
        return Check("readable_links", label, Verdict.TO_DO, _("Inside only: %(found)s", found=private.group(0)))
    return Check("readable_links", label, Verdict.OK)
