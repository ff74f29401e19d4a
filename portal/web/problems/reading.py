"""One problem with its causes, its workaround and the incidents that it causes."""

from flask import g, render_template

from portal.actions import queries as actions
from portal.actions.kinds import Source
from portal.articles.audience import readable
from portal.kernel.verbs import Verb
from portal.problems import queries
from portal.problems.kinds import CauseKind, ChangeState
from portal.problems.lifecycle import State
from portal.problems.models import Problem
from portal.reviews import queries as reviews
from portal.web.helpers import short_when
from portal.web.problems.blueprint import bp, problem_at
from portal.web.problems.deeds import comes_next, may_now, possible
from portal.web.problems.forms import NoteForm
from portal.web.records import Answer
from portal.web.words import word

SHOWN = 10
_RAIL = (
    (State.LOGGED, "raised_at"),
    (State.CATEGORIZED, "assessed_at"),
    (State.INVESTIGATING, "investigation_started_at"),
    (State.KNOWN_ERROR, "declared_at"),
    (State.CHANGE_RAISED, ""),
    (State.RESOLVED, "resolved_at"),
    (State.CLOSED, "closed_at"),
)


@bp.page("/problems/<number>", needs=Verb.SEE_PROBLEMS)
def show(number: str) -> Answer:
    problem = problem_at(number)
    deeds = possible(g.user, problem)
    links = queries.incidents_of(g.user, problem)
    article = problem.article if problem.article is not None and readable(g.user, problem.article) else None
    return render_template(
        "problems/show.html",
        problem=problem,
        rail=_rail(problem),
        deeds=deeds,
        first=deeds[0] if deeds and comes_next(problem, deeds[0]) else None,
        links=links[:SHOWN],
        link_count=len(links),
        count=queries.counts(g.user, [problem]).get(problem.id, 0),
        causes={kind: [cause for cause in problem.causes if cause.kind is kind] for kind in CauseKind},
        article=article,
        reviews=reviews.of_problem(g.user, problem.id),
        actions=actions.of(g.user, Source.PROBLEM, problem.id),
        note_form=NoteForm(formdata=None),
        may_now=lambda verb: may_now(g.user, verb, problem),
        open_changes=[change for change in problem.changes if change.state is ChangeState.RAISED],
    )


def _rail(problem: Problem) -> list[dict[str, str]]:
    """The way of a problem: what it has passed, where it is; what it left out is skipped."""
    order = [state for state, _moment in _RAIL]
    state = problem.state_before if problem.state is State.ON_HOLD else problem.state
    here = order.index(state) if state in order else -1
    steps = []
    for place, (step, moment) in enumerate(_RAIL):
        at = getattr(problem, moment) if moment else None
        passed = at is not None if moment else bool(problem.changes)
        mark = "todo" if place > here else "current" if place == here else "done" if passed else "skip"
        note = short_when(at) if place <= here else ""
        steps.append({"label": word(step), "state": mark, "note": note})
    return steps
