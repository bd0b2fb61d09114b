"""EBNF becomes Lark that says the same, or is refused with its line."""

from __future__ import annotations

import pytest
from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper

from rejoinder.errors import GrammarTooComplex, InvalidGrammar
from rejoinder.grammar.ebnf import is_ebnf, lark_of
from rejoinder.grammar.limits import MAX_GRAMMAR_BYTES


class Bytes:
    """A tokenizer whose tokens are the bytes, as llguidance wants to be shown one."""

    eos_token_id = 256
    bos_token_id = None
    tokens = (*(bytes([each]) for each in range(256)), b"<end>")
    special_token_ids = (256,)

    def __call__(self, text: bytes) -> list[int]:
        return list(text)


TOKENIZER = LLTokenizer(TokenizerWrapper(Bytes()))


def allows(definition: str, text: str) -> bool:
    matcher = LLMatcher(TOKENIZER, LLMatcher.grammar_from_lark(lark_of(definition, param="g")))
    assert not matcher.is_error(), matcher.get_error()
    said = list(text.encode())
    return matcher.try_consume_tokens(said) == len(said) and matcher.is_accepting()


def problem(definition: str) -> str:
    with pytest.raises(InvalidGrammar) as caught:
        lark_of(definition, param="guided_grammar")
    assert caught.value.param == "guided_grammar"
    return caught.value.message


SQL = r"""
# As one of vLLM's examples has it.
root ::= select-statement
select-statement ::= "SELECT " column " from " table
    (" where " condition)?
column ::= "col_1" | "col_2"
table ::= "table_" [0-9]{1,2}
condition ::= column "= " number   # one only
number ::= "0" |
           [1-9] [0-9]*
"""

JSON = r"""
root   ::= value
value  ::= object | array | string | "null"
object ::= "{" (pair ("," pair)*)? "}"
pair   ::= string ":" value
array  ::= "[" (value ("," value)*)? "]"
string ::= "\"" [^"\\\x00-\x1f]* "\""
"""


@pytest.mark.parametrize(
    ("definition", "good", "bad"),
    [
        (
            SQL,
            ["SELECT col_1 from table_7", "SELECT col_2 from table_42 where col_1= 30"],
            ["SELECT col_3 from table_7", "SELECT col_1 from table_123", "SELECT col_1"],
        ),
        (JSON, ["null", '{"a":[null,{}],"\u00e9":"x"}', "[]"], ['{"a"}', "[null,]", '"\n"', ""]),
        ('root ::= "a" | ""', ["a", ""], ["aa"]),
        ('root ::= ("a" | )', ["a", ""], ["b"]),
        ('root ::= ""', [""], ["a"]),
        ("root ::= .", ["a", "\n", "\U0001f600"], ["", "ab"]),
        ('root ::= "a"{2} "b"{1,} "c"{ 0 , 2 }', ["aab", "aabbbcc"], ["ab", "aabccc"]),
        (r'root ::= "\"\\\n\t\x41\u00e9\U0001F600/"', ['"\\\n\tA\u00e9\U0001f600/'], ["x"]),
        (r"root ::= [\]\[^/\-a]+", ["][^/-a", "]"], ["b", "\\", ""]),
        ("root ::= [a-]+", ["a-a"], ["b"]),
        ("root ::= [-a]+", ["a-a"], ["b"]),
        (r"root ::= [+\-0]", ["+", "-", "0"], [",", "."]),
        ("root ::= [^\u00e9]", ["e", "\n"], ["\u00e9"]),
        ("root ::= [\u4e00-\u9fff]{2}", ["\u4f60\u597d"], ["ab"]),
        # A name that Lark has another use for, one with letters of both sizes, and two that differ
        # only in what Lark does not have in names.
        ('root ::= start A-b A_b\nstart ::= "s"\nA-b ::= "x"\nA_b ::= "y"', ["sxy"], ["syx"]),
        ('root ::= "x" root? | root{0,2} "y"', ["x", "xx", "yxy"], ["", "z"]),
        ('root ::= "(" root ")" | "x"', ["x", "((x))"], ["(x", "()"]),
        # Not used, and so not looked at: it would not end.
        ('root ::= "a"\nloop ::= loop "b"', ["a"], ["b"]),
        ('root\n::=\n"a"\n\n|\n"b"', ["a", "b"], ["ab"]),
        ('root ::= a b\na ::= "x"\r\nb ::= "y"', ["xy"], ["x"]),
    ],
)
def test_it_allows_what_the_grammar_says(definition: str, good: list[str], bad: list[str]) -> None:
    assert is_ebnf(definition)
    assert [text for text in good if not allows(definition, text)] == []
    assert [text for text in bad if allows(definition, text)] == []


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ('main ::= "a"', "there is no rule `root`"),
        ('root ::= "a" b', "there is no rule `b` (line 1)"),
        ('root ::= b\nb ::= "a"\nb ::= "c"', "the rule `b` is there twice (line 3)"),
        ('root ::= ("a"', "a group is not closed (line 1)"),
        ('root ::= "a")', "a group is closed that was never opened (line 1)"),
        ('root ::= "a\n', 'a text is not closed: no second `"` follows in its line (line 1)'),
        ('root ::= "a"\nb ::= [a-z\n', "a class of characters is not closed: no `]` follows"),
        ('root ::= "a"{x}', "`{` is not followed by how often, as in `{2,5}` (line 1)"),
        ('root ::= "a" root', "the rule `root` never ends: it needs itself inside itself (line 1)"),
        (
            'root ::= "x" | a\na ::= ("(" b ")")+ ("," b)?\nb ::= a{1,3}',
            "the rule `a` never ends: it needs itself inside itself, by way of `b` (line 2)",
        ),
        ("root ::= *", "`*` stands where nothing is to be repeated (line 1)"),
        ('root ::= "a"**', "`*` stands where nothing is to be repeated (line 1)"),
        ('root ::= "a"{3,2}', "`{3,2}` allows no number of times"),
        ('root ::= "a"\n\nb ::= []', "`[]` allows no character (line 3)"),
        ("root ::= [^]", "`[^]` allows no character"),
        ("root ::= [z-a]", "a range that ends before it begins"),
        (r'root ::= "\q"', r"`\q` is no escape"),
        (r'root ::= "\x4"', r"`\x` is no escape"),
        (r'root ::= "\ud800"', r"`\ud800` is no character"),
        ("root ::= 'a'", "nothing is known that begins with `'`"),
        ("root ::= <think>", "nothing is known that begins with `<`"),
        ('"a"\nroot ::= "b"', '`"a"` stands where a rule should begin'),
        ("root ::= " + "(" * 101 + '"a"' + ")" * 101, "nested more than 100 deep"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(definition: str, words: str) -> None:
    assert words in problem(definition)


def test_lark_is_left_as_it_is() -> None:
    for definition in ('start: "a" | b\nb: /x ::= y/', '  ?start: "name ::= x"', "", "junk"):
        assert not is_ebnf(definition)
        assert lark_of(definition, param="g") == definition


def test_a_grammar_has_a_longest_length() -> None:
    for definition in ("x" * (MAX_GRAMMAR_BYTES + 1), "root ::= " + "a" * MAX_GRAMMAR_BYTES):
        with pytest.raises(GrammarTooComplex) as caught:
            lark_of(definition, param="g")
        assert caught.value.param == "g"
    lark_of("# " + "\u00e9" * (MAX_GRAMMAR_BYTES // 2 - 1), param="g")


def test_rules_that_refer_to_themselves_in_a_ring_stay_rules() -> None:
    lark = lark_of('root ::= a\na ::= "(" b ")"\nb ::= a | c\nc ::= "x"', param="g")
    assert lark == (
        'start: r_root_0\nr_root_0: r_a_1\nr_a_1: "(" r_b_2 ")"\nr_b_2: r_a_1 | T_C_3\nT_C_3: "x"\n'
    )
