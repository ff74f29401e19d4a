"""What the pages of reports share: the blueprint, and the way from an address to its report."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.http.guard import GuardedBlueprint
from portal.incidents.queries import canonical
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reports import queries
from portal.reports.models import Report
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("reports", __name__)


def report_at(number: str, sequence: int | None = None) -> Report:
    """One version, or the one that counts; another spelling leads to the address that never changes."""
    report = queries.get(g.user, canonical(number), sequence)
    if number != report.incident.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": report.incident.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return report


def report_for(verb: Verb, number: str, sequence: int) -> Report:
    """The version, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    report = report_at(number, sequence)
    if not g.user.may(verb, report):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, report)))
    if request.method == "GET" and verb not in report.open_verbs:
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the version is “%(state)s”.",
                verb=word(verb),
                state=word(report.state),
            )
        )
    return report


def address_of_version(report: Report) -> str:
    return url_for("reports.show", number=report.incident.number, version=report.sequence)
