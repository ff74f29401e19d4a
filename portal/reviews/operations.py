"""What moves a review from state to state (domain 5.4); each deed refuses with the sentences of what is missing."""

from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions import queries as action_queries
from portal.actions.kinds import Source, Weight
from portal.actions.lifecycle import SETTLED
from portal.actions.lifecycle import State as ActionState
from portal.incidents.lifecycle import State as IncidentState
from portal.kernel import clock
from portal.kernel.errors import Invalid, insist
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.text import clean_text
from portal.kernel.verbs import Verb
from portal.reviews import handover
from portal.reviews.missing import missing
from portal.reviews.models import Review
from portal.reviews.questions import Required


@operation(Verb.SUBMIT_REVIEW)
def submit(actor: Actor, review: Review, /) -> Review:
    """V3: the draft is ready to be talked about."""
    _insist(review, Required.SUBMIT)
    review.move(Verb.SUBMIT_REVIEW)
    review.submitted_at, review.remark = clock.now(), ""
    return review


@operation(Verb.RETURN_REVIEW)
def send_back(actor: Actor, review: Review, /, *, reason: str) -> Review:
    """V4: something is to be written better first."""
    insist(reason, "reason", _("Say what should be different."))
    review.move(Verb.RETURN_REVIEW)
    review.remark = clean_text(reason)
    return review


@operation(Verb.CONCLUDE_REVIEW)
def conclude(actor: Actor, review: Review, /) -> Review:
    """V5: it was talked about, by those who are named."""
    _insist(review, Required.SUBMIT, Required.CONCLUDE)
    review.move(Verb.CONCLUDE_REVIEW)
    review.reviewed_at = clock.now()
    return review


@operation(Verb.APPROVE_REVIEW)
def approve(actor: Actor, review: Review, /) -> Review:
    """V6: what is proposed becomes a promise, and the causes go to the problem."""
    _insist(review, Required.SUBMIT, Required.CONCLUDE, Required.APPROVE)
    review.move(Verb.APPROVE_REVIEW)
    review.approved_at, review.remark = clock.now(), ""
    for action in action_queries.of(THE_SYSTEM, Source.REVIEW, review.id):
        if action.state is ActionState.PROPOSED and action.owner is not None and action.due_on is not None:
            actions.accept(THE_SYSTEM, action)
    if review.problem is not None:
        handover.push(review, review.problem)
    return review


@operation(Verb.REJECT_REVIEW)
def reject(actor: Actor, review: Review, /, *, reason: str) -> Review:
    """V7: it goes back to be worked over."""
    insist(reason, "reason", _("Say what should be different."))
    review.move(Verb.REJECT_REVIEW)
    review.remark = clean_text(reason)
    return review


@operation(Verb.PUBLISH_REVIEW)
def publish(actor: Actor, review: Review, /) -> Review:
    """V8: everybody of its audience reads it; the report of the incident is issued with it."""
    _insist(review, Required.SUBMIT, Required.CONCLUDE, Required.APPROVE, Required.PUBLISH)
    if review.incident.state not in (IncidentState.RESOLVED, IncidentState.CLOSED):
        raise Invalid(_("The incident is open again. It is published when it is resolved."))
    review.move(Verb.PUBLISH_REVIEW)
    review.published_at = clock.now()
    return review


@operation(Verb.CLOSE_REVIEW)
def close(actor: Actor, review: Review, /) -> Review:
    """V9: what had to be done is done, or others answer for it."""
    for action in action_queries.of(THE_SYSTEM, Source.REVIEW, review.id):
        if action.weight is Weight.MUST and action.state not in SETTLED:
            raise Invalid(_("%(number)s must be verified or handed on first.", number=action.number))
    review.move(Verb.CLOSE_REVIEW)
    review.closed_at = clock.now()
    return review


@operation(Verb.REOPEN_REVIEW)
def reopen(actor: Actor, review: Review, /, *, reason: str) -> Review:
    """V10: a further edition; what was published stays as it was issued."""
    insist(reason, "reason", _("Say why it is opened again."))
    review.move(Verb.REOPEN_REVIEW)
    review.edition += 1
    review.remark = clean_text(reason)
    review.submitted_at = review.reviewed_at = review.approved_at = None
    review.published_at = review.closed_at = None
    return review


@operation(Verb.WAIVE_REVIEW)
def waive(actor: Actor, review: Review, /, *, reason: str) -> Review:
    """V11: it is not needed; the reason stays."""
    insist(reason, "reason", _("Say why no review is needed."))
    review.move(Verb.WAIVE_REVIEW)
    review.remark = clean_text(reason)
    return review


def _insist(review: Review, *stages: Required) -> None:
    found = [gap for stage in stages for gap in missing(review, stage)]
    if found:
        raise Invalid(" ".join(dict.fromkeys(gap.sentence for gap in found)), found[0].key)
