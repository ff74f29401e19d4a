"""Articles on incidents: link one, resolve with it, say what came of it, take it off (domain 1.9)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import object_session

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import operations as articles
from portal.articles.audience import readable
from portal.articles.contents import Contents, Rendered, render
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article
from portal.incidents import endings, timeline
from portal.incidents.kinds import LinkKind, LinkSource, Outcome, ResolutionCode
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb


@operation(Verb.LINK_ARTICLE)
def link(
    actor: Actor,
    incident: Incident,
    article: Article,
    /,
    *,
    kind: LinkKind = LinkKind.REFERENCE,
    source: LinkSource = LinkSource.MANUAL_SEARCH,
    rank: int | None = None,
    outcome: Outcome | None = None,
) -> Incident:
    """Say that *article* was used here; of one linked before, as what it is used now. Refused once it was withdrawn."""
    _use(actor, incident, article, kind, source, rank, outcome)
    return incident


@operation(Verb.RESOLVE_INCIDENT)
def resolve_with(
    actor: Actor,
    incident: Incident,
    article: Article,
    /,
    *,
    source: LinkSource,
    rank: int | None = None,
    impact: Impact | None = None,
    urgency: Urgency | None = None,
    version: int | None = None,
) -> Incident:
    """One click: *article* is what solved it; its words become the resolution. `endings.undo` takes both back."""
    use = _use(actor, incident, article, LinkKind.RESOLVES, source, rank, Outcome.SOLVED)
    words = article.current.plain.get("resolution") or article.current.short_answer or article.title
    workaround = article.current.short_answer if not article.current.resolution else ""
    code = ResolutionCode.WORKAROUND if workaround else ResolutionCode.KNOWN_SOLUTION
    endings.resolve(actor, incident, fix=endings.Fix(str(words), code, impact=impact, urgency=urgency), version=version)
    if incident.resolved_at is not None:
        use.linked_at = incident.resolved_at  # one deed, and so undone together
    return incident


def send(actor: Actor, incident: Incident, article: Article, /, *, letter: str) -> Incident:
    """The words of *article* go to whoever reported it, as a message, if they may read the article at all."""
    if not readable(incident.reporter or THE_STRANGER, article):
        raise Invalid(_("The caller may not read %(number)s, so it was not sent.", number=article.number))
    return timeline.reply(actor, incident, text=letter)


def write_from(actor: Actor, incident: Incident, /, *, contents: Contents, **values: Any) -> Article:
    """A new article of what *incident* taught, linked to it at once; *values* are those of `operations.draft`.

    Of an incident that is for one team alone, the article is for that team alone.
    """
    return _write_from(actor, incident, rendered=render(contents), values=values)


@operation(Verb.DRAFT_ARTICLE)
def _write_from(actor: Actor, incident: Incident, /, *, rendered: Rendered, values: Mapping[str, Any]) -> Article:
    article = articles.draft(actor, contents=rendered, restricted_to=incident.restricted_to, **values)
    link(actor, incident, article, kind=LinkKind.CREATED_FROM, source=LinkSource.CREATED_FROM_INCIDENT)
    return article


@operation(Verb.JUDGE_LINK)
def judge(actor: Actor, use: ArticleUse, /, *, outcome: Outcome) -> ArticleUse:
    """What came of it."""
    _insist_on_active(use)
    use.outcome = outcome
    return use


@operation(Verb.UNLINK_ARTICLE)
def unlink(actor: Actor, use: ArticleUse, /, *, reason: str) -> ArticleUse:
    """It was not this article after all; that it was linked stays on record."""
    if not reason.strip():
        raise Invalid(_("Say why."), "reason")
    _insist_on_active(use)
    use.unlinked_at, use.unlinked_by_id, use.unlink_reason = clock.now(), actor.id, clean_text(reason)
    return use


def _use(
    actor: Any,
    incident: Incident,
    article: Article,
    kind: LinkKind,
    source: LinkSource,
    rank: int | None,
    outcome: Outcome | None,
) -> ArticleUse:
    session = object_session(article)
    if session is not None:
        session.refresh(article)
    if not readable(actor, article) or article.confidence not in LIVE:
        raise Invalid(_("This article was withdrawn meanwhile, so it was not linked."), "article")
    use = next((use for use in incident.active_uses if use.article_id == article.id), None)
    if use is None:
        use = ArticleUse(article=article, sequence=article.current_sequence, source=source, rank=rank)
        use.linked_by_id, use.linked_at = actor.id, clock.now()
        incident.uses.append(use)
    use.kind, use.outcome = kind, outcome or use.outcome
    incident.changed_at = clock.now()
    db.session.flush()
    return use


def _insist_on_active(use: ArticleUse) -> None:
    if use.unlinked_at is not None:
        raise InvalidTransition(_("It was taken off already."))
