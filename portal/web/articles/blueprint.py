"""What the pages of articles share: the blueprint, and the way from an address to its article."""

from flask import g

from portal.articles import queries
from portal.articles.models import Article
from portal.http.guard import GuardedBlueprint
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.articles.deeds import open_verbs
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("articles", __name__)

# Identifiers in addresses stay within what every database can look up; beyond that there is nothing.
ROW = "int(max=2147483647)"


def article_at(number: str) -> Article:
    """The article of this number, for agents; another spelling leads to the address that never changes."""
    article = queries.get(g.user, number)
    settle_address(number, article.number)
    return article


def article_for(verb: Verb, number: str) -> Article:
    """The article, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    article = article_at(number)
    admit(
        verb,
        article,
        is_open=verb in open_verbs(article),
        closed=_(
            "“%(verb)s” is not possible now: the article is “%(state)s”.",
            verb=word(verb),
            state=word(article.confidence),
        ),
    )
    return article
