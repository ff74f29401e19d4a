"""The pages of the documentation that are written from the program itself, so that they cannot say something else."""

from collections.abc import Callable, Collection
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from portal.accounts.roles import EVERYBODY, LICENCE_GRANTS, ROLE_GRANTS, Licence, Role
from portal.actions.lifecycle import ACTION
from portal.articles.lifecycle import AUDIENCE, CONFIDENCE, FLAG, GOVERNANCE, START
from portal.articles.policy import ArticlePolicy
from portal.incidents.lifecycle import INCIDENT, SEAMS
from portal.incidents.policy import ReportingPolicy
from portal.incidents.priority import PriorityPolicy
from portal.kernel.lifecycle import Lifecycle, Rule
from portal.kernel.policies import Policy
from portal.kernel.verbs import Verb
from portal.problems.lifecycle import PROBLEM
from portal.reports.lifecycle import REPORT
from portal.reports.policy import ReportPolicy
from portal.reviews.lifecycle import REVIEW
from portal.reviews.policy import ReviewPolicy
from portal.settings import PREFIX, Settings

_GENERATED = "<!-- Written by `portal docs`. Change the program, not this page. -->"
POLICIES: tuple[type[Policy], ...] = (ArticlePolicy, PriorityPolicy, ReportingPolicy, ReviewPolicy, ReportPolicy)


def stale(folder: Path) -> list[str]:
    """The pages in *folder* that are missing or say something else than the program."""
    return [name for name, text in written().items() if _present(folder / name) != text]


def write(folder: Path) -> list[str]:
    """Write all pages into *folder*; gives the names of those that changed."""
    changed = stale(folder)
    for name, text in written().items():
        (folder / name).write_text(text, encoding="utf-8")
    return changed


def written() -> dict[str, str]:
    pages: dict[str, Callable[[], str]] = {
        "settings.md": _settings,
        "permissions.md": _permissions,
        "lifecycles.md": _lifecycles,
    }
    return {name: page() for name, page in pages.items()}


def _settings() -> str:
    lines = [
        "# Settings",
        "",
        _GENERATED,
        "",
        f"Each setting is `{PREFIX}…` in the environment or in the file `.env`. For what is secret, `{PREFIX}…_FILE`",
        f"names a file that holds the value. A `{PREFIX}…` that is not in this list is refused at start: most likely",
        "it is a slip of the pen. `portal config` shows what holds.",
        "",
        "| setting | default | meaning |",
        "| --- | --- | --- |",
        *(
            f"| `{PREFIX}{name.upper()}` | {_default(field)} | {field.description} |"
            for name, field in Settings.model_fields.items()
        ),
        "",
        "## Rules that an administrator changes while it runs",
        "",
        "They are on the page `/admin/policies`.",
    ]
    for policy in POLICIES:
        lines += ["", f"### {policy.name}", "", "| rule | default | meaning |", "| --- | --- | --- |"]
        lines += [
            f"| `{name}` | {_default(field)} | {field.description} |" for name, field in policy.model_fields.items()
        ]
    return _page(lines)


def _permissions() -> str:
    lines = [
        "# Permissions",
        "",
        _GENERATED,
        "",
        "A person may do what any of their roles holds, and with work at the desk also what the licence holds.",
        "A record may still say no: an article that is restricted to a team, governed by one, or shown outside asks",
        "for more. Everybody who is signed in is an end user.",
        "",
        "## By role",
        "",
        *_grid([(str(role), ROLE_GRANTS[role]) for role in Role]),
        "",
        "## By licence",
        "",
        *_grid([(str(licence), LICENCE_GRANTS[licence]) for licence in Licence]),
        "",
        "## Without signing in",
        "",
        *(f"- `{verb}`" for verb in Verb if verb in EVERYBODY),
    ]
    return _page(lines)


def _lifecycles() -> str:
    lines = ["# Lifecycles", "", _GENERATED, "", "From which state a verb is open, and where it leads."]
    lines += _lifecycle("Article: confidence", CONFIDENCE, f"An article begins {START.name}.", START.targets)
    lines += _lifecycle("Article: audience", AUDIENCE, "An article begins for agents only (`within`).")
    lines += _lifecycle("Article: governance", GOVERNANCE, "An article begins under `experience`.")
    lines += _lifecycle("Flag", FLAG, "A flag begins `open`.")
    lines += _lifecycle("Incident", INCIDENT, "An incident begins `new`.")
    lines += ["", "Seams without a rule yet:", "", *(f"- `{verb}`: {what}" for verb, what in SEAMS)]
    lines += _lifecycle("Problem", PROBLEM, "A problem begins `logged`.")
    lines += _lifecycle("Post-incident review", REVIEW, "A review begins as a `draft`.")
    lines += _lifecycle("Report", REPORT, "A report begins as a `draft`.")
    lines += _lifecycle("Action", ACTION, "An action begins `proposed`.")
    return _page(lines)


def _lifecycle(title: str, table: Lifecycle[Any], start: str, starts: Collection[StrEnum] = ()) -> list[str]:
    kind: type[StrEnum] = type(table.start)
    states = list(kind)
    rows, arrows = [], []
    for verb, (sources, target) in table.moves.items():
        ordered = sorted(sources, key=states.index)
        rule = isinstance(target, Rule)
        targets = sorted(target.targets, key=states.index) if isinstance(target, Rule) else [target]
        stays = isinstance(target, Rule) and target.name == "unchanged"
        leads = target.name if isinstance(target, Rule) else f"`{target}`"
        rows.append(f"| `{verb}` | {', '.join(f'`{source}`' for source in ordered)} | {leads} |")
        if not stays:
            arrows += [
                f"  {source} --> {one}: {verb}"
                for source in ordered
                for one in targets
                if not (rule and one == source) and _is_step(verb, source, one)
            ]
    return [
        *("", f"## {title}", "", start, "", "| verb | from | to |", "| --- | --- | --- |"),
        *rows,
        *("", "```mermaid", "stateDiagram-v2"),
        *(f"  [*] --> {state}" for state in states if state in (starts or {table.start})),
        *arrows,
        "```",
    ]


def _is_step(verb: Verb, source: StrEnum, target: StrEnum) -> bool:
    """Whether the arrow is one of the rule's: a wider audience is never narrower."""
    before, after = getattr(source, "breadth", None), getattr(target, "breadth", None)
    if before is None or after is None or verb not in (Verb.WIDEN_ARTICLE, Verb.PULL_BACK_ARTICLE):
        return True
    return bool(after > before) if verb is Verb.WIDEN_ARTICLE else bool(after < before)


def _grid(holders: list[tuple[str, frozenset[Verb]]]) -> list[str]:
    held = [verb for verb in Verb if any(verb in verbs for _name, verbs in holders)]
    return [
        f"| verb | {' | '.join(name.replace('_', ' ') for name, _verbs in holders)} |",
        f"| --- |{' :-: |' * len(holders)}",
        *(f"| `{verb}` | {' | '.join('●' if verb in verbs else '' for _name, verbs in holders)} |" for verb in held),
    ]


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        value = value.get_secret_value()
    if value is None or value == "":
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _present(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _page(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
