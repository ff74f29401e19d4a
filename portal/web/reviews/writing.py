"""What is written into a review: a section, a row of the timeline, the people; each saved by itself."""

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.kernel.verbs import Verb
from portal.reviews import answering, opening, queries
from portal.reviews.models import Part, Review, Row
from portal.web.helpers import say
from portal.web.records import Answer
from portal.web.reviews.blueprint import bp, review_at, review_for
from portal.web.reviews.forms import SECTION_FORMS, PostsForm, RowForm, SectionForm
from portal.web.reviews.reading import drawn


@bp.action("/reviews/<number>/sections/<section>", needs=Verb.ANSWER_REVIEW)
def answer(number: str, section: str) -> Answer:
    """Save one section; with scripts this happens by itself while people write, and the answer is a line."""
    part = _part(number, section)
    form = SECTION_FORMS[part.section]()
    saved = form.accepted() and form.carried_out(lambda: _save(part, form)) is not None
    if form.status == 409:
        form.start_from(part)
    if request.headers.get("X-Autosave"):
        return _line(part, form, saved=saved), 200 if saved else form.status
    if saved:
        return _back(part.review, part.section.value, _("Saved."))
    return render_template("reviews/show.html", **drawn(part.review, {part.section: form})), form.status


@bp.page("/reviews/<number>/sections/<section>/writer", needs=Verb.SEE_REVIEWS)
def writer(number: str, section: str) -> Answer:
    """Who else writes in the section now, as a line; asked for again while one is in it."""
    part = _part(number, section)
    return render_template("reviews/_writer.html", part=part, writer=answering.writer_beside(g.user, part))


@bp.action("/reviews/<number>/rows", needs=Verb.ANSWER_REVIEW)
def add_row(number: str) -> Answer:
    review = review_at(number)
    form = RowForm()
    if form.accepted() and form.carried_out(lambda: answering.add_row(g.user, review, **form.values())) is not None:
        return _back(review, "timeline", _("The row is in the timeline."))
    return render_template("reviews/row.html", review=review, row=None, form=form), form.status


@bp.form("/reviews/<number>/rows/<int:row_id>", needs=Verb.ANSWER_REVIEW)
def change_row(number: str, row_id: int) -> Answer:
    review = review_for(Verb.ANSWER_REVIEW, number)
    row = _row(review, row_id)
    form = RowForm(data={name: getattr(row, name) for name in ("at", "is_about", "kind", "text", "who")})
    if form.accepted() and form.carried_out(lambda: answering.change_row(g.user, row, **form.values())) is not None:
        return _back(review, "timeline", _("Saved."))
    if form.status == 409 or not form.version.data:
        form.start_from(row)
    return render_template("reviews/row.html", review=review, row=row, form=form), form.status


@bp.action("/reviews/<number>/rows/<int:row_id>/hide", needs=Verb.ANSWER_REVIEW)
def hide_row(number: str, row_id: int) -> Answer:
    """Leave a row out, or take it in again."""
    review = review_at(number)
    row = _row(review, row_id)
    answering.hide_row(g.user, row, hidden=not row.is_hidden)
    return _back(review, "timeline", _("Left out.") if row.is_hidden else _("Taken in again."))


@bp.action("/reviews/<number>/take", needs=Verb.ANSWER_REVIEW)
def take_entries(number: str) -> Answer:
    """Take the ticked entries of the incident into the timeline."""
    review = review_at(number)
    ticked = set(request.form.getlist("entry"))
    entries = [entry for entry in opening.candidates(review) if str(entry.id) in ticked]
    answering.take_entries(g.user, review, entries=entries)
    return _back(review, "timeline", _("%(count)s entries taken in.", count=len(entries)))


@bp.action("/reviews/<number>/people", needs=Verb.APPOINT_REVIEWERS)
def appoint(number: str) -> Answer:
    review = review_at(number)
    form = PostsForm()
    version = form.values().get("version") if form.version.data else None
    if (
        form.accepted()
        and form.carried_out(lambda: answering.appoint(g.user, review, posts=form.posts(), version=version)) is not None
    ):
        return _back(review, "report", _("Saved."))
    if form.status == 409:
        form.start_from(review)
    return render_template("reviews/show.html", **{**drawn(review), "posts_form": form}), form.status


def _save(part: Part, form: SectionForm) -> Part:
    version = form.values().get("version") if form.version.data else None
    return answering.answer(g.user, part, answers=form.answers(), version=version)


def _line(part: Part, form: SectionForm, *, saved: bool) -> str:
    return render_template("reviews/_autosaved.html", part=part, form=form, saved=saved)


def _part(number: str, section: str) -> Part:
    review_at(number)
    return queries.part(g.user, number, section)


def _row(review: Review, row_id: int) -> Row:
    for row in review.rows:
        if row.id == row_id:
            return row
    raise NotFound(_("There is nothing here."))


def _back(review: Review, anchor: str, said: str) -> Response:
    say(said)
    return redirect(f"{url_for('reviews.show', number=review.number)}#{anchor}", 303)
