"""How model families write thoughts and calls: one description each.

From a description come both the grammar that holds a model to it and the parser that reads it, so
that the two cannot disagree. `form.py` says how to describe one; `detect.py` finds a model's
dialect by its chat template.
"""
