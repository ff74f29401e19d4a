"""Records as tests import them."""

from typing import Any

from sqlalchemy import func, select

from portal.accounts.system import THE_SYSTEM
from portal.articles.models import Article
from portal.exchange import articles
from portal.exchange.articles import Report
from portal.exchange.drafts import Wishes
from portal.exchange.records import Record
from portal.kernel.db import db


def record(key: str = "wiki:vpn:en", **fields: Any) -> Record:
    whole = {"id": key, "lang": "en", "title": "VPN fails", "issue": "Error 691", "resolution": "1. Restart."}
    return Record(f"all.jsonl:{key}", {name: value for name, value in {**whole, **fields}.items() if value is not None})


def taken(*found: Record, wishes: Wishes | None = None, actor: Any = THE_SYSTEM, **more: Any) -> Report:
    return articles.import_articles(actor, found, wishes or Wishes(), **more)


def imported(key: str = "wiki:vpn:en") -> Article:
    return db.session.scalars(select(Article).where(Article.source_key == key)).unique().one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Article)) or 0


def reasons(report: Report) -> list[str]:
    return [refusal.reason for refusal in report.refused]
