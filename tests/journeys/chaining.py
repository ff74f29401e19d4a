"""The steps of the chain as its people take them, each on the real page; and the words that they type."""

from datetime import timedelta

from portal.accounts import passwords
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from portal.kernel.transaction import transaction
from tests.browser import Reader, unreadable
from tests.conftest import PASSWORD

LEADERS = {
    "okada": ("岡田 恵", Role.PROBLEM_MANAGER),
    "endo": ("遠藤 薫", Role.FACILITATOR),
}
SAID = {
    "ja": "自宅からVPNにつなぐと「エラー 809」と表示されて切れる。",
    "en": "The VPN from home drops with “error 809”.",
}
WORDS = {
    "ja": {
        "statement": "VPNが「エラー 809」で切れる",
        "workaround": "1. 接続先で「vpn1」を選ぶ。\n2. つなぎ直す。",
        "short_answer": "接続先で「vpn1」を選んでつなぎ直す。",
        "direct": "VPN装置2号機が応答しなくなった。",
        "root": "証明書の期限を見張る仕組みがない。",
    },
    "en": {
        "statement": "The VPN drops with “error 809”",
        "workaround": "1. Choose the gateway “vpn1”.\n2. Connect again.",
        "short_answer": "Choose the gateway “vpn1” and connect again.",
        "direct": "VPN gateway 2 stopped answering.",
        "root": "Nothing watches when certificates expire.",
    },
}
TOLD = (
    "Monitoring showed it",
    "The caller's account is fine",
    "Gateway 2 is silent",
    "Gateway 1 works",
    "Told the teams",
)


def appoint_leaders(language: str) -> None:
    """Those who lead reviews and problems, who can sign in like everybody else."""
    with transaction():
        for login, (name, role) in LEADERS.items():
            user = User(login=login, name_ja=name, language=language, email=f"{login}@aoba.example")
            user.password_hash, user.granted_roles = passwords.hashed(PASSWORD), [Role.END_USER, role]
            db.session.add(user)
    db.session.remove()


def fill(reader: Reader, action: str, **values: str) -> None:
    """Type into the form that is sent to *action*: texts are typed, choices chosen, boxes ticked."""
    form = reader.page.locator(f"form[action='{action}']")
    for name, value in values.items():
        field = form.locator(f"[name='{name.replace('__', '-')}']").first
        kind = field.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
        if kind == "select":
            option = field.locator(f"option[value='{value}']").or_(field.locator("option", has_text=value))
            field.select_option(option.last.get_attribute("value"))
        elif kind in ("radio", "checkbox"):
            form.locator(f"[name='{name}'][value='{value}']").check(force=True)
        else:
            field.fill(value)


def press(reader: Reader, action: str, button: str = "[type=submit]") -> None:
    """Send the form that goes to *action*."""
    form = reader.page.locator(f"form[action='{action}']").first
    folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    with reader.page.expect_navigation():
        form.locator(button).first.click()


def ask(reader: Reader, page: str, **values: str) -> None:
    """The page of a verb that asks, reached by its link on the page at hand, filled in and sent."""
    link = reader.page.locator(f"main a[href='{page}']").first
    folded = link.locator("xpath=ancestor::details[not(@open)]/summary")
    if folded.count():
        folded.first.click()
    with reader.page.expect_navigation():
        link.click()
    fill(reader, page, **values)
    press(reader, page, "[type=submit][data-kind=primary]")
    assert not reader.page.url.endswith(page), reader.page.inner_text("main")


def number_in(reader: Reader) -> str:
    """The number of the record whose page is shown."""
    return reader.page.url.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2]


def record_and_hand_over(agent: Reader, said: str, words: dict[str, str]) -> str:
    """Nothing known fits: it is recorded, and handed to second line."""
    page = agent.page
    agent.go("/incidents/new")
    page.fill("#reporter_name", "あべ")
    page.locator("#callers [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("[name=change_caller]").wait_for()
    page.fill("#symptom", said)
    page.locator("#suggestions [data-told]").wait_for(state="attached")
    assert page.locator("#suggestions [name=resolve]").count() == 0
    with page.expect_navigation():
        page.locator("[name=then][value=escalate]").click()
    number = page.url.partition("/incidents/")[2].partition("/")[0]
    page.locator("main [name=team]").select_option(index=2)
    page.locator("main [name=reason]").fill(words["direct"])
    page.locator("main [name=tried]").fill(words["direct"])
    with page.expect_navigation():
        page.locator("main form [type=submit][data-kind=primary]").last.click()
    assert number_in(agent) == number
    return number


def resolve_as_gravest(second_line: Reader, number: str, category: str, words: dict[str, str]) -> str:
    """Taken over, worked on step by step, resolved as priority 1; gives the number of the review that opened."""
    page, home = second_line.page, f"/incidents/{number}"
    second_line.go(home)
    press(second_line, f"{home}/accept")
    for told in TOLD:
        fill(second_line, f"{home}/entries", text=told)
        page.locator("#write [name=starred]").check(force=True)
        press(second_line, f"{home}/entries")
    ask(
        second_line, f"{home}/resolve", resolution=words["workaround"], code="workaround",
        temporary_measure=words["workaround"], direct_cause=words["direct"], category=category, impact="large",
        urgency="high",
    )  # fmt: skip
    review = page.locator("main a[href^='/reviews/PIR-']").first.get_attribute("href")
    assert review is not None
    return review.rpartition("/")[2]


def write_section(reader: Reader, home: str, section: str, **values: str) -> None:
    """Type into a section and go on; it saves itself, and says so."""
    action = f"{home}/sections/{section}"
    fill(reader, action, **values)
    form = reader.page.locator(f"form[action='{action}']")
    form.locator("[name]:visible").last.blur()
    form.locator("[data-autosaved] [data-version]").wait_for()


def write_review(owner: Reader, number: str, words: dict[str, str]) -> None:
    """All that the review asks for, its people and an action; then it is asked for."""
    page, home = owner.page, f"/reviews/{number}"
    owner.go(home)
    write_section(owner, home, "summary", summary=words["statement"], impact=words["statement"], detection="User")
    action = f"{home}/sections/causes"
    factors = page.locator(f"form[action='{action}'] [name=factors-text]")
    for place in (0, 1):
        factors.nth(place).fill(f"{words['root']} {place + 1}")
    write_section(
        owner, home, "causes", direct_cause=words["direct"], root_cause=words["root"],
        root_cause_category="monitoring_gap", whys__text=words["root"], whys__evidence="Log 15:10",
    )  # fmt: skip
    write_section(owner, home, "learned", went_well=words["direct"], went_badly=words["root"])
    write_section(owner, home, "actions", elsewhere=words["root"])
    write_section(owner, home, "report", temporary_measure=words["workaround"], handled_by="Network")
    fill(owner, f"{home}/people", facilitator="遠藤 薫", approver="今井 直子", attendees="Endo\nNakano")
    press(owner, f"{home}/people")
    due = site_day(clock.now()) + timedelta(days=14)
    with page.expect_navigation():
        page.locator(f"main a[href='{home}/actions/new']").click()
    fill(
        owner, f"{home}/actions/new", title=words["root"], type="detect", weight="must", owner="中野 葵",
        due_on=due.isoformat(),
    )  # fmt: skip
    press(owner, f"{home}/actions/new", "[data-kind=primary]")
    owner.go(home)
    assert unreadable(page) == []
    press(owner, f"{home}/submit")
