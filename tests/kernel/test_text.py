"""Text is cleaned, folded and cut without harming what was meant."""

import os
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.text import (
    clean_line,
    clean_text,
    first_sentence,
    fold,
    has_lone_surrogate_or_nul,
    shorten,
)

CASES = settings(deadline=None, max_examples=2000 if os.environ.get("PORTAL_FULL") else 200)
FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize("written", ["プリンター", "ﾌﾟﾘﾝﾀｰ", "ぷりんた", "ぷりんたー", "プリンタ"])
def test_a_word_is_found_however_it_is_written(written: str) -> None:
    assert fold(written) == "ぷりんた"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＶＰＮ", "vpn"),
        ("Straße", "STRASSE"),
        ("ヴァイオリン", "ゔぁいおりん"),
        ("鈴木　一郎", " 鈴木  一郎 "),
        ("ｶﾞ", "が"),
        ("サ〜バ", "さーば"),
    ],
)
def test_width_case_and_kana_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_readings_stay_different() -> None:
    assert fold("すずき") != fold("すすき")


@CASES
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@CASES
@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@CASES
@given(st.text())
def test_a_clean_line_is_one_line_without_controls(text: str) -> None:
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert line == line.strip()
    assert not any(unicodedata.category(character) == "Cc" for character in line)
    assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_a_line_is_composed_trimmed_and_cannot_run_backwards() -> None:
    assert clean_line("  請求\u202egpj.書\x07\r\n　の か\u3099  ") == "請求gpj.書 の が"


def test_a_name_written_with_its_own_ideograph_keeps_it() -> None:
    assert clean_line("\ufa19谷") == "\ufa19谷"
    assert clean_text("\ufa19谷") == "\ufa19谷"


def test_an_emoji_of_several_people_survives_cleaning() -> None:
    assert clean_line(FAMILY) == FAMILY


def test_a_text_keeps_its_lines_and_indentation() -> None:
    assert clean_text("\r\n \n  一\r\n\t二\r三\u2028四\n\n\n") == "  一\n\t二\n三\n四"


def test_nul_and_half_characters_are_seen() -> None:
    assert has_lone_surrogate_or_nul("a\x00")
    assert has_lone_surrogate_or_nul("a\ud83d")
    assert not has_lone_surrogate_or_nul("😀あ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("電源を入れ直します。次に待ちます。", "電源を入れ直します。"),
        ("直りましたか？はい。", "直りましたか？"),
        ("「はい。」と答えます。次へ。", "「はい。」と答えます。"),
        ("（重要。）再起動します。終わり。", "（重要。）再起動します。"),
        ("Restart the printer. Then wait.", "Restart the printer."),
        ("Use version 1.2.3 only. Not 2.", "Use version 1.2.3 only."),
        ("Ask e.g. Mr. Smith. He knows.", "Ask e.g. Mr. Smith."),
        ("The printer\nis off. Really.", "The printer is off."),
        ("症状\n印刷できません。", "症状"),
        ("  終わりのない文", "終わりのない文"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_pauses(text: str, sentence: str) -> None:
    assert first_sentence(text, 200) == sentence


def test_a_long_first_sentence_is_shortened() -> None:
    assert first_sentence("あ" * 100 + "。", 10) == "あ" * 9 + "…"


@CASES
@given(st.text(), st.integers(0, 60))
def test_nothing_gets_longer_than_its_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit or len(text) <= limit
    assert len(first_sentence(text, limit)) <= limit


@CASES
@given(st.text(max_size=30), st.integers(1, 30))
def test_a_shortened_text_is_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert short == text or text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("か\u3099き\u3099", 2, "…"),
        ("あか\u3099い", 3, "あ…"),
        (f"家{FAMILY}族です", 5, "家…"),
        ("日🇯🇵🇺🇸米です", 4, "日🇯🇵…"),
        ("日🇯🇵🇺🇸米です", 3, "日…"),
        ("手👍🏽です", 3, "手…"),
        ("ﾊﾟｿｺﾝ", 2, "…"),
        ("각각", 3, "…"),
        ("restart the spooler", 14, "restart the…"),
        ("短い", 2, "短い"),
        ("何でも", 0, ""),
    ],
)
def test_no_character_is_cut_in_two(text: str, limit: int, short: str) -> None:
    text = unicodedata.normalize("NFD", text) if text == "각각" else text
    assert shorten(text, limit) == short
