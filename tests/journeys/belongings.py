"""What hangs on an incident: files and articles, put there if there are none."""

import base64
from collections.abc import Callable

from playwright.sync_api import Page as Tab
from sqlalchemy import select

from portal.accounts.models import User
from portal.articles.lifecycle import Audience
from portal.articles.models import Article
from portal.files.uploads import Upload
from portal.incidents import attachments, knowledge
from portal.incidents.kinds import Outcome
from portal.incidents.models import ArticleUse, Incident
from portal.incidents.queries import get
from portal.kernel.db import db
from tests.journeys.looks import AGENT, Look

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


def pages(
    someone: Callable[[str], User],
    an_incident: Callable[[], str],
    an_article: Callable[..., Article],
    empty_form: Callable[[Tab], None],
) -> list[Look]:
    """The pages of files and of articles on incidents."""

    def use() -> ArticleUse:
        article = an_article(Article.audience == Audience.PUBLIC, Article.language == "ja")
        return a_use(someone(AGENT), an_incident, article)

    def with_files() -> str:
        number = an_incident()
        first_file(someone(AGENT), number)
        return number

    def removing() -> str:
        number = an_incident()
        return f"{number}/files/{first_file(someone(AGENT), number)}/remove"

    return [
        Look(
            "incident-knowledge",
            "incidents.show",
            lambda: f"/incidents/{use().incident.number}?review={use().id}",
            AGENT,
            do=suggested,
        ),
        Look("incident-suggested", "incidents.show", lambda: f"/incidents/{an_incident()}", AGENT, do=suggested),
        Look("incident-link", "incidents.link", lambda: f"/incidents/{an_incident()}/link", AGENT),
        Look("incident-link-found", "incidents.link", lambda: f"/incidents/{an_incident()}/link?q=VPN", AGENT),
        Look("incident-link-nothing", "incidents.link", lambda: f"/incidents/{an_incident()}/link?q=qwertzuiop", AGENT),
        Look(
            "incident-unlink",
            "incidents.unlink",
            lambda: f"/incidents/{use().incident.number}/uses/{use().id}/unlink",
            AGENT,
        ),
        Look("kb-new-from-incident", "articles.new", lambda: f"/kb/new?incident={an_incident()}", AGENT),
        Look("kb-uses", "articles.uses", lambda: f"/kb/{use().article.number}/uses", AGENT),
        Look("kb-link", "articles.link", lambda: f"/kb/{use().article.number}/link", AGENT),
        Look("incident-files", "incidents.show", lambda: f"/incidents/{with_files()}#attachments", AGENT),
        Look("incident-attach", "incidents.attach", lambda: f"/incidents/{an_incident()}/files", AGENT),
        Look(
            "incident-attach-invalid",
            "incidents.attach",
            lambda: f"/incidents/{an_incident()}/files",
            AGENT,
            422,
            empty_form,
        ),
        Look("incident-detach", "incidents.detach", lambda: f"/incidents/{removing()}", AGENT),
    ]
