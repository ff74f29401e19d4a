"""What of a record a result shows: its title, and the text in which the words that were found are marked."""

from dataclasses import dataclass
from typing import Any

from portal.articles.audience import words_for
from portal.articles.models import Article
from portal.incidents.models import Incident
from portal.problems.models import Problem
from portal.search.incident_documents import language_of


@dataclass(frozen=True)
class Reading:
    """The words of a record as one viewer gets them."""

    title: str
    text: str
    language: str


def reading(viewer: Any, record: Any, *, desk: bool) -> Reading:
    """*desk*: as agents read it; else an article as it was validated, without its blocks for agents."""
    if isinstance(record, Article):
        return _of_article(viewer, record, desk=desk)
    return _of_incident(record) if isinstance(record, Incident) else _of_problem(record)


def _of_article(viewer: Any, article: Article, *, desk: bool) -> Reading:
    revision = words_for(viewer, article) if desk else article.outside or article.current
    plain = revision.plain if desk else revision.open_plain
    text = " ".join(plain.get(name, "") for name in ("issue", "resolution", "environment", "cause"))
    return Reading(revision.title, text, article.language)


def _of_incident(incident: Incident) -> Reading:
    texts = (incident.symptom, incident.resolution, incident.temporary_measure, incident.direct_cause)
    return Reading(
        incident.subject, " ".join(filter(None, texts)), language_of(f"{incident.subject}{incident.symptom}")
    )


def _of_problem(problem: Problem) -> Reading:
    causes = (cause.text for cause in problem.causes)
    texts = (problem.symptoms, problem.workaround, *causes, problem.description, problem.proposal, problem.fix)
    language = language_of(f"{problem.statement}{problem.symptoms}")
    return Reading(problem.statement, " ".join(filter(None, texts)), language)
