"""The report of the founding case: what the command prints is what lies in `golden/`, with every fact in its field."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from portal.cli import main
from portal.demo import story
from portal.incidents.models import Incident
from portal.kernel import i18n
from portal.kernel.current import settings
from portal.kernel.db import db
from portal.reports import facts, operations
from portal.reports.fields import fields
from portal.reports.kinds import Edition, FieldKey, ReportKind, ReportState
from portal.reviews import durations
from portal.reviews.durations import Base, Measure

FOUNDING = "INC-20231027-001"
GOLDEN = Path(__file__).parent / "golden"
SUFFIX = {"text": "txt", "markdown": "md"}

# What each field has to say (the founding case), in the words of either language.
SAYS: dict[FieldKey, dict[str, tuple[str, ...]]] = {
    FieldKey.NUMBER: {"ja": (FOUNDING,), "en": (FOUNDING,)},
    FieldKey.REPORTED_ON: {"ja": ("2023年10月28日",), "en": ("28 Oct 2023",)},
    FieldKey.REPORTER: {"ja": ("システム開発部 鈴木 一郎",), "en": ("Systems Development, SUZUKI Ichiro",)},
    FieldKey.OCCURRED_AT: {"ja": ("2023年10月27日(金) 14:30頃",), "en": ("about", "27 Oct 2023, 14:30")},
    FieldKey.RESTORED_AT: {
        "ja": ("2023年10月27日(金) 16:00", "約90分"), "en": ("27 Oct 2023, 16:00", "about 90 minutes"),
    },
    FieldKey.SUMMARY: {
        "ja": ("トップページが表示されず", "www.example.co.jp", "お客さま"),
        "en": ("top page", "www.example.co.jp", "customers could not reach"),
    },
    FieldKey.IMPACT: {
        "ja": ("すべて", "公開Webサイト", "約90分"), "en": ("All users", "public web site", "about 90 minutes"),
    },
    FieldKey.CAUSE: {
        "ja": ("直接原因", "Web-01", "応答しなくなった", "根本原因", "メモリーリーク", "14:00", "想定を大きく超えて"),
        "en": ("Direct cause", "Web-01", "stopped answering", "Root cause", "memory leak", "14:00", "far more"),
    },
    FieldKey.COURSE: {
        "ja": (
            *("アラート", "第一報", "タイムアウト", "ログ", "再起動", "効果はな"),
            *("新機能が原因", "切り戻し", "復旧を宣言"),
        ),
        "en": ("reported trouble", "timed out", "first notice", "log", "restarted", "no effect", "roll", "recovery"),
    },
    FieldKey.TEMPORARY: {"ja": ("切り戻し", "安定した版"), "en": ("rolled back", "stable version")},
    FieldKey.PERMANENT: {
        "ja": (
            *("修正", "メモリーリークのあるコード", "佐藤", "2023年11月2日"),
            *("テスト強化", "長時間", "開発チーム、次期リリース)"),
            *("手順見直し", "段階的", "影響の範囲", "高橋", "2023年11月30日"),
        ),
        "en": (
            *("Repair", "leaks memory", "SATO", "2 Nov 2023", "Stronger tests", "long-running"),
            *("(Development team, from the next release on)", "staged", "range of impact", "TAKAHASHI", "30 Nov 2023"),
        ),
    },
    FieldKey.CONCERNED: {
        "ja": ("システム開発部", "インフラ運用部", "カスタマーサポート部"),
        "en": ("Systems Development", "Infrastructure Operations", "Customer Support"),
    },
}  # fmt: skip

both_languages = pytest.mark.parametrize("language", ["ja", "en"])


@pytest.fixture
def founding(told: list[story.SignIn]) -> Incident:
    return db.session.scalars(select(Incident).where(Incident.number == FOUNDING)).unique().one()


def _said(founding: Incident, language: str, edition: Edition = Edition.INTERNAL) -> dict[FieldKey, str]:
    report = operations.versions(founding)[-1]
    with i18n.speaking(language, "Asia/Tokyo"):
        found = fields(facts.of(report), edition)
    return {field.key: "\n".join(f"{line.label} {line.text}" for line in field.lines) for field in found}


@both_languages
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_the_command_prints_the_report_as_it_is_kept(
    founding: Incident, form: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA", str(settings().data))
    printed = CliRunner().invoke(main, ["export", "report", FOUNDING, "--format", form, "--lang", language])

    kept = GOLDEN / f"{FOUNDING}.{language}.{SUFFIX[form]}"
    assert printed.output == kept.read_text(encoding="utf-8")


@both_languages
def test_every_fact_stands_in_its_field(founding: Incident, language: str) -> None:
    said = _said(founding, language)

    assert list(said) == list(FieldKey)
    lacking = {key: [word for word in SAYS[key][language] if word not in said[key]] for key in FieldKey}
    assert {key: words for key, words in lacking.items() if words} == {}
    times = [line.split()[0] for line in said[FieldKey.COURSE].splitlines()]
    assert times == ["14:35", "14:45", "15:10", "15:30", "15:45", "16:00"]
    assert not any(name in said[FieldKey.PERMANENT] for name in ("石井", "ISHII", "12月15日", "15 Dec"))


@pytest.mark.parametrize("edition", Edition)
def test_in_english_nothing_is_left_in_japanese(founding: Incident, edition: Edition) -> None:
    said = _said(founding, "en", edition)

    assert [key for key, words in said.items() if any("\u3000" <= letter <= "\u9fff" for letter in words)] == []


def test_outward_it_names_no_person(founding: Incident) -> None:
    for language in ("ja", "en"):
        words = "\n".join(_said(founding, language, Edition.OUTWARD).values())
        assert not any(name in words for name in ("鈴木", "佐藤", "高橋", "SUZUKI", "SATO", "TAKAHASHI"))


def test_the_times_of_the_course_are_those_of_the_reader(founding: Incident) -> None:
    report = operations.versions(founding)[-1]
    with i18n.speaking("en", "America/Los_Angeles"):
        course = next(field for field in fields(facts.of(report)) if field.key is FieldKey.COURSE)

    assert course.lines[0].label == "22:35"
    with i18n.speaking("en", "Etc/GMT-10"):  # midnight passes between the occurrence and what was done
        assert _crossing(report.facts)[-1] == "Sat 28 Oct 2023, 00:05"


def _crossing(issued: dict[str, Any]) -> list[str]:
    late = {"at": "2023-10-27T14:05:00+00:00", "about": False, "who": "", "text": "Later"}
    course = next(found for found in fields({**issued, "course": [*issued["course"], late]}) if found.key == "course")
    return [line.label for line in course.lines]


def test_each_duration_names_its_base(founding: Incident) -> None:
    found = {one.measure: (one.minutes, one.base) for one in durations.durations(founding)}

    assert found[Measure.DETECTION] == (5, Base.OCCURRENCE)
    assert found[Measure.DECLARATION] == (10, Base.DETECTION)
    assert found[Measure.CAUSE] == (75, Base.OCCURRENCE)
    assert found[Measure.IMPACT] == (90, Base.OCCURRENCE)
    assert found[Measure.RESPONSE] == (0, Base.DETECTION)
    assert found[Measure.ESCALATION] == (35, Base.ACKNOWLEDGEMENT)
    assert found[Measure.CAUSE_FROM_RESPONSE] == (70, Base.ACKNOWLEDGEMENT)
    assert found[Measure.MITIGATION] == (None, Base.DETECTION)
    assert found[Measure.RESTORATION] == (85, Base.DETECTION)
    assert found[Measure.RESOLUTION] == (85, Base.RECORD)


def test_a_first_version_was_issued_the_day_after_and_taken_over(founding: Incident) -> None:
    first, final = operations.versions(founding)

    assert (first.kind, first.state, str(first.reported_on)) == (ReportKind.FIRST, ReportState.SUPERSEDED, "2023-10-28")
    assert (final.kind, final.state, final.reported_on) == (ReportKind.FINAL, ReportState.ISSUED, first.reported_on)
    assert [stamp.person.login for stamp in final.stamps if stamp.person] == ["takahashi.ryosuke"]
