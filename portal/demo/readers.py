"""What readers of the demo did: who opened which article, and whether it helped."""

import random
from datetime import datetime, timedelta

from portal.articles.models import Article, Surface, View, Vote
from portal.demo import reading
from portal.kernel import clock
from portal.kernel.db import Base

VIEWS_FOR_A_VOTE = 4
VIEWS_WITHOUT_VOTES = 6


def traces(article: reading.Article, record: Article, chance: random.Random) -> list[Base]:
    """Votes and views of one article, spread over the time since it was there."""
    votes = article.get("votes", {"yes": 0, "no": 0, "reasons": []})
    answers = [(True, "")] * votes["yes"]
    answers += [(False, reason) for reason in [*votes["reasons"], *[""] * votes["no"]][: votes["no"]]]
    chance.shuffle(answers)
    surface = Surface.FAQ if article["audience"] != "within" else Surface.KB
    rows: list[Base] = []
    for helpful, reason in answers:
        vote = Vote(
            article_id=record.id, sequence=record.current_sequence, surface=surface, helpful=helpful, reason=reason
        )
        vote.at = _moment(article, chance)
        rows.append(vote)
    for number in range(len(answers) * VIEWS_FOR_A_VOTE + VIEWS_WITHOUT_VOTES):
        where = surface if number % 5 else Surface.KB
        rows.append(
            View(article_id=record.id, sequence=record.current_sequence, surface=where, at=_moment(article, chance))
        )
    return rows


def _moment(article: reading.Article, chance: random.Random) -> datetime:
    span = max(article["created_days_ago"] - 1, 1) * 86_400
    return clock.now() - timedelta(seconds=chance.uniform(600, span))
