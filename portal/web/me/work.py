"""What waits for oneself: incidents, reviews, actions, reports, problems and flags on one page."""

from typing import Any

from flask import g
from sqlalchemy import Select

from portal.accounts.roles import Role
from portal.actions import queries as actions
from portal.articles import flag_queries as flags
from portal.incidents import queries as incidents
from portal.kernel.paging import Page, page_of
from portal.kernel.verbs import Verb
from portal.problems import queries as problems
from portal.reports import queries as reports
from portal.reviews import queries as reviews

SHOWN = 8  # of each kind; the lists of their own pages tell of the rest


def waiting() -> dict[str, Page[Any]]:
    """The first of each kind that waits for the viewer, with how many there are."""
    user = g.user
    mine = incidents.Filters(group="open", assignee_id=user.id)
    keeps = Role.KNOWLEDGE_MANAGER in user.roles  # every flag waits for whoever answers for all articles
    queries: dict[str, Select[Any]] = {
        "incidents": incidents.listed(user, mine, "priority", descending=False),
        "reviews": reviews.waiting_for(user),
        "actions": actions.waiting_for(user),
        "problems": problems.listed(user, problems.Filters(is_open=True, owner_id=user.id)),
        "flags": flags.listed(user, flags.FlagFilters(assignee_id=None if keeps else user.id)),
    }
    if user.may(Verb.ISSUE_REPORT):
        queries["reports"] = reports.waiting(user)
    return {kind: page_of(query, 1, SHOWN) for kind, query in queries.items()}
