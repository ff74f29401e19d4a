"""Find, read, work on: all pages of incidents."""

from portal.web.incidents import endings, files, intake, knowledge, listing, reading, states, writing
from portal.web.incidents.blueprint import bp

__all__ = ["bp", "endings", "files", "intake", "knowledge", "listing", "reading", "states", "writing"]
