"""How one asks for a text to be rewritten: shorter, in the past, more polite, with a title, mended.

`{x}` is the text, `{a}` and `{b}` what is replaced by what, `{w}` a word to join with.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.wordings import wordings

_IT = "[this|it|this text|the text|the following]"
_S = "[this|it|this sentence|the sentence|the following sentence]"

SHORTER = wordings(
    orders=(
        f"summarise {_IT}", f"summarize {_IT}", f"shorten {_IT}", f"sum {_IT} up", f"condense {_IT}", f"make {_IT} shorter", f"say {_IT} in fewer words", "give me a [short |]summary", "write a [short |]summary", f"cut {_IT} down", f"write a shorter version[ of {_IT}|]", "say only what matters", "keep only the main point", "give me the gist", f"tell me {_IT} briefly", f"make {_IT} brief", "be brief about this", "leave out the details", "drop the details", "write it in short",
    ),
    questions=("what is the main point", "what is this about", "what is the gist", "what is the short version", "what happened", "can I have the short version"),
    direct=("{x} [Summarise this.|Summarize this.|Shorten it.|Say it in fewer words.|TL;DR|Make it shorter.|Sum it up.|The gist, please.|Summary?]", "[In short|In a few words|Briefly|Summary|Short version|TL;DR|Shorter]: {x}", "[Summarise|Summarize|Shorten|Condense][ this| this text| the text|]: {x}", "[Give me|Write] a [short summary|summary|shorter version][ of this|]: {x}"),
    held_out=("Put this in fewer words: {x}", "What is this in short? {x}", "{x} I have no time, only the essence.", "Trim this down to what counts: {x}", "Take away everything that is not needed: {x}"),
    one=True,
)  # fmt: skip
CHANGE = wordings(
    orders=(
        "replace {a} with {b}", "change {a} [to|into] {b}", "exchange {a} for {b}", f"[rewrite|write] {_IT} with {{b}} instead of {{a}}", "put {b} instead of {a}", "use {b} instead of {a}", "say {b} instead of {a}", "write {b} where it says {a}", "turn {a} into {b}", "make {a} {b}".replace("make {a} {b}", "substitute {b} for {a}"), "put {b} in the place of {a}", f"rewrite {_IT} so that it says {{b}} and not {{a}}",
    ),
    questions=("what is it with {b} instead of {a}", "how does it [go|read] with {b} instead of {a}", "what is it if {a} becomes {b}"),
    direct=("[Replace|Change|Exchange] {a} with {b}[ in this|]: {x}", "[Rewrite|Write] this with {b} instead of {a}: {x}", "{x} [Now with|Say it with|Write it with] {b} instead of {a}.", "[Put|Use] {b} [for|instead of] {a}: {x}", "[Change|Turn] {a} [to|into] {b}: {x}", "{a} -> {b}: {x}", "{x} It is not {a} but {b}. [Correct it.|Write it again.|Now right, please.]", "{b} instead of {a}: {x}"),
    held_out=("Swap {a} for {b}: {x}", "In this text {a} should be {b}: {x}", "{x} Let {b} take the part of {a}.", "Wherever you read {a}, I want {b}: {x}"),
    one=True,
)  # fmt: skip
SENTENCE = wordings(
    orders=("[give me|repeat|copy|write|say|read|show me|quote|pick] [just |]the {w} sentence", "[take|keep] the {w} sentence", "tell me the {w} sentence", "[leave|drop] everything but the {w} sentence"),
    questions=("what [is|was] the {w} sentence", "[what|which] sentence is the {w}", "[what|which] is the {w} sentence", "how does the {w} sentence go"),
    direct=("[What is|Give me|Repeat|Copy|Write] the {w} sentence[ of this|]: {x}", "{x} [What was|Repeat|Give me] the {w} sentence[?|.]", "{w} sentence: {x}", "The {w} sentence[, please|]: {x}", "{x} The {w} sentence[?|, please.]"),
    held_out=("Only the {w} sentence, please: {x}", "Of all this I need nothing but the {w} sentence: {x}", "{x} And now the {w} of these sentences once more."),
    one=True,
)  # fmt: skip
BULLETS = wordings(
    orders=(f"[write|put|make|turn|change|rewrite] {_IT} [as|into] bullet points", "make [bullet points|a bullet list|a list] of it", "write each sentence as a bullet point", "use bullet points", "give me this as bullet points", "put a dash before each sentence", "put every sentence on a line with a dash"),
    questions=("what is this as bullet points", "how does this look in bullet points"),
    direct=("{x} [As bullet points, please.|Now as bullet points.|Bullet points!|Make it a list.]", "[Bullet points|As bullet points|Bullets]: {x}"),
    held_out=("One bullet per sentence: {x}", "{x} I'd like that as points with dashes.", "Break this text up into bullets: {x}"),
    one=True,
)  # fmt: skip
TITLE = wordings(
    orders=("[give|find|write|suggest|make up|think of|invent] a [title|headline|heading] for [this|it|the text|this text|this story]", "write a [title|headline]", "add a [title|headline]", "name this story", "give it a [title|name|heading]"),
    questions=("what is a good [title|headline|heading]", "what would be a [good |]title", "what [title|headline] fits", "how would you call this story", "which title would you give it"),
    direct=("{x} [Title?|Find a title.|Give it a title.|A headline, please.]", "[Title|Headline|A title for this|Title for]: {x}", "A [title|headline] for this[ text|]: {x}"),
    held_out=("What could stand above this text? {x}", "{x} If this were in a newspaper, what would its heading be?", "I need something to call this story: {x}"),
    one=True,
)  # fmt: skip
PAST = wordings(
    orders=(f"[put|write|rewrite|say|set|change|turn] {_S} [in|into] the past[ tense|]", "use the past tense", f"make {_S} past tense", "make it past", f"say {_S} in the past tense", "change the tense to past"),
    questions=("what is this in the past[ tense|]", "how is it in the past tense", "how does it go in the past"),
    direct=("{x} [In the past tense, please.|Write it in the past.|Past tense?|Now in the past.]", "[Past tense|Make it past|In the past|Past]: {x}", "[Put|Write|Rewrite] this in the past[ tense|]: {x}"),
    held_out=("Say this as if it was yesterday: {x}", "{x} All that is over now. Write it so.", "Tell this as something that happened before: {x}"),
    one=True,
)  # fmt: skip
FUTURE = wordings(
    orders=(f"[put|write|rewrite|say|set|change|turn] {_S} [in|into] the future[ tense|]", "use the future tense", f"make {_S} future tense", f"write {_S} with will", "change the tense to future"),
    questions=("what is this in the future[ tense|]", "how is it in the future tense", "how does it go with will"),
    direct=("{x} [In the future tense, please.|Write it in the future.|Future tense?|Now with will.]", "[Future tense|Make it future|In the future|Future|With will]: {x}"),
    held_out=("Say this as if it was tomorrow: {x}", "{x} That is still to come. Write it so.", "Tell this as something that is going to happen: {x}"),
    one=True,
)  # fmt: skip
NEGATE = wordings(
    orders=(f"negate {_S}", f"make {_S} negative", "say the contrary", f"[turn|change] {_S} into a negative[ sentence|]", "put not into it", "add not", "say that it is not so", "deny this", f"write {_S} with not"),
    questions=("what is the negative", "what is the negative [form|sentence]", "how do you negate this", "what is it with not"),
    direct=("[Negate|Make negative|Say the contrary of] this: {x}", "{x} [Now negative.|Negate it.|Say that it is not so.|With not.|Make it negative.]", "[Add|Put in] not: {x}", "[Negative|Negation|Not]: {x}"),
    held_out=("Turn this sentence into its negative: {x}", "{x} That is false. Write it as it is.", "Make it say that this isn't the case: {x}"),
    one=True,
)  # fmt: skip
QUESTION = wordings(
    orders=(f"[make|form] a question [of|from|out of] {_S}", f"[turn|change|rewrite] {_S} into a question", f"make {_S} a question", "ask this as a question", f"write {_S} as a question", "put a question mark and change the order".replace("put a question mark and change the order", "say it as a question")),
    questions=("what is this as a question", "how is this as a question", "how do I ask that"),
    direct=("{x} [As a question?|Make it a question.|Now as a question.]", "[Question|As a question|Make a question]: {x}"),
    held_out=("I want to ask whether this is so: {x}", "{x} Let that be asked and not told.", "Reword it to ask instead of tell: {x}"),
    one=True,
)  # fmt: skip
PASSIVE = wordings(
    orders=(f"[put|write|rewrite|say|turn|change] {_S} [in|into] the passive[ voice|]", "use the passive[ voice|]", f"make {_S} passive", "change it to passive voice"),
    questions=("what is this in the passive[ voice|]", "how is it in the passive"),
    direct=("{x} [In the passive, please.|Passive?|Now passive.]", "[Passive|Passive voice|In the passive]: {x}"),
    held_out=("Rewrite so that the object comes first with was: {x}", "{x} The same, but passively put.", "Give me the passive form of: {x}"),
    one=True,
)  # fmt: skip
POLITE = wordings(
    orders=(f"[make|write|say|put|ask] {_IT} [more politely|politely|in a polite way]", f"make {_IT} [polite|more polite|friendlier|nicer|kinder]", f"say {_IT} [nicely|kindly|friendlier|more kindly]", f"turn {_IT} into a polite [question|request]", f"rewrite {_IT} politely", "be more polite", "add please"),
    questions=("how do I say this politely", "how would I ask that nicely", "what is a polite way to say this", "how can I ask this more politely"),
    direct=("{x} [More politely, please.|Say that nicely.|Make it polite.|Politely?]", "[Politely|Polite|Polite version|Nicely|More polite]: {x}"),
    held_out=("This sounds rude, mend that: {x}", "{x} Could that be put with better manners?", "How would a courteous person say: {x}"),
    one=True,
)  # fmt: skip
FORMAL = wordings(
    orders=(f"make {_IT} [formal|more formal]", f"[write|say|put|rewrite] {_IT} [formally|in a formal way|in formal English|more formally]", f"turn {_IT} into formal English", "use formal language", "write it for a letter", "write the short forms in full", "spell out the short forms", "use no short forms"),
    questions=("how do I say this formally", "what is this in formal English", "how would I write that in a letter"),
    direct=("{x} [More formal, please.|Make it formal.|Formal?]", "[Formal|Formally|In formal English|Formal version]: {x}"),
    held_out=("This is for my boss, so no slang: {x}", "{x} Dress that up for an official letter.", "Raise the tone of this: {x}"),
    one=True,
)  # fmt: skip
INFORMAL = wordings(
    orders=(f"make {_IT} [informal|less formal|more casual|casual]", f"[write|say|put|rewrite] {_IT} [informally|casually|in a casual way|like a friend would|as one says it to a friend]", f"turn {_IT} into everyday English", "use short forms", "use casual language"),
    questions=("how do I say this casually", "how would a friend say this", "what is this in everyday English"),
    direct=("{x} [More casual, please.|Make it casual.|Less formal?]", "[Casual|Casually|Informal|Informally|Informal version]: {x}"),
    held_out=("This is too stiff, loosen it: {x}", "{x} How would one chat that to a mate?", "Lower the tone of this: {x}"),
    one=True,
)  # fmt: skip
MEND = wordings(
    orders=(f"correct {_IT}", f"fix {_IT}", "[correct|fix|mend|remove] the [mistakes|errors|typos|mistake|error|spelling|spelling mistakes|punctuation]", f"proofread {_IT}", "check the spelling", "[correct|check] the [grammar|spelling]", f"write {_IT} [correctly|without mistakes|right|properly]", "make no mistakes in it", f"clean {_IT} up", f"improve {_IT}", "fix my typing", "fix the capital letters and the full stop"),
    questions=("what is wrong here", "how is this written correctly", "what is the correct [sentence|spelling|text]", "how should I write this", "where is the mistake", "is there a mistake in this"),
    direct=("{x} [Correct this.|Fix it.|Fix the typos.|Correct my mistakes.|Check the spelling.]", "[Correct|Fix|Correct this|Fix this|Corrected|Without mistakes|Proofread]: {x}"),
    held_out=("I typed this too fast, put it right: {x}", "{x} Please repair what I mistyped.", "My teacher marked this red, how should it look? {x}"),
    one=True,
)  # fmt: skip
JOIN = wordings(
    orders=("[join|combine|connect|link] [these|these sentences|the sentences|both|both sentences|them] with {w}", "[make|write|form] one sentence [of these|of this|of both|out of them|from these] with {w}", "put {w} between [them|the sentences|these sentences]", "turn [these|them|both] into one sentence with {w}", "use {w} to [join|connect|combine] [them|these sentences]"),
    questions=("what is this as one sentence with {w}", "how do I [join|combine] these with {w}"),
    direct=("{x} [Join them|Combine them|One sentence|Put them together] with {w}.", "[With {w}|Join with {w}|One sentence with {w}]: {x}"),
    held_out=("Use {w} to make a single sentence: {x}", "{x} Say both at once, with {w} in the middle.", "Let {w} tie these two to each other: {x}"),
    one=True,
)  # fmt: skip
HOW_MANY = wordings(
    orders=("count the sentences", "[tell me|say] how many sentences [there are|it has]", "give me the number of sentences"),
    questions=("how many sentences are there", "how many sentences does it have", "how many sentences is this", "what is the number of sentences"),
    direct=("How many sentences: {x}", "{x} How many sentences are that?".replace("are that", "is that"), "[Sentences|Number of sentences|Sentence count]: {x}"),
    held_out=("In how many sentences is this told? {x}", "{x} Into what number of sentences did I put that?", "Full stops aside, how many sentences stand here? {x}"),
    one=True,
)  # fmt: skip
