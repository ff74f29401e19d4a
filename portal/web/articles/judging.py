"""What stands beside the editor: the eight checks, articles that read alike, and the preview of one field."""

from dataclasses import dataclass
from typing import Any

from flask import g, request

from portal.accounts import queries as accounts
from portal.articles import queries, standard
from portal.articles.lifecycle import Audience
from portal.articles.models import FIELDS, Article, ArticleType
from portal.articles.standard import Verdict
from portal.kernel import markdown
from portal.kernel.errors import Invalid
from portal.search import similar
from portal.web.articles.forms import ArticleForm

FARTHEST = 64 * 1024  # characters of one field that are judged; what is longer is refused when it is saved
_MET = {Verdict.OK: True, Verdict.TO_DO: False, Verdict.OPEN: None}


@dataclass(frozen=True)
class Judgement:
    """The checks as the list draws them, and the articles that read alike."""

    points: list[dict[str, Any]]
    alike: list[Article]

    @property
    def met(self) -> int:
        return sum(1 for point in self.points if point["ok"])


@dataclass(frozen=True)
class Preview:
    """One field as readers at the desk will see it, or the sentence that says why it cannot be shown."""

    label: str
    html: str
    refusal: str = ""


def judge(form: ArticleForm, article: Article | None = None) -> Judgement:
    """Judge what stands in *form* now; *article* is the one being changed."""
    texts = {name: str(form[name].data or "")[:FARTHEST] for name in ("title", "short_answer", *FIELDS)}
    written = standard.Manuscript(
        **texts,
        type=ArticleType(form.type.data or ArticleType.PROBLEM),
        audience=Audience(form.audience.data or Audience.WITHIN),
    )
    exclude = article.number if article else None
    numbers = similar.numbers(g.user, texts["title"], texts["issue"], exclude=exclude)
    found = queries.among(g.user, numbers or [])
    checks = standard.checks(
        written,
        similar=numbers,
        names=accounts.full_names(g.user),
        links=_audiences(standard.linked_numbers(written.all_text)),
    )
    points = [{"ok": _MET[check.verdict], "text": check.label, "note": check.hint} for check in checks]
    return Judgement(points, [found[number] for number in numbers or [] if number in found])


def preview_of(form: ArticleForm) -> Preview | None:
    """The field whose preview was asked for, drawn as saving would draw it; None where none was."""
    name = request.form.get("preview", "")
    if request.method != "POST" or name not in FIELDS:
        return None
    field = form[name]
    try:
        return Preview(field.label.text, markdown.render(str(field.data or "")).html)
    except Invalid as refused:
        return Preview(field.label.text, "", refused.sentence)


def _audiences(numbers: list[str]) -> dict[str, Audience | None]:
    """How far each linked article can be read now; None for those that there are not."""
    by_number = {number: queries.canonical(number) for number in numbers}
    found = queries.among(g.user, list(by_number.values()))
    reached: dict[str, Audience | None] = {}
    for typed, number in by_number.items():
        linked = found.get(number)
        shown = linked is not None and linked.outside_sequence is not None
        reached[typed] = linked.audience if linked and shown else Audience.WITHIN if linked else None
    return reached
