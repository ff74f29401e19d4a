"""The documentation says what is there: generated pages, folders and addresses of the tour, links of all pages."""

import re
from pathlib import Path

import pytest
from flask import Flask

from portal.cli.root import COMMANDS
from portal.ops import handbook

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def test_the_generated_pages_say_what_the_program_does() -> None:
    assert handbook.stale(DOCS) == [], "run: portal docs"


def test_every_policy_is_documented() -> None:
    from portal.kernel.policies import Policy

    assert set(handbook.POLICIES) == set(Policy.__subclasses__())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} → {target}"


def test_the_tour_names_a_folder_for_every_address(app: Flask) -> None:
    tour = (DOCS / "tour.md").read_text(encoding="utf-8")
    named = {
        cell
        for line in tour.splitlines()
        if line.startswith("| `/")
        for cell in re.findall(r"`(/[^`]*)`", line.split("|")[1])
    }
    for rule in app.url_map.iter_rules():
        assert any(_covers(name, rule.rule) for name in named), rule.rule


def test_the_tour_names_only_what_is_there() -> None:
    tour = (DOCS / "tour.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:portal|templates|static|search_index|tests|docs)/[\w./]*)`", tour):
        assert (ROOT / path).exists(), path
    for folder in (ROOT / "portal" / "web").iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert f"`portal/web/{folder.name}`" in tour, folder.name


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert re.search(rf"portal {name}\b", readme), name


def _covers(name: str, address: str) -> bool:
    return (
        address.startswith(name.removesuffix("…")) if name.endswith("…") else address == name or address == f"{name}/"
    )
