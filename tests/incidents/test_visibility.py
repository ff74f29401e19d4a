"""The rule of who may see an incident, as SQL and as a predicate, is one rule."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from portal.accounts.signing_in import THE_STRANGER
from portal.accounts.system import THE_SYSTEM
from portal.incidents import queries
from portal.incidents.kinds import Channel
from portal.incidents.models import Incident
from portal.incidents.visibility import readable, visible_clause
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.transaction import transaction

viewers = some.one_of(
    some.just(THE_STRANGER),
    some.just(THE_SYSTEM),
    some.builds(
        SimpleNamespace,
        id=some.integers(1, 3),
        is_signed_in=some.just(True),
        is_staff=some.booleans(),
        team_ids=some.frozensets(some.integers(1, 3)),
    ),
)
outlines = some.fixed_dictionaries(
    {
        "reporter_id": some.one_of(some.none(), some.integers(1, 3)),
        "restricted_to_id": some.one_of(some.none(), some.integers(1, 3)),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outlines=some.lists(outlines, min_size=1, max_size=12), asked=some.lists(viewers, min_size=1, max_size=6))
def test_the_query_finds_exactly_what_the_predicate_allows(app, outlines, asked):
    now = clock.now()
    with transaction():
        db.session.query(Incident).delete()
        for place, outline in enumerate(outlines):
            db.session.add(
                Incident(
                    number=f"INC-{place}",
                    subject="x",
                    channel=Channel.PHONE,
                    occurred_at=now,
                    detected_at=now,
                    **outline,
                )
            )
    made = db.session.query(Incident).all()

    for viewer in asked:
        found = set(db.session.scalars(select(Incident.number).where(visible_clause(viewer))))
        assert found == {incident.number for incident in made if readable(viewer, incident)}


def test_what_one_may_not_see_is_answered_like_what_is_not_there(make, cast):
    incident = make.incident(restricted_to=cast.hara.teams[0])

    with pytest.raises(NotFound) as hidden:
        queries.get(cast.mori, incident.number)
    with pytest.raises(NotFound) as absent:
        queries.get(cast.mori, "INC-20200101-001")

    assert str(hidden.value) == str(absent.value)
    assert queries.get(cast.hara, incident.number) is incident
    assert queries.get(cast.abe, incident.number) is incident
    with pytest.raises(NotFound):
        queries.get_own(cast.mori, make.incident().number)
