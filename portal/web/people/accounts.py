"""People: list, add, change, give a password, close and reopen."""

from flask import g, redirect, render_template, request, url_for

from portal.accounts import credentials, operations, passwords, queries
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.kernel.events import history
from portal.kernel.i18n import current_locale
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.admin.trail import lines
from portal.web.forms import PortalForm
from portal.web.helpers import say
from portal.web.people.blueprint import LINES_OF_HISTORY, bp
from portal.web.people.forms import GIVEN, GivenPasswordForm, NewPersonForm, PersonForm
from portal.web.records import Answer
from portal.web.words import word


@bp.page("/admin/people", needs=Verb.ADD_PERSON)
def index() -> Answer:
    """Everybody, narrowed by words, role and whether the account is open."""
    text = request.args.get("q", "")[:200]
    role = next((role for role in GIVEN if role.value == request.args.get("role")), None)
    retired = request.args.get("state") == "closed"
    found = queries.people(g.user, text=text, role=role, retired=retired)
    chips = [("q", _("Words"), text)] if text else []
    chips += [("role", _("Role"), word(role))] if role else []
    chips += [("state", _("State"), _("Closed accounts"))] if retired else []
    page = page_of(found, request.args.get("page", 1, type=int), 50)
    roles = [(role.value, word(role)) for role in GIVEN]
    return render_template(
        "people/index.html", page=page, chips=chips, text=text, role=role, retired=retired, roles=roles
    )


@bp.form("/admin/people/new", needs=Verb.ADD_PERSON)
def add() -> Answer:
    """Open an account, with a password made up for the first sign-in."""
    form = NewPersonForm(data={"language": current_locale(), "password": passwords.made_up()})
    if form.accepted():
        done = form.carried_out(lambda: operations.add_person(g.user, **form.values()))
        if done is not None:
            say(_("The account of %(name)s is open.", name=done.name))
            return redirect(url_for("people.show", login=done.login), 303)
    return render_template("people/add.html", form=form), form.status


@bp.form("/admin/people/<login>", needs=Verb.CHANGE_PERSON)
def show(login: str) -> Answer:
    """One account: change it, and see what was done with it."""
    user = queries.person(g.user, login)
    form = PersonForm(data=_as_kept(user))
    if form.accepted():
        done = form.carried_out(lambda: operations.change_person(g.user, user, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("people.show", login=done.login), 303)
        if form.status == 409:
            form.start_from(user)
    events = db.session.scalars(history(user).limit(LINES_OF_HISTORY)).all()
    bundled = [role for role in Role if user.bundle and role.value in user.bundle.roles]
    return render_template(
        "people/show.html", form=form, user=user, bundled=bundled, history=lines(events)
    ), form.status


@bp.form("/admin/people/<login>/password", needs=Verb.SET_PASSWORD)
def give_password(login: str) -> Answer:
    """Give somebody a new password, made up if one likes; it holds for one sign-in."""
    user = queries.person(g.user, login)
    form = GivenPasswordForm(data={"password": passwords.made_up()})
    if form.accepted():
        done = form.carried_out(lambda: credentials.set_password(g.user, user, password=form.password.data or ""))
        if done is not None:
            say(_("The new password of %(name)s holds. It has to be changed at the next sign-in.", name=done.name))
            return redirect(url_for("people.show", login=done.login), 303)
    return render_template("people/password.html", form=form, user=user), form.status


@bp.form("/admin/people/<login>/close", needs=Verb.RETIRE_PERSON)
def close(login: str) -> Answer:
    """Ask, then close the account."""
    user = queries.person(g.user, login)
    form = PortalForm()
    if form.accepted():
        done = form.carried_out(lambda: operations.retire_person(g.user, user))
        if done is not None:
            say(_("The account of %(name)s is closed.", name=done.name))
            return redirect(url_for("people.show", login=done.login), 303)
    return render_template("people/close.html", form=form, user=user), form.status


@bp.action("/admin/people/<login>/reopen", needs=Verb.RESTORE_PERSON)
def reopen(login: str) -> Answer:
    """Open a closed account again."""
    user = operations.restore_person(g.user, queries.person(g.user, login))
    say(_("The account of %(name)s is open again.", name=user.name))
    return redirect(url_for("people.show", login=user.login), 303)


def _as_kept(user: User) -> dict[str, object]:
    names = ("name_ja", "name_en", "reading", "email", "department", "extension", "language", "licence", "bundle")
    kept = {name: getattr(user, name) for name in (*names, "is_partner", "teams", "version")}
    return {**kept, "roles": list(user.granted_roles)}
