"""What people type first: greetings apart, wishes that a tiny model can half fulfil.

Held out: whole phrasings, and most of the topics of poems.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import toolbox
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import say, ways
from training.corpus.talks import Talk

if TYPE_CHECKING:
    import random

SKILL = "newcomer"

_HAIKU = ways(
    "[Write|Write me|Make|Can you write|Please write] a haiku [about|on] {x}[.|!|?|]", "[A haiku|Haiku] about {x}[.|, please|]", "Write [a|me a] {x} haiku[.|]",
    held_out=("Could you compose a haiku about {x}?", "I want a haiku on {x}."),
)  # fmt: skip
_POEM = ways(
    "[Write|Write me|Make|Can you write|Please write] a [poem|short poem|little poem|rhyme|verse] [about|on] {x}[.|!|?|]", "[A poem|Poem] about {x}[.|, please|]",
    held_out=("Could you compose a poem about {x}?", "I want a poem on {x}."),
)  # fmt: skip
_STORY = ways(
    "[Tell me|Write|Write me|Make up|Can you tell me] a [story|short story|little story|fairy tale] [about|with] [a |the |]{x}[.|!|?|]",
    held_out=("I want to hear a story about a {x}.",),
)  # fmt: skip
HAIKU = (
    "Quiet {x} today,\nsoft and slow the morning comes,\nI sit and listen.",
    "Here I see the {x},\nthe wind is still, the day is long,\nmy heart is at rest.",
    "A {x} in the sun,\nthe shadow grows, the light goes,\nevening is here.",
    "Rain on the window,\na {x} waits in the corner,\nnobody speaks now.",
    "I think of {x},\na small wind moves in the leaves,\nthen all is quiet.",
    "First light of winter,\nthe {x} is cold and silent,\nsnow begins to fall.",
)
POEM = (
    "I saw the {x} one sunny day,\nit made me smile along the way.",
    "The {x} is here, the {x} is near,\nit is the nicest thing this year.",
    "Oh {x}, oh {x}, so good to see,\ncome in and have some tea with me.",
    "The night was dark, the moon was bright,\na {x} was all my heart's delight.",
    "One day a {x} went out to play\nand took my bad mood far away.",
)
STORY = (
    "Once there was a {x}. It went out to see the world. In the evening it came home and was happy.",
    "A girl found a {x} in the wood. She gave it to her father. From then on they were never sad.",
    "There was a {x} that nobody wanted. One day a child smiled at it. That was the start of a long friendship.",
)

_PHRASES: dict[str, dict[str, str]] = {
    "Spanish": {"good morning": "buenos días", "hello": "hola", "thank you": "gracias", "goodbye": "adiós", "good night": "buenas noches", "yes": "sí", "no": "no", "please": "por favor", "water": "agua", "house": "casa", "dog": "perro", "cat": "gato", "friend": "amigo", "I love you": "te quiero", "how are you": "cómo estás"},
    "French": {"good morning": "bonjour", "hello": "bonjour", "thank you": "merci", "goodbye": "au revoir", "good night": "bonne nuit", "yes": "oui", "no": "non", "please": "s'il vous plaît", "water": "eau", "house": "maison", "dog": "chien", "cat": "chat", "friend": "ami", "I love you": "je t'aime", "how are you": "comment ça va"},
    "German": {"good morning": "guten Morgen", "hello": "hallo", "thank you": "danke", "goodbye": "auf Wiedersehen", "good night": "gute Nacht", "yes": "ja", "no": "nein", "please": "bitte", "water": "Wasser", "house": "Haus", "dog": "Hund", "cat": "Katze", "friend": "Freund", "I love you": "ich liebe dich", "how are you": "wie geht es dir"},
    "Italian": {"good morning": "buongiorno", "hello": "ciao", "thank you": "grazie", "goodbye": "arrivederci", "good night": "buona notte", "yes": "sì", "no": "no", "please": "per favore", "water": "acqua", "house": "casa", "dog": "cane", "cat": "gatto", "friend": "amico", "I love you": "ti amo", "how are you": "come stai"},
}  # fmt: skip
_TRANSLATE = ways(
    "[Translate|Please translate|Can you translate] {q} [to|into] {l}[.|?|]", "[How do you say|How do I say|Say] {q} in {l}[?|]", "[What is|What's] {q} in {l}?", "{q} in {l}[?|]",
    "[What is|Tell me] the {l} [word |]for {q}?",
    held_out=("How would one say {q} in {l}?", "I need the {l} for {q}."),
)  # fmt: skip
_HELLO = {
    "Python": 'print("Hello, world!")', "JavaScript": 'console.log("Hello, world!");', "Ruby": 'puts "Hello, world!"',
    "Bash": 'echo "Hello, world!"', "PHP": 'echo "Hello, world!";', "C": 'puts("Hello, world!");', "Rust": 'println!("Hello, world!");',
    "Go": 'fmt.Println("Hello, world!")', "Java": 'System.out.println("Hello, world!");',
}  # fmt: skip
_CODE = ways(
    "[Write|Show me|Give me|Can you write|Print|Please write] [|a ]hello world [|program ][in|for|with] {l}[.|?|]", "hello world [in |]{l}", "How do I [print|write|say] hello world in {l}?",
    "[Write|Show me] [a|some] {l} [program|code|script] that [prints|says] hello[| world].",
    held_out=("I would like to see hello world in {l}.", "What does hello world look like in {l}?"),
)  # fmt: skip

TALKS: tuple[Talk, ...] = (
    Talk(ways("[Who won|Who has won|Who won the last] the [world cup|World Cup|football world cup|soccer world cup][ in 2022|]?", "[Which country|What team] won the [last |]World Cup?", held_out=("The World Cup winner was who?",)),
         ("Argentina won the football World Cup in 2022. I know nothing newer.",), ("argentina",)),
    Talk(ways("[What is|What's|Explain|Define] JSON?", "[What does|What is] JSON [mean|stand for|for]?", "[Tell me|Explain] what JSON is[.|]", "[Tell me about|Describe] JSON[.|]", "json?", held_out=("What would JSON be?", "I keep hearing about JSON, what is it?")),
         ("JSON is a way to write data as text, with names and values, such as {\"name\": \"Anna\"}.",), ("data",)),
    Talk(ways("[What is|What's|Explain|Define] [an API|a REST API]?", "[Tell me|Explain] what an API is[.|]", "[Tell me about|Describe] APIs[.|]", held_out=("What would an API be?",)),
         ("An API is a way for one program to ask another for something.",), ("program",)),
    Talk(ways("[What is|What's|Explain|Define] [AI|artificial intelligence|machine learning]?", "[Tell me|Explain] what AI is[.|]", held_out=("What would AI be?",)),
         ("It is the art of making computers learn from examples.",), ("computers", "examples")),
    Talk(ways("[What is|What's|Tell me] the meaning of life?", "[What is|Why is] life?", "[Why|What for] are we here?", "42?", held_out=("Could you tell me what life is for?",)),
         ("Some say it is 42. I am too small to know.",), ("42",)),
    Talk(ways("[Test|Testing|test test|1 2 3|This is a test|Just testing|ping|check|testing 123][.|!|]", "[Does this work|Is this working|Are you on|Is this on]?", "[Can|Do] you [hear|read|see] me[| now]?", "[Is this thing on|Is anyone there|Anybody there]?", held_out=("I am only testing this.", "Is it working?")),
         ("It works: I can read you.",), ("works",)),
    Talk(ways("[What is|What's] the [weather|weather like|temperature] [today|now|tomorrow|like today|outside]?", "[Will it|Is it going to] rain[ today| tomorrow|]?", "How is the weather[ today|]?", held_out=("Is the sun shining outside today?",)),
         ("I don't know. I cannot see the world outside this conversation.",), ("don't know", "cannot")),
    Talk(ways("[Write|Write me|Can you write|Please write] [an essay|a letter|an email|a blog post|a report|a cover letter|my homework|a book|a song|a speech][| about {t}| for me| on {t}][.|?|]", "[Summarize|Summarise|Rewrite|Proofread|Correct] [this|this text|my text|the article|my essay][.|]", held_out=("I need you to write an essay for me.",)),
         ("That is too hard for me: I am a very small model.",), ("small", "too hard")),
    Talk(ways("[Give me|Tell me|Do you have|I need] [advice|some advice|a tip|a good tip|a piece of advice][.|?|]", "[What should I do|How can I be happy|How do I make friends|How can I sleep better]?", held_out=("Have you got good advice for me?",)),
         ("Take a walk, drink some water and talk to a friend.",), ("walk",)),
    Talk(ways("[Give me|Tell me|Suggest|I need|What is] [a recipe|an easy recipe|a simple recipe|something to cook][| for dinner| please][.|?|]", "What [should|can|could] I [cook|eat|make] [today|for dinner|tonight|for lunch]?", held_out=("Can you think of something to cook?",)),
         ("Cook some pasta, add tomato sauce and cheese, and it is done.",), ("pasta",)),
    Talk(ways("[Tell me|Give me|Say|Do you know] [a fun fact|a fact|something interesting|an interesting fact|a random fact][.|?|]", "[Fun fact|Surprise me|Teach me something][.|!|]", held_out=("I would love to hear an interesting fact.",)),
         ("An octopus has three hearts.", "Honey can stay good for thousands of years.", "A day on Venus is longer than its year."), ("octopus", "honey", "venus")),
    Talk(ways("[Tell me|Give me|Do you know|Ask me] a riddle[.|?|]", "[A riddle|Riddle me this][.|!|]", held_out=("I would like a riddle.",)),
         ("What has hands but cannot clap? A clock.",), ("clock",)),
    Talk(ways("[Give me|Tell me|Say|Do you know] a [quote|saying|wise saying|proverb][.|?|]", "[Inspire|Motivate|Cheer] me[| up][.|!|]", held_out=("I would like to hear a wise saying.",)),
         ("Step by step one goes far.",), ("step",)),
    Talk(ways("[Pick|Choose|Give me|Tell me|Think of] a [random |]number[| between 1 and 10| from 1 to 10| up to 10][.|]", held_out=("Name any number from 1 to 10.",)),
         ("7.", "4."), ("7", "4")),
    Talk(ways("[Flip|Toss|Throw] a coin[.|]", "[Heads or tails|Coin flip]?", held_out=("Let a coin decide: heads or tails?",)), ("Heads.", "Tails."), ("heads", "tails")),
    Talk(ways("[Count|Please count|Can you count] [from 1 |from one |]to [5|five|10|ten][.|?|]", held_out=("Could you count from one to ten for me?",)), ("1, 2, 3, 4, 5, 6, 7, 8, 9, 10.",), ("5",)),
    Talk(ways("[Say|Write|Tell me|List] the alphabet[.|]", "[What are|List] the letters of the alphabet?", held_out=("Could you give me the alphabet?",)), ("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z.",), ("A B C",)),
    Talk(ways("[I love you|I like you a lot|Will you marry me|Be my friend|Do you love me|Are you my friend|Can we be friends][.|?|!|]", held_out=("Would you be my friend?",)),
         ("That is kind. I am only a small program, but I like to chat.",), ("program",)),
    Talk(ways("[Who is|Who's] the [president|prime minister|king|queen|chancellor|pope][| of the US| of France| of England| of Germany| of the United States]?", "[Who|Which party] won the [last |]election?", "[What is|What's] [in the news|the news|new today|happening in the world]?", held_out=("The president today is who?",)),
         ("I don't know. I am a very small model and know nothing about the news.",), ("don't know",)),
    Talk(ways("[What is|What's|Tell me] the [time|date|day][| today| now]?", "[What time is it|What day is it|Which year is it|What year is it][| now| today]?", held_out=("Could you say what time it is?",)),
         ("I don't know. I have no clock.",), ("don't know",)),
)  # fmt: skip
_ESSAYS = (
    "dogs",
    "history",
    "the sea",
    "music",
    "my summer",
    "art",
    "cars",
    "love",
    "school",
    "space",
)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any first line."""
    kind = rng.choices(
        ("talk", "haiku", "poem", "story", "translate", "code"), (45, 12, 8, 6, 19, 10)
    )[0]
    if kind == "talk":
        talk = rng.choice(TALKS)
        question = say(rng, talk.said.pick(rng, split), t=rng.choice(_ESSAYS))
        return exchange(SKILL, question, rng.choice(talk.answers), Check(any_of=talk.any_of))
    if kind == "translate":
        language = rng.choice(tuple(_PHRASES))
        phrase = rng.choice(tuple(_PHRASES[language]))
        quoted = rng.choice((phrase, phrase, f'"{phrase}"', f"'{phrase}'"))
        question = say(rng, _TRANSLATE.pick(rng, split), q=quoted, l=language)
        wanted = _PHRASES[language][phrase]
        return exchange(
            SKILL, question, f"{wanted[:1].upper()}{wanted[1:]}.", Check(all_of=(wanted,))
        )
    if kind == "code":
        language = rng.choice(("Python", rng.choice(tuple(_HELLO))))
        question = say(rng, _CODE.pick(rng, split), l=rng.choice((language, language.lower())))
        return exchange(
            SKILL, question, _HELLO[language], Check(pattern=rf".*{re.escape(_HELLO[language])}.*")
        )
    x = toolbox.a_word(rng, split)
    form, texts = {"haiku": (_HAIKU, HAIKU), "poem": (_POEM, POEM), "story": (_STORY, STORY)}[kind]
    question = say(rng, form.pick(rng, split), x=x)
    return exchange(SKILL, question, rng.choice(texts).replace("{x}", x), Check(all_of=(x,)))
