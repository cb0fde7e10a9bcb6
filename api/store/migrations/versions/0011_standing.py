"""How far an order is as a whole, and since when it is worked on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("orders", sa.Column("done", sa.Float, nullable=False, server_default="0"))
    op.add_column("orders", sa.Column("started_at", sa.DateTime(timezone=True)))
