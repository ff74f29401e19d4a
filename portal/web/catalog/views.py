"""Services and categories."""

from flask import g, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from portal.catalog import operations, queries
from portal.catalog.models import Category
from portal.http.guard import GuardedBlueprint
from portal.kernel.db import db
from portal.kernel.events import history
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.admin.trail import lines
from portal.web.catalog.forms import CategoryForm, NewCategoryForm, NewServiceForm, ServiceForm
from portal.web.helpers import say

LINES_OF_HISTORY = 20

bp = GuardedBlueprint("catalog", __name__)

Answer = str | Response | tuple[str, int]


@bp.page("/admin/services", needs=Verb.ADD_SERVICE)
def services() -> Answer:
    """The services in use, or those put away."""
    retired = request.args.get("state") == "retired"
    page = page_of(queries.services(g.user, retired=retired), request.args.get("page", 1, type=int), 50)
    return render_template("catalog/services.html", page=page, retired=retired)


@bp.form("/admin/services/new", needs=Verb.ADD_SERVICE)
def add_service() -> Answer:
    form = NewServiceForm()
    if form.accepted():
        done = form.carried_out(lambda: operations.add_service(g.user, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("catalog.services"), 303)
    return render_template("catalog/service.html", form=form, service=None, history=[]), form.status


@bp.form("/admin/services/<int:service_id>", needs=Verb.CHANGE_SERVICE)
def change_service(service_id: int) -> Answer:
    service = queries.service(g.user, service_id)
    form = ServiceForm(obj=service)
    if form.accepted():
        done = form.carried_out(lambda: operations.change_service(g.user, service, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("catalog.services"), 303)
        if form.status == 409:
            form.start_from(service)
    events = db.session.scalars(history(service).limit(LINES_OF_HISTORY)).all()
    return render_template("catalog/service.html", form=form, service=service, history=lines(events)), form.status


@bp.action("/admin/services/<int:service_id>/retire", needs=Verb.RETIRE_SERVICE)
def retire_service(service_id: int) -> Answer:
    service = operations.retire_service(g.user, queries.service(g.user, service_id))
    say(_("%(name)s is put away.", name=service.name))
    return redirect(url_for("catalog.services"), 303)


@bp.action("/admin/services/<int:service_id>/restore", needs=Verb.RESTORE_SERVICE)
def restore_service(service_id: int) -> Answer:
    service = operations.restore_service(g.user, queries.service(g.user, service_id))
    say(_("%(name)s is in use again.", name=service.name))
    return redirect(url_for("catalog.services"), 303)


@bp.page("/admin/categories", needs=Verb.ADD_CATEGORY)
def categories() -> Answer:
    """Both levels in their order, or what was put away."""
    retired = request.args.get("state") == "retired"
    found = db.session.scalars(queries.categories(g.user, retired=retired)).all()
    return render_template("catalog/categories.html", found=found, retired=retired)


@bp.form("/admin/categories/new", needs=Verb.ADD_CATEGORY)
def add_category() -> Answer:
    upper = {str(category.id): category for category in db.session.scalars(queries.categories(g.user))}
    above = upper.get(request.args.get("in", ""))
    form = NewCategoryForm(data={"parent": above, "icon": above.icon if above else "doc"})
    if form.accepted():
        last = _last_place(form.parent.data)
        done = form.carried_out(lambda: operations.add_category(g.user, position=last + 1, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("catalog.categories"), 303)
    return render_template("catalog/category.html", form=form, category=None, history=[]), form.status


@bp.form("/admin/categories/<int:category_id>", needs=Verb.CHANGE_CATEGORY)
def change_category(category_id: int) -> Answer:
    category = queries.category(g.user, category_id)
    form = CategoryForm(obj=category)
    if form.accepted():
        place = category.position if form.parent.data == category.parent else _last_place(form.parent.data) + 1
        done = form.carried_out(lambda: operations.change_category(g.user, category, position=place, **form.values()))
        if done is not None:
            say(_("Saved."))
            return redirect(url_for("catalog.categories"), 303)
        if form.status == 409:
            form.start_from(category)
    events = db.session.scalars(history(category).limit(LINES_OF_HISTORY)).all()
    return render_template("catalog/category.html", form=form, category=category, history=lines(events)), form.status


@bp.action("/admin/categories/<int:category_id>/move", needs=Verb.CHANGE_CATEGORY)
def move_category(category_id: int) -> Answer:
    """One place up or down."""
    category = queries.category(g.user, category_id)
    operations.move_category(g.user, category, up=request.form.get("to") == "up")
    return redirect(url_for("catalog.categories", _anchor=f"category-{category.id}"), 303)


@bp.action("/admin/categories/<int:category_id>/retire", needs=Verb.RETIRE_CATEGORY)
def retire_category(category_id: int) -> Answer:
    category = operations.retire_category(g.user, queries.category(g.user, category_id))
    say(_("%(name)s is put away.", name=category.name))
    return redirect(url_for("catalog.categories"), 303)


@bp.action("/admin/categories/<int:category_id>/restore", needs=Verb.RESTORE_CATEGORY)
def restore_category(category_id: int) -> Answer:
    category = operations.restore_category(g.user, queries.category(g.user, category_id))
    say(_("%(name)s is in use again.", name=category.name))
    return redirect(url_for("catalog.categories"), 303)


def _last_place(parent: Category | None) -> int:
    """The last position taken on this level; -1 on an empty one."""
    above = Category.parent_id.is_(None) if parent is None else Category.parent_id == parent.id
    last = db.session.scalar(select(func.max(Category.position)).where(above))
    return -1 if last is None else last
