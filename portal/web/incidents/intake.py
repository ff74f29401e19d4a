"""Record an incident while somebody tells it: the form, the suggestions beside it, and whoever called."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.files import uploads
from portal.incidents import intake, queries
from portal.incidents.intake import Found, Intake
from portal.incidents.kinds import Channel
from portal.incidents.models import Incident
from portal.incidents.operations import LONGEST_SUBJECT
from portal.incidents.priority import Impact, PriorityPolicy, Urgency, priority
from portal.kernel import policies
from portal.kernel.errors import Invalid, NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.text import clean_line, clean_text, first_sentence
from portal.kernel.verbs import Verb
from portal.search import ledger
from portal.search.models import Asking, Deed
from portal.search.suggestions import Situation, Suggested, suggest
from portal.web.helpers import address_of, say
from portal.web.incidents import callers
from portal.web.incidents.blueprint import bp
from portal.web.incidents.intake_form import CHANNELS, LONGEST_SPOKEN, IntakeForm
from portal.web.incidents.letter import letter
from portal.web.incidents.pane import Pane, Sitting, known_articles, pane, pressed, tell
from portal.web.records import Answer

# Buttons that look something up; the form is drawn again with what was typed, and nothing is saved.
LOOKING = ("look", "drop", "dismiss", "link", "send", "join", *callers.LOOKING)


@bp.form("/incidents/new", needs=Verb.RECORD_INCIDENT)
def new() -> Answer:
    form = IntakeForm.fresh()
    if request.method == "POST" and not any(name in request.form for name in LOOKING) and form.accepted():
        sitting = Sitting.read()
        incident = form.carried_out(lambda: _taken_in(form, sitting))
        if incident is not None:
            return _onwards(incident, sitting)
    shown = Pane(Suggested(), Sitting.begun()) if request.method == "GET" else _pane(form)
    return render_template("incidents/new.html", form=form, pane=shown, **_beside(form)), form.status


@bp.action("/_/suggest", needs=Verb.RECORD_INCIDENT)
def suggestions() -> Answer:
    """What may help with what was typed so far; nothing is changed by asking."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("incidents.new"), 303)
    form = IntakeForm.fresh()
    return render_template("incidents/_suggest.html", form=form, pane=_pane(form), caller=form.reporter.data)


suggestions.only_looks = True  # type: ignore[attr-defined]


@bp.action("/_/suggest/told", needs=Verb.SEE_ARTICLES)
def told() -> Answer:
    """A suggestion was opened to be read."""
    if request.form.get("deed") == Deed.OPENED and (chosen := pressed("article")):
        tell(clean_line(request.form.get("asking", ""))[:40], Deed.OPENED, chosen)
    return Response(status=204)


def _pane(form: IntakeForm) -> Pane:
    """The suggestions for what stands in the form; what the pressed button said of one is remembered."""
    sitting = Sitting.read()
    if (chosen := pressed("dismiss")) and chosen.number in {each.number for each in sitting.dismissed}:
        tell(sitting.asking, Deed.DISMISSED, chosen)
    text = clean_text(form.symptom.data or "")[:LONGEST_SPOKEN]
    if not text and not sitting.added:
        return Pane(Suggested(), sitting)
    situation = Situation(
        text=text,
        surface=Asking.INTAKE,
        service=form.service.data,
        category=form.category.data,
        caller=form.reporter.data,
        dropped=sitting.dropped,
        added=sitting.added,
        dismissed=tuple(each.number for each in sitting.dismissed),
        visit=sitting.visit,
    )
    return pane(suggest(g.user, situation), sitting, first_sentence(text, LONGEST_SUBJECT))


def _taken_in(form: IntakeForm, sitting: Sitting) -> Incident:
    """The incident with everything that was chosen beside it; refused as a whole if one of it is gone."""
    solved = pressed("resolve")
    wanted = [*sitting.linked, *sitting.sent, *([solved] if solved else [])]
    known = known_articles(each.number for each in wanted)
    if missing := next((each for each in wanted if each.number not in known), None):
        raise Invalid(_("%(number)s was withdrawn meanwhile, so it was not linked.", number=missing.number))
    caller = form.reporter.data
    return intake.take_in(
        g.user,
        intake=Intake(
            details=form.details(),
            channel=Channel(form.channel.data or ""),
            impact=Impact(form.impact.data or ""),
            urgency=Urgency(form.urgency.data or ""),
            linked=[Found(known[each.number], each.rank or None) for each in sitting.linked],
            sent=[Found(known[e.number], e.rank or None, letter(known[e.number], caller)) for e in sitting.sent],
            parent=_parent(sitting.parent),
            files=uploads.keep(form.files.data) if form.files.data else (),
            solved_with=Found(known[solved.number], solved.rank or None) if solved else None,
        ),
    )


def _parent(number: str) -> Incident | None:
    """The incident that it is handled together with; one that hangs on another leads to that one."""
    if not number:
        return None
    try:
        found = queries.worked_on(g.user, number)
    except NotFound:
        raise Invalid(_("%(number)s is not there any more.", number=number)) from None
    return found.parent or found


def _onwards(incident: Incident, sitting: Sitting) -> Response:
    """Tell what was done, and go where the work goes on."""
    solved = pressed("resolve")
    ledger.came_of(g.user, sitting.visit, incident)
    for deed, all_chosen in (
        (Deed.LINKED, sitting.linked),
        (Deed.SENT, sitting.sent),
        (Deed.RESOLVED, (solved,) if solved else ()),
    ):
        for chosen in all_chosen:
            tell(sitting.asking, deed, chosen, incident)
    if solved is not None:
        say(
            _("%(number)s is resolved with %(article)s.", number=incident.number, article=solved.number),
            undo=url_for("incidents.undo", number=incident.number),
        )
        return redirect(address_of(incident), 303)
    say(_("%(number)s is recorded.", number=incident.number))
    following = {"escalate": "incidents.escalate", "write": "articles.new"}.get(request.form.get("then", ""))
    if following == "incidents.escalate":
        return redirect(url_for(following, number=incident.number), 303)
    if following == "articles.new":
        return redirect(url_for(following, incident=incident.number), 303)
    return redirect(address_of(incident), 303)


def _beside(form: IntakeForm) -> dict[str, Any]:
    """What the page shows besides what was typed."""
    preset = policies.read(PriorityPolicy).matrix
    levels = {f"{i.value} {u.value}": priority(i, u, preset) for i in Impact for u in Urgency}
    chosen = f"{form.impact.data} {form.urgency.data}"
    return {
        **callers.beside(form),
        "channels": CHANNELS,
        "levels": levels,
        "level": levels.get(chosen),
        "longest": LONGEST_SPOKEN,
        "guessed": request.form.get("guessed", "").split()[:4],
    }
