"""Words that this house wants kept whole or passed over, brought to the engine of this process."""

from sqlalchemy import func, select

from portal.kernel.current import holdings
from portal.kernel.db import db
from portal.search.models import WordKind, WordList
from portal.search.watched import Watched
from search_index import HouseWords, analysis


def adopt() -> None:
    """Cut texts by the words of the house as they are now; a change counts in every process within two seconds.

    Indexes written before go on answering; the worker writes them anew.
    """
    words = _watched().get()
    if words != analysis.adopted():
        analysis.adopt(words)


def look_again() -> None:
    """After a change in this process."""
    _watched().look_again()


def _watched() -> Watched[HouseWords]:
    found: Watched[HouseWords] = holdings().extra.setdefault("house_words", Watched(_stamp, _read))
    return found


def _stamp() -> int:
    return db.session.scalar(select(func.sum(WordList.version))) or 0


def _read() -> HouseWords:
    rows = db.session.execute(select(WordList.kind, WordList.words)).all()
    lists = {kind: words.splitlines() for kind, words in rows}
    return analysis.house_words(lists.get(WordKind.WHOLE, ()), lists.get(WordKind.STOP, ()))
