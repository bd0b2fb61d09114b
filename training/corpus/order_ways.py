"""Orders put together: a frame (`Write every reply {h}.`) and how to answer (`in capital letters`).

Every order shares the frames, so that the rest of the sentence tells what is wanted. Held out: some
frames, some ways of saying how, some whole sentences.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

FRAMES = ways(
    "[Always |Please |]answer {h}[ only|].",
    "[Always|You|Please] [write|reply|respond|speak|talk] {h}.",
    "[Write|Print|Type|Say|Set|Keep|Phrase|Make] [all answers|each answer|everything|every sentence|all you say|your text] {h}.",
    "[Each|Every] [answer|reply|message|response|line] [is|comes|should be|has to be|shall be|needs to be] {h}.",
    "[All|All of] your [answers|messages|replies] [are|come|should be|have to be] {h}.",
    "You [must|should|have to|shall|always|will|only] [answer|reply|respond|speak] {h}.",
    "[Rule|Style|Format|Form of answers|Note|Important|Order|Instruction]: [answer |answers |reply |]{h}.",
    "[It is important that you|Make sure that you|Be sure to|Remember to|Do not forget to|Take care to|See to it that you|Never forget to] [answer|reply|respond] {h}.",
    "[Whatever|No matter what] [the user says|is asked|people ask|comes], [answer|reply|respond] {h}.",
    "[The user|The reader|The customer|Everybody here] [wants|expects|needs|likes|asks for|prefers] [answers|replies] {h}.",
    "{H}[, please|, always|, every time|, without exception|][.|!|]",
    "[Nothing but|Only] [answers|replies] {h}[, please|].",
    "[When|Whenever|If|As soon as] [you answer|you reply|you speak|the user asks something|you are asked], [do it|do so|answer|reply] {h}.",
    "Your [job|task|duty] is to [answer|reply] {h}.",
    "[Answering|Replying] {h} is [a must|required|the rule|what you do].",
    "You are [a bot|an assistant|a program|someone] [that|who] [answers|replies|speaks] {h}.",
    "[Stick to|Keep to|Use] [answers|replies] {h}.",
    "[Let|Have] [every answer|each reply|all answers] be {h}.",
    "[Do not|Never] [answer|reply|respond] [other than|in any way but|except] {h}.",
    "[From this point|In this chat|Here|Today|For now][,|] [you answer|answer|reply|all replies are] {h}.",
    "[Can you|Could you|Would you] [please |][answer|reply|write] {h}[ from here|]?",
    "[answer|reply|respond|write] {h}",
    held_out=(
        "Your answers must be {h}.", "Put your replies {h}.", "Give every reply {h}.", "I would like you to answer {h}.",
        "There is one rule here: you answer {h}.", "Please see that every reply is {h}.",
    ),
)  # fmt: skip

UPPER = ways(
    "in [capital letters|upper case|capitals|all caps|big letters|block capitals|uppercase]",
    "[with the caps lock on|without small letters|without any lower case|in capital letters alone|with all letters large]",
    "IN CAPITALS",
    held_out=("in uppercase letters from beginning to end", "with every letter a capital"),
)
LOWER = ways(
    "in [small letters|lower case|lowercase|lowercase letters]",
    "[without capitals|without capital letters|with no upper case|in small letters alone|with all letters small|without the shift key]",
    held_out=("in lower case from beginning to end", "with not one capital letter"),
)
ONE_WORD = ways(
    "[in|with|by|using] [one word|a single word|just one word|exactly one word|one word alone]",
    "[one word long|no longer than one word|one word at a time]",
    "in 1 word",
    held_out=("in no more than one word", "with one word and not a second one"),
)
START = ways(
    "[with {x} in front|with {x} first|with {x} at the start|with {x} at the beginning|beginning with {x}|starting with {x}]",
    "[with {x} as the first word|after first saying {x}|with {x} before anything else|opened by {x}]",
    held_out=("with {x} ahead of all other words", "so that {x} comes first"),
)
END = ways(
    "[with {x} behind it|with {x} last|with {x} at the end|with {x} at the very end|ending with {x}|ending in {x}|finishing with {x}]",
    "[with {x} as the last word|and then say {x}|with {x} after everything else|closed by {x}]",
    held_out=("with {x} behind all other words", "so that {x} comes last"),
)
LANGUAGE = ways(
    "in {x}",
    "[in {x} only|in the {x} language|using {x}|in {x} and no other language|with {x} words]",
    held_out=("in {x}, not in English", "in {x} throughout"),
)
SHORT = ways(
    "[in|with|using] [at most|no more than|not more than|up to] {n} words",
    "[briefly|in short|as briefly as possible|very shortly|in few words|in as few words as possible|with the fewest words|in a nutshell]",
    "[in {n} words or less|in fewer than {m} words|with a limit of {n} words]",
    held_out=("in {n} words at the most", "in a handful of words"),
)
FULL = ways(
    "in [full|whole|complete] sentences",
    "[with a whole sentence|in one full sentence|in a complete sentence]",
    "[as usual|normally|in normal words|like always|in plain English|in a friendly way|politely]",
    held_out=("in a proper sentence", "in the usual way"),
)

# What a shape does to an answer, and the ways to ask for it.
FORMATS: tuple[tuple[Phrasings, str], ...] = (
    (
        ways(
            "in [quotation marks|quotes|double quotes]",
            "[between quotes|between quotation marks|quoted|wrapped in quotes]",
            held_out=("inside quotation marks",),
        ),
        '"{a}"',
    ),
    (
        ways(
            "in [parentheses|round brackets]",
            "[between parentheses|wrapped in parentheses|between round brackets]",
            held_out=("inside round brackets",),
        ),
        "({a})",
    ),
    (
        ways(
            "as a [bullet point|bullet|list item]",
            "[with a dash in front|with a hyphen in front|as an item of a list|starting with a dash]",
            held_out=("as one bullet of a list",),
        ),
        "- {a}",
    ),
    (
        ways(
            "as a [numbered list|numbered item]",
            "[with the number 1 in front|as item number 1|numbered from 1]",
            held_out=("as point 1 of a numbered list",),
        ),
        "1. {a}",
    ),
    (
        ways(
            "in [bold|bold type|bold letters|Markdown bold]",
            "[between two stars|set in bold|with ** around it]",
            held_out=("as bold text",),
        ),
        "**{a}**",
    ),
    (
        ways(
            "in [italics|italic type]",
            "[set in italics|between single stars|with * around it]",
            held_out=("as italic text",),
        ),
        "*{a}*",
    ),
    (
        ways(
            "in [backticks|code style]",
            "[as code|between backticks|wrapped in backticks]",
            held_out=("inside backticks",),
        ),
        "`{a}`",
    ),
    (
        ways(
            "as [JSON with the key {x}|a JSON object with the key {x}]",
            "in JSON with [the one key|one key,|the key] {x}",
            "[as one line of JSON, key {x}|as JSON, key {x}]",
            held_out=("as a JSON object whose only key is {x}",),
        ),
        '{"{x}": "{a}"}',
    ),
    (
        ways(
            "[after|behind] the [word|label] {x} and a colon",
            "[with {x} and a colon in front|labelled {x} with a colon|with the label {x}]",
            "with {x}: in front",
            held_out=("headed by {x} and a colon",),
        ),
        "{x}: {a}",
    ),
    (
        ways(
            "in [the tag|tags] {x}",
            "[between {x} tags|inside {x} tags|wrapped in {x} tags]",
            held_out=("enclosed by {x} tags",),
        ),
        "<{x}>{a}</{x}>",
    ),
    (
        ways(
            "[twice|two times|two times in a row|doubled]",
            "[and say it again|and repeat it once]",
            held_out=("two times over",),
        ),
        "{a} {a}",
    ),
    (
        ways(
            "[as a quote|as a block quote|as a Markdown quote]",
            "[with > in front|after a > sign]",
            held_out=("in the form of a block quote",),
        ),
        "> {a}",
    ),
    (
        ways(
            "as a [heading|title|Markdown heading]",
            "[with # in front|after a # sign]",
            held_out=("in the form of a heading",),
        ),
        "# {a}",
    ),
)

STYLES: dict[str, str] = {
    "pirate": "Arr!",
    "cat": "Meow!",
    "dog": "Woof!",
    "robot": "Beep!",
    "ghost": "Boo!",
    "cowboy": "Howdy!",
    "duck": "Quack!",
    "cow": "Moo!",
    "knight": "Hail!",
    "wizard": "Abracadabra!",
    "snake": "Hiss!",
    "lion": "Roar!",
    "owl": "Hoo!",
    "parrot": "Squawk!",
    "sheep": "Baa!",
    "train": "Choo choo!",
}
STYLE = ways(
    "[Speak|Talk|Answer|Write|Reply|Sound] [like|as] a {x}.",
    "[You are|You play|Play|Pretend to be|Act as|Imagine you are|Be] a {x}[ and speak like one| and talk that way|].",
    "[All answers|Every reply|Each answer] [should sound|sounds|is] like a {x}'s.",
    "[Use|Take] the [voice|manner|language] of a {x}.",
    "[In the voice|In the style|In the manner] of a {x}, please.",
    "[Your style|Style|Voice|Character|Role]: {x}.",
    "[The user|A child|Everybody] [wants to hear|likes|expects] a {x}[, so be one|].",
    "[Answer|Reply|Speak] [the way|as] a {x} [would|does].",
    "[{x} mode|{x} style|{x} talk][ only|, please|].",
    "[Make|Let] [each answer|every reply] sound like [that of |]a {x}.",
    held_out=(
        "Whatever you say, say it like a {x}.",
        "Be so kind as to talk as a {x} would.",
        "I want to hear a {x} speak.",
    ),
)

FORBID = ways(
    "[Never|Do not|Don't|You may not|You must not|You must never] [say|use|write|mention] [the word |]{x}[, ever| in your answers|].",
    "[The word {x}|{x}] is [forbidden|not allowed|a forbidden word|taboo|banned].",
    "[Avoid|Leave out|Ban|Skip] [the word |]{x}[ in all answers|].",
    "[No answer|No reply|No sentence] may [have|contain|hold|use] [the word |]{x}.",
    "[Forbidden word|Taboo|Banned word]: {x}[.|]",
    "[You are not allowed|It is not allowed] to [say|use|write] [the word |]{x}.",
    "[Speak|Answer|Write] without [the word |]{x}.",
    "[The user|The reader] [hates|does not want to see|must not read] the word {x}.",
    "There is [one|a] word you [cannot|may not|must not] say: {x}.",
    held_out=(
        "Keep the word {x} out of what you say.",
        "On no account let {x} pass your lips.",
        "Answer me without ever saying {x}.",
    ),
)

STOP = ways(
    "[You can|You may|Please|Now] stop [that|doing that|this|it][ now|].",
    "[Now|From now on|OK, now] [answer|speak|write] [normally|as usual|as before|in the normal way][ again|].",
    "[Forget|Drop|Ignore] [that rule|this rule|the rule|the last order|my order|the instruction].",
    "[Back to|Return to] [normal|your usual style|normal answers][.|, please.]",
    "[No more of that|That is enough|Enough of that|The rule is off]. [Answer normally.|Be normal.|]",
    held_out=("You don't need to do that any longer.", "Let us end this way of answering."),
)
BY_USER = ways(
    "[From now on|Starting now|For the rest of this chat|Until I say stop|In this chat|For now][:|,] {o}",
    "[I want this|My wish|A rule for you|A new rule|Please do this|Do this|Listen]: {o}",
    "{O}",
    "{O} [OK?|Understood?|Thanks.|Please.|All right?]",
    held_out=("As of now: {o}", "Here is what I ask of you: {o}"),
)

_NEUTRAL = (
    "You are a helpful assistant.", "You are an assistant.", "You help people.", "Be friendly.", "Be polite.", "Be honest.", "Be kind.", "Help the user.", "The user is new here.", "Do not make things up.",
    "You are part of an app.", "The chat is open all day.", "Stay calm.", "Think first.", "Be patient with everyone.", "You are a chatbot on a web page.", "People will ask you questions.",
    "This is a test.", "Many users are children.", "Do your best.", "Take every question seriously.", "If you do not know something, say so.",
)  # fmt: skip


def neutral(rng: random.Random, split: Split) -> str:
    """A sentence of a system message that asks for nothing special."""
    if rng.random() < 0.6:
        return rng.choice(_NEUTRAL)
    return rng.choice((
        "You are the assistant of {f}.", "You work for {f}.", "You are a {j} bot of {f}.", "This app is called {n}.", "You help the people of {t}.", "The office is in {t}.", "The boss is {p}.", "Our mascot is a {w}.",
        "You sell {w}s.", "{p} wrote this app.", "The users come from {t}.",
    )).replace("{f}", lexicon.firm(rng, split)).replace("{j}", rng.choice(("help", "support", "service"))).replace("{n}", names.invented(rng, split)).replace("{t}", names.town(rng, split)).replace("{p}", names.person(rng, split)).replace("{w}", lexicon.noun(rng, split))  # fmt: skip


def is_new(rng: random.Random, split: Split) -> Split:
    """Of an item that is held out, two thirds of the parts are in held-out words."""
    return "held_out" if split == "held_out" and rng.random() < 0.66 else "train"


def framed(rng: random.Random, split: Split, how: Phrasings, **slots: str) -> str:
    """An order out of a frame and a way of saying how; at least one part is held out where asked for."""
    frame_side, how_side = is_new(rng, split), is_new(rng, split)
    if split == "held_out" and frame_side == how_side == "train":
        frame_side = split
    h = expand(rng, how.pick(rng, how_side))
    text = expand(rng, FRAMES.pick(rng, frame_side))
    text = text.replace("{h}", h).replace("{H}", h[:1].upper() + h[1:])
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", value)
    return text


def whole(rng: random.Random, split: Split, form: Phrasings, **slots: str) -> str:
    """A whole sentence with its slots filled."""
    text = expand(rng, form.pick(rng, split))
    for slot, value in slots.items():
        text = text.replace("{" + slot + "}", value)
    return text[:1].upper() + text[1:]
