"""Who is at the screen, in which language, and the token against forgery."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFError, validate_csrf
from werkzeug.exceptions import BadRequest
from wtforms.validators import ValidationError

from portal.accounts import signing_in
from portal.accounts.models import User
from portal.accounts.signing_in import THE_STRANGER
from portal.kernel import i18n, receipts
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import AlreadyDone
from portal.kernel.i18n import gettext as _

TOKEN = "sign_in"  # noqa: S105 – the name of the place, no secret
LANGUAGE = "lang"
FORM_KEY = "nonce"
# Pages that give no cookie to strangers; there the language stays in the address.
WITHOUT_COOKIES = frozenset({"faq", "reporting"})
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
STILL_READ = 4  # times the largest request


def watch(app: Flask) -> None:
    """Before each request: find the person, choose the language, check what is sent."""
    app.before_request(_recognise)
    app.before_request(_check_what_is_sent)


def remember(token: str) -> None:
    """From now on this browser is signed in; whatever it held before is dropped (no fixed sessions)."""
    language = session.get(LANGUAGE)
    session.clear()
    session[TOKEN] = token
    if language:
        session[LANGUAGE] = language
    session.permanent = True


def forget() -> None:
    session.clear()


def current_token() -> str:
    return str(session.get(TOKEN, ""))


def local_address(target: str | None) -> str | None:
    """*target* if it is an address of this site, else None: nobody is sent elsewhere after signing in."""
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or any(ord(c) < 33 or c == "\\" for c in target)
    ):
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def stay_in_language(_endpoint: str, values: dict[str, Any]) -> None:
    """A language that stands in the address goes along: strangers have no cookie to remember it."""
    if request and (asked := request.args.get("lang")) in i18n.LANGUAGES:
        values.setdefault("lang", asked)


def _recognise() -> None:
    g.user = THE_STRANGER
    g.public_page = False
    if request.endpoint == "static":
        i18n.use(settings().language, settings().time_zone)
        return
    # The answer is drawn from what was just saved; every request, and a second deed in one, reads everything anew.
    db.session.expire_all()
    db.session().expire_on_commit = False
    found = signing_in.who_is(session.get(TOKEN))
    if found:
        g.user, g.sign_in = found
    i18n.use(_language(), g.user.time_zone if isinstance(g.user, User) else settings().time_zone)


def _language() -> str:
    asked = request.args.get("lang")
    if asked in i18n.LANGUAGES or (asked == i18n.PSEUDO and settings().testing):
        if not g.user.is_signed_in and asked != session.get(LANGUAGE) and request.blueprint not in WITHOUT_COOKIES:
            session[LANGUAGE] = asked
        return str(asked)
    if isinstance(g.user, User):
        return g.user.language
    if session.get(LANGUAGE) in i18n.LANGUAGES:
        return str(session[LANGUAGE])
    return request.accept_languages.best_match(list(i18n.LANGUAGES), settings().language) or settings().language


def _check_what_is_sent() -> None:
    receipts.current_form.set(None)
    if request.method not in UNSAFE:
        return
    if request.mimetype == "application/x-www-form-urlencoded":
        request.get_data(cache=True)  # forms look whether it was UTF-8
    _read_on_for_files()
    # Strangers' pages set no cookie, so there the browser's own word about where the form came from counts as well.
    if not (getattr(_view(), "anonymous_post", False) and _same_origin()):
        _check_token()
    _check_key()


def _read_on_for_files() -> None:
    """A form whose files are too large is read all the same: the field refuses them, and what was typed is kept."""
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    if g.user.is_signed_in and request.mimetype == "multipart/form-data" and limit is not None:
        request.max_content_length = limit * STILL_READ


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def _check_token() -> None:
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token")
    try:
        validate_csrf(sent)
    except ValidationError as error:
        raise CSRFError(_("This page was open for too long, or cookies are off. Send it once more.")) from error


def _same_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is not None and urlsplit(origin).netloc == request.host


def _check_key() -> None:
    """A form that was carried out already gives its result once more, and is not carried out again.

    A view that `only_looks` is asked with the form that is being written, and carries out nothing.
    """
    key = request.form.get(FORM_KEY, "")
    g.form_was_sent = False
    if not key or getattr(_view(), "only_looks", False):
        return
    if len(key) > 64:
        raise BadRequest
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in (FORM_KEY, "csrf_token")]
    form = receipts.FormKey(key, receipts.fingerprint([*pairs, ("", request.path)]))
    receipt = receipts.receipt_of(form)
    if receipt is None:
        receipts.current_form.set(form)
    elif receipt.contents == form.contents:
        raise AlreadyDone(_("This was already saved."), receipt.subject_kind, receipt.subject_id)
    else:
        g.form_was_sent = True  # sent before, but with other words: they must not be lost, so the form is shown again
