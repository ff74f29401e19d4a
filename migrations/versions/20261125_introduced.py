"""Incidents: when what caused it came in.

Revision ID: 20261125_introduced
Follows: 20261125_the_chain
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_introduced"
down_revision = "20261125_the_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.add_column(sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_column("introduced_at")
