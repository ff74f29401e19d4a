"""A scratch portal with given articles in it, all validated, and an agent who looks for them.

The records are read, tidied and drawn as an import does, and what is indexed of them is what the product indexes.
They are written in one go: an evaluation needs no events, no histories and no index but the desk's.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.articles.contents import Contents, Rendered, cleaned
from portal.articles.lifecycle import Confidence
from portal.articles.models import FIELDS, Article, Revision
from portal.exchange.articles import Refusal, Report, legible
from portal.exchange.drafts import Manuscript, Wishes
from portal.exchange.records import Record
from portal.kernel.db import db
from portal.kernel.errors import DomainError
from portal.kernel.markdown import Passage, render
from portal.kernel.transaction import transaction
from portal.ops.bench import scratch
from portal.search import rebuild

AT_THE_DESK = "staff"
VIEWER = "evaluation"
# In the place of a field that is left out. It has no word in it, and so nothing else is put there, such as the title
# for a missing issue.
NOTHING = "–"


@dataclass
class Shelf:
    """`keys`: number of the portal → id at the source."""

    viewer: User
    keys: Mapping[str, str]
    refused: Sequence[Refusal] = ()


@dataclass
class Press:
    """Draws texts; those that come again, for another shelf, only once."""

    drawn: dict[str, Passage] = field(default_factory=dict)

    def rendered(self, contents: Contents) -> Rendered:
        written = cleaned(contents)
        return Rendered(written, {name: self._passage(getattr(written, name)) for name in FIELDS})

    def _passage(self, source: str) -> Passage:
        if source not in self.drawn:
            self.drawn[source] = render(source)
        return self.drawn[source]


@contextmanager
def filled(records: Sequence[Record], without: frozenset[str], press: Press) -> Iterator[Shelf]:
    """A portal of its own with *records*, less the fields of *without*; it is gone at the end."""
    with scratch.folder(demo=False):
        report = Report()
        manuscripts = list(legible([_less(record, without) for record in records], Wishes(), report))
        with transaction():
            db.session.add(User(login=VIEWER, name_ja="計測", granted_roles=[Role.END_USER, Role.SECOND_LINE]))
            keys = dict(_shelve(manuscripts, press, report))
        rebuild.rebuild(AT_THE_DESK)
        yield Shelf(db.session.query(User).filter_by(login=VIEWER).one(), keys, report.refused)


def _less(record: Record, without: frozenset[str]) -> Record:
    left_out = {name: NOTHING for name in without if name in record.fields}
    return replace(record, fields={**record.fields, **left_out})


def _shelve(manuscripts: Sequence[Manuscript], press: Press, report: Report) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(manuscripts, start=1):
        try:
            rendered = press.rendered(one.contents)
        except DomainError as refusal:
            report.refused.append(Refusal(one.place, refusal.sentence))
            continue
        article = Article(number=f"KB-{place:06d}", type=one.type, language=one.language, source_key=one.key)
        article.confidence = Confidence.VALIDATED
        db.session.add(article)
        db.session.flush()
        db.session.add(rendered.onto(Revision(article_id=article.id, sequence=1, reason=one.key)))
        yield article.number, one.key
