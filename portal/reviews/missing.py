"""What a review lacks before a deed: for guards, and for its table of contents."""

from dataclasses import dataclass

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.actions import queries as actions
from portal.actions.kinds import Source, Weight
from portal.actions.lifecycle import State as ActionState
from portal.actions.models import Action
from portal.kernel import policies
from portal.kernel.i18n import gettext as _
from portal.reviews.kinds import Section
from portal.reviews.models import Review
from portal.reviews.policy import ReviewPolicy
from portal.reviews.questions import QUESTIONS, Required


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: where, and the sentence that says so."""

    section: Section
    key: str
    sentence: str


def missing(review: Review, stage: Required) -> list[Gap]:
    """What has to be there before this deed and is not."""
    found = [
        Gap(question.section, question.key, _("“%(label)s” is missing.", label=_(question.label)))
        for question in QUESTIONS
        if question.required is stage and not review.answer(question.key)
    ]
    return [*found, *_BESIDES[stage](review)]


def all_missing(review: Review) -> list[Gap]:
    """Everything that is missing until it can be published."""
    return [gap for stage in Required for gap in missing(review, stage)]


def live_actions(review: Review) -> list[Action]:
    """Its actions that were not turned down."""
    gone = (ActionState.REJECTED, ActionState.CANCELLED)
    return [action for action in actions.of(THE_SYSTEM, Source.REVIEW, review.id) if action.state not in gone]


def _to_submit(review: Review) -> list[Gap]:
    least = policies.read(ReviewPolicy).timeline_rows
    found = _nobody("owner", review.owner, _("Choose whose review it is."))
    if len(review.shown_rows) < least:
        found.append(Gap(Section.TIMELINE, "rows", _("The timeline has fewer than %(least)s rows.", least=least)))
    return found


def _to_conclude(review: Review) -> list[Gap]:
    found, least = [], policies.read(ReviewPolicy).factors
    if len(review.answer("factors") or ()) < least:
        sentence = _("Name at least %(least)s contributing factors.", least=least)
        found.append(Gap(Section.CAUSES, "factors", sentence))
    if review.facilitator is None or review.reviewed_at is None:
        found += _nobody("facilitator", review.facilitator, _("Choose who leads the review."))
    if not review.attendees:
        found.append(Gap(Section.REPORT, "attendees", _("Write who talked about it.")))
    return found


def _to_approve(review: Review) -> list[Gap]:
    found = []
    proposed = live_actions(review)
    if not proposed and not review.answer("no_actions"):
        sentence = _("Propose an action, or say why there is none.")
        found.append(Gap(Section.ACTIONS, "no_actions", sentence))
    for action in proposed:
        if action.weight is Weight.MUST and (action.owner is None or action.due_on is None):
            sentence = _("%(number)s needs one person and a date.", number=action.number)
            found.append(Gap(Section.ACTIONS, "actions", sentence))
    if review.problem_id is None and not review.answer("no_problem"):
        sentence = _("Hand the root cause over to a problem, or say why none follows.")
        found.append(Gap(Section.CAUSES, "no_problem", sentence))
    if review.approver is None or review.approved_at is None:
        found += _nobody("approver", review.approver, _("Choose who approves it."))
    return found


def _nobody(key: str, person: User | None, sentence: str) -> list[Gap]:
    """A post that nobody holds, or somebody who left before the deed was done."""
    if person is not None and person.retired_at is None:
        return []
    if person is not None:
        sentence = _("%(name)s is not here any more. Choose somebody else.", name=person.name)
    return [Gap(Section.REPORT, key, sentence)]


def _to_publish(review: Review) -> list[Gap]:
    if review.incident.restored_at is None:
        return [Gap(Section.SUMMARY, "restored_at", _("The record does not say when it was restored."))]
    return []


_BESIDES = {
    Required.SUBMIT: _to_submit,
    Required.CONCLUDE: _to_conclude,
    Required.APPROVE: _to_approve,
    Required.PUBLISH: _to_publish,
}
