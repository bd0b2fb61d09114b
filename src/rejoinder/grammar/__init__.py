"""What an answer must look like: schemas and grammars, and the masks that hold a model to them.

The one home of llguidance. Knows nothing of messages, dialects, HTTP or the scheduler.
"""
