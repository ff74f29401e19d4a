"""What the pages of problems share: the blueprint, and the way from an address to its problem."""

from flask import g

from portal.http.guard import GuardedBlueprint
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.problems import queries
from portal.problems.lifecycle import PROBLEM
from portal.problems.models import Problem
from portal.web.records import admit, settle_address
from portal.web.words import word

bp = GuardedBlueprint("problems", __name__)


def problem_at(number: str) -> Problem:
    """The problem of this number; another spelling leads to the address that never changes."""
    problem = queries.get(g.user, number)
    settle_address(number, problem.number)
    return problem


def problem_for(verb: Verb, number: str) -> Problem:
    """The problem, for somebody who wants to do *verb* with it; refused where they may not, or it is not open now."""
    problem = problem_at(number)
    admit(
        verb,
        problem,
        is_open=verb not in PROBLEM.moves or verb in problem.open_verbs,
        closed=_(
            "“%(verb)s” is not possible now: the problem is “%(state)s”.", verb=word(verb), state=word(problem.state)
        ),
    )
    return problem
