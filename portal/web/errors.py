"""Refusals as pages."""

from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from portal.articles import queries
from portal.http.errors import status_of
from portal.http.requestlog import log
from portal.kernel.db import db
from portal.kernel.errors import (
    AlreadyDone,
    DomainError,
    EditConflict,
    Gone,
    NotFound,
    PermissionDenied,
    SignInRequired,
)
from portal.kernel.i18n import gettext as _
from portal.web.helpers import address_by_id, say

Answer = Response | AnyResponse | tuple[str, int] | tuple[str, int, dict[str, str]]


def register(app: Flask) -> None:
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _by_http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(ObjectDeletedError, _taken_away)
    app.register_error_handler(IntegrityError, _lost_race)
    app.register_error_handler(Exception, _broken)


def refused(refusal: DomainError) -> Answer:
    """What a rule refused, as a page that says what to do."""
    db.session.rollback()
    if isinstance(refusal, SignInRequired):
        wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("signin.sign_in", next=wanted if wanted != "/" else None), 303)
    if isinstance(refusal, AlreadyDone):
        if g.user.is_signed_in:  # a stranger gets no cookie, and so no message
            say(_("This was already saved; nothing was done twice."), "info")
        return redirect(address_by_id(refusal.subject_kind, refusal.subject_id) or url_for("home.start"), 303)
    if isinstance(refusal, NotFound):
        return _not_found()
    if isinstance(refusal, Gone):
        return render_template("errors/gone.html", successor=_successor(refusal.successor)), 410
    if isinstance(refusal, PermissionDenied):
        return render_template("errors/refused.html", sentence=refusal.sentence), 403
    status, page = status_of(refusal), "conflict" if isinstance(refusal, EditConflict) else "invalid"
    return render_template(f"errors/{page}.html", sentence=refusal.sentence, status=status, href=_way_back()), status


def _way_back() -> str | None:
    """The page of the record that the refused deed was about, or the list whose filters cannot be read."""
    if request.query_string and request.method == "GET" and not request.view_args:
        return request.path
    own = f"{request.blueprint}.show"
    for rule in current_app.url_map.iter_rules(own) if own in current_app.view_functions else ():
        given = {name: value for name, value in (request.view_args or {}).items() if name in rule.arguments}
        if given.keys() == rule.arguments != set():
            return url_for(own, **given)
    return None


def _successor(number: str | None) -> dict[str, str] | None:
    """What stands in the place of the article, in the words that this reader gets on this page."""
    if number is None:
        return None
    reads_outside = request.blueprint == "faq" or not g.user.is_staff
    opened = queries.among_open(g.user, [number]).get(number) if reads_outside else None
    if opened is not None and opened.outside is not None:
        return {"number": number, "title": opened.outside.title, "href": url_for("faq.show", number=number)}
    if g.user.is_staff and (found := queries.among(g.user, [number]).get(number)):
        return {"number": number, "title": found.title, "href": url_for("articles.show", number=number)}
    return None


def _not_found() -> Answer:
    return render_template("errors/not_found.html"), 404


def _taken_away(_error: ObjectDeletedError) -> Answer:
    db.session.rollback()
    return _not_found()


def _lost_race(error: IntegrityError) -> Answer:
    db.session.rollback()
    log.warning("race", id=g.get("request_number"), error=repr(error.orig))
    sentence = _("Someone saved the same at this very moment. Nothing was saved here; go back and look again.")
    return render_template("errors/conflict.html", sentence=sentence), 409


def _forged(error: CSRFError) -> Answer:
    return render_template("errors/invalid.html", sentence=error.description, status=400), 400


def _by_http(error: HTTPException) -> Answer:
    status = error.code or 500
    if status == 404:
        return _not_found()
    if status < 400:
        return error.get_response()
    sentences = {
        400: _("The browser sent something that cannot be read. Go back and try again."),
        405: _("This address cannot be used that way."),
        413: _("This is more than can be sent at once. Shorten the text, or divide it."),
        415: _("This kind of content is not understood here."),
        429: _("Too many requests in a short time. Wait a minute."),
    }
    if status == 413 and request.mimetype == "multipart/form-data":
        sentences[413] = _("These files are more than can be sent at once. Go back and choose fewer or smaller ones.")
    page = render_template(
        "errors/invalid.html", sentence=sentences.get(status, _("This did not work.")), status=status
    )
    kept = {name: value for name, value in error.get_response().headers.items() if name in ("Allow", "Retry-After")}
    return page, status, kept


def _busy(error: OperationalError) -> Answer:
    db.session.rollback()
    log.error("database", id=g.get("request_number"), error=repr(error.orig))
    page = render_template(
        "errors/invalid.html",
        sentence=_(
            "The database is busy or away. Nothing was saved; go back, your text is still there, and send it again."
        ),
        status=503,
    )
    return page, 503, {"Retry-After": "5"}


def _broken(error: Exception) -> Answer:
    log.exception("broken", id=g.get("request_number"), path=request.path, exc_info=error)
    if request.environ.get("portal.raise"):
        raise error
    db.session.rollback()
    return render_template("errors/broken.html", reference=g.get("request_number", "")), 500
