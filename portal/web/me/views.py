"""My profile, password and devices."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import credentials, operations, queries, signing_in
from portal.accounts.models import Theme, User
from portal.http.guard import Door, GuardedBlueprint
from portal.kernel import i18n
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web import session
from portal.web.forms import plain
from portal.web.helpers import say
from portal.web.home.starts import start_pages
from portal.web.me.devices import called
from portal.web.me.forms import PasswordForm, ProfileForm
from portal.web.me.work import waiting

bp = GuardedBlueprint("me", __name__)

Answer = str | Response | tuple[str, int]

# What stays open to somebody whose password was given by another and has to be changed first.
OPEN_BEFORE_CHANGE = frozenset({"me.password", "me.theme", "signin.sign_out", "static", "health.alive", "health.ready"})


@bp.before_app_request
def _insist_on_own_password() -> Response | None:
    must = isinstance(g.user, User) and g.user.must_change_password
    if must and request.endpoint is not None and request.endpoint not in OPEN_BEFORE_CHANGE:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("me.password", next=wanted), 303)
    return None


@bp.form("/me", needs=Verb.CHANGE_PROFILE)
def show() -> Answer:
    """Name, language, time zone, looks, start page."""
    form = ProfileForm(obj=g.user, starts=start_pages(g.user))
    if form.accepted():
        done = form.carried_out(lambda: operations.change_profile(g.user, **form.values()))
        if done is not None:
            i18n.use(done.language, done.time_zone)
            say(_("Saved."))
            return redirect(url_for("me.show"), 303)
    if form.status in (200, 409):
        form.start_from(g.user)
    return render_template("me/show.html", form=form), form.status


@bp.form("/me/password", needs=Verb.CHANGE_PASSWORD)
def password() -> Answer:
    """A new password for oneself; other devices are signed out."""
    form = PasswordForm()
    wanted = session.local_address(request.args.get("next"))
    if form.accepted():
        token = session.current_token()
        done = form.carried_out(
            lambda: credentials.change_password(
                g.user, current=plain(form.current.data), password=plain(form.password.data), token=token
            )
        )
        if done is not None:
            say(_("Your new password holds. All other devices were signed out."))
            return redirect(wanted or url_for("home.start"), 303)
    return render_template("me/password.html", form=form, wanted=wanted), form.status


@bp.page("/me/devices", needs=Verb.END_SESSIONS)
def devices() -> Answer:
    """Where one is signed in."""
    sign_ins = db.session.scalars(queries.sign_ins(g.user)).all()
    lines = [(called(sign_in.agent), sign_in, sign_in.id == g.sign_in.id) for sign_in in sign_ins]
    return render_template("me/devices.html", lines=lines)


@bp.action("/me/devices/end", needs=Verb.END_SESSIONS)
def end_others() -> Answer:
    """Sign out everywhere but here."""
    signing_in.end_other_sessions(g.user, token=session.current_token())
    say(_("All other devices were signed out."))
    return redirect(url_for("me.devices"), 303)


@bp.action("/me/theme", needs=Verb.CHANGE_PROFILE)
def theme() -> Answer:
    """Light or dark, from the button in the top bar; back to the page without scripts, nothing with them."""
    try:
        chosen = Theme(request.form.get("theme", ""))
    except ValueError as unknown:
        raise Invalid(_("Choose one of the list.")) from unknown
    operations.choose_theme(g.user, theme=chosen)
    if request.headers.get("HX-Request") or request.headers.get("X-CSRF-Token"):
        return Response(status=204)
    return redirect(_page_before(), 303)


def _page_before() -> str:
    referrer = request.referrer or ""
    local = referrer.removeprefix(request.host_url.rstrip("/"))
    return (session.local_address(local) if local != referrer else None) or url_for("me.show")


@bp.page("/me/work", needs=Door.STAFF)
def work() -> str:
    """What waits for oneself, of every kind."""
    return render_template("me/work.html", **waiting())
