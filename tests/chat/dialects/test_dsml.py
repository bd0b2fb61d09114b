"""DeepSeek V3.2 and V4, whose tokenizers have one token in the midst of a tag."""

from __future__ import annotations

import pytest

from rejoinder.chat.dialects.base import Wants
from tests.chat.dialects.speakers import END, SPEAKERS, WEATHER, Speaker

BAR = "\N{FULLWIDTH VERTICAL LINE}"
MARKER = f"{BAR}DSML{BAR}"
WANTS = Wants((WEATHER,))
BOTH = pytest.mark.parametrize(
    "speaker", [one for one in SPEAKERS if one.dialect.name == "deepseek_v3_2"], ids=str
)
TOKENS = next(one for one in SPEAKERS if str(one) == "deepseek_v3_2-tokens")
OPENING = f"<{MARKER}function_calls>\n"
CALL = (
    f'<{MARKER}invoke name="get_weather">\n'
    f'<{MARKER}parameter name="city" string="true">Os</lo</{MARKER}parameter>\n'
    f'<{MARKER}parameter name="days" string="false">3</{MARKER}parameter>\n'
    f"</{MARKER}invoke>\n"
)
CALLS = OPENING + CALL + f"</{MARKER}function_calls>"


@BOTH
def test_content_may_hold_what_the_opening_begins_with(speaker: Speaker) -> None:
    """The opening's own `<` ended all free text: no answer could hold another."""
    for content in ("a < b", "<b>bold</b> <", "<"):
        assert speaker.refuses(WANTS, content) == ""
        assert speaker.refuses(WANTS, f"{content}\n\n{CALLS}") == ""
        text = speaker.shown(speaker.ids(f"{content}\n\n{CALLS}"))
        heard = speaker.read(WANTS, text)
        assert heard.content == content
        assert heard.calls == (("get_weather", '{"city": "Os</lo", "days": 3}'),)


def test_the_token_stands_only_where_the_tag_has_begun() -> None:
    token_id = TOKENS.spell.ids[MARKER]
    matcher = TOKENS.matcher(TOKENS.grammar(WANTS))
    for text, is_allowed in (("a", False), ("<", True), ("b", False), (" <", True)):
        for each in text.encode():
            assert matcher.consume_token(each)
        assert (token_id in TOKENS.allowed(matcher)) is is_allowed
        assert END in TOKENS.allowed(matcher)
