"""What came of incidents is looked at as well: each damage is found, and nothing where there is none."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from portal.accounts.system import THE_SYSTEM
from portal.kernel.db import db
from portal.ops import fsck_chain
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from tests.builders import Builders
from tests.chain import Chain


@pytest.fixture(autouse=True)
def issued(cast: SimpleNamespace, make: Builders) -> None:
    """A review with an action, and two versions of the report."""
    chain = Chain(cast, make)
    review = chain.review()
    chain.action(review)
    for kind in (ReportKind.FIRST, ReportKind.INTERIM):
        reports.issue(THE_SYSTEM, reports.draft(THE_SYSTEM, review.incident, kind=kind, reporter=cast.nakano))


def test_what_went_its_way_is_clean() -> None:
    assert list(fsck_chain.chain()) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE reports SET facts = '{}' WHERE state = 'issued'",
        "UPDATE reports SET issued_at = NULL",
        "UPDATE reports SET state = 'draft'",
        "UPDATE reports SET state = 'issued'",
        "DELETE FROM report_stamps",
        "DELETE FROM review_parts WHERE section = 'causes'",
        "UPDATE actions SET source_id = 4711",
    ],
)
def test_damage_is_found(damage: str) -> None:
    db.session.execute(text(damage))

    assert {finding.rule for finding in fsck_chain.chain()} == {"I14"}
