"""People, teams and role bundles: all pages of who is who."""

from portal.web.people import accounts, groups
from portal.web.people.blueprint import bp

__all__ = ["accounts", "bp", "groups"]
