"""Records with everything in place."""

from types import SimpleNamespace
from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.articles import operations
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, ArticleType
from portal.catalog.models import Category, Service
from portal.incidents import operations as incident_operations
from portal.incidents.kinds import Channel
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.transaction import transaction


class Builders:
    """Makes records through the operations, as the product does."""

    def __init__(self, cast: SimpleNamespace) -> None:
        self._cast = cast

    def article(
        self,
        actor: Any = None,
        *,
        title: str = "Cannot connect to the VPN: error 691",
        issue: str = "The VPN says “error 691”",
        environment: str = "- Windows 11",
        resolution: str = "1. Clear the stored password.\n2. Sign in anew.",
        cause: str = "",
        short_answer: str = "Clear the stored password and sign in anew.",
        keywords: tuple[str, ...] = (),
        codes: tuple[str, ...] = (),
        confidence: Confidence | None = None,
        audience: Audience = Audience.WITHIN,
        language: str = "en",
        type: ArticleType = ArticleType.PROBLEM,
        restricted_to: Any = None,
        **more: Any,
    ) -> Article:
        """An article by *actor* (Sato), with service and category; validated first where the audience asks for it."""
        contents = Contents(title, issue, environment, resolution, cause, short_answer, list(keywords), list(codes))
        state = Confidence.VALIDATED if audience is not Audience.WITHIN else confidence
        article = operations.draft(
            actor or self._cast.sato,
            contents=contents,
            type=type,
            language=language,
            service=db.session.query(Service).filter_by(key="vpn").one(),
            category=db.session.query(Category).filter_by(slug="vpn").one(),
            confidence=state,
            audience=audience,
            reason="Tried it on a test machine.",
            **more,
        )
        if restricted_to is not None:
            operations.restrict(THE_SYSTEM, article, team=restricted_to, reason="for the team only")
        return article

    def incident(
        self,
        actor: Any = None,
        *,
        symptom: str = "The VPN says error 691. It worked yesterday.",
        channel: Channel = Channel.PHONE,
        state: State | None = None,
        restricted_to: Any = None,
        **more: Any,
    ) -> Incident:
        """An incident that *actor* (Mori) recorded for Abe; *state* puts it there without a walk."""
        vpn = {"service": db.session.query(Service).filter_by(key="vpn").one()}
        network = {"category": db.session.query(Category).filter_by(slug="vpn").one()}
        details = incident_operations.Details(symptom, **{"reporter": self._cast.abe, **vpn, **network, **more})
        incident = incident_operations.record(actor or self._cast.mori, details=details, channel=channel)
        if restricted_to is not None:
            incident_operations.restrict(THE_SYSTEM, incident, team=restricted_to, reason="for the team only")
        if state is not None:
            with transaction():
                incident.state = state
                incident.state_before = State.TRIAGE if state in (State.ON_HOLD, State.RESOLVED) else None
        return incident
