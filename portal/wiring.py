"""Who listens to whom: all of the hearing is on this page."""

from portal.accounts import letters
from portal.kernel.jobs import Listener, later
from portal.kernel.verbs import Verb
from portal.problems import restriction
from portal.reports import operations as reports
from portal.reviews import opening
from portal.search import sync

_INDEXED = later(sync.articles_changed)
_RETOLD = later(sync.incidents_changed)
_TRACED = later(sync.problems_changed)

LISTENERS: dict[Verb, list[Listener]] = {
    Verb.ASK_RESET: [later(letters.send_reset_links)],
    # Whoever loses sight of an article loses it at once; the index follows.
    Verb.PULL_BACK_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.RESTRICT_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.ARCHIVE_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.DISCARD_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.MERGE_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.RESTORE_ARTICLE: [sync.hide_now, _INDEXED],
    Verb.DRAFT_ARTICLE: [_INDEXED],
    Verb.REVISE_ARTICLE: [_INDEXED],
    Verb.FINISH_ARTICLE: [_INDEXED],
    Verb.VALIDATE_ARTICLE: [_INDEXED],
    Verb.RECHECK_ARTICLE: [_INDEXED],
    Verb.WIDEN_ARTICLE: [_INDEXED],
    Verb.GOVERN_ARTICLE: [_INDEXED],
    Verb.FLAG_ARTICLE: [_INDEXED],
    # A new name or owner stands in many documents; they are written anew one by one.
    Verb.CHANGE_SERVICE: [later(sync.service_changed)],
    Verb.CHANGE_CATEGORY: [later(sync.category_changed)],
    # An incident is found by what the caller said and by how it ended.
    Verb.REPORT_INCIDENT: [_RETOLD],
    Verb.RECORD_INCIDENT: [_RETOLD],
    Verb.TAKE_INCIDENT: [_RETOLD],
    Verb.ASSIGN_INCIDENT: [_RETOLD],
    Verb.REVISE_INCIDENT: [_RETOLD],
    Verb.PRIORITIZE_INCIDENT: [_RETOLD],
    Verb.INVESTIGATE_INCIDENT: [_RETOLD],
    Verb.ESCALATE_INCIDENT: [_RETOLD],
    Verb.ESCALATE_UPWARDS: [_RETOLD],
    Verb.ACCEPT_INCIDENT: [_RETOLD],
    Verb.RESTORE_INCIDENT: [_RETOLD],
    Verb.CONFIRM_INCIDENT: [_RETOLD],
    Verb.CONTRADICT_RESOLUTION: [_RETOLD],
    Verb.CLOSE_INCIDENT: [_RETOLD],
    Verb.REOPEN_INCIDENT: [_RETOLD],
    Verb.HOLD_INCIDENT: [_RETOLD],
    Verb.RESUME_INCIDENT: [_RETOLD],
    Verb.CANCEL_INCIDENT: [_RETOLD],
    Verb.WITHDRAW_INCIDENT: [_RETOLD],
    Verb.DECLARE_MAJOR: [_RETOLD],
    Verb.JOIN_INCIDENT: [_RETOLD],
    Verb.PART_INCIDENT: [_RETOLD],
    Verb.NOTE_INCIDENT: [_RETOLD],
    Verb.REPLY_TO_INCIDENT: [_RETOLD],
    Verb.CORRECT_ENTRY: [_RETOLD],
    Verb.LINK_ARTICLE: [_RETOLD],
    # A problem is found by what goes wrong, by its causes and by how one works on meanwhile.
    **{verb: [_TRACED] for verb in Verb if verb.startswith("problem.") and verb is not Verb.SEE_PROBLEMS},
    Verb.RESTRICT_PROBLEM: [sync.hide_now, _TRACED],
    # A grave incident opens its review in the transaction that resolves it; what is published is reported.
    Verb.RESOLVE_INCIDENT: [opening.incident_resolved, _RETOLD],
    Verb.UNDO_RESOLUTION: [opening.resolution_undone, _RETOLD],
    Verb.PUBLISH_REVIEW: [reports.review_published],
    # What was learned from an incident is for no more people than the incident itself.
    Verb.RESTRICT_INCIDENT: [
        restriction.incident_restricted,
        opening.incident_restricted,
        sync.hide_now,
        _RETOLD,
        _TRACED,
    ],
}
