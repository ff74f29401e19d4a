"""Every page that can be looked at, with every record that an address can name."""

from types import SimpleNamespace
from typing import Any

from flask import Flask

HTMX = {"HX-Request": "true"}


def addresses(app: Flask, numbers: list[str], world: SimpleNamespace) -> list[str]:
    """The addresses of all GET routes; those of articles once for each of *numbers*, those of incidents for two."""
    values: dict[str, list[Any]] = {
        "number": numbers,
        "login": ["sato"],
        "slug": ["network", "vpn"],
        "flag_id": [world.flag, world.hidden_flag],
        "sequence": [1, 2],
        "span": ["1..2", "1..1"],
        "team_id": [world.team, world.hr],
        "bundle_id": [world.bundle],
        "service_id": [world.service],
        "category_id": [world.category],
        "token": ["nonsense"],
        "area": ["priority"],
        "entry_id": [world.entry, world.hidden_entry],
        "use_id": [world.use, world.hidden_use],
        "attachment_id": [world.file, world.hidden_file],
        "mark": ["x"],
        "row_id": [world.draft_row],
        "section": ["summary", "causes"],
        "name": ["css/site.css"],
        "group_id": [world.synonyms],
        "kind": ["whole", "stop"],
    }
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            of_incidents = rule.rule.startswith(("/incidents/", "/desk/", "/requests/"))
            about = {"number": numbered} if (numbered := _others(rule.rule, world, of_incidents)) else {}
            found += _filled(app, rule, values | about)
    return sorted(found)


def _others(rule: str, world: SimpleNamespace, of_incidents: bool) -> list[str]:
    """The numbers of what is no article."""
    if rule.startswith("/problems/"):
        return [world.logged_problem, world.hidden_problem]
    if rule.startswith("/reviews/"):
        return [world.draft_review, world.hidden_review]
    if rule.startswith("/actions/"):
        return [world.action, world.hidden_action]
    if rule.startswith("/reports/"):
        return [world.told, world.hidden_incident]
    return [world.incident, world.hidden_incident] if of_incidents else []


def questions(words: list[str], *, at_the_desk: bool) -> list[str]:
    """Addresses that ask for each of *words*, in every way that there is to ask."""
    found = []
    for word in words:
        beginning, quoted = f"{word[:5]}*", f'"{word}"'
        found += [f"/faq/search?q={word}", f"/faq/search?q={beginning}", f"/search?q={word}", f"/_/jump?q={word[:6]}"]
        found += [f"/search?q={quoted}", f"/search?q={beginning}&state=archived"]
        if at_the_desk:
            found += [f"/search?q={word}&kind={kind}&updated=30" for kind in ("incident", "problem")]
            found += [f"/kb?q={word}", f"/kb?q={word}&state=archived", f"/incidents?q={word}", f"/desk?q={word}"]
    return found


def _filled(app: Flask, rule: Any, values: dict[str, list[Any]]) -> list[str]:
    choices: list[dict[str, Any]] = [{}]
    for name in sorted(rule.arguments):
        choices = [{**chosen, name: value} for chosen in choices for value in values[name]]
    bound = app.url_map.bind("localhost")
    return [bound.build(rule.endpoint, chosen) for chosen in choices]
