"""Which role and which licence holds which verbs: the policy on one page.

A role says what a person's work is; a licence (KCS) says how far one is trusted with articles. They are
independent of each other. Whether a verb is open for one record is said by the record itself (`admits`).
"""

from enum import StrEnum

from portal.kernel.verbs import Verb


class Role(StrEnum):
    """What a person's work is. Everybody who is signed in is an end user."""

    END_USER = "end_user"
    FIRST_LINE = "first_line"
    SECOND_LINE = "second_line"
    INCIDENT_MANAGER = "incident_manager"
    PROBLEM_COORDINATOR = "problem_coordinator"
    PROBLEM_MANAGER = "problem_manager"
    FACILITATOR = "facilitator"
    COACH = "coach"
    KNOWLEDGE_DOMAIN_EXPERT = "knowledge_domain_expert"
    KNOWLEDGE_MANAGER = "knowledge_manager"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Licence(StrEnum):
    """How far a person is trusted with articles (KCS proficiency); each holds what the one before holds."""

    CANDIDATE = "candidate"
    CONTRIBUTOR = "contributor"
    PUBLISHER = "publisher"


STAFF = frozenset(Role) - {Role.END_USER}
AGENTS = STAFF - {Role.AUDITOR, Role.ADMIN}

EVERYBODY = frozenset({Verb.SIGN_IN, Verb.ASK_RESET, Verb.RESET_PASSWORD})
_OWN = (
    EVERYBODY
    | {Verb.SIGN_OUT, Verb.END_SESSIONS, Verb.CHANGE_PASSWORD, Verb.CHANGE_PROFILE, Verb.SEARCH}
    | {Verb.SEE_REPORTS}
)
# What everybody does with the incidents that are one's own.
_REPORTING = frozenset(
    {
        Verb.REPORT_INCIDENT,
        Verb.REPLY_TO_INCIDENT,
        Verb.CONFIRM_INCIDENT,
        Verb.CONTRADICT_RESOLUTION,
        Verb.WITHDRAW_INCIDENT,
        Verb.ATTACH_FILE,
    }
)

_READING = frozenset(
    {
        Verb.SEE_ARTICLES,
        Verb.SEE_INCIDENTS,
        Verb.SEE_PROBLEMS,
        Verb.SEE_REVIEWS,
        Verb.SEE_ACTIONS,
    }
)
# What any agent may have to do on a review or an action; the posts on the record decide.
_LEARNING = frozenset(
    {
        Verb.OPEN_REVIEW,
        Verb.APPOINT_REVIEWERS,
        Verb.ANSWER_REVIEW,
        Verb.SUBMIT_REVIEW,
        Verb.RETURN_REVIEW,
        Verb.CONCLUDE_REVIEW,
        Verb.HAND_OVER_CAUSE,
        Verb.APPROVE_REVIEW,
        Verb.REJECT_REVIEW,
        Verb.PUBLISH_REVIEW,
        Verb.CLOSE_REVIEW,
        Verb.WAIVE_REVIEW,
        Verb.PROPOSE_ACTION,
        Verb.REVISE_ACTION,
        Verb.START_ACTION,
        Verb.COMPLETE_ACTION,
        Verb.EXTEND_ACTION,
        Verb.TRANSFER_ACTION,
    }
)
_AGENT = _READING | _LEARNING | {Verb.DRAFT_ARTICLE, Verb.FLAG_ARTICLE, Verb.REOPEN_FLAG}

# First and second line and the incident manager, whoever sits nearest to the telephone.
_HANDLING = frozenset(
    {
        Verb.RECORD_INCIDENT,
        Verb.TAKE_INCIDENT,
        Verb.ASSIGN_INCIDENT,
        Verb.REVISE_INCIDENT,
        Verb.PRIORITIZE_INCIDENT,
        Verb.INVESTIGATE_INCIDENT,
        Verb.ESCALATE_INCIDENT,
        Verb.ESCALATE_UPWARDS,
        Verb.ACCEPT_INCIDENT,
        Verb.RESOLVE_INCIDENT,
        Verb.UNDO_RESOLUTION,
        Verb.CLOSE_INCIDENT,
        Verb.HOLD_INCIDENT,
        Verb.RESUME_INCIDENT,
        Verb.JOIN_INCIDENT,
        Verb.PART_INCIDENT,
        Verb.NOTE_INCIDENT,
        Verb.CORRECT_ENTRY,
        Verb.STAR_ENTRY,
        Verb.DETACH_FILE,
        Verb.LINK_ARTICLE,
        Verb.UNLINK_ARTICLE,
        Verb.JUDGE_LINK,
    }
)
_REPORT_WRITING = frozenset({Verb.DRAFT_REPORT, Verb.REVISE_REPORT, Verb.DISCARD_REPORT})
_FIRST_LINE = _AGENT | _HANDLING | _REPORT_WRITING | {Verb.CANCEL_INCIDENT, Verb.GATHER_INCIDENT}
# Whoever looks for causes.
_ANALYSING = frozenset(
    {
        Verb.RAISE_PROBLEM,
        Verb.REVISE_PROBLEM,
        Verb.NAME_CAUSE,
        Verb.WRITE_WORKAROUND,
        Verb.GATHER_INCIDENT,
        Verb.RELEASE_INCIDENT,
        Verb.NOTE_PROBLEM,
    }
)
_SECOND_LINE = _AGENT | _HANDLING | _REPORT_WRITING | _ANALYSING | {Verb.RESTORE_INCIDENT}
_COORDINATING = _ANALYSING | {
    Verb.ASSESS_PROBLEM,
    Verb.INVESTIGATE_PROBLEM,
    Verb.TELL_WORKAROUND,
    Verb.RAISE_CHANGE,
    Verb.SETTLE_CHANGE,
    Verb.RETURN_CHANGE,
    Verb.RESOLVE_PROBLEM,
    Verb.HOLD_PROBLEM,
    Verb.RESUME_PROBLEM,
    Verb.MERGE_PROBLEM,
}
_DECIDING = frozenset({Verb.ACCEPT_ACTION, Verb.REJECT_ACTION, Verb.CANCEL_ACTION})
_VERIFYING = frozenset({Verb.VERIFY_ACTION, Verb.CONTRADICT_ACTION})
_MANAGING_PROBLEMS = (
    _COORDINATING
    | _DECIDING
    | _VERIFYING
    | {
        Verb.DECLARE_KNOWN_ERROR,
        Verb.CLOSE_PROBLEM,
        Verb.REANALYSE_PROBLEM,
        Verb.CANCEL_PROBLEM,
        Verb.RESTRICT_PROBLEM,
        Verb.REOPEN_REVIEW,
    }
)
_COMMANDING = (
    _FIRST_LINE
    | _SECOND_LINE
    | _DECIDING
    | {
        Verb.DECLARE_MAJOR,
        Verb.REOPEN_INCIDENT,
        Verb.RESTRICT_INCIDENT,
        Verb.RESTRICT_PROBLEM,
        Verb.ISSUE_REPORT,
        Verb.SUPERSEDE_REPORT,
    }
)

_CANDIDATE = frozenset({Verb.REVISE_ARTICLE, Verb.FINISH_ARTICLE, Verb.DISCARD_ARTICLE, Verb.TAKE_FLAG, Verb.FIX_FLAG})
_CONTRIBUTOR = _CANDIDATE | {
    Verb.VALIDATE_ARTICLE,
    Verb.RECHECK_ARTICLE,
    Verb.PULL_BACK_ARTICLE,
    Verb.ARCHIVE_ARTICLE,
    Verb.REJECT_FLAG,
}
_PUBLISHER = _CONTRIBUTOR | {Verb.WIDEN_ARTICLE, Verb.RESTORE_ARTICLE, Verb.MERGE_ARTICLE}

LICENCE_GRANTS: dict[Licence, frozenset[Verb]] = {
    Licence.CANDIDATE: _CANDIDATE,
    Licence.CONTRIBUTOR: _CONTRIBUTOR,
    Licence.PUBLISHER: _PUBLISHER,
}

_ADMINISTERING = frozenset(
    verb
    for verb in Verb
    if verb.split(".")[0] in {"person", "bundle", "team", "service", "category", "policy", "index", "audit", "admin"}
) | {Verb.SET_UP}
# The words of the house: what stands for what, what is kept whole, what says nothing.
_WORDING = frozenset(verb for verb in Verb if verb.split(".")[0] in {"synonyms", "words"})

ROLE_GRANTS: dict[Role, frozenset[Verb]] = {
    Role.END_USER: _OWN | _REPORTING,
    Role.FIRST_LINE: _FIRST_LINE,
    Role.SECOND_LINE: _SECOND_LINE,
    Role.INCIDENT_MANAGER: _COMMANDING | {Verb.PULL_BACK_ARTICLE, Verb.RESTRICT_ARTICLE},
    Role.PROBLEM_COORDINATOR: _AGENT | _COORDINATING,
    Role.PROBLEM_MANAGER: _AGENT | _MANAGING_PROBLEMS,
    Role.FACILITATOR: _AGENT | _VERIFYING | {Verb.RAISE_PROBLEM},
    Role.COACH: _AGENT | _CONTRIBUTOR,
    Role.KNOWLEDGE_DOMAIN_EXPERT: _AGENT | _PUBLISHER | {Verb.RAISE_PROBLEM},
    Role.KNOWLEDGE_MANAGER: _AGENT
    | _PUBLISHER
    | {Verb.RESTRICT_ARTICLE, Verb.RESTRICT_INCIDENT, Verb.GOVERN_ARTICLE, Verb.IMPORT_ARTICLES, Verb.SEE_ADMIN}
    | {Verb.ADD_CATEGORY, Verb.CHANGE_CATEGORY, Verb.RETIRE_CATEGORY, Verb.RESTORE_CATEGORY}
    | _WORDING
    | {Verb.SEE_SEARCH_LOG},
    Role.AUDITOR: _READING | {Verb.SEE_AUDIT},
    Role.ADMIN: _READING | _ADMINISTERING | _WORDING | {Verb.IMPORT_ARTICLES, Verb.SEE_SEARCH_LOG},
}


def verbs_of(roles: frozenset[Role], licence: Licence | None) -> frozenset[Verb]:
    """Everything that someone with these roles and this licence may do, before the record is asked."""
    held = ROLE_GRANTS[Role.END_USER].union(*(ROLE_GRANTS[role] for role in roles))
    # A licence without work at the desk would open articles to somebody who may not even read them.
    return held | LICENCE_GRANTS[licence] if licence and roles & AGENTS else held


def roles_with(verb: Verb) -> list[Role | Licence]:
    """Who may: the roles, then the least licence, that hold *verb*; for sentences and the docs."""
    holders: list[Role | Licence] = [role for role in Role if verb in ROLE_GRANTS[role]]
    least = next((licence for licence in Licence if verb in LICENCE_GRANTS[licence]), None)
    return [*holders, least] if least else holders
