"""What was done with an incident is told to those who may know of it, and to nobody else."""

from portal.accounts.system import THE_SYSTEM
from portal.incidents import knowledge, operations, states, timeline
from portal.incidents.lifecycle import State
from portal.incidents.trail import readable_events
from portal.kernel.db import db
from portal.kernel.events import Event, history
from portal.kernel.verbs import Verb

OF_INCIDENTS = ("incidents", "article_uses", "incident_entries")


def _told(viewer):
    return set(db.session.scalars(db.select(Event.id).where(readable_events(viewer))))


def test_events_of_a_restricted_incident_its_entries_and_links_are_for_its_team(make, cast):
    article, incident = make.article(), make.incident(state=State.TRIAGE)
    seen_before = _told(cast.hara)
    operations.restrict(cast.imai, incident, team=cast.hara.teams[0], reason="personal data")
    knowledge.link(THE_SYSTEM, incident, article)
    (use,) = incident.active_uses
    knowledge.unlink(THE_SYSTEM, use, reason="qwertz")

    hidden = set(db.session.scalars(db.select(Event.id).where(Event.subject_kind.in_(OF_INCIDENTS))))
    assert _told(cast.hara) - seen_before <= hidden <= _told(cast.hara)
    assert not _told(cast.ono) & hidden


def test_the_history_of_an_article_does_not_name_what_is_hidden(make, cast, browse):
    article, incident = make.article(), make.incident(state=State.TRIAGE)
    timeline.note(cast.mori, incident, text="a note")
    knowledge.link(cast.mori, incident, article)
    assert "Link article" in browse("ono").get(f"/kb/{article.number}/history?lang=en").text

    operations.restrict(cast.imai, incident, team=cast.hara.teams[0], reason="personal data")

    assert "Link article" not in browse("ono").get(f"/kb/{article.number}/history?lang=en").text
    assert "Link article" in browse("hara").get(f"/kb/{article.number}/history?lang=en").text


def test_the_log_names_an_incident_by_its_number_and_its_states_in_words(make, cast, browse):
    incident = make.incident()
    states.take(cast.mori, incident, person=cast.mori)

    page = browse("ono").get(f"/admin/audit?record={incident.number}&lang=en").text
    assert incident.number in page
    assert "In triage" in page
    assert {event.verb for event in db.session.scalars(history(incident))} == {Verb.RECORD_INCIDENT, Verb.TAKE_INCIDENT}
