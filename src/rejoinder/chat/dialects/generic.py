"""For models whose template knows no tools: a system message tells them of the tools and of this
form, which more models have seen than any other. The markers are text to their tokenizers.

    <tool_call>
    {"name": "get_weather", "arguments": {"city": "Oslo"}}
    </tool_call>
"""

from __future__ import annotations

from rejoinder.chat.dialects.form import Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT, Hermes


class Generic(FormDialect):
    name = "generic"
    markers = Hermes.markers
    form = Hermes.form


class Plain(FormDialect):
    """Thoughts, and no calls."""

    name = "plain"
    markers = ("<think>", "</think>")
    form = Form(thought=THOUGHT)
