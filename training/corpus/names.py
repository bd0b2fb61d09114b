"""Names of people, pets, places to live and things to like, and names nobody has.

Real names are split by hash; invented ones are split the same way. Invented names and the large
tables of `vocabulary.py` make the model copy what it was told instead of choosing from a list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import tables, vocabulary
from training.corpus.grammar import is_held_out, side

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split

HELD_OUT_PERCENT = 10


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PEOPLE = _words("""
    Anna Ben Clara David Emma Felix Grace Henry Ida Jack Kate Leo Maria Noah Olivia Peter Rosa
    Sam Tina Victor Wendy Yusuf Zoe Alice Bob Carol Daniel Eva Frank Gina Hugo Irene James
    Karen Liam Mia Nina Oscar Paula Quentin Rita Simon Tom Ursula Vera Walter Xenia Yara Zack
    Ahmed Aisha Akira Amir Ananya Andrea Anton Arjun Astrid Beatriz Bjorn Bruno Carlos Chen
    Chloe Dmitri Diego Elena Elif Emil Erik Fatima Fiona Gabriel George Giulia Greta Hana Hans
    Hassan Helen Ines Ivan Jana Jasmine Jonas Jorge Julia Kamal Kenji Lars Laura Layla Lena
    Linda Louis Lucas Lucy Luis Magnus Marco Marta Martin Matteo Max Mei Michael Mira Mohammed
    Nadia Nikhil Nora Omar Otto Pablo Patrick Paul Petra Priya Rachel Raj Robert Ruth Sara
    Sofia Stefan Susan Sven Tanya Theo Thomas Tomas Uma Valentina Viktor William Wei Yuki Zara
    Adam Agnes Albert Amelia Arthur Barbara Boris Cecilia Charlie Diana Edith Edward Ella Ethan
    Flora Freya Gustav Hazel Isaac Isabel Jakob Jane Joel Kira Klaus Lily Lotte Mabel Mark Mary
    Milo Molly Naomi Nathan Oliver Pia Ralph Rebecca Ron Rose Ryan Samir Selma Tara Tim Vincent
""")
PETS = _words("""
    Rex Bella Luna Coco Daisy Buddy Rocky Milo Simba Nala Oreo Biscuit Pepper Ginger Shadow
    Tiger Smokey Felix Whiskers Fluffy Snowy Patch Spot Max Charlie Bruno Lady Duke Rusty Sandy
    Mochi Peanut Cookie Waffle Pickle Ziggy Olive Hazel Willow Misty Socks Mittens Bandit
    Caramel Toffee Pumpkin Honey Pearl Ruby Sparky Scout Archie Winston Teddy Poppy Dot
""")
TOWNS = (
    "Paris", "London", "Berlin", "Madrid", "Rome", "Oslo", "Vienna", "Dublin", "Lisbon", "Prague",
    "Warsaw", "Athens", "Cairo", "Tokyo", "Delhi", "Mumbai", "Sydney", "Toronto", "Chicago",
    "Boston", "Seattle", "Denver", "Hamburg", "Munich", "Milan", "Naples", "Porto", "Seville",
    "Valencia", "Lyon", "Nice", "Geneva", "Zurich", "Basel", "Bergen", "Malmo", "Turku", "Tampere",
    "Gdansk", "Krakow", "Brno", "Graz", "Ghent", "Leeds", "York", "Bristol", "Cardiff", "Cork",
    "Galway", "Osaka", "Kyoto", "Seoul", "Busan", "Lima", "Quito", "Santiago", "Lagos", "Nairobi",
    "Accra", "Tunis", "Izmir", "Ankara", "Perth", "Auckland", "Dallas", "Austin", "Montreal",
)  # fmt: skip
COLOURS = (
    "red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "black", "white", "grey",
    "turquoise", "gold", "silver", "violet", "beige", "crimson", "teal", "lavender", "navy",
)  # fmt: skip
FOODS = (
    "pizza", "pasta", "rice", "soup", "salad", "sushi", "bread", "cheese", "chocolate", "ice cream",
    "pancakes", "noodles", "curry", "apple pie", "fish", "dumplings", "tacos", "lasagna",
    "strawberries", "mangoes", "potatoes", "tomato soup", "waffles", "falafel", "risotto", "toast",
    "spaghetti", "ramen", "paella", "gnocchi", "ravioli", "couscous", "hummus", "kebab", "burritos",
    "nachos", "omelette", "porridge", "muesli", "yoghurt", "honey", "bacon", "sausages",
    "meatballs", "fried rice", "roast chicken", "mashed potatoes", "onion soup", "pumpkin pie",
    "cheesecake", "brownies", "doughnuts", "croissants", "pretzels", "popcorn", "peanut butter",
    "goulash", "stew", "chilli", "lentils", "beans", "tofu", "mushrooms", "olives",
    "cucumber salad", "baked potatoes", "spring rolls", "shrimps", "salmon", "tuna", "steak",
    "schnitzel", "quiche",
)  # fmt: skip
HOBBIES = (
    "chess", "painting", "running", "swimming", "cooking", "reading", "gardening", "dancing",
    "cycling", "fishing", "singing", "drawing", "hiking", "knitting", "football", "tennis",
    "sailing", "photography", "climbing", "skating", "pottery", "baking", "archery", "judo",
    "rowing", "surfing", "diving", "karate", "yoga", "golf", "hockey", "cricket", "rugby",
    "basketball", "volleyball", "badminton", "boxing", "fencing", "skiing", "bowling", "camping",
    "travelling", "sewing", "weaving", "carving", "sculpting", "juggling", "acting", "writing",
    "blogging", "coding", "gaming", "poker", "bridge", "darts", "billiards", "origami", "astronomy",
    "birdwatching", "beekeeping", "woodwork", "metalwork", "calligraphy", "embroidery",
    "horse riding", "ice skating", "table tennis", "jogging", "wrestling", "parkour", "opera",
    "jazz", "poetry", "genealogy",
)  # fmt: skip
JOBS = (
    "teacher", "nurse", "baker", "farmer", "driver", "pilot", "cook", "doctor", "plumber", "tailor",
    "gardener", "painter", "carpenter", "dentist", "singer", "writer", "lawyer", "mechanic",
    "librarian", "waiter", "firefighter", "builder", "postman", "fisherman", "programmer", "barber",
    "bookkeeper", "bricklayer", "butcher", "cashier", "chemist", "cleaner", "clerk", "coach",
    "composer", "conductor", "consultant", "courier", "dancer", "designer", "detective",
    "developer", "diver", "florist", "forester", "geologist", "glazier", "goldsmith", "guard",
    "guide", "hairdresser", "hunter", "jeweller", "journalist", "judge", "lifeguard", "locksmith",
    "manager", "mathematician", "midwife", "miner", "minister", "musician", "novelist",
    "pharmacist", "photographer", "physicist", "pianist", "poet", "policeman", "politician",
    "porter", "potter", "priest", "printer", "producer", "professor", "psychologist",
    "receptionist", "reporter", "roofer", "sailor", "salesman", "scientist", "sculptor",
    "secretary", "shepherd", "shoemaker", "soldier", "surgeon", "surveyor", "technician",
    "translator", "tutor", "vet", "watchmaker", "weaver", "welder", "zookeeper",
)  # fmt: skip
ANIMALS = (
    "dog",
    "cat",
    "rabbit",
    "hamster",
    "parrot",
    "goldfish",
    "horse",
    "turtle",
    "mouse",
    "snake",
)
FRUITS = (
    "apple", "banana", "cherry", "lemon", "orange", "pear", "plum", "grape", "mango", "peach",
    "melon", "kiwi", "fig", "coconut", "apricot", "papaya",
)  # fmt: skip

_STARTS = _words("b c d f g h j k l m n p r s t v w z br cr dr fl gr kl pl st tr th sh")
_VOWELS = _words("a e i o u a e i o ai ee ou")
_ENDS = ("", "n", "r", "s", "l", "m", "x", "nd", "rk", "sk", "th", "ra", "na", "lo", "ta")


_LISTS = (PEOPLE, PETS, TOWNS, COLOURS, FOODS, HOBBIES, JOBS, ANIMALS, FRUITS)
_LANDS = tuple(country.name for country in tables.COUNTRIES)
# What pieces of words may not be put together to, and words that are cut up more often than others.
_REAL = frozenset(word.lower() for items in _LISTS for text in items for word in text.split())
_REAL_SORTED = tuple(sorted(_REAL))
_SOURCES = tuple(
    word.lower()
    for items in (*_LISTS, _LANDS)
    for text in side(items, "train", HELD_OUT_PERCENT)
    for word in text.split()
)


def _syllables(rng: random.Random) -> str:
    name = "".join(
        rng.choice(_STARTS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))
    )
    return name + rng.choice(_ENDS)


def _changed(rng: random.Random, name: str) -> str:
    """With one letter, one in four times, replaced by another."""
    if rng.random() < 0.75:
        return name
    at = rng.randrange(len(name))
    return name[:at] + rng.choice("abcdefghijklmnopqrstuvwxyz") + name[at + 1 :]


def _spliced(rng: random.Random) -> str:
    """The beginning of one real word and the end of another."""
    sources = _SOURCES if rng.random() < 0.4 else vocabulary.everything()
    one, other = rng.choice(sources), rng.choice(sources)
    return _changed(rng, one[: rng.randint(1, 5)] + other[-rng.randint(2, 5) :])


def _glued(rng: random.Random) -> str:
    """A whole word with letters at one end, such as Lampona or Melbucket.

    Words of both sides of the split: the whole is another word, but the token that an ordinary
    word may be gets written. A token that never was written in training never will be.
    """
    kind = rng.random()
    one = rng.choice(
        vocabulary.everything() if kind < 0.5
        else vocabulary.table("said") if kind < 0.8
        else _REAL_SORTED
    )  # fmt: skip
    vowel, end = rng.choice(_VOWELS), rng.choice(_ENDS)
    if rng.random() < 0.75:
        return one + (end if end and one[-1] in "aeiou" else vowel + end)
    return rng.choice(_STARTS) + vowel + one


def invented(rng: random.Random, split: Split) -> str:
    """A name nobody has, such as Trovina or Beltor.

    Some are syllables of a fixed kind, most are made from real words: copying has to work for
    whatever pieces the vocabulary cuts an unknown name into.
    """
    while True:
        make = rng.choices((_syllables, _spliced, _glued), (30, 40, 30))[0]
        name = make(rng)
        if not 4 <= len(name) <= 14 or name in _REAL or name in vocabulary.known():
            continue
        name = name.capitalize()
        if is_held_out(name, HELD_OUT_PERCENT) == (split == "held_out"):
            return name


_BY_SPLIT: dict[tuple[tuple[str, ...], Split], tuple[str, ...]] = {}


def pick(rng: random.Random, items: tuple[str, ...], split: Split) -> str:
    """One of the items on this side of the split."""
    key = (items, split)
    if key not in _BY_SPLIT:
        # A short list may have nothing held out.
        _BY_SPLIT[key] = side(items, split, HELD_OUT_PERCENT) or items
    return rng.choice(_BY_SPLIT[key])


def person(rng: random.Random, split: Split) -> str:
    """A first name of any country; some from the small list, some invented."""
    kind = rng.random()
    if kind < 0.5:
        return vocabulary.draw(rng, "first_names", split)
    return invented(rng, split) if kind < 0.7 else pick(rng, PEOPLE, split)


def pet(rng: random.Random, split: Split) -> str:
    """A pet's name: what people call pets, or any name or word, or an invented one."""
    kind = rng.random()
    if kind < 0.2:
        return vocabulary.draw(rng, "first_names", split)
    if kind < 0.35:
        return vocabulary.draw(rng, "things", split).capitalize()
    return invented(rng, split) if kind < 0.6 else pick(rng, PETS, split)


def town(rng: random.Random, split: Split) -> str:
    """A town of any country; some from the small list, some invented."""
    kind = rng.random()
    if kind < 0.5:
        return vocabulary.draw(rng, "places", split)
    return invented(rng, split) if kind < 0.7 else pick(rng, TOWNS, split)
