"""Fakes that ship, so that users can test against them too."""
