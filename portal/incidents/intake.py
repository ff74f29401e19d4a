"""Record what a caller says, with what was found for it: all of it at once, or nothing (domain 1.6)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.accounts.models import User
from portal.articles.models import Article
from portal.files.uploads import Kept
from portal.incidents import attachments, knowledge, operations, states
from portal.incidents.kinds import Channel, LinkKind, LinkSource
from portal.incidents.models import Incident
from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb


@dataclass(frozen=True)
class Found:
    """An article that stood beside the form, at this place; `letter` is what the caller is sent of it."""

    article: Article
    rank: int | None = None
    letter: str = ""


@dataclass(frozen=True)
class Intake:
    """What was written down, and what is to become of it at once."""

    details: Details
    channel: Channel
    impact: Impact
    urgency: Urgency
    linked: Sequence[Found] = ()
    sent: Sequence[Found] = ()
    parent: Incident | None = None
    solved_with: Found | None = None
    files: Sequence[Kept] = ()


@operation(Verb.RECORD_INCIDENT)
def take_in(actor: Actor, /, *, intake: Intake) -> Incident:
    """I1 to I3, and with a known fix I4: recorded, taken by whoever speaks with the caller, weighed, perhaps resolved.

    Without a category it stays in triage. One that is resolved at once goes there from triage, and an undo leads back.
    """
    incident = operations.record(actor, details=_completed(intake), channel=intake.channel)
    person = db.session.get(User, actor.id) if actor.id is not None else None
    if person is not None and actor.may(Verb.TAKE_INCIDENT, incident):
        states.take(actor, incident, person=person)
    if intake.files:
        attachments.attach(actor, incident, kept=intake.files, visible=False)
    if intake.parent is not None:
        operations.join(actor, incident, intake.parent)
    for found in intake.linked:
        _link(actor, incident, found, LinkKind.REFERENCE)
    for found in intake.sent:
        _send(actor, incident, found)
    if intake.solved_with is not None:
        knowledge.resolve_with(
            actor,
            incident,
            intake.solved_with.article,
            source=LinkSource.INTAKE_SUGGESTION,
            rank=intake.solved_with.rank,
            impact=intake.impact,
            urgency=intake.urgency,
        )
    elif incident.category is not None:
        states.prioritize(actor, incident, impact=intake.impact, urgency=intake.urgency)
    else:
        states.weigh(incident, intake.impact, intake.urgency)
    return incident


def _completed(intake: Intake) -> Details:
    """What the fix knows better than whoever had no time to choose: its service and its category."""
    article = intake.solved_with.article if intake.solved_with is not None else None
    if article is None:
        return intake.details
    return replace(
        intake.details,
        service=intake.details.service or article.service,
        category=intake.details.category or article.category,
    )


def _send(actor: Actor, incident: Incident, found: Found) -> None:
    _link(actor, incident, found, LinkKind.REFERENCE)
    knowledge.send(actor, incident, found.article, letter=found.letter)


def _link(actor: Any, incident: Incident, found: Found, kind: LinkKind) -> None:
    knowledge.link(actor, incident, found.article, kind=kind, source=LinkSource.INTAKE_SUGGESTION, rank=found.rank)
