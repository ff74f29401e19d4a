"""Settings, database, index, listeners, doors: one application."""

import secrets

from flask import Flask, render_template
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import models, settings, web, wiring
from portal.http import guard, headers, requestlog
from portal.kernel.current import Holdings
from portal.kernel.db import db, prepare_engine
from portal.kernel.secret_file import kept_secret
from portal.paths import TEMPLATES
from portal.search import engine

__all__ = ["create_app", "models"]


def create_app(chosen: settings.Settings | None = None) -> Flask:
    """Make the application; without settings given, from the environment."""
    chosen = chosen or settings.load()
    chosen.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Flask("portal", template_folder=str(TEMPLATES), static_folder=None)
    app.config.update(
        SECRET_KEY=_secret_key(chosen),
        SQLALCHEMY_DATABASE_URI=chosen.database,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True} if chosen.database.startswith("postgresql") else {},
        MAX_CONTENT_LENGTH=chosen.max_request_kb * 1024,
        MAX_FORM_MEMORY_SIZE=chosen.max_request_kb * 1024,
        MAX_FORM_PARTS=2_000,
        SESSION_COOKIE_NAME="portal_session",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        PERMANENT_SESSION_LIFETIME=chosen.session_days * 86_400,
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        TESTING=chosen.testing,
    )
    db.init_app(app)
    app.extensions["portal"] = Holdings(chosen, wiring.LISTENERS, render_template, engine.Engine(chosen.index_folder))
    with app.app_context():
        prepare_engine(db.engine)
    if chosen.trusted_proxies:
        hops = chosen.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    requestlog.watch(app)
    web.register(app)
    app.before_request(guard.admit)
    app.after_request(headers.add_headers)
    guard.insist_on_keepers(app)
    return app


def _secret_key(chosen: settings.Settings) -> str:
    given = chosen.secret_key.get_secret_value()
    if given:
        return given
    return kept_secret(chosen.data / "secret_key", lambda: secrets.token_urlsafe(48))
