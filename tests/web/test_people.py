"""Accounts, teams and bundles on their pages."""

import pytest

from portal.accounts import groups, operations, passwords
from portal.accounts.models import Bundle, Team, User
from portal.accounts.roles import Licence, Role
from portal.kernel.db import db
from tests.sending import filled, send, sent

PAGES = [
    "/admin/people",
    "/admin/people/new",
    "/admin/people/mori",
    "/admin/people/mori/password",
    "/admin/people/mori/close",
    "/admin/teams",
    "/admin/teams/new",
    "/admin/teams/1",
    "/admin/bundles",
    "/admin/bundles/new",
    "/admin/bundles/1",
    "/admin/bundles/1/remove",
]


@pytest.fixture
def bundle(cast):
    return groups.add_bundle(cast.kato, name="窓口リーダー", roles=[Role.FIRST_LINE, Role.COACH])


@pytest.fixture
def admin(app, cast, browse):
    """Kato's browser; Kato reads English."""
    kept = {
        name: getattr(cast.kato, name) for name in ("email", "name_ja", "name_en", "reading", "department", "extension")
    }
    operations.change_person(
        cast.kato,
        cast.kato,
        **kept,
        language="en",
        roles=[Role.ADMIN],
        licence=None,
        bundle=None,
        teams=[],
        is_partner=False,
    )
    return browse("kato")


def _stored(login):
    db.session.expire_all()
    return db.session.query(User).filter_by(login=login).one_or_none()


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_open_for_administrators_and_for_nobody_else(browse, bundle, address):
    assert browse("kato").get(address).status_code == 200
    assert browse().get(address).status_code == 303
    for login in ("abe", "mori", "sato", "ueda", "ono"):
        assert browse(login).get(address).status_code == 403, login


@pytest.mark.parametrize(
    "address",
    [
        "/admin/people/nobody",
        "/admin/people/%00",
        "/admin/people/%ED%A0%80",
        "/admin/people/" + "x" * 5_000,
        "/admin/teams/99",
        "/admin/teams/99999999999999999999",
        "/admin/bundles/9223372036854775808",
        "/admin/teams/-1",
    ],
)
def test_what_is_absent_is_not_found(browse, address):
    assert browse("kato").get(address).status_code == 404


def test_the_list_is_narrowed_by_words_role_and_state(admin, cast):
    operations.retire_person(cast.kato, cast.sato)

    assert "mori" in admin.get("/admin/people").text
    assert "sato" not in admin.get("/admin/people").text
    assert "sato" in admin.get("/admin/people?state=closed").text
    found = admin.get("/admin/people?role=knowledge_manager&q=うえだ").text
    assert "ueda" in found
    assert ">hara<" not in found
    assert "Nobody fits" in admin.get("/admin/people?q=nobody+of+this+name").text


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "page=-1",
        "page=x",
        "page=" + "9" * 5_000,
        "role=king",
        "q=%00",
        "q=%ED%A0%80",
        "q=" + "あ" * 3_000,
    ],
)
def test_odd_questions_get_a_page(admin, query):
    assert admin.get(f"/admin/people?{query}").status_code == 200


def test_a_person_is_added_with_a_password_for_the_first_time(admin):
    form = filled(admin, "/admin/people/new")
    assert len(form["password"]) == 19

    answer = sent(
        admin,
        "/admin/people/new",
        form,
        login="Tanaka",
        name_ja="田中 実",
        email="tanaka@aoba.example",
        roles=["first_line", "coach"],
        licence="contributor",
        teams=["1"],
    )

    assert answer.location == "/admin/people/tanaka"
    tanaka = _stored("tanaka")
    assert tanaka.roles == {Role.END_USER, Role.FIRST_LINE, Role.COACH}
    assert (tanaka.licence, tanaka.must_change_password) == (Licence.CONTRIBUTOR, True)
    assert passwords.verify(tanaka.password_hash, form["password"])
    assert "The account of 田中 実 is open." in admin.get("/admin/people/tanaka").text


def test_a_double_click_adds_one_person(admin):
    form = filled(admin, "/admin/people/new")
    first, second = (sent(admin, "/admin/people/new", form, login="tanaka", name_ja="田中 実") for _click in range(2))

    assert first.location == second.location == "/admin/people/tanaka"
    assert db.session.query(User).filter_by(login="tanaka").count() == 1


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("login", "mori", "Someone has this login already."),
        ("login", "so ichi", "A login has letters"),
        ("login", "", "Choose a login."),
        ("login", "new", "The portal needs this word itself."),
        ("name_ja", "", "Give a name."),
        ("name_ja", "長" * 101, "This is too long."),
        ("email", "no address", "This is not a mail address."),
        ("email", "MORI@aoba.example", "Someone has this mail address already."),
        ("password", "short", "Use at least 10 characters."),
        ("roles", ["king"], "Choose from the list."),
        ("licence", "king", "Choose one of the list."),
        ("teams", ["99"], "cannot be chosen any more"),
        ("bundle", "99", "Choose one of the list."),
        ("department", "a\0b", "characters that cannot be stored"),
    ],
)
def test_a_wrong_value_is_named_and_the_rest_stays(admin, field, wrong, said):
    start = {"login": "tanaka", "name_ja": "田中 実", "reading": "たなか みのる"}

    answer = send(admin, "/admin/people/new", **{**start, field: wrong})

    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'value="たなか みのる"' in answer.text
    assert _stored("tanaka") is None


def test_a_person_is_changed_and_the_history_says_so(admin):
    answer = send(admin, "/admin/people/mori", department="情報システム部", roles=["second_line"], licence="publisher")

    assert answer.status_code == 303
    page = admin.get("/admin/people/mori").text
    assert "Department: — → 情報システム部" in page
    assert "Roles: End user, First-line agent → End user, Second-line agent" in page
    assert "KCS licence: KCS Candidate → KCS Publisher" in page


def test_fewer_rights_hold_at_once_in_an_open_browser(admin, browse):
    agent = browse("mori")
    assert agent.get("/kb").status_code == 200

    send(admin, "/admin/people/mori", roles=[])
    assert agent.get("/kb").status_code == 403

    send(admin, "/admin/people/mori", roles=["first_line"])
    assert agent.get("/kb").status_code == 200


def test_the_last_administrator_cannot_be_taken_away(admin):
    answer = send(admin, "/admin/people/kato", roles=[], reading="ここに残る")

    assert answer.status_code == 422
    assert "Somebody has to remain administrator." in answer.text
    assert "ここに残る" in answer.text
    assert Role.ADMIN in _stored("kato").roles


def test_two_administrators_editing_one_person_lose_nothing(admin, browse):
    send(admin, "/admin/people/sato", roles=["second_line", "admin"])
    other = browse("sato")
    mine = filled(admin, "/admin/people/mori")
    send(other, "/admin/people/mori", department="総務部", roles=["auditor"])

    answer = sent(admin, "/admin/people/mori", mine, department="情報システム部", extension="3421")

    assert answer.status_code == 409
    assert "佐藤 恵 saved while you were writing" in answer.text
    for words in ("総務部", "情報システム部", 'value="3421"', "Auditor"):
        assert words in answer.text
    assert _stored("mori").department == "総務部"
    again = sent(
        admin,
        "/admin/people/mori",
        mine,
        department="情報システム部",
        version=str(_stored("mori").version),
        nonce="anew",
    )
    assert again.status_code == 303
    assert _stored("mori").department == "情報システム部"


def test_a_version_that_is_no_number_is_a_conflict(admin):
    assert send(admin, "/admin/people/mori", version="x", department="総務部").status_code == 409


def test_a_given_password_ends_sessions(admin, browse):
    agent = browse("mori")

    assert send(admin, "/admin/people/mori/password", password="given to them once").location == "/admin/people/mori"

    assert agent.get("/me").status_code == 303
    assert passwords.verify(_stored("mori").password_hash, "given to them once")
    assert send(admin, "/admin/people/mori/password", password="short").status_code == 422


def test_an_account_is_closed_after_asking_and_reopened(admin, browse):
    agent = browse("mori")
    assert "Close the account of 森 健太?" in admin.get("/admin/people/mori/close").text

    assert send(admin, "/admin/people/mori/close").status_code == 303
    assert agent.get("/me").status_code == 303
    assert "This account is closed" in admin.get("/admin/people/mori").text

    assert send(admin, "/admin/people/mori", "/admin/people/mori/reopen").status_code == 303
    assert _stored("mori").retired_at is None
    assert agent.get("/me").status_code == 303  # the old session stays ended


def test_nobody_closes_the_own_account(admin):
    answer = send(admin, "/admin/people/kato/close")

    assert answer.status_code == 422
    assert "You cannot close your own account." in answer.text


def test_a_team_is_added_changed_put_away_and_restored(admin):
    assert (
        send(admin, "/admin/teams/new", name_ja="基盤担当", name_en="Platform", members=["2", "4"]).status_code == 303
    )
    team = db.session.query(Team).filter_by(name_ja="基盤担当").one()
    page = f"/admin/teams/{team.id}"
    assert {m.user.login for m in team.memberships} == {"mori", "sato"}

    send(admin, page, name_en="Platforms", members=["2"])
    db.session.expire_all()
    assert (team.name_en, [m.user.login for m in team.memberships]) == ("Platforms", ["mori"])
    assert "Members: mori, sato → mori" in admin.get(page).text

    send(admin, "/admin/teams", f"{page}/retire")
    assert "Platforms" not in _without_flashes(admin.get("/admin/teams").text)
    assert "Platforms" in admin.get("/admin/teams?state=retired").text
    send(admin, "/admin/teams?state=retired", f"{page}/restore")
    assert "Platforms" in admin.get("/admin/teams").text


def test_two_teams_do_not_share_a_name(admin):
    answer = send(admin, "/admin/teams/new", name_ja="サービスデスク", description="ここに残る")

    assert answer.status_code == 422
    assert "There is a team of this name already." in answer.text
    assert "ここに残る" in answer.text


def test_two_administrators_editing_one_team_lose_nothing(admin, cast):
    form = filled(admin, "/admin/teams/1")
    groups.change_team(
        cast.kato, db.session.get(Team, 1), name_ja="窓口", name_en="Desk", description="", members=[cast.mori]
    )

    answer = sent(admin, "/admin/teams/1", form, name_ja="受付")

    assert answer.status_code == 409
    assert "窓口" in answer.text
    assert 'value="受付"' in answer.text


def test_only_those_at_the_desk_are_offered_as_members(admin):
    page = admin.get("/admin/teams/1").text

    assert "佐藤 恵" in page
    assert "阿部 聡" not in page
    assert send(admin, "/admin/teams/1", members=["1"]).status_code == 422


def test_a_bundle_is_added_changed_and_removed(admin):
    assert send(admin, "/admin/bundles/new", name="夜間担当", roles=["first_line"]).status_code == 303
    assert send(admin, "/admin/bundles/1", roles=["first_line", "incident_manager"]).status_code == 303
    assert "Incident manager" in admin.get("/admin/bundles").text

    assert send(admin, "/admin/bundles/1/remove").location == "/admin/bundles"
    assert db.session.query(Bundle).count() == 0
    assert "There is no bundle yet" in admin.get("/admin/bundles").text


def test_a_bundle_needs_a_name_of_its_own_and_a_role(admin, bundle):
    assert (
        "There is a bundle of this name already."
        in send(admin, "/admin/bundles/new", name="窓口リーダー", roles=["coach"]).text
    )
    assert "Choose at least one role." in send(admin, "/admin/bundles/new", name="別", roles=[]).text


def test_a_bundle_that_somebody_has_stays(admin, bundle):
    send(admin, "/admin/people/mori", bundle=str(bundle.id))

    answer = send(admin, f"/admin/bundles/{bundle.id}/remove")

    assert answer.status_code == 422
    assert "mori" in answer.text


def test_a_bundle_taken_away_while_somebody_edits_it_is_not_found(admin, bundle, cast):
    form = filled(admin, f"/admin/bundles/{bundle.id}")
    address = f"/admin/bundles/{bundle.id}"
    groups.remove_bundle(cast.kato, bundle)

    assert sent(admin, address, form, name="anew").status_code == 404


def _without_flashes(page):
    return page.partition('<section class="card flush">')[2]
