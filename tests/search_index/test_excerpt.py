"""Excerpts show the words that were looked for, and nothing that does not stand in the text."""

import pytest

from search_index import MemoryIndex, Question, Synonyms, excerpt, mark
from tests.search_index.samples import DESK

LONG = (
    "This page describes the standard workplace. It has been reviewed by the desk in spring. "
    "When the printer on your floor prints blank pages, replace the toner first; the spare toner is in the cupboard. "
    "If nothing helps, call the desk. The desk answers between nine and five on working days, except in August."
)
LANG = (
    "このページでは標準の職場環境について説明します。内容は春に確認されました。"
    "社外からVPNに接続できない場合は、証明書の有効期限を確認し、パスワードを変更してください。"
    "それでも解決しないときは、サービスデスクまで電話でお問い合わせください。受付は平日の9時から17時までです。"
)


def words(text: str, synonyms: Synonyms | None = None) -> tuple[str, ...]:
    index = MemoryIndex()
    index.add(DESK)
    return index.search(Question(text), synonyms).words


def marked(pieces: list[tuple[str, bool]]) -> list[str]:
    return [piece for piece, matches in pieces if matches]


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("The Printers are printing.", "printer print", ["Printers", "printing"]),
        ("Error 0x80070035 in Outlook.exe", "0x80070035 outlook.exe", ["0x80070035", "Outlook.exe"]),
        ("Reconnect; connecting, CONNECT!", "connect", ["connecting", "CONNECT"]),
        ("プリンタが印刷しない", "プリンター 印刷", ["プリンタ", "印刷"]),
        ("半角ﾌﾟﾘﾝﾀｰの場合", "プリンタ", ["ﾌﾟﾘﾝﾀｰ"]),
        ("回線がつながらなかった", "繋がらない", ["つながら"]),
        ("ＶＰＮと証明書", "vpn 証明書", ["ＶＰＮ", "証明書"]),
        ("ガ㌔ー", "vpn", []),
    ],
)
def test_matching_words_are_marked_as_they_stand(text: str, asked: str, expected: list[str]) -> None:
    pieces = mark(text, words(asked))
    assert marked(pieces) == expected
    assert "".join(piece for piece, _ in pieces) == text


def test_synonyms_are_marked() -> None:
    synonyms = Synonyms([("複合機", "プリンター")])
    assert marked(mark("プリンターが動かない", words("複合機", synonyms))) == ["プリンター"]


def test_the_stretch_with_most_words_is_shown_from_a_border_on() -> None:
    pieces = excerpt(LONG, words("blank pages toner"), "en", 120)
    shown = "".join(piece for piece, _ in pieces)
    assert marked(pieces)[:2] == ["blank", "pages"]
    assert "toner" in marked(pieces)
    assert shown.startswith("When the printer")
    assert shown.endswith("…")
    assert len(shown) <= 130


def test_a_japanese_excerpt_begins_at_a_sentence() -> None:
    pieces = excerpt(LANG, words("VPN 証明書"), "ja", 60)
    shown = "".join(piece for piece, _ in pieces)
    assert shown.startswith("社外からVPN")
    assert marked(pieces)[0] == "VPN"
    assert len(shown) <= 66


def test_without_a_match_the_beginning_is_shown() -> None:
    shown = "".join(piece for piece, _ in excerpt(LONG, (), "en", 50))
    assert LONG.startswith(shown.rstrip("…"))
    assert shown.endswith("…")


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("Replace the toner.", (), "en") == [("Replace the toner.", False)]
    assert excerpt("", ("a",), "ja") == []


def test_markup_is_left_to_the_caller() -> None:
    assert mark("<b>vpn</b> & co", ("vpn",)) == [("<b>", False), ("vpn", True), ("</b> & co", False)]
