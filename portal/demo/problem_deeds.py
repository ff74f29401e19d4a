"""What is done with a problem of the demo, by the name that the texts give it."""

from collections.abc import Callable

from portal.demo.aftermath import Turn
from portal.incidents.priority import Impact, Urgency
from portal.problems import known_errors, operations, solving
from portal.problems.kinds import CauseCategory, CauseKind, LinkRole, Method, Origin, ResolutionCode
from portal.problems.operations import Outline, Seed


def _raise(turn: Turn) -> object:
    cast = turn.book.cast
    outline = Outline(
        turn.words("statement"),
        description=turn.words("description"),
        symptoms=turn.words("symptoms"),
        service=cast.services[turn.step["service"]],
        category=cast.categories[turn.step["category"]],
    )
    incidents = tuple(turn.book.incidents[key] for key in turn.step["incidents"])
    seed = Seed(Origin(turn.step["origin"]), incidents=incidents)
    turn.book.problems[turn.step["problem"]] = operations.raise_problem(turn.who, outline=outline, seed=seed)
    return turn.problem


def _assess(turn: Turn) -> object:
    return operations.assess(
        turn.who,
        turn.problem,
        category=turn.book.cast.categories[turn.step["category"]],
        impact=Impact(turn.step["impact"]),
        urgency=Urgency(turn.step["urgency"]),
        owner=turn.person("owner"),
    )


def _cause(turn: Turn) -> object:
    return known_errors.name_cause(
        turn.who,
        turn.problem,
        kind=CauseKind(turn.step["kind"]),
        text=turn.words("text"),
        category=CauseCategory(turn.step["category"]) if "category" in turn.step else None,
        evidence=turn.words("evidence"),
        confirmed=bool(turn.step.get("confirmed")),
    )


def _raise_change(turn: Turn) -> object:
    proposal, reference = turn.words("proposal"), turn.words("reference")
    return solving.raise_change(
        turn.who, turn.problem, proposal=proposal, reference=reference, planned_on=turn.day("planned")
    )


def _gather(turn: Turn) -> object:
    role = LinkRole(turn.step.get("role", LinkRole.CAUSE))
    return operations.gather(turn.who, turn.problem, turn.incident, role=role)


def _resolve(turn: Turn) -> object:
    solution = solving.Solution(ResolutionCode(turn.step["code"]), turn.words("fix"))
    return solving.resolve(turn.who, turn.problem, solution=solution)


PROBLEM_DEEDS: dict[str, Callable[[Turn], object]] = {
    "raise": _raise,
    "gather": _gather,
    "assess": _assess,
    "investigate": lambda turn: operations.investigate(turn.who, turn.problem, method=Method(turn.step["method"])),
    "note": lambda turn: operations.note(turn.who, turn.problem, text=turn.words("text")),
    "cause": _cause,
    "workaround": lambda turn: known_errors.write_workaround(
        turn.who, turn.problem, workaround=turn.words("text"), tested=bool(turn.step.get("tested"))
    ),
    "declare": lambda turn: known_errors.declare(
        turn.who, turn.problem, article=turn.book.articles[turn.step["article"]]
    ),
    "tell": lambda turn: known_errors.tell_workaround(turn.who, turn.problem),
    "raise_change": _raise_change,
    "settle_change": lambda turn: solving.settle_change(
        turn.who, turn.problem, turn.problem.changes[-1], note=turn.words("text")
    ),
    "resolve": _resolve,
    "close": lambda turn: solving.close(turn.who, turn.problem, reason=turn.words("reason")),
    "reanalyse": lambda turn: solving.reanalyse(turn.who, turn.problem, reason=turn.words("reason")),
}
