"""Read, write, compare, flag: all pages of articles."""

from portal.web.articles import flagging, history, reading, states, using, writing
from portal.web.articles.blueprint import bp

__all__ = ["bp", "flagging", "history", "reading", "states", "using", "writing"]
