"""Rules about articles that an administrator may change."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from portal.kernel.policies import Policy


class Enforcement(StrEnum):
    """Whether licences bind for framing and for edits within (they always bind for validating, widening, archiving)."""

    SOFT = "soft"
    HARD = "hard"


class ArticlePolicy(Policy):
    """How strictly articles are kept."""

    name: ClassVar[str] = "articles"

    enforcement: Enforcement = Field(
        Enforcement.SOFT, description="Whether a licence binds for edits of articles for agents only."
    )
    not_validated_outside: bool = Field(
        False, description="Whether readers outside the desk see articles that are not validated."
    )
    review_days: int = Field(92, ge=7, le=1_830, description="Days after which a validated article wants a fresh look.")
