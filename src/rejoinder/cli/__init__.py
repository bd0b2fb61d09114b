"""The `rejoinder` command."""
