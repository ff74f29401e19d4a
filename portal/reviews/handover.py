"""From the causes of a review to a problem, new or known, field by field."""

from collections.abc import Collection
from enum import StrEnum

from portal.accounts.system import THE_SYSTEM
from portal.incidents.models import Incident
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb
from portal.problems import known_errors, queries
from portal.problems import operations as problems
from portal.problems.kinds import CauseCategory, CauseKind, Origin
from portal.problems.lifecycle import OPEN
from portal.problems.lifecycle import State as ProblemState
from portal.problems.models import Problem
from portal.reviews.models import Review


class Piece(StrEnum):
    """What can be handed over, each by its own tick."""

    SYMPTOMS = "symptoms"
    DIRECT_CAUSE = "direct_cause"
    ROOT_CAUSE = "root_cause"
    FACTORS = "factors"
    WORKAROUND = "workaround"


ALL = frozenset(Piece)


@operation(Verb.HAND_OVER_CAUSE)
def hand_over(
    actor: Actor,
    review: Review,
    /,
    *,
    statement: str = "",
    problem: Problem | None = None,
    pieces: Collection[Piece] = ALL,
) -> Review:
    """Give the chosen pieces to *problem*; None: a new one is raised with *statement*. The incident goes along."""
    review.move(Verb.HAND_OVER_CAUSE)
    incident = review.incident
    if problem is None:
        symptoms = incident.symptom if Piece.SYMPTOMS in pieces else ""
        outline = problems.Outline(
            statement or str(review.answer("root_cause")), symptoms=symptoms, service=incident.service,
            category=incident.category, team=incident.team,
        )  # fmt: skip
        seed = problems.Seed(Origin.REVIEW, review.number, incident.restricted_to, (incident,))
        problem = problems.raise_problem(THE_SYSTEM, outline=outline, seed=seed)
        problem.raised_by_id = actor.id
    else:
        if problem.state not in OPEN | {ProblemState.RESOLVED}:
            raise Invalid(_("%(number)s has ended already.", number=problem.number), "problem")
        _gather(problem, incident)
    push(review, problem, pieces)
    review.problem = problem
    return review


def push(review: Review, problem: Problem, pieces: Collection[Piece] = ALL) -> None:
    """Write the causes of *review* into *problem*; what stands there already is not written twice."""
    found: list[tuple[CauseKind, str, str]] = []
    if Piece.DIRECT_CAUSE in pieces and review.answer("direct_cause"):
        found.append((CauseKind.DIRECT, review.answer("direct_cause"), ""))
    if Piece.ROOT_CAUSE in pieces and review.answer("root_cause"):
        whys = review.answer("whys") or []
        evidence = "\n".join(why["evidence"] for why in whys if why["evidence"])
        found.append((CauseKind.ROOT, review.answer("root_cause"), evidence))
    if Piece.FACTORS in pieces:
        found += [(CauseKind.FACTOR, factor["text"], "") for factor in review.answer("factors") or []]
    category = CauseCategory(review.answer("root_cause_category") or CauseCategory.UNKNOWN)
    for kind, text, evidence in found:
        known_errors.name_cause(
            THE_SYSTEM, problem, kind=kind, text=text, evidence=evidence, review_number=review.number,
            category=category if kind is CauseKind.ROOT else None, confirmed=bool(evidence),
        )  # fmt: skip
    if Piece.WORKAROUND in pieces and not problem.workaround:
        problem.workaround = str(review.answer("temporary_measure"))
    if Piece.SYMPTOMS in pieces and not problem.symptoms:
        problem.symptoms = review.incident.symptom


def matching(viewer: object, review: Review) -> list[Problem]:
    """Problems with a root cause of the same kind in the last twelve months; may be the same once more."""
    category = review.answer("root_cause_category")
    return queries.with_cause_like(viewer, CauseCategory(category)) if category else []


def _gather(problem: Problem, incident: Incident) -> None:
    if not any(link.incident_id == incident.id for link in problem.links):
        problems.gather(THE_SYSTEM, problem, incident)
