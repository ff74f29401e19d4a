"""What becomes of a text, told to whoever keeps the machine."""

import dataclasses
import json

import pytest

from portal.kernel.errors import Invalid, InvalidTransition
from portal.search import rebuild
from portal.search.explaining import explain


@pytest.fixture
def printer(make):
    article = make.article(
        language="ja",
        title="プリンターが固まる",
        issue="outlook.exe から印刷すると固まる",
        resolution="再起動する。",
        codes=("0x80070035",),
    )
    rebuild.rebuild_all()
    return article


def test_each_term_is_told_with_its_reading_and_how_many_have_it_where(printer, make):
    make.article(title="The outlook is good", issue="It rings", resolution="Wait.")
    rebuild.rebuild_all()

    found = explain("outlook.exe が固まる 0x80070035", "staff", 5)

    told = {(one.term, one.kind): (one.form, one.documents) for one in found.terms}
    assert found.size == 2
    assert told["outlook.exe", "word"] == ("outlook.exe", {"issue": 1})
    assert told["outlook", "word"][1] == {"title": 1, "issue": 1}
    assert told["0x80070035", "code"][1] == {"codes": 1}
    assert told["固まる", "japanese"][1] == {"title": 1, "issue": 1}
    assert told["固ま", "pair"][1] == {"title_pairs": 1, "issue_pairs": 1}
    assert told["freez", "synonym"] == ("freeze", {})


def test_each_hit_says_which_terms_it_has_where_and_how_often(printer):
    [hit] = explain("固まる フリーズ", "staff", 5).hits

    assert (hit.key, hit.kind) == (printer.number, "article")
    assert hit.terms["固まる"] == {"title": 1, "issue": 1}
    assert "フリーズ" not in hit.terms


def test_an_index_tells_of_nothing_that_is_not_in_it(printer, make, cast):
    secret = make.article(title="Quetzal", issue="Quetzal", resolution="Quetzal", restricted_to=cast.hara.teams[0])
    rebuild.rebuild_all()

    assert explain("quetzal", "staff", 5).hits == []
    assert explain("quetzal", "staff", 5).terms[0].documents == {}
    assert explain("quetzal", "public", 5).size == 0
    assert [hit.key for hit in explain("quetzal", f"team-{cast.hara.teams[0].id}", 5).hits] == [secret.number]


def test_what_cannot_be_explained_is_refused_in_a_sentence(app):
    with pytest.raises(Invalid, match="no index of this name"):
        explain("vpn", "../secret", 5)
    with pytest.raises(InvalidTransition, match="cannot answer"):
        explain("vpn", "staff", 5)
    rebuild.rebuild_all()
    with pytest.raises(Invalid, match="at most 10000"):
        explain("x" * 10_001, "staff", 5)


def test_an_empty_text_has_no_terms(printer):
    for text in ("", "  ", "…", "できない"):
        found = explain(text, "staff", 5)
        assert [one for one in found.terms if one.kind != "pair"] == []


def test_it_is_plain_data(printer):
    assert json.loads(json.dumps(dataclasses.asdict(explain("固まる", "staff", 1))))["index"] == "staff"
