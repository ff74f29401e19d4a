"""The engines that are measured side by side: ours, and others that get the same terms in one field."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from search_index import Document, Question, analysis, open_index

BEST = 10
RIVALS = ("fts5", "tantivy")
_AT_ONCE = 1_000


class Rival(Protocol):
    """Another engine; the terms of a question are made before its time counts."""

    name: str

    def build(self, texts: Iterable[tuple[str, ...]]) -> None:
        """Take in the terms of all documents."""

    def update(self, number: int, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        """Put *new* terms in the place of the *old* of one document, so that a reader sees them."""

    def ask(self, terms: Sequence[str]) -> list[int]:
        """The best ten that have any of the terms, by BM25."""

    def complete(self, terms: Sequence[str], start: str) -> list[int]:
        """The same, with whatever begins with *start*."""

    def correct(self, word: str) -> list[int] | None:
        """The best ten for a word that is nearly this one; None where the engine cannot."""

    def close(self) -> None: ...


class Ours:
    """The engine of the portal; reading the question is part of its time."""

    name = "portal"

    def __init__(self, folder: Path) -> None:
        self.index = open_index(folder)

    def build(self, documents: Iterable[Document]) -> None:
        self.index.rebuild(documents)

    def update(self, document: Document) -> None:
        self.index.add([document])
        self.index.check_fresh()

    def ask(self, text: str, mode: Any) -> list[str]:
        return [hit.key for hit in self.index.search(Question(text, mode=mode, size=BEST)).hits]

    def close(self) -> None:
        self.index.close()


class Fts5:
    """SQLite's full text: no stored text, two prefix indexes, rank by its own bm25()."""

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / "fts5.db")
        self._db.execute("CREATE VIRTUAL TABLE texts USING fts5(body, content='', tokenize='unicode61', prefix='2 3')")

    def build(self, texts: Iterable[tuple[str, ...]]) -> None:
        rows = ((number, " ".join(terms)) for number, terms in enumerate(texts, 1))
        with self._db:
            self._db.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", rows)
        with self._db:
            self._db.execute("INSERT INTO texts (texts) VALUES ('optimize')")

    def update(self, number: int, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        remove = "INSERT INTO texts (texts, rowid, body) VALUES ('delete', ?, ?)"
        with self._db:
            self._db.execute(remove, (number + 1, " ".join(old)))
            self._db.execute("INSERT INTO texts (rowid, body) VALUES (?, ?)", (number + 1, " ".join(new)))

    def ask(self, terms: Sequence[str]) -> list[int]:
        return self._ask(" OR ".join(map(_quoted, terms)))

    def complete(self, terms: Sequence[str], start: str) -> list[int]:
        return self._ask(" OR ".join([*map(_quoted, terms), f"{_quoted(start)}*"]))

    def correct(self, word: str) -> list[int] | None:
        return None

    def close(self) -> None:
        self._db.close()

    def _ask(self, match: str) -> list[int]:
        query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT ?"
        return [row[0] for row in self._db.execute(query, (match, BEST))]


class Tantivy:
    """Tantivy with one writing thread and terms as they are, without places."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self._tantivy = tantivy = _tantivy()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True, indexed=True)
        builder.add_text_field("body", tokenizer_name="terms", index_option="freq")
        self._schema = builder.build()
        (folder / "tantivy").mkdir()
        self._index = tantivy.Index(self._schema, path=str(folder / "tantivy"))
        self._index.register_tokenizer("terms", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._writer = self._index.writer(heap_size=128_000_000, num_threads=1)
        self._searcher: Any = None

    def build(self, texts: Iterable[tuple[str, ...]]) -> None:
        for number, terms in enumerate(texts):
            self._writer.add_document(self._tantivy.Document(number=number, body=" ".join(terms)))
        self._commit()

    def update(self, number: int, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        self._writer.delete_documents_by_term("number", number)
        self._writer.add_document(self._tantivy.Document(number=number, body=" ".join(new)))
        self._commit()

    def ask(self, terms: Sequence[str]) -> list[int]:
        return self._ask([self._term(term) for term in terms])

    def complete(self, terms: Sequence[str], start: str) -> list[int]:
        begins = self._tantivy.Query.regex_query(self._schema, "body", f"{start}.*")
        return self._ask([*map(self._term, terms), begins])

    def correct(self, word: str) -> list[int] | None:
        return self._ask([self._tantivy.Query.fuzzy_term_query(self._schema, "body", word, distance=1)])

    def close(self) -> None:
        self._writer.wait_merging_threads()

    def _commit(self) -> None:
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def _term(self, term: str) -> Any:
        return self._tantivy.Query.term_query(self._schema, "body", term, index_option="freq")

    def _ask(self, wanted: Sequence[Any]) -> list[int]:
        should = self._tantivy.Occur.Should
        found = self._searcher.search(self._tantivy.Query.boolean_query([(should, one) for one in wanted]), limit=BEST)
        return [address.doc for _score, address in found.hits]


def rivals(names: Sequence[str], folder: Path) -> list[Rival]:
    """These engines, empty, each with its files in *folder*; refuses what is not known or not installed."""
    known: dict[str, Callable[[Path], Rival]] = {"fts5": Fts5, "tantivy": Tantivy}
    if unknown := [name for name in names if name not in known]:
        raise Invalid(_("There is no engine %(name)s to compare with.", name=", ".join(unknown)))
    return [known[name](folder) for name in names]


def terms_of(document: Document) -> tuple[str, ...]:
    """All words of a document in one list, as both others get them."""
    return tuple(token.term for text in document.fields.values() for token in analysis.words(text))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """What it took: seconds of this thread's processor, and seconds on the clock."""
    clock, own = time.perf_counter(), time.thread_time()
    work()
    return time.thread_time() - own, time.perf_counter() - clock


def _tantivy() -> Any:
    try:
        import tantivy
    except ImportError:
        raise Invalid(_("tantivy is not installed here; it comes with the extra “test”.")) from None
    return tantivy


def _quoted(term: str) -> str:
    return f'"{term.replace(chr(34), chr(34) * 2)}"'
