"""What the pages of reviews share: the blueprint, and the way from an address to its review."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.http.guard import GuardedBlueprint
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reviews import queries
from portal.reviews.models import Review
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("reviews", __name__)


def review_at(number: str) -> Review:
    """The review of this number; another spelling leads to the address that never changes."""
    review = queries.get(g.user, number)
    if number != review.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": review.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return review


def review_for(verb: Verb, number: str) -> Review:
    """The review, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    review = review_at(number)
    if not g.user.may(verb, review):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, review)))
    if request.method == "GET" and verb not in review.open_verbs:
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the review is “%(state)s”.",
                verb=word(verb),
                state=word(review.state),
            )
        )
    return review
