"""What is done with an incident of the demo, by the name that the texts give it; each is an operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from portal.articles.models import Article
from portal.demo.company import Cast
from portal.incidents import endings, knowledge, operations, states, timeline
from portal.incidents.kinds import (
    CancelReason,
    Confirmation,
    Decision,
    EntryKind,
    HoldReason,
    LinkKind,
    LinkSource,
    Outcome,
    ResolutionCode,
)
from portal.incidents.lifecycle import State
from portal.incidents.models import Incident
from portal.incidents.operations import Details
from portal.incidents.priority import Impact, Urgency


@dataclass(frozen=True)
class Scene:
    """One step as it happens: who does it to which incident, and everything that its words may name."""

    who: Any
    incident: Incident
    step: Mapping[str, Any]
    cast: Cast
    articles: Mapping[str, Article]
    incidents: Mapping[str, Incident]
    earlier: Callable[[str], datetime]
    later: Callable[[int], date]

    def moment(self, name: str) -> datetime | None:
        """A moment before the step, where it names one."""
        return self.earlier(self.step[name]) if name in self.step else None

    def words(self, name: str) -> str:
        return str(self.step.get(name, ""))

    def named(self, name: str, among: Mapping[str, Any]) -> Any:
        """What the step names by its key, if it names any."""
        return among[self.step[name]] if name in self.step else None

    @property
    def weight(self) -> dict[str, Any]:
        """Impact and urgency, where the step says them."""
        return {
            name: kind(self.step[name])
            for name, kind in (("impact", Impact), ("urgency", Urgency))
            if name in self.step
        }


def _link(scene: Scene) -> object:
    return knowledge.link(
        scene.who,
        scene.incident,
        scene.articles[scene.step["article"]],
        kind=LinkKind(scene.step.get("kind", LinkKind.REFERENCE)),
        source=LinkSource(scene.step.get("source", LinkSource.MANUAL_SEARCH)),
        rank=scene.step.get("rank"),
        outcome=Outcome(scene.step["outcome"]) if "outcome" in scene.step else None,
    )


def _resolve(scene: Scene) -> object:
    fix = endings.Fix(
        scene.words("resolution"),
        ResolutionCode(scene.step["code"]),
        restored_at=scene.moment("restored"),
        temporary_measure=scene.words("measure"),
        direct_cause=scene.words("cause"),
        introduced_at=scene.moment("introduced"),
        **scene.weight,
    )
    return endings.resolve(scene.who, scene.incident, fix=fix)


def _resolve_with(scene: Scene) -> object:
    article = scene.articles[scene.step["article"]]
    source = LinkSource(scene.step.get("source", LinkSource.INTAKE_SUGGESTION))
    return knowledge.resolve_with(
        scene.who, scene.incident, article, source=source, rank=scene.step.get("rank"), **scene.weight
    )


def _close(scene: Scene) -> object:
    closing = endings.Closing(
        Confirmation(scene.step.get("confirmed", Confirmation.PROXY)),
        Decision(scene.step["decision"]),
        decision_reason=scene.words("reason"),
        direct_cause=scene.words("cause"),
        cause_unknown=not (scene.words("cause") or scene.incident.direct_cause),
    )
    return endings.close(scene.who, scene.incident, closing=closing)


def _note(scene: Scene) -> object:
    told = timeline.note(
        scene.who,
        scene.incident,
        text=scene.words("text"),
        kind=EntryKind(scene.step.get("kind", EntryKind.NOTE)),
        who=scene.words("who"),
    )
    if scene.step.get("star"):
        timeline.star(scene.who, scene.incident.entries[-1], starred=True)
    return told


def _revise(scene: Scene) -> object:
    known = {detail.name: getattr(scene.incident, detail.name) for detail in fields(Details)}
    known["service"] = scene.named("service", scene.cast.services) or scene.incident.service
    known["category"] = scene.named("category", scene.cast.categories) or scene.incident.category
    return operations.revise(scene.who, scene.incident, details=Details(**known))


def _hold(scene: Scene) -> object:
    day = scene.later(scene.step["resume"]) if "resume" in scene.step else None
    why = HoldReason(scene.step["why"])
    return states.hold(scene.who, scene.incident, why=why, note=scene.words("note"), resume_on=day)


def _resume(scene: Scene) -> Any:
    """Where the caller's answer has not set the work going again already."""
    return states.resume(scene.who, scene.incident) if scene.incident.state is State.ON_HOLD else scene.incident


def _escalate(scene: Scene) -> object:
    return states.escalate(
        scene.who,
        scene.incident,
        team=scene.named("team", scene.cast.teams),
        vendor=scene.words("vendor"),
        reason=scene.words("reason"),
        tried=scene.words("tried"),
    )


STEPS: dict[str, Callable[[Scene], object]] = {
    "take": lambda scene: states.take(scene.who, scene.incident, person=scene.who),
    "assign": lambda scene: operations.assign(
        scene.who,
        scene.incident,
        person=scene.named("person", scene.cast.people),
        team=scene.named("team", scene.cast.teams),
    ),
    "revise": _revise,
    "prioritize": lambda scene: states.prioritize(scene.who, scene.incident, **scene.weight),
    "investigate": lambda scene: states.investigate(scene.who, scene.incident),
    "escalate": _escalate,
    "call_in": lambda scene: states.escalate_upwards(
        scene.who, scene.incident, person=scene.named("person", scene.cast.people), reason=scene.words("reason")
    ),
    "accept": lambda scene: states.accept(scene.who, scene.incident, person=scene.who),
    "restore": lambda scene: states.restore(
        scene.who, scene.incident, plan=scene.words("plan"), cause_known=bool(scene.step.get("cause_known"))
    ),
    "resolve": _resolve,
    "resolve_with": _resolve_with,
    "undo": lambda scene: endings.undo(scene.who, scene.incident),
    "confirm": lambda scene: endings.confirm(scene.who, scene.incident),
    "contradict": lambda scene: endings.contradict(scene.who, scene.incident, reason=scene.words("reason")),
    "close": _close,
    "reopen": lambda scene: endings.reopen(scene.who, scene.incident, reason=scene.words("reason")),
    "hold": _hold,
    "resume": _resume,
    "cancel": lambda scene: states.cancel(
        scene.who, scene.incident, why=CancelReason(scene.step["why"]), reason=scene.words("reason")
    ),
    "withdraw": lambda scene: states.withdraw(scene.who, scene.incident, reason=scene.words("reason")),
    "declare": lambda scene: states.declare_major(scene.who, scene.incident, reason=scene.words("reason")),
    "join": lambda scene: operations.join(scene.who, scene.incident, scene.named("parent", scene.incidents)),
    "restrict": lambda scene: operations.restrict(
        scene.who, scene.incident, team=scene.named("team", scene.cast.teams), reason=scene.words("reason")
    ),
    "note": _note,
    "reply": lambda scene: timeline.reply(scene.who, scene.incident, text=scene.words("text")),
    "link": _link,
    "unlink": lambda scene: knowledge.unlink(scene.who, _use_of(scene), reason=scene.words("reason")),
    "judge": lambda scene: knowledge.judge(scene.who, _use_of(scene), outcome=Outcome(scene.step["outcome"])),
}


def _use_of(scene: Scene) -> Any:
    article = scene.articles[scene.step["article"]]
    return next(use for use in scene.incident.active_uses if use.article_id == article.id)
