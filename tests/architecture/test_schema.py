"""Migrations and models say the same on both databases; children survive; moments stay aware; SQLite keeps its word."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import StatementError

from portal import schema
from portal.accounts.models import Membership, Team, User
from portal.articles.models import Article, Revision, Vote
from portal.catalog.models import Category
from portal.kernel.db import Base, db, prepare_engine
from portal.kernel.transaction import transaction
from portal.paths import MIGRATIONS

BATCH = '''
"""Make parents anew: what a later change of a column does on SQLite."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "99990101_batch", "{head}", None, None


def upgrade():
    for table in ("teams", "articles", "categories", "users"):
        anew = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
        with op.batch_alter_table(table, recreate=anew) as batch:
            batch.add_column(sa.Column("colour", sa.String(), server_default="blue", nullable=False))
    {more}


def downgrade():
    for table in ("users", "categories", "articles", "teams"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("colour")
'''


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    """An empty database on each of the two, opened as the product opens it."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
        prepare_engine(engine)
        yield engine
        engine.dispose()
        return
    cluster = request.getfixturevalue("postgres")
    name = cluster.database()
    engine = create_engine(cluster.url(name).replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()
    cluster.drop(name)


@pytest.fixture
def app(app_on_each):
    return app_on_each


@pytest.fixture
def one_more(monkeypatch, tmp_path):
    """Let one more migration follow those that there are."""

    def write(more: str = "pass") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        text = BATCH.replace("{head}", str(schema.head())).replace("{more}", more)
        (folder / "versions" / "99990101_batch.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(schema, "MIGRATIONS", folder)

    return write


def _tables(engine):
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def _columns(engine):
    found = inspect(engine)
    return {table: sorted(column["name"] for column in found.get_columns(table)) for table in _tables(engine)}


def test_the_models_are_what_the_migrations_make(empty):
    schema.upgrade(empty)

    assert _tables(empty) == set(Base.metadata.tables)
    assert schema.differences(empty) == []
    assert schema.at_head(empty)


def test_a_difference_would_be_told(app_on_sqlite):
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE index_holds"))
        connection.execute(text("ALTER TABLE teams ADD COLUMN colour VARCHAR"))

    told = {difference[0] for difference in schema.differences(db.engine)}

    assert {"add_table", "remove_column"} <= told


def test_up_again_changes_nothing_and_down_leaves_nothing(app):
    schema.upgrade(db.engine)
    before = _columns(db.engine)
    assert db.session.query(User).count() > 5
    db.session.remove()

    schema.downgrade(db.engine, "base")
    assert _tables(db.engine) == set()
    assert not schema.at_head(db.engine)

    schema.upgrade(db.engine)
    assert _columns(db.engine) == before


def test_every_constraint_has_a_name(app):
    found = inspect(db.engine)

    for table in _tables(db.engine):
        assert found.get_pk_constraint(table)["name"] == f"pk_{table}"
        constraints = [
            *found.get_foreign_keys(table),
            *found.get_unique_constraints(table),
            *found.get_check_constraints(table),
        ]
        assert [each for each in constraints if not each["name"]] == []


def _children():
    return {kind.__tablename__: db.session.query(kind).count() for kind in (Membership, Revision, Vote, Category, User)}


def test_children_survive_when_their_parents_are_made_anew(app, make, cast, one_more):
    article = make.article(cause="once")
    with transaction():
        db.session.add(Vote(article_id=article.id, sequence=1, surface="kb", helpful=True))
    before = _children()
    assert all(before.values())
    db.session.remove()
    one_more()

    schema.upgrade(db.engine)
    with db.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM teams WHERE colour = 'blue'")) == 3
    assert _children() == before
    db.session.remove()
    schema.downgrade(db.engine, "-1")

    assert _children() == before
    assert schema.differences(db.engine) == []
    assert db.session.query(Article).one().current.cause == "once"


def test_a_migration_that_breaks_references_is_undone(app_on_sqlite, one_more):
    one_more("op.execute('DELETE FROM users')")
    people = db.session.query(User).count()
    db.session.remove()

    with pytest.raises(schema.BrokenReferences, match="would point to nothing"):
        schema.upgrade(db.engine)

    assert db.session.query(User).count() == people
    assert "colour" not in {column["name"] for column in inspect(db.engine).get_columns("teams")}


def test_a_migration_that_fails_half_way_leaves_nothing_behind(app, one_more):
    one_more("op.execute('SELECT nonsense FROM nowhere')")
    db.session.remove()

    with pytest.raises(Exception, match="nowhere"):
        schema.upgrade(db.engine)

    assert "colour" not in {column["name"] for column in inspect(db.engine).get_columns("teams")}
    assert db.session.query(User).count() > 5
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


MOMENTS = [
    datetime(2026, 11, 22, 14, 30, 15, 123456, tzinfo=UTC),
    datetime(2026, 11, 22, 0, 30, tzinfo=timezone(timedelta(hours=9))),
    datetime(2026, 3, 8, 2, 30, tzinfo=timezone(timedelta(hours=-5))),
    datetime(1900, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
]


def test_a_moment_comes_back_as_the_same_moment_in_utc(app):
    with transaction():
        db.session.add_all(Team(name_ja=f"時計 {place}", retired_at=moment) for place, moment in enumerate(MOMENTS))
    db.session.expire_all()

    for place, moment in enumerate(MOMENTS):
        kept = db.session.query(Team).filter_by(name_ja=f"時計 {place}").one().retired_at
        assert (kept, kept.tzinfo) == (moment, UTC)
        assert db.session.query(Team).filter(Team.retired_at == moment).count() == 1
    in_order = db.session.query(Team.retired_at).filter(Team.retired_at.is_not(None)).order_by(Team.retired_at)
    assert [moment for (moment,) in in_order] == sorted(MOMENTS)


def test_a_moment_without_a_zone_is_refused(app):
    with pytest.raises(StatementError, match="time zone"), transaction():
        db.session.add(Team(name_ja="時計係", retired_at=datetime(2026, 11, 22)))  # noqa: DTZ001 – that is the point

    assert db.session.query(Team).filter_by(name_ja="時計係").count() == 0


def test_each_connection_to_sqlite_is_safe(app_on_sqlite):
    with db.engine.connect() as one, db.engine.connect() as other:
        for connection in (one, other):
            asked = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
            assert asked == ["wal", 2]
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
            assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000


def test_a_database_that_cannot_be_made_safe_is_refused():
    engine = create_engine("sqlite://")  # in memory there is no write-ahead log
    prepare_engine(engine)

    with pytest.raises(RuntimeError, match="journal_mode=wal"):
        engine.connect()


def test_a_driver_that_forgets_its_word_is_refused(tmp_path, monkeypatch):
    class Deaf(sqlite3.Connection):
        def execute(self, sentence, *rest):
            return super().execute("SELECT 1" if sentence == "PRAGMA foreign_keys=1" else sentence, *rest)

    engine = create_engine(f"sqlite:///{tmp_path / 'deaf.sqlite3'}", connect_args={"factory": Deaf})
    prepare_engine(engine)

    with pytest.raises(RuntimeError, match="foreign_keys=1"):
        engine.connect()


def test_only_whoever_writes_takes_the_write_lock(app_on_sqlite):
    other = sqlite3.connect(Path(db.engine.url.database), timeout=0)
    try:
        assert db.session.query(User).count()
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
        with transaction():
            assert db.session.query(User).count()
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()
