"""Taking articles in: each record once, in whole batches, by the same operations and guards as at the desk."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select

from portal.articles import operations
from portal.articles.contents import Contents, Rendered, cleaned, render
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Revision
from portal.exchange.drafts import Manuscript, Wishes, manuscript
from portal.exchange.records import Record
from portal.kernel.db import db
from portal.kernel.errors import DomainError, Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.transaction import attempt
from portal.kernel.verbs import Verb

BATCH = 20  # articles in one transaction: other writers wait for a moment, not for the whole import

Progress = Callable[[int, int], None]


class Fate(StrEnum):
    """What became of a record."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Refusal:
    """A record that was not taken, where it stands, and why."""

    place: str
    reason: str


@dataclass
class Report:
    """What became of all records."""

    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    refused: list[Refusal] = field(default_factory=list)

    @property
    def taken(self) -> int:
        return self.fates[Fate.CREATED] + self.fates[Fate.CHANGED]


@dataclass(frozen=True)
class Ready:
    """A manuscript that differs from what is stored, drawn and waiting for its transaction."""

    manuscript: Manuscript
    rendered: Rendered


class _Undone(Exception):
    """Raised to take everything back: a rehearsal is over, or a strict import met a refusal."""


def import_articles(
    actor: Actor,
    records: Iterable[Record],
    wishes: Wishes,
    *,
    rehearse: bool = False,
    strict: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take in *records*; the report says what became of each.

    An unknown key makes a new article, a known one with other contents a new revision, and the same contents nothing.
    Everything is checked and drawn before a transaction begins. *rehearse* changes nothing and reports all the same.
    *strict* takes all or nothing, in one transaction; otherwise a stop in the middle leaves whole batches.
    """
    if wishes.audience is not Audience.WITHIN and wishes.confidence is not Confidence.VALIDATED:
        raise Invalid(
            _("Only validated articles are shown outside the desk: import them as validated, or for agents only.")
        )
    report = Report()
    manuscripts = list(legible(records, wishes, report))
    told = progress or (lambda _done, _of: None)
    if strict:
        ready: list[Ready] = []
        for start in range(0, len(manuscripts), BATCH):
            ready += _prepared(manuscripts[start : start + BATCH], wishes, report)
            told(min(start + BATCH, len(manuscripts)), len(manuscripts))
        if not report.refused:
            _write(actor, ready, wishes, report, undo=rehearse, strict=True)
        if report.refused:
            report.fates[Fate.CREATED] = report.fates[Fate.CHANGED] = 0
        return report
    for start in range(0, len(manuscripts), BATCH):
        batch = _prepared(manuscripts[start : start + BATCH], wishes, report)
        _write(actor, batch, wishes, report, undo=rehearse)
        told(min(start + BATCH, len(manuscripts)), len(manuscripts))
    return report


def legible(records: Iterable[Record], wishes: Wishes, report: Report) -> Iterator[Manuscript]:
    places: dict[str, str] = {}
    for record in records:
        try:
            written = manuscript(record, wishes)
            if written.key in places:
                raise Invalid(_("Its id is that of %(place)s.", place=places[written.key]))
            places[written.key] = record.place
            yield written
        except DomainError as refusal:
            report.refused.append(Refusal(record.place, refusal.sentence))


def _prepared(manuscripts: Sequence[Manuscript], wishes: Wishes, report: Report) -> list[Ready]:
    """Those that differ from what is stored, drawn; the others are counted."""
    stored = _stored(manuscripts)
    ready = []
    for one in manuscripts:
        try:
            contents = cleaned(one.contents)
            article = stored.get(one.key)
            if article is not None and _is_unchanged(article, one, contents, wishes):
                report.fates[Fate.UNCHANGED] += 1
            else:
                ready.append(Ready(one, render(contents)))
        except DomainError as refusal:
            report.refused.append(Refusal(one.place, refusal.sentence))
    db.session.rollback()
    return ready


def _is_unchanged(article: Article, one: Manuscript, contents: Contents, wishes: Wishes) -> bool:
    """Whether the source says what it said last time, whatever people have made of the article since."""
    given = _given(article)
    same = given is not None and Contents.of(given) == contents
    if same and not wishes.replace_edits:
        return article.language == one.language and not (article.source_translates and _original(one))
    if not same and article.current_sequence != article.source_sequence and not wishes.replace_edits:
        raise InvalidTransition(
            _(
                "%(number)s was changed here and at the source. Import with --replace-edits, or mend it by hand.",
                number=article.number,
            )
        )
    return same and article.current_sequence == article.source_sequence


def _write(
    actor: Actor, batch: Sequence[Ready], wishes: Wishes, report: Report, *, undo: bool, strict: bool = False
) -> None:
    if not batch:
        return
    fates: list[Fate] = []
    try:
        import_batch(actor, batch=batch, wishes=wishes, fates=fates, refused=report.refused, undo=undo, strict=strict)
    except _Undone:
        db.session.expire_all()
    for fate in fates:
        report.fates[fate] += 1


@operation(Verb.IMPORT_ARTICLES)
def import_batch(
    actor: Actor,
    /,
    *,
    batch: Sequence[Ready],
    wishes: Wishes,
    fates: list[Fate],
    refused: list[Refusal],
    undo: bool,
    strict: bool,
) -> None:
    """Write these articles in one transaction. What a guard refuses is noted and left out; *strict* takes all back."""
    stored = _stored([ready.manuscript for ready in batch])
    before = len(refused)
    for ready in batch:
        one = ready.manuscript
        try:
            with attempt():
                fates.append(_take(actor, stored.get(one.key), ready, wishes))
        except DomainError as refusal:
            refused.append(Refusal(one.place, refusal.sentence))
    if undo or (strict and len(refused) > before):
        raise _Undone


def _take(actor: Actor, article: Article | None, ready: Ready, wishes: Wishes) -> Fate:
    one = ready.manuscript
    original = _original(one)
    reason = wishes.reason or _("Imported from %(source)s", source=one.key)
    if article is None:
        article = operations.draft(
            actor,
            contents=ready.rendered,
            type=one.type,
            language=one.language,
            service=wishes.service,
            category=wishes.category,
            owner_team=wishes.owner_team,
            confidence=wishes.confidence,
            audience=wishes.audience,
            translation_of=original,
            source_key=one.key,
            reason=reason,
        )
        fate = Fate.CREATED
        _join_waiting(article)
    else:
        operations.revise(
            actor,
            article,
            contents=ready.rendered,
            type=one.type,
            language=one.language,
            service=wishes.service or article.service,
            category=wishes.category or article.category,
            owner_team=wishes.owner_team or article.owner_team,
            confidence=wishes.confidence,
            audience=wishes.audience if wishes.audience.breadth > article.audience.breadth else None,
            reason=reason,
        )
        fate = Fate.CHANGED
        if original is not None and article.translation_of_id is None and original.id != article.id:
            _join(article, original)
    article.source_sequence = article.current_sequence
    article.source_translates = one.translates if original is None else None
    db.session.flush()
    return fate


def _join_waiting(original: Article) -> None:
    """Translations that came before their original find it now."""
    waiting = select(Article.id).where(Article.source_translates == original.source_key, Article.id != original.id)
    for article_id in db.session.scalars(waiting).all():
        _join(db.session.get_one(Article, article_id), original)


def _join(article: Article, original: Article) -> None:
    """Both lead to the one that translates nothing; what names each other in a ring stays apart."""
    root = original.translation_of_id or original.id
    article.source_translates = None
    if root == article.id:
        return
    for translation in db.session.scalars(select(Article).where(Article.translation_of_id == article.id)).unique():
        translation.translation_of_id = root
    article.translation_of_id, article.translated_sequence = root, original.current_sequence


def _original(one: Manuscript) -> Article | None:
    if one.translates is None:
        return None
    return db.session.scalars(select(Article).where(Article.source_key == one.translates)).unique().one_or_none()


def _stored(manuscripts: Sequence[Manuscript]) -> dict[str, Article]:
    keys = [one.key for one in manuscripts]
    found = db.session.scalars(select(Article).where(Article.source_key.in_(keys))).unique()
    return {str(article.source_key): article for article in found}


def _given(article: Article) -> Revision | None:
    """The revision that the source gave last."""
    if article.source_sequence == article.current_sequence:
        return article.current
    wanted = select(Revision).where(Revision.article_id == article.id, Revision.sequence == article.source_sequence)
    return db.session.scalar(wanted)
