"""Draft, revise, validate, widen, restrict, archive: what happens to an article's words and states."""

from datetime import timedelta

from portal.accounts.models import Team
from portal.accounts.roles import Licence, Role
from portal.articles import standard
from portal.articles.contents import Contents, Rendered, render, statements
from portal.articles.lifecycle import AUDIENCE, START, Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, Article, ArticleType, FlagKind, Revision
from portal.articles.policy import ArticlePolicy
from portal.catalog.models import Category, Service
from portal.kernel import clock, policies
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import running_number
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb


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
    reason: str = "",
) -> Article:
    """Write a new article: not validated with a resolution, else in progress; for agents only until it is widened.

    *confidence* validated and a wider *audience* are deeds of their own, with their own rights, done in one go.
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
    reason: str,
) -> Article:
    article = Article(number=running_number("KB"), type=type, language=language, source_key=source_key)
    article.service, article.category, article.author_id = service, category, actor.id
    article.owner_team = owner_team or (service.owner_team if service else None)
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


@operation(Verb.FINISH_ARTICLE)
def finish(actor: Actor, article: Article, /) -> Article:
    """The resolution is found: the article can be used."""
    if not article.current.resolution.strip():
        raise Invalid(_("Write the resolution first."), "resolution")
    article.move(Verb.FINISH_ARTICLE)
    return article


@operation(Verb.VALIDATE_ARTICLE)
def validate(actor: Actor, article: Article, /, *, note: str, version: int | None = None) -> Article:
    """It is right, complete and follows the content standard; the note says how that was made sure."""
    expect(article, version)
    for name, sentence in standard.missing_for_validation(article):
        raise Invalid(sentence, name)
    if article.has_blocker:
        raise Invalid(_("A flag that blocks is open. Settle it first."))
    if not note.strip():
        raise Invalid(_("Say how you made sure that it is right."), "note")
    article.move(Verb.VALIDATE_ARTICLE)
    article.validated_at, article.validated_by_id, article.validation_note = clock.now(), actor.id, clean_text(note)
    article.review_due_on = (clock.now() + timedelta(days=policies.read(ArticlePolicy).review_days)).date()
    _show_outside(article)
    return article


@operation(Verb.RECHECK_ARTICLE)
def recheck(actor: Actor, article: Article, /, *, reason: str) -> Article:
    """There is doubt. Readers outside keep the last validated revision until it is validated again or pulled back."""
    if not reason.strip():
        raise Invalid(_("Say what is in doubt."), "reason")
    article.move(Verb.RECHECK_ARTICLE)
    return article


@operation(Verb.WIDEN_ARTICLE)
def widen(actor: Actor, article: Article, /, *, audience: Audience, reason: str, version: int | None = None) -> Article:
    """Let more people read it. Refused while it is not validated, flagged, or tells what must stay inside."""
    expect(article, version)
    article.move(Verb.WIDEN_ARTICLE)
    if audience.breadth <= article.audience.breadth:
        raise InvalidTransition(_("The article is open to them already."))
    if article.restricted_to_id is not None:
        raise Invalid(_("The article is restricted to a team. Lift the restriction first."), "audience")
    if article.confidence is not Confidence.VALIDATED and not policies.read(ArticlePolicy).not_validated_outside:
        raise Invalid(_("Only a validated article is shown outside the desk. Validate it first."), "audience")
    for name, sentence in standard.missing_for_audience(article, audience):
        raise Invalid(sentence, name)
    article.audience = audience
    _show_outside(article)
    return article


@operation(Verb.PULL_BACK_ARTICLE)
def pull_back(actor: Actor, article: Article, /, *, audience: Audience = Audience.WITHIN, reason: str) -> Article:
    """Let fewer people read it, at once and everywhere."""
    if not reason.strip():
        raise Invalid(_("Say why it is withdrawn."), "reason")
    article.move(Verb.PULL_BACK_ARTICLE)
    AUDIENCE.after(Verb.PULL_BACK_ARTICLE, article.audience, audience)
    if audience.breadth >= article.audience.breadth:
        raise InvalidTransition(_("Choose an audience that is narrower than the present one."))
    article.audience = audience
    if audience is Audience.WITHIN:
        article.outside_sequence = None
    return article


@operation(Verb.RESTRICT_ARTICLE)
def restrict(actor: Actor, article: Article, /, *, team: Team | None, reason: str) -> Article:
    """Only *team* may know of it; None lifts that, and the article is for agents again."""
    if not reason.strip():
        raise Invalid(_("Say why."), "reason")
    if team is not None and actor.id is not None and team.id not in getattr(actor, "team_ids", frozenset()):
        raise Invalid(
            _("Choose a team that you belong to; otherwise you would lose sight of the article yourself."), "team"
        )
    article.move(Verb.RESTRICT_ARTICLE)
    article.restricted_to = team
    article.audience, article.outside_sequence = Audience.WITHIN, None
    return article


@operation(Verb.GOVERN_ARTICLE)
def govern(actor: Actor, article: Article, /, *, governance: Governance, team: Team | None, reason: str) -> Article:
    """Put the article under a named team (compliance), or give it back to everybody with a licence."""
    if governance is Governance.COMPLIANCE and team is None:
        raise Invalid(_("Choose the team that answers for it."), "team")
    article.move(Verb.GOVERN_ARTICLE)
    article.governance = governance
    article.governance_team = team if governance is Governance.COMPLIANCE else None
    return article


@operation(Verb.DISCARD_ARTICLE)
def discard(actor: Actor, article: Article, /, *, reason: str) -> Article:
    """Throw away a beginning that came to nothing."""
    article.move(Verb.DISCARD_ARTICLE)
    return article


@operation(Verb.ARCHIVE_ARTICLE)
def archive(
    actor: Actor, article: Article, /, *, why: ArchiveReason, replacement: Article | None, reason: str
) -> Article:
    """Put it away: found only by whoever looks among the archived; others are led to what replaces it."""
    if why is ArchiveReason.DUPLICATE and replacement is None:
        raise Invalid(_("Name the article that stays."), "replacement")
    _insist_on_replacement(article, replacement)
    article.move(Verb.ARCHIVE_ARTICLE)
    article.archive_reason, article.replacement = why, replacement
    return article


@operation(Verb.RESTORE_ARTICLE)
def restore(actor: Actor, article: Article, /, *, reason: str) -> Article:
    """Bring it back, not validated and for agents only."""
    article.move(Verb.RESTORE_ARTICLE)
    article.audience, article.outside_sequence = Audience.WITHIN, None
    article.archive_reason, article.replacement = None, None
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
    _insist_on_replacement(article, other)
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
        _show_outside(article)


def _show_outside(article: Article) -> None:
    """Readers outside get the current revision, where the audience and the state allow it.

    Refused with `Invalid` where its words must not be read there: every save that reaches readers is a publication.
    """
    shown = article.confidence is Confidence.VALIDATED or policies.read(ArticlePolicy).not_validated_outside
    if article.audience is not Audience.WITHIN and article.confidence is not Confidence.WIP and shown:
        for name, sentence in standard.unfit_for_audience(article, article.audience):
            raise Invalid(sentence, name)
        article.outside_sequence = article.current_sequence
    elif article.audience is Audience.WITHIN:
        article.outside_sequence = None


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


def _insist_on_replacement(article: Article, replacement: Article | None) -> None:
    if replacement is not None and (replacement.id == article.id or replacement.replacement_id == article.id):
        raise Invalid(_("An article cannot replace itself."), "replacement")


def _is_candidate(actor: Actor) -> bool:
    licence = getattr(actor, "licence", Licence.PUBLISHER)
    experts = {Role.KNOWLEDGE_MANAGER, Role.KNOWLEDGE_DOMAIN_EXPERT, Role.COACH}
    return licence in (None, Licence.CANDIDATE) and not getattr(actor, "roles", frozenset()) & experts
