"""How `rejoinder-mini` is made: corpus, tokenizer, trainer, export and held-out evaluation.

Nothing here is imported by the server. See README.md in this folder.
"""
