"""What a user may tell of himself, how it is told and how it is asked for.

Held out: 10 % of all names, words and numbers, real and invented, and some phrasings.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox, words
from training.corpus.grammar import Phrasings, is_held_out, side, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split


@dataclass(frozen=True)
class Memory:
    """One kind of fact. `{x}` is the thing to remember; `{k}` an animal or a relative."""

    told: Phrasings
    asked: Phrasings
    reply: str
    answer: str
    value: Callable[[random.Random, Split], str]
    kinds: tuple[str, ...] = ("",)


def _number(low: int, high: int) -> Callable[[random.Random, Split], str]:
    def value(rng: random.Random, split: Split) -> str:
        while True:
            number = str(rng.randint(low, high))
            if is_held_out(f"number {number}", names.HELD_OUT_PERCENT) == (split == "held_out"):
                return number

    return value


def _of(items: tuple[str, ...]) -> Callable[[random.Random, Split], str]:
    def value(rng: random.Random, split: Split) -> str:
        return names.pick(rng, items, split)

    return value


def _any_word(rng: random.Random, split: Split) -> str:
    if rng.random() < 0.25:
        return lexicon.word(rng, split)
    return (
        names.invented(rng, split) if rng.random() < 0.2 else names.pick(rng, words.EVERYDAY, split)
    )


def _anything(rng: random.Random, split: Split) -> str:
    kind = rng.random()
    if kind < 0.5:
        return toolbox.a_word(rng, split)
    if kind < 0.65:
        return toolbox.code(rng, split)
    return names.invented(rng, split) if kind < 0.85 else lexicon.firm(rng, split)


# A favourite is mostly of its kind, now and then any word: the answer must come from the talk.
_FAVOURITES: dict[str, tuple[str, ...]] = {
    "colour": names.COLOURS,
    "food": names.FOODS,
    "dish": names.FOODS,
    "fruit": names.FRUITS,
    "hobby": names.HOBBIES,
    "game": names.HOBBIES,
    "animal": names.ANIMALS,
    "thing": words.EVERYDAY,
    "word": words.EVERYDAY,
    "city": names.TOWNS,
    "name": names.PEOPLE,
}


def value_of(rng: random.Random, split: Split, memory: Memory, kind: str) -> str:
    """Something to remember of this kind."""
    items = side(_FAVOURITES.get(kind, ()), split, names.HELD_OUT_PERCENT)
    if items and rng.random() < 0.75:
        return rng.choice(items)
    return memory.value(rng, split)


_REMEMBER = "I will remember that."

MEMORIES: tuple[Memory, ...] = (
    Memory(
        ways(
            "[My name is|My name's|I am|I'm|Call me|You can call me|They call me|I am called|This is] {x}[.|!|]",
            "[Hi|Hello|Hey|Good morning|Hi there][,|!] [my name is|I am|I'm|this is|it's|call me] {x}[.|!|]",
            "[Hi|Hello], {x} here[.|!]",
            "[Nice to meet you|Good to meet you|Remember this|Please remember][.|:|,] [my name is|I am] {x}[.|]",
            "[I go by|I answer to|Just call me|They named me|My parents named me] {x}[.|]",
            "[I introduce myself|Let me introduce myself|May I introduce myself]: {x}[.|]",
            "[It's|It is] {x}[ speaking| here|][.|]",
            "[Everybody|My friend|My mother|My boss] calls me {x}[.|]",
            "[Please |]use the name {x} for me[.|]",
            "[The name is|Name:|I am named|The name on my door is|I sign as] {x}[.|]",
            "[I am|I'm] {x}[, nice to meet you| and I am new here|, by the way|, how are you][.|?|!]",
            "[You speak|You are speaking|You chat] [to|with] {x}[ now| here|][.|]",
            "[Write down|Keep in mind|Do not forget]: [I am|my name is] {x}[.|]",
            held_out=(
                "People call me {x}.",
                "Good evening, they call me {x}.",
                "You are talking to {x}.",
            ),
        ),
        ways(
            "[What is|What's|Tell me|Say] my name[?|]",
            "[Do you|Can you] [remember|know|recall|tell me|say] my name[?|]",
            "[Who am I|What am I called|Do you remember who I am|Do you know who I am]?",
            "[And what|So what] is my name?",
            "[What did I say|What did I tell you] my name [is|was]?",
            "[Please|Could you|Can you] [tell me|repeat|give me] my name[?|.]",
            "[Remind me|Say again], what is my name?",
            "[Which|What] name did I [give you|tell you|say]?",
            "How [am I|do I get] called?",
            "[Do you|Did you] still know my name?",
            "[With|By] [which|what] name [should|do|would] [you|people] [call|know|address] me?",
            "[What|Which] name [is mine|do I have|do I go by|did I sign with|do you have for me]?",
            "[Say|Write|Spell out|Repeat] my name[, please|][.|]",
            "[I forgot|I forget] my [own |]name[, what is it|. Do you know it|][?|]",
            "[How|What] do [people|they|you] call me?",
            "[My name is what|My name was|And my name][?|]",
            "[Guess|Say|Tell me] who I am[.|!|]",
            "[Name|Greet] me[.|!|]",
            held_out=("What was my name again?", "By what name do I go?", "Could you say my name?"),
        ),
        "Nice to meet you, {x}!",
        "Your name is {x}.",
        names.person,
    ),
    Memory(
        ways(
            "I [live|am living] in {x}[.|]",
            "[I come from|I am from|I'm from|My home is in|My home town is|My house is in] {x}[.|]",
            "I moved to {x}[ last year| this year|].",
            "[I was born in|I grew up in|I spend my days in|My family lives in|My address is in] {x}[.|]",
            "[We|My family and I] [live|are|stay] in {x}[ now|][.|]",
            "[My bed is|My desk is|I have a flat|I rent a room|I own a house|You find me] in {x}[.|]",
            "[I settled|I ended up|I have always been|I spend most of the year] in {x}[.|]",
            "{x} is my [home|home town|town|city|place][.|]",
            "[I call|We call] {x} [our |my |]home[.|]",
            "[At the moment|Now|These days] I [live|am|stay] in {x}[.|]",
            held_out=("{x} is where I live.", "My flat is in {x}."),
        ),
        ways(
            "Where [do I live|am I from|do I come from|is my home|is my house]?",
            "[What|Which] [city|town|place] [do I live in|am I from]?",
            "[Do you remember|Do you know|Can you tell me] where I live?",
            "From which [city|place] am I?",
            "[Remind me|Say again], where do I live?",
            "[Where|In what place] did I [tell you|say] I [am from|come from|am at home]?",
            "[In what|In which] [city|place|part of the world] [am I at home|do I stay|is my house|do I live]?",
            "[What|Which] [is|was] my [city|town|home|home town]?",
            "[Where|In which place] is my [home|flat|bed|house|room]?",
            "[My home|My town|My city] is[ where| what|]?",
            "[Where|Which city] did I [say|tell you|mention] [I am from|is my home|I am at home in]?",
            "[Do you|Can you] [still |]know where [I live|my home is|I am from]?",
            held_out=("In which town do I live?", "Where did I say that I live?"),
        ),
        _REMEMBER,
        "You live in {x}.",
        names.town,
    ),
    Memory(
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
            held_out=("Of all {k}s I like {x} best.", "No {k} is better than {x}."),
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
            held_out=("Which {k} is my favourite?", "What was my favourite {k} again?"),
        ),
        _REMEMBER,
        "Your favourite {k} is {x}.",
        _any_word,
        tuple(_FAVOURITES),
    ),
    Memory(
        ways(
            "[My|Our] {k}'s name is {x}[.|]",
            "[My|Our] {k} is [called|named] {x}[.|]",
            "I have a {k} [called|named] {x}[.|]",
            "[I have|We have|I got] a {k}. [Its|The] name is {x}[.|]",
            "The name of my {k} is {x}[.|]",
            "[This is|Meet] my {k} {x}[.|]",
            "[We|I] [call|named] [our|my|the] {k} {x}[.|]",
            "{x} is [my {k}|the name of my {k}|what my {k} is called|our {k}][.|]",
            "[I live with|We live with|I love] my {k} {x}[.|]",
            "[There lives|I look after] a {k} called {x} [with us|at my house][.|]",
            "[We|I] [have|keep|own] [this|one] {k}, {x}[.|]",
            "[The|That] {k} [of mine|I have|I love] is [called |]{x}[.|]",
            "[Say hello to|Let me tell you about|You should meet] my {k} {x}[.|]",
            "[My {k}, {x},|My {k} {x}] [is here|sleeps now|says hello|is old][.|]",
            "{x}, [my|our] {k}, [is here|sleeps|is nice|came too][.|]",
            held_out=("My {k} goes by the name of {x}.", "At home there is my {k} {x}."),
        ),
        ways(
            "[What is|What's|Tell me] my {k}'s name?",
            "[What is|What's] [my {k} called|the name of my {k}]?",
            "[What|Which] name does my {k} have?",
            "[Do you remember|Do you know|Can you tell me] [my {k}'s name|the name of my {k}|what my {k} is called]?",
            "[Remind me|Say again], what is my {k} called?",
            "[Say|Give me|Repeat] the name of my {k}[.|]",
            "[Who|What] is my {k}?",
            "[Which|What] name did I [give|tell you for] my {k}?",
            "[What|How] do I call my {k}?",
            "My {k} is [called what|named what|who]?",
            "[And|So|Now] [what is|what's] my {k} called?",
            "[Which|What] is the name [of my {k}|my {k} has|I gave my {k}]?",
            "[By|With] [which|what] name do I call my {k}?",
            "[I have a {k}|My {k}][,|:] what is [its|the] name?",
            "[Can you|Do you still] [name|recall|say] my {k}[?|'s name?]",
            held_out=("How is my {k} called?", "Could you tell me the name of my {k}?"),
        ),
        _REMEMBER,
        "Your {k}'s name is {x}.",
        names.pet,
        (
            *names.ANIMALS,
            "sister",
            "brother",
            "friend",
            "teacher",
            "son",
            "daughter",
            "neighbour",
            "boss",
        ),
    ),
    Memory(
        ways(
            "I am {x} years old[.|]",
            "[I'm|I am] {x}[ years of age|]. [That is my age.|]",
            "My age is {x}[.|]",
            "I turned {x} [today|last week|this year][.|]",
            "[This year|Today|Soon] I [am|turn|will be] {x}[ years old|][.|]",
            "[I have lived|I was born] {x} years [long|ago][.|]",
            "[My age|Age]: {x}[.|]",
            "I am [now|already|only|just] {x}[ years old|][.|]",
            "I am [aged|a person of] {x}[ years|][.|]".replace("a person of", "aged"),
            "[I have had|I celebrated] {x} birthdays[.|]",
            "[My last birthday was|Last birthday I turned|I became] {x}[.|]",
            "[You may want to know|By the way][,|] I am {x}[ years old|][.|]",
            held_out=("I have been alive for {x} years.", "{x} is my age."),
        ),
        ways(
            "How old am I?",
            "[What is|What's|Tell me] my age?",
            "[Do you remember|Do you know|Can you tell me] [how old I am|my age]?",
            "[Remind me|Say again], how old am I?",
            "[Which|What] age did I [tell you|give]?",
            "[Say|Tell me] how old I am[.|]",
            "[And|So] how old [am I|did I say I am]?",
            "[What|Which] age [am I|is mine|do I have|did I mention]?",
            "[My age is|I am how old|At what age am I][?|]",
            "[How many|What number of] birthdays have I had?",
            held_out=("What did I say my age was?", "How many years old am I?"),
        ),
        _REMEMBER,
        "You are {x} years old.",
        _number(5, 99),
    ),
    Memory(
        ways(
            "I [work as|am] a {x}[.|]",
            "My [job|work] is being a {x}[.|]",
            "I am a {x} [by trade|by profession][.|]",
            "My job: {x}.",
            "[I make a living|I was trained|I got a job|I am employed] as a {x}[.|]",
            "[Being a {x} is my job|They hired me as a {x}|I have been a {x} for years][.|]",
            "[They pay me as|I serve as|I am known as|My boss needs me as] a {x}[.|]",
            "[Every day|In the week|All day] I [work|am busy] as a {x}[.|]",
            "[A|The] {x}, that is [me|my job|what I am][.|]",
            held_out=("I earn my money as a {x}.",),
        ),
        ways(
            "[What is|What's|Tell me] my job?",
            "What do I do [for a living|for work]?",
            "What do I work as?",
            "[Do you remember|Do you know|Can you tell me] [my job|what I do|what my job is]?",
            "[What|Which] [is|was] my [profession|work|trade|occupation]?",
            "[As what|In which job|In what job] [do I work|am I employed|am I paid]?",
            "[And|So] what is my [job|work]?",
            "[What|Which] job did I [say|tell you|mention]?",
            "[Remind me|Say again], what is my job?",
            held_out=("Which job do I have?",),
        ),
        _REMEMBER,
        "You are a {x}.",
        _of(names.JOBS),
    ),
    Memory(
        ways(
            "My {k} number is {x}[.|]",
            "The number of my {k} is {x}[.|]",
            "[Remember|Please remember] [my|the] {k} number[:| is] {x}[.|]",
            "[They gave me|I got|I have] {k} number {x}[.|]",
            "[Note|Keep] [this|my {k} number]: {k} number {x}[.|]",
            "[For|As] {k} number I have {x}[.|]",
            "{x}, that is [my|the] {k} number[.|]",
            "[Write down|Store|Save] {x} as my {k} number[.|]",
            held_out=("{x} is my {k} number.",),
        ),
        ways(
            "[What is|What's|Tell me] [my|the] {k} number?",
            "[Do you remember|Do you know|Can you tell me] my {k} number?",
            "[Remind me|Say again], what is my {k} number?",
            "[Say|Repeat|Give me] my {k} number[.|]",
            "What number [is|has] my {k}?",
            "[And|So] my {k} number[ is| was|]?",
            "[Which|What] is the {k} number[ that I have| of mine|]?",
            "[Which|What] {k} number [do I have|is mine|did I tell you|did I say]?",
            "[I forgot|I need] my {k} number[, what is it|][?|.]",
            held_out=("Which {k} number did I give you?", "What was my {k} number?"),
        ),
        _REMEMBER,
        "Your {k} number is {x}.",
        _number(1, 999),
        ("lucky", "room", "house", "seat", "ticket", "locker", "favourite", "bus"),
    ),
    Memory(
        ways(
            "[The|My] {k} word is {x}[.|]",
            "[Remember|Please remember|Keep in mind] the {k} word[:| is|] {x}[.|]",
            "[Remember|Note] this: the {k} word is {x}[.|]",
            "[I choose|Let us use|We use|Use] {x} as the {k} word[.|]",
            "[Here is the|This is the|The] {k} word: {x}[.|]",
            "[Never forget|Learn] this {k} word: {x}[.|]",
            "[Our|Your|Your own] {k} word [is|shall be|will be] {x}[.|]",
            "[Take|Keep|Store] {x} as {k} word[.|]",
            "{x} is the {k} word[.|]",
            "[As|For] the {k} word I [took|choose|say] {x}[.|]",
            held_out=("Do not forget the {k} word {x}.", "Let the {k} word be {x}."),
        ),
        ways(
            "[What is|What's|Tell me] the {k} word?",
            "[Do you remember|Do you know|Can you tell me] the {k} word?",
            "[What was|Which was] the {k} word[ again|]?",
            "[Remind me|Say again], what is the {k} word?",
            "[Repeat|Give me|Write] the {k} word[.|]",
            "[Which|What] {k} word did I [choose|tell you|say]?",
            "[And|So] the {k} word[ is| was|]?",
            "[Name|Tell] [me |]the {k} word[.|, please.|]",
            "[Which|What] is our {k} word?",
            "[I forgot|I need] the {k} word[, what is it|][?|.]",
            "[Which|What] word is [the {k} one|{k}]?",
            held_out=("Which {k} word did I give you?", "Say the {k} word."),
        ),
        _REMEMBER,
        "The {k} word is {x}.",
        _of(words.EVERYDAY),
        ("secret", "magic", "code", "hidden"),
    ),
    Memory(
        ways(
            "My hobby is {x}[.|]",
            "[I like|I love|I enjoy] {x}[.|]",
            "In my free time I do {x}[.|]",
            "[On Sundays|In the evening|When I am free] I [like|enjoy] {x}[.|]",
            "[Nothing makes me happier than|I am a fan of|I am fond of] {x}[.|]",
            "[I am good at|I am into|I am mad about|My heart beats for|I cannot live without] {x}[.|]",
            "[At the weekend|After work|When I have time] I [like|enjoy|love|go for] {x}[.|]",
            "{x} is [my hobby|what I like|what I enjoy|my great love][.|]",
            held_out=("I spend my free time on {x}.",),
        ),
        ways(
            "[What is|What's|Tell me] my hobby?",
            "What do I [like|love|enjoy][ doing| to do|]?",
            "[Do you remember|Do you know] what I like?",
            "[What|Which] is [my pastime|the thing I like|my great love]?",
            "[What|Which thing] [did I say|did I tell you] [I like|I enjoy|I love]?",
            "[And|So] what [is my hobby|do I like]?",
            "[Remind me|Say again], what [do I like|is my hobby]?",
            held_out=("Which hobby do I have?",),
        ),
        _REMEMBER,
        "You like {x}.",
        _of((*names.HOBBIES, *names.FOODS)),
    ),
    Memory(
        ways(
            "I [have|own|bought] {x} {k}s[.|]",
            "There are {x} {k}s [in my house|at home|in my garden|in my room][.|]",
            "I have got {x} {k}s[.|]",
            "[My|Our] {x} {k}s are [at home|here|nice][.|]",
            "[At home I have|In all I have|I keep|I count] {x} {k}s[.|]",
            "[I am the owner of|In my house are|With me live|You see here my] {x} {k}s[.|]",
            "[Now|Today|By now] I [have|own|count] {x} {k}s[.|]",
            held_out=("{x} {k}s belong to me.",),
        ),
        ways(
            "How many {k}s [do I have|do I own|have I got|are mine]?",
            "[Do you remember|Do you know|Can you tell me] how many {k}s I have?",
            "[Remind me|Say again], how many {k}s do I have?",
            "[Count|Tell me] my {k}s[.|]",
            "My {k}s: how many are there?",
            "[What|Tell me] the number of my {k}s[?|.]",
            "[And|So] how many {k}s [is that|are there|do I own]?",
            "I have how many {k}s?",
            "[How many {k}s|What count of {k}s] did I [mention|say|tell you]?",
            held_out=("What number of {k}s do I have?",),
        ),
        _REMEMBER,
        "You have {x} {k}s.",
        _number(2, 60),
        ("book", "cat", "dog", "chair", "plant", "hat", "friend", "car", "coin", "apple", "lamp"),
    ),
    Memory(
        ways(
            "My {k} is {x}[.|]",
            "[The|Our] {k} [for me|that I have|I use] is {x}[.|]",
            "[Remember|Note|Keep in mind|Please remember][:|] my {k} is {x}[.|]",
            "[For|As] my {k} [I have|I took|they gave me|I chose] {x}[.|]",
            "{x} is my {k}[.|]",
            "[I have|I got] a new {k}[:|,] {x}[.|]",
            "[When you need it|In case I forget][,|:] my {k} is {x}[.|]",
            held_out=(
                "I want you to know that my {k} is {x}.",
                "My {k}, in case you wonder, is {x}.",
            ),
        ),
        ways(
            "[What is|What's|Tell me|Which is] my {k}[?|]",
            "[Do you remember|Do you know|Can you tell me] my {k}?",
            "[Which|What] {k} do I have?",
            "[What did I say|What did I tell you] my {k} [is|was]?",
            "[Remind me|Say again], what is my {k}?",
            "[And |So ]my {k} is[ what|]?",
            "[Give me|Repeat|Say] my {k}[.|, please.|]",
            "[I forgot|I need] my {k}[, what is it|][?|.]",
            held_out=("What was my {k} again?", "Could you give me my {k}?"),
        ),
        _REMEMBER,
        "Your {k} is {x}.",
        _anything,
        (
            "password",
            "car",
            "school",
            "street",
            "flight",
            "hotel",
            "seat",
            "dentist",
            "doctor",
            "teacher",
            "team",
            "favourite band",
            "lucky charm",
            "plan",
            "gift",
            "project",
            "boss",
            "bank",
            "bike",
            "present",
            "topic",
            "username",
            "nickname",
            "table",
            "train",
            "guide",
            "host",
            "dream",
            "goal",
            "wish",
            "costume",
            "code",
            "gate",
            "hero",
            "company",
            "plant",
            "band",
            "partner",
            "driver",
            "tool",
            "key word",
            "door code",
            "club",
        ),
    ),
)
WEIGHTS = (28, 10, 12, 16, 7, 5, 7, 8, 4, 5, 14)
