"""What the pages of reports share: the blueprint, and the way from an address to its report."""

from flask import g, url_for

from portal.http.guard import GuardedBlueprint
from portal.incidents.queries import canonical
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reports import queries
from portal.reports.models import Report
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("reports", __name__)


def report_at(number: str, sequence: int | None = None) -> Report:
    """One version, or the one that counts; another spelling leads to the address that never changes."""
    report = queries.get(g.user, canonical(number), sequence)
    settle_address(number, report.incident.number)
    return report


def report_for(verb: Verb, number: str, sequence: int) -> Report:
    """The version, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    report = report_at(number, sequence)
    admit(
        verb,
        report,
        is_open=verb in report.open_verbs,
        closed=_(
            "“%(verb)s” is not possible now: the version is “%(state)s”.", verb=word(verb), state=word(report.state)
        ),
    )
    return report


def address_of_version(report: Report) -> str:
    return url_for("reports.show", number=report.incident.number, version=report.sequence)
