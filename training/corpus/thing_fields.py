"""What a sentence may tell of a thing: price, number, place, owner and so on.

Held out: some keys by their hash, and two or more whole ways of telling each fact.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus import lexicon, names, tables, toolbox
from training.corpus.field_kinds import (
    Field,
    clock,
    day,
    listed,
    number,
    one_of,
    open_to,
    person,
    pick,
    yes,
)
from training.corpus.grammar import ways

_LANDS = tuple(country.name for country in tables.COUNTRIES)
_FLAVOURS = (
    "vanilla",
    "lemon",
    "mint",
    "chocolate",
    "cherry",
    "ginger",
    "honey",
    "apple",
    "coffee",
    "salt",
    "almond",
    "peach",
)
_KINDS = (
    "furniture", "clothing", "toys", "tools", "food", "drinks", "books", "music", "electronics", "garden", "sports",
    "office", "kitchen", "jewellery", "stationery", "medicine", "hardware", "cosmetics", "pets", "travel",
)  # fmt: skip

PLAIN: tuple[Field, ...] = (
    Field(("price", "cost", "amount", "eur", "unit_price", "priceEur"), ways(
        "{s} costs {v}[ euros|].", "The price of {s} is {v}.", "{s} sells for {v}.", "{s} [is|is yours|goes|went|was sold|can be had] for {v}[ euros| dollars|].", "[I paid|We paid|They want|They ask|She gave] {v}[ euros|] for {s}.", "{v} [euros|dollars] is the price of {s}.", "For {s} [I paid|they want|we ask] {v}[ euros|].", "{s} [is worth|is priced at|comes to|set me back] {v}.", "[Buy|Get] {s} for [only |just |]{v}.",
        "{s}: {v} euros", "{s} - ${v}", "{s} at €{v}", "{s}, EUR {v}", "How much is {s}? {v}.", "{s} is on offer at {v}.", "{v} [euros|dollars|pounds] buys {s}.", "{s} was [marked down|raised|reduced] to {v}.", "We sell {s} at {v} a piece.", "{s} can be yours, {v} euros.", "The bill for {s} comes to {v}.", "I spent {v} on {s}.", "{s} (£{v})", "{s} used to be dearer, now it is {v}.", "{v} euros were paid for {s}.", "It took {v} euros to get {s}.", "{s} for {v}? I take it.", "The tag on {s} says {v}.",
        held_out=("You pay {v} for {s}.", "{s} leaves you {v} euros poorer.", "The man asked {v} euros before he handed over {s}.", "We bought {s} for {v} euros.", "{s} is {v} euros in this shop.")), toolbox.decimal, "number", ("{v} euros", "€{v}", "for {v} euros", "${v}")),
    Field(("quantity", "count", "stock", "number", "units", "qty", "pieces"), ways(
        "There are {v} pieces of {s}.", "We have {v} of {s}.", "In stock of {s}: {v}.", "[I ordered|We need|They sent|Send me|I counted|We sold] {v} [of|pieces of] {s}.", "{s} comes in packs of {v}.", "Of {s} [there are|we have|we need] {v}[ pieces|].", "{v} of {s} [are here|came today|are in the box].", "The number of {s} is {v}.",
        "{v} x {s}", "{v}x {s}", "{s} x{v}", "{s}, {v} pieces", "{s}: {v}", "Please add {v} of {s}.", "{v} times {s}, please.", "I would like {v} of {s}.", "We ran down to {v} of {s}.", "{s} - only {v} left in stock.", "On the shelf I see {v} of {s}.", "{v} units of {s} [went out|came in].", "How many of {s}? {v}.", "Can I have {v} of {s}?", "A box with {v} of {s} arrived.", "{s} is here {v} times.", "Get {v} of {s}.", "put {v} of {s} on my list",
        held_out=("{v} pieces of {s} are left.", "Count {s} and you get to {v}.", "Somebody carried {v} of {s} into the cellar.", "I will take {v} of {s}.", "We still have {v} of {s} in the store.")), number(1, 500), "integer", ("{v} pieces", "x{v}", "{v} in stock")),
    Field(("color", "colour", "paint", "shade"), ways(
        "{s} is {v}.", "The colour of {s} is {v}.", "{s} [was painted|is painted|looks|shines] {v}.", "{s} [has a|is of] {v} colour.", "[They painted|I made|We want] {s} {v}.", "{v} is the colour of {s}.", "{s} in {v} [is nice|arrived].", "[Seen from here|On the outside] {s} is {v}.",
        "{s}, {v}", "{s} ({v})", "I took {s} in {v}.", "We had {s} dyed {v}.", "{s} turned {v} in the sun.", "Only {v} was left of {s}.", "The {v} one is {s}.", "{s}: {v}", "Which colour is {s}? {v}.", "Please send {s} in {v}.", "{s} is all {v}.", "{v} paint covers {s}.",
        held_out=("{s} comes in {v}.", "Somebody gave {s} a coat of {v}.", "{s} is as {v} as can be.", "The colour they chose for {s} was {v}.")), pick(names.COLOURS), "string", ("{v}", "in {v}", "painted {v}")),
    Field(("place", "location", "where", "city", "made_in", "origin"), ways(
        "{s} is in {v}.", "{s} [comes from|was made in|was found in|is kept in|stands in|was built in|was lost in|was sent to] {v}.", "[We keep|I left|They found|I saw] {s} in {v}.", "In {v} [there is|stands|you see] {s}.", "{v} is where {s} [is|was made|stands].", "[Go to|Look in] {v} for {s}.",
        "{s}, {v}", "{s} ({v})", "{s} from {v} [is the best|arrived].", "They brought {s} from {v}.", "A shop in {v} has {s}.", "We bought {s} in {v}.", "Out of {v} came {s}.", "{s} went missing in {v}.", "{s}: {v}", "Where is {s}? In {v}.", "{v} sent us {s}.", "I picked up {s} in {v}.", "{s} can be seen in {v}.", "{s} has its place in {v}.", "Near {v} lies {s}.",
        held_out=("You find {s} in {v}.", "People travel to {v} because of {s}.", "{v} is proud of {s}.", "{s} was bought in {v}.", "They keep {s} somewhere in {v}.")), toolbox.string(names.town), "string", ("from {v}", "in {v}", "made in {v}")),
    Field(("owner", "seller", "maker", "by", "author", "sender", "buyer", "belongs_to"), ways(
        "{s} belongs to {v}.", "{v} [owns|made|sells|has|brought|wrote|designed|lost|found|gave us] {s}.", "{s} was [made|brought|sold|given] by {v}.", "{s} [is from|is by|is the work of|is the property of] {v}.", "[Ask|Thank|Call] {v} [for|about] {s}.", "It is {v} who [has|owns|made] {s}.",
        "{s} by {v}", "{s} is {v}'s.", "{v}'s is {s}.", "{s} ({v})", "Please give {s} back to {v}.", "{v} is behind {s}.", "{s}: {v}", "We got {s} from {v}.", "Whose is {s}? It is {v}'s.", "{v} came to the office with {s}.", "{s}, says {v}, is mine.", "{v}: {s} is mine.", "{s} came with a card from {v}.", "Only {v} may use {s}.", "{v} put a name on {s}.", "{s} is what {v} [has|made|sells].",
        held_out=("The one who has {s} is {v}.", "Without {v} there would be no {s}.", "{s} bears the signature of {v}.", "{v} bought {s}.", "{s} was a present from {v}.")), toolbox.string(person), "string", ("by {v}", "from {v}", "owned by {v}", "made by {v}")),
    Field(("parts", "tags", "contents", "items", "words", "ingredients", "extras", "materials"), ways(
        "The {k} of {s} are {v}.", "{s} has the {k} {v}.", "{s} comes with the {k} {v}.", "{v} are the {k} of {s}.", "[As {k}|For {k}] {s} has {v}.", "The {k} [listed|named|found] for {s} are {v}.", "{s} [with|and] its {k}: {v}.",
        "{s} ({k}: {v})", "{s}, {k}: {v}.", "In {s} you find the {k} {v}.", "{s} is sold with these {k}: {v}.", "What are the {k} of {s}? {v}.", "{k} for {s}: {v}", "I looked up the {k} of {s}: {v}.", "You need {v} as {k} for {s}.", "Put {v} down as {k} of {s}.", "{v} - those are the {k} of {s}.", "Under {k}, {s} has {v}.",
        held_out=("{k} of {s}: {v}.", "To make up {s} one takes {v} as {k}.", "Among the {k} that go with {s} are {v}.", "{s} is made up of the {k} {v}.")), listed(toolbox.a_word), "array"),
    Field(("available", "new", "broken", "sold", "cheap", "heavy", "paid", "open", "free", "ready", "fragile", "urgent"), ways(
        "{s} is {v}{k}.", "{s} is {v}{k} now.", "{s} is {v}{k} [these days|any more|at all|today].", "[I know|I am sure|It is clear] that {s} is {v}{k}.", "{s}, which is {v}{k}, [is here|came today].",
        "{s}: {v}{k}", "They told me {s} is {v}{k}.", "Please note: {s} is {v}{k}.", "I checked, {s} is {v}{k}.", "{v}{k}, that is {s}.", "Is {s} {k}? It is {v}{k}.", "Sorry, {s} is {v}{k}.", "{s} was {v}{k} when I looked.", "We found {s} {v}{k}.", "Our list says {s} is {v}{k}.",
        held_out=("Right now {s} is {v}{k}.", "You will see that {s} is {v}{k}.", "According to the shop {s} is {v}{k}.")), yes, "boolean"),
    Field(("date", "day", "due", "delivery", "due_date", "deliveryDate", "deadline"), ways(
        "{s} comes on {v}.", "{s} is planned for {v}.", "{s} [arrives|is due|will be there|was ordered|will be ready|starts|leaves] [on |]{v}.", "[On |]{v} [we get|they bring|comes|we expect] {s}.", "[We wait until|The day is] {v} for {s}.", "{v} is the day of {s}.",
        "{s}, {v}", "{s} ({v})", "{s}: {v}", "When is {s} due? {v}.", "Please finish {s} by {v}.", "{s} has to be done by {v}.", "The deadline for {s} is {v}.", "We moved {s} to {v}.", "{s} cannot come before {v}.", "By {v} we need {s}.", "They promised {s} for {v}.", "{v}: {s}", "Mark {v} for {s}.", "{s} is set for {v}.", "{s} was put off until {v}.", "I want {s} by {v}.", "{v} at the latest {s} must be here.",
        held_out=("Expect {s} on {v}.", "After {v} nobody needs {s}.", "Circle {v} in your calendar, then {s} is here.", "{s} will be finished on {v}.", "We get {s} on {v}, they say.")), toolbox.string(day), "string", ("due {v}", "due on {v}", "for {v}")),
    Field(("weight", "kg", "weight_kg", "weightKg"), ways(
        "{s} weighs {v} kg.", "The weight of {s} is {v} kg.", "{s} [has|comes to|is|shows] {v} kg[ on the scales|].", "[On the scales|In all] {s} [has|shows|is] {v} kg.", "With {v} kg {s} is [heavy|light].", "[It takes|I carried] {v} kg: {s}.",
        "{s}, {v} kg", "{s} ({v} kg)", "A {v} kg parcel: {s}.", "{s} has a weight of {v} kg.", "{s} adds {v} kg to the load.", "We sent {s}, {v} kg in all.", "How heavy is {s}? {v} kg.", "Lifting {s} means lifting {v} kg.",
        held_out=("{v} kg is what {s} weighs.", "The scales stop at {v} kg under {s}.", "You need to carry {v} kg to move {s}.", "It takes two to lift {s} with its {v} kg.")), toolbox.decimal, "number", ("{v} kg", "weighing {v} kg")),
    Field(("size", "class", "format"), ways(
        "{s} is of {v} size.", "The size of {s} is {v}.", "{s} [is|looks|comes in] {v}.", "[We have|I took|They sent] {s} in {v}.", "As for size, {s} is {v}.", "{s}, {v}", "{s} ({v})", "I want {s} in {v}.", "{s}: {v}", "Only {v} was left of {s}.", "Take the {v} one of {s}.", "Please send {s}, {v}.", "{s} - {v} size",
        held_out=("{s}, {v} size.", "When they asked how big {s} should be, I said {v}.", "I would like {s} in {v}, please.")), one_of("small", "medium", "large"), "string", ("{v}", "size {v}")),
    Field(("code", "id", "sku", "order_number", "item_id", "barcode"), ways(
        "{s} has the code {v}.", "The code of {s} is {v}.", "{s} [carries|bears|is listed under|is filed under|is marked] {v}.", "{v} is [printed|written] on {s}.", "[Use|Enter|Type] {v} for {s}.", "{s} ({v}) [arrived|is here].",
        "{s} #{v}", "{s} no. {v}", "{v}: {s}", "{s} [{v}]".replace("[", "(").replace("]", ")"), "Order {v} for {s}.", "The number on {s} is {v}.", "{s}, item {v}", "If you want {s}, ask for {v}.", "{v} stands for {s}.", "Look up {v}, it is {s}.", "{s} is number {v} in our list.", "Ref. {v}, {s}",
        held_out=("Code {v} is for {s}.", "In the catalogue {v} leads you to {s}.", "A sticker with {v} marks {s}.", "The label of {s} shows {v}.", "Please order {s} under {v}.")), toolbox.string(toolbox.code), "string", ("code {v}", "no. {v}", "#{v}")),
    Field(("material", "made_of", "stuff", "fabric"), ways(
        "{s} is made of {v}.", "{s} [consists of|is built from|was cut from|is all] {v}.", "The material of {s} is {v}.", "They made {s} [of|from] {v}.", "{v} is what {s} is made of.",
        "{s}, {v}", "{s} in {v}", "{s} ({v})", "For {s} they took {v}.", "{s} is of solid {v}.", "We want {s} in {v}.", "To build {s} you need {v}.", "{v} makes {s} strong.", "It is {v} that {s} was built with.", "{s} feels like {v}.", "{v}, nothing else, went into {s}.", "Somebody carved {s} out of {v}.", "{s}: {v}", "What is {s} made of? {v}.", "Pure {v}, this {s}.",
        held_out=("{v} was used for {s}.", "A block of {v} became {s}.", "Scratch {s} and you see {v}.", "The shop sells {s} made from {v}.")), open_to(("wood", "steel", "glass", "paper", "plastic", "leather", "cotton", "wool", "stone", "rubber", "brick", "copper", "silk", "linen", "clay", "iron", "bamboo", "marble", "gold", "wax")), "string", ("made of {v}", "of {v}", "{v}")),
    Field(("brand", "manufacturer", "company", "supplier", "vendor"), ways(
        "{s} [is made by|comes from|was built by|is a product of] {v}.", "{v} [makes|builds|produces|sells] {s}.", "The [brand|maker] of {s} is {v}.", "{s} of the brand {v} [is here|arrived].",
        "{s} by {v}", "{s} ({v})", "{v} {s}", "We order {s} from {v}.", "{v} is known for {s}.", "{s}, made by {v}, [is good|broke].", "{v} put {s} on the market.", "Ask {v} about {s}.", "{s}: {v}", "Who makes {s}? {v}.", "From {v} comes {s}.", "{s} has the sign of {v}.", "Only {v} has {s}.",
        held_out=("Behind {s} stands {v}.", "{s} left the works of {v}.", "Thank the people at {v} for {s}.", "{s} is a new product of {v}.")), toolbox.string(lexicon.firm), "string", ("by {v}", "from {v}", "made by {v}")),
    Field(("year", "built", "since", "made_in_year", "year_built", "model_year"), ways(
        "{s} [was made|was built|was bought|dates] [in|from] {v}.", "{s} is from [the year |]{v}.", "In {v} they [made|built|bought] {s}.", "{v} is the year of {s}.", "{s} has been here since {v}.",
        "{s} ({v})", "{s}, {v}", "{s} first came out in {v}.", "Since {v} we have {s}.", "It was {v} when {s} was built.", "{v} saw the first {s}.", "{s}, built in {v}, [still works|is old].", "They finished {s} in {v}.", "{s}: {v}", "How old is {s}? It is from {v}.", "Back in {v}, {s} was new.",
        held_out=("The year of {s} was {v}.", "{s} goes back to {v}.", "Nobody had heard of {s} before {v}.", "{s} was first sold in {v}.")), toolbox.integer(1900, 2030), "integer", ("built in {v}", "from {v}", "{v}")),
    Field(("rating", "stars", "score", "grade", "stars_given"), ways(
        "{s} [has|got|was given|scored|earned] {v} [stars|points]." , "[I give|They gave|People give] {s} {v} [stars|points].", "The rating of {s} is {v}.", "{v} stars for {s}.",
        "{s}: {v} out of 10", "{s} {v}/10", "{v}/10 for {s}", "I rate {s} {v}.", "{s} gets {v} from me.", "My score for {s}: {v}.", "{v} stars go to {s}.", "{s} with {v} stars", "I would give {s} {v} points.", "Readers gave {v} points to {s}.", "{s} ({v} stars)", "On a scale of ten {s} is a {v}.",
        held_out=("{s} is worth {v} stars.", "Most guests clicked {v} for {s}.", "If stars were coins, {s} would have {v}.", "My wife gave {s} {v} stars, like me.")), number(1, 10), "integer", ("{v} stars", "rated {v}")),
    Field(("room", "shelf", "box", "aisle", "drawer"), ways(
        "{s} is [in|on] {k} {v}.", "[Put|Look for|We keep] {s} in {k} {v}.", "{k} {v} [holds|has] {s}.", "In {k} {v} there is {s}.", "{s}, {k} {v}", "{s}: {k} {v}", "Please bring {s} to {k} {v}.", "{k} {v}: {s}", "We moved {s} to {k} {v}.", "You see {s} in {k} {v}.", "Take {s} out of {k} {v}.",
        held_out=("For {s} go to {k} {v}.", "{s} waits for you in {k} {v}.", "You can find {s} in {k} {v}.")), toolbox.string(toolbox.code), "string", ("{k} {v}", "in {k} {v}")),
    Field(("country", "country_of_origin", "imported_from"), ways(
        "{s} comes from {v}.", "{s} is [made|grown|built] in {v}.", "{s} was brought from {v}.", "In {v} they make {s}.", "{v} is where {s} is from.", "{s} from {v} [arrived|is here].", "{s} ({v})", "{s}: {v}", "The best {s} is from {v}.", "{v} sells {s} to the world.", "They ship {s} from {v}.", "{s} was a gift from {v}.", "The label on {s} says {v}.", "We import {s} from {v}.",
        held_out=("{s} crossed the border from {v}.", "{v} is the land of {s}.", "They make {s} in {v}.", "{s} was flown in from {v}.")), pick(_LANDS), "string", ("from {v}", "made in {v}")),
    Field(("category", "kind", "section", "department", "group"), ways(
        "{s} belongs to {v}.", "{s} is in the {k} {v}.", "The {k} of {s} is {v}.", "{s} is filed under {v}.", "You find {s} under {v}.", "{s} ({v})", "{v}: {s}", "In {v} we have {s}.", "{s} counts as {v}.", "{s} is part of {v}.", "Put {s} with {v}.", "{s} goes to {v}.", "Look under {v} for {s}.", "{s} - {k}: {v}", "We sell {s} as {v}.",
        held_out=("{v} is the heading over {s}.", "Whoever wants {s} should look at {v}.", "The shop has {s} under {v}.", "{s} is something from {v}.")), open_to(_KINDS, 0.2), "string", ("{v}", "{k}: {v}")),
    Field(("length", "width", "length_cm", "width_cm", "depth", "diameter"), ways(
        "{s} is {v} cm [long|wide|across].", "The {k} of {s} is {v} cm.", "{s} has a {k} of {v} cm.", "{s} measured {v} cm.", "{v} cm is the {k} of {s}.", "{s}: {v} cm", "{s} ({v} cm)", "{s}, {v} cm", "Cut {s} to {v} cm.", "I need {s} with {v} cm.", "From end to end {s} has {v} cm.", "With {v} cm {s} fits in.", "{s} must not be over {v} cm.",
        held_out=("The tape reads {v} cm next to {s}.", "{s} takes up {v} cm.", "The {k} we need for {s} is {v} cm.")), toolbox.decimal, "number", ("{v} cm",)),
    Field(("duration", "minutes", "duration_minutes", "lasts"), ways(
        "{s} lasts {v} minutes.", "{s} [takes|goes on for|runs for|is over after] {v} minutes.", "The duration of {s} is {v} minutes.", "After {v} minutes {s} is over.", "{v} minutes is how long {s} takes.", "{s}: {v} min", "{s} ({v} minutes)", "Plan {v} minutes for {s}.", "It took {v} minutes: {s}.", "You need {v} minutes for {s}.", "{s} is done in {v} minutes.", "For {s} we have {v} minutes.", "{s}, {v} min.",
        held_out=("{s} will keep you busy for {v} minutes.", "{v} minutes later {s} came to an end.", "{s} went on for {v} minutes.")), toolbox.integer(2, 180), "integer", ("{v} minutes", "{v} min")),
    Field(("time", "start", "starts_at", "start_time", "at"), ways(
        "{s} starts at {v}.", "{s} [begins|is|opens|takes place] at {v}.", "At {v} [we have|there is|begins] {s}.", "{v} is the time of {s}.", "{s}: {v}", "{s}, {v}", "{s} ({v})", "Be there at {v} for {s}.", "We moved {s} to {v}.", "When is {s}? At {v}.", "From {v} on there is {s}.", "{v} - {s}", "{s} will not start before {v}.", "Come at {v} if you want {s}.", "The bell rings at {v} for {s}.",
        held_out=("{s} gets going at {v}.", "When it strikes {v}, {s} is on.", "{s} will begin at {v}.", "Please come to {s} at {v}.")), toolbox.string(clock), "string", ("at {v}", "{v}")),
    Field(("flavour", "taste", "flavor", "scent"), ways(
        "{s} tastes of {v}.", "{s} [smells|has a touch|is full] of {v}.", "The {k} of {s} is {v}.", "{s} comes with {v}.", "{s} in {v}", "{s} ({v})", "{v} is the {k} of {s}.", "We made {s} with {v}.", "I ordered {s} with {v}.", "There is {v} in {s}.", "You notice the {v} in {s}.", "{v} gives {s} its {k}.", "I like {s} best with {v}.",
        held_out=("A hint of {v} makes {s} special.", "Close your eyes, try {s} and think of {v}.", "{s} has the taste of {v}.", "We had {s} with {v} on top.")), open_to(_FLAVOURS), "string", ("{v}", "with {v}")),
    Field(("status", "state", "condition", "stage"), ways(
        "{s} is {v}.", "The {k} of {s} is {v}.", "{s}: {v}", "{s} has been {v}.", "{s} ({v})", "{s} was {v} yesterday.", "I see that {s} is {v}.", "We marked {s} as {v}.", "{s} now counts as {v}.", "{v}: {s}", "In our list {s} is {v}.", "Good news, {s} is {v}.", "As of today {s} is {v}.", "The shop says {s} is {v}.",
        held_out=("{s} can be called {v}.", "By tonight {s} will be {v}.", "They told me {s} is {v} by now.")), one_of("open", "shipped", "delivered", "cancelled"), "string", ("{v}",)),
    Field(("priority", "importance", "severity"), ways(
        "{s} has {v} priority.", "The {k} of {s} is {v}.", "{s} is of {v} importance.", "{s}: {v}", "{s} ({v})", "{v} {k}: {s}", "We gave {s} {v} priority.", "Treat {s} with {v} priority.", "I set {s} to {v}.", "{s} is {v} on our list.", "Please put {s} on {v}.", "For us {s} has {v} importance.",
        held_out=("{s} sits at {v} in our plans.", "When asked how much {s} matters, they said {v}.", "{s} got {v} priority from us.")), one_of("low", "medium", "high"), "string", ("{v} priority", "priority {v}")),
    Field(("warranty", "pages", "seats", "rooms", "floors", "speed", "capacity", "calories", "votes", "views"), ways(
        "{s} has {v} {k}.", "The {k} of {s}: {v}.", "{s}: {k} {v}", "{s} ({k} {v})", "{s}, {k} {v}", "For {k} {s} has {v}.", "{s} comes with {v} {k}.", "{k} of {s} = {v}", "{v} is the {k} of {s}.", "{s} is listed with {v} {k}.", "Looking at {k}, {s} has {v}.", "With {v} {k}, {s} is fine.", "I read that {s} has {v} {k}.", "{v} {k} are given for {s}.",
        held_out=("Somebody noted {v} {k} next to {s}.", "{s} can offer {v} {k}.", "You get {v} {k} with {s}.")), toolbox.integer(1, 900), "integer", ("{v} {k}",)),
    Field(("discount", "percent_off", "discount_percent", "reduction"), ways(
        "{s} is {v} percent off.", "There is a discount of {v} percent on {s}.", "{s} is reduced by {v} percent.", "{v}% off {s}", "{s} -{v}%", "On {s} you save {v} percent.", "Save {v}% on {s}!", "We give {v} percent on {s}.", "{s} is {v} percent cheaper.", "{s} comes with {v}% off.", "With the card {s} is {v} percent cheaper.", "{s} has been cut by {v} percent.",
        held_out=("They took {v} percent off the price of {s}.", "{s} drops by {v} percent.", "You get {v} percent off {s}.")), toolbox.integer(1, 80), "integer", ("{v}% off",)),
)  # fmt: skip
