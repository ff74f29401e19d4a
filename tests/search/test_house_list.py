"""The words of the house: what the product brings along, who may change them, what a change does and when."""

import pytest
from sqlalchemy import select

from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse
from portal.kernel.db import db
from portal.kernel.errors import EditConflict, Invalid, InvalidTransition, PermissionDenied
from portal.kernel.transaction import transaction
from portal.search import rebuild, shipped, synonyms, trial, watched, wording
from portal.search.engine import engine
from portal.search.models import Asking, CountsFor, Direction, SynonymGroup, WordKind, WordList
from portal.search.situations import Situation
from portal.search.suggestions import suggest
from search_index import analysis

BOTH = {"direction": Direction.BOTH, "counts_for": CountsFor.ALL}
SLOW_FAX = {"title": "The facsimile rings", "issue": "It rings all day", "resolution": "Change the line."}


def _group(key="printer"):
    return db.session.scalars(select(SynonymGroup).where(SynonymGroup.key == key)).unique().one()


def _list(kind):
    return db.session.scalars(select(WordList).where(WordList.kind == kind)).one()


def _numbers(viewer, text):
    return [card.article.number for card in suggest(viewer, Situation(text, Asking.INTAKE)).fixes]


def _solved(make, article, symptom, **more):
    incident = make.incident(symptom=symptom, state=State.RESOLVED, **more)
    use = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH}
    with transaction():
        incident.uses.append(ArticleUse(article=article, sequence=1, **use))
    return incident


def test_the_shipped_list_is_long_and_no_word_stands_in_it_twice():
    groups = shipped.shipped()
    terms = [frozenset(analysis.own_terms(word)) for group in groups for word in group.words]

    assert len(groups) >= 200
    assert len({group.key for group in groups}) == len(groups)
    assert all(len(group.words) >= 2 for group in groups)
    assert frozenset() not in terms
    assert [sorted(each) for each in set(terms) if terms.count(each) > 1] == []


def test_no_english_phrase_of_the_shipped_list_loses_a_word():
    """“sign in” without its “in” would be found wherever anybody signs anything."""
    phrases = [word for group in shipped.shipped() for word in group.words if word.isascii()]

    assert [phrase for phrase in phrases if len(analysis.own_terms(phrase)) != len(phrase.split())] == []


def test_both_languages_are_served():
    groups = shipped.shipped()

    mixed = [group for group in groups if len({word.isascii() for word in group.words}) == 2]
    assert len(mixed) >= 150
    assert all(any(not word.isascii() for word in group.words) for group in groups)


def test_an_upgrade_brings_what_is_new_and_keeps_what_the_house_decided(cast, monkeypatch):
    assert shipped.install() == 0
    changed, put_away, untouched = _group("printer"), _group("mouse"), _group("keyboard")
    wording.change(cast.ueda, changed, words=["プリンター", "印刷くん"], **BOTH)
    wording.retire(cast.ueda, put_away)
    anew = [
        shipped.Shipped(key, ("一", "二三", "another"), Direction.BOTH, CountsFor.ALL)
        for key in ("printer", "mouse", "keyboard", "brand-new")
    ]
    monkeypatch.setattr(shipped, "shipped", lambda: anew)

    assert shipped.install() == 2

    db.session.expire_all()
    assert changed.members == ["プリンター", "印刷くん"]
    assert put_away.retired_at is not None
    assert untouched.members == _group("brand-new").members == ["一", "二三", "another"]
    assert shipped.install() == 0


def test_a_change_counts_from_the_next_question_on(make, cast):
    article = make.article(**SLOW_FAX)
    rebuild.rebuild_all()
    assert _numbers(cast.mori, "My telecopier!") == []

    group = wording.add(cast.ueda, words=["telecopier", "facsimile"], **BOTH)
    assert _numbers(cast.mori, "My telecopier!") == [article.number]

    wording.retire(cast.ueda, group)
    assert _numbers(cast.mori, "My telecopier!") == []


def test_another_process_sees_a_change_within_two_seconds(app, cast, monkeypatch):
    before = len(synonyms.house_list())
    moment = [watched.time.monotonic()]
    monkeypatch.setattr(watched.time, "monotonic", lambda: moment[0])
    assert len(synonyms.house_list()) == before
    with transaction():  # as another process does it: nobody tells this one
        db.session.add(SynonymGroup(words="telecopier\nfacsimile"))

    moment[0] += 2.0

    assert len(synonyms.house_list()) == before + 1


def test_the_list_is_made_anew_only_after_a_change(cast, monkeypatch):
    monkeypatch.setattr(watched, "LOOK_EVERY", 0.0)
    assert synonyms.house_list() is synonyms.house_list()


def test_knowledge_managers_and_administrators_keep_the_words(cast):
    for person in (cast.ueda, cast.kato):
        wording.add(person, words=[f"{person.login} one", f"{person.login} two"], **BOTH)
    for person in (cast.mori, cast.sato, cast.ono, cast.abe):
        with pytest.raises(PermissionDenied):
            wording.add(person, words=["telecopier", "facsimile"], **BOTH)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["telecopier"], "at least two"),
        (["telecopier", "できる"], "says nothing"),
        (["telecopier", "・・・"], "says nothing"),
        (["サーバー室", "サーバ室"], "the same to the search"),
        (["プリンター", "印刷機", "printer"], "already"),
        (["telecopier", "f" * 61], "too long"),
        ([f"word{number}" for number in range(31)], "at most 30"),
    ],
)
def test_what_cannot_be_a_group_is_refused_in_a_sentence(cast, words, sentence):
    with pytest.raises(Invalid, match=sentence):
        wording.add(cast.ueda, words=words, **BOTH)


def test_a_change_by_two_is_noticed_and_the_last_change_can_be_taken_back(cast):
    group = _group()
    read = group.version
    wording.change(cast.hara, group, words=["プリンター", "印刷くん"], version=read, **BOTH)
    with pytest.raises(EditConflict):
        wording.change(cast.ueda, group, words=["プリンター", "刷り機"], version=read, **BOTH)
    with pytest.raises(InvalidTransition):
        wording.undo(cast.ueda, group, version=read)

    wording.undo(cast.hara, group, version=group.version)
    assert group.members == ["プリンター", "印刷機", "printer"]
    wording.retire(cast.hara, group)
    wording.undo(cast.hara, group, version=group.version)
    assert group.retired_at is None
    assert group.changed_by == cast.hara


def test_words_are_kept_whole_after_the_worker_wrote_the_index_anew(make, cast):
    make.article(title="Keihi Sakura is slow", issue="Keihi Sakura does not open")
    rebuild.rebuild_all()
    listed = _list(WordKind.WHOLE)

    wording.change_words(cast.ueda, listed, words=["Keihi Sakura"])
    assert {state.name for state in rebuild.status() if state.old_words} == set(rebuild.expected())
    assert _numbers(cast.mori, "Keihi Sakura")  # by the parts, meanwhile
    rebuild.repair_if_broken()

    assert [state for state in rebuild.status() if state.old_words] == []
    assert engine().index("staff").view().frequency("title", "keihi sakura") == 1
    wording.undo_words(cast.ueda, listed, version=listed.version)
    assert rebuild.unfit() == rebuild.expected()


def test_stop_words_say_nothing(make, cast):
    article = make.article(**SLOW_FAX)
    rebuild.rebuild_all()
    assert _numbers(cast.mori, "facsimile") == [article.number]

    wording.change_words(cast.ueda, _list(WordKind.STOP), words=["facsimile", " ", "facsimile"])

    assert _numbers(cast.mori, "facsimile") == []
    assert _list(WordKind.STOP).members == ["facsimile"]
    with pytest.raises(Invalid):
        wording.change_words(cast.ueda, _list(WordKind.STOP), words=["…"])


def test_a_trial_says_where_the_articles_of_the_past_would_stand(make, cast):
    fax = make.article(**SLOW_FAX)
    make.article()
    found = _solved(make, fax, "My telecopier!")
    other = _solved(make, fax, "the facsimile rings")
    rebuild.rebuild_all()

    tried = trial.of_group(cast.ueda, None, words=["telecopier", "facsimile"], **BOTH)

    assert [(one.incident, one.article, one.before, one.after) for one in tried.improved] == [
        (found, fax.number, None, 1)
    ]
    assert (tried.worse, tried.unchanged, tried.solved, tried.asked, tried.cut) == ([], 1, 2, 2, False)
    assert other.number
    assert len(synonyms.house_list()) == len(synonyms.in_use())  # nothing was saved


def test_a_trial_tells_what_would_be_lost(make, cast):
    fax = make.article(**SLOW_FAX)
    group = wording.add(cast.ueda, words=["telecopier", "facsimile"], **BOTH)
    lost = _solved(make, fax, "My telecopier!")
    rebuild.rebuild_all()

    tried = trial.of_group(cast.ueda, group, words=["facsimile", "fernkopierer"], **BOTH)

    assert [(one.incident, one.before, one.after) for one in tried.worse] == [(lost, 1, None)]


def test_a_trial_names_nothing_that_one_may_not_see(make, cast):
    hidden = make.article(**SLOW_FAX, restricted_to=cast.hara.teams[0])
    _solved(make, hidden, "My telecopier!")
    _solved(make, hidden, "The telecopier", restricted_to=cast.hara.teams[0])
    rebuild.rebuild_all()
    words = {"words": ["telecopier", "facsimile"], **BOTH}

    assert trial.of_group(cast.ueda, None, **words).solved == 0
    assert trial.of_group(cast.hara, None, **words).solved == 2


def test_a_trial_is_bounded(make, cast, monkeypatch):
    fax = make.article(**SLOW_FAX)
    for _each in range(3):
        _solved(make, fax, "My telecopier!")
    rebuild.rebuild_all()
    monkeypatch.setattr(trial, "MOST_ASKED", 2)

    tried = trial.of_group(cast.ueda, None, words=["telecopier", "facsimile"], **BOTH)

    assert (tried.asked, tried.cut) == (2, True)
