"""Rules that an administrator may change."""

from typing import Any, ClassVar

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from portal.articles.policy import ArticlePolicy, Enforcement
from portal.incidents.policy import ReportingPolicy
from portal.incidents.priority import Preset, PriorityPolicy
from portal.kernel.i18n import mark
from portal.kernel.policies import Policy
from portal.reports.policy import ReportPolicy
from portal.reviews.policy import ReviewPolicy
from portal.web.fields import Choice
from portal.web.forms import PortalForm


class PolicyForm(PortalForm):
    """One set of rules; its fields bear the names of the rules."""

    of: ClassVar[type[Policy]]
    title: ClassVar[str]

    def policy(self) -> Policy:
        """The rules as the form says them."""
        return self.of(**{field.short_name: field.data for field in self if field.short_name != "version"})


def _count(of: type[Policy], name: str, label: str, description: str = "") -> Any:
    """A whole number within the bounds that the rule itself has."""
    bounds = {key: value for limit in of.model_fields[name].metadata for key, value in _bound(limit)}
    return IntegerField(
        label,
        [
            InputRequired(mark("Give a number.")),
            NumberRange(bounds["min"], bounds["max"], mark("Give a number from %(min)s to %(max)s.")),
        ],
        description=description,
        render_kw={**bounds, "inputmode": "numeric"},
    )


def _bound(limit: Any) -> list[tuple[str, int]]:
    return [(name, getattr(limit, mine)) for mine, name in (("ge", "min"), ("le", "max")) if hasattr(limit, mine)]


class ArticlePolicyForm(PolicyForm):
    """How strictly articles are kept."""

    of, title = ArticlePolicy, mark("Articles")

    enforcement = Choice(
        mark("Licences"),
        [InputRequired()],
        of=Enforcement,
        description=mark(
            "Whether changing an article for agents only needs a licence. Validating and publishing always do."
        ),
    )
    not_validated_outside = BooleanField(
        mark("Readers see what is not validated"),
        description=mark("Off: outside the desk only validated articles are shown, else the last validated text."),
    )
    review_days = _count(ArticlePolicy, "review_days", mark("Days until a validated article wants a fresh look"))


class PriorityPolicyForm(PolicyForm):
    """How priorities follow from impact and urgency."""

    of, title = PriorityPolicy, mark("Priority")

    matrix = Choice(
        mark("Matrix"),
        [InputRequired()],
        of=Preset,
        description=mark("With four levels the two lowest are one. Incidents keep the priority that they have."),
    )


class ReportingPolicyForm(PolicyForm):
    """Who may report a problem on the portal."""

    of, title = ReportingPolicy, mark("Reporting problems")

    strangers = BooleanField(
        mark("People who are not signed in may report"),
        description=mark("They give a name and a way to reach them. Off: whoever wants to report signs in first."),
    )
    strangers_an_hour = _count(
        ReportingPolicy, "strangers_an_hour", mark("Reports of one address in an hour, without signing in")
    )


class ReviewPolicyForm(PolicyForm):
    """Which incidents are reviewed, and by when."""

    of, title = ReviewPolicy, mark("Post-incident reviews")

    required_up_to = _count(
        ReviewPolicy,
        "required_up_to",
        mark("Required up to priority"),
        mark("Resolving an incident of this priority or a higher one opens its review. 0: only major incidents."),
    )
    review_days = _count(ReviewPolicy, "review_days", mark("Days from the resolution to the review"))
    approve_days = _count(ReviewPolicy, "approve_days", mark("Days from the review to the approval"))
    publish_days = _count(ReviewPolicy, "publish_days", mark("Days from the approval to the publication"))
    timeline_rows = _count(ReviewPolicy, "timeline_rows", mark("Rows of a timeline, at least"))
    factors = _count(ReviewPolicy, "factors", mark("Contributing factors, at least"))


class ReportPolicyForm(PolicyForm):
    """How reports are told to others."""

    of, title = ReportPolicy, mark("Incident reports")

    show_names = BooleanField(
        mark("The outward version names people"), description=mark("Off: it names their departments instead.")
    )


POLICY_FORMS: dict[str, type[PolicyForm]] = {
    form.of.name: form
    for form in (ArticlePolicyForm, PriorityPolicyForm, ReportingPolicyForm, ReviewPolicyForm, ReportPolicyForm)
}
