"""How large and how slow a client's schema or grammar may be, and why.

Everything here holds for one request, and the same in the child that checks a grammar as in the
worker that follows it: what passed the check cannot fail later for being too large.
"""

from __future__ import annotations

from llguidance import LLParserLimits

# A schema of the largest APIs that are known to be put into one (a whole Kubernetes resource) has
# some 200 KiB; the body as a whole has its own limit.
MAX_SCHEMA_BYTES = 256 * 2**10
# A schema inside a schema. OpenAI stops at 10 in strict mode; real ones seldom pass 20.
MAX_SCHEMA_DEPTH = 64
# JSON inside JSON, of any kind: a level of schema takes two or three.
MAX_JSON_DEPTH = 150
# Schemas in a schema, all levels together. OpenAI's strict mode takes 5,000 properties.
MAX_SUBSCHEMAS = 10_000
# Each is looked at for every property that is listed beside it.
MAX_PATTERNED = 50
# Characters that a string is counted to: see `max_lexer_states`.
MAX_LENGTH = 25_000
# Schemas written for the compiler, and conjunctions looked at on the way, each by its length:
# alternatives multiply, so that a small schema could take seconds. Some 200,000 a second.
MAX_LOWERED = 15_000
MAX_LOWERED_BYTES = 2**20
# llguidance reads a schema by calls of its own code in one another, through `$ref` too: at 500 a
# stack of 2 MiB is full, and the process gone.
MAX_CHAIN = 200
# Of lowered schemas and what they were made of, for the next request with the same: some thousands
# of ordinary ones.
MAX_KEPT_BYTES = 16 * 2**20

MAX_PATTERN_CHARS = 5_000
MAX_CHOICES = 4_096
MAX_CHOICES_BYTES = 256 * 2**10
MAX_GRAMMAR_BYTES = 128 * 2**10

# How long compiling and the first masks may take, of the 2 s in which a 400 must arrive: in seconds
# of processor time, of which a child gets half on a busy machine.
MAX_COMPILE_S = 0.7


def parser_limits() -> LLParserLimits:
    """For every matcher that is made of a client's text."""
    return LLParserLimits(
        # What a step may cost. llguidance walks 14,000 units of lexer fuel and 20,000 items in a
        # millisecond by its documentation: these stop a mask at some 15 ms.
        step_lexer_fuel=200_000,
        step_max_items=50_000,
        # Each property that may be left out adds some four: so 1,250 in one object.
        max_items_in_row=5_000,
        # 50,000 units a millisecond: 20 ms to build the automata of a grammar.
        initial_lexer_fuel=1_000_000,
        # Counting a string's characters takes six states for each: so 26,000 of them in a grammar.
        # Measured at 0.3 to 0.7 kB each: at most 110 MB.
        max_lexer_states=160_000,
        max_grammar_size=500_000,
        # Its errors would quote the parser's state: useless to a client, and long.
        verbose_errors=False,
    )
