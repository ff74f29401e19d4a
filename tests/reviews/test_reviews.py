"""How a review begins, what it lacks, what it hands over, and who may know of it."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions import queries as action_queries
from portal.actions.kinds import Effect, Source
from portal.actions.lifecycle import State as ActionState
from portal.incidents import endings, states
from portal.incidents import operations as incidents
from portal.incidents.kinds import ResolutionCode
from portal.incidents.lifecycle import State as IncidentState
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import EditConflict, Invalid, InvalidTransition, NotFound
from portal.kernel.transaction import transaction
from portal.problems import queries as problem_queries
from portal.problems.kinds import CauseKind
from portal.reviews import answering, durations, handover, missing, opening, operations, queries
from portal.reviews.answering import Posts
from portal.reviews.durations import Base, Measure
from portal.reviews.handover import Piece
from portal.reviews.kinds import Requirement, RowKind, Section
from portal.reviews.lifecycle import State
from portal.reviews.models import Review
from portal.reviews.questions import Required
from tests.chain import GRAVE, Chain

SLIGHT = endings.Fix("New password", ResolutionCode.KNOWN_SOLUTION, impact=Impact.SMALL, urgency=Urgency.LOW)


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def test_a_grave_incident_opens_its_review_when_it_is_resolved(chain, cast):
    incident = chain.incident()

    review = opening.standing(incident)
    assert (review.state, review.requirement, review.owner) == (State.DRAFT, Requirement.REQUIRED, cast.nakano)
    assert review.review_due_on < review.approve_due_on < review.publish_due_on
    assert review.answer("direct_cause") == GRAVE.direct_cause
    assert review.answer("temporary_measure") == GRAVE.temporary_measure
    assert [row.text for row in review.rows] == [incident.subject, *(f"Step {row}" for row in range(5))]


def test_its_timeline_begins_with_what_caused_it(make, cast):
    incident = make.incident(state=IncidentState.INVESTIGATING)
    released = incident.occurred_at - timedelta(minutes=30)
    endings.resolve(cast.nakano, incident, fix=replace(GRAVE, introduced_at=released))

    first = opening.standing(incident).shown_rows[0]
    assert (first.at, first.kind) == (released, RowKind.CHANGE)


def test_those_who_called_about_it_are_told_of_in_its_one_review(make, cast):
    parent, child = (make.incident(state=IncidentState.INVESTIGATING) for _each in range(2))
    incidents.join(cast.mori, child, parent)

    endings.resolve(cast.nakano, parent, fix=GRAVE)

    assert child.state is IncidentState.RESOLVED
    assert opening.standing(parent) is not None
    assert opening.standing(child) is None


def test_a_slight_one_that_was_declared_major_opens_one(make, cast):
    incident = make.incident(state=IncidentState.INVESTIGATING)
    states.declare_major(cast.imai, incident, reason="The board asks")

    endings.resolve(cast.nakano, incident, fix=SLIGHT)

    assert opening.standing(incident).requirement is Requirement.REQUIRED


def test_a_slight_one_opens_none_but_anybody_may(chain, make, cast):
    incident = make.incident(state=IncidentState.TRIAGE)
    with pytest.raises(InvalidTransition, match="not resolved"):
        opening.open_review(cast.mori, incident)
    endings.resolve(cast.mori, incident, fix=SLIGHT)
    assert opening.standing(incident) is None

    review = opening.open_review(cast.mori, incident)

    assert review.requirement is Requirement.OPTIONAL
    with pytest.raises(InvalidTransition, match="already"):
        opening.open_review(cast.mori, incident)


def test_what_is_handled_with_another_incident_is_reviewed_with_that(chain, make, cast):
    parent = make.incident(state=IncidentState.INVESTIGATING)
    child = incidents.join(cast.mori, make.incident(state=IncidentState.INVESTIGATING), parent)

    endings.resolve(cast.nakano, parent, fix=GRAVE)

    assert child.state is IncidentState.RESOLVED
    assert opening.standing(parent) is not None
    assert opening.standing(child) is None


def test_a_resolution_that_is_undone_takes_the_untouched_review_with_it(chain, cast):
    incident = chain.incident()

    endings.undo(cast.nakano, incident)

    assert opening.standing(incident) is None
    assert db.session.query(Review).one().state is State.CANCELLED


def test_an_incident_that_is_opened_again_keeps_its_review_and_cannot_be_published(chain, cast):
    review = chain.review()
    answering.answer(THE_SYSTEM, review.part(Section.ACTIONS), answers={"no_actions": "none"})
    answering.answer(THE_SYSTEM, review.part(Section.REPORT), answers={"no_problem": "none"})
    with transaction():
        review.state = State.APPROVED

    endings.contradict(cast.mori, review.incident, reason="still down")

    assert opening.standing(review.incident) is review
    with pytest.raises(Invalid, match="restored"):
        operations.publish(cast.imai, review)


@pytest.mark.parametrize(
    ("stage", "key", "empty"),
    [
        (Required.SUBMIT, "summary", {"summary": ""}),
        (Required.SUBMIT, "impact", {"impact": []}),
        (Required.CONCLUDE, "root_cause", {"root_cause": ""}),
        (Required.CONCLUDE, "factors", {"factors": []}),
        (Required.APPROVE, "elsewhere", {"elsewhere": ""}),
        (Required.PUBLISH, "handled_by", {"handled_by": []}),
    ],
)
def test_what_is_missing_is_said_with_its_section(chain, stage, key, empty):
    review = chain.review()
    assert key not in {gap.key for gap in missing.missing(review, stage)}

    for part in review.parts:
        if key in part.answers:
            answering.answer(THE_SYSTEM, part, answers=empty)

    gap = next(gap for gap in missing.missing(review, stage) if gap.key == key)
    assert gap.sentence
    assert key in review.part(gap.section).answers


def test_an_approver_is_somebody_else_than_the_owner(chain, cast):
    review = chain.review()

    with pytest.raises(Invalid) as refused:
        answering.appoint(cast.nakano, review, posts=Posts(cast.nakano, approver=cast.nakano))

    assert refused.value.field == "approver"


def test_an_owner_who_left_is_told_of(chain, cast):
    review = chain.review()
    with transaction():
        cast.nakano.retired_at = clock.now()

    with pytest.raises(Invalid, match="not here any more"):
        operations.submit(chain.endo, review)


@pytest.mark.parametrize(
    ("post", "stage", "done"),
    [("facilitator", Required.CONCLUDE, "reviewed_at"), ("approver", Required.APPROVE, "approved_at")],
)
def test_whoever_leaves_before_the_deed_is_told_of_and_afterwards_no_more(chain, post, stage, done):
    review = chain.review()
    assert post not in {gap.key for gap in missing.missing(review, stage)}

    getattr(review, post).retired_at = clock.now()

    assert {gap.key: gap.sentence for gap in missing.missing(review, stage)}[post].endswith("Choose somebody else.")
    setattr(review, done, clock.now())
    assert post not in {gap.key for gap in missing.missing(review, stage)}


def test_two_in_one_section_meet_and_nothing_is_lost(chain, cast):
    part = chain.review().part(Section.CAUSES)
    version = part.version
    answering.answer(cast.mori, part, answers={"direct_cause": "First"}, version=version)

    with pytest.raises(EditConflict) as clash:
        answering.answer(cast.sato, part, answers={"direct_cause": "Second"}, version=version)

    assert clash.value.stored["direct_cause"] == "First"


def test_times_out_of_order_are_told_and_kept(chain):
    review = chain.review()
    assert answering.out_of_order(review) == []
    with transaction():
        review.incident.detected_at = review.incident.occurred_at - timedelta(minutes=5)

    assert answering.out_of_order(review) == ["It was detected before it occurred."]
    assert durations.duration(review.incident, Measure.DETECTION).minutes == -5


def test_rows_are_added_changed_hidden_and_taken_from_the_record(chain, cast):
    review = chain.review()
    count = len(review.rows)

    answering.add_row(
        cast.mori, review, at=review.incident.occurred_at - timedelta(minutes=30), text="Release", kind=RowKind.CHANGE
    )
    assert len(review.rows) == count + 1
    row = next(row for row in review.rows if row.kind is RowKind.CHANGE)
    answering.change_row(cast.mori, row, at=row.at, text="Release of the search", kind=RowKind.CHANGE)
    answering.hide_row(cast.mori, row, hidden=True)
    assert row not in review.shown_rows
    answering.take_entries(cast.mori, review, entries=opening.latest(review.incident))
    assert len(review.rows) == count + 1


def test_durations_name_their_base(make):
    def at(clock_time):
        return datetime(2023, 10, 27, *map(int, clock_time.split(":")), tzinfo=UTC)

    incident = make.incident()
    incident.occurred_at, incident.detected_at, incident.declared_at = at("14:30"), at("14:35"), at("14:45")
    incident.identified_at, incident.restored_at = at("15:45"), at("16:00")

    found = {measure: durations.duration(incident, measure) for measure in durations.MAIN}

    assert [(one.minutes, one.base) for one in found.values()] == [
        (5, Base.OCCURRENCE), (10, Base.DETECTION), (75, Base.OCCURRENCE), (90, Base.OCCURRENCE),
    ]  # fmt: skip
    assert durations.duration(incident, Measure.MITIGATION).minutes is None


def test_the_causes_go_to_a_new_problem_piece_by_piece(chain, cast):
    review = chain.review()
    with transaction():
        review.state = State.REVIEWED

    handover.hand_over(
        cast.nakano, review, statement="Tests miss slow leaks", pieces={Piece.ROOT_CAUSE, Piece.SYMPTOMS}
    )

    problem = review.problem
    assert (problem.statement, problem.origin_number) == ("Tests miss slow leaks", review.number)
    assert [cause.kind for cause in problem.causes] == [CauseKind.ROOT]
    assert problem.symptoms == review.incident.symptom
    assert problem.workaround == ""
    assert [link.incident for link in problem.links] == [review.incident]
    assert problem in problem_queries.with_cause_like(cast.mori, problem.causes[0].category)


def test_the_causes_go_to_a_problem_with_such_a_cause_and_what_it_has_stays(chain, cast):
    first, review = chain.review(), chain.review()
    with transaction():
        first.state = review.state = State.REVIEWED
        first.incident.symptom = "Was here before"
    handover.hand_over(cast.nakano, first, statement="Tests miss slow leaks")
    problem = first.problem
    assert handover.matching(cast.nakano, review) == [problem]

    handover.hand_over(cast.nakano, review, problem=problem, pieces={Piece.SYMPTOMS, Piece.FACTORS})

    assert review.problem is problem
    assert {link.incident for link in problem.links} == {first.incident, review.incident}
    assert (problem.statement, problem.symptoms) == ("Tests miss slow leaks", "Was here before")
    assert Counter(cause.kind for cause in problem.causes) == {
        CauseKind.DIRECT: 1, CauseKind.ROOT: 1, CauseKind.FACTOR: 2,
    }  # fmt: skip
    assert len(problem_queries.with_cause_like(cast.mori, problem.causes[1].category)) == 1


def test_approving_makes_promises_and_writes_each_cause_once(chain, cast):
    review = chain.review()
    action = chain.action(review)
    with transaction():
        review.state = State.REVIEWED
    handover.hand_over(cast.nakano, review, statement="Tests miss slow leaks")
    before = len(review.problem.causes)

    operations.approve(cast.imai, review)

    assert action.state is ActionState.OPEN
    assert len(review.problem.causes) == before == 4


def test_a_review_is_complete_when_what_had_to_be_done_is_verified(chain, cast):
    review = chain.review()
    action = chain.action(review)
    with transaction():
        review.state, action.state = State.APPROVED, ActionState.OPEN

    with pytest.raises(Invalid, match=action.number):
        operations.close(cast.nakano, review)
    actions.complete(cast.sato, action, evidence="merge 4711")
    actions.verify(chain.endo, action, verification="Ran it for a night", effect=Effect.EFFECTIVE)
    operations.close(cast.nakano, review)

    assert review.state is State.CLOSED


def test_review_and_actions_are_for_the_team_of_a_restricted_incident_also_later(chain, cast):
    review = chain.review()
    action = chain.action(review, owner=None)
    assert queries.get(cast.sato, review.number) is review

    incidents.restrict(THE_SYSTEM, review.incident, team=cast.hara.teams[0], reason="pay")

    with pytest.raises(NotFound):
        queries.get(cast.sato, review.number)
    with pytest.raises(NotFound):
        action_queries.get(cast.sato, action.number)
    assert queries.get(cast.hara, review.number) is review
    assert action_queries.of(cast.hara, Source.REVIEW, review.id) == [action]
    with pytest.raises(NotFound):
        queries.get(cast.abe, review.number)
