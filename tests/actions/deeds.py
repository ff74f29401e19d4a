"""Every verb of actions with values that pass its guards, and who may."""

from datetime import timedelta

from portal.actions import operations
from portal.actions.kinds import ActionType, Effect
from portal.actions.lifecycle import ACTION
from portal.actions.operations import Plan
from portal.kernel import clock
from portal.kernel.numbers import site_day
from portal.kernel.verbs import Verb


def _later(action):
    return (action.due_on or site_day(clock.now())) + timedelta(days=5)


DEEDS = {
    Verb.ACCEPT_ACTION: operations.accept,
    Verb.REJECT_ACTION: lambda actor, action: operations.reject(actor, action, reason="too dear"),
    Verb.START_ACTION: operations.start,
    Verb.COMPLETE_ACTION: lambda actor, action: operations.complete(actor, action, evidence="merge 4711"),
    Verb.VERIFY_ACTION: lambda actor, action: operations.verify(
        actor, action, verification="ran it for a night", effect=Effect.EFFECTIVE
    ),
    Verb.CONTRADICT_ACTION: lambda actor, action: operations.contradict(actor, action, reason="it leaks still"),
    Verb.EXTEND_ACTION: lambda actor, action: operations.extend(
        actor, action, due_on=_later(action), reason="the vendor is late"
    ),
    Verb.TRANSFER_ACTION: lambda actor, action: operations.transfer(actor, action, url="https://tracker.example/4711"),
    Verb.CANCEL_ACTION: lambda actor, action: operations.cancel(actor, action, reason="no longer needed"),
    Verb.REVISE_ACTION: lambda actor, action: operations.revise(
        actor, action, plan=Plan("Say it better now", ActionType.TEST, action.owner, action.due_on)
    ),
}
# Sato owns it.
MAY = {
    "sato": {Verb.START_ACTION, Verb.COMPLETE_ACTION, Verb.EXTEND_ACTION, Verb.TRANSFER_ACTION, Verb.REVISE_ACTION},
    "okada": set(ACTION.moves) - {Verb.START_ACTION, Verb.COMPLETE_ACTION},
    "endo": {Verb.VERIFY_ACTION, Verb.CONTRADICT_ACTION, Verb.REVISE_ACTION},
    "imai": {Verb.ACCEPT_ACTION, Verb.REJECT_ACTION, Verb.CANCEL_ACTION, Verb.REVISE_ACTION},
    "mori": set(),
    "abe": set(),
    "ono": set(),
}
