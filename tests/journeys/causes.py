"""Problems and reviews, brought to where a page has something to show; and their pages."""

from collections.abc import Callable

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from portal.problems import known_errors, operations, solving
from portal.problems.kinds import CauseCategory, CauseKind, Method
from portal.reviews import answering, opening
from portal.reviews.answering import Posts
from portal.reviews.lifecycle import State
from portal.reviews.models import Review
from tests.chain import ANSWERS
from tests.journeys.looks import AGENT, LEADER, Look

# The same page of a deed with other fields.
NOT_LOOKED_AT = {
    *("problems.investigate", "problems.write_workaround", "problems.declare", "problems.raise_change"),
    *("problems.return_change", "problems.close", "problems.reanalyse", "problems.hold", "problems.merge"),
    *("problems.restrict", "problems.cancel", "reviews.reject", "reviews.reopen", "reviews.waive"),
    "reviews.writer",
}


def caused(leader: User, incident: Incident, until: str) -> str:
    """The number of a problem that *leader* took as far as *until*."""
    category, service = db.session.query(Category).first(), db.session.query(Service).first()
    assert category is not None
    outline = operations.Outline(
        "VPN装置2号機で失効リストの取得に失敗する", symptoms="VPNが「エラー 691」で切れる。", service=service,
        category=category, proposal="2号機の通信許可を更新する。",
    )  # fmt: skip
    problem = operations.raise_problem(leader, outline=outline, seed=operations.Seed(incidents=(incident,)))
    if until == "logged":
        return problem.number
    graded = {"impact": Impact.MEDIUM, "urgency": Urgency.HIGH}
    operations.assess(leader, problem, category=category, owner=leader, **graded)
    operations.investigate(leader, problem, method=Method.FIVE_WHYS)
    operations.note(leader, problem, text="ベンダーに問い合わせ済み。")
    known_errors.name_cause(leader, problem, kind=CauseKind.DIRECT, text="失効リストを取得できない。")
    known_errors.name_cause(
        leader, problem, kind=CauseKind.ROOT, text="移転時に通信許可が更新されなかった。", evidence="CHG-1987",
        category=CauseCategory.PROCEDURE_GAP, confirmed=True,
    )  # fmt: skip
    known_errors.write_workaround(leader, problem, workaround="1. 「vpn1」を選ぶ\n2. つなぎ直す", tested=True)
    known_errors.declare(leader, problem)
    if until == "change_raised":
        solving.raise_change(leader, problem, proposal="通信許可を更新する。", reference="CHG-2044")
    return problem.number


def reviewed(agent: User, incident: Incident, until: State) -> str:
    """The number of the review of *incident*, with everything answered, in this state."""
    with transaction():
        incident.is_major = True
    review = opening.standing(incident) or opening.open_review(THE_SYSTEM, incident, owner=agent)
    answering.appoint(THE_SYSTEM, review, posts=Posts(agent, agent, None, None, ["山本", "高橋"]))
    for section, answers in ANSWERS.items():
        answering.answer(THE_SYSTEM, review.part(section), answers=answers)
    with transaction():
        review.state = until
    return review.number


def pages(
    a_problem: Callable[[str], str], a_review: Callable[[State], str], empty_form: Callable[..., None]
) -> list[Look]:
    """The looks at both."""

    def problem(until: str, rest: str = "") -> Callable[[], str]:
        return lambda: f"/problems/{a_problem(until)}{rest}"

    def review(until: State, rest: str = "") -> Callable[[], str]:
        return lambda: f"/reviews/{a_review(until)}{rest}"

    def row() -> str:
        number = a_review(State.DRAFT)
        found = db.session.query(Review).filter_by(number=number).one()
        return f"/reviews/{number}/rows/{found.rows[0].id}"

    return [
        Look("problems", "problems.index", lambda: a_problem("logged") and "/problems", LEADER),
        Look("problems-table", "problems.index", "/problems?view=table", LEADER),
        Look("problems-nothing", "problems.index", "/problems?q=qwertzuiop", LEADER),
        Look("known-errors", "problems.known_errors", lambda: a_problem("known_error") and "/known-errors", AGENT),
        Look("problem", "problems.show", problem("change_raised"), LEADER),
        Look("problem-new", "problems.new", "/problems/new", LEADER),
        Look("problem-new-invalid", "problems.new", "/problems/new", LEADER, 422, empty_form),
        Look("problem-edit", "problems.edit", problem("known_error", "/edit"), LEADER),
        Look("problem-assess", "problems.assess", problem("logged", "/assess"), LEADER),
        Look("problem-cause", "problems.name_cause", problem("logged", "/causes"), LEADER),
        Look("problem-resolve", "problems.resolve", problem("change_raised", "/resolve"), LEADER),
        Look("problem-gather", "problems.gather", problem("logged", "/incidents"), LEADER),
        Look("reviews", "reviews.index", lambda: a_review(State.DRAFT) and "/reviews", LEADER),
        Look("reviews-nothing", "reviews.index", "/reviews?q=qwertzuiop", LEADER),
        Look("review", "reviews.show", review(State.DRAFT), AGENT),
        Look("review-published", "reviews.show", review(State.PUBLISHED), AGENT),
        Look("review-row", "reviews.change_row", row, AGENT),
        Look("review-send-back", "reviews.send_back", review(State.IN_REVIEW, "/send-back"), AGENT),
        Look("review-hand-over", "reviews.hand_over", review(State.REVIEWED, "/hand-over"), AGENT),
    ]
