"""What the pages of the search share."""

from portal.http.guard import GuardedBlueprint

bp = GuardedBlueprint("search", __name__)
