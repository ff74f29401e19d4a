"""Incidents led by chance through every deed of their life: whatever the order, what they say of themselves holds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from portal.accounts.models import Team, User
from portal.accounts.system import THE_SYSTEM
from portal.articles.models import Article
from portal.catalog.models import Category
from portal.incidents import endings, knowledge, operations
from portal.incidents.kinds import Channel, LinkSource
from portal.incidents.lifecycle import INCIDENT, OPEN
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import DomainError, InvalidTransition
from portal.kernel.events import Event
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb
from portal.ops import fsck_incidents, fsck_records
from tests.builders import Builders
from tests.incidents.deeds import DEEDS, FIX
from tests.rounds import rounds

# What one life leaves to the next; everything else begins anew.
STANDING = {
    "users", "role_grants", "teams", "memberships", "services", "categories", "counters", "articles",
    "article_revisions",
}  # fmt: skip
BEGINNING = datetime(2026, 11, 2, 1, tzinfo=UTC)
# What a resolution and its undoing may change between them, and nothing else: a priority given with it stays.
KEPT = (
    "state", "assignee_id", "team_id", "symptom", "resolution", "resolution_code", "resolved_at", "restored_at",
    "first_contact", "reopened", "closed_at", "acknowledged_at", "investigation_started_at", "escalated_at",
    "temporary_measure", "direct_cause",
)  # fmt: skip


class Life(RuleBasedStateMachine):
    """Two incidents, one of which may be handled with the other, and a clock that only goes forward."""

    app: Flask
    article_id: int

    @initialize(category=some.booleans())
    def record(self, category: bool) -> None:
        with transaction():
            for table in reversed(db.metadata.sorted_tables):
                if table.name not in STANDING:
                    db.session.execute(delete(table))
        self.moment = BEGINNING
        person, team = db.session.query(User).filter_by(login="abe").one(), db.session.query(Team).first()
        vpn = db.session.query(Category).filter_by(slug="vpn").one() if category else None
        self.ids = []
        self.reopened: dict[int, int] = {}
        with clock.telling(self.moment):
            for _place in range(2):
                details = operations.Details("The VPN says error 691", reporter=person, category=vpn)
                made = operations.record(THE_SYSTEM, details=details, channel=Channel.PHONE)
                operations.assign(THE_SYSTEM, made, person=None, team=team)
                self.ids.append(made.id)
                self.reopened[made.id] = 0

    def _one(self, place: int) -> Incident:
        return db.session.get_one(Incident, self.ids[place])

    @rule(seconds=some.sampled_from([1, 5, 20, 3_600, 86_400, 20 * 86_400]))
    def wait(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)

    @rule(verb=some.sampled_from(sorted(DEEDS)), place=some.integers(0, 1))
    def do_anything(self, verb: Verb, place: int) -> None:
        if verb is not Verb.JOIN_INCIDENT:
            self._try(verb, place, lambda incident: DEEDS[verb](THE_SYSTEM, incident))

    @rule(choice=some.integers(0, 99), place=some.integers(0, 1))
    def do_what_is_open(self, choice: int, place: int) -> None:
        verbs = self._one(place).open_verbs
        if verbs:
            self.do_anything(verbs[choice % len(verbs)], place)

    @rule(place=some.integers(0, 1))
    def join(self, place: int) -> None:
        self._try(
            Verb.JOIN_INCIDENT, place, lambda incident: operations.join(THE_SYSTEM, incident, self._one(1 - place))
        )

    @rule(place=some.integers(0, 1), minutes=some.integers(0, 60 * 24 * 40))
    def say_that_it_occurred_earlier(self, place: int, minutes: int) -> None:
        def revise(incident: Incident) -> object:
            at = self.moment - timedelta(minutes=minutes)
            category = db.session.query(Category).filter_by(slug="vpn").one()
            details = operations.Details(
                incident.symptom, reporter=incident.reporter, category=category, occurred_at=at
            )
            return operations.revise(THE_SYSTEM, incident, details=details)

        self._try(Verb.REVISE_INCIDENT, place, revise)

    @rule(place=some.integers(0, 1), article=some.booleans(), seconds=some.integers(0, 14))
    def resolve_and_undo(self, place: int, article: bool, seconds: int) -> None:
        """As though nothing had happened."""
        incident = self._one(place)
        before = [{name: getattr(one, name) for name in KEPT} for one in (self._one(0), self._one(1))]
        uses = [len(self._one(at).active_uses) for at in (0, 1)]

        def resolve(incident: Incident) -> object:
            if not article:
                return endings.resolve(THE_SYSTEM, incident, fix=FIX)
            found = db.session.get_one(Article, self.article_id)
            how = {"source": LinkSource.MANUAL_SEARCH, "impact": Impact.SMALL, "urgency": Urgency.LOW}
            return knowledge.resolve_with(THE_SYSTEM, incident, found, **how)

        had = any(use.article_id == self.article_id for use in incident.active_uses)
        if self._try(Verb.RESOLVE_INCIDENT, place, resolve) and not had:
            self.moment += timedelta(seconds=seconds)
            assert self._try(Verb.UNDO_RESOLUTION, place, lambda one: endings.undo(THE_SYSTEM, one))
            after = [{name: getattr(one, name) for name in KEPT} for one in (self._one(0), self._one(1))]
            assert after == before
            assert [len(self._one(at).active_uses) for at in (0, 1)] == uses

    def _try(self, verb: Verb, place: int, deed: Callable[[Incident], object]) -> bool:
        """Whether it was done. The table alone says where it leads; what is refused changes nothing."""
        incident = self._one(place)
        before = {one: db.session.get_one(Incident, one).state for one in self.ids}
        stands = incident.version
        open_now = INCIDENT.open_verbs(incident.state)
        with clock.telling(self.moment):
            refused = _refusal(deed, incident)
        if refused is not None:
            db.session.expire_all()
            assert refused.sentence
            assert {one: db.session.get_one(Incident, one).state for one in self.ids} == before
            assert self._one(place).version == stands
            if isinstance(refused, InvalidTransition) and verb in open_now:
                assert verb in (Verb.UNDO_RESOLUTION, Verb.REOPEN_INCIDENT, Verb.DECLARE_MAJOR)
            return False
        assert verb in open_now
        target = INCIDENT.moves[verb][1]
        assert incident.state in (target.targets if isinstance(target, Rule) else {target})
        if verb in (Verb.CONTRADICT_RESOLUTION, Verb.REOPEN_INCIDENT):
            self.reopened[incident.id] += 1
        if verb is Verb.UNDO_RESOLUTION:
            assert incident.state is incident.state_before
        other = self.ids[1 - place]
        if db.session.get_one(Incident, other).state != before[other]:
            # Only a parent takes its children along, and only when it is resolved or that is undone.
            assert db.session.get_one(Incident, other).parent_id == incident.id
            assert verb in (Verb.RESOLVE_INCIDENT, Verb.UNDO_RESOLUTION)
        return True

    @invariant()
    def what_a_check_looks_at_holds(self) -> None:
        db.session.rollback()
        assert [*fsck_incidents.times(), *fsck_incidents.uses(), *fsck_records.numbers(), *fsck_records.steps()] == []

    @invariant()
    def nothing_is_later_than_now_and_counts_are_right(self) -> None:
        for place in range(len(getattr(self, "ids", ()))):
            incident = self._one(place)
            times = {name: value for name, value in vars(incident).items() if name.endswith("_at") and value}
            assert all(value <= self.moment for value in times.values()), times
            assert incident.reopened == self.reopened[incident.id]
            assert all(hold.ended_at is None or hold.began_at <= hold.ended_at for hold in incident.holds)
            assert incident.is_open == (incident.state in OPEN)
            assert incident.version > 0
            taken = db.session.query(Event).filter_by(subject_kind="incidents", subject_id=incident.id)
            assert taken.filter(Event.verb == Verb.RECORD_INCIDENT).count() == 1


def _refusal(deed: Callable[[Incident], object], incident: Incident) -> DomainError | None:
    try:
        deed(incident)
    except DomainError as refused:
        return refused
    return None


@pytest.mark.timeout(1_200)
def test_an_incident_holds_together_whatever_is_done_with_it(app: Flask, make: Builders) -> None:
    article = make.article()
    Life.article_id = article.id

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=rounds(12, 150),
            stateful_step_count=rounds(25, 60),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
