"""Actions and what else follows from an incident, brought to where a page has something to show."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.system import THE_SYSTEM
from portal.actions import operations as actions
from portal.actions.kinds import ActionType, Source
from portal.actions.operations import Plan, Serves
from portal.articles.lifecycle import Audience
from portal.incidents import endings, timeline
from portal.incidents.kinds import EntryKind, ResolutionCode
from portal.incidents.priority import Impact, Urgency
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.numbers import site_day
from portal.kernel.transaction import transaction
from portal.reports import operations as reports
from portal.reports.kinds import ReportKind
from portal.reviews import opening
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


COURSE = (
    (5, EntryKind.DETECTED, "監視システムがWebサーバーの異常を検知。担当者が調査を開始した。"),
    (15, EntryKind.NOTICE, "アクセスがタイムアウトすることを確認。インシデントと判断し、関係各所へ第一報を連絡した。"),
    (40, EntryKind.FINDING, "サーバーログから、特定のプロセスのメモリ使用量の急増を確認した。"),
    (60, EntryKind.WORK, "該当プロセスを再起動したが、改善しなかった。"),
    (75, EntryKind.DECISION, "同日リリースの新機能が原因と特定し、切り戻しを決定した。"),
    (90, EntryKind.RECOVERED, "切り戻しを完了。正常に表示されることを確認し、復旧を宣言した。"),
)
WORDS = {
    "title": "公式ウェブサイトが表示されない",
    "summary": "公式ウェブサイトのトップページが表示されなくなり、お客様がサービスを利用できない状態になった。",
    "impact": [
        "公式ウェブサイトのすべての利用者",
        "影響時間: 約90分間、問い合わせ46件",
        "社内システム・受発注には影響なし",
    ],
    "direct_cause": "Webサーバー (Web-01) のアプリケーションプロセスが応答不能になったため。",
    "root_cause": "新機能にメモリリークの不具合があった。負荷テストがメモリの長い推移を見ず、見つけられなかった。",
    "temporary": "新機能を切り戻し、発生前の安定した版に戻した。",
    "handled_by": ["システム開発部", "インフラ運用部", "カスタマーサポート部"],
    "reported_to": ["情報システム部長", "広報部"],
}
MEASURES = (
    (ActionType.REPAIR, "メモリリークを起こした検索処理を修正する"),
    (ActionType.TEST, "負荷テストに、メモリ使用量の8時間の推移を追加する"),
    (ActionType.PREVENT, "段階的リリースの手順を定め、影響範囲を限定する"),
)


def reported(agent: User, reporter: User, until: str) -> str:
    """The number of a grave incident whose final report is a draft, or issued for the company."""
    incident = walked(agent, reporter, "triage")
    began = clock.now() - timedelta(hours=3)
    with transaction():
        incident.occurred_at, incident.occurred_about = began, True
    for minutes, kind, text in COURSE:
        at = began + timedelta(minutes=minutes)
        timeline.note(agent, incident, text=text, kind=kind, at=at, who="当番", starred=True)
    fix = endings.Fix(
        "新機能を切り戻した。", ResolutionCode.WORKAROUND, impact=Impact.LARGE, urgency=Urgency.HIGH,
        direct_cause=str(WORDS["direct_cause"]), temporary_measure=str(WORDS["temporary"]),
    )  # fmt: skip
    endings.resolve(agent, incident, fix=fix)
    review = opening.standing(incident)
    assert review is not None
    serves = Serves(Source.REVIEW, review.id, review.number)
    for measure, title in MEASURES:
        due_on = site_day(clock.now()) + timedelta(days=10)
        actions.propose(agent, serves=serves, plan=Plan(title, measure, owner=agent, due_on=due_on))
    report = reports.draft(agent, incident, kind=ReportKind.FINAL, reporter=agent, audience=Audience.CUSTOMER)
    for language in ("ja", "en"):
        reports.revise(agent, report, language=language, words=WORDS)
    if until == "issued":
        reports.issue(agent, report)
    return incident.number
