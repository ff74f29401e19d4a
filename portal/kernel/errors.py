"""The refusals of the rules: each carries a sentence for a person, with the way out."""

from collections.abc import Mapping


class DomainError(Exception):
    """A rule says no. The first argument is the sentence that the person reads."""

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else ""


class SignInRequired(DomainError):
    """Nobody is signed in, and this is not for everybody."""


class PermissionDenied(DomainError):
    """The person sees the record but may not do this; the sentence says who may."""


class NotFound(DomainError):
    """Absent, or not for this person: nobody can tell which."""


class Gone(DomainError):
    """It was here for this person and has been put away."""

    def __init__(self, sentence: str, successor: str | None = None) -> None:
        super().__init__(sentence)
        self.successor = successor


class InvalidTransition(DomainError):
    """The record's state does not allow this verb now."""


class EditConflict(DomainError):
    """Someone else saved first; `stored` says what stands there now, by field."""

    def __init__(self, sentence: str, stored: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.stored = dict(stored or {})


class Invalid(DomainError):
    """A value cannot be accepted; `field` names the one to mend, if it is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


def insist(words: str, field: str, sentence: str) -> None:
    """Refuse an empty answer at its field."""
    if not words.strip():
        raise Invalid(sentence, field)


class TooMany(DomainError):
    """Too often in too short a time; `seconds` says how long to wait."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class AlreadyDone(DomainError):
    """This very form was already carried out; nothing was done twice."""

    def __init__(self, sentence: str, subject_kind: str, subject_id: int) -> None:
        super().__init__(sentence)
        self.subject_kind = subject_kind
        self.subject_id = subject_id
