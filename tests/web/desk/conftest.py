"""The same browsers as for articles: everybody reads English."""

from tests.web.articles.conftest import _in_english

__all__ = ["_in_english"]
