"""Where one begins, by role; and the first steps of an empty portal."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import set_up, signing_in
from portal.http.guard import Door, GuardedBlueprint
from portal.kernel import i18n
from portal.web import session
from portal.web.home.forms import SetUpForm
from portal.web.home.starts import start_of

bp = GuardedBlueprint("home", __name__)


@bp.page("/", needs=Door.ANYONE)
def start() -> Response:
    """On to the page where this person begins; on an empty portal, to its first steps."""
    if not g.user.is_signed_in:
        return redirect(url_for("home.setup" if set_up.needed() else "faq.home"), 303)
    return redirect(start_of(g.user), 303)


@bp.form("/setup", needs=Door.ANYONE)
def setup() -> str | Response | tuple[str, int]:
    """How a portal without an administrator gets one; a form for it only where there is no account at all."""
    if not set_up.needed():
        return redirect(url_for("home.start"), 303)
    if not set_up.open_to_all():
        return render_template("home/setup_by_command.html")
    set_up.code()
    form = SetUpForm(data={"language": i18n.current_locale()})
    if form.accepted():
        user = form.carried_out(lambda: set_up.first_administrator(**form.values()))
        if user is not None:
            agent = request.user_agent.string
            session.remember(signing_in.open_session(user, address=request.remote_addr or "", agent=agent))
            return redirect(url_for("admin.overview"), 303)
    return render_template("home/setup.html", form=form, file=set_up.code_file().name), form.status


setup.anonymous_post = True  # type: ignore[attr-defined]
