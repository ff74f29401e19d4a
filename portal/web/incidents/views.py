"""Find, read, work on: all pages of incidents."""

from portal.web.incidents import files, intake, listing, reading
from portal.web.incidents.blueprint import bp

__all__ = ["bp", "files", "intake", "listing", "reading"]
