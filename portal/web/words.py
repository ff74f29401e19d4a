"""Verbs, states and roles as people read them."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from portal.accounts.models import LABELS as ROLE_LABELS
from portal.accounts.models import Theme
from portal.actions.words import LABELS as ACTION_LABELS
from portal.articles.lifecycle import Audience, Confidence, FlagState, Governance
from portal.articles.models import ArchiveReason, ArticleType, FlagKind, Severity, Surface
from portal.articles.policy import Enforcement
from portal.articles.standard import Verdict
from portal.incidents.words import LABELS as INCIDENT_LABELS
from portal.kernel.i18n import gettext, mark
from portal.kernel.verbs import Verb
from portal.problems.words import LABELS as PROBLEM_LABELS
from portal.reports.words import LABELS as REPORT_LABELS
from portal.reviews.words import LABELS as REVIEW_LABELS
from portal.search.words import LABELS as SEARCH_LABELS


class Words(Mapping[Enum, str]):
    """Members of enums with their texts.

    A plain dict would take members of two enums for one where they bear the same word: both are strings.
    """

    def __init__(self, pairs: Iterable[tuple[Enum, str]]) -> None:
        self._texts = {(type(member), member.name): (member, text) for member, text in pairs}

    def __getitem__(self, member: Enum) -> str:
        return self._texts[type(member), member.name][1]

    def __contains__(self, member: object) -> bool:
        return isinstance(member, Enum) and (type(member), member.name) in self._texts

    def __iter__(self) -> Iterator[Enum]:
        return (member for member, _text in self._texts.values())

    def __len__(self) -> int:
        return len(self._texts)


WORDS = Words(
    [
        *ROLE_LABELS.items(),
        (Theme.SYSTEM, mark("As the device")),
        (Theme.LIGHT, mark("Light")),
        (Theme.DARK, mark("Dark")),
        (Confidence.WIP, mark("Work in progress")),
        (Confidence.NOT_VALIDATED, mark("Not validated")),
        (Confidence.VALIDATED, mark("Validated")),
        (Confidence.ARCHIVED, mark("Archived")),
        (Confidence.DISCARDED, mark("Discarded")),
        (Audience.WITHIN, mark("Agents only")),
        (Audience.PARTNER, mark("Partners")),
        (Audience.CUSTOMER, mark("Company")),
        (Audience.PUBLIC, mark("Public")),
        (Governance.EXPERIENCE, mark("Experience-based")),
        (Governance.COMPLIANCE, mark("Compliance-based")),
        (Enforcement.SOFT, mark("Licences advise")),
        (Enforcement.HARD, mark("Licences bind")),
        (FlagState.OPEN, mark("Open")),
        (FlagState.IN_PROGRESS, mark("In progress")),
        (FlagState.FIXED, mark("Fixed")),
        (FlagState.REJECTED, mark("Turned down")),
        (FlagState.MERGED, mark("Merged")),
        (ArticleType.PROBLEM, mark("Troubleshooting")),
        (ArticleType.HOWTO, mark("How-to")),
        (ArticleType.QA, mark("Question and answer")),
        (ArticleType.INFORMATION, mark("Information")),
        (ArticleType.DIAGNOSTIC, mark("Diagnostic")),
        (ArticleType.KNOWN_ERROR, mark("Known error")),
        (ArticleType.PROCEDURE, mark("Procedure")),
        (ArticleType.RESOLUTION_PATH, mark("Resolution path")),
        (ArchiveReason.OBSOLETE, mark("No longer needed")),
        (ArchiveReason.INCORRECT, mark("Incorrect")),
        (ArchiveReason.DUPLICATE, mark("Duplicate")),
        (ArchiveReason.RETIRED_PRODUCT, mark("Product or service retired")),
        (ArchiveReason.OTHER, mark("Other")),
        (FlagKind.OUTDATED, mark("The steps or screens have changed")),
        (FlagKind.TECHNICAL_INACCURACY, mark("It is wrong")),
        (FlagKind.INCOMPLETE, mark("Something is missing")),
        (FlagKind.UNCLEAR, mark("Hard to understand")),
        (FlagKind.DUPLICATE, mark("There is an article about the same")),
        (FlagKind.SENSITIVE_DATA, mark("It tells what must not be published")),
        (FlagKind.WRONG_AUDIENCE, mark("Too many people can read it")),
        (FlagKind.BROKEN_LINK, mark("A link is broken")),
        (FlagKind.METADATA, mark("Type, category or service is wrong")),
        (FlagKind.TRANSLATION, mark("The translation is wrong or old")),
        (FlagKind.OTHER, mark("Something else")),
        (Severity.BLOCKER, mark("Must not be used")),
        (Severity.NORMAL, mark("Should be mended")),
        (Severity.MINOR, mark("Small matter")),
        (Surface.KB, mark("Desk")),
        (Surface.FAQ, mark("FAQ")),
        (Verdict.OK, mark("Fulfilled")),
        (Verdict.TO_DO, mark("To do")),
        (Verdict.OPEN, mark("Not judged")),
        (Verb.SIGN_IN, mark("Sign in")),
        (Verb.SIGN_OUT, mark("Sign out")),
        (Verb.END_SESSIONS, mark("Sign out other devices")),
        (Verb.ASK_RESET, mark("Ask for a new password")),
        (Verb.RESET_PASSWORD, mark("Choose a new password by letter")),
        (Verb.CHANGE_PASSWORD, mark("Change password")),
        (Verb.CHANGE_PROFILE, mark("Change profile")),
        (Verb.SEE_ADMIN, mark("See administration")),
        (Verb.SEE_AUDIT, mark("See the audit log")),
        (Verb.CHANGE_POLICY, mark("Change rules")),
        (Verb.SET_UP, mark("Set up the portal")),
        (Verb.ADD_PERSON, mark("Add person")),
        (Verb.CHANGE_PERSON, mark("Change person")),
        (Verb.SET_PASSWORD, mark("Set password")),
        (Verb.RETIRE_PERSON, mark("Close account")),
        (Verb.RESTORE_PERSON, mark("Reopen account")),
        (Verb.ADD_BUNDLE, mark("Add role bundle")),
        (Verb.CHANGE_BUNDLE, mark("Change role bundle")),
        (Verb.REMOVE_BUNDLE, mark("Remove role bundle")),
        (Verb.ADD_TEAM, mark("Add team")),
        (Verb.CHANGE_TEAM, mark("Change team")),
        (Verb.RETIRE_TEAM, mark("Retire team")),
        (Verb.RESTORE_TEAM, mark("Restore team")),
        (Verb.ADD_SERVICE, mark("Add service")),
        (Verb.CHANGE_SERVICE, mark("Change service")),
        (Verb.RETIRE_SERVICE, mark("Retire service")),
        (Verb.RESTORE_SERVICE, mark("Restore service")),
        (Verb.ADD_CATEGORY, mark("Add category")),
        (Verb.CHANGE_CATEGORY, mark("Change category")),
        (Verb.RETIRE_CATEGORY, mark("Retire category")),
        (Verb.RESTORE_CATEGORY, mark("Restore category")),
        (Verb.ADD_SYNONYMS, mark("Add synonyms")),
        (Verb.CHANGE_SYNONYMS, mark("Change synonyms")),
        (Verb.RETIRE_SYNONYMS, mark("Put synonyms away")),
        (Verb.RESTORE_SYNONYMS, mark("Use synonyms again")),
        (Verb.UNDO_SYNONYMS, mark("Take back a change of synonyms")),
        (Verb.CHANGE_WORDS, mark("Change words of the search")),
        (Verb.UNDO_WORDS, mark("Take back a change of words of the search")),
        *SEARCH_LABELS.items(),
        (Verb.SEE_ARTICLES, mark("See articles")),
        (Verb.DRAFT_ARTICLE, mark("New article")),
        (Verb.IMPORT_ARTICLES, mark("Import articles")),
        (Verb.REVISE_ARTICLE, mark("Fix")),
        (Verb.FINISH_ARTICLE, mark("Resolution found")),
        (Verb.VALIDATE_ARTICLE, mark("Validate")),
        (Verb.RECHECK_ARTICLE, mark("Needs another check")),
        (Verb.WIDEN_ARTICLE, mark("Publish")),
        (Verb.PULL_BACK_ARTICLE, mark("Withdraw")),
        (Verb.RESTRICT_ARTICLE, mark("Restrict to a team")),
        (Verb.GOVERN_ARTICLE, mark("Change governance")),
        (Verb.DISCARD_ARTICLE, mark("Discard")),
        (Verb.ARCHIVE_ARTICLE, mark("Archive")),
        (Verb.RESTORE_ARTICLE, mark("Restore")),
        (Verb.MERGE_ARTICLE, mark("Merge")),
        (Verb.FLAG_ARTICLE, mark("Flag")),
        (Verb.TAKE_FLAG, mark("Take on")),
        (Verb.FIX_FLAG, mark("Mark as fixed")),
        (Verb.REJECT_FLAG, mark("Turn down")),
        (Verb.REOPEN_FLAG, mark("Reopen flag")),
        *INCIDENT_LABELS,
        *PROBLEM_LABELS,
        *REVIEW_LABELS,
        *REPORT_LABELS,
        *ACTION_LABELS,
        (Verb.SEARCH, mark("Search")),
        (Verb.SEE_SEARCH_LOG, mark("See the search log")),
    ]
)


def word(member: Enum) -> str:
    """The label of a verb, state, role or any other member of an enum, in the reader's language."""
    return gettext(WORDS[member])
