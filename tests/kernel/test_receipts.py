"""A form is carried out once, however often it is sent."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.articles.models import Article
from portal.kernel import clock, receipts
from portal.kernel.db import db
from portal.kernel.errors import AlreadyDone, Invalid
from portal.kernel.receipts import FormKey, Receipt
from portal.kernel.transaction import transaction
from tests.security.world import Browser

PAIRS = st.lists(st.tuples(st.text(max_size=8), st.text(st.characters(codec=None), max_size=12)), max_size=6)


@pytest.fixture
def sent(app):
    """The key of a form that is being carried out."""
    key = FormKey(receipts.new_key(), "the words")
    receipts.current_form.set(key)
    yield key
    receipts.current_form.set(None)


@given(PAIRS, PAIRS)
def test_a_fingerprint_is_one_word_for_the_same_words(one, other):
    assert (receipts.fingerprint(one) == receipts.fingerprint(other)) == (one == other)
    assert len(receipts.fingerprint(one)) == 64


def test_keys_are_long_and_never_the_same():
    keys = {receipts.new_key() for _place in range(500)}

    assert len(keys) == 500
    assert min(len(key) for key in keys) >= 24


def test_the_first_time_leaves_a_receipt_and_the_second_gives_its_result(sent, make):
    article = make.article()
    receipts.current_form.set(sent)

    with pytest.raises(AlreadyDone) as repeated:
        make.article()

    assert (repeated.value.subject_kind, repeated.value.subject_id) == ("articles", article.id)
    assert db.session.query(Article).count() == 1


def test_what_was_refused_may_be_sent_again(sent, make):
    with pytest.raises(Invalid):
        make.article(title="")
    assert receipts.receipt_of(sent) is None

    receipts.current_form.set(sent)
    assert make.article().number == "KB-000001"


def test_a_second_deed_of_the_same_request_is_no_repeat(sent, make):
    first, second = make.article(), make.article()

    assert first.id != second.id
    assert db.session.query(Receipt).count() == 1


def test_receipts_are_forgotten_after_two_days(sent, make):
    make.article()
    began = clock.now()

    for passed, kept in ((timedelta(hours=47), 1), (timedelta(hours=49), 0)):
        with time_machine.travel(began + passed), transaction():
            receipts.purge()
        assert db.session.query(Receipt).count() == kept


def test_a_form_of_a_page_that_is_sent_twice_is_carried_out_once(app, browse, cast):
    browser = Browser(app, "kato")
    form = {"name_ja": "新担当", "name_en": "", "description": "", "nonce": receipts.new_key()}

    answers = [browser.post("/admin/teams/new", form) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert browser.get("/admin/teams").text.count("新担当") >= 1
    assert db.session.query(Receipt).count() == 1


def test_the_same_key_with_other_words_is_shown_again_not_lost(app):
    browser = Browser(app, "kato")
    form = {"name_ja": "新担当", "name_en": "", "description": "", "nonce": receipts.new_key()}
    browser.post("/admin/teams/new", form)

    answer = browser.post("/admin/teams/new", {**form, "name_ja": "別の担当"})

    assert answer.status_code == 422
    assert "別の担当" in answer.text


@pytest.mark.parametrize("key", ["x" * 65, "x" * 100_000])
def test_a_key_that_no_form_has_is_refused(app, key):
    assert Browser(app, "kato").post("/admin/teams/new", {"name_ja": "新担当", "nonce": key}).status_code == 400


@pytest.mark.parametrize("key", ["\0", "鍵", "' OR 1=1 --", "%00"])
def test_a_strange_key_breaks_nothing(app, key):
    answer = Browser(app, "kato").post("/admin/teams/new", {"name_ja": "新担当", "nonce": key})

    assert answer.status_code in (303, 400, 422)
