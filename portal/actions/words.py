"""How states and kinds of actions are called (glossary: domain 8.6)."""

from enum import Enum

from portal.actions.kinds import ActionType, Effect, Source, Weight
from portal.actions.lifecycle import State
from portal.kernel.i18n import mark
from portal.kernel.verbs import Verb

LABELS: tuple[tuple[Enum, str], ...] = (
    (State.PROPOSED, mark("Proposed")),
    (State.OPEN, mark("Not started")),
    (State.IN_PROGRESS, mark("In progress")),
    (State.DONE, mark("Done, to be verified")),
    (State.VERIFIED, mark("Verified")),
    (State.REJECTED, mark("Rejected")),
    (State.TRANSFERRED, mark("Handed on")),
    (State.CANCELLED, mark("Cancelled")),
    (ActionType.REPAIR, mark("Repair")),
    (ActionType.PREVENT, mark("Prevention")),
    (ActionType.TEST, mark("Stronger tests")),
    (ActionType.DETECT, mark("Better detection")),
    (ActionType.MITIGATE, mark("Smaller impact")),
    (ActionType.PROCESS, mark("Change of procedure")),
    (ActionType.INVESTIGATE, mark("Further investigation")),
    (ActionType.KNOWLEDGE, mark("Better knowledge")),
    (ActionType.HORIZONTAL, mark("Same measure elsewhere")),
    (ActionType.COMMUNICATE, mark("Telling people")),
    (Weight.MUST, mark("Must")),
    (Weight.SHOULD, mark("Should")),
    (Weight.COULD, mark("Could")),
    (Effect.EFFECTIVE, mark("It works")),
    (Effect.PARTLY, mark("It works in part")),
    (Source.INCIDENT, mark("Incident")),
    (Source.PROBLEM, mark("Problem")),
    (Source.REVIEW, mark("Post-incident review")),
    (Verb.SEE_ACTIONS, mark("See actions")),
    (Verb.PROPOSE_ACTION, mark("Propose action")),
    (Verb.REVISE_ACTION, mark("Change action")),
    (Verb.ACCEPT_ACTION, mark("Accept action")),
    (Verb.REJECT_ACTION, mark("Reject action")),
    (Verb.START_ACTION, mark("Start action")),
    (Verb.COMPLETE_ACTION, mark("Report as done")),
    (Verb.VERIFY_ACTION, mark("Confirm the effect")),
    (Verb.CONTRADICT_ACTION, mark("Not effective")),
    (Verb.EXTEND_ACTION, mark("Move the date")),
    (Verb.TRANSFER_ACTION, mark("Hand on to another tracker")),
    (Verb.CANCEL_ACTION, mark("Cancel action")),
)
