"""Where an article was used, and using it on one more incident."""

from flask import g, redirect, render_template, url_for
from wtforms.validators import InputRequired

from portal.incidents import knowledge, use_queries
from portal.incidents.models import Incident
from portal.kernel.errors import NotFound, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.paging import page_of
from portal.kernel.verbs import Verb
from portal.web.articles.blueprint import article_at, bp
from portal.web.articles.reading import around
from portal.web.forms import PortalForm, refuse
from portal.web.helpers import say
from portal.web.incidents.fields import IncidentNumber
from portal.web.picks import page_number
from portal.web.records import Answer


class UseForm(PortalForm):
    """The incident on which the article is used."""

    incident = IncidentNumber(
        mark("Incident"), [InputRequired()], description=mark("Its number, such as INC-20261124-003.")
    )


@bp.page("/kb/<number>/uses", needs=Verb.SEE_INCIDENTS)
def uses(number: str) -> Answer:
    article = article_at(number)
    page = page_of(use_queries.of_article(g.user, article), page_number())
    figures = use_queries.reuse(g.user, article)
    return render_template("articles/uses.html", article=article, page=page, reuse=figures, **around(article))


@bp.form("/kb/<number>/link", needs=Verb.LINK_ARTICLE)
def link(number: str) -> Answer:
    article = article_at(number)
    form = UseForm()
    if form.accepted():

        def deed() -> Incident:
            incident = form.incident.data
            if incident is None:
                raise NotFound(_("There is nothing here."))
            return knowledge.link(g.user, incident, article)

        try:
            incident = form.carried_out(deed)
        except PermissionDenied as refused:
            refuse(form, refused)
            incident = None
        if incident is not None:
            say(_("%(number)s is linked.", number=article.number))
            return redirect(url_for("incidents.show", number=incident.number) + "#knowledge", 303)
    return render_template("articles/link.html", article=article, form=form), form.status
