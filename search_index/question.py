"""Reading what people type: words, "phrases", -word, kind:value, word*; nothing else, and nothing is an error."""

import re
import unicodedata
from dataclasses import dataclass

from search_index.document import Mode, QuestionTooLong
from search_index.folding import clean

LONGEST_QUESTION = {"words": 2_000, "prefix": 2_000, "symptom": 10_000}
MOST_PIECES = 64
SHORTEST_PREFIX = 3
FILTER_NAMES = frozenset({"kind", "service", "category", "state", "type", "language"})

_PIECE = re.compile(
    r"""(?P<minus>(?<!\S)-)?(?:
      (?P<name>[a-z]{4,8}):(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]+))
    | "(?P<phrase>[^"]*)"
    | (?P<word>[^\s"]+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIX = re.compile(r"([^\W_][\w.\-]*)\*")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart; `text` is what is left as plain words."""

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()


def read(text: str, mode: Mode) -> Asked:
    """Take a question apart by the grammar of its mode.

    Refuses only questions that are too long; everything that is no operator is a word.
    """
    limit = LONGEST_QUESTION[mode]
    if len(text) > limit:
        raise QuestionTooLong(limit)
    text = unicodedata.normalize("NFKC", clean(text))[: 2 * limit]
    if mode == "symptom":
        return Asked(text)
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    prefixes: list[str] = []
    filters: list[tuple[str, str]] = []
    for count, match in enumerate(_PIECE.finditer(text)):
        if count == MOST_PIECES:
            break
        name, phrase, word = match["name"], match["phrase"], match["word"]
        if name is not None:
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            if name.lower() in FILTER_NAMES and not match["minus"]:
                filters.append((name.lower(), value.strip()))
            else:
                words.append(match.group())
        elif phrase is not None:
            (without if match["minus"] else phrases).append(phrase)
        elif match["minus"] and any(c.isalnum() for c in word):
            without.append(word)
        elif (prefix := _PREFIX.fullmatch(word)) and len(prefix[1]) >= SHORTEST_PREFIX:
            prefixes.append(prefix[1])
        else:
            words.append(word)
    rest = " ".join(words)
    if mode == "prefix" and text[-1:].isspace():
        rest += " "
    return Asked(rest, tuple(phrases), tuple(without), tuple(prefixes), tuple(filters))
