"""What the pages of articles share: the blueprint, and the way from an address to its article."""

from flask import Response, g, request, url_for
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as AnyResponse

from portal.articles import queries
from portal.articles.models import Article
from portal.http.guard import GuardedBlueprint
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.articles.deeds import open_verbs
from portal.web.words import word

Answer = str | Response | AnyResponse | tuple[str, int]

bp = GuardedBlueprint("articles", __name__)

# Identifiers in addresses stay within what every database can look up; beyond that there is nothing.
ROW = "int(max=2147483647)"


def article_at(number: str) -> Article:
    """The article of this number, for agents; another spelling leads to the address that never changes."""
    article = queries.get(g.user, number)
    if number != article.number:
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), "number": article.number})
        query = request.query_string.decode("ascii", "replace")
        raise RequestRedirect(f"{address}?{query}" if query else address)
    return article


def article_for(verb: Verb, number: str) -> Article:
    """The article, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now.

    A form that is being sent is let through to the operation, which refuses in the same words and keeps the text.
    """
    article = article_at(number)
    if not g.user.may(verb, article):
        raise PermissionDenied(_("You may not do this. %(who)s", who=g.user.who_may(verb, article)))
    if request.method == "GET" and verb not in open_verbs(article):
        raise InvalidTransition(
            _(
                "“%(verb)s” is not possible now: the article is “%(state)s”.",
                verb=word(verb),
                state=word(article.confidence),
            )
        )
    return article
