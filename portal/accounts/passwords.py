"""Hashing passwords, and what a good one is."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.kernel.errors import Invalid
from portal.kernel.i18n import gettext as _

SHORTEST, LONGEST = 10, 256
_TOO_COMMON = {"password12", "1234567890", "0123456789", "qwertyuiop", "passw0rd12", "aaaaaaaaaa", "1111111111"}
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread on paper or on the phone

_hasher = PasswordHasher()
_UNKNOWN = _hasher.hash(secrets.token_hex(16))  # verified when there is no such account, so that timing tells nothing


def hashed(password: str) -> str:
    return _hasher.hash(password)


def verify(stored: str, password: str) -> bool:
    """Whether *password* is the one behind *stored*; takes as long when there is none."""
    try:
        return _hasher.verify(stored or _UNKNOWN, password[: LONGEST * 4]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def insist_on_strength(password: str, *, login: str = "", field: str = "password") -> None:
    """Refuse a password that is short, endless, well known or the person's own name."""
    if len(password) < SHORTEST:
        raise Invalid(_("Use at least %(least)s characters. A sentence is a good password.", least=SHORTEST), field)
    if len(password) > LONGEST:
        raise Invalid(_("Use at most %(most)s characters.", most=LONGEST), field)
    if (
        password.casefold() in _TOO_COMMON
        or (login and password.casefold() == login.casefold())
        or len(set(password)) < 4
    ):
        raise Invalid(_("This password is among the first that are guessed. Choose another."), field)


def made_up() -> str:
    """A random password of 16 letters in four groups, easily copied by hand."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _place in range(4)) for _group in range(4))
