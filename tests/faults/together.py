"""Several deeds at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from portal.kernel import i18n
from portal.kernel.db import db


def together(app: Flask, *deeds: Callable[[], object]) -> list[object]:
    """Begin all deeds at the same moment, each in a thread with a connection of its own; what they gave or raised."""
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        with app.app_context():
            i18n.use("en", "Asia/Tokyo")
            try:
                start.wait(timeout=30)
                return deed()
            except Exception as error:  # it is the outcome that is looked at
                return error
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))
