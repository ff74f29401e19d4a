"""How much memory a process that goes on for weeks holds on to."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h of glibc
ARENAS = 2


def share_arenas() -> None:
    """Let all threads draw from two of the C library's arenas: an arena of its own keeps what a thread once needed.

    To be called before there are threads. Other C libraries have no arenas, and stay as they are.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)
