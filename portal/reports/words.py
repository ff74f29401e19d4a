"""How states and kinds of reports are called."""

from enum import Enum

from portal.kernel.i18n import mark
from portal.kernel.verbs import Verb
from portal.reports.kinds import Edition, ReportKind, ReportState

LABELS: tuple[tuple[Enum, str], ...] = (
    (ReportKind.FIRST, mark("First report")),
    (ReportKind.INTERIM, mark("Interim report")),
    (ReportKind.FINAL, mark("Final report")),
    (ReportState.DRAFT, mark("Draft")),
    (ReportState.ISSUED, mark("Issued")),
    (ReportState.SUPERSEDED, mark("Superseded")),
    (ReportState.DISCARDED, mark("Discarded")),
    (Edition.INTERNAL, mark("Internal")),
    (Edition.OUTWARD, mark("For others")),
    (Verb.SEE_REPORTS, mark("See reports")),
    (Verb.DRAFT_REPORT, mark("Write report")),
    (Verb.REVISE_REPORT, mark("Change report")),
    (Verb.ISSUE_REPORT, mark("Issue report")),
    (Verb.SUPERSEDE_REPORT, mark("Take over report")),
    (Verb.DISCARD_REPORT, mark("Discard report")),
)
