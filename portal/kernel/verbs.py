"""Everything that can be done, named once; groups stand in the order of a record's life."""

from enum import StrEnum


class Verb(StrEnum):
    """One name for one deed: in roles, lifecycles, operations, routes, events and words."""

    SIGN_IN = "session.open"
    SIGN_OUT = "session.close"
    END_SESSIONS = "session.end_others"
    ASK_RESET = "password.ask_reset"
    RESET_PASSWORD = "password.reset"  # noqa: S105 – a name, no secret
    CHANGE_PASSWORD = "password.change"  # noqa: S105 – a name, no secret
    CHANGE_PROFILE = "profile.change"

    SEE_ADMIN = "admin.see"
    SEE_AUDIT = "audit.see"
    CHANGE_POLICY = "policy.change"
    SET_UP = "portal.set_up"

    ADD_PERSON = "person.add"
    CHANGE_PERSON = "person.change"
    SET_PASSWORD = "person.set_password"  # noqa: S105 – a name, no secret
    RETIRE_PERSON = "person.retire"
    RESTORE_PERSON = "person.restore"
    ADD_BUNDLE = "bundle.add"
    CHANGE_BUNDLE = "bundle.change"
    REMOVE_BUNDLE = "bundle.remove"
    ADD_TEAM = "team.add"
    CHANGE_TEAM = "team.change"
    RETIRE_TEAM = "team.retire"
    RESTORE_TEAM = "team.restore"

    ADD_SERVICE = "service.add"
    CHANGE_SERVICE = "service.change"
    RETIRE_SERVICE = "service.retire"
    RESTORE_SERVICE = "service.restore"
    ADD_CATEGORY = "category.add"
    CHANGE_CATEGORY = "category.change"
    RETIRE_CATEGORY = "category.retire"
    RESTORE_CATEGORY = "category.restore"

    SEE_ARTICLES = "article.see"
    DRAFT_ARTICLE = "article.draft"
    IMPORT_ARTICLES = "article.import"
    REVISE_ARTICLE = "article.revise"
    FINISH_ARTICLE = "article.finish"
    VALIDATE_ARTICLE = "article.validate"
    RECHECK_ARTICLE = "article.recheck"
    WIDEN_ARTICLE = "article.widen"
    PULL_BACK_ARTICLE = "article.pull_back"
    RESTRICT_ARTICLE = "article.restrict"
    GOVERN_ARTICLE = "article.govern"
    DISCARD_ARTICLE = "article.discard"
    ARCHIVE_ARTICLE = "article.archive"
    RESTORE_ARTICLE = "article.restore"
    MERGE_ARTICLE = "article.merge"
    FLAG_ARTICLE = "flag.raise"
    TAKE_FLAG = "flag.take"
    FIX_FLAG = "flag.fix"
    REJECT_FLAG = "flag.reject"
    REOPEN_FLAG = "flag.reopen"

    SEARCH = "search.ask"
