"""A report as it is read: the list of those that count, one version as a sheet, and its text to be copied."""

from dataclasses import dataclass
from typing import Any

from flask import g, render_template, request

from portal.accounts.models import User
from portal.kernel import policies
from portal.kernel.db import db
from portal.kernel.i18n import current_locale, local_day
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.reports import facts, fields, queries, trace, writing
from portal.reports.kinds import Edition, ReportState
from portal.reports.models import Report
from portal.reports.policy import ReportPolicy
from portal.web.helpers import address_of
from portal.web.picks import asked, page_number
from portal.web.records import Answer
from portal.web.reports.blueprint import bp, report_at

FORMATS = ("text", "markdown")
NOBODY: tuple[str, Any] = ("", None)


@dataclass(frozen=True)
class Seal:
    """One box of the stamp table: whose it is, and from which day."""

    label: str
    who: str
    day: Any


@bp.page("/reports", needs=Verb.SEE_REPORTS)
def index() -> Answer:
    page = page_of(queries.listed(g.user), page_number())
    drafts = list(db.session.scalars(queries.waiting(g.user)).unique()) if g.user.is_staff else []
    return render_template(
        "reports/index.html", layout=_layout(), page=page, drafts=drafts, title_of=title_of, may_issue=_may_issue
    )


@bp.page("/reports/<number>", needs=Verb.SEE_REPORTS)
def show(number: str) -> Answer:
    report = report_at(number, _sequence())
    edition = _edition()
    known = facts.of(report)
    is_draft = report.state is ReportState.DRAFT
    return render_template(
        "reports/show.html",
        layout=_layout(),
        report=report,
        title=title_of(report),
        edition=edition,
        twelve=fields.fields(known, edition),
        seals=seals(report, edition),
        versions=queries.of_incident(g.user, report.incident.number),
        missing=fields.missing(known) if is_draft else [],
        without_who=fields.without_who(known) if g.user.is_staff else 0,
        related=_related(report) if g.user.is_staff else [],
        text=writing.as_text(known, edition),
        may_now=lambda verb: verb in report.open_verbs and g.user.may(verb, report),
    )


@bp.page("/reports/<number>/text", needs=Verb.SEE_REPORTS)
def text(number: str) -> Answer:
    """The same as text or Markdown, to be copied into a letter or a ticket."""
    report = report_at(number, _sequence())
    chosen = asked("format") if asked("format") in FORMATS else FORMATS[0]
    write = writing.as_markdown if chosen == "markdown" else writing.as_text
    edition = _edition()
    return render_template(
        "reports/text.html",
        layout=_layout(),
        report=report,
        edition=edition,
        chosen=chosen,
        text=write(facts.of(report), edition),
    )


def title_of(report: Report) -> str:
    """What a report is about, in the reader's language."""
    return str(facts.said_in(facts.of(report), current_locale())["title"])


def seals(report: Report, edition: Edition) -> list[Seal]:
    """Written, checked, approved, as on paper: a box that nobody stamped is empty. The last stamp is the approval.

    Outside, departments stand in place of people.
    """
    names = edition is Edition.INTERNAL or policies.read(ReportPolicy).show_names
    stamped = [(_called(stamp.person, names), local_day(stamp.at)) for stamp in report.stamps]
    return [
        Seal(_("Written"), _called(report.reporter, names), local_day(report.drafted_at)),
        *(Seal(_("Check"), *stamp) for stamp in stamped[:-1] or [NOBODY]),
        Seal(_("Approval"), *(stamped or [NOBODY])[-1]),
    ]


def _related(report: Report) -> list[tuple[str, str]]:
    """The numbers and addresses of what followed from the incident, for those who work with the desk."""
    chain = trace.of_incident(g.user, report.incident)
    records: list[Any] = [*chain.reviews, *chain.problems, *chain.articles]
    return [(record.number, address_of(record)) for record in records]


def _called(person: User | None, names: bool) -> str:
    if person is None:
        return "–"
    return person.name if names else person.department or "–"


def _sequence() -> int | None:
    """The version that the address asks for; nonsense is one that is not there."""
    typed = request.args.get("version", "")
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _edition() -> Edition:
    """Readers outside the desk get the outward one."""
    if not g.user.is_staff or asked("edition") == Edition.OUTWARD.value:
        return Edition.OUTWARD
    return Edition.INTERNAL


def _layout() -> str:
    return "layouts/base.html" if g.user.is_staff else "layouts/public.html"


def _may_issue(report: Report) -> bool:
    return bool(g.user.may(Verb.ISSUE_REPORT, report))
