"""Lists of the words of the house; they are no secret to whoever keeps them."""

from typing import Any

from sqlalchemy import Select, func, select

from portal.kernel.db import db
from portal.kernel.errors import NotFound
from portal.kernel.i18n import gettext as _
from portal.search.models import SynonymGroup, WordKind, WordList


def groups(viewer: Any, text: str = "", *, retired: bool = False) -> Select[SynonymGroup]:
    """Groups of synonyms in use or put away, those changed last first; only those with *text* in a word."""
    state = SynonymGroup.retired_at.is_not(None) if retired else SynonymGroup.retired_at.is_(None)
    query = select(SynonymGroup).where(state)
    if text:
        query = query.where(func.lower(SynonymGroup.words).contains(text.lower(), autoescape=True))
    return query.order_by(SynonymGroup.changed_at.is_(None), SynonymGroup.changed_at.desc(), SynonymGroup.id)


def group(viewer: Any, group_id: int) -> SynonymGroup:
    found = db.session.get(SynonymGroup, group_id)
    if found is None:
        raise NotFound(_("There is nothing here."))
    return found


def words(viewer: Any, kind: WordKind) -> WordList:
    found = db.session.scalar(select(WordList).where(WordList.kind == kind))
    if found is None:
        raise NotFound(_("There is nothing here."))
    return found
