"""The corpus: conversations written by our own grammar, one file per skill, mixed in mix.py.

Every conversation is a function of (seed, index), so there are no data files and no epochs.
"""
