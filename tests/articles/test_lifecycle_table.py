"""Every state × verb of the tables: what they allow happens, what they do not is refused and changes nothing."""

import pytest

from portal.accounts.system import THE_SYSTEM
from portal.articles import flags, operations
from portal.articles.contents import Contents
from portal.articles.lifecycle import (
    AUDIENCE,
    CONFIDENCE,
    FLAG,
    GOVERNANCE,
    Audience,
    Confidence,
    FlagState,
    Governance,
)
from portal.articles.models import ArchiveReason, FlagKind, Severity
from portal.kernel.errors import Invalid, InvalidTransition
from portal.kernel.lifecycle import Rule
from portal.kernel.transaction import transaction
from portal.kernel.verbs import Verb


def _again(actor, article):
    return operations.revise(
        actor, article, contents=Contents.of(article.current), type=article.type, language=article.language,
        service=article.service, category=article.category, owner_team=article.owner_team,
        confidence=Confidence.WIP if article.confidence is Confidence.WIP else None,
        audience=None, reason="again",
    )  # fmt: skip


DEEDS = {
    Verb.FINISH_ARTICLE: lambda actor, article, make: operations.finish(actor, article),
    Verb.VALIDATE_ARTICLE: lambda actor, article, make: operations.validate(actor, article, note="sure"),
    Verb.RECHECK_ARTICLE: lambda actor, article, make: operations.recheck(actor, article, reason="doubt"),
    Verb.REVISE_ARTICLE: lambda actor, article, make: _again(actor, article),
    Verb.ARCHIVE_ARTICLE: lambda actor, article, make: operations.archive(
        actor, article, why=ArchiveReason.OTHER, replacement=None, reason="old"
    ),
    Verb.MERGE_ARTICLE: lambda actor, article, make: operations.merge(actor, article, make.article(), reason="same"),
    Verb.RESTORE_ARTICLE: lambda actor, article, make: operations.restore(actor, article, reason="used"),
    Verb.DISCARD_ARTICLE: lambda actor, article, make: operations.discard(actor, article, reason="nothing"),
    Verb.WIDEN_ARTICLE: lambda actor, article, make: operations.widen(
        actor, article, audience=Audience.PUBLIC, reason="FAQ"
    ),
    Verb.PULL_BACK_ARTICLE: lambda actor, article, make: operations.pull_back(
        actor, article, audience=Audience.WITHIN, reason="no"
    ),
    Verb.RESTRICT_ARTICLE: lambda actor, article, make: operations.restrict(actor, article, team=None, reason="no"),
    Verb.GOVERN_ARTICLE: lambda actor, article, make: operations.govern(
        actor, article, governance=Governance.EXPERIENCE, team=None, reason="all"
    ),
    Verb.FLAG_ARTICLE: lambda actor, article, make: flags.flag(
        actor, article, kind=FlagKind.OTHER, severity=Severity.NORMAL, text="x"
    ),
}
FLAG_DEEDS = {
    Verb.TAKE_FLAG: lambda actor, flag: flags.take(actor, flag),
    Verb.FIX_FLAG: lambda actor, flag: flags.fix(actor, flag, answer="done"),
    Verb.REJECT_FLAG: lambda actor, flag: flags.reject(actor, flag, answer="no"),
    Verb.REOPEN_FLAG: lambda actor, flag: flags.reopen(actor, flag),
}
# Guards beyond the table: only what is validated is shown outside.
GUARDED = {(Confidence.WIP, Verb.WIDEN_ARTICLE), (Confidence.NOT_VALIDATED, Verb.WIDEN_ARTICLE)}


def targets(lifecycle, verb):
    target = lifecycle.moves[verb][1]
    return target.targets if isinstance(target, Rule) else {target}


def test_every_verb_of_the_table_has_its_deed():
    assert set(DEEDS) == set(CONFIDENCE.moves)
    assert set(AUDIENCE.moves) | set(GOVERNANCE.moves) <= set(CONFIDENCE.moves)
    assert set(FLAG_DEEDS) == set(FLAG.moves) - {Verb.MERGE_ARTICLE}


@pytest.mark.parametrize("verb", DEEDS)
@pytest.mark.parametrize("state", Confidence)
def test_confidence_goes_where_the_table_says_and_nowhere_else(make, state, verb):
    article = make.article()
    with transaction():
        article.confidence = state
        article.audience = Audience.CUSTOMER if verb is Verb.PULL_BACK_ARTICLE else Audience.WITHIN

    if verb in CONFIDENCE.open_verbs(state) and (state, verb) not in GUARDED:
        DEEDS[verb](THE_SYSTEM, article, make)
        assert article.confidence in targets(CONFIDENCE, verb)
        unchanged = len(targets(CONFIDENCE, verb)) > 1
        assert not unchanged or article.confidence is state
    else:
        with pytest.raises((InvalidTransition, Invalid)) as refused:
            DEEDS[verb](THE_SYSTEM, article, make)
        assert refused.type is (Invalid if (state, verb) in GUARDED else InvalidTransition)
        assert article.confidence is state


@pytest.mark.parametrize("wanted", Audience)
@pytest.mark.parametrize("verb", AUDIENCE.moves)
@pytest.mark.parametrize("start", Audience)
def test_audience_goes_where_the_table_says_and_nowhere_else(make, start, verb, wanted):
    article = make.article(confidence=Confidence.VALIDATED)
    with transaction():
        article.audience = start
        if verb is Verb.RESTORE_ARTICLE:
            article.confidence = Confidence.ARCHIVED
    deeds = {
        Verb.WIDEN_ARTICLE: lambda: operations.widen(THE_SYSTEM, article, audience=wanted, reason="r"),
        Verb.PULL_BACK_ARTICLE: lambda: operations.pull_back(THE_SYSTEM, article, audience=wanted, reason="r"),
        Verb.RESTORE_ARTICLE: lambda: operations.restore(THE_SYSTEM, article, reason="r"),
        Verb.RESTRICT_ARTICLE: lambda: operations.restrict(THE_SYSTEM, article, team=None, reason="r"),
    }
    step = wanted.breadth - start.breadth
    expected = {
        Verb.WIDEN_ARTICLE: wanted if step > 0 else None,
        Verb.PULL_BACK_ARTICLE: wanted if step < 0 else None,
    }.get(verb, Audience.WITHIN)

    if expected is None:
        with pytest.raises(InvalidTransition):
            deeds[verb]()
        assert article.audience is start
    else:
        assert start in AUDIENCE.moves[verb][0]
        deeds[verb]()
        assert article.audience is expected
        assert expected in targets(AUDIENCE, verb)


@pytest.mark.parametrize("verb", FLAG_DEEDS)
@pytest.mark.parametrize("state", FlagState)
def test_a_flag_goes_where_the_table_says_and_nowhere_else(make, cast, state, verb):
    flag = flags.flag(cast.sato, make.article(), kind=FlagKind.OTHER, severity=Severity.NORMAL, text="x")
    with transaction():
        flag.state = state

    if verb in FLAG.open_verbs(state):
        FLAG_DEEDS[verb](cast.sato, flag)
        assert flag.state is FLAG.moves[verb][1]
    else:
        with pytest.raises(InvalidTransition):
            FLAG_DEEDS[verb](cast.sato, flag)
        assert flag.state is state


def test_merging_closes_the_flag_that_asked_for_it_and_carries_the_others_along(make, cast):
    double, kept = make.article(), make.article()
    asked = flags.flag(cast.mori, double, kind=FlagKind.DUPLICATE, severity=Severity.NORMAL, text="", duplicate_of=kept)
    other = flags.flag(cast.mori, double, kind=FlagKind.UNCLEAR, severity=Severity.NORMAL, text="Step 2")

    operations.merge(cast.sato, double, kept, reason="the same")

    assert asked.state is FlagState.MERGED
    assert (other.state, other.article_id) == (FlagState.OPEN, kept.id)


@pytest.mark.parametrize("governance", Governance)
def test_governance_is_the_chosen_one(make, cast, governance):
    article = make.article()

    operations.govern(cast.ueda, article, governance=governance, team=cast.ueda.teams[0], reason="law")

    assert article.governance is governance
    assert (article.governance_team is not None) is (governance is Governance.COMPLIANCE)
