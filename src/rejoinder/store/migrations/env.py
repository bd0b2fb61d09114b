"""Run by Alembic: migrates over the connection that `store/migrating.py` hands it.

The transaction is the caller's, so that several steps are done together or not at all.
"""

from __future__ import annotations

from alembic import context

from rejoinder.store.tables import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
