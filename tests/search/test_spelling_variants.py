"""What is written otherwise is found all the same: pairs of what somebody asks and the title of what answers it."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.demo import reading
from portal.search import shipped, synonyms
from search_index import Document, Question, Synonyms, open_index

PLACES = 5
PAIRS = [line.split("\t") for line in Path(__file__).with_name("variants.tsv").read_text("utf-8").splitlines()]
FIELDS = ("title", "issue", "environment", "resolution", "cause")


def _demo() -> Iterator[dict]:
    yield from reading.articles()


def _sample(folder: Path) -> Iterator[dict]:
    for name in ("articles/articles_ja.jsonl", "relevance_ja/extra_articles.jsonl"):
        yield from map(json.loads, (folder / name).read_text("utf-8").splitlines())


def _missed(index, mode: str) -> list[list[str]]:
    words = Synonyms(synonyms.group_of(one.words, one.direction, one.counts_for) for one in shipped.shipped())
    missed = []
    for number, pair in enumerate(PAIRS):
        hits = index.search(Question(pair[1], mode=mode, size=PLACES), words).hits
        if f"pair-{number}" not in {hit.key for hit in hits}:
            missed.append(pair)
    return missed


def test_the_table_has_eight_pairs_of_each_kind_of_variant():
    kinds = Counter(kind for kind, _asked, _written in PAIRS)

    assert sum(kinds.values()) >= 72
    assert sorted(kinds) == [
        "compound", "inflection", "kana-kanji", "katakana", "long vowel", "mixed", "okurigana", "synonym", "width",
    ]  # fmt: skip
    assert set(kinds.values()) == {8}
    assert all(asked not in written for _kind, asked, written in PAIRS)


@pytest.mark.parametrize("mode", ["words", "symptom"])
@pytest.mark.parametrize("among", ["demo", "sample"])
def test_seventy_of_the_pairs_are_found_within_five(tmp_path, request, among, mode):
    """Among the demo's articles, and among many real ones where they are there."""
    others = _demo() if among == "demo" else _sample(request.getfixturevalue("sample_data"))
    index = open_index(tmp_path / "index", create=True)
    documents = []
    for at, (_kind, _asked, written) in enumerate(PAIRS):
        documents.append(Document(f"pair-{at}", "article", "ja", {"title": written, "issue": written}))
    for at, one in enumerate(others):
        fields = {name: one[name] for name in FIELDS if one.get(name)}
        documents.append(Document(f"other-{at}", "article", one.get("language", "ja"), fields))
    index.add(documents)

    missed = _missed(index, mode)

    index.close()
    assert len(PAIRS) - len(missed) >= 70, missed
