"""Every table, once for both databases. `migrations/` says how a database gets there.

Times are Unix times, in the unit of their name. Texts of ids never change once given. What SQLite
and PostgreSQL store differently is left to SQLAlchemy.
"""

from __future__ import annotations

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

# SQLite numbers rows by itself only where the type is INTEGER.
_RowNumber = BigInteger().with_variant(Integer, "sqlite")

tables = MetaData()

# Who may ask.

projects = Table(
    "projects",
    tables,
    Column("id", Text, primary_key=True),  # what a Principal's `project` is
    Column("name", Text, nullable=False, unique=True),
    Column("created_s", BigInteger, nullable=False),
    Column("limits", Text, nullable=False),  # JSON, a list of `accounts.limits.Limit`
    Column("is_archived", Boolean, nullable=False),
)

keys = Table(
    "keys",
    tables,
    Column("id", Text, primary_key=True),
    Column("project", Text, ForeignKey("projects.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # JSON lists
    Column("models", Text),  # null: all
    Column("tiers", Text, nullable=False),
    Column("limits", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("expires_s", BigInteger),
    Column("revoked_s", BigInteger),
    Column("last_used_s", BigInteger),  # to the minute
)

# A key's id stays through a rotation; its secrets come and go.
key_secrets = Table(
    "key_secrets",
    tables,
    Column("digest", LargeBinary, primary_key=True),  # SHA-256 of the whole secret
    Column("key_id", Text, ForeignKey("keys.id"), nullable=False, index=True),
    Column("shown", Text, nullable=False),  # its first and last letters, for people
    Column("created_s", BigInteger, nullable=False),
    Column("expires_s", BigInteger),
)

# Raised with every change of projects or keys, in the same transaction: nodes look at it. The
# one named `writable` is raised to see whether anything can be written.
versions = Table(
    "versions",
    tables,
    Column("name", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# What was answered.

completions = Table(
    "completions",
    tables,
    # In the order in which they can be seen, on PostgreSQL too: lists go by it.
    Column("seq", _RowNumber, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("project", Text, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("created_s", BigInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("seed", BigInteger, nullable=False),  # as a signed number
    Column("user", Text, nullable=False),
    Column("num_bytes", BigInteger, nullable=False),  # of request, response and metadata
    Column("metadata", Text, nullable=False),  # JSON, an object of strings
    # Last, as SQLite reads a row from its beginning.
    Column("request", LargeBinary, nullable=False),  # the body as it came
    Column("response", LargeBinary, nullable=False),
    Index("completions_by_project", "project", "seq"),
    Index("completions_by_model", "project", "model", "seq"),
    Index("completions_by_age", "created_s", "seq", "num_bytes"),  # adds up without the rows
    sqlite_autoincrement=True,  # a number given twice would confuse clients that page
)

completion_metadata = Table(
    "completion_metadata",
    tables,
    Column("seq", BigInteger, ForeignKey("completions.seq", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("project", Text, nullable=False),
    PrimaryKeyConstraint("seq", "name"),
    Index("metadata_by_value", "project", "name", "value", "seq"),
)

# Where a deleted one stood, so that a client may page on after it.
deleted_completions = Table(
    "deleted_completions",
    tables,
    Column("id", Text, primary_key=True),
    Column("project", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("deleted_s", BigInteger, nullable=False, index=True),
)

# What it came to.

ledger = Table(
    "ledger",
    tables,
    Column("id", Text, primary_key=True),  # the answer's
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

# The ledger added up by UTC hour, in the same transaction as its rows.
usage_hours = Table(
    "usage_hours",
    tables,
    Column("hour", BigInteger, nullable=False),  # since 1970
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

# How much of each limit is used, where several nodes share it; one node keeps it in a file.

meters = Table(
    "meters",
    tables,
    Column("id", Text, primary_key=True),
    Column("empty_at_us", BigInteger, nullable=False),  # of one that empties with time
    Column("used", BigInteger, nullable=False),  # of one that counts a month
    Column("month", BigInteger, nullable=False),  # since year 0; or as `metering.State`
)

nodes = Table(
    "nodes",
    tables,
    Column("id", Text, primary_key=True),
    Column("seen_ms", BigInteger, nullable=False),
)

# Concurrent requests, by the node that answers them: a dead node's count for nothing.
meter_holds = Table(
    "meter_holds",
    tables,
    Column("meter_id", Text, nullable=False),
    Column("node_id", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    PrimaryKeyConstraint("meter_id", "node_id"),
)

# Requests that may come twice.

idempotent = Table(
    "idempotent",
    tables,
    Column("project", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),  # SHA-256 of route and body
    Column("seed", BigInteger, nullable=False),
    Column("node_id", Text, nullable=False),  # who answers it
    Column("created_s", BigInteger, nullable=False),
    Column("status", Integer),  # null: under way
    Column("headers", LargeBinary),
    Column("body", LargeBinary),
    Column("completion_id", Text),  # what it is stored as, with which it goes
    PrimaryKeyConstraint("project", "key"),
    Index("idempotent_by_age", "created_s"),
    Index(
        "idempotent_by_completion",
        "completion_id",
        sqlite_where=text("completion_id is not null"),
        postgresql_where=text("completion_id is not null"),
    ),
)
