"""The texts of the demo in `content/`: the company in one file, each article in its own, incidents by their subject.

What came of incidents stands in `content/chain/`.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from portal.articles.contents import Contents

CONTENT = Path(__file__).resolve().parent / "content"
SECTIONS = ("issue", "environment", "resolution", "cause")
_LINK = re.compile(r"\]\(kb:([a-z0-9-]+)\)")

Article = dict[str, Any]
Case = dict[str, Any]
Thread = dict[str, Any]
THE_SYSTEM = "system"  # stands for a person where something happens by the clock


def company() -> dict[str, Any]:
    """Offices, teams, services, categories and people."""
    loaded: dict[str, Any] = _loaded(CONTENT / "company.yaml")
    return loaded


def articles() -> list[Article]:
    """The head of each article and its four texts, the oldest first; originals before their translations."""
    found = [_article(path) for path in sorted((CONTENT / "articles").glob("*.md"))]
    return sorted(
        found, key=lambda article: (-article["created_days_ago"], "translation_of" in article, article["key"])
    )


def cases() -> list[Case]:
    """Every incident: how it was recorded, and what was done with it step by step (`almanac`, `steps`)."""
    return [case for path in sorted((CONTENT / "incidents").glob("*.yaml")) for case in _loaded(path)]


def threads() -> list[Thread]:
    """What came of incidents: reviews, reports, problems and actions, step by step (`aftermath`, `deeds`)."""
    return [thread for path in sorted((CONTENT / "chain").glob("*.yaml")) for thread in _loaded(path)]


def versions(article: Article) -> list[dict[str, Any]]:
    """The states of an article's words in their order, the last one as the file has it."""
    head = {"author": article["author"], "days_ago": article["created_days_ago"], "reason": ""}
    last = article.get("last_change", head)
    return [{**article, **earlier} for earlier in article.get("history", [])] + [{**article, **last}]


def contents(version: dict[str, Any], numbers: dict[str, str]) -> Contents:
    """The words of one state, with the keys in its links turned into numbers."""
    texts = {name: _LINK.sub(lambda found: f"](kb:{numbers[found[1]]})", version[name]) for name in SECTIONS}
    return Contents(
        title=version["title"],
        short_answer=version.get("short_answer") or "",
        keywords=list(version["keywords"]),
        codes=list(version["codes"]),
        **texts,
    )


def _loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _article(path: Path) -> Article:
    _before, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    _before, *parts = re.split(r"(?m)^## (\w+)$", body)
    texts = {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    return {**dict.fromkeys(SECTIONS, ""), **yaml.safe_load(head), **texts}
