"""What the pages of all numbered records share: their one address, who comes in for which verb, and its button."""

from dataclasses import dataclass
from typing import Any

from flask import Response, g, redirect, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.helpers import address_of, say

Answer = str | Response | AnyResponse | tuple[str, int]


@dataclass(frozen=True)
class Deed:
    """One verb as a button; without *asks* it is done at once. `key` is the letter that presses it."""

    verb: Verb
    endpoint: str
    glyph: str
    asks: bool = True
    kind: str = ""
    key: str = ""


def settle_address(typed: str, number: str) -> None:
    """Lead another spelling of *number* to the address that never changes."""
    if typed != number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)


def admit(verb: Verb, record: Any, *, is_open: bool, closed: str) -> None:
    """Refuse whoever may not do *verb* with *record*, and say *closed* where it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    if not g.user.may(verb, record):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, record)))
    if request.method == "GET" and not is_open:
        raise InvalidTransition(closed)


def done(record: Any, said: str) -> AnyResponse:
    """Say that it is done, and go to the page of *record*."""
    say(said)
    return redirect(address_of(record), 303)
