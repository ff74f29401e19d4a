"""A bench says what it measured, the same way every time, and asks as a browser would."""

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from portal.articles.lifecycle import Audience
from portal.exchange import records
from portal.exchange.drafts import Wishes, manuscript
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.errors import Invalid
from portal.ops import fsck
from portal.ops.bench import attack, bulk, engines, library, pages, scratch, searching, texts
from portal.ops.bench.figures import Bench, percentile, row
from portal.ops.bench.openloop import Load
from portal.ops.bench.visitor import Visitor, filled
from portal.search import rebuild
from tests.builders import Builders

PAGE = """<form action="/other" method="post"><input name="x" value="1"></form>
<form action="/kb/KB-1/edit" method="post"><input type="hidden" name="version" value="3"><input type="submit" name="go">
<input type="checkbox" name="a" value="on"><input type="checkbox" name="b" value="on" checked>
<select name="kind"><option value="p">P</option><option value="q" selected>Q</option></select>
<textarea name="issue">\r\nA &amp; B\nC</textarea></form>"""


@pytest.mark.parametrize(("percent", "expected"), [(50, 5.0), (95, 10.0), (99, 10.0), (10, 1.0), (100, 10.0)])
def test_percentiles_are_values_that_were_measured(percent: float, expected: float) -> None:
    assert percentile([float(number) for number in range(10, 0, -1)], percent) == expected
    assert percentile([], percent) == 0.0


def test_a_bench_has_the_shape_that_programs_read() -> None:
    bench = Bench("pages", [row("/kb", [0.1, 0.3], errors=1)], {"ratio": 2.0})

    plain = json.loads(json.dumps(bench.plain()))

    assert set(plain) == {"name", "machine", "rows", "ratios"}
    assert plain["rows"] == [
        {"what": "/kb", "n": 2, "p50_ms": 100.0, "p95_ms": 300.0, "p99_ms": 300.0, "per_s": 5.0, "errors": 1}
    ]


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    assert filled(PAGE, "/kb/KB-1/edit", version="4") == [
        ("version", "4"),
        ("b", "on"),
        ("kind", "q"),
        ("issue", "A & B\nC"),
    ]


def test_made_up_articles_are_the_same_every_time_and_can_all_be_taken(tmp_path: Path) -> None:
    for name in ("one.jsonl", "two.jsonl"):
        texts.write(tmp_path / name, 50)

    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    made = [manuscript(record, Wishes()) for record in records.read([tmp_path / "one.jsonl"])]
    assert {one.language for one in made} == {"ja", "en"}
    assert len({one.contents.title for one in made}) == 50


def test_no_call_is_like_another_and_many_are_about_few_articles() -> None:
    calls = [texts.call(number, 100) for number in range(500)]

    assert calls == [texts.call(number, 100) for number in range(500)]
    assert len({one.symptom for one in calls}) == 500
    assert {one.language for one in calls} == {"ja", "en"}
    assert sum(one.about < 25 for one in calls) > 200


def test_a_desk_written_into_the_tables_is_as_if_it_had_been_at_work() -> None:
    with scratch.folder(demo=False):
        bulk.fill(60, 300, lambda _done, _of: None)
        rebuild.rebuild_all()

        assert fsck.check() == []
        assert db.session.query(Incident).count() == 300
        assert db.session.query(Incident).filter(Incident.closed_at.is_(None)).count() == 12


def test_a_server_that_falls_behind_is_seen_to_fall_behind() -> None:
    load = Load(rate=100, warm=0.05, seconds=0.2)

    def slow(_visitor: Visitor, number: int) -> bool:
        time.sleep(0.05)
        return number % 2 == 0

    load.run([Visitor(1)], slow, lambda _done, _of: None)

    found = load.row("slow")
    assert (found.n, found.errors) == (20, 10)
    # The last was due after 0.24 s; one at a time, it is answered after 25 times 0.05 s at the earliest.
    assert max(load.taken) >= 25 * 0.05 - 0.24 - 0.01
    assert "100/s" in (found.engine or "")


def test_every_page_that_can_be_looked_at_is_measured(app: Flask, make: Builders) -> None:
    make.article(audience=Audience.PUBLIC)
    incident = make.incident()

    found = {address.partition("?")[0] for address in pages.addresses(app)}

    assert found >= {
        "/kb",
        "/kb/KB-000001",
        "/kb/KB-000001/edit",
        "/faq/",
        "/faq/KB-000001",
        "/search",
        "/login",
        "/me",
        f"/incidents/{incident.number}",
        f"/requests/{incident.number}",
    }
    assert not [address for address in found if address.startswith(("/_/", "/static")) or "<" in address]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_engines_are_measured_side_by_side_on_the_same_questions(language: str) -> None:
    found = searching.measure(120, language, ["fts5", "tantivy"], lambda _done, _of: None, attacked=True)

    rows = {(one.what, one.engine): one for one in found.rows}
    for what in ("symptom first", "symptom warm", "words", "prefix", "typo", "update"):
        engines = {engine for of, engine in rows if of == what}
        assert engines == {"portal", "tantivy"} | ({"fts5"} if what != "typo" else set())
        assert len({rows[what, engine].n for engine in engines}) == 1
        assert all(rows[what, engine].clock_p95_ms for engine in engines)
    assert found.ratios["pss_mib reading process"] > 1
    assert found.ratios["symptom warm p50 fts5 / portal"] > 0
    assert all((f"attack: {name} (words)", "portal") in rows for name in attack.HOSTILE)
    assert ("symptom beside an attack", "portal") in rows


def test_every_engine_finds_the_document_that_a_rare_word_stands_in(tmp_path: Path) -> None:
    texts = [("printer", "jam"), ("printer", "quorum"), ("printer",)]
    for engine in engines.rivals(engines.RIVALS, tmp_path):
        engine.build(texts)
        only = engine.ask(["quorum"])

        assert len(only) == 1
        assert engine.ask(["printer", "quorum"])[0] == only[0]
        assert engine.complete([], "quo") == only
        assert engine.correct("qourum") in (only, None)
        engine.update(1, texts[1], ("printer", "toner"))
        assert engine.ask(["quorum"]) == []
        assert len(engine.ask(["toner"])) == 1
        engine.close()


def test_made_up_texts_are_spread_as_real_ones_and_the_same_every_time() -> None:
    for language in ("en", "ja"):
        documents = list(library.Library(language).documents(300))
        counted = Counter(term for one in documents for term in set(engines.terms_of(one)))

        assert documents == list(library.Library(language).documents(300))
        assert counted.most_common(1)[0][1] > 20
        assert sum(times == 1 for times in counted.values()) > len(counted) / 3


def test_an_engine_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="sphinx"):
        engines.rivals(["sphinx"], tmp_path)
