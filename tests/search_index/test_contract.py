"""What every index does, in memory and on disk, in both languages."""

from dataclasses import replace

import pytest

from search_index import Document, Index, IndexUnavailable, Question
from tests.search_index.samples import DESK, ask, document, keys


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("blank pages", "KB-1"),
        ("printing empty page", "KB-1"),
        ("KB5001330", "KB-1"),
        ("0x80070035", "KB-2"),
        ("outlook.exe", "KB-2"),
        ("outlook", "KB-2"),
        ("VPN update", "KB-2"),
        ("印刷できない", "KB-3"),
        ("ドライバ", "KB-3"),
        ("証明書の更新", "KB-4"),
        ("e-1042", "KB-4"),
        ("社外から vpn", "KB-4"),
        ("VPN 証明書 password パスワード", "KB-4"),
        ("mail server down", "INC-1"),
        ("メールが届かない", "INC-2"),
    ],
)
@pytest.mark.parametrize("mode", ["words", "symptom", "prefix"])
def test_the_right_document_comes_first(index: Index, text: str, first: str, mode: str) -> None:
    assert ask(index, text, mode=mode)[0] == first


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("プリンタ", "KB-3"),
        ("プリンター", "KB-3"),
        ("ﾌﾟﾘﾝﾀ", "KB-3"),
        ("ﾌﾟﾘﾝﾀｰ", "KB-3"),
        ("ぷりんた", "KB-3"),
        ("ぷりんたー", "KB-3"),
        ("繋がらない", "KB-4"),
        ("つながらない", "KB-4"),
        ("ＶＰＮ　繋がらない", "KB-4"),
        ("サーバ", "INC-2"),
        ("サーバー", "INC-2"),
        ("VPN\u200b", "KB-2"),
        ("Prints", "KB-1"),
        ("connecting", "KB-2"),
    ],
)
def test_spelling_variants_find_the_same(index: Index, text: str, found: str) -> None:
    assert found in ask(index, text)


def test_hiragana_finds_a_katakana_word_in_the_middle_of_a_sentence(index: Index) -> None:
    assert ask(index, "ぷりんたが動きません")[0] == "KB-3"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"title": "gateway"}, {"resolution": "gateway"}),
        ({"issue": "gateway"}, {"resolution": "gateway"}),
        ({"codes": "gateway"}, {"title": "gateway"}),
        ({"keywords": "gateway"}, {"cause": "gateway"}),
        ({"title": "認証"}, {"resolution": "認証"}),
        ({"issue": "認証"}, {"environment": "認証"}),
    ],
)
def test_short_fields_count_more_than_the_body(empty: Index, better: dict[str, str], worse: dict[str, str]) -> None:
    # The worse one is newer, so only the weights can bring it down.
    empty.add([Document("b", "article", "en", better), Document("w", "article", "en", worse, updated=9.0)])
    empty.add([document(f"other-{n}", f"something else {n}") for n in range(5)])
    assert ask(empty, "gateway 認証") == ["b", "w"]


def test_boosts_lift_whatever_is_asked(empty: Index) -> None:
    empty.add([document("a", "router fails", updated=5), document("b", "router fails", boosts={"reuse": 1.3})])
    assert ask(empty, "router") == ["b", "a"]


def test_a_shared_service_lifts_and_is_a_reason(empty: Index) -> None:
    empty.add([document("a", "router fails", service="x", updated=5), document("b", "router fails", service="net")])
    answer = empty.search(Question("router", prefer={"service": "net"}))
    assert keys(answer) == ["b", "a"]
    assert [reason.kind for reason in answer.hits[0].reasons] == ["word", "service"]
    assert [reason.kind for reason in answer.hits[1].reasons] == ["word"]


def test_reasons_say_what_was_asked_and_what_was_found(index: Index) -> None:
    reasons = index.search(Question("印刷 KB5001330 connecting")).hits
    said = {(hit.key, reason.kind, reason.term, reason.matched) for hit in reasons for reason in hit.reasons}
    assert ("KB-1", "code", "kb5001330", "kb5001330") in said
    assert ("KB-2", "word", "connecting", "connect") in said
    assert ("KB-3", "word", "印刷", "印刷") in said


def test_hits_carry_kind_version_and_falling_scores(index: Index) -> None:
    hits = index.search(Question("mail server メール")).hits
    assert {(hit.key, hit.kind, hit.version) for hit in hits} == {("INC-1", "incident", 1), ("INC-2", "incident", 1)}
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_kinds_and_filters_narrow(index: Index) -> None:
    assert set(ask(index, "vpn mail サーバー", kinds=("incident",))) == {"INC-1", "INC-2"}
    assert ask(index, "vpn", filters={"language": ("ja",)}) == ["KB-4"]
    assert set(ask(index, "vpn mail", filters={"service": ("network", "print")})) == {"KB-2", "KB-4"}
    assert ask(index, "vpn", filters={"service": ("nothing",)}) == []
    assert ask(index, "vpn", filters={"service": ()}) == []
    assert ask(index, "vpn", filters={"colour": ("red",)}) == []


def test_filters_can_be_typed(index: Index) -> None:
    assert ask(index, "kind:incident mail") == ["INC-1"]
    assert ask(index, 'vpn service:"network" language:en') == ["KB-2"]
    assert ask(index, "kind:incident") == ["INC-2", "INC-1"]


def test_what_was_updated_since_is_found_and_counted_by_age(index: Index) -> None:
    ages = {"late": 300.0, "early": 100.0, "ever": 1.0, "never": 9e9}
    wanted = Question("vpn printer 印刷", facets=("updated", "kind"), ages=ages)

    answer = index.search(wanted)
    late = index.search(replace(wanted, since=300.0))

    assert answer.facets["updated"] == {"late": answer.total - 2, "early": answer.total, "ever": answer.total}
    assert late.total == answer.total - 2
    assert not {"KB-1", "KB-2"} & {hit.key for hit in late.hits}
    # What is chosen leaves the other ages choosable, and narrows everything else.
    assert late.facets["updated"] == answer.facets["updated"]
    assert sum(late.facets["kind"].values()) == late.total
    assert index.search(replace(wanted, kinds=("incident",))).facets["updated"].get("early", 0) < answer.total


def test_facets_and_total_count_everything_that_matched(index: Index) -> None:
    answer = index.search(Question("vpn mail メール 印刷", size=1, facets=("kind", "service", "colour")))
    assert answer.total == 5
    assert answer.facets == {
        "kind": {"article": 3, "incident": 2},
        "service": {"print": 1, "network": 2, "mail": 2},
        "colour": {},
    }


def test_a_facet_ignores_the_choice_within_itself(index: Index) -> None:
    answer = index.search(
        Question("vpn mail メール", kinds=("incident",), filters={"service": ("mail",)}, facets=("kind", "service"))
    )
    assert answer.total == 2
    assert answer.facets == {"kind": {"incident": 2}, "service": {"mail": 2}}
    answer = index.search(Question("vpn mail メール", kinds=("incident",), facets=("kind",)))
    assert answer.facets == {"kind": {"incident": 2, "article": 2}}


def test_excluded_keys_are_absent_everywhere(index: Index, empty: Index) -> None:
    hidden = frozenset({"KB-4", "INC-2", "no such key", "\ud800"})
    answer = index.search(Question("vpn メール サーバー", excluded=hidden, facets=("kind", "language")))
    assert keys(answer) == ["KB-2"]
    assert answer.total == 1
    assert answer.facets == {"kind": {"article": 1}, "language": {"en": 1}}
    assert index.suggest("証明", excluded=hidden) == ()
    assert index.suggest("証明") == ("証明",) or index.suggest("証") == ("証明",)


def test_an_index_with_excluded_keys_answers_like_one_without_them(index: Index) -> None:
    hidden = frozenset({"KB-4", "INC-2"})
    asked = [Question("vpn 印刷 mail server", excluded=hidden), Question("pri", "prefix", excluded=hidden)]
    with_them = [index.search(question) for question in asked]
    index.remove(hidden)
    without = [index.search(question) for question in asked]
    assert [(a.hits, a.total, a.words) for a in with_them] == [(a.hits, a.total, a.words) for a in without]


def test_removed_documents_are_gone(index: Index) -> None:
    index.remove(["KB-1", "unknown"])
    assert ask(index, "blank pages spooler") == []
    assert index.size() == 5
    assert "KB-1" not in index.keys_and_versions()
    assert "spooler" not in index.terms()
    assert index.suggest("spoo") == ()


def test_an_update_takes_the_place_of_the_old_text(index: Index) -> None:
    index.add([document("KB-1", "Scanner is slow", version=2)])
    assert ask(index, "blank pages") == []
    assert ask(index, "scanner") == ["KB-1"]
    assert index.keys_and_versions()["KB-1"] == 2
    assert index.size() == 6


def test_the_same_key_twice_in_one_batch_is_one_document(empty: Index) -> None:
    empty.add([document("a", "first text"), document("a", "second text", version=2)])
    assert (ask(empty, "first"), ask(empty, "second"), empty.size()) == ([], ["a"], 1)


def test_a_batch_removes_and_then_adds(index: Index) -> None:
    index.apply([document("KB-1", "Fresh start")], ["KB-1", "KB-2"])
    assert index.keys_and_versions().keys() == {"KB-1", "KB-3", "KB-4", "INC-1", "INC-2"}
    assert ask(index, "fresh") == ["KB-1"]


def test_every_change_has_its_generation(index: Index) -> None:
    before = index.generation()
    assert index.search(Question("vpn")).generation == before
    index.remove(["KB-1"])
    assert index.generation() != before


def test_pages_follow_each_other_without_gap_or_repeat(empty: Index) -> None:
    empty.add([document(f"K-{n}", "the same title", updated=n % 3) for n in range(47)])
    empty.add([document("K-1", "the same title", version=2, updated=1)])
    pages = [empty.search(Question("title", page=page, size=10)) for page in range(1, 7)]
    found = [key for page in pages for key in keys(page)]
    assert (len(found), len(set(found))) == (47, 47)
    assert [len(page.hits) for page in pages] == [10, 10, 10, 10, 7, 0]
    assert {page.total for page in pages} == {47}


def test_page_numbers_beyond_reason_are_empty_not_errors(index: Index) -> None:
    assert ask(index, "vpn", page=10**9) == []
    assert len(ask(index, "vpn", page=-3, size=0)) == 1


def test_an_empty_index_answers(empty: Index) -> None:
    answer = empty.search(Question("vpn", facets=("kind",)))
    assert (answer.hits, answer.total, answer.facets) == ((), 0, {"kind": {}})
    assert (empty.size(), dict(empty.terms()), empty.suggest("vp")) == (0, {}, ())


def test_a_rebuild_replaces_everything(index: Index) -> None:
    seen: list[int] = []
    index.rebuild((document(f"N-{n}", f"new text {n}") for n in range(250)), seen.append)
    assert index.size() == 250
    assert ask(index, "vpn") == []
    assert ask(index, "new", size=3, page=1)
    assert seen[-1] == 250


def test_a_view_stays_as_it_was(index: Index) -> None:
    view = index.view()
    index.remove([document.key for document in DESK])
    assert (view.size(), index.size()) == (6, 0)


def test_a_closed_index_says_so(index: Index) -> None:
    index.close()
    with pytest.raises(IndexUnavailable) as refused:
        index.search(Question("vpn"))
    assert refused.value.reason == "closed"


def test_the_ceiling_is_near_the_score_of_a_perfect_hit(index: Index) -> None:
    answer = index.search(Question("printer third floor blank pages"))
    assert 0.3 < answer.hits[0].score / answer.ceiling < 1.5
    faint = index.search(Question("printer quarterly vacation payroll budget page"))
    assert faint.hits[0].score < answer.hits[0].score


def test_a_document_with_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fields: colour"):
        Document("a", "article", "en", {"colour": "red"})
    with pytest.raises(ValueError, match="a key has"):
        Document("", "article", "en", {})
