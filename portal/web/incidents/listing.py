"""The list of incidents."""

from flask import g, render_template

from portal.incidents import queries
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.incidents import filters as chosen
from portal.web.incidents.blueprint import bp
from portal.web.picks import page_number, sorting
from portal.web.records import Answer


@bp.page("/incidents", needs=Verb.SEE_INCIDENTS)
def index() -> Answer:
    narrowed, picks = chosen.of_incidents()
    sort, order, descending = sorting(chosen.ORDERS, chosen.NEWEST_FIRST)
    page = page_of(queries.listed(g.user, narrowed, order, descending=descending), page_number())
    return render_template(
        "incidents/index.html", page=page, narrowed=narrowed, picks=picks, text=narrowed.text, sort=sort
    )  # fmt: skip
