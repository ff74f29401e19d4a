"""The list of reviews, and one begun by hand."""

from typing import cast

from flask import g, redirect, render_template
from werkzeug.wrappers import Response

from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.reviews import opening, queries
from portal.reviews.lifecycle import State
from portal.reviews.queries import Filters, Group
from portal.web import picks
from portal.web.helpers import address_of, say
from portal.web.incidents.blueprint import incident_at
from portal.web.picks import Picks, page_number
from portal.web.records import Answer
from portal.web.reviews.blueprint import bp

ME = "me"
GROUPS = ("open", "overdue", "published", "ended")


@bp.page("/reviews", needs=Verb.SEE_REVIEWS)
def index() -> Answer:
    asked, whose = picks.asked("group"), picks.asked("owner")
    group = cast(Group, asked) if asked in GROUPS else None
    filters = Filters(picks.typed_text(), group, picks.member(State, "state"), g.user.id if whose == ME else None)
    names = [("open", _("Not published yet")), ("overdue", _("Overdue")), ("published", _("Published"))]
    fields = {
        "group": (_("Progress"), [*names, ("ended", _("Ended"))], asked),
        "state": (_("State"), picks.words(State), picks.asked("state")),
        "owner": (_("In charge"), [(ME, _("Me"))], whose),
    }
    page = page_of(queries.listed(g.user, filters), page_number())
    return render_template("reviews/index.html", page=page, picks=Picks(fields), text=filters.text)


@bp.action("/incidents/<number>/review", needs=Verb.OPEN_REVIEW)
def open_for(number: str) -> Response:
    """By hand, for any incident that is resolved."""
    incident = incident_at(number)
    review = opening.open_review(g.user, incident, owner=incident.assignee or g.user)
    say(_("%(number)s is open. It is filled from the record.", number=review.number))
    return redirect(address_of(review), 303)
