"""How a problem is solved for good: changes, the resolution and what it does to incidents (domain 2.3, 5.3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents import endings
from portal.incidents import states as incident_states
from portal.incidents.kinds import HoldReason
from portal.incidents.kinds import ResolutionCode as IncidentCode
from portal.incidents.lifecycle import State as IncidentState
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb
from portal.problems.kinds import ChangeState, ResolutionCode
from portal.problems.models import Change, Problem

WATCHED = timedelta(days=30)  # whether it comes back (domain 10)


@dataclass(frozen=True)
class Solution:
    """How it was resolved; an accepted risk names who bears it and when it is looked at again."""

    code: ResolutionCode
    fix: str = ""
    risk_reason: str = ""
    risk_accepted_by: User | None = None
    risk_review_on: date | None = None


@operation(Verb.RAISE_CHANGE)
def raise_change(
    actor: Actor,
    problem: Problem,
    /,
    *,
    proposal: str,
    reference: str,
    url: str = "",
    planned_on: date | None = None,
) -> Problem:
    """M7: the lasting fix is asked for, by a change elsewhere."""
    insist(proposal, "proposal", _("Write what is to be changed."))
    insist(reference, "reference", _("Give the number of the change."))
    problem.move(Verb.RAISE_CHANGE)
    problem.proposal = clean_text(proposal)
    problem.changes.append(Change(reference=clean_line(reference), url=clean_line(url), planned_on=planned_on))
    problem.fix_due_on = planned_on or problem.fix_due_on
    db.session.flush()
    return problem


@operation(Verb.SETTLE_CHANGE)
def settle_change(actor: Actor, problem: Problem, change: Change, /, *, note: str = "") -> Problem:
    """The change is made."""
    if change.problem_id != problem.id or change.state is not ChangeState.RAISED:
        raise Invalid(_("This change is settled already."))
    problem.move(Verb.SETTLE_CHANGE)
    change.state, change.note = ChangeState.DONE, clean_text(note)
    return problem


@operation(Verb.RETURN_CHANGE)
def return_change(actor: Actor, problem: Problem, /, *, reason: str) -> Problem:
    """M8: the change failed or was turned down."""
    insist(reason, "reason", _("Say why."))
    problem.move(Verb.RETURN_CHANGE)
    for change in problem.changes:
        if change.state is ChangeState.RAISED:
            change.state, change.note = ChangeState.FAILED, clean_text(reason)
    return problem


@operation(Verb.RESOLVE_PROBLEM)
def resolve(actor: Actor, problem: Problem, /, *, solution: Solution) -> Problem:
    """M9: it will not come back, or somebody bears that it may. Incidents that waited for it are resolved."""
    if solution.code is ResolutionCode.FIX_APPLIED:
        insist(solution.fix, "fix", _("Write how it was fixed."))
        if any(change.state is ChangeState.RAISED for change in problem.changes):
            raise Invalid(_("A change is still open. Settle it first."))
    if solution.code is ResolutionCode.RISK_ACCEPTED:
        insist(solution.risk_reason, "risk_reason", _("Say why the risk is borne."))
        if solution.risk_accepted_by is None:
            raise Invalid(_("Choose who bears it."), "risk_accepted_by")
        if solution.risk_review_on is None or solution.risk_review_on <= site_day(clock.now()):
            raise Invalid(_("Choose a day to come on which it is looked at again."), "risk_review_on")
    problem.move(Verb.RESOLVE_PROBLEM)
    problem.resolved_at, problem.resolution_code = clock.now(), solution.code
    problem.fix = clean_text(solution.fix)
    problem.risk_reason, problem.risk_accepted_by = clean_text(solution.risk_reason), solution.risk_accepted_by
    problem.risk_review_on = solution.risk_review_on
    problem.watched_until = site_day(problem.resolved_at + WATCHED)
    if solution.code is ResolutionCode.FIX_APPLIED:
        for link in problem.links:
            if _waits(link.incident):
                _resolve(problem, link.incident)
    return problem


@operation(Verb.CLOSE_PROBLEM)
def close(actor: Actor, problem: Problem, /, *, reason: str = "") -> Problem:
    """M10: it did not come back. Before the watch is over, or when it did, only with a reason."""
    back = [link.incident.number for link in problem.links if _came_after(link.incident, problem)]
    if back:
        insist(reason, "reason", _("It came back with %(number)s. Say why it is closed all the same.", number=back[0]))
    elif problem.watched_until is not None and problem.watched_until > site_day(clock.now()):
        insist(reason, "reason", _("Whether it comes back is still watched. Say why it is closed before."))
    problem.move(Verb.CLOSE_PROBLEM)
    problem.closed_at = clock.now()
    return problem


@operation(Verb.REANALYSE_PROBLEM)
def reanalyse(actor: Actor, problem: Problem, /, *, reason: str) -> Problem:
    """M11: it came back, so the cause was another one."""
    insist(reason, "reason", _("Say why it is looked at again."))
    problem.move(Verb.REANALYSE_PROBLEM)
    problem.reopened += 1
    problem.resolved_at = problem.closed_at = problem.watched_until = problem.resolution_code = None
    return problem


def _waits(incident: Incident) -> bool:
    """Held until this problem is solved."""
    return incident.state is IncidentState.ON_HOLD and any(
        hold.reason is HoldReason.AWAITING_PROBLEM and hold.ended_at is None for hold in incident.holds
    )


def _resolve(problem: Problem, incident: Incident) -> None:
    incident_states.resume(THE_SYSTEM, incident)
    if incident.state is IncidentState.NEW:
        return  # nobody has looked at it yet, so nobody can say that this was it
    incident.category = incident.category or problem.category
    fix = endings.Fix(
        problem.fix,
        IncidentCode.BY_PROBLEM,
        impact=incident.impact or problem.impact or Impact.SMALL,
        urgency=incident.urgency or problem.urgency or Urgency.LOW,
    )
    if incident.category is not None:
        endings.resolve(THE_SYSTEM, incident, fix=fix)


def _came_after(incident: Incident, problem: Problem) -> bool:
    return problem.resolved_at is not None and incident.occurred_at > problem.resolved_at
