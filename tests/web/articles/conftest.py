"""Everybody reads English here, several people browse at once, and nothing is written behind a test's back."""

import pytest
from flask import g

from portal.accounts.models import User
from portal.kernel import traces
from portal.kernel.db import db
from portal.kernel.transaction import transaction


@pytest.fixture(autouse=True)
def _in_english(app, monkeypatch):
    monkeypatch.setattr(traces, "WAIT", 600)
    # The context of a test outlives its requests; in the product each request has its own.
    app.before_request_funcs.setdefault(None, []).insert(0, lambda: g.pop("csrf_token", None) and None)
    with transaction():
        for user in db.session.query(User):
            user.language = "en"
