"""Review, problem and action led by chance, each deed by somebody: whatever the order, the chain holds together."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.actions.lifecycle import ACTION
from portal.actions.models import Action
from portal.incidents import endings
from portal.incidents.lifecycle import OPEN
from portal.incidents.models import Incident
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import DomainError, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.ops import fsck_chain, fsck_records
from portal.problems.lifecycle import PROBLEM
from portal.problems.models import Problem
from portal.reports import operations as reports
from portal.reports.kinds import ReportState
from portal.reviews.lifecycle import REVIEW, State
from portal.reviews.models import Review
from tests.actions import deeds as of_actions
from tests.chain import GRAVE, Chain
from tests.problems import deeds as of_problems
from tests.reviews import deeds as of_reviews
from tests.rounds import rounds

# What one life leaves to the next; everything else begins anew.
STANDING = {"users", "role_grants", "teams", "memberships", "services", "categories", "counters"}
BEGINNING = datetime(2026, 11, 2, 1, tzinfo=UTC)
KINDS: Mapping[type[Any], Any] = {Review: REVIEW, Problem: PROBLEM, Action: ACTION}
MAY = {Review: of_reviews.MAY, Problem: of_problems.MAY, Action: of_actions.MAY}
# The way that each of them is meant to go.
FORWARD: Mapping[type[Any], tuple[Verb, ...]] = {
    Review: (
        *(Verb.SUBMIT_REVIEW, Verb.CONCLUDE_REVIEW, Verb.HAND_OVER_CAUSE, Verb.APPROVE_REVIEW, Verb.PUBLISH_REVIEW),
        Verb.CLOSE_REVIEW,
    ),
    Problem: (
        *(Verb.ASSESS_PROBLEM, Verb.INVESTIGATE_PROBLEM, Verb.WRITE_WORKAROUND, Verb.DECLARE_KNOWN_ERROR),
        *(Verb.RAISE_CHANGE, Verb.SETTLE_CHANGE, Verb.RESOLVE_PROBLEM, Verb.CLOSE_PROBLEM),
    ),
    Action: (Verb.ACCEPT_ACTION, Verb.START_ACTION, Verb.COMPLETE_ACTION, Verb.VERIFY_ACTION),
}
OUT_OF = {State.PUBLISHED, State.CLOSED}


class Lives(RuleBasedStateMachine):
    """A grave incident that may come back, its review, an action of that, a problem, and a clock that goes forward."""

    chain: Chain

    @initialize()
    def happen(self) -> None:
        db.session.rollback()
        for record in list(db.session):
            if record.__tablename__ not in STANDING:
                db.session.expunge(record)
        db.session.expire_all()
        with transaction():
            for table in reversed(db.metadata.sorted_tables):
                if table.name not in STANDING:
                    db.session.execute(delete(table))
        self.moment, self.moved = BEGINNING, 0
        with clock.telling(self.moment):
            review = self.chain.review()
            self.incident_id = review.incident_id
            made = {Review: review, Problem: self.chain.problem(review.incident), Action: self.chain.action(review)}
            self.ids = {kind: record.id for kind, record in made.items()}

    def _deeds(self, kind: type[Any]) -> Mapping[Verb, Any]:
        tables: dict[type[Any], Any] = {Review: of_reviews.DEEDS, Action: of_actions.DEEDS}
        return tables.get(kind) or of_problems.deeds(self.chain)

    def _one(self, kind: type[Any]) -> Any:
        return db.session.get_one(kind, self.ids[kind])

    @rule(days=some.sampled_from([0.01, 1, 40]))
    def wait(self, days: float) -> None:
        self.moment += timedelta(days=days)

    @rule(kind=some.sampled_from(list(KINDS)), verb=some.integers(0, 99), login=some.integers(0, 99))
    def anybody_does_anything(self, kind: type[Any], verb: int, login: int) -> None:
        verbs, logins = sorted(KINDS[kind].moves), list(MAY[kind])
        self._try(kind, verbs[verb % len(verbs)], logins[login % len(logins)])

    @rule(kind=some.sampled_from(list(KINDS)), verb=some.integers(0, 99), login=some.integers(0, 99))
    def who_may_does_what_is_open(self, kind: type[Any], verb: int, login: int) -> None:
        moving = [each for each in KINDS[kind].open_verbs(self._one(kind).state) if self._who_may(kind, each)]
        if moving:
            chosen = moving[verb % len(moving)]
            logins = self._who_may(kind, chosen)
            self._try(kind, chosen, logins[login % len(logins)])

    @rule(kind=some.sampled_from(list(KINDS)), steps=some.integers(1, 8), login=some.integers(0, 99))
    def it_goes_on_as_it_is_meant_to(self, kind: type[Any], steps: int, login: int) -> None:
        for verb in FORWARD[kind][:steps]:
            if verb in KINDS[kind].open_verbs(self._one(kind).state):
                logins = self._who_may(kind, verb)
                self._try(kind, verb, logins[login % len(logins)])

    @rule()
    def the_incident_comes_back_or_is_resolved_again(self) -> None:
        incident = db.session.get_one(Incident, self.incident_id)
        before = {kind: self._one(kind).state for kind in KINDS}
        with clock.telling(self.moment):
            try:
                endings.contradict(THE_SYSTEM, incident, reason="still down")
            except DomainError:
                endings.resolve(THE_SYSTEM, incident, fix=GRAVE)
        assert {kind: self._one(kind).state for kind in KINDS} == before
        assert db.session.query(Review).filter_by(incident_id=self.incident_id).count() >= 1

    @staticmethod
    def _who_may(kind: type[Any], verb: Verb) -> list[str]:
        return [login for login, verbs in MAY[kind].items() if verb in verbs]

    def _try(self, kind: type[Any], verb: Verb, login: str) -> None:
        """Grants and table alone say who goes where; what is refused changes nothing and says why."""
        record = self._one(kind)
        if (verb is Verb.SETTLE_CHANGE and not record.changes) or (verb is Verb.RELEASE_INCIDENT and not record.links):
            return
        before = {each: (self._one(each).state, self._one(each).version) for each in KINDS}
        person = db.session.query(User).filter_by(login=login).one()
        is_open, may = verb in KINDS[kind].open_verbs(record.state), verb in MAY[kind][login]
        with clock.telling(self.moment):
            refused = _refusal(self._deeds(kind)[verb], person, record)
        if refused is not None:
            assert refused.sentence
            assert {each: (self._one(each).state, self._one(each).version) for each in KINDS} == before
            # After two moves of its date the problem manager decides.
            is_late = verb is Verb.EXTEND_ACTION and self.moved >= 2
            assert not (isinstance(refused, PermissionDenied) and may) or is_late
            return
        assert is_open
        assert may
        target = KINDS[kind].moves[verb][1]
        assert record.state in (target.targets if isinstance(target, Rule) else {target})
        self.moved += verb is Verb.EXTEND_ACTION
        if verb is Verb.PUBLISH_REVIEW:
            assert record.incident.state not in OPEN
        changed = {each for each in KINDS if each is not kind and self._one(each).state != before[each][0]}
        assert changed <= ({Action} if verb is Verb.APPROVE_REVIEW else set())

    @invariant()
    def what_a_check_looks_at_holds(self) -> None:
        db.session.rollback()
        found = [*fsck_chain.chain(), *fsck_records.numbers(), *fsck_records.steps()]
        # Incidents are put into their first state without a walk.
        assert [each for each in found if not each.record.startswith("incidents:")] == []

    @invariant()
    def each_link_is_true(self) -> None:
        if not hasattr(self, "ids"):
            return
        review, problem, action = self._one(Review), self._one(Problem), self._one(Action)
        versions = reports.versions(db.session.get_one(Incident, self.incident_id))
        assert (review.published_at is not None) <= (review.state in OUT_OF)
        if review.published_at is not None:
            assert review.approver_id != review.owner_id
            assert versions[-1].state in (ReportState.ISSUED, ReportState.DRAFT)
        assert (problem.declared_at is not None) == (problem.article_id is not None)
        for record in (review, problem, action):
            times = {name: value for name, value in vars(record).items() if name.endswith("_at") and value}
            assert all(value <= self.moment for value in times.values()), times


def _refusal(deed: Callable[[User, Any], object], person: User, record: Any) -> DomainError | None:
    try:
        deed(person, record)
    except DomainError as refused:
        db.session.rollback()
        db.session.expire_all()
        return refused
    return None


@pytest.mark.timeout(1_200)
def test_the_chain_holds_together_whoever_does_what(cast: Any, make: Any) -> None:
    Lives.chain = Chain(cast, make)
    with transaction():
        Lives.chain.category = make.incident().category  # type: ignore[attr-defined]

    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=rounds(10, 120),
            stateful_step_count=rounds(30, 60),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
