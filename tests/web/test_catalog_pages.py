"""Services and categories on their pages."""

import pytest

from portal.catalog import operations
from portal.catalog.models import Category, Service
from portal.kernel.db import db
from tests.sending import filled, send, sent

SERVICES = ["/admin/services", "/admin/services/new", "/admin/services/1"]
CATEGORIES = ["/admin/categories", "/admin/categories/new", "/admin/categories/1"]


def _names(parent=None):
    db.session.expire_all()
    query = db.session.query(Category).filter_by(parent_id=parent, retired_at=None)
    return [category.slug for category in query.order_by(Category.position, Category.name_ja)]


def _add(browser, slug, name, **more):
    return send(browser, "/admin/categories/new", slug=slug, name_ja=name, **more)


@pytest.mark.parametrize("address", SERVICES)
def test_services_are_kept_by_administrators_alone(browse, address):
    assert browse("kato").get(address).status_code == 200
    assert browse().get(address).status_code == 303
    for login in ("abe", "mori", "ueda", "ono"):
        assert browse(login).get(address).status_code == 403, login


@pytest.mark.parametrize("address", CATEGORIES)
def test_categories_are_kept_by_knowledge_managers_too(browse, address):
    for login in ("kato", "ueda"):
        assert browse(login).get(address).status_code == 200, login
    for login in ("abe", "mori", "sato", "ono"):
        assert browse(login).get(address).status_code == 403, login


@pytest.mark.parametrize(
    "address", ["/admin/services/99", "/admin/categories/99", "/admin/services/99999999999999999999"]
)
def test_what_is_absent_is_not_found(browse, address):
    assert browse("kato").get(address).status_code == 404


def test_a_service_is_added_changed_put_away_and_restored(browse):
    browser = browse("kato")
    added = send(
        browser,
        "/admin/services/new",
        key="Mail",
        name_ja="メール",
        name_en="Mail",
        owner_team="1",
        description_ja="社内のメール",
    )
    assert added.location == "/admin/services"
    service = db.session.query(Service).filter_by(key="mail").one()
    assert service.owner_team.name_ja == "サービスデスク"

    page = f"/admin/services/{service.id}"
    send(browser, page, name_en="E-mail", owner_team="")
    db.session.expire_all()
    assert (service.name_en, service.owner_team) == ("E-mail", None)

    send(browser, "/admin/services", f"{page}/retire")
    db.session.expire_all()
    assert service.retired_at is not None
    send(browser, "/admin/services?state=retired", f"{page}/restore")
    db.session.expire_all()
    assert service.retired_at is None


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("key", "vpn"),
        ("key", "メール"),
        ("key", ""),
        ("name_ja", ""),
        ("name_ja", "リモートアクセス (VPN)"),
        ("owner_team", "99"),
        ("description_ja", "あ" * 2_001),
    ],
)
def test_a_wrong_service_is_named_and_the_rest_stays(browse, field, wrong):
    start = {"key": "mail", "name_ja": "メール", "description_en": "stays here"}

    answer = send(browse("kato"), "/admin/services/new", **{**start, field: wrong})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "stays here" in answer.text


def test_two_administrators_editing_one_service_lose_nothing(browse, cast):
    browser = browse("kato")
    form = filled(browser, "/admin/services/1")
    service = db.session.get(Service, 1)
    kept = {"name_en": "", "description_ja": "", "description_en": "", "owner_team": None}
    operations.change_service(cast.kato, service, name_ja="社外接続", **kept)

    answer = sent(browser, "/admin/services/1", form, name_ja="遠隔接続")

    assert answer.status_code == 409
    assert "社外接続" in answer.text
    assert 'value="遠隔接続"' in answer.text


def test_categories_stand_in_two_levels_at_the_end_of_their_level(browse):
    browser = browse("ueda")

    assert _add(browser, "pc", "パソコン", icon="laptop").location == "/admin/categories"
    above = db.session.query(Category).filter_by(slug="pc").one()
    for slug in ("screen", "keyboard"):
        assert _add(browser, slug, slug, parent=str(above.id)).status_code == 303

    assert _names() == ["network", "pc"]
    assert _names(above.id) == ["screen", "keyboard"]


def test_there_is_no_third_level(browse):
    below = db.session.query(Category).filter_by(slug="vpn").one()

    answer = _add(browse("ueda"), "third", "third", parent=str(below.id))

    assert answer.status_code == 422


def test_a_category_with_others_below_stays_on_the_upper_level(browse):
    browser = browse("ueda")
    _add(browser, "pc", "パソコン")
    other = db.session.query(Category).filter_by(slug="pc").one()

    answer = send(browser, "/admin/categories/1", parent=str(other.id))

    assert answer.status_code == 422
    assert 'href="#parent"' in answer.text


def test_a_category_moves_up_and_down_and_not_beyond_the_ends(browse):
    browser = browse("ueda")
    for slug in ("pc", "mail"):
        _add(browser, slug, slug)
    mail = db.session.query(Category).filter_by(slug="mail").one()
    move = f"/admin/categories/{mail.id}/move"

    assert sent(browser, move, filled(browser, "/admin/categories", move)).location.startswith("/admin/categories#")
    assert _names() == ["network", "mail", "pc"]
    for _time in range(3):
        sent(browser, move, {**filled(browser, "/admin/categories", move), "to": "up"})
    assert _names() == ["mail", "network", "pc"]
    sent(browser, move, {**filled(browser, "/admin/categories", move), "to": "down"})
    assert _names() == ["network", "mail", "pc"]


def test_putting_a_category_away_takes_what_stands_below_along(browse):
    browser = browse("ueda")

    send(browser, "/admin/categories", "/admin/categories/1/retire")

    assert _names() == []
    below = db.session.query(Category).filter_by(slug="vpn").one()
    page = "/admin/categories?state=retired"
    assert send(browser, page, f"/admin/categories/{below.id}/restore").status_code == 422
    assert send(browser, page, "/admin/categories/1/restore").status_code == 303
    assert send(browser, page, f"/admin/categories/{below.id}/restore").status_code == 303
    assert _names() == ["network"]


def test_a_category_keeps_its_word_in_the_address(browse):
    browser = browse("ueda")

    send(browser, "/admin/categories/1", slug="other", name_ja="回線")

    db.session.expire_all()
    assert (db.session.get(Category, 1).slug, db.session.get(Category, 1).name_ja) == ("network", "回線")


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("slug", "network"),
        ("slug", "a b"),
        ("slug", ""),
        ("name_ja", ""),
        ("name_ja", "ネットワーク・VPN"),
        ("icon", "skull"),
    ],
)
def test_a_wrong_category_is_named(browse, field, wrong):
    start = {"slug": "pc", "name_ja": "パソコン", "name_en": "stays"}

    answer = send(browse("ueda"), "/admin/categories/new", **{**start, field: wrong})

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'value="stays"' in answer.text
