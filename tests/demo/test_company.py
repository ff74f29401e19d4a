"""The demo firm holds together: names in both languages, every role held, every reference resolved."""

import re
from collections import Counter

from tests.demo.content import articles, company, keys, people, subcategories

ROLES = {
    *("end_user", "first_line", "second_line", "incident_manager", "problem_coordinator", "problem_manager"),
    *("facilitator", "coach", "knowledge_domain_expert", "knowledge_manager", "auditor", "admin"),
}
LICENCES = {"candidate", "contributor", "publisher"}
ICONS = {"key", "wifi", "laptop", "mail", "print", "doc", "chart", "chat"}


def test_every_key_in_the_company_is_used_once() -> None:
    for name in ("offices", "teams", "services", "categories", "people"):
        assert len(keys(name)) == len(company()[name]), name
    slugs = Counter(row["slug"] for row in [*company()["categories"], *subcategories()])
    assert max(slugs.values()) == 1, slugs.most_common(3)


def test_every_name_is_there_in_japanese_and_english() -> None:
    for name in ("offices", "teams", "services", "categories", "people"):
        for row in company()[name]:
            assert row["name"]["ja"], row
            assert row["name"]["en"], row
    for row in [*subcategories(), company()["company"]]:
        assert row["name"]["ja"], row
        assert row["name"]["en"], row
    for service in company()["services"]:
        assert service["owner_team"] in keys("teams"), service
        assert service["about"]["ja"], service
        assert service["about"]["en"], service


def test_categories_have_two_levels_an_icon_and_an_article_each() -> None:
    assert 6 <= len(company()["categories"]) <= 8
    for category in company()["categories"]:
        assert category["icon"] in ICONS, category["key"]
        assert 2 <= len(category["children"]) <= 5, category["key"]
    assert {child["key"] for child in subcategories()} == {article["category"] for article in articles().values()}


def test_people_have_known_roles_licences_teams_and_reserved_addresses() -> None:
    for key, person in people().items():
        assert re.fullmatch(r"[a-z]+\.[a-z]+", key)
        assert re.fullmatch(r"\S+ \S+", person["name"]["ja"]), key
        assert re.fullmatch(r"[ぁ-んー]+ [ぁ-んー]+", person["reading"]), key
        assert person["email"].endswith("aoba.example"), key
        assert person["language"] in {"ja", "en"}, key
        assert set(person["roles"]) <= ROLES, key
        assert person["licence"] is None or person["licence"] in LICENCES, key
        assert set(person["teams"]) <= keys("teams"), key
        assert person["office"] is None or person["office"] in keys("offices"), key
        assert person["partner"] == (person["office"] is None), key


def test_every_role_and_licence_is_held_and_every_team_has_a_member() -> None:
    assert {role for person in people().values() for role in person["roles"]} == ROLES
    assert {person["licence"] for person in people().values()} == {*LICENCES, None}
    assert {team for person in people().values() for team in person["teams"]} == keys("teams")
    assert [person["key"] for person in people().values() if person["partner"]] == ["tokita.hiroto"]
    english = [person for person in people().values() if person["language"] == "en"]
    assert len(english) >= 4
    assert {"end_user", "first_line"} <= {role for person in english for role in person["roles"]}
