"""Whatever people type is a question; only its length can be refused."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import DiskIndex, Index, MemoryIndex, Question, QuestionTooLong, excerpt, mark
from search_index.question import Asked, read
from tests.rounds import rounds
from tests.search_index.samples import DESK, ask

ODD = [
    "?*?*?*?",
    "[a TO z]",
    "vpn~9",
    "[\ud800 TO \uffff]",
    "vp?n* *" * 250,
    "/.*(vpn|mail)+$/",
    "\u200f\u202evpn\u2069\u200e" * 100,
    "NOT " * 300,
    "* OR *:*",
    "title:vpn^99999",
    "(((((((((",
    ")" * 500,
    '"' * 501,
    "-" * 2000,
    "\x00vpn\x00",
    "\ud800\udc00\udfff vpn",
    "\u202evpn\u202c",
    "\u200bv\u200bp\u200bn",
    "a" * 2000,
    "ー" * 2000,
    "あ" * 2000,
    "漢" * 2000,
    "\ufdfa" * 2000,
    "ﾞ" * 2000,
    "e\u0301" * 1000,
    "_" * 2000,
    "a_" * 1000,
    "a." * 1000,
    "1.2.3.4/" * 200,
    "kind:" * 400,
    'kind:"' * 300,
    "kind:\ud800 vpn",
    "(?:a+)+$" * 100,
    "{!func}1",
    "👩‍👩‍👧‍👦" * 100,
    "𠮷野家" * 300,
    "%00%n${jndi:ldap://x}",
]
PIECES = st.sampled_from(
    [*'"-*:()[]{}~^?/\\&|!+', "kind:", "OR", "NOT", "vpn", "印刷", "プリ", "\x00", "\ud800", "\u202e", " "]
)
TEXT = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=200).map("".join))
MODES = st.sampled_from(["words", "symptom", "prefix"])


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("mode", ["words", "symptom", "prefix"])
def test_odd_questions_are_answered_in_no_time(index: Index, text: str, mode: str) -> None:
    began = time.thread_time()
    index.search(Question(text, mode, facets=("kind",)))  # type: ignore[arg-type]
    index.suggest(text)
    assert time.thread_time() - began < 0.3


@pytest.mark.parametrize(
    "text", ["\x00vpn\x00", "\u202evpn\u202c", "\u200bv\u200bp\u200bn", "\ud800 vpn", "((vpn))", "vpn~9 AND"]
)
def test_invisible_and_broken_characters_are_as_if_absent(index: Index, text: str) -> None:
    assert set(ask(index, text)) >= {"KB-2", "KB-4"}


@pytest.fixture(scope="module")
def memory() -> MemoryIndex:
    index = MemoryIndex()
    index.add(DESK)
    return index


@settings(
    max_examples=rounds(1_000, 10_000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXT, mode=MODES)
def test_any_text_is_answered_in_memory(memory: MemoryIndex, text: str, mode: str) -> None:
    answer = memory.search(Question(text, mode))  # type: ignore[arg-type]
    assert answer.total == len(answer.hits)
    assert memory.suggest(text) is not None


@settings(
    max_examples=rounds(1_000, 10_000), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXT, mode=MODES)
def test_any_text_is_answered_alike_on_disk(disk: DiskIndex, memory: MemoryIndex, text: str, mode: str) -> None:
    question = Question(text, mode, facets=("kind",))  # type: ignore[arg-type]
    on_disk, in_memory = disk.search(question), memory.search(question)
    assert [hit.key for hit in on_disk.hits] == [hit.key for hit in in_memory.hits]
    assert (on_disk.total, on_disk.facets, on_disk.words) == (in_memory.total, in_memory.facets, in_memory.words)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, words=st.lists(st.sampled_from(["vpn", "印刷", "プリ", "a"])))
def test_marked_pieces_put_together_are_the_text(text: str, words: list[str]) -> None:
    assert "".join(piece for piece, _ in mark(text, words)) == text
    for length in (10, 50):
        pieces = excerpt(text, words, "ja", length)
        assert "".join(piece for piece, _ in pieces).strip("…") in text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), title=st.text(max_size=50))
def test_any_document_can_be_kept(title: str, text: str) -> None:
    from tests.search_index.samples import document

    index = MemoryIndex()
    index.add([document("a", title, service=text[:20], resolution=text)])
    assert index.size() == 1


@pytest.mark.parametrize(("mode", "limit"), [("words", 2_000), ("prefix", 2_000), ("symptom", 10_000)])
def test_only_too_long_a_question_is_refused(index: Index, mode: str, limit: int) -> None:
    index.search(Question("ア" * limit, mode))  # type: ignore[arg-type]
    with pytest.raises(QuestionTooLong) as refused:
        index.search(Question("a" * (limit + 1), mode))  # type: ignore[arg-type]
    assert refused.value.limit == limit


@pytest.mark.parametrize("text", ["a" * 1_000_000, "vpn エラー " * 2_500], ids=["a million letters", "20 KB of words"])
@pytest.mark.parametrize("mode", ["words", "symptom", "prefix"])
def test_far_too_long_a_question_is_refused_at_once(index: Index, text: str, mode: str) -> None:
    began = time.thread_time()
    with pytest.raises(QuestionTooLong):
        index.search(Question(text, mode))  # type: ignore[arg-type]
    assert time.thread_time() - began < 0.01


def test_the_grammar_reads_what_people_type() -> None:
    text = 'vpn "blank pages" -mail -"two words" kind:article service:"Mail desk" spoo* C:\\temp http://x.y e-mail'
    assert read(text, "words") == Asked(
        "vpn C:\\temp http://x.y e-mail",
        ("blank pages",),
        ("mail", "two words"),
        ("spoo",),
        (("kind", "article"), ("service", "Mail desk")),
    )


def test_full_width_operators_are_operators() -> None:
    assert read("ＶＰＮ　－メール　ｋｉｎｄ：article ”社外から”", "words").without == ("メール",)
    assert read("kind：article", "words").filters == (("kind", "article"),)


def test_a_symptom_has_no_operators() -> None:
    assert read('kind:x -a "b c"', "symptom") == Asked('kind:x -a "b c"')


def test_only_so_many_pieces_are_read() -> None:
    assert len(read(" ".join(f"w{n}" for n in range(200)), "words").text.split()) == 64
