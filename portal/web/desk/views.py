"""The queue of the desk: find the next one, take it."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.http.guard import GuardedBlueprint
from portal.incidents import operations, queries, states
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.desk.queue import NAMES, NOTHING, View, narrowed, view_of, views
from portal.web.helpers import say
from portal.web.incidents.deeds import is_open
from portal.web.picks import asked, page_number, typed_text

bp = GuardedBlueprint("desk", __name__)


@bp.page("/desk", needs=Verb.SEE_INCIDENTS)
def queue() -> str:
    view, text = view_of(asked("view")), typed_text()
    page = page_of(queries.queue(g.user, narrowed(g.user, view, text)), page_number())
    tabs = [
        {"label": _(NAMES[each]), "href": _address(each), "count": count, "current": each is view}
        for each, count in views(g.user)
    ]
    return render_template(
        "desk/queue.html", page=page, view=view, text=text, tabs=tabs, nothing=_(NOTHING[view]),
        majors=db.session.scalars(queries.majors(g.user)).unique().all(), takeable=_takeable,
        unanswered=queries.unanswered(g.user, page.items),
    )  # fmt: skip


@bp.action("/desk/<number>/take", needs=Verb.TAKE_INCIDENT)
def take(number: str) -> Response:
    """From the row: one that is new is taken, one handed over is accepted, any other given to oneself."""
    incident = queries.worked_on(g.user, number)
    if incident.assignee is not None and incident.assignee_id != g.user.id:
        raise InvalidTransition(_("%(name)s has taken it already.", name=incident.assignee.name))
    verb = _verb(incident)
    if verb is Verb.TAKE_INCIDENT:
        states.take(g.user, incident, person=g.user)
    elif verb is Verb.ACCEPT_INCIDENT:
        states.accept(g.user, incident, person=g.user)
    else:
        operations.assign(g.user, incident, person=g.user)
    say(_("%(number)s is yours now.", number=incident.number))
    return redirect(_address(view_of(request.form.get("view", ""))), 303)


def _address(view: View) -> str:
    return url_for("desk.queue", view=None if view is View.UNASSIGNED else view.value)


def _verb(incident: Incident) -> Verb:
    """The deed by which it becomes one's own."""
    return {State.NEW: Verb.TAKE_INCIDENT, State.ESCALATED: Verb.ACCEPT_INCIDENT}.get(
        incident.state, Verb.ASSIGN_INCIDENT
    )


def _takeable(incident: Incident) -> bool:
    """Whether the viewer could take it from the row."""
    verb = _verb(incident)
    free = incident.assignee_id is None and is_open(verb, incident)
    return free and bool(g.user.may(Verb.TAKE_INCIDENT, incident) and g.user.may(verb, incident))
