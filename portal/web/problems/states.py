"""What is done with a problem on its way: a verb each, with the page that asks for what it needs."""

from collections.abc import Callable
from typing import TypeVar

from flask import g, render_template

from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import known_errors, operations, solving
from portal.problems.kinds import LinkRole
from portal.problems.models import Change, Problem
from portal.web.articles.forms import ReasonForm, RestrictForm
from portal.web.forms import PortalForm
from portal.web.problems.blueprint import bp, problem_at, problem_for
from portal.web.problems.deeds import may_now
from portal.web.problems.forms import (
    AssessForm,
    CauseForm,
    ChangeForm,
    CloseForm,
    DeclareForm,
    GatherForm,
    HoldForm,
    InvestigateForm,
    MergeForm,
    ResolveForm,
    WorkaroundForm,
)
from portal.web.records import Answer, done

Form = TypeVar("Form", bound=PortalForm)


def asked(
    verb: Verb, problem: Problem, form: Form, deed: Callable[[Form], Problem], said: str, *, versioned: bool = False
) -> Answer:
    """Ask on a page of its own, then do it and go to where the reader finds the result."""
    if form.accepted():
        changed = form.carried_out(lambda: deed(form))
        if changed is not None:
            return done(changed, said)
    if versioned and (form.status == 409 or not form.version.data):
        form.start_from(problem)
    open_now = may_now(g.user, verb, problem)
    page = render_template("problems/deed.html", problem=problem, form=form, verb=verb, open_now=open_now)
    return page, form.status


@bp.form("/problems/<number>/assess", needs=Verb.ASSESS_PROBLEM)
def assess(number: str) -> Answer:
    problem = problem_for(Verb.ASSESS_PROBLEM, number)
    known = {"category": problem.category, "impact": problem.impact, "urgency": problem.urgency}
    return asked(
        Verb.ASSESS_PROBLEM, problem, AssessForm(data={**known, "owner": problem.owner}),
        lambda form: operations.assess(g.user, problem, **form.values()), _("Assessed."),
    )  # fmt: skip


@bp.form("/problems/<number>/investigate", needs=Verb.INVESTIGATE_PROBLEM)
def investigate(number: str) -> Answer:
    problem = problem_for(Verb.INVESTIGATE_PROBLEM, number)
    return asked(
        Verb.INVESTIGATE_PROBLEM, problem, InvestigateForm(data={"team": problem.team}),
        lambda form: operations.investigate(g.user, problem, **form.values()), _("The investigation has begun."),
    )  # fmt: skip


@bp.form("/problems/<number>/causes", needs=Verb.NAME_CAUSE)
def name_cause(number: str) -> Answer:
    problem = problem_for(Verb.NAME_CAUSE, number)
    return asked(
        Verb.NAME_CAUSE, problem, CauseForm(),
        lambda form: known_errors.name_cause(g.user, problem, **form.values()), _("The cause is on record."),
    )  # fmt: skip


@bp.form("/problems/<number>/workaround", needs=Verb.WRITE_WORKAROUND)
def write_workaround(number: str) -> Answer:
    problem = problem_for(Verb.WRITE_WORKAROUND, number)
    form = WorkaroundForm(data={"workaround": problem.workaround, "tested": problem.workaround_tested})
    return asked(
        Verb.WRITE_WORKAROUND, problem, form,
        lambda form: known_errors.write_workaround(g.user, problem, **form.values()), _("Saved."), versioned=True,
    )  # fmt: skip


@bp.form("/problems/<number>/declare", needs=Verb.DECLARE_KNOWN_ERROR)
def declare(number: str) -> Answer:
    problem = problem_for(Verb.DECLARE_KNOWN_ERROR, number)
    return asked(
        Verb.DECLARE_KNOWN_ERROR, problem, DeclareForm(),
        lambda form: known_errors.declare(g.user, problem, **form.values()), _("It is a known error now."),
    )  # fmt: skip


@bp.action("/problems/<number>/tell", needs=Verb.TELL_WORKAROUND)
def tell(number: str) -> Answer:
    return done(
        known_errors.tell_workaround(g.user, problem_at(number)),
        _("Everybody who waits on a linked incident reads the workaround there."),
    )


@bp.form("/problems/<number>/changes", needs=Verb.RAISE_CHANGE)
def raise_change(number: str) -> Answer:
    problem = problem_for(Verb.RAISE_CHANGE, number)
    return asked(
        Verb.RAISE_CHANGE, problem, ChangeForm(data={"proposal": problem.proposal, "planned_on": problem.fix_due_on}),
        lambda form: solving.raise_change(g.user, problem, **form.values()), _("The change is on record."),
    )  # fmt: skip


@bp.action("/problems/<number>/changes/<int:change_id>/settle", needs=Verb.SETTLE_CHANGE)
def settle_change(number: str, change_id: int) -> Answer:
    problem = problem_at(number)
    return done(solving.settle_change(g.user, problem, _change(problem, change_id)), _("The change is made."))


@bp.form("/problems/<number>/return-change", needs=Verb.RETURN_CHANGE)
def return_change(number: str) -> Answer:
    problem = problem_for(Verb.RETURN_CHANGE, number)
    return asked(
        Verb.RETURN_CHANGE, problem, ReasonForm(),
        lambda form: solving.return_change(g.user, problem, **form.values()), _("It is where it was before."),
    )  # fmt: skip


@bp.form("/problems/<number>/resolve", needs=Verb.RESOLVE_PROBLEM)
def resolve(number: str) -> Answer:
    problem = problem_for(Verb.RESOLVE_PROBLEM, number)
    return asked(
        Verb.RESOLVE_PROBLEM, problem, ResolveForm(data={"fix": problem.proposal}),
        lambda form: solving.resolve(g.user, problem, solution=form.solution()),
        _("Resolved. Whether it comes back is watched for 30 days."),
    )  # fmt: skip


@bp.form("/problems/<number>/close", needs=Verb.CLOSE_PROBLEM)
def close(number: str) -> Answer:
    problem = problem_for(Verb.CLOSE_PROBLEM, number)
    return asked(
        Verb.CLOSE_PROBLEM, problem, CloseForm(),
        lambda form: solving.close(g.user, problem, **form.values()), _("Closed."),
    )  # fmt: skip


@bp.form("/problems/<number>/reanalyse", needs=Verb.REANALYSE_PROBLEM)
def reanalyse(number: str) -> Answer:
    problem = problem_for(Verb.REANALYSE_PROBLEM, number)
    return asked(
        Verb.REANALYSE_PROBLEM, problem, ReasonForm(),
        lambda form: solving.reanalyse(g.user, problem, **form.values()), _("It is investigated again."),
    )  # fmt: skip


@bp.form("/problems/<number>/hold", needs=Verb.HOLD_PROBLEM)
def hold(number: str) -> Answer:
    problem = problem_for(Verb.HOLD_PROBLEM, number)
    return asked(
        Verb.HOLD_PROBLEM, problem, HoldForm(),
        lambda form: operations.hold(g.user, problem, **form.values()), _("On hold. “Resume” goes on with it."),
    )  # fmt: skip


@bp.action("/problems/<number>/resume", needs=Verb.RESUME_PROBLEM)
def resume(number: str) -> Answer:
    return done(operations.resume(g.user, problem_at(number)), _("Work goes on."))


@bp.form("/problems/<number>/merge", needs=Verb.MERGE_PROBLEM)
def merge(number: str) -> Answer:
    problem = problem_for(Verb.MERGE_PROBLEM, number)

    def deed(form: MergeForm) -> Problem:
        stays = form.other.data
        if stays is None:
            raise NotFound(_("There is nothing here."))
        operations.merge(g.user, problem, stays)
        return stays

    return asked(Verb.MERGE_PROBLEM, problem, MergeForm(), deed, _("Merged. Its incidents and causes stand here now."))


@bp.form("/problems/<number>/restrict", needs=Verb.RESTRICT_PROBLEM)
def restrict(number: str) -> Answer:
    problem = problem_for(Verb.RESTRICT_PROBLEM, number)
    return asked(
        Verb.RESTRICT_PROBLEM, problem, RestrictForm(data={"team": problem.restricted_to}),
        lambda form: operations.restrict(g.user, problem, **form.values()), _("Saved."),
    )  # fmt: skip


@bp.form("/problems/<number>/cancel", needs=Verb.CANCEL_PROBLEM)
def cancel(number: str) -> Answer:
    problem = problem_for(Verb.CANCEL_PROBLEM, number)
    return asked(
        Verb.CANCEL_PROBLEM, problem, ReasonForm(),
        lambda form: operations.cancel(g.user, problem, **form.values()), _("It counts as no problem."),
    )  # fmt: skip


@bp.form("/problems/<number>/incidents", needs=Verb.GATHER_INCIDENT)
def gather(number: str) -> Answer:
    problem = problem_for(Verb.GATHER_INCIDENT, number)

    def deed(form: GatherForm) -> Problem:
        if form.incident.data is None:
            raise NotFound(_("There is nothing here."))
        role = LinkRole(form.role.data or LinkRole.CAUSE)
        return operations.gather(g.user, problem, form.incident.data, role=role)

    known = {"role": LinkRole.CAUSE}
    return asked(Verb.GATHER_INCIDENT, problem, GatherForm(data=known), deed, _("The incident is linked."))


@bp.action("/problems/<number>/incidents/<incident>/release", needs=Verb.RELEASE_INCIDENT)
def release(number: str, incident: str) -> Answer:
    problem = problem_at(number)
    found = next((link.incident for link in problem.links if link.incident.number == incident), None)
    if found is None:
        raise NotFound(_("There is nothing here."))
    return done(operations.release(g.user, problem, found), _("The incident is not linked any more."))


def _change(problem: Problem, change_id: int) -> Change:
    for change in problem.changes:
        if change.id == change_id:
            return change
    raise NotFound(_("There is nothing here."))
