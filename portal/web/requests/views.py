"""One's own reports: the list, the conversation, and what one answers."""

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal.articles import queries as articles
from portal.http.guard import Door, GuardedBlueprint
from portal.incidents import attachments, endings, queries, states, timeline
from portal.incidents.kinds import LinkKind
from portal.incidents.lifecycle import ENDED
from portal.incidents.models import Incident
from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.paging import page_of, total_of
from portal.kernel.verbs import Verb
from portal.web import picks
from portal.web.attaching import FilesField
from portal.web.forms import PortalForm
from portal.web.helpers import say
from portal.web.incidents.files import address
from portal.web.records import Answer
from portal.web.requests.standing import look, standing, waits
from portal.web.requests.talk import files, last_word, talk

ON_A_PAGE, LONGEST_REPLY, LONGEST_REASON = 20, 5_000, 2_000
TOO_LONG = mark("At most 5,000 characters. Attach a long log as a file.")

bp = GuardedBlueprint("requests", __name__)


class ReplyForm(PortalForm):
    """An answer to the desk."""

    text = TextAreaField(
        mark("Your message"),
        [InputRequired(mark("Write something.")), Length(max=LONGEST_REPLY, message=TOO_LONG)],
        render_kw={"rows": 3},
    )
    files = FilesField(mark("Pictures of the screen, files"))


class NotFixedForm(PortalForm):
    """What still does not work."""

    reason = TextAreaField(
        mark("What does not work yet?"),
        [InputRequired(mark("Say what still does not work."))],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )


class WithdrawForm(PortalForm):
    """It is not needed any more."""

    reason = TextAreaField(mark("Why? How was it solved?"), render_kw={"rows": 3, "maxlength": LONGEST_REASON})


@bp.page("/requests", needs=Door.SIGNED_IN)
def index() -> Answer:
    ended = request.args.get("view") == "ended"
    found = page_of(queries.own(g.user, ended=ended), picks.page_number(), ON_A_PAGE)
    tabs = [
        {
            "label": _(label),
            "href": url_for("requests.index", view="ended" if is_ended else None),
            "count": total_of(queries.own(g.user, ended=is_ended)),
            "current": is_ended == ended,
        }
        for is_ended, label in ((False, mark("In work")), (True, mark("Finished")))
    ]
    return render_template("requests/index.html", found=found, tabs=tabs, ended=ended, **_in_words())


@bp.page("/requests/<number>", needs=Door.SIGNED_IN)
def show(number: str) -> Answer:
    return _page(_own(number), ReplyForm(formdata=None))


@bp.form("/requests/<number>/reply", needs=Door.SIGNED_IN)
def reply(number: str) -> Answer:
    incident = _own(number)
    form = ReplyForm()
    if form.accepted() and form.carried_out(lambda: _replied(incident, form)) is not None:
        say(_("Your message was sent."))
        return redirect(url_for("requests.show", number=incident.number) + "#talk", 303)
    return _page(incident, form)


@bp.action("/requests/<number>/confirm", needs=Door.SIGNED_IN)
def confirm(number: str) -> Answer:
    incident = endings.confirm(g.user, _own(number))
    say(_("Thank you. It is closed."))
    return redirect(url_for("requests.show", number=incident.number), 303)


@bp.form("/requests/<number>/not-fixed", needs=Door.SIGNED_IN)
def not_fixed(number: str) -> Answer:
    incident = _own(number)
    _insist_on(incident, Verb.CONTRADICT_RESOLUTION)
    return _asked(
        incident, NotFixedForm(), endings.contradict, _("Thank you. The desk goes on working on it."),
        title=_("It does not work yet"),
        consequence=_("The desk goes on working on it. The more exactly you say what happens now, the sooner."),
        send=_("Send this"),
    )  # fmt: skip


@bp.form("/requests/<number>/withdraw", needs=Door.SIGNED_IN)
def withdraw(number: str) -> Answer:
    incident = _own(number)
    _insist_on(incident, Verb.WITHDRAW_INCIDENT)
    return _asked(
        incident, WithdrawForm(), states.withdraw, _("You took your report back."),
        title=_("Take the report back?"),
        consequence=_("Nobody works on it any more. If it comes back, report it anew."),
        send=_("Take it back"),
    )  # fmt: skip


def _asked(
    incident: Incident, form: NotFixedForm | WithdrawForm, deed: Callable[..., Incident], said: str, **words: str
) -> Answer:
    """Ask for the reason on a page of its own, then do it and go back to the request."""
    reason = form.reason.data or ""
    if form.accepted() and form.carried_out(lambda: deed(g.user, incident, reason=reason)) is not None:
        say(said)
        return redirect(url_for("requests.show", number=incident.number), 303)
    return render_template("requests/deed.html", incident=incident, form=form, **words), form.status


def _own(number: str) -> Incident:
    return queries.get_own(g.user, number)


def _page(incident: Incident, form: ReplyForm) -> Answer:
    page = render_template(
        "requests/show.html",
        incident=incident,
        form=form,
        said=talk(incident),
        files=files(incident),
        fixes=_fixes(incident),
        file_address=lambda attachment: address(attachment, for_reporter=True),
        is_over=incident.state in ENDED,
        is_new="new" in request.args,
        **_in_words(),
    )
    return page, form.status


def _replied(incident: Incident, form: ReplyForm) -> Incident:
    if incident.state in ENDED:
        raise InvalidTransition(_("It is finished already. Report it anew if something does not work."))
    timeline.reply(g.user, incident, text=form.text.data or "")
    return attachments.attach_all(g.user, incident, form.files.data, visible=True)


def _insist_on(incident: Incident, verb: Verb) -> None:
    """Refuse to ask for what cannot be done; once something was typed, the deed itself refuses, and the text stays."""
    if request.method == "GET" and verb not in incident.open_verbs:
        raise InvalidTransition(_("This cannot be done any more: the desk has gone on meanwhile."))


def _fixes(incident: Incident) -> list[Any]:
    """The questions that solved it, as far as the reporter may read them; what the desk wrote stays within."""
    numbers = [use.article.number for use in incident.active_uses if use.kind is LinkKind.RESOLVES]
    return [article for article in articles.among_open(g.user, numbers).values() if article.outside is not None]


def _in_words() -> dict[str, Any]:
    return {"standing": standing, "look": look, "waits": waits, "asked_by_desk": last_word}
