"""No page without a keeper: every route says with `needs=` who may come, or the application does not start."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from flask import Blueprint, Flask, current_app, g, request

from portal.kernel.errors import PermissionDenied, SignInRequired
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb

View = TypeVar("View", bound=Callable[..., Any])


class Door(Enum):
    """Needs that are no verb."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    STAFF = "staff"


Needs = Verb | Door
LOOK, FORM, ACTION = ("GET",), ("GET", "POST"), ("POST",)


class GuardedBlueprint(Blueprint):
    """Routes in three words: `page` (look), `form` (look and do), `action` (do); each with its `needs`.

    `answers_to` of a form or action is the verb by which templates find it.
    """

    def page(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[View], View]:
        return self._guarded(rule, needs, LOOK, options)

    def form(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[View], View]:
        return self._guarded(rule, needs, FORM, options)

    def action(self, rule: str, *, needs: Needs, **options: Any) -> Callable[[View], View]:
        return self._guarded(rule, needs, ACTION, options)

    def _guarded(
        self, rule: str, needs: Needs, methods: tuple[str, ...], options: dict[str, Any]
    ) -> Callable[[View], View]:
        if not isinstance(needs, Verb | Door):
            raise TypeError(f"{rule}: needs= takes a Verb or a Door.")

        def decorate(view: View) -> View:
            view.needs = needs  # type: ignore[attr-defined]
            self.route(rule, methods=list(methods), **options)(view)
            return view

        return decorate


def needs_of(app: Flask, endpoint: str) -> Needs | None:
    found: Needs | None = getattr(app.view_functions.get(endpoint), "needs", None)
    return found


def insist_on_keepers(app: Flask) -> None:
    """Refuse to start while any route has no keeper."""
    bare = sorted({rule.rule for rule in app.url_map.iter_rules() if needs_of(app, rule.endpoint) is None})
    if bare:
        raise RuntimeError(f"Routes without needs=: {', '.join(bare)}")


def admit() -> None:
    """Before each request: turn away whoever the route is not for."""
    if request.endpoint is None:
        return
    needs = needs_of(current_app._get_current_object(), request.endpoint)  # type: ignore[attr-defined]
    if needs is None:
        raise RuntimeError(f"{request.endpoint} has no keeper.")
    user = g.user
    if needs is Door.ANYONE:
        return
    if isinstance(needs, Verb) and user.may(needs):
        return
    if not user.is_signed_in:
        raise SignInRequired(_("Sign in first."))
    if needs is Door.SIGNED_IN or (needs is Door.STAFF and user.is_staff):
        return
    raise PermissionDenied(
        _("You may not do this. %(who)s", who=user.who_may(needs))
        if isinstance(needs, Verb)
        else _("This page is for agents.")
    )
