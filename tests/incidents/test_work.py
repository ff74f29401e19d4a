"""A walk through the seven steps, what each leaves on record, and what is refused with which sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.articles import operations as article_operations
from portal.articles.models import ArchiveReason
from portal.incidents import endings, knowledge, operations, states, timeline
from portal.incidents.kinds import (
    CancelReason,
    Channel,
    Confirmation,
    Decision,
    EntryKind,
    HoldReason,
    LinkKind,
    LinkSource,
    Outcome,
    ResolutionCode,
)
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Preset, PriorityPolicy, Urgency
from portal.kernel import clock, policies
from portal.kernel.db import db
from portal.kernel.errors import EditConflict, Invalid, InvalidTransition
from portal.kernel.events import history
from portal.kernel.verbs import Verb
from tests.incidents.deeds import CLOSING, FIX


def test_the_seven_steps_leave_their_times(make, cast):
    incident = make.incident()
    assert (incident.state, incident.team.name_en) == (State.NEW, "Network")

    states.take(cast.mori, incident, person=cast.mori)
    states.prioritize(cast.mori, incident, impact=Impact.MEDIUM, urgency=Urgency.HIGH)
    states.investigate(cast.mori, incident)
    states.escalate(cast.mori, incident, team=cast.nakano.teams[0], reason="firewall", tried="new password")
    assert incident.assignee is None
    states.accept(cast.nakano, incident, person=cast.nakano)
    states.restore(cast.nakano, incident, plan="restart the gateway", cause_known=True)
    endings.resolve(cast.nakano, incident, fix=FIX)
    endings.close(cast.mori, incident, closing=CLOSING)

    assert incident.state is State.CLOSED
    times = [
        incident.logged_at, incident.acknowledged_at, incident.prioritized_at, incident.investigation_started_at,
        incident.escalated_at, incident.identified_at, incident.resolved_at, incident.closed_at,
    ]  # fmt: skip
    assert times == sorted(times)
    assert incident.escalations[0].accepted_at > incident.escalated_at
    assert not incident.first_contact
    verbs = [event.verb for event in db.session.scalars(history(incident))]
    assert verbs[0] is Verb.CLOSE_INCIDENT
    assert verbs[-1] is Verb.RECORD_INCIDENT


def test_the_priority_follows_the_policy_of_the_house(make, cast):
    policies.change(cast.kato, policy=PriorityPolicy(matrix=Preset.FOUR_LEVELS))
    incident = make.incident(state=State.TRIAGE)

    states.prioritize(cast.mori, incident, impact=Impact.SMALL, urgency=Urgency.LOW)

    assert incident.priority == 4


def test_the_first_sentence_becomes_the_subject_and_the_number_counts_the_sites_day(make):
    with clock.telling(clock.now().replace(year=2023, month=10, day=26, hour=16, minute=0)):
        incident = make.incident(symptom="VPNにつながらない。昨日は使えた。")

    assert incident.subject == "VPNにつながらない。"
    assert incident.number == "INC-20231027-001"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"symptom": "  \n"}, "symptom"),
        ({"symptom": "x" * 20_001}, "symptom"),
        ({"reporter": None}, "reporter"),
        ({"reporter": None, "reporter_name": "Tanaka"}, "reporter"),
        ({"occurred_at": timedelta(hours=1)}, "occurred_at"),
    ],
)
def test_what_cannot_be_recorded_is_refused_at_its_field(make, details, field):
    if "occurred_at" in details:
        details = {"occurred_at": clock.now() + details["occurred_at"]}

    with pytest.raises(Invalid) as refused:
        make.incident(**details)

    assert refused.value.field == field
    assert db.session.query(Incident).count() == 0


def test_an_unknown_caller_is_a_name_and_a_contact_and_a_monitor_needs_none(make, cast):
    known = make.incident(reporter=None, reporter_name="Tanaka (Sakura Trading)", reporter_contact="ext. 4711")
    alert = operations.record(cast.mori, details=Details("Web-01 does not answer"), channel=Channel.MONITORING)

    assert (known.reporter, known.reporter_contact) == (None, "ext. 4711")
    assert alert.state is State.NEW


def test_a_caller_whose_account_was_closed_meanwhile_is_said_so(make, cast):
    cast.abe.retired_at = clock.now()
    db.session.commit()

    with pytest.raises(Invalid, match="not here any more"):
        make.incident()


def test_one_click_links_resolves_and_is_undone(make, cast):
    article, incident = make.article(), make.incident(state=State.TRIAGE)

    knowledge.resolve_with(
        cast.mori, incident, article,
        source=LinkSource.INTAKE_SUGGESTION, rank=1, impact=Impact.SMALL, urgency=Urgency.MEDIUM,
    )  # fmt: skip
    use = incident.active_uses[0]
    assert (incident.state, incident.first_contact, incident.priority) == (State.RESOLVED, True, 4)
    assert (use.kind, use.rank, use.outcome) == (LinkKind.RESOLVES, 1, Outcome.SOLVED)
    assert "Clear the stored password" in incident.resolution
    assert incident.resolution_code is ResolutionCode.KNOWN_SOLUTION

    endings.undo(cast.mori, incident)

    assert (incident.state, incident.active_uses, incident.reopened) == (State.TRIAGE, [], 0)
    assert (incident.resolution, incident.resolved_at) == ("", None)


def test_after_its_time_undoing_is_refused_and_says_what_to_do(make, cast):
    incident = make.incident(state=State.TRIAGE)
    endings.resolve(cast.mori, incident, fix=FIX)

    with clock.telling(clock.now() + timedelta(seconds=30)), pytest.raises(InvalidTransition, match="not fixed"):
        endings.undo(cast.mori, incident)

    assert incident.state is State.RESOLVED


def test_an_article_withdrawn_between_showing_and_linking_is_not_linked(make, cast):
    article, incident = make.article(), make.incident(state=State.TRIAGE)
    article_operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="old")

    with pytest.raises(Invalid, match="withdrawn"):
        knowledge.resolve_with(cast.mori, incident, article, source=LinkSource.INTAKE_SUGGESTION)

    assert (incident.state, incident.uses) == (State.TRIAGE, [])


def test_a_restricted_article_of_another_team_is_as_if_withdrawn(make, cast):
    secret, incident = make.article(restricted_to=cast.hara.teams[0]), make.incident(state=State.TRIAGE)

    with pytest.raises(Invalid, match="withdrawn"):
        knowledge.link(cast.mori, incident, secret)


def test_a_link_is_judged_and_taken_off_once(make, cast):
    article, incident = make.article(), make.incident(state=State.TRIAGE)
    knowledge.link(cast.mori, incident, article)
    knowledge.link(cast.mori, incident, article, kind=LinkKind.RESOLVES)
    (use,) = incident.active_uses
    assert use.kind is LinkKind.RESOLVES

    knowledge.judge(cast.mori, use, outcome=Outcome.PARTLY)
    knowledge.unlink(cast.mori, use, reason="another article fits")

    assert (incident.active_uses, use.outcome) == ([], Outcome.PARTLY)
    with pytest.raises(InvalidTransition):
        knowledge.unlink(cast.mori, use, reason="again")


def test_two_agents_resolve_at_once_and_the_second_is_told(make, cast):
    incident = make.incident(state=State.TRIAGE)
    seen = incident.version
    endings.resolve(cast.mori, incident, fix=FIX, version=seen)

    with pytest.raises(EditConflict):
        endings.resolve(cast.nakano, incident, fix=FIX, version=seen)
    with pytest.raises(InvalidTransition):
        endings.resolve(cast.nakano, incident, fix=FIX)


def test_a_parent_resolves_its_children_and_undoing_brings_all_back(make, cast):
    parent, child = make.incident(state=State.TRIAGE), make.incident(state=State.TRIAGE, category=None)
    operations.join(cast.mori, child, parent)

    endings.resolve(cast.mori, parent, fix=FIX)
    assert (child.state, child.resolution) == (State.RESOLVED, FIX.resolution)

    endings.undo(cast.mori, parent)
    assert (parent.state, child.state) == (State.TRIAGE, State.TRIAGE)


def test_joining_keeps_to_one_level_and_to_one_circle_of_readers(make, cast):
    top, below, other = make.incident(), make.incident(), make.incident()
    operations.join(cast.mori, below, top)

    for incident, parent in ((other, below), (top, other), (other, other)):
        with pytest.raises(Invalid):
            operations.join(cast.mori, incident, parent)
    with pytest.raises(Invalid, match="same people"):
        operations.join(cast.mori, other, make.incident(restricted_to=cast.mori.teams[0]))
    with pytest.raises(Invalid, match="Part"):
        operations.restrict(cast.imai, top, team=cast.imai.teams[0], reason="personal data")
    with pytest.raises(Invalid, match="Part"):
        states.cancel(cast.mori, top, why=CancelReason.MISTAKE)


def test_holding_keeps_the_place_and_its_time(make, cast):
    incident = make.incident(state=State.INVESTIGATING)
    states.hold(cast.nakano, incident, why=HoldReason.AWAITING_VENDOR, note="ticket 88")
    assert incident.state is State.ON_HOLD

    states.resume(cast.nakano, incident)

    assert incident.state is State.INVESTIGATING
    assert incident.holds[0].ended_at is not None


def test_what_is_done_meanwhile_does_not_lose_where_a_hold_or_a_resolution_came_from(make, cast):
    incident = make.incident(state=State.INVESTIGATING)
    states.hold(cast.nakano, incident, why=HoldReason.AWAITING_VENDOR)
    operations.assign(cast.mori, incident, person=cast.sato)
    states.resume(cast.nakano, incident)
    assert incident.state is State.INVESTIGATING

    endings.resolve(cast.mori, incident, fix=FIX)
    operations.revise(cast.mori, incident, details=Details("691", reporter=cast.abe, category=incident.category))
    endings.undo(cast.mori, incident)
    assert incident.state is State.INVESTIGATING


def test_what_is_restored_cannot_have_occurred_later(make, cast):
    incident = make.incident(state=State.TRIAGE)
    endings.resolve(cast.mori, incident, fix=FIX)
    details = Details("691", reporter=cast.abe, category=incident.category, occurred_at=clock.now())

    with pytest.raises(Invalid) as refused:
        operations.revise(cast.mori, incident, details=details)

    assert refused.value.field == "occurred_at"


def test_the_reporter_confirms_or_says_that_it_is_not_fixed(make, cast):
    incident = make.incident(state=State.TRIAGE)
    endings.resolve(cast.mori, incident, fix=FIX)
    endings.contradict(cast.abe, incident, reason="still 691")
    assert (incident.state, incident.reopened, incident.resolved_at) == (State.INVESTIGATING, 1, None)

    endings.resolve(cast.mori, incident, fix=FIX)
    endings.confirm(cast.abe, incident)

    assert (incident.state, incident.confirmation) == (State.CLOSED, Confirmation.USER)
    assert (incident.decision, incident.cause_unknown) == (Decision.NOT_DECIDED, True)


def test_closing_wants_a_cause_or_the_word_that_there_is_none_and_never_a_link(make, cast):
    incident = make.incident(state=State.RESOLVED)

    for closing, field in (
        (endings.Closing(Confirmation.PROXY, Decision.NOT_DECIDED), "direct_cause"),
        (endings.Closing(Confirmation.PROXY, Decision.NONE, cause_unknown=True), "decision_reason"),
        (endings.Closing(Confirmation.PROXY, Decision.LINK, cause_unknown=True), "decision"),
    ):
        with pytest.raises(Invalid) as refused:
            endings.close(cast.mori, incident, closing=closing)
        assert refused.value.field == field

    endings.close(cast.mori, incident, closing=endings.Closing(Confirmation.PROXY, Decision.NONE, "one-off", "a typo"))
    assert incident.direct_cause == "a typo"


def test_a_month_after_the_close_a_new_incident_is_asked_for(make, cast):
    incident = make.incident(state=State.RESOLVED)
    endings.close(cast.mori, incident, closing=CLOSING)

    with clock.telling(clock.now() + timedelta(days=31)), pytest.raises(InvalidTransition, match="30 days"):
        endings.reopen(cast.imai, incident, reason="back")

    endings.reopen(cast.imai, incident, reason="back")
    assert (incident.state, incident.closed_at, incident.decision) == (State.INVESTIGATING, None, None)


def test_entries_stay_as_written_and_a_correction_stands_beside(make, cast):
    incident = make.incident()
    at = incident.occurred_at
    timeline.note(cast.mori, incident, text="alert arrives", kind=EntryKind.DETECTED, at=at, who="monitoring")
    (entry,) = incident.entries
    timeline.star(cast.mori, entry, starred=True)

    correction = timeline.correct(cast.nakano, entry, text="alert arrived, Web-01")
    timeline.reply(cast.abe, incident, text="It is back")

    assert (entry.text, correction.corrects, correction.is_starred) == ("alert arrives", entry, True)
    assert [row.is_visible for row in incident.entries] == [False, False, True]
    with pytest.raises(Invalid):
        timeline.note(cast.mori, incident, text=" ")
    with pytest.raises(Invalid):
        timeline.note(cast.mori, incident, text="x", at=clock.now() + timedelta(hours=1))


def test_a_restricted_incident_lies_with_people_who_may_know_of_it(make, cast):
    incident = make.incident()
    operations.assign(cast.mori, incident, person=cast.nakano)

    operations.restrict(cast.imai, incident, team=cast.imai.teams[0], reason="personal data")

    assert incident.assignee is None
    with pytest.raises(Invalid, match="cannot work"):
        operations.assign(cast.mori, incident, person=cast.nakano)


def test_what_caused_it_came_in_before_it_occurred(make, cast):
    incident = make.incident(state=State.INVESTIGATING)
    released = incident.occurred_at - timedelta(minutes=30)
    late = replace(FIX, introduced_at=incident.occurred_at + timedelta(seconds=1))
    with pytest.raises(Invalid, match="before it occurred") as refused:
        endings.resolve(cast.nakano, incident, fix=late)
    assert refused.value.field == "introduced_at"

    endings.resolve(cast.nakano, incident, fix=replace(FIX, introduced_at=released))

    assert incident.introduced_at == released
