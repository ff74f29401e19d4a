"""What the pages of incidents share: the blueprint, and the way from an address to its incident."""

from flask import g

from portal.http.guard import GuardedBlueprint
from portal.incidents import queries
from portal.incidents.models import Incident
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.incidents.deeds import is_open
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("incidents", __name__)


def incident_at(number: str) -> Incident:
    """The incident of this number, for the desk; another spelling leads to the address that never changes."""
    incident = queries.worked_on(g.user, number)
    settle_address(number, incident.number)
    return incident


def incident_for(verb: Verb, number: str) -> Incident:
    """The incident, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    incident = incident_at(number)
    admit(
        verb,
        incident,
        is_open=is_open(verb, incident),
        closed=_(
            "“%(verb)s” is not possible now: the incident is “%(state)s”.", verb=word(verb), state=word(incident.state)
        ),
    )
    return incident
