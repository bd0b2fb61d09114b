"""How people ask for the facts of the tables, one phrasing to a line; those behind `~` are held out."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus.spoken import lines

CAPITAL = lines("""
    [What is|What's|Which is|Name|Tell me|Whats|Give me|Say] the capital of {x}?
    [What is|What's|Tell me|Name] the capital city of {x}?
    [Which|What] city is the capital of {x}?
    [Capital of|The capital of|Capital city of] {x}[?|]
    {x}'s capital[?| city?| is]
    Do you know the capital [of|city of] {x}?
    What [do you call|is the name of] the capital of {x}?
    The capital of {x} is
    [Can|Could] you [tell me|name|say] the capital of {x}?
    I [need|want to know|am looking for|forgot] the capital of {x}.
    {x} has which capital?
    [{x}, capital|capital {x}|{x} capital|{x}: capital][?|]
    [Which|What] [city|town] is the seat of {x}?
    [In|For] {x}, [which city|what] is the capital?
    [Is it true that {x} has a capital|What does {x} have as its capital|What is {x}'s capital called]?
    [I am going|We travel|My sister flies] to the capital of {x}. [What is it|Which city is that|What is its name]?
    [Quiz|Quiz question|Geography]: [the |]capital of {x}?
    ~Please give me the name of the capital of {x}.
    ~Give me the name of the capital of {x}.
    ~Which [town|city] is {x}'s capital?
    ~What would be the capital of {x}?
    ~If I went to the capital of {x}, in what city would I be?
""")
CAPITAL_OF = lines("""
    {x} is the capital of [which|what] country?
    [Which|What] country has {x} as its capital?
    [Which|What] country's capital is {x}?
    [What|Which country] is {x} the capital of?
    Of [which|what] country is {x} the capital[ city|]?
    {x} is the capital of
    [Which|What] country has the capital {x}?
    [In which|In what] country is [the capital|the city of|the city] {x}?
    {x}: capital of [what|which country]?
    [Tell me|Say|Do you know|Can you tell me] [which|what] country {x} is the capital of[.|?]
    [{x} belongs to which country|{x} is in which country|What country does {x} belong to|To which country does {x} belong]?
    [Whose capital is|Whose capital city is] {x}?
    [The city of {x}|{x}] is whose capital?
    ~Name the country whose capital is {x}.
    ~{x} is the capital city of what country?
    ~What's the country with the capital {x}?
""")
CONTINENT = lines("""
    [Which|What] continent is {x} [in|on]?
    On [which|what] continent [is|lies] {x}?
    Where is {x}?
    [Where is|In which part of the world is] {x} [located|]?
    {x} is [on|in] [which|what] continent?
    [What is|What's|Tell me|Name] {x}'s continent[?|.]
    [Do you know|Can you tell me|Tell me] where {x} is[?|.]
    [{x}: continent|{x}, continent|continent of {x}|{x}: where is it][?|]
    [To which|To what] continent does {x} belong?
    [Where on earth|Where in the world|Where on the map] is {x}?
    [Is {x} in Europe, Asia or Africa|Is {x} in Asia or in Europe|In which continent can I find {x}]?
    Where [would I find|can I find|do I find] {x}?
    ~Name the continent of {x}.
    ~Tell me the continent of {x}.
    ~In which continent does {x} lie?
    ~What part of the globe is {x} in?
""")
CURRENCY = lines("""
    [What is|What's|Which is|Tell me|Do you know] the currency of {x}?
    [What|Which] currency [is used|do they use|do people use|do they have|do I need] in {x}?
    [What|Which] money [is used|do they use|do people use|do I need] in {x}?
    What do [people|they|you] pay with in {x}?
    [Currency of|The currency of|Currency in|Money in] {x}[?|]
    {x}'s currency[?| is]
    [In|For] {x}, [what is the currency|which money do I need]?
    [How do people pay|What can I pay with|What do I pay with] in {x}?
    [What|Which] currency does {x} [have|use]?
    [{x}: currency|{x}, currency|{x} currency|{x} money][?|]
    ~Name the currency of {x}.
    ~With what currency do people pay in {x}?
    ~I travel to {x}: what money should I take?
""")
LANGUAGE = lines("""
    [What|Which] language [do they speak|do people speak|is spoken|is used|do I need] in {x}?
    [What is|What's|Tell me|Do you know] the [official |main |]language of {x}?
    [What|Which] language do [people|they] in {x} speak?
    [Language of|The language of|Language in] {x}[?|]
    What do [people|they] speak in {x}?
    [{x}: language|{x}, language|{x} language][?|]
    [Which|What] language does {x} have?
    [What|Which] language [should|must|do] I [learn|speak] [in|for] {x}?
    ~Name the language of {x}.
    ~In {x}, how do people speak?
    ~Which language would I hear in {x}?
""")
COLOUR = lines("""
    [What|Which] [colour|color] is {x}?
    [What is|Tell me|What's|Name] the [colour|color] of {x}?
    [What|Which] [colour|color] does {x} [usually|normally|] have?
    [Colour|Color] of {x}?
    {x} [is|has] [what|which] [colour|color]?
    [Do you know|Can you tell me|Tell me] what [colour|color] {x} is[?|.]
    [What|Which] is the [usual|normal] [colour|color] of {x}?
    ~Of what [colour|color] is {x}?
    ~In which [colour|color] would you paint {x}?
""")
SOUND = lines("""
    [What|Which] [sound|noise] does {x} make?
    What does {x} say?
    What [sound|noise] do you hear from {x}?
    [The sound|Sound|Noise] of {x}?
    [What is|What's|Tell me] the [sound|noise|call] of {x}?
    [Do you know|Can you tell me] [what sound {x} makes|the sound of {x}]?
    {x} [makes|says] [what|which sound]?
    [Imitate|Make the sound of|Do] {x}[.|!]
    ~How does {x} sound?
    ~Which noise would {x} make?
""")
BABY = lines("""
    What is a baby {x} called?
    What do you call a [baby|young] {x}?
    [What is the|The] name for a [baby|young] {x}?
    [What is|What's] a [young|little|newborn] {x} called?
    [Baby|Young] {x}[?| is called?| name?]
    [What|Which] is the [young|baby|child] of a {x}?
    [Tell me|Do you know|Can you say] what a [baby|young] {x} is called[?|.]
    A {x}'s [baby|child|young] is called what?
    [The word for|Name of] a [baby|young] {x}?
    ~How do you call a baby {x}?
    ~What name has the young one of a {x}?
""")
COUNT = lines("""
    How many {x}?
    [Do you know|Tell me|Can you tell me|Please tell me|Say|I forgot] how many {x}?
    [Quick question|A question|Quiz]: how many {x}?
    how many {x}
    [What number of|The number of] {x}?
    ~I'd like to know how many {x}.
    ~Could you say how many {x}?
""")
SYMBOL = lines("""
    [What is|What's|Tell me|Name] the [chemical |element |]symbol [for|of] {x}?
    [Which|What] [chemical |]symbol does {x} have?
    [Chemical symbol|Symbol] [for|of] {x}[?|]
    [How is|How do you write] {x} [written |] in chemistry?
    [In chemistry|On the periodic table], what is the symbol [for|of] {x}?
    {x} has [which|what] [chemical |]symbol?
    ~Which letters are the chemical symbol for {x}?
    ~How do chemists abbreviate {x}?
""")
ELEMENT = lines("""
    [Which|What] [chemical |]element has the symbol {x}?
    What does the [chemical |]symbol {x} stand for?
    [What|Which element] is {x} [in chemistry|on the periodic table]?
    [The element|Element] {x}[?| is what?]
    {x} is the symbol [of|for] [what|which element]?
    ~Name the element with the symbol {x}.
    ~What element does {x} mean?
""")
FORMULA = lines("""
    [What is|What's|Tell me] the [chemical |]formula [of|for] {x}?
    [Chemical formula|Formula] [of|for] {x}[?|]
    [Which|What] [chemical |]formula does {x} have?
    ~How do chemists write {x}?
    ~Give me the formula of {x}.
""")
MOST = lines("""
    [What|Which] is the {x}?
    [Name|Tell me|Say|Give me] the {x}.
    Do you know [what|which] the {x} is?
    [What's|Whats|Which one is] the {x}?
    [The {x}|{x}]?
    [Can you tell me|Tell me|I want to know] [what|which] the {x} is[?|.]
    [Quiz|A question|My question is]: [what is |which is |]the {x}?
    ~Can you name the {x}?
    ~Which would you say is the {x}?
""")
AFTER = lines("""
    [What|Which] {kind} comes [after|directly after|right after|just after] {x}?
    [What|Which] {kind} is after {x}?
    [What|Which] {kind} follows {x}?
    What comes [right |directly |]after {x}?
    [What is|What's|Tell me|Name] the {kind} after {x}?
    [What|Which {kind}] follows [on|after] {x}?
    After {x} comes [which {kind}|what]?
    [The next {kind}|Next {kind}] after {x}?
    ~Which is the {kind} after {x}?
    ~What {kind} do we get after {x}?
""")
BEFORE = lines("""
    [What|Which] {kind} comes [before|right before|just before|directly before] {x}?
    [What|Which] {kind} is before {x}?
    What comes [right |directly |]before {x}?
    [What is|What's|Tell me|Name] the {kind} before {x}?
    Before {x} comes [which {kind}|what]?
    [The {kind}|{kind}] before {x}?
    ~Which is the {kind} before {x}?
    ~Which {kind} do we have before {x}?
""")
NTH = lines("""
    [What|Which] is the {n} {kind}?
    [Name|Tell me] the {n} {kind}.
    [What's|Whats] the {n} {kind}?
    [Which|What] {kind} is [number|the] {n}?
    ~Can you name the {n} {kind}?
    ~The {n} {kind} is called what?
""")
LIST = lines("""
    [What|Which] are the {x}?
    [Name|List|Tell me|Say|Write|Write down] [all |]the {x}.
    [Can you|Please] [name|list] the {x}[?|.]
    [The {x}|{x}]?
    [List of|All] [the |]{x}[, please|]
    [I need|I want|I'd like] [a list of |all |]the {x}[.|, please.]
    [Do you know|Recite] [all |]the {x}[?|.]
    ~Give me a list of the {x}.
    ~Could you list all the {x}?
    ~Enumerate the {x} for me.
""")
COUNTING = lines("""
    [Count|Please count|Can you count] from {a} to {b}[.|?|]
    [List|Write|Say] the numbers from {a} to {b}[.|]
    [Count|Numbers] {a} to {b}[.|]
    ~Give me the numbers from {a} to {b}.
    ~Begin at {a} and count up to {b}.
""")
WRITER = lines("""
    Who [wrote|is the author of|was the author of] {q}?
    Who's the [author|writer] of {q}?
    {q} [was written by|is by|was written by whom] [who|whom|]?
    [Do you know|Tell me|Can you tell me] who wrote {q}[?|.]
    [Author of|The author of|Writer of] {q}[?|]
    [Which|What] [writer|author] [wrote|made] {q}?
    ~By whom is {q}?
    ~Name the author of {q}.
    ~Whose work is {q}?
""")
PAINTER = lines("""
    Who [painted|is the painter of|was the painter of] {q}?
    {q} was painted by [who|whom]?
    [Do you know|Tell me|Can you tell me] who painted {q}[?|.]
    [Painter of|The painter of] {q}[?|]
    [Which|What] painter [made|painted] {q}?
    ~{q} is a painting by whom?
    ~Name the painter of {q}.
""")
COMPOSER = lines("""
    Who [composed|wrote|is the composer of] {q}?
    {q} was composed by [who|whom]?
    [Do you know|Tell me|Can you tell me] who composed {q}[?|.]
    [Composer of|The composer of] {q}[?|]
    [Which|What] composer wrote {q}?
    ~Whose music is {q}?
    ~Name the composer of {q}.
""")
INVENTOR = lines("""
    Who [invented|made the first|is the inventor of|was the inventor of] {q}?
    {q} was invented by [who|whom]?
    [Do you know|Tell me|Can you tell me] who invented {q}[?|.]
    [Inventor of|The inventor of] {q}[?|]
    ~Whose idea was {q}?
    ~Name the inventor of {q}.
""")
DISCOVERER = lines("""
    Who [discovered|found|is the discoverer of] {q}?
    {q} was discovered by [who|whom]?
    [Do you know|Tell me|Can you tell me] who discovered {q}[?|.]
    ~Name the discoverer of {q}.
    ~To whom do we owe the discovery of {q}?
""")
PERSON = lines("""
    Who [is|was] {q}?
    Who [was|is] [the famous |]{q}?
    [Tell me about|What do you know about|Do you know] {q}[?|.]
    [Who exactly|Who again] was {q}?
    [Have you heard of|Ever heard of] {q}?
    [What did|What has] {q} [do|done]?
    [Why is|What makes] {q} famous?
    {q}[?|, who was that?| was who?]
    ~What is {q} known for?
    ~Could you say who {q} was?
    ~What made {q} so famous?
""")
EATS = lines("""
    What does {x} eat?
    [What is|What's] the food of {x}?
    [What|Which food] does {x} [like to eat|live on|feed on]?
    [What can I feed|What should I give] {x}?
    ~On what does {x} feed?
    ~What is eaten by {x}?
""")
HOME = lines("""
    Where does {x} [live|sleep|have its home]?
    [What is|What's] the home of {x}[ called|]?
    [In what|In which place] does {x} live?
    ~Where would I find {x} at home?
    ~What does {x} call home?
""")
HOLIDAY = lines("""
    When is {x}?
    [What|Which] [day|date] is {x}[ on|]?
    [On which|On what] [day|date] is {x}?
    [What is|What's|Tell me] the date of {x}?
    [Date of {x}|{x} date|{x} is when|When do we have {x}|When do people celebrate {x}]?
    ~Which day of the year is {x}?
    ~When does {x} take place?
""")
MIX = lines("""
    What [colour|color] do you get [from|when you mix|if you mix] {x}?
    [What|Which colour] do {x} make?
    [Mix|Mixing] {x} [gives|makes] [what|which colour]?
    ~When I mix {x}, what [colour|color] will it be?
    ~{x} together, what [colour|color] is that?
""")
ROOT = lines("""
    [What is|What's|Calculate|Tell me] the square root of {x}?
    [Square root of|The square root of|sqrt] {x}[?|]
    [Which|What] number [squared|times itself] [is|gives|makes] {x}?
    ~The root of {x} is what?
    ~Give me the square root of {x}.
""")
WATER = lines("""
    [At what|At which] temperature does water {x}?
    When does water {x}?
    [How hot|How warm|How cold] must water be to {x}?
    [What is|What's] the temperature at which water {x}s?
    [What is|What's|Tell me|Name] the {x}ing [point|temperature] of water[?|]
    [{x}ing point|The {x}ing point] of water[?|]
    ~At how many degrees does water {x}?
    ~Water {x}s at how many degrees?
""")

# The same of another country, after the question was asked of one.
AGAIN = lines("""
    [and|And|and|what about|What about|How about|how about|and what about|And for|and for|and of|And of|And in|and in|Now|And now] {x}[?|?|?|.|]
    [The same for|Same for|Same question for|The same question for|And the same for|Now for|Next] {x}[.|?|, please|]
    {x}?
    [And what is it for|What is it for|And what is it in|What would it be for|And how is it in] {x}?
    [I also need|I also want to know|Tell me the same for|I meant|Sorry, I meant|Then tell me about] {x}[.|]
    [OK|Thanks|Great|Good|Cool|Nice][, and|! And|. What about|, what about] {x}?
    ~And in the case of {x}?
    ~Would you know it for {x}, too?
    ~Let me have the same of {x}.
""")
