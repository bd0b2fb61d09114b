"""How people ask for what a very small model cannot know or do, one phrasing to a line.

`{x}` and `{y}` are names, `{t}` a topic, `{w}` and `{v}` words, `{a}` a word with its article,
`{n}` a year or number. A line behind `~` is held out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus.spoken import lines

PLACE = lines("""
    [What is|What's|Tell me|Which is] the capital of {x}?
    [Which|What] continent is {x} [in|on]?
    Where is {x}?
    [What is|What's] the currency of {x}?
    [Capital of|The capital of] {x}?
    {x} is the capital of which country?
    [Tell me about|What do you know about|Describe] {x}.
    What is {x}?
    How many people live in {x}?
    [Explain|Define] {x}.
    What does [the word|] {x} mean?
    [What|Which] language [do they speak|do people speak|is spoken] in {x}?
    [Where can I find|Where would I find|How do I get to] {x}?
    [What is|What's] the [population|area|flag|national dish|highest mountain|largest city] of {x}?
    [Who|Which people] live in {x}?
    [How far|How far away] is {x}?
    Is {x} [a country|a city|a town|a river|in Europe|in Asia|in Africa|an animal|a word]?
    [Have you heard of|Do you know|Ever heard of] {x}?
    [I read|I heard] [about|something about] {x}. What is it?
    {x}'s [capital|currency|population|continent]?
    [Can you|Could you] [explain|describe] {x}[ to me|]?
    [What|Which] [people|animals|rivers|cities] are [there |]in {x}?
    {x}: [capital|what is it|where is it|currency|continent]?
    ~Name the capital of {x}.
    ~Which city is {x}'s capital?
    ~I'd like to know what {x} is.
    ~In which part of the world would I find {x}?
    ~What sort of place is {x}?
""")
PERSON = lines("""
    Who is {x} {y}?
    Who [was|is] [the famous |]{x} {y}?
    [Tell me about|What do you know about|Do you know] {x} {y}?
    [When|Where] was {x} {y} born?
    How old is {x} {y}?
    What did {x} {y} [do|write|invent|say]?
    [Where does|What does] {x} {y} [live|do]?
    [Who's|Who might be|Who on earth is] {x} {y}?
    [Have you heard of|Ever heard of|Do you recognise the name] {x} {y}?
    [When|How] did {x} {y} die?
    [Which|What] [books|songs|films|paintings] did {x} {y} [make|write|create]?
    [What is|What's] {x} {y} [famous for|doing now|like]?
    [Is|Was] {x} {y} [an actor|a singer|a writer|a painter|a politician|still alive|married|rich]?
    [Who is|What is the name of] {x} {y}'s [wife|husband|mother|father|boss|daughter|son]?
    [Tell me|Give me|I want] [a short biography|the life story|some facts|everything] [of|about] {x} {y}[.|]
    {x} {y}[, who is that|: who is it|, do you know them]?
    [What|Which] [job|prize|country|team] does {x} {y} have?
    [How tall|How rich|How famous] is {x} {y}?
    ~What can you tell me about {x} {y}?
    ~What is {x} {y} known for?
    ~Why is {x} {y} so well known?
    ~Could you say who {x} {y} was?
""")
FAMOUS = lines("""
    Who [is|was] {x}?
    [Tell me about|What do you know about|Who exactly was] {x}[?|.]
    [When|Where] was {x} born?
    How old is {x}?
    [What did|What has] {x} [do|done|say|said]?
    [When|How] did {x} die?
    [Who is|Who was] {x} married to?
    [Give me|Write] a [short |]biography of {x}.
    [Why is|What makes] {x} famous?
    ~What made {x} so famous?
    ~Could you tell me about the life of {x}?
    ~In which year was {x} born?
""")
NOW = lines("""
    [What is|What's|How is] the weather [like |][today|tomorrow|now|outside|in {x}|like]?
    [What is|What's] the [weather|temperature|forecast][ today| now| tomorrow| outside|]?
    [Will it|Is it going to|Is it] [rain|raining|snow|snowing|be sunny|be hot] [today|tomorrow|this week|in {x}]?
    [How is|What about] the weather[ today| tomorrow| in {x}|]?
    What [time|day|date|year] is it[ now| today| in {x}|]?
    [What is|What's] the time in {x}?
    [What is|What's|Tell me] [the time|today's date|the date|the day][ today| now|]?
    [What is|What's|Tell me] [the latest news|in the news|the news|new in the world][ today|]?
    Who won the [election|match|game|race|final][ yesterday| last week| last year|]?
    Who won [the {c}|the last {c}|the {c} in {n}|the {n} {c}]?
    [What is|What's] the price of [gold|oil|a house|bitcoin|bread|petrol|{a}][ today|]?
    How much [is|are|does|do] [gold|a house|bitcoin|an iPhone|{a}|a flight to {x}] [cost |][today|now|at the moment]?
    What happened [today|yesterday|last week|in the news|in {n}|last night]?
    Who is the [president|prime minister|king|queen|mayor|pope|chancellor][ of France| of Germany| of Japan| of Spain| of the US| of England| of {x}|]?
    What is the temperature [outside|in {x}|now]?
    [Is|Was] it [cold|warm|raining|snowing|sunny|windy] [outside|today|in {x}|now]?
    Do I need [a coat|a hat|sunglasses|warm clothes] [today|tomorrow|now]?
    [Who|Which party|Which country|Which player] won [yesterday|last night|the elections|the prize|the game today]?
    Who is [now |currently |][the president|the pope|the king|the chancellor|the richest person]?
    [Which|What] [film|song|book|phone] is [new|popular|the best] [now|today|this year]?
    [What are|Tell me|Any] [today's headlines|the headlines|news about {x}|news]?
    [Did|Has] [my team|{x}|the home team] [win|won|lost|play] [yesterday|last night|today]?
    [What|How much] is [the stock|the exchange rate|the share price] of {x}?
    [Is|Are] [the shop|the bank|the museum|the shops|the library] open [today|now|on Sunday]?
    [When|What time] does [the train|the bus|the film|the shop|the match] [leave|start|open|close|come]?
    [Is there|Are there] [traffic|a strike|a storm|a football match|a concert] [today|tonight|in {x}]?
    [How is|How's] [the traffic|the economy|the market|the situation][ in {x}| today|]?
    [What is|What's] on [TV|television|at the cinema][ tonight| today|]?
    ~Do I need an umbrella [today|tomorrow]?
    ~Who is the prime minister [these days|at the moment]?
    ~Which team won [the cup|last night]?
    ~Is the sun shining in {x}?
    ~How many goals did {x} score last night?
    ~Could you check the news for me?
    ~Is the sun shining outside today?
    ~The president today is who?
    ~Could you say what time it is?
""")
FUTURE = lines("""
    [Who|Which team] will win [the election|the match|the next world cup|tomorrow|next year]?
    What [will happen|comes] [tomorrow|next year|in the future]?
    [Which|What] [lottery numbers|numbers] will win?
    Will I [be rich|pass my exam|find love|get the job|win|be happy]?
    When will [the world end|I die|it stop raining|the war end]?
    [Tell me|Predict|Can you predict] [my future|the future|next week|what happens next]?
    [Will|Is] [bitcoin|the price of oil|the market|my house|gold] [go up|going to rise|fall][ next year| soon|]?
    [Will there be|Is there going to be] [a war|an earthquake|a strike|snow at Christmas]?
    [How long|When] will I [live|marry|have children|retire]?
    [What will|What does] my [horoscope|future|life] [say|look like|bring][ in ten years|]?
    ~What does the future bring?
    ~Will my team win on Sunday?
    ~How will the world look in a hundred years?
""")
PRIVATE = lines("""
    [What is|What's|Do you know|Tell me] my [name|age|birthday|address|phone number|favourite colour|job|password|surname]?
    [What is|What's] my [dog|cat|sister|brother|mother|father|friend|teacher]'s name?
    Where [do I live|did I go yesterday|was I born|do I work|are my keys]?
    [How old am I|Who am I|What did I eat today|When is my birthday|What do I look like]?
    What is my favourite [food|book|film|colour|animal|song]?
    Do you [remember|know] [me|my name|who I am]?
    [Can you guess|Guess|Do you know] my [age|name|job|weight|height|birthday]?
    [What|Which] [shirt|shoes|car|phone|hat] do I [wear|have|own|drive]?
    [Have I told you|Did I tell you|Did I say] [my name|my address|my age|my birthday]?
    [Where did I|When did I] [put my keys|park my car|leave my phone|go to school|last see {x}]?
    [What did I|What have I] [say|tell you|ask you|buy|do] [yesterday|before|last time|last week]?
    [Who is|What is the name of] my [boss|wife|husband|best friend|neighbour|doctor]?
    [Am I|Do I look] [tall|old|rich|married|handsome|a good cook|tired]?
    [How many|What] [children|brothers|sisters|pets] do I have?
    ~Can you guess how old I am?
    ~Have I told you where I live?
    ~What am I wearing?
    ~Which street do I live in?
    ~Do you recall my sister's name?
""")
WRITE = lines("""
    [Write|Can you write|Please write|Could you write] [a|me a|a long|me a short] [essay|letter|report|speech|novel|play|blog post|cover letter|CV|book|article|review|summary|script][ about {t}| on {t}| for me| for my boss|]
    [Write|Make|Compose|Draft] [my|the|a|our] [homework|essay|thesis|application|wedding speech|newsletter|contract|email][ on {t}| about {t}| to {x}| for tomorrow|].
    [I need|I want|I'd like] [an essay|a letter|a report|a speech|an article|a presentation|500 words|ten pages] [on|about] {t}.
    [Compose|Make up|Invent|Create] [a song|a speech|a sonnet|a melody|a play|a business plan] [about {t}|for me|]
    [Essay|Article|Report|Five paragraphs|1000 words] [on|about] {t}[.|, please|]
    [Summarise|Summarize|Correct|Read|Proofread|Rewrite|Improve] [this text|my essay|the article|this file|this book|my letter][.|]
    [Translate|Can you translate] [this text|the text|my letter|this page|this article|the whole book|the contract] [into|to] [French|German|Spanish|Chinese|Latin].
    [Plan|Make|Write] [a trip to {x}|a diet plan|a training plan|a timetable|my week|a menu for a week|a holiday in {x}][ for me|].
    [Give me|Find me|List] [ten ideas|five ideas|some names|twenty ideas|a list of ideas] for [my company|a party|a blog|a gift|my band|a book].
    [Explain|Analyse|Compare|Discuss] [in detail|at length|on two pages] {t}.
    ~Compose a ballad about {t}.
    ~I need you to write an essay for me.
    ~Could I have a long article on {t}?
    ~Help me with my thesis about {t}.
""")
CODE = lines("""
    [Write|Show me|Give me|Make] [code|a program|a function|a script|an app|a website|a class] [that|which|to] [reads a file|builds a website|plays chess|solves sudoku|draws a tree|parses JSON|scrapes a page|sends emails].
    [Write|Build|Make|Code|Program|Create] [me |][a game|a website|an app|a chatbot|a calculator app|snake|tetris|a login page|a web server|a database|an API][ in Python| in Java| with React| in C|].
    [Write|Make|Show me|Give me|Code|Can you write] [a|me a] [Python|Java|shell|JavaScript|C|Bash|Rust] [program|script|game|function|app] [that|which|to] [plays chess|sends emails|draws a map|sorts my photos|scrapes a website|trades shares|solves sudoku|runs a web server|edits videos].
    [Fix|Debug|Refactor|Review|Test|Check] [this code|my code|this bug|the error|my program|my function|this script].
    [Why does|What is wrong with] my [code|program|script|query|function] [crash|not work|fail|]?
    [Implement|Write|Code] [quicksort|binary search|a linked list|a hash table|a parser|a compiler|dijkstra's algorithm|merge sort][ in Python| in Rust| in C++| for me|].
    [How do I|How can I] [deploy an app|set up a server|train a neural network|connect to a database|write a compiler|make a website|use {t}]?
    [Convert|Port|Translate] [this code|my script|the function] [to|into] [Rust|Go|Java|Python|C].
    [Write|Give me] [an SQL query|a regex|a Dockerfile|a unit test|a CSS file|some JavaScript] [for|that finds|for all] {w}.
    ~Write code that controls a robot.
    ~Can you program a small game for me?
    ~My program has a bug, can you find it?
""")
DO = lines("""
    Remind me [to|about] [eat|the meeting|my birthday|buy milk|tomorrow|call {x} back].
    [Draw|Paint|Show me|Make|Generate] [a picture|a photo|an image|a drawing|a logo] of {t}.
    [Draw|Paint|Show me] {a}.
    [Send|Write and send|Forward] [an email|a message|a text] to [my boss|{x}|my friend].
    [Call|Ring|Phone|Text] [my mother|{x}|the police|a taxi|my boss].
    [Play|Sing|Put on] [some music|a song|a film|my favourite song|the radio].
    [Book|Order|Buy|Reserve] [a table|a flight|a pizza|a hotel|tickets|a taxi|{a}] [for me|for tomorrow|to {x}|].
    [Set|Start] [an alarm|a timer] for [7|five minutes|tomorrow].
    [Open|Turn on|Turn off|Close|Switch on] the [door|light|window|heating|television|lights].
    [Search|Look up|Google|Find] {t} [on the internet|online|on the web|for me].
    [Look at|Describe|What is in] [this picture|this photo|my photo|the image].
    [Open|Download|Save|Delete] [the file|my photos|the app|this page|the document].
    [Transfer|Send|Pay] [money|ten euros|the bill|50 dollars] to {x}.
    [Fly|Drive|Take|Bring] me [to {x}|home|a coffee|to the moon|breakfast].
    [Cook|Make|Bake] me [dinner|a sandwich|a cake|some coffee].
    [Sing|Rap|Dance|Whistle] [for me|something|a song|me a song|with me][.|!|]
    [Talk|Speak|Say it|Read it] [aloud|with a voice|out loud].
    ~Remind me to call {x}.
    ~Please phone the doctor for me.
    ~Can you show me a photo of {t}?
    ~Could you order {a} for me?
""")
DEEP = lines("""
    [Explain|Tell me about|What is|Describe|What are|Define] {t}[.|?]
    How does {t} work?
    What [do you know|can you tell me] about {t}?
    [Who invented|Who discovered|When began|What caused] {t}?
    [Why|How] [does|did] {t} [happen|work|begin]?
    [Explain|Can you explain|Please explain] {t} [to me|simply|in simple words|to a child|in one sentence|like I am five].
    [I want|I'd like|I need] to [learn|know|understand] [about|more about|something about] {t}.
    [Teach me|Help me understand|Give me an introduction to] {t}.
    [What is|What's|Tell me] the [history|purpose|meaning|origin|idea|theory|use] of {t}?
    [What is|Tell me] the difference between {t} and {s}?
    [How|Why] is {t} [important|used|made|measured|so hard]?
    [Which is|What is] [older|more important|harder], {t} or {s}?
    [What are|Name|List] [three|five|some|the main] [examples|kinds|parts|causes|problems|rules] of {t}[.|?]
    [Do you know|Do you understand|Are you good at] [anything about |]{t}?
    {t}[?| explained| in simple words| please|, explain]
    [I have a question|A question|My homework is] about {t}.
    [What|Which] [book|course|video] [about|on] {t} [should I read|is good|do you recommend]?
    [Where|When|In which year] [was|were|did people use] {t} [invented|discovered|first|found]?
    ~Would you explain {t} to me?
    ~What exactly is {t}?
    ~I am reading about {t}, can you help?
    ~Do tell me how {t} came about.
""")
WORD = lines("""
    What is {a}?
    [Explain|Describe|Define] {a}.
    [Tell me|Tell me something|Say something] about {a}.
    What does the word {w} mean?
    [How do you use|Who invented|Who made the first|How do I repair|How do you make] {a}?
    How does {a} work?
    [How much|How many kilos] does {a} weigh?
    How [big|heavy|old|fast|long|dangerous|expensive] [is {a}|can {a} be]?
    [How much|What] does {a} cost?
    [Where|Where can I|Where do I] [buy|find|get] {a}?
    [How do I|How can I|What is the best way to] [build|clean|repair|draw|cook|choose|catch|sell|keep|paint] {a}?
    [What|Which] [colour|color] is {a}?
    [What|Which] [sound|noise] does {a} make?
    What is a baby {w} called?
    How many [legs|teeth|parts|bones|wheels|leaves] does {a} have?
    [What is|What's] the difference between {a} and {b}?
    [What is|What's] the [Latin name|chemical symbol|scientific name|best brand|history] [for|of] {a}?
    [Why|When] [do people need|was the first|do we use] {a}?
    [Is|Was] {a} [dangerous|expensive|useful|alive|healthy|poisonous|made of metal]?
    [Which is|What is] [heavier|bigger|faster], {a} or {b}?
    ~I'd like to know what {a} is.
    ~What exactly is {a}?
    ~How long does {a} last?
    ~Of what is {a} made?
""")
NUMBER = lines("""
    How [tall|high|long|old|big|deep|far away] is {x}?
    [When|In which year|In what year] was {x} [built|discovered|first seen]?
    How many people [visit|live near|know] {x}?
    [Who|Which people] [built|discovered|named] {x}?
    [How do I get|How far is it|How long does it take] [to|from {y} to] {x}?
    [Tell me about|Describe|What is] {x}[.|?]
    ~What height has {x}?
    ~How many metres is {x}?
""")
DATE = lines("""
    When [was {x}|did {x} happen|did {x} begin|did {x} end]?
    [In which year|In what year|What year] was {x}?
    [How long|How many years] did {x} last?
    [Who|Which countries] took part in {x}?
    [Why did {x} happen|What caused {x}|Who started {x}|What happened after {x}|What happened during {x}]?
    [Tell me about|Explain|What was] {x}[.|?]
    [What is|Tell me] the date of {x}?
    [How many people|How many soldiers] died in {x}?
    What happened in {n}?
    [Who was|Who were] [the king of {y}|the president|in power|born] in {n}?
    ~On which day did {x} take place?
    ~Give me the year of {x}.
""")
HEALTH = lines("""
    [I have|My son has|My mother has|I've got|I woke up with] {x}[. What should I do?|, what should I take?|, is it dangerous?|. Help!]
    [What|Which] [medicine|pill|drug|treatment|vitamin|cream] [helps|is good|do I take|should I take|is best] [for|against] {x}?
    [How do I|How can I|How do you|What can I do to] [treat|cure|get rid of|prevent|stop] {x}?
    Is {x} [dangerous|serious|contagious|bad|a sign of cancer]?
    [What causes|Why do I have|What are the symptoms of|What helps against] {x}?
    [Should I|Must I] see a doctor [about|for|with] {x}?
    [How much|How many] [aspirin|ibuprofen|vitamin C|pills|sleep|water] [can I take|should I take|is safe|do I need]?
    [Can I|May I] take [aspirin|antibiotics|two pills|my pills] [with alcohol|for {x}|when pregnant]?
    ~My child suffers from {x}, what now?
    ~What would a doctor do against {x}?
""")
LEGAL = lines("""
    [Can I|Am I allowed to|May I] [sue|fire|evict|sue my landlord|break my contract|park here|record a call|copy a film|own {a}][ for {x}| in {x}|]?
    [Is it|Is that|Would it be] [legal|illegal|against the law|allowed] to [sell|own|copy|carry|import|build] {a}[ in {x}|]?
    [Do I have to|Must I] pay [tax|taxes|a fine|rent|duty] [on {a}|in {x}|this year]?
    [How do I|How can I] [get a divorce|write a will|register a company|get a visa for {x}|contest a fine|file my taxes]?
    [What is|How high is] the [fine|penalty|tax|minimum wage|age limit] for [speeding|{a}|smoking|parking|drinking]?
    [Should I|Shall I] [invest in|buy|sell] [{x} shares|bitcoin|gold|a house|stocks][ now|]?
    ~What does the law say about {a}?
    ~Could my landlord keep my deposit?
""")
WORK = lines("""
    Who [wrote|is the author of|was the author of|published] {q}?
    Who's the [author|maker|writer] of {q}?
    Who [painted|is the painter of|composed|directed|sings|recorded|sang] {q}?
    [When|In which year] was {q} [written|published|painted|made|released]?
    [What is|What's] {q} about?
    [Have you|Did you] [read|see|hear|watch|like] {q}?
    [Who|Which actor] plays [the lead|the hero|{x}] in {q}?
    [How does|How did] {q} end?
    [Which|What] [writer|painter|band|singer|author] made {q}?
    {q} [was written by|was painted by|is by|was composed by] [who|whom]?
    [Do you know|Tell me|Can you tell me] who [wrote|painted|composed] {q}?
    ~By whom is {q}?
    ~Name the author of {q}.
    ~Whose work is {q}?
""")
HOW_TO = lines("""
    [How do I|How can I|How do you|How does one|How to] {w} {a}[?|]
    [What is|What's|Tell me] the best way to {w} {a}?
    [Teach me|Show me|Help me|Explain] how to {w} {a}[.|]
    [I want|I need|I'd like] to {w} {a}. [How?|What do I need?|Where do I start?|Any tips?]
    [Give me|Are there] [instructions|tips|a guide|some advice] [to|on how to] {w} {a}[.|?]
    [Why|When] should I {w} {a}?
    [How long|How much time] does it take to {w} {a}?
    [What do I need|Which tools do I need] to {w} {a}?
    ~Step by step, how would I {w} {a}?
    ~Is it hard to {w} {a}?
""")
FOOD = lines("""
    [Give me|Tell me|Do you know|I need|I want|Find me|What is] [a|the|a good|an easy] recipe [for|of] {f}[.|?|]
    How do [I|you|we] [make|cook|bake|prepare|serve] {f}?
    [Recipe for|Recipe of|How to make|How to cook] {f}[?|.|]
    [How long|At what temperature] do I [cook|bake|boil|fry] {f}?
    [Is|Are] {f} [healthy|good for me|fattening|vegan|bad for dogs]?
    How many calories [has|are in|does one eat with] {f}?
    [Recommend|Suggest|Can you recommend|Find] [me |]a [good |new |][book|film|song|series|restaurant|game|podcast|movie|wine|hotel][ for tonight| to me| about {w}|][.|?|]
    [What|Which] [book|film|song|series|game|movie] should I [read|see|watch|hear|play|buy][ next| tonight|]?
    ~What do I need to cook {f}?
    ~My guests want {f}, how is it made?
    ~Is there a book that you would recommend?
""")
WHY = lines("""
    Why do {v}s {w}?
    Why [does|did] {a} {w}[ so often| at night|]?
    [Why|How] [can|did] {v}s {w}?
    How [often|fast|long|well] [do {v}s|does {a}] {w}?
    [Why are|Why were] {v}s so [expensive|popular|big|small|strange|rare|old|loud]?
    Why is {a} called {a}?
    [Tell me|Explain|Do you know|A child asks]: why do {v}s {w}?
    [When|Where] do {v}s {w}?
    Do {v}s [ever |often |really |]{w}?
    ~For what reason do {v}s {w}?
    ~Is it true that {v}s {w}?
    ~Why would {a} {w}?
""")
NONSENSE = lines("""
    {x} {y}[.|?|!|]
    {x}[.|?|!|]
    [{x}|the] {y} [of|and|in|to] {z}[.|?|]
    {x} {y} {z}[.|?|!|]
    {x}, {y}[.|!|?|]
    {x} {x} {x}[!|.|]
    [and|or|but|if|not|what|why|how] {x} {y}[?|.|]
    {k}[?|!|.|]
    {k} {j}[?|!|.|]
    {k}{j}
    {x}-{y}[.|?|]
    ~{x}, {y}, {z}!
    ~is {x} {y} {z}
    ~{k} {x} {j}
""")
OF_COUNTRY = lines("""
    How [many people live in|big is|old is|rich is|far away is|warm is] {x}?
    [What is|What's|Tell me] the [population|area|history|highest mountain|longest river|national anthem|president|king|flag] of {x}?
    [Which|What] [food|sport|animal|river|party|religion] is [popular|important|common] in {x}?
    [Who|Which king|Which people] [rules|lives in|discovered|founded|governs] {x}?
    [When|In which year] was {x} [founded|born|made independent]?
    [What should I|What can I|Where should I] [see|visit|eat|buy|stay] in {x}?
    ~How large is {x} compared with its neighbours?
    ~Do many people live in {x}?
    ~What is {x} famous for?
""")
OF_PERSON = lines("""
    [When|Where|In which year] was {x} born?
    [When|How|Where] did {x} die?
    How [old|tall|rich] [was {x}|did {x} get]?
    [Who was|What is the name of] {x}'s [wife|mother|father|husband|brother|teacher]?
    [How many children|Which pets|Which friends] did {x} have?
    [Where did|How long did] {x} [live|go to school|work]?
    ~On what day was {x} born?
    ~Was {x} ever married?
""")
