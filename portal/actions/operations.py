"""Propose, accept, do, verify: what is done with an action (domain 5.5); each deed refuses with a sentence."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import select

from portal.accounts.models import Team, User
from portal.actions.kinds import ActionType, Effect, Source, Weight
from portal.actions.models import Action, Extension
from portal.kernel import clock
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import running_number, site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Serves:
    """The record that an action is for, and the team that it is restricted to."""

    kind: Source
    id: int
    number: str
    restricted_to: Team | None = None


@dataclass(frozen=True)
class Plan:
    """What is to be done, by whom, by when; a proposal may leave person and date open."""

    title: str
    type: ActionType
    owner: User | None = None
    due_on: date | None = None
    weight: Weight = Weight.SHOULD
    description: str = ""
    team: Team | None = None
    milestone: str = ""


@operation(Verb.PROPOSE_ACTION)
def propose(actor: Actor, /, *, serves: Serves, plan: Plan) -> Action:
    """T1: an idea, not yet a promise."""
    action = Action(number=running_number("ACT"), source_kind=serves.kind, source_id=serves.id)
    action.source_number, action.proposed_by_id = serves.number, actor.id
    action.restricted_to_id = serves.restricted_to.id if serves.restricted_to is not None else None
    _fill(action, plan)
    db.session.add(action)
    db.session.flush()
    return action


@operation(Verb.REVISE_ACTION)
def revise(actor: Actor, action: Action, /, *, plan: Plan, version: int | None = None) -> Action:
    """Say it better; once accepted, person and date stay given, and the date moves by `extend` alone."""
    expect(action, version, title=action.title)
    action.move(Verb.REVISE_ACTION)
    if action.accepted_at is not None and plan.due_on != action.due_on:
        raise Invalid(_("Move the date with a reason instead."), "due_on")
    _fill(action, plan)
    if action.accepted_at is not None:
        insist_on_promise(action)
    return action


@operation(Verb.ACCEPT_ACTION)
def accept(actor: Actor, action: Action, /) -> Action:
    """T2: it is promised: one person, a real date."""
    action.move(Verb.ACCEPT_ACTION)
    insist_on_promise(action)
    action.accepted_at = clock.now()
    return action


@operation(Verb.REJECT_ACTION)
def reject(actor: Actor, action: Action, /, *, reason: str) -> Action:
    """T3: it will not be done; the reason stays to be read."""
    insist(reason, "reason", _("Say why it will not be done."))
    action.move(Verb.REJECT_ACTION)
    action.reason = clean_text(reason)
    return action


@operation(Verb.START_ACTION)
def start(actor: Actor, action: Action, /) -> Action:
    """T4."""
    action.move(Verb.START_ACTION)
    action.started_at = action.started_at or clock.now()
    return action


@operation(Verb.COMPLETE_ACTION)
def complete(actor: Actor, action: Action, /, *, evidence: str) -> Action:
    """T5: done, with something to see it by."""
    insist(evidence, "evidence", _("Say by what one can see that it is done: a link, a document, a result."))
    action.move(Verb.COMPLETE_ACTION)
    now = clock.now()
    action.started_at, action.completed_at = action.started_at or now, now
    action.evidence = clean_text(evidence)
    return action


@operation(Verb.VERIFY_ACTION)
def verify(actor: Actor, action: Action, /, *, verification: str, effect: Effect) -> Action:
    """T6: somebody else looked whether it does what it should."""
    insist(verification, "verification", _("Say how it was checked."))
    action.move(Verb.VERIFY_ACTION)
    action.verified_at, action.verified_by_id = clock.now(), actor.id
    action.verification, action.effect = clean_text(verification), effect
    return action


@operation(Verb.CONTRADICT_ACTION)
def contradict(actor: Actor, action: Action, /, *, reason: str) -> Action:
    """T7: it is done, and does not help."""
    insist(reason, "reason", _("Say what does not work yet."))
    action.move(Verb.CONTRADICT_ACTION)
    action.completed_at, action.reason = None, clean_text(reason)
    action.reopened += 1
    return action


@operation(Verb.EXTEND_ACTION)
def extend(actor: Actor, action: Action, /, *, due_on: date, reason: str) -> Action:
    """T8: a later date, with a reason."""
    insist(reason, "reason", _("Say why the date moves."))
    if action.due_on is None or due_on <= action.due_on:
        raise Invalid(_("Choose a date after the present one."), "due_on")
    action.move(Verb.EXTEND_ACTION)
    action.extensions.append(
        Extension(by_id=actor.id, due_before=action.due_on, due_after=due_on, reason=clean_text(reason))
    )
    action.due_on = due_on
    return action


@operation(Verb.TRANSFER_ACTION)
def transfer(actor: Actor, action: Action, /, *, url: str, owner: User | None = None) -> Action:
    """T9: it lives on elsewhere, where others keep it."""
    address = clean_line(url)
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise Invalid(_("Write the address where it lives on, beginning with https://."), "url")
    action.move(Verb.TRANSFER_ACTION)
    action.external_url, action.owner = address, owner or action.owner
    return action


@operation(Verb.CANCEL_ACTION)
def cancel(actor: Actor, action: Action, /, *, reason: str) -> Action:
    """T10: it is not needed any more."""
    insist(reason, "reason", _("Say why."))
    action.move(Verb.CANCEL_ACTION)
    action.reason = clean_text(reason)
    return action


def restrict_those_of(kind: Source, source_id: int, team: Team | None) -> None:
    """Let the actions of one record be for the same people as the record; called where that changes."""
    query = select(Action).where(Action.source_kind == kind, Action.source_id == source_id)
    for action in db.session.scalars(query).unique():
        action.restricted_to_id = team.id if team is not None else None


def insist_on_promise(action: Action) -> None:
    """Refuse what nobody could be asked about: an action without one person who is here, or without a date."""
    if action.owner is None:
        raise Invalid(_("Choose one person. A team can be named beside it."), "owner")
    if action.owner.retired_at is not None:
        raise Invalid(_("%(name)s is not here any more. Choose somebody else.", name=action.owner.name), "owner")
    if action.due_on is None:
        raise Invalid(_("Choose a date. A milestone can be named beside it."), "due_on")


def _fill(action: Action, plan: Plan) -> None:
    title = clean_line(plan.title)
    insist(title, "title", _("Write what will be different."))
    if len(title) > LONGEST_TITLE:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_TITLE), "title")
    if plan.owner is not None and not plan.owner.is_staff:
        raise Invalid(_("Choose somebody who works with the desk."), "owner")
    if plan.owner is not None and action.restricted_to_id not in (None, *plan.owner.team_ids):
        raise Invalid(_("%(name)s may not know of this. Choose somebody of the team.", name=plan.owner.name), "owner")
    if plan.due_on is not None and plan.due_on != action.due_on and plan.due_on < site_day(clock.now()):
        raise Invalid(_("This day is over. Choose a later one."), "due_on")
    action.title, action.type, action.weight = title, plan.type, plan.weight
    action.description, action.milestone = clean_text(plan.description), clean_line(plan.milestone)
    action.owner, action.due_on, action.team = plan.owner, plan.due_on, plan.team
