"""The filters of the list of incidents; each stands in the address."""

from datetime import datetime, time
from typing import cast

from flask import g

from portal.incidents.kinds import Channel
from portal.incidents.lifecycle import State
from portal.incidents.queries import GROUPS, Filters, Group, Order
from portal.incidents.words import PRIORITY_NAMES
from portal.kernel.i18n import current_zone
from portal.kernel.i18n import gettext as _
from portal.web import picks
from portal.web.picks import Choices, Picks

ORDERS: tuple[Order, ...] = ("changed", "number", "priority", "logged")
NEWEST_FIRST = "-changed"
ME, NOBODY = "me", "nobody"


def of_incidents() -> tuple[Filters, Picks]:
    """What the address narrows the list to, and what can be picked."""
    services, categories, teams = picks.services(), picks.categories(), picks.teams()
    service, category = picks.one_of(services, "service"), picks.one_of(categories, "category")
    team, whose = picks.one_of(teams, "team"), picks.asked("assignee")
    filters = Filters(
        text=picks.typed_text(),
        group=_group(),
        state=picks.member(State, "state"),
        priority=_priority(),
        channel=picks.member(Channel, "channel"),
        service_id=service.id if service else None,
        category_id=category.id if category else None,
        team_id=team.id if team else None,
        assignee_id=g.user.id if whose == ME else None,
        unassigned=whose == NOBODY,
        major=picks.asked("major") == "1",
        since=_since(),
    )
    fields = {
        "group": (_("Progress"), _groups(), picks.asked("group")),
        "state": (_("State"), picks.words(State), picks.asked("state")),
        "priority": (_("Priority"), _priorities(), picks.asked("priority")),
        "assignee": (_("Assignee"), [(ME, _("Me")), (NOBODY, _("Nobody yet"))], whose),
        "team": (_("Team"), picks.named(teams), picks.asked("team")),
        "service": (_("Service"), picks.named(services), picks.asked("service")),
        "category": (_("Category"), [(key, each.path) for key, each in categories.items()], picks.asked("category")),
        "channel": (_("Channel"), picks.words(Channel), picks.asked("channel")),
        "major": (_("Major"), [("1", _("Major incidents only"))], picks.asked("major")),
    }
    return filters, Picks(fields)


def _group() -> Group | None:
    asked = picks.asked("group")
    return cast(Group, asked) if asked in GROUPS else None


def _groups() -> Choices:
    return [("open", _("Being worked on")), ("resolved", _("Waiting for confirmation")), ("ended", _("Ended"))]


def _priority() -> int | None:
    return next((level for level in PRIORITY_NAMES if str(level) == picks.asked("priority")), None)


def _priorities() -> Choices:
    return [(str(level), f"{level} {_(name)}") for level, name in PRIORITY_NAMES.items()]


def _since() -> datetime | None:
    """The first moment of the day that the address names, where the reader is."""
    try:
        day = datetime.fromisoformat(picks.asked("since")).date()
        return datetime.combine(day, time.min, current_zone()) if 1970 < day.year < 2100 else None
    except ValueError:
        return None
