"""What a sentence may tell of a person or of a thing, for answers in JSON.

Held out: half of the keys, whole ways of saying a fact, and the values that names.py holds out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus import lexicon, names, toolbox
from training.corpus.grammar import Phrasings, ways

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from training.corpus.conversation import Split

    Draw = Callable[[random.Random, Split], toolbox.Drawn]


@dataclass(frozen=True)
class Field:
    """Something a sentence tells. `{s}` is who or what it is about, `{v}` the value, `{k}` the key."""

    keys: tuple[str, ...]
    told: Phrasings
    draw: Draw
    type: str = "string"


def _pick(items: tuple[str, ...]) -> Draw:
    return toolbox.string(lambda rng, split: names.pick(rng, items, split))


def _open(items: tuple[str, ...]) -> Draw:
    """One of a list most of the time, now and then any word: the sentence tells which it is."""
    return toolbox.string(
        lambda rng, split: (
            names.pick(rng, items, split) if rng.random() < 0.75 else toolbox.a_word(rng, split)
        )
    )


def _enum(*values: str) -> Draw:
    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        value = rng.choice(values)
        return toolbox.Drawn(value, value, {"type": "string", "enum": list(values)})

    return draw


def _listed(maker: Callable[[random.Random, Split], str]) -> Draw:
    def draw(rng: random.Random, split: Split) -> toolbox.Drawn:
        made = list(dict.fromkeys(maker(rng, split) for _ in range(rng.choice((1, 2, 2, 3)))))
        return toolbox.Drawn(
            made, toolbox.listed(made), {"type": "array", "items": {"type": "string"}}
        )

    return draw


def _yes(rng: random.Random, split: Split) -> toolbox.Drawn:
    value = rng.random() < 0.5
    return toolbox.Drawn(value, "" if value else "not ")


def _phone(rng: random.Random, split: Split) -> str:
    return f"{rng.choice(('0', '+', ''))}{toolbox.number(rng, 10, 999, split)}-{rng.randint(100, 9999)}"


people = _listed(names.person)

PERSON: tuple[Field, ...] = (
    Field(("age", "years", "age_years", "how_old"), ways(
        "{s} is {v}[ years old|][.|]", "{s} turned {v}[ yesterday| last week| this year|].", "{s}, {v} years old.", "{s} is aged {v}.", "{s} [is only|is just|is already|is about|is now] {v}[ years old| years of age|].",
        "[Last week|Today|In May|Yesterday] {s} turned {v}.", "{s} [will be|is going to be|is nearly|just became] {v}.", "{v} years ago {s} was born.", "{s} was born {v} years ago.", "{s}, aged {v}, [is here|says hello|came too].", "{s} [reached|celebrated] the age of {v}.",
        "{s} ([{v}|aged {v}|{v} years]) [was there|wrote to us|is new here].", "[Though|Though only|Now] {v}[ years old|], {s} [still works|runs every day|looks young].", "{s} has [seen {v} winters|{v} candles on the cake|had {v} birthdays].",
        held_out=("At {v}, {s} is still young.", "{s} has lived for {v} years.")), toolbox.integer(3, 99), "integer"),
    Field(("city", "town", "home", "lives_in", "location", "place"), ways(
        "{s} lives in {v}.", "{s} [comes from|is from|moved to|stays in|settled in|grew up in] {v}.", "The home of {s} is {v}.", "{s} [has a flat|has a house|rents a room|bought a house|is at home|resides|spends the year] in {v}.", "{v} is [where {s} lives|home to {s}|the home of {s}].",
        "[We met|I met|They saw|Visit|Meet] {s} in {v}.", "{s} [sends greetings|writes to us|called us] from {v}.", "In {v} [lives {s}|there is {s}|we met {s}|everyone knows {s}].", "{s} from {v} [is here|wrote to us|says hello].", "{s} [has lived|is living|was seen] in {v}[ for years| since May|].",
        held_out=("You can find {s} in {v}.",)), toolbox.string(names.town)),
    Field(("job", "work", "profession", "occupation", "role"), ways(
        "{s} [works as|is] a {v}.", "{s} has a job as a {v}.", "{s} [became|was trained as|wants to stay|is employed as|is known as|was hired as|has long been] a {v}.", "[By trade|By profession|At work] {s} is a {v}.", "{s} [makes a living|earns a living|gets paid|serves] as a {v}.",
        "{s}, [a|our|the] {v}, [is here|is new|came too].", "{s} the {v} [is here|came too|wrote to us].", "[The work|The job] of {s} is that of a {v}.", "[They need|We hired|The town has] a {v}, and that is {s}.", "[Every day|At night|In the week] {s} works as a {v}.", "{s} [found|took|got] work as a {v}.",
        held_out=("{s} earns money as a {v}.",)), _open(names.JOBS)),
    Field(("hobby", "likes", "interest", "sport", "pastime"), ways(
        "{s} [likes|loves|enjoys|adores] {v}.", "The hobby of {s} is {v}.", "{s} [is a fan of|is mad about|is into|spends weekends with|dreams of|is good at|cannot live without|cares for] {v}.", "[In the evening|On Sundays|When free|At the weekend] {s} [enjoys|does|goes for] {v}.",
        "{v} is what {s} [likes|loves|does] [most|in the evening|for fun].", "Nothing makes {s} happier than {v}.", "{s} [took up|started with|never misses] {v}.", "For fun {s} does {v}.", "{v} [makes {s} happy|is the great love of {s}|keeps {s} busy].",
        held_out=("{s} is fond of {v}.",)), _open(names.HOBBIES)),
    Field(("color", "colour", "favourite_colour", "favorite_color"), ways(
        "The favourite colour of {s} is {v}.", "{s} likes {v} best.", "{s} [likes|loves|wears|always wears|is dressed in|looks good in|chooses|always picks] {v}.", "Of all colours {s} [likes|loves|chooses] {v}.", "{v} is [the colour of {s}|what {s} likes to wear|the colour {s} likes].", "For {s} it has to be {v}.", "No colour suits {s} like {v}.",
        held_out=("{s} prefers {v}.",)), _pick(names.COLOURS)),
    Field(("friends", "children", "kids", "team", "colleagues"), ways(
        "The {k} of {s} are {v}.", "{s} has these {k}: {v}.", "{s} [came|works|lives|plays] with the {k} {v}.", "{v} are the {k} of {s}.", "[As {k}|Among the {k}] {s} has {v}.", "{s} [named|listed|introduced] the {k}: {v}.", "The {k} that {s} has are [called |]{v}.",
        held_out=("{k} of {s}: {v}.",)), people, "array"),
    Field(("married", "employed", "active", "vegan", "retired", "happy", "tall"), ways(
        "{s} is {v}{k}.", "{s} is {v}{k} now.", "{s} is {v}{k} [these days|any more|at all|today].", "[I know|I am sure|It is clear] that {s} is {v}{k}.", "{s}, who is {v}{k}, [came too|is here].",
        held_out=("Right now {s} is {v}{k}.",)), _yes, "boolean"),
    Field(("email", "mail", "contact"), ways(
        "[Write to|Mail] {s} at {v}.", "{s} has the address {v}.", "[Letters for|Questions for|Answers to|Send mail for] {s} [go to|to] {v}.", "{s} [uses|reads|can be reached at|answers at|wrote from] {v}.", "The [mail|email|address] of {s} is {v}.", "{v} [belongs to|is the address of|reaches] {s}.", "{s} ({v}) [wrote|is new].", "{s} <{v}>",
        held_out=("You reach {s} at {v}.",)), toolbox.string(toolbox.mail)),
    Field(("pet", "dog", "cat", "pet_name"), ways(
        "{s} has a pet called {v}.", "The pet of {s} is {v}.", "{s} [feeds|walks|keeps|owns|looks after|brought] a [pet|dog|cat|animal] [called|named] {v}.", "{s} and the [pet|dog|cat] {v} [live together|are here].", "{v} is [what {s} calls the pet|the animal of {s}].", "The [dog|cat|animal] of {s} [is called|is named|goes by] {v}.", "{s} [never goes out|always travels] with the pet {v}.",
        held_out=("{v} is the pet of {s}.",)), toolbox.string(names.pet)),
    Field(("height", "height_cm", "size"), ways(
        "{s} is {v} cm tall.", "The height of {s} is {v} cm.", "{s} [stands|has grown to|reaches|comes to] {v} cm.", "{s} [is|has] {v} [cm|centimetres] [high|tall|in height].", "With [a height of |]{v} cm[,|] {s} [is taller than me|fits in].", "[From head to foot|Without shoes] {s} is {v} cm.",
        held_out=("{s} measures {v} cm.",)), toolbox.integer(90, 210), "integer"),
    Field(("mood", "feeling", "state"), ways(
        "{s} feels {v}.", "{s} is feeling {v} [today|now].", "{s} [is|looks|seems|sounds|was] {v}[ today| this morning| now|].", "[Today|Now|This morning] {s} [is|feels|looks] {v}.", "I [think|hear] {s} is {v}.",
        held_out=("The mood of {s}: {v}.",)), _enum("good", "bad", "tired", "angry")),
    Field(("surname", "last_name", "family_name"), ways(
        "The [family name|surname|last name] of {s} is {v}.", "{s} has the [family name|surname|last name] {v}.", "[In full|On paper] {s} is called {s} {v}.", "{s} {v} [is here|is my friend|came too|wrote to us].", "[Mr|Mrs|Dr] {v}, first name {s}.",
        held_out=("{s} carries the family name {v}.",)), _pick(lexicon.SURNAMES)),
    Field(("company", "employer", "firm", "works_for"), ways(
        "{s} works [for|at] {v}.", "{s} [joined|left|runs|founded|is with|was hired by|has a job at] {v}.", "The [firm|company|employer] of {s} is {v}.", "{v} [pays|hired|employs] {s}.", "{s}, [of|from] {v}, [is here|called us].",
        held_out=("{v} is where {s} works.",)), toolbox.string(lexicon.firm)),
    Field(("phone", "telephone", "phone_number", "mobile"), ways(
        "{s} has the [phone number|number|telephone number] {v}.", "[Call|Ring|Phone] {s} [at|on|under] {v}.", "The [phone|telephone|mobile] [number |]of {s} is {v}.", "{s} can be called [at|on] {v}.", "{v} is the [number|phone] of {s}.", "{s}, tel. {v}.",
        held_out=("Dial {v} for {s}.",)), toolbox.string(_phone)),
    Field(("salary", "income", "pay", "wage"), ways(
        "{s} [earns|makes|gets|is paid|brings home] {v}[ euros| dollars|][ a month| a week|].", "The [salary|pay|income] of {s} is {v}.", "{v} [euros |]is what {s} [earns|makes].", "They pay {s} {v}[ a month|].",
        held_out=("{s} takes home {v} each month.",)), toolbox.integer(100, 9000), "integer"),
    Field(("address", "street", "home_address"), ways(
        "{s} lives at {v}.", "The address of {s} is {v}.", "{s} [moved to|can be visited at|has a room at] {v}.", "Letters to {s} go to {v}.", "[Find|Visit] {s} at {v}.",
        held_out=("{v} is the house of {s}.",)), toolbox.string(lexicon.address)),
    Field(("instrument", "music"), ways(
        "{s} plays the {v}.", "{s} [practises|learned|studies|is good at] the {v}.", "The {v} is the instrument of {s}.", "[In the band|At home] {s} plays the {v}.",
        held_out=("The {v} is what {s} plays.",)), _open(("piano", "violin", "guitar", "drum", "flute", "harp", "organ", "trumpet", "cello", "horn"))),
)  # fmt: skip
THING: tuple[Field, ...] = (
    Field(("price", "cost", "amount", "eur"), ways(
        "{s} costs {v}[ euros|].", "The price of {s} is {v}.", "{s} sells for {v}.", "{s} [is|is yours|goes|went|was sold|can be had] for {v}[ euros| dollars|].", "[I paid|We paid|They want|They ask|She gave] {v}[ euros|] for {s}.", "{v} [euros|dollars] is the price of {s}.", "For {s} [I paid|they want|we ask] {v}[ euros|].", "{s} [is worth|is priced at|comes to|set me back] {v}.", "[Buy|Get] {s} for [only |just |]{v}.",
        held_out=("You pay {v} for {s}.",)), toolbox.decimal, "number"),
    Field(("quantity", "count", "stock", "number", "units"), ways(
        "There are {v} pieces of {s}.", "We have {v} of {s}.", "In stock of {s}: {v}.", "[I ordered|We need|They sent|Send me|I counted|We sold] {v} [of|pieces of] {s}.", "{s} comes in packs of {v}.", "Of {s} [there are|we have|we need] {v}[ pieces|].", "{v} of {s} [are here|came today|are in the box].", "The number of {s} is {v}.",
        held_out=("{v} pieces of {s} are left.",)), toolbox.integer(1, 500), "integer"),
    Field(("color", "colour", "paint"), ways(
        "{s} is {v}.", "The colour of {s} is {v}.", "{s} [was painted|is painted|looks|shines] {v}.", "{s} [has a|is of] {v} colour.", "[They painted|I made|We want] {s} {v}.", "{v} is the colour of {s}.", "{s} in {v} [is nice|arrived].", "[Seen from here|On the outside] {s} is {v}.",
        held_out=("{s} comes in {v}.",)), _pick(names.COLOURS)),
    Field(("place", "location", "where", "city", "made_in"), ways(
        "{s} is in {v}.", "{s} [comes from|was made in|was found in|is kept in|stands in|was built in|was lost in|was sent to] {v}.", "[We keep|I left|They found|I saw] {s} in {v}.", "In {v} [there is|stands|you see] {s}.", "{v} is where {s} [is|was made|stands].", "[Go to|Look in] {v} for {s}.",
        held_out=("You find {s} in {v}.",)), toolbox.string(names.town)),
    Field(("owner", "seller", "maker", "by", "author"), ways(
        "{s} belongs to {v}.", "{v} [owns|made|sells|has|brought|wrote|designed|lost|found|gave us] {s}.", "{s} was [made|brought|sold|given] by {v}.", "{s} [is from|is by|is the work of|is the property of] {v}.", "[Ask|Thank|Call] {v} [for|about] {s}.", "It is {v} who [has|owns|made] {s}.",
        held_out=("The one who has {s} is {v}.",)), toolbox.string(names.person)),
    Field(("parts", "tags", "contents", "items", "words"), ways(
        "The {k} of {s} are {v}.", "{s} has the {k} {v}.", "{s} comes with the {k} {v}.", "{v} are the {k} of {s}.", "[As {k}|For {k}] {s} has {v}.", "The {k} [listed|named|found] for {s} are {v}.", "{s} [with|and] its {k}: {v}.",
        held_out=("{k} of {s}: {v}.",)), _listed(toolbox.a_word), "array"),
    Field(("available", "new", "broken", "sold", "cheap", "heavy", "paid"), ways(
        "{s} is {v}{k}.", "{s} is {v}{k} now.", "{s} is {v}{k} [these days|any more|at all|today].", "[I know|I am sure|It is clear] that {s} is {v}{k}.", "{s}, which is {v}{k}, [is here|came today].",
        held_out=("Right now {s} is {v}{k}.",)), _yes, "boolean"),
    Field(("date", "day", "due", "delivery"), ways(
        "{s} comes on {v}.", "{s} is planned for {v}.", "{s} [arrives|is due|will be there|was ordered|will be ready|starts|leaves] [on |]{v}.", "[On |]{v} [we get|they bring|comes|we expect] {s}.", "[We wait until|The day is] {v} for {s}.", "{v} is the day of {s}.",
        held_out=("Expect {s} on {v}.",)), toolbox.string(toolbox.date)),
    Field(("weight", "kg", "weight_kg"), ways(
        "{s} weighs {v} kg.", "The weight of {s} is {v} kg.", "{s} [has|comes to|is|shows] {v} kg[ on the scales|].", "[On the scales|In all] {s} [has|shows|is] {v} kg.", "With {v} kg {s} is [heavy|light].", "[It takes|I carried] {v} kg: {s}.",
        held_out=("{v} kg is what {s} weighs.",)), toolbox.decimal, "number"),
    Field(("size", "class"), ways(
        "{s} is of {v} size.", "The size of {s} is {v}.", "{s} [is|looks|comes in] {v}.", "[We have|I took|They sent] {s} in {v}.", "As for size, {s} is {v}.",
        held_out=("{s}, {v} size.",)), _enum("small", "medium", "large")),
    Field(("code", "id", "sku"), ways(
        "{s} has the code {v}.", "The code of {s} is {v}.", "{s} [carries|bears|is listed under|is filed under|is marked] {v}.", "{v} is [printed|written] on {s}.", "[Use|Enter|Type] {v} for {s}.", "{s} ({v}) [arrived|is here].",
        held_out=("Code {v} is for {s}.",)), toolbox.string(toolbox.code)),
    Field(("material", "made_of", "stuff"), ways(
        "{s} is made of {v}.", "{s} [consists of|is built from|was cut from|is all] {v}.", "The material of {s} is {v}.", "They made {s} [of|from] {v}.", "{v} is what {s} is made of.",
        held_out=("{v} was used for {s}.",)), _open(("wood", "steel", "glass", "paper", "plastic", "leather", "cotton", "wool", "stone", "rubber", "brick", "copper"))),
    Field(("brand", "manufacturer", "company"), ways(
        "{s} [is made by|comes from|was built by|is a product of] {v}.", "{v} [makes|builds|produces|sells] {s}.", "The [brand|maker] of {s} is {v}.", "{s} of the brand {v} [is here|arrived].",
        held_out=("Behind {s} stands {v}.",)), toolbox.string(lexicon.firm)),
    Field(("year", "built", "since", "made_in_year"), ways(
        "{s} [was made|was built|was bought|dates] [in|from] {v}.", "{s} is from [the year |]{v}.", "In {v} they [made|built|bought] {s}.", "{v} is the year of {s}.", "{s} has been here since {v}.",
        held_out=("The year of {s} was {v}.",)), toolbox.integer(1900, 2030), "integer"),
    Field(("rating", "stars", "score", "grade"), ways(
        "{s} [has|got|was given|scored|earned] {v} [stars|points]." , "[I give|They gave|People give] {s} {v} [stars|points].", "The rating of {s} is {v}.", "{v} stars for {s}.",
        held_out=("{s} is worth {v} stars.",)), toolbox.integer(1, 10), "integer"),
    Field(("room", "shelf", "box"), ways(
        "{s} is [in|on] {k} {v}.", "[Put|Look for|We keep] {s} in {k} {v}.", "{k} {v} [holds|has] {s}.", "In {k} {v} there is {s}.",
        held_out=("For {s} go to {k} {v}.",)), toolbox.string(toolbox.code)),
)  # fmt: skip
