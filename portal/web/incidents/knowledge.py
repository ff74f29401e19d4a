"""Articles on an incident: what may help, what was linked, and what came of it."""

from dataclasses import dataclass
from typing import Any

from flask import g, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from portal.articles import queries as articles
from portal.articles.audience import readable
from portal.articles.lifecycle import LIVE
from portal.articles.models import Article
from portal.incidents import knowledge, use_queries
from portal.incidents.kinds import LinkKind, LinkSource, Outcome
from portal.incidents.models import ArticleUse, Incident
from portal.kernel.errors import Invalid, InvalidTransition, NotFound, PermissionDenied
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.text import clean_line
from portal.kernel.verbs import Verb
from portal.search.models import Asking, Deed
from portal.search.results import Asked, Item, ask
from portal.search.suggestions import Situation, Suggested, suggest
from portal.web.forms import PortalForm, refuse
from portal.web.helpers import say
from portal.web.incidents.blueprint import bp, incident_at, incident_for
from portal.web.incidents.letter import letter
from portal.web.incidents.pane import Chosen, tell
from portal.web.records import Answer
from portal.web.search.cards import Card, cards
from portal.web.search.hits import Hit, hits

MOST_FOUND = 10
# What a button of a suggestion does: as what the article is linked, and what the ledger remembers.
DEEDS: dict[str, tuple[LinkKind, Outcome | None, Deed]] = {
    "link": (LinkKind.REFERENCE, None, Deed.LINKED),
    "failed": (LinkKind.TRIED_FAILED, Outcome.NOT_SOLVED, Deed.NOT_SOLVED),
    "resolve": (LinkKind.RESOLVES, Outcome.SOLVED, Deed.RESOLVED),
}


class LinkForm(PortalForm):
    """Which article was meant is named by the button; here only refusals stand."""


class UnlinkForm(PortalForm):
    """Why it was not this article."""

    reason = TextAreaField(mark("Reason"), [InputRequired()], render_kw={"rows": 2, "maxlength": 300})


@dataclass(frozen=True)
class Line:
    """One article that was used here. `can_send`: whoever reported the incident may read it."""

    use: ArticleUse
    can_send: bool


def beside(incident: Incident) -> dict[str, Any]:
    """What the page of an incident shows of them; an article that the viewer may not read is not among them."""
    shown = [use for use in incident.active_uses if readable(g.user, use.article)]
    asked = request.args.get("review", "")
    return {
        "uses": [Line(use, _can_send(incident, use.article)) for use in shown],
        "reviewed": next((use for use in shown if str(use.id) == asked), None),
        "wants_fix": incident.is_open and not any(use.kind is LinkKind.RESOLVES for use in shown),
        "outcomes": list(Outcome),
    }


@bp.page("/_/incidents/<number>/suggestions", needs=Verb.LINK_ARTICLE)
def suggested(number: str) -> Answer:
    """What may help with this incident; the page asks for it when it is open, so that it never waits for it."""
    incident = incident_at(number)
    if not request.headers.get("HX-Request"):
        return redirect(url_for("incidents.link", number=incident.number), 303)
    found = _suggestions(incident)
    return render_template("incidents/_suggested.html", incident=incident, found=found, cards=_cards(incident, found))


@bp.form("/incidents/<number>/link", needs=Verb.LINK_ARTICLE)
def link(number: str) -> Answer:
    """Look for an article by its number or by words, and link it; without words, what the incident itself suggests."""
    incident = incident_for(Verb.LINK_ARTICLE, number)
    form = LinkForm()
    if form.accepted():
        deed = request.form.get("deed", "")
        try:
            done = form.carried_out(lambda: _linked(incident, deed))
        except PermissionDenied as refused:
            refuse(form, refused)
            done = None
        if done is not None:
            return done
    typed = clean_line(request.args.get("q", ""))[:300]
    found = Suggested() if typed else _suggestions(incident)
    page = render_template(
        "incidents/link.html", incident=incident, form=form, typed=typed, found=found,
        cards=_cards(incident, found), hits=_hits(typed) if typed else [],
        linked=[use.article.number for use in incident.active_uses],
    )  # fmt: skip
    return page, form.status


@bp.form("/incidents/<number>/uses/<int:use_id>/unlink", needs=Verb.UNLINK_ARTICLE)
def unlink(number: str, use_id: int) -> Answer:
    incident = incident_for(Verb.UNLINK_ARTICLE, number)
    use = _use(incident, use_id)
    if request.method == "GET" and use.unlinked_at is not None:
        raise InvalidTransition(_("It was taken off already."))
    form = UnlinkForm()
    if form.accepted() and form.carried_out(lambda: knowledge.unlink(g.user, use, **form.values())) is not None:
        say(_("%(number)s is not linked any more.", number=use.article.number))
        return redirect(_place(incident), 303)
    return render_template("incidents/unlink.html", incident=incident, use=use, form=form), form.status


@bp.action("/incidents/<number>/uses/<int:use_id>/judge", needs=Verb.JUDGE_LINK)
def judge(number: str, use_id: int) -> Answer:
    """What came of it; then the page asks whether the article is good: to use it is to review it."""
    incident = incident_at(number)
    use = _use(incident, use_id)
    outcome = next((each for each in Outcome if each.value == request.form.get("outcome")), None)
    if outcome is None:
        raise Invalid(_("Choose one of the list."), "outcome")
    knowledge.judge(g.user, use, outcome=outcome)
    return redirect(_place(incident, review=use.id), 303)


@bp.action("/incidents/<number>/uses/<int:use_id>/send", needs=Verb.LINK_ARTICLE)
def send(number: str, use_id: int) -> Answer:
    """The article's words go to whoever reported the incident."""
    incident = incident_at(number)
    article = _use(incident, use_id).article
    if not _can_send(incident, article):
        raise Invalid(_("The caller may not read %(number)s, so it was not sent.", number=article.number))
    knowledge.send(g.user, incident, article, letter=letter(article, incident.reporter))
    say(_("%(number)s was sent to the caller.", number=article.number))
    return redirect(_place(incident), 303)


def _linked(incident: Incident, deed: str) -> Answer:
    """Do what the pressed button says with the article that it names."""
    chosen = Chosen.read(request.form.get("article", ""))
    article = articles.among(g.user, [chosen.number]).get(chosen.number)
    if deed not in DEEDS or article is None:
        raise Invalid(_("%(number)s was withdrawn meanwhile, so it was not linked.", number=chosen.number))
    kind, outcome, told = DEEDS[deed]
    asking = clean_line(request.form.get("asking", ""))[:40]
    rank = chosen.rank or None
    source = LinkSource.MANUAL_SEARCH
    undo = ""
    if deed == "resolve":
        knowledge.resolve_with(g.user, incident, article, source=source, rank=rank)
        undo = url_for("incidents.undo", number=incident.number)
        said = _("%(number)s is resolved with %(article)s.", number=incident.number, article=article.number)
    else:
        knowledge.link(g.user, incident, article, kind=kind, source=source, rank=rank, outcome=outcome)
        said = _("%(number)s is linked.", number=article.number)
    tell(asking, told, chosen, incident)
    say(said, undo=undo)
    use = next(use for use in incident.active_uses if use.article_id == article.id)
    return redirect(_place(incident, review=use.id if outcome else None), 303)


def _suggestions(incident: Incident) -> Suggested:
    text = f"{incident.subject}\n{incident.symptom}"
    linked = tuple(use.article.number for use in incident.active_uses)
    return suggest(
        g.user,
        Situation(
            text, Asking.INCIDENT, service=incident.service, category=incident.category, caller=incident.reporter,
            incident=incident, dismissed=linked,
        ),
    )  # fmt: skip


def _cards(incident: Incident, found: Suggested) -> list[Card]:
    """Known fixes and known errors that can be linked now and are not linked yet."""
    linked = {use.article_id for use in incident.active_uses}
    offered = [each for each in found.cards if each.article.id not in linked]
    return cards(g.user, [each for each in offered if each.article.confidence in LIVE])


def _hits(typed: str) -> list[Hit]:
    """What was searched for; a number finds its own article first. Only what can be linked now."""
    named = articles.among(g.user, [articles.canonical(typed)]).values()
    items = [Item(each, each.language, [(each.title, False)], []) for each in named]
    items += ask(g.user, Asked(typed, size=MOST_FOUND, surface=Asking.INCIDENT)).items
    by_number = {item.record.number: item for item in reversed(items) if item.record.confidence in LIVE}
    return hits(g.user, [item for item in items if by_number.get(item.record.number) is item])


def _can_send(incident: Incident, article: Article) -> bool:
    caller = incident.reporter
    return caller is not None and article.number in articles.among_open(caller, [article.number])


def _use(incident: Incident, use_id: int) -> ArticleUse:
    use = use_queries.of_incident(g.user, incident, use_id)
    if not readable(g.user, use.article):
        raise NotFound(_("There is nothing here."))
    return use


def _place(incident: Incident, review: int | None = None) -> str:
    return url_for("incidents.show", number=incident.number, review=review, _anchor="knowledge")
