"""Words that a house wants kept whole or passed over, and groups that count one way or in one language."""

from collections.abc import Iterator

import pytest

from search_index import DiskIndex, Index, Question, SynonymGroup, Synonyms, analysis
from search_index.analysis import analysis_version, house_words, own_terms, pairs, terms, words
from search_index.folding import fold
from search_index.house import NOTHING
from tests.search_index.samples import DESK, document, keys


@pytest.fixture(autouse=True)
def _words_of_nobody() -> Iterator[None]:
    yield
    analysis.adopt(NOTHING)


def test_a_word_kept_whole_is_a_term_beside_its_parts() -> None:
    before = set(terms("経費さくらにログインできない"))
    analysis.adopt(house_words(["経費さくら", "Office 365"], []))

    assert set(terms("経費さくらにログインできない")) == before | {"経費さくら"}
    assert {"office 365", "offic", "365"} <= set(terms("Ｏｆｆｉｃｅ　３６５ is slow"))
    assert "office 365" not in terms("Backoffice 3651")
    folded = fold("経費さくら と Office 365")
    assert all(folded[token.start : token.end] == token.form for token in words(folded))


def test_a_stop_word_counts_for_nothing_in_every_form() -> None:
    analysis.adopt(house_words([], ["プリンター", "tickets"]))

    assert terms("プリンタの紙、tickets and ticketing") == ("紙",)


def test_a_phrase_is_passed_over_where_it_stands_and_nowhere_else() -> None:
    analysis.adopt(house_words([], ["お世話になっております", "best regards"]))

    assert terms("お世話になっております。印刷の設定です。Best regards") == ("印刷", "設定")
    assert "世話" in terms("世話をする")
    assert "regard" in terms("regards to all")
    assert pairs(fold("お世話になっております。印刷")) == ["印刷"]


def test_stop_words_of_one_character_do_not_cut_other_words() -> None:
    analysis.adopt(house_words([], ["線"]))

    assert "無線" in "".join(terms("無線LAN"))


def test_the_version_follows_the_words() -> None:
    plain = analysis_version()
    analysis.adopt(house_words(["Office 365"], []))
    whole = analysis_version()
    analysis.adopt(house_words([], ["Office 365"]))

    assert len({plain, whole, analysis_version()}) == 3
    analysis.adopt(house_words([" "], [""]))
    assert analysis_version() == plain


def test_what_is_kept_whole_is_one_term_of_its_own() -> None:
    assert own_terms("Wi-Fi") == ("wifi",)
    assert own_terms("outlook.exe crashes") == ("outlook.exe", "crash")


def test_an_index_of_other_words_goes_on_answering_until_it_is_written_anew(disk: DiskIndex) -> None:
    analysis.adopt(house_words(["print spooler"], ["vpn"]))

    assert disk.is_of_other_words()
    assert keys(disk.search(Question("print spooler")))[0] == "KB-1"
    disk.add([document("x", "The vpn and the print spooler")])
    assert disk.is_of_other_words()
    disk.rebuild(DESK)

    assert not disk.is_of_other_words()
    assert "print spooler" in disk.search(Question("print spooler")).words
    assert keys(disk.search(Question("vpn"))) == []


def _found(index: Index, text: str, group: SynonymGroup) -> set[str]:
    return set(keys(index.search(Question(text), Synonyms([group]))))


def test_a_group_may_count_one_way(empty: Index) -> None:
    empty.add([document("a", "The copier jams"), document("b", "The printer jams")])
    group = SynonymGroup(("copier", "printer"), one_way=True)

    assert _found(empty, "copier", group) == {"a", "b"}
    assert _found(empty, "printer", group) == {"b"}


def test_a_group_may_count_for_questions_in_one_language(empty: Index) -> None:
    empty.add([document("a", "The notebook"), document("b", "ノートPC")])
    for language, in_english, in_japanese in (("", True, True), ("en", True, False), ("ja", False, True)):
        group = SynonymGroup(("ノート", "notebook"), language=language)  # type: ignore[arg-type]
        assert ("b" in _found(empty, "notebook", group)) is in_english, language
        assert ("a" in _found(empty, "ノート", group)) is in_japanese, language


def test_a_hyphen_more_or_less_is_the_same_word_to_a_group(empty: Index) -> None:
    empty.add([document("a", "無線LANの設定")])

    assert _found(empty, "wifi", SynonymGroup(("Wi-Fi", "無線LAN"))) == {"a"}
