"""What an agent and a reader are told while they type: fixes, reasons, words, guesses, incidents that read alike."""

import shutil
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.signing_in import THE_STRANGER
from portal.articles import operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArticleType
from portal.catalog.models import Service
from portal.incidents import endings, knowledge, states
from portal.incidents import operations as incidents
from portal.incidents.endings import Fix
from portal.incidents.kinds import LinkSource, Outcome, ResolutionCode
from portal.incidents.lifecycle import State
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock, jobs, traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.search import rebuild
from portal.search.engine import engine
from portal.search.models import Asking, Deed, SearchEvent, SuggestionEvent
from portal.search.suggestions import Band, Situation, ranked, suggest

TOLD = "Since this morning the VPN client stops with error 691 when I sign in"


@pytest.fixture(autouse=True)
def _index(cast):
    rebuild.rebuild_all()


def _suggest(viewer, text=TOLD, surface=Asking.INTAKE, **more):
    jobs.drain()
    return suggest(viewer, Situation(text, surface, **more))


def _numbers(found):
    return [each.article.number for each in found.fixes]


def _printer(make, **more):
    words = {
        "title": "The printer prints blank pages",
        "issue": "All pages are white",
        "resolution": "Change the toner.",
    }
    return make.article(**{**words, **more})


def _solved(make, cast, article, symptom=TOLD, outcome=Outcome.SOLVED, **more):
    incident = make.incident(symptom=symptom, **more)
    states.take(cast.mori, incident, person=cast.mori)
    source = LinkSource.INTAKE_SUGGESTION
    if outcome is Outcome.SOLVED:
        levels = {"impact": Impact.SMALL, "urgency": Urgency.LOW}
        knowledge.resolve_with(cast.mori, incident, article, source=source, rank=1, **levels)
    else:
        knowledge.link(cast.mori, incident, article, source=source, outcome=outcome)
        fix = Fix("Something else", ResolutionCode.WORKAROUND, impact=Impact.SMALL, urgency=Urgency.LOW)
        endings.resolve(cast.mori, incident, fix=fix)
    return incident


def test_the_fix_stands_first_with_its_reasons(make, cast):
    article = make.article(codes=("691",))
    _printer(make)

    found = _suggest(cast.mori)

    assert _numbers(found) == [article.number]
    card = found.fixes[0]
    assert (card.rank, card.band) == (1, Band.HIGH)
    assert ("code", "691") in {(reason.kind, reason.matched) for reason in card.reasons}
    assert ("word", "VPN") in {(reason.kind, reason.matched) for reason in card.reasons}
    assert ("VPN", True) in card.title


def test_nothing_fits_is_an_answer(make, cast):
    make.article()
    _printer(make)

    found = _suggest(cast.mori, "The coffee machine in the kitchen blinks, shows an error lamp and leaks water")

    assert (found.count, found.refused, found.degraded) == (0, "", False)


def test_japanese_is_told_in_its_own_words(make, cast):
    article = make.article(
        language="ja",
        title="VPNに繋がらない（エラー691）",
        issue="VPNの接続でエラー691が出る",
        resolution="1. 再起動する",
    )
    found = _suggest(cast.mori, "今朝からＶＰＮにつながりません。エラー６９１と出ます")

    assert _numbers(found) == [article.number]
    assert "つながり" in "".join(word.text for word in found.words)
    words = {(reason.term, reason.matched) for reason in found.fixes[0].reasons if reason.kind == "word"}
    assert ("ＶＰＮ", "VPN") in words


def test_a_word_of_the_house_list_finds_its_other(make, cast):
    article = make.article(title="Restart loops after the update", issue="A restart follows the next restart")
    _printer(make)

    found = _suggest(cast.mori, "reboot loops")

    assert _numbers(found) == [article.number]
    assert ("synonym", "reboot", "Restart") in {(r.kind, r.term, r.matched) for r in found.fixes[0].reasons}


def test_words_are_dropped_and_added(make, cast):
    vpn, printer = make.article(), _printer(make)
    text = "VPN and printer"
    assert set(_numbers(_suggest(cast.mori, text))) == {vpn.number, printer.number}

    dropped = _suggest(cast.mori, text, dropped=("VPN",))
    added = _suggest(cast.mori, "VPN", added=("printer",))

    assert _numbers(dropped) == [printer.number]
    assert [(word.text, word.used) for word in dropped.words] == [("VPN", False), ("printer", True)]
    assert set(_numbers(added)) == {vpn.number, printer.number}
    assert [(word.text, word.used) for word in added.words] == [("VPN", True), ("printer", True)]


def test_what_was_said_not_to_fit_is_gone(make, cast):
    one, other = make.article(), make.article(title="VPN error 691 after a change of the password")

    assert _numbers(_suggest(cast.mori, dismissed=(one.number,))) == [other.number]


def test_an_equal_service_goes_first(make, cast):
    here, there = make.article(), make.article()
    with transaction():
        there.service = Service(key="tunnel", name_ja="トンネル")
    rebuild.rebuild_all()

    for article in (here, there):
        found = _suggest(cast.mori, service=article.service)
        assert _numbers(found)[0] == article.number
        assert "service" in {reason.kind for reason in found.fixes[0].reasons}


def test_what_is_validated_goes_before_a_draft(make, cast):
    sure = make.article(confidence=Confidence.VALIDATED)
    drafted = make.article(confidence=Confidence.WIP)  # of equals the newer would go first

    assert _numbers(_suggest(cast.mori)) == [sure.number, drafted.number]


def test_what_solved_often_goes_first(make, cast):
    often, never = make.article(), make.article()  # of equals the newer would go first
    for _ in range(3):
        _solved(make, cast, often, symptom="A matter of quite other sort")

    found = _suggest(cast.mori)

    assert _numbers(found) == [often.number, never.number]
    assert found.fixes[0].score > 1.1 * found.fixes[1].score
    assert (found.fixes[0].solved, found.fixes[0].tried) == (3, 3)


def test_what_solved_the_like_is_lifted_and_says_so(make, cast):
    words = {"title": "VPN client stops at the sign-in with error 691", "issue": "The VPN client stops"}
    better, weaker = make.article(**words), make.article(title="VPN error 691", issue="Error 691 of the VPN client")
    assert _numbers(_suggest(cast.mori))[0] == better.number

    incident = _solved(make, cast, weaker)

    found = _suggest(cast.mori)
    assert _numbers(found)[0] == weaker.number
    assert ("evidence", incident.number) in {(reason.kind, reason.matched) for reason in found.fixes[0].reasons}
    assert [(each.incident.number, each.solved_with) for each in found.resolved_alike] == [(incident.number, weaker)]


def test_what_did_not_help_the_like_sinks(make, cast):
    one, other = make.article(), make.article()
    first = _numbers(_suggest(cast.mori))[0]
    _solved(make, cast, one if first == one.number else other, outcome=Outcome.NOT_SOLVED)

    assert _numbers(_suggest(cast.mori))[1] == first


def test_evidence_does_not_invent(make, cast):
    make.article()
    printer = _printer(make)
    for _ in range(4):
        _solved(make, cast, printer)

    assert printer.number not in {one.number for one in ranked(cast.mori, Situation(TOLD, Asking.INTAKE))}


def test_known_errors_have_a_place_of_their_own(make, cast):
    article, error = make.article(), make.article(type=ArticleType.KNOWN_ERROR)

    found = _suggest(cast.mori)

    assert _numbers(found) == [article.number]
    assert [each.article.number for each in found.known_errors] == [error.number]
    assert {each.rank for each in (*found.fixes, *found.known_errors)} == {1, 2}


@pytest.mark.parametrize(("key", "first"), [("vpn", True), ("printing", False)])
@pytest.mark.parametrize("surface", [Asking.INTAKE, Asking.REPORT])
def test_a_known_error_on_the_same_service_goes_before_every_fix(make, cast, surface, key, first):
    article = make.article(audience=Audience.PUBLIC)
    error = make.article(type=ArticleType.KNOWN_ERROR, audience=Audience.PUBLIC)
    with transaction():
        db.session.add(Service(key="printing", name_ja="印刷", name_en="Printing", owner_team=error.owner_team))

    found = _suggest(cast.mori, surface=surface, service=db.session.query(Service).filter_by(key=key).one())

    expected = [error.number, article.number] if first else [article.number, error.number]
    assert [each.article.number for each in found.cards] == expected
    assert found.errors_lead is first


def test_service_and_category_are_guessed_from_their_names(cast):
    found = _suggest(cast.mori, "ＶＰＮがつながらない")

    assert found.guess.service.key == "vpn"
    assert found.guess.because["service"] == "ＶＰＮ"


def test_else_as_most_of_what_reads_alike_has_them(make, cast):
    for _ in range(3):
        make.incident(symptom="The tunnel breaks down with code 691")

    found = _suggest(cast.mori, "The tunnel breaks down again")

    assert found.guess.service.key == "vpn"
    assert found.guess.because["service"] in ("tunnel", "breaks")


def test_open_incidents_and_majors_that_read_alike_are_told(make, cast):
    alike, other = make.incident(symptom=TOLD), make.incident(symptom="The printer prints blank pages", service=None)
    with transaction():
        alike.is_major, alike.declared_at = True, clock.now()

    found = _suggest(cast.mori)

    assert [each.incident.number for each in found.open_alike] == [alike.number]
    assert found.majors == [alike]
    assert other.number not in {each.incident.number for each in found.open_alike}
    assert _suggest(cast.mori, incident=alike).open_alike == []


def test_an_incident_moves_with_its_state(make, cast):
    article = make.article()
    incident = _solved(make, cast, article)
    assert [each.incident for each in _suggest(cast.mori).resolved_alike] == [incident]

    endings.undo(cast.mori, incident)

    found = _suggest(cast.mori)
    assert ([each.incident for each in found.open_alike], found.resolved_alike) == ([incident], [])
    assert all(difference.in_step for difference in rebuild.check())


def test_who_shares_the_department_of_the_caller(make, cast):
    article = make.article()
    with transaction():
        cast.abe.department = "Sales"
    _solved(make, cast, article)

    found = _suggest(cast.mori, caller=cast.abe)

    assert "department" in {reason.kind for reason in found.fixes[0].reasons}
    assert not found.fixes[0].for_caller


def test_what_is_restricted_moves_nothing_for_others(make, cast):
    one, other = make.article(), make.article(title="VPN error 691 when I sign in")
    before = _suggest(cast.mori)
    secret = _solved(make, cast, one)

    incidents.restrict(cast.hara, secret, team=cast.hara.teams[0], reason="personal")
    at_once = suggest(cast.mori, Situation(TOLD, Asking.INTAKE))
    after = _suggest(cast.mori)

    for found in (at_once, after):
        assert _numbers(found) == _numbers(before)
        assert [each.score for each in found.fixes] == [each.score for each in before.fixes]
        assert (list(found.open_alike), list(found.resolved_alike)) == ([], [])
    assert [each.incident for each in _suggest(cast.hara).resolved_alike] == [secret]
    assert other.number in _numbers(after)


def test_readers_get_what_is_open_to_them_and_no_incidents(make, cast):
    public, within = make.article(audience=Audience.PUBLIC), make.article()
    company = make.article(audience=Audience.CUSTOMER)
    for article in (public, within):
        _solved(make, cast, article)

    for viewer, expected in ((THE_STRANGER, {public}), (cast.abe, {public, company}), (cast.mori, {public, company})):
        found = _suggest(viewer, surface=Asking.REPORT)
        assert set(_numbers(found)) == {article.number for article in expected}
        assert {(each.solved, each.tried) for each in found.fixes} == {(0, 0)}
        assert [*found.open_alike, *found.resolved_alike, *found.majors] == []
        assert "evidence" not in {reason.kind for each in found.fixes for reason in each.reasons}


def test_what_is_withdrawn_is_gone_in_the_same_moment(make, cast):
    article = make.article(audience=Audience.PUBLIC)
    assert _numbers(_suggest(THE_STRANGER, surface=Asking.REPORT)) == [article.number]

    operations.pull_back(cast.sato, article, reason="It names a server")

    assert suggest(THE_STRANGER, Situation(TOLD, Asking.REPORT)).fixes == []


def test_without_an_index_plain_words_are_looked_up(make, cast):
    article = make.article()
    jobs.drain()
    shutil.rmtree(engine()._folder / "staff")

    found = suggest(cast.mori, Situation(TOLD, Asking.INTAKE))

    assert (found.degraded, _numbers(found)) == (True, [article.number])


@pytest.mark.parametrize(
    "text",
    ["x" * 5_000, "2026-11-25T03:00:00Z ERROR [main] java.lang.NullPointerException at a.b.C(C.java:12)\n" * 60,
     "VPN\x00\x07 error\ud800 691", "？！…", "-", '"', "kind:article service:", "\u200b" * 50],
    ids=["letters", "log", "control", "signs", "dash", "quote", "grammar", "unseen"],
)  # fmt: skip
def test_whatever_is_pasted_is_taken(make, cast, text):
    make.article()

    assert not _suggest(cast.mori, text).degraded
    traces.flush()


def test_a_million_letters_are_refused_in_a_sentence(cast):
    found = _suggest(cast.mori, "a" * 1_000_000)

    assert "20000" in found.refused
    assert found.fixes == ()


def test_the_ledger_knows_what_was_asked_and_shown(make, cast):
    article = make.article()
    found = _suggest(cast.mori, visit="v1")
    traces.flush()

    asked = db.session.scalars(select(SearchEvent).where(SearchEvent.asking == found.asking)).one()
    shown = db.session.scalars(select(SuggestionEvent).where(SuggestionEvent.asking == found.asking)).one()
    assert (asked.visit, asked.top, asked.results, asked.surface) == ("v1", [article.number], 1, Asking.INTAKE)
    assert (shown.deed, shown.article_id, shown.rank, shown.band) == (Deed.SHOWN, article.id, 1, found.fixes[0].band)


def test_old_outcomes_count_less(make, cast):
    article, other = make.article(), make.article()
    _solved(make, cast, article)
    young = _suggest(cast.mori).fixes[0]
    with transaction():
        for incident in db.session.scalars(select(knowledge.Incident)):
            incident.resolved_at = clock.now() - timedelta(days=400)

    old = next(each for each in _suggest(cast.mori).fixes if each.article.number == article.number)

    assert young.article.number == article.number
    assert old.score < 0.95 * young.score
    assert State.RESOLVED in {each.incident.state for each in _suggest(cast.mori).resolved_alike}
    assert other.number in _numbers(_suggest(cast.mori))
