"""A search engine for records in Japanese and English: it takes plain documents and gives hits with reasons.

Every index keeps one contract (`Index`): `open_index` opens one on disk that several processes read while one writes,
`MemoryIndex` is the plain statement of the same. `search_many` answers over several indexes at once; there is one index
for each audience, so that what someone may not see cannot show in counts, completions or order. `excerpt` and `mark`
cut and mark the caller's own text. Nothing here knows who asks.
"""

from search_index.analysis import analysis_version
from search_index.answering import search_groups, search_many, suggest_many
from search_index.disk import DiskIndex, open_index
from search_index.document import (
    FIELDS,
    UPDATED,
    Answer,
    Document,
    Group,
    Hit,
    Index,
    IndexUnavailable,
    Question,
    QuestionTooLong,
    Reason,
)
from search_index.excerpt import excerpt, mark
from search_index.house import HouseWords
from search_index.memory import MemoryIndex
from search_index.ranking import preference
from search_index.surfaces import respelled, surfaces, without_words
from search_index.synonyms import SynonymGroup, Synonyms

__all__ = [
    "FIELDS",
    "UPDATED",
    "Answer",
    "DiskIndex",
    "Document",
    "Group",
    "Hit",
    "HouseWords",
    "Index",
    "IndexUnavailable",
    "MemoryIndex",
    "Question",
    "QuestionTooLong",
    "Reason",
    "SynonymGroup",
    "Synonyms",
    "analysis_version",
    "excerpt",
    "mark",
    "open_index",
    "preference",
    "respelled",
    "search_groups",
    "search_many",
    "suggest_many",
    "surfaces",
    "without_words",
]
