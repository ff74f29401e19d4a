"""Find, write, decide: all pages of reviews."""

from portal.web.reviews import listing, reading, states, writing
from portal.web.reviews.blueprint import bp

__all__ = ["bp", "listing", "reading", "states", "writing"]
