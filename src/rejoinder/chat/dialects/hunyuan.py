"""Tencent's Hunyuan 3, whose every marker has a suffix.

<tool_calls:opensource>
<tool_call:opensource>get_weather<tool_sep:opensource>
<arg_key:opensource>city</arg_key:opensource>
<arg_value:opensource>Oslo</arg_value:opensource>
</tool_call:opensource>
</tool_calls:opensource>

Strings stand as they are, anything else as JSON.
"""

from __future__ import annotations

from rejoinder.chat.dialects.elements import Name, Text
from rejoinder.chat.dialects.form import Calls, Fence, Form
from rejoinder.chat.dialects.formed import FormDialect
from rejoinder.chat.dialects.tag_arguments import TagArguments


def _tags(name: str) -> tuple[str, str]:
    return f"<{name}:opensource>", f"</{name}:opensource>"


_THINK, _ALL, _CALL = _tags("think"), _tags("tool_calls"), _tags("tool_call")
_KEY, _VALUE = _tags("arg_key"), _tags("arg_value")
_SEP, _ = _tags("tool_sep")


class Hunyuan3(FormDialect):
    name = "hunyuan3"
    markers = (*_THINK, *_ALL, *_CALL, _SEP, *_KEY, *_VALUE)
    form = Form(
        thought=Fence(*_THINK),
        calls=Calls(
            opens=f"{_ALL[0]}\n",
            call=(
                *(Text(_CALL[0]), Name(), Text(f"{_SEP}\n")),
                TagArguments(
                    before=_KEY[0], between=f"{_KEY[1]}\n{_VALUE[0]}", after=f"{_VALUE[1]}\n"
                ),
                Text(f"{_CALL[1]}\n"),
            ),
            closes=_ALL[1],
        ),
    )
