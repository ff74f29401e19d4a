"""What there is to choose from on an incident."""

from enum import StrEnum


class Kind(StrEnum):
    """An interruption or loss of quality that is there, or something that may cause one."""

    INCIDENT = "incident"
    POTENTIAL = "potential"


class Channel(StrEnum):
    PHONE = "phone"
    MAIL = "mail"
    CHAT = "chat"
    PORTAL = "portal"
    WALK_IN = "walk_in"
    MONITORING = "monitoring"


class HoldReason(StrEnum):
    AWAITING_USER = "awaiting_user"
    AWAITING_VENDOR = "awaiting_vendor"
    AWAITING_CHANGE = "awaiting_change"
    AWAITING_PROBLEM = "awaiting_problem"
    AWAITING_PARTS = "awaiting_parts"


class CancelReason(StrEnum):
    DUPLICATE = "duplicate"
    MISTAKE = "mistake"
    REQUEST = "request_not_incident"
    WITHDRAWN = "withdrawn"


class ResolutionCode(StrEnum):
    KNOWN_SOLUTION = "known_solution"
    WORKAROUND = "workaround"
    PERMANENT_FIX = "permanent_fix"
    BY_PROBLEM = "resolved_by_problem"
    BY_CHANGE = "resolved_by_change"
    USER_GUIDANCE = "user_guidance"
    VENDOR = "vendor"
    SELF_RECOVERED = "self_recovered"
    NOT_REPRODUCIBLE = "not_reproducible"
    DUPLICATE = "duplicate"


class Confirmation(StrEnum):
    """Who says that it works again."""

    USER = "user"
    PROXY = "proxy"
    AUTO = "auto"


class Decision(StrEnum):
    """What becomes knowledge of it, decided at the close; never forced."""

    LINK = "link"
    CREATE = "create"
    IMPROVE = "improve"
    NONE = "none"
    NOT_DECIDED = "not_decided"


class EntryKind(StrEnum):
    """What an entry of the timeline tells."""

    NOTE = "note"
    REPLY = "reply"
    DETECTED = "detected"
    NOTICE = "notice"
    WORK = "work"
    FINDING = "finding"
    DECISION = "decision"
    RECOVERED = "recovered"


class EscalationKind(StrEnum):
    """Towards those who know more, or towards those who decide more."""

    FUNCTIONAL = "functional"
    HIERARCHICAL = "hierarchical"


class LinkKind(StrEnum):
    """What an article was to an incident (domain 1.9)."""

    RESOLVES = "resolves"
    CREATED_FROM = "created_from"
    REFERENCE = "reference"
    TRIED_FAILED = "tried_failed"


class LinkSource(StrEnum):
    INTAKE_SUGGESTION = "intake_suggestion"
    MANUAL_SEARCH = "manual_search"
    SELF_SERVICE = "self_service"
    CREATED_FROM_INCIDENT = "created_from_incident"
    PROBLEM_PUSH = "problem_push"


class Outcome(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
