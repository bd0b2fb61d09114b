"""What a sentence may tell of a person: the plain facts. More of them: more_person_fields.py.

Held out: some keys by their hash, and three or more whole ways of telling each fact.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus import lexicon, names, toolbox
from training.corpus.field_kinds import Field, listed, one_of, open_to, person, phone, pick, yes
from training.corpus.grammar import ways

PEOPLE = listed(person)

PLAIN: tuple[Field, ...] = (
    Field(("age", "years", "age_years", "how_old", "ageInYears"), ways(
        "{s} is {v}[ years old|][.|]", "{s} turned {v}[ yesterday| last week| this year|].", "{s}, {v} years old.", "{s} is aged {v}.", "{s} [is only|is just|is already|is about|is now] {v}[ years old| years of age|].",
        "[Last week|Today|In May|Yesterday] {s} turned {v}.", "{s} [will be|is going to be|is nearly|just became] {v}.", "{v} years ago {s} was born.", "{s} was born {v} years ago.", "{s}, aged {v}, [is here|says hello|came too].", "{s} [reached|celebrated] the age of {v}.",
        "{s} ([{v}|aged {v}|{v} years]) [was there|wrote to us|is new here].", "[Though|Though only|Now] {v}[ years old|], {s} [still works|runs every day|looks young].", "{s} has [seen {v} winters|{v} candles on the cake|had {v} birthdays].", "We met {v}-year-old {s}[ yesterday| in town|].",
        "The {v}-year-old {s} [won a prize|lives next door|is new].", "{v}, that is how old {s} is.", "How old is {s}? {v}.", "{s}'s age is {v}.", "[We|They] put {v} candles on {s}'s cake.", "{s} [finished school|retired|moved away|got a licence] at [the age of |]{v}.", "Since the birthday {s} is {v}.", "i'm {s} and i'm {v}", "hi, {s} here, {v} years old", "My name is {s}[,| and] I am {v}[ years old|].", "I am {s}, {v}.", "{s} {v}yo",
        held_out=("At {v}, {s} is still young.", "{s} has lived for {v} years.", "Next to me sits {s}, a {v}-year-old.", "It is {v} years since {s} came into the world.", "{s} is a {v} year old from our street.", "I know {s} well, the age is {v}.")), toolbox.integer(3, 99), "integer",
        ("aged {v}", "{v} years old", "{v}", "age {v}", "now {v}")),
    Field(("city", "town", "home", "lives_in", "location", "place", "cityName", "hometown"), ways(
        "{s} lives in {v}.", "{s} [comes from|is from|moved to|stays in|settled in|grew up in] {v}.", "The home of {s} is {v}.", "{s} [has a flat|has a house|rents a room|bought a house|is at home|resides|spends the year] in {v}.", "{v} is [where {s} lives|home to {s}|the home of {s}].",
        "[We met|I met|They saw|Visit|Meet] {s} in {v}.", "{s} [sends greetings|writes to us|called us] from {v}.", "In {v} [lives {s}|there is {s}|we met {s}|everyone knows {s}].", "{s} from {v} [is here|wrote to us|says hello].", "{s} [has lived|is living|was seen] in {v}[ for years| since May|].",
        "{v}-based {s} [called|wrote|won].", "Greetings from {v}, [yours, |]{s}.", "{s} never wants to leave {v}.", "Home for {s} means {v}.", "{s} left for {v}[ and stayed there|].", "From {v} came {s}.", "{s} has roots in {v}.", "My name is {s} and I live in {v}.", "i'm {s} from {v}", "We drove to {v} to see {s}.", "If you are ever in {v}, visit {s}.", "{s} is a citizen of {v}.", "{v} - {s}'s home for ten years.", "Out of {v} comes {s}.",
        held_out=("You can find {s} in {v}.", "{s} calls {v} home.", "To see {s} you have to travel to {v}.", "{s} spent most of the time in {v}.", "{s} works and lives in {v}, as you know.")), toolbox.string(names.town), "string",
        ("from {v}", "living in {v}", "based in {v}", "of {v}", "at home in {v}")),
    Field(("job", "work", "profession", "occupation", "role", "job_title", "jobTitle"), ways(
        "{s} [works as|is] a {v}.", "{s} has a job as a {v}.", "{s} [became|was trained as|wants to stay|is employed as|is known as|was hired as|has long been] a {v}.", "[By trade|By profession|At work] {s} is a {v}.", "{s} [makes a living|earns a living|gets paid|serves] as a {v}.",
        "{s}, [a|our|the] {v}, [is here|is new|came too].", "{s} the {v} [is here|came too|wrote to us].", "[The work|The job] of {s} is that of a {v}.", "[They need|We hired|The town has] a {v}, and that is {s}.", "[Every day|At night|In the week] {s} works as a {v}.", "{s} [found|took|got] work as a {v}.",
        "The {v} [is called|is|was] {s}.", "Our {v} {s} [is ill|is back|came late].", "{s} has worked as a {v} for [years|ages].", "Being a {v}, {s} [gets up early|knows a lot|travels].", "As a {v}, {s} [is always busy|earns little|works late].", "What does {s} do? {s} is a {v}.", "[Need a|Looking for a] {v}? Ask {s}.", "{s}'s job: {v}.", "{s} learned to be a {v}.", "It was {s} who they took on as {v}.", "I'm {s}, a {v}[ by trade|].", "my name is {s} and i work as a {v}", "{s} - {v}", "{s} trained for years to become a {v}.", "A {v} since 2010, {s} loves the work.",
        held_out=("{s} earns money as a {v}.", "The {v} of our village is {s}.", "Working life made {s} a {v}.", "My neighbour {s} got hired to be a {v}.", "{s} is the best {v} I know.")), open_to(names.JOBS), "string",
        ("a {v}", "the {v}", "{v}", "working as a {v}", "{v} by trade", "our {v}")),
    Field(("hobby", "likes", "interest", "sport", "pastime", "leisure"), ways(
        "{s} [likes|loves|enjoys|adores] {v}.", "The hobby of {s} is {v}.", "{s} [is a fan of|is mad about|is into|spends weekends with|dreams of|is good at|cannot live without|cares for] {v}.", "[In the evening|On Sundays|When free|At the weekend] {s} [enjoys|does|goes for] {v}.",
        "{v} is what {s} [likes|loves|does] [most|in the evening|for fun].", "Nothing makes {s} happier than {v}.", "{s} [took up|started with|never misses] {v}.", "For fun {s} does {v}.", "{v} [makes {s} happy|is the great love of {s}|keeps {s} busy].",
        "{s} is keen on {v}.", "{s} has a passion for {v}.", "Ask {s} about {v}, it is a great love.", "{s} [can talk for hours about|spends hours with|has always loved|gets excited about] {v}.", "You will find {s} at {v} every [Saturday|evening].", "{s} relaxes with {v}.", "If there is time, {s} goes for {v}.", "Free time means {v} for {s}.", "i'm {s}, i love {v}", "My name is {s} and my hobby is {v}.", "{v}? {s} loves it.", "{s} joined a club for {v}.", "With {v} {s} is happy.", "After work it is {v} for {s}.",
        held_out=("{s} is fond of {v}.", "{v} fills the spare hours of {s}.", "There is nothing like {v} in the eyes of {s}.", "{s} does a lot of {v}.", "What {s} wants to do all day is {v}.")), open_to(names.HOBBIES), "string",
        ("who loves {v}", "a fan of {v}", "keen on {v}", "hobby {v}")),
    Field(("color", "colour", "favourite_colour", "favorite_color", "favoriteColor"), ways(
        "The favourite colour of {s} is {v}.", "{s} likes {v} best.", "{s} [likes|loves|wears|always wears|is dressed in|looks good in|chooses|always picks] {v}.", "Of all colours {s} [likes|loves|chooses] {v}.", "{v} is [the colour of {s}|what {s} likes to wear|the colour {s} likes].", "For {s} it has to be {v}.", "No colour suits {s} like {v}.",
        "{s} [painted the room|dyed everything|bought a car in] {v}.", "{s} came all in {v}.", "{s}'s best colour is {v}.", "{v} suits {s}.", "Dressed in {v}, {s} walked in.", "If you ask {s} for a colour, it is {v}.", "Everything {s} owns is {v}.", "{s}'s coat is {v}.",
        held_out=("{s} prefers {v}.", "Give {s} anything in {v}.", "{s} sees the world in {v}.", "{s} asked for a {v} one.", "{s} picks {v} whenever there is a choice.")), pick(names.COLOURS), "string",
        ("dressed in {v}", "who loves {v}", "all in {v}")),
    Field(("friends", "children", "kids", "team", "colleagues", "siblings", "members"), ways(
        "The {k} of {s} are {v}.", "{s} has these {k}: {v}.", "{s} [came|works|lives|plays] with the {k} {v}.", "{v} are the {k} of {s}.", "[As {k}|Among the {k}] {s} has {v}.", "{s} [named|listed|introduced] the {k}: {v}.", "The {k} that {s} has are [called |]{v}.",
        "{s}'s {k} are {v}.", "{s} and the {k} {v} are here.", "{v} ({s}'s {k}) came too.", "{s} told us about the {k} {v}.", "My name is {s} and my {k} are {v}.", "{s}'s {k}: {v}.", "With {v} as {k}, {s} is happy.", "{v}, those are {s}'s {k}.", "Who are the {k} of {s}? {v}.",
        held_out=("{k} of {s}: {v}.", "To the {k} of {s} belong {v}.", "In the list of {k}, {s} wrote {v}.", "{s} spent the day with {v}, the {k}.")), PEOPLE, "array"),
    Field(("married", "employed", "active", "vegan", "retired", "happy", "tall", "single", "insured", "ill"), ways(
        "{s} is {v}{k}.", "{s} is {v}{k} now.", "{s} is {v}{k} [these days|any more|at all|today].", "[I know|I am sure|It is clear] that {s} is {v}{k}.", "{s}, who is {v}{k}, [came too|is here].",
        "[They say|People say|We heard] {s} is {v}{k}.", "{v}{k}: {s}.", "{s}: {v}{k}", "{s} told me about being {v}{k}.", "I'm {s} and I am {v}{k}.", "Please note that {s} is {v}{k}.", "{s} was {v}{k} last year and is {v}{k} now.", "As far as I know {s} is {v}{k}.",
        held_out=("Right now {s} is {v}{k}.", "One can see that {s} is {v}{k}.", "{s} is {v}{k}, says the form.")), yes, "boolean"),
    Field(("email", "mail", "contact", "email_address", "e_mail"), ways(
        "[Write to|Mail] {s} at {v}.", "{s} has the address {v}.", "[Letters for|Questions for|Answers to|Send mail for] {s} [go to|to] {v}.", "{s} [uses|reads|can be reached at|answers at|wrote from] {v}.", "The [mail|email|address] of {s} is {v}.", "{v} [belongs to|is the address of|reaches] {s}.", "{s} ({v}) [wrote|is new].", "{s} <{v}>",
        "From: {s} <{v}>", "Contact {s} via {v}.", "{s}, {v}", "You can mail {s}: {v}.", "Please send it to {s} ({v}).", "{s} can be contacted under {v}.", "Regards, {s}, {v}", "{s} // {v}", "The inbox of {s} is {v}.", "Mail from {v}, that is {s}.", "Best wishes, {s} ({v})", "{v} is {s}'s mail.", "My name is {s}, my mail is {v}.",
        held_out=("You reach {s} at {v}.", "Drop {s} a line under {v}.", "Mails to {v} are read by {s}.", "{s} gave me {v} as an address.", "My mail is {v}, yours {s}.")), toolbox.string(toolbox.mail), "string",
        ("{v}", "email {v}", "mail: {v}")),
    Field(("pet", "dog", "cat", "pet_name", "petName"), ways(
        "{s} has a pet called {v}.", "The pet of {s} is {v}.", "{s} [feeds|walks|keeps|owns|looks after|brought] a [pet|dog|cat|animal] [called|named] {v}.", "{s} and the [pet|dog|cat] {v} [live together|are here].", "{v} is [what {s} calls the pet|the animal of {s}].", "The [dog|cat|animal] of {s} [is called|is named|goes by] {v}.", "{s} [never goes out|always travels] with the pet {v}.",
        "{v} lives with {s} and sleeps in a basket.", "{v} is {s}'s [dog|cat|pet|rabbit].", "{s}'s [dog|cat|rabbit|hamster|parrot] {v} [is ill|ran away|is old].", "The [dog|cat] {v} belongs to {s}.", "[Every morning|At night] {s} takes {v} for a walk.", "{v} the [dog|cat] waits for {s}.", "{v} barks when {s} comes home.", "{s} named the [dog|cat|puppy|kitten] {v}.", "{s} got a [puppy|kitten] and named it {v}.", "My name is {s} and my [dog|cat] is {v}.", "The vet saw {v}, the [dog|cat] of {s}.", "{s} loves [the dog|the cat] {v}.", "Whose [dog|cat] is {v}? It is {s}'s.", "{s} is the owner of [a dog|a cat|the dog|the cat] [named|called] {v}.",
        held_out=("{v} is the pet of {s}.", "At {s}'s house an animal by the name of {v} sleeps on the sofa.", "{s} shares a home with {v}, a small furry friend.", "{s} went to the vet with {v}, the cat.", "{s} bought a dog and called it {v}.")), toolbox.string(names.pet), "string",
        ("owner of the [dog|cat] {v}", "with a [dog|cat] called {v}")),
    Field(("height", "height_cm", "size", "heightCm"), ways(
        "{s} is {v} cm tall.", "The height of {s} is {v} cm.", "{s} [stands|has grown to|reaches|comes to] {v} cm.", "{s} [is|has] {v} [cm|centimetres] [high|tall|in height].", "With [a height of |]{v} cm[,|] {s} [is taller than me|fits in].", "[From head to foot|Without shoes] {s} is {v} cm.",
        "At {v} cm[,|] {s} [is the tallest|is not tall|plays basketball].", "{v} cm is how tall {s} is.", "{s} grew to {v} cm.", "{s}: {v} cm", "The doctor wrote {v} cm for {s}.", "{v} cm tall {s} [came|stood there].",
        held_out=("{s} measures {v} cm.", "The ruler shows {v} cm for {s}.", "{s} needs a door of more than {v} cm.", "{s} is {v} cm from top to toe.")), toolbox.integer(90, 210), "integer", ("{v} cm tall", "{v} cm")),
    Field(("mood", "feeling", "state"), ways(
        "{s} feels {v}.", "{s} is feeling {v} [today|now].", "{s} [is|looks|seems|sounds|was] {v}[ today| this morning| now|].", "[Today|Now|This morning] {s} [is|feels|looks] {v}.", "I [think|hear] {s} is {v}.",
        "{s} said: I feel {v}.", "{s} woke up {v}.", "What a {v} day for {s}.", "{v} is how {s} feels.", "{s} got {v} [after work|at noon].", "The news made {s} {v}.", "A {v} {s} came in.", "{s} has been {v} all day.",
        held_out=("The mood of {s}: {v}.", "{s} walks about, {v} as can be.", "You could call {s} {v} this evening.")), one_of("good", "bad", "tired", "angry")),
    Field(("surname", "last_name", "family_name", "lastName"), ways(
        "The [family name|surname|last name] of {s} is {v}.", "{s} has the [family name|surname|last name] {v}.", "[In full|On paper] {s} is called {s} {v}.", "{s} {v} [is here|is my friend|came too|wrote to us].", "[Mr|Mrs|Dr] {v}, first name {s}.",
        "{v}, {s}", "[My name is|I am] {s} {v}.", "{s} is from the {v} family.", "{s} of the {v} family [called|came].", "{s} married and is now called {v}.", "First name {s}, last name {v}.", "Signed: {s} {v}.", "Yours, {s} {v}", "It says {s} {v} on the door.",
        held_out=("{s} carries the family name {v}.", "{s} was born a {v}.", "The {v}s had a child and called it {s}.", "The full name is {s} {v}.")), toolbox.string(lexicon.surname)),
    Field(("company", "employer", "firm", "works_for", "organisation"), ways(
        "{s} works [for|at] {v}.", "{s} [joined|left|runs|founded|is with|was hired by|has a job at] {v}.", "The [firm|company|employer] of {s} is {v}.", "{v} [pays|hired|employs] {s}.", "{s}, [of|from] {v}, [is here|called us].",
        "{s} started at {v}[ in May|].", "{s} ({v}) [called|wrote].", "At {v} you can talk to {s}.", "{v} sent {s} to us.", "The boss of {v} is {s}.", "{s} is paid by {v}.", "{s} speaks for {v}.", "{s} has been at {v} for years.", "I'm {s} and I work at {v}.", "Hello, {s} here, calling from {v}.", "{s} gets the salary from {v}.", "Since May {s} is on the staff of {v}.", "{v} is glad to have {s}.", "{v} took on {s}.", "Call {v} and ask for {s}.", "{s} - {v}",
        held_out=("{v} is where {s} works.", "{s} signs letters for {v}.", "On the desk of {s} stands a sign of {v}.", "{s} took a job with {v}.", "{s} is an employee of {v}.")), toolbox.string(lexicon.firm), "string",
        ("of {v}", "at {v}", "from {v}", "employed at {v}", "working for {v}")),
    Field(("phone", "telephone", "phone_number", "mobile", "tel", "phoneNumber"), ways(
        "{s} has the [phone number|number|telephone number] {v}.", "[Call|Ring|Phone] {s} [at|on|under] {v}.", "The [phone|telephone|mobile] [number |]of {s} is {v}.", "{s} can be called [at|on] {v}.", "{v} is the [number|phone] of {s}.", "{s}, tel. {v}.",
        "{s}'s number is {v}.", "{s} called from {v}.", "My name is {s}, call me on {v}.", "{s} {v}", "Text {s} at {v}.", "{s} - {v}", "Please ring {v} and ask for {s}.", "Tel.: {v} ({s})", "The new number of {s} is {v}.", "{s} wrote down {v} as a phone number.", "You get {s} on the phone under {v}.", "hi its {s}, my number is {v}",
        held_out=("Dial {v} for {s}.", "If you type {v} into your phone, {s} will answer.", "{s} gave me this to ring: {v}.", "The number to call {s} is {v}.", "Use {v} to get hold of {s}.")), toolbox.string(phone), "string", ("tel. {v}", "{v}", "phone {v}")),
    Field(("salary", "income", "pay", "wage", "monthly_pay"), ways(
        "{s} [earns|makes|gets|is paid|brings home] {v}[ euros| dollars|][ a month| a week|].", "The [salary|pay|income] of {s} is {v}.", "{v} [euros |]is what {s} [earns|makes].", "They pay {s} {v}[ a month|].",
        "{s} gets a pay of {v}.", "{s} asked for {v} a month.", "At work {s} gets {v}.", "For {v} a month {s} works hard.", "{s} now earns {v}.", "{s} went up to {v} euros.", "Every month {s} gets {v} euros.", "{s} has an income of {v}.",
        held_out=("{s} takes home {v} each month.", "The account of {s} grows by {v} every month.", "{v} euros land with {s} on payday.", "The job pays {s} {v} euros.")), toolbox.integer(100, 9000), "integer", ("earning {v}",)),
    Field(("address", "street", "home_address", "streetAddress"), ways(
        "{s} lives at {v}.", "The address of {s} is {v}.", "{s} [moved to|can be visited at|has a room at] {v}.", "Letters to {s} go to {v}.", "[Find|Visit] {s} at {v}.",
        "{s}, {v}", "Send the parcel to {s}, {v}.", "Deliver to {s} at {v}.", "{v} is where {s} lives.", "At {v} lives {s}.", "{s} has a flat at {v}.", "Ship it to {s}, {v}.", "{s}'s house is {v}.", "We went to {v} and met {s}.", "{s} gave {v} as an address.", "To {s}\n{v}", "My name is {s} and I live at {v}.", "{s} rents a flat in {v}.",
        held_out=("{v} is the house of {s}.", "The postman brings letters for {s} to {v}.", "Ring the bell at {v} and {s} will open.", "{s} can be found at {v}.", "You should send it to {s} at {v}.")), toolbox.string(lexicon.address), "string", ("{v}", "of {v}", "living at {v}")),
    Field(("instrument", "music", "plays"), ways(
        "{s} plays the {v}.", "{s} [practises|learned|studies|is good at] the {v}.", "The {v} is the instrument of {s}.", "[In the band|At home] {s} plays the {v}.",
        "{s} took lessons on the {v}.", "{s} bought a {v} and plays it every day.", "On the {v} we hear {s}.", "{s} with the {v} is in the band.", "{s} at the {v}: wonderful.", "The sound of the {v} comes from {s}.", "Nobody plays the {v} like {s}.", "{s} is the one with the {v}.", "Listen to {s} on the {v}.",
        held_out=("The {v} is what {s} plays.", "Give {s} a {v} and there will be a song.", "The one who makes the {v} sound is {s}.", "{s} has played the {v} since school.")), open_to(("piano", "violin", "guitar", "drum", "flute", "harp", "organ", "trumpet", "cello", "horn")), "string", ("who plays the {v}", "on the {v}")),
)  # fmt: skip
