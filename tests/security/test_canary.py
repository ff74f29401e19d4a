"""A word that nobody else uses stands in every field of what is narrower; it never reaches those it is not for."""

import itertools
import re
import sys

import pytest
from sqlalchemy import true

from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.actions.models import Action
from portal.articles import feedback, flags, operations
from portal.articles.lifecycle import Audience, Confidence
from portal.articles.models import Article, FlagKind, Severity, Surface
from portal.incidents import states, timeline
from portal.incidents.kinds import HoldReason, LinkKind, LinkSource, Outcome
from portal.incidents.lifecycle import State
from portal.incidents.models import ArticleUse, Incident
from portal.kernel import jobs, traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.problems import operations as problems
from portal.problems.kinds import CauseKind
from portal.problems.models import Cause, Problem
from portal.reports.models import Report
from portal.reviews.kinds import Section
from portal.reviews.models import Review, Row
from portal.search import rebuild
from portal.search.engine import engine
from tests.security.bodies import SPOKEN
from tests.security.crawl import HTMX, addresses, questions
from tests.security.world import Browser, build, unchanged

FIELDS = ("title", "issue", "environment", "resolution", "cause", "short_answer")
BIRD = re.compile(r"qx[a-z]{2}[bcdfghjklmnp]{4}")
# Who must never meet the birds of which cage.
LOWER = {
    "restricted": ("stranger", "abe", "partner", "ueda", "ono", "kato"),
    "within": ("stranger", "abe", "partner"),
    "partners": ("stranger", "abe"),
    "company": ("stranger",),
    "internal": ("stranger", "abe", "partner"),
    "unpublished": ("stranger", "abe", "partner"),
    "person": ("stranger", "abe", "partner"),
    "notes": ("stranger", "abe", "partner"),
    "hr_incident": ("stranger", "abe", "partner", "ueda", "ono", "kato"),
    "account": ("stranger", "abe", "partner", "ueda", "ono"),
}
# An auditor reads articles as other agents do; of their own they have the log.
AUDITED = ["/admin/audit", "/admin/audit?page=2", "/admin/audit?person=hara", "/admin/audit?verb=flag.reject"]
READS = {"public": "stranger", "customer": "abe", "partner": "partner", "staff": "ueda"}


class Cages:
    """Gives a new bird for each field, and remembers in which cage it is."""

    def __init__(self) -> None:
        tails = itertools.product("bcdfghjklmnp", repeat=4)
        self._birds = (f"qx{head}{''.join(tail)}" for head, tail in zip(itertools.cycle(HEADS), tails, strict=False))
        self.inside: dict[str, list[str]] = {cage: [] for cage in LOWER}

    def bird(self, cage: str) -> str:
        self.inside[cage].append(next(self._birds))
        return self.inside[cage][-1]

    def words(self, cage: str) -> dict[str, object]:
        """Every field of an article, each with a bird."""
        lines = {name: f"VPN error 691 {self.bird(cage)}" for name in FIELDS}
        return {**lines, "keywords": (self.bird(cage),), "codes": (self.bird(cage),)}

    def hidden_from(self, name: str) -> set[str]:
        return {bird for cage, who in LOWER.items() if name in who for bird in self.inside[cage]}


HEADS = [f"{one}{two}" for one in "aeiou" for two in "rstvw"]


@pytest.fixture
def cages():
    return Cages()


@pytest.fixture
def world(make, cast, cages):
    world = build(make, cast)
    with transaction():
        # Not the names: agents read each other's names beside what they wrote.
        for field in ("department", "extension", "email"):
            setattr(
                cast.sato,
                field,
                f"{cages.bird('account')}@aoba.example" if field == "email" else cages.bird("account"),
            )
        cast.sato.name_en = cages.bird("person")
    secret = make.article(cast.hara, **cages.words("restricted"))
    _commented(cast, secret, cages, "restricted", cast.hara)
    operations.restrict(cast.hara, secret, team=cast.hara.teams[0], reason=cages.bird("restricted"))
    within = make.article(cast.sato, **cages.words("within"))
    _commented(cast, within, cages, "within", cast.mori)
    partners = make.article(cast.sato, audience=Audience.PARTNER, **cages.words("partners"))
    company = make.article(cast.sato, audience=Audience.CUSTOMER, **cages.words("company"))
    blocks = f"1. Restart.\n\n:::internal\nAsk {cages.bird('internal')}\n:::\n"
    public = make.article(cast.sato, audience=Audience.PUBLIC, resolution=blocks)
    _commented(cast, public, cages, "internal", cast.mori)
    revised = make.article(cast.sato, audience=Audience.PUBLIC, title="Shown as it was")
    words = {name: f"{getattr(revised.current, name)}\n{cages.bird('unpublished')}" for name in ("issue", "cause")}
    words["title"] = f"New title {cages.bird('unpublished')}"
    saved = {**unchanged(revised, **words), "confidence": Confidence.NOT_VALIDATED}
    operations.revise(cast.ueda, revised, **saved, reason=cages.bird("unpublished"))
    _incidents(cast, world, cages)
    world.caged = [article.number for article in (secret, within, partners, company, public, revised)]
    world.hidden_flag = secret.flags[0].id
    traces.flush()
    rebuild.rebuild_all()
    jobs.drain()
    db.session.rollback()
    return world


def _incidents(cast, world, cages):
    """Words in every field of one that is for HR alone, and notes of the desk on one that Abe reported."""
    hidden, open_one = (
        db.session.query(Incident).filter_by(number=number).one() for number in (world.hidden_incident, world.incident)
    )
    with transaction():
        for name in ("subject", "symptom", "device", "resolution", "direct_cause", "temporary_measure"):
            setattr(hidden, name, f"VPN error 691 {cages.bird('hr_incident')}")
    timeline.reply(THE_SYSTEM, hidden, text=cages.bird("hr_incident"))
    for incident, cage in ((hidden, "hr_incident"), (open_one, "notes")):
        timeline.note(THE_SYSTEM, incident, text=cages.bird(cage), who=cages.bird(cage))
        states.hold(THE_SYSTEM, incident, why=HoldReason.AWAITING_PARTS, note=cages.bird(cage))
        states.escalate_upwards(THE_SYSTEM, incident, person=cast.hara, reason=cages.bird(cage))
    _learned(world, cages)
    _followed(world, cages)


def _followed(world, cages):
    """Words in the action and the reports of the incident that is for HR alone."""
    action = db.session.query(Action).filter_by(number=world.hidden_action).one()
    reports = db.session.query(Report).join(Incident).filter(Incident.number == world.hidden_incident)
    with transaction():
        for name in ("title", "description", "milestone"):
            setattr(action, name, cages.bird("hr_incident"))
        for report in reports:
            if report.facts:
                report.facts = {**report.facts, "summary": cages.bird("hr_incident")}
            else:
                said = {"summary": cages.bird("hr_incident")}
                report.words = {"ja": said, "en": said}


def _learned(world, cages):
    """Words in every field of the problem and the review of the incident that is for HR alone."""
    problem = db.session.query(Problem).filter_by(number=world.hidden_problem).one()
    review = db.session.query(Review).filter_by(number=world.hidden_review).one()
    with transaction():
        for name in ("statement", "description", "symptoms", "workaround", "fix"):
            setattr(problem, name, f"VPN error 691 {cages.bird('hr_incident')}")
        problem.causes.append(Cause(kind=CauseKind.ROOT, text=cages.bird("hr_incident")))
        review.title = f"VPN error 691 {cages.bird('hr_incident')}"
        review.part(Section.SUMMARY).answers = {"summary": cages.bird("hr_incident")}
        review.part(Section.CAUSES).answers = {"root_cause": cages.bird("hr_incident")}
        review.rows.append(Row(at=review.incident.occurred_at, text=cages.bird("hr_incident")))
    problems.note(THE_SYSTEM, problem, text=cages.bird("hr_incident"))


def _commented(cast, article, cages, cage, by):
    """Flags with their answers, votes with their reasons."""
    words = {"severity": Severity.NORMAL, "kind": FlagKind.OUTDATED}
    flags.flag(by, article, **words, text=cages.bird(cage))
    settled = flags.flag(by, article, **words, text=cages.bird(cage))
    flags.reject(cast.hara, settled, answer=cages.bird(cage))
    feedback.voted(by, article, Surface.KB, helpful=False, reason=cages.bird(cage))


def _seen(browser, paths):
    """Every bird that comes back, with the first address where it was met; what was asked for is no find."""
    found: dict[str, str] = {}
    for path in paths:
        answer = browser.get(path, headers=HTMX if path.startswith("/_/") else None)
        assert answer.status_code < 500, path
        text = answer.get_data(as_text=True) + str(answer.headers)
        for bird in set(BIRD.findall(text)) - set(BIRD.findall(path)):
            found.setdefault(bird, path)
    return found


def _paths(app, world, cages, name):
    outside = name in ("stranger", "abe", "partner")
    numbers = world.caged if outside else world.caged[:1]
    asked = [birds[0] for birds in cages.inside.values()] + [cages.inside["restricted"][6], cages.inside["within"][7]]
    draft = f"/reports/{world.hidden_incident}?version=2"
    asked_why = [f"/search/why?article={number}&q=VPN {asked[0]}&person=hara" for number in world.caged]
    return [
        draft,
        *asked_why,
        *addresses(app, numbers, world),
        *questions([*asked, "VPN", "691"], at_the_desk=not outside),
    ]


@pytest.mark.timeout(600)
def test_nobody_meets_a_word_that_is_not_for_them(app, world, cages):
    met = {}
    for name in ("stranger", "abe", "partner", "ueda", "ono", "kato"):
        browser = Browser(app, None if name == "stranger" else name)
        paths = _paths(app, world, cages, name) if name != "ono" else AUDITED
        seen = _seen(browser, paths)
        met |= {(name, bird): path for bird, path in seen.items() if bird in cages.hidden_from(name)}

    assert met == {}


def _suggested(browser, text, **more):
    """The birds that fly up beside a form while *text* is typed, less those that were typed."""
    answer = browser.post("/_/suggest", {**SPOKEN, "symptom": text, **more}, headers=HTMX)
    assert answer.status_code == 200
    return set(BIRD.findall(answer.text)) - set(BIRD.findall(text))


@pytest.mark.timeout(600)
def test_suggestions_show_and_count_nothing_that_is_not_for_the_agent(app, world, cages, make, cast):
    """An HR incident and an HR article, asked for in every word that stands in them, by number, and as a parent."""
    team = cast.hara.teams[0]
    with transaction():
        cast.hara.granted_roles = [*cast.hara.granted_roles, Role.FIRST_LINE]
    hidden = make.incident(cast.hara, symptom=f"VPN error 691 {cages.bird('restricted')}", restricted_to=team)
    with transaction():
        hidden.is_major, hidden.direct_cause = True, cages.bird("restricted")
    rebuild.rebuild_all()
    jobs.drain()
    secret = world.caged[0]
    own = {word: set() for word in (*cages.inside["restricted"], "VPN error 691")}
    for word in own:
        for name in ("mori", "nakano", "imai"):
            browser = Browser(app, name)
            more = {"linked": f"{secret} 1 high", "dismissed": f"{secret} 1 high", "parent": hidden.number}
            assert _suggested(browser, f"VPN error {word}") & set(cages.inside["restricted"]) == set(), (name, word)
            assert _suggested(browser, f"VPN {word}", **more) & set(cages.inside["restricted"]) == set(), (name, word)
        own[word] = _suggested(Browser(app, "hara"), f"VPN error {word}")

    assert set().union(*own.values()) & set(cages.inside["restricted"])  # else this would prove nothing


@pytest.mark.timeout(600)
def test_a_trial_of_synonyms_shows_and_counts_nothing_that_is_not_for_the_one_who_tries(app, world, cages, make, cast):
    """An HR incident that an HR article solved, asked for by the words of both."""
    bird = cages.bird("restricted")
    words = {"words": f"{bird}\n{cages.inside['restricted'][0]}", "direction": "both", "counts_for": "all"}

    def tried(name):
        return Browser(app, name).post("/_/synonyms/trial", words, headers=HTMX).text

    before = {name: tried(name) for name in ("ueda", "kato")}
    secret = db.session.query(Article).filter_by(number=world.caged[0]).one()
    hidden = make.incident(symptom=bird, state=State.RESOLVED, restricted_to=cast.hara.teams[0])
    use = {"kind": LinkKind.RESOLVES, "outcome": Outcome.SOLVED, "source": LinkSource.MANUAL_SEARCH}
    with transaction():
        hidden.uses.append(ArticleUse(article=secret, sequence=1, **use))
    jobs.drain()

    assert {name: tried(name) for name in before} == before
    assert {hidden.number, secret.number} <= set(
        re.findall(r"[A-Z]+-[\d-]+\d", tried("hara"))
    )  # else this proves nothing


def test_those_for_whom_they_are_meet_them(app, world, cages):
    """Else the crawl would prove nothing."""
    hara = _seen(Browser(app, "hara"), _paths(app, world, cages, "hara"))
    partner = _seen(Browser(app, "partner"), [f"/faq/{number}" for number in world.caged])

    assert set(cages.inside["restricted"]) - set(hara) <= {cages.inside["restricted"][-1]}
    assert set(cages.inside["hr_incident"]) <= set(hara)
    assert set(cages.inside["partners"][:6]) <= set(partner)
    assert set(cages.inside["company"][:6]) <= set(partner)


def test_no_index_holds_a_word_that_its_readers_may_not_know(app, world, cages):
    for index, reader in READS.items():
        held = {bird for term in engine().index(index).terms() for bird in BIRD.findall(term)}
        assert held & cages.hidden_from(reader) == set(), index
    own = {bird for term in engine().index(f"team-{world.hr}").terms() for bird in BIRD.findall(term)}
    # Of an incident its own fields, not what is said within.
    of_incident = own & set(cages.inside["hr_incident"])
    assert own - of_incident == set(cages.inside["restricted"][:8])
    problem = db.session.query(Problem).filter_by(number=world.hidden_problem).one()
    told = (problem.statement, problem.description, problem.symptoms, problem.workaround, problem.fix)
    of_problem = {bird for text in (*told, problem.root_cause) for bird in BIRD.findall(text)}
    assert of_incident == set(cages.inside["hr_incident"][:6]) | of_problem


def _open_the_walls(monkeypatch):
    walls = ("visible_clause", "open_clause", "was_open_clause", "open_clause_of")
    for module in [module for name, module in sys.modules.items() if name.startswith("portal.")]:
        for wall in walls:
            if hasattr(module, wall):
                monkeypatch.setattr(module, wall, lambda *_given: true())


def test_without_the_walls_the_crawl_finds_them(app, world, cages, monkeypatch):
    _open_the_walls(monkeypatch)

    for name, start in (("stranger", "/faq/"), ("abe", "/faq/"), ("kato", "/kb/")):
        browser = Browser(app, None if name == "stranger" else name)
        assert set(_seen(browser, [f"{start}{number}" for number in world.caged])) & cages.hidden_from(name)
    rebuild.rebuild_all()
    held = {bird for term in engine().index("public").terms() for bird in BIRD.findall(term)}
    assert held & cages.hidden_from("stranger")
