"""Which deeds each form is for; a new form fails the test until it stands here, with what differs and why."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from portal.accounts import credentials, groups, set_up, signing_in
from portal.accounts import operations as accounts
from portal.actions import operations as actions
from portal.articles import flags, operations
from portal.articles.policy import ArticlePolicy
from portal.catalog import operations as catalog
from portal.incidents import attachments, endings, intake, knowledge, states, timeline
from portal.incidents import operations as incidents
from portal.incidents.policy import ReportingPolicy
from portal.incidents.priority import PriorityPolicy
from portal.kernel.policies import Policy
from portal.problems import known_errors, solving
from portal.problems import operations as problems
from portal.reports import operations as reports
from portal.reports.facts import WRITABLE
from portal.reports.policy import ReportPolicy
from portal.reviews import answering, handover
from portal.reviews.policy import ReviewPolicy
from portal.reviews.questions import of_section
from portal.search import wording
from portal.web.actions import forms as action_forms
from portal.web.admin.forms import (
    ArticlePolicyForm,
    PolicyForm,
    PriorityPolicyForm,
    ReportingPolicyForm,
    ReportPolicyForm,
    ReviewPolicyForm,
)
from portal.web.articles.forms import (
    AnswerForm,
    ArchiveForm,
    ArticleForm,
    AudienceForm,
    FlagForm,
    GovernForm,
    MergeForm,
    NoteForm,
    PullBackForm,
    ReasonForm,
    RefusalForm,
    RemarkForm,
    RestrictForm,
)
from portal.web.articles.history import BringBackForm
from portal.web.articles.using import UseForm
from portal.web.catalog.forms import CategoryForm, NewCategoryForm, NewServiceForm, ServiceForm
from portal.web.forms import PortalForm
from portal.web.home.forms import SetUpForm
from portal.web.incidents.files import AttachForm
from portal.web.incidents.forms import (
    AssignForm,
    CancelForm,
    CloseForm,
    CorrectionForm,
    EntryForm,
    EscalateForm,
    HoldForm,
    JoinForm,
    PrioritizeForm,
    ResolveForm,
    RestoreForm,
    ReviseForm,
    UpwardsForm,
)
from portal.web.incidents.intake_form import IntakeForm
from portal.web.incidents.knowledge import LinkForm, UnlinkForm
from portal.web.me.forms import PasswordForm, ProfileForm
from portal.web.people.forms import BundleForm, GivenPasswordForm, NewPersonForm, PersonForm, TeamForm
from portal.web.problems import forms as problem_forms
from portal.web.reporting.forms import ReportForm
from portal.web.reports import forms as report_forms
from portal.web.requests.views import NotFixedForm, ReplyForm, WithdrawForm
from portal.web.reviews import forms as review_forms
from portal.web.signin.forms import ForgotForm, ResetForm, SignInForm
from portal.web.wording.forms import GroupForm, WordsForm


@dataclass(frozen=True)
class Fit:
    """*form* is for *deed*; the view gives `given` itself, and makes one value of `joined` fields."""

    form: type[PortalForm]
    deed: Callable[..., Any]
    given: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()


WORDS = frozenset({"title", "short_answer", "issue", "environment", "resolution", "cause", "keywords", "codes"})
PLAN = frozenset(each.name for each in fields(actions.Plan))
# Who reported it stays who it was.
REVISED = frozenset(each.name for each in fields(incidents.Details))

# What is written down is one value of the intake, beside what was found for it.
SPOKEN = frozenset(
    {"reporter", "reporter_name", "reporter_contact", "channel", "symptom", "subject", "service", "category"}
    | {"impact", "urgency", "device", "occurred_at", "occurred_about", "files"}
)

OUTLINE = frozenset(each.name for each in fields(problems.Outline))
SOLUTION = frozenset(each.name for each in fields(solving.Solution))
POSTS = frozenset(each.name for each in fields(answering.Posts))
REPORTED = frozenset(
    {"symptom", "service", "occurred_at", "occurred_about", "reporter_name", "reporter_contact", "files"}
)

FITS = (
    # What is reported is one value; files are put on afterwards.
    Fit(ReportForm, incidents.report, frozenset({"details"}), REPORTED),
    Fit(ReplyForm, timeline.reply, frozenset({"starred"}), frozenset({"files"})),
    Fit(NotFixedForm, endings.contradict),
    Fit(WithdrawForm, states.withdraw),
    Fit(IntakeForm, intake.take_in, frozenset({"intake"}), SPOKEN),
    # The words of an article are one value, and the tick that settles a flag is a deed of its own.
    Fit(
        ArticleForm,
        operations.draft,
        frozenset({"contents", "translation_of", "source_key", "restricted_to"}),
        WORDS | {"settles_flag", "follows_original"},
    ),
    Fit(ArticleForm, operations.revise, frozenset({"contents"}), WORDS | {"settles_flag"}),
    # Everything but the reason comes from the older version.
    Fit(
        BringBackForm,
        operations.revise,
        frozenset(
            {"contents", "type", "language", "service", "category", "owner_team", "confidence", "audience"}
            | {"follows_original"}
        ),
    ),
    Fit(NoteForm, operations.validate),
    Fit(ReasonForm, operations.recheck),
    Fit(AudienceForm, operations.widen),
    Fit(PullBackForm, operations.pull_back),
    Fit(RestrictForm, operations.restrict),
    Fit(GovernForm, operations.govern),
    Fit(ArchiveForm, operations.archive),
    Fit(ReasonForm, operations.restore),
    Fit(RemarkForm, operations.discard),
    # The article that stays is a record, and records stand before the slash.
    Fit(MergeForm, operations.merge, joined=frozenset({"other"})),
    Fit(FlagForm, flags.flag),
    Fit(AnswerForm, flags.fix),
    Fit(RefusalForm, flags.reject),
    # The bytes are kept first; the deed takes what was kept.
    Fit(AttachForm, attachments.attach, frozenset({"kept"}), frozenset({"files"})),
    # What a form tells of an incident is one value: its details, its fix, its closing.
    Fit(ReviseForm, incidents.revise, frozenset({"details"}), REVISED),
    Fit(AssignForm, incidents.assign),
    Fit(PrioritizeForm, states.prioritize),
    Fit(EscalateForm, states.escalate),
    Fit(UpwardsForm, states.escalate_upwards),
    Fit(RestoreForm, states.restore),
    Fit(ResolveForm, endings.resolve, frozenset({"fix"}), frozenset(each.name for each in fields(endings.Fix))),
    Fit(CloseForm, endings.close, frozenset({"closing"}), frozenset(each.name for each in fields(endings.Closing))),
    Fit(ReasonForm, endings.contradict),
    Fit(ReasonForm, endings.reopen),
    Fit(ReasonForm, states.declare_major),
    Fit(HoldForm, states.hold),
    Fit(CancelForm, states.cancel),
    # The incident at the top is a record.
    Fit(JoinForm, incidents.join, joined=frozenset({"parent"})),
    Fit(RestrictForm, incidents.restrict),
    # For whom it is written says which deed it is; a message has its kind, its author and its time by itself.
    Fit(EntryForm, timeline.note, joined=frozenset({"target", "attached"})),
    Fit(EntryForm, timeline.reply, joined=frozenset({"target", "attached", "kind", "at", "who"})),
    Fit(CorrectionForm, timeline.correct),
    # The pressed button names the article and what becomes of it.
    Fit(LinkForm, knowledge.link, frozenset({"kind", "source", "rank", "outcome"})),
    Fit(UseForm, knowledge.link, frozenset({"kind", "source", "rank", "outcome"}), frozenset({"incident"})),
    Fit(UnlinkForm, knowledge.unlink),
    Fit(ServiceForm, catalog.change_service),
    Fit(NewServiceForm, catalog.add_service),
    # A category gets its place by the arrows of the list.
    Fit(CategoryForm, catalog.change_category, frozenset({"position"})),
    Fit(NewCategoryForm, catalog.add_category, frozenset({"position"})),
    Fit(GroupForm, wording.add),
    Fit(GroupForm, wording.change),
    Fit(WordsForm, wording.change_words),
    Fit(PolicyForm, Policy),
    Fit(ArticlePolicyForm, ArticlePolicy),
    Fit(PriorityPolicyForm, PriorityPolicy),
    Fit(ReportingPolicyForm, ReportingPolicy),
    Fit(ReviewPolicyForm, ReviewPolicy),
    Fit(ReportPolicyForm, ReportPolicy),
    Fit(ProfileForm, accounts.change_profile),
    # Which session stays is known to the browser, not typed.
    Fit(PasswordForm, credentials.change_password, frozenset({"token"})),
    Fit(SignInForm, signing_in.sign_in, frozenset({"address", "agent"})),
    # What was typed only finds the person.
    Fit(ForgotForm, credentials.ask_reset, joined=frozenset({"login"})),
    Fit(ResetForm, credentials.reset_password, frozenset({"token"})),
    Fit(SetUpForm, set_up.first_administrator),
    Fit(PersonForm, accounts.change_person),
    Fit(NewPersonForm, accounts.add_person),
    Fit(GivenPasswordForm, credentials.set_password),
    Fit(TeamForm, groups.add_team),
    Fit(TeamForm, groups.change_team),
    Fit(BundleForm, groups.add_bundle),
    Fit(BundleForm, groups.change_bundle),
    # An outline, a solution and the posts are one value each.
    Fit(action_forms.PlanForm, actions.propose, frozenset({"serves", "plan"}), PLAN),
    Fit(action_forms.PlanForm, actions.revise, frozenset({"plan"}), PLAN),
    # Whoever accepts it may give it its person and date first.
    Fit(action_forms.PromiseForm, actions.accept, joined=frozenset({"owner", "due_on"})),
    Fit(action_forms.EvidenceForm, actions.complete),
    Fit(action_forms.VerificationForm, actions.verify),
    Fit(action_forms.ExtendForm, actions.extend),
    Fit(action_forms.TransferForm, actions.transfer),
    Fit(report_forms.DraftForm, reports.draft),
    Fit(report_forms.WordsForm, reports.revise, frozenset({"language", "words"}), frozenset(WRITABLE)),
    Fit(problem_forms.OutlineForm, problems.raise_problem, frozenset({"outline", "seed"}), OUTLINE),
    Fit(problem_forms.OutlineForm, problems.revise, frozenset({"outline"}), OUTLINE),
    Fit(problem_forms.AssessForm, problems.assess),
    Fit(problem_forms.InvestigateForm, problems.investigate),
    Fit(problem_forms.CauseForm, known_errors.name_cause, frozenset({"review_number"})),
    Fit(problem_forms.WorkaroundForm, known_errors.write_workaround),
    Fit(problem_forms.DeclareForm, known_errors.declare),
    Fit(problem_forms.ChangeForm, solving.raise_change),
    Fit(problem_forms.ResolveForm, solving.resolve, frozenset({"solution"}), SOLUTION),
    Fit(problem_forms.CloseForm, solving.close),
    Fit(problem_forms.HoldForm, problems.hold),
    Fit(problem_forms.NoteForm, problems.note),
    # The other record stands before the slash.
    Fit(problem_forms.MergeForm, problems.merge, joined=frozenset({"other"})),
    Fit(problem_forms.GatherForm, problems.gather, joined=frozenset({"incident"})),
    # The form of a review is held against its questions instead.
    Fit(review_forms.SectionForm, answering.answer, frozenset({"answers"})),
    *(
        Fit(form, answering.answer, frozenset({"answers"}), frozenset(question.key for question in of_section(section)))
        for section, form in review_forms.SECTION_FORMS.items()
    ),
    Fit(review_forms.RowForm, answering.add_row),
    Fit(review_forms.RowForm, answering.change_row),
    Fit(review_forms.PostsForm, answering.appoint, frozenset({"posts"}), POSTS),
    Fit(review_forms.HandOverForm, handover.hand_over),
)
