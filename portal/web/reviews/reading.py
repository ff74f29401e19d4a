"""One review: the form in six sections, what is still missing, and what follows from it."""

from typing import Any

from flask import g, render_template

from portal.actions import queries as actions
from portal.actions import wording
from portal.actions.kinds import Source
from portal.actions.models import Action
from portal.kernel import clock
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import mark
from portal.kernel.numbers import site_day
from portal.kernel.verbs import Verb
from portal.problems.visibility import readable as problem_readable
from portal.reports import facts, fields
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from portal.reports.models import Report
from portal.reviews import answering, handover, missing, opening
from portal.reviews.durations import MAIN, duration, durations
from portal.reviews.kinds import FactorType, Section
from portal.reviews.lifecycle import WRITABLE
from portal.reviews.models import Review
from portal.reviews.questions import BY_KEY, Required
from portal.web.records import Answer
from portal.web.reviews.blueprint import bp, review_at
from portal.web.reviews.deeds import possible
from portal.web.reviews.forms import SECTION_FORMS, PostsForm, RowForm, SectionForm

# Until when an answer has to be there.
STAGES = {
    Required.SUBMIT: mark("needed before the review is asked for"),
    Required.CONCLUDE: mark("needed before the review is done"),
    Required.APPROVE: mark("needed before the approval"),
    Required.PUBLISH: mark("needed before the publication"),
}


@bp.page("/reviews/<number>", needs=Verb.SEE_REVIEWS)
def show(number: str) -> Answer:
    return render_template("reviews/show.html", **drawn(review_at(number)))


def drawn(review: Review, refused: dict[Section, SectionForm] | None = None) -> dict[str, Any]:
    """All that the page of a review shows; *refused* are sections as they were sent and not saved."""
    writable = review.state in WRITABLE and g.user.may(Verb.ANSWER_REVIEW, review)
    mine = actions.of(g.user, Source.REVIEW, review.id)
    gaps = missing.all_missing(review)
    problem = review.problem if review.problem is not None and problem_readable(g.user, review.problem) else None
    return {
        "review": review,
        "incident": review.incident,
        "writable": writable,
        "forms": {section: (refused or {}).get(section) or section_form(review, section) for section in Section},
        "writers": {section: answering.writer_beside(g.user, review.part(section)) for section in Section},
        "gaps": {section: [gap for gap in gaps if gap.section is section] for section in Section},
        "row_form": RowForm(formdata=None),
        "posts_form": posts_form(review),
        "factor_types": list(FactorType),
        "main_durations": [duration(review.incident, measure) for measure in MAIN],
        "durations": [one for one in durations(review.incident) if one.measure not in MAIN and one.minutes is not None],
        "candidates": opening.candidates(review),
        "warnings": answering.out_of_order(review),
        "actions": [(action, _hints(action)) for action in mine],
        "problem": problem,
        "alike": [each for each in handover.matching(g.user, review) if each != problem],
        "deeds": possible(g.user, review),
        "twelve": twelve(review),
        "questions": BY_KEY,
        "stages": {stage: _(words) for stage, words in STAGES.items()},
    }


def section_form(review: Review, section: Section) -> SectionForm:
    """The form of one section with what stands in it now."""
    part = review.part(section)
    form = SECTION_FORMS[section](formdata=None, data=part.answers)
    form.version.data = str(part.version)
    return form


def posts_form(review: Review) -> PostsForm:
    names = ("owner", "facilitator", "reviewer", "approver", "attendees", "audience")
    form = PostsForm(formdata=None, data={name: getattr(review, name) for name in names})
    form.version.data = str(review.version)
    return form


def twelve(review: Review) -> list[tuple[str, bool]]:
    """The twelve fields of the report, and which of them say something already."""
    drafts = [report for report in reports.versions(review.incident) if not report.facts]
    report = drafts[-1] if drafts else _not_yet(review)
    return [(field.label, not field.is_empty) for field in fields.fields(facts.gather(report))]


def _not_yet(review: Review) -> Report:
    """What the final report would be now; never kept."""
    report = Report(kind=ReportKind.FINAL, reported_on=site_day(clock.now()), words={})
    report.incident, report.reporter = review.incident, review.owner
    return report


def _hints(action: Action) -> list[str]:
    return wording.vague(action.title)
