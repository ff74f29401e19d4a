"""A library of any size for measuring the engine: texts whose words are spread as those of real texts are.

How often a word is used follows Zipf and Mandelbrot, p ~ 1 / (rank + shift): a few words stand everywhere, most of them
in hardly any text. That decides what a question costs. The words mean nothing; those of Japanese are in its dictionary.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from search_index import Document, analysis
from search_index.english import STOP_WORDS

SEED = 20261122
ENGLISH_WORDS, KATAKANA_WORDS = 60_000, 30_000
SYMPTOMS, WORDS, PREFIXES, TYPOS = 150, 200, 200, 100

# English begins with its stop words; what stands between Japanese words is no word, and so its commonest are not drawn.
_SHIFT = {"en": 2.7, "ja": 30.0}
_BEGINNINGS = [*"bcdfghjklmnprstvwz", "br", "cl", "dr", "fl", "gr", "pl", "pr", "st", "tr", "sh", "ch"]
_VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
_ENDINGS = ["", "", "n", "r", "s", "t", "l", "m", "ck", "nd"]
_KANA = (
    "アイウエオカキクケコサシスセソタチツテトナニネノハヒフヘホマミムメモラリルレロワンガギグゴザジズダデドバビブボパピ"
)
_KANJI = (
    "接続設定変更確認画面表示入力出力印刷用紙機器電源電話番号利用者端末起動停止再開始終了保存削除登録申請承認通信"
    "回線経路認証証明期限更新管理権限制御操作方法手順結果原因対応処理時間日付場所部屋会議予約資料文書書類名前住所"
    "社員業務作業計画予定報告連絡相談受付窓口要求条件内容情報記録履歴検索一覧項目種類状態異常正常障害復旧修理交換"
)
_PARTICLES = ("の", "を", "に", "が", "は", "で", "と", "も")
_VERBS = ("した", "できない", "されました", "している", "を行います", "になりました")


@dataclass(frozen=True)
class Asked:
    """The questions of a run, all of them taken from documents that are there."""

    symptoms: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    typos: list[str] = field(default_factory=list)


class Library:
    """The same documents and questions for a language every time."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._joint = "" if language == "ja" else " "
        self._words = _japanese() if language == "ja" else _english()
        spread = np.cumsum(1 / (np.arange(len(self._words)) + 1 + _SHIFT[language]))
        self._spread = spread / spread[-1]

    def documents(self, count: int) -> Iterator[Document]:
        """*count* records of about 80 words (220 characters of Japanese) each."""
        for number in range(count):
            yield self.document(number)

    def document(self, number: int) -> Document:
        chance = np.random.default_rng([SEED, number])
        title, issue, resolution = (self._text(chance, length) for length in self._lengths(chance))
        filters = {"state": "validated", "service": f"s{number % 12}"}
        fields = {"title": title, "issue": issue, "resolution": resolution}
        return Document(f"KB-{number:06d}", "article", self.language, fields, filters, updated=float(number))

    def asked(self, count: int) -> Asked:
        """Questions to a library of *count* documents."""
        chance = random.Random(SEED)  # noqa: S311 – the same questions every time; guards nothing
        asked = Asked()
        for _ in range(SYMPTOMS):
            asked.symptoms.append(self._symptom(chance, count))
        for _ in range(WORDS):
            title = self._title(chance, count)
            asked.words.append(" ".join(chance.sample(title, min(len(title), chance.randint(1, 3)))))
        for _ in range(PREFIXES):
            first, last = chance.choice(self._title(chance, count)), max(self._title(chance, count), key=len)
            asked.prefixes.append(f"{first} {last[: 2 if self.language == 'ja' else 4]}")
        while len(asked.typos) < TYPOS:
            word = max(self._title(chance, count), key=len)
            if len(word) >= 4:
                place = chance.randrange(1, len(word) - 2)
                asked.typos.append(word[:place] + word[place + 1] + word[place] + word[place + 2 :])
        return asked

    def _symptom(self, chance: random.Random, count: int) -> str:
        """What somebody tells of a document: half in its words, half in others."""
        number = chance.randrange(count)
        spoken = str(self.document(number).fields["issue"])
        own = self._text(
            np.random.default_rng([SEED, 1, number]), chance.randint(15, 45 if self.language == "ja" else 75)
        )
        return f"{spoken}{self._joint}{own}"

    def _title(self, chance: random.Random, count: int) -> list[str]:
        title = str(self.document(chance.randrange(count)).fields["title"])
        return [token.form for token in analysis.words(title)] or [self._words[100]]

    def _lengths(self, chance: np.random.Generator) -> list[int]:
        low, high = ((3, 10, 22), (6, 20, 44)) if self.language == "ja" else ((4, 15, 35), (9, 35, 65))
        return [int(one) for one in chance.integers(low, high)]

    def _text(self, chance: np.random.Generator, length: int) -> str:
        drawn = [self._words[place] for place in np.searchsorted(self._spread, chance.random(length)).tolist()]
        if self.language != "ja":
            return " ".join(drawn)
        between = [_PARTICLES[place] for place in chance.integers(0, len(_PARTICLES), length).tolist()]
        between[7::8] = [f"{_VERBS[place % len(_VERBS)]}。" for place in range(len(between[7::8]))]
        return "".join(itertools.chain.from_iterable(zip(drawn, between, strict=True)))


def _english() -> list[str]:
    """Words that can be spoken; the commonest are those of English, which say nothing."""
    chance = random.Random(SEED)  # noqa: S311
    made: dict[str, None] = dict.fromkeys(sorted(STOP_WORDS)[:60])
    while len(made) < ENGLISH_WORDS:
        syllables = chance.choices((1, 2, 3), (1, 4, 3))[0]
        word = "".join(chance.choice(_BEGINNINGS) + chance.choice(_VOWELS) for _ in range(syllables))
        made[word + chance.choice(_ENDINGS)] = None
    return list(made)


def _japanese() -> list[str]:
    """Pairs of kanji that the dictionary has as one word, and katakana as names and foreign words have it."""
    chance = random.Random(SEED)  # noqa: S311
    pairs = ["".join(pair) for pair in itertools.permutations(sorted(set(_KANJI)), 2)]
    known = [pair for pair in pairs if len(tokens := analysis.words(pair)) == 1 and tokens[0].form == pair]
    chance.shuffle(known)
    made = dict.fromkeys("".join(chance.choices(_KANA, k=chance.randint(3, 6))) for _ in range(KATAKANA_WORDS))
    # One in three is katakana, from the commonest on.
    foreign = list(made)
    mixed = [word for three in zip(known[::2], known[1::2], foreign, strict=False) for word in three]
    return [*mixed, *foreign[len(known) // 2 :]]
