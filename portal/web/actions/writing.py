"""An action proposed from the record that it serves, or said better."""

from flask import g, render_template

from portal.actions import operations
from portal.actions.kinds import Source, Weight
from portal.actions.models import Action
from portal.actions.operations import Serves
from portal.actions.wording import VAGUE_WORDS, is_too_short, vague
from portal.incidents import queries as incidents
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import queries as problems
from portal.reviews import queries as reviews
from portal.web.actions.blueprint import action_for, bp, source_of
from portal.web.actions.forms import PlanForm, known
from portal.web.records import Answer, done


@bp.form("/incidents/<number>/actions/new", needs=Verb.PROPOSE_ACTION)
def for_incident(number: str) -> Answer:
    incident = incidents.worked_on(g.user, number)
    return _propose(Serves(Source.INCIDENT, incident.id, incident.number, incident.restricted_to), incident.subject)


@bp.form("/problems/<number>/actions/new", needs=Verb.PROPOSE_ACTION)
def for_problem(number: str) -> Answer:
    problem = problems.get(g.user, number)
    return _propose(Serves(Source.PROBLEM, problem.id, problem.number, problem.restricted_to), problem.statement)


@bp.form("/reviews/<number>/actions/new", needs=Verb.PROPOSE_ACTION)
def for_review(number: str) -> Answer:
    review = reviews.get(g.user, number)
    return _propose(Serves(Source.REVIEW, review.id, review.number, review.incident.restricted_to), review.title)


@bp.form("/actions/<number>/edit", needs=Verb.REVISE_ACTION)
def edit(number: str) -> Answer:
    action = action_for(Verb.REVISE_ACTION, number)
    form = PlanForm(data=known(action))
    if form.accepted():
        version = form.values().get("version")
        changed = form.carried_out(lambda: operations.revise(g.user, action, plan=form.plan(), version=version))
        if changed is not None:
            return done(changed, _("Saved."))
    if form.status == 409 or not form.version.data:
        form.start_from(action)
    return _page(form, action.source_number, source_of(action), action=action)


def _propose(serves: Serves, name: str) -> Answer:
    form = PlanForm(data={"weight": Weight.SHOULD})
    if form.accepted():
        action = form.carried_out(lambda: operations.propose(g.user, serves=serves, plan=form.plan()))
        if action is not None:
            return done(action, _("%(number)s is proposed.", number=action.number))
    draft = Action(source_kind=serves.kind, source_number=serves.number)
    return _page(form, f"{serves.number} {name}", source_of(draft))


def _page(form: PlanForm, serves: str, source: str, action: Action | None = None) -> Answer:
    title = str(form.title.data or "")
    page = render_template(
        "actions/edit.html", form=form, action=action, serves=serves, source=source,
        vague=vague(title), is_too_short=is_too_short(title), vague_words=VAGUE_WORDS,
    )  # fmt: skip
    return page, form.status
