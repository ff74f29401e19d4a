"""Articles made up for measuring: as long and as varied as real ones, in both languages, the same every time."""

import json
import random
from pathlib import Path

_WORDS = {
    "ja": {
        "things": [
            "複合機",
            "ノートPC",
            "共有フォルダー",
            "予定表",
            "内線電話",
            "無線LAN",
            "VPN",
            "経費精算",
            "勤怠",
            "認証アプリ",
            "会議室の端末",
            "メール",
            "購買申請",
            "証明書",
            "モニター",
        ],
        "troubles": [
            "につながらない",
            "が遅い",
            "にサインインできない",
            "でエラーが表示される",
            "が途中で止まる",
            "の画面が真っ白になる",
            "の通知が届かない",
            "の設定が消える",
        ],
        "when": [
            "朝の起動直後に",
            "パスワードを変更した次の日から",
            "在宅勤務のときだけ",
            "更新プログラムを入れたあとで",
            "異動した月の初めに",
            "会議の直前に",
        ],
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
    },
    "en": {
        "things": [
            "copier",
            "laptop",
            "shared folder",
            "calendar",
            "desk phone",
            "wireless network",
            "VPN",
            "expense form",
            "time sheet",
            "authenticator app",
            "meeting room panel",
            "mailbox",
            "purchase request",
            "certificate",
            "monitor",
        ],
        "troubles": [
            "does not connect",
            "is very slow",
            "refuses to sign me in",
            "shows an error",
            "stops half-way",
            "shows a blank page",
            "sends no notices",
            "forgets its settings",
        ],
        "when": [
            "right after starting in the morning",
            "since the day after a password change",
            "only when working from home",
            "after the latest update",
            "in the first week of a new post",
            "just before a meeting",
        ],
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
    },
}


def write(path: Path, count: int, seed: int = 20_261_122) -> None:
    """Write *count* records as JSON lines, two in five of them Japanese."""
    chance = random.Random(seed)  # noqa: S311 – the same texts every time; guards nothing
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(_record(chance, number, "ja" if number % 5 < 2 else "en"), ensure_ascii=False) + "\n")


def _record(chance: random.Random, number: int, language: str) -> dict[str, object]:
    words = _WORDS[language]
    chosen = {
        "thing": chance.choice(words["things"]),
        "trouble": chance.choice(words["troubles"]),
        "when": chance.choice(words["when"]),
        "word": chance.choice(words["things"]),
        "code": f"0x{chance.randrange(16**4):04X}-{number}",
    }
    steps = [
        f"{place}. {text.format(**chosen)}"
        for place, text in enumerate(chance.choices(words["steps"], k=chance.randint(4, 12)), 1)
    ]
    more = [text.format(**chosen) for text in chance.choices(words["more"], k=chance.randint(2, 8))]
    return {
        "id": f"bench:{number:06d}:{language}",
        "lang": language,
        "title": str(words["title"]).format(**chosen),
        "issue": f"{str(words['saw']).format(**chosen)}\n{str(words['shown']).format(**chosen)}",
        "environment": f"- {chosen['thing']}\n- Windows 11",
        "cause": chance.choice(words["causes"]).format(**chosen),
        "resolution": "\n".join(steps) + "\n\n" + "\n\n".join(more) + f"\n\n```\nstatus={chosen['code']}\n```",
        "keywords": [chosen["thing"], chosen["code"]],
        "article_type": chance.choice(["troubleshooting", "how-to", "faq"]),
    }
