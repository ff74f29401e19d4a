"""Questions with known answers, as files hold them: a line for each question, a row for each judgement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from portal.exchange import jsonl
from portal.kernel.errors import Invalid
from portal.kernel.i18n import LANGUAGES
from portal.kernel.i18n import gettext as _

Judgements = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Judged:
    """One question. `without`: fields that no article may have when it is asked; `judged`: article → relevance."""

    key: str
    set_name: str
    language: str
    text: str
    without: frozenset[str] = frozenset()
    judged: Mapping[str, int] = field(default_factory=dict)


def read(queries: Path, qrels: Path, language: str | None = None) -> tuple[list[Judged], int]:
    """The questions of *language* (None: of all) that have a relevant article, and how many have none.

    Refuses with `Invalid` what is not of this form, and says in which line.
    """
    judgements = _judgements(qrels)
    asked = [one for one in _questions(queries, judgements) if language in (None, one.language)]
    answerable = [one for one in asked if any(gain > 0 for gain in one.judged.values())]
    if not answerable:
        raise Invalid(_("%(path)s has no question with a relevant article in %(qrels)s.", path=queries, qrels=qrels))
    return answerable, len(asked) - len(answerable)


def _questions(path: Path, judgements: Judgements) -> Iterator[Judged]:
    for number, fields in _lines(path):
        if isinstance(fields, str):
            raise Invalid(f"{path.name}:{number}: {fields}")
        key, text = str(fields.get("id") or ""), str(fields.get("query") or "")
        language = str(fields.get("lang") or "en")[:2]
        if not key or not text.strip():
            raise Invalid(_("%(place)s: It has no id or no query.", place=f"{path.name}:{number}"))
        if language not in LANGUAGES:
            raise Invalid(f"{path.name}:{number}: {_('Its language is neither Japanese nor English.')}")
        without = frozenset(filter(None, [str(fields.get("exclude_field") or "")]))
        yield Judged(key, str(fields.get("set") or path.stem), language, text, without, judgements.get(key, {}))


def _judgements(path: Path) -> Judgements:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(_text(path).splitlines(), start=1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and cells[-1].strip() == "relevance"):
            continue
        try:
            query, article, relevance = cells
            found[query][article] = int(relevance)
        except ValueError:
            place = f"{path.name}:{number}"
            raise Invalid(
                _("%(place)s: Write the ids of query and article and a number, with tabs between.", place=place)
            ) from None
    return found


def _lines(path: Path) -> Iterator[tuple[int, dict[str, object] | str]]:
    if not path.is_file():
        raise Invalid(_("There is no file or folder %(path)s.", path=path))
    yield from jsonl.read(path)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Invalid(_("There is no file or folder %(path)s.", path=path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(_("The file cannot be read: %(error)s", error=error)) from None
