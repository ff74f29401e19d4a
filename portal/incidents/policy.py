"""Rules about reporting that an administrator may change."""

from typing import ClassVar

from pydantic import Field

from portal.kernel.policies import Policy


class ReportingPolicy(Policy):
    """Who may report a problem on the portal."""

    name: ClassVar[str] = "reporting"

    strangers: bool = Field(True, description="Whether people who are not signed in may report a problem.")
    strangers_an_hour: int = Field(
        10, ge=1, le=1_000, description="How many reports one address may send in an hour without signing in."
    )
