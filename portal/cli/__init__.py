"""The command `portal`: every group of commands is a file of this folder."""

from portal.cli.root import main

__all__ = ["main"]
