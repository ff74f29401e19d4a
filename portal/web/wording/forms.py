"""Forms of the words of the house."""

from portal.kernel.i18n import mark
from portal.search.models import CountsFor, Direction
from portal.web.fields import Choice, Lines
from portal.web.forms import PortalForm


class GroupForm(PortalForm):
    """Words that stand for each other."""

    words = Lines(
        mark("Words"),
        description=mark("One a line, in either language: パソコン, PC, computer. Short phrases may be among them."),
        render_kw={"rows": 7, "required": True, "spellcheck": "false"},
    )
    direction = Choice(mark("Direction"), of=Direction, default=Direction.BOTH)
    counts_for = Choice(mark("Counts for"), of=CountsFor, default=CountsFor.ALL)


class WordsForm(PortalForm):
    """All words of one kind."""

    words = Lines(mark("Words"), description=mark("One a line."), render_kw={"rows": 16, "spellcheck": "false"})
