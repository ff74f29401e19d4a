"""What the pages of actions share: the blueprint, and the way from an address to its action."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.actions import queries
from portal.actions.kinds import Source
from portal.actions.models import Action
from portal.http.guard import GuardedBlueprint
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("actions", __name__)

# The page of the record that an action serves.
_PAGES = {Source.INCIDENT: "incidents.show", Source.PROBLEM: "problems.show", Source.REVIEW: "reviews.show"}


def source_of(action: Action) -> str:
    """The address of the record that *action* serves."""
    return url_for(_PAGES[action.source_kind], number=action.source_number)


def action_at(number: str) -> Action:
    """The action of this number; another spelling leads to the address that never changes."""
    action = queries.get(g.user, number)
    if number != action.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": action.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return action


def action_for(verb: Verb, number: str) -> Action:
    """The action, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    action = action_at(number)
    if not g.user.may(verb, action):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, action)))
    if request.method == "GET" and verb not in action.open_verbs:
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the action is “%(state)s”.",
                verb=word(verb),
                state=word(action.state),
            )
        )
    return action
