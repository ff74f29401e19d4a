"""What there is to choose from on an action (domain 3.8)."""

from enum import StrEnum


class ActionType(StrEnum):
    """What an action is for; the report prints it before the words."""

    REPAIR = "repair"
    PREVENT = "prevent"
    TEST = "test"
    DETECT = "detect"
    MITIGATE = "mitigate"
    PROCESS = "process"
    INVESTIGATE = "investigate"
    KNOWLEDGE = "knowledge"
    HORIZONTAL = "horizontal"
    COMMUNICATE = "communicate"


class Weight(StrEnum):
    """How binding an action is; a review closes only when every `must` is verified or handed on."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"


class Effect(StrEnum):
    """What checking an action's effect found."""

    EFFECTIVE = "effective"
    PARTLY = "partly"


class Source(StrEnum):
    """The kind of record that an action serves."""

    INCIDENT = "incident"
    PROBLEM = "problem"
    REVIEW = "review"
