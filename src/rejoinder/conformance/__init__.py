"""What a server of the Chat Completions API does with each promise of the API's documents.

Knows HTTP and the documents; nothing of this server, any model or any tokenizer. Every verdict
comes from behaviour: what was asked, and what came back. `suite.py` runs the rows; `checks/` has
them, each a small function whose docstring states the promise and where it is written.
"""
