"""Rules about reviews that an administrator may change."""

from typing import ClassVar

from pydantic import Field

from portal.kernel.policies import Policy


class ReviewPolicy(Policy):
    """Which incidents are reviewed, and by when (domain 10)."""

    name: ClassVar[str] = "reviews"

    required_up_to: int = Field(
        1, ge=0, le=5, description="A review is required up to this priority; 0: only of majors."
    )
    review_days: int = Field(3, ge=1, le=60, description="Days after the resolution until it is reviewed.")
    approve_days: int = Field(7, ge=1, le=90, description="Days after that until it is approved.")
    publish_days: int = Field(10, ge=1, le=90, description="Days after the approval until it is published.")
    timeline_rows: int = Field(5, ge=1, le=20, description="Rows that a timeline has at least when it is submitted.")
    factors: int = Field(2, ge=0, le=10, description="Contributing factors that a review names at least.")
