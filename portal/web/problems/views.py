"""Find, read, solve: all pages of problems."""

from portal.web.problems import listing, reading, states, writing
from portal.web.problems.blueprint import bp

__all__ = ["bp", "listing", "reading", "states", "writing"]
