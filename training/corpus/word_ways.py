"""How one asks about a word: spelled, backwards, its letters, its opposite, a rhyme, more of it.

`{x}` is the word, `{l}` a letter.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.grammar import ways
from training.corpus.wordings import wordings

_IT = "[this|this word|the word|it]"

SPELL = wordings(
    orders=(
        "spell", f"spell {_IT}", f"spell out {_IT}", f"[write|say|give|read] {_IT} letter by letter", "[list|name|give me|tell me|write|say] the letters[ one by one| in order| of it|]", f"show me [the spelling|how to spell {_IT}]", f"break {_IT} into letters", f"split {_IT} into [its |]letters", "put a dash between the letters", "separate the letters",
    ),
    questions=("how is it spelled", "how do you spell [it|this|this word]", "how is this [word |]spelled", "what is the spelling", "which letters are in it", "what are the letters", "how do I write it letter by letter", "what letters does it have"),
    direct=(
        "[Spell|Please spell|Can you spell|How do you spell|Could you spell|Now spell] {x}[.|?]", "[Spell|Spell out] the word {x}[.|]", "How is {x} spelled?", "[What are|Tell me|List] the letters [of|in] {x}?", "How [is|do you write] {x} [spelled|letter by letter]?".replace("[is|do you write] {x} [spelled|letter by letter]", "do you write {x} letter by letter"), "[Which|What] letters [are in|make up|does one need for] {x}?", "{x} letter by letter[.|]", "[The letters|Letters|Spelling|The spelling] of {x}[?|.|]", "[How|Do you know how|Can you tell me how] to spell {x}[?|]", "[How would I|How should I|How can I] spell {x}?", "[Spelling|Spell|Letters]: {x}", "How does one spell {x}?", "spell {x} [for me|please|out|again][.|]",
    ),
    held_out=("Would you say {x} to me one letter at a time?", "What does {x} look like as single letters?", "Dictate {x} by its letters.", "{x}: I need that spelled."),
    one=True,
)  # fmt: skip
REVERSE = wordings(
    orders=(
        "reverse", f"reverse {_IT}", f"reverse the letters[ of {_IT}|]", f"[write|say|spell|read] {_IT} [backwards|in reverse|from the end|from right to left]", f"[turn|flip] {_IT} [around|round]", f"[write|say] the letters of {_IT} in reverse order", f"mirror {_IT}", f"spell {_IT} from back to front",
    ),
    questions=("what is it backwards", "what is this [reversed|backwards|in reverse]", "how do you [write|spell|say] it backwards", "how does it read from right to left", "what do I get when I reverse it"),
    direct=(
        "[Reverse|Please reverse|Can you reverse|Could you reverse] [the word |]{x}[.|?]", "[Write|Say|Spell] {x} backwards[.|]", "What is {x} [backwards|reversed|in reverse]?", "{x} [backwards|reversed|in reverse|from the end][.|?|]", "[Reverse|Backwards|In reverse|Reversed]: {x}", "How [do you spell|do you write|is] {x} [backwards|in reverse][ spelled|]?".replace("[do you spell|do you write|is] {x} [backwards|in reverse][ spelled|]", "do you [spell|write] {x} [backwards|in reverse]"), "[Turn|Flip] [the word |]{x} around[.|]", "[The reverse|Reverse] of {x}[?|.|]", "[The letters|Letters] of {x} [backwards|in reverse order|in reverse][.|?|]",
    ),
    held_out=("Begin with the last letter of {x} and go back to the first.", "Read {x} to me from its end.", "How would {x} look in a mirror?", "{x}: now with all letters the other way round."),
    one=True,
)  # fmt: skip
FIRST = wordings(
    orders=("[give me|tell me|say|name|write|find] the first letter", "[tell me|say] [which|what] letter it [begins|starts] with"),
    questions=("what is the first letter", "[which|what] letter is first", "[which|what] letter does it [start|begin] with", "what does it [start|begin] with", "how does it [start|begin]"),
    direct=(
        "[What is|What's|Tell me] the first letter of {x}?", "[Which|What] letter does {x} [start|begin] with?", "The first letter of {x}?", "[First letter|The first letter|Initial|Initial letter] of {x}[?|.|]", "{x} [starts|begins] with [which|what] letter?", "[With which letter|With what letter] does {x} [start|begin]?", "What is the initial of {x}?", "[First letter|Initial]: {x}", "What does {x} [start|begin] with?", "{x}: [first letter|which letter is first]?", "[Which|What] letter [is first|comes first|is at the start|is the first one] in {x}?",
    ),
    held_out=("With which letter would I begin to write {x}?", "{x} opens with what letter?", "Give only the letter at the front of {x}."),
    one=True,
)  # fmt: skip
LAST = wordings(
    orders=("[give me|tell me|say|name|write|find] the [last|final] letter", "[tell me|say] [which|what] letter it ends with"),
    questions=("what is the [last|final] letter", "[which|what] letter is last", "[which|what] letter does it end [with|in|on]", "what does it end [with|in]", "how does it end"),
    direct=(
        "[What is|What's|Tell me] the last letter of {x}?", "[Which|What] letter does {x} end with?", "The last letter of {x}?", "[Last letter|The last letter|Final letter|The final letter] of {x}[?|.|]", "{x} ends with [which|what] letter?", "[With which letter|With what letter|In which letter] does {x} end?", "[Last letter|Final letter]: {x}", "What does {x} end [with|in]?", "{x}: [last letter|which letter is last]?", "[Which|What] letter [is last|comes last|is at the end|is the last one] in {x}?",
    ),
    held_out=("With which letter would I finish writing {x}?", "{x} closes with what letter?", "Give only the letter at the back of {x}."),
    one=True,
)  # fmt: skip
COUNT = wordings(
    orders=(
        "count the letters", f"count the letters [of|in] {_IT}", "[tell me|say] how many letters it has", "[tell me|say] how many letters there are", "[give me|tell me|write|find] the [number|count] of letters", f"[tell me|say] how long {_IT} is", "count how many letters there are", f"measure the length of {_IT}",
    ),
    questions=("how many letters are there", "how many letters does it have", "how many letters are in it", "how many letters is that", "how long is [it|this word|the word]", "what is the length[ of it|]", "what is the number of letters", "how many letters"),
    direct=(
        "How many letters [does {x} have|are in {x}|are there in {x}]?", "[Count|Please count] the letters [in|of] {x}[.|]", "[Tell me|Say] how many letters {x} has.", "[Number|The number|Count] of letters in {x}[?|]", "{x}: how many letters?", "How long is [the word |]{x}?", "What is the length of {x}?", "{x} [has|contains] how many letters?", "[Which|What] number of letters is in {x}?", "[Count|Tell me] the length of {x}[.|]", "[Letters|Letter count|Length] of {x}[?|]", "How many letters has {x}?", "How many letters [do you need|does one need] for {x}?", "[Length|Letters|How many letters]: {x}", "[With|By] how many letters is {x} written?", "how many letters in {x}[?|]",
    ),
    held_out=("What number of letters has {x}?", "Out of how many letters is {x} made?", "{x}, what do its letters come to in number?", "If I write {x}, how many letters do I write?"),
    one=True,
)  # fmt: skip
ONE_LETTER = wordings(
    orders=(
        "count the [letter {l}|{l}s|{l}'s]", "count how [many times|often] {l} [occurs|appears|is there]", "[tell me|say] how many {l}s there are", "[tell me|say] how often [you see |there is |]{l}[ occurs|]".replace("[you see |there is |]{l}[ occurs|]", "{l} occurs"), "[find|give me] the number of {l}s", "count every {l}", "look for the letter {l} and count it",
    ),
    questions=("how many {l}s are there", "how many {l}s does it have", "how [often|many times] does {l} [occur|appear]", "how many {l}'s", "how often is {l} in it", "how many times is the letter {l} in it", "how many {l}s do you see"),
    direct=(
        "How many [times does the letter {l} occur in|{l}'s are in|{l}s are there in|letters {l} are in] {x}?", "[Count|Please count] the [letter {l}|{l}s] in {x}.", "How often [does {l} occur|is {l}] in [the word |]{x}?", "[In|Look at] {x}[,|:] how many {l}s [are there|do you see|can you find]?", "[Tell me|Say] how many {l}s [{x} has|are in {x}].", "[The word|Take] {x}: how many {l}s?", "[Letter |]{l} in {x}: how many?", "[Find|Give me] the number of {l}s in [the word |]{x}.", "How many {l}s has [the word |]{x}?",
        "[Count|Tell me|Give me] how [often|many times] {l} [is|stands|occurs|appears] in {x}.", "[Which|What] number of {l}[ is|] in {x}?", "The letter {l}: how [many|often] in {x}?", "{x} [has|contains] how many {l}s?", "[Number|Count|The number] of {l}s in {x}?", "how many {l} in {x}[?|]", "how many {l}'s in {x}[?|]", "how many {l}s in {x}[?|]", "How many times [is|do you see|do I write] {l} in {x}?",
    ),
    held_out=("What number of {l}s has the word {x}?", "Writing {x}, how often do I need the letter {l}?", "Is there more than one {l} in {x}? Give the number.", "In the word {x}, the letter {l} comes up how often?"),
    one=True,
)  # fmt: skip
UPPER = wordings(
    orders=(
        f"[write|put|say|give|print|show] {_IT} in [capital letters|capitals|upper case|uppercase|all caps|big letters|block letters]", f"[make|turn] {_IT} [all |into |][capitals|upper case|uppercase]", "use [capital letters|capitals|upper case|all caps]", f"capitalise every letter[ of {_IT}|]", f"convert {_IT} to [upper case|capitals|uppercase]", "write it big", "shout it",
    ),
    questions=("what is this in [capitals|upper case|capital letters]", "how does it look in [capitals|all caps|upper case]"),
    direct=(
        "[Write|Say|Put] {x} in [capital letters|capitals|upper case|uppercase|all caps].", "{x} in [capital letters|capitals|upper case|all caps|big letters]?", "[Capitals|Upper case|Uppercase|All caps|In capitals]: {x}", "[Convert|Change|Turn] {x} [to|into] [upper case|capitals|capital letters|uppercase][.|]", "What is {x} in [capitals|upper case|capital letters]?", "{x} [all caps|in uppercase|in capitals][, please|.|]", "[Uppercase|Capitalise] [the word |]{x}[.|]".replace("|Capitalise", ""), "[I want|I need|Give me|Show me] {x} in [capitals|upper case|all caps][.|]",
    ),
    held_out=("Let me see {x} with only capital letters.", "Change every letter of {x} into a capital one.", "{x}, but each letter large."),
    one=True,
)  # fmt: skip
LOWER = wordings(
    orders=(
        f"[write|put|say|give|print|show] {_IT} in [small letters|lower case|lowercase]", f"[make|turn] {_IT} [all |into |][small letters|lower case|lowercase]", "use [small letters|lower case|no capitals]", f"convert {_IT} to [lower case|small letters|lowercase]", "write it small", "write it without capitals",
    ),
    questions=("what is this in [small letters|lower case]", "how does it look in [small letters|lower case]"),
    direct=("[Write|Say|Put] {x} in [small letters|lower case|lowercase].", "{x} in [small letters|lower case|lowercase]?", "[Small letters|Lower case|Lowercase|In small letters]: {x}", "[Convert|Change|Turn] {x} [to|into] [lower case|small letters|lowercase][.|]", "What is {x} in [small letters|lower case]?", "[I want|I need|Give me|Show me] {x} in [small letters|lower case][.|]", "[Lowercase|Lower] [the word |]{x}[.|]"),
    held_out=("Let me see {x} with only small letters.", "Change every letter of {x} into a small one.", "{x}, but no capitals in it."),
    one=True,
)  # fmt: skip

OPPOSITE = ways(
    "[What is|What's|Tell me|Give me] the opposite of {x}?", "The opposite of {x}[?| is]", "Opposite of {x}?", "[Which word is|What is] opposite to {x}?", "[What|Which] word means the opposite of {x}?", "[What is|Give me|Tell me|Find|Say] the [contrary|antonym|reverse meaning] of {x}[?|.]".replace("|reverse meaning", ""), "[Opposite|Antonym|Contrary]: {x}", "{x}: [what is the opposite|opposite|the opposite word]?", "[Give me|Find|Say|Write] [a word that means|the word for] the opposite of {x}.", "[Antonym|The antonym|Contrary] of {x}[?|]", "What is not {x}, but the [opposite|contrary]?", "[Not|It is not] {x}, [it is the opposite. Which word is it|but the opposite: what]?", "whats the opposite of {x}", "{x} is the opposite of [what|which word]?", "If something is not {x}, what is it?", "{x} and its opposite[?|: which word?]", "[Can|Could] you [tell me|give me] the [opposite|antonym] of {x}?", "Do you know the opposite of {x}?",
    held_out=("Name the opposite of {x}.", "What would be the opposite of {x}?", "Which word stands against {x}?", "Turn the meaning of {x} around: which word is that?"),
)  # fmt: skip
RHYME = ways(
    "[What|Which word] rhymes with {x}?", "[Tell me|Give me|Find|Name] a [word|rhyme] [that rhymes with|that rhymes with|rhyming with] {x}.", "A word that rhymes with {x}?", "Rhyme with {x}.", "[Rhyme|Rhymes with|A rhyme for|Rhyme for]: {x}".replace("|A rhyme for", ""), "[A rhyme|Rhyme|Rhymes] for {x}[?|.|]", "[Find|Give me|Tell me|I need|I want] a rhyme for {x}[.|]", "{x} rhymes with [what|which word]?", "[What|Which word] sounds like {x}?", "[What|Which word] ends like {x}?", "What can I rhyme with {x}?", "I [write|am writing] a [poem|song] and need a [word|rhyme] for {x}.".replace("a [word|rhyme]", "a rhyme"), "{x}: [which word rhymes|a rhyme|what rhymes]?", "[Can|Could] you [find|give me|think of] a [rhyme for|word that rhymes with] {x}?", "what rhymes with {x}", "Make a rhyme [with|on|for] {x}[.|]", "[Which|What] word has the same [ending|sound] as {x}?",
    held_out=("Do you know a rhyme for {x}?", "My line ends in {x}, what could the next line end in?", "Say something rhyming on {x}."),
)  # fmt: skip
PLURAL = ways(
    "[What is|What's|Tell me] the plural of {x}?", "Plural of {x}?", "[One {x}, two|One {x}, many]", "How do you [say|write] {x} in the plural?", "[Plural|The plural|More than one]: {x}", "{x} in the plural[?|.|]", "[Give me|Write|Say|Find] the plural of {x}[.|]", "The plural of {x}[?|]", "[Put|Write|Turn] {x} [in|into] the plural[.|]", "{x}: [what is the plural|plural|and more than one]?", "I have one {x} and you have two[.|]", "There is one {x}. There are two what?", "What do you call more than one {x}?", "[What are|How do you call] two or more of a {x}?".replace("[What are|How do you call] two or more of a {x}?", "What is the word for more than one {x}?"), "whats the plural of {x}", "[Can|Could] you [tell me|give me] the plural of {x}?", "Make {x} plural[.|]", "How do I write more than one {x}?",
    held_out=("Name the plural of {x}.", "What is the plural form of {x}?", "If there are several of a {x}, what do I write?", "{x} is one; what are many?"),
)  # fmt: skip
PAST = ways(
    "[What is|What's|Tell me] the past tense of {x}?", "Past tense of {x}?", "[Put|Write] {x} in the past tense.", "[Past tense|Past|The past tense|Past form]: {x}", "{x} in the past[ tense|][?|.|]", "[Give me|Say|Find] the past [tense|form] of {x}[.|]", "[What is|What's] the past [form|tense] of [to |the verb ]{x}?", "{x}: [what is the past tense|past tense|and in the past]?", "Today I {x}, yesterday I what?", "Today [I|we|they] {x}, yesterday [I|we|they] [...|what?]", "whats the past tense of {x}", "How do you [say|write] {x} in the past[ tense|]?", "[Can|Could] you [tell me|give me] the past tense of {x}?", "[Turn|Change] {x} into the past tense[.|]", "I {x} now, I what before?", "What is {x} when it [was yesterday|is over]?",
    held_out=("Name the past tense of {x}.", "If it happened yesterday, what becomes of the verb {x}?", "I {x} every day. Which form do I use for last week?"),
)  # fmt: skip
MEMBER = ways(
    "[Name|Tell me|Give me|Say] {n} {x}s[.|]", "Can you [name|list] {n} {x}s?", "[List|Please list] {n} {x}s.", "[I need|I want] {n} {x}s[.|]", "{n} {x}s[, please|.|]", "[Write|Show me|Think of|Find|Mention] {n} {x}s[.|]", "[Give me|Make] a list of {n} {x}s[.|]", "[Names|Examples] of {n} {x}s[.|]", "What are {n} {x}s?", "[Could|Would|Can] you [name|tell me|say] {n} {x}s[?|]", "Do you know {n} {x}s?", "Which {x}s do you know? {n}, please.",
    held_out=("Could you give me {n} {x}s?", "Which {n} {x}s can you name?", "Let me hear {n} {x}s.", "I'd be happy with any {n} {x}s."),
)  # fmt: skip
