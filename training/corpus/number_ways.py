"""How one asks about a few given numbers or things: the largest, in order, the sum, without doubles, the odd one.

`{x}` is the list, `{w}` largest, smallest or the like.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.wordings import wordings

_N = "[these|these numbers|the numbers|this list|the list|the following|the following numbers|them]"
_T = "[these|this|this list|the list|the following|them]"

MOST = wordings(
    orders=(
        "[find|give me|tell me|show me|pick|say|name|write] the {w} [number|one|value]", "[say|tell me] [which|which one|which number|what] is {w}", f"[find|pick] the {{w}} of {_N}", "[pick|take|choose] the {w}", f"compare {_N} and [give|say|write] the {{w}}", "look for the {w}[ number| one|]",
    ),
    questions=(
        "[what|which] is the {w}[ number| one| value|]", "[which|what] [number|one|value|of them|of these] is [the |]{w}", "which is {w}", "[what|which] is the {w} of them", "[what|which] is the {w} number here",
    ),
    direct=(
        "[What is|Which is|Find|Tell me] the {w} [number|one] [of|among|in] {x}[?|.]", "[Which|What] number is {w}: {x}[?|]", "{w} of {x}[?|]", "The {w} of these: {x}", "[What|Which] is {w}, {x}?", "[Which|What] number is the {w}, {x}?", "The {w} [number|one] [of|in|among] {x}[?|]", "{w} number: {x}", "{x}: [which is {w}|the {w}|{w}]?", "In {x}, [what|which] is the {w}[ number|]?",
    ),
    held_out=("Of these numbers, which is {w}: {x}?", "Look at {x} and write down the {w}.", "Among {x} there is one that is {w}. Which?", "I have {x} here, what's the {w}?"),
)  # fmt: skip
ASCENDING = wordings(
    orders=(
        f"[sort|order|arrange] {_N}", f"[sort|order|arrange|rank|put] {_N} [from small to large|from low to high|by size|in ascending order|from smallest to largest|from least to most]", f"[put|arrange|rank|line up|set] {_N} [in order|by size|in a row by size|in order of size]", f"[give|write|say|list|show] [me |]{_N} [in order|sorted|by size|in ascending order]", f"[sort|order] {_N} numerically", "start with the smallest", "put the smallest first", "use ascending order", "do a numerical sort", f"rank {_N}[ by size| by value|]", "count them up in order of size",
    ),
    questions=("what is the [right |ascending |]order", "what is the order [by size|from small to large]", "what is this [sorted|in order]", "how are they ordered", "what is the sorted list", "in which order do they come"),
    direct=(
        "[Sort|Order|Please sort|Put in order][ these numbers|]: {x}", "[Sort|Order] {x}.", "[Sort|Order] {x} from [small to large|low to high].", "[Put|Arrange|Rank|Line up|Set] [these|these numbers|them] [in order|by size|in a row by size]: {x}", "{x} [in order|sorted|by size|from small to large][.|?|, please.]", "[Smallest first|From the smallest on|Ascending|In rising order|Lowest first]: {x}",
        "[Give|Write|Say] [me |]these [in order|sorted]: {x}", "[What is|Which is] the order of {x}?", "[I need|I want] {x} [in order|sorted].", "[Put|Arrange|Set] {x} in [ascending order|order|order of size][.|]", "[Sort|Order] the numbers {x}[.|]",
    ),
    held_out=("Bring these into order: {x}", "Can you place {x} from least to greatest?", "{x}: write them so that they grow.", "Sequence the numbers {x} by how big they are."),
)  # fmt: skip
DESCENDING = wordings(
    orders=(
        f"[sort|order|arrange|rank|put|list|write] {_N} [from large to small|from high to low|in descending order|from largest to smallest|from big to small|with the largest first|with the biggest first]", "start with the [largest|biggest]", "put the [largest|biggest|highest] first", "use descending order", "sort from the top down", f"sort {_N} descending", "begin with the [largest|highest] and end with the [smallest|lowest]",
    ),
    questions=("what is the descending order", "what is the order from [large to small|high to low]", "what is this in descending order", "what is this with the largest first"),
    direct=("[Largest first|From the largest down|Descending|In falling order|Highest first|Biggest first]: {x}", "[Sort|Order|Put|Arrange] {x} [from large to small|from high to low|in descending order][.|]", "{x} [in descending order|from large to small|largest first|from high to low][.|?|, please]", "[I need|I want] {x} in descending order[.|]"),
    held_out=("Bring these into order, the greatest at the front: {x}", "Can you place {x} from greatest to least?", "{x}: write them so that they shrink."),
)  # fmt: skip
SUM = wordings(
    orders=(
        f"[add|add up|sum|sum up|total] {_N}", f"add {_N} together", "[give|tell] me the [sum|total]", "[calculate|compute|find|work out] the [sum|total]", "[say|tell me] how much this is in all", "find out what they make together",
    ),
    questions=("what is the [sum|total]", "how much is [this|that] [in all|together|altogether|in total]", "what do they [add up to|make together|come to]", "what is the sum of these numbers", "what do I get when I add them"),
    direct=(
        "[What is|Tell me|Give me] the sum of {x}[?|.]", "[Add|Add up|Sum|Sum up] {x}[.|]", "{x} [together|in all|added up][?|]", "[Sum|Total|The sum|The total]: {x}", "How much [is|are] {x} [together|in all]?", "[Sum|Total] of {x}[?|]", "I [paid|counted|have|spent|scored] {x}. [How much is that|What is the total|How much in all]?",
    ),
    held_out=("What do {x} come to when put together?", "Take {x} all in one, how much is it?", "I need the total for {x}.", "Give one number for all of {x} combined."),
)  # fmt: skip
DOUBLES = wordings(
    orders=(
        "[remove|delete|drop|take out|leave out|throw out] [the |all |]duplicates", "[remove|delete|drop|leave out|skip] [the |all |]doubles", f"[list|write|give|say|show] {_T} without [doubles|duplicates|repetitions]", "[write|list|name|keep] each [word|one|item] [only |just |]once", f"make {_T} unique", "[list|give] [only |just |]the unique [words|items|ones]", "delete what is there twice", "remove repeated [words|items]", "keep one of each", "get rid of [duplicates|doubles|repeats]", "deduplicate it", "remove what comes more than once",
    ),
    questions=("what is left without [doubles|duplicates]", "which [different |unique ][words|items] are there", "what is this without duplicates", "which are the unique [ones|items]", "what different [words|items] are there"),
    direct=("{x} without [doubles|duplicates|repeats][.|?|]", "[Without|No] [doubles|duplicates]: {x}", "[Unique|Unique items|Unique words|Deduplicated|Each only once]: {x}", "[Remove|Delete|Drop] the [duplicates|doubles|repeats] [from|in] {x}[.|]"),
    held_out=("Some of these are there twice, clean that up: {x}", "{x}: say every one a single time.", "Which ones do I have in {x} if none may be named again?"),
)  # fmt: skip
ODD = wordings(
    orders=("[find|name|tell me|pick|say|give me] the odd one[ out|]", "[say|tell me] [which|which one|what] does not [belong|fit|match]", "pick the one that [does not|doesn't] [fit|belong|match]", "[find|name] the one that is [different|not like the others]", "find the [outsider|misfit|intruder]", "[leave|take] out the one that does not fit"),
    questions=("which [one |word |]is the odd one[ out|]", "which [one |word |]does not [belong|fit|match]", "which [one |word |]doesn't [belong|fit|match]", "what [does not|doesn't] [belong|fit]", "which [one |word |]is [different|not like the others|of another kind]", "which is the odd one out", "what is the odd one out", "what is wrong here"),
    direct=("Odd one out: {x}", "[Which|What] [of|in|among] {x} does not [belong|fit]?", "{x}: [the odd one out|odd one out|which does not fit]?", "[Which|What] is the odd one out [of|in|among] {x}?", "[The odd one|Odd word|Misfit|What does not fit]: {x}"),
    held_out=("All but one of these are alike, which isn't: {x}?", "Which of {x} has no place among the others?", "{x}: one of them is a stranger, name it."),
)  # fmt: skip
EVEN = wordings(
    orders=("[give|show|tell] me [only |]the {w} [numbers|ones]", "[pick|list|write|keep|name|find|select] [only |]the {w} [numbers|ones]", "leave only the {w} ones", "say which are {w}"),
    questions=("which [numbers |ones |]are {w}", "which of [these|them] are {w}", "what are the {w} [numbers|ones]", "what {w} numbers are there"),
    direct=("Which of {x} are {w}?", "[The |Only the |]{w} [numbers|ones] [of|in|among] {x}[.|?|]", "{w} numbers: {x}", "{x}: which are {w}?"),
    held_out=("Filter {x} so that the {w} ones stay.", "I only want what is {w} out of {x}.", "Among {x}, name those that are {w}."),
)  # fmt: skip
