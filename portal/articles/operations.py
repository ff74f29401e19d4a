"""Draft, revise, merge: what is done with the words of an article; its states have their deeds beside this."""

from portal.accounts.models import Team
from portal.accounts.roles import Licence, Role
from portal.articles.contents import Contents, Rendered, render, statements
from portal.articles.lifecycle import START, Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, Article, ArticleType, FlagKind, Revision
from portal.articles.states import (
    archive,
    discard,
    finish,
    govern,
    insist_on_replacement,
    pull_back,
    recheck,
    restore,
    restrict,
    show_outside,
    validate,
    widen,
)
from portal.catalog.models import Category, Service
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import running_number
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb

__all__ = [
    "archive",
    "discard",
    "draft",
    "finish",
    "govern",
    "merge",
    "pull_back",
    "recheck",
    "restore",
    "restrict",
    "revise",
    "validate",
    "widen",
]


def draft(
    actor: Actor,
    /,
    *,
    contents: Contents | Rendered,
    type: ArticleType,
    language: str,
    service: Service | None = None,
    category: Category | None = None,
    owner_team: Team | None = None,
    confidence: Confidence | None = None,
    audience: Audience = Audience.WITHIN,
    translation_of: Article | None = None,
    source_key: str | None = None,
    restricted_to: Team | None = None,
    reason: str = "",
) -> Article:
    """Write a new article: not validated with a resolution, else in progress; for agents only until it is widened.

    *confidence* validated and a wider *audience* are deeds of their own, with their own rights, done in one go.
    *restricted_to*: for this team alone from the beginning.
    """
    rendered = render(contents)
    return _draft(
        actor,
        rendered=rendered,
        type=type,
        language=language,
        service=service,
        category=category,
        owner_team=owner_team,
        confidence=confidence,
        audience=audience,
        translation_of=translation_of,
        source_key=source_key,
        restricted_to=restricted_to,
        reason=reason,
    )


@operation(Verb.DRAFT_ARTICLE)
def _draft(
    actor: Actor,
    /,
    *,
    rendered: Rendered,
    type: ArticleType,
    language: str,
    service: Service | None,
    category: Category | None,
    owner_team: Team | None,
    confidence: Confidence | None,
    audience: Audience,
    translation_of: Article | None,
    source_key: str | None,
    restricted_to: Team | None,
    reason: str,
) -> Article:
    article = Article(number=running_number("KB"), type=type, language=language, source_key=source_key)
    article.service, article.category, article.author_id = service, category, actor.id
    article.owner_team = owner_team or (service.owner_team if service else None)
    article.restricted_to_id = restricted_to.id if restricted_to is not None else None
    if translation_of is not None:
        article.translation_of_id = translation_of.translation_of_id or translation_of.id
        article.translated_sequence = translation_of.current_sequence
        article.restricted_to_id = translation_of.restricted_to_id  # the same words, so for the same people
    article.confidence = START.choose(rendered.contents)
    if confidence is Confidence.WIP:
        article.confidence = Confidence.WIP
    db.session.add(article)
    db.session.flush()
    _write(actor, article, rendered, 1, reason or _("First version"))
    if confidence is Confidence.VALIDATED:
        validate(actor, article, note=reason)
    if audience is not Audience.WITHIN:
        widen(actor, article, audience=audience, reason=reason)
    return article


def revise(
    actor: Actor,
    article: Article,
    /,
    *,
    contents: Contents | Rendered,
    type: ArticleType,
    language: str,
    service: Service | None,
    category: Category | None,
    owner_team: Team | None,
    confidence: Confidence | None,
    audience: Audience | None,
    reason: str,
    follows_original: bool = False,
    version: int | None = None,
) -> Article:
    """Save a new revision, and with it the chosen state and audience, whole or not at all.

    *follows_original*: the translation says again what the original says now.
    """
    rendered = render(contents)
    return _revise(
        actor,
        article,
        rendered=rendered,
        type=type,
        language=language,
        service=service,
        category=category,
        owner_team=owner_team,
        confidence=confidence,
        audience=audience,
        reason=reason,
        follows_original=follows_original,
        version=version,
    )


@operation(Verb.REVISE_ARTICLE)
def _revise(
    actor: Actor,
    article: Article,
    /,
    *,
    rendered: Rendered,
    type: ArticleType,
    language: str,
    service: Service | None,
    category: Category | None,
    owner_team: Team | None,
    confidence: Confidence | None,
    audience: Audience | None,
    reason: str,
    follows_original: bool,
    version: int | None,
) -> Article:
    before = article.current
    expect(article, version, **before.contents(), audience=article.audience, confidence=article.confidence)
    article.move(Verb.REVISE_ARTICLE)
    _insist_on_kept_statements(actor, before.issue, rendered.contents.issue)
    if not reason.strip():
        raise Invalid(_("Say in a few words why you change it."), "reason")
    article.type, article.language = type, language
    article.service, article.category, article.owner_team = service, category, owner_team
    if follows_original and article.translation_of is not None:
        article.translated_sequence = article.translation_of.current_sequence
    if Contents.of(before) != rendered.contents:
        _write(actor, article, rendered, article.current_sequence + 1, reason)
    _settle_confidence(actor, article, before, rendered, confidence, reason)
    if audience is not None and audience is not article.audience:
        if audience.breadth > article.audience.breadth:
            widen(actor, article, audience=audience, reason=reason)
        else:
            pull_back(actor, article, audience=audience, reason=reason)
    return article


def merge(actor: Actor, article: Article, other: Article, /, *, reason: str) -> Article:
    """Put *article* into *other*: its issue statements and flags move, and it is archived as a duplicate."""
    missing = [line for line in statements(article.current.issue) if line not in statements(other.current.issue)]
    kept = Contents.of(other.current)
    issue = "\n".join([kept.issue.rstrip(), *missing])
    joined = {
        **other.current.contents(),
        "issue": issue,
        "keywords": list(dict.fromkeys([*kept.keywords, *article.current.keywords])),
    }
    return _merge(actor, article, other, rendered=render(Contents(**joined)), reason=reason)


@operation(Verb.MERGE_ARTICLE)
def _merge(actor: Actor, article: Article, other: Article, /, *, rendered: Rendered, reason: str) -> Article:
    if other.confidence is Confidence.ARCHIVED:
        raise Invalid(_("The article that stays is archived. Restore it first."), "other")
    if article.restricted_to_id is not None and article.restricted_to_id != other.restricted_to_id:
        raise Invalid(_("The words of a restricted article must not move to where others can read them."), "other")
    if not actor.may(Verb.REVISE_ARTICLE, other):
        raise Invalid(actor.who_may(Verb.REVISE_ARTICLE, other), "other")
    insist_on_replacement(article, other)
    article.move(Verb.MERGE_ARTICLE)
    article.archive_reason, article.replacement = ArchiveReason.DUPLICATE, other
    if Contents.of(other.current) != rendered.contents:
        _write(actor, other, rendered, other.current_sequence + 1, _("Merged with %(number)s", number=article.number))
        if other.confidence is Confidence.VALIDATED:
            _settle_outside(other, changed=True)
    for flag in article.open_flags:
        if flag.kind is FlagKind.DUPLICATE:
            flag.move(Verb.MERGE_ARTICLE)
            flag.settled_at, flag.answer = clock.now(), reason
        else:
            flag.article_id = other.id
    return article


def _write(actor: Actor, article: Article, rendered: Rendered, sequence: int, reason: str) -> None:
    revision = rendered.onto(
        Revision(article_id=article.id, sequence=sequence, author_id=actor.id, reason=clean_text(reason))
    )
    db.session.add(revision)
    article.current_sequence, article.changed_at = sequence, clock.now()
    db.session.flush()
    db.session.refresh(article, ["current"])


def _settle_confidence(
    actor: Actor, article: Article, before: Revision, rendered: Rendered, wanted: Confidence | None, reason: str
) -> None:
    touched = before.resolution != rendered.contents.resolution
    if article.confidence is Confidence.WIP and rendered.resolution and wanted is not Confidence.WIP:
        finish(actor, article)
    elif article.confidence is Confidence.VALIDATED and (wanted is Confidence.NOT_VALIDATED or not rendered.resolution):
        recheck(actor, article, reason=reason)
    elif article.confidence is Confidence.VALIDATED and touched and _is_candidate(actor):
        article.move(Verb.RECHECK_ARTICLE)
    if (
        wanted is Confidence.VALIDATED
        and article.confidence is Confidence.NOT_VALIDATED
        and not (touched and _is_candidate(actor))
    ):
        validate(actor, article, note=reason)
    elif article.confidence is Confidence.VALIDATED:
        _settle_outside(article, changed=article.current is not before)


def _settle_outside(article: Article, *, changed: bool) -> None:
    if changed and article.governance is Governance.COMPLIANCE:
        article.move(Verb.RECHECK_ARTICLE)  # a second pair of eyes has to see it before readers outside do
    else:
        show_outside(article)


def _insist_on_kept_statements(actor: Actor, before: str, after: str) -> None:
    if actor.may(Verb.WIDEN_ARTICLE):
        return
    kept = set(statements(after))
    if gone := [line for line in statements(before) if line not in kept]:
        raise Invalid(
            _(
                "These words of requesters would be lost: “%(line)s”. "
                "Add lines, but leave these; a KCS Publisher may remove them.",
                line=gone[0],
            ),
            "issue",
        )


def _is_candidate(actor: Actor) -> bool:
    licence = getattr(actor, "licence", Licence.PUBLISHER)
    experts = {Role.KNOWLEDGE_MANAGER, Role.KNOWLEDGE_DOMAIN_EXPERT, Role.COACH}
    return licence in (None, Licence.CANDIDATE) and not getattr(actor, "roles", frozenset()) & experts
