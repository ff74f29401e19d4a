"""Pages of a list, whatever number is asked for."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.accounts.models import User
from portal.kernel.paging import Page, page_of
from tests.security.world import Browser

ABSURD = [-(10**30), -1, 0, 1, 2, 10**9, 2**63, 10**400]
TYPED = ["0", "-1", "1.5", "９", "99999999999999999999", "1e9", "x", "", "\0", "9" * 5_000, "٣", "0x10", "+1", "%00"]
LISTS = ("/kb", "/kb/flags", "/search?q=vpn", "/faq/search", "/faq/search?q=vpn", "/faq/c/vpn", "/admin/people")
LISTS += ("/admin/audit", "/admin/teams", "/kb/{number}/history", "/kb/{number}/feedback")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers() | st.sampled_from(ABSURD), st.integers(min_value=1, max_value=40))
def test_any_number_gives_a_page_that_is_there(app, number, size):
    people = select(User).order_by(User.id)

    page = page_of(people, number, size)

    assert page.total == 11
    assert 1 <= page.page <= page.pages
    assert 1 <= len(page.items) <= size
    assert page.last - page.first + 1 == len(page.items)
    assert page.has_prev == (page.page > 1)
    assert page.has_next == (page.page < page.pages)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=1, max_value=13))
def test_the_pages_together_are_the_list(app, size):
    people = select(User).order_by(User.id)
    pages = page_of(people, 1, size).pages

    found = [person.login for number in range(1, pages + 1) for person in page_of(people, number, size).items]

    assert found == [person.login for person in page_of(people, 1, 100).items]


def test_an_empty_list_has_one_empty_page(app):
    page = page_of(select(User).where(User.login == "nobody"), 7)

    assert (page.page, page.pages, page.total, page.first, page.last) == (1, 1, 0, 0, 0)
    assert list(page.items) == []
    assert not page.has_next
    assert not page.has_prev


@given(st.integers(0, 10**6), st.integers(1, 100))
def test_a_page_says_where_it_stands(total, size):
    page: Page[int] = Page([], total, 1, size)

    assert (page.pages - 1) * size < max(total, 1) <= page.pages * size


@pytest.mark.parametrize("address", LISTS)
def test_no_typed_page_breaks_a_list(app, make, address):
    path = address.format(number=make.article().number)
    browsers = [Browser(app, "kato"), Browser(app, "ueda")]

    for typed in TYPED:
        for browser in browsers:
            answer = browser.open("GET", path.split("?")[0], query_string={"q": "vpn", "page": typed, "sort": typed})
            assert answer.status_code in (200, 403), (path, typed)
