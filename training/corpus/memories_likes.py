"""What a user likes, does for fun, cannot stand or must not eat."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import lexicon, names, values, words
from training.corpus.grammar import ways
from training.corpus.memory import Memory, any_word, of

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

# A favourite is mostly of its kind, now and then any word: the answer must come from the talk.
_FAVOURITES: dict[str, tuple[str, ...]] = {
    "colour": names.COLOURS, "food": names.FOODS, "dish": names.FOODS, "fruit": names.FRUITS, "hobby": (*names.HOBBIES, *values.HOBBIES),
    "game": (*names.HOBBIES, *values.HOBBIES), "animal": lexicon.LIVING, "thing": words.EVERYDAY, "word": words.EVERYDAY, "city": names.TOWNS,
    "name": names.PEOPLE, "sport": values.HOBBIES, "season": ("spring", "summer", "autumn", "winter"), "month": values.MONTHS, "day": values.DAYS,
    "instrument": values.INSTRUMENTS, "language": values.LANGUAGES, "subject": values.SUBJECTS, "flower": lexicon.LIVING, "tree": lexicon.LIVING,
    "drink": (), "book": (), "film": (), "song": (), "singer": (), "writer": (), "band": (), "team": (), "place": names.TOWNS, "cake": names.FRUITS,
    "soup": (), "shop": (), "toy": lexicon.THINGS, "letter": tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), "teacher": names.PEOPLE, "player": (),
}  # fmt: skip
_DRINKS = ("tea", "coffee", "milk", "water", "juice", "cola", "lemonade", "cocoa", "cider", "wine", "beer", "mint tea", "apple juice", "iced tea", "hot chocolate")  # fmt: skip


def _title(rng: random.Random, split: Split) -> str:
    """A title of a book, a film or a song."""
    w, v = lexicon.phrase(rng, split), lexicon.noun(rng, split)
    return rng.choice((
        f"The {w.title()}", f"{w.title()}", f"The {v.capitalize()} of {names.town(rng, split)}", f"{v.capitalize()} and {lexicon.word(rng, split).capitalize()}",
        f"My {w.title()}", f"A {v.capitalize()} for {names.person(rng, split)}",
    ))  # fmt: skip


def _favourite(rng: random.Random, split: Split, kind: str) -> str:
    if rng.random() < 0.25:
        return any_word(rng, split)
    if kind == "drink":
        return names.pick(rng, _DRINKS, split)
    if kind in ("book", "film", "song"):
        return _title(rng, split)
    if kind in ("singer", "writer", "player"):
        return lexicon.full_name(rng, split)
    items = _FAVOURITES.get(kind, ())
    return names.pick(rng, items, split) if items else any_word(rng, split)


FAVOURITE = Memory(
    ways(
        "My favourite {k} is {x}[.|]",
        "[I like|I love] the {k} {x} [best|most][.|]",
        "[My|The] {k} that I [like|love] [best|most] is {x}[.|]",
        "{x} is my favourite {k}[.|]",
        "[When it comes to|Among] {k}s[,| I think] {x} [is the best|is great|wins][.|]",
        "[I think|I find|For me] {x} is the [best|nicest|finest] {k}[.|]",
        "[I prefer|I choose|I would pick] {x} as [a|my] {k}[.|]",
        "[The best|The nicest] {k} is {x}[, I think|, if you ask me|][.|]",
        "[I like|I love] no {k} more than {x}[.|]",
        "[My|The] {k}? {x}[, of course|, always|][.|]",
        "[Among all|Of the] {k}s {x} is [mine|my favourite|the one for me][.|]",
        "{x} is the {k} [for me|I like most|I love|I would choose][.|]",
        "[Ask me for|Speaking of] a {k}[ and I say|, I like] {x}[.|]",
        "[There is no|There's no] [better|nicer|finer] {k} than {x}[.|]",
        "[Nothing beats|Nothing is like] {x}[ as a {k}|, my favourite {k}][.|]",
        "[No other|Not one] {k} [comes close to|is as good as|beats|can match] {x}[.|]",
        "[If I had to|If I could|If I must] [pick|choose|name|take] [a|one] {k}, [it would be|I would take|I'd say] {x}[.|]",
        "[I always|I would always|I'd always] [choose|go for|pick|take] {x} [as my|when I choose a|as a] {k}[.|]",
        "[As for|On the subject of] {k}s[,| I must say] {x} is [tops|my number one|the winner|mine][.|]",
        "[Favourite|Best] {k}: {x}[.|]",
        "[In my eyes|In my opinion|To my mind][,|] {x} is [a better {k} than any other|the {k} of {k}s|the top {k}][.|]",
        "[My heart belongs to|I have a soft spot for|I adore|I am crazy about] the {k} {x}[.|]",
        "The {k} [of my choice|of my heart|closest to my heart|I adore] is {x}[.|]",
        "{x}[!|,] [what a {k}|that is a {k}|the best {k} of all|my favourite {k}][.|!|]",
        held_out=(
            "Of all {k}s I like {x} best.",
            "No {k} is better than {x}.",
            "{x} beats every other {k}.",
        ),
    ),
    ways(
        "[What is|What's|Tell me|Which is] my favourite {k}?",
        "[What|Which] {k} do I like [best|most|]?",
        "[Do you remember|Do you know|Can you tell me] my favourite {k}?",
        "[What did I say|What did I tell you] my favourite {k} [is|was]?",
        "[Remind me|Say again], what is my favourite {k}?",
        "[Which|What] {k} [is|was] [the best for me|best]?",
        "[Name|Say] my favourite {k}.",
        "[Which|What] {k} did I [call|name] my favourite?",
        "[Which|What] is the {k} [I like best|I love|for me|that I prefer]?",
        "[Of all {k}s|As {k}|When it comes to {k}s][,|] [which|what] do I [like|love|prefer|choose][ best|]?",
        "[What|Which] {k} [would I choose|do I love|was it that I like|did I tell you I like]?",
        "[And |]my favourite {k} [is|was][?| what?| which?]",
        "[Can you|Do you still] [name|know|recall] the {k} I [like|love][ best|]?",
        "[Favourite {k}|My {k}|The {k} I like]?",
        "[Which|What] {k} [would I|do I|should I] [take|go for|pick|adore|prefer]?",
        held_out=(
            "Which {k} is my favourite?",
            "What was my favourite {k} again?",
            "What {k} do I care for most?",
        ),
    ),
    ("my favourite {k}", "my favourite {k}", "the {k} I like best", "the {k} I love"),
    ("which {k} I like best", "what my favourite {k} is", "which {k} I prefer", "which {k} I love"),
    "Your favourite {k} is {x}.",
    any_word,
    tuple(_FAVOURITES),
    weight=16,
    of_kind=_favourite,
)
HOBBY = Memory(
    ways(
        "My hobby is {x}[.|]",
        "[I like|I love|I enjoy] {x}[.|]",
        "[I really like|I am keen on|I take pleasure in|I get joy from] {x}[.|]",
        "[On Sundays|In the evening|When I am free] I [like|enjoy] {x}[.|]",
        "[Nothing makes me happier than|I am a fan of|I am fond of] {x}[.|]",
        "[I am good at|I am into|I am mad about|My heart beats for|I cannot live without] {x}[.|]",
        "[At the weekend|After work|When I have time] I [like|enjoy|love|go for] {x}[.|]",
        "{x} is [my hobby|what I like|what I enjoy|my great love|my thing][.|]",
        "[My pastime|My passion|My great love|My favourite thing|The thing I love] is {x}[.|]",
        "[For fun|For pleasure|To relax] I [go for|choose|do|like] {x}[.|]",
        "{x}[ makes me happy| is so much fun| is great|, I love it|, I like that][.|!|]",
        "[I can't get enough of|I never get tired of|I have always liked|What I like is] {x}[.|]",
        held_out=("I spend my free time on {x}.", "I have a weakness for {x}."),
    ),
    ways(
        "[What is|What's|Tell me] my hobby?",
        "What do I [like|love|enjoy][ doing| to do|]?",
        "[Do you remember|Do you know] what I like?",
        "[What|Which] is [my pastime|the thing I like|my great love]?",
        "[What|Which thing] [did I say|did I tell you] [I like|I enjoy|I love]?",
        "[And|So] what [is my hobby|do I like]?",
        "[Remind me|Say again], what [do I like|is my hobby]?",
        "[What makes me happy|What is my passion|What am I fond of|What am I a fan of|What do I do for fun]?",
        "[I like|I love|I enjoy] what?",
        held_out=("Which hobby do I have?", "What am I keen on?"),
    ),
    ("my hobby", "my pastime", "my passion", "the thing I like"),
    ("what I like", "what my hobby is", "what I enjoy", "what makes me happy"),
    "You like {x}.",
    values.hobby,
    weight=5,
)
DISLIKE = Memory(
    ways(
        "I [hate|dislike|do not like|don't like|can't stand|cannot stand|can't bear|detest] {x}[.|]",
        "[I am no fan of|I am not fond of|I have never liked|I want nothing to do with] {x}[.|]",
        "[Please no|No more|Keep me away from|Spare me] {x}[, I hate it|, I don't like it|, I can't stand it][.|!|]",
        "{x}[, I hate that| is not for me| is what I hate|, I can't stand it][.|]",
        "[The thing I hate|What I hate|What I don't like|The worst thing for me] is {x}[.|]",
        held_out=("I have a horror of {x}.", "You can chase me away with {x}."),
    ),
    ways(
        "What do I [hate|dislike|not like|detest]?",
        "What [don't I like|can't I stand|am I no fan of|can I not bear]?",
        "[Which|What] thing do I [hate|dislike|not like]?",
        "What did I [say|tell you] I [hate|don't like|can't stand]?",
        "I [hate|don't like|can't stand] what?",
        held_out=("What am I not keen on?", "What is it that I can't stand?"),
    ),
    ("the thing I hate", "the thing I don't like"),
    ("what I hate", "what I don't like", "what I can't stand"),
    "You do not like {x}.",
    values.hobby,
    weight=3,
)
ALLERGY = Memory(
    ways(
        "I am allergic to {x}[.|]",
        "I have an allergy to {x}[.|]",
        "[I must not|I can't|I may not|I should not] [eat|have|touch|be near] {x}[, I am allergic|, I have an allergy|, it makes me ill|][.|]",
        "{x} [makes me ill|makes me sneeze|makes me sick|is bad for me|gives me a rash][.|]",
        "[My allergy is|Allergies:|My allergy:|The doctor says I am allergic to] {x}[.|]",
        "[Because of|I take pills because of|I stay away from] my allergy to {x}[ I am careful|][.|]",
        held_out=("I get a rash from {x}.", "My body cannot take {x}."),
    ),
    ways(
        "What am I allergic to?",
        "[What|Which] allergy do I have?",
        "[Which allergies|What allergies] have I [got|told you]?",
        "[To what|Against what] am I allergic?",
        "[What is|What's] my allergy?",
        "What [makes me ill|makes me sneeze|must I not eat|should I stay away from|is bad for me]?",
        "I am allergic to what?",
        held_out=("What gives me a rash?", "What can my body not take?"),
    ),
    ("my allergy", "my allergies"),
    ("what I am allergic to", "which allergy I have", "what makes me ill"),
    "You are allergic to {x}.",
    of(values.ALLERGIES),
    weight=3,
)
PLAYS = Memory(
    ways(
        "I [play|can play|am learning to play|learned to play] the {x}[.|]",
        "[My instrument is|The instrument I play is|I take lessons on|I am good on|I practise] the {x}[.|]",
        "[In the band|At school|In the orchestra|With friends] I play the {x}[.|]",
        "The {x} is [my instrument|what I play|the instrument I play][.|]",
        held_out=("I make music on the {x}.", "I bought the {x} and play it every day."),
    ),
    ways(
        "[What|Which] instrument [do I play|is mine|can I play]?",
        "[What is|What's] my instrument?",
        "[What|Which instrument] do I [play in the band|play|practise]?",
        "On [what|which instrument] do I [play|make music|take lessons]?",
        "I play [what|which instrument]?",
        held_out=("What do I make music with?", "Which instrument am I able to play?"),
    ),
    ("my instrument", "the instrument I play"),
    ("which instrument I play", "what I play"),
    "You play the {x}.",
    of((*values.INSTRUMENTS, *lexicon.THINGS)),
    weight=2,
)
COLLECTS = Memory(
    ways(
        "I collect {x}[.|]", "[I have a collection of|My collection is full of|I keep boxes full of|I gather] {x}[.|]", "[For years|Since I was a child|As a hobby] I [have collected|collect] {x}[.|]", "{x}[, I collect them| are what I collect][.|]", held_out=("My shelves are full of the {x} I collect.", "I cannot stop collecting {x}."),
    ),
    ways(
        "What do I collect?", "[What is in|What's in] my collection?", "[What|Which things] did I say I collect?", "[Of what|What] is my collection?", "I collect what?", held_out=("What fills my collection?", "Which things am I a collector of?"),
    ),
    ("my collection", "the things I collect"),
    ("what I collect", "what is in my collection"),
    "You collect {x}.",
    lambda rng, split: f"{lexicon.noun(rng, split)}s" if rng.random() < 0.6 else f"{lexicon.phrase(rng, split)}s",
    weight=2,
)  # fmt: skip
MEMORIES = (FAVOURITE, HOBBY, DISLIKE, ALLERGY, PLAYS, COLLECTS)
