"""Rejoinder: the Chat Completions API from your own machine."""

__version__ = "0.1.0"
