"""Files on the page of an incident: sent with a form, given back inert."""

import io

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from portal.files import store, uploads
from portal.files.models import File
from portal.files.uploads import Upload
from portal.incidents import attachments
from portal.incidents.models import Attachment
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.web.attaching import INERT
from tests.files.test_kinds import BAD, GOOD, PNG
from tests.sending import Forms


def _send(browser, incident, files, page=None, **values):
    page = page or f"/incidents/{incident.number}"
    action = f"/incidents/{incident.number}/files"
    form = Forms(browser.get(page).text).by_action[action].to_dict()
    form |= {**values, "files": [FileStorage(io.BytesIO(contents), name) for name, contents in files.items()]}
    # Written down here, since the client would keep a large form in a file that nobody closes.
    body, length, boundary = stream_encode_multipart(MultiDict(form), use_tempfile=False)
    with body:
        kind = f"multipart/form-data; boundary={boundary}"
        return browser.post(action, input_stream=body, content_type=kind, content_length=length)


def _address(incident, attachment):
    return f"/incidents/{incident.number}/files/{attachment.id}/{attachment.file.name}"


def test_an_agent_attaches_looks_and_removes(browse, make):
    incident, browser = make.incident(), browse("mori")

    answer = _send(browser, incident, {"画面.png": PNG, "app.log": b"691"}, visible="y")

    assert answer.status_code == 303
    assert answer.location.endswith(f"/incidents/{incident.number}#attachments")
    page = browser.get(f"/incidents/{incident.number}").text
    picture, log = attachments.present(incident)
    assert f'<img src="/incidents/{incident.number}/files/{picture.id}/' in page
    assert page.count("app.log") >= 2, "in the list and in the timeline"
    assert browser.get(_address(incident, log)).data == b"691"
    gone = browser.post(
        f"/incidents/{incident.number}/files/{log.id}/remove",
        data=Forms(browser.get(f"/incidents/{incident.number}/files/{log.id}/remove").text).by_action[
            f"/incidents/{incident.number}/files/{log.id}/remove"
        ],
    )
    assert gone.status_code == 303
    assert browser.get(_address(incident, log)).status_code == 404
    after = browser.get(f"/incidents/{incident.number}").text
    assert "Remove file" in after
    assert "app.log" in after, "the timeline tells what was there"


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_comes_back_inert(browse, make, cast, name):
    incident = make.incident()
    attachments.attach_all(cast.mori, incident, [Upload(name, GOOD[name])], visible=False)

    answer = browse("mori").get(_address(incident, incident.attachments[0]))

    assert answer.status_code == 200
    assert answer.data == GOOD[name]
    assert answer.headers["Content-Security-Policy"] == INERT
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    kind = answer.headers["Content-Type"]
    shown = answer.headers["Content-Disposition"].split(";")[0]
    assert shown == ("inline" if kind.startswith("image/") else "attachment")
    assert not any(word in kind for word in ("html", "svg", "xml;", "javascript"))


def test_a_kind_that_is_not_on_the_list_any_more_is_only_saved(browse, make, cast):
    incident = make.incident()
    attachments.attach_all(cast.mori, incident, [Upload("a.txt", b"691 <b>")], visible=False)
    with transaction():
        db.session.query(File).one().media_type = "text/html"

    answer = browse("mori").get(_address(incident, incident.attachments[0]))

    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", [name for name in BAD if name])
def test_what_is_refused_is_told_at_the_field(browse, make, name):
    incident, browser = make.incident(), browse("mori")

    answer = _send(browser, incident, {name: BAD[name]}, visible="y")

    assert answer.status_code == 422
    assert 'id="files-error"' in answer.text
    assert Forms(answer.text).by_action[f"/incidents/{incident.number}/files"].get("visible") == "y"
    assert db.session.query(Attachment).count() == 0


def test_no_file_is_refused_as_well(browse, make):
    assert _send(browse("mori"), make.incident(), {}).status_code == 422


def test_what_is_too_large_keeps_the_form(browse, make):
    incident, browser = make.incident(), browse("mori")

    one = _send(browser, incident, {"a.txt": b"a" * (uploads.largest() + 1)}, visible="y")
    request = _send(browser, incident, {"a.txt": b"a" * 5_000_000, "b.txt": b"b"}, visible="y")
    far = _send(browser, incident, {"a.txt": b"a" * 20_000_000}, visible="y")

    for answer in (one, request):
        assert answer.status_code == 422
        assert "is larger than" in answer.text
        assert "checked" in answer.text
        assert "Choose these files once more: a.txt" in answer.text
    assert far.status_code == 413
    assert "fewer or smaller" in far.text
    assert db.session.query(Attachment).count() == 0


def test_the_same_form_twice_attaches_once(browse, make):
    incident, browser = make.incident(), browse("mori")
    action = f"/incidents/{incident.number}/files"
    form = Forms(browser.get(f"/incidents/{incident.number}").text).by_action[action].to_dict()

    for _twice in range(2):
        data = {**form, "files": [(io.BytesIO(b"691"), "a.txt")]}
        assert browser.post(action, data=data, content_type="multipart/form-data").status_code == 303

    assert db.session.query(Attachment).count() == 1


def test_a_reporter_gets_what_is_visible_and_nothing_else(browse, make, cast):
    incident = make.incident(reporter=cast.abe)
    attachments.attach_all(cast.mori, incident, [Upload("open.txt", b"open")], visible=True)
    attachments.attach_all(cast.mori, incident, [Upload("within.txt", b"within")], visible=False)
    opened, within = incident.attachments
    base = f"/requests/{incident.number}/files"

    assert browse("abe").get(f"{base}/{opened.id}/open.txt").data == b"open"
    missing = browse("abe").get(f"{base}/999/open.txt")
    assert missing.status_code == 404
    for login, path in (("abe", f"{base}/{within.id}/within.txt"), ("emily", f"{base}/{opened.id}/open.txt")):
        assert browse(login).get(path).status_code == 404
    assert browse("abe").get(_address(incident, opened)).status_code == 403, "the desk's own address"


def test_lost_contents_are_told(browse, make, cast):
    incident = make.incident()
    attachments.attach_all(cast.mori, incident, [Upload("a.txt", b"691")], visible=False)
    store.path_of(store.fingerprint_of(b"691")).unlink()

    answer = browse("mori").get(_address(incident, incident.attachments[0]))

    assert answer.status_code == 410
    assert "lost" in answer.text


@pytest.mark.parametrize(("target", "visible"), [("within", False), ("caller", True)])
def test_files_go_with_an_update_and_are_seen_by_whom_it_is_for(browse, make, target, visible):
    incident, browser = make.incident(), browse("mori")
    action = f"/incidents/{incident.number}/entries"
    form = Forms(browser.get(f"/incidents/{incident.number}").text).by_action[action].to_dict()
    sent = {**form, "text": "The screen said so", "target": target}

    wrong = browser.post(action, data={**sent, "attached": (io.BytesIO(b"<svg/>"), "a.svg")})
    right = browser.post(action, data={**sent, "attached": (io.BytesIO(PNG), "a.png")})

    assert wrong.status_code == 422
    assert "The screen said so" in wrong.text
    assert right.status_code == 303
    assert [attachment.is_visible for attachment in incident.attachments] == [visible]
    assert len(incident.entries) == 1
