"""The whole chain, walked in the browser by those whose work it is: what happened once is known the next time."""

from tests.journeys.chaining import (
    SAID,
    WORDS,
    appoint_leaders,
    ask,
    number_in,
    press,
    record_and_hand_over,
    resolve_as_gravest,
    write_review,
)


def test_what_happened_once_is_known_the_next_time(newcomer, words, language, work_off):
    said, written = SAID[language], WORDS[language]
    appoint_leaders(language)
    mori, nakano, endo, imai = (newcomer(login) for login in ("mori", "nakano", "endo", "imai"))

    incident = record_and_hand_over(mori, said, written)
    review = resolve_as_gravest(nakano, incident, "VPN", written)
    write_review(nakano, review, written)

    at_review = f"/reviews/{review}"
    endo.go(at_review)
    press(endo, f"{at_review}/conclude")
    nakano.go(at_review)
    ask(nakano, f"{at_review}/hand-over", statement=written["statement"])
    imai.go(at_review)
    press(imai, f"{at_review}/approve")
    press(imai, f"{at_review}/publish")
    imai.go(f"/reports/{incident}")
    sheet = imai.page.inner_text(".report")
    for part in (incident, written["direct"], written["root"], "今井 直子", words("Check")):
        assert part in sheet, part

    okada = newcomer("okada")
    okada.go(at_review)
    with okada.page.expect_navigation():
        okada.page.locator("main a[href^='/problems/PRB-']").first.click()
    at_problem = f"/problems/{number_in(okada)}"
    ask(okada, f"{at_problem}/assess", impact="medium", urgency="medium", owner="岡田 恵")
    ask(okada, f"{at_problem}/investigate", method="five_whys")
    ask(okada, f"{at_problem}/workaround", workaround=written["workaround"], tested="y")
    ask(okada, f"{at_problem}/declare")
    article = okada.page.locator("main a[href^='/kb/KB-']").first.get_attribute("href")
    assert article is not None

    ueda = newcomer("ueda")
    ueda.go(article)
    with ueda.page.expect_navigation():
        ueda.page.locator(f"main a[href='{article}/edit']").first.click()
    assert ueda.page.input_value("[name=issue]") == said
    assert ueda.page.input_value("[name=resolution]") == written["workaround"]
    ueda.page.fill("[name=short_answer]", written["short_answer"])
    ueda.page.fill("[name=reason]", written["short_answer"])
    with ueda.page.expect_navigation():
        ueda.page.locator("#writing [type=submit][data-kind=primary]").first.click()
    ask(ueda, f"{article}/validate", note=written["direct"])
    ask(ueda, f"{article}/widen", audience="public")
    work_off()

    number = article.rpartition("/")[2]
    stranger = newcomer()
    stranger.go(f"/faq/{number}")
    assert written["short_answer"] in stranger.page.inner_text("main")
    stranger.go("/faq/")
    stranger.page.locator("[data-search]").first.fill("809")
    stranger.page.keyboard.press("Enter")
    stranger.page.wait_for_url("**/faq/search?**")
    assert f"/faq/{number}" in (stranger.page.locator(".hits a.title").first.get_attribute("href") or "")

    mori.go("/incidents/new")
    mori.page.fill("#symptom", said)
    mori.page.locator("#suggestions [name=resolve]").first.wait_for()
    found = mori.page.inner_text("#suggestions")
    assert number in found
    assert words("No article fits") not in found
    assert mori.page.locator("#suggestions [name=resolve]").first.get_attribute("value").startswith(number)

    abe = newcomer("abe")
    abe.go("/report")
    abe.page.fill("#symptom", said)
    abe.page.locator(".deflect ol li").first.wait_for()
    assert number in abe.page.locator(".deflect").first.inner_html()

    for start in (f"/incidents/{incident}/trace", f"{at_problem}/trace", f"{article}/trace"):
        nakano.go(start)
        whole = nakano.page.inner_text("main")
        for each in (incident, review, at_problem.rpartition("/")[2], number):
            assert each in whole, (start, each)
