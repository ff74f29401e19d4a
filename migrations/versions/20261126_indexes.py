"""Find majors in progress and the questions of a sitting without reading whole tables.

Revision ID: 20261126_indexes
Follows: 20261125_strangers
"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_indexes"
down_revision = "20261125_strangers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_incidents_major",
        "incidents",
        ["state"],
        sqlite_where=sa.text("is_major = 1"),
        postgresql_where=sa.text("is_major"),
    )
    op.create_index("ix_search_events_visit", "search_events", ["visit"])


def downgrade() -> None:
    op.drop_index("ix_search_events_visit", "search_events")
    op.drop_index("ix_incidents_major", "incidents")
