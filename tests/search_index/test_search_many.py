"""One question to an audience's index and those of the asker's teams."""

from pathlib import Path

import pytest

from search_index import IndexUnavailable, MemoryIndex, Question, open_index, search_many, suggest_many
from tests.search_index.samples import DESK, document, keys

SECRET = document("KB-9", "VPN for the payroll team", resolution="Ask zebra.", service="pay", updated=900)


@pytest.fixture
def audience(tmp_path: Path):  # type: ignore[no-untyped-def]
    index = open_index(tmp_path / "staff", create=True)
    index.add(DESK)
    return index


@pytest.fixture
def team() -> MemoryIndex:
    index = MemoryIndex()
    index.add([SECRET])
    return index


def test_hits_totals_and_facets_are_merged(audience, team) -> None:  # type: ignore[no-untyped-def]
    answer = search_many([audience, team], Question("vpn payroll", facets=("service",)))
    assert keys(answer)[0] == "KB-9"
    assert set(keys(answer)) == {"KB-2", "KB-4", "KB-9"}
    assert answer.total == 3
    assert answer.facets == {"service": {"network": 2, "pay": 1}}
    assert suggest_many([audience, team], "payr") == ("payroll",)


def test_an_index_that_is_not_asked_leaves_no_trace(audience, team) -> None:  # type: ignore[no-untyped-def]
    alone = search_many([audience], Question("vpn payroll zebra", facets=("service",)))
    before = [hit.score for hit in alone.hits]
    team.add([document(f"KB-9{n}", "VPN zebra") for n in range(20)])
    again = search_many([audience], Question("vpn payroll zebra", facets=("service",)))
    assert again == alone
    assert [hit.score for hit in again.hits] == before
    assert suggest_many([audience], "zeb") == ()


def test_a_record_on_its_way_is_shown_once_in_its_newest_state(audience, team) -> None:  # type: ignore[no-untyped-def]
    team.add([document("KB-2", "VPN cannot connect", version=7, updated=999)])
    answer = search_many([audience, team], Question("vpn connect"))
    assert keys(answer).count("KB-2") == 1
    assert {hit.key: hit.version for hit in answer.hits}["KB-2"] == 7
    assert answer.total == 3


def test_pages_over_several_indexes_follow_each_other(audience, team) -> None:  # type: ignore[no-untyped-def]
    for index in (audience, team):
        index.add([document(f"{index.size()}-{n}", "same words here") for n in range(12)])
    found = [
        key for page in range(1, 6) for key in keys(search_many([audience, team], Question("same", page=page, size=5)))
    ]
    assert (len(found), len(set(found))) == (24, 24)


def test_no_index_answers_nothing() -> None:
    assert search_many([], Question("vpn")).total == 0


def test_one_missing_index_makes_the_answer_unavailable(audience, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(IndexUnavailable) as refused:
        search_many([audience, open_index(tmp_path / "nothing")], Question("vpn"))
    assert refused.value.reason == "missing"
