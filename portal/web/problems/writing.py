"""A problem raised, described anew, and the notes on the way to its cause."""

from flask import g, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.articles import queries as articles
from portal.articles.models import Article
from portal.incidents import queries as incidents
from portal.incidents.models import Incident
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import operations
from portal.problems.kinds import Origin
from portal.problems.models import Problem
from portal.problems.operations import Seed
from portal.web.helpers import address_of, say
from portal.web.problems.blueprint import bp, problem_at, problem_for
from portal.web.problems.forms import NoteForm, OutlineForm
from portal.web.records import Answer, done


@bp.form("/problems/new", needs=Verb.RAISE_PROBLEM)
def new() -> Answer:
    """By hand, or from the incident or article that the address names."""
    incident, article = _incident(), _article()
    known: dict[str, object] = {"owner": g.user}
    seed = Seed()
    if incident is not None:
        known |= {"statement": incident.subject, "symptoms": incident.symptom, "service": incident.service}
        known |= {"category": incident.category, "team": incident.team}
        seed = Seed(Origin.INCIDENT, incident.number, incident.restricted_to, (incident,))
    elif article is not None:
        known |= {"statement": article.title, "symptoms": article.current.issue, "service": article.service}
        known |= {"category": article.category, "team": article.owner_team}
        seed = Seed(Origin.ARTICLE, article.number, article.restricted_to)
    form = OutlineForm(data=known)
    if form.accepted():
        problem = form.carried_out(lambda: operations.raise_problem(g.user, outline=form.outline(), seed=seed))
        if problem is not None:
            return done(problem, _("%(number)s is raised.", number=problem.number))
    return render_template("problems/edit.html", form=form, problem=None, incident=incident), form.status


@bp.form("/problems/<number>/edit", needs=Verb.REVISE_PROBLEM)
def edit(number: str) -> Answer:
    problem = problem_for(Verb.REVISE_PROBLEM, number)
    names = ("statement", "symptoms", "description", "service", "category", "owner", "team", "proposal", "fix_due_on")
    form = OutlineForm(data={name: getattr(problem, name) for name in names})
    if form.accepted():
        version = form.values().get("version")
        changed = form.carried_out(lambda: operations.revise(g.user, problem, outline=form.outline(), version=version))
        if changed is not None:
            return done(changed, _("Saved."))
    if form.status == 409 or not form.version.data:
        form.start_from(problem)
    return render_template("problems/edit.html", form=form, problem=problem, incident=None), form.status


@bp.action("/problems/<number>/notes", needs=Verb.NOTE_PROBLEM)
def note(number: str) -> Answer:
    problem = problem_at(number)
    form = NoteForm()
    if form.accepted() and form.carried_out(lambda: operations.note(g.user, problem, **form.values())) is not None:
        return _to_notes(problem)
    page = render_template("problems/deed.html", problem=problem, form=form, verb=Verb.NOTE_PROBLEM, open_now=True)
    return page, form.status


def _to_notes(problem: Problem) -> Response:
    say(_("Written down."))
    return redirect(f"{address_of(problem)}#notes", 303)


def _incident() -> Incident | None:
    number = request.args.get("incident", "")
    return incidents.worked_on(g.user, number) if number else None


def _article() -> Article | None:
    number = request.args.get("article", "")
    try:
        return articles.get(g.user, number) if number else None
    except NotFound:
        return None
