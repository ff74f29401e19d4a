"""A portal to which nobody has come yet."""

from sqlalchemy import delete

from portal.accounts.models import User
from portal.kernel.db import db
from portal.kernel.transaction import transaction


def send_everybody_home() -> None:
    """Take all accounts away, as on a fresh installation."""
    with transaction():
        db.session.execute(delete(User))
