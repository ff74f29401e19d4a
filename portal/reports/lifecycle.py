"""The life of a report: written, issued, and taken over by the next one: one table."""

from portal.kernel.lifecycle import Lifecycle
from portal.kernel.verbs import Verb
from portal.reports.kinds import ReportState

REPORT = Lifecycle(
    start=ReportState.DRAFT,
    moves={
        Verb.REVISE_REPORT: ({ReportState.DRAFT}, ReportState.DRAFT),
        Verb.ISSUE_REPORT: ({ReportState.DRAFT}, ReportState.ISSUED),
        Verb.SUPERSEDE_REPORT: ({ReportState.ISSUED}, ReportState.SUPERSEDED),
        Verb.DISCARD_REPORT: ({ReportState.DRAFT}, ReportState.DISCARDED),
    },
)
