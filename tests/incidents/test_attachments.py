"""Who puts files on an incident and takes them off, and what becomes of them."""

import pytest

from portal.accounts.models import Team
from portal.files.uploads import Upload
from portal.incidents import attachment_queries, attachments
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition, NotFound, PermissionDenied

TEXT = [Upload("a.txt", b"what the screen said")]


def test_a_reporter_attaches_to_what_is_ones_own_and_sees_it(make, cast):
    incident = make.incident(reporter=cast.abe)

    attachments.attach_all(cast.abe, incident, TEXT, visible=False)

    (attachment,) = attachments.present(incident, for_reporter=True)
    assert attachment_queries.own(cast.abe, incident.number, attachment.id) is attachment
    with pytest.raises(PermissionDenied):
        attachments.attach_all(cast.emily, incident, TEXT, visible=True)
    with pytest.raises(PermissionDenied):
        attachments.detach(cast.abe, attachment)


def test_what_is_internal_is_not_there_for_the_reporter(make, cast):
    incident = make.incident(reporter=cast.abe)
    attachments.attach_all(cast.mori, incident, TEXT, visible=False)
    (attachment,) = attachments.present(incident)

    assert attachments.present(incident, for_reporter=True) == []
    assert attachment_queries.worked_on(cast.nakano, incident.number, attachment.id) is attachment
    for viewer, query in ((cast.abe, attachment_queries.own), (cast.abe, attachment_queries.worked_on)):
        with pytest.raises(NotFound):
            query(viewer, incident.number, attachment.id)


def test_a_file_is_found_under_its_own_incident_alone(make, cast):
    hr = db.session.query(Team).filter_by(name_en="HR systems").one()
    secret, other = make.incident(reporter=cast.hara, restricted_to=hr), make.incident()
    attachments.attach_all(cast.hara, secret, TEXT, visible=True)
    (attachment,) = secret.attachments

    for number in (secret.number, other.number):
        with pytest.raises(NotFound):
            attachment_queries.worked_on(cast.mori, number, attachment.id)
    with pytest.raises(NotFound):
        attachment_queries.worked_on(cast.hara, other.number, attachment.id)
    with pytest.raises(PermissionDenied):
        attachments.attach_all(cast.mori, secret, TEXT, visible=False)


def test_what_is_taken_off_stays_on_record_and_is_served_no_more(make, cast):
    incident = make.incident()
    attachments.attach_all(cast.mori, incident, TEXT, visible=True)
    (attachment,) = incident.attachments

    attachments.detach(cast.nakano, attachment)

    assert attachments.present(incident) == []
    assert incident.attachments == [attachment]
    with pytest.raises(NotFound):
        attachment_queries.worked_on(cast.mori, incident.number, attachment.id)
    with pytest.raises(InvalidTransition):
        attachments.detach(cast.nakano, attachment)


def test_an_incident_holds_so_much_and_no_more(make, cast, monkeypatch):
    incident = make.incident()
    small = settings().model_copy(update={"max_incident_files_kb": 1})
    monkeypatch.setattr(attachments, "settings", lambda: small)
    given = [Upload("a.txt", b"a" * 600)]
    attachments.attach_all(cast.mori, incident, given, visible=False)

    with pytest.raises(Invalid, match="together"):
        attachments.attach_all(cast.mori, incident, given, visible=False)
    attachments.detach(cast.mori, incident.attachments[0])
    attachments.attach_all(cast.mori, incident, given, visible=False)


def test_one_wrong_file_keeps_all_of_them_out(make, cast):
    incident = make.incident()

    with pytest.raises(Invalid):
        attachments.attach_all(cast.mori, incident, [*TEXT, Upload("a.svg", b"<svg/>")], visible=True)

    assert incident.attachments == []
