"""An evaluation asks the suggestions themselves, leaves out what a question would find itself by, and counts right."""

import json
import math
import tempfile
from pathlib import Path

import pytest

from portal.exchange import records
from portal.exchange.records import Record
from portal.kernel.errors import Invalid
from portal.ops.evaluate import baselines, measures, questions, search
from portal.ops.evaluate.questions import Judged
from tests.cli.conftest import Portal

ARTICLES = [
    {"id": "vpn", "lang": "en", "title": "Remote access", "issue": "The VPN says error 691", "resolution": "Sign in."},
    {"id": "fax", "lang": "en", "title": "Fax", "issue": "The fax rings twice", "resolution": "Change the line."},
    {"id": "紙", "lang": "ja", "title": "印刷", "issue": "複合機の紙が詰まる", "resolution": "紙を取り除く。"},
    {"id": "empty", "lang": "en", "title": "Nothing helps here"},
]  # fmt: skip
QUERIES = [
    {"id": "q1", "set": "calls", "lang": "en", "query": "VPN error 691"},
    {"id": "q2", "set": "calls", "lang": "en", "query": "VPN error 691", "exclude_field": "issue"},
    {"id": "q3", "set": "mails", "lang": "ja", "query": "複合機の紙が詰まった"},
    {"id": "q4", "set": "mails", "lang": "ja", "query": "だれも答えを知らない"},
]
QRELS = "query_id\tarticle_id\trelevance\nq1\tvpn\t1\nq2\tvpn\t1\nq3\t紙\t2\n"


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    """What one types after `evaluate search`."""
    (tmp_path / "articles.jsonl").write_text(_lines(ARTICLES[:2]), encoding="utf-8")
    (tmp_path / "extra.jsonl").write_text(_lines(ARTICLES[2:]), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(_lines(QUERIES), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    place = f"{tmp_path}/"
    return ["--articles", f"{place}articles.jsonl", f"{place}extra.jsonl",
            "--queries", f"{place}queries.jsonl", "--qrels", f"{place}qrels.tsv"]  # fmt: skip


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where scratch folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _lines(records: list[dict[str, str]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_measures_are_those_of_the_field() -> None:
    gains = [0, 2, 0, 1]

    assert [measures.success(gains, places) for places in (1, 2, 10)] == [0, 1, 1]
    assert measures.reciprocal_rank(gains) == 1 / 2
    assert measures.reciprocal_rank([0] * 10 + [1]) == 0
    found = 2 / math.log2(3) + 1 / math.log2(5)
    best = 2 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert measures.ndcg(gains, [1, 2, 1]) == pytest.approx(found / best)
    assert measures.ndcg([2, 1], [1, 2]) == 1
    assert measures.ndcg([], [1]) == 0


def test_figures_come_for_each_set_and_in_total(portal: Portal, empty: Path, words: list[str], temporary: Path) -> None:
    shown = portal("evaluate", "search", *words, "--json")

    found = json.loads(shown.stdout)
    assert set(found) == {"sets", "total"}
    assert set(found["sets"]) == {"calls", "mails"}
    names = ["queries", "success@1", "success@5", "success@10", "mrr@10", "ndcg@10", "median_ms"]
    assert all(list(figures) == names for figures in (*found["sets"].values(), found["total"]))
    assert (found["sets"]["mails"]["queries"], found["sets"]["mails"]["ndcg@10"]) == (1, 1.0)
    # Of the two calls one is asked of articles without their issue, where nothing says 691.
    assert (found["sets"]["calls"]["queries"], found["sets"]["calls"]["success@10"]) == (2, 0.5)
    assert found["total"]["success@1"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["total"]["median_ms"] > 0
    assert "left out: 1" in shown.stderr
    assert "extra.jsonl:2: It has no resolution" in shown.stderr
    assert list(temporary.iterdir()) == []
    assert not empty.exists()


def test_a_field_can_be_left_out_for_all_and_one_language_asked(portal: Portal, empty: Path, words: list[str]) -> None:
    shown = portal("evaluate", "search", *words, "--without", "issue", "--lang", "en", "--json")

    assert json.loads(shown.stdout)["sets"].keys() == {"calls"}
    assert json.loads(shown.stdout)["total"]["success@10"] == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("qrels.tsv", "q1 vpn 1\n", "qrels.tsv:1"),
        ("qrels.tsv", "q1\tvpn\tyes\n", "qrels.tsv:1"),
        ("qrels.tsv", "q9\tvpn\t1\n", "no question with a relevant article"),
        ("qrels.tsv", "q1\tvpn\t1\udcff\n", "cannot be read"),
        ("queries.jsonl", "{}\n", "queries.jsonl:1"),
        ("queries.jsonl", "[\n", "queries.jsonl:1"),
        ("queries.jsonl", '{"id": "q1", "query": "x", "lang": "de"}\n', "neither Japanese nor English"),
    ],
)
def test_files_of_another_form_are_refused_with_their_line(
    words: list[str], tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content.encode("utf-8", "surrogateescape"))

    with pytest.raises(Invalid, match=sentence):
        questions.read(tmp_path / "queries.jsonl", tmp_path / "qrels.tsv")


def test_a_file_that_is_not_there_is_refused_in_one_sentence(portal: Portal, empty: Path, words: list[str]) -> None:
    shown = portal("evaluate", "search", *words[:-1], "nowhere.tsv")

    assert shown.exit_code == 1
    assert "nowhere.tsv" in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1


def test_stopped_in_the_middle_it_leaves_nothing_behind(words: list[str], tmp_path: Path, temporary: Path) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    files = [Path(word) for word in words if word.endswith((".jsonl", ".tsv"))]
    with pytest.raises(KeyboardInterrupt):
        search.measure(files[:2], files[2], files[3], stop)

    assert list(temporary.iterdir()) == []


def test_plain_rankings_are_asked_the_same(portal: Portal, empty: Path, words: list[str]) -> None:
    shown = portal("evaluate", "search", *words, "--baseline", "--json")

    found = json.loads(shown.stdout)
    assert set(found) == {"sets", "total", "baselines", "yardstick"}
    assert found["yardstick"] == {}
    for of_set in found["baselines"].values():
        assert set(of_set) == {"pairs", "words", "fts5", "best", "difference"}
        assert of_set["difference"]["success@5"]["low"] <= of_set["difference"]["success@5"]["mean"]
    calls, mails = found["baselines"]["calls"], found["baselines"]["mails"]
    assert [calls[name]["success@10"] for name in ("pairs", "words", "fts5")] == [0.5, 0.5, 0.5]
    assert [mails[name]["success@1"] for name in ("pairs", "words", "fts5")] == [1, 1, 1]
    table = portal("evaluate", "search", *words, "--baseline").stdout
    assert "calls: fts5" in table
    assert "mails: success@5 differs from" in table


def test_a_plain_ranking_that_is_far_from_what_is_known_of_it_ends_the_run(
    portal: Portal, empty: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(baselines.YARDSTICK, ("calls", "en", 2), (1.0, 1.0, 1.0, 1.0))

    shown = portal("evaluate", "search", *words, "--baseline")

    assert shown.exit_code == 1
    assert "calls measures 0.000 0.000 0.000 0.000 where 1.00 1.00 1.00 1.00 is known" in shown.stderr


def test_plain_bm25_is_the_formula() -> None:
    texts = [{"id": "a", "title": "fax", "resolution": "plug plug"}, {"id": "b", "title": "plugs busy"}]
    ranker = baselines.Ranker([Record("x", one) for one in texts], frozenset())

    # "fax" and "faxes" are one term; the title counts twice.
    assert ranker.ranking("words", Judged("q", "s", "en", "Faxes?")) == ["a"]
    assert ranker.ranking("words", Judged("q", "s", "en", "busy, plug")) == ["b", "a"]
    assert ranker.ranking("fts5", Judged("q", "s", "en", "busy")) == ["b"]
    assert ranker.ranking("pairs", Judged("q", "s", "en", "zz")) == []
    ranker.close()


def test_an_interval_of_paired_differences_is_the_same_every_time() -> None:
    mean, low, high = baselines.interval([1.0, 0.0, 0.0, 1.0])

    assert mean == 0.5
    assert (low, high) == baselines.interval([1.0, 0.0, 0.0, 1.0])[1:]
    assert low < mean < high
    assert baselines.interval([0.0] * 9) == (0, 0, 0)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_plain_rankings_measure_what_is_known_of_them(language: str, sample_data: Path) -> None:
    sample, sets = sample_data, sample_data / f"relevance_{language}"
    files = [sample / "articles" / f"articles_{language}.jsonl", sets / "extra_articles.jsonl"]
    asked, _without = questions.read(sets / "queries.jsonl", sets / "qrels.tsv")

    found = search.measured_up(list(records.read(files)), asked)

    assert set(found) == {name for name, of, _count in baselines.YARDSTICK if of == language}


def test_history_is_asked_of_the_portal_itself(portal: Portal, data: Path) -> None:
    portal("index", "rebuild")

    shown = portal("evaluate", "search", "--history", "--json")

    assert json.loads(shown.stdout) == {
        "incidents": 0, "shown": 0, "missed": 0, "uncovered": 0, "missed_incidents": []
    }  # fmt: skip
    assert "Covered and missed" in portal("evaluate", "search", "--history").stdout


def test_without_files_and_history_it_says_what_is_missing(portal: Portal, empty: Path) -> None:
    shown = portal("evaluate", "search")

    assert shown.exit_code == 2
    assert "--history" in shown.stderr
