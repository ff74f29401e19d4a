"""The history page shows what changed, in words, and shows nothing that did not."""

import os
import random
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.difference import Row, changes

CASES = settings(deadline=None, max_examples=2000 if os.environ.get("PORTAL_FULL") else 200)
TEXTS = st.lists(
    st.sampled_from(["", "a", "b", "電源を入れる。", "電源を切る。", "wait here", "wait there", " ", "か\u3099"])
).map("\n".join)


def _side(rows: list[Row], without: str) -> str:
    return "\n".join("".join(text for text, _ in row.parts) for row in rows if row.kind != without)


def test_equal_texts_have_no_rows() -> None:
    assert changes("一\n二", "一\n二") == []


def test_the_changed_word_alone_is_marked() -> None:
    assert changes("The old printer waits.", "The new printer waits.") == [
        Row("-", (("The ", False), ("old", True), (" printer waits.", False))),
        Row("+", (("The ", False), ("new", True), (" printer waits.", False))),
    ]


def test_japanese_is_compared_by_runs_of_one_script() -> None:
    old, new = changes("プリンターを再起動してください。", "プリンターを再開してください。")
    assert old.parts == (("プリンターを", False), ("再起動", True), ("してください。", False))
    assert new.parts == (("プリンターを", False), ("再開", True), ("してください。", False))


def test_a_line_stands_beside_the_line_it_became() -> None:
    rows = changes("電源を切ります。\n五分待ちます。", "最初に\n電源を入れます。\n十分ほど待ちます。")
    assert [row.kind for row in rows] == ["+", "-", "+", "-", "+"]
    assert "".join(text for text, _ in rows[1].parts) == "電源を切ります。"
    assert "".join(text for text, _ in rows[2].parts) == "電源を入れます。"


def test_lines_with_nothing_in_common_are_marked_whole() -> None:
    assert changes("abc", "電源") == [Row("-", (("abc", True),)), Row("+", (("電源", True),))]


def test_a_space_between_two_changes_is_no_agreement() -> None:
    old, new = changes("please call me now today", "please ring us now today")
    assert old.parts == (("please ", False), ("call me", True), (" now today", False))
    assert new.parts == (("please ", False), ("ring us", True), (" now today", False))


def test_a_long_unchanged_stretch_is_folded_and_counted() -> None:
    lines = [f"line {number}" for number in range(20)]
    rows = changes("\n".join(lines), "\n".join([*lines, "more"]))
    assert rows[0] == Row("…", (), 18)
    assert [row.kind for row in rows] == ["…", "=", "=", "+"]


def test_one_hidden_line_is_shown_rather_than_counted() -> None:
    rows = changes("a\nb\nc\nd", "a\nb\nc\nX", context=2)
    assert [row.kind for row in rows] == ["=", "=", "=", "-", "+"]


@CASES
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_from_the_rows(before: str, after: str) -> None:
    rows = changes(before, after, context=None)
    if before != after:
        assert _side(rows, "+") == before
        assert _side(rows, "-") == after


@CASES
@given(TEXTS, TEXTS, st.integers(0, 3))
def test_folding_loses_no_line_and_hides_no_change(before: str, after: str, context: int) -> None:
    full, folded = changes(before, after, None), changes(before, after, context)
    assert sum(row.count for row in folded) == len(full)
    assert [row for row in folded if row.kind in "+-"] == [row for row in full if row.kind in "+-"]


def _shuffled(words: list[str]) -> list[str]:
    return random.Random(1).sample(words, len(words))


NUMBERS = [str(number) for number in range(9000)]
COSTLY = {
    "the same line": ("a\n" * 32000, "b\n" + "a\n" * 31000 + "c"),
    "one long line": ("a " * 32000, "b " + "a " * 31000 + "c"),
    "shuffled lines": ("\n".join(NUMBERS), "\n".join(_shuffled(NUMBERS))),
    "shuffled words": (" ".join(NUMBERS), " ".join(_shuffled(NUMBERS))),
    "every second line": (
        "\n".join(f"{n}\nA{n}" for n in range(5500)),
        "\n".join(f"{n}\nB{n}" for n in range(5500)),
    ),
    "every second line of few": (
        "\n".join(f"{n}\nA{n}" for n in range(1200)),
        "\n".join(f"{n}\nB{n}" for n in range(1200)),
    ),
    "empty lines": ("\n" * 65000, "x\n" * 3 + "\n" * 64000 + "y"),
    "changed blocks": (
        "\n".join(f"{n} foo bar" * 9 if n % 20 else str(n) for n in range(600)),
        "\n".join(f"{n} foo bap" * 9 if n % 20 else str(n) for n in range(600)),
    ),
}


@pytest.mark.parametrize("name", COSTLY)
def test_the_largest_texts_are_compared_within_three_seconds_of_cpu(name: str) -> None:
    before, after = COSTLY[name]
    start = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    rows = changes(before, after, context=None)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - start < 3
    assert _side(rows, "+") == before
    assert _side(rows, "-") == after
