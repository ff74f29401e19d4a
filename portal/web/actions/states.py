"""What is done with an action on its way: a verb each, with the page that asks for what it needs."""

from collections.abc import Callable
from typing import TypeVar

from flask import g, render_template

from portal.actions import operations
from portal.actions.models import Action
from portal.actions.operations import Plan
from portal.kernel.i18n import gettext as _
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.web.actions.blueprint import action_at, action_for, bp
from portal.web.actions.forms import (
    EvidenceForm,
    ExtendForm,
    PromiseForm,
    TransferForm,
    VerificationForm,
    known,
)
from portal.web.articles.forms import ReasonForm
from portal.web.forms import PortalForm
from portal.web.records import Answer, done

Form = TypeVar("Form", bound=PortalForm)


def asked(verb: Verb, action: Action, form: Form, deed: Callable[[Form], Action], said: str) -> Answer:
    """Ask on a page of its own, then do it and go to where the reader finds the result."""
    if form.accepted():
        changed = form.carried_out(lambda: deed(form))
        if changed is not None:
            return done(changed, said)
    open_now = verb in action.open_verbs
    page = render_template("actions/deed.html", action=action, form=form, verb=verb, open_now=open_now)
    return page, form.status


@bp.form("/actions/<number>/accept", needs=Verb.ACCEPT_ACTION)
def accept(number: str) -> Answer:
    action = action_for(Verb.ACCEPT_ACTION, number)

    def deed(form: PromiseForm) -> Action:
        with transaction():
            wanted = {**known(action), **form.values()}
            wanted.pop("version", None)
            if wanted != known(action):
                operations.revise(g.user, action, plan=Plan(**wanted))
            return operations.accept(g.user, action)

    form = PromiseForm(data={"owner": action.owner, "due_on": action.due_on})
    return asked(Verb.ACCEPT_ACTION, action, form, deed, _("Accepted. It is promised now."))


@bp.form("/actions/<number>/reject", needs=Verb.REJECT_ACTION)
def reject(number: str) -> Answer:
    action = action_for(Verb.REJECT_ACTION, number)
    return asked(
        Verb.REJECT_ACTION, action, ReasonForm(),
        lambda form: operations.reject(g.user, action, **form.values()), _("It will not be done."),
    )  # fmt: skip


@bp.action("/actions/<number>/start", needs=Verb.START_ACTION)
def start(number: str) -> Answer:
    return done(operations.start(g.user, action_at(number)), _("Work on it has begun."))


@bp.form("/actions/<number>/complete", needs=Verb.COMPLETE_ACTION)
def complete(number: str) -> Answer:
    action = action_for(Verb.COMPLETE_ACTION, number)
    return asked(
        Verb.COMPLETE_ACTION, action, EvidenceForm(),
        lambda form: operations.complete(g.user, action, **form.values()), _("Done. Somebody else verifies it."),
    )  # fmt: skip


@bp.form("/actions/<number>/verify", needs=Verb.VERIFY_ACTION)
def verify(number: str) -> Answer:
    action = action_for(Verb.VERIFY_ACTION, number)
    return asked(
        Verb.VERIFY_ACTION, action, VerificationForm(),
        lambda form: operations.verify(g.user, action, **form.values()), _("Verified."),
    )  # fmt: skip


@bp.form("/actions/<number>/not-effective", needs=Verb.CONTRADICT_ACTION)
def contradict(number: str) -> Answer:
    action = action_for(Verb.CONTRADICT_ACTION, number)
    return asked(
        Verb.CONTRADICT_ACTION, action, ReasonForm(),
        lambda form: operations.contradict(g.user, action, **form.values()), _("It is in progress again."),
    )  # fmt: skip


@bp.form("/actions/<number>/extend", needs=Verb.EXTEND_ACTION)
def extend(number: str) -> Answer:
    action = action_for(Verb.EXTEND_ACTION, number)
    return asked(
        Verb.EXTEND_ACTION, action, ExtendForm(data={"due_on": action.due_on}),
        lambda form: operations.extend(g.user, action, **form.values()), _("The date is moved."),
    )  # fmt: skip


@bp.form("/actions/<number>/transfer", needs=Verb.TRANSFER_ACTION)
def transfer(number: str) -> Answer:
    action = action_for(Verb.TRANSFER_ACTION, number)
    return asked(
        Verb.TRANSFER_ACTION, action, TransferForm(),
        lambda form: operations.transfer(g.user, action, **form.values()), _("It lives on elsewhere."),
    )  # fmt: skip


@bp.form("/actions/<number>/cancel", needs=Verb.CANCEL_ACTION)
def cancel(number: str) -> Answer:
    action = action_for(Verb.CANCEL_ACTION, number)
    return asked(
        Verb.CANCEL_ACTION, action, ReasonForm(),
        lambda form: operations.cancel(g.user, action, **form.values()), _("It is not needed any more."),
    )  # fmt: skip
