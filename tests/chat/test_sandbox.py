"""A template can be wrong, but cannot hang the server, fill it, or reach out of its box."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rejoinder.chat.sandbox import FAULTS, Program, TooMuchWork

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def run(source: str, **values: object) -> str:
    return Program(source, today=lambda: NOW).render(values)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(10**9) %}{% endfor %}",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",
        "{% for i in range(99999) %}{% for c in 'a' * 99999 %}{% endfor %}{% endfor %}",
        "{% set l = [1] %}{% for i in l %}{% set _ = l.append(i) %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{{ m(n - 1) ~ m(n - 1) if n }}{% endmacro %}{{ m(60) }}",
        "{{ 'a' * 10**9 }}",
        "{{ [0] * 10**9 }}",
        "{{ 2 ** 10**9 }}{{ 9 ** 9 ** 9 }}",
        "{{ 'x' | center(10**9) }}",
        "{{ 'x' | indent(10**9, true) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ 'x'.zfill(10**9) }}",
        "{{ [1] | tojson(indent=10**9) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (10**9, 1) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}"
        "{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = ns.x | replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = ns.x.replace('a', 'aa') %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = [ns.x, ns.x] | join %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}"
        "{% set ns.x = ''.join([ns.x, ns.x]) %}{% endfor %}",
        "{% for i in range(9999) %}{{ 'a' * 99999 }}{% endfor %}",
        "{% set x %}{% for i in range(99999) %}{{ 'a' * 99999 }}{% endfor %}{% endset %}",
    ],
)
def test_work_without_end_is_cut_off(source: str) -> None:
    with pytest.raises((TooMuchWork, OverflowError, RecursionError)):
        run(source)


def test_text_that_stands_in_a_loop_is_charged_too() -> None:
    """Captured text never passes the count of what is written."""
    source = "{% set x %}{% for i in range(99999) %}" + "a" * 9999 + "{% endfor %}{% endset %}"
    with pytest.raises(TooMuchWork):
        run(source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ messages.__init__.__globals__ }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ (''|attr('__class__')).__mro__ }}",
        "{{ '{0.__class__.__mro__}'.format('') }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self.__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__['os'].popen('id') }}",
        "{{ raise_exception.__globals__.__builtins__ }}",
        "{{ strftime_now.__code__ }}",
        "{% include 'secret' %}",
        "{% import 'os' as os %}",
        "{{ messages.clear() }}",
        "{{ lipsum() }}",
    ],
)
def test_nothing_leads_out_of_the_box(source: str) -> None:
    try:
        text = run(source, messages=[1])
    except FAULTS:
        return
    assert text.strip() == ""  # jinja's way with a name that is forbidden: it is not there


def test_a_loop_knows_its_place_as_in_jinja() -> None:
    """Counting steps must not change what `loop` tells, for lists or for streams."""
    source = (
        "{% for i in ITEMS %}{{ loop.index }}/{{ loop.length }}"
        "{{ '!' if loop.last else ' ' }}{% else %}none{% endfor %}"
    )
    for items, shown in (
        ("[7, 8]", "1/2 2/2!"),
        ("[7, 8, 9] | select('gt', 7)", "1/2 2/2!"),
        ("{'a': 1}", "1/1!"),
        ("'xy'", "1/2 2/2!"),
        ("[]", "none"),
    ):
        assert run(source.replace("ITEMS", items)) == shown


def test_loops_can_be_recursive_and_filtered() -> None:
    source = (
        "{% for one in tree recursive %}{{ one.n }}"
        "{% if one.c %}({{ loop(one.c) }}){% endif %}{% endfor %}"
        "{% for i in [1, 2, 3] if i != 2 %}{{ i }}{% endfor %}"
    )
    tree = [{"n": "a", "c": [{"n": "b", "c": []}]}]
    assert run(source, tree=tree) == "a(b)13"


def test_what_is_joined_is_joined_as_jinja_does() -> None:
    assert run("{{ 1 ~ none ~ 'a' ~ [2] }}") == "1Nonea[2]"
    assert run("{{ [1, 'a', none] | join('-') }}{{ [{'a': 1}, {'a': 2}] | join(',', 'a') }}") == (
        "1-a-None1,2"
    )
    assert run("{{ 'abab' | replace('a', 'x', 1) }}{{ '%s-%s' | format(1, 2) }}") == "xbab1-2"
    assert run("{{ 'a\nb' | indent(2) }}{{ '%03d' % 7 }}{{ '{:>3}'.format(1) }}") == "a\n  b007  1"


def test_the_clock_is_an_argument() -> None:
    assert run("{{ strftime_now('%Y-%m-%d') }}") == "2026-11-21"


def test_json_is_written_as_hugging_face_writes_it() -> None:
    """Jinja's own filter would escape it for HTML."""
    assert run("{{ {'b': '<\u00e9>', 'a': 1} | tojson }}") == '{"b": "<\u00e9>", "a": 1}'
    assert run("{{ {'b': 1} | tojson(indent=2) }}") == '{\n  "b": 1\n}'
    assert run("{{ {'b': 1, 'a': '\u00e9'} | tojson(ensure_ascii=true, sort_keys=true) }}") == (
        '{"a": "\\u00e9", "b": 1}'
    )


def test_lists_of_a_templates_own_can_grow() -> None:
    """Kimi-K2's gathers messages in one."""
    assert run("{% set l = [] %}{% set _ = l.append(1) %}{{ l }}{{ l.pop() }}{{ l }}") == "[1]1[]"


def test_what_a_template_compares_a_value_with_is_known() -> None:
    source = (
        "{% if effort == 'low' or mode | lower in ['on', 'off'] %}{{ schema['$ref'].name }}"
        "{% elif 'x y' == effort %}{% endif %}"
    )
    program = Program(source, today=lambda: NOW)
    assert program.compared == {"effort": ("low", "x y"), "mode": ("on", "off")}
    assert program.words == {"low", "on", "off", "$ref", "name"}
    assert program.names == {"effort", "mode", "schema"}


def test_what_map_makes_is_written_as_a_list() -> None:
    """Templates written for other makers of them rely on it (DeepSeek R1's, of llama.cpp)."""
    assert run("{{ l | map(attribute='a') | tojson }}", l=[{"a": 1}, {"a": 2}]) == "[1, 2]"
    with pytest.raises(FAULTS, match="not JSON serializable"):
        run("{{ missing | tojson }}")
