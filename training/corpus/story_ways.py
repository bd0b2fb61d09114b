"""Small problems in words: two steps, so many boxes of so many, shared among so many.

`{x}` is a thing, `{n}` somebody, `{a}`, `{b}` and `{c}` numbers.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.grammar import ways

# Things of which one says more by an s alone.
THINGS = tuple(
    """apple book coin stone pen cup ball egg card hat stamp ticket marble shell cookie flower page song plant
    bottle orange pear lemon plum candle key ring button bead nail screw brick plate fork spoon chair table lamp
    picture poster letter parcel bag toy doll kite balloon cake pie bun roll sweet nut grape carrot onion
    cow hen duck goat pig horse dog cat bird bee ant frog tree leaf seed rose tulip car bike boat train
    sticker magnet badge medal point token chip tile plank rope shoe sock shirt coat scarf glove belt towel pillow
    blanket cushion pencil crayon ruler folder file photo map flag drum bell whistle jar tin can pan pot""".replace(
        "leaf", "twig"
    ).split()
)

STORY = ways(
    "{n} [has|owns|buys] {a} {x}s. [He|She] [gets|finds|buys] {b} more and [gives away|loses|sells] {c}. How many {x}s [does {n} have|are left]?", "[There are|I see] {a} {x}s. {b} more [come|arrive]. {c} [go away|leave]. How many [{x}s |]are there now?", "I have {a} {x}s, get {b} and [lose|sell] {c}. How many [do I have|are left]?",
    "[At first|In the morning|On Monday] [there are|{n} has|I have] {a} {x}s. [Then|Later|At noon] {b} [come|are brought|are added|arrive] and {c} [leave|are taken|are sold|are eaten]. How many {x}s [are there|remain|are left|is that]?", "{n} [begins|came|went out] with {a} {x}s, [finds|wins|is given] {b} and [gives|hands|pays] {c} [away|to a friend|back]. How many {x}s [are left|remain|has {n} now]?", "[From|Of] {a} {x}s and {b} more {x}s, {c} [are broken|were lost|are gone]. How many [are good|are left|remain]?",
    "A [box|shop|basket] [holds|has] {a} {x}s[.|,] {b} [more |]are put in[.|,] [and |]{c} [are |]taken out. How many {x}s [are in it|are there|does it hold]?", "[First|Once] {n} had {a} {x}s. [After that|Then] {b} [were added|came] and {c} [disappeared|were used up]. [Count|How many are] the {x}s[ now|]?", "{a} {x}s, plus {b}, [minus|less] {c}: how many {x}s?",
    "{a} [plus|and] {b} [minus|less|take away] {c}[?| is what?|, how much is that?]", "[What is|How much is|Calculate] {a} + {b} - {c}?", "{a} + {b} - {c}[?| =| = ?|]", "Add {a} and {b}[, then| and then] [take away|subtract] {c}[.|]", "{n} [bakes|makes|picks] {a} {x}s [in the morning|on Monday|first] and {b} [in the evening|on Tuesday|later]. {c} [are eaten|are sold|get lost]. How many {x}s [are left|remain]?", "[On the shelf|In the garden|On the table|In the shop] [there are|are|stand] {a} {x}s. {n} [brings|adds] {b} and takes {c}[ away|]. How many {x}s [are there now|are left|is that]?",
    "{n} [buys|bought] {a} {x}s, [then|and later] {b}[ more|], and [gave|gives] {c} to a [friend|neighbour|brother]. How many {x}s does {n} [still have|have left|keep]?", "A [bus|train|ship] has {a} [people|passengers] in it. {b} get on and {c} get off. How many [people |]are [in it|there] now?", "[My|The] [account|purse|wallet] has {a} euros. I [put in|earn|add] {b} and [pay|spend|take out] {c}. How much is [in it|left|there now]?",
    held_out=("{n} starts with {a} {x}s, then {b} are added and {c} taken away. How many {x}s are there?", "A drawer had {a} {x}s in it. {n} laid {b} into it and later pulled {c} out again. What number of {x}s does it hold?", "If {n} counts {a} {x}s, receives {b} and hands over {c}, how many stay with {n}?"),
)  # fmt: skip
BOXES = ways(
    "[There are|I have|{n} has] {a} [boxes|bags] with {b} {x}s each. How many {x}s [are there|is that][ in all|]?", "{a} [people|children] have {b} {x}s each. How many {x}s [do they have|are there]?", "One {x} costs {b}. [What do|How much are] {a} {x}s[ cost|]?", "[Every|Each] [box|bag|child|row] [has|holds] {b} {x}s[,| and] there are {a} [boxes|bags|children|rows]. How many {x}s [in all|altogether]?", "{n} [fills|buys|carries] {a} [bags|boxes] [of|with] {b} {x}s[ each|]. How many {x}s [is that|are there]?", "{a} [times|days], {b} {x}s [each|every day]: how many {x}s[ in all|]?",
    "{n} [reads|sells|makes|buys] {b} {x}s [a day|every day|each day]. How many {x}s [is that |]in {a} days?", "A {x} costs {b} [euros|dollars|pounds]. {n} buys {a}. [What does {n} pay|How much is that|What is the price]?", "[There are|We see] {a} rows of {b} {x}s. How many {x}s [are there|is that|in all]?", "{a} [packs|boxes|bags] of {b} {x}s [make|are|is] how many {x}s?", "[Each|Every] of {a} [friends|children|shelves] [gets|has|holds] {b} {x}s. How many {x}s [are needed|in all|is that]?", "{a} [tables|cars|shelves|rooms], {b} {x}s [on|in|for] each[.|:] how many {x}s?", "If one [box|bag|pack] has {b} {x}s, how many {x}s [are in|do] {a} [boxes|bags|packs][ have|]?".replace("[are in|do] {a} [boxes|bags|packs][ have|]", "are in {a} [boxes|bags|packs]"),
    held_out=("In each of {a} boxes lie {b} {x}s. How many {x}s are there in all?", "{n} needs {b} {x}s for every guest, and {a} guests come. How many {x}s must {n} get?", "A crate takes {b} {x}s. How many {x}s fit into {a} crates?"),
)  # fmt: skip
SHARED = ways(
    "[What is|What's|How much is|Calculate] {c} [divided by|/|:] {a}?", "{c} [/|divided by] {a}[?| =| = ?|]", "[Divide|Please divide|Can you divide] {c} by {a}[.|?|]", "{a} [children|friends|people] share {c} {x}s. How many [does each get|are there for each|for each]?", "[Share|Divide|Split] {c} {x}s [among|between] {a} [children|friends|people][.|:] How many [each|does each get|for each]?", "{n} has {c} {x}s for {a} [friends|guests|children]. How many [does each get|for each|are that for each]?", "{c} {x}s in {a} [equal |][boxes|bags|rows]: how many [in each|each]?", "How [often|many times] does {a} [go into|fit into] {c}?", "{c} {x}s [are put|go] into {a} [boxes|bags]. How many [are |]in each?", "{a} {x}s cost {c} euros. [What does one {x} cost|How much is one {x}|How much is one]?", "What is one part of {c} if [there are|you make] {a} parts?", "{c} {x}s, {a} [people|children|bags]: how many each?",
    held_out=("{n} deals {c} {x}s out evenly to {a} guests. How many does a guest receive?", "If {c} is cut into {a} equal pieces, how big is each?", "{c} {x}s fill {a} shelves alike. How many stand on one?"),
)  # fmt: skip
