"""What is done with reviews, reports and actions of the demo, by the name that the texts give it."""

from collections.abc import Callable

from portal.actions import operations as actions
from portal.actions.kinds import ActionType, Effect, Source, Weight
from portal.actions.operations import Plan, Serves
from portal.articles.lifecycle import Audience
from portal.demo.aftermath import Turn
from portal.demo.problem_deeds import PROBLEM_DEEDS
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from portal.reviews import answering, handover, opening
from portal.reviews import operations as reviews
from portal.reviews.answering import Posts
from portal.reviews.kinds import RowKind, Section


def _appoint(turn: Turn) -> object:
    posts = Posts(
        owner=turn.person("owner"),
        facilitator=turn.person("facilitator"),
        reviewer=turn.person("reviewer"),
        approver=turn.person("approver"),
        attendees=turn.step.get("attendees", ()),
        audience=Audience(turn.step.get("audience", Audience.WITHIN)),
    )
    return answering.appoint(turn.who, turn.review, posts=posts)


def _answer(turn: Turn) -> object:
    part = turn.review.part(Section(turn.step["section"]))
    return answering.answer(turn.who, part, answers=turn.step["answers"])


def _row(turn: Turn) -> object:
    return answering.add_row(
        turn.who,
        turn.review,
        at=turn.at("time"),
        text=turn.words("text"),
        who=turn.words("who"),
        kind=RowKind(turn.step["kind"]),
        is_about=bool(turn.step.get("about")),
    )


def _reword(turn: Turn) -> object:
    """Say better what the row of this kind tells."""
    row = next(row for row in turn.review.rows if row.kind is RowKind(turn.step["kind"]))
    text, who = turn.words("text"), turn.words("who")
    return answering.change_row(turn.who, row, at=row.at, text=text, who=who, kind=row.kind, is_about=row.is_about)


def _hand_over(turn: Turn) -> object:
    key, known = turn.step["problem"], turn.book.problems
    review = handover.hand_over(turn.who, turn.review, statement=turn.words("statement"), problem=known.get(key))
    if review.problem is not None:
        known[key] = review.problem
    return review


def _propose(turn: Turn) -> object:
    if turn.step.get("serves") == Source.PROBLEM:
        serves = Serves(Source.PROBLEM, turn.problem.id, turn.problem.number)
    else:
        serves = Serves(Source.REVIEW, turn.review.id, turn.review.number)
    plan = Plan(
        title=turn.words("title"),
        type=ActionType(turn.step["type"]),
        owner=turn.person("owner"),
        due_on=turn.day("due"),
        weight=Weight(turn.step.get("weight", Weight.SHOULD)),
        description=turn.words("description"),
        team=turn.team(),
        milestone=turn.words("milestone"),
    )
    turn.book.actions[turn.step["action"]] = actions.propose(turn.who, serves=serves, plan=plan)
    return turn.action


def _extend(turn: Turn) -> object:
    return actions.extend(turn.who, turn.action, due_on=turn.promised("due"), reason=turn.words("reason"))


def _draft_report(turn: Turn) -> object:
    kind, audience = ReportKind(turn.step["kind"]), Audience(turn.step.get("audience", Audience.WITHIN))
    return reports.draft(turn.who, turn.incident, kind=kind, reporter=turn.person("reporter"), audience=audience)


DEEDS: dict[str, Callable[[Turn], object]] = {
    "open": lambda turn: opening.open_review(turn.who, turn.incident, owner=turn.person("owner")),
    "waive": lambda turn: reviews.waive(turn.who, turn.review, reason=turn.words("reason")),
    "appoint": _appoint,
    "answer": _answer,
    "row": _row,
    "reword": _reword,
    "submit": lambda turn: reviews.submit(turn.who, turn.review),
    "send_back": lambda turn: reviews.send_back(turn.who, turn.review, reason=turn.words("reason")),
    "conclude": lambda turn: reviews.conclude(turn.who, turn.review),
    "hand_over": _hand_over,
    "approve": lambda turn: reviews.approve(turn.who, turn.review),
    "publish": lambda turn: reviews.publish(turn.who, turn.review),
    "close_review": lambda turn: reviews.close(turn.who, turn.review),
    "propose": _propose,
    "accept": lambda turn: actions.accept(turn.who, turn.action),
    "reject": lambda turn: actions.reject(turn.who, turn.action, reason=turn.words("reason")),
    "start": lambda turn: actions.start(turn.who, turn.action),
    "complete": lambda turn: actions.complete(turn.who, turn.action, evidence=turn.words("evidence")),
    "verify": lambda turn: actions.verify(
        turn.who, turn.action, verification=turn.words("verification"), effect=Effect(turn.step["effect"])
    ),
    "contradict": lambda turn: actions.contradict(turn.who, turn.action, reason=turn.words("reason")),
    "extend": _extend,
    "draft_report": _draft_report,
    "word_report": lambda turn: reports.revise(
        turn.who, turn.report, language=turn.step["language"], words=turn.step["words"]
    ),
    "issue_report": lambda turn: reports.issue(turn.who, turn.report),
    **PROBLEM_DEEDS,
}
