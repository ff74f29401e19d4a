"""Find, read, work on: all pages of incidents."""

from portal.web.incidents import intake, listing, reading
from portal.web.incidents.blueprint import bp

__all__ = ["bp", "intake", "listing", "reading"]
