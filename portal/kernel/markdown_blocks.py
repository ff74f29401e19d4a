"""The lines of a Markdown text: its `:::` blocks taken apart, its lists and fences brought to one indentation.

A block that only staff may read must never reach an outside reader, whatever the author mistyped. So each doubt is
settled towards hiding:

* `:::internal` opens a hidden block in any case, width and indentation, in the middle of a line, in a quotation, in
  code. `::internal` at the start of a line, and `:::` there with a name that is not `warn` or `info`, do so too.
* Only a line of nothing but colons closes, with no fewer colons than the opening line and not indented four columns
  further; within a fence that was opened inside the block it closes nothing. What opens inside has to be closed first.
* What is not closed goes on to the end of the text.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

TONES = {"warn": "warn", "warning": "warn", "info": "info", "note": "info", "tip": "info"}
DEEPEST = 4
MARK = "\x1a"  # a control character: cleaned texts have none, so that no author can write a mark

_UNSEEN = "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]*"
_COLONS = ":：︓∶꞉ː"
_COLON = f"(?:[{_COLONS}]{_UNSEEN})"
_WORD = _UNSEEN.join(f"[{letter}{chr(ord(letter) + 0xFEE0)}]" for letter in "internal")
_HIDING = re.compile(rf"(?<![{_COLONS}])(?P<colons>{_COLON}{{3,}}+)\s*{_UNSEEN}{_WORD}", re.IGNORECASE)
# Atomic: there is one way to read what stands before, and no going back over it.
_LEAD = r"(?P<lead>(?>[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s[\s>]*)*))"
_HIDING_AT_START = re.compile(rf"{_LEAD}{_UNSEEN}(?P<colons>{_COLON}{{2,}}+)\s*{_UNSEEN}{_WORD}", re.IGNORECASE)
_NAMED = re.compile(rf"{_LEAD}{_UNSEEN}(?P<colons>{_COLON}{{3,}}+)\s*(?P<name>[^\s:：]+)")
_CLOSING = re.compile(rf"(?P<lead>[\s>]*){_UNSEEN}(?P<colons>{_COLON}{{3,}}+)\s*\Z")
_FENCE = re.compile(rf"{_LEAD}(?P<fence>`{{3,}}(?=[^`]*\Z)|~{{3,}})")
_ITEM = re.compile(r"(?:[-*+]|(?P<number>\d{1,9})[.)])\s+(?=\S)")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}\s*\Z")


@dataclass
class Block:
    """Lines and blocks in their order; `tone` is "internal", "warn", "info" or, for the whole text, empty."""

    tone: str = ""
    lead: str = ""
    column: int = 0
    colons: int = 0
    fence: str = ""
    parts: list["str | Block"] = field(default_factory=list)


def parse(text: str) -> Block:
    """*text* as a tree of blocks. One pass; every line stands in exactly one block."""
    root = Block()
    open_blocks = [root]
    for line in text.split("\n"):
        block = open_blocks[-1]
        if len(open_blocks) > 1 and not block.fence and _closes(line, block):
            open_blocks.pop()
            continue
        opening = _opening(line, block.fence)
        if opening is None:
            block.parts.append(line)
            block.fence = _fence_after(line, block.fence)
            continue
        inner, before, after = opening
        if before.strip():
            block.parts.append(before)
        if len(open_blocks) <= DEEPEST:
            block.parts.append(inner)
        elif any(each.tone == "internal" for each in open_blocks):
            # Has to be closed like the others, but is no block of its own.
            inner.tone, inner.parts = block.tone, block.parts
        else:
            inner.tone = "internal"
            block.parts.append(inner)
        if after.strip():
            inner.parts.append(after)
        open_blocks.append(inner)
    return root


def _opening(line: str, fence: str) -> tuple[Block, str, str] | None:
    """The block that *line* opens, what stands before it on the line and what after; None if it opens none."""
    lead = re.sub(r"[^\s>].*", "", line, flags=re.DOTALL)
    if found := _HIDING_AT_START.match(line):
        block = Block("internal", lead, len(found["lead"].expandtabs(4)), _count(found["colons"]))
        return block, found["lead"], line[found.end() :]
    if found := _HIDING.search(line):
        block = Block("internal", lead, len(lead.expandtabs(4)), _count(found["colons"]))
        return block, line[: found.start()], line[found.end() :]
    if fence or not (found := _NAMED.match(line)):
        return None
    tone = TONES.get(unicodedata.normalize("NFKC", found["name"]).casefold(), "internal")
    after = line[found.end() :] if tone != "internal" else line[found.start("name") :]
    return Block(tone, lead, len(found["lead"].expandtabs(4)), _count(found["colons"])), found["lead"], after


def _closes(line: str, block: Block) -> bool:
    closing = _CLOSING.match(line)
    return (
        closing is not None
        and _count(closing["colons"]) >= block.colons
        and closing["lead"].count(">") == block.lead.count(">")
        and len(closing["lead"].expandtabs(4)) <= block.column + 3
    )


def _count(colons: str) -> int:
    return len(re.sub(_UNSEEN, "", colons))


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after *line*, if *fence* is before; empty for none."""
    if fence:
        closed = re.fullmatch(rf"[\s>]*{re.escape(fence[0])}{{{len(fence)},}}\s*", line)
        return "" if closed else fence
    found = _FENCE.match(line)
    return found["fence"] if found else ""


def without_internal(block: Block) -> Block:
    """The same tree without what only staff may read; what stood around it does not become one paragraph."""
    kept: list[str | Block] = []
    gap = False
    for part in block.parts:
        if isinstance(part, Block):
            gap = part.tone == "internal"
            if not gap:
                kept.append(without_internal(part))
            continue
        if gap and kept and not (part.lstrip().startswith("|") or _ITEM.match(part.lstrip())):
            kept.append("")
        kept.append(part)
        gap = False
    return Block(block.tone, block.lead, block.column, block.colons, "", kept)


def outline(block: Block) -> tuple[list[str], list[Block]]:
    """The lines of *block* with a marked paragraph in the place of each block inside, and those blocks.

    What stands before its opening line, spaces and ">", is taken off its lines too.
    """
    outer = re.compile(rf"\A[\s>]{{0,{len(block.lead)}}}")
    lines: list[str] = []
    inside: list[Block] = []
    fence, closed, reopened = "", "", ""
    for part in block.parts:
        if isinstance(part, str):
            line = outer.sub("", part, count=1)
            before, fence = fence, _fence_after(line, fence)
            if fence and not before and (found := _FENCE.match(line)):
                lead = re.sub(r"[^\s>]", " ", found["lead"])
                closed, reopened = lead + fence, lead + line[found.start("fence") :]
            lines.append(line)
            continue
        # A fence is interrupted, since no note can stand inside code.
        if fence:
            lines.append(closed)
        lead = part.lead[len(block.lead) :]
        lines += [lead.rstrip(), f"{lead}{MARK}{len(inside)}{MARK}", lead.rstrip()]
        if fence:
            lines.append(reopened)
        inside.append(part)
    return lines, inside


def even_indentation(lines: Sequence[str]) -> Iterator[str]:
    """*lines* with list levels four columns apart, as the parser wants them, however they were typed.

    Two columns more than the mark above make a level. A list may follow a paragraph without an empty line between.
    Fenced code moves with its item and is otherwise left as it is.
    """
    levels: list[tuple[int, int]] = []  # column of the mark, column of the text
    fence, shift = "", 0
    before = ""
    for line in lines:
        if fence:
            fence = _fence_after(line, fence)
            yield _moved(line, shift)
            before = line
            continue
        body = line.expandtabs(4).lstrip(" ")
        column = len(line.expandtabs(4)) - len(body)
        item = _ITEM.match(body)
        if not body.strip():
            yield ""
        elif item and not _RULE.match(body) and (levels or column < 4):
            if item["number"]:
                body = f"{item['number']}.{body[len(item['number']) + 1 :]}"
            if not levels and before.strip() and (item["number"] or "1") == "1":
                yield ""
            while levels and column < levels[-1][0] + 2:
                levels.pop()
            yield " " * 4 * len(levels) + body
            levels.append((column, column + item.end()))
        else:
            if not column and not before.strip():
                levels.clear()
            inside = sum(1 for mark, _ in levels if mark + 2 <= column)
            target = 4 * inside + max(0, column - levels[inside - 1][1]) if inside else column
            fence, shift = _fence_after(body, ""), target - column
            yield " " * target + (body if column else line)
        before = line


def _moved(line: str, shift: int) -> str:
    if shift >= 0:
        return " " * shift + line if line.strip() else line
    spaces = len(line) - len(line.lstrip(" "))
    return line[min(spaces, -shift) :]
