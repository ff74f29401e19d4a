"""Actions and what else follows from an incident, brought to where a page has something to show."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions.kinds import ActionType, Source
from portal.actions.operations import Plan, Serves
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from tests.journeys.walks import walked

# Where an action must stand for the page of a deed to be open.
ACTION_STOPS = {
    "accept": "proposed", "reject": "proposed", "edit": "proposed", "complete": "open", "extend": "open",
    "transfer": "open", "cancel": "open", "verify": "done", "contradict": "done",
}  # fmt: skip


def acted(agent: User, reporter: User, until: str) -> str:
    """The number of an action of *agent* that came as far as *until*."""
    incident = walked(agent, reporter, "resolved")
    someone = db.session.scalars(select(User).order_by(User.id)).unique()
    other = next(user for user in someone if Role.SECOND_LINE in user.roles and user.id != agent.id)
    owner = other if until == "done" else agent
    plan = Plan(
        "負荷テストの手順を徹底し、メモリ使用量の8時間の推移を加える", ActionType.TEST, owner=owner,
        due_on=site_day(clock.now()) + timedelta(days=14), milestone="次期リリース", team=agent.teams[0],
        description="リリース前の負荷テストに、メモリの長い推移を含める。",
    )  # fmt: skip
    serves = Serves(Source.INCIDENT, incident.id, incident.number)
    action = actions.propose(agent, serves=serves, plan=plan)
    if until != "proposed":
        actions.accept(agent, action)
        later = site_day(clock.now()) + timedelta(days=21)
        actions.extend(owner, action, due_on=later, reason="検証環境の準備が遅れた。")
    if until in ("done", "verified"):
        actions.complete(owner, action, evidence="負荷テスト手順書 第3版")
    if until == "verified":
        actions.contradict(THE_SYSTEM, action, reason="3時間で終わっている。")
    return action.number
