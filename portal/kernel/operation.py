"""The only way to change anything: may, do, write down, tell."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from sqlalchemy import inspect as inspect_record
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.kernel import jobs, receipts
from portal.kernel.db import Base, db
from portal.kernel.errors import AlreadyDone, Invalid, PermissionDenied
from portal.kernel.events import completed, events_so_far, kind_of, record_event
from portal.kernel.i18n import gettext as _
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb

Params = ParamSpec("Params")
Result = TypeVar("Result")

OPERATIONS: dict[str, Verb] = {}
LONGEST_REASON = 2_000


class Actor(Protocol):
    """Whoever does something: a person, a stranger, or the system itself."""

    @property
    def id(self) -> int | None: ...

    def may(self, verb: Verb, record: Any = None, /) -> bool: ...

    def who_may(self, verb: Verb, record: Any = None, /) -> str: ...


def operation(verb: Verb) -> Callable[[Callable[Params, Result]], Callable[Params, Result]]:
    """Make a function the one that does *verb*.

    The function takes `(actor, *records, /, *, values…)`: records stand before the slash, so that the
    guarded record can never slip past the guard as a keyword. It returns the record that it made or changed.
    Refused with `PermissionDenied` unless the actor may; an inner operation joins the outer one's transaction;
    the event and its listeners share it; any exception undoes all of it. An operation that does its verb to the same
    record by an inner one is one deed, and leaves one event.
    """

    def decorate(body: Callable[Params, Result]) -> Callable[Params, Result]:
        _insist_on_shape(body)
        OPERATIONS[f"{body.__module__}.{body.__qualname__}"] = verb

        @wraps(body)
        def act(*records: Params.args, **values: Params.kwargs) -> Result:
            actor: Any = records[0]
            form = receipts.current_form.get()
            given = [record for record in records[1:] if isinstance(record, Base)]
            try:
                with transaction() as outermost:
                    if outermost:
                        _hold(given)
                    if outermost and form:
                        receipts.refuse_repeat(form)
                    if not actor.may(verb, given[0] if given else None):
                        raise PermissionDenied(_refusal(actor, verb, given[0] if given else None))
                    reason = str(values.get("reason") or "")
                    if len(reason) > LONGEST_REASON:
                        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST_REASON), "reason")
                    before = len(events_so_far())
                    result = body(*records, **values)
                    db.session.flush()
                    subjects: list[Any] = given or [result]
                    if isinstance(subjects[0], Base) and not completed(before, verb, subjects, reason):
                        jobs.tell(record_event(verb, actor.id, subjects, reason))
                    if outermost and form and isinstance(subjects[0], Base):
                        _give_receipt(form, result if isinstance(result, Base) else subjects[0])
            except IntegrityError:
                # The same form won the race on another connection; what it made is the answer.
                if form and (receipt := receipts.receipt_of(form)):
                    raise AlreadyDone(_("This was already saved."), receipt.subject_kind, receipt.subject_id) from None
                raise
            if form:
                receipts.current_form.set(None)  # a second deed of the same request is not a repeat
            return result

        return act

    return decorate


def _hold(records: list[Base]) -> None:
    """Let nobody else change these records until the transaction ends, and read them as they stand now.

    SQLite has one writer anyway. On PostgreSQL whoever comes second waits here, and then reads what the first one
    saved: that is what `expect` compares with, what a conflict shows, and what the log tells as the state before.
    """
    held = [(kind_of(record), key, record) for record in records if (key := inspect_record(record).identity)]
    # In one order, so that no two ever wait for each other.
    for _kind, identity, record in sorted(held, key=lambda place: place[:2]):
        mapper = inspect_record(type(record))
        row = select(1).where(*(column == value for column, value in zip(mapper.primary_key, identity, strict=True)))
        db.session.execute(row.with_for_update(key_share=True))
        mapper.primary_key_from_instance(record)


def _refusal(actor: Any, verb: Verb, record: Any) -> str:
    return _("You may not do this. %(who)s", who=actor.who_may(verb, record))


def _give_receipt(form: receipts.FormKey, subject: Any) -> None:
    db.session.add(
        receipts.Receipt(key=form.key, contents=form.contents, subject_kind=kind_of(subject), subject_id=subject.id)
    )
    db.session.flush()


def _insist_on_shape(body: Callable[..., Any]) -> None:
    parameters = list(inspect.signature(body).parameters.values())
    if not parameters or parameters[0].name != "actor":
        raise TypeError(f"{body.__qualname__}: an operation takes the actor first.")
    allowed = {inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.KEYWORD_ONLY}
    if any(parameter.kind not in allowed for parameter in parameters):
        raise TypeError(f"{body.__qualname__}: records stand before the slash, values after the star.")
