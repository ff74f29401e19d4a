"""Report, record, revise, assign, join: what is done with an incident before and beside its states."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from portal.accounts.models import Team, User
from portal.catalog.models import Category, Service
from portal.incidents.kinds import Channel, Kind
from portal.incidents.lifecycle import ENDED
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.incidents.strangers import ReportingStranger, let_in
from portal.kernel import clock, text
from portal.kernel.db import db, expect
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.numbers import daily_number, site_day
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb

LONGEST_SUBJECT = 120
LONGEST_SYMPTOM = 20_000
AHEAD = timedelta(minutes=5)  # how far a clock on somebody's desk may be wrong


@dataclass(frozen=True)
class Details:
    """What is known of an incident when it is written down; `occurred_at` None: when it was noticed."""

    symptom: str
    subject: str = ""
    kind: Kind = Kind.INCIDENT
    reporter: User | None = None
    reporter_name: str = ""
    reporter_contact: str = ""
    service: Service | None = None
    category: Category | None = None
    device: str = ""
    occurred_at: datetime | None = None
    occurred_about: bool = False
    detected_at: datetime | None = None


@operation(Verb.REPORT_INCIDENT)
def report(
    actor: Actor, /, *, details: Details, impact: Impact | None = None, urgency: Urgency | None = None
) -> Incident:
    """Somebody reports for oneself, on the portal; a stranger with a name and a way to reach them.

    Impact and urgency are how the reporter sees it; the priority is set by the desk.
    """
    if isinstance(actor, ReportingStranger):
        let_in(actor)
    reporter = db.session.get(User, actor.id) if actor.id is not None else None
    incident = _write(actor, replace(details, reporter=reporter), Channel.PORTAL)
    incident.impact, incident.urgency = impact, urgency
    return incident


@operation(Verb.RECORD_INCIDENT)
def record(actor: Actor, /, *, details: Details, channel: Channel) -> Incident:
    """An agent writes down what a caller says, or what a monitor tells; who called may be unknown to the portal."""
    return _write(actor, details, channel)


@operation(Verb.REVISE_INCIDENT)
def revise(actor: Actor, incident: Incident, /, *, details: Details, version: int | None = None) -> Incident:
    """Put right what was written down."""
    expect(
        incident,
        version,
        **{name: getattr(incident, name) for name in ("subject", "symptom", "device", "service", "category")},
        **{name: getattr(incident, name) for name in ("reporter", "reporter_name", "reporter_contact")},
    )
    incident.move(Verb.REVISE_INCIDENT)
    _fill(incident, details, incident.channel)
    if incident.restored_at is not None and incident.occurred_at > incident.restored_at:
        raise Invalid(_("It was restored after it occurred, and not later than now."), "occurred_at")
    return incident


@operation(Verb.ASSIGN_INCIDENT)
def assign(actor: Actor, incident: Incident, /, *, person: User | None, team: Team | None = None) -> Incident:
    """Give it to somebody, or back to a team."""
    incident.move(Verb.ASSIGN_INCIDENT)
    if person is not None:
        insist_on_handler(incident, person)
    incident.assignee, incident.team = person, team or incident.team
    # The keys as well, so that the log tells to whom.
    incident.assignee_id = person.id if person is not None else None
    incident.team_id = team.id if team is not None else incident.team_id
    return incident


@operation(Verb.JOIN_INCIDENT)
def join(actor: Actor, incident: Incident, parent: Incident, /) -> Incident:
    """Handle it together with *parent*: what resolves the parent resolves it too."""
    incident.move(Verb.JOIN_INCIDENT)
    if parent.state in ENDED:
        raise Invalid(_("%(number)s has ended already.", number=parent.number), "parent")
    if parent.id == incident.id:
        raise Invalid(_("An incident cannot be its own parent."), "parent")
    if parent.parent_id is not None or incident.children:
        raise Invalid(_("There is one level only: choose the incident at the top."), "parent")
    if parent.restricted_to_id != incident.restricted_to_id:
        raise Invalid(_("Both must be open to the same people."), "parent")
    incident.parent = parent
    return incident


@operation(Verb.PART_INCIDENT)
def part(actor: Actor, incident: Incident, /) -> Incident:
    """Handle it by itself again."""
    incident.move(Verb.PART_INCIDENT)
    incident.parent = None
    return incident


@operation(Verb.RESTRICT_INCIDENT)
def restrict(actor: Actor, incident: Incident, /, *, team: Team | None, reason: str) -> Incident:
    """Only *team* and whoever reported it may know of it; None lifts that."""
    if not reason.strip():
        raise Invalid(_("Say why."), "reason")
    if incident.parent_id is not None or incident.children:
        raise Invalid(_("Part it from the incidents that it is handled with first."), "team")
    incident.restricted_to = team
    if incident.assignee is not None and team is not None and team.id not in incident.assignee.team_ids:
        incident.assignee = None
    return incident


def insist_on_handler(incident: Incident, person: User) -> None:
    """Refuse somebody who could not work on it."""
    if not person.may(Verb.NOTE_INCIDENT, incident):
        raise Invalid(_("%(name)s cannot work on this incident.", name=person.name), "person")


def _write(actor: Actor, details: Details, channel: Channel) -> Incident:
    now = clock.now()
    incident = Incident(number=daily_number("INC", site_day(now)), logged_at=now, changed_at=now)
    incident.recorded_by_id = actor.id
    incident.detected_at = incident.occurred_at = now
    _fill(incident, details, channel)
    incident.team = incident.service.owner_team if incident.service else None
    db.session.add(incident)
    db.session.flush()
    return incident


def _fill(incident: Incident, details: Details, channel: Channel) -> None:
    symptom = text.clean_text(details.symptom)
    subject = text.clean_line(details.subject) or text.first_sentence(symptom, LONGEST_SUBJECT)
    if not subject:
        raise Invalid(_("Write what does not work."), "symptom")
    if len(symptom) > LONGEST_SYMPTOM:
        raise Invalid(_("At most %(limit)s characters. Attach a long log as a file.", limit=LONGEST_SYMPTOM), "symptom")
    name, contact = text.clean_line(details.reporter_name), text.clean_line(details.reporter_contact)
    if details.reporter is None and channel is not Channel.MONITORING and not (name and contact):
        raise Invalid(_("Choose who called, or write a name and how to reach them."), "reporter")
    detected = details.detected_at or incident.detected_at
    occurred = details.occurred_at or detected
    if max(occurred, detected) > clock.now() + AHEAD:
        raise Invalid(_("This time has not come yet."), "occurred_at")
    chosen = details.reporter if details.reporter is not incident.reporter else None
    if chosen is not None and chosen.retired_at is not None:
        raise Invalid(_("%(name)s is not here any more. Choose somebody else.", name=chosen.name), "reporter")
    incident.channel, incident.kind = channel, details.kind
    incident.subject, incident.symptom, incident.device = subject, symptom, text.clean_line(details.device)
    incident.reporter, incident.reporter_name, incident.reporter_contact = details.reporter, name, contact
    incident.service, incident.category = details.service, details.category
    incident.detected_at, incident.occurred_at = max(detected, occurred), occurred
    incident.occurred_about = details.occurred_about
