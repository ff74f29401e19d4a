"""Files on an incident: put on, looked at, taken off."""

from typing import Any

from flask import g, redirect, render_template, url_for
from wtforms import BooleanField
from wtforms.validators import InputRequired

from portal.http.guard import Door
from portal.incidents import attachment_queries, attachments
from portal.incidents.models import Attachment, Incident
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.verbs import Verb
from portal.web.attaching import FilesField, sent
from portal.web.forms import PortalForm
from portal.web.helpers import say
from portal.web.incidents.blueprint import bp, incident_for
from portal.web.records import Answer


class AttachForm(PortalForm):
    """Files for an incident, and who sees them."""

    files = FilesField(mark("Files"), [InputRequired(mark("Choose a file."))])
    visible = BooleanField(mark("The caller sees them too"))


def beside(incident: Incident) -> dict[str, Any]:
    """What the page of an incident shows of them."""
    return {"attachments": attachments.present(incident), "attach_form": AttachForm(formdata=None), **addresses()}


def addresses() -> dict[str, Any]:
    """How templates find a file, and the page that takes it off."""
    return {"file_address": address, "file_removal": _removal}


def address(attachment: Attachment, *, for_reporter: bool = False) -> str:
    """Where the file itself is."""
    return url_for(
        "incidents.own_file" if for_reporter else "incidents.file",
        number=attachment.incident.number,
        attachment_id=attachment.id,
        name=attachment.file.name,
    )


def _removal(attachment: Attachment) -> str:
    return url_for("incidents.detach", number=attachment.incident.number, attachment_id=attachment.id)


@bp.form("/incidents/<number>/files", needs=Verb.ATTACH_FILE)
def attach(number: str) -> Answer:
    incident = incident_for(Verb.ATTACH_FILE, number)
    form = AttachForm()
    if form.accepted():
        given, visible = form.files.data, form.visible.data
        if form.carried_out(lambda: attachments.attach_all(g.user, incident, given, visible=visible)):
            say(_("Attached."))
            return redirect(url_for("incidents.show", number=incident.number) + "#attachments", 303)
    return render_template("incidents/attach.html", incident=incident, form=form), form.status


@bp.page("/incidents/<number>/files/<int:attachment_id>/<name>", needs=Verb.SEE_INCIDENTS)
def file(number: str, attachment_id: int, name: str) -> Answer:
    """A file as the desk gets it; the name only makes the address readable."""
    return sent(attachment_queries.worked_on(g.user, number, attachment_id).file)


@bp.page("/requests/<number>/files/<int:attachment_id>/<name>", needs=Door.SIGNED_IN)
def own_file(number: str, attachment_id: int, name: str) -> Answer:
    """The same as whoever reported the incident gets it."""
    return sent(attachment_queries.own(g.user, number, attachment_id).file)


@bp.form("/incidents/<number>/files/<int:attachment_id>/remove", needs=Verb.DETACH_FILE)
def detach(number: str, attachment_id: int) -> Answer:
    incident = incident_for(Verb.DETACH_FILE, number)
    attachment = attachment_queries.worked_on(g.user, incident.number, attachment_id)
    form = PortalForm()
    if form.accepted() and form.carried_out(lambda: attachments.detach(g.user, attachment)) is not None:
        say(_("“%(name)s” is removed.", name=attachment.file.name))
        return redirect(url_for("incidents.show", number=incident.number) + "#attachments", 303)
    return render_template(
        "incidents/detach.html", attachment=attachment, incident=incident, form=form, **addresses()
    ), form.status
