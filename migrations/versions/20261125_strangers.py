"""Incidents: how many reports of strangers came from one address within the hour.

Revision ID: 20261125_strangers
Follows: 20261125_introduced
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_strangers"
down_revision = "20261125_introduced"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stranger_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stranger_reports")),
    )
    op.create_index(op.f("ix_stranger_reports_address"), "stranger_reports", ["address"])
    op.create_index(op.f("ix_stranger_reports_at"), "stranger_reports", ["at"])


def downgrade() -> None:
    op.drop_table("stranger_reports")
