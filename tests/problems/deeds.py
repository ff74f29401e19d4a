"""Every verb of problems with values that pass its guards, and who may."""

from portal.accounts.models import User
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.verbs import Verb
from portal.problems import known_errors, operations, solving
from portal.problems.kinds import CauseKind, Method, ResolutionCode
from portal.problems.lifecycle import PROBLEM


def _someone(login):
    return db.session.query(User).filter_by(login=login).one()


def _other(chain):
    return chain.problem()


def deeds(chain):
    """Every verb of the table with values that pass its guards."""
    return {
        Verb.ASSESS_PROBLEM: lambda actor, problem: operations.assess(
            actor, problem, category=chain.category, impact=Impact.SMALL, urgency=Urgency.LOW, owner=chain.inoue
        ),
        Verb.INVESTIGATE_PROBLEM: lambda actor, problem: operations.investigate(actor, problem, method=Method.OTHER),
        Verb.DECLARE_KNOWN_ERROR: known_errors.declare,
        Verb.RAISE_CHANGE: lambda actor, problem: solving.raise_change(
            actor, problem, proposal="Move the rule", reference="CHG-1"
        ),
        Verb.RETURN_CHANGE: lambda actor, problem: solving.return_change(actor, problem, reason="turned down"),
        Verb.RESOLVE_PROBLEM: lambda actor, problem: solving.resolve(
            actor, problem, solution=solving.Solution(ResolutionCode.OBSOLETE)
        ),
        Verb.CLOSE_PROBLEM: lambda actor, problem: solving.close(actor, problem, reason="known to hold"),
        Verb.REANALYSE_PROBLEM: lambda actor, problem: solving.reanalyse(actor, problem, reason="it is back"),
        Verb.HOLD_PROBLEM: lambda actor, problem: operations.hold(actor, problem, reason="waiting for the vendor"),
        Verb.RESUME_PROBLEM: operations.resume,
        Verb.MERGE_PROBLEM: lambda actor, problem: operations.merge(actor, problem, _other(chain)),
        Verb.CANCEL_PROBLEM: lambda actor, problem: operations.cancel(actor, problem, reason="a misunderstanding"),
        Verb.REVISE_PROBLEM: lambda actor, problem: operations.revise(
            actor, problem, outline=operations.Outline("Said better", symptoms="Error 691")
        ),
        Verb.NAME_CAUSE: lambda actor, problem: known_errors.name_cause(
            actor, problem, kind=CauseKind.DIRECT, text="The gateway was full"
        ),
        Verb.WRITE_WORKAROUND: lambda actor, problem: known_errors.write_workaround(
            actor, problem, workaround="Choose vpn1.", tested=True
        ),
        Verb.TELL_WORKAROUND: known_errors.tell_workaround,
        Verb.SETTLE_CHANGE: lambda actor, problem: solving.settle_change(actor, problem, problem.changes[-1]),
        Verb.GATHER_INCIDENT: lambda actor, problem: operations.gather(actor, problem, chain.make.incident()),
        Verb.RELEASE_INCIDENT: lambda actor, problem: operations.release(actor, problem, problem.links[0].incident),
    }


ANALYSING = {
    *(Verb.REVISE_PROBLEM, Verb.NAME_CAUSE, Verb.WRITE_WORKAROUND, Verb.GATHER_INCIDENT, Verb.RELEASE_INCIDENT),
}
COORDINATING = ANALYSING | {
    *(Verb.ASSESS_PROBLEM, Verb.INVESTIGATE_PROBLEM, Verb.TELL_WORKAROUND, Verb.RAISE_CHANGE, Verb.SETTLE_CHANGE),
    *(Verb.RETURN_CHANGE, Verb.RESOLVE_PROBLEM, Verb.HOLD_PROBLEM, Verb.RESUME_PROBLEM, Verb.MERGE_PROBLEM),
}
MAY = {
    "abe": set(),
    "mori": {Verb.GATHER_INCIDENT},
    "nakano": ANALYSING,
    "imai": ANALYSING,
    "inoue": COORDINATING,
    "okada": set(PROBLEM.moves),
    "endo": set(),
    "ueda": set(),
    "ono": set(),
    "kato": set(),
}
