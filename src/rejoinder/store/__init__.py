"""What is remembered between runs: completions, keys and usage, in SQLite or PostgreSQL."""
