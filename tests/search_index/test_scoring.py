"""The scores are those of the formula, on both indexes, whatever was deleted and however many segments there are."""

import math
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Document, MemoryIndex, Question, merging, open_index, search_many
from search_index.postings import PostingsCache
from search_index.scoring import DiskView
from tests.search_index.samples import DESK, document

# Words that are their own stems and no stop words, so that the plain formula needs no analysis.
WORDS = ["vpn", "mail", "disk", "print", "fax", "lan", "cloud", "scan"]
TITLE, BODY, REST = 1.5, 1.45, 0.15
FEWEST = 500  # documents; fewer do not tell how common a word is

texts = st.lists(st.sampled_from(WORDS), max_size=12)
corpora = st.lists(st.tuples(texts, texts), min_size=1, max_size=14)


def plain_bm25(corpus: dict[str, tuple[list[str], list[str]]], asked: Sequence[str]) -> dict[str, float]:
    """BM25 with k1 1.2 and b 1, written from the formula; average lengths in 2 % steps.

    Of title and body the better counts, and a share of the other.
    """
    count = max(len(corpus), FEWEST)
    scores = dict.fromkeys(corpus, 0.0)
    for word in set(asked):
        frequency = max(sum(word in fields[at] for fields in corpus.values()) for at in (0, 1))
        idf = math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))
        times_asked = asked.count(word)
        points: dict[str, list[float]] = {key: [0.0] for key in corpus}
        for at, weight in ((0, TITLE), (1, BODY)):
            lengths = [len(fields[at]) for fields in corpus.values() if fields[at]]
            if not lengths:
                continue
            average = 2 ** (round(math.log2(sum(lengths) / len(lengths)) * 32) / 32)
            for key, fields in corpus.items():
                times = fields[at].count(word)
                norm = 1.2 * len(fields[at]) / average
                asked_weight = 2 * times_asked / (times_asked + 1)
                points[key].append(weight * idf * asked_weight * times * 2.2 / (times + norm) if times else 0.0)
        for key, found in points.items():
            scores[key] += max(found) + REST * (sum(found) - max(found))
    return {key: score for key, score in scores.items() if score}


def made(number: int, fields: tuple[list[str], list[str]]) -> Document:
    return document(f"K{number}", " ".join(fields[0]), resolution=" ".join(fields[1]), updated=number % 3)


def assert_close(found: dict[str, float], expected: dict[str, float]) -> None:
    assert found.keys() == expected.keys()
    for key, score in expected.items():
        assert math.isclose(found[key], score, abs_tol=2e-4), (key, found[key], score)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    corpus=corpora,
    changed=st.lists(texts, max_size=4),
    asked=st.lists(st.sampled_from(WORDS), min_size=1),
    data=st.data(),
)
def test_both_indexes_score_by_the_formula_after_changes(
    corpus: list[tuple[list[str], list[str]]], changed: list[list[str]], asked: list[str], data: st.DataObject
) -> None:
    removed = data.draw(st.sets(st.integers(0, len(corpus) - 1), max_size=len(corpus) // 2))
    left = {f"K{n}": fields for n, fields in enumerate(corpus) if n not in removed}
    with TemporaryDirectory() as folder:
        memory, disk = MemoryIndex(), open_index(Path(folder) / "index", create=True)
        for index in (memory, disk):
            middle = len(corpus) // 2
            index.add([made(n, fields) for n, fields in enumerate(corpus[:middle])])
            index.add([made(n + middle, fields) for n, fields in enumerate(corpus[middle:])])
            index.remove([f"K{n}" for n in removed])
        for at, words in enumerate(changed):
            left[f"K{at}"] = (words, [])
            for index in (memory, disk):
                index.add([made(at, (words, []))])
        with patch.object(merging, "LIKE_SIZED", data.draw(st.integers(1, 4))):
            disk.merge()
        question = Question(" ".join(asked), "symptom", size=100)
        expected = plain_bm25(left, asked)
        answers = [memory.search(question), disk.search(question)]
        for answer in answers:
            assert_close({hit.key: hit.score for hit in answer.hits}, expected)
            assert answer.total == len(expected)
        assert [(h.key, h.reasons) for h in answers[0].hits] == [(h.key, h.reasons) for h in answers[1].hits]
        assert disk.keys_and_versions() == memory.keys_and_versions()
        assert disk.terms() == memory.terms()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpus=corpora, cut=st.integers(0, 14), asked=st.lists(st.sampled_from(WORDS), min_size=1))
def test_several_indexes_score_like_one_with_all_documents(
    corpus: list[tuple[list[str], list[str]]], cut: int, asked: list[str]
) -> None:
    documents = [made(n, fields) for n, fields in enumerate(corpus)]
    whole, one, other = MemoryIndex(), MemoryIndex(), MemoryIndex()
    whole.add(documents)
    one.add(documents[:cut])
    other.add(documents[cut:])
    question = Question(" ".join(asked), size=5, facets=("kind",))
    together, alone = search_many([one, other], question), whole.search(question)
    assert [(h.key, h.score, h.reasons) for h in together.hits] == [(h.key, h.score, h.reasons) for h in alone.hits]
    assert (together.total, together.facets) == (alone.total, alone.facets)


def test_postings_read_in_blocks_are_those_of_the_public_way(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    index.add([document(f"K{n}", "vpn " * (1 + n % 5) + f"number{n}") for n in range(700)])
    (part,) = index.view()._parts
    matcher = part.segment._reader.postings("title", b"vpn")
    public = []
    while matcher.is_active():
        public.append((matcher.id(), matcher.weight()))
        matcher.next()
    read = part.segment.decode("title", "vpn")
    assert list(zip(read.ids.tolist(), read.times.tolist(), strict=True)) == public
    assert part.segment.decode("title", "number7").ids.tolist() == [7]
    assert part.segment.decode("title", "nothing").ids.tolist() == []


def test_a_small_cache_gives_the_same_answers(tmp_path: Path) -> None:
    index = open_index(tmp_path / "index", create=True)
    index.add(DESK)
    view = index.view()
    question = Question("vpn 印刷 mail server", facets=("kind",))
    small = DiskView(view._parts, PostingsCache(3), view.generation)
    plain = index.search(question)
    for _ in range(2):
        found = small.find(_plan(question, small))
        assert [place.score for place in found.best] == [hit.score for hit in plain.hits]


def _plan(question: Question, view: DiskView):  # type: ignore[no-untyped-def]
    from search_index import planning
    from search_index.synonyms import NONE

    return planning.plan(question, [view], NONE)
