"""Bytes are kept once, whole, and before the record; what a crash leaves is bytes that nobody names."""

import os
import subprocess
import sys
import time

import pytest

from portal.files import store
from portal.files.models import File
from portal.files.uploads import Upload
from portal.incidents import attachments
from portal.incidents.models import Attachment
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.ops import fsck

DYING = """
import os, signal, sys
from pathlib import Path
from portal.accounts.models import User
from portal.app import create_app
from portal.files import store
from portal.files.uploads import Upload
from portal.incidents import attachments
from portal.incidents.models import Incident
from portal.kernel.db import db
from portal.settings import Settings

app = create_app(Settings(data=Path(sys.argv[1]), testing=True))
real = {"replace": os.replace, "attach": attachments.attach}

def die(*_given, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "before the name":
    os.replace = die
elif sys.argv[2] == "before the record":
    attachments.attach = die
else:
    db.session.__class__.commit = die
    from sqlalchemy.orm import Session
    Session.commit = die
with app.app_context():
    incident, mori = db.session.query(Incident).one(), db.session.query(User).filter_by(login="mori").one()
    attachments.attach_all(mori, incident, [Upload("a.txt", b"what the screen said")], visible=True)
"""


def _trouble():
    db.session.rollback()
    return [(finding.record, finding.trouble) for finding in fsck.check() if finding.rule == "I12"]


def _older(seconds):
    for path in store.settings().files_folder.glob("*/*"):
        os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_the_same_bytes_are_kept_once(make, cast):
    incident = make.incident()
    for name in ("a.txt", "b.txt"):
        attachments.attach_all(cast.mori, incident, [Upload(name, b"691")], visible=False)

    files = db.session.query(File).all()
    assert [file.name for file in files] == ["a.txt", "b.txt"]
    assert len({file.fingerprint for file in files}) == 1
    (path,) = store.settings().files_folder.glob("*/*")
    assert path.read_bytes() == b"691"
    assert f"{path.parent.name}{path.name}" == store.fingerprint_of(b"691")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert _trouble() == []


def test_damaged_bytes_are_found_and_mended_by_whoever_brings_them_again(make, cast):
    attachments.attach_all(cast.mori, make.incident(), [Upload("a.txt", b"691")], visible=False)
    path = store.path_of(store.fingerprint_of(b"691"))
    path.write_bytes(b"692")

    assert "has lost its contents" in _trouble()[0][1]
    store.keep(b"691")
    assert _trouble() == []


def test_a_full_disk_leaves_nothing_half(app, make, cast, monkeypatch):
    incident = make.incident()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        attachments.attach_all(cast.mori, incident, [Upload("a.txt", b"691")], visible=False)

    assert list(store.settings().files_folder.glob("*/*")) == []
    assert db.session.query(Attachment).count() == 0


def test_a_name_that_is_no_fingerprint_leads_nowhere(app):
    for nonsense in ("", "../" * 20, "a" * 63, "A" * 64, "a" * 64 + "\n"):
        with pytest.raises(ValueError, match="fingerprint"):
            store.path_of(nonsense)
        assert not store.is_whole(nonsense)


@pytest.mark.parametrize("moment", ["before the name", "before the record", "before the commit"])
def test_a_kill_leaves_bytes_without_a_record_never_a_record_without_bytes(app_on_sqlite, make, cast, moment):
    incident = make.incident()
    data = app_on_sqlite.extensions["portal"].settings.data
    db.session.rollback()
    db.engine.dispose()

    died = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DYING, str(data), moment], capture_output=True, text=True, timeout=60
    )

    assert died.returncode == -9, died.stderr
    assert db.session.query(File).count() == db.session.query(Attachment).count() == 0
    assert len(list(store.kept())) == 0, "a form that is under way is no trouble"
    _older(store.UNDER_WAY + 60)
    assert [trouble for _record, trouble in _trouble()] == [
        "belongs to no file; a crash leaves such bytes, and they can be deleted"
    ]
    attachments.attach_all(cast.mori, incident, [Upload("a.txt", b"what the screen said")], visible=True)
    assert all(record.endswith(".part") for record, _trouble_ in _trouble())


def test_a_record_whose_bytes_are_gone_is_found(make, cast):
    attachments.attach_all(cast.mori, make.incident(), [Upload("a.txt", b"691")], visible=False)
    store.path_of(store.fingerprint_of(b"691")).unlink()
    with transaction():
        db.session.query(File).one().name = "b.txt"

    ((record, trouble),) = _trouble()
    assert record.startswith("files:")
    assert "lost its contents" in trouble
