"""Ways of asking for a copy, by purpose; and the sentences that something is to be found in.

`{x}` is the value or the text, `{y}` and `{z}` are other words. In sentences `{p}` and `{q}` are names
in the order they come; what else is in braces, `phrases.filled` replaces.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, phrases
from training.corpus.grammar import Phrasings, ways

if TYPE_CHECKING:
    Found = tuple[Phrasings, phrases.Maker, tuple[str, ...]]

SAY = ways(
    "[Repeat|Say|Say it|Speak] after me: {x}", "[Repeat|Say|Write|Echo|Copy|Print|Type|Output|Return|Tell me|Give me]: {x}", "[Say|Write|Repeat|Type|Echo] {x}", "[Please|Now|Just|Simply] [say|write|repeat|type|echo|copy|print] {x}", "[Can|Could|Will|Would] you [please |][say|repeat|write|type] {x}?",
    "{x} - [repeat|say|copy|write] [that|it|this][.|, please.|]", "I [say|write|type] {x} and you [say|write|repeat] it[ too| again|].", "[I want|I would like|I need|I'd like] you to [say|write|repeat|type]: {x}", "[Say|Write|Type] [this|these words|the following|what follows][ for me|]: {x}", "[Make|Give] an [exact |]copy of [this|it]: {x}",
    "[Repeat|Copy|Echo|Write down] [this|the text|the following|this text|my words] [exactly|word for word|letter by letter|as it is|without changes|unchanged]: {x}", "[What|The words|The text] you [should|must|have to] [say|write|repeat] [is|are]: {x}", "echo {x}", 'print("{x}")', "say: {x}", "repeat: {x}", "[My|The] [word|text|line] is {x}. [Repeat|Say|Copy] it.",
    "{x}. [Repeat that|Say that again|Now you|Your turn], please.", "[Let me|I want to] [hear|see] you [say|write] {x}.", "[Be|Play] [an echo|a parrot]: {x}", "[Read|Speak] [this|it] [out|back to me|aloud]: {x}", "After me: {x}", "[Could|Can] [I|we] hear {x} from you?", "[Send|Give|Hand] [this|it] back[ to me| as it is|]: {x}",
    "[Kindly|Do|Quickly|Try to|Go on and|Go ahead and|Be so kind and|Be nice and] [say|write|repeat|type] {x}", "[I bet|I think] you [can|cannot] [say|write|repeat] {x}", "[Is it possible for you to|Would you be able to|Do you know how to|Would you mind to|May I ask you to] [say|write|repeat|type] {x}?", "[It is|Now it is] your turn to [say|write|repeat] {x}", "[Your|My|The next] [task|job|order|wish|exercise|line] is to [say|write|repeat|copy] {x}", "[Task|Exercise|Order|Line|Input|Text|User]: {x}. [Task|Exercise|Output|You|Answer]: [repeat|copy|say] it.",
    "[Take|Read] {x} and [say|write|give] it [back|again|to me].", "[The same|The same words|The same again|A copy|An echo][, please|]: {x}", "{x} [should be repeated|is to be copied|must be said again|is what you should say|please repeat].", "[Say|Write] what I [say|write]: {x}", "[Tell|Show] [me|us|them] {x}[.|, please.|]", "[Put|Write] {x} [on the screen|on paper|here|below|on a line][.|]", "[When I say|If I say] {x}, you [say|repeat] {x}.", "[Recite|Announce|Shout|Whisper|Pronounce|Call out]: {x}", "[Copy and paste|Duplicate|Transcribe|Reproduce|Quote] [this|that|the following]: {x}", "[I am going to say|I will say|Here is] {x}. [You repeat it|Repeat it|Say it too|Now say it].",
    held_out=("Parrot this: {x}", "Please echo back the following: {x}", "Mirror what I type: {x}", "Do me a favour and say {x}", "I would love to hear you say {x}.", "Now repeat these words for me: {x}"),
)  # fmt: skip
EXACTLY = ways(
    "[Answer|Reply|Respond] [exactly|only|just|simply] [with|:] {x}", "[Answer|Reply|Respond] with {x} and nothing else.", "[Answer|Reply|Respond] with [exactly|only|just|nothing but|no more than|the words|the text|this]: {x}", "[Your|The] [whole|full|entire|only|next] [answer|reply|message] [should|must|has to] be[:|] {x}", "[Say|Write|Output|Return] [only|just|nothing but|exactly]: {x}",
    "[Do not|Don't] [say|write|answer] anything but {x}", "[No|Without] [comment|other words|extra words|explanation], [just|only] [say |write |]{x}", "[All|The only thing] I want [to read|to see|from you|as an answer] is {x}", "[Output|Return|Print] {x} [and|then] [stop|nothing more].", "One [answer|reply] only: {x}", "[Answer|Reply]: {x}", "[If you can read this|If you understand|When you are ready|If you hear me], [say|answer|reply|write] {x}",
    "[To test you|This is a test|As a test|Test]: [answer|reply|say|write] {x}", "[Confirm|Acknowledge] [by saying|by writing|with] {x}", "{x} - [answer with just that|that is all you should say|no other words].", "[You may|You should|You must|Please] only [say|write|answer] {x}", "[In|As] [your|the] answer [there may be|write] [only|just|nothing but] {x}",
    "[Make|Let] [your|the] [answer|reply|message] be {x}", "[One thing only|Nothing more than this|Just this|These words only|Precisely this]: {x}", "[I expect|I want|I need|We need|The computer expects] [exactly |just |only |]{x} [as your answer|as an answer|as a reply|from you|in return].", "[Your|The] [answer|reply]: {x}", "[Write|Say|Send] {x} and [leave it at that|be quiet|add nothing|no more].", "[Whatever happens|Without thinking|No questions], [say|answer|write] {x}", "The [right|correct|wanted|expected] [answer|reply] is {x}. [Say|Write|Give] it.", "[Can|Could] you [answer|reply] [only|just] with {x}?", "[Ping|Check|Ready|Test|Are you there]? [Answer|Say|Reply] {x}", "[Answer|Reply|Respond] {x}[, nothing else|, no more|, that's it|][.|]",
    held_out=("Your reply must consist of {x} alone.", "Limit your answer to: {x}", "Please respond with precisely {x}", "I only want you to reply {x}", "Nothing but {x} in your answer, please."),
)  # fmt: skip
AS_WRITTEN = ways(
    "[Spell|Write|Copy|Type] [this|the] name [as I wrote it|as I did|the way I did|as it is|exactly as it is]: {x}", "[My|Her|His|The] name is {x}. [Write|Type|Copy|Say] it [as I did|the same way|exactly so|correctly].", "[How|In which way] did I write [the name|it]: {x}[?|]", "[Write|Type|Copy] the name {x}[, with all its letters|, exactly|, as it is|][.|]", "[Keep|Mind] the [spelling|letters|accents]: {x}",
    "[The|A] name [to copy|to write|for the list]: {x}", "[Put|Write] {x} on the [list|badge|card|door|envelope].", "{x} [is a name|is how it is written]. [Write|Copy|Type] [it|the name].", "[Do not|Don't] change a letter: {x}", "Name: {x}. [Repeat|Copy|Write] the name.", "[Without mistakes|With care], [write|copy|type] the name {x}", "[What|Which] name [is this|do you read here|did I write]: {x}[?|]",
    "[Copy|Take down|Note|Note down|Keep] the [name|names] {x}", "[How is|How do you write] the name {x}[?|]", "[She|He|The guest|My friend] is [called|named] {x}. [Write|Say|Copy] that[ name|].", "[I am|I'm|This is] {x}. [Write|Say|Repeat] [my|the] name.", "[Print|Show|Display] [this|the] name [unchanged|correctly|as given]: {x}",
    held_out=("Type out the name {x} just like me.", "Spell the name {x} precisely the way you see it.", "Please get this name right: {x}"),
)  # fmt: skip
TWICE = ways(
    "[Write|Say|Repeat|Type|Print] {x} [twice|two times|2 times|2x][.|]", "[Twice|Two times]: {x}", "[Say|Write|Repeat] [this|it|the following] [twice|two times|2 times]: {x}", "[I want|I need|Give me] {x} [twice|two times|2 times][.|, please.]", "{x} [twice|two times|2 times|x 2|x2][.|, please.|]", "[Double|Duplicate]: {x}", "[Say|Write] {x}, then [say|write] it [again|once more|a second time].",
    "{x}: [write|say] [that|it] [twice|two times].", "[Can|Could|Would] you [say|write|type] {x} [twice|two times|2 times]?", "[Please|Now] [say|write] two times {x}",
    "[Say|Write|Type] {x} and [again|then again|once more] {x}.", "[Again and again|A double]: {x}", "[Let me|I want to] [see|read|hear] {x} [twice|two times].", "[Repeat|Say|Write] {x} [so that it is there|until it is there] [twice|two times].", "[Two|2] x {x}",
    held_out=("Two copies of {x}, please.", "Write down {x} not once but twice.", "Could I have {x} two times?"),
)  # fmt: skip
THRICE = ways(
    "[Write|Say|Repeat|Type|Print] {x} [three times|3 times|3x][.|]", "[Three times|3 times]: {x}", "[Say|Write|Repeat] [this|it|the following] [three times|3 times]: {x}", "[I want|I need|Give me] {x} [three times|3 times][.|, please.]", "{x} [three times|3 times|x 3|x3][.|, please.|]", "[Triple]: {x}", "{x}: [write|say] [that|it] three times.", "[Can|Could|Would] you [say|write|type] {x} [three times|3 times]?",
    "[Let me|I want to] [see|read|hear] {x} [three times|3 times].", "[Three|3] x {x}", "[Say|Write] {x}, {x} and {x} [without commas|in one line].",
    held_out=("Three copies of {x}, please.", "Could I have {x} three times?", "Write down {x} thrice."),
)  # fmt: skip


def _wrap(what: str, other: str, verb: str = "[Put|Write|Set|Show]") -> Phrasings:
    """Ways of asking for a sign around something; `what` and `other` are names of the sign."""
    return ways(
        f"{verb} {{x}} in[to|] [{what}|{other}][.|, please.|]", f"{verb} [{what}|{other}] around {{x}}[.|]", f"{{x}} [in|with] [{what}|{other}][.|?|, please.|]", f"[In|With|Between] [{what}|{other}]: {{x}}", f"[Surround|Wrap|Enclose] {{x}} [in|with] [{what}|{other}][.|]", f"[Add|Use] [{what}|{other}] around this: {{x}}", f"[I want|I need|Give me] {{x}} [in|between] [{what}|{other}].", f"[Can|Could] you [put|write] {{x}} in [{what}|{other}]?", f"{{x}}: [put|write|set] [it|this|that] in [{what}|{other}][.|]", f"[Say|Type|Print|Return|Copy] {{x}} [in|with] [{what}|{other}][.|]", f"[{what}|{other}] [please|around]: {{x}}", f"[Take|Here is] {{x}} and [add|put on] [{what}|{other}].", f"{{x}} [needs|wants|gets|should have|should stand in] [{what}|{other}][.|]", f"[One|Once] [time|more] with [{what}|{other}]: {{x}}", f"[Let me|I want to] see {{x}} [in|with] [{what}|{other}].",
        held_out=(f"Please place {{x}} between {what}.", f"How does {{x}} look in {what}?", f"Frame this with {what}: {{x}}"),
    )  # fmt: skip


def _after(what: str) -> Phrasings:
    """Ways of asking for a sign at the end."""
    return ways(
        f"[Put|Write|Add|Set] {what} [after|behind|at the end of] {{x}}[.|]", f"{{x}} [with|and] {what}[ at the end|][.|]", f"[Write|Say|Type] {{x}} with {what}[ at the end|].", f"[End|Finish] {{x}} with {what}[.|]", f"With {what}[ at the end|]: {{x}}", f"[Add|Append] {what} to {{x}}", f"[Can|Could] you [put|add|write] {what} after {{x}}?", f"{{x}}: add {what}[.|]", f"{{x}} [needs|wants|gets|should have] {what}[ at the end|][.|]", f"[Say|Print|Return|Copy] {{x}} and add {what}[.|]", f"[Close|Complete] {{x}} [with|by] {what}[.|]", f"[First|Write] {{x}}, then {what}.", f"[I want|I need] {{x}} with {what} [behind it|at the end].",
        held_out=(f"{what} should close {{x}}", f"Please tack {what} onto {{x}}", f"I would like {what} after {{x}}"),
    )  # fmt: skip


QUOTES = _wrap("quotes", "double quotes|quotation marks|quote marks|inverted commas")
SINGLE = _wrap("single quotes", "single quotation marks|apostrophes")
BRACKETS = _wrap("brackets", "parentheses|round brackets")
SQUARE = _wrap("square brackets", "square brackets")
CURLY = _wrap("curly brackets", "braces|curly braces")
STARS = _wrap("stars", "asterisks")
DASHES = _wrap("dashes", "hyphens")
COLON = _after("a colon")
STOP = _after("[a full stop|a period]")
MARK = _after("an exclamation mark")
QUESTION = _after("a question mark")

# What may stand before any request.
LEADS = (
    "I have a task for you. ", "Here is a task. ", "Task: ", "Next: ", "Next one: ", "One more: ", "And now: ", "A small exercise: ", "Let us practise. ", "Now something easy. ", "Easy one: ", "Please do this: ", "Do this for me: ", "Help me with this. ", "Listen. ", "Listen: ", "Pay attention. ", "A little test. ", "Let's play. ", "New task. ", "Try this: ", "I want something else. ", "Step one: ", "Instruction: ", "Command: ", "Request: ", "Hello! ", "Hi! ", "Hi there. ", "OK then. ", "Please. ", "Thanks. Now this: ", "Good. ", "Great. ", "Fine. ", "Right. ", "Friend, ", "My friend, ", "First, ", "Then ", "Finally, ", "If you can, ", "If possible, ", "When you have time, ", "Would you do this? ", "Can you do this? ",
)  # fmt: skip

GREETINGS = (
    (ways("[Say|Write] [hello|hi] to {x}[.|]", "[Greet|Welcome] {x}[.|, please.|]", "[Send|Give] {x} [a greeting|greetings|a hello].", "[Please|Now] [greet|say hello to] {x}", "[Here is|This is|Here comes|Meet] {x}. [Say hello|Greet them|Say hi].", "[How would you|How do you|Can you] greet {x}?", "A [greeting|hello] for {x}[.|, please.]",
          held_out=("Give {x} a friendly hello.", "Would you say hello to {x}?", "{x} has just come in, say hello.")), "Hello, {x}!"),
    (ways("[Say|Write] [goodbye|bye] to {x}[.|]", "{x} [is leaving|has to go|goes home]. [Say goodbye|Say bye].", "[Please|Now] say goodbye to {x}", "A goodbye for {x}[.|, please.]", "Bid {x} farewell.", held_out=("Would you say goodbye to {x}?", "Wave goodbye to {x}.")), "Goodbye, {x}!"),
    (ways("[Say thank you to|Thank] {x}[.|]", "[Please|Now] thank {x}", "[Write|Say] thanks to {x}.", "A thank you for {x}[.|, please.]", "{x} helped [me|us]. [Say thank you|Thank them].", held_out=("Would you thank {x} for me?", "Let {x} know that I am thankful.")), "Thank you, {x}!"),
    (ways("[Wish|Say] {x} a happy birthday[.|]", "It is the birthday of {x}. [Say something|Congratulate].", "[Say|Write] happy birthday to {x}[.|]", "{x} has a birthday[ today|]. [Say something|Write a card].", held_out=("Birthday wishes for {x}, please.", "Today {x} turns a year older, congratulate.")), "Happy birthday, {x}!"),
)  # fmt: skip

TOLD = (
    "I [met|saw|called|know|like] {r}[ in {t}|]", "the {n} is [in {t}|{a}|on the {m}]", "{r} [and I|] [will|want to|must] {v}", "I [bought|lost|found|need] a[ {a}|] {n}", "we [go|went|drive] to {t}[ with {r}|]", "my {n} is {a}", "{r} [loves|hates|paints] [the {n}|{t}]", "[Today|Yesterday|Tomorrow] [it is|was] {a}", "{t} is {a}", "[Do not|Please] {v} the {n}", "it [was|is] {o}", "{o}, {o} or {n}",
)  # fmt: skip
MINE = ways(
    "What did I [say|write|tell you|type][ just now| a moment ago| last|]?", "What did I just [say|write|tell you|type]?", "[Repeat|Say again|Quote|Give back] [what I said|my last message|my last words|my message|my words].", "[What was|What is|Which was] [my last message|the last thing I said|my last sentence]?", "[Can|Could|Do] you [repeat|remember|quote|tell me] what I [just |]said?", "[Read|Say|Give|Write] [my words|my last message|it] back[ to me|].", "[What|Which] [were|are] my [last |][words|exact words]?",
    "My last [message|sentence|words][?|, please.]", "[I said|I wrote|I told you] what?", "[And|So|Well,] what did I say?", "[Remind|Tell] me what I [said|wrote|have just said].", "[You heard|You read] me[.|:] [What was it|What did I say]?", "[I forgot|I forget|I don't remember] what I [said|wrote]. [What was it|Tell me|Do you know]?",
    held_out=("Play back my previous words.", "Care to repeat what I told you?", "What have you heard from me?", "Tell me again what I wrote last."),
)  # fmt: skip
BEFORE_THAT = ways(
    "What did I [say|write|tell you] [before that|before|the time before|earlier|one message earlier]?", "[Repeat|Quote|Give back] [the message before my last|my last message but one|what I said before that].", "[What was|Which was] [the message before my last|my last message but one|the thing I said before that]?", "[Go back one|One back|One further back]: what did I [say|write]?", "[Not the last message|Not that one], the one before[: what was it|][?|.]", "And before that[, what did I say|]?",
    held_out=("With which words did I come before those?", "How did my message before this read?", "Recall what I told you one step earlier."),
)  # fmt: skip
YOURS = ways(
    "[Say|Repeat|Write] [that|it] [again|once more|one more time][.|, please.|]", "[Again|Once more|One more time][.|!|, please.|]", "[Repeat|Say again] [your answer|your last answer|what you said|your words].", "What did you [just |]say?", "[What was|Which was] your [last |][answer|message]?", "[Can|Could] you [repeat that|say that again]?", "[I did not|I didn't] [hear|get|catch] [that|it]. [Again|Repeat it|Say it again][.|, please.]", "[Pardon|Sorry|What]?[ Say that again.| Repeat that.]", "[And|Now] again[.|!]",
    held_out=("Would you repeat yourself?", "Come again? Repeat that.", "Once again, same words."),
)  # fmt: skip

NTH = ways(
    "[What is|Which is|What's|Tell me|Give me|Find|Name] the {n} word [of|in] {x}[?|]", "[What|Which] word [is|comes|stands] {n} in: {x}[?|]", "[The |]{n} word: {x}", "{x}: [what is |which is |]the {n} word[?|.]", "[Take|Pick|Copy|Write|Say|Repeat] [only |just |]the {n} [word|one] of [this|these|the following]: {x}", "[From|Of|In] [this|these words|the text]: {x}. [Give me|Say|Write] the {n} word.", "{x} - [which word is|what comes|which one is] {n}?",
    "[Here is|Look at|Read] [a text|this]: {x}. [Which|What] is the {n} word?", "Only the {n} word of: {x}", "[I need|I want|I am looking for] the {n} word of {x}",
    "[Count|Go] to the {n} word and [say|copy|write] it: {x}", "{x} [I want|I need|Give me|Write] the {n} word[ of that|].", "[Can|Could] you [tell me|say|give me] the {n} word of {x}?", "[Answer|Reply] with the {n} word[ only|]: {x}", "[Show|Return|Output|Print] the {n} word: {x}",
    held_out=("Read me the {n} word of this: {x}", "Which one is {n} among these words: {x}?", "Tell me just the {n} word here: {x}", "Extract the {n} word: {x}"),
)  # fmt: skip
AFTER = ways(
    "[Which|What] word [comes|stands|is|follows] [right |just |directly |]after {y} in: {x}[?|]", "[What|Which word] follows {y} in: {x}[?|]", "[Say|Give me|Find|Write|Name|Tell me] the word after {y}[ in this|]: {x}", "{x}: [what|which word] [comes|is] after {y}?", "[The|Which] word after {y}: {x}", "[In|Of] {x}, [what|which word] [follows|comes after|is behind] {y}?", "[After|Behind] {y} [comes|stands] [what|which word]: {x}[?|]", "What is next after {y}: {x}[?|]", "[Look for|Find] {y} and [say|give me] the [next word|word after it]: {x}",
    "{x} [Give me|Say|Write|Tell me] the word after {y}.", "[Can|Could] you [tell me|say] [what|which word] comes after {y} in {x}?", "[Return|Output|Print|Copy] the word [right |]after {y}: {x}", "[First|There] is {y}, and then: {x}[?|]",
    held_out=("Name whatever comes behind {y} in this row: {x}", "Which word is the neighbour after {y}: {x}?", "Once you reach {y}, what is next: {x}"),
)  # fmt: skip
BEFORE = ways(
    "[Which|What] word [comes|stands|is] [right |just |directly |]before {y} in: {x}[?|]", "[What|Which word] [precedes|is in front of] {y} in: {x}[?|]", "[Say|Give me|Find|Write|Name|Tell me] the word before {y}[ in this|]: {x}", "{x}: [what|which word] [comes|is] before {y}?", "[The|Which] word before {y}: {x}", "[In|Of] {x}, [what|which word] [comes before|is in front of] {y}?", "[Before|In front of] {y} [comes|stands] [what|which word]: {x}[?|]", "[Look for|Find] {y} and [say|give me] the word before it: {x}",
    "{x} [Give me|Say|Write|Tell me] the word before {y}.", "[Can|Could] you [tell me|say] [what|which word] comes before {y} in {x}?", "[Return|Output|Print|Copy] the word [right |]before {y}: {x}",
    held_out=("Name whatever comes in front of {y} in this row: {x}", "Which word is the neighbour before {y}: {x}?", "Just ahead of {y}, which word is there: {x}"),
)  # fmt: skip

TWO_NAMES = (
    "{p} met {q} in {t}.", "{p} and {q} {v} every day.", "{p} gave {q} a {n}.", "The {n} of {p} is older than that of {q}.", "Yesterday {p} called {q} about the {n}.", "{p} is a friend of {q}.", "First came {p}, then {q}.", "{p} sold a {a} {n} to {q}.", "A {n} fell on {p} while {q} was asleep.", "{p} lives in {t}, {q} in {u}.", "{p} wrote to {q}: the {n} is {a}.", "Neither {p} nor {q} likes the {n}.",
    "In {t}, {p} saw {q} with a {n}.", "{p} is {a}, but {q} is {b}.", "Can {p} help {q} with the {n}?", "{p} married {q} in {t}.", "{p}, {q}", "{p} or {q}", "Dear {p}, greetings to {q}.", "The {a} {n} of {p} bit {q}.", "With {p} and {q} we went to {t}.", "{p} was faster than {q}.", "Ask {p}, not {q}.", "{p} thanked {q} for the {n}.",
)  # fmt: skip
NAMED_FIRST = ways(
    "[What is|Which is|Tell me|Give me|Find] the first name in: {x}[?|]", "[Who|Which person] is [named|mentioned] first: {x}[?|]", "{x} [Which name comes first|Who is named first|What is the first name]?", "[Name|Write|Copy|Say] [only |]the first [name|person]: {x}", "The first name here: {x}", "[Read|Look]: {x} Who comes first?",
    held_out=("Whose name appears first here: {x}", "{x} Whom did I name first?", "Of the people in this, name the first: {x}"),
)  # fmt: skip
NAMED_SECOND = ways(
    "[What is|Which is|Tell me|Give me|Find] the [second|last|other] name in: {x}[?|]", "[Who|Which person] is [named|mentioned] [second|last]: {x}[?|]", "{x} [Which name comes second|Who is named second|Who is named last|What is the second name]?", "[Name|Write|Copy|Say] [only |]the second [name|person]: {x}", "The second name here: {x}", "[Read|Look]: {x} Who comes second?",
    held_out=("Whose name appears second here: {x}", "{x} Whom did I name second?", "Of the people in this, name the second: {x}"),
)  # fmt: skip
OF_TWO_FIRST = ways(
    "{x} [Who|Which of them] [is named|was named|comes|was mentioned] first, {p} or {q}?", "[Who|Which] comes first, {p} or {q}: {x}[?|]", "[{p} or {q}|Is it {p} or {q}]: who is named first? {x}", "[In|Read]: {x} Did I name {p} or {q} first?",
    held_out=("{x} Between {p} and {q}, who came first?", "Tell me if {p} or {q} is mentioned first: {x}", "{x} Whose name stands first, {p} or {q}?"),
)  # fmt: skip
OF_TWO_LAST = ways(
    "{x} [Who|Which of them] [is named|was named|comes|was mentioned] [last|second], {p} or {q}?", "[Who|Which] comes [last|second], {p} or {q}: {x}[?|]", "[{p} or {q}|Is it {p} or {q}]: who is named last? {x}", "[In|Read]: {x} Did I name {p} or {q} last?",
    held_out=("{x} Between {p} and {q}, who came last?", "Tell me if {p} or {q} is mentioned last: {x}", "{x} Whose name stands last, {p} or {q}?"),
)  # fmt: skip
# What is told, who does it, who is done to.
ROLES = (
    ("{p} gave {q} a {n}.", "Who gave it?", "Who got it?"), ("{p} sold {q} a {n}.", "Who sold it?", "Who bought it?"), ("{p} called {q}.", "Who called?", "Who was called?"), ("{p} helped {q}.", "Who helped?", "Who was helped?"), ("{p} beat {q} at chess.", "Who won?", "Who lost?"), ("{p} taught {q} to {v}.", "Who taught?", "Who learned?"), ("{p} wrote {q} a letter.", "Who wrote?", "Who got the letter?"),
    ("{p} was called by {q}.", "Who was called?", "Who called?"), ("{p} was helped by {q}.", "Who was helped?", "Who helped?"), ("{p} got a {n} from {q}.", "Who got it?", "Who gave it?"), ("{p} bought a {n} from {q}.", "Who bought it?", "Who sold it?"), ("{p} lost to {q}.", "Who lost?", "Who won?"), ("{p} is taller than {q}.", "Who is taller?", "Who is shorter?"), ("{p} is older than {q}.", "Who is older?", "Who is younger?"),
    ("{p} lives in the {n} and {q} does not.", "Who lives there?", "Who does not?"), ("{p} likes the {n}, {q} hates it.", "Who likes it?", "Who hates it?"), ("{p} came early and {q} came late.", "Who came early?", "Who came late?"), ("{p} is {a} and {q} is not.", "Who is {a}?", "Who is not?"),
)  # fmt: skip

_FIND = ways(
    "[What is|What's|Which is|Find|Give me|Tell me|Show me|Copy|Extract|Pick out|Read out] the {k} [in|from] [this|this text|the text|the following|here][?|]: {x}", "{x} [What is|Which is|Find|Give me|Copy|Tell me] the {k}[?|.]", "[The|Only the|Just the] {k}[, please|]: {x}", "[I need|I want|I am looking for|Get me] the {k}: {x}", "{x} [Which|What] {k} is [in there|this|given|named]?", "{k}? {x}", "[Text|Message]: {x} {k}?", "[Read this|Here is a text|Look]: {x} [And now|Now] the {k}[.|, please.]", "[Which|What] {k} do you [see|find|read] here: {x}",
    "[Look for|Search for|Search|Spot|Mark|Write down|Note|Say] the {k}[ in this| in here|]: {x}", "{x} [I need|I want|I only need|Now give me|Please tell me|What about] the {k}[.|?]", "[There is|You will find] a {k} in [this|it|the text]: {x} [Which|What is it|Copy it]?", "[Only|Just] [write|say|copy|give me|return] the {k}[, nothing else|]: {x}", "{x} - {k}?", "[Do you see|Can you see|Can you find|Can you tell me|Could you give me] the {k}[ in this| here|]: {x}[?|]", "[Return|Output|Print|Answer with] the {k} of this [text|message|mail]: {x}", "[From|In] [the text|this message|what follows] I [need|want] [only |]the {k}: {x}",
    held_out=("Somewhere in here is the {k}, name it: {x}", "{x} Could you pull out the {k}?", "Pick the {k} from these lines: {x}", "{x} Fetch me the {k} from that."),
)  # fmt: skip
FOUND_LATER = ways(
    "[What was|What is|Tell me|Give me|And] the {k}[?|]", "[Which|What] {k} was [it|that|in it|in there]?", "[Repeat|Copy|Write] [only |just |]the {k}.", "[And|So] what was the {k}?", "The {k}[?|, please.]", "[I need|I want] the {k}[ from that| again|].", held_out=("Mind giving me the {k}?", "Could you tell the {k} again?", "Fetch me the {k} from that."),
)  # fmt: skip
FOUND: dict[str, Found] = {
    "number": (_FIND, phrases.number, ("We need {x} {n}s.", "There are {x} of them.", "The {n} has the number {x}.", "It costs {x}.", "Room {x} is {a}.", "They counted {x} people.", "{x} {n}s are {a}.", "The answer is {x}.", "My number is {x}.", "Take bus {x}.")),
    "email address": (_FIND, phrases.mail, ("Write to {x}.", "My address is {x}.", "Contact {x} about the {n}.", "You can reach me at {x}.", "Send the {n} to {x}, please.", "{x} wrote to us.", "Mail from {x} came in.", "Ask {x}.", "cc {x}")),
    "code": (_FIND, phrases.ident, ("The code is {x}.", "Use {x} for the {n}.", "Your order {x} is {a}.", "Ticket {x} is open.", "Please enter {x}.", "The {n} has the code {x}.", "{x} opens the {n}.", "It says {x} on the {n}.")),
    "file name": (_FIND, phrases.file_name, ("Open {x}.", "The {n} is in {x}.", "I saved it as {x}.", "Look at {x} again.", "{x} is {a}.", "Send me {x}.", "Delete {x}, please.", "There is an error in {x}.")),
    "name": (_FIND, lexicon.full_name, ("I met {x}.", "{x} is here.", "Give the {n} to {x}.", "The {n} belongs to {x}.", "My boss is {x}.", "{x} called about the {n}.", "We waited for {x}.", "It was {x} who left.", "Is {x} {a}?")),
    "city": (_FIND, names.town, ("We live in {x}.", "The train to {x} is {a}.", "I come from {x}.", "{x} has a {a} {n}.", "They met in {x}.", "The {n} was made in {x}.", "{x} is far away.", "Let us go to {x}.")),
    "link": (_FIND, phrases.url, ("See {x} for more.", "The {n} is at {x}.", "Visit {x}.", "{x} does not work.", "Click on {x}.", "I read it on {x}.")),
    "company": (_FIND, lexicon.firm, ("I work for {x}.", "{x} makes a {a} {n}.", "She left {x}.", "We bought it from {x}.", "{x} is hiring.", "The offer of {x} is {a}.")),
    "phone number": (_FIND, phrases.phone, ("Call me at {x}.", "My phone number is {x}.", "Ring {x} about the {n}.", "The {n} shop has the number {x}.", "{x} is my new number.")),
    "date": (_FIND, phrases.moment, ("We meet on {x}.", "The {n} is due {x}.", "It was {x} when we left.", "Come at {x}.", "{x} is too late.", "The {n} opens {x}.")),
}  # fmt: skip
AROUND = (
    "the {n} is {a}.", "nobody saw the {n}.", "it was {a}.", "please {v} and {w}.", "I like the {m}.", "thank you!", "the {m} can wait.", "do not {v} it.", "we have no {n}.", "what a {a} {n}!", "it is about the {n}.", "hello!", "they {v} all day.", "there was a {a} {m} too.", "see you soon.",
)  # fmt: skip

REPLACE = ways(
    "[Replace|Change|Exchange|Swap] {y} [by|with|for|to] {z} in: {x}", "[Write|Say|Put] {z} instead of {y}: {x}", "{x}: [replace|change] {y} [with|by|to] {z}[.|]", "[In|Take] {x}[,|] [replace|change|turn] {y} [with|by|into|to] {z}.", "[Not {y} but {z}|{z}, not {y}]: {x}", "[Turn|Make] {y} into {z}: {x}", "[Use|Take] {z} where it says {y}: {x}", "{x} with {z} [instead of|in place of|for] {y}[.|]", "s/{y}/{z}/ {x}", "For {y} [write|say|put] {z}: {x}",
    "{x} [But|Now|Please] with {z} [instead of|for|in place of] {y}.", "[Correct|Fix] {y} to {z}: {x}", "[Copy|Repeat|Say|Write] this with {z} [for|instead of] {y}: {x}", "{y} [becomes|is now|is called now|should be called] {z}: {x}", "[Put|Set] {z} [where {y} is|where {y} was|for {y}]: {x}", "{y} -> {z}: {x}", "[Can|Could] you [change|replace|turn] {y} [to|by|with|into] {z} in {x}?", "{x} [Change|Make|Correct] {y} [to|into] {z}.",
    held_out=("Please substitute {z} for {y}: {x}", "Where you see {y}, it should be {z}: {x}", "Let {z} take the place of {y}: {x}"),
)  # fmt: skip
DROP = ways(
    "[Leave out|Remove|Delete|Drop|Take out|Cut] [the word |]{y}: {x}", "{x} without [the word |]{y}[.|]", "[Without|All but|Everything except] {y}: {x}", "{x}: [remove|delete|leave out] {y}[.|]", "[Say|Write|Repeat] this without {y}: {x}", "[In|From] {x}, [remove|delete|drop] {y}.",
    held_out=("Skip the word {y} and copy the rest: {x}", "Get rid of {y} here: {x}", "Minus {y}, please: {x}"),
)  # fmt: skip
APPEND = ways(
    "[Add|Append|Put] {z} [at the end|to the end|after the last word]: {x}", "{x}: [add|put] {z} at the end[.|]", "[Say|Write] this and then {z}: {x}", "[End|Finish] this with {z}: {x}", "[Write|Put] {z} [after|behind] {x}", "[Extend|Continue] this with {z}: {x}",
    held_out=("Let this end in {z}: {x}", "Tack {z} onto the end: {x}", "Finally {z}, but first: {x}"),
)  # fmt: skip
PREPEND = ways(
    "[Add|Put|Write] {z} [at the beginning|in front|at the start|before the first word]: {x}", "{x}: [add|put] {z} [in front|at the start][.|]", "[Say|Write] {z} and then this: {x}", "[Begin|Start] this with {z}: {x}", "[Write|Put] {z} [before|in front of] {x}",
    held_out=("Let this begin with {z}: {x}", "Lead with {z}: {x}", "{z} comes first here: {x}"),
)  # fmt: skip
INSERT = ways(
    "[Add|Insert|Put|Write] {z} [after|behind] {y} in: {x}", "{x}: [add|insert|put] {z} after {y}[.|]", "[After|Behind] {y} [add|insert|put] {z}: {x}", "[In|Take] {x}[,|] [add|insert] {z} after {y}.",
    held_out=("Squeeze {z} in right after {y}: {x}", "{y} should be followed by {z}: {x}", "Slip {z} in behind {y}: {x}"),
)  # fmt: skip


def _join(what: str) -> Phrasings:
    return ways(
        f"[Join|Connect|Combine|Link] {{x}} and {{y}} with {what}[.|]", f"[Put|Write|Set] {what} between {{x}} and {{y}}[.|]", f"{{x}} and {{y}} with {what} between[ them|][.|]", f"[With|Using] {what}: {{x}} and {{y}}", f"{{x}}, {{y}}: [join|connect] them with {what}.",
        held_out=(f"Glue {{x}} to {{y}} with {what}.", f"{what.capitalize()} belongs between {{x}} and {{y}}", f"Make {{x}} and {{y}} one, using {what}"),
    )  # fmt: skip


JOINS = (
    (_join("an underscore"), "{x}_{y}"), (_join("a hyphen"), "{x}-{y}"), (_join("a dash"), "{x}-{y}"), (_join("a dot"), "{x}.{y}"), (_join("a slash"), "{x}/{y}"), (_join("a comma"), "{x}, {y}"), (_join("a colon"), "{x}: {y}"), (_join("an ampersand"), "{x} & {y}"), (_join("a plus"), "{x} + {y}"), (_join("an equals sign"), "{x} = {y}"), (_join("an arrow"), "{x} -> {y}"), (_join("the word and"), "{x} and {y}"), (_join("the word or"), "{x} or {y}"),
    (ways("[Swap|Switch|Exchange|Turn round|Reverse] {x} and {y}[.|]", "[The other way round|Change the order|In the other order]: {x} {y}", "{x} {y} [in the other order|the other way round|swapped].", "[First|Put first] {y}, then {x}.", "[Say|Write] {x} after {y}.", held_out=("Let {x} and {y} change places.", "Flip the two words: {x} {y}", "{y} should come before {x}, write both.")), "{y} {x}"),
    (ways("[Write|Say|Join] {x} and {y} [as one word|without a space|together][.|]", "{x} + {y} [as one word|in one word].", "[One word from|Glue together] {x} and {y}[.|]", held_out=("Make a single word of {x} and {y}.", "No gap between {x} and {y}, please.", "Merge {x} and {y} into one word.")), "{x}{y}"),
)  # fmt: skip

KEYS = (
    "name", "city", "colour", "user", "status", "title", "product", "country", "id", "file", "owner", "topic", "code", "team", "label", "food", "pet", "job", "author", "place", "mail", "tag", "reason", "answer", "value", "key", "item", "type", "customer", "guest",
)  # fmt: skip
PAIRS = (
    "{k}: {v}",
    "{k} = {v}",
    "{k} {v}",
    "{k} is {v}",
    "the {k} is {v}",
    "{v} as {k}",
    "{k} -> {v}",
)
AS_JSON = ways(
    "[Write|Put|Give me|Make|Return|Output|Show] [this |it |]as JSON[.|]: {x}", "{x} [as|in] JSON[.|, please.|]", "[JSON|In JSON|As JSON|JSON only|A JSON object]: {x}", "[Turn|Convert|Change] this [to|into] JSON: {x}", "[I need|I want] [JSON|a JSON object] [with|for] {x}", "[Make|Write] a JSON object with {x}", "[Answer|Reply] in JSON: {x}", "[Can|Could] you [write|give me|make] [this |it |]as JSON: {x}", "{x}. [JSON, please|As JSON|Now as JSON|Make it JSON|Give me JSON][.|]", "[Return|Output|Answer with|Print] [valid |only |]JSON: {x}", "[Encode|Store|Save|Pack] [this |]as JSON: {x}",
    held_out=("Format these as a JSON object: {x}", "What would {x} be in JSON?", "Could I get JSON from this: {x}"),
)  # fmt: skip
AS_LINES = ways(
    "[Write|Put|Give me|Make|Show] [this |it |]as [lines|key: value|key and value|key: value lines|a list of keys]: {x}", "{x} [as|in] [lines|key: value lines|key: value form][.|, please.|]", "[Key: value|Lines|As key: value|In lines of key: value]: {x}", "[Turn|Convert|Change] this [to|into] key: value lines: {x}", "[One line each|Each on its own line|A line for each]: {x}", "[Write|Put] every [key|one] on [its own|a new] line: {x}", "[Can|Could] you [write|give me|make] [one line each|lines of key: value] [for|from] {x}?", "{x}. [As lines|One line each|Each on a line|Key: value, please][.|]", "[List|Print|Output] [this|them|it] [as|in] key: value [lines|form|]: {x}",
    held_out=("Lay this out line by line with colons: {x}", "Format these as key: value pairs: {x}", "Could I get one line per key: {x}"),
)  # fmt: skip

_IN_QUOTES = ways(
    "[What|Which text|Which words] [is|are|stands] in [quotes|quotation marks|the quotes]: {x}[?|]", "{x} [What is in the quotes|Copy what is in quotes|Which words are quoted]?", "[Copy|Give me|Say|Write|Find] [only |]the [quoted text|quoted words|words in quotes|part in quotes]: {x}", "[Only|Just] what [is|stands] between the [quotes|quotation marks]: {x}", held_out=("Read out the quotation: {x}", "{x} Quote the quoted part.", "What do the quotation marks hold: {x}"),
)  # fmt: skip
_IN_BRACKETS = ways(
    "[What|Which text|Which words] [is|are|stands] in [brackets|the brackets|parentheses]: {x}[?|]", "{x} [What is in the brackets|Copy what is in brackets]?", "[Copy|Give me|Say|Write|Find] [only |]the [words|text|part] in [brackets|parentheses]: {x}", "[Only|Just] what [is|stands] between the [brackets|parentheses]: {x}", held_out=("Read out the part in parentheses: {x}", "{x} Give the bracketed part.", "What do the brackets hold: {x}"),
)  # fmt: skip
_AFTER_COLON = ways(
    "[What|Which text|Which words] [is|comes|stands] after the colon? {x}", "{x} [What comes after the colon|Copy what is after the colon]?", "[Copy|Give me|Say|Write] [only |]what [is|comes] after the [last |]colon. {x}", held_out=("Read out what follows the colon. {x}", "{x} Give the part behind the colon.", "The colon, what is behind it? {x}"),
)  # fmt: skip
INSIDE = (
    (_IN_QUOTES, 'The {n} says "{x}" again.'), (_IN_QUOTES, '{r} said "{x}" to me.'), (_IN_QUOTES, 'There was "{x}" on the {n}.'), (_IN_QUOTES, '"{x}" is {a}.'), (_IN_QUOTES, 'Never {v} "{x}" in {t}.'), (_IN_BRACKETS, "The {n} ({x}) is {a}."), (_IN_BRACKETS, "{r} ({x}) came to {t}."), (_IN_BRACKETS, "Please {v} the {n} ({x})."), (_IN_BRACKETS, "({x}) {o} {m}"), (_AFTER_COLON, "On the {n} it says: {x}"), (_AFTER_COLON, "{r} wrote: {x}"), (_AFTER_COLON, "{o}: {x}"),
)  # fmt: skip
GAPS = (
    "My name is ___.", "I live in ___.", "The {n} is ___.", "{r} likes ___.", "___ is {a}.", "We saw a ___ in {t}.", "The ___ is on the {n}.", "Please {v} the ___.", "I am ___.", "{r} and ___ went home.", "No ___, no {n}.", "It was ___ again.", "The {a} ___ is mine.", "From {t} to ___.", "Dear ___, thank you.", "Where is the ___?",
)  # fmt: skip
FILL = ways(
    "[Fill in|Insert|Put in|Use] {y}: {x}", "[Fill|Complete|Fill the gap in] {x} with {y}[.|]", "[Fill the gap|Fill the blank|Complete this|Complete the sentence] with {y}: {x}", "{x} [The missing word is|The gap is|Fill in] {y}.", "[Put|Write] {y} [into the gap|in the gap|where the line is|in the blank]: {x}", "[With {y} in the gap|The gap stands for {y}]: {x}", "{x} ___ [is|means|=] {y}", "{x} [Now|Please|] [put|write|use|insert] {y} [there|in|for the line].", "[What is missing|What is missing here|The gap|The word for the gap|The missing word] is {y}: {x}", "[Can|Could] you [fill in|put in|use] {y} here: {x}", "[Complete|Finish] this using {y}: {x}", "[Copy|Repeat|Write] [this|the sentence] with {y} [for|instead of] the line: {x}",
    held_out=("The blank should read {y}: {x}", "{x} Let {y} be what is missing.", "Plug {y} into this: {x}"),
)  # fmt: skip
