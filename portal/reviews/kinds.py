"""What there is to choose from on a review (domain 3.3, 3.4)."""

from enum import StrEnum


class Requirement(StrEnum):
    """Whether the rules ask for the review."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Section(StrEnum):
    """The six sections of the form, in their order."""

    SUMMARY = "summary"
    TIMELINE = "timeline"
    CAUSES = "causes"
    LEARNED = "learned"
    ACTIONS = "actions"
    REPORT = "report"


class FactorType(StrEnum):
    """What kind of thing added to it, or made it smaller."""

    TRIGGER = "trigger"
    LATENT_CONDITION = "latent_condition"
    DETECTION_GAP = "detection_gap"
    RESPONSE_GAP = "response_gap"
    COMMUNICATION = "communication"
    TOOLING = "tooling"
    PROCEDURE = "procedure"
    KNOWLEDGE = "knowledge"
    WORKLOAD_PRESSURE = "workload_pressure"
    CHANGE_MANAGEMENT = "change_management"
    DEPENDENCY_VENDOR = "dependency_vendor"
    DESIGN = "design"
    TEST_REVIEW = "test_review"
    ORGANISATION = "organisation"
    MITIGATOR = "mitigator"


class RowKind(StrEnum):
    """What a row of the timeline tells."""

    CHANGE = "change"
    OCCURRED = "occurred"
    DETECTED = "detected"
    NOTICE = "notice"
    FINDING = "finding"
    WORK = "work"
    DECISION = "decision"
    RECOVERED = "recovered"
    NOTE = "note"
