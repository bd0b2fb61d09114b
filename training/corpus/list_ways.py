"""How one asks for something to be done with a list: sorted, counted, reversed, a part of it, made longer.

`{x}` is the list, `{y}` a word, `{n}` an ordinal, `{w}` largest or the like.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.wordings import wordings

_T = "[these|this|this list|the list|the following|them|the following list|these entries]"
_W = "[these|these words|the words|this list|the list|the following|the following words|them|my words]"
_N = "[these|these numbers|the numbers|this list|the list|the following|the following numbers|them]"


REVERSE = wordings(
    orders=(
        f"reverse {_T}", f"reverse the order of {_T}", f"turn {_T} around", f"invert {_T}", f"[list|write|say|give|print|show] {_T} in reverse[ order|]", f"[list|write|say|give|read] {_T} backwards",
        f"put {_T} in reverse order", f"flip {_T}", f"flip the order of {_T}", "start with the last one and end with the first", f"go through {_T} from the end to the [start|beginning]", f"[write|say|give] {_T} from [last to first|the last to the first|back to front|the end to the beginning]",
        f"turn {_T} upside down", f"mirror {_T}", "put the last one first[ and so on|]", f"[list|write] {_T} in the opposite order", f"turn the order of {_T} around", "make the last one the first and the first one the last", f"read {_T} from right to left",
    ),
    questions=(f"what is {_T} in reverse", f"what is {_T} [backwards|reversed]", "what [comes out|do I get|is it] when it is reversed", "what is the reverse order", "how does it [go|read] backwards"),
    direct=(
        "[Reverse|Turn around|Invert] [the list|this list|the order|the order of these]: {x}", "[List|Write|Say] [these|this] in reverse[ order|]: {x}", "{x} [in reverse|backwards|from last to first|reversed|back to front|in reverse order][.|, please|]", "[Put the last first|From last to first|Reversed|Backwards|In reverse]: {x}",
        "What is {x} [in reverse|backwards|reversed]?", "[Reverse|Flip|Turn around|Invert] {x}[.|]", "[I want|I need|Give me|Show me] {x} [backwards|in reverse|in reverse order][.|]", "[Reverse|Backward] order[ of|:] {x}",
    ),
    held_out=("Give me this list the other way round: {x}", "{x}: now the same starting from the end.", "Could you list {x} in the order opposite to that?", "Say these again, last one first: {x}", "Reversing {x} gives what?"),
)  # fmt: skip
COUNT = wordings(
    orders=(
        f"count {_T}", "count the [items|entries|words|things|elements|lines]", "tell me how many [items|entries|things|words] there are", "say how many there are", "[give|tell] me the [number|count] of [items|things|elements|words]", "count how many there are", "find out how many there are", "determine the length of the list",
        f"[say|tell me] how long {_T} is", "count them[ for me| all|]", "[give|write] the count", "work out how many [things|items] are listed",
    ),
    questions=(
        "how many [items|things|words|entries|elements|names|pieces] are [there|here|in it|in this list|in the list|listed]", "how many are there", "how many are these", "how long is [the|this] list", "what is the [length|size] of [the|this] list", "how many [items|things|words] do you [see|count|find]",
        "how many [items|words|entries] does [the|this] list have", "how many did I [write|name|list|give you]", "how many [different |]things are [named|mentioned] here", "what is the [number|count] of [items|words|things]", "how many [items|words|entries] is that", "how big is [the|this] list", "how many do I have",
    ),
    direct=(
        "How many [items|things|words|entries|names] are [in this list|here|there]: {x}[?|]", "[Count|Please count] [these|the items|the words|the entries]: {x}", "{x}: how many [are these|are there|items|is that|in all]?", "How long is [the|this] list: {x}[?|]", "How many [items|things|words] are {x}?", "{x} [are how many|makes how many|is how many] [things|words|items]?", "[Count|Number|Number of items|Length|Item count|How many]: {x}", "[Count|Please count] {x}[.|]",
    ),
    held_out=("Tell me the number of entries in {x}.", "{x} - that makes how many in total?", "What do you get when you count {x}?", "I wrote down {x}. How many did I write down?", "Give the size of this collection: {x}"),
)  # fmt: skip
NTH = wordings(
    orders=(
        "[give|tell|show] me the {n} [one|item|word|entry|thing|element]", "[pick|take|choose|say|name|write|find|print|read] the {n} [one|item|word|entry|element]", f"[pick|take] the {{n}} of {_T}", "[only |just ]the {n} [one|word|item]", "[get|fetch|return|extract] the {n} [item|element|entry|word]", "[say|tell me] [which|what] is {n}", "[say|tell me] [which|what] [comes|stands|is] {n}", "[repeat|copy] [only |]the {n} [word|item|entry]",
    ),
    questions=(
        "[what|which] is the {n} [one|item|word|entry|element]", "[which|what] [one|item|word|entry] [is|comes|stands] {n}", "[which|what] is {n}", "what comes {n}", "what did I [name|write|say|list] {n}", "what is in the {n} [place|position]", "what [stands|is] at the {n} [place|position]", "which one is in {n} place", "what is the {n} thing[ here| in it| on it|]", "which is the {n}",
    ),
    direct=(
        "[What is|Which is|Give me|Tell me] the {n} [item|one|word|entry] [of|in]: {x}[?|]", "[Which|What] [item|word] is {n}: {x}[?|]", "{x}: [the {n} one|which is {n}|what comes {n}]?", "[Take|Pick|Say] the {n} of these: {x}", "[What|Which] is the {n} [of|in|among] {x}?", "{n} of {x}[?|]", "[What is|Give me|Tell me] the {n} [item|word|entry|one] in {x}[?|.]", "In {x}, [which|what] [is the {n}|comes {n}|is {n}]?", "{n} [item|one|word|entry]: {x}", "The {n} [item|one|word]: {x}",
    ),
    held_out=("From this list I want the {n} one: {x}", "Look through {x} and tell me the {n}.", "Of all these I only need the {n}: {x}", "If you go along {x}, which do you meet {n}?"),
)  # fmt: skip
HAS = wordings(
    orders=(
        "[tell me|say] if {y} is [there|in it|in the list|among them]", "[check|see|look] [whether|if] {y} is [there|in it|in the list|listed]", "[look for|search for|search] {y}", "[check|see|say] if it [contains|has|includes] {y}", "[try to |]find {y}",
    ),
    questions=(
        "is {y} [there|in it|in the list|in this list|on the list|among them|included|listed|one of them|here|part of it]", "does [it|the list|this list] [contain|have|include|list] {y}", "do [they|these] include {y}", "[can you|do you] [see|find] {y}", "is there [a |]{y}", "did I [write|name|say|mention|list] {y}", "have I [named|listed|mentioned] {y}", "does {y} [occur|appear|come up]", "is {y} missing or there",
    ),
    direct=(
        "Is {y} in [this list|the list]: {x}[?|]", "Does [the list|this list] [contain|have] {y}: {x}[?|]", "{x}: is {y} [there|in it|among them]?", "[Can you find|Do you see] {y} in {x}?", "Is {y} [in|part of|one of] {x}?", "[Does|Do] {x} [contain|include] {y}?", "{y} in {x}?", "[Contains|Includes] {y}: {x}?", "Is {y} [in|on] the list {x}?", "[Check|See] if {y} is in {x}[.|]", "I am looking for {y} in {x}. Is it there?",
    ),
    held_out=("Is there a {y} among these: {x}?", "Would {y} turn up in {x}?", "{y}: does that word stand in {x}?", "Among {x}, is {y} to be found?"),
)  # fmt: skip
DROP = wordings(
    orders=(
        "[remove|delete|take out|drop|leave out|cross out|erase|skip|omit|throw out|take away|cut] {y}", f"[remove|delete|take|drop|cut|erase] {{y}} from {_T}", f"[write|list|say|give|show] {_T} without {{y}}", "[write|list|say|repeat] [everything|all of them|all|the list] [but|except] {y}", "get rid of {y}", "take {y} off the list", "[leave|take] {y} out", "cross {y} off", "make the list without {y}",
    ),
    questions=("what is left [without|if I remove|if you take out|after removing|when I delete] {y}", "what [remains|stays] without {y}", "what is the list without {y}", "what else is there [besides|apart from|but] {y}"),
    direct=(
        "[Remove|Delete|Take out|Drop|Leave out] {y} [from|in] [this list|the list|these|this]: {x}", "{x} without {y}[.|?|]", "[Everything|All] but {y}: {x}", "[List|Write] {x} without {y}.", "[Remove|Delete|Drop|Take|Cut] {y} from {x}[.|]", "{x}, [but not|except|without|minus|no] {y}[.|]", "[Without|No|Not|Except] {y}: {x}", "I have {x}. I [lose|give away|sell|don't need|no longer want] {y}. What [is left|do I have]?", "My list is {x}. I [bought|have done|got] {y}, [take it off|remove it|delete it].",
    ),
    held_out=("Strike {y} from these: {x}", "Which are left of {x} once {y} has gone?", "I don't want {y} any more on this list: {x}", "Please repeat {x} but leave {y} away."),
)  # fmt: skip
APPEND = wordings(
    orders=(
        "[add|append|put|write|attach] {y} at the end", f"[add|append] {{y}} to {_T}", "[add|append|also put|include] {y}", f"[extend|continue] {_T} with {{y}}", f"put {{y}} at the end of {_T}", "make {y} the last one", "add {y} as the last [one|item|entry]", "put {y} last", "add one more, {y}", "let {y} come last",
    ),
    questions=("what is the list with {y} [added|at the end]", "what is it with {y} added", "what do I get if I add {y}", "how does the list look with {y} [too|added|as well]"),
    direct=(
        "[Add|Append|Put] {y} [to|at the end of] [this list|the list]: {x}", "{x} [and add|plus] {y}[.|]", "[Extend|Continue] the list {x} with {y}.", "[Add|Append] {y} to {x}[.|]", "I have {x} and [get|buy|find|need] {y}[ too|]. [What is on my list|What do I have|Write the list]?", "{x} [with|and then|and also] {y} [added|at the end|as well][.|]", "My list: {x}. [I also need|Also|And] {y}. [Write it|List it|The whole list, please|Show the list].", "[Append|Add] {y}: {x}",
    ),
    held_out=("To these add also {y}: {x}", "{x}: I forgot {y}, write it behind the others.", "Let the list {x} be longer by {y}.", "There should be one more in {x}, namely {y}."),
)  # fmt: skip
PREPEND = wordings(
    orders=(
        "[add|put|write|insert] {y} at the [beginning|start|front]", f"put {{y}} [before|in front of] {_T}", "[put|make] {y} [first|the first one|the first item]", "add {y} as the first [one|item|entry]", "[begin|start] the list with {y}", "insert {y} at the front", "let {y} come first",
    ),
    questions=("what is the list with {y} [in front|first|at the start|at the beginning]", "what is it with {y} at the front"),
    direct=("[Add|Put] {y} [at the beginning|at the start|in front] of [this list|the list]: {x}", "[Put|Write|Add] {y} [before|in front of] {x}[.|]", "{y} first, then {x}[.|]", "{x} with {y} [in front|at the start|at the beginning|first][.|]"),
    held_out=("Make a list that begins with {y} and goes on with {x}.", "{x}: {y} should stand before all of them.", "Set {y} ahead of these: {x}"),
)  # fmt: skip
BULLETS = wordings(
    orders=(
        f"[write|make|give me|show|list|put|print|format] {_T} [as|in] [bullet points|bullets|a bullet list|a bulleted list]", f"make [bullet points|a bullet list|bullets|a bulleted list] [of|from|out of] {_T}", f"turn {_T} into [bullets|a bullet list|a bulleted list|a list with dashes]", "put each one on [its own line|a line of its own|a new line] with a dash", f"write {_T} with [dashes|a dash before each|a dash in front of each]", "use bullet points", "use a dash for each [item|one|word]", f"[write|show] {_T} as a list with [dashes|bullets]", "make a bullet list",
    ),
    questions=("how does this look as [bullet points|a bullet list]", "what is this as bullet points", "can I have that as bullet points", "can you bullet this"),
    direct=(
        "[Write|Make|Give me|Show] [bullet points|a list with dashes|bullets|a bullet list] of {x}[.|]", "{x} as [bullet points|bullets|a list with dashes|a bullet list|a bulleted list][.|]", "[Bullets|Bullet points|As bullets|With dashes|As a bullet list|Bullet list]: {x}", "[List|Write|Show] {x} [as|in] bullet points[.|]", "[I want|I need|I'd like] {x} as bullet points[.|]", "[Bullet|Bulleted] list [of|with|for] {x}[.|]",
    ),
    held_out=("Turn this into bullet points: {x}", "{x}: one bullet for each, please.", "I would rather see {x} as bullets.", "Format {x} with a bullet on every line."),
)  # fmt: skip
NUMBERED = wordings(
    orders=(
        f"number {_T}", f"[write|make|give me|show|list|put] {_T} as a numbered list", f"make a numbered list [of|from|out of] {_T}", f"turn {_T} into a numbered list", f"write {_T} with numbers[ in front|]", "put a number [before|in front of] each[ one|]", "give each [one|item|word] a number", f"enumerate {_T}", "use a numbered list",
    ),
    questions=("how does this look as a numbered list", "what is this as a numbered list"),
    direct=("[Write|Make|Give me|Show] a numbered list of {x}[.|]", "{x} as a numbered list[.|]", "[Numbered list|Numbered|With numbers|Enumerated]: {x}", "[Number|Enumerate] {x}[.|]", "[I want|I need] {x} as a numbered list[.|]"),
    held_out=("Please put numbers in front of these: {x}", "{x}: show that numbered, one to a line.", "Can I have {x} with 1, 2 and so on?"),
)  # fmt: skip
COMMAS = wordings(
    orders=(
        "[separate|join|write|list|connect] [these|the words|this|them] with commas", "add a comma after each word", "use commas", f"make a [list with commas|comma list|comma separated list] [of|from|out of] {_T}", "turn this into [a list with commas|a comma separated list]", "add [commas|the commas]", "write them on one line with commas", "insert commas",
    ),
    questions=("what is this with commas", "how does this look with commas", "where do the commas go"),
    direct=("[Separate|Join|Write] [these|the words|this] with commas: {x}", "{x} with commas[.|]", "[Make|Turn this into] a list with commas: {x}", "{x} [separated by|joined by|and] commas[.|]", "[Commas|With commas|Comma separated]: {x}", "[Join|Separate|Write] {x} with commas[.|]"),
    held_out=("Put commas between these: {x}", "The commas are missing here: {x}", "{x}: the same, but comma by comma.", "Set a comma after each of these but the last: {x}"),
)  # fmt: skip
SORT = wordings(
    orders=(
        f"[sort|order|arrange|alphabetize|alphabetise] {_W}", f"[sort|order|arrange] {_W} [alphabetically|by the alphabet|from a to z|in alphabetical order|by first letter|by letter|A-Z]", f"[put|bring|set|get|write|list] {_W} [in|into] alphabetical order", f"[put|bring|get] {_W} [in|into] [the right |]order", f"[list|write|say|give|show] {_W} [alphabetically|sorted|in order|from a to z|in alphabetical order]", "use alphabetical order", f"make {_W} alphabetical", "sort from a to z", "do an alphabetical sort", f"line {_W} up [alphabetically|from a to z]",
        "put the one first that comes first in the alphabet", f"rank {_W} alphabetically", f"[order|sort] {_W} like [a dictionary|a phone book]",
    ),
    questions=("what is the alphabetical order", "what is the [right |]order [by the alphabet|alphabetically|from a to z]", "what is this [sorted|in alphabetical order|alphabetically]", "which order is alphabetical", "how are [these|they] sorted", "in which order do [they|these] come in a dictionary"),
    direct=(
        "[Sort|Order|Please sort|Arrange][ these| these words|][ by the alphabet| alphabetically| from a to z|]: {x}", "[Sort|Order] {x}[ alphabetically|].", "[Alphabetical order|In alphabetical order|Sorted|A to Z|Alphabetically|Alphabetical]: {x}", "[Put|Bring] these words in [alphabetical order|order]: {x}", "{x} [in alphabetical order|alphabetically|sorted|from a to z|in order][.|?|, please]", "[I want|I need|Give me|Show me] {x} [sorted|in alphabetical order|in order][.|]", "[Put|Bring] {x} [in|into] [alphabetical order|order][.|]", "[Which|What] is the alphabetical order of {x}?",
    ),
    held_out=("In the order of the alphabet, please: {x}", "How would a dictionary order {x}?", "{x}: which comes first by letter, and which after?", "Have these follow the alphabet: {x}", "I'd like to see {x} arranged by their letters."),
)  # fmt: skip
