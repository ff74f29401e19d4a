"""An article as a message to a caller."""

from flask import url_for

from portal.accounts.models import User
from portal.articles.models import Article
from portal.kernel import i18n


def letter(article: Article, caller: User | None) -> str:
    """What the caller is sent: the words that they may read, and where they stand."""
    words = article.outside or article.current
    with i18n.speaking(caller.language if caller is not None else article.language):
        steps = words.open_plain.get("resolution") or words.short_answer
        address = url_for("faq.show", number=article.number, _external=True)
        return f"{words.title}\n\n{steps}\n\n{address}"
