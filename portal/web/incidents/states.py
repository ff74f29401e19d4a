"""What is done with an incident on its way: a verb each, with the page that asks for what it needs."""

from flask import g

from portal.incidents import operations, states
from portal.incidents.models import Incident
from portal.incidents.priority import PriorityPolicy, grades
from portal.kernel import policies
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.articles.forms import ReasonForm, RestrictForm
from portal.web.incidents.asking import asked
from portal.web.incidents.blueprint import bp, incident_at, incident_for
from portal.web.incidents.forms import (
    AssignForm,
    EscalateForm,
    HoldForm,
    JoinForm,
    PrioritizeForm,
    RestoreForm,
    UpwardsForm,
)
from portal.web.records import Answer, done


@bp.action("/incidents/<number>/take", needs=Verb.TAKE_INCIDENT)
def take(number: str) -> Answer:
    return done(states.take(g.user, incident_at(number), person=g.user), _("It is yours now."))


@bp.action("/incidents/<number>/mine", needs=Verb.ASSIGN_INCIDENT)
def make_mine(number: str) -> Answer:
    return done(operations.assign(g.user, incident_at(number), person=g.user), _("It is yours now."))


@bp.action("/incidents/<number>/investigate", needs=Verb.INVESTIGATE_INCIDENT)
def investigate(number: str) -> Answer:
    return done(states.investigate(g.user, incident_at(number)), _("The investigation has begun."))


@bp.action("/incidents/<number>/accept", needs=Verb.ACCEPT_INCIDENT)
def accept(number: str) -> Answer:
    return done(states.accept(g.user, incident_at(number), person=g.user), _("It is yours now."))


@bp.action("/incidents/<number>/resume", needs=Verb.RESUME_INCIDENT)
def resume(number: str) -> Answer:
    return done(states.resume(g.user, incident_at(number)), _("Work goes on."))


@bp.action("/incidents/<number>/part", needs=Verb.PART_INCIDENT)
def part(number: str) -> Answer:
    return done(operations.part(g.user, incident_at(number)), _("It is handled by itself again."))


@bp.form("/incidents/<number>/assign", needs=Verb.ASSIGN_INCIDENT)
def assign(number: str) -> Answer:
    incident = incident_for(Verb.ASSIGN_INCIDENT, number)
    return asked(
        Verb.ASSIGN_INCIDENT, incident, AssignForm(data={"person": incident.assignee, "team": incident.team}),
        lambda form: operations.assign(g.user, incident, **form.values()), _("Assigned."),
    )  # fmt: skip


@bp.form("/incidents/<number>/prioritize", needs=Verb.PRIORITIZE_INCIDENT)
def prioritize(number: str) -> Answer:
    incident = incident_for(Verb.PRIORITIZE_INCIDENT, number)
    graded = {name: getattr(incident, name) for name in ("category", "impact", "urgency")}
    return asked(
        Verb.PRIORITIZE_INCIDENT, incident, PrioritizeForm(data=graded),
        lambda form: states.prioritize(g.user, incident, **form.values()), _("The priority is set."),
        versioned=True, matrix=grades(policies.read(PriorityPolicy).matrix),
    )  # fmt: skip


@bp.form("/incidents/<number>/escalate", needs=Verb.ESCALATE_INCIDENT)
def escalate(number: str) -> Answer:
    incident = incident_for(Verb.ESCALATE_INCIDENT, number)
    return asked(
        Verb.ESCALATE_INCIDENT, incident, EscalateForm(),
        lambda form: states.escalate(g.user, incident, **form.values()), _("Handed over."),
    )  # fmt: skip


@bp.form("/incidents/<number>/call-in", needs=Verb.ESCALATE_UPWARDS)
def escalate_upwards(number: str) -> Answer:
    incident = incident_for(Verb.ESCALATE_UPWARDS, number)
    return asked(
        Verb.ESCALATE_UPWARDS, incident, UpwardsForm(),
        lambda form: states.escalate_upwards(g.user, incident, **form.values()), _("Written down who is called in."),
    )  # fmt: skip


@bp.form("/incidents/<number>/restore", needs=Verb.RESTORE_INCIDENT)
def restore(number: str) -> Answer:
    incident = incident_for(Verb.RESTORE_INCIDENT, number)
    form = RestoreForm(data={"plan": incident.temporary_measure, "cause_known": incident.identified_at is not None})
    return asked(
        Verb.RESTORE_INCIDENT, incident, form,
        lambda form: states.restore(g.user, incident, **form.values()), _("The restoration has begun."),
    )  # fmt: skip


@bp.form("/incidents/<number>/hold", needs=Verb.HOLD_INCIDENT)
def hold(number: str) -> Answer:
    incident = incident_for(Verb.HOLD_INCIDENT, number)
    return asked(
        Verb.HOLD_INCIDENT, incident, HoldForm(),
        lambda form: states.hold(g.user, incident, **form.values()), _("On hold. “Resume” goes on with it."),
    )  # fmt: skip


@bp.form("/incidents/<number>/declare-major", needs=Verb.DECLARE_MAJOR)
def declare_major(number: str) -> Answer:
    incident = incident_for(Verb.DECLARE_MAJOR, number)
    return asked(
        Verb.DECLARE_MAJOR, incident, ReasonForm(),
        lambda form: states.declare_major(g.user, incident, **form.values()), _("It is a major incident now."),
    )  # fmt: skip


@bp.form("/incidents/<number>/join", needs=Verb.JOIN_INCIDENT)
def join(number: str) -> Answer:
    incident = incident_for(Verb.JOIN_INCIDENT, number)

    def deed(form: JoinForm) -> Incident:
        if form.parent.data is None:
            raise NotFound(_("There is nothing here."))
        return operations.join(g.user, incident, form.parent.data)

    return asked(Verb.JOIN_INCIDENT, incident, JoinForm(), deed, _("They are handled together now."))


@bp.form("/incidents/<number>/restrict", needs=Verb.RESTRICT_INCIDENT)
def restrict(number: str) -> Answer:
    incident = incident_for(Verb.RESTRICT_INCIDENT, number)
    return asked(
        Verb.RESTRICT_INCIDENT, incident, RestrictForm(data={"team": incident.restricted_to}),
        lambda form: operations.restrict(g.user, incident, **form.values()), _("Saved."),
    )  # fmt: skip
