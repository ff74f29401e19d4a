"""Articles are taken in once, whole, and by the same guards as at the desk."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from portal.articles import operations
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArticleType
from portal.exchange.articles import Fate
from portal.exchange.drafts import Wishes
from tests.exchange.taking import count, imported, reasons, record, taken

pytestmark = pytest.mark.usefixtures("app")


def test_a_new_record_becomes_an_article_for_agents_that_is_not_validated() -> None:
    report = taken(record(keywords=["VPN"], alert_name="VpnDown", product="VPN client"))

    article = imported()
    assert report.fates[Fate.CREATED] == 1
    assert (article.confidence, article.audience) == (Confidence.NOT_VALIDATED, Audience.WITHIN)
    assert (article.current.keywords, article.current.codes) == (["VPN"], ["VpnDown"])
    assert article.current.environment == "VPN client"
    assert article.type is ArticleType.DIAGNOSTIC


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("troubleshooting", "problem"),
        ("how-to", "howto"),
        ("faq", "qa"),
        ("announcements", "information"),
        ("runbooks", "diagnostic"),
        ("known_error", "known_error"),
        ("something else", "problem"),
    ],
)
def test_the_types_of_other_systems_become_ours(theirs: str, ours: str) -> None:
    taken(record(article_type=theirs))

    assert imported().type == ours


def test_the_same_file_again_changes_nothing() -> None:
    taken(record())

    report = taken(record())

    assert report.fates == {Fate.CREATED: 0, Fate.CHANGED: 0, Fate.UNCHANGED: 1}
    assert imported().current_sequence == 1


def test_other_contents_under_the_same_key_are_a_new_revision() -> None:
    taken(record())

    report = taken(record(resolution="1. Restart twice."))

    assert report.fates[Fate.CHANGED] == 1
    assert (imported().current_sequence, imported().current.resolution) == (2, "1. Restart twice.")


def test_what_people_changed_here_is_kept_as_long_as_the_source_says_the_same(cast: SimpleNamespace) -> None:
    taken(record())
    _edit(cast.sato, "1. Better.")

    report = taken(record())

    assert report.fates[Fate.UNCHANGED] == 1
    assert imported().current.resolution == "1. Better."


def test_what_was_changed_here_and_at_the_source_is_refused_until_somebody_decides(cast: SimpleNamespace) -> None:
    taken(record())
    _edit(cast.sato, "1. Better.")

    report = taken(record(resolution="1. Other."))
    assert "changed here and at the source" in reasons(report)[0]
    assert imported().current.resolution == "1. Better."

    report = taken(record(resolution="1. Other."), wishes=Wishes(replace_edits=True))
    assert (report.fates[Fate.CHANGED], imported().current.resolution) == (1, "1. Other.")


def test_an_empty_issue_takes_the_title_and_an_empty_resolution_what_else_there_is() -> None:
    taken(record(issue="", resolution="", summary="A lead.", more="### More\n\nText."))

    assert imported().current.issue == "VPN fails"
    assert imported().current.resolution == "A lead.\n\n### More\n\nText."


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"resolution": ""}, "no resolution"),
        ({"title": " "}, "no title"),
        ({"id": None}, "no id"),
        ({"title": "x" * 201}, "at most 200"),
        ({"title": "\ud800"}, "cannot be stored"),
        ({"resolution": "a\x00b"}, "cannot be stored"),
        ({"lang": "fr"}, "neither Japanese nor English"),
        ({"resolution": "x" * 70_000}, "longer than 64 KB"),
        ({"resolution": "あ" * 30_000}, "64 KB"),
    ],
)
def test_a_record_that_cannot_become_an_article_is_refused_with_its_place_and_the_others_are_taken(
    fields: dict[str, Any], reason: str
) -> None:
    report = taken(record("a", **{"id": "a", **fields}), record("b"))

    assert [refusal.place for refusal in report.refused] == ["all.jsonl:a"]
    assert reason in reasons(report)[0]
    assert (count(), report.fates[Fate.CREATED]) == (1, 1)


def test_values_of_an_unexpected_kind_refuse_nothing_but_themselves() -> None:
    report = taken(record(keywords={"a": 1}, environment=["Windows", 11], cause=None, short_answer=True, product=7))

    assert not report.refused
    assert imported().current.environment == "Windows\n11"


def test_a_key_that_comes_twice_is_refused_the_second_time() -> None:
    report = taken(record(), record(title="Another"))

    assert "all.jsonl:wiki:vpn:en" in reasons(report)[0]
    assert imported().title == "VPN fails"


@pytest.mark.parametrize("order", [["ja", "en"], ["en", "ja"]])
@pytest.mark.parametrize("together", [True, False])
def test_a_translation_finds_its_original_whichever_comes_first(order: list[str], together: bool) -> None:
    found = {
        "en": record("k:en"),
        "ja": record("k:ja", lang="ja", title="VPNにつながらない", translation_of="k:en"),
    }
    runs = [order] if together else [[key] for key in order]
    for run in runs:
        taken(*(found[key] for key in run))

    assert imported("k:ja").translation_of_id == imported("k:en").id
    assert imported("k:en").translation_of_id is None
    assert imported("k:ja").source_translates is None
    assert taken(*found.values()).fates[Fate.UNCHANGED] == 2


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_a_translation_of_a_translation_leads_to_the_first_of_them(order: tuple[str, ...]) -> None:
    found = {"a": record("a"), "b": record("b", translation_of="a"), "c": record("c", translation_of="b")}
    for key in order:
        taken(found[key])

    assert {imported(key).translation_of_id for key in "bc"} == {imported("a").id}
    assert imported("a").translation_of_id is None


def test_translations_that_name_each_other_in_a_ring_do_not_stop_the_import() -> None:
    report = taken(record("a", translation_of="b"), record("b", translation_of="a"))

    assert report.fates[Fate.CREATED] == 2
    assert imported("a").translation_of_id is None
    assert imported("a").translation_of_id is None


def _edit(actor: Any, resolution: str) -> None:
    article = imported()
    contents = Contents(**{**article.current.contents(), "resolution": resolution})
    operations.revise(
        actor,
        article,
        contents=contents,
        type=article.type,
        language=article.language,
        service=None,
        category=None,
        owner_team=None,
        confidence=None,
        audience=None,
        reason="better",
    )
