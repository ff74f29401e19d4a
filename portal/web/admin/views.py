"""Overview of what to set up, rules and the audit log."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.articles.policy import ArticlePolicy
from portal.http.guard import GuardedBlueprint
from portal.kernel import policies as rules
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.admin import audit as log
from portal.web.admin.forms import POLICY_FORMS
from portal.web.admin.progress import parts, steps
from portal.web.admin.trail import lines
from portal.web.helpers import say
from portal.web.words import word

bp = GuardedBlueprint("admin", __name__)

Answer = str | Response | tuple[str, int]


@bp.page("/admin", needs=Verb.SEE_ADMIN)
def overview() -> Answer:
    """What to set up first, and how the portal's parts are."""
    return render_template("admin/overview.html", steps=steps(), parts=parts())


@bp.form("/admin/policies", needs=Verb.CHANGE_POLICY)
def policies() -> Answer:
    """The rules about articles, which come first."""
    return _policies(ArticlePolicy.name)


@bp.form("/admin/policies/<area>", needs=Verb.CHANGE_POLICY)
def policies_of(area: str) -> Answer:
    """The rules about one area."""
    return _policies(area)


def _policies(area: str) -> Answer:
    if area not in POLICY_FORMS:
        raise NotFound(_("There is nothing here."))
    of = POLICY_FORMS[area].of
    stored = rules.stored(of)
    form = POLICY_FORMS[area](data={**rules.read(of).model_dump(), "version": stored.version if stored else 0})
    if form.accepted():
        version = form.values()["version"] if form.version.data else 0
        done = form.carried_out(lambda: rules.change(g.user, policy=form.policy(), version=version))
        if done is not None:
            say(_("Saved. The rules hold from now on."))
            return redirect(_address(area), 303)
        if form.status == 409 and (now := rules.stored(of)):
            form.start_from(now)
    tabs = [
        {"label": _(each.title), "href": _address(key), "current": key == area} for key, each in POLICY_FORMS.items()
    ]
    return render_template("admin/policies.html", form=form, tabs=tabs, address=_address(area)), form.status


def _address(area: str) -> str:
    return url_for("admin.policies") if area == ArticlePolicy.name else url_for("admin.policies_of", area=area)


@bp.page("/admin/audit", needs=Verb.SEE_AUDIT)
def audit() -> Answer:
    """Everything that was done, narrowed by verb, person, record and day."""
    asked = log.asked()
    page = page_of(log.events(asked), request.args.get("page", 1, type=int), 50)
    chips = [
        ("verb", _("Deed"), word(asked.verb) if asked.verb else ""),
        ("person", _("Person"), asked.person),
        ("record", _("Concerns"), asked.record),
        ("since", _("First day"), asked.since.isoformat() if asked.since else ""),
        ("until", _("Last day"), asked.until.isoformat() if asked.until else ""),
    ]
    return render_template(
        "admin/audit.html",
        page=page,
        rows=[(line, log.named(line.event.subject_kind, line.event.subject_id)) for line in lines(page.items)],
        asked=asked,
        chips=[chip for chip in chips if chip[2]],
        verbs=sorted(((verb.value, word(verb)) for verb in Verb if verb not in log.SILENT), key=lambda pair: pair[1]),
    )
