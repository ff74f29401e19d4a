"""The life of each article as a list of deeds with their days, by the people who hold the right to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from portal.accounts.system import THE_SYSTEM
from portal.articles import flags, operations
from portal.articles.contents import Rendered
from portal.articles.lifecycle import Audience, Confidence, Governance
from portal.articles.models import ArchiveReason, ArticleType, FlagKind, Severity
from portal.articles.models import Article as Record
from portal.demo import reading
from portal.demo.company import Cast
from portal.kernel.verbs import Verb

REVIEWED_WITHIN = 80  # days: most articles were looked at again within the quarter
_WORDS = {
    "ja": {
        "validated": "手順どおりに試し、問い合わせが解決することを確認しました。",
        "reviewed": "四半期の見直しで、内容が今も正しいことを確認します。",
        "widened": "同じ問い合わせが続くため、公開します。",
        "recheck": "手順どおりにしても直らないという声があり、確認しています。",
        "archived": "対象の製品の提供が終わりました。",
        "governed": "内容を変えるには、担当の承認が必要です。",
        "restricted": "担当者だけが知るべき内容です。",
    },
    "en": {
        "validated": "Tried the steps; they solve what people asked about.",
        "reviewed": "Quarterly look: making sure that it is still right.",
        "widened": "People keep asking, so it is shown to them.",
        "recheck": "Some say that the steps do not help; looking into it.",
        "archived": "The product is no longer offered.",
        "governed": "The team that answers for it has to approve changes.",
        "restricted": "For the team only.",
    },
}


@dataclass(frozen=True)
class Deed:
    """Something that somebody does on a day, counted back from today."""

    days_ago: int
    do: Callable[[], object]


class Chronicle:
    """Articles by key as they come into being, and the deeds that bring them there."""

    def __init__(self, cast: Cast, drawn: dict[str, list[Rendered]]) -> None:
        self._cast, self._drawn = cast, drawn
        self.records: dict[str, Record] = {}

    def deeds(self, article: reading.Article) -> Iterator[Deed]:
        """All that happened to *article*, in its order."""
        states = reading.versions(article)
        outside = article["audience"] != "within"
        yield Deed(states[0]["days_ago"], lambda: self._draft(article, states[0]))
        if article["confidence"] in ("validated", "archived") or outside:
            validated = max(states[0]["days_ago"] - 1, states[1]["days_ago"] if len(states) > 1 else 0)
            yield Deed(validated, lambda: self._validate(article, "validated"))
            if outside:
                yield Deed(validated, lambda: self._widen(article))
        for number, state in enumerate(states[1:], 1):
            yield self._revision(article, number, state)
        yield from self._endings(article, states[-1]["days_ago"])
        for row in article.get("flags", []):
            yield self._flag(article, row)

    def _endings(self, article: reading.Article, last: int) -> Iterator[Deed]:
        confidence, created = article["confidence"], article["created_days_ago"]
        # One in seven was overlooked, so that there is something to find for whoever keeps the articles in order.
        again = sum(map(ord, article["key"])) % 7
        looked = min(created - 2, last, 3 + (created * 7 + again * 11) % REVIEWED_WITHIN)
        if confidence == "validated" and created > REVIEWED_WITHIN and again:
            yield Deed(looked, lambda: self._review(article))
        if confidence == "not_validated" and article["audience"] != "within":
            yield Deed(created // 2, lambda: self._recheck(article))
        if confidence == "archived":
            yield Deed(created // 2, lambda: self._archive(article))
        if article["governance"] == "compliance":
            yield Deed(max(looked - 1, 0), lambda: self._govern(article))
        if article.get("restricted_to"):
            yield Deed(max(looked - 1, 0), lambda: self._restrict(article))

    def _draft(self, article: reading.Article, state: dict[str, Any]) -> None:
        self.records[article["key"]] = operations.draft(
            self._cast.people[state["author"]],
            contents=self._drawn[article["key"]][0],
            type=ArticleType(article["type"]),
            language=article["language"],
            service=self._cast.services[article["service"]],
            category=self._cast.categories[article["category"]],
            owner_team=self._cast.teams[article["owner_team"]],
            translation_of=self.records.get(article.get("translation_of", "")),
            reason=state["reason"],
        )

    def _revision(self, article: reading.Article, number: int, state: dict[str, Any]) -> Deed:
        def revise() -> None:
            record = self.records[article["key"]]
            operations.revise(
                self._one_of(Verb.REVISE_ARTICLE, record, state["author"]),
                record,
                contents=self._drawn[article["key"]][number],
                type=record.type,
                language=record.language,
                service=record.service,
                category=record.category,
                owner_team=record.owner_team,
                confidence=None,
                audience=None,
                reason=state["reason"],
            )

        return Deed(state["days_ago"], revise)

    def _validate(self, article: reading.Article, words: str) -> None:
        record = self.records[article["key"]]
        who = self._one_of(Verb.VALIDATE_ARTICLE, record, article.get("validated_by"), article["author"])
        operations.validate(who, record, note=self._words(article, words))

    def _review(self, article: reading.Article) -> None:
        """Looked at again: for a moment in doubt, then validated anew."""
        record = self.records[article["key"]]
        who = self._one_of(Verb.RECHECK_ARTICLE, record, article["validated_by"])
        operations.recheck(who, record, reason=self._words(article, "reviewed"))
        self._validate(article, "validated")

    def _widen(self, article: reading.Article) -> None:
        record = self.records[article["key"]]
        who = self._one_of(Verb.WIDEN_ARTICLE, record, article.get("validated_by"), article["author"])
        operations.widen(who, record, audience=Audience(article["audience"]), reason=self._words(article, "widened"))

    def _recheck(self, article: reading.Article) -> None:
        record = self.records[article["key"]]
        who = self._one_of(Verb.RECHECK_ARTICLE, record, article["author"])
        operations.recheck(who, record, reason=self._words(article, "recheck"))

    def _archive(self, article: reading.Article) -> None:
        record, successor = self.records[article["key"]], self.records[article["replaced_by"]]
        who = self._one_of(Verb.ARCHIVE_ARTICLE, record, article["author"])
        words = self._words(article, "archived")
        operations.archive(who, record, why=ArchiveReason.RETIRED_PRODUCT, replacement=successor, reason=words)

    def _govern(self, article: reading.Article) -> None:
        record, team = self.records[article["key"]], self._cast.teams[article["governance_team"]]
        who = self._one_of(Verb.GOVERN_ARTICLE, record)
        words = self._words(article, "governed")
        operations.govern(who, record, governance=Governance.COMPLIANCE, team=team, reason=words)

    def _restrict(self, article: reading.Article) -> None:
        record, team = self.records[article["key"]], self._cast.teams[article["restricted_to"]]
        members = [key for key, user in self._cast.people.items() if team.id in user.team_ids]
        who = self._one_of(Verb.RESTRICT_ARTICLE, record, *members, among=members)
        operations.restrict(who, record, team=team, reason=self._words(article, "restricted"))

    def _flag(self, article: reading.Article, row: dict[str, Any]) -> Deed:
        def flag() -> None:
            kind, severity = FlagKind(row["kind"]), Severity(row["severity"])
            who = self._cast.people[row["by"]]
            flags.flag(who, self.records[article["key"]], kind=kind, severity=severity, text=row["text"])

        return Deed(row["days_ago"], flag)

    def _one_of(self, verb: Verb, record: Record, *wanted: str | None, among: list[str] | None = None) -> Any:
        """Whoever of the *wanted* may do it, else a colleague who may, else the system itself."""
        others = self._cast.people if among is None else among
        for key in (*wanted, *others):
            if key and self._cast.people[key].may(verb, record):
                return self._cast.people[key]
        return THE_SYSTEM

    def _words(self, article: reading.Article, name: str) -> str:
        return _WORDS[article["language"]][name]


def is_as_told(article: reading.Article, record: Record) -> bool:
    """Whether the record ended where the text says."""
    return (
        record.confidence is Confidence(article["confidence"])
        and record.audience is Audience(article["audience"])
        and record.governance is Governance(article["governance"])
        and (record.restricted_to is not None) == bool(article.get("restricted_to"))
    )
