"""A call that is sent twenty times is one incident, with its number, its link and its one event, on both databases."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.models import User
from portal.articles.models import Article
from portal.catalog.models import Category
from portal.incidents.intake import Found, Intake, take_in
from portal.incidents.kinds import Channel
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Urgency
from portal.kernel import receipts
from portal.kernel.db import db
from portal.kernel.errors import AlreadyDone
from portal.kernel.events import Event
from portal.kernel.verbs import Verb
from tests.faults.together import together


@pytest.fixture
def app(app_on_each: Flask) -> Flask:
    return app_on_each


def test_an_intake_sent_twenty_times_makes_one_incident_resolved_once(app, make, cast):
    key = receipts.FormKey(receipts.new_key(), "the same words")
    agent, caller, article = cast.mori.id, cast.abe.id, make.article().id
    db.session.remove()

    def send() -> str:
        receipts.current_form.set(key)
        try:
            details = Details(
                "The VPN says error 691",
                reporter=db.session.get_one(User, caller),
                category=db.session.scalars(select(Category).where(Category.slug == "vpn")).one(),
            )
            found = Found(db.session.get_one(Article, article), rank=1)
            intake = Intake(details, Channel.PHONE, Impact.SMALL, Urgency.MEDIUM, solved_with=found)
            return take_in(db.session.get_one(User, agent), intake=intake).number
        finally:
            receipts.current_form.set(None)

    outcomes = together(app, *[send] * 20)

    assert Counter(type(outcome) for outcome in outcomes) == {str: 1, AlreadyDone: 19}
    (incident,) = db.session.scalars(select(Incident)).unique()
    assert {outcome.subject_id for outcome in outcomes if isinstance(outcome, AlreadyDone)} == {incident.id}
    assert (incident.number[-4:], incident.state) == ("-001", State.RESOLVED)
    assert db.session.scalar(select(func.count()).select_from(ArticleUse)) == 1
    assert db.session.scalar(select(func.count()).where(Event.verb == Verb.TAKE_INCIDENT)) == 1
