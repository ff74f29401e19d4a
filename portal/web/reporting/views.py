"""Report a problem; while one writes, answers stand between the words and the rest of the form."""

import re

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.articles import feedback
from portal.articles import queries as articles
from portal.articles.models import Surface
from portal.http.guard import Door, GuardedBlueprint
from portal.incidents import attachments, operations
from portal.incidents.models import Incident
from portal.incidents.policy import ReportingPolicy
from portal.incidents.strangers import ReportingStranger
from portal.kernel import policies
from portal.kernel.errors import NotFound, SignInRequired, TooMany
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line, clean_text
from portal.search import ledger
from portal.search.models import Deed
from portal.web.forms import refuse
from portal.web.incidents.pane import pressed
from portal.web.reporting.answers import answers, begun, tell
from portal.web.reporting.forms import LONGEST, ReportForm
from portal.web.session import stay_in_language

# Buttons that send the form to have it drawn again; nothing is reported. `comment`: it comes from a question's No.
LOOKING = ("look", "not_solved", "comment")
Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]

_NUMBER = re.compile(r"INC-[0-9]{8}-[0-9]{3,9}")

bp = GuardedBlueprint("reporting", __name__)
bp.url_defaults(stay_in_language)


@bp.form("/report", needs=Door.ANYONE)
def report() -> Answer:
    _insist_on_welcome()
    form = ReportForm.fresh(_carried(), formdata=None) if "comment" in request.form else ReportForm.fresh(_carried())
    more: dict[str, str] = {}
    if chosen := pressed("solved"):
        tell(Deed.SOLVED, chosen)
        return redirect(url_for("reporting.solved"), 303)
    if chosen := pressed("not_solved"):
        tell(Deed.NOT_SOLVED, chosen)
    if request.method == "POST" and not any(name in request.form for name in LOOKING) and form.accepted():
        try:
            incident = form.carried_out(lambda: _sent(form))
        except TooMany as refusal:
            incident, more = None, {"Retry-After": str(refusal.seconds)}
            refuse(form, refusal)
            form.status = 429
        if incident is not None:
            ledger.came_of(g.user, clean_line(request.form.get("visit", "")), incident)
            return redirect(_onwards(incident), 303)
    typed = form.symptom.data or ""
    shown = answers(typed, form.service.data if "service" in form else None) if typed.strip() else begun()
    return render_template("reporting/report.html", form=form, answers=shown, longest=LONGEST), form.status, more


@bp.action("/_/report/answers", needs=Door.ANYONE)
def suggestions() -> Answer:
    """Answers to what was written so far."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("reporting.report"), 303)
    _insist_on_welcome()
    if chosen := pressed("not_solved"):
        tell(Deed.NOT_SOLVED, chosen)
    form = ReportForm.fresh()
    found = answers(form.symptom.data or "", form.service.data if "service" in form else None)
    return render_template("reporting/_answers.html", answers=found)


@bp.action("/_/report/told", needs=Door.ANYONE)
def told() -> Answer:
    """An answer was opened to be read."""
    if request.form.get("deed") == Deed.OPENED and (chosen := pressed("article")):
        tell(Deed.OPENED, chosen)
    return Response(status=204)


# Strangers report without a cookie, so without a token; the session layer looks at where the form came from instead.
for _view in (report, suggestions, told):
    _view.anonymous_post = True  # type: ignore[attr-defined]
suggestions.only_looks = True  # type: ignore[attr-defined]


@bp.page("/report/solved", needs=Door.ANYONE)
def solved() -> Answer:
    """The visit ends well: an answer helped, and nothing was reported."""
    return render_template("reporting/solved.html")


@bp.page("/report/received/<number>", needs=Door.ANYONE)
def received(number: str) -> Answer:
    """What a stranger is told after the report. Nothing is looked up: whoever has a number learns nothing from it."""
    if not _NUMBER.fullmatch(number):
        raise NotFound(_("There is nothing here."))
    return render_template("reporting/received.html", number=number)


def _insist_on_welcome() -> None:
    if not g.user.is_signed_in and not policies.read(ReportingPolicy).strangers:
        raise SignInRequired(_("Sign in first."))


def _carried() -> str:
    """Words from elsewhere: of a search that found nothing, or of why a question did not help."""
    if "comment" not in request.form:
        return clean_text(request.args.get("text", ""))[:LONGEST]
    said = clean_text(request.form["comment"])[:LONGEST]
    article = articles.among_open(g.user, [clean_line(request.args.get("from", ""))[:20]])
    for each in article.values():
        visit = request.form.get("visit", "")
        feedback.voted(g.user, each, Surface.FAQ, helpful=False, reason=said, visit=visit)
    return said


def _sent(form: ReportForm) -> Incident:
    actor = g.user if g.user.is_signed_in else ReportingStranger(request.remote_addr or "")
    incident = operations.report(actor, **form.report())
    return attachments.attach_all(actor, incident, form.files.data, visible=True)


def _onwards(incident: Incident) -> str:
    if g.user.is_signed_in:
        return url_for("requests.show", number=incident.number, new="1")
    return url_for("reporting.received", number=incident.number)
