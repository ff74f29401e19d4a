"""Articles and calls made up for measuring: as long and as varied as real ones, in both languages, always the same."""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import yaml

SEED = 20_261_122
WORDS = yaml.safe_load((Path(__file__).with_name("vocabulary.yaml")).read_text(encoding="utf-8"))
_FORMS = {
    "ja": {
        "steps": [
            "{thing}の設定を開き、**{word}**を選びます。",
            "{thing}を再起動し、1分待ちます。",
            "保存された資格情報を消去します。",
            "管理画面の`{code}`の項目を「有効」に変えます。",
            "もう一度{thing}を開き、表示が消えたことを確認します。",
        ],
        "causes": [
            "{thing}が古い設定を保存したまま送るため、サーバーが{code}を返します。",
            "証明書の有効期限が切れていたため、{thing}が接続を拒否しました。",
        ],
        "more": ["{when}起きることが多く、{thing}の利用者の一部に限られます。ほかの{thing}では起きません。"],
        "title": "{thing}{trouble} (エラー {code})",
        "saw": "{when}、{thing}{trouble}。",
        "shown": "「エラー {code}: 処理を完了できませんでした」と表示される。",
        "call": "{place}の{thing}{trouble}。{when}{again}。{tried}。",
        "again": ["そうなる", "発生した", "同じことが起きた"],
        "read": "画面には {code} と出ている。",
        "from": "端末は {device}。",
    },
    "en": {
        "steps": [
            "Open the settings of the {thing} and choose **{word}**.",
            "Restart the {thing} and wait for a minute.",
            "Clear the stored credentials.",
            "In the console set `{code}` to “enabled”.",
            "Open the {thing} again and make sure that the message is gone.",
        ],
        "causes": [
            "The {thing} keeps sending an old setting so the server answers {code}.",
            "The certificate had run out and the {thing} refused the connection.",
        ],
        "more": ["It happens {when} and to some users of the {thing} only", " others are not affected."],
        "title": "The {thing} {trouble} (error {code})",
        "saw": "The {thing} {trouble} {when}.",
        "shown": "It says “error {code}: could not be completed”.",
        "call": "The {thing} at the {place} {trouble} {when}, {again}. {tried}.",
        "again": ["it happens again", "says the caller", "and not only once"],
        "read": "The screen reads {code}.",
        "from": "It is machine {device}.",
    },
}


@dataclass(frozen=True)
class Call:
    """What somebody tells the desk; `about` is the number of the article that would help."""

    language: str
    subject: str
    symptom: str
    device: str
    about: int


def write(path: Path, count: int, seed: int = SEED) -> None:
    """Write *count* records as JSON lines, two in five of them Japanese."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(record(number, seed), ensure_ascii=False) + "\n")


def record(number: int, seed: int = SEED) -> dict[str, object]:
    """One article as an import takes it."""
    chance, language = _chance(seed, number), _language(number)
    forms, chosen = _FORMS[language], _chosen(chance, number, language)
    steps = [
        f"{place}. {text.format(**chosen)}"
        for place, text in enumerate(chance.choices(forms["steps"], k=chance.randint(4, 12)), 1)
    ]
    more = [text.format(**chosen) for text in chance.choices(forms["more"], k=chance.randint(2, 8))]
    return {
        "id": f"bench:{number:06d}:{language}",
        "lang": language,
        "title": str(forms["title"]).format(**chosen),
        "issue": f"{str(forms['saw']).format(**chosen)}\n{str(forms['shown']).format(**chosen)}",
        "environment": f"- {chosen['thing']}\n- Windows 11",
        "cause": chance.choice(forms["causes"]).format(**chosen),
        "resolution": "\n".join(steps) + "\n\n" + "\n\n".join(more) + f"\n\n```\nstatus={chosen['code']}\n```",
        "keywords": [chosen["thing"], chosen["code"]],
        "article_type": chance.choice(["troubleshooting", "how-to", "faq"]),
    }


def call(number: int, articles: int, seed: int = SEED) -> Call:
    """One call, like no other: about what one of *articles* is about, few of them often and most of them seldom.

    One in three callers reads out the error.
    """
    chance = _chance(seed, -1 - number)
    about = int(articles * chance.random() ** 2)
    language = _language(about)
    words, forms = WORDS[language], _FORMS[language]
    chosen = _chosen(_chance(seed, about), about, language)
    chosen |= {name: chance.choice(words[name]) for name in ("when", "tried")} | {
        "place": chance.choice(words["places"])
    }
    chosen |= {"again": chance.choice(forms["again"]), "device": f"PC-{number:06d}"}
    sentences = [forms["call"], *([forms["read"]] if chance.random() < 1 / 3 else []), forms["from"]]
    symptom = ("" if language == "ja" else " ").join(str(one).format(**chosen) for one in sentences)
    return Call(language, symptom.partition("。" if language == "ja" else ".")[0], symptom, chosen["device"], about)


def _chosen(chance: random.Random, number: int, language: str) -> dict[str, str]:
    words = WORDS[language]
    return {
        "thing": chance.choice(words["things"]),
        "trouble": chance.choice(words["troubles"]),
        "when": chance.choice(words["when"]),
        "word": chance.choice(words["things"]),
        "code": f"0x{chance.randrange(16**4):04X}-{number}",
    }


def _chance(seed: int, number: int) -> random.Random:
    # Each text for itself, so that any of them can be made without the others.
    return random.Random(f"{seed} {number}")  # noqa: S311 – the same texts every time; guards nothing


def _language(number: int) -> str:
    return "ja" if number % 5 < 2 else "en"
