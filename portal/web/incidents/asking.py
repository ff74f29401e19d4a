"""How a deed is asked for: a page of its own, what was refused beside what was typed, then the result."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, render_template, url_for

from portal.incidents.models import Incident
from portal.kernel.verbs import Verb
from portal.web.forms import PortalForm
from portal.web.helpers import address_of, say
from portal.web.incidents.deeds import is_open
from portal.web.records import Answer

Form = TypeVar("Form", bound=PortalForm)


def asked(
    verb: Verb,
    incident: Incident,
    form: Form,
    deed: Callable[[Form], Incident],
    said: str,
    *,
    versioned: bool = False,
    undo: bool = False,
    onwards: Callable[[Form], str] | None = None,
    **more: Any,
) -> Answer:
    """Ask on a page of its own, then do it and go to where the reader finds the result, or *onwards*."""
    if form.accepted():
        changed = form.carried_out(lambda: deed(form))
        if changed is not None:
            say(said, undo=url_for("incidents.undo", number=changed.number) if undo else "")
            return redirect((onwards(form) if onwards else "") or address_of(changed), 303)
    if versioned and (form.status == 409 or not form.version.data):
        form.start_from(incident)
    page = render_template(
        "incidents/deed.html", incident=incident, form=form, verb=verb, open_now=is_open(verb, incident), **more
    )
    return page, form.status
