"""What the rules say → what HTTP says: one table."""

from portal.kernel.errors import (
    AlreadyDone,
    DomainError,
    EditConflict,
    Gone,
    Invalid,
    InvalidTransition,
    NotFound,
    PermissionDenied,
    SignInRequired,
    TooMany,
)

STATUS: dict[type[DomainError], int] = {
    SignInRequired: 401,
    PermissionDenied: 403,
    NotFound: 404,
    Gone: 410,
    InvalidTransition: 409,
    EditConflict: 409,
    AlreadyDone: 409,
    Invalid: 422,
    TooMany: 429,
}


def status_of(refusal: DomainError) -> int:
    return STATUS[type(refusal)]
