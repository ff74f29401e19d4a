"""How an incident ends, and begins again: the pages that ask for what each ending needs."""

from flask import g, url_for

from portal.incidents import endings, states
from portal.incidents.kinds import CancelReason, Confirmation, Decision, ResolutionCode
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.articles.forms import ReasonForm
from portal.web.incidents.asking import asked
from portal.web.incidents.blueprint import bp, incident_at, incident_for
from portal.web.incidents.forms import CancelForm, CloseForm, ResolveForm
from portal.web.records import Answer, done


@bp.form("/incidents/<number>/resolve", needs=Verb.RESOLVE_INCIDENT)
def resolve(number: str) -> Answer:
    incident = incident_for(Verb.RESOLVE_INCIDENT, number)
    kept = {
        name: getattr(incident, name)
        for name in ("resolution", "restored_at", "introduced_at", "temporary_measure", "direct_cause")
    }
    # A single person with another way, unless somebody has said more.
    graded = {"impact": incident.impact or Impact.SMALL, "urgency": incident.urgency or Urgency.LOW}
    code = incident.resolution_code or _usual_code(incident)
    form = ResolveForm(data={**kept, **graded, "category": incident.category, "code": code})
    return asked(
        Verb.RESOLVE_INCIDENT, incident, form,
        lambda form: endings.resolve(g.user, incident, fix=form.fix(), version=form.values().get("version")),
        _("Resolved. Whoever reported it is asked to confirm."), versioned=True, undo=True,
    )  # fmt: skip


@bp.action("/incidents/<number>/undo", needs=Verb.UNDO_RESOLUTION)
def undo(number: str) -> Answer:
    return done(endings.undo(g.user, incident_at(number)), _("Undone. It stands where it was before."))


@bp.form("/incidents/<number>/close", needs=Verb.CLOSE_INCIDENT)
def close(number: str) -> Answer:
    incident = incident_for(Verb.CLOSE_INCIDENT, number)
    form = CloseForm(data={"direct_cause": incident.direct_cause, "decision": _usual_decision(incident)})
    form.confirmation.offer((Confirmation.PROXY, Confirmation.USER))
    form.decision.offer(decision for decision in Decision if decision is not Decision.NOT_DECIDED)
    return asked(
        Verb.CLOSE_INCIDENT, incident, form,
        lambda form: endings.close(g.user, incident, closing=form.closing(), version=form.values().get("version")),
        _("Closed."), versioned=True, onwards=lambda form: _to_the_article(incident, form),
    )  # fmt: skip


@bp.form("/incidents/<number>/not-fixed", needs=Verb.CONTRADICT_RESOLUTION)
def contradict(number: str) -> Answer:
    incident = incident_for(Verb.CONTRADICT_RESOLUTION, number)
    return asked(
        Verb.CONTRADICT_RESOLUTION, incident, ReasonForm(),
        lambda form: endings.contradict(g.user, incident, **form.values()), _("It is being investigated again."),
    )  # fmt: skip


@bp.form("/incidents/<number>/reopen", needs=Verb.REOPEN_INCIDENT)
def reopen(number: str) -> Answer:
    incident = incident_for(Verb.REOPEN_INCIDENT, number)
    return asked(
        Verb.REOPEN_INCIDENT, incident, ReasonForm(),
        lambda form: endings.reopen(g.user, incident, **form.values()), _("It is being investigated again."),
    )  # fmt: skip


@bp.form("/incidents/<number>/cancel", needs=Verb.CANCEL_INCIDENT)
def cancel(number: str) -> Answer:
    incident = incident_for(Verb.CANCEL_INCIDENT, number)
    form = CancelForm(data={"parent": incident.parent})
    form.why.offer(why for why in CancelReason if why is not CancelReason.WITHDRAWN)
    return asked(
        Verb.CANCEL_INCIDENT, incident, form,
        lambda form: states.cancel(g.user, incident, **form.values()), _("Cancelled."),
    )  # fmt: skip


def _to_the_article(incident: Incident, form: CloseForm) -> str:
    """Whoever decides that an article is to be written writes it next."""
    writes = form.decision.data is Decision.CREATE and g.user.may(Verb.DRAFT_ARTICLE)
    return url_for("articles.new", incident=incident.number) if writes else ""


def _usual_code(incident: Incident) -> ResolutionCode | None:
    return ResolutionCode.KNOWN_SOLUTION if incident.active_uses else None


def _usual_decision(incident: Incident) -> Decision | None:
    return Decision.LINK if incident.active_uses else None
