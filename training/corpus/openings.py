"""Ways to ask for data out of a text: nearly any words, before, behind or around it.

What is asked for stands in the schema, so these words are to be read past. Held out: whole
phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon
from training.corpus.grammar import expand, ways

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

_FIXED = ways(
    "{x}", "{x}", "{x}", "{x}", "[Extract|Read|Get|Find] the [data|details|facts|information][ from this|]: {x}", "[Text|Note|Input|Here it is|Data]: {x}",
    "{x} [Extract the data.|Give me the data.|Put this into JSON.|Answer in JSON.|Read this.]", "[Turn this into|Write this as|Convert to|Make] JSON: {x}",
    "[Take|Copy|Pull|Collect] [what is asked|the values|the answers] [out of|from] [this|the text|these words]: {x}", "[From|With|Using] [this|the text|what follows], [answer|reply]: {x}",
    "[Please|Can you|Could you] [read|parse|analyse|look at] [this|this text|my note][.|:|?] {x}", "{x} [What does it say?|What do we know?|Please parse it.|Now answer.|Can you read that?|Those are the facts.]",
    "[I have|Here is|This is] [a note|a text|something|a message][:|.] {x}", "[Listen|Look|OK|So|Parse|Complete the form|Enter this]: {x}",
    "[Complete|Populate|Write|Set] the [form|record|card|entries|row|keys] [with|from|by] [this|the text|this note|these lines|what I say]: {x}", "[Note|Store|Record|Register|List|Type|Catalogue|Transcribe|Import|Save|Log|Scan] [this|these|it|the text|what it says][ for me| please|]: {x}",
    "[Which|What] [values|details|data|entries] [can you find|do you see|are there|stand here|does this give][?|:] {x}", "{x} [Which|What] [values|details|data|entries] [can you find|do you see|are there|stand here|does it give|were given]?", "[Details|Values|Form|Entry|Record|Message|Mail|Memo|Report|Today's note|From the diary|Excerpt][:|.] {x}",
    "{x} [Fields, please.|Just the data.|Only the values.|Make a record of it.|That was it.|Nothing more is known.|Write it down.|Keep that.|Thanks!]", "[My|Our|The] [friend|boss|mother|customer|colleague] [wrote|said|told me][:|,] {x}", "[Dear|Hello|Hi|Hey] [all|team|assistant|friend|you][,|!|:] {x}",
    "[Text|Message|Email|Input|Source|Document]:\n{x}", '[Text|Input|Quote]: "{x}"', '"{x}"', "<text>{x}</text>", "---\n{x}\n---", '"""{x}"""', "> {x}",
    "[Subject|Re|Fwd]: [hello|your request|news|a note|order|today]\n{x}", "{x}\n[Best|Regards|Cheers|Thank you|Bye]", "[User|Customer|Caller|Agent|Clerk] [wrote|said|says|writes]: {x}", "[It|The note|The letter|The mail|The page|The label] [says|reads|goes]: {x}", "[ok|so|hey|pls|please] {x}", "{x} [thx|ok?|please|now|go|!]",
    "[What is|What's] [in|inside] [this|the following|that] [text|note|mail|sentence]? {x}", "{x} [Who|What] is [meant|this about]?", "[I got|We received|There came|I found|Somebody left] [a message|this|a note|these lines] [today|just now|this morning]: {x}", "[Work with|Start from|Base it on|Rely on|Stick to|Use] [this|the following|the text|what I wrote]: {x}",
    "[Do|Handle|Process|Treat|Study|Check|Understand|Digest|Go over|Take] [this|the next one|the following|this one][ for me| for us| now|][.|:] {x}", "[Next|Next one|Another one|One more|The last one|Number two|Again][:|.] {x}", "{x} [I need it as an object.|As JSON please.|Return the object.|Send me JSON.|No words, only data.|Give back the structure.]",
    held_out=("Fill the fields from this text: {x}", "{x} Which facts are in this?", "What can you learn from the next lines? {x}", "{x} Please sort that into the right places.", "My assistant typed this up for you. {x}", "Reduce to what matters: {x}", "Kindly do your job on the sentence below.\n{x}", "There is some knowledge in here, get it out: {x}"),
)  # fmt: skip
_VERBS = (
    "Extract", "Read", "Get", "Find", "Pull out", "Pick out", "Parse", "Collect", "Gather", "Identify", "List", "Record", "Capture", "Spot", "Copy",
    "Retrieve", "Grab", "Work out", "Determine", "Detect", "Give me", "Return", "Show", "Tell me", "Write down", "Look for", "Name", "Fish out", "Select",
    "Recognise", "Isolate", "Output", "Report", "Summarise", "Fetch", "Lift", "Note", "Provide", "Structure", "Map", "Enter", "Compile", "Derive",
)  # fmt: skip
_OBJECTS = (
    "the data", "the details", "the facts", "the information", "the values", "the key facts", "what is asked", "everything relevant", "the entities",
    "the important bits", "the attributes", "a record", "names and numbers", "all that is said", "what the schema wants", "the answer", "the contents", "what you need",
    "what it says", "the properties", "the parts", "the entries", "the elements", "what we know", "structured data", "the info", "a summary", "the fields", "the main points", "what was said",
)  # fmt: skip
_SOURCES = (
    "from this", "from the text", "from the text below", "from the following text", "out of this message", "in this note", "from this email", "of this sentence", "in the following",
    "from the message", "from what I write", "from here", "from the paragraph", "from this line", "from these sentences", "out of this", "given below", "in the text", "from the input",
    "from my note", "in this description", "for me", "please", "now", "", "",
)  # fmt: skip
_SHAPES = (
    "",
    "",
    "",
    " as JSON",
    " in JSON",
    " as an object",
    " in the given form",
    " as required",
    " under the schema",
    " exactly",
    " without comments",
    " carefully",
)
_POLITE = ("", "", "", "Please ", "Could you ", "Can you ", "I want you to ", "Your task: ", "Task: ", "You should ", "Now ", "Let us ", "Kindly ", "I'd like you to ", "would you ", "It is your job to ")  # fmt: skip
_ENDS = (":", ":", ".", ":\n", ".\n", "\n\n", " -", "?", "...")


def _composed(rng: random.Random, text: str) -> str:
    verb = rng.choice(_VERBS)
    polite = rng.choice(_POLITE)
    words = f"{polite}{verb[0].lower() + verb[1:] if polite else verb} {rng.choice(_OBJECTS)}"
    source = rng.choice(_SOURCES)
    words = f"{words} {source}".rstrip() + rng.choice(_SHAPES)
    if rng.random() < 0.12:
        words = words.lower()
    if rng.random() < 0.22:
        return f"{text}{rng.choice((' ', ' ', chr(10)))}{words}{rng.choice(('.', '', '!', '?'))}"
    end = rng.choice(_ENDS)
    gap = "" if end.endswith("\n") else " "
    return f"{words}{end}{gap}{text}"


# Unknown words that ask: whatever they are, the text is what counts.
_STRANGE = (
    "{w} the {n} [below|here|in this]: {x}", "My {n} [brought|sent|made|gave me|left] this [for you|here|]. {x}", "There is [a|some|no] {n} in [this|it|these lines], {w} it: {x}", "[Please|Now|Kindly] {w} [this|it|that] {j}. {x}", "{x} [Please|Now] {w} [this|it|that] into {j} {n}.", "{x} [Which|What] {n} is in [it|that]?", "[What|How] can [you|one|we] {w} from [this|the following|that]? {x}", "{w} and {w}: {x}", "{j} {n}: {x}", "[I|We] {w} this [{j} |]{n} to you. {x}", "{x} [Do|Try] your [{j} |]{n}.", "[Be|Stay] {j}[ and {w} it|]: {x}", "For the {n}: {x}", "{x} That is for the {n}.", "{w} [only|just|all] what is {j}. {x}", "{x} {w} [the|a|my] {n}[, please|]?",
)  # fmt: skip


def _strange(rng: random.Random, text: str) -> str:
    words = expand(rng, rng.choice(_STRANGE))
    for slot, draw in (("{w}", lexicon.verb), ("{n}", lexicon.noun), ("{j}", lexicon.adjective)):
        while slot in words:
            words = words.replace(slot, draw(rng, "train"), 1)
    return (words[0].upper() + words[1:]).replace("{x}", text)


def asked(rng: random.Random, split: Split, text: str) -> str:
    """The text with words around it that ask for its data."""
    if split == "train":
        kind = rng.random()
        if kind < 0.12:
            return _strange(rng, text)
        if kind < 0.5:
            return _composed(rng, text)
    return expand(rng, _FIXED.pick(rng, split)).replace("{x}", text)


SYSTEMS = (
    "You are a helpful assistant.", "Extract the data.", "You extract data.", "Extract the event information.", "Read the text and fill the fields.", "Be exact.",
    "You read texts and return data.", "Copy values exactly as they are written.", "You turn notes into records.", "Answer with data only.", "You are a parser.",
    "You work for an office and type in forms.", "Return what the user tells as JSON.", "Never invent anything.", "Use only what the text says.", "Help the user.",
    "You are an extraction engine.", "Leave out what is not said.", "You are a careful clerk.", "Keep the spelling of names.",
)  # fmt: skip
