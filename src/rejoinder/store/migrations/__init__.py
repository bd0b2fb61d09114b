"""How a database gets from nothing to what `store/tables.py` says, in numbered steps."""
