"""What the pages of reviews share: the blueprint, and the way from an address to its review."""

from flask import g

from portal.http.guard import GuardedBlueprint
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reviews import queries
from portal.reviews.models import Review
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("reviews", __name__)


def review_at(number: str) -> Review:
    """The review of this number; another spelling leads to the address that never changes."""
    review = queries.get(g.user, number)
    settle_address(number, review.number)
    return review


def review_for(verb: Verb, number: str) -> Review:
    """The review, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    review = review_at(number)
    admit(
        verb,
        review,
        is_open=verb in review.open_verbs,
        closed=_(
            "“%(verb)s” is not possible now: the review is “%(state)s”.", verb=word(verb), state=word(review.state)
        ),
    )
    return review
