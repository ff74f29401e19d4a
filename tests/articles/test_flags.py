"""What a flag does, and who may end it."""

from datetime import timedelta

import pytest

from portal.articles import flag_queries, flags
from portal.articles.flag_queries import FlagFilters
from portal.articles.lifecycle import Audience, Confidence, FlagState
from portal.articles.models import FlagKind, Severity
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition, NotFound, PermissionDenied
from portal.kernel.transaction import transaction


@pytest.fixture
def raised(make, cast):
    return flags.flag(cast.mori, make.article(), kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="It moved")


@pytest.mark.parametrize("kind", sorted(flags.HIDING))
def test_what_must_not_be_read_outside_is_withdrawn_whoever_flags_it(make, cast, kind):
    article = make.article(audience=Audience.PUBLIC)

    flag = flags.flag(cast.mori, article, kind=kind, severity=Severity.MINOR, text="")

    assert (article.audience, article.outside_sequence) == (Audience.WITHIN, None)
    assert flag.severity is Severity.BLOCKER


def test_other_flags_leave_the_article_where_it_is(make, cast):
    article = make.article(audience=Audience.PUBLIC)

    flags.flag(cast.mori, article, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="It moved")

    assert (article.audience, article.confidence) == (Audience.PUBLIC, Confidence.VALIDATED)


def test_a_blocker_of_somebody_who_may_takes_the_validation_away(make, cast):
    article = make.article(confidence=Confidence.VALIDATED)

    flags.flag(
        cast.nakano, article, kind=FlagKind.TECHNICAL_INACCURACY, severity=Severity.BLOCKER, text="It deletes all"
    )

    assert article.confidence is Confidence.NOT_VALIDATED


def test_a_blocker_of_a_candidate_warns_and_leaves_the_state(make, cast):
    article = make.article(confidence=Confidence.VALIDATED)

    flags.flag(cast.mori, article, kind=FlagKind.TECHNICAL_INACCURACY, severity=Severity.BLOCKER, text="It deletes all")

    assert article.confidence is Confidence.VALIDATED
    assert article.has_blocker


def test_a_flag_says_where(make, cast):
    with pytest.raises(Invalid):
        flags.flag(cast.mori, make.article(), kind=FlagKind.UNCLEAR, severity=Severity.NORMAL, text=" \n")


def test_a_duplicate_names_the_other_article(make, cast):
    article, other = make.article(), make.article()
    for wrong in (None, article):
        with pytest.raises(Invalid):
            flags.flag(
                cast.mori, article, kind=FlagKind.DUPLICATE, severity=Severity.NORMAL, text="", duplicate_of=wrong
            )

    flag = flags.flag(
        cast.mori, article, kind=FlagKind.DUPLICATE, severity=Severity.NORMAL, text="Same", duplicate_of=other
    )

    assert flag.duplicate_of_id == other.id


def test_readers_do_not_flag(make, cast):
    for reader in (cast.abe, cast.ono):
        with pytest.raises(PermissionDenied):
            flags.flag(reader, make.article(), kind=FlagKind.OTHER, severity=Severity.NORMAL, text="x")


def test_fixing_remembers_the_version_that_did_it(raised, cast):
    flags.take(cast.nakano, raised)
    flags.fix(cast.nakano, raised, answer="Done")

    assert (raised.state, raised.assignee_id, raised.fixed_sequence) == (FlagState.FIXED, cast.nakano.id, 1)


def test_a_candidate_may_not_turn_down(raised, cast):
    with pytest.raises(PermissionDenied):
        flags.reject(cast.mori, raised, answer="No")


def test_turning_down_says_why(raised, cast):
    with pytest.raises(Invalid):
        flags.reject(cast.nakano, raised, answer=" ")


def test_only_whoever_raised_it_reopens_and_only_for_thirty_days(raised, cast):
    flags.fix(cast.nakano, raised, answer="")
    with pytest.raises(PermissionDenied):
        flags.reopen(cast.nakano, raised)
    flags.reopen(cast.mori, raised)
    assert (raised.state, raised.settled_at) == (FlagState.OPEN, None)

    flags.fix(cast.nakano, raised, answer="")
    with transaction():
        raised.settled_at = clock.now() - timedelta(days=31)
    with pytest.raises(InvalidTransition):
        flags.reopen(cast.mori, raised)


def test_flags_of_restricted_articles_are_for_the_team(make, cast):
    article = make.article(restricted_to=cast.hara.teams[0])
    flags.flag(cast.hara, article, kind=FlagKind.OTHER, severity=Severity.BLOCKER, text="x")

    def seen(viewer):
        return list(db.session.scalars(flag_queries.listed(viewer, FlagFilters())).unique())

    assert len(seen(cast.hara)) == 1
    assert seen(cast.ueda) == []
    assert flag_queries.open_counts(cast.ueda, [article]) == {}
    assert flag_queries.open_counts(cast.hara, [article]) == {article.id: 1}
    with pytest.raises((PermissionDenied, NotFound)):
        flags.flag(cast.ueda, article, kind=FlagKind.OTHER, severity=Severity.NORMAL, text="x")


def test_what_blocks_stands_first_then_what_waited_longest(make, cast):
    article = make.article()
    for kind, severity in (
        (FlagKind.UNCLEAR, Severity.MINOR),
        (FlagKind.OUTDATED, Severity.NORMAL),
        (FlagKind.OTHER, Severity.BLOCKER),
        (FlagKind.METADATA, Severity.NORMAL),
    ):
        flags.flag(cast.mori, article, kind=kind, severity=severity, text="x")

    listed = db.session.scalars(flag_queries.listed(cast.mori, FlagFilters())).unique()

    assert [flag.kind for flag in listed] == [FlagKind.OTHER, FlagKind.OUTDATED, FlagKind.METADATA, FlagKind.UNCLEAR]
