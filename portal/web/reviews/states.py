"""What moves a review on: a verb each; those that need words ask on a page of their own."""

from collections.abc import Callable

from flask import g, render_template
from werkzeug.wrappers import Response

from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reviews import handover, operations
from portal.reviews.models import Review
from portal.web.articles.forms import ReasonForm
from portal.web.forms import PortalForm
from portal.web.records import Answer, done
from portal.web.reviews.blueprint import bp, review_at, review_for
from portal.web.reviews.forms import HandOverForm
from portal.web.reviews.reading import drawn


@bp.action("/reviews/<number>/submit", needs=Verb.SUBMIT_REVIEW)
def submit(number: str) -> Answer:
    return _done(review_at(number), lambda review: operations.submit(g.user, review), _("It can be talked about now."))


@bp.action("/reviews/<number>/conclude", needs=Verb.CONCLUDE_REVIEW)
def conclude(number: str) -> Answer:
    return _done(review_at(number), lambda review: operations.conclude(g.user, review), _("It was reviewed."))


@bp.action("/reviews/<number>/approve", needs=Verb.APPROVE_REVIEW)
def approve(number: str) -> Answer:
    said = _("Approved. Its actions are promised, and its causes stand in the problem.")
    return _done(review_at(number), lambda review: operations.approve(g.user, review), said)


@bp.action("/reviews/<number>/publish", needs=Verb.PUBLISH_REVIEW)
def publish(number: str) -> Answer:
    said = _("Published. The report is issued, or waits for the incident manager.")
    return _done(review_at(number), lambda review: operations.publish(g.user, review), said)


@bp.action("/reviews/<number>/close", needs=Verb.CLOSE_REVIEW)
def close(number: str) -> Answer:
    return _done(review_at(number), lambda review: operations.close(g.user, review), _("Completed."))


@bp.form("/reviews/<number>/send-back", needs=Verb.RETURN_REVIEW)
def send_back(number: str) -> Answer:
    review = review_for(Verb.RETURN_REVIEW, number)
    return _asked(Verb.RETURN_REVIEW, review, ReasonForm(), operations.send_back)


@bp.form("/reviews/<number>/reject", needs=Verb.REJECT_REVIEW)
def reject(number: str) -> Answer:
    review = review_for(Verb.REJECT_REVIEW, number)
    return _asked(Verb.REJECT_REVIEW, review, ReasonForm(), operations.reject)


@bp.form("/reviews/<number>/reopen", needs=Verb.REOPEN_REVIEW)
def reopen(number: str) -> Answer:
    review = review_for(Verb.REOPEN_REVIEW, number)
    return _asked(Verb.REOPEN_REVIEW, review, ReasonForm(), operations.reopen)


@bp.form("/reviews/<number>/waive", needs=Verb.WAIVE_REVIEW)
def waive(number: str) -> Answer:
    review = review_for(Verb.WAIVE_REVIEW, number)
    return _asked(Verb.WAIVE_REVIEW, review, ReasonForm(), operations.waive)


@bp.form("/reviews/<number>/hand-over", needs=Verb.HAND_OVER_CAUSE)
def hand_over(number: str) -> Answer:
    """Choose what goes to which problem, piece by piece."""
    review = review_for(Verb.HAND_OVER_CAUSE, number)
    form = HandOverForm(data={"statement": str(review.answer("root_cause"))[:200], "pieces": list(handover.Piece)})
    if form.accepted() and form.carried_out(lambda: handover.hand_over(g.user, review, **form.values())) is not None:
        return done(review, _("The root cause is with problem management."))
    alike = handover.matching(g.user, review)
    return render_template("reviews/hand_over.html", review=review, form=form, alike=alike), form.status


def _done(review: Review, deed: Callable[[Review], Review], said: str) -> Answer:
    """Do it at once; what is missing is said on the page of the review, where it can be mended."""
    try:
        deed(review)
    except Invalid as refused:
        return render_template("reviews/show.html", **drawn(review), refusal=refused.sentence), 422
    return done(review, said)


def _asked(verb: Verb, review: Review, form: PortalForm, deed: Callable[..., Review]) -> Answer:
    if form.accepted() and form.carried_out(lambda: deed(g.user, review, **form.values())) is not None:
        return _to(review)
    return render_template("reviews/deed.html", review=review, form=form, verb=verb), form.status


def _to(review: Review) -> Response:
    return done(review, _("Saved."))
