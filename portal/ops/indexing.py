"""Writing indexes anew by hand."""

from collections.abc import Iterable

from portal.kernel.errors import InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.search import rebuild
from portal.search.rebuild import Progress
from search_index import IndexUnavailable


def write_anew(names: Iterable[str], progress: Progress | None = None) -> None:
    """Write these indexes anew; refuses where another process holds one for too long."""
    for name in names:
        try:
            rebuild.rebuild(name, progress)
        except IndexUnavailable as trouble:
            raise InvalidTransition(_("The index cannot be written now: %(reason)s", reason=trouble.reason)) from None
