"""Short jokes, riddles, odd facts and sayings, all of our own wording, each with a word to know it by."""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

# A word of the row that no other row has, and the row.
JOKES: tuple[tuple[str, str], ...] = (
    ("spine", "Why did the book go to the doctor? It had too many problems with its spine."),
    ("gummy", "What do you call a bear with no teeth? A gummy bear."),
    ("hum", "Why do bees hum? Because they do not know the words."),
    ("byte", "Why was the computer hungry? It wanted a byte."),
    ("windows", "Why was the computer cold? It left its windows open."),
    ("rise", "Why did the baker love the morning? Because everything began to rise."),
    ("tired", "Why did the bicycle lie down? It was two tired."),
    ("ruler", "Why was the king only a foot long? Because he was a ruler."),
    ("pouch", "Why did the kangaroo never lose its keys? It kept them in its pouch."),
    ("hands", "Why did the clock go to school? It wanted more hands."),
    ("peel", "Why did the banana see a doctor? It did not peel well."),
    ("roots", "Why did the tree go home? It missed its roots."),
    ("bark", "How do you know a tree from a dog? By its bark."),
    ("web", "Why did the spider buy a computer? It wanted a web page."),
    ("shell", "Why was the snail so shy? It never left its shell."),
    ("sheet", "How does a ghost sleep? Under a sheet, like everyone."),
    ("scales", "Why are fish so bad at music? They only know their scales."),
    ("cheesy", "What did the mouse say to the joke? It was a bit cheesy."),
    ("cool", "Why did the fridge have so many friends? It was so cool."),
    ("pointless", "I wanted to tell you about a broken pencil, but it was pointless."),
    ("egg", "What did the hen say when it was in a hurry? I have an egg to catch."),
    ("light", "Why is the lamp so clever? It is very bright and never takes things too light."),
    ("nuts", "Why did the squirrel laugh? Somebody drove it nuts."),
    ("milk", "What do you get from a dancing cow? A milk shake."),
)
RIDDLES: tuple[tuple[str, str], ...] = (
    ("clock", "What has hands but cannot clap? A clock."),
    ("needle", "What has an eye but cannot see? A needle."),
    ("map", "What has cities and rivers but no people? A map."),
    ("comb", "What has many teeth but cannot bite? A comb."),
    ("towel", "What gets wet while it dries? A towel."),
    ("stairs", "What goes up and down but never moves? The stairs."),
    ("piano", "What has many keys but opens no door? A piano."),
    ("candle", "What grows smaller while it works? A candle."),
    ("shadow", "What follows you all day and leaves you at night? Your shadow."),
    ("river", "What has a mouth but never eats? A river."),
    ("name", "What is yours but is used more by others? Your name."),
    ("egg", "What must be broken before you can use it? An egg."),
    ("book", "What has leaves but is not a tree? A book."),
    ("hole", "What grows when you take from it? A hole."),
    ("chair", "What has four legs but cannot walk? A chair."),
    ("bottle", "What has a neck but no head? A bottle."),
    ("echo", "What answers you without a mouth? An echo."),
    ("umbrella", "What opens when it rains and closes when it is dry? An umbrella."),
)
WONDERS: tuple[tuple[str, str], ...] = (
    ("octopus", "An octopus has three hearts."),
    ("honey", "Honey can stay good for thousands of years."),
    ("venus", "A day on Venus is longer than its year."),
    ("sharks", "Sharks have no bones."),
    ("bananas", "To a botanist, bananas are berries."),
    ("butterflies", "Butterflies taste with their feet."),
    ("snails", "Some snails can sleep for years."),
    ("lightning", "Lightning is hotter than the surface of the sun."),
    ("hummingbird", "A hummingbird can fly backwards."),
    ("wombats", "Wombats leave droppings shaped like cubes."),
    ("sloths", "Sloths come down from their tree about once a week."),
    ("saturn", "Saturn would float on water if there were a bath large enough."),
)
SAYINGS: tuple[tuple[str, str], ...] = (
    ("step", "Step by step one goes far."),
    ("rain", "After the rain comes the sun."),
    ("door", "When one door closes, look for another."),
    ("small", "Many small streams make a river."),
    ("begun", "What is begun is half done."),
)
