"""Rules that an administrator may change at run time: typed, stored, with defaults."""

from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Id, Versioned, db, expect
from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _
from portal.kernel.operation import Actor, operation
from portal.kernel.verbs import Verb


class Policy(BaseModel):
    """A set of rules under one name; its defaults hold until someone changes them."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    name: ClassVar[str]


PolicyType = TypeVar("PolicyType", bound=Policy)


class StoredPolicy(Versioned):
    """What an administrator has chosen for one set of rules."""

    __tablename__ = "policies"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)


def read(kind: type[PolicyType]) -> PolicyType:
    """The rules that hold now; a stored value that no longer fits gives way to its default."""
    stored = _stored(kind.name)
    try:
        return kind(**(stored.value if stored else {}))
    except ValidationError:
        return kind()


def stored(kind: type[Policy]) -> StoredPolicy | None:
    """The record behind *kind*, if somebody has ever changed it."""
    return _stored(kind.name)


@operation(Verb.CHANGE_POLICY)
def change(actor: Actor, /, *, policy: Policy, version: int | None = None) -> StoredPolicy:
    """From now on *policy* holds."""
    stored = _stored(policy.name)
    if stored is None:
        stored = StoredPolicy(name=policy.name)
        db.session.add(stored)
    elif version is not None:
        expect(stored, version, **stored.value)
    if stored.value == policy.model_dump(mode="json"):
        raise Invalid(_("Nothing was changed."))
    stored.value = policy.model_dump(mode="json")
    return stored


def _stored(name: str) -> StoredPolicy | None:
    return db.session.query(StoredPolicy).filter_by(name=name).one_or_none()
