"""The chain with everything in place: a grave incident, its review, its problem, and those who lead them."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions.kinds import ActionType, Source, Weight
from portal.actions.operations import Plan, Serves
from portal.catalog.models import Service
from portal.incidents import endings, timeline
from portal.incidents.kinds import EntryKind, ResolutionCode
from portal.incidents.lifecycle import State
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from portal.kernel.transaction import transaction
from portal.problems import known_errors
from portal.problems import operations as problems
from portal.problems.kinds import CauseCategory, CauseKind, Method
from portal.reviews import answering, opening
from portal.reviews.answering import Posts
from portal.reviews.kinds import FactorType, Section

LEADERS = {
    "okada": ("岡田 恵", Role.PROBLEM_MANAGER),
    "endo": ("遠藤 薫", Role.FACILITATOR),
    "inoue": ("井上 学", Role.PROBLEM_COORDINATOR),
}
GRAVE = endings.Fix(
    "Rolled the release back.", ResolutionCode.WORKAROUND, temporary_measure="Rollback of the release",
    direct_cause="The process on Web-01 stopped answering.", impact=Impact.LARGE, urgency=Urgency.HIGH,
)  # fmt: skip
ANSWERS: dict[Section, dict[str, Any]] = {
    Section.SUMMARY: {
        "summary": "The site could not be shown.",
        "impact": ["All visitors", "about 90 minutes"],
        "detection": "By monitoring",
    },
    Section.CAUSES: {
        "direct_cause": "The process stopped answering.",
        "root_cause": "The load test does not watch memory over hours.",
        "root_cause_category": CauseCategory.TEST_GAP.value,
        "whys": [{"text": "Memory ran out", "evidence": "log of 15:10"}],
        "factors": [
            {"type": FactorType.TEST_REVIEW.value, "text": "The test ends after ten minutes"},
            {"type": FactorType.MITIGATOR.value, "text": "The rollback was rehearsed"},
        ],
    },
    Section.LEARNED: {"went_well": ["Monitoring was quick"], "went_badly": ["Restarted first"], "lucky": ["On site"]},
    Section.ACTIONS: {"elsewhere": "Every service with the same release"},
    Section.REPORT: {"temporary_measure": "Rollback", "handled_by": ["Development", "Operations"]},
}


class Chain:
    """Makes what hangs together, through the operations."""

    def __init__(self, cast: SimpleNamespace, make: Any) -> None:
        self.cast, self.make = cast, make
        with transaction():
            for login, (name, role) in LEADERS.items():
                user = User(login=login, name_ja=name, language="en")
                user.granted_roles = [Role.END_USER, role]
                db.session.add(user)
        self.okada, self.endo, self.inoue = (db.session.query(User).filter_by(login=login).one() for login in LEADERS)

    def join(self, person: User, team: Any) -> None:
        with transaction():
            person.memberships.append(Membership(team_id=team.id))

    def incident(self, *, rows: int = 5, restricted_to: Any = None, fix: endings.Fix = GRAVE) -> Any:
        """A grave incident, resolved; its review is open."""
        began = clock.now() - timedelta(hours=2)
        incident = self.make.incident(
            state=State.INVESTIGATING, restricted_to=restricted_to, occurred_at=began, detected_at=began
        )
        for row in range(rows):
            at = began + timedelta(minutes=10 * row)
            timeline.note(THE_SYSTEM, incident, text=f"Step {row}", kind=EntryKind.WORK, at=at, who="duty")
            timeline.star(THE_SYSTEM, incident.entries[-1], starred=True)
        with transaction():
            incident.assignee = self.cast.nakano
        endings.resolve(THE_SYSTEM, incident, fix=fix)
        return incident

    def review(self, *, answered: bool = True, restricted_to: Any = None) -> Any:
        """Its review, with all posts and answers."""
        incident = self.incident(restricted_to=restricted_to)
        review = opening.standing(incident)
        assert review is not None
        posts = Posts(self.cast.nakano, self.endo, self.cast.mori, self.cast.imai, ["Endo", "Nakano"])
        answering.appoint(THE_SYSTEM, review, posts=posts)
        if answered:
            for section, answers in ANSWERS.items():
                answering.answer(THE_SYSTEM, review.part(section), answers=answers)
        return review

    def action(self, review: Any, **more: Any) -> Any:
        """A proposed action of a review, by Sato in ten days."""
        plan = {"title": "Fix the leak in the search", "type": ActionType.REPAIR, "owner": self.cast.sato}
        plan |= {"due_on": site_day(clock.now()) + timedelta(days=10), "weight": Weight.MUST, **more}
        serves = Serves(Source.REVIEW, review.id, review.number, review.incident.restricted_to)
        return actions.propose(self.cast.nakano, serves=serves, plan=Plan(**plan))

    def problem(self, *incidents: Any, **more: Any) -> Any:
        """A problem by Nakano, on these incidents."""
        words = {"symptoms": "Error 691 at noon", "service": db.session.query(Service).filter_by(key="vpn").one()}
        outline = problems.Outline("The VPN drops at noon", **{**words, **more})
        team = incidents[0].restricted_to if incidents else None
        return problems.raise_problem(
            self.cast.nakano, outline=outline, seed=problems.Seed(restricted_to=team, incidents=tuple(incidents))
        )

    def known_error(self, *incidents: Any) -> Any:
        """The same, declared, with an article."""
        problem = self.problem(*incidents)
        category = self.make.incident().category
        problems.assess(
            self.okada, problem, category=category, impact=Impact.MEDIUM, urgency=Urgency.MEDIUM, owner=self.inoue
        )
        problems.investigate(self.inoue, problem, method=Method.FIVE_WHYS)
        known_errors.name_cause(
            self.cast.nakano, problem, kind=CauseKind.ROOT, text="The list was moved", confirmed=True,
            category=CauseCategory.CONFIGURATION,
        )  # fmt: skip
        known_errors.write_workaround(self.cast.nakano, problem, workaround="Choose vpn1.", tested=True)
        return known_errors.declare(self.okada, problem)
