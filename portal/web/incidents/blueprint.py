"""What the pages of incidents share: the blueprint, and the way from an address to its incident."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.http.guard import GuardedBlueprint
from portal.incidents import queries
from portal.incidents.models import Incident
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.incidents.deeds import is_open
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("incidents", __name__)


def incident_at(number: str) -> Incident:
    """The incident of this number, for the desk; another spelling leads to the address that never changes."""
    incident = queries.worked_on(g.user, number)
    if number != incident.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": incident.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return incident


def incident_for(verb: Verb, number: str) -> Incident:
    """The incident, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    incident = incident_at(number)
    if not g.user.may(verb, incident):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, incident)))
    if request.method == "GET" and not is_open(verb, incident):
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the incident is “%(state)s”.",
                verb=word(verb),
                state=word(incident.state),
            )
        )
    return incident
