"""The rule of who may read, as SQL and as a predicate, is one rule."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select

from portal.accounts.models import Team
from portal.accounts.signing_in import THE_STRANGER
from portal.accounts.system import THE_SYSTEM
from portal.articles.audience import indexes_for, indexes_of, readable, team_index, visible_clause, words_for
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, Revision
from portal.kernel.db import db
from portal.kernel.transaction import transaction

TEAMS = 3

viewers = some.one_of(
    some.just(THE_STRANGER),
    some.just(THE_SYSTEM),
    some.builds(
        SimpleNamespace,
        id=some.just(1),
        is_signed_in=some.just(True),
        is_staff=some.booleans(),
        is_partner=some.booleans(),
        team_ids=some.frozensets(some.integers(1, TEAMS)),
    ),
)
outlines = some.fixed_dictionaries(
    {
        "confidence": some.sampled_from(Confidence),
        "audience": some.sampled_from(Audience),
        "restricted_to_id": some.one_of(some.none(), some.integers(1, TEAMS)),
        "outside_sequence": some.sampled_from([None, 1]),
    }
)


@pytest.fixture(scope="module")
def emptied():
    return {"number": 0}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(outlines=some.lists(outlines, min_size=1, max_size=12), asked=some.lists(viewers, min_size=1, max_size=6))
def test_the_query_finds_exactly_what_the_predicate_allows(app, emptied, outlines, asked):
    with transaction():
        db.session.query(Revision).delete()
        db.session.query(Article).delete()
        for outline in outlines:
            emptied["number"] += 1
            db.session.add(Article(number=f"KB-{emptied['number']:06d}", **outline))
    made = db.session.query(Article).all()
    assert db.session.query(Team).count() >= TEAMS

    for viewer in asked:
        found = set(db.session.scalars(select(Article.id).where(visible_clause(viewer))))
        assert found == {article.id for article in made if readable(viewer, article)}


@given(outline=outlines, viewer=viewers)
def test_an_index_that_a_viewer_asks_holds_nothing_the_viewer_may_not_read(outline, viewer):
    article = Article(number="KB-000001", current_sequence=1, **outline)

    if viewer is not THE_SYSTEM and indexes_of(article) & set(indexes_for(viewer)):
        assert readable(viewer, article)


@given(outline=outlines, viewer=viewers)
def test_what_a_viewer_may_read_stands_in_an_index_that_the_viewer_asks(outline, viewer):
    article = Article(number="KB-000001", current_sequence=1, **outline)

    if viewer is not THE_SYSTEM and readable(viewer, article):
        assert indexes_of(article) & set(indexes_for(viewer))


@given(outline=outlines)
def test_a_restricted_article_stands_in_the_index_of_its_team_only(outline):
    article = Article(number="KB-000001", current_sequence=1, **outline)

    if article.restricted_to_id is not None and article.confidence is not Confidence.DISCARDED:
        assert indexes_of(article) == {team_index(article.restricted_to_id)}


def test_agents_read_the_latest_words_and_readers_the_validated_ones(make, cast):
    article = make.article(audience=Audience.PUBLIC)

    assert words_for(cast.sato, article) is article.current
    assert words_for(cast.abe, article) is article.outside
