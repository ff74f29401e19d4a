"""What is written on an incident: what it is, and what happens with it, entry by entry."""

from flask import g, redirect, render_template, request, url_for

from portal.incidents import attachments, operations, timeline
from portal.incidents.models import Entry, Incident
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.web.helpers import address_of, say
from portal.web.incidents import callers
from portal.web.incidents.blueprint import bp, incident_at, incident_for
from portal.web.incidents.forms import TO_CALLER, CorrectionForm, EntryForm, ReviseForm
from portal.web.incidents.reading import drawn
from portal.web.records import Answer

_WRITTEN = (
    *("subject", "symptom", "kind", "reporter", "reporter_name", "reporter_contact"),
    *("service", "category", "device", "occurred_at", "occurred_about", "detected_at"),
)


@bp.form("/incidents/<number>/edit", needs=Verb.REVISE_INCIDENT)
def revise(number: str) -> Answer:
    incident = incident_for(Verb.REVISE_INCIDENT, number)
    form = ReviseForm(data={name: getattr(incident, name) for name in _WRITTEN})
    if not any(name in request.form for name in callers.LOOKING) and form.accepted():
        details, version = form.details(), form.values().get("version")
        if form.carried_out(lambda: operations.revise(g.user, incident, details=details, version=version)):
            say(_("Saved."))
            return redirect(address_of(incident), 303)
    if form.status == 409 or not form.version.data:
        form.start_from(incident)
    page = render_template("incidents/edit.html", incident=incident, form=form, fresh=False, **callers.beside(form))
    return page, form.status


@bp.form("/incidents/<number>/entries", needs=Verb.NOTE_INCIDENT)
def write(number: str) -> Answer:
    """The composer of the page; what was refused stands in it again."""
    incident = incident_at(number)
    form = EntryForm(incident)
    if request.method == "GET":
        return redirect(url_for("incidents.show", number=incident.number) + "#write", 303)
    if form.accepted() and form.carried_out(lambda: _written_with_files(incident, form)) is not None:
        say(_("Written down."))
        return redirect(url_for("incidents.show", number=incident.number) + "#timeline", 303)
    return render_template("incidents/show.html", **{**drawn(incident), "composer": form}), form.status


@bp.form("/incidents/<number>/entries/<int:entry_id>/correct", needs=Verb.CORRECT_ENTRY)
def correct(number: str, entry_id: int) -> Answer:
    incident, entry = _entry(number, entry_id)
    form = CorrectionForm(data={"text": entry.text, "at": entry.at})
    if form.accepted() and (corrected := form.carried_out(lambda: timeline.correct(g.user, entry, **form.values()))):
        say(_("Corrected; the first words stay beside it."))
        return redirect(url_for("incidents.show", number=incident.number) + f"#entry-{corrected.id}", 303)
    return render_template("incidents/correct.html", incident=incident, entry=entry, form=form), form.status


@bp.action("/incidents/<number>/entries/<int:entry_id>/star", needs=Verb.STAR_ENTRY)
def star(number: str, entry_id: int) -> Answer:
    incident, entry = _entry(number, entry_id)
    timeline.star(g.user, entry, starred=request.form.get("starred") == "1")
    return redirect(url_for("incidents.show", number=incident.number) + f"#entry-{entry.id}", 303)


def _written_with_files(incident: Incident, form: EntryForm) -> Incident:
    """The entry, and then its files: they are judged before, so that nothing half is left."""
    given = form.attached.data
    attachments.insist_on_room(incident, given)
    done = _written(incident, form)
    attachments.attach_all(g.user, incident, given, visible=form.target.data == TO_CALLER)
    return done


def _written(incident: Incident, form: EntryForm) -> Incident:
    values = form.values()
    del values["attached"]
    if values.pop("target") == TO_CALLER:
        return timeline.reply(g.user, incident, text=values["text"], starred=values["starred"])
    return timeline.note(g.user, incident, **values)


def _entry(number: str, entry_id: int) -> tuple[Incident, Entry]:
    incident = incident_at(number)
    for entry in incident.entries:
        if entry.id == entry_id:
            return incident, entry
    raise NotFound(_("There is nothing here."))
