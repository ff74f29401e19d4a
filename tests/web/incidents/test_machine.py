"""Every state × verb × role, on the page: what the table allows is done, what it does not is refused in a sentence."""

from types import SimpleNamespace

import jinja2
import pytest
from flask import url_for

from portal.accounts.models import Team, User
from portal.catalog.models import Category
from portal.incidents.lifecycle import INCIDENT, State
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.kernel.errors import InvalidTransition, PermissionDenied
from portal.kernel.lifecycle import Rule
from portal.kernel.verbs import Verb
from portal.web.incidents.deeds import DEEDS, is_open, possible
from tests.incidents.deeds import DEEDS as COMMANDS
from tests.incidents.test_lifecycle_table import MAY
from tests.security.world import Browser
from tests.web.incidents.deeds import PATHS, bodies

DESK = ("mori", "nakano", "imai", "ueda", "ono", "kato")  # who sees the incident at all


@pytest.fixture
def world(make):
    return SimpleNamespace(
        team=db.session.query(Team).filter_by(name_en="Network").one().id,
        category=db.session.query(Category).filter_by(slug="vpn").one().id,
        manager=db.session.query(User).filter_by(login="imai").one().id,
        other_incident=make.incident(symptom="The same elsewhere").number,
    )


@pytest.fixture
def sent(app, world):
    with app.test_request_context():
        addresses = {deed.verb: deed.endpoint for deed in DEEDS} | {Verb.UNDO_RESOLUTION: "incidents.undo"}
        given = bodies(world)
        return {
            verb: (url_for(endpoint, number="NUMBER"), given[endpoint])
            for verb, endpoint in addresses.items()
            if verb in PATHS
        }


def _again(incident):
    db.session.rollback()
    return db.session.get(Incident, incident.id)


def _targets(verb):
    target = INCIDENT.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


def test_every_verb_of_the_table_has_the_address_it_says(sent):
    assert {verb: path.rpartition("/")[2] for verb, (path, _form) in sent.items()} == PATHS


@pytest.mark.timeout(300)
@pytest.mark.parametrize("state", State)
def test_a_page_does_what_the_table_allows_and_refuses_the_rest(app, make, cast, sent, state, monkeypatch):
    shown = []
    monkeypatch.setattr(jinja2.Template, "render", lambda _page, told: shown.append(told) or "")
    for login in DESK:
        browser, incident = Browser(app, login), make.incident(state=state)
        for verb, (path, form) in sent.items():
            before = (incident.state, incident.version)
            what = f"{login} {verb} in {state}"
            shown.clear()
            answer = browser.post(path.replace("NUMBER", incident.number), form)
            incident = _again(incident)
            if verb not in MAY[login]:
                assert answer.status_code == 403, what
                assert len(shown[-1]["sentence"]) > len("You may not do this. "), what
            elif verb not in INCIDENT.open_verbs(state):
                assert answer.status_code == 409, what
                assert shown[-1].get("sentence") or shown[-1]["form"].form_errors, what
            else:
                assert answer.status_code == 303, (what, [each.errors for each in shown[-1]["form"]] if shown else "")
                assert incident.state in _targets(verb), what
                incident = make.incident(state=state)
                continue
            assert (incident.state, incident.version) == before, what


@pytest.mark.timeout(300)
@pytest.mark.parametrize("state", State)
def test_a_command_does_the_same(make, cast, state):
    for login, allowed in MAY.items():
        person, incident = getattr(cast, login), make.incident(state=state)
        for verb, deed in COMMANDS.items():
            what = f"{login} {verb} in {state}"
            if verb in allowed and verb in INCIDENT.open_verbs(state):
                deed(person, incident)
                assert incident.state in _targets(verb), what
                incident = make.incident(state=state)
                continue
            with pytest.raises((PermissionDenied, InvalidTransition)) as refused:
                deed(person, incident)
            assert isinstance(refused.value, PermissionDenied) == (verb not in allowed), what
            assert refused.value.sentence, what
            assert _again(incident).state is state, what


@pytest.mark.timeout(300)
@pytest.mark.parametrize("state", State)
def test_the_page_draws_the_buttons_that_would_work_and_no_others(browse, make, cast, sent, state):
    incident = make.incident(state=state)
    for login in DESK:
        page = browse(login).get(f"/incidents/{incident.number}").text
        person = db.session.query(User).filter_by(login=login).one()
        drawn = {verb for verb, (path, _form) in sent.items() if f'"{path.replace("NUMBER", incident.number)}"' in page}
        works = {verb for verb in sent if verb in MAY[login] and is_open(verb, _again(incident))}

        assert drawn == works - {Verb.UNDO_RESOLUTION}, login
        assert {deed.verb for deed in possible(person, _again(incident))} & set(sent) == drawn
