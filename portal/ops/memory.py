"""How a process that goes on for weeks keeps house: what it holds on to, and how often it looks for what is lost."""

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # malloc.h of glibc
ARENAS = 2


def share_arenas() -> None:
    """Let all threads draw from two of the C library's arenas: an arena of its own keeps what a thread once needed.

    To be called before there are threads. Other C libraries have no arenas, and stay as they are.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)


def settle() -> None:
    """Take what is there now for lasting, and look for lost cycles seldom.

    To be called when everything is loaded: looking through all modules again and again stops every thread for a
    tenth of a second or more, and a request leaves little behind that is not let go at once.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
