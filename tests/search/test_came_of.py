"""What came of an article where it was suggested, by the place in which it stood."""

from datetime import timedelta

from portal.kernel import clock, traces
from portal.kernel.db import db
from portal.search import ledger
from portal.search.came_of import CameOf, Place, of_article
from portal.search.models import Asking, Deed, SearchEvent, SuggestionEvent


def _asked(viewer, text, article, *deeds, rank=1, surface=Asking.INTAKE, incident=None):
    asking = ledger.asking_of(viewer, surface, text)
    traces.note(
        SearchEvent(
            user_id=viewer.id, surface=surface, text=text, language="en", results=1, top=[article.number],
            asking=asking, incident_id=incident.id if incident else None,
        )
    )  # fmt: skip
    for deed in deeds:
        ledger.told(viewer, asking, deed, article, rank=rank, incident=incident)
    traces.flush()


def test_each_place_tells_what_was_shown_opened_linked_and_solved(make, cast):
    article, other = make.article(), make.article()
    _asked(cast.mori, "one", article, Deed.SHOWN, Deed.OPENED, Deed.RESOLVED)
    _asked(cast.mori, "two", article, Deed.SHOWN, Deed.LINKED)
    _asked(cast.mori, "three", article, Deed.SHOWN, rank=2)
    _asked(cast.abe, "four", article, Deed.SHOWN, Deed.OPENED, Deed.SOLVED, rank=7, surface=Asking.REPORT)
    _asked(cast.mori, "five", other, Deed.SHOWN)
    _asked(cast.mori, "six", article, Deed.OPENED, rank=1, surface=Asking.SEARCH)
    _asked(cast.mori, "seven", article, Deed.OPENED, rank=4, surface=Asking.SEARCH)

    assert of_article(cast.ueda, article) == CameOf(
        [Place(1, 2, 1, 2, 1), Place(2, 1, 0, 0, 0), Place(4, 1, 1, 0, 1)], searched=2, rank=2.5
    )


def test_a_question_sent_twice_counts_each_deed_once(make, cast):
    article = make.article()
    _asked(cast.mori, "one", article, Deed.OPENED, surface=Asking.SEARCH)
    _asked(cast.mori, "one", article, surface=Asking.SEARCH)

    assert of_article(cast.ueda, article).searched == 1


def test_of_an_incident_that_one_may_not_see_nothing_is_told(make, cast):
    article = make.article()
    hidden = make.incident(restricted_to=cast.hara.teams[0])
    _asked(cast.hara, "one", article, Deed.SHOWN, Deed.RESOLVED, incident=hidden)

    assert of_article(cast.ueda, article) == CameOf([])
    assert of_article(cast.hara, article).places == [Place(1, 1, 0, 1, 1)]


def test_what_is_long_ago_counts_no_more(make, cast):
    article = make.article()
    _asked(cast.mori, "one", article, Deed.SHOWN)
    for event in db.session.query(SuggestionEvent):
        event.at = clock.now() - timedelta(days=91)
    db.session.commit()

    assert of_article(cast.ueda, article) == CameOf([])
