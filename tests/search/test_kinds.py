"""One search for articles, incidents and problems: found by those who may know of them, counted as they are seen."""

from datetime import timedelta

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles import operations as articles
from portal.incidents import operations as incidents
from portal.kernel import clock, jobs
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.problems import known_errors
from portal.problems import operations as problems
from portal.problems.models import Problem
from portal.search import rebuild
from portal.search.documents import ARTICLE, INCIDENT, KINDS, PROBLEM
from portal.search.results import Asked, ask

ALL = tuple(KINDS)
PEOPLE = ("mori", "nakano", "sato", "ueda", "hara", "imai", "ono", "kato", "abe", "partner", "emily")


@pytest.fixture(params=["index", "no index"])
def brought_up(request):
    """Makes what was written findable: by the worker, or by leaving the index away."""
    if request.param == "no index":
        return lambda: None
    rebuild.rebuild_all()
    return jobs.drain


def _problem(statement="The VPN gateway drops sessions", incidents=(), **more):
    outline = problems.Outline(statement, symptoms="VPN error 691 at nine o'clock", **more)
    seed = problems.Seed(incidents=tuple(incidents), restricted_to=incidents[0].restricted_to if incidents else None)
    return problems.raise_problem(THE_SYSTEM, outline=outline, seed=seed)


def _found(viewer, text="vpn", **more):
    return {item.record.number for item in ask(viewer, Asked(text, **{"kinds": ALL, "size": 100, **more})).items}


def test_agents_find_all_kinds_and_readers_articles_only(make, cast, brought_up):
    article, incident, problem = make.article(), make.incident(), _problem()
    brought_up()

    assert _found(cast.mori) == {article.number, incident.number, problem.number}
    for kind, record in ((ARTICLE, article), (INCIDENT, incident), (PROBLEM, problem)):
        assert _found(cast.mori, kinds=(kind,)) == {record.number}
    assert _found(cast.abe) == set()


def test_a_problem_is_found_by_its_cause_and_its_workaround_as_soon_as_they_are_written(cast):
    rebuild.rebuild_all()
    problem = _problem()
    known_errors.write_workaround(THE_SYSTEM, problem, workaround="Use the zanzibar gateway", tested=True)
    jobs.drain()

    assert _found(cast.mori, "zanzibar") == {problem.number}
    assert all(difference.in_step for difference in rebuild.check())


def test_what_is_restricted_is_found_by_its_team_only(make, cast, brought_up):
    hr = cast.hara.teams[0]
    hidden = make.incident(symptom="Payroll VPN", restricted_to=hr)
    problem = _problem("Payroll VPN stops", [hidden])
    article = make.article(title="Payroll VPN", restricted_to=hr)
    brought_up()

    for name in PEOPLE:
        found = ask(getattr(cast, name), Asked("payroll", kinds=ALL))
        expected = {hidden.number, problem.number, article.number} if name == "hara" else set()
        assert {item.record.number for item in found.items} == expected, name
        assert found.total == len(expected), name
        assert sum(found.facets.get("kind", {}).values()) in (0, len(expected)), name


def test_restricting_an_incident_takes_its_problem_along_before_the_index_knows(make, cast):
    rebuild.rebuild_all()
    incident = make.incident()
    problem = _problem(incidents=[incident])
    jobs.drain()
    assert _found(cast.mori) == {incident.number, problem.number}

    incidents.restrict(THE_SYSTEM, incident, team=cast.hara.teams[0], reason="Pay")

    found = ask(cast.mori, Asked("vpn", kinds=ALL))
    assert (found.total, found.facets["kind"], found.degraded) == (0, {}, False)
    jobs.drain()
    assert _found(cast.hara) == {incident.number, problem.number}
    assert _found(cast.mori) == set()
    assert all(difference.in_step for difference in rebuild.check())


def test_every_count_is_what_one_sees_after_choosing_it(make, cast):
    """With other teams' records of the same values beside them."""
    hr = cast.hara.teams[0]
    rebuild.rebuild_all()
    for language in ("en", "ja"):
        make.article(language=language)
        make.incident(symptom="VPN error 691" if language == "en" else "VPN につながらない")
    _problem()
    hidden = make.incident(restricted_to=hr)
    _problem("Payroll VPN", [hidden])
    make.article(restricted_to=hr)
    jobs.drain()
    for name, most in (("mori", 5), ("hara", 8)):
        viewer = getattr(cast, name)
        facets = ask(viewer, Asked("vpn", kinds=ALL)).facets
        assert sum(facets["kind"].values()) == most, name
        for facet, counts in facets.items():
            for value, count in counts.items():
                asked = {
                    "kind": {"kinds": (value,)},
                    "updated": {"within": int(value) if value.isdigit() else None},
                }.get(facet, {"filters": {facet: (value,)}})
                assert len(_found(viewer, **asked)) == count, (name, facet, value)
        assert {"kind", "service", "category", "state", "language", "updated"} <= set(facets)


def test_what_was_not_touched_for_long_is_left_out_by_age(make, cast, brought_up):
    old, new = make.incident(), make.incident()
    with transaction():
        old.changed_at = clock.now() - timedelta(days=40)
    brought_up()
    rebuild.rebuild_all() if not ask(cast.mori, Asked("vpn")).degraded else None

    assert _found(cast.mori, kinds=(INCIDENT,), within=30) == {new.number}
    assert _found(cast.mori, kinds=(INCIDENT,), within=90) == {old.number, new.number}


def test_an_answer_stands_before_one_more_question_about_the_same(make, cast):
    rebuild.rebuild_all()
    words = {"title": "Cannot print", "issue": "The printer says nothing", "resolution": "x"}
    incident = make.incident(symptom=f"{words['title']}. {words['issue']}")
    article = make.article(**words)
    jobs.drain()

    found = ask(cast.mori, Asked("printer says nothing", kinds=ALL)).items

    assert [item.record.number for item in found] == [article.number, incident.number]


def test_what_is_put_away_is_found_when_it_is_asked_for(make, cast):
    rebuild.rebuild_all()
    article = make.article()
    articles.archive(cast.sato, article, why="obsolete", replacement=None, reason="old")
    jobs.drain()

    assert _found(cast.mori) == set()
    assert _found(cast.mori, "vpn state:archived") == {article.number}
    assert _found(cast.mori, filters={"state": ("archived",)}) == {article.number}


def test_without_an_index_pages_run_through_all_kinds(make, cast):
    numbers = {make.article(title=f"VPN case {count}").number for count in range(3)}
    numbers |= {make.incident().number for _ in range(3)} | {_problem().number}
    pages = [ask(cast.mori, Asked("vpn", kinds=ALL, size=2, page=page)) for page in range(1, 6)]

    assert all(page.degraded and page.total == 7 for page in pages)
    seen = [item.record.number for page in pages[:4] for item in page.items]
    assert len(seen) == 7
    assert set(seen) == numbers
    assert seen[:3] == [number for number in seen if number.startswith("KB")]
    assert db.session.query(Problem).one().number == seen[3]
