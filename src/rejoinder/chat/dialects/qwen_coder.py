"""Qwen3-Coder, Qwen 3.5, Nemotron 3, Step 3.5; and Seed-OSS, which has tags of its own.

<think>
…
</think>

…
<tool_call>
<function=get_weather>
<parameter=city>
Oslo
</parameter>
</function>
</tool_call>

Strings stand as they are, anything else as JSON.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.hermes import THOUGHT
from rejoinder.chat.dialects.tag_arguments import TagArguments


class QwenCoder(FormDialect):
    name = "qwen_coder"
    markers = ("<think>", "</think>", "<tool_call>", "</tool_call>")
    form = Form(
        thought=THOUGHT,
        calls=Calls(
            call=(
                Text("<tool_call>\n<function="),
                Name(),
                Text(">\n"),
                TagArguments(before="<parameter=", between=">\n", after="\n</parameter>\n"),
                Text("</function>\n</tool_call>"),
            ),
            lead="\n",
            between="\n",
        ),
    )


class SeedOss(FormDialect):
    name = "seed_oss"
    markers = ("<seed:think>", "</seed:think>", "<seed:tool_call>", "</seed:tool_call>")
    form = Form(
        thought=Fence("<seed:think>", "</seed:think>", after="\n"),
        calls=Calls(
            call=(
                Text("<seed:tool_call>\n<function="),
                Name(),
                Text(">\n"),
                TagArguments(before="<parameter=", between=">", after="</parameter>\n"),
                Text("</function>\n</seed:tool_call>"),
            ),
            lead="\n\n",
            between="\n",
        ),
    )
