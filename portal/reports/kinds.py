"""What there is to choose from on a report (domain 4.2)."""

from enum import StrEnum


class ReportKind(StrEnum):
    FIRST = "first"
    INTERIM = "interim"
    FINAL = "final"


class ReportState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class Edition(StrEnum):
    """Which names are printed: the internal version has people, the outward one their roles and departments."""

    INTERNAL = "internal"
    OUTWARD = "outward"


class FieldKey(StrEnum):
    """The twelve fields in their order (domain A5)."""

    NUMBER = "number"
    REPORTED_ON = "reported_on"
    REPORTER = "reporter"
    OCCURRED_AT = "occurred_at"
    RESTORED_AT = "restored_at"
    SUMMARY = "summary"
    IMPACT = "impact"
    CAUSE = "cause"
    COURSE = "course"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    CONCERNED = "concerned"
