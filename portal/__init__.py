"""A portal for what is known, what went wrong and what was learned, in Japanese and English."""

__version__ = "0.1.0"
