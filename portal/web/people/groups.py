"""Teams, and bundles of roles."""

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import func, select

from portal.accounts import groups, queries
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.kernel.events import history
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.admin.trail import lines
from portal.web.forms import PortalForm
from portal.web.helpers import say
from portal.web.people.blueprint import LINES_OF_HISTORY, bp
from portal.web.people.forms import BundleForm, TeamForm
from portal.web.records import Answer


@bp.page("/admin/teams", needs=Verb.ADD_TEAM)
def teams() -> Answer:
    """The teams in use, or those put away."""
    retired = request.args.get("state") == "retired"
    page = page_of(queries.teams(g.user, retired=retired), request.args.get("page", 1, type=int), 50)
    return render_template("people/teams.html", page=page, retired=retired)


@bp.form("/admin/teams/new", needs=Verb.ADD_TEAM)
def add_team() -> Answer:
    form = TeamForm()
    if form.accepted():
        done = form.carried_out(lambda: groups.add_team(g.user, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("people.teams"), 303)
    return render_template("people/team.html", form=form, team=None, history=[]), form.status


@bp.form("/admin/teams/<int:team_id>", needs=Verb.CHANGE_TEAM)
def change_team(team_id: int) -> Answer:
    team = queries.team(g.user, team_id)
    members = [m.user for m in team.memberships if m.user.retired_at is None]
    start = {"name_ja": team.name_ja, "name_en": team.name_en, "description": team.description}
    form = TeamForm(data={**start, "members": members, "version": team.version}, team=team)
    if form.accepted():
        done = form.carried_out(lambda: groups.change_team(g.user, team, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("people.teams"), 303)
        if form.status == 409:
            form.start_from(team)
    events = db.session.scalars(history(team).limit(LINES_OF_HISTORY)).all()
    return render_template("people/team.html", form=form, team=team, history=lines(events)), form.status


@bp.action("/admin/teams/<int:team_id>/retire", needs=Verb.RETIRE_TEAM)
def retire_team(team_id: int) -> Answer:
    team = groups.retire_team(g.user, queries.team(g.user, team_id))
    say(_("%(name)s is put away.", name=team.name))
    return redirect(url_for("people.teams"), 303)


@bp.action("/admin/teams/<int:team_id>/restore", needs=Verb.RESTORE_TEAM)
def restore_team(team_id: int) -> Answer:
    team = groups.restore_team(g.user, queries.team(g.user, team_id))
    say(_("%(name)s is in use again.", name=team.name))
    return redirect(url_for("people.teams"), 303)


@bp.page("/admin/bundles", needs=Verb.ADD_BUNDLE)
def bundles() -> Answer:
    """The bundles, and how many people have each."""
    found = db.session.scalars(queries.bundles(g.user)).all()
    counted = select(User.bundle_id, func.count()).where(User.bundle_id.is_not(None)).group_by(User.bundle_id)
    counts = dict(db.session.execute(counted).all())
    rows = [
        (bundle, [role for role in Role if role.value in bundle.roles], counts.get(bundle.id, 0)) for bundle in found
    ]
    return render_template("people/bundles.html", rows=rows)


@bp.form("/admin/bundles/new", needs=Verb.ADD_BUNDLE)
def add_bundle() -> Answer:
    form = BundleForm()
    if form.accepted():
        done = form.carried_out(lambda: groups.add_bundle(g.user, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("people.bundles"), 303)
    return render_template("people/bundle.html", form=form, bundle=None), form.status


@bp.form("/admin/bundles/<int:bundle_id>", needs=Verb.CHANGE_BUNDLE)
def change_bundle(bundle_id: int) -> Answer:
    bundle = queries.bundle(g.user, bundle_id)
    form = BundleForm(obj=bundle)
    if form.accepted():
        done = form.carried_out(lambda: groups.change_bundle(g.user, bundle, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("people.bundles"), 303)
        if form.status == 409:
            form.start_from(bundle)
    return render_template("people/bundle.html", form=form, bundle=bundle), form.status


@bp.form("/admin/bundles/<int:bundle_id>/remove", needs=Verb.REMOVE_BUNDLE)
def remove_bundle(bundle_id: int) -> Answer:
    """Ask, then take the bundle away; refused while somebody has it."""
    bundle = queries.bundle(g.user, bundle_id)
    form = PortalForm()
    if form.accepted():
        name = bundle.name
        done = form.carried_out(lambda: groups.remove_bundle(g.user, bundle))
        if done is not None:
            say(_("The bundle %(name)s is gone.", name=name))
            return redirect(url_for("people.bundles"), 303)
    return render_template("people/remove_bundle.html", form=form, bundle=bundle), form.status
