"""Every verb of the incident's table as something that can be done, with values that pass its guards."""

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents import endings, operations, states
from portal.incidents.kinds import CancelReason, Confirmation, Decision, HoldReason, ResolutionCode
from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.verbs import Verb


def _someone(login):
    return db.session.query(User).filter_by(login=login).one()


def _details(incident):
    return Details(incident.symptom, reporter=incident.reporter, service=incident.service, category=incident.category)


FIX = endings.Fix(
    "Cleared the stored password.", ResolutionCode.KNOWN_SOLUTION, impact=Impact.SMALL, urgency=Urgency.LOW
)
CLOSING = endings.Closing(Confirmation.PROXY, Decision.NOT_DECIDED, cause_unknown=True)


def _join(actor, incident):
    parent = operations.record(THE_SYSTEM, details=_details(incident), channel=incident.channel)
    return operations.join(actor, incident, parent)


DEEDS = {
    Verb.TAKE_INCIDENT: lambda actor, incident: states.take(actor, incident, person=_someone("mori")),
    Verb.PRIORITIZE_INCIDENT: lambda actor, incident: states.prioritize(
        actor, incident, impact=Impact.LARGE, urgency=Urgency.HIGH
    ),
    Verb.INVESTIGATE_INCIDENT: states.investigate,
    Verb.ESCALATE_INCIDENT: lambda actor, incident: states.escalate(
        actor, incident, team=_someone("nakano").teams[0], reason="needs the firewall", tried="new password"
    ),
    Verb.ACCEPT_INCIDENT: lambda actor, incident: states.accept(actor, incident, person=_someone("nakano")),
    Verb.RESTORE_INCIDENT: lambda actor, incident: states.restore(actor, incident, plan="restart the gateway"),
    Verb.RESOLVE_INCIDENT: lambda actor, incident: endings.resolve(actor, incident, fix=FIX),
    Verb.UNDO_RESOLUTION: endings.undo,
    Verb.CONFIRM_INCIDENT: endings.confirm,
    Verb.CLOSE_INCIDENT: lambda actor, incident: endings.close(actor, incident, closing=CLOSING),
    Verb.CONTRADICT_RESOLUTION: lambda actor, incident: endings.contradict(actor, incident, reason="still 691"),
    Verb.REOPEN_INCIDENT: lambda actor, incident: endings.reopen(actor, incident, reason="back again"),
    Verb.HOLD_INCIDENT: lambda actor, incident: states.hold(actor, incident, why=HoldReason.AWAITING_USER),
    Verb.RESUME_INCIDENT: states.resume,
    Verb.CANCEL_INCIDENT: lambda actor, incident: states.cancel(actor, incident, why=CancelReason.MISTAKE),
    Verb.WITHDRAW_INCIDENT: states.withdraw,
    Verb.ESCALATE_UPWARDS: lambda actor, incident: states.escalate_upwards(
        actor, incident, person=_someone("imai"), reason="nobody answers"
    ),
    Verb.DECLARE_MAJOR: lambda actor, incident: states.declare_major(actor, incident, reason="all of sales"),
    Verb.REVISE_INCIDENT: lambda actor, incident: operations.revise(actor, incident, details=_details(incident)),
    Verb.ASSIGN_INCIDENT: lambda actor, incident: operations.assign(actor, incident, person=_someone("sato")),
    Verb.JOIN_INCIDENT: _join,
    Verb.PART_INCIDENT: operations.part,
}
