"""Raise, gather, assess, investigate: what is done with a problem on the way to its cause (domain 5.3)."""

from dataclasses import dataclass, field
from datetime import date

from portal.accounts.models import Team, User
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, PriorityPolicy, Urgency, priority
from portal.incidents.visibility import readable
from portal.kernel import clock, policies
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid, InvalidTransition, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import running_number
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_line, clean_text
from portal.kernel.verbs import Verb
from portal.problems.kinds import LinkRole, Method, Origin
from portal.problems.lifecycle import ENDED, State
from portal.problems.models import Problem, ProblemLink, ProblemNote

LONGEST_STATEMENT = 200


@dataclass(frozen=True)
class Outline:
    """What is known of a problem when it is raised or described anew."""

    statement: str
    description: str = ""
    symptoms: str = ""
    service: Service | None = None
    category: Category | None = None
    owner: User | None = None
    team: Team | None = None
    fix_due_on: date | None = None
    proposal: str = ""


@dataclass(frozen=True)
class Seed:
    """Where a problem comes from; `number` is that of the review, article or incident, if it was one."""

    origin: Origin = Origin.MANUAL
    number: str = ""
    restricted_to: Team | None = None
    incidents: tuple[Incident, ...] = field(default=())


@operation(Verb.RAISE_PROBLEM)
def raise_problem(actor: Actor, /, *, outline: Outline, seed: Seed | None = None) -> Problem:
    """M1: somebody thinks that there is a cause to be found."""
    seed = seed or Seed()
    problem = Problem(number=running_number("PRB"), origin=seed.origin, origin_number=seed.number)
    problem.raised_by_id, problem.restricted_to = actor.id, seed.restricted_to
    _fill(problem, outline)
    db.session.add(problem)
    db.session.flush()
    for incident in seed.incidents:
        gather(actor, problem, incident)
    return problem


@operation(Verb.REVISE_PROBLEM)
def revise(actor: Actor, problem: Problem, /, *, outline: Outline, version: int | None = None) -> Problem:
    """Describe it anew."""
    expect(problem, version, statement=problem.statement, description=problem.description, symptoms=problem.symptoms)
    problem.move(Verb.REVISE_PROBLEM)
    _fill(problem, outline)
    return problem


@operation(Verb.ASSESS_PROBLEM)
def assess(
    actor: Actor, problem: Problem, /, *, category: Category, impact: Impact, urgency: Urgency, owner: User
) -> Problem:
    """M2: how grave it is, and whose it is."""
    _insist_on_worker(problem, owner)
    problem.move(Verb.ASSESS_PROBLEM)
    problem.category, problem.impact, problem.urgency, problem.owner = category, impact, urgency, owner
    problem.priority = priority(impact, urgency, policies.read(PriorityPolicy).matrix)
    problem.assessed_at = clock.now()
    return problem


@operation(Verb.INVESTIGATE_PROBLEM)
def investigate(actor: Actor, problem: Problem, /, *, method: Method, team: Team | None = None) -> Problem:
    """M5: the cause is looked for."""
    problem.move(Verb.INVESTIGATE_PROBLEM)
    problem.method, problem.team = method, team or problem.team
    problem.investigation_started_at = problem.investigation_started_at or clock.now()
    return problem


@operation(Verb.GATHER_INCIDENT)
def gather(actor: Actor, problem: Problem, incident: Incident, /, *, role: LinkRole = LinkRole.CAUSE) -> Problem:
    """This incident comes from it. What one team alone may know does not mix with what all may."""
    if not readable(actor, incident):
        raise Invalid(_("There is no such incident."), "incident")
    if incident.restricted_to_id != problem.restricted_to_id:
        raise Invalid(_("Both must be open to the same people."), "incident")
    problem.move(Verb.GATHER_INCIDENT)
    link = next((link for link in problem.links if link.incident_id == incident.id), None)
    if link is None:
        problem.links.append(ProblemLink(incident=incident, role=role, linked_by_id=actor.id))
    else:
        link.role = role
    db.session.flush()
    return problem


@operation(Verb.RELEASE_INCIDENT)
def release(actor: Actor, problem: Problem, incident: Incident, /) -> Problem:
    """It was something else."""
    link = next((link for link in problem.links if link.incident_id == incident.id), None)
    if link is None:
        raise InvalidTransition(_("This incident is not linked."))
    problem.move(Verb.RELEASE_INCIDENT)
    problem.links.remove(link)
    return problem


@operation(Verb.NOTE_PROBLEM)
def note(actor: Actor, problem: Problem, /, *, text: str) -> Problem:
    """What was found or done."""
    insist(text, "text", _("Write something."))
    problem.notes.insert(0, ProblemNote(author_id=actor.id, at=clock.now(), text=clean_text(text)))
    problem.changed_at = clock.now()
    db.session.flush()
    return problem


@operation(Verb.MERGE_PROBLEM)
def merge(actor: Actor, problem: Problem, other: Problem, /) -> Problem:
    """M3: it is the same as *other*, which takes its incidents and causes."""
    if other.id == problem.id:
        raise Invalid(_("Choose another problem."), "other")
    if other.state in ENDED:
        raise Invalid(_("%(number)s has ended already.", number=other.number), "other")
    if other.restricted_to_id != problem.restricted_to_id:
        raise Invalid(_("Both must be open to the same people."), "other")
    problem.move(Verb.MERGE_PROBLEM)
    held = {link.incident_id for link in other.links}
    for link in list(problem.links):
        if link.incident_id not in held:
            other.links.append(ProblemLink(incident=link.incident, role=link.role, linked_by_id=actor.id))
    for cause in list(problem.causes):
        problem.causes.remove(cause)
        other.causes.append(cause)
    problem.duplicate_of = other
    return problem


@operation(Verb.RESTRICT_PROBLEM)
def restrict(actor: Actor, problem: Problem, /, *, team: Team | None, reason: str) -> Problem:
    """Only *team* may know of it; None lifts that. It holds incidents that the same people may know of."""
    insist(reason, "reason", _("Say why."))
    strangers = [link for link in problem.links if link.incident.restricted_to_id != (team.id if team else None)]
    if strangers:
        raise Invalid(_("Release the incidents that other people may know of first."), "team")
    problem.restricted_to = team
    return problem


@operation(Verb.HOLD_PROBLEM)
def hold(actor: Actor, problem: Problem, /, *, reason: str, resume_on: date | None = None) -> Problem:
    """M12: nothing can be done for now."""
    insist(reason, "reason", _("Say why."))
    problem.move(Verb.HOLD_PROBLEM)
    problem.hold_reason, problem.resume_on = clean_text(reason), resume_on
    return problem


@operation(Verb.RESUME_PROBLEM)
def resume(actor: Actor, problem: Problem, /) -> Problem:
    """M12: work goes on where it stopped."""
    problem.move(Verb.RESUME_PROBLEM)
    problem.hold_reason, problem.resume_on = "", None
    return problem


@operation(Verb.CANCEL_PROBLEM)
def cancel(actor: Actor, problem: Problem, /, *, reason: str) -> Problem:
    """M4: it was none."""
    insist(reason, "reason", _("Say why it is no problem."))
    problem.move(Verb.CANCEL_PROBLEM)
    return problem


def _fill(problem: Problem, outline: Outline) -> None:
    statement = clean_line(outline.statement)
    insist(statement, "statement", _("Write in one sentence what keeps going wrong."))
    if len(statement) > LONGEST_STATEMENT:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_STATEMENT), "statement")
    if outline.owner is not None:
        _insist_on_worker(problem, outline.owner)
    problem.statement, problem.description = statement, clean_text(outline.description)
    problem.symptoms, problem.proposal = clean_text(outline.symptoms), clean_text(outline.proposal)
    problem.service, problem.category = outline.service, outline.category or problem.category
    problem.owner, problem.team = outline.owner or problem.owner, outline.team
    problem.fix_due_on = outline.fix_due_on
    if problem.team is None and outline.service is not None:
        problem.team = outline.service.owner_team


def _insist_on_worker(problem: Problem, person: User) -> None:
    team_id = problem.restricted_to.id if problem.restricted_to is not None else problem.restricted_to_id
    if not person.is_staff or team_id not in (None, *person.team_ids):
        raise Invalid(_("%(name)s cannot work on this problem.", name=person.name), "owner")


def is_over(problem: Problem) -> bool:
    """Whether nothing more will come of it."""
    return problem.state in ENDED or problem.state is State.RESOLVED
