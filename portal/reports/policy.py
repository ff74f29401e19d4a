"""Rules about reports that an administrator may change."""

from typing import ClassVar

from pydantic import Field

from portal.kernel.policies import Policy


class ReportPolicy(Policy):
    """How reports are told to others."""

    name: ClassVar[str] = "reports"

    show_names: bool = Field(False, description="Whether the outward version names people instead of departments.")
