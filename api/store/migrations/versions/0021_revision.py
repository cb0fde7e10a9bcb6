"""How often what is kept of an order had to change, because somebody was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("orders", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
