"""A version of a report begun, its words written in either language, issued or thrown away."""

from flask import g, redirect, render_template, request, url_for

from portal.articles.lifecycle import Audience
from portal.incidents import queries as incidents
from portal.kernel.errors import PermissionDenied
from portal.kernel.i18n import LANGUAGES, current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reports import facts, fields, operations
from portal.reports.kinds import ReportKind, ReportState
from portal.reports.models import Report
from portal.web.forms import PortalForm
from portal.web.helpers import say
from portal.web.records import Answer
from portal.web.reports.blueprint import address_of_version, bp, report_for
from portal.web.reports.forms import DraftForm, words_form, written


@bp.form("/reports/<number>/new", needs=Verb.DRAFT_REPORT)
def new(number: str) -> Answer:
    """Begin the next version; one that is being written already is gone on with."""
    incident = incidents.worked_on(g.user, number)
    if not g.user.may(Verb.DRAFT_REPORT, incident):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(Verb.DRAFT_REPORT, incident)))
    earlier = operations.versions(incident)
    begun = next((report for report in earlier if report.state is ReportState.DRAFT), None)
    if begun is not None and request.method == "GET":
        return redirect(_editor(begun), 303)
    kind = ReportKind.INTERIM if any(report.issued_at for report in earlier) else ReportKind.FIRST
    kind = ReportKind.FINAL if incident.resolved_at is not None else kind
    form = DraftForm(data={"kind": kind, "reporter": g.user, "audience": Audience.WITHIN})
    if form.accepted():
        values = {name: value for name, value in form.values().items() if name != "version"}
        report = form.carried_out(lambda: operations.draft(g.user, incident, **values))
        if report is not None:
            say(_("Version %(number)s is begun.", number=report.sequence))
            return redirect(_editor(report), 303)
    return render_template("reports/new.html", incident=incident, form=form), form.status


@bp.form("/reports/<number>/<int:sequence>/edit", needs=Verb.REVISE_REPORT)
def edit(number: str, sequence: int) -> Answer:
    """Its words in one language; which one stands in the address."""
    report = report_for(Verb.REVISE_REPORT, number, sequence)
    asked = request.args.get("words", current_locale())
    language = asked if asked in LANGUAGES else "ja"
    known = facts.of(report)
    words = report.words.get(language, {})
    form = words_form(known)(
        data={**written(words), "next_report_at": report.next_report_at, "audience": report.audience}
    )
    if form.accepted():
        changed = form.carried_out(
            lambda: operations.revise(
                g.user,
                report,
                language=language,
                words=form.words(),
                next_report_at=form.next_report_at.data,
                audience=Audience(form.audience.data) if form.audience.data else None,
                version=form.values().get("version"),
            )
        )
        if changed is not None:
            say(_("Saved."))
            return redirect(address_of_version(changed), 303)
    if form.status == 409 or not form.version.data:
        form.start_from(report)
    page = render_template("reports/edit.html", report=report, form=form, known=known, language=language)
    return page, form.status


@bp.form("/reports/<number>/<int:sequence>/issue", needs=Verb.ISSUE_REPORT)
def issue(number: str, sequence: int) -> Answer:
    report = report_for(Verb.ISSUE_REPORT, number, sequence)
    form = PortalForm()
    if form.accepted():
        version = form.values().get("version")
        issued = form.carried_out(lambda: operations.issue(g.user, report, version=version))
        if issued is not None:
            say(_("Issued in your name."))
            return redirect(url_for("reports.show", number=number), 303)
    return _deed(Verb.ISSUE_REPORT, report, form)


@bp.form("/reports/<number>/<int:sequence>/discard", needs=Verb.DISCARD_REPORT)
def discard(number: str, sequence: int) -> Answer:
    report = report_for(Verb.DISCARD_REPORT, number, sequence)
    form = PortalForm()
    if form.accepted() and form.carried_out(lambda: operations.discard(g.user, report)) is not None:
        say(_("Thrown away."))
        return redirect(url_for("incidents.show", number=number), 303)
    return _deed(Verb.DISCARD_REPORT, report, form)


def _deed(verb: Verb, report: Report, form: PortalForm) -> Answer:
    if form.status == 409 or not form.version.data:
        form.start_from(report)
    known = facts.of(report)
    page = render_template(
        "reports/deed.html", verb=verb, report=report, form=form,
        missing=fields.missing(known), without_who=fields.without_who(known),
    )  # fmt: skip
    return page, form.status


def _editor(report: Report) -> str:
    return url_for("reports.edit", number=report.incident.number, sequence=report.sequence)
