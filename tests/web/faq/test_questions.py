"""The public questions: who finds which, in which words, and nothing about the rest."""

import pytest

from portal.articles import operations, queries
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import ArchiveReason, ArticleType, Surface, View, Vote
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction


def _revise(actor, article, confidence=None, **changes):
    operations.revise(
        actor,
        article,
        contents=Contents(**{**article.current.contents(), **changes}),
        type=article.type,
        language=article.language,
        service=article.service,
        category=article.category,
        owner_team=article.owner_team,
        confidence=confidence,
        audience=None,
        reason="The menu has moved",
    )


def _votes(article, yes, no):
    with transaction():
        for helpful, count in ((True, yes), (False, no)):
            for _vote in range(count):
                db.session.add(Vote(article_id=article.id, sequence=1, surface=Surface.FAQ, helpful=helpful, reason=""))


def test_a_stranger_reads_what_is_public(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    page = browse().get(f"/faq/{article.number}")

    assert page.status_code == 200
    assert "Clear the stored password and sign in anew." in page.text
    assert "<li>Sign in anew.</li>" in page.text
    assert "Applies to" in page.text


@pytest.mark.parametrize("audience", [Audience.WITHIN, Audience.PARTNER, Audience.CUSTOMER])
def test_what_is_not_public_looks_absent_to_a_stranger(make, browse, audience):
    article = make.article(audience=audience, confidence=Confidence.VALIDATED)

    hidden, absent = browse().get(f"/faq/{article.number}"), browse().get("/faq/KB-900000")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.data == absent.data
    assert article.current.title not in browse().get("/faq/").text


def test_what_is_for_the_company_is_read_after_signing_in(make, browse):
    article = make.article(audience=Audience.CUSTOMER)

    page = browse("abe").get(f"/faq/{article.number}")

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert article.current.title in browse("abe").get("/faq/").text


def test_partners_alone_read_what_is_for_partners(make, browse):
    article = make.article(audience=Audience.PARTNER)

    assert browse("partner").get(f"/faq/{article.number}").status_code == 200
    assert browse("abe").get(f"/faq/{article.number}").status_code == 404


def test_agents_too_find_only_what_is_open_on_the_public_pages(make, browse):
    inside = make.article(title="Reset the concentrator", confidence=Confidence.VALIDATED)
    opened = make.article(audience=Audience.PUBLIC)

    assert browse("sato").get(f"/faq/{inside.number}").status_code == 404
    assert "Reset the concentrator" not in browse("sato").get("/faq/").text
    assert "Reset the concentrator" not in browse("sato").get(f"/faq/{opened.number}").text


def test_nothing_for_agents_only_is_in_the_page(make, browse):
    article = make.article(
        audience=Audience.PUBLIC,
        resolution="1. Restart.\n\n:::internal\nThe concentrator is vpn-gw-canary.\n:::",
        cause="Known.\n\n:::internal\nSee canary-cause.\n:::",
    )

    for who in (None, "abe", "sato"):
        page = browse(who).get(f"/faq/{article.number}").text
        assert "canary" not in page


def test_the_names_of_writers_are_not_shown(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    assert "佐藤" not in browse().get(f"/faq/{article.number}").text


def test_readers_keep_the_last_validated_words(make, cast, browse):
    article = make.article(audience=Audience.PUBLIC)
    _revise(
        cast.sato,
        article,
        Confidence.NOT_VALIDATED,
        title="A title in doubt",
        resolution="1. In doubt.",
        short_answer="Doubtful.",
    )

    for who in (None, "sato"):
        for address in (f"/faq/{article.number}", "/faq/", "/faq/search", "/faq/c/vpn", "/faq/feed.xml"):
            page = browse(who).get(address)
            assert page.status_code == 200
            assert "doubt" not in page.text.lower(), address


def test_what_is_withdrawn_is_gone_from_every_page_at_once(make, cast, browse):
    article = make.article(audience=Audience.PUBLIC, title="Canary in the coal mine")
    operations.pull_back(cast.imai, article, reason="It names a server")

    for address in (
        "/faq/",
        "/faq/search",
        "/faq/search?q=canary+coal",
        "/faq/c/vpn",
        "/faq/feed.xml",
        "/faq/sitemap.xml",
    ):
        page = browse().get(address).text
        assert "coal mine" not in page, address
        assert article.number not in page, address
    assert browse().get(f"/faq/{article.number}").data == browse().get("/faq/KB-900000").data


def test_what_was_put_away_says_so_and_leads_on(make, cast, browse):
    old, new = make.article(audience=Audience.PUBLIC), make.article(audience=Audience.PUBLIC, title="The new client")
    operations.archive(cast.sato, old, why=ArchiveReason.OBSOLETE, replacement=new, reason="A new client")

    page = browse().get(f"/faq/{old.number}")

    assert page.status_code == 410
    assert f'href="/faq/{new.number}"' in page.text
    assert "The new client" in page.text
    assert 'action="/faq/search"' in page.text


def test_a_successor_that_is_for_agents_only_is_not_named(make, cast, browse):
    old = make.article(audience=Audience.PUBLIC)
    new = make.article(title="Canary successor", confidence=Confidence.VALIDATED)
    operations.archive(cast.sato, old, why=ArchiveReason.OBSOLETE, replacement=new, reason="A new client")

    page = browse().get(f"/faq/{old.number}")

    assert page.status_code == 410
    assert "Canary" not in page.text
    assert new.number not in page.text


def test_what_was_put_away_without_ever_being_public_looks_absent(make, cast, browse):
    article = make.article(confidence=Confidence.VALIDATED)
    operations.archive(cast.sato, article, why=ArchiveReason.OBSOLETE, replacement=None, reason="Old")

    assert browse().get(f"/faq/{article.number}").status_code == 404


@pytest.mark.parametrize("written", ["kb-1", "KB-1", "kb-000001", "KB-0000001"])
def test_a_number_in_other_writing_leads_to_the_one_address(make, browse, written):
    make.article(audience=Audience.PUBLIC)

    answer = browse().get(f"/faq/{written}?lang=ja")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/faq/KB-000001?lang=ja"


@pytest.mark.parametrize(
    "address",
    [
        "/faq/KB-0",
        "/faq/KB-99999999999999999999",
        "/faq/KB-%EF%BC%91",
        "/faq/KB-%D9%A1",
        "/faq/%00",
        "/faq/KB-000001%00",
        "/faq/KB-1'--",
        "/faq/c/%00",
        "/faq/c/nowhere",
        "/faq/c/" + "x" * 5_000,
        "/faq/%ED%A0%80",
    ],
)
def test_an_address_that_nobody_gave_out_is_a_plain_404(browse, address):
    answer = browse().get(address, follow_redirects=True)

    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x", "", "１", "1e9", "%00"])
def test_an_absurd_page_is_some_page_of_the_list(make, browse, page):
    make.article(audience=Audience.PUBLIC)

    for address in ("/faq/c/vpn?", "/faq/search?", "/faq/search?q=VPN&"):
        assert browse().get(f"{address}page={page}").status_code == 200


def test_the_start_page_shows_how_many_were_helped_once_five_have_said_so(make, browse):
    few, many = (
        make.article(audience=Audience.PUBLIC, title="Few"),
        make.article(audience=Audience.PUBLIC, title="Many"),
    )
    _votes(few, 4, 0)
    _votes(many, 4, 1)

    page = browse().get("/faq/").text

    assert page.count("of readers") == 1
    assert "Helped 80% of readers" in page


def test_only_subjects_with_questions_for_this_reader_are_offered(make, browse):
    make.article(audience=Audience.CUSTOMER)
    make.article(audience=Audience.WITHIN, confidence=Confidence.VALIDATED)

    assert "Network and VPN" not in browse().get("/faq/").text
    signed_in = browse("abe").get("/faq/?lang=en").text
    assert "Network and VPN" in signed_in
    assert "The only one" in signed_in


def test_the_count_of_a_subject_is_that_of_its_readers(make, browse):
    for audience in (Audience.PUBLIC, Audience.PUBLIC, Audience.PUBLIC, Audience.CUSTOMER):
        make.article(audience=audience)
    make.article(confidence=Confidence.VALIDATED)

    assert "All 3<" in browse().get("/faq/").text
    assert "All 4<" in browse("abe").get("/faq/?lang=en").text
    assert browse().get("/faq/c/network").text.count('href="/faq/KB-') == 3
    assert "VPN 3</a>" in browse().get("/faq/c/network").text


def test_a_portal_without_questions_says_where_to_turn(browse):
    page = browse().get("/faq/").text

    assert "No questions are published yet" in page
    assert "Service desk (weekdays 9:00–18:00)" in page
    assert "/kb/new" not in page
    assert "/kb/new" in browse("mori").get("/faq/").text


def test_a_subject_without_questions_says_so(browse):
    page = browse().get("/faq/c/network")

    assert page.status_code == 200
    assert "There are no questions on this subject yet" in page.text


def test_readers_get_the_translation_in_their_language(make, browse):
    japanese = make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")
    english = make.article(audience=Audience.PUBLIC, title="Cannot connect to the VPN", translation_of=japanese)
    alone = make.article(audience=Audience.PUBLIC, language="ja", title="会議室を予約するには？")

    page = browse(language="en").get("/faq/").text

    assert english.number in page
    assert japanese.number not in page
    assert alone.number in page
    assert page.index(english.number) < page.index(alone.number)


def test_a_translation_that_lags_behind_says_so(make, cast, browse):
    japanese = make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")
    english = make.article(audience=Audience.PUBLIC, title="Cannot connect to the VPN", translation_of=japanese)
    notice = "The original was changed after this was translated"
    assert notice not in browse().get(f"/faq/{english.number}").text

    _revise(cast.sato, japanese, resolution="1. 再起動します。")

    page = browse().get(f"/faq/{english.number}").text
    assert notice in page
    assert f'href="/faq/{japanese.number}?lang=ja" lang="ja"' in page


def test_an_original_in_doubt_does_not_make_its_translation_old(make, cast, browse):
    japanese = make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")
    english = make.article(audience=Audience.PUBLIC, title="Cannot connect to the VPN", translation_of=japanese)
    _revise(cast.sato, japanese, Confidence.NOT_VALIDATED, resolution="1. 再起動します。")

    assert "The original was changed" not in browse().get(f"/faq/{english.number}").text


def test_a_translation_for_agents_only_is_not_offered(make, browse):
    japanese = make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")
    english = make.article(title="Canary", translation_of=japanese, confidence=Confidence.VALIDATED)

    for who in (None, "sato"):
        page = browse(who).get(f"/faq/{japanese.number}").text
        assert english.number not in page
        assert "Read in English" not in page


def test_the_language_of_the_address_goes_along(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    page = browse(language="ja").get("/faq/?lang=en").text

    assert '<html lang="en"' in page
    assert f'href="/faq/{article.number}?lang=en"' in page
    assert '<input type="hidden" name="lang" value="en">' in page


def test_a_question_names_its_one_address_and_its_translations(make, browse):
    japanese = make.article(audience=Audience.PUBLIC, language="ja", title="VPNにつながらない")
    english = make.article(audience=Audience.PUBLIC, translation_of=japanese)

    page = browse().get(f"/faq/{english.number}?lang=en").text

    assert f'<link rel="canonical" href="http://localhost/faq/{english.number}">' in page
    assert f'<link rel="alternate" hreflang="ja" href="http://localhost/faq/{japanese.number}">' in page


def test_an_answer_is_not_called_steps(make, browse):
    article = make.article(audience=Audience.PUBLIC, type=ArticleType.QA, title="Is there a limit?", resolution="No.")

    page = browse().get(f"/faq/{article.number}").text

    assert ">The answer</h2>" in page
    assert ">Steps</h2>" not in page


def test_an_empty_part_has_no_heading(make, browse):
    page = browse().get(f"/faq/{make.article(audience=Audience.PUBLIC).number}").text

    assert "Why this happens" not in page


def test_related_questions_are_open_ones_of_the_same_subject(make, browse):
    article = make.article(audience=Audience.PUBLIC)
    near = make.article(audience=Audience.PUBLIC, title="Wi-Fi is slow")
    other_language = make.article(audience=Audience.PUBLIC, title="無線LANが遅い", language="ja")
    hidden = make.article(title="Canary", confidence=Confidence.VALIDATED)

    page = browse("sato").get(f"/faq/{article.number}").text

    assert near.number in page
    assert other_language.number not in page
    assert hidden.number not in page


def test_opening_a_question_is_counted_with_the_words_that_were_read(make, cast, browse):
    article = make.article(audience=Audience.PUBLIC)
    _revise(cast.sato, article, Confidence.NOT_VALIDATED, resolution="1. In doubt.")

    browse("sato").get(f"/faq/{article.number}")
    browse().get(f"/faq/{article.number}")
    browse().head(f"/faq/{article.number}")
    traces.flush()

    assert [view.sequence for view in db.session.query(View)] == [1, 1]
    assert queries.usefulness(cast.sato, article).views_outside == 2


@pytest.mark.parametrize("address", ["/faq/", "/faq/c/vpn", "/faq/search", "/faq/search?q=VPN", "/faq/KB-000001"])
def test_a_page_for_strangers_sets_no_cookie_and_holds_no_token(make, browse, address):
    make.article(audience=Audience.PUBLIC)

    page = browse().get(address)

    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.text
    assert 'name="nonce"' not in page.text
    assert page.headers["Cache-Control"] == "no-cache"
    assert {"Cookie", "Accept-Language"} <= {
        name.strip() for given in page.headers.getlist("Vary") for name in given.split(",")
    }


def test_two_strangers_get_the_same_bytes(make, browse):
    article = make.article(audience=Audience.PUBLIC)

    assert browse().get(f"/faq/{article.number}").data == browse().get(f"/faq/{article.number}").data
