"""An article from the first words to the archive."""

import pytest

from portal.articles import operations, queries
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason
from portal.kernel.errors import EditConflict, Gone, Invalid, NotFound, PermissionDenied


def _revised(article, **changes):
    contents = Contents(**{**article.current.contents(), **changes})
    return {
        "contents": contents,
        "type": article.type,
        "language": article.language,
        "service": article.service,
        "category": article.category,
        "owner_team": article.owner_team,
        "confidence": None,
        "audience": None,
        "reason": "The menu has moved",
    }


def test_an_article_without_a_resolution_is_in_progress(make):
    article = make.article(resolution="")

    assert article.confidence is Confidence.WIP
    assert article.number == "KB-000001"


def test_finding_the_resolution_makes_it_usable(make, cast):
    article = make.article(resolution="")

    operations.revise(cast.sato, article, **_revised(article, resolution="1. Restart."))

    assert article.confidence is Confidence.NOT_VALIDATED
    assert article.current.sequence == 2
    assert article.current.reason == "The menu has moved"


def test_a_candidate_may_not_validate(make, cast):
    article = make.article(cast.mori)

    with pytest.raises(PermissionDenied):
        operations.validate(cast.mori, article, note="I believe it")


def test_readers_outside_keep_the_last_validated_revision(make, cast):
    article = make.article(audience=Audience.PUBLIC)

    operations.revise(
        cast.sato,
        article,
        **{**_revised(article, resolution="1. Something new."), "confidence": Confidence.NOT_VALIDATED},
    )

    assert article.confidence is Confidence.NOT_VALIDATED
    assert article.current.sequence == 2
    assert queries.get(cast.abe, article.number).outside.sequence == 1


def test_validating_again_shows_the_new_revision_outside(make, cast):
    article = make.article(audience=Audience.PUBLIC)
    operations.revise(
        cast.sato,
        article,
        **{**_revised(article, resolution="1. Something new."), "confidence": Confidence.NOT_VALIDATED},
    )

    operations.validate(cast.sato, article, note="Tried it")

    assert article.outside_sequence == 2


def test_an_article_with_a_phone_number_stays_inside(make, cast):
    article = make.article(resolution="1. Call 03-1234-5678.", confidence=Confidence.VALIDATED)

    with pytest.raises(Invalid, match="03-1234-5678"):
        operations.widen(cast.sato, article, audience=Audience.PUBLIC, reason="FAQ")


def test_two_editors_do_not_overwrite_each_other(make, cast):
    article = make.article()
    began_from = article.version
    operations.revise(cast.sato, article, **_revised(article, cause="A"))

    with pytest.raises(EditConflict) as lost:
        operations.revise(cast.nakano, article, **_revised(article, cause="B"), version=began_from)

    assert lost.value.stored["cause"] == "A"


def test_the_words_of_requesters_are_kept(make, cast):
    article = make.article(issue="It says error 691\nIt rings busy")

    with pytest.raises(Invalid, match="It rings busy"):
        operations.revise(cast.nakano, article, **_revised(article, issue="It says error 691"))


def test_what_is_pulled_back_is_gone_for_readers_at_once(make, cast):
    article = make.article(audience=Audience.CUSTOMER)
    assert queries.get(cast.abe, article.number)

    operations.pull_back(cast.imai, article, reason="It names a server")

    with pytest.raises(NotFound):
        queries.get(cast.abe, article.number)


def test_a_reader_of_an_archived_article_is_led_to_its_successor(make, cast):
    old, new = make.article(audience=Audience.PUBLIC), make.article(audience=Audience.PUBLIC)

    operations.archive(cast.sato, old, why=ArchiveReason.OBSOLETE, replacement=new, reason="A new client")

    with pytest.raises(Gone) as gone:
        queries.get(cast.abe, old.number)
    assert gone.value.successor == new.number


def test_a_restricted_article_does_not_exist_for_others(make, cast):
    hr = cast.hara.teams[0]
    article = make.article(restricted_to=hr)

    assert queries.get(cast.hara, article.number)
    for other in (cast.ueda, cast.kato, cast.sato, cast.abe):
        with pytest.raises(NotFound):
            queries.get(other, article.number)


def test_merging_moves_the_words_and_archives_the_double(make, cast):
    kept, double = make.article(issue="No dial tone"), make.article(issue="The line is dead")

    operations.merge(cast.sato, double, kept, reason="The same")

    assert double.confidence is Confidence.ARCHIVED
    assert double.replacement is kept
    assert "The line is dead" in kept.current.issue
