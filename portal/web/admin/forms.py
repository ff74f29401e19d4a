"""Rules that an administrator may change."""

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from portal.articles.policy import ArticlePolicy, Enforcement
from portal.kernel.i18n import mark
from portal.web.fields import Choice
from portal.web.forms import PortalForm

LEAST_DAYS, MOST_DAYS = 7, 1_830


class ArticlePolicyForm(PortalForm):
    """How strictly articles are kept."""

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
    review_days = IntegerField(
        mark("Days until a validated article wants a fresh look"),
        [
            InputRequired(mark("Give a number of days.")),
            NumberRange(LEAST_DAYS, MOST_DAYS, mark("Give a number from %(min)s to %(max)s.")),
        ],
        render_kw={"min": LEAST_DAYS, "max": MOST_DAYS, "inputmode": "numeric"},
    )

    def policy(self) -> ArticlePolicy:
        """The rules as the form says them."""
        return ArticlePolicy(
            enforcement=Enforcement(self.enforcement.data or Enforcement.SOFT),
            not_validated_outside=bool(self.not_validated_outside.data),
            review_days=self.review_days.data or LEAST_DAYS,
        )
