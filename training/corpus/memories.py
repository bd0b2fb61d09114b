"""All kinds of facts that a user may tell, and how often each is drawn."""

from __future__ import annotations

from training.corpus import memories_likes, memories_near, memories_self, memories_things
from training.corpus.memory import Memory

MEMORIES: tuple[Memory, ...] = (
    *memories_self.MEMORIES,
    *memories_near.MEMORIES,
    *memories_likes.MEMORIES,
    *memories_things.MEMORIES,
)
WEIGHTS = tuple(memory.weight for memory in MEMORIES)
