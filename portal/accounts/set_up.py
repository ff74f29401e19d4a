"""The first administrator, made in the browser by whoever can read the data folder."""

import hmac
from pathlib import Path

from portal.accounts import operations, passwords, queries
from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.kernel.current import settings
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.i18n import gettext as _
from portal.kernel.secret_file import kept_secret


def needed() -> bool:
    """Whether nobody can administer this portal yet."""
    return not queries.any_administrator()


def open_to_all() -> bool:
    """Whether the first account may be made in the browser: only where there is none, open or closed."""
    return not queries.anybody()


def code_file() -> Path:
    return settings().data / "setup_code"


def code() -> str:
    """The one-time code that the form demands; whoever reads it owns the machine. Made when first asked for."""
    return kept_secret(code_file(), passwords.made_up)


def first_administrator(*, code_given: str, login: str, name: str, email: str, password: str, language: str) -> User:
    """Make the first account; refused without the code, and as soon as there is anybody. The code is spent by it."""
    if not open_to_all():
        raise InvalidTransition(_("This portal has its people already. Use “portal user add”."))
    given = "".join(code_given.split()).casefold().encode("utf-8", "backslashreplace")
    if not hmac.compare_digest(given, code().encode()):
        raise Invalid(_("This is not the code. It stands in the file %(file)s.", file=code_file().name), "code_given")
    user = operations.first_administrator(
        THE_SYSTEM, login=login, name=name, email=email, password=password, language=language
    )
    code_file().unlink(missing_ok=True)
    return user
