"""Whoever called: found by a name, a reading, a number or an extension, with the calls of the last days."""

from typing import Any, Protocol

from flask import g, redirect, render_template, request, url_for
from wtforms import StringField

from portal.accounts import queries as accounts
from portal.accounts.models import User
from portal.incidents import queries
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.web.incidents.blueprint import bp
from portal.web.incidents.intake_form import Caller, IntakeForm
from portal.web.records import Answer

MOST_CALLERS, NOBODY = 8, "0"
# The buttons of the field without scripts; the form is drawn again with what was typed, and nothing is saved.
LOOKING = ("find", "change_caller")


class Asking(Protocol):
    """A form that asks who called."""

    reporter: Caller
    reporter_name: StringField


@bp.page("/_/callers", needs=Verb.RECORD_INCIDENT, endpoint="callers")
def listed() -> Answer:
    """Who may have called, as lines of a list; with `id`, the one who was chosen."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("incidents.new"), 303)
    typed = clean_line(request.args.get("reporter_name", ""))
    chosen = request.args.get("id", "")
    if not chosen:
        return render_template("incidents/_callers.html", people=_people(typed), typed=typed)
    form = IntakeForm.fresh()
    if chosen != NOBODY:
        try:
            form.reporter.process_formdata([chosen])
        except ValueError as gone:
            form.reporter.process_errors = [str(gone)]
    form.reporter_name.data = typed
    return render_template("incidents/_caller.html", form=form, fresh=True, **beside(form))


def beside(form: Asking) -> dict[str, Any]:
    """What `incidents/_caller.html` shows besides what was typed."""
    if request.form.get("change_caller"):
        form.reporter.data = None
    caller = form.reporter.data
    typed = clean_line(form.reporter_name.data or "")
    return {
        "caller": caller,
        "calls": _calls(caller) if caller is not None else [],
        "people": _people(typed) if caller is None and request.form.get("find") else None,
    }


def _calls(caller: User) -> list[Incident]:
    return list(db.session.scalars(queries.of_caller(g.user, caller.id)).unique())


def _people(typed: str) -> list[User]:
    return list(db.session.scalars(accounts.callers(g.user, typed).limit(MOST_CALLERS)).unique()) if typed else []
