"""A problem as an index sees it: at the desk only, or in its team's index where it is restricted."""

from sqlalchemy import Select, false, select

from portal.articles.audience import team_index
from portal.problems.models import Problem
from portal.search.incident_documents import language_of
from search_index import Document

PROBLEM = "problem"


def document(problem: Problem, index: str) -> Document:
    """What keeps going wrong, why, and how to work on meanwhile; notes and changes are not looked through."""
    filters = {"state": problem.state.value}
    if problem.service is not None:
        filters["service"] = problem.service.key
    if problem.category is not None:
        filters["category"] = problem.category.slug
    return Document(
        key=problem.number,
        kind=PROBLEM,
        language=language_of(f"{problem.statement}{problem.symptoms}"),
        fields={
            "title": problem.statement,
            "issue": f"{problem.symptoms}\n{problem.description}",
            "resolution": f"{problem.workaround}\n{problem.proposal}\n{problem.fix}",
            "cause": "\n".join(cause.text for cause in problem.causes),
        },
        filters=filters,
        version=problem.version,
        updated=problem.changed_at.timestamp(),
    )


def indexes_of(problem: Problem) -> frozenset[str]:
    """The one index that holds this problem."""
    return frozenset({"staff"} if problem.restricted_to_id is None else {team_index(problem.restricted_to_id)})


def belonging(index: str) -> Select[Problem]:
    """`indexes_of`, as SQL."""
    if index == "staff":
        return select(Problem).where(Problem.restricted_to_id.is_(None))
    if index.startswith("team-"):
        return select(Problem).where(Problem.restricted_to_id == int(index.removeprefix("team-")))
    return select(Problem).where(false())


def teams_with_restricted() -> Select[int | None]:
    return select(Problem.restricted_to_id).where(Problem.restricted_to_id.is_not(None))
