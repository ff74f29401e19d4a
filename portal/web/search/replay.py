"""The portal's own solved incidents asked once more: what the suggestions find of what is known, and what they miss."""

from flask import g, render_template

from portal.kernel.verbs import Verb
from portal.search import replay as replaying
from portal.search.documents import INCIDENT, KINDS
from portal.web import picks
from portal.web.search.blueprint import bp

COUNTS = (50, 100, 300)


@bp.page("/search/replay", needs=Verb.SEE_SEARCH_LOG)
def replay() -> str:
    """Asked when somebody says how many; all that is shown are incidents and articles that they may see."""
    most = next((count for count in COUNTS if picks.asked("newest") == str(count)), 0)
    found = replaying.replay(g.user, most, lambda _done, _of: None) if most else None
    unanswered = [*(one.incident for one in found.missed), *found.uncovered] if found else []
    return render_template(
        "search/replay.html",
        counts=COUNTS,
        most=most or COUNTS[1],
        found=found,
        incidents=KINDS[INCIDENT].among(g.user, unanswered),
    )
