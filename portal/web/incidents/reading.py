"""An incident with all that was said and done on it."""

from datetime import timedelta
from typing import Any

from flask import g, render_template, request

from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import ngettext
from portal.kernel.verbs import Verb
from portal.web.incidents import files, knowledge, learning
from portal.web.incidents.blueprint import bp, incident_at
from portal.web.incidents.deeds import comes_next, possible
from portal.web.incidents.forms import EntryForm
from portal.web.incidents.lines import timeline, view_of
from portal.web.incidents.rail import steps_of
from portal.web.records import Answer


@bp.page("/incidents/<number>", needs=Verb.SEE_INCIDENTS)
def show(number: str) -> Answer:
    return render_template("incidents/show.html", **drawn(incident_at(number)))


def drawn(incident: Incident) -> dict[str, Any]:
    """All that the page of an incident shows."""
    view = view_of(request.args.get("view"))
    lines, counts = timeline(incident, view)
    deeds = possible(g.user, incident)
    # A new one is taken by its own verb, one that was handed over is accepted.
    takes = {Verb.TAKE_INCIDENT, Verb.ACCEPT_INCIDENT} & {deed.verb for deed in deeds}
    assigns = Verb.ASSIGN_INCIDENT in {deed.verb for deed in deeds} and g.user.may(Verb.NOTE_INCIDENT, incident)
    may_write = g.user.may(Verb.NOTE_INCIDENT, incident)
    return {
        "incident": incident, "steps": steps_of(incident), "lines": lines, "view": view, "counts": counts,
        "deeds": deeds, "first": deeds[0] if deeds and comes_next(incident, deeds[0]) else None,
        "can_take": assigns and not takes and incident.assignee_id != g.user.id,
        "spans": spans(incident), "composer": EntryForm(incident) if may_write else None,
        **knowledge.beside(incident), **files.beside(incident), **learning.beside(incident),
    }  # fmt: skip


def spans(incident: Incident) -> list[tuple[str, str]]:
    """How long things took, as far as they have happened."""
    ended = incident.restored_at or incident.resolved_at
    found = [(_("Until it was noticed"), incident.detected_at - incident.occurred_at)]
    if incident.acknowledged_at is not None:
        found.append((_("Until it was taken"), incident.acknowledged_at - incident.logged_at))
    if ended is not None:
        found.append((_("Until it was restored"), ended - incident.occurred_at))
    elif incident.is_open:
        found.append((_("Since it occurred"), clock.now() - incident.occurred_at))
    return [(label, told(span)) for label, span in found]


def told(span: timedelta) -> str:
    """A span as people say it: minutes, then hours and minutes, then days."""
    minutes = max(0, int(span.total_seconds()) // 60)
    if minutes < 60:
        return ngettext("%(num)s min", "%(num)s min", minutes)
    if minutes < 48 * 60:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))
