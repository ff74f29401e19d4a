"""Find, read, work on: all pages of incidents."""

from portal.web.incidents import listing, reading
from portal.web.incidents.blueprint import bp

__all__ = ["bp", "listing", "reading"]
