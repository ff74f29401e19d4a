"""What the running application holds, for rules that know no Flask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from portal.kernel.jobs import Listener
    from portal.kernel.verbs import Verb
    from portal.settings import Settings


@dataclass
class Holdings:
    """Everything that belongs to one running application and not to one request."""

    settings: "Settings"
    listeners: Mapping["Verb", list["Listener"]]
    render: Callable[..., str]
    engine: Any = None  # the search engine of `portal.search`, which stands above this floor
    extra: dict[str, Any] = field(default_factory=dict)


def holdings() -> Holdings:
    """The holdings of the application at work; needs an application context."""
    held: Holdings = current_app.extensions["portal"]
    return held


def settings() -> "Settings":
    return holdings().settings
