"""The people of the demo, their teams, and what they look after."""

from dataclasses import dataclass
from typing import Any

from portal.accounts import groups, operations, passwords
from portal.accounts.models import Team, User
from portal.accounts.roles import Licence, Role
from portal.accounts.system import THE_SYSTEM
from portal.catalog import operations as catalog
from portal.catalog.models import Category, Service


@dataclass(frozen=True)
class Cast:
    """Everybody and everything by the key that the texts name it by; the passwords given, which are kept nowhere."""

    people: dict[str, User]
    teams: dict[str, Team]
    services: dict[str, Service]
    categories: dict[str, Category]
    passwords: dict[str, str]


def found_company(company: dict[str, Any], with_password: set[str]) -> Cast:
    """Write down teams, services, categories and people.

    Those *with_password* get a random one of this installation; the others cannot sign in until they are given one.
    """
    teams = {
        row["key"]: groups.add_team(
            THE_SYSTEM, name_ja=row["name"]["ja"], name_en=row["name"]["en"], description="", members=[]
        )
        for row in company["teams"]
    }
    services = {
        row["key"]: catalog.add_service(
            THE_SYSTEM,
            key=row["key"],
            name_ja=row["name"]["ja"],
            name_en=row["name"]["en"],
            description_ja=row["about"]["ja"],
            description_en=row["about"]["en"],
            owner_team=teams[row["owner_team"]],
        )
        for row in company["services"]
    }
    given = {key: passwords.made_up() for key in sorted(with_password)}
    zones = {row["key"]: row["timezone"] for row in company["offices"]}
    people = {row["key"]: _person(row, teams, zones, given.get(row["key"], "")) for row in company["people"]}
    return Cast(people, teams, services, _categories(company["categories"]), given)


def _person(row: dict[str, Any], teams: dict[str, Team], zones: dict[str, str], password: str) -> User:
    user = operations.add_person(
        THE_SYSTEM,
        login=row["key"],
        email=row["email"],
        name_ja=row["name"]["ja"],
        name_en=row["name"]["en"],
        reading=row["reading"],
        department=row["department"] or "",
        extension=row["extension"] or "",
        language=row["language"],
        roles=[Role(role) for role in row["roles"]],
        licence=Licence(row["licence"]) if row["licence"] else None,
        bundle=None,
        teams=[teams[key] for key in row["teams"]],
        is_partner=row["partner"],
        password=password,
    )
    user.time_zone = zones.get(row["office"], "Asia/Tokyo")
    # The password is random and known to nobody but whoever started the demo: no reason to have it changed.
    user.must_change_password = False
    return user


def _categories(rows: list[dict[str, Any]]) -> dict[str, Category]:
    found = {}
    for position, row in enumerate(rows, 1):
        upper = found[row["key"]] = _category(row, None, position, row["icon"])
        for place, child in enumerate(row["children"], 1):
            found[child["key"]] = _category(child, upper, place, row["icon"])
    return found


def _category(row: dict[str, Any], parent: Category | None, position: int, icon: str) -> Category:
    return catalog.add_category(
        THE_SYSTEM,
        parent=parent,
        slug=row["slug"],
        name_ja=row["name"]["ja"],
        name_en=row["name"]["en"],
        icon=icon,
        position=position,
    )
