"""What there is to choose from on a problem (domain 2.2)."""

from enum import StrEnum


class Origin(StrEnum):
    """What made somebody look for a cause."""

    INCIDENT = "incident"
    REVIEW = "review"
    TREND = "trend"
    ARTICLE = "article"
    VENDOR = "vendor"
    MANUAL = "manual"


class LinkRole(StrEnum):
    """What a problem is to an incident."""

    CAUSE = "cause"
    SUSPECTED = "suspected"


class CauseKind(StrEnum):
    """What a cause is: what set it off, what lies beneath, what added to it."""

    DIRECT = "direct"
    ROOT = "root"
    FACTOR = "factor"


class CauseCategory(StrEnum):
    """Which kind of thing a root cause lies in (domain 2.6)."""

    SOFTWARE_DEFECT = "software_defect"
    CONFIGURATION = "configuration"
    CAPACITY = "capacity"
    HARDWARE_FAILURE = "hardware_failure"
    NETWORK = "network"
    THIRD_PARTY = "third_party"
    DATA = "data"
    DEPLOYMENT_CHANGE = "deployment_change"
    SECURITY = "security"
    REQUIREMENTS_DESIGN = "requirements_design"
    TEST_GAP = "test_gap"
    MONITORING_GAP = "monitoring_gap"
    PROCEDURE_GAP = "procedure_gap"
    PROCEDURE_NOT_FOLLOWED = "procedure_not_followed"
    KNOWLEDGE_GAP = "knowledge_gap"
    ORGANISATION_RESOURCE = "organisation_resource"
    EXTERNAL_EVENT = "external_event"
    UNKNOWN = "unknown"


class Method(StrEnum):
    """How the cause is looked for (domain 2.6)."""

    FIVE_WHYS = "five_whys"
    FACTORS = "contributing_factors"
    ISHIKAWA = "ishikawa"
    FAULT_TREE = "fault_tree"
    KEPNER_TREGOE = "kepner_tregoe"
    OTHER = "other"


class ChangeState(StrEnum):
    RAISED = "raised"
    DONE = "done"
    FAILED = "failed"


class ResolutionCode(StrEnum):
    FIX_APPLIED = "fix_applied"
    WORKAROUND_PERMANENT = "workaround_permanent"
    RISK_ACCEPTED = "risk_accepted"
    NOT_REPRODUCIBLE = "not_reproducible"
    OBSOLETE = "obsolete"
