"""GLM 4.5 to 4.6 and Ling 3 with lines; GLM 4.7, Laguna and Spark without.

<tool_call>get_weather
<arg_key>city</arg_key>
<arg_value>Oslo</arg_value>
</tool_call>

Strings stand as they are, anything else as JSON.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.tag_arguments import TagArguments

_MARKERS = (
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<arg_key>",
    "</arg_key>",
    "<arg_value>",
    "</arg_value>",
)


class Glm(FormDialect):
    name = "glm"
    markers = _MARKERS
    form = Form(
        thought=Fence("<think>", "</think>", after="\n"),
        calls=Calls(
            call=(
                Text("<tool_call>"),
                Name(),
                Text("\n"),
                TagArguments(
                    before="<arg_key>",
                    between="</arg_key>\n<arg_value>",
                    after="</arg_value>\n",
                ),
                Text("</tool_call>"),
            ),
            lead="\n",
            between="\n",
        ),
    )


class GlmDense(FormDialect):
    name = "glm_dense"
    markers = _MARKERS
    form = Form(
        thought=Fence("<think>", "</think>"),
        calls=Calls(
            call=(
                Text("<tool_call>"),
                Name(),
                TagArguments(
                    before="<arg_key>", between="</arg_key><arg_value>", after="</arg_value>"
                ),
                Text("</tool_call>"),
            ),
        ),
    )
