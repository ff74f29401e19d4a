"""What to set up first, read from the real state; and how the portal's parts are."""

from dataclasses import dataclass

from flask import g, url_for
from sqlalchemy import Select, func, select

from portal.accounts.models import Team, User
from portal.articles.lifecycle import Confidence
from portal.articles.models import Article
from portal.catalog.models import Category, Service
from portal.kernel import clock, mail
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import ngettext
from portal.kernel.jobs import Job, JobState
from portal.kernel.verbs import Verb
from portal.search import rebuild


@dataclass(frozen=True)
class Step:
    """Something to set up: whether it is done, why it matters, and where it is done."""

    done: bool
    text: str
    note: str
    action: str = ""
    href: str = ""


@dataclass(frozen=True)
class Part:
    """A part of the portal and how it is; `tone` is ok, warn or danger."""

    name: str
    tone: str
    word: str
    note: str = ""


@dataclass(frozen=True)
class _Kind:
    """What has to be there at least `least` times, and who may make it."""

    verb: Verb
    query: Select[int]
    least: int
    text: str
    note: str
    action: str
    endpoint: str


def steps() -> list[Step]:
    """The steps that the viewer can take, in their order."""
    found = [
        Step(_count(kind.query) >= kind.least, kind.text, kind.note, kind.action, url_for(kind.endpoint))
        for kind in _kinds()
        if g.user.may(kind.verb)
    ]
    if not g.user.may(Verb.DRAFT_ARTICLE):
        note = _("Somebody with a role at the desk writes it.")
        found.append(Step(_count(_articles()) > 0, _("First article"), note))
    if g.user.may(Verb.CHANGE_POLICY):
        by_mail = _("Without PORTAL_MAIL_HOST nobody can choose a new password alone.")
        address = _("Letters name it. Set PORTAL_BASE_URL, with https outside of a test.")
        reached = bool({"contact_ja", "contact_en"} & settings().model_fields_set)
        desk = _("Readers see it where no answer helped. Set PORTAL_CONTACT_JA and PORTAL_CONTACT_EN.")
        found += [
            Step(reached, _("How to reach the desk"), desk),
            Step(mail.available(), _("Mail"), by_mail),
            Step(bool(settings().base_url), _("Address"), address),
        ]
    return found


def _kinds() -> list[_Kind]:
    people, teams = select(User.id).where(User.retired_at.is_(None)), select(Team.id).where(Team.retired_at.is_(None))
    services = select(Service.id).where(Service.retired_at.is_(None))
    categories = select(Category.id).where(Category.retired_at.is_(None))
    accounts = _("Open accounts for those who work at the desk.")
    owners, what = _("Teams own services and articles."), _("A service is something that people use and that can fail.")
    subjects = _("Subjects by which questions are found, in two levels.")
    first = _("Write down the answer to a question that is often asked.")
    return [
        _Kind(Verb.ADD_PERSON, people, 2, _("People"), accounts, _("Add person"), "people.add"),
        _Kind(Verb.ADD_TEAM, teams, 1, _("Teams"), owners, _("Add team"), "people.add_team"),
        _Kind(Verb.ADD_SERVICE, services, 1, _("Services"), what, _("Add service"), "catalog.add_service"),
        _Kind(Verb.ADD_CATEGORY, categories, 1, _("Categories"), subjects, _("Add category"), "catalog.add_category"),
        _Kind(Verb.DRAFT_ARTICLE, _articles(), 1, _("First article"), first, _("New article"), "articles.new"),
    ]


def _articles() -> Select[int]:
    return select(Article.id).where(Article.confidence != Confidence.DISCARDED)


def parts() -> list[Part]:
    """How the index and the jobs are."""
    return [_index(), _jobs()]


def index_troubles() -> list[str]:
    """What is wrong with the index, one line for each that cannot answer; searching goes on without it."""
    try:
        return [f"{state.name}: {state.trouble}" for state in rebuild.status() if state.trouble]
    except OSError as error:
        return [str(error.strerror or "unreadable")]


def _index() -> Part:
    troubles = index_troubles()
    if not troubles:
        return Part(_("Search index"), "ok", _("in order"))
    note = _("Searching goes on more slowly. The worker rebuilds the index by itself; or run “portal index rebuild”.")
    return Part(_("Search index"), "warn", _("is being rebuilt or damaged"), note)


def _jobs() -> Part:
    counted = dict(db.session.execute(select(Job.state, func.count()).group_by(Job.state)).all())
    waiting = counted.get(JobState.PENDING, 0) + counted.get(JobState.LEASED, 0)
    oldest = db.session.scalar(
        select(func.min(Job.created_at)).where(Job.state.in_((JobState.PENDING, JobState.LEASED)))
    )
    if dead := counted.get(JobState.DEAD, 0):
        word = ngettext("%(num)s job failed for good", "%(num)s jobs failed for good", dead)
        note = _("Letters or index entries may be missing. Look into the log of the worker.")
        return Part(_("Jobs"), "danger", word, note)
    late = oldest is not None and (clock.now() - oldest).total_seconds() > 60
    word = ngettext("%(num)s waiting", "%(num)s waiting", waiting) if waiting else _("nothing waits")
    note = _("The oldest has waited for more than a minute. Is “portal worker” running?") if late else ""
    return Part(_("Jobs"), "warn" if late else "ok", word, note)


def _count(query: Select[int]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
