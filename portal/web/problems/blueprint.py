"""What the pages of problems share: the blueprint, and the way from an address to its problem."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.http.guard import GuardedBlueprint
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import queries
from portal.problems.lifecycle import PROBLEM
from portal.problems.models import Problem
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("problems", __name__)


def problem_at(number: str) -> Problem:
    """The problem of this number; another spelling leads to the address that never changes."""
    problem = queries.get(g.user, number)
    if number != problem.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": problem.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return problem


def problem_for(verb: Verb, number: str) -> Problem:
    """The problem, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    problem = problem_at(number)
    if not g.user.may(verb, problem):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, problem)))
    if request.method == "GET" and verb in PROBLEM.moves and verb not in problem.open_verbs:
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the problem is “%(state)s”.",
                verb=word(verb),
                state=word(problem.state),
            )
        )
    return problem
