"""Find, propose, do, verify: all pages of actions."""

from portal.web.actions import listing, reading, states, writing
from portal.web.actions.blueprint import bp

__all__ = ["bp", "listing", "reading", "states", "writing"]
