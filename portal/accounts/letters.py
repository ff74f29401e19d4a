"""The letters of the accounts: so far the one with the link to a new password."""

from collections.abc import Sequence

from portal.accounts.credentials import new_reset_token
from portal.accounts.models import User
from portal.kernel import mail
from portal.kernel.current import holdings, settings
from portal.kernel.db import db
from portal.kernel.events import Event
from portal.kernel.i18n import gettext as _
from portal.kernel.i18n import speaking
from portal.kernel.transaction import transaction


def send_reset_links(events: Sequence[Event]) -> None:
    """Write to everybody who asked for a new password; the token is made here and stands in the letter only."""
    for user_id in {event.subject_id for event in events}:
        with transaction():
            user = db.session.get_one(User, user_id)
            if user.retired_at is not None or not user.email:
                continue
            token = new_reset_token(user)
            address, language, zone = user.email, user.language, user.time_zone
        with speaking(language, zone):
            link = f"{settings().base_url.rstrip('/')}/password/{token}"
            text = holdings().render("emails/reset.txt", link=link, site_name=settings().site_name(language))
            mail.send(to=address, subject=_("Choose a new password"), text=text)
