"""Read, write, issue: all pages of reports."""

from portal.web.reports import reading, writing
from portal.web.reports.blueprint import bp

__all__ = ["bp", "reading", "writing"]
