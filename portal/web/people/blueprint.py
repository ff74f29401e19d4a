"""What the pages of people, teams and bundles share."""

from werkzeug.wrappers import Response

from portal.http.guard import GuardedBlueprint

Answer = str | Response | tuple[str, int]
LINES_OF_HISTORY = 30

bp = GuardedBlueprint("people", __name__)
