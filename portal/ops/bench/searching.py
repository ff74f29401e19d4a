"""The engine by itself beside others: the same texts, the same questions, in the same run.

Times are of the thread's own processor, since the clock of a busy machine measures its neighbours; the clock stands
beside. All others get the words that our analysis made, in one field, ready before their time begins; ours reads the
question, weighs fields and character pairs, and says why each hit was found, all within its time.
"""

import concurrent.futures
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from portal.ops.bench import attack, scratch
from portal.ops.bench.engines import Ours, Rival, rivals, terms_of, timed
from portal.ops.bench.figures import Bench, Row, pss, row
from portal.ops.bench.library import Asked, Library
from search_index import Document, analysis

UPDATES = 20

Progress = Callable[[int, int], None]
Pair = tuple[float, float]


def measure(
    documents: int, language: str, against: Sequence[str], progress: Progress, *, attacked: bool = False
) -> Bench:
    """Build, ask, change and weigh an index of so many *documents* in *language*, ours and those *against* it."""
    bench = Bench("search")
    library = Library(language)
    asked = library.asked(documents)
    with scratch.bare_folder() as folder:
        others = rivals(against, folder)
        ours = Ours(folder / "index")
        try:
            shown = _counted(library.documents(documents), documents, progress)
            _built(bench, "portal", documents, lambda: ours.build(shown))
            for rival in others:
                texts = [terms_of(document) for document in library.documents(documents)]
                _built(bench, rival.name, documents, partial(rival.build, texts))
                del texts
            ours.close()
            ours = Ours(folder / "index")
            analysis.words("辞書を読む")
            _ask(bench, ours, others, asked)
            _change(bench, ours, others, library, documents)
            bench.ratios["pss_mib reading process"] = _weighed(folder / "index", asked)
            if attacked:
                attack.measure(bench, ours, asked)
        finally:
            ours.close()
            for rival in others:
                rival.close()
    _compare(bench)
    progress(documents, documents)
    return bench


def _counted(documents: Iterable[Document], of: int, progress: Progress) -> Iterator[Document]:
    for number, document in enumerate(documents):
        if number % 1_000 == 0:
            progress(number, of)
        yield document


def _built(bench: Bench, engine: str, documents: int, build: Callable[[], object]) -> None:
    _own, clock = timed(build)
    bench.ratios[f"build documents/s {engine}"] = round(documents / clock, 1)


def _ask(bench: Bench, ours: Ours, others: Sequence[Rival], asked: Asked) -> None:
    for what in ("symptom first", "symptom warm"):
        _row(bench, what, "portal", [partial(ours.ask, text, "symptom") for text in asked.symptoms])
        for rival in others:
            _row(bench, what, rival.name, [partial(rival.ask, analysis.terms(text)) for text in asked.symptoms])
    _row(bench, "words", "portal", [partial(ours.ask, text, "words") for text in asked.words])
    for rival in others:
        _row(bench, "words", rival.name, [partial(rival.ask, analysis.terms(text)) for text in asked.words])
    _row(bench, "prefix", "portal", [partial(ours.ask, text, "prefix") for text in asked.prefixes])
    for rival in others:
        split = [text.rpartition(" ")[::2] for text in asked.prefixes]
        _row(bench, "prefix", rival.name, [partial(rival.complete, analysis.terms(a), b) for a, b in split])
    _row(bench, "typo", "portal", [partial(ours.ask, text, "words") for text in asked.typos])
    for rival in others:
        if rival.correct(asked.typos[0]) is not None:
            _row(bench, "typo", rival.name, [partial(rival.correct, text) for text in asked.typos])


def _change(bench: Bench, ours: Ours, others: Sequence[Rival], library: Library, documents: int) -> None:
    """Some of the documents get the texts of others."""
    texts_of = [library.document(documents + number) for number in range(UPDATES)]
    changed = [replace(document, key=library.document(number).key) for number, document in enumerate(texts_of)]
    _row(bench, "update", "portal", [partial(ours.update, document) for document in changed])
    for rival in others:
        texts = [(terms_of(library.document(number)), terms_of(document)) for number, document in enumerate(changed)]
        _row(bench, "update", rival.name, [partial(rival.update, number, *text) for number, text in enumerate(texts)])


def _row(bench: Bench, what: str, engine: str, calls: Iterable[Callable[[], object]]) -> None:
    bench.rows.append(_of(what, engine, [timed(call) for call in calls]))


def _of(what: str, engine: str, pairs: Sequence[Pair]) -> Row:
    return row(what, [own for own, _ in pairs], engine=engine, clock=[clock for _, clock in pairs])


def _weighed(folder: Path, asked: Asked) -> float:
    """What a process weighs that has answered every question."""
    fresh = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=fresh) as pool:
        return round(pool.submit(_read_all, folder, asked).result(), 1)


def _read_all(folder: Path, asked: Asked) -> float:
    ours = Ours(folder)
    for text in asked.symptoms:
        ours.ask(text, "symptom")
    for text in (*asked.words, *asked.typos):
        ours.ask(text, "words")
    for text in asked.prefixes:
        ours.ask(text, "prefix")
    return pss("self")


def _compare(bench: Bench) -> None:
    """How often our median goes into that of another."""
    medians = {(one.what, one.engine): one.p50_ms for one in bench.rows}
    for (what, engine), median in medians.items():
        own = medians.get((what, "portal"))
        if engine not in (None, "portal") and own:
            bench.ratios[f"{what} p50 {engine} / portal"] = round(median / own, 2)
