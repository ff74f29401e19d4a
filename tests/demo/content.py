"""Reads the texts of the demo firm as its loader does, for the tests that look at them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).resolve().parents[2] / "portal" / "demo" / "content"
SECTIONS = ("issue", "environment", "resolution", "cause")


@cache
def company() -> dict[str, Any]:
    """The firm: offices, teams, services, categories, people."""
    loaded: dict[str, Any] = yaml.safe_load((CONTENT / "company.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def articles() -> dict[str, dict[str, Any]]:
    """Every article by its key: the front matter, the four texts, and which texts the file has (`sections`)."""
    return {path.stem: _article(path) for path in sorted((CONTENT / "articles").glob("*.md"))}


def _article(path: Path) -> dict[str, Any]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    _, *parts = re.split(r"(?m)^## (\w+)$", body)
    texts = {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return {**dict.fromkeys(SECTIONS, ""), **yaml.safe_load(front), **texts, "sections": list(texts)}


def people() -> dict[str, dict[str, Any]]:
    """Every person by the sign-in name."""
    return {person["key"]: person for person in company()["people"]}


def subcategories() -> list[dict[str, Any]]:
    """The lower level of the categories."""
    return [child for category in company()["categories"] for child in category["children"]]


def keys(name: str) -> set[str]:
    """The keys of one list of the firm."""
    return {row["key"] for row in company()[name]}
