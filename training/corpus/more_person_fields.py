"""What else a sentence may tell of a person: other people, papers, numbers, habits.

Held out: some keys by their hash, and two or more whole ways of telling each fact.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus import names, tables, toolbox
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
    user_name,
)
from training.corpus.grammar import ways

_NAMED = toolbox.string(person)
_LANDS = tuple(country.name for country in tables.COUNTRIES)
_LANGUAGES = (
    "English", "German", "French", "Spanish", "Italian", "Polish", "Turkish", "Arabic", "Hindi", "Chinese", "Japanese",
    "Korean", "Russian", "Greek", "Dutch", "Swedish", "Danish", "Finnish", "Czech", "Portuguese", "Swahili", "Thai", "Latin",
)  # fmt: skip
_SUBJECTS = (
    "maths", "history", "biology", "physics", "chemistry", "law", "medicine", "music", "art", "economics", "geography",
    "philosophy", "engineering", "literature", "design", "nursing", "drama", "computer science", "theology", "botany",
)  # fmt: skip
_SKILLS = (
    "welding", "cooking", "typing", "first aid", "bookkeeping", "programming", "sewing", "driving", "drawing", "teaching",
    "sales", "planning", "carpentry", "translation", "gardening", "public speaking", "photography", "marketing",
)  # fmt: skip
_DEPARTMENTS = (
    "sales", "marketing", "accounting", "support", "research", "personnel", "legal", "purchasing", "logistics", "security",
    "training", "quality", "design", "finance", "planning", "the kitchen", "the archive", "reception",
)  # fmt: skip

OTHERS: tuple[Field, ...] = (
    Field(("partner", "husband", "wife", "spouse", "married_to"), ways(
        "{s} is married to {v}.", "{s} and {v} are [married|a couple].", "{v} is the {k} of {s}.", "{s} married {v}[ in May| last year|].", "{v} is {s}'s {k}.", "{s}'s {k} {v} [is here|came too|called].", "The {k} of {s} is [called |]{v}.", "{s} [came|travels|lives] with {v}, the {k}.",
        "{v} said yes when {s} asked.", "{s} fell in love with {v} and they married.", "{s} has been with {v} for years.", "My name is {s} and my {k} is {v}.", "{v} waits at home for {s}, a happy couple.", "{s} took {v} as {k}.",
        held_out=("{s} shares a wedding ring with {v}.", "The one {s} said yes to at the altar is {v}.", "{v} has {s} for a better half.", "{s} has been married to {v} since May.")), _NAMED),
    Field(("boss", "manager", "supervisor", "reports_to", "lead"), ways(
        "{v} is the {k} of {s}.", "{s} [works under|reports to|takes orders from|answers to] {v}.", "{s}'s {k} is {v}.", "The {k} of {s} is [called |]{v}.", "{v} [leads|manages|is in charge of|tells] {s}[ what to do|].", "For work {s} must ask {v}.", "{s} has {v} as a {k}.", "{v} is {s}'s {k}.", "{v} hired {s} and now is the {k}.", "Under {v} works {s}.", "In the team of {v} there is {s}.", "{s} got a new {k}, {v}.", "My name is {s}, my {k} is {v}.",
        held_out=("What {s} does at work is decided by {v}.", "{s} has to knock at the door of {v} when a day off is wanted.", "{s} has to report to {v}.", "{v} is in charge of {s} at work.")), _NAMED),
    Field(("mother", "father", "sister", "brother", "aunt", "uncle", "teacher", "doctor", "neighbour", "friend", "roommate", "trainer", "guest"), ways(
        "{v} is the {k} of {s}.", "{v} is {s}'s {k}.", "The {k} of {s} is [called |]{v}.", "{s}'s {k} is [called |named |]{v}.", "{s} has a {k} [called|named] {v}.", "{s} [called|visited|met|wrote to|thanked] the {k}, {v}.", "{s} and {k} {v} [came|are here].", "{s} came with {v}, the {k}.", "With {s} came {v}, the {k}.", "{v} ({k} of {s})", "{k} {v} [helps|looks after|called] {s}.", "{s}'s {k} {v} [is here|came too].", "{s} loves {k} {v}.", "Who is the {k} of {s}? {v}.", "My name is {s} and my {k} is {v}.", "As a {k} {s} has {v}.", "{v} has long been the {k} of {s}.",
        held_out=("In {v} {s} has a good {k}.", "{s} would never part from {k} {v}.", "When {s} says {k}, then {v} is meant.", "{s} has {v} for a {k}.")), _NAMED),
    Field(("birthday", "born", "date_of_birth", "birth_date", "dob", "birthDate"), ways(
        "{s} was born on {v}.", "{s}'s birthday is {v}.", "{s} has a birthday on {v}.", "The birthday of {s} is {v}.", "On {v} {s} was born.", "{v} is {s}'s birthday.", "{s} (born {v})", "{s}, born on {v}, [is here|lives here].", "Date of birth of {s}: {v}.", "{s} came into the world on {v}.", "We have cake for {s} on {v}, it is a birthday.", "{s} celebrates on {v}.", "My name is {s} and I was born on {v}.", "born {v}: {s}", "Happy birthday to {s} on {v}!",
        held_out=("{s} blows out the candles on {v}.", "The first day in the life of {s} was {v}.", "{s} has a birthday party on {v}.", "{s} was born at home on {v}.")), toolbox.string(day), "string", ("born on {v}", "born {v}", "b. {v}")),
    Field(("country", "nationality", "nation", "homeland", "country_of_birth"), ways(
        "{s} comes from {v}.", "{s} is from {v}.", "{s} was born in {v}.", "{s} has a passport of {v}.", "{s}'s country is {v}.", "{s} left {v} as a child.", "In {v}, {s} [went to school|was born|has family].", "{v} is {s}'s home country.", "The country of {s} is {v}.", "{s} plays for {v}.", "{s} moved here from {v}.", "From {v} we welcome {s}.", "{s} is a citizen of {v}.", "My name is {s} and I come from {v}.", "{s} ({v})", "{s} misses {v}.",
        held_out=("{v} is the land where {s} grew up.", "The flag of {v} hangs over the bed of {s}.", "{s} came here from {v}.", "{s} was born and raised in {v}.")), pick(_LANDS), "string", ("from {v}", "born in {v}")),
    Field(("language", "speaks", "mother_tongue", "spoken_language"), ways(
        "{s} speaks {v}.", "{s} [learns|is learning|understands|writes in|teaches|grew up with] {v}.", "{s}'s language is {v}.", "The language of {s} is {v}.", "You can talk {v} with {s}.", "{v} is what {s} speaks[ at home|].", "At home {s} speaks {v}.", "With {s} please speak {v}.", "In {v}, {s} [told a story|sang]." , "{s} answers in {v}.", "My name is {s} and I speak {v}.", "{s} knows no language but {v}.", "Letters to {s} should be in {v}.",
        held_out=("If you want to chat with {s}, learn {v}.", "{v} comes easily to {s}.", "{s} can speak {v}.", "We talked to {s} in {v}.")), pick(_LANGUAGES), "string", ("who speaks {v}", "speaker of {v}")),
    Field(("languages", "spoken_languages", "skills", "subjects", "favourites", "goals"), ways(
        "The {k} of {s} are {v}.", "{s}'s {k} are {v}.", "{s} has the {k} {v}.", "{s} ({k}: {v})", "{v} are {s}'s {k}.", "As {k} {s} put down {v}.", "{s} listed {v} as {k}.", "{s}, {k}: {v}.", "Under {k} {s} wrote {v}.", "My name is {s}, my {k} are {v}.", "What are the {k} of {s}? {v}.",
        held_out=("When it comes to {k}, {s} can point to {v}.", "{v}: such are the {k} of {s}.")), listed(lambda rng, split: names.pick(rng, rng.choice((_LANGUAGES, _SUBJECTS, _SKILLS)), split)), "array"),
    Field(("subject", "studies", "major", "course", "degree"), ways(
        "{s} studies {v}.", "{s} [is a student of|has a degree in|teaches|failed in|passed|is taking|took|finished] {v}.", "{s} goes to the course in {v}.", "At university {s} reads {v}.", "{s}'s [major|subject] is {v}.", "{v} is what {s} studies.", "The subject of {s} is {v}.", "For three years {s} has studied {v}.", "In {v} {s} is the best of the class.", "{s} wants to study {v}.", "{s} went to college for {v}.", "My name is {s} and I study {v}.", "student: {s}, {v}",
        held_out=("{s} sits over books on {v} until late.", "The lectures {s} attends are in {v}.", "{s} is in the second year of {v}.", "{s} goes to university and studies {v}.")), open_to(_SUBJECTS, 0.2), "string", ("student of {v}", "studying {v}")),
    Field(("skill", "strength", "ability", "good_at", "talent"), ways(
        "{s} is good at {v}.", "{s} can do {v}.", "{s}'s {k} is {v}.", "{s} knows a lot about {v}.", "{s} is an expert in {v}.", "{v} is the {k} of {s}.", "Nobody beats {s} at {v}.", "Ask {s} if you need {v}.", "{s} learned {v}.", "{s} has ten years of {v}.", "{s} shines at {v}.", "For {v} take {s}.", "In {v} {s} is hard to beat.", "My name is {s} and I am good at {v}.",
        held_out=("{s} has a hand for {v}.", "When {v} is wanted, everyone runs to {s}.", "{s} is really good at {v}.")), open_to(_SKILLS, 0.3), "string", ("good at {v}", "expert in {v}")),
    Field(("department", "section", "division", "unit"), ways(
        "{s} works in {v}.", "{s} is in {v}.", "{s} from {v} [called|wrote].", "{s} [moved|was sent|belongs] to {v}.", "{s} leads {v}.", "The {k} of {s} is {v}.", "{s}'s {k} is {v}.", "In {v} there is {s}.", "{s} ({v}) [is ill|is away].", "You find {s} in {v}.", "Ask in {v} for {s}.", "{v} has a new colleague, {s}.", "My name is {s}, I am in {v}.",
        held_out=("{s} sits with the people of {v}.", "{v} would be lost without {s}.", "{s} has a desk in {v}.", "{s} has been with {v} for a year.")), pick(_DEPARTMENTS), "string", ("in {v}", "head of {v}")),
    Field(("username", "user_name", "handle", "login", "nickname", "alias"), ways(
        "{s} is {v} online.", "{s} [uses the name|goes by|logs in as|signs as|is known as|plays as|posts as] {v}.", "The {k} of {s} is {v}.", "{s}'s {k} is {v}.", "{v} is {s}.", "{v} is the {k} of {s}.", "On the site {s} is called {v}.", "{s} ({v})", "{s} aka {v}", "User {v} is {s} in real life.", "My name is {s}, my {k} is {v}.", "{s} chose {v} as a {k}.", "Look for {v}, that is {s}.",
        held_out=("Behind {v} hides {s}.", "In the forum everyone writes {v} when they mean {s}.", "{s} plays under the name {v}.")), toolbox.string(user_name), "string", ("also known as {v}", "alias {v}", "@{v}")),
    Field(("weight", "weight_kg", "weightKg"), ways(
        "{s} weighs {v} kg.", "{s}'s weight is {v} kg.", "The weight of {s} is {v} kg.", "On the scales {s} has {v} kg.", "{s} [went up|went down] to {v} kg.", "{v} kg is what {s} weighs.", "{s}: {v} kg", "With {v} kg {s} is [light|strong|fit].", "The doctor wrote {v} kg for {s}.", "{s} has [reached|lost some and now has] {v} kg.",
        held_out=("The scales say {v} kg when {s} steps on them.", "{s} brings {v} kg to the mat.", "The nurse noted {v} kg for {s}.")), toolbox.integer(20, 140), "integer", ("{v} kg",)),
    Field(("experience", "years_of_experience", "experience_years", "years_at_work"), ways(
        "{s} has {v} years of experience.", "{s} has worked for {v} years.", "{s} [brings|has] {v} years in the trade.", "With {v} years of experience {s} knows it all.", "For {v} years {s} has done this.", "{s} started {v} years ago.", "{v} years of work lie behind {s}.", "{s} has been doing the job for {v} years.", "{s}: {v} years of practice.", "My name is {s} and I have {v} years of experience.",
        held_out=("{s} has been at it for {v} years now.", "{v} years on the job have taught {s} a lot.", "{s} first did this work {v} years back.")), toolbox.integer(1, 45), "integer", ("with {v} years of experience",)),
    Field(("number_of_children", "child_count", "children_count", "num_children"), ways(
        "{s} has {v} children.", "{s} [raised|brought up|looks after] {v} children.", "{s} is the parent of {v} children.", "There are {v} children in the family of {s}.", "{v} children call {s} their parent.", "{s} and the {v} children [came|are here].", "{s} has a house full of {v} kids.", "My name is {s} and I have {v} children.", "With {v} children {s} is never bored.", "{s}: {v} kids",
        held_out=("{s} cooks for {v} hungry children.", "At {s}'s table sit {v} sons and daughters.", "{s} is proud of {v} children.")), number(1, 12), "integer", ("parent of {v} children", "{v} children")),
    Field(("food", "favourite_food", "dish", "meal", "favoriteFood", "orders"), ways(
        "{s} [likes|loves|eats|ordered|wants|cooked|always eats|will have] {v}.", "{s}'s favourite food is {v}.", "The {k} of {s} is {v}.", "{v} is what {s} [eats|ordered|wants to eat].", "For lunch {s} had {v}.", "{v} for {s}, please.", "Please bring {s} some {v}.", "{s} can eat {v} every day.", "At noon {s} eats {v}.", "{s} is hungry for {v}.", "One {v} for {s}.", "On {s}'s plate is {v}.", "Give {s} {v}.", "i'm {s} and i love {v}", "If {s} is hungry, there has to be {v}.",
        held_out=("{v} is on the plate in front of {s}.", "{s} licks the spoon when there is {v}.", "{s} would like to have {v}.", "{s} ordered {v} for dinner.")), open_to(names.FOODS), "string", ("who ordered {v}", "who loves {v}")),
    Field(("car", "vehicle", "drives"), ways(
        "{s} drives a {v}.", "{s} [bought|has|sold|rents|came in|parked] a {v}.", "The car of {s} is a {v}.", "{s}'s car is a {v}.", "The {v} [outside|in the yard] belongs to {s}.", "In a {v} {s} goes to work.", "A {v} is what {s} drives.", "{s} sits at the wheel of a {v}.", "{s} needs a new tyre for the {v}.", "My name is {s} and I drive a {v}.", "The {v} is {s}'s.",
        held_out=("Out of the {v} stepped {s}.", "{s} keeps a {v} in the garage.", "{s} goes to work in a {v}.")), toolbox.string(names.invented), "string", ("driver of a {v}",)),
    Field(("arrival", "arrives_at", "arrival_time", "arrives"), ways(
        "{s} arrives at {v}.", "{s} [comes|will be here|is due|lands|gets in] at {v}.", "At {v} {s} arrives.", "We expect {s} at {v}.", "Pick up {s} at {v}.", "{s}'s train gets in at {v}.", "{v} is when {s} comes.", "{s}: {v}", "The door opened at {v} and {s} came in.", "{s} cannot be here before {v}.", "Around {v} {s} should be here.", "My name is {s} and I arrive at {v}.",
        held_out=("The clock will say {v} when {s} walks in.", "Wait for {s} until {v}.", "{s} will come at {v}.", "The train with {s} arrives at {v}.")), toolbox.string(clock), "string", ("here at {v}",)),
    Field(("level", "status_level", "rank", "membership"), ways(
        "{s} is a {v} member.", "{s} [has|reached|got|was given] {v}.", "The {k} of {s} is {v}.", "{s}'s {k} is {v}.", "{s} went up to {v}.", "{s} holds {v}.", "With {v} {s} gets more.", "{v} {k}: {s}.", "{s} ({v})", "We moved {s} to {v}.", "My name is {s} and my {k} is {v}.",
        held_out=("{s} may call this {v}.", "It says {v} on the card of {s}.", "{s} is on {v} now.")), one_of("bronze", "silver", "gold")),
    Field(("points", "score", "goals_scored", "total_points"), ways(
        "{s} [has|got|scored|made|won|collected] {v} [points|goals].", "{v} points for {s}.", "{s}: {v} points", "The score of {s} is {v}.", "With {v} points {s} [wins|is second|is last].", "{s} comes in with {v} points.", "{s}'s score: {v}.", "{v} points go to {s}.", "We gave {s} {v} points.", "In the test {s} got {v} points.", "{s} [leads|ended|finished] with {v} points.",
        held_out=("{v} is written next to {s} on the board of points.", "{s} stands at {v} points.", "{s} finished the game with {v} points.")), toolbox.integer(0, 100), "integer", ("{v} points", "with {v} points")),
    Field(("customer_number", "member_id", "student_id", "passport_number", "customerId", "id_number"), ways(
        "{s} has the number {v}.", "The {k} of {s} is {v}.", "{s}'s {k} is {v}.", "{s} ({v})", "{s}, no. {v}", "{v} is {s}.", "Number {v} is {s}.", "{s} is filed under {v}.", "On the card of {s} it says {v}.", "We listed {s} as {v}.", "{s} showed a card with {v}.", "My name is {s}, my number is {v}.", "{s} // {v}", "In our books {s} is {v}.",
        held_out=("{v} stands for {s} in our files.", "Type {v} to see the page of {s}.", "The number we have for {s} is {v}.")), toolbox.string(toolbox.code), "string", ("no. {v}", "number {v}", "ID {v}")),
)  # fmt: skip
