"""Incidents that were walked to where a page has something to show."""

from portal.accounts.models import User
from portal.catalog.models import Category, Service
from portal.incidents import endings, states, timeline
from portal.incidents.kinds import Channel, Confirmation, Decision, EntryKind, HoldReason, ResolutionCode
from portal.incidents.models import Incident
from portal.incidents.operations import Details, join, record
from portal.incidents.priority import Impact, Urgency
from portal.kernel.db import db
from portal.kernel.verbs import Verb

SYMPTOM = "VPNが「エラー 691」でつながりません。昨日までは使えました。\n再起動しても変わりません。"


def walked(agent: User, reporter: User, until: str) -> Incident:
    """A new incident that *agent* took as far as *until*."""
    service, category = db.session.query(Service).first(), db.session.query(Category).first()
    details = Details(SYMPTOM, reporter=reporter, service=service, category=category, device="PC-0412")
    incident = record(agent, details=details, channel=Channel.PHONE)
    for name in _WAY[until]:
        _STEPS[name](agent, incident)
    return incident


def _said(agent: User, incident: Incident) -> None:
    timeline.note(agent, incident, text="資格情報を消して再起動した。変わらない。", kind=EntryKind.WORK, starred=True)
    timeline.correct(agent, incident.entries[-1], text="資格情報を消して再起動した。一度だけつながった。")
    timeline.reply(agent, incident, text="いま調べています。30分以内にもう一度ご連絡します。")
    timeline.note(agent, incident, text="装置2号機の失効リストが古い。", kind=EntryKind.FINDING)


def _escalated(agent: User, incident: Incident) -> None:
    states.escalate(agent, incident, team=agent.teams[0], reason="装置の設定が必要", tried="資格情報の消去、再起動")


def _joined(agent: User, incident: Incident) -> None:
    join(agent, walked(agent, incident.reporter or agent, "new"), incident)


_STEPS = {
    "take": lambda agent, incident: states.take(agent, incident, person=agent),
    "prioritize": lambda agent, incident: states.prioritize(
        agent, incident, impact=Impact.LARGE, urgency=Urgency.MEDIUM
    ),
    "investigate": states.investigate,
    "say": _said,
    "escalate": _escalated,
    "join": _joined,
    "major": lambda agent, incident: states.declare_major(agent, incident, reason="営業部の全員に影響"),
    "hold": lambda agent, incident: states.hold(agent, incident, why=HoldReason.AWAITING_USER, note="不在"),
    "resolve": lambda agent, incident: endings.resolve(
        agent, incident, fix=endings.Fix("失効リストを取り直した。", ResolutionCode.WORKAROUND, direct_cause="期限切れ")
    ),
    "close": lambda agent, incident: endings.close(
        agent, incident, closing=endings.Closing(Confirmation.PROXY, Decision.CREATE)
    ),
}
_TO_WORK = ("take", "prioritize", "investigate", "say")
_WAY: dict[str, tuple[str, ...]] = {
    "new": (),
    "triage": ("take",),
    "investigating": _TO_WORK,
    "escalated": (*_TO_WORK, "escalate"),
    "major": (*_TO_WORK, "major", "join"),
    "held": (*_TO_WORK, "hold"),
    "resolved": (*_TO_WORK, "resolve"),
    "closed": (*_TO_WORK, "resolve", "close"),
}
STOPS = tuple(_WAY)
# Where each verb that asks has its page.
PLACES: dict[Verb, str] = {
    Verb.PRIORITIZE_INCIDENT: "triage",
    Verb.RESTORE_INCIDENT: "investigating",
    Verb.RESOLVE_INCIDENT: "investigating",
    Verb.ESCALATE_INCIDENT: "investigating",
    Verb.CLOSE_INCIDENT: "resolved",
    Verb.CONTRADICT_RESOLUTION: "resolved",
    Verb.REOPEN_INCIDENT: "closed",
}
