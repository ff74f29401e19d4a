"""Flag it or fix it: what is wrong with an article, who looks into it, and how that ended."""

from datetime import timedelta

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Flag, FlagKind, Severity
from portal.articles.operations import pull_back
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb

REOPEN_WITHIN = timedelta(days=30)
HIDING = frozenset({FlagKind.SENSITIVE_DATA, FlagKind.WRONG_AUDIENCE})


@operation(Verb.FLAG_ARTICLE)
def flag(
    actor: Actor,
    article: Article,
    /,
    *,
    kind: FlagKind,
    severity: Severity,
    text: str,
    duplicate_of: Article | None = None,
) -> Flag:
    """Say that something is wrong. What must not be read outside is withdrawn at once."""
    if kind is FlagKind.DUPLICATE and (duplicate_of is None or duplicate_of.id == article.id):
        raise Invalid(_("Name the other article, such as KB-000123."), "duplicate_of")
    if not clean_text(text) and kind not in HIDING | {FlagKind.DUPLICATE}:
        raise Invalid(_("Say where, and what is different."), "text")
    article.move(Verb.FLAG_ARTICLE)
    raised = Flag(article=article, kind=kind, severity=severity, text=clean_text(text), raised_by_id=actor.id)
    raised.duplicate_of_id = duplicate_of.id if duplicate_of else None
    if kind in HIDING:
        raised.severity = Severity.BLOCKER
    db.session.add(raised)
    db.session.flush()
    if kind in HIDING and article.audience is not Audience.WITHIN:
        # Nobody needs a right of their own for this: it is the rule that hides, not the person.
        pull_back(THE_SYSTEM, article, reason=_("A flag says that it must not be read outside."))
    elif (
        severity is Severity.BLOCKER
        and article.confidence is Confidence.VALIDATED
        and actor.may(Verb.RECHECK_ARTICLE, article)
    ):
        article.move(Verb.RECHECK_ARTICLE)
    return raised


@operation(Verb.TAKE_FLAG)
def take(actor: User, flag: Flag, /) -> Flag:
    """Look into it oneself."""
    flag.move(Verb.TAKE_FLAG)
    flag.assignee_id = actor.id
    return flag


@operation(Verb.FIX_FLAG)
def fix(actor: Actor, flag: Flag, /, *, answer: str = "") -> Flag:
    """It is mended; the revision that did it is the current one."""
    flag.move(Verb.FIX_FLAG)
    flag.answer, flag.settled_at, flag.fixed_sequence = clean_text(answer), clock.now(), flag.article.current_sequence
    return flag


@operation(Verb.REJECT_FLAG)
def reject(actor: Actor, flag: Flag, /, *, answer: str) -> Flag:
    """The article is right as it is; the answer tells whoever raised the flag why."""
    if not clean_text(answer):
        raise Invalid(_("Say why the article stays as it is."), "answer")
    flag.move(Verb.REJECT_FLAG)
    flag.answer, flag.settled_at = clean_text(answer), clock.now()
    return flag


@operation(Verb.REOPEN_FLAG)
def reopen(actor: Actor, flag: Flag, /) -> Flag:
    """Not mended after all; within thirty days, by whoever raised it."""
    if flag.settled_at is not None and clock.now() - flag.settled_at > REOPEN_WITHIN:
        raise InvalidTransition(_("This flag was settled more than thirty days ago. Raise a new one."))
    flag.move(Verb.REOPEN_FLAG)
    flag.settled_at, flag.assignee_id = None, None
    return flag
