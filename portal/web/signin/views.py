"""Coming in and going out; a forgotten password."""

import time

from flask import flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import credentials, queries, set_up, signing_in
from portal.accounts.signing_in import THE_STRANGER
from portal.http.guard import Door, GuardedBlueprint
from portal.kernel import mail
from portal.kernel.errors import Invalid, NotFound, TooMany
from portal.kernel.i18n import gettext as _
from portal.web import session
from portal.web.forms import refuse
from portal.web.signin.forms import ForgotForm, ResetForm, SignInForm

LEAST_ANSWER_TIME = 0.25  # seconds

bp = GuardedBlueprint("signin", __name__)

Answer = str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]


@bp.form("/login", needs=Door.ANYONE)
def sign_in() -> Answer:
    """Name and password; afterwards back to where one wanted to go."""
    wanted = session.local_address(request.args.get("next"))
    if g.user.is_signed_in and request.method == "GET":
        return redirect(wanted or url_for("home.start"), 303)
    if set_up.needed():
        return redirect(url_for("home.setup"), 303)
    form = SignInForm()
    waits: dict[str, str] = {}
    if form.accepted():
        try:
            user, token = signing_in.sign_in(
                form.login.data or "",
                form.password.data or "",
                address=request.remote_addr or "",
                agent=request.user_agent.string,
            )
        except Invalid as refused:
            refuse(form, refused)
        except TooMany as refused:
            refuse(form, refused)
            form.status, waits = 429, {"Retry-After": str(refused.seconds)}
        else:
            session.remember(token)
            if user.must_change_password:
                return redirect(url_for("me.password", next=wanted), 303)
            return redirect(wanted or url_for("home.start"), 303)
    return render_template("signin/sign_in.html", form=form, wanted=wanted), form.status, waits


@bp.action("/logout", needs=Door.SIGNED_IN)
def sign_out() -> Answer:
    """End this session, here and in the database."""
    signing_in.sign_out(g.user, token=session.current_token())
    session.forget()
    flash(_("You are signed out."), "ok")
    return redirect(url_for("signin.sign_in"), 303)


@bp.form("/password/forgot", needs=Door.ANYONE)
def forgot() -> Answer:
    """Ask for a letter; the answer is the same, and as quick, whether the account exists or not."""
    form = ForgotForm()
    began = time.monotonic()
    sent = False
    if mail.available() and form.accepted():
        user = queries.by_login_or_email(form.login.data or "")
        if user is not None and user.email and not credentials.asked_lately(user):
            credentials.ask_reset(THE_STRANGER, user)
        time.sleep(max(0.0, LEAST_ANSWER_TIME - (time.monotonic() - began)))
        sent = True
    return render_template("signin/forgot.html", form=form, sent=sent, mail=mail.available()), form.status


@bp.form("/password/<token>", needs=Door.ANYONE)
def reset(token: str) -> Answer:
    """Choose a new password by the link of a letter; the link works once."""
    try:
        credentials.find_reset(token)
    except NotFound as refused:
        return render_template("signin/reset_gone.html", sentence=refused.sentence), 404
    form = ResetForm()
    if form.accepted():
        chosen = form.password.data or ""
        done = form.carried_out(lambda: credentials.reset_password(THE_STRANGER, token=token, password=chosen))
        if done is not None:
            session.forget()
            flash(_("Your new password holds. Sign in with it."), "ok")
            return redirect(url_for("signin.sign_in"), 303)
    return render_template("signin/reset.html", form=form), form.status


sign_in.anonymous_post = forgot.anonymous_post = reset.anonymous_post = True  # type: ignore[attr-defined]
