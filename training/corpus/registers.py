"""The same remark said to a friend and written in a letter; orders and the same as polite requests."""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

# To a friend, in a letter.
PAIRS: tuple[tuple[str, str], ...] = (
    ("I can't come on {d}.", "I cannot come on {d}."),
    ("I don't need the {x}.", "I do not need the {x}."),
    ("I'm gonna be in {t} on {d}.", "I am going to be in {t} on {d}."),
    ("Thanks for the {x}!", "Thank you for the {x}."),
    ("Thanks a lot for the {x}!", "Thank you very much for the {x}."),
    ("Can you send me the {x}?", "Could you please send me the {x}?"),
    ("Wanna buy a {x}?", "Would you like to buy a {x}?"),
    ("Wanna come to {t}?", "Would you like to come to {t}?"),
    ("Gimme the {x}.", "Please give me the {x}."),
    ("It's about the {x}.", "It is about the {x}."),
    ("I've got your {x}.", "I have received your {x}."),
    ("We're late because of the {x}.", "We are late because of the {x}."),
    ("You're right about the {x}.", "You are right about the {x}."),
    ("{n} won't be there on {d}.", "{n} will not be there on {d}."),
    ("{n} doesn't like the {x}.", "{n} does not like the {x}."),
    ("Sorry about the {x}.", "I apologise for the {x}."),
    ("Sorry I'm late.", "I apologise for being late."),
    ("The {x} isn't here yet.", "The {x} is not here yet."),
    ("The {x} is great!", "The {x} is excellent."),
    ("The {x} is bad.", "The {x} is not satisfactory."),
    ("The {x} is broken.", "The {x} is unfortunately damaged."),
    ("Let me know about the {x}.", "Please inform me about the {x}."),
    ("Tell me when {n} comes.", "Please inform me when {n} arrives."),
    ("I wanna see {t}.", "I would like to see {t}."),
    ("I want a {x}.", "I would like a {x}."),
    ("I need a {x} by {d}.", "I require a {x} by {d}."),
    ("Write back soon!", "I look forward to your reply."),
    ("Call me on {d}.", "Please call me on {d}."),
    ("See you on {d}!", "I look forward to seeing you on {d}."),
    ("See you in {t}!", "I look forward to seeing you in {t}."),
    ("What's the price of the {x}?", "What is the price of the {x}?"),
    ("Where's {n}?", "Where is {n}?"),
    ("Who's got the {x}?", "Who has the {x}?"),
    ("There's no {x} in {t}.", "There is no {x} in {t}."),
    ("They didn't find the {x}.", "They did not find the {x}."),
    ("We couldn't open the {x}.", "We could not open the {x}."),
    ("I'd like to meet {n}.", "I would like to meet {n}."),
    ("I'll bring the {x} on {d}.", "I will bring the {x} on {d}."),
    ("We'll be in {t} on {d}.", "We will be in {t} on {d}."),
    ("{n} hasn't paid yet.", "{n} has not paid yet."),
    ("The kids like the {x}.", "The children like the {x}."),
    ("Lots of people came to {t}.", "Many people came to {t}."),
    ("I think the {x} is ok.", "In my opinion the {x} is acceptable."),
    ("I gotta go to {t}.", "I have to go to {t}."),
    ("How about {d}?", "Would {d} suit you?"),
    ("Is {d} ok?", "Would {d} be convenient?"),
)  # fmt: skip
OPENINGS = (("", ""), ("", ""), ("", ""), ("Hi {n}, ", "Dear {n}, "), ("Hey {n}, ", "Dear {n}, "))

# The verb of an order, and what comes with it; `Could you ..., please?` is the request.
ORDERS = (
    "open the {x}", "close the {x}", "give me the {x}", "bring the {x}", "send the {x} to {n}", "call {n}", "wait for {n}", "come on {d}", "help {n}", "show me the {x}", "clean the {x}",
    "fetch the {x}", "carry the {x}", "put the {x} on the table", "take the {x} to {t}", "write to {n}", "tell {n} about the {x}", "buy a {x}", "sell the {x}", "move the {x}", "be quiet", "speak slower", "go to {t}", "drive me to {t}",
    "pay for the {x}", "repair the {x}", "look at the {x}", "leave the {x} here", "lend me your {x}", "turn off the {x}", "turn on the {x}", "stop", "hurry up", "sit down", "explain the {x}", "meet me in {t}", "find the {x}", "hold the {x}", "invite {n}", "answer {n}",
)  # fmt: skip
