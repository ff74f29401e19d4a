"""What happens to an article as a whole: how sure we are of it, who may read it, who answers for it."""

from datetime import timedelta

from portal.accounts.models import Team
from portal.articles import standard
from portal.articles.lifecycle import AUDIENCE, Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, Article
from portal.articles.policy import ArticlePolicy
from portal.kernel import clock, policies
from portal.kernel.db import expect
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb


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
    show_outside(article)
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
    show_outside(article)
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
    insist_on_replacement(article, replacement)
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


def show_outside(article: Article) -> None:
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


def insist_on_replacement(article: Article, replacement: Article | None) -> None:
    if replacement is not None and (replacement.id == article.id or replacement.replacement_id == article.id):
        raise Invalid(_("An article cannot replace itself."), "replacement")
