"""What was learned in the world: problems and reviews in every state, and what a person would send to their routes."""

from types import SimpleNamespace
from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.incidents import endings
from portal.incidents.kinds import ResolutionCode
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.transaction import transaction
from portal.problems import operations as problems
from portal.problems.lifecycle import State as ProblemState
from portal.problems.models import Change
from portal.reviews import answering
from portal.reviews import opening as reviews
from portal.reviews.answering import Posts
from portal.reviews.kinds import Section
from portal.reviews.lifecycle import State as ReviewState
from portal.reviews.models import Row
from tests.chain import ANSWERS

REASON = {"reason": "For a good reason"}


def learned(make: Any, cast: Any, incident: Incident, hidden: Incident) -> dict[str, Any]:
    """Problems and reviews in every state, and those of the hidden incident."""
    outline, hr = problems.Outline("Open to the desk", symptoms="It says 691"), cast.hara.teams[0]
    found: dict[str, Any] = {"absent_problem": "PRB-000999", "absent_review": "PIR-20200101-001"}
    for state in ProblemState:
        problem = problems.raise_problem(cast.nakano, outline=outline, seed=problems.Seed(incidents=(incident,)))
        with transaction():
            problem.state, problem.state_before = state, ProblemState.INVESTIGATING
            problem.workaround, problem.workaround_tested = "Choose vpn1.", True
            problem.changes.append(Change(reference="CHG-1"))
        found[f"{state}_problem"], found[f"{state}_change"] = problem.number, problem.changes[0].id
    seed = problems.Seed(restricted_to=hr, incidents=(hidden,))
    found["hidden_problem"] = problems.raise_problem(THE_SYSTEM, outline=outline, seed=seed).number
    graded = {"impact": Impact.SMALL, "urgency": Urgency.LOW}
    for state in ReviewState:
        resolved = make.incident(symptom=f"Reviewed: {state}", state=State.TRIAGE)
        endings.resolve(THE_SYSTEM, resolved, fix=endings.Fix("Restarted", ResolutionCode.WORKAROUND, **graded))
        review = reviews.open_review(cast.nakano, resolved, owner=cast.nakano)
        posts = Posts(cast.nakano, cast.sato, cast.mori, cast.imai, ["Sato"])
        answering.appoint(THE_SYSTEM, review, posts=posts)
        for section, answers in ANSWERS.items():
            answering.answer(THE_SYSTEM, review.part(section), answers=answers)
        with transaction():
            review.state = state
            review.part(Section.ACTIONS).answers = {"no_actions": "None", "elsewhere": "Nowhere"}
            review.part(Section.REPORT).answers = {**ANSWERS[Section.REPORT], "no_problem": "None"}
            review.rows.extend(Row(at=resolved.occurred_at, text=f"Step {step}") for step in range(5))
        found[f"{state}_review"], found[f"{state}_row"] = review.number, review.rows[-1].id
    with transaction():
        hidden.resolved_at, before = clock.now(), hidden.resolved_at
    found["hidden_review"] = reviews.open_review(THE_SYSTEM, hidden, owner=cast.hara).number
    with transaction():
        hidden.resolved_at = before
    resolved = make.incident(symptom="Not reviewed yet", state=State.TRIAGE)
    endings.resolve(THE_SYSTEM, resolved, fix=endings.Fix("Restarted", ResolutionCode.WORKAROUND, **graded))
    return {**found, "unreviewed": resolved.number}


def bodies(world: SimpleNamespace) -> dict[str, dict[str, Any]]:
    """Endpoint → what a person with a good reason would send."""
    graded = {"impact": "small", "urgency": "low", "category": world.category}
    row = {"at": "2026-01-05T09:00", "kind": "note", "text": "Looked at it", "who": "Duty"}
    return {
        "problems.new": {"statement": "It keeps dropping"},
        "problems.edit": {"statement": "It keeps dropping"},
        "problems.assess": {**graded, "owner": world.manager},
        "problems.investigate": {"method": "five_whys"},
        "problems.name_cause": {"kind": "direct", "text": "A list was moved"},
        "problems.write_workaround": {"workaround": "Choose vpn2.", "tested": "y"},
        "problems.declare": {"article": ""},
        "problems.tell": {},
        "problems.raise_change": {"proposal": "Move the list", "reference": "CHG-2"},
        "problems.settle_change": {},
        "problems.return_change": REASON,
        "problems.resolve": {"code": "obsolete"},
        "problems.close": REASON,
        "problems.reanalyse": REASON,
        "problems.hold": REASON,
        "problems.resume": {},
        "problems.merge": {"other": world.logged_problem},
        "problems.restrict": {"team": "", **REASON},
        "problems.cancel": REASON,
        "problems.gather": {"incident": world.other_incident, "role": "cause"},
        "problems.release": {},
        "problems.note": {"text": "Looked at it"},
        "reviews.open_for": {},
        "reviews.answer": {"went_well": "One"},
        "reviews.add_row": row,
        "reviews.change_row": row,
        "reviews.hide_row": {},
        "reviews.take_entries": {},
        "reviews.appoint": {"owner": "", "audience": "within"},
        **{f"reviews.{deed}": {} for deed in ("submit", "conclude", "approve", "publish")},
        "reviews.close": {},
        **dict.fromkeys(("reviews.send_back", "reviews.reject", "reviews.reopen", "reviews.waive"), REASON),
        "reviews.hand_over": {"problem": "", "statement": "Tests are short", "pieces": ["root_cause"]},
    }
