"""Every main page: nothing breaks in the browser, everybody can read it, and it fits on a telephone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from portal.accounts import groups
from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.kernel.db import db
from tests.browser import NARROW, WIDE, Reader, is_wider_than_the_screen, photograph, show_whole, squeezed, unreadable
from tests.journeys.conftest import Company
from tests.journeys.pages import ADMINISTRATOR, AGENT, LEADER, NOT_LOOKED_AT, PAGES, READER, STRANGER, WRITER, Look
from tests.rounds import IS_FULL

A4_WIDTH = 794  # pixels, at 96 for an inch
MODES = [("ja", "light"), ("en", "dark"), *([("ja", "dark"), ("en", "light")] if IS_FULL else [])]


@pytest.fixture(scope="module")
def looked_at(company: Company) -> Company:
    """The company with the little that its story lacks."""
    with company.app.app_context():
        groups.add_bundle(THE_SYSTEM, name="夜間当番", roles=[Role.FIRST_LINE, Role.INCIDENT_MANAGER])
        db.session.remove()
    return company


@pytest.fixture(scope="module")
def people(looked_at: Company, chromium: Browser) -> Iterator[dict[tuple[str, str, str], Reader]]:
    """A browser for each role and each way to look, opened when it is first needed."""
    at_work: dict[tuple[str, str, str], Reader] = {}
    yield at_work
    for reader in at_work.values():
        reader.leave()


def _reader(
    look: Look, company: Company, chromium: Browser, people: dict[tuple[str, str, str], Reader], mode: tuple[str, str]
) -> Reader:
    language, scheme = mode
    key = (look.who, language, scheme)
    if key not in people:
        people[key] = Reader(chromium, company.address, language, color_scheme=scheme)
        if look.who != STRANGER:
            sign_in = company.sign_ins[look.who]
            people[key].sign_in(sign_in.login, sign_in.password)
    return people[key]


@pytest.mark.parametrize("mode", MODES, ids="-".join)
@pytest.mark.parametrize("look", PAGES, ids=[look.name for look in PAGES])
def test_a_page_is_whole_readable_and_fits(look: Look, mode: tuple[str, str], looked_at, chromium, people, request):
    reader = _reader(look, looked_at, chromium, people, mode)
    reader.complaints.texts.clear()
    reader.expect_status(*({look.status} - {200}))
    tab = reader.page
    tab.set_viewport_size({"width": WIDE, "height": 900})
    with looked_at.app.app_context():
        path = look.address()
        db.session.remove()

    answer = reader.go(f"{path}{'&' if '?' in path else '?'}lang={mode[0]}")
    if look.do:
        look.do(tab)
    else:
        assert answer.status == look.status

    name, is_pictured = f"{look.name}-{'-'.join(mode)}", mode == MODES[0] or IS_FULL
    show_whole(tab, WIDE)
    if is_pictured:
        photograph(tab, f"{name}-{WIDE}")
    found = unreadable(tab) + squeezed(tab)
    show_whole(tab, NARROW)
    too_wide = is_wider_than_the_screen(tab)
    if is_pictured:
        photograph(tab, f"{name}-{NARROW}")
    if IS_FULL:
        found += unreadable(tab)

    assert reader.complaints.texts == []
    assert found == []
    assert too_wide == ""


def test_every_page_is_looked_at(company: Company):
    pages = {rule.endpoint for rule in company.app.url_map.iter_rules() if "GET" in (rule.methods or ())}

    assert pages - NOT_LOOKED_AT - {look.endpoint for look in PAGES} == set()
    assert {look.who for look in PAGES} == {STRANGER, READER, WRITER, AGENT, LEADER, ADMINISTRATOR}


def _sheets(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ") or pdf.count(b"/Type/Page/")


@pytest.mark.parametrize("name", ["kb-public", "faq-article", "report", "report-reader"])
def test_an_article_is_printed_on_one_sheet(name: str, looked_at, chromium, people):
    [look] = [look for look in PAGES if look.name == name]
    reader = _reader(look, looked_at, chromium, people, MODES[0])
    reader.expect_status()
    with looked_at.app.app_context():
        reader.go(f"{look.address()}?lang=ja")
        db.session.remove()

    sheet = reader.page.pdf(format="A4", print_background=False)

    assert _sheets(sheet) == 1
    reader.page.emulate_media(media="print")
    show_whole(reader.page, A4_WIDTH)
    photograph(reader.page, f"{name}-print")
    assert not reader.page.locator("nav:not(.crumbs), form, .topbar, .btn").filter(visible=True).count()
    assert is_wider_than_the_screen(reader.page) == ""
    reader.page.emulate_media(media="screen")
