"""What changed between two texts: lines first, then the words inside changed lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["=", "-", "+", "…"]
Part = tuple[str, bool]
Stretch = tuple[bool, Sequence[str], Sequence[str]]

# Where comparing would take longer than a reader waits, a change is shown as one whole. The matcher's work grows with
# the product of both lengths (about a second for the first figure) and with the pairs of equal members.
MOST_WORK = 6_000_000
MOST_WORK_IN_A_LINE = 1_000_000
MOST_PAIRS = 20_000
ALIKE = 0.35

# Kanji, katakana, hiragana, Latin words and numbers, white space; any other character alone with its marks.
_MARKS = r"(?:[\u0300-\u036f\u3099\u309a\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]|(?<=\u200d).)*"
_WORDS = re.compile(rf"[一-鿿々〆㐀-䶿]+|[ァ-ヺーｦ-ﾟ]+|[ぁ-ゖ]+|[A-Za-z0-9_\u00c0-\u024f]+|\s+|.{_MARKS}", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """A line of the comparison.

    `kind`: "=" stands in both, "-" only before, "+" only after, "…" is a stretch of `count` lines that stand in both.
    `parts` joined are the line; each says whether it changed.
    """

    kind: Kind
    parts: tuple[Part, ...]
    count: int = 1


def changes(before: str, after: str, context: int | None = 2) -> list[Row]:
    """The rows that lead from *before* to *after*; none if they are equal.

    *context* lines around each change stay, longer stretches are folded; None folds nothing.
    """
    if before == after:
        return []
    old, new = before.split("\n"), after.split("\n")
    rows: list[Row] = []
    budget = MOST_WORK
    for same, old_lines, new_lines in _stretches(old, new, MOST_WORK)[0]:
        if same:
            rows += [Row("=", ((line, False),)) for line in old_lines]
            continue
        for left, right in _side_by_side(old_lines, new_lines):
            if left is None or right is None:
                rows.append(_whole("-", left) if right is None else _whole("+", right))
                continue
            compared, cost = _inside(left, right, budget)
            rows += compared
            budget -= cost
    return rows if context is None else list(_folded(rows, context))


def _whole(kind: Kind, line: str | None) -> Row:
    return Row(kind, ((line or "", True),))


def _stretches(old: Sequence[str], new: Sequence[str], most_work: int) -> tuple[list[Stretch], int]:
    """Equal and unequal stretches in turn, one big unequal one where comparing costs too much; and what it cost."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old_middle, new_middle = old[start : len(old) - end], new[start : len(new) - end]
    work = len(old_middle) * len(new_middle)
    if work > most_work or _pairs(old_middle, new_middle) > MOST_PAIRS:
        middle, work = [(False, old_middle, new_middle)], 0
    else:
        # Empty lines and spaces join what belongs together; they are no reason to join anything.
        matcher = SequenceMatcher(lambda each: not each.strip(), old_middle, new_middle, autojunk=False)
        middle = [
            (op[0] == "equal", old_middle[op[1] : op[2]], new_middle[op[3] : op[4]]) for op in matcher.get_opcodes()
        ]
    return [(True, old[:start], new[:start]), *middle, (True, old[len(old) - end :], new[len(new) - end :])], work


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pairs of equal members the matcher would look at, empty ones left out."""
    counts = Counter(each for each in new if each.strip())
    return sum(counts[each] for each in old)


def _side_by_side(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Each old line with the new line it became, in order; lines that have no like stand alone."""
    if len(old) == len(new) == 1:
        yield old[0], new[0]
        return
    if len(old) * len(new) > 400:
        yield from ((line, None) for line in old)
        yield from ((None, line) for line in new)
        return
    # Best sum of likeness of pairs in order, from the end, as for a longest common subsequence.
    new_words = [_words(line) for line in new]
    likeness = [[_likeness(left, right) for right in new_words] for left in map(_words, old)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            joined = best[row + 1][column + 1] + likeness[row][column] if likeness[row][column] >= ALIKE else 0.0
            best[row][column] = max(joined, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < len(old) and column < len(new):
        if best[row][column] == best[row + 1][column]:
            yield old[row], None
            row += 1
        elif best[row][column] == best[row][column + 1]:
            yield None, new[column]
            column += 1
        else:
            yield old[row], new[column]
            row, column = row + 1, column + 1
    yield from ((line, None) for line in old[row:])
    yield from ((None, line) for line in new[column:])


def _words(line: str) -> Counter[str]:
    return Counter(_WORDS.findall(line[:400]))


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    """The share of characters in common words: 2 × common ÷ all (Dice 1945)."""
    common = sum(len(word) * min(count, right[word]) for word, count in left.items() if word in right)
    everything = sum(len(word) * count for words in (left, right) for word, count in words.items())
    return 2 * common / max(1, everything)


def _inside(left: str, right: str, budget: int) -> tuple[list[Row], int]:
    """Two rows for a line that changed, its changed words marked; and what the comparison cost."""
    old, new = _WORDS.findall(left), _WORDS.findall(right)
    stretches, cost = _stretches(old, new, min(budget, MOST_WORK_IN_A_LINE))
    old_parts: list[Part] = []
    new_parts: list[Part] = []
    for same, old_words, new_words in stretches:
        old_parts.append(("".join(old_words), not same))
        new_parts.append(("".join(new_words), not same))
    if not any(text.strip() and not changed for text, changed in old_parts):
        return [_whole("-", left), _whole("+", right)], cost
    return [Row("-", _joined(old_parts)), Row("+", _joined(new_parts))], cost


def _joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """*parts* without empty ones, neighbours of one sort as one; a lone space between two changes is part of them."""
    present = [part for part in parts if part[0]]
    result: list[Part] = []
    for index, (text, changed) in enumerate(present):
        lone = text.isspace() and 0 < index < len(present) - 1 and present[index - 1][1] and present[index + 1][1]
        if result and result[-1][1] == (changed or lone):
            result[-1] = (result[-1][0] + text, result[-1][1])
        else:
            result.append((text, changed))
    return tuple(result) or (("", True),)


def _folded(rows: Sequence[Row], context: int) -> Iterator[Row]:
    changed = [index for index, row in enumerate(rows) if row.kind != "="]
    near = {index + step for index in changed for step in range(-context, context + 1)}
    index = 0
    while index < len(rows):
        until = index
        while until < len(rows) and until not in near:
            until += 1
        if until - index > 1:
            yield Row("…", (), until - index)
            index = until
        else:
            yield rows[index]
            index += 1
