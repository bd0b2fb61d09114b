"""How one asks about units, weekdays, months, hours and years.

`{n}` is a number, `{l}` and `{s}` units, `{d}` a day or a month, `{a}` and `{b}` two times.
"""

# ruff: noqa: E501 - a phrasing is easier to read and correct on one line

from __future__ import annotations

from training.corpus.grammar import ways

CONVERT = ways(
    "How many {s} are [there |]in {n} {l}?", "[Convert|Change|Turn] {n} {l} [to|into] {s}[.|]", "{n} {l} in {s}[?|]", "[What is|What's|How much is] {n} {l} in {s}?", "{n} {l} [is|are|makes] how many {s}?", "[Tell me|I need] {n} {l} in {s}[.|]",
    "[Write|Give me|Say|Put|Calculate|Show|Work out] {n} {l} [in|as] {s}[.|]", "How many {s} [is|are|make|makes] {n} {l}?", "How many {s} [do|does] {n} {l} have?", "[Could|Can|Would] you [convert|change|turn] {n} {l} [to|into] {s}[?|]", "[Please convert|Conversion|Convert]: {n} {l} to {s}", "[Convert|Change] to {s}: {n} {l}", "{n} {l}, how many {s}[ is that| are that|]?", "{n} {l} = how many {s}?", "{n} {l} = ? {s}", "{n} {l} to {s}[?|]", "[In {s}|As {s}]: {n} {l}", "[It is|It takes|There are|I have|We need|It lasts] {n} {l}. How many {s} is [that|it]?", "I [want|need|would like] [to know|to have] {n} {l} in {s}[.|]", "What [number|amount] of {s} is {n} {l}?", "how much is {n} {l} in {s}", "If [something|it] is {n} {l}, how many {s} is [that|it]?", "Do you know how many {s} are in {n} {l}?", "{n} {l} equals how many {s}?", "In {n} {l}, how many {s} are there?",
    held_out=("Express {n} {l} in {s}.", "What do {n} {l} make in {s}?", "I was told {n} {l}, but I think in {s}.", "Measured in {s}, how much would {n} {l} be?", "Get me the {s} for {n} {l}."),
)  # fmt: skip
FACTOR = ways(
    "How many {s} [are|are there] in [a|one] {l}?", "How many {s} [does a|does one|has a|has one] {l}[ have|]?".replace("[does a|does one|has a|has one] {l}[ have|]", "does [a|one] {l} have"), "[One|1|A] {l} [is|has|makes] how many {s}?", "[One|1|A] {l} in {s}[?|]", "How long is a {l} in {s}?".replace("long", "much"), "{s} in [a|one] {l}[?|]", "[Tell me|Say] how many {s} [are in|make] [a|one] {l}[.|]", "how many {s} in a {l}",
    held_out=("What number of {s} makes up one {l}?", "A single {l} holds how many {s}?", "Into how many {s} does a {l} divide?"),
)  # fmt: skip
DAY_LATER = ways(
    "[What|Which] day is it {n} days after {d}?", "[Today is|It is] {d}. [What|Which] day is it in {n} days?", "{n} days after {d} is [which|what] day?", "If today is {d}, [what|which] day comes {n} days later?", "[Which|What] [weekday|day of the week] is {n} days from {d}?",
    "[Today is|It is|Now it is|We have] {d}. [What|Which] [day|weekday] [is it|will it be] {n} days [later|from now]?", "{d} plus {n} days[?|: which day?| is which day?]", "{d} + {n} days[?|]", "[Count|Go] {n} days [on|forward|ahead] from {d}[.|: which day is it?]", "{n} days [later|on] from {d}[, which day is it|]?", "What comes {n} days after {d}?", "In {n} days, if [today is|it is] {d}, [what|which] day [is it|will it be]?", "[My parcel|The train|The guest|The book] [comes|arrives|is due] {n} days after {d}. [What|Which] day is that?", "[Add|Count] {n} days to {d}[.|]", "[Tell me|Say] [which|what] day is {n} days after {d}[.|]", "[Which|What] day follows {d} [after|by] {n} days?".replace("[after|by]", "after"), "{n} days from {d}[?| is what day?]", "[I leave|We start|It begins] on {d} and [it takes|it lasts|stay] {n} days. [What|Which] day is it then?".replace("[it takes|it lasts|stay]", "it takes"), "what day is {n} days after {d}", "if today is {d} what day is it in {n} days",
    held_out=("Starting from {d}, which day is it after {n} days?", "{d} was the start and {n} days have gone by. Name the day.", "When {n} days have passed since {d}, what is the day called?", "Move ahead from {d} by {n} days and tell me where you are in the week."),
)  # fmt: skip
DAY_EARLIER = ways(
    "[What|Which] day was it {n} days before {d}?", "[Today is|It is] {d}. [What|Which] day was it {n} days ago?", "{n} days before {d} was [which|what] day?", "If today is {d}, [what|which] day was {n} days earlier?",
    "[Today is|It is|Now it is|We have] {d}. [What|Which] [day|weekday] was it {n} days [earlier|before|back]?", "{d} minus {n} days[?|: which day?| is which day?]", "{d} - {n} days[?|]", "[Count|Go] {n} days back from {d}[.|: which day was it?]", "{n} days [earlier|back] from {d}[, which day was it|]?", "What [comes|was] {n} days before {d}?", "{n} days ago, if [today is|it is] {d}, [what|which] day was it?", "[I sent it|It happened|We left|It began] {n} days before {d}. [What|Which] day was that?", "[Tell me|Say] [which|what] day was {n} days before {d}[.|]", "[Which|What] [weekday|day of the week] was {n} days before {d}?", "{n} days before {d}[?|]", "what day was {n} days before {d}", "if today is {d} what day was it {n} days ago", "[Take|Subtract] {n} days from {d}[.|]",
    held_out=("Counting back {n} days from {d}, which day was it?", "{d} is now; the thing happened {n} days earlier. Name that day.", "Step back {n} days in the week from {d} and tell me the day."),
)  # fmt: skip
MONTH_LATER = ways(
    "[What|Which] month is {n} months after {d}?", "It is {d}. [What|Which] month is it in {n} months?", "{n} months after {d} is [which|what] month?", "If it is {d} now, [what|which] month is it {n} months later?",
    "[It is|Now it is|We have|This is] {d}. [What|Which] month [is it|will it be] {n} months [later|from now]?", "{d} plus {n} months[?|: which month?| is which month?]", "{d} + {n} months[?|]", "[Count|Go] {n} months [on|forward|ahead] from {d}[.|: which month is it?]", "{n} months [later|on] from {d}[, which month is it|]?", "What comes {n} months after {d}?", "In {n} months, if it is {d}, [what|which] month [is it|will it be]?", "[The baby|The ship|The report|My holiday] [comes|is due] {n} months after {d}. [What|Which] month is that?", "[Add|Count] {n} months to {d}[.|]", "[Tell me|Say] [which|what] month is {n} months after {d}[.|]", "{n} months from {d}[?| is what month?]", "what month is {n} months after {d}",
    held_out=("Starting from {d}, which month is it after {n} months?", "{d} was the start and {n} months have gone by. Name the month.", "When {n} months have passed since {d}, what is the month called?"),
)  # fmt: skip
MONTH_EARLIER = ways(
    "[What|Which] month was {n} months before {d}?", "It is {d}. [What|Which] month was it {n} months ago?", "{n} months before {d} was [which|what] month?", "If it is {d} now, [what|which] month was it {n} months earlier?", "{d} minus {n} months[?|: which month?]", "[Count|Go] {n} months back from {d}[.|: which month was it?]", "What [comes|was] {n} months before {d}?", "{n} months ago, if it is {d}, [what|which] month was it?", "[Tell me|Say] [which|what] month was {n} months before {d}[.|]", "{n} months before {d}[?|]", "[It happened|I came|We met] {n} months before {d}. [What|Which] month was that?",
    held_out=("Counting back {n} months from {d}, which month was it?", "{d} is now; the thing happened {n} months earlier. Name that month.", "Step back {n} months in the year from {d} and tell me the month."),
)  # fmt: skip
NEXT = ways(
    "Today is {d}. [What|Which] day is [it |]{t}?", "[It is|Now it is|We have] {d} today. [What|Which] day is {t}?", "If today is {d}, [what|which] day is {t}?", "[When|If] it is {d} today, {t} is [what|which] day?", "{d} is today. And {t}?", "Today {d}, {t}?", "today is {d}, what is {t}[?|]", "[Tell me|Say] [which|what] day {t} is if today is {d}[.|]",
    held_out=("Given that it's {d} today, name the day that {t} is.", "We are on a {d}. So {t} is a what?", "{t} seen from a {d}: which day?"),
)  # fmt: skip
DATE = ways(
    "[What|Which] date is it {n} days after {a} {d}?", "[Today is|It is] {a} {d}. [What|Which] date is it in {n} days?", "{n} days after {a} {d}[?| is which date?]", "{a} {d} plus {n} days[?|]", "If today is {a} {d}, [what|which] date is it {n} days later?", "[Count|Go] {n} days [on|forward] from {a} {d}[.|]", "[It is due|It ends|I come back] {n} days after {a} {d}. [When|Which date] is that?", "[Tell me|What is] the date {n} days after {a} {d}[.|?]", "[Add|Count] {n} days to {a} {d}[.|]",
    held_out=("Starting from {a} {d}, which date comes after {n} days?", "{a} {d} was {n} days ago. What is the date now?", "Give me the date when {n} days have passed since {a} {d}."),
)  # fmt: skip
HOURS = ways(
    "[The film|The lesson|The trip|The show|Work|The meeting] [starts|begins] at {a} and [ends|stops|is over] at {b}. How [long|many hours] [is|does] it[ take| last|]?".replace("How [long|many hours] [is|does] it[ take| last|]?", "How [long is it|many hours is it|long does it take|long does it last]?"), "How many hours are [there |]between {a} and {b} o'clock?", "From {a} to {b} o'clock, how many hours[ is that|]?",
    "[The shop|The office|The museum|The bank] [opens|is open from] at {a} and closes at {b}. How many hours is it open?".replace("[opens|is open from] at", "opens at"), "[I|She|He] [works|sleeps|waits|travels] from {a} to {b} o'clock. How [many hours|long] is that?", "How long is it from {a} to {b} o'clock?", "[It is|Now it is] {a} o'clock. How many hours [until|to|till] {b} o'clock?", "How many hours [from|lie between] {a} [to|and] {b} o'clock?".replace("[from|lie between] {a} [to|and] {b}", "from {a} to {b}"), "{a} to {b} o'clock: how many hours?", "[The train|The bus|The ship] leaves at {a} and arrives at {b}. How [many hours|long] does it take?", "hours between {a} and {b} o'clock[?|]", "[Begin|Start] {a}, end {b} o'clock: how long?", "[Tell me|Say] how many hours it is from {a} to {b} o'clock[.|]",
    held_out=("Between {a} and {b} o'clock lie how many hours?", "A party went on from {a} until {b} o'clock. How long was that?", "If I am away from {a} till {b} o'clock, for how many hours am I away?"),
)  # fmt: skip
CLOCK = ways(
    "[What time|What] is it {n} hours after {a} o'clock?", "It is {a} o'clock. What time is it in {n} hours?", "{n} hours after {a} o'clock[?| is what time?]", "[The film|The lesson|The trip|The show|The meeting] [starts|begins] at {a} o'clock and [takes|lasts] {n} hours. When [is it over|does it end]?", "{a} o'clock plus {n} hours[?|]", "If it is {a} o'clock now, what time is it {n} hours later?", "[I start|We leave|She goes] at {a} o'clock and [it takes|need] {n} hours. When [is it done|is that over]?".replace("[it takes|need]", "it takes"), "[Count|Go] {n} hours on from {a} o'clock[.|]", "[Tell me|Say] what time it is {n} hours after {a} o'clock[.|]",
    held_out=("Starting at {a} o'clock, what does the clock say after {n} hours?", "{n} hours have gone since {a} o'clock. Tell the time.", "At {a} o'clock I set a timer of {n} hours. At what time does it ring?"),
)  # fmt: skip
BORN = ways(
    "[I was|She was|He was] born in {a}. How old [am I|is she|is he] in {b}?", "How many years [are there |]from {a} to {b}?", "How many years [lie|are] between {a} and {b}?", "[Somebody|A person] born in {a} is how old in {b}?",
    "[The house|The bridge|The school|The firm] [is from|was built in] {a}. How old is it in {b}?", "{a} to {b}: how many years?", "How long is it from {a} to {b}?", "How many years passed [between {a} and {b}|from {a} to {b}]?", "If [I was|you were|someone was] born in {a}, how old [in {b}|is that in {b}]?", "[It began|We met|They married|It opened] in {a}. How many years is that in {b}?", "[The age|Age] in {b} [of somebody|if] born in {a}[?|]", "Years [between|from] {a} [and|to] {b}[?|]".replace("[between|from] {a} [and|to]", "from {a} to"), "[Tell me|Say] how many years it is from {a} to {b}[.|]", "[My car|The tree|My dog] is from {a}. [Now it|It] is {b}. How old is it?",
    held_out=("Born in {a}, what age is that in {b}?", "What stretch of years lies from {a} up to {b}?", "Something was made in {a}; how many years later is {b}?"),
)  # fmt: skip
IN_MONTH = ways(
    "How many days [does {x} have|are in {x}|are there in {x}]?", "[The|What is the] number of days in {x}?", "Days in {x}?", "How long is {x}?", "[Tell me|Say] how many days {x} has[.|]", "{x} has how many days?", "{x}: how many days?", "[Does {x} have|Has {x}] 30 or 31 days?".replace("[Does {x} have|Has {x}] 30 or 31 days?", "How many days are in the month of {x}?"), "how many days in {x}", "[Length|Days] of {x}[?|]", "How many days has {x}?", "With how many days does {x} come?", "What is the length of {x}[ in days|]?", "[Count|Give me] the days [of|in] {x}[.|]",
    held_out=("What number of days has {x}?", "On which day number does {x} end?", "A full {x} lasts how many days?"),
)  # fmt: skip
