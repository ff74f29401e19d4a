"""The twelve fields: where they come from, what is printed inside and outside, versions, stamps, who may."""

from datetime import timedelta

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience
from portal.incidents import operations as incidents
from portal.kernel import clock, policies
from portal.kernel.db import db
from portal.kernel.errors import EditConflict, Invalid, InvalidTransition, NotFound, PermissionDenied
from portal.kernel.i18n import speaking
from portal.kernel.transaction import transaction
from portal.reports import facts, fields, operations, queries, writing
from portal.reports.kinds import Edition, FieldKey, ReportKind, ReportState
from portal.reports.policy import ReportPolicy
from portal.reviews import opening
from portal.reviews import operations as reviews
from portal.reviews.lifecycle import State
from tests.chain import Chain


@pytest.fixture
def chain(cast, make):
    return Chain(cast, make)


def _drafted(chain, cast, kind=ReportKind.FINAL):
    review = chain.review()
    chain.action(review)
    return operations.draft(cast.nakano, review.incident, kind=kind, reporter=cast.nakano)


def _line(report, key, edition=Edition.INTERNAL):
    found = next(field for field in fields.fields(facts.of(report), edition) if field.key is key)
    return [(line.label, line.text) for line in found.lines]


def test_the_twelve_fields_stand_in_their_order_and_come_from_record_review_and_actions(chain, cast):
    report = _drafted(chain, cast)

    with speaking("en"):
        assert [field.key for field in fields.fields(facts.of(report))] == list(FieldKey)
        assert _line(report, FieldKey.IMPACT) == [("", "All visitors"), ("", "about 90 minutes")]
        assert _line(report, FieldKey.CAUSE) == [
            ("Direct cause", "The process stopped answering."),
            ("Root cause", "The load test does not watch memory over hours."),
        ]
        assert [text for _when, text in _line(report, FieldKey.COURSE)] == [f"Step {n} (duty)" for n in range(5)]
        assert _line(report, FieldKey.CONCERNED) == [("Handled by", "Development, Operations")]
        assert fields.missing(facts.of(report)) == []


def test_a_team_and_a_milestone_are_printed_in_place_of_person_and_date(chain, cast):
    report = _drafted(chain, cast)
    review = report.incident
    team = cast.nakano.teams[0]
    chain.action(opening.standing(review), title="Watch memory for hours", team=team, milestone="next release")

    with speaking("en"):
        measures = [text for _type, text in _line(report, FieldKey.PERMANENT)]
    assert measures[1] == f"Watch memory for hours ({team.name_en}, next release)"
    assert cast.sato.name in measures[0]


def test_the_outward_version_names_no_people_unless_the_house_wants_it(chain, cast):
    report = _drafted(chain, cast)
    name = cast.nakano.name_ja
    assert name in str(_line(report, FieldKey.REPORTER))

    assert name not in writing.as_text(facts.of(report), Edition.OUTWARD)
    policies.change(cast.kato, policy=ReportPolicy(show_names=True))
    assert name in writing.as_text(facts.of(report), Edition.OUTWARD)


def test_words_for_readers_of_one_language_leave_the_other_alone(chain, cast):
    report = _drafted(chain, cast)

    operations.revise(
        cast.nakano, report, language="ja", words={"summary": "サイトが表示されなかった。", "course": ["検知した"]}
    )

    with speaking("ja"):
        assert _line(report, FieldKey.SUMMARY) == [("", "サイトが表示されなかった。")]
        assert _line(report, FieldKey.COURSE)[0][1].startswith("検知した")
        assert _line(report, FieldKey.COURSE)[1][1].startswith("Step 1")
    with speaking("en"):
        assert _line(report, FieldKey.SUMMARY) == [("", "The site could not be shown.")]


def test_two_writers_meet(chain, cast):
    report = _drafted(chain, cast)
    version = report.version
    operations.revise(cast.nakano, report, language="en", words={"summary": "One"}, version=version)

    with pytest.raises(EditConflict):
        operations.revise(cast.mori, report, language="en", words={"summary": "Two"}, version=version)


def test_only_the_incident_manager_issues_and_what_is_issued_stays_as_it_was(chain, cast):
    report = _drafted(chain, cast)
    with pytest.raises(PermissionDenied):
        operations.issue(cast.nakano, report)

    operations.issue(cast.imai, report)
    with transaction():
        report.incident.restored_at = clock.now()
        report.incident.direct_cause = "Something else"

    assert report.stamps[0].person is cast.imai
    assert facts.of(report)["direct_cause"] == "The process stopped answering."
    with pytest.raises(InvalidTransition):
        operations.revise(cast.imai, report, language="en", words={"summary": "Later"})


def test_a_later_version_takes_over_and_keeps_the_day_of_the_first(chain, cast):
    first = _drafted(chain, cast, ReportKind.FIRST)
    operations.issue(cast.imai, first)
    with clock.telling(clock.now() + timedelta(days=2)):
        second = operations.draft(cast.nakano, first.incident, kind=ReportKind.FINAL, reporter=cast.nakano)
        with pytest.raises(InvalidTransition, match="already"):
            operations.draft(cast.nakano, first.incident, kind=ReportKind.FINAL, reporter=cast.nakano)
        operations.issue(cast.imai, second)

    assert second.reported_on == first.reported_on
    assert (first.state, second.state) == (ReportState.SUPERSEDED, ReportState.ISSUED)
    assert queries.get(cast.mori, first.incident.number) is second


def test_a_final_report_with_a_gap_is_not_issued(chain, cast):
    report = _drafted(chain, cast)
    with transaction():
        report.reporter_id = None
        report.incident.restored_at = None

    with pytest.raises(Invalid, match="Reporter, Restored at"), speaking("en"):
        operations.issue(cast.imai, report)


@pytest.mark.parametrize(("login", "state"), [("imai", ReportState.ISSUED), ("nakano", ReportState.DRAFT)])
def test_publishing_the_review_issues_the_report_or_leaves_it_for_who_may(chain, cast, login, state):
    review = chain.review()
    chain.action(review)
    with transaction():
        review.state, review.problem_id = State.APPROVED, chain.problem(review.incident).id

    reviews.publish(getattr(cast, login), review)

    report = queries.get(cast.mori, review.incident.number)
    assert (report.kind, report.state) == (ReportKind.FINAL, state)
    assert report in db.session.scalars(queries.waiting(cast.imai)).all() or state is ReportState.ISSUED


def test_who_reads_a_report(chain, cast):
    report = _drafted(chain, cast)
    number = report.incident.number
    with pytest.raises(NotFound):
        queries.get(cast.abe, number)
    with transaction():
        report.audience = Audience.CUSTOMER
    operations.issue(cast.imai, report)
    assert queries.get(cast.emily, number) is report

    incidents.restrict(THE_SYSTEM, report.incident, team=cast.hara.teams[0], reason="pay")

    for login in ("emily", "mori"):
        with pytest.raises(NotFound):
            queries.get(getattr(cast, login), number)
    assert queries.get(cast.hara, number) is report


def test_markdown_takes_what_is_typed_as_text(chain, cast):
    report = _drafted(chain, cast)
    operations.revise(cast.nakano, report, language="en", words={"summary": "<b>*not* [bold](x)</b>"})

    with speaking("en"):
        assert "\\<b\\>\\*not\\* \\[bold\\](x)\\</b\\>" in writing.as_markdown(facts.of(report))
        assert "<b>*not* [bold](x)</b>" in writing.as_text(facts.of(report))
