"""The articles of the demo firm fit together: keys resolve, every state occurs, nothing leaks to readers outside."""

import re
from collections import Counter
from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.demo.content import SECTIONS, articles, keys, people, subcategories

Article = dict[str, Any]

TYPES = {"problem", "howto", "qa", "information", "diagnostic", "known_error", "procedure", "resolution_path"}
CONFIDENCES = {"wip", "not_validated", "validated", "archived"}
AUDIENCES = ["within", "partner", "customer", "public"]
FLAGS = {"outdated", "technical_inaccuracy", "incomplete", "unclear", "duplicate", "sensitive_data"}
SEVERITIES = {"blocker", "normal", "minor"}
REQUIRED = {
    *("key", "type", "language", "title", "confidence", "audience", "governance", "service", "category"),
    *("owner_team", "author", "keywords", "codes", "created_days_ago"),
}
OPTIONAL = {
    *("translation_of", "validated_by", "short_answer", "governance_team", "restricted_to", "replaced_by"),
    *("history", "last_change", "flags", "votes"),
}
REVISION = {"author", "days_ago", "reason", "title", "short_answer", *SECTIONS}
LINK = re.compile(r"\]\(kb:([^)]+)\)")
INTERNAL = re.compile(r"(?ms)^:::internal\n.*?^:::$")


def _outside(article: Article) -> bool:
    return bool(article["audience"] != "within")


def _shown(article: Article) -> str:
    """What a reader who is not on the staff gets to see."""
    texts = [article["title"], article.get("short_answer") or "", *(article[name] for name in SECTIONS)]
    return INTERNAL.sub("", "\n".join(texts))


def _steps(article: Article) -> int:
    return len(re.findall(r"(?m)^\d+\. ", article["resolution"]))


each_article = pytest.mark.parametrize("article", articles().values(), ids=articles().keys())


def test_every_type_state_audience_governance_and_language_occurs() -> None:
    every = articles().values()
    assert {article["type"] for article in every} == TYPES
    assert {article["confidence"] for article in every} == CONFIDENCES
    assert {article["audience"] for article in every} == set(AUDIENCES)
    assert {article["governance"] for article in every} == {"experience", "compliance"}
    languages = Counter(article["language"] for article in every)
    assert languages["ja"] >= 22, languages
    assert languages["en"] >= 12, languages
    assert sum(bool(article.get("restricted_to")) for article in every) == 2
    assert sum(bool(article.get("flags")) for article in every) == 3
    assert sum(bool(article.get("history")) for article in every) >= 5


@each_article
def test_the_keys_of_an_article_resolve(article: Article) -> None:
    front = set(article) - {"sections", *SECTIONS}
    assert front >= REQUIRED, REQUIRED - front
    assert front <= REQUIRED | OPTIONAL, front - REQUIRED - OPTIONAL
    assert articles()[article["key"]] is article
    assert article["service"] in keys("services")
    assert article["category"] in {child["key"] for child in subcategories()}
    assert {article[post] for post in ("owner_team", "governance_team", "restricted_to") if post in article} <= keys(
        "teams"
    )
    assert all(isinstance(code, str) for code in article["codes"])
    for code in article["codes"]:
        assert code in article["issue"] or article["type"] == "resolution_path", code
    target = article.get("replaced_by")
    assert (target is not None) == (article["confidence"] == "archived")
    assert target is None or articles()[target]["confidence"] == "validated"


@each_article
def test_sections_stand_in_order_and_a_work_in_progress_has_no_resolution(article: Article) -> None:
    wip = article["confidence"] == "wip"
    assert article["sections"] == [name for name in SECTIONS if article[name]]
    assert article["issue"]
    assert bool(article["resolution"]) != wip
    assert not (wip and article["cause"])
    assert all(line.startswith("- ") for line in article["environment"].splitlines())
    assert len(set(article["issue"].splitlines())) == len(article["issue"].splitlines())
    assert all(re.search(r"[。.”]$", line) for line in article["issue"].splitlines())


@each_article
def test_an_article_for_outside_has_one_sentence_as_short_answer_and_a_publisher_behind_it(article: Article) -> None:
    answer = article.get("short_answer")
    if not _outside(article):
        return
    assert answer
    assert answer.count("。") == 1 if article["language"] == "ja" else answer.endswith(".")
    answerable = [article[post] for post in ("author", "validated_by") if post in article]
    assert "publisher" in {people()[key]["licence"] for key in answerable}
    assert not article.get("restricted_to")


@each_article
def test_an_article_for_outside_shows_no_person_and_no_address(article: Article) -> None:
    if not _outside(article):
        return
    shown = _shown(article)
    traces = {"aoba.example"}
    for person in people().values():
        traces |= {*person["name"].values(), person["key"], person["extension"] or person["key"]}
    assert {trace for trace in traces if trace in shown} == set()


@each_article
def test_writers_and_validators_hold_the_licence_and_the_team_that_is_asked_for(article: Article) -> None:
    validator = article.get("validated_by")
    assert (validator is not None) == (article["confidence"] == "validated")
    revisions = [*article.get("history", []), *filter(None, [article.get("last_change")])]
    writers = {article["author"], *filter(None, [validator]), *(revision["author"] for revision in revisions)}
    for key in writers:
        assert people()[key]["licence"] is not None, key
        for team in filter(None, (article.get("governance_team"), article.get("restricted_to"))):
            assert team in people()[key]["teams"], key
    assert (article["governance"] == "compliance") == ("governance_team" in article)
    assert validator is None or people()[validator]["licence"] in {"contributor", "publisher"}
    for later in revisions[1:]:
        assert not _outside(article) or people()[later["author"]]["licence"] == "publisher"


@each_article
def test_links_lead_to_articles_that_the_same_reader_may_open(article: Article) -> None:
    body = "\n".join(article[name] for name in SECTIONS)
    for key in LINK.findall(body):
        assert articles()[key]["confidence"] in {"validated", "not_validated"}, key
        assert key != article["key"]
    for key in LINK.findall(_shown(article)):
        if _outside(article):
            assert AUDIENCES.index(articles()[key]["audience"]) >= AUDIENCES.index(article["audience"]), key
    assert not re.search(r"\]\((?!kb:)", body)


@each_article
def test_blocks_are_closed_and_emphasis_is_understood(article: Article) -> None:
    for name in SECTIONS:
        marks = [line for line in article[name].splitlines() if line.startswith(":::")]
        assert all(mark in {":::warn", ":::internal"} for mark in marks[::2]), marks
        assert all(mark == ":::" for mark in marks[1::2]), marks
        assert len(marks) % 2 == 0, marks
        assert "**" not in re.sub(r"<[^>]+>", "", MarkdownIt().render(article[name]))


def test_a_translation_says_the_same_thing_to_the_same_people() -> None:
    translations = [article for article in articles().values() if "translation_of" in article]
    pairs = [(article, articles()[article["translation_of"]]) for article in translations]
    assert len(pairs) >= 8
    assert len({source["key"] for _, source in pairs}) == len(pairs)
    for translation, source in pairs:
        assert "translation_of" not in source
        assert translation["language"] != source["language"]
        for name in ("type", "audience", "governance", "service", "category", "owner_team", "codes"):
            assert translation[name] == source[name], (translation["key"], name)
        assert translation["created_days_ago"] < source["created_days_ago"], translation["key"]
        assert _steps(translation) == _steps(source), translation["key"]


@each_article
def test_history_runs_forward_and_never_takes_back_an_issue_statement(article: Article) -> None:
    history = article.get("history", [])
    assert bool(history) == ("last_change" in article)
    if not history:
        return
    days = [revision["days_ago"] for revision in [*history, article["last_change"]]]
    assert days == sorted(set(days), reverse=True)
    assert days[0] == article["created_days_ago"]
    assert history[0]["author"] == article["author"]
    for revision in history:
        assert set(revision) <= REVISION
        assert revision["reason"]
        changed = REVISION & set(revision) - {"author", "days_ago", "reason"}
        assert any(revision[name] != article[name] for name in changed)
        assert set(revision.get("issue", article["issue"]).splitlines()) <= set(article["issue"].splitlines())


@each_article
def test_flags_and_votes_come_from_known_people_and_add_up(article: Article) -> None:
    for flag in article.get("flags", []):
        assert set(flag) == {"by", "days_ago", "kind", "severity", "text"}
        assert flag["kind"] in FLAGS
        assert flag["severity"] in SEVERITIES
        assert people()[flag["by"]]
        assert flag["days_ago"] < article["created_days_ago"]
    votes = article.get("votes", {"yes": 0, "no": 0, "reasons": []})
    assert set(votes) == {"yes", "no", "reasons"}
    assert len(votes["reasons"]) <= votes["no"]
