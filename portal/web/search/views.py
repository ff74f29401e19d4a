"""Search, why something is not found, and what was asked: all pages of the search."""

from portal.web.search import finding, log, replay, why
from portal.web.search.blueprint import bp

__all__ = ["bp", "finding", "log", "replay", "why"]
