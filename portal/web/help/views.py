"""Keys and components."""

from flask import render_template

from portal.http.guard import Door, GuardedBlueprint
from portal.incidents.priority import grades
from portal.web.help.sample import NOON, attachments, nowhere, page, sample

bp = GuardedBlueprint("help", __name__)


@bp.page("/help/keys", needs=Door.STAFF)
def keys() -> str:
    """The keys of the pages for agents."""
    return render_template("help/keys.html")


@bp.page("/help/components", needs=Door.STAFF)
def components() -> str:
    """Every component, drawn with its own macro."""
    return render_template(
        "help/components.html",
        sample=sample(),
        pages=page(),
        noon=NOON,
        attachments=attachments(),
        nowhere=nowhere,
        grades=grades(),
    )
