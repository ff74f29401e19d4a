"""A word that stands nowhere stands for known ones that are spelled nearly so; on both indexes, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index import Index, MemoryIndex, Question, respelled, search_many
from search_index.spelling import Lexicon, correctable
from tests.search_index.samples import ask, document, keys


@pytest.mark.parametrize(
    ("typed", "first", "meant"),
    [
        ("pritner", "KB-1", "printer"),
        ("prnter", "KB-1", "printer"),
        ("printerr", "KB-1", "printer"),
        ("Prunter", "KB-1", "printer"),
        ("sever", "INC-1", "server"),
        ("reinstlal", "KB-2", "reinstall"),
        ("rienstlal", "KB-2", "reinstall"),
        ("プリンテー", "KB-3", "プリンター"),
        ("プソンター", "KB-3", "プリンター"),
        ("パスワート", "KB-4", "パスワード"),
    ],
)
@pytest.mark.parametrize("mode", ["words", "symptom", "prefix"])
def test_what_is_misspelled_is_found_and_said(index: Index, typed: str, first: str, meant: str, mode: str) -> None:
    answer = index.search(Question(f"VPNX {typed}", mode=mode))  # type: ignore[arg-type]

    assert keys(answer)[0] == first
    assert list(answer.spellings.values()) == [meant]
    [reason] = [reason for reason in answer.hits[0].reasons if reason.kind == "spelling"]
    assert reason.term in answer.spellings


@pytest.mark.parametrize(
    "text", ["printer", "Printers", "VPN", "ぷりんたー", "プリンタ", "fax", "KB5001331", "e-1043", "印刷物"]
)
def test_what_is_known_or_no_word_is_left_alone(index: Index, text: str) -> None:
    assert index.search(Question(text)).spellings == {}


def test_what_is_rightly_spelled_counts_more(empty: Index) -> None:
    empty.add([document("A", "reset printer"), document("B", "reset pritner")])

    assert ask(empty, "pritner reset")[0] == "B"
    assert empty.search(Question("pritner")).spellings == {}


def test_few_errors_go_before_common_words(empty: Index) -> None:
    empty.add([document("A", "confirmation"), *(document(f"B{n}", "conformations") for n in range(3))])

    answer = empty.search(Question("confirmatiom"))

    assert (keys(answer), answer.spellings) == (["A"], {"confirmatiom": "confirmation"})


def test_the_commonest_of_equals_is_the_likeliest(empty: Index) -> None:
    empty.add([document("A", "cable"), *(document(f"B{n}", "table") for n in range(3))])

    answer = empty.search(Question("zable"))

    assert answer.spellings == {"zable": "table"}
    assert set(keys(answer)) == {"A", "B0", "B1", "B2"}


def test_words_of_documents_that_are_gone_or_left_out_are_not_offered(empty: Index) -> None:
    empty.add([document("A", "salary"), document("B", "printer")])
    assert empty.search(Question("salery")).spellings == {"salery": "salary"}
    assert empty.search(Question("salery", excluded=frozenset({"A"}))).spellings == {}

    empty.remove(["A"])

    assert empty.search(Question("salery")).spellings == {}


def test_words_of_other_indexes_are_not_offered(index: Index) -> None:
    narrower = MemoryIndex()
    narrower.add([document("HR-1", "salary")])

    assert search_many([index], Question("salery")).spellings == {}
    assert search_many([index, narrower], Question("salery")).spellings == {"salery": "salary"}


def test_so_many_words_of_a_long_text_are_looked_up(empty: Index) -> None:
    empty.add([document("A", "printer server monitor keyboard network")])

    answer = empty.search(Question("prinzer serzer monizor keyzoard netzork", mode="symptom"))

    assert list(answer.spellings) == ["prinzer", "serzer", "monizor", "keyzoard"]


def test_the_rest_of_the_question_stays_as_it_was_typed() -> None:
    spellings = {"pritner": "printer", "パスワート": "パスワード"}

    assert respelled('"VPN 691" Pritner -pritner service:x', spellings) == '"VPN 691" printer -printer service:x'
    assert respelled("ﾊﾟｽﾜｰﾄを忘れた", spellings) == "パスワードを忘れた"


@given(
    st.lists(st.text("abcdeprint", min_size=4, max_size=12), max_size=40),
    st.text("abcdeprint", min_size=4, max_size=12),
)
def test_near_is_what_the_usual_table_says(words: list[str], word: str) -> None:
    most = 2 if len(word) >= 8 else 1
    expected = {other: errors for other in words if 0 < (errors := plain_distance(word, other)) <= most}

    assert Lexicon(words).near(word) == expected


@given(st.text(max_size=40))
def test_any_word_can_be_asked_for(text: str) -> None:
    lexicon = Lexicon(["printer", text])
    if correctable(text):
        assert text not in lexicon.near(text)


def plain_distance(one: str, other: str) -> int:
    """Optimal string alignment, cell by cell."""
    table = {(row, -1): row + 1 for row in range(-1, len(one))} | {
        (-1, column): column + 1 for column in range(len(other))
    }
    for row, left in enumerate(one):
        for column, right in enumerate(other):
            cost = [
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (left != right),
            ]
            if row and column and (left, one[row - 1]) == (other[column - 1], right):
                cost.append(table[row - 2, column - 2] + 1)
            table[row, column] = min(cost)
    return table[len(one) - 1, len(other) - 1]
