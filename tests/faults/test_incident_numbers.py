"""Incidents recorded by four processes at once, before and after midnight: no number is given twice (R15)."""

import subprocess
import sys

import pytest
from flask import Flask

from portal.incidents.models import Incident
from portal.kernel.db import db
from tests.rounds import rounds

RECORDING = """
import os, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from portal.accounts.system import THE_SYSTEM
from portal.app import create_app
from portal.incidents import operations
from portal.incidents.kinds import Channel
from portal.kernel import clock
from portal.settings import Settings

each = int(sys.argv[3])
for _process in range(3):
    if os.fork() == 0:
        break
app = create_app(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2], testing=True))
# Midnight of the site, Asia/Tokyo, passes when half is done.
midnight = datetime(2026, 11, 23, 15, tzinfo=UTC)
with app.app_context():
    for place in range(each):
        with clock.telling(midnight + timedelta(seconds=place - each // 2)):
            made = operations.record(
                THE_SYSTEM, details=operations.Details("Web-01 does not answer"), channel=Channel.MONITORING
            )
        os.write(1, (made.number + chr(10)).encode())
"""


@pytest.fixture
def app(app_on_each: Flask) -> Flask:
    return app_on_each


def test_four_processes_over_midnight_never_give_a_number_twice(app: Flask) -> None:
    settings = app.extensions["portal"].settings
    each = rounds(100, 1_250)
    words = [sys.executable, "-W", "ignore", "-c", RECORDING, str(settings.data), settings.database_url, str(each)]

    printed = subprocess.run(words, capture_output=True, text=True, timeout=110, check=True)

    assert printed.stderr == ""
    half = 4 * each // 2
    expected = {f"INC-{day}-{place:03d}" for day in ("20261123", "20261124") for place in range(1, half + 1)}
    assert sorted(printed.stdout.split()) == sorted(expected)
    assert {number for (number,) in db.session.query(Incident.number)} == expected
