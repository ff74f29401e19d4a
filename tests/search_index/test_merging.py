"""Segments are put together while the index is read and written: nothing is lost, nothing that went comes back."""

import pytest
from whoosh import writing

from search_index import DiskIndex, Question, merging
from search_index.merging import Size, due
from tests.search_index.samples import document, keys


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], []),
        ([(100, 0)] * 3, []),
        ([(100, 0)] * 4, [0, 1, 2, 3]),
        ([(10_000, 0), (100, 0), (120, 0), (90, 10), (110, 5), (2, 0)], [1, 2, 3, 4]),
        ([(100, 0), (1_000, 0), (10_000, 0), (100_000, 0)], []),
        ([(100, 20), (1_000, 300)], [1]),
        ([(0, 0)], []),
    ],
)
def test_like_sized_segments_are_due_and_those_with_many_gone(sizes, expected) -> None:
    assert due([Size(*size) for size in sizes]) == expected


@pytest.fixture
def scattered(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> DiskIndex:
    """An index of several segments, some documents gone; what Whoosh would put together stays as it is."""
    monkeypatch.setattr(merging, "LIKE_SIZED", 2)
    monkeypatch.setattr(writing, "MERGE_SMALL", writing.NO_MERGE)
    for batch in range(4):
        disk.add([document(f"K{batch}{n}", f"printer number{n}", updated=n) for n in range(5)])
        disk.remove([f"K{batch}3"])
    return disk


def _kept(disk: DiskIndex) -> list[str]:
    return sorted(key for key in disk.keys_and_versions() if key.startswith("K") and "-" not in key)


def _told(index, text: str = "printer number2") -> list[tuple[str, float]]:
    answer = index.search(Question(text, kinds=("article",), size=100))
    return [(hit.key, hit.score) for hit in answer.hits if "-" not in hit.key]


def _segments(disk: DiskIndex) -> int:
    disk.check_fresh()
    return len(disk.view()._parts)


def test_the_answers_stay_and_the_segments_become_few(scattered: DiskIndex) -> None:
    before, number, held = _told(scattered), _segments(scattered), scattered.keys_and_versions()

    while scattered.merge():
        pass

    assert number > 2 > _segments(scattered)
    assert (_told(scattered), scattered.keys_and_versions()) == (before, held)
    assert all(part.live is None for part in scattered.view()._parts)
    assert not (scattered._folder.path / "MERGING").exists()
    # A process that opens it anew finds every file as it was written.
    again = DiskIndex(scattered._folder.path)
    assert again.keys_and_versions() == held
    assert scattered.merge() is False


def test_changes_meanwhile_count(scattered: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = merging._copy

    def meanwhile(*given) -> None:
        copy(*given)
        scattered.apply([document("K01", "scanner"), document("K99", "printer number9")], ["K10", "K24"])

    monkeypatch.setattr(merging, "_copy", meanwhile)
    before = set(_kept(scattered))
    assert scattered.merge()
    scattered.check_fresh()

    assert set(_kept(scattered)) == before - {"K10", "K24"} | {"K99"}
    assert keys(scattered.search(Question("scanner"))) == ["K01"]
    assert "K01" not in keys(scattered.search(Question("printer", size=100)))


def test_where_a_rebuild_came_first_the_copy_is_given_up(scattered: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = merging._copy

    def meanwhile(*given) -> None:
        copy(*given)
        scattered.rebuild([document("NEW", "printer")])

    monkeypatch.setattr(merging, "_copy", meanwhile)

    assert scattered.merge() is False
    assert scattered.keys_and_versions() == {"NEW": 1}


def test_where_the_segments_were_replaced_the_copy_is_given_up(
    scattered: DiskIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, merge = merging._copy, scattered.merge

    def meanwhile(*given) -> None:
        monkeypatch.setattr(merging, "_copy", copy)
        copy(*given)
        with scattered._folder.lock("WRITER", 0):
            generation = scattered._folder.current()
            chosen = merging._segments(generation)
            other = scattered._folder.path / "OTHER"
            copy(generation, chosen, other)
            assert merging._exchange(generation, chosen, other)

    monkeypatch.setattr(merging, "_copy", meanwhile)
    held = scattered.keys_and_versions()

    assert merge() is False
    scattered.check_fresh()
    assert scattered.keys_and_versions() == held


def test_segments_of_which_nothing_is_left_are_dropped(disk: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MERGE_SMALL", writing.NO_MERGE)
    disk.add([document("K1", "printer")])
    disk.remove(["K1"])
    held, number = disk.keys_and_versions(), _segments(disk)

    assert disk.merge()

    assert (disk.keys_and_versions(), _segments(disk)) == (held, number - 1)


def test_two_do_not_merge_at_once(scattered: DiskIndex) -> None:
    with scattered._folder.lock("MERGE", 0):
        assert scattered.merge() is False


def test_what_fails_leaves_the_index_as_it_was(scattered: DiskIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    held = scattered.keys_and_versions()

    def fails(*_given) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "clean_files", fails)
    with pytest.raises(KeyboardInterrupt):
        scattered.merge()

    again = DiskIndex(scattered._folder.path)
    assert again.keys_and_versions() == held
    again.add([document("K77", "printer")])
    assert again.keys_and_versions() == {**held, "K77": 1}
