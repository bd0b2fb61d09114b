"""What one chat template takes, as its answers to questions have shown.

Templates differ in whether a system message may come late, a call's arguments are text or an
object, several calls may be made at once. Nobody writes it down; `probe.py` asks. Knows only words
for the answers.
"""

from __future__ import annotations

from enum import Enum

import msgspec


class ToolsForm(Enum):
    """In what form a template tells the tools it is given."""

    NONE = "none"  # in none: it leaves them out, or fails
    WRAPPED = "wrapped"  # {"type": "function", "function": {...}}, as the API has them
    BARE = "bare"  # what is in `function` alone


class IdForm(Enum):
    """What a call's id must look like. Results are found by the client's own before it changes."""

    GIVEN = "given"  # as the client has it
    NINE = "nine"  # exactly nine letters and digits
    PLACE_IN_TURN = "place in turn"  # functions.name:0, counted in each message
    PLACE_IN_ALL = "place in all"  # functions.name:0, counted through the conversation


class Habits(msgspec.Struct, frozen=True):
    """All of it. The defaults are the API's own form.

    is_content_parts: content is a list of parts. is_tools_list: no tools are an empty list.
    takes_users_in_a_row: two messages of the user may follow each other.
    tools: how they are told. fills_descriptions: it fails where a description is missing.
    shows_calls, shows_results: it has a form for them, and it is the one below.
    takes_many_calls: one message may have several. takes_content_with_calls: none of both is left
    out. takes_thought_with_content: beside calls. result_role: what a result's role is called.
    thought_key: the name under which it looks for an assistant's thought; empty: under none.
    is_thought_in_content: it looks for `<think>` in the content. is_thought_a_part: content is
    then a list, of which the thought is one part.
    tells_schema, tells_description, tells_json: what it writes of a `response_format`.
    """

    is_content_parts: bool = False
    is_tools_list: bool = False
    knows_developer: bool = True
    takes_system: bool = True
    takes_many_systems: bool = True
    takes_users_in_a_row: bool = True
    tools: ToolsForm = ToolsForm.NONE
    fills_descriptions: bool = False
    shows_calls: bool = True
    shows_results: bool = True
    is_arguments_object: bool = True
    is_null_content: bool = True
    takes_many_calls: bool = True
    takes_content_with_calls: bool = True
    takes_thought_with_content: bool = True
    result_role: str = "tool"
    id_form: IdForm = IdForm.GIVEN
    thought_key: str = ""
    is_thought_in_content: bool = False
    is_thought_a_part: bool = False
    tells_schema: bool = False
    tells_description: bool = False
    tells_json: bool = False
