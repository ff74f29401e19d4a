"""Phrases, minus, prefixes, completions and synonyms: what every index makes of them."""

import pytest

from search_index import Index, Question, Synonyms
from tests.search_index.samples import ask, document, keys


def test_a_phrase_must_stand_as_it_is(index: Index) -> None:
    assert ask(index, '"blank pages"') == ["KB-1"]
    assert ask(index, '"pages blank"') == []
    assert ask(index, '"VPN  CANNOT connect"') == ["KB-2"]
    index.add([document("cut", "reconnect evenly; then connect; now even")])
    assert ask(index, '"connect even"') == []
    assert ask(index, '"connect now"') == []
    assert ask(index, '"connect; now"') == ["cut"]
    assert ask(index, '"印刷できない"') == ["KB-3"]
    assert ask(index, '"印刷できる"') == []
    assert ask(index, '"ﾌﾟﾘﾝﾀｰで"') == ["KB-3"]
    assert index.search(Question('"blank pages"')).hits[0].reasons[0].kind == "phrase"


def test_a_word_with_minus_must_not_stand(index: Index) -> None:
    assert set(ask(index, "vpn")) == {"KB-2", "KB-4"}
    assert ask(index, "vpn -update") == ["KB-4"]
    assert ask(index, "vpn -証明書") == ["KB-2"]
    assert ask(index, 'vpn -"after the update"') == ["KB-4"]
    assert set(ask(index, 'vpn -"update the after"')) == {"KB-2", "KB-4"}
    assert ask(index, "-vpn") == []


def test_a_prefix_finds_words_that_begin_with_it(index: Index) -> None:
    assert ask(index, "spoo*") == ["KB-1"]
    assert ask(index, "プリン*") == ["KB-3"]
    assert ask(index, "sp*") == []
    assert ask(index, "zzz*") == []
    assert ask(index, "blank spoo", mode="prefix") == ["KB-1"]
    assert ask(index, "パスワ", mode="prefix") == ["KB-4"]
    assert ask(index, "kb50013", mode="prefix") == ["KB-1"]


def test_completions_are_words_of_the_index(index: Index) -> None:
    assert index.suggest("spoo") == ("spooler",)
    assert index.suggest("restart the Spoo") == ("restart the spooler",)
    assert index.suggest("パスワ") == ("パスワード",)
    assert index.suggest("ぱすわ") == ("パスワード",)
    assert index.suggest("s") == ()
    assert index.suggest("spooler ") == ()
    assert index.suggest("") == ()
    assert len(index.suggest("re", limit=2)) == 2


def test_terms_count_documents(index: Index) -> None:
    terms = index.terms()
    assert terms["vpn"] == 2
    assert terms["プリンター"] == 1
    assert "the" not in terms


def test_synonyms_find_and_say_so(index: Index) -> None:
    synonyms = Synonyms([("remote access", "vpn", "リモート接続"), ("複合機", "プリンタ", "printer")])
    answer = index.search(Question("複合機"), synonyms)
    assert set(keys(answer)) == {"KB-1", "KB-3"}
    assert {reason.kind for hit in answer.hits for reason in hit.reasons} == {"synonym"}
    assert set(keys(index.search(Question("remote access"), synonyms))) == {"KB-2", "KB-4"}
    assert ask(index, "複合機") == []


def test_a_synonym_counts_less_than_the_word_itself(empty: Index) -> None:
    empty.add([document("word", "notebook broken"), document("synonym", "laptop broken", updated=9)])
    assert keys(empty.search(Question("notebook"), Synonyms([("notebook", "laptop")]))) == ["word", "synonym"]


def test_a_rare_synonym_does_not_come_before_a_common_word_that_was_asked_for(empty: Index) -> None:
    empty.add([document(f"word-{number}", "notebook broken") for number in range(30)])
    empty.add([document("synonym", "laptop broken", updated=9)])
    found = empty.search(Question("notebook"), Synonyms([("notebook", "laptop")])).hits
    assert found[0].score == next(hit.score for hit in found if hit.key == "synonym")
    assert {hit.score for hit in found} == {found[0].score}


def test_a_phrase_stands_for_a_word_only_where_all_of_it_stands(empty: Index) -> None:
    empty.add(
        [document("one", "mail is late"), document("other", "junk in the cupboard"), document("both", "junk mail")]
    )
    synonyms = Synonyms([("spam", "junk mail", "迷惑メール")])
    assert keys(empty.search(Question("spam"), synonyms)) == ["both"]
    empty.add(
        [
            document("kanji", "迷惑な音がする"),
            document("katakana", "メールが遅い"),
            document("compound", "迷惑メールが届く"),
        ]
    )
    assert set(keys(empty.search(Question("spam"), synonyms))) == {"both", "compound"}
    assert "mail" in empty.search(Question("spam"), synonyms).words


def test_a_document_with_many_words_of_a_group_counts_as_the_best_of_them(empty: Index) -> None:
    empty.add([document("one", "spam filter again"), document("many", "spam junk mail")])
    hits = empty.search(Question("spam"), Synonyms([("spam", "junk mail")])).hits
    assert [hit.score for hit in hits] == [hits[0].score] * 2


def test_how_well_a_question_could_be_met_does_not_hang_on_its_synonyms(empty: Index) -> None:
    empty.add([*(document(f"{number}", "vpn") for number in range(30)), document("rare", "tunnel")])
    plain, more = (empty.search(Question("vpn"), words) for words in (None, Synonyms([("vpn", "tunnel")])))
    assert plain.ceiling == more.ceiling
    assert plain.total < more.total


@pytest.mark.parametrize("text", ["", "   ", "the of and", "です", "!?", "☃", '""', "-", "*", ":", "kind:"])
def test_a_question_without_words_finds_nothing(index: Index, text: str) -> None:
    answer = index.search(Question(text))
    assert (answer.hits, answer.total) == ((), 0)
