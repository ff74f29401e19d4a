"""The pages of whoever reports a problem, with reports of the reader's own in each standing."""

from collections.abc import Callable

from playwright.sync_api import Page as Tab
from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.system import THE_SYSTEM
from portal.incidents import operations, states, timeline
from portal.incidents.kinds import HoldReason
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.operations import Details
from portal.kernel.db import db
from portal.kernel.transaction import transaction
from tests.journeys.looks import READER, STRANGER, Look


def _own(reader: User, state: State) -> str:
    """The number of an own report in this state, made now if there is none."""
    query = select(Incident).where(Incident.reporter_id == reader.id, Incident.state == state)
    found = db.session.scalars(query).unique().first()
    if found is None:
        found = operations.report(reader, details=Details("会議室の予約が二重に表示される。昨日から。"))
        if state is State.ON_HOLD:
            timeline.reply(THE_SYSTEM, found, text="二重に見えている日時を教えてください。")
            states.hold(THE_SYSTEM, found, why=HoldReason.AWAITING_USER)
        elif state is not State.NEW:
            with transaction():
                found.state = state
    return found.number


def _type(tab: Tab) -> None:
    tab.fill("#symptom", "在宅勤務でVPNに接続できない。「エラー 691」が表示される。")
    tab.locator("#suggestions [data-told]").wait_for(state="attached")


def pages(someone: Callable[[str], User], empty_form: Callable[[Tab], None]) -> list[Look]:
    def own(state: State, rest: str = "") -> Callable[[], str]:
        return lambda: f"/requests/{_own(someone(READER), state)}{rest}"

    def listed() -> str:
        for state in (State.NEW, State.ON_HOLD, State.RESOLVED):
            _own(someone(READER), state)
        return "/requests"

    return [
        Look("reporting", "reporting.report", "/report", STRANGER),
        Look("report-answers", "reporting.report", "/report", READER, do=_type),
        Look("report-invalid", "reporting.report", "/report", STRANGER, 422, empty_form),
        Look("report-solved", "reporting.solved", "/report/solved", READER),
        Look("report-received", "reporting.received", "/report/received/INC-20261125-001", STRANGER),
        Look("requests", "requests.index", listed, READER),
        Look("requests-ended", "requests.index", "/requests?view=ended", READER),
        Look("request", "requests.show", own(State.ON_HOLD), READER),
        Look("request-new", "requests.show", own(State.NEW, "?new=1"), READER),
        Look("request-resolved", "requests.show", own(State.RESOLVED), READER),
        Look("request-reply", "requests.reply", own(State.NEW, "/reply"), READER),
        Look("request-not-fixed", "requests.not_fixed", own(State.RESOLVED, "/not-fixed"), READER),
        Look("request-withdraw", "requests.withdraw", own(State.NEW, "/withdraw"), READER),
    ]
