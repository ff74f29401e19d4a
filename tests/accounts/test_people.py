"""Accounts, teams and bundles by their rules."""

import pytest

from portal.accounts import groups, operations, queries
from portal.accounts.models import Bundle, RoleGrant, User
from portal.accounts.roles import Licence, Role
from portal.kernel.db import db
from portal.kernel.errors import EditConflict, Invalid, NotFound, PermissionDenied
from portal.kernel.events import history
from portal.kernel.verbs import Verb

FIELDS = (
    "email",
    "name_ja",
    "name_en",
    "reading",
    "department",
    "extension",
    "language",
    "licence",
    "bundle",
    "is_partner",
)


def _change(actor, user, **changes):
    kept = {name: getattr(user, name) for name in FIELDS}
    kept |= {"roles": list(user.granted_roles), "teams": list(user.teams)}
    return operations.change_person(actor, user, **{**kept, **changes})


def _add(actor, login="tanaka", **changes):
    start = dict.fromkeys(("email", "name_en", "reading", "department", "extension", "password"), "")
    start |= {"login": login, "name_ja": "田中 実", "language": "ja", "roles": [], "licence": None, "bundle": None}
    return operations.add_person(actor, **{**start, "teams": [], "is_partner": False, **changes})


def test_a_new_account_is_at_least_an_end_user(app, cast):
    assert _add(cast.kato, roles=[Role.FIRST_LINE]).roles == {Role.END_USER, Role.FIRST_LINE}


@pytest.mark.parametrize("login", ["", "田中", "a b", "-x", "x" * 64, "../etc", "new", "a/b"])
def test_a_login_that_makes_no_address_is_refused(app, cast, login):
    with pytest.raises(Invalid) as told:
        _add(cast.kato, login=login)

    assert told.value.field == "login"


def test_a_login_and_a_mail_address_belong_to_one_person(app, cast):
    with pytest.raises(Invalid) as login:
        _add(cast.kato, login="MORI")
    with pytest.raises(Invalid) as email:
        _add(cast.kato, email="Mori@aoba.example")

    assert (login.value.field, email.value.field) == ("login", "email")


def test_roles_hold_at_once(app, cast):
    assert not cast.abe.may(Verb.DRAFT_ARTICLE)

    _change(cast.kato, cast.abe, roles=[Role.FIRST_LINE])
    assert cast.abe.may(Verb.DRAFT_ARTICLE)

    _change(cast.kato, cast.abe, roles=[])
    assert not cast.abe.may(Verb.DRAFT_ARTICLE)


def test_a_licence_without_work_at_the_desk_opens_nothing(app, cast):
    _change(cast.kato, cast.abe, licence=Licence.PUBLISHER)

    assert not cast.abe.may(Verb.REVISE_ARTICLE)


def test_the_last_administrator_stays(app, cast):
    with pytest.raises(Invalid, match="administrator"):
        _change(cast.kato, cast.kato, roles=[])

    assert Role.ADMIN in db.session.get(User, cast.kato.id).roles


def test_with_a_second_administrator_the_first_may_step_down(app, cast):
    _change(cast.kato, cast.sato, roles=[Role.ADMIN, Role.SECOND_LINE])

    _change(cast.kato, cast.kato, roles=[])

    assert queries.any_administrator()


def test_a_bundle_can_make_the_only_administrator_and_then_stays_so(app, cast):
    bundle = groups.add_bundle(cast.kato, name="運用責任者", roles=[Role.ADMIN])
    _change(cast.kato, cast.kato, roles=[], bundle=bundle)
    assert queries.any_administrator()

    with pytest.raises(Invalid, match="administrator"):
        groups.change_bundle(cast.kato, bundle, name="運用責任者", roles=[Role.AUDITOR])


def test_nobody_closes_the_own_account_or_that_of_the_last_administrator(app, cast):
    with pytest.raises(Invalid):
        operations.retire_person(cast.kato, cast.kato)
    _change(cast.kato, cast.sato, roles=[Role.ADMIN])
    operations.retire_person(cast.sato, cast.kato)
    with pytest.raises(Invalid):
        operations.retire_person(cast.sato, cast.sato)


def test_a_closed_account_holds_no_right(app, cast):
    operations.retire_person(cast.kato, cast.sato)

    assert not cast.sato.may(Verb.SEARCH)
    assert not cast.sato.is_staff
    assert queries.by_login_or_email("sato") is None


def test_two_administrators_do_not_overwrite_each_other_not_even_in_roles(app, cast):
    began_from = cast.mori.version
    _change(cast.kato, cast.mori, roles=[Role.AUDITOR])

    with pytest.raises(EditConflict) as lost:
        _change(cast.kato, cast.mori, roles=[Role.FACILITATOR], version=began_from)

    assert lost.value.stored["roles"] == [Role.AUDITOR]


def test_the_log_says_which_roles_became_which(app, cast):
    _change(cast.kato, cast.mori, roles=[Role.FACILITATOR])

    event = db.session.scalars(history(cast.mori)).first()
    assert event.changes[f"users:{cast.mori.id}"]["roles"] == [["end_user", "first_line"], ["end_user", "facilitator"]]


def test_the_theme_button_does_not_spoil_an_open_profile(app, cast):
    began_from = cast.mori.version

    operations.choose_theme(cast.mori, theme="dark")

    assert cast.mori.theme == "dark"
    assert cast.mori.version == began_from


def test_knowledge_managers_do_not_see_accounts(app, cast):
    with pytest.raises(PermissionDenied):
        _add(cast.ueda)
    with pytest.raises(NotFound):
        queries.person(cast.ueda, "mori")


@pytest.mark.parametrize("text", ["森", "もり", "MORI", "mori@", "森 もり"])
def test_people_are_found_by_name_reading_login_and_mail(app, cast, text):
    assert [user.login for user in db.session.scalars(queries.people(cast.kato, text=text))] == ["mori"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "x" * 10_000, "nobody\0"])
def test_a_search_for_people_takes_signs_as_they_are(app, cast, text):
    assert db.session.scalars(queries.people(cast.kato, text=text)).all() == []


def test_people_are_found_by_a_role_that_a_bundle_gives(app, cast):
    bundle = groups.add_bundle(cast.kato, name="窓口", roles=[Role.COACH])
    _change(cast.kato, cast.mori, bundle=bundle)

    assert [user.login for user in db.session.scalars(queries.people(cast.kato, role=Role.COACH))] == ["mori"]


def test_a_bundle_in_use_is_not_removed(app, cast):
    bundle = groups.add_bundle(cast.kato, name="窓口", roles=[Role.COACH])
    _change(cast.kato, cast.mori, bundle=bundle)

    with pytest.raises(Invalid, match="mori"):
        groups.remove_bundle(cast.kato, bundle)

    _change(cast.kato, cast.mori, bundle=None)
    groups.remove_bundle(cast.kato, bundle)
    assert db.session.query(Bundle).count() == 0


def test_two_bundles_do_not_share_a_name(app, cast):
    first, second = (groups.add_bundle(cast.kato, name=name, roles=[Role.COACH]) for name in ("A", "B"))

    for refused in (
        lambda: groups.add_bundle(cast.kato, name=" A ", roles=[Role.COACH]),
        lambda: groups.change_bundle(cast.kato, second, name="A", roles=[Role.COACH]),
    ):
        with pytest.raises(Invalid) as told:
            refused()
        assert told.value.field == "name"
    assert first.name == "A"


def test_members_of_a_team_are_guarded_by_its_version(app, cast):
    team = cast.mori.teams[0]
    began_from = team.version
    start = {"name_ja": team.name_ja, "name_en": team.name_en, "description": ""}
    groups.change_team(cast.kato, team, **start, members=[cast.mori])

    with pytest.raises(EditConflict):
        groups.change_team(cast.kato, team, **start, members=[cast.sato], version=began_from)


def test_somebody_whose_account_is_closed_stays_in_the_team(app, cast):
    team = cast.mori.teams[0]
    operations.retire_person(cast.kato, cast.mori)

    groups.change_team(cast.kato, team, name_ja=team.name_ja, name_en="", description="", members=[cast.ueda])

    assert {membership.user.login for membership in team.memberships} == {"mori", "ueda"}


def test_a_retired_team_keeps_those_who_were_in_it(app, cast):
    team = groups.retire_team(cast.kato, cast.mori.teams[0])

    _change(cast.kato, cast.mori, teams=[])

    assert cast.mori.teams == [team]


def test_grants_are_gone_with_the_role(app, cast):
    _change(cast.kato, cast.mori, roles=[])

    assert [grant.role for grant in db.session.query(RoleGrant).filter_by(user_id=cast.mori.id)] == [Role.END_USER]
