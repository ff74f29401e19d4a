"""What hangs on an incident: files and articles, put there if there are none."""

import base64
from collections.abc import Callable

from playwright.sync_api import Page as Tab
from sqlalchemy import select

from portal.accounts.models import User
from portal.articles.models import Article
from portal.files.uploads import Upload
from portal.incidents import attachments, knowledge
from portal.incidents.kinds import Outcome
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.queries import get
from portal.kernel.db import db

# A small chequered picture.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAIAAADkharWAAAAHElEQVR42mN49uy1RtQC4kkGklQDSYZRG0aIDQAghHFwSh0O+wAA"
    "AABJRU5ErkJggg=="
)


def first_file(agent: User, number: str) -> int:
    """The id of the picture that hangs on the incident, beside a log."""
    incident = get(agent, number)
    if not attachments.present(incident):
        for name, contents in (("画面.png", PICTURE), ("vpnclient.log", b"691\n" * 300)):
            attachments.attach_all(agent, incident, [Upload(name, contents)], visible=name == "画面.png")
    return attachments.present(incident)[0].id


def a_use(agent: User, an_incident: Callable[[], str], article: Article) -> ArticleUse:
    """An article that is linked to an incident for all; if there is none, *article* is linked now."""
    query = select(ArticleUse).join(Incident).where(ArticleUse.unlinked_at.is_(None))
    query = query.where(Incident.restricted_to_id.is_(None)).order_by(ArticleUse.id)
    found = db.session.scalars(query).unique().first()
    if found is None:
        incident = get(agent, an_incident())
        found = knowledge.link(agent, incident, article, outcome=Outcome.SOLVED).active_uses[0]
    return found


def suggested(tab: Tab) -> None:
    """The suggestions have come, if this incident has any to wait for."""
    if tab.locator("#suggested").count():
        tab.locator("#suggested > *").first.wait_for()
