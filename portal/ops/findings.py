"""What a check of the records finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One place where a rule is broken."""

    rule: str
    record: str
    trouble: str
