"""What a person with a good reason would send to each route that changes something."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from portal.articles.models import Article
from portal.kernel.db import db
from tests.conftest import PASSWORD
from tests.security import learned
from tests.web.incidents import deeds as incidents

REASON = {"reason": "For a good reason"}
PLAN = {
    "title": "Watch memory",
    "type": "test",
    "weight": "must",
    "owner": "",
    "due_on": "",
    "team": "",
    "milestone": "",
}
PERSON = {"name_ja": "新人", "email": "", "language": "ja", "roles": ["first_line"]}
SPOKEN = {
    "reporter_name": "Tanaka",
    "reporter_contact": "ext. 3421",
    "channel": "phone",
    "symptom": "The VPN says error 691.",
    "impact": "small",
    "urgency": "medium",
}
REPORTED = {
    "symptom": "The VPN says error 691.",
    "impact": "small",
    "urgency": "medium",
    "reporter_name": "Tanaka",
    "reporter_contact": "ext. 3421",
}
SYNONYMS = {"words": "telecopier\nfacsimile", "direction": "both", "counts_for": "all"}
SERVICE = {"name_ja": "新サービス", "name_en": "New", "description_ja": "", "description_en": "", "owner_team": ""}


def body(endpoint: str, view_args: dict[str, Any], world: SimpleNamespace) -> dict[str, Any]:
    """The form for *endpoint*, fit for the record that the address names."""
    if endpoint in ("articles.edit", "articles.new", "articles.preview", "articles.checks"):
        return _written(view_args.get("number"))
    bodies = {
        **incidents.bodies(world),
        **learned.bodies(world),
        "articles.revision": REASON,
        "articles.validate": {"note": "Tried it on a machine"},
        "articles.recheck": REASON,
        "articles.widen": {"audience": "customer", **REASON},
        "articles.pull_back": {"audience": "within", **REASON},
        "articles.restrict": {"team": "", **REASON},
        "articles.govern": {"governance": "compliance", "team": world.team, **REASON},
        "articles.archive": {"why": "obsolete", "replacement": "", **REASON},
        "articles.restore": REASON,
        "articles.discard": REASON,
        "articles.merge": {"other": world.valid, **REASON},
        "articles.flag": {"kind": "outdated", "severity": "normal", "text": "The menu has moved"},
        "articles.fix_flag": {"answer": "Mended"},
        "articles.reject_flag": {"answer": "It has not"},
        "incidents.link": {"article": f"{world.valid} 1 high", "deed": "link", "asking": "0123"},
        "incidents.unlink": REASON,
        "incidents.judge": {"outcome": "solved"},
        "articles.link": {"incident": world.incident},
        "articles.vote": {"helpful": "yes"},
        "faq.vote": {"helpful": "no", "comment": "It did not help"},
        "signin.sign_in": {"login": "abe", "password": PASSWORD},
        "signin.forgot": {"login": "abe"},
        "signin.reset": {"password": "eleven green bottles"},
        "me.show": {"name_ja": "名前", "language": "en", "time_zone": "Asia/Tokyo", "theme": "dark", "start_page": ""},
        "me.password": {"current": PASSWORD, "password": "eleven green bottles"},
        "me.theme": {"theme": "dark"},
        "people.add": {**PERSON, "login": "newcomer", "password": "twelve green bottles"},
        "people.show": PERSON,
        "people.give_password": {"password": "twelve green bottles"},
        "people.add_team": {"name_ja": "新担当", "name_en": "New", "description": ""},
        "people.change_team": {"name_ja": "改名担当", "name_en": "Renamed", "description": ""},
        "people.add_bundle": {"name": "Day shift", "roles": ["first_line"]},
        "people.change_bundle": {"name": "Evening shift", "roles": ["first_line"]},
        "catalog.add_service": {**SERVICE, "key": "new"},
        "catalog.change_service": SERVICE,
        "catalog.add_category": {"slug": "new", "name_ja": "新分類", "name_en": "New", "icon": "doc", "parent": ""},
        "catalog.change_category": {"name_ja": "改名分類", "name_en": "Renamed", "icon": "doc", "parent": ""},
        "catalog.move_category": {"to": "up"},
        "wording.add": SYNONYMS,
        "wording.change": SYNONYMS,
        "wording.tried": SYNONYMS,
        "wording.words": {"words": "Office 365"},
        "incidents.new": SPOKEN,
        "incidents.suggestions": SPOKEN,
        "incidents.told": {"deed": "opened", "asking": "x", "article": world.within},
        **{f"actions.for_{source}": PLAN for source in ("incident", "problem", "review")},
        "reports.new": {"kind": "first", "reporter": world.nakano, "audience": "within"},
        "reports.edit": {"title": "A title", "audience": "within"},
        "actions.edit": PLAN,
        "actions.accept": {"owner": world.nakano, "due_on": "2099-12-31"},
        "actions.reject": REASON,
        "actions.complete": {"evidence": "The log"},
        "actions.verify": {"verification": "Looked", "effect": "effective"},
        "actions.contradict": REASON,
        "actions.extend": {"due_on": "2099-12-31", **REASON},
        "actions.transfer": {"url": "https://tracker.example/7", "owner": ""},
        "actions.cancel": REASON,
        "reporting.report": REPORTED,
        "reporting.suggestions": REPORTED,
        "reporting.told": {"deed": "opened", "asking": "x", "article": world.public},
        "requests.reply": {"text": "It still says 691"},
        "requests.not_fixed": REASON,
        "admin.policies": {"enforcement": "hard", "review_days": "30"},
        # One body that changes something in each area.
        "admin.policies_of": {
            "matrix": "four_levels",
            "show_names": "y",
            **{"required_up_to": "2", "review_days": "5", "approve_days": "7", "publish_days": "10"},
            **{"timeline_rows": "3", "factors": "1", "strangers_an_hour": "5"},
        },
    }
    return dict(bodies.get(endpoint, {}))


def _written(number: str | None) -> dict[str, Any]:
    words: dict[str, Any] = {
        "title": "A title",
        "type": "howto",
        "language": "en",
        "service": "",
        "category": "",
        "owner_team": "",
        "audience": "within",
        "confidence": "not_validated",
        "issue": "The VPN says “error 691”",
        "environment": "- Windows 11",
        "resolution": "1. Clear the stored password.\n2. Sign in anew.",
        "cause": "A cause",
        "short_answer": "Clear the stored password and sign in anew.",
        **REASON,
    }
    article = db.session.scalar(select(Article).where(Article.number == number)) if number else None
    if article is not None:
        words |= {"audience": article.audience.value, "confidence": article.confidence.value}
        words |= {"service": article.service_id or "", "category": article.category_id or ""}
    return words
