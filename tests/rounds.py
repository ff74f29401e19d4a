"""How often a thing of chance is tried: a few times in `make test`, many times in `make test-full`."""

import os

IS_FULL = os.environ.get("PORTAL_FULL") == "1"


def rounds(short: int, full: int) -> int:
    return full if IS_FULL else short
