"""The cause, the workaround, and the known error that tells of both; its article is what intake shows next time."""

from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.articles import flags
from portal.articles import operations as articles
from portal.articles.contents import Contents, Rendered, render
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article, ArticleType, FlagKind, Severity
from portal.incidents import knowledge, timeline
from portal.incidents.kinds import LinkKind, LinkSource
from portal.incidents.lifecycle import OPEN as INCIDENT_OPEN
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, insist
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb
from portal.problems.kinds import CauseCategory, CauseKind
from portal.problems.models import Cause, Problem


@operation(Verb.NAME_CAUSE)
def name_cause(
    actor: Actor,
    problem: Problem,
    /,
    *,
    kind: CauseKind,
    text: str,
    category: CauseCategory | None = None,
    evidence: str = "",
    review_number: str = "",
    confirmed: bool = False,
) -> Problem:
    """Add a cause; *confirmed* says that the root cause is shown, not only thought."""
    insist(text, "text", _("Write the cause."))
    if kind is CauseKind.ROOT and category is None:
        raise Invalid(_("Choose which kind of cause it is."), "category")
    problem.move(Verb.NAME_CAUSE)
    words = clean_text(text)
    if not any(cause.kind is kind and cause.text == words for cause in problem.causes):
        cause = Cause(kind=kind, category=category, text=words, evidence=clean_text(evidence), added_by_id=actor.id)
        cause.review_number, cause.added_at = review_number, clock.now()
        problem.causes.append(cause)
    if kind is CauseKind.ROOT and confirmed:
        problem.cause_confirmed = True
    db.session.flush()
    return problem


def write_workaround(
    actor: Any, problem: Problem, /, *, workaround: str, tested: bool, version: int | None = None
) -> Problem:
    """How to work on in spite of it. The article of a known error says the same, or gets a flag."""
    insist(workaround, "workaround", _("Write what one can do meanwhile."))
    rendered = None
    if problem.article is not None and problem.article.current.resolution != clean_text(workaround):
        rendered = render(Contents(**{**problem.article.current.contents(), "resolution": workaround}))
    return _write_workaround(actor, problem, workaround=workaround, tested=tested, rendered=rendered, version=version)


@operation(Verb.WRITE_WORKAROUND)
def _write_workaround(
    actor: Actor, problem: Problem, /, *, workaround: str, tested: bool, rendered: Rendered | None, version: int | None
) -> Problem:
    expect(problem, version, workaround=problem.workaround)
    problem.move(Verb.WRITE_WORKAROUND)
    problem.workaround, problem.workaround_tested = clean_text(workaround), tested
    article = problem.article
    if article is None or rendered is None or article.confidence not in LIVE:
        return problem
    why = _("The workaround of %(number)s changed.", number=problem.number)
    if actor.may(Verb.REVISE_ARTICLE, article):
        articles.revise(
            actor, article, contents=rendered, type=article.type, language=article.language, service=article.service,
            category=article.category, owner_team=article.owner_team, confidence=None, audience=None, reason=why,
        )  # fmt: skip
    else:
        flags.flag(THE_SYSTEM, article, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text=why)
    return problem


def declare(actor: Any, problem: Problem, /, *, article: Article | None = None) -> Problem:
    """M6: it is known, by its cause or by a tested workaround. *article* tells of it; None: one is drafted."""
    rendered = render(_contents(problem)) if article is None and problem.article is None else None
    return _declare(actor, problem, article=article, rendered=rendered)


@operation(Verb.DECLARE_KNOWN_ERROR)
def _declare(actor: Actor, problem: Problem, /, *, article: Article | None, rendered: Rendered | None) -> Problem:
    has_cause = problem.cause_confirmed and bool(problem.root_cause)
    has_workaround = problem.workaround_tested and bool(problem.workaround)
    if not (has_cause or has_workaround):
        raise Invalid(_("Confirm the root cause, or test a workaround, first."))
    insist(problem.symptoms, "symptoms", _("Write the symptoms first, so that people find it by them."))
    problem.move(Verb.DECLARE_KNOWN_ERROR)
    problem.declared_at, problem.declared_by_id = clock.now(), actor.id
    if article is not None:
        if article.confidence not in LIVE or article.restricted_to_id != problem.restricted_to_id:
            raise Invalid(_("Both must be open to the same people."), "article")
        problem.article = article
    elif rendered is not None:
        problem.article = articles.draft(
            actor, contents=rendered, type=ArticleType.KNOWN_ERROR, language=current_locale(),
            service=problem.service, category=problem.category, owner_team=problem.team,
            reason=_("Known error of %(number)s", number=problem.number),
        )  # fmt: skip
        if problem.restricted_to is not None:
            why = _("Its problem is restricted.")
            articles.restrict(THE_SYSTEM, problem.article, team=problem.restricted_to, reason=why)
    return problem


@operation(Verb.TELL_WORKAROUND)
def tell_workaround(actor: Actor, problem: Problem, /) -> Problem:
    """Everybody who waits on a linked incident reads the workaround there, and the article is linked to it."""
    insist(problem.workaround, "workaround", _("Write the workaround first."))
    problem.move(Verb.TELL_WORKAROUND)
    for link in problem.links:
        incident = link.incident
        if incident.state not in INCIDENT_OPEN:
            continue
        timeline.reply(THE_SYSTEM, incident, text=problem.workaround)
        incident.entries[-1].author_id = actor.id
        if problem.article is not None and problem.article.confidence in LIVE:
            knowledge.link(
                THE_SYSTEM, incident, problem.article, kind=LinkKind.REFERENCE, source=LinkSource.PROBLEM_PUSH
            )
    problem.workaround_told_at = clock.now()
    return problem


def _contents(problem: Problem) -> Contents:
    service = problem.service.name if problem.service is not None else ""
    return Contents(
        title=problem.statement,
        issue=problem.symptoms or problem.statement,
        environment=service,
        resolution=problem.workaround,
        cause=problem.root_cause or problem.direct_cause,
    )
