"""A portal with a record in every state, and people at their browsers: what the walls are tried on."""

import re
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.accounts import credentials, groups, signing_in
from portal.accounts.models import Team, User
from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions.kinds import ActionType, Source
from portal.actions.operations import Plan, Serves
from portal.articles import flags, operations
from portal.articles.contents import Contents
from portal.articles.lifecycle import Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, FlagKind, Severity
from portal.catalog import operations as catalog
from portal.catalog.models import Category, Service
from portal.files.uploads import Upload
from portal.incidents import attachments, knowledge, timeline
from portal.incidents import operations as incidents
from portal.incidents.lifecycle import State
from portal.kernel import clock, jobs, receipts, traces
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from portal.kernel.transaction import transaction
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from portal.search import rebuild, word_queries, wording
from portal.search.models import WordKind
from tests.builders import Builders
from tests.security.learned import learned

PEOPLE = ("abe", "partner", "mori", "nakano", "sato", "ueda", "hara", "imai", "ono", "kato")
SECRET = "the same for all who try the walls"


def people(world: SimpleNamespace) -> dict[str, str]:
    """What stands in addresses: the names of the records of *world*."""
    return {name: str(value) for name, value in vars(world).items()}


def build(make: Builders, cast: SimpleNamespace) -> SimpleNamespace:
    """Records in all states; gives their numbers and ids."""
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    within = make.article(cast.nakano, title="Within the desk", confidence=Confidence.NOT_VALIDATED)
    operations.revise(cast.sato, within, **unchanged(within, cause="Second version"), reason="Cause found")
    wip = make.article(cast.mori, title="Only begun", confidence=Confidence.WIP)
    valid = make.article(cast.nakano, title="Validated within", confidence=Confidence.VALIDATED)
    partners = make.article(cast.sato, title="For partners", audience=Audience.PARTNER)
    company = make.article(cast.sato, title="For the company", audience=Audience.CUSTOMER)
    public = make.article(cast.sato, title="For everybody", audience=Audience.PUBLIC)
    archived = make.article(cast.sato, title="Put away", confidence=Confidence.NOT_VALIDATED)
    operations.archive(cast.sato, archived, why=ArchiveReason.OBSOLETE, replacement=None, reason="An old client")
    away = make.article(cast.sato, title="Put away outside", audience=Audience.CUSTOMER)
    operations.archive(cast.sato, away, why=ArchiveReason.DUPLICATE, replacement=company, reason="Twice")
    governed = make.article(cast.nakano, title="Governed by Network", confidence=Confidence.NOT_VALIDATED)
    network = db.session.query(Team).filter_by(name_en="Network").one()
    operations.govern(THE_SYSTEM, governed, governance=Governance.COMPLIANCE, team=network, reason="Audit")
    secret = make.article(cast.hara, title="Restricted", confidence=Confidence.NOT_VALIDATED)
    operations.restrict(cast.hara, secret, team=hr, reason="Pay")
    gone = make.article(cast.mori, title="Thrown away", confidence=Confidence.WIP)
    operations.discard(cast.mori, gone, reason="")

    words = {"kind": FlagKind.OUTDATED, "severity": Severity.NORMAL, "text": "The menu has moved"}
    flag = flags.flag(cast.mori, within, **words)
    settled = flags.flag(cast.mori, within, **words)
    flags.reject(cast.sato, settled, answer="It has not")
    hidden_flag = flags.flag(cast.hara, secret, **words)

    incident = make.incident(symptom="Open to the desk")
    hidden_incident = make.incident(symptom="For HR alone", reporter=cast.hara, restricted_to=hr)
    other_incident = make.incident(symptom="Open to the desk as well")
    child_incident = incidents.join(cast.mori, make.incident(symptom="The same again"), other_incident)
    timeline.note(cast.mori, incident, text="Looked at it")
    timeline.note(THE_SYSTEM, hidden_incident, text="For HR alone")
    staged = {
        f"{state}_incident": make.incident(symptom=f"It is {state}", state=state).number
        for state in State
        if state not in (State.NEW, State.CANCELLED)
    }

    text = [Upload("a.txt", b"what the screen said")]
    attachments.attach_all(cast.abe, incident, text, visible=True)
    attachments.attach_all(cast.hara, hidden_incident, text, visible=False)

    proposed, due, finished = (_action(cast.nakano, incident, title) for title in ("Proposed", "Promised", "Finished"))
    for action in (due, finished):
        actions.accept(cast.imai, action)
    actions.complete(cast.nakano, finished, evidence="The log")
    hidden_action = _action(cast.hara, hidden_incident, "For HR alone")

    knowledge.link(THE_SYSTEM, incident, within)
    knowledge.link(THE_SYSTEM, hidden_incident, secret)
    chain = learned(make, cast, incident, hidden_incident)

    told = make.incident(symptom="Told to the company")
    for incident_told, audience in ((told, Audience.CUSTOMER), (hidden_incident, Audience.WITHIN)):
        first = {"kind": ReportKind.FIRST, "reporter": cast.nakano, "audience": audience}
        reports.issue(THE_SYSTEM, reports.draft(THE_SYSTEM, incident_told, **first))
        reports.draft(THE_SYSTEM, incident_told, **first)

    bundle = groups.add_bundle(cast.kato, name="Night shift", roles=[cast.mori.granted_roles[1]])
    retired_team = groups.add_team(cast.kato, name_ja="旧担当", name_en="Old team", description="", members=[])
    groups.retire_team(cast.kato, retired_team)
    old = {"key": "old", "name_ja": "旧サービス", "name_en": "Old", "description_ja": "", "description_en": ""}
    retired_service = catalog.add_service(cast.kato, **old, owner_team=None)
    catalog.retire_service(cast.kato, retired_service)
    put_away = catalog.add_category(
        cast.kato, parent=None, slug="old", name_ja="旧分類", name_en="Old", icon="doc", position=9
    )
    catalog.retire_category(cast.kato, put_away)
    away_synonyms = wording.retire(cast.ueda, word_queries.group(cast.ueda, 2))
    wording.change_words(cast.ueda, word_queries.words(cast.ueda, WordKind.STOP), words=["qwertz"])
    with transaction():
        token = credentials.new_reset_token(cast.emily)

    world = SimpleNamespace(
        synonyms=1,
        retired_synonyms=away_synonyms.id,
        within=within.number,
        wip=wip.number,
        valid=valid.number,
        partners=partners.number,
        company=company.number,
        public=public.number,
        archived=archived.number,
        away=away.number,
        governed=governed.number,
        secret=secret.number,
        gone=gone.number,
        absent="KB-000999",
        flag=flag.id,
        settled=settled.id,
        hidden_flag=hidden_flag.id,
        incident=incident.number,
        hidden_incident=hidden_incident.number,
        absent_incident="INC-20200101-001",
        use=incident.uses[0].id,
        hidden_use=hidden_incident.uses[0].id,
        file=incident.attachments[0].id,
        **chain,
        hidden_file=hidden_incident.attachments[0].id,
        other_incident=other_incident.number,
        child_incident=child_incident.number,
        entry=incident.entries[0].id,
        hidden_entry=hidden_incident.entries[0].id,
        manager=cast.imai.id,
        **staged,
        told=told.number,
        action=proposed.number,
        due_action=due.number,
        finished_action=finished.number,
        hidden_action=hidden_action.number,
        nakano=cast.nakano.id,
        bundle=bundle.id,
        team=network.id,
        hr=hr.id,
        retired_team=retired_team.id,
        service=db.session.query(Service).filter_by(key="vpn").one().id,
        retired_service=retired_service.id,
        category=db.session.query(Category).filter_by(slug="vpn").one().id,
        put_away=put_away.id,
        token=token,
    )
    traces.flush()
    rebuild.rebuild_all()
    jobs.drain()
    db.session.rollback()
    return world


def _action(by: Any, incident: Any, title: str) -> Any:
    serves = Serves(Source.INCIDENT, incident.id, incident.number, incident.restricted_to)
    due_on = site_day(clock.now()) + timedelta(days=10)
    return actions.propose(by, serves=serves, plan=Plan(title, ActionType.REPAIR, owner=by, due_on=due_on))


def unchanged(article: Any, **words: str) -> dict[str, Any]:
    """What the operation takes to save *article* as it stands, but for these words."""
    return {
        "contents": Contents(**{**article.current.contents(), **words}),
        "type": article.type,
        "language": article.language,
        "service": article.service,
        "category": article.category,
        "owner_team": article.owner_team,
        "confidence": None,
        "audience": None,
    }


class Browser:
    """Somebody at a browser: sends forms with a token that is right and a key that is fresh."""

    def __init__(self, app: Flask, login: str | None, language: str = "en") -> None:
        self.login = login or "stranger"
        self._client: FlaskClient = app.test_client()
        self._client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        self._signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(SECRET)
        token = None
        if login is not None:
            user = db.session.query(User).filter_by(login=login).one()
            token = signing_in.open_session(user, address="127.0.0.1", agent="test")
        with self._client.session_transaction() as session:
            session["csrf_token"] = SECRET
            if token is not None:
                session["sign_in"] = token
        with self._client.session_transaction() as session:
            self._first = dict(session)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._client.get(path, **more)

    def post(self, path: str, form: dict[str, Any] | None = None, *, token: bool = True, **more: Any) -> TestResponse:
        form = {"nonce": receipts.new_key(), **(form or {})}
        if token:
            form["csrf_token"] = self._signed
        return self._client.post(path, data=form, **more)

    def open(self, method: str, path: str, **more: Any) -> TestResponse:
        return self._client.open(path, method=method, **more)

    def begin_anew(self) -> None:
        """As this browser was when it was opened."""
        with self._client.session_transaction() as session:
            session.clear()
            session.update(self._first)


class Shelf:
    """The database file, to be put back as it was."""

    def __init__(self, app: Flask) -> None:
        self._file = Path(app.extensions["portal"].settings.data) / "portal.sqlite3"
        self._copy = self._file.with_suffix(".kept")
        db.session.rollback()
        db.engine.dispose()
        with sqlite3.connect(self._file) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        shutil.copy(self._file, self._copy)

    def put_back(self) -> None:
        traces.flush()
        db.session.rollback()
        db.engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{self._file}{ending}").unlink(missing_ok=True)
        shutil.copy(self._copy, self._file)


NOISE = (
    (re.compile(rb'name="nonce" value="[^"]*"'), b'name="nonce" value=""'),
    (re.compile(rb'(name="csrf_token" value=|name="csrf-token" content=)"[^"]*"'), rb'\1""'),
    (re.compile(rb"hx-headers='[^']*'"), b"hx-headers=''"),
)


def plain(body: bytes) -> bytes:
    """A page without what differs each time: keys and tokens of forms."""
    for pattern, instead in NOISE:
        body = pattern.sub(instead, body)
    return body
