"""The one way to change anything: may, do, write down, tell; and nothing half."""

import pytest
from sqlalchemy import select

from portal.accounts import groups
from portal.accounts.models import Team
from portal.accounts.signing_in import THE_STRANGER
from portal.accounts.system import THE_SYSTEM
from portal.kernel import operation as house
from portal.kernel.db import Versioned, db, expect
from portal.kernel.errors import EditConflict, PermissionDenied
from portal.kernel.events import Event
from portal.kernel.jobs import Job, later
from portal.kernel.operation import OPERATIONS, operation
from portal.kernel.transaction import attempt, transaction
from portal.kernel.verbs import Verb


@pytest.fixture(autouse=True)
def _own_operations(monkeypatch):
    """What is written here is no operation of the product."""
    monkeypatch.setattr(house, "OPERATIONS", dict(OPERATIONS))


@pytest.fixture
def rename():
    @operation(Verb.CHANGE_TEAM)
    def rename(actor, team: Team, /, *, name: str, fail: bool = False, reason: str = "") -> Team:
        team.name_ja = name
        db.session.flush()
        if fail:
            raise NotImplementedError
        return team

    return rename


@pytest.fixture
def team(app):
    return db.session.query(Team).filter_by(name_en="Network").one()


def _names():
    db.session.rollback()
    return set(db.session.scalars(select(Team.name_ja)))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: None,
        lambda team, /: None,
        lambda actor, team: None,
        lambda actor, /, team: None,
        lambda actor, /, *teams: None,
        lambda actor, /, **values: None,
        lambda team, actor, /: None,
    ],
    ids=["nothing", "no actor", "by keyword", "record by keyword", "star", "double star", "actor second"],
)
def test_a_function_of_another_shape_is_refused_where_it_is_written(wrong):
    with pytest.raises(TypeError, match=r"an operation takes the actor first|records stand before the slash"):
        operation(Verb.CHANGE_TEAM)(wrong)


def test_a_guarded_record_cannot_slip_in_as_a_keyword(rename, team, cast):
    with pytest.raises(TypeError):
        rename(cast.kato, team=team, name="x")


def test_whoever_may_not_changes_nothing_and_is_told_who_may(rename, team, cast):
    for actor in (cast.abe, cast.ueda, THE_STRANGER):
        with pytest.raises(PermissionDenied):
            rename(actor, team, name="改名")
    with pytest.raises(PermissionDenied, match="Administrator"):
        rename(cast.ueda, team, name="改名")

    assert "改名" not in _names()
    assert db.session.query(Event).count() == 0


def test_the_record_itself_may_say_no(rename, team, cast, monkeypatch):
    monkeypatch.setattr(Team, "admits", lambda self, actor, verb: actor.id == cast.hara.id, raising=False)

    with pytest.raises(PermissionDenied):
        rename(cast.kato, team, name="改名")


def test_a_deed_is_written_down_with_who_what_and_why(rename, team, cast):
    rename(cast.kato, team, name="改名", reason="A merger")

    event = db.session.scalars(select(Event)).one()
    assert (event.verb, event.actor_id, event.subject_kind, event.subject_id) == (
        Verb.CHANGE_TEAM, cast.kato.id, "teams", team.id,
    )  # fmt: skip
    assert event.reason == "A merger"
    assert event.changes == {f"teams:{team.id}": {"name_ja": ["ネットワーク担当", "改名"]}}
    assert team.version == 2


def test_the_log_tells_what_stood_there_before(team, cast):
    """Also where the deed writes without having looked."""
    groups.retire_team(cast.kato, team)
    groups.restore_team(cast.kato, team)

    told = [event.changes[f"teams:{team.id}"]["retired_at"] for event in db.session.scalars(select(Event))]
    assert [before is None for before, _after in told] == [True, False]
    assert [after is None for _before, after in told] == [False, True]


def test_an_exception_undoes_all_of_it(rename, team, cast):
    with pytest.raises(NotImplementedError):
        rename(cast.kato, team, name="改名", fail=True)

    assert "改名" not in _names()
    assert db.session.query(Event).count() == 0


def test_a_listener_that_fails_undoes_the_deed(rename, team, cast, app, monkeypatch):
    def refuse(event):
        raise NotImplementedError

    monkeypatch.setattr(app.extensions["portal"], "listeners", {Verb.CHANGE_TEAM: [refuse]})

    with pytest.raises(NotImplementedError):
        rename(cast.kato, team, name="改名")

    assert "改名" not in _names()


def test_listeners_hear_now_or_by_a_job_in_the_same_transaction(rename, team, cast, app, monkeypatch):
    heard = []
    listeners = [heard.append, later(lambda events: None)]
    monkeypatch.setattr(app.extensions["portal"], "listeners", {Verb.CHANGE_TEAM: listeners})

    rename(cast.kato, team, name="改名")

    assert [event.verb for event in heard] == [Verb.CHANGE_TEAM]
    assert db.session.query(Job).count() == 1


def test_an_inner_deed_joins_the_outer_one(rename, team, cast):
    @operation(Verb.ADD_TEAM)
    def split(actor, /, *, name: str, fail: bool = False) -> Team:
        other = Team(name_ja=name)
        db.session.add(other)
        db.session.flush()
        rename(actor, team, name=f"旧{name}")
        if fail:
            raise NotImplementedError
        return other

    with pytest.raises(NotImplementedError):
        split(cast.kato, name="新", fail=True)
    assert not {"新", "旧新"} & _names()
    assert db.session.query(Event).count() == 0

    split(cast.kato, name="新")
    assert {"新", "旧新"} <= _names()
    assert [event.verb for event in db.session.scalars(select(Event).order_by(Event.id))] == [
        Verb.CHANGE_TEAM,
        Verb.ADD_TEAM,
    ]


def test_a_deed_done_by_an_inner_one_of_the_same_verb_is_told_once(rename, team, cast, app, monkeypatch):
    heard = []
    monkeypatch.setattr(app.extensions["portal"], "listeners", {Verb.CHANGE_TEAM: [heard.append]})

    @operation(Verb.CHANGE_TEAM)
    def reform(actor, team: Team, other: Team, /, *, reason: str) -> Team:
        rename(actor, team, name="改名")
        rename(actor, other, name="別名")
        team.description = "New"
        return team

    other = db.session.query(Team).filter(Team.id != team.id).first()
    reform(cast.kato, team, other, reason="A merger")

    first, second = db.session.scalars(select(Event).order_by(Event.id))
    assert (first.subject_id, first.object_id, first.reason) == (team.id, other.id, "A merger")
    assert first.changes[f"teams:{team.id}"] == {"name_ja": ["ネットワーク担当", "改名"], "description": ["", "New"]}
    assert (second.subject_id, second.object_id) == (other.id, None)
    assert [event.id for event in heard] == [first.id, second.id]


def test_what_an_attempt_undoes_leaves_the_rest_and_no_word_in_the_log(rename, team, cast):
    @operation(Verb.ADD_TEAM)
    def add(actor, /, *, name: str) -> Team:
        other = Team(name_ja=name)
        db.session.add(other)
        db.session.flush()
        with pytest.raises(NotImplementedError), attempt():
            rename(actor, team, name="改名", fail=True)
        return other

    add(cast.kato, name="新")

    assert "新" in _names()
    assert "改名" not in _names()
    (event,) = db.session.scalars(select(Event))
    assert event.verb is Verb.ADD_TEAM
    assert "改名" not in str(event.changes)


def test_the_system_s_deeds_stand_without_a_person(rename, team):
    rename(THE_SYSTEM, team, name="改名")

    assert db.session.scalars(select(Event)).one().actor_id is None


def test_a_lost_race_is_a_conflict_not_an_overwriting(rename, team, cast):
    began_from = team.version
    rename(cast.kato, team, name="一")

    with pytest.raises(EditConflict) as lost:
        expect(team, began_from, name_ja=team.name_ja)

    assert lost.value.stored == {"name_ja": "一"}
    expect(team, team.version)
    expect(team, None)


def test_a_stale_row_cannot_be_written_even_without_asking(team):
    with pytest.raises(EditConflict), transaction():  # noqa: PT012 – all of it happens inside one transaction
        found = db.session.get_one(Team, team.id)
        db.session.connection().exec_driver_sql("UPDATE teams SET version = version + 1")
        found.name_ja = "改名"


def test_every_editable_record_has_a_version_that_guards_it(app):
    kinds = [kind for kind in Versioned.__subclasses__() if kind.__module__.startswith("portal.")]

    assert {"Team", "Service", "Category", "Article", "Flag", "User", "Bundle", "StoredPolicy"} <= {
        kind.__name__ for kind in kinds
    }
    assert [kind for kind in kinds if kind.__mapper__.version_id_col is None] == []


def test_nothing_is_left_open_after_a_refusal(rename, team, cast):
    for actor in (cast.abe, cast.kato):
        with pytest.raises((PermissionDenied, NotImplementedError)):
            rename(actor, team, name="改名", fail=True)

    rename(cast.kato, team, name="改名")
    assert "改名" in _names()
