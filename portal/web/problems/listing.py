"""The board of problems, the same as a table, and the known errors."""

from flask import g, render_template

from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.problems import queries
from portal.problems.lifecycle import State
from portal.problems.queries import Filters
from portal.problems.words import COLUMN_NAMES
from portal.web import picks
from portal.web.picks import Picks, page_number
from portal.web.problems.blueprint import bp
from portal.web.records import Answer

ME = "me"


def _filters() -> tuple[Filters, Picks]:
    services, teams, whose = picks.services(), picks.teams(), picks.asked("owner")
    service, team = picks.one_of(services, "service"), picks.one_of(teams, "team")
    filters = Filters(
        text=picks.typed_text(),
        state=picks.member(State, "state"),
        is_open=picks.asked("open") == "1",
        owner_id=g.user.id if whose == ME else None,
        team_id=team.id if team else None,
        service_id=service.id if service else None,
        overdue=picks.asked("overdue") == "1",
    )
    fields = {
        "state": (_("State"), picks.words(State), picks.asked("state")),
        "owner": (_("In charge"), [(ME, _("Me"))], whose),
        "team": (_("Team"), picks.named(teams), picks.asked("team")),
        "service": (_("Service"), picks.named(services), picks.asked("service")),
        "overdue": (_("Permanent fix"), [("1", _("Overdue"))], picks.asked("overdue")),
    }
    return filters, Picks(fields)


@bp.page("/problems", needs=Verb.SEE_PROBLEMS)
def index() -> Answer:
    """The board; as a table it holds what has ended as well."""
    filters, chosen = _filters()
    if picks.asked("view") == "table":
        page = page_of(queries.listed(g.user, filters), page_number())
        counts = queries.counts(g.user, page.items)
        return render_template("problems/table.html", page=page, picks=chosen, text=filters.text, counts=counts)
    columns = queries.board(g.user, filters)
    counts = queries.counts(g.user, [problem for column in columns for problem in column])
    named = [(_(name), column) for name, column in zip(COLUMN_NAMES, columns, strict=True)]
    return render_template("problems/board.html", columns=named, picks=chosen, text=filters.text, counts=counts)


@bp.page("/known-errors", needs=Verb.SEE_PROBLEMS)
def known_errors() -> Answer:
    """What agents should know of: the error, and how to work on meanwhile."""
    page = page_of(queries.known_errors(g.user), page_number())
    return render_template("problems/known_errors.html", page=page, counts=queries.counts(g.user, page.items))
