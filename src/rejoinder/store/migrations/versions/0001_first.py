"""The first tables: keys, completions, ledger, limits, requests that may come twice.

A copy, as they were then: `store/tables.py` goes on, this does not.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

revision = "0001"
down_revision = None

_RowNumber = BigInteger().with_variant(Integer, "sqlite")

tables = MetaData()


Table(
    "projects",
    tables,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_s", BigInteger, nullable=False),
    Column("limits", Text, nullable=False),
    Column("is_archived", Boolean, nullable=False),
)

Table(
    "keys",
    tables,
    Column("id", Text, primary_key=True),
    Column("project", Text, ForeignKey("projects.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("models", Text),
    Column("tiers", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("expires_s", BigInteger),
    Column("revoked_s", BigInteger),
    Column("last_used_s", BigInteger),
)

Table(
    "key_secrets",
    tables,
    Column("digest", LargeBinary, primary_key=True),
    Column("key_id", Text, ForeignKey("keys.id"), nullable=False, index=True),
    Column("shown", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("expires_s", BigInteger),
)

Table(
    "versions",
    tables,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

Table(
    "completions",
    tables,
    Column("seq", _RowNumber, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("project", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("user", Text, nullable=False),
    Column("num_bytes", BigInteger, nullable=False),
    Column("metadata", Text, nullable=False),
    Column("request", LargeBinary, nullable=False),
    Column("response", LargeBinary, nullable=False),
    Index("completions_by_project", "project", "seq"),
    Index("completions_by_model", "project", "model", "seq"),
    Index("completions_by_age", "created_s", "seq", "num_bytes"),
    sqlite_autoincrement=True,
)

Table(
    "completion_metadata",
    tables,
    Column("seq", BigInteger, ForeignKey("completions.seq", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("project", Text, nullable=False),
    PrimaryKeyConstraint("seq", "name"),
    Index("metadata_by_value", "project", "name", "value", "seq"),
)

Table(
    "deleted_completions",
    tables,
    Column("id", Text, primary_key=True),
    Column("project", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("deleted_s", BigInteger, nullable=False, index=True),
)

Table(
    "ledger",
    tables,
    Column("id", Text, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("num_prompt_tokens", BigInteger, nullable=False),
    Column("num_cached_tokens", BigInteger, nullable=False),
    Column("num_completion_tokens", BigInteger, nullable=False),
    Column("num_thought_tokens", BigInteger, nullable=False),
    Column("cost_nano_usd", BigInteger, nullable=False),
    Column("duration_ms", BigInteger, nullable=False),
    Index("ledger_by_project", "project", "at_ms"),
    Index("ledger_by_time", "at_ms"),
)

Table(
    "usage_hours",
    tables,
    Column("hour", BigInteger, nullable=False),
    Column("project", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("num_requests", BigInteger, nullable=False),
    Column("num_prompt_tokens", BigInteger, nullable=False),
    Column("num_cached_tokens", BigInteger, nullable=False),
    Column("num_completion_tokens", BigInteger, nullable=False),
    Column("num_thought_tokens", BigInteger, nullable=False),
    Column("cost_nano_usd", BigInteger, nullable=False),
    PrimaryKeyConstraint("hour", "project", "key_id", "user", "model", "tier", "outcome"),
)

Table(
    "meters",
    tables,
    Column("id", Text, primary_key=True),
    Column("empty_at_us", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    Column("month", BigInteger, nullable=False),
)

Table(
    "nodes",
    tables,
    Column("id", Text, primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
)

Table(
    "meter_holds",
    tables,
    Column("meter_id", Text, nullable=False),
    Column("node_id", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("meter_id", "node_id"),
)

Table(
    "idempotent",
    tables,
    Column("project", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("node_id", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("status", Integer),
    Column("headers", LargeBinary),
    Column("body", LargeBinary),
    Column("completion_id", Text),
    PrimaryKeyConstraint("project", "key"),
    Index("idempotent_by_age", "created_s"),
    Index(
        "idempotent_by_completion",
        "completion_id",
        sqlite_where=text("completion_id is not null"),
        postgresql_where=text("completion_id is not null"),
    ),
)


def upgrade() -> None:
    tables.create_all(op.get_bind(), checkfirst=False)
