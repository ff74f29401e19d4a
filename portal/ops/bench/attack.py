"""What hostile questions cost: each by itself, and those who ask something decent at the same time."""

import threading
from functools import partial

from portal.ops.bench.engines import Ours, timed
from portal.ops.bench.figures import Bench, row
from portal.ops.bench.library import Asked
from search_index import QuestionTooLong

HOSTILE = {
    "wildcards": "?*?*?*?*?* *a* a* **" * 40,
    "ranges": "[a TO z] {* TO *} [0000 TO zzzz] " * 50,
    "fuzz": "password~9 connect~0.1 printer~2 " * 50,
    "300 times NOT": "NOT a " * 300,
    "300 minuses": "-a -b -c " * 100,
    "20 KB of text": "Why does nothing that I try to do here work any more 何をしても動かない " * 280,
    "a million of one letter": "a" * 1_000_000,
    "ten thousand of one letter": "a" * 10_000,
    "ten thousand kanji": "印刷機器接続" * 1_666,
    "surrogates": "\ud800\udfff" * 900,
    "right-to-left marks": "\u202e\u200f\u2066abc" * 400,
    "regular expressions": "(a+)+$ ^(([a-z])+.)+[A-Z]([a-z])+$ " * 50,
    "operators": 'title:"x"^99 AND (kind:a OR (kind:b AND NOT "c"~4)) ' * 40,
    "quotes that stay open": '"' * 1_999,
    "prefixes": " ".join(f"{a}{b}a*" for a in "abcdefgh" for b in "aeiouprst"),
}
ROUNDS = 5


def measure(bench: Bench, ours: Ours, asked: Asked) -> None:
    """A row for each hostile question in both modes, and decent questions alone and beside all of them."""
    for name, text in HOSTILE.items():
        for mode in ("words", "symptom"):
            times = [timed(partial(_asked, ours, text, mode)) for _ in range(ROUNDS)]
            bench.rows.append(
                row(f"attack: {name} ({mode})", [t[0] for t in times], engine="portal", clock=[t[1] for t in times])
            )
    _decent(bench, "symptom alone", ours, asked)
    ended = threading.Event()

    def attack() -> None:
        while not ended.is_set():
            for text in HOSTILE.values():
                _asked(ours, text, "symptom")

    attacker = threading.Thread(target=attack, name="attack")
    attacker.start()
    try:
        _decent(bench, "symptom beside an attack", ours, asked)
    finally:
        ended.set()
        attacker.join()


def _decent(bench: Bench, what: str, ours: Ours, asked: Asked) -> None:
    times = [timed(partial(ours.ask, text, "symptom")) for text in asked.symptoms]
    bench.rows.append(row(what, [own for own, _ in times], engine="portal", clock=[clock for _, clock in times]))


def _asked(ours: Ours, text: str, mode: str) -> None:
    """Ask, and take a refusal for an answer."""
    try:
        ours.ask(text, mode)
    except QuestionTooLong:
        return
