"""Forms of the words of the house."""

from wtforms.validators import InputRequired

from portal.kernel.i18n import mark
from portal.search.models import CountsFor, Direction
from portal.web.fields import Choice, Lines
from portal.web.forms import PortalForm


class GroupForm(PortalForm):
    """Words that stand for each other."""

    words = Lines(
        mark("Words"),
        [InputRequired(mark("Write at least two words, one a line."))],
        description=mark("One a line, in either language: パソコン, PC, computer. Short phrases may be among them."),
        render_kw={"rows": 7, "spellcheck": "false"},
    )
    direction = Choice(mark("Direction"), [InputRequired()], of=Direction, default=Direction.BOTH)
    counts_for = Choice(mark("Counts for"), [InputRequired()], of=CountsFor, default=CountsFor.ALL)


class WordsForm(PortalForm):
    """All words of one kind."""

    words = Lines(mark("Words"), description=mark("One a line."), render_kw={"rows": 16, "spellcheck": "false"})
