"""Japanese words by their dictionary's normal form, and pairs of characters for what no dictionary knows."""

import re
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

from search_index.english import LONGEST, Token, term_of
from search_index.folding import fold, katakana

DICTIONARY = "small"

JAPANESE_RUN = re.compile(
    "[\u3005-\u3007\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
HIRAGANA_RUN = re.compile("[\u3041-\u3096ー]{3,}")
_PARTICLES = "がをにではのともへや"
_ALL_HIRAGANA = re.compile("[\u3041-\u309fー]*")
_LONG_KATAKANA = re.compile("[\u30a1-\u30faー]{3,}ー")

# Parts of speech that carry meaning; particles, auxiliaries, pronouns, affixes and signs do not.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
_STOP_LINES = (
    "為る 有る 居る 成る 出来る 無い 事 物 為 様 時 所 者 方 中 場合 下さる",
    "頂く 呉れる 貰う 仕舞う 見る 行く 来る 言う 如何 何 そう もう まだ 又 良い 宜しい 願う",
)
STOP_WORDS = frozenset(word for line in _STOP_LINES for word in line.split())

# The tokenizer refuses more than 49,149 bytes a call; a character has at most four.
_PIECE = 12_000

_loading = threading.Lock()
_mine = threading.local()
_dictionary: Any = None


def dictionary_version() -> str:
    """The version of the dictionary, without loading it; another dictionary makes other terms."""
    return f"sudachidict-{DICTIONARY} {version('sudachidict-' + DICTIONARY)}, sudachipy {version('sudachipy')}"


def _tokenizer() -> Any:
    """This thread's tokenizer; the dictionary (about 70 MB) is loaded when the first Japanese text comes."""
    global _dictionary
    tokenizer = getattr(_mine, "tokenizer", None)
    if tokenizer is None:
        import sudachipy

        with _loading:
            if _dictionary is None:
                _dictionary = sudachipy.Dictionary(dict=DICTIONARY)
            tokenizer = _mine.tokenizer = _dictionary.tokenizer(mode=sudachipy.SplitMode.A)
    return tokenizer


def runs_of(folded: str) -> list[tuple[int, int]]:
    """Where Japanese stands in a folded text."""
    return [match.span() for match in JAPANESE_RUN.finditer(folded)]


def _pieces(folded: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """The runs joined into texts that the tokenizer takes, each with (place in the piece, place in the text)."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for start, end in runs:
        for begin in range(start, end, _PIECE):
            part = folded[begin : min(end, begin + _PIECE)]
            if length + len(part) > _PIECE:
                yield "\n".join(parts), places
                parts, places, length = [], [], 0
            parts.append(part)
            places.append((length, begin))
            length += len(part) + 1
    if parts:
        yield "\n".join(parts), places


def normal(form: str) -> str:
    """The term of a normal form: folded; long katakana words lose a final ー (サーバー is サーバ)."""
    term = fold(form)
    if term.isascii():
        return term_of(term)
    return (term[:-1] if _LONG_KATAKANA.fullmatch(term) else term)[:LONGEST]


def words(folded: str, runs: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The content words of the runs, in SudachiPy's short units (mode A), by normalised form."""
    for piece, places in _pieces(folded, runs):
        run = 0
        for morpheme in _tokenizer().tokenize(piece):
            if morpheme.part_of_speech()[0] not in _CONTENT:
                continue
            raw = morpheme.normalized_form()
            if raw in STOP_WORDS:
                continue
            begin = morpheme.begin()
            while run + 1 < len(places) and places[run + 1][0] <= begin:
                run += 1
            start = places[run][1] + begin - places[run][0]
            surface = morpheme.surface()
            yield Token(normal(raw), surface[:LONGEST], start, start + len(surface), "japanese")


def pairs(folded: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Pairs of neighbouring characters with their places; pairs of hiragana alone are endings and say nothing."""
    for start, end in runs:
        for place in range(start, end - 1):
            pair = folded[place : place + 2]
            if not _ALL_HIRAGANA.fullmatch(pair):
                yield pair, place


def katakana_readings(folded: str) -> Iterator[tuple[str, str]]:
    """Longer hiragana runs as someone may have meant them in katakana: (as written, in katakana)."""
    for match in HIRAGANA_RUN.finditer(folded):
        run = match.group()
        yield run, katakana(run)
        stem = run.rstrip(_PARTICLES)
        if 3 <= len(stem) < len(run):
            yield stem, katakana(stem)
