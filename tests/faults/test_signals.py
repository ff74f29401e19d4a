"""A signal comes at any moment; whoever is told to end ends, whatever it was just doing."""

import os
import subprocess
import sys
from pathlib import Path

from tests.faults.running import ROOT
from tests.rounds import rounds

# A worker that always has something to do, told to end again and again.
BUSY = """
import os, signal, sys, threading, time
from pathlib import Path
from portal import schema, timetable
from portal.app import create_app
from portal.kernel import jobs
from portal.kernel.db import db
from portal.ops import working
from portal.settings import Settings

folder = Path(sys.argv[1])
app = create_app(Settings(data=folder, testing=True))
with app.app_context():
    schema.upgrade(db.engine)
jobs.work = lambda: 1
timetable.entries = list
for place in range(int(sys.argv[2])):
    def tell():
        time.sleep(0.005 + place % 7 / 1_000)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
    threading.Thread(target=tell).start()
    working.work_until_told(app, folder)
    print(place, flush=True)
os._exit(0)
"""


def test_a_worker_that_is_told_to_end_in_the_midst_of_work_ends(tmp_path: Path) -> None:
    times = rounds(100, 1_000)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}

    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", BUSY, str(tmp_path), str(times)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr[-2_000:]
    assert [line for line in ended.stdout.splitlines() if line.isdigit()] == [str(place) for place in range(times)]
