"""What is known while somebody types."""

from dataclasses import dataclass

from portal.accounts.models import User
from portal.catalog.models import Category, Service
from portal.incidents.models import Incident
from portal.search.models import Asking
from search_index import without_words

# A log that somebody pastes is looked up by its beginning; what is longer than any symptom may be is refused.
LONGEST_ASKED = 8_000
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class Situation:
    """What is known while somebody types.

    `dropped` and `added` are words taken out of and put into the search by hand, `dismissed` the numbers of articles
    that were said not to fit, `caller` whoever the agent speaks with (None: the viewer is the one in trouble, or the
    caller is unknown), `visit` a random word of this sitting.
    """

    text: str
    surface: Asking
    service: Service | None = None
    category: Category | None = None
    caller: User | None = None
    incident: Incident | None = None
    dropped: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()
    visit: str = ""

    def asked(self) -> str:
        """The text without the dropped words and with the added ones."""
        text = without_words(self.text, self.dropped) if self.dropped else self.text
        return "\n".join((text[:LONGEST_ASKED], *(word for word in self.added[:20] if word not in self.dropped)))
