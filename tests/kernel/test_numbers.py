"""Numbers that people read aloud, on both databases."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.kernel.db import db
from portal.kernel.numbers import Counter, daily_number, running_number
from portal.kernel.transaction import transaction

PREFIXES = st.sampled_from(["KB", "PRB", "INC", "PIR", "ACT"])
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
IN_ONE_DATABASE = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def app(app_on_each):
    return app_on_each


def test_numbers_count_up_from_one(app):
    with transaction():
        assert [running_number("KB") for _place in range(3)] == ["KB-000001", "KB-000002", "KB-000003"]
        assert running_number("PRB") == "PRB-000001"
        assert running_number("LSN", width=3) == "LSN-001"


def test_a_day_has_numbers_of_its_own_and_more_than_999(app):
    with transaction():
        db.session.add(Counter(name="INC-20261122", value=998))
        db.session.flush()
        numbers = [daily_number("INC", date(2026, 11, 22)) for _place in range(3)]

        assert numbers == ["INC-20261122-999", "INC-20261122-1000", "INC-20261122-1001"]
        assert daily_number("INC", date(2026, 11, 23)) == "INC-20261123-001"


def test_a_running_number_outgrows_its_width(app):
    with transaction():
        db.session.add(Counter(name="KB", value=999_999))
        db.session.flush()
        assert running_number("KB") == "KB-1000000"


def test_a_number_of_a_deed_that_failed_may_be_given_again_but_never_twice(app):
    with transaction():
        running_number("KB")
    with pytest.raises(NotImplementedError):
        _count_and_fail()
    with transaction():
        assert running_number("KB") == "KB-000002"


def _count_and_fail():
    with transaction():
        running_number("KB")
        raise NotImplementedError


@IN_ONE_DATABASE
@given(st.lists(st.tuples(PREFIXES, st.none() | DAYS, st.booleans()), max_size=12))
def test_whatever_is_asked_no_number_comes_twice_and_order_holds(app, asked):
    db.session.query(Counter).delete()
    db.session.commit()
    kept: dict[tuple[str, date | None], list[int]] = {}
    for prefix, day, undone in asked:
        try:
            with transaction():
                number = running_number(prefix) if day is None else daily_number(prefix, day)
                if undone:
                    raise InterruptedError
        except InterruptedError:
            continue
        pattern = rf"{prefix}-(\d{{6,}})" if day is None else rf"{prefix}-{day:%Y%m%d}-(\d{{3,}})"
        found = re.fullmatch(pattern, number)
        assert found
        kept.setdefault((prefix, day), []).append(int(found[1]))

    for counts in kept.values():
        assert counts == sorted(set(counts))
