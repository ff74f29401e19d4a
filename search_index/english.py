"""English words and everything else in Latin letters and digits: codes, versions, paths, addresses."""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

import snowballstemmer

LONGEST = 64

_STOP_LINES = (
    "a about after all also am an and any are as at be been but by can could did do does doing for from get",
    "had has have he her here him his how i if in into is it its just me my no not of on or our please she so",
    "some than that the their them then there these they this to too us was we were what when where which who",
    "why will with would you your i'm i've it's can't don't doesn't isn't won't didn't",
)
STOP_WORDS = frozenset(word for line in _STOP_LINES for word in line.split())

_WORD = re.compile(r"[^\W_](?:[^\W_]|(?::\\|://|::|['.\-/:@\\+])(?=[^\W_])|_+(?=[^\W_]))*(?:\+\+|#)?")
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LETTERS_THEN_DIGITS = re.compile(r"([^\W\d_]{2,})(\d+)([^\W\d_]{2,})?")
# What paths and addresses are joined with; each piece between may be a name of its own: log.txt, srv-01.example.jp.
_JOINED = re.compile(r"[^/\\:@]+")
_VERSION = re.compile(r"v(\d+(?:\.\d+)+.*)")
_SIMPLE_HYPHEN = re.compile(r"([^\W\d_]+)-([^\W\d_]+)")

_stemmers = threading.local()


class Token(NamedTuple):
    """A term with the form it was written in and its place; `kind` tells how it was read."""

    term: str
    form: str
    start: int
    end: int
    kind: Literal["word", "code", "japanese"]


@lru_cache(maxsize=131_072)
def stem(word: str) -> str:
    """The Porter2 stem of an English word (snowballstemmer); words with digits or other letters stay as they are."""
    if not word.isascii() or not word.replace("'", "").isalpha():
        return word
    stemmer = getattr(_stemmers, "english", None)
    if stemmer is None:
        # The stemmer keeps the word it works on in itself, so each thread has its own.
        stemmer = _stemmers.english = snowballstemmer.stemmer("english")
    return str(stemmer.stemWord(word))


def is_code(token: str) -> bool:
    """Whether the token names something exactly: kb5001330, 0x80070035, 10.2.3.4, ora-01017."""
    if len(token) < 4 or not any(c.isdigit() for c in token):
        return False
    return not token.isdigit() or len(token) >= 5


def term_of(word: str) -> str:
    """The term under which a whole folded token is kept: wi-fi and e-mail without the hyphen, words as stems."""
    hyphen = _SIMPLE_HYPHEN.fullmatch(word)
    return stem(hyphen[1] + hyphen[2] if hyphen else word)[:LONGEST]


def latin_tokens(folded: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a run that holds no Japanese: whole tokens and, where they have any, their parts."""
    for match in _WORD.finditer(folded, start, end):
        word = match.group()
        if word in STOP_WORDS:
            continue
        begin = match.start()
        parts = list(_PART.finditer(word))
        if len(parts) == 1 and parts[0].group() == word:
            yield Token(term_of(word), word[:LONGEST], begin, match.end(), _kind(word))
            halves = _LETTERS_THEN_DIGITS.fullmatch(word)
            if halves:
                for group in (1, 2, 3):
                    if halves[group]:
                        yield _part(halves[group], begin + halves.start(group))
            continue
        if len(word) <= LONGEST:
            yield Token(term_of(word), word, begin, match.end(), _kind(word))
        for start, piece in _pieces(word):
            yield Token(
                term_of(piece), piece[:LONGEST], begin + start, begin + start + len(piece[:LONGEST]), _kind(piece)
            )
        for part in parts:
            text = part.group()
            if len(text) > 1 and text not in STOP_WORDS:
                yield _part(text, begin + part.start())


def _pieces(word: str) -> Iterator[tuple[int, str]]:
    """The names within a path or address, with their places: file, host, domain; and a version without its v."""
    joined = list(_JOINED.finditer(word))
    for match in joined:
        if len(joined) > 1 and len(_PART.findall(match.group())) > 1:
            yield match.start(), match.group()
        if version := _VERSION.fullmatch(match.group()):
            yield match.start() + version.start(1), version[1]


def _kind(text: str) -> Literal["word", "code"]:
    return "code" if is_code(text) else "word"


def _part(text: str, start: int) -> Token:
    return Token(stem(text)[:LONGEST], text[:LONGEST], start, start + len(text), _kind(text))
