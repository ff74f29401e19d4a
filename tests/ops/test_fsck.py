"""Each rule finds the damage that it is about, and nothing where there is none."""

import sqlite3
from contextlib import closing
from types import SimpleNamespace

import pytest
from flask import Flask

from portal.articles import operations
from portal.articles.flags import fix, flag
from portal.articles.lifecycle import Audience
from portal.articles.models import Article, FlagKind, Severity
from portal.incidents import knowledge, states
from portal.incidents.kinds import HoldReason, LinkSource
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.ops import fsck
from portal.search import rebuild
from tests.builders import Builders


@pytest.fixture
def article(app: Flask, make: Builders, cast: SimpleNamespace) -> Article:
    """A public article with some life behind it, two incidents, and an index that has it."""
    made = make.article(audience=Audience.PUBLIC)
    operations.recheck(cast.sato, made, reason="in doubt")
    operations.validate(cast.sato, made, note="tried it")
    fix(cast.sato, flag(cast.mori, made, kind=FlagKind.OUTDATED, severity=Severity.NORMAL, text="old menu"))
    held, solved = make.incident(), make.incident()
    states.hold(cast.mori, held, why=HoldReason.AWAITING_USER)
    states.take(cast.mori, solved, person=cast.mori)
    knowledge.resolve_with(
        cast.mori, solved, made, source=LinkSource.MANUAL_SEARCH, impact=Impact.SMALL, urgency=Urgency.LOW
    )
    rebuild.rebuild_all()
    return made


def _rules() -> set[str]:
    db.session.rollback()
    return {finding.rule for finding in fsck.check()}


def test_a_portal_where_everything_went_its_way_is_clean(article: Article) -> None:
    assert fsck.check() == []


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        ("I2", "UPDATE counters SET value = 0 WHERE name = 'KB'"),
        ("I2", "UPDATE articles SET number = 'KB-x'"),
        ("I2", "UPDATE incidents SET number = 'INC-1' WHERE state = 'resolved'"),
        ("I2", "DELETE FROM counters WHERE name LIKE 'INC-%'"),
        ("I4", "UPDATE article_uses SET sequence = 3"),
        ("I4", "UPDATE articles SET current_sequence = 2"),
        ("I4", "UPDATE articles SET outside_sequence = 7"),
        ("I4", "UPDATE article_revisions SET sequence = 2"),
        ("I5", "UPDATE jobs SET state = 'lost' WHERE id = 1"),
        ("I5", "UPDATE jobs SET state = 'done' WHERE id = 1"),
        ("I5", "INSERT INTO jobs (event_id, listener, state, attempts, created_at, due_at, error) "
               "SELECT event_id, listener, state, attempts, created_at, due_at, error FROM jobs WHERE id = 1"),
        ("I5", "DELETE FROM jobs WHERE id = 2"),
        ("I7", "UPDATE articles SET version = version + 1"),
        ("I9", "UPDATE articles SET restricted_to_id = (SELECT id FROM teams LIMIT 1)"),
        ("I9", "UPDATE articles SET confidence = 'wip'"),
        ("I9", "UPDATE articles SET outside_sequence = NULL"),
        ("I9", "UPDATE articles SET audience = 'within'"),
        ("I10", "UPDATE articles SET author_id = 4711"),
        ("I10", "UPDATE article_uses SET article_id = 4711"),
        ("I11", "UPDATE articles SET confidence = 'archived'"),
        ("I11", "UPDATE incidents SET state = 'closed' WHERE state = 'resolved'"),
        ("I11", "UPDATE incidents SET state = 'forgotten' WHERE state = 'resolved'"),
        ("I13", "UPDATE incidents SET resolved_at = NULL"),
        ("I13", "UPDATE incidents SET restored_at = '2020-01-01 00:00:00.000000' WHERE state = 'resolved'"),
        ("I13", "UPDATE incidents SET closed_at = resolved_at WHERE state = 'resolved'"),
        ("I13", "UPDATE incidents SET priority = NULL WHERE state = 'resolved'"),
        ("I13", "UPDATE incidents SET cancel_reason = 'mistake'"),
        ("I13", "UPDATE incidents SET state = 'new' WHERE state = 'on_hold'"),
        ("I13", "UPDATE holds SET ended_at = began_at"),
        ("I11", "UPDATE article_flags SET state = 'open'"),
        ("I11", "DELETE FROM events WHERE verb = 'article.recheck'"),
        ("I11", "UPDATE events SET changes = replace(changes, 'not_validated', 'wip') WHERE verb = 'article.recheck'"),
    ],
)  # fmt: skip
def test_damage_is_found_by_the_rule_that_it_breaks(app: Flask, article: Article, rule: str, damage: str) -> None:
    db.session.rollback()
    # As SQLite itself opens the file, references are not held.
    with closing(sqlite3.connect(app.extensions["portal"].settings.data / "portal.sqlite3")) as database, database:
        database.execute(damage)
    db.session.expire_all()

    assert rule in _rules()
