"""What can be done with a problem now: its verbs in the order of its life, each with its address."""

from collections.abc import Mapping
from typing import Any

from portal.kernel.verbs import Verb
from portal.problems.lifecycle import PROBLEM, State
from portal.problems.models import Problem
from portal.web.records import Deed

DEEDS = (
    Deed(Verb.ASSESS_PROBLEM, "problems.assess", "sortup"),
    Deed(Verb.INVESTIGATE_PROBLEM, "problems.investigate", "search"),
    Deed(Verb.DECLARE_KNOWN_ERROR, "problems.declare", "ke"),
    Deed(Verb.RESUME_PROBLEM, "problems.resume", "right", asks=False),
    Deed(Verb.RAISE_CHANGE, "problems.raise_change", "route"),
    Deed(Verb.RESOLVE_PROBLEM, "problems.resolve", "check"),
    Deed(Verb.CLOSE_PROBLEM, "problems.close", "clip"),
    Deed(Verb.REVISE_PROBLEM, "problems.edit", "edit", key="e"),
    Deed(Verb.RETURN_CHANGE, "problems.return_change", "undo"),
    Deed(Verb.REANALYSE_PROBLEM, "problems.reanalyse", "repeat"),
    Deed(Verb.HOLD_PROBLEM, "problems.hold", "pause"),
    Deed(Verb.MERGE_PROBLEM, "problems.merge", "merge"),
    Deed(Verb.RESTRICT_PROBLEM, "problems.restrict", "lock"),
    Deed(Verb.CANCEL_PROBLEM, "problems.cancel", "close", kind="danger"),
)

# What usually comes next.
_NEXT: Mapping[State, tuple[Verb, ...]] = {
    State.LOGGED: (Verb.ASSESS_PROBLEM,),
    State.CATEGORIZED: (Verb.INVESTIGATE_PROBLEM,),
    State.INVESTIGATING: (Verb.DECLARE_KNOWN_ERROR,),
    State.KNOWN_ERROR: (Verb.RAISE_CHANGE,),
    State.CHANGE_RAISED: (Verb.RESOLVE_PROBLEM,),
    State.RESOLVED: (Verb.CLOSE_PROBLEM,),
    State.ON_HOLD: (Verb.RESUME_PROBLEM,),
}


def may_now(viewer: Any, verb: Verb, problem: Problem) -> bool:
    """Whether the state has *verb* open and *viewer* may do it."""
    return (verb not in PROBLEM.moves or verb in problem.open_verbs) and bool(viewer.may(verb, problem))


def possible(viewer: Any, problem: Problem) -> list[Deed]:
    """The deeds that are open now and that *viewer* may do; first the one that usually comes next."""
    found = [deed for deed in DEEDS if may_now(viewer, deed.verb, problem)]
    wanted = _NEXT.get(problem.state, ())
    return sorted(found, key=lambda deed: wanted.index(deed.verb) if deed.verb in wanted else len(wanted))


def comes_next(problem: Problem, deed: Deed) -> bool:
    """Whether *deed* is what usually comes next."""
    return deed.verb in _NEXT.get(problem.state, ())
