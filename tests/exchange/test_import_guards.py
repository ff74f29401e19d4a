"""An import is whole or stopped between batches, and no guard of the desk is passed by."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.system import THE_SYSTEM
from portal.articles import operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, Revision
from portal.catalog.models import Category
from portal.exchange import articles, records
from portal.exchange.articles import Fate
from portal.exchange.drafts import Wishes
from portal.kernel.db import db
from portal.kernel.errors import Invalid, PermissionDenied
from tests.exchange.taking import count, imported, reasons, record, taken

pytestmark = pytest.mark.usefixtures("app")


def test_a_rehearsal_says_all_and_changes_nothing() -> None:
    report = taken(record(), record("b", resolution=""), rehearse=True)

    assert (report.fates[Fate.CREATED], len(report.refused), count()) == (1, 1, 0)
    assert taken(record()).fates[Fate.CREATED] == 1
    assert imported().number == "KB-000001"


def test_strict_takes_all_or_nothing() -> None:
    refused = taken(record(), record("b", resolution=""), strict=True)
    assert (count(), refused.taken, len(refused.refused)) == (0, 0, 1)

    assert taken(record(), record("b"), strict=True).taken == 2


def test_strict_takes_nothing_either_when_a_guard_refuses_at_the_end() -> None:
    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wishes = Wishes(confidence=Confidence.VALIDATED, category=vpn)

    report = taken(record("a", environment="Windows"), record("b"), wishes=wishes, strict=True)

    assert (count(), report.taken, len(report.refused)) == (0, 0, 1)
    assert "where it happens" in reasons(report)[0]


def test_a_wider_audience_wants_validated_articles_and_passes_the_same_guards() -> None:
    with pytest.raises(Invalid, match="validated"):
        taken(record(), wishes=Wishes(audience=Audience.PUBLIC))

    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wishes = Wishes(audience=Audience.PUBLIC, confidence=Confidence.VALIDATED, category=vpn)
    good = record("good", environment="Windows", short_answer="Restart.")
    report = taken(
        good,
        record("mail", environment="Windows", short_answer="Restart.", resolution="Write to someone@corp.example."),
        record("mute", environment="Windows"),
        wishes=wishes,
    )

    assert [refusal.place for refusal in report.refused] == ["all.jsonl:mail", "all.jsonl:mute"]
    assert "someone@corp.example" in reasons(report)[0]
    assert (count(), imported("good").outside_sequence) == (1, 1)


def test_a_changed_source_does_not_reach_readers_outside_unseen() -> None:
    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wide = Wishes(audience=Audience.PUBLIC, confidence=Confidence.VALIDATED, category=vpn)
    taken(record(environment="Windows", short_answer="Restart."), wishes=wide)

    taken(record(environment="Windows", short_answer="Restart.", resolution="1. Something new."))

    article = imported()
    assert (article.confidence, article.audience) == (Confidence.NOT_VALIDATED, Audience.PUBLIC)
    assert (article.current_sequence, article.outside_sequence) == (2, 1)


def test_an_article_that_was_put_away_here_stays_away(cast: SimpleNamespace) -> None:
    taken(record())
    operations.archive(cast.ueda, imported(), why=ArchiveReason.OBSOLETE, replacement=None, reason="old")

    report = taken(record(resolution="1. New."))

    assert len(report.refused) == 1
    assert imported().confidence is Confidence.ARCHIVED


def test_importing_as_a_person_takes_that_persons_rights(cast: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        taken(record(), actor=cast.mori)

    taken(record(), actor=cast.ueda)
    assert imported().author_id == cast.ueda.id


def test_a_stop_in_the_middle_leaves_whole_batches() -> None:
    def stop(done: int, _of: int) -> None:
        if done >= 2 * articles.BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(*(record(f"k{number}") for number in range(3 * articles.BATCH)), progress=stop)

    assert count() == 2 * articles.BATCH
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2 * articles.BATCH


def test_a_refusal_in_the_middle_of_a_batch_undoes_nothing_but_itself() -> None:
    vpn = db.session.scalars(select(Category).where(Category.slug == "vpn")).one()
    wishes = Wishes(confidence=Confidence.VALIDATED, category=vpn)

    report = taken(record("a", environment="x"), record("b"), record("c", environment="x"), wishes=wishes)

    assert (report.fates[Fate.CREATED], len(report.refused)) == (2, 1)
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 2


def test_real_articles_are_taken_with_their_links_and_tables(app: Flask, sample_data: Path) -> None:
    found = list(records.read(records.files_of([sample_data / "articles"])))[::40]

    report = articles.import_articles(THE_SYSTEM, found, Wishes())

    assert (report.fates[Fate.CREATED], report.refused) == (len(found), [])
    for html in db.session.scalars(select(Revision.html)):
        assert "&lt;table" not in json.dumps(html)
        assert 'href="/' not in json.dumps(html).replace("\\", "")
