"""Synonyms with a trial before they are saved; words kept whole, and stop words."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.http.guard import GuardedBlueprint
from portal.kernel.db import db
from portal.kernel.errors import Invalid, InvalidTransition, NotFound
from portal.kernel.events import history
from portal.kernel.i18n import gettext as _
from portal.kernel.paging import page_of, total_of
from portal.kernel.verbs import Verb
from portal.search import rebuild, trial, word_queries, wording
from portal.search.models import SynonymGroup, WordKind
from portal.web.admin.trail import lines
from portal.web.helpers import say
from portal.web.picks import page_number, typed_text
from portal.web.wording.forms import GroupForm, WordsForm

LINES_OF_HISTORY = 20
ON_A_PAGE = 50

bp = GuardedBlueprint("wording", __name__)

Answer = str | Response | tuple[str, int]


@bp.page("/admin/synonyms", needs=Verb.ADD_SYNONYMS)
def synonyms() -> Answer:
    """The groups in use, or those put away."""
    retired, text = request.args.get("state") == "retired", typed_text()
    counts = {state: total_of(word_queries.groups(g.user, text, retired=state)) for state in (False, True)}
    page = page_of(word_queries.groups(g.user, text, retired=retired), page_number(), ON_A_PAGE)
    return render_template("wording/synonyms.html", page=page, retired=retired, text=text, counts=counts)


@bp.form("/admin/synonyms/new", needs=Verb.ADD_SYNONYMS)
def add() -> Answer:
    form = GroupForm(data={"words": [word] if (word := request.args.get("word", "")[:60]) else []})
    if form.accepted() and not request.form.get("try"):
        group = form.carried_out(lambda: wording.add(g.user, **form.values()))
        if group is not None:
            return _done(group, _("Saved. It counts from now on."))
    return _page(form, None)


@bp.form("/admin/synonyms/<int:group_id>", needs=Verb.CHANGE_SYNONYMS)
def change(group_id: int) -> Answer:
    group = word_queries.group(g.user, group_id)
    form = GroupForm(data={"words": group.members, "direction": group.direction, "counts_for": group.counts_for})
    if form.accepted() and not request.form.get("try"):
        done = form.carried_out(lambda: wording.change(g.user, group, **form.values()))
        if done is not None:
            return _done(group, _("Saved. It counts from now on."))
    if form.status == 409 or not form.version.data:
        form.start_from(group)
    return _page(form, group)


@bp.action("/_/synonyms/trial", needs=Verb.CHANGE_SYNONYMS)
def tried() -> Answer:
    """What the group as it stands in the form would change."""
    group_id = request.args.get("of", type=int)
    group = word_queries.group(g.user, group_id) if group_id is not None else None
    return render_template("wording/_trial.html", **_trial(GroupForm(), group))


@bp.action("/admin/synonyms/<int:group_id>/retire", needs=Verb.RETIRE_SYNONYMS)
def retire(group_id: int) -> Answer:
    group = wording.retire(g.user, word_queries.group(g.user, group_id))
    return _done(group, _("%(name)s: put away.", name=group.name))


@bp.action("/admin/synonyms/<int:group_id>/restore", needs=Verb.RESTORE_SYNONYMS)
def restore(group_id: int) -> Answer:
    group = wording.restore(g.user, word_queries.group(g.user, group_id))
    return _done(group, _("%(name)s: in use again.", name=group.name))


@bp.action("/admin/synonyms/<int:group_id>/undo/<int:version>", needs=Verb.UNDO_SYNONYMS)
def undo(group_id: int, version: int) -> Answer:
    wording.undo(g.user, word_queries.group(g.user, group_id), version=version)
    say(_("Taken back."))
    return redirect(url_for("wording.synonyms"), 303)


@bp.form("/admin/words/<kind>", needs=Verb.CHANGE_WORDS)
def words(kind: str) -> Answer:
    listed = word_queries.words(g.user, _kind(kind))
    form = WordsForm(data={"words": listed.members})
    if form.accepted():
        done = form.carried_out(lambda: wording.change_words(g.user, listed, **form.values()))
        if done is not None:
            undoing = url_for("wording.undo_words", kind=kind, version=listed.version)
            say(_("Saved. The index is written anew with these words."), undo=undoing)
            return redirect(url_for("wording.words", kind=kind), 303)
    if form.status == 409 or not form.version.data:
        form.start_from(listed)
    waiting = any(state.old_words for state in rebuild.status())
    return render_template(
        "wording/words.html", form=form, listed=listed, waiting=waiting, history=_history(listed)
    ), form.status


@bp.action("/admin/words/<kind>/undo/<int:version>", needs=Verb.UNDO_WORDS)
def undo_words(kind: str, version: int) -> Answer:
    wording.undo_words(g.user, word_queries.words(g.user, _kind(kind)), version=version)
    say(_("Taken back."))
    return redirect(url_for("wording.words", kind=kind), 303)


def _page(form: GroupForm, group: SynonymGroup | None) -> Answer:
    # Without scripts the trial comes with the whole page.
    told = _trial(form, group) if request.form.get("try") and form.status == 200 else {"trial": None, "refused": ""}
    events = _history(group) if group is not None else []
    return render_template("wording/group.html", form=form, group=group, history=events, **told), form.status


def _trial(form: GroupForm, group: SynonymGroup | None) -> dict[str, Any]:
    if not form.accepted():
        return {"trial": None, "refused": _("Check what you entered first.")}
    values = {name: value for name, value in form.values().items() if name != "version"}
    try:
        return {"trial": trial.of_group(g.user, group, **values), "refused": ""}
    except (Invalid, InvalidTransition) as refused:
        return {"trial": None, "refused": refused.sentence}


def _done(group: SynonymGroup, sentence: str) -> Response:
    say(sentence, undo=url_for("wording.undo", group_id=group.id, version=group.version))
    return redirect(url_for("wording.synonyms"), 303)


def _history(record: Any) -> list[Any]:
    return lines(db.session.scalars(history(record).limit(LINES_OF_HISTORY)).all())


def _kind(word: str) -> WordKind:
    try:
        return WordKind(word)
    except ValueError:
        raise NotFound(_("There is nothing here.")) from None
