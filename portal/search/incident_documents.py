"""An incident as an index sees it: at the desk only, or in its team's index where it is restricted."""

from sqlalchemy import Select, false, select

from portal.articles.audience import team_index
from portal.incidents.models import Incident
from search_index import Document

INCIDENT = "incident"


def document(incident: Incident, index: str) -> Document:
    """What is told in the caller's words, and how it ended; the timeline is not looked through."""
    filters = {"state": incident.state.value}
    if incident.service is not None:
        filters["service"] = incident.service.key
    if incident.category is not None:
        filters["category"] = incident.category.slug
    return Document(
        key=incident.number,
        kind=INCIDENT,
        language=language_of(f"{incident.subject}{incident.symptom}"),
        fields={
            "title": incident.subject,
            "issue": incident.symptom,
            "environment": incident.device,
            "resolution": f"{incident.resolution}\n{incident.temporary_measure}",
            "cause": incident.direct_cause,
        },
        filters=filters,
        version=incident.version,
        updated=incident.changed_at.timestamp(),
    )


def indexes_of(incident: Incident) -> frozenset[str]:
    """The one index that holds this incident."""
    return frozenset({"staff"} if incident.restricted_to_id is None else {team_index(incident.restricted_to_id)})


def belonging(index: str) -> Select[Incident]:
    """`indexes_of`, as SQL."""
    if index == "staff":
        return select(Incident).where(Incident.restricted_to_id.is_(None))
    if index.startswith("team-"):
        return select(Incident).where(Incident.restricted_to_id == int(index.removeprefix("team-")))
    return select(Incident).where(false())


def teams_with_restricted() -> Select[int | None]:
    return select(Incident.restricted_to_id).where(Incident.restricted_to_id.is_not(None))


def language_of(text: str) -> str:
    """A record that is not written in a chosen language has that of its words."""
    return "en" if text.isascii() else "ja"
