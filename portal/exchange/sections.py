"""Which heading begins which field, as the sources of knowledge articles write them."""

import re

FIELDS = ("issue", "environment", "cause", "resolution", "impact")

_HEADINGS: dict[str, str] = {
    "issue": "issue; issues; symptom; symptoms; problem; problem description; question; meaning; description;"
    "issue/symptom; issue/symptoms; issues/symptoms; problem/symptoms;"
    "error; error message; 問題; 症状; 現象; 事象; 質問; 説明; 問題/症状; 症状・質問; 症状/質問; 問題の説明; 意味",
    "environment": "environment; environments; applies to; affected products and versions; affected versions;"
    "affected products; 環境; 対象; 適用対象; 対象製品; 影響を受ける製品とバージョン; 影響を受ける製品およびバージョン",
    "cause": "cause; causes; root cause; reason; diagnosis; 原因; 診断; 理由",
    "resolution": "resolution; resolutions; solution; solutions; workaround; workarounds; fix; answer; mitigation;"
    "steps; 解決策; 解決方法; 解決; 対処; 対処方法; 対処法; 回避策; 回答; 手順; 緩和策; ソリューション",
    "impact": "impact; 影響",
}
_FIELD = {heading.strip(): field for field, headings in _HEADINGS.items() for heading in headings.split(";")}
_GARBLED = re.compile(r"0\.\d{3,}")
_BOLD_LINE = re.compile(r"\s*(?:<b>|<strong>|\*\*|__)\s*([^<>*]+?)\s*(?:</b>|</strong>|\*\*|__)\s*[:：]?\s*$")
_DECORATION = re.compile(r"</?(?:b|strong|em|i|span)\b[^<>]*>|\*\*|__|\{#[^}]*\}")


def label_of(line: str, heading: str | None) -> str | None:
    """The words of a heading, or of a line that is nothing but bold words and so looks like one; else None."""
    if heading is not None:
        return _DECORATION.sub("", heading).strip()
    found = _BOLD_LINE.match(line)
    return found[1] if found else None


def field_of(label: str) -> str | None:
    """The field that a heading begins; None for one that is none of ours."""
    plain = label.strip().rstrip(":：").strip().casefold().replace("／", "/").replace(" / ", "/")
    return _FIELD.get(plain)


def is_garbled(label: str) -> bool:
    """Whether machine translation has turned the heading into a number; it is always the one about the environment."""
    return _GARBLED.fullmatch(label.strip()) is not None
