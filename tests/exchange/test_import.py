"""Articles are taken in once, whole, and by the same guards as at the desk."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.system import THE_SYSTEM
from portal.articles import operations
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, Article, ArticleType, Revision
from portal.catalog.models import Category
from portal.exchange import articles, records
from portal.exchange.articles import Fate, Report
from portal.exchange.drafts import Wishes
from portal.exchange.records import Record
from portal.kernel.db import db
from portal.kernel.errors import Invalid, PermissionDenied

pytestmark = pytest.mark.usefixtures("app")


def _record(key: str = "wiki:vpn:en", **fields: Any) -> Record:
    whole = {"id": key, "lang": "en", "title": "VPN fails", "issue": "Error 691", "resolution": "1. Restart."}
    return Record(f"all.jsonl:{key}", {name: value for name, value in {**whole, **fields}.items() if value is not None})


def _import(*found: Record, wishes: Wishes | None = None, actor: Any = THE_SYSTEM, **more: Any) -> Report:
    return articles.import_articles(actor, found, wishes or Wishes(), **more)


def _article(key: str = "wiki:vpn:en") -> Article:
    return db.session.scalars(select(Article).where(Article.source_key == key)).unique().one()


def _count() -> int:
    return db.session.scalar(select(func.count()).select_from(Article)) or 0


def _reasons(report: Report) -> list[str]:
    return [refusal.reason for refusal in report.refused]


def test_a_new_record_becomes_an_article_for_agents_that_is_not_validated() -> None:
    report = _import(_record(keywords=["VPN"], alert_name="VpnDown", product="VPN client"))

    article = _article()
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
    _import(_record(article_type=theirs))

    assert _article().type == ours


def test_the_same_file_again_changes_nothing() -> None:
    _import(_record())

    report = _import(_record())

    assert report.fates == {Fate.CREATED: 0, Fate.CHANGED: 0, Fate.UNCHANGED: 1}
    assert _article().current_sequence == 1


def test_other_contents_under_the_same_key_are_a_new_revision() -> None:
    _import(_record())

    report = _import(_record(resolution="1. Restart twice."))

    assert report.fates[Fate.CHANGED] == 1
    assert (_article().current_sequence, _article().current.resolution) == (2, "1. Restart twice.")


def test_what_people_changed_here_is_kept_as_long_as_the_source_says_the_same(cast: SimpleNamespace) -> None:
    _import(_record())
    _edit(cast.sato, "1. Better.")

    report = _import(_record())

    assert report.fates[Fate.UNCHANGED] == 1
    assert _article().current.resolution == "1. Better."


def test_what_was_changed_here_and_at_the_source_is_refused_until_somebody_decides(cast: SimpleNamespace) -> None:
    _import(_record())
    _edit(cast.sato, "1. Better.")

    report = _import(_record(resolution="1. Other."))
    assert "changed here and at the source" in _reasons(report)[0]
    assert _article().current.resolution == "1. Better."

    report = _import(_record(resolution="1. Other."), wishes=Wishes(replace_edits=True))
    assert (report.fates[Fate.CHANGED], _article().current.resolution) == (1, "1. Other.")


def test_an_empty_issue_takes_the_title_and_an_empty_resolution_what_else_there_is() -> None:
    _import(_record(issue="", resolution="", summary="A lead.", more="### More\n\nText."))

    assert _article().current.issue == "VPN fails"
    assert _article().current.resolution == "A lead.\n\n### More\n\nText."


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
    report = _import(_record("a", **{"id": "a", **fields}), _record("b"))

    assert [refusal.place for refusal in report.refused] == ["all.jsonl:a"]
    assert reason in _reasons(report)[0]
    assert (_count(), report.fates[Fate.CREATED]) == (1, 1)


def test_values_of_an_unexpected_kind_refuse_nothing_but_themselves() -> None:
    report = _import(_record(keywords={"a": 1}, environment=["Windows", 11], cause=None, short_answer=True, product=7))

    assert not report.refused
    assert _article().current.environment == "Windows\n11"


def test_a_key_that_comes_twice_is_refused_the_second_time() -> None:
    report = _import(_record(), _record(title="Another"))

    assert "all.jsonl:wiki:vpn:en" in _reasons(report)[0]
    assert _article().title == "VPN fails"


@pytest.mark.parametrize("order", [["ja", "en"], ["en", "ja"]])
@pytest.mark.parametrize("together", [True, False])
def test_a_translation_finds_its_original_whichever_comes_first(order: list[str], together: bool) -> None:
    found = {
        "en": _record("k:en"),
        "ja": _record("k:ja", lang="ja", title="VPNにつながらない", translation_of="k:en"),
    }
    runs = [order] if together else [[key] for key in order]
    for run in runs:
        _import(*(found[key] for key in run))

    assert _article("k:ja").translation_of_id == _article("k:en").id
    assert _article("k:en").translation_of_id is None
    assert _article("k:ja").source_translates is None
    assert _import(*found.values()).fates[Fate.UNCHANGED] == 2


def test_translations_that_name_each_other_in_a_ring_do_not_stop_the_import() -> None:
    report = _import(_record("a", translation_of="b"), _record("b", translation_of="a"))

    assert report.fates[Fate.CREATED] == 2


def test_a_rehearsal_says_all_and_changes_nothing() -> None:
    report = _import(_record(), _record("b", resolution=""), rehearse=True)

    assert (report.fates[Fate.CREATED], len(report.refused), _count()) == (1, 1, 0)
    assert _import(_record()).fates[Fate.CREATED] == 1
    assert _article().number == "KB-000001"


def test_strict_takes_all_or_nothing() -> None:
    refused = _import(_record(), _record("b", resolution=""), strict=True)
    assert (_count(), refused.taken, len(refused.refused)) == (0, 0, 1)

    assert _import(_record(), _record("b"), strict=True).taken == 2


def test_strict_takes_nothing_either_when_a_guard_refuses_at_the_end() -> None:
    wishes = Wishes(confidence=Confidence.VALIDATED)

    report = _import(_record(environment="Windows"), _record("b", environment="Windows"), wishes=wishes, strict=True)

    assert (_count(), report.taken) == (0, 0)
    assert "category" in _reasons(report)[0].lower()


def test_a_wider_audience_wants_validated_articles_and_passes_the_same_guards() -> None:
    with pytest.raises(Invalid, match="validated"):
        _import(_record(), wishes=Wishes(audience=Audience.PUBLIC))

    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wishes = Wishes(audience=Audience.PUBLIC, confidence=Confidence.VALIDATED, category=vpn)
    good = _record("good", environment="Windows", short_answer="Restart.")
    report = _import(
        good,
        _record("mail", environment="Windows", short_answer="Restart.", resolution="Write to someone@corp.example."),
        _record("mute", environment="Windows"),
        wishes=wishes,
    )

    assert [refusal.place for refusal in report.refused] == ["all.jsonl:mail", "all.jsonl:mute"]
    assert "someone@corp.example" in _reasons(report)[0]
    assert (_count(), _article("good").outside_sequence) == (1, 1)


def test_a_changed_source_does_not_reach_readers_outside_unseen() -> None:
    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wide = Wishes(audience=Audience.PUBLIC, confidence=Confidence.VALIDATED, category=vpn)
    _import(_record(environment="Windows", short_answer="Restart."), wishes=wide)

    _import(_record(environment="Windows", short_answer="Restart.", resolution="1. Something new."))

    article = _article()
    assert (article.confidence, article.audience) == (Confidence.NOT_VALIDATED, Audience.PUBLIC)
    assert (article.current_sequence, article.outside_sequence) == (2, 1)


def test_an_article_that_was_put_away_here_stays_away(cast: SimpleNamespace) -> None:
    _import(_record())
    operations.archive(cast.ueda, _article(), why=ArchiveReason.OBSOLETE, replacement=None, reason="old")

    report = _import(_record(resolution="1. New."))

    assert len(report.refused) == 1
    assert _article().confidence is Confidence.ARCHIVED


def test_importing_as_a_person_takes_that_persons_rights(cast: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        _import(_record(), actor=cast.mori)

    _import(_record(), actor=cast.ueda)
    assert _article().author_id == cast.ueda.id


def test_a_stop_in_the_middle_leaves_whole_batches() -> None:
    def stop(done: int, _of: int) -> None:
        if done >= 2 * articles.BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _import(*(_record(f"k{number}") for number in range(3 * articles.BATCH)), progress=stop)

    assert _count() == 2 * articles.BATCH
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2 * articles.BATCH


def test_a_refusal_in_the_middle_of_a_batch_undoes_nothing_but_itself() -> None:
    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wishes = Wishes(confidence=Confidence.VALIDATED, category=vpn)

    report = _import(_record("a", environment="x"), _record("b"), _record("c", environment="x"), wishes=wishes)

    assert (report.fates[Fate.CREATED], len(report.refused)) == (2, 1)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2


def test_real_articles_are_taken_with_their_links_and_tables(app: Flask, sample_data: Path) -> None:
    found = list(records.read(records.files_of([sample_data / "articles"])))[::40]

    report = articles.import_articles(THE_SYSTEM, found, Wishes())

    assert (report.fates[Fate.CREATED], report.refused) == (len(found), [])
    for html in db.session.scalars(select(Revision.html)):
        assert "&lt;table" not in json.dumps(html)
        assert 'href="/' not in json.dumps(html).replace("\\", "")


def _edit(actor: Any, resolution: str) -> None:
    article = _article()
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
