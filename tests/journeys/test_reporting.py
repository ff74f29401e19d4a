"""Whoever has a problem: solved without a report; or reported, resolved, and confirmed or not."""

import pytest

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.articles.lifecycle import Audience
from portal.catalog.models import Category
from portal.incidents import endings, states
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.incidents.deeds import FIX
from tests.journeys.conftest import Newcomer


@pytest.fixture
def question(make, language, site, work_off) -> str:
    """A public question in the language of the journey."""
    made = make.article(
        audience=Audience.PUBLIC, language=language,
        title="VPNで「エラー 691」と表示される" if language == "ja" else "The VPN says error 691",
    )  # fmt: skip
    number = made.number
    work_off()
    return number


def _reports() -> list[Incident]:
    db.session.remove()
    return db.session.query(Incident).order_by(Incident.id).all()


def _report(reader) -> None:
    reader.page.fill("#symptom", "VPN error 691")
    reader.page.check("[name=urgency][value=high]")
    with reader.page.expect_navigation():
        reader.page.locator("form [data-size=l][type=submit]").click()


def test_a_stranger_finds_the_answer_while_writing_and_reports_nothing(newcomer: Newcomer, question: str):
    reader = newcomer()
    reader.go("/report")
    reader.page.fill("#symptom", "VPN error 691")
    reader.page.locator(".deflect ol li").first.wait_for()
    with reader.page.expect_navigation():
        reader.page.locator(".deflect [name=solved]").first.click()

    assert reader.page.url.partition("?")[0].endswith("/report/solved")
    assert _reports() == []
    assert reader.context.cookies() == []


def test_what_does_not_help_goes_while_the_text_stays(newcomer: Newcomer, question: str):
    reader = newcomer("abe")
    reader.go("/report")
    reader.page.fill("#symptom", "VPN error 691")
    reader.page.locator(".deflect [name=not_solved]").first.click()
    reader.page.locator(".deflect").wait_for(state="detached")

    assert reader.page.input_value("#symptom") == "VPN error 691"
    assert _reports() == []


def test_a_problem_is_reported_resolved_found_wanting_and_confirmed(newcomer: Newcomer, question: str, cast):
    reader = newcomer("abe")
    reader.go("/report")
    _report(reader)
    [incident] = _reports()
    number = incident.number
    assert f"/requests/{number}" in reader.page.url

    _resolve(number)
    reader.go("/requests")
    reader.page.locator(f"a[href='/requests/{number}/not-fixed']").click()
    reader.page.fill("[name=reason]", "Still error 691")
    with reader.page.expect_navigation():
        reader.page.locator("main form [type=submit]").click()
    assert _reports()[0].state is State.INVESTIGATING

    _resolve(number)
    reader.go(f"/requests/{number}")
    with reader.page.expect_navigation():
        reader.page.locator(f"form[action='/requests/{number}/confirm'] [type=submit]").click()
    assert _reports()[0].state is State.CLOSED


def _resolve(number: str) -> None:
    """What an agent does meanwhile."""
    [incident] = [each for each in _reports() if each.number == number]
    with transaction():
        incident.category = db.session.query(Category).filter_by(slug="vpn").one()
    if incident.state is State.NEW:
        states.take(THE_SYSTEM, incident, person=db.session.query(User).filter_by(login="mori").one())
    endings.resolve(THE_SYSTEM, incident, fix=FIX)
    db.session.remove()
