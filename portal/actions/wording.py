"""Words that promise nothing one could check: shown as hints, never a refusal (domain 3.8)."""

import re

from portal.kernel.text import fold

SHORTEST = 10  # characters

_VAGUE_JA = (
    *("注意する", "注意して", "気を付け", "気をつけ", "徹底", "意識", "心がけ", "心掛け", "周知", "検討する"),
    *("強化する", "再教育", "ダブルチェック", "確認を怠らない"),
)
_VAGUE_EN = (
    *("investigate", "improve", "consider", "be careful", "make sure", "look into", "fix the issue"),
    *("enhance monitoring", "pay attention", "remind", "raise awareness", "double-check", "double check", "retrain"),
)
_VAGUE = re.compile(
    "|".join([*map(re.escape, _VAGUE_JA), *(rf"\b{re.escape(words)}\b" for words in _VAGUE_EN)]), re.IGNORECASE
)


# All of them, for those who watch while somebody types.
VAGUE_WORDS = (*_VAGUE_JA, *_VAGUE_EN)


def vague(text: str) -> list[str]:
    """The words of *text*, as they stand in it, by which nobody could tell whether the action was done."""
    return list(dict.fromkeys(match.group() for match in _VAGUE.finditer(text)))


def parts(text: str) -> list[tuple[str, bool]]:
    """*text* cut where such words begin and end, each piece with whether it is one."""
    pieces, end = [], 0
    for match in _VAGUE.finditer(text):
        pieces += [(text[end : match.start()], False), (match.group(), True)]
        end = match.end()
    return [(piece, is_vague) for piece, is_vague in (*pieces, (text[end:], False)) if piece]


def is_too_short(text: str) -> bool:
    """Whether *text* can hardly say what will be different."""
    return 0 < len(fold(text).strip()) < SHORTEST
