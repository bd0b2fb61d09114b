"""Greetings, thanks, farewells, feelings and other small talk.

Held out: whole phrasings of each kind.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import jokes, lexicon
from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import fill, say
from training.corpus.talks import Talk, contracted, rows, talk

if TYPE_CHECKING:
    import random

SKILL = "smalltalk"

TALKS: tuple[Talk, ...] = (
    talk("Hello! How can I help you?", "hello|hi|good morning", """
        [Hi|Hello|Hey|Hey there|Hi there|Hello there|Hiya|Howdy|Yo|Heya|Hi all][!|.|,|]
        [Good morning|Good evening|Good afternoon|Good day|Morning|Evening|Afternoon][!|.|]
        [Hi|Hello|Hey] [again|friend|bot|computer|assistant|rejoinder|mini|you|everyone|buddy|mate|folks|AI|robot|model|stranger][!|.|]
        [Hello|Hi|Hey], [nice to meet you|is anybody there|are you there|anyone home|anyone here|can you hear me|it's me][!|?|.]
        [Greetings|Welcome|Hello hello|Hi hi|Hullo|Hello world|Hello to you][!|.|]
        [hi|hello|hey|hii|helo|heyy|hellooo|hiiii|hallo there|helllo|hllo|hey yo|hy|ello|heya|hi :)|hello :)|hiya!!|hi!!]
        [Hello|Hi|Hey][,|] my [friend|dear|dear friend|old friend|little friend|small friend][!|.|]
        [Nice|Good|Great|Lovely] to [see|meet|hear] you[ again| today|][!|.|]
        [A good|Good] [morning|evening|day][,| to you| to all| dear bot][!|.|]
        [Hey hey|Hey you|Hi hi|Ahoy|Good to be here|Knock knock, hello|What a day, hello][!|.|]
        [🙂|👋|😀|😊|hello 👋|hi 🙂|hey 👋]
        [I am new here|This is my first time|I just installed you|I have just found you|First time here][.|!| Hello!]
        [Hi|Hello|Hey], [I am new here|I just got here|I just installed you|this is my first time][.|!|]
        ~Hello, [good to see you|old friend]!
        ~Hey hey, hello!
        ~A very good morning to you!
        ~Hi there, little machine!
        ~A warm hello from me.
    """, "Hi! What can I do for you?", weight=4),
    talk("I am fine, thank you. How are you?", "fine|well", """
        How are you[ today| doing| doing today| this morning| tonight| feeling| now| right now|]?
        [Hi|Hello|Hey|Good morning|Good evening][,|!] how are you[ today| doing|]?
        How [do you feel|are you feeling|is it going|are things|goes it|is your day|was your day|is life|is everything going][ today|]?
        How's [it going|life|everything|your day|it hanging|things]?
        Are you [well|OK|fine|all right|happy|having a good day]?
        [What's up|Whats up|Wassup|sup|How do you do|How r u|how are u|hows it going]?
        You [OK|good|all right|well]?
        [Is|Was] [everything|all] [well|OK|fine|good][ with you|]?
        [I hope you are|Hope you are|I trust you are] [well|fine|doing well|OK][.|!|?]
        [Fine|Good|Well], [and you|thanks, and you|how about you|and how are you]?
        [Have you had|Did you have|Are you having] a [good|nice|busy] [day|morning|week]?
        ~How have you been?
        ~Hello, how are you [keeping|getting on]?
        ~And how is my little friend doing?
        ~Everything fine over there?
    """, "I am well, thank you. How are you?", weight=2.5),
    talk("You are welcome!", "welcome", """
        [Thanks|Thank you|Thank you very much|Thanks a lot|Many thanks|Thx|Cheers|Ty|Tysm|thank u|thnks|thanx|Thanks again|Thank you again][!|.|]
        [Thanks|Thank you|Many thanks] for [your help|helping|helping me|the answer|that|everything|your time|the info|the joke|the poem|explaining][!|.|]
        [Great|Nice|Perfect|Good|Cool|OK|Awesome|Excellent|Fine|Oh], [thanks|thank you|thanks a lot|many thanks][!|.|]
        That [helped|was helpful|is very kind|helps|helps a lot|was useful], [thanks|thank you]!
        [I am grateful|Much appreciated|That is kind of you|I appreciate it|I owe you one|I appreciate your help][.|!]
        [You helped me|You have helped me|This helped me|That helped][ a lot| so much|][.|!]
        [🙏|thanks 🙏|thank you ❤️|ty!]
        ~Thanks [so much|a million]!
        ~Wonderful, thank you so very much.
        ~I want to thank you.
        ~How kind, I thank you.
    """, "You are welcome! Is there anything else?", weight=1.5),
    talk("Goodbye! Have a nice day.", "goodbye|bye|good night", """
        [Bye|Goodbye|Bye bye|See you|See you later|Farewell|So long|See ya|Cya|Later|Take care|Byee|bye!!|gtg|g2g][!|.|]
        [I have to go|I must go|I need to leave|I am leaving|I'm off|I gotta go|I should go][ now|]. [Bye!|Goodbye.|]
        [Talk to you|See you|Until|Catch you] [later|tomorrow|soon|next time][!|.|]
        [OK|Well|Thanks|Right|Great|So], [bye|goodbye|see you|I have to go|I'm off|bye for now][!|.|]
        [That is all|That was all|I am done], [bye|see you|thank you and bye][!|.]
        [Time to|I have to|I must|I want to] [go|leave|go home|say goodbye|get going][.|!|]
        Have a [nice|good|great] [day|evening|weekend|week|afternoon][!|.]
        ~That is all for [today|now], goodbye!
        ~Time to go, see you around!
        ~It was nice talking to you, bye now.
        ~I shall leave you now.
    """, "Bye! See you soon.", weight=1.5),
    talk("Good night! Sleep well.", "good night", """
        [Good night|Night|Night night|Goodnight|Nighty night|Good night, friend|gn][!|.|]
        [I am going|I'm going|I will go|I want to go|Time to go] to [bed|sleep][ now|][.|!]
        [Sleep well|Sweet dreams|Have a good night|Good night and thanks][!|.|]
        [It is late|It's late], [good night|I am going to bed|time to sleep][.|!]
        ~I am off to bed.
        ~Have a very good night!
    """),
    talk("I am sorry to hear that. Do you want to talk about it?", "sorry", """
        I am [very |so |a bit |][sad|unhappy|down|lonely|upset|depressed|worried|afraid|angry|stressed|anxious|heartbroken|frustrated][ today| now|].
        I feel [bad|sad|lonely|terrible|awful|low|blue|unhappy|lost|empty|alone][ today|].
        [I had|It was|Today was|What] a [bad|hard|terrible|sad|long|horrible|stupid] day.
        [My day|The day|This week|My week|My life|Everything] [was|is] [bad|sad|terrible|hard|not good|horrible].
        I am [feeling|very|quite|really] [down|bad|sad|low|unhappy|lonely][ today| now| tonight| this morning|].
        I am not [happy|feeling well|doing well|OK|feeling good].
        [My dog|My cat|My grandmother|My friend|My uncle|My fish] [died|is dead|passed away|is very ill][ today| yesterday|].
        [I lost|They took] my [job|keys|phone|best friend|wallet|money][ today| yesterday|].
        [I failed|I did not pass] my [exam|test|driving test].
        [My girlfriend|My boyfriend|My wife|My husband] left me[ today| yesterday|].
        [Nobody|No one] [likes|loves|understands|needs] me.
        [I miss|I am missing] my [friend|family|home|mother|dog].
        [😢|😭|☹️|:(|im sad|so sad]
        ~I am feeling [sad|rather sad] [this evening|these days].
        ~My day was awful.
        ~Things are going badly for me.
        ~I could cry.
    """, weight=1.5),
    talk("I am glad to hear that!", "glad|good to hear", """
        I am [very |so |][happy|glad|cheerful|excited|pleased|in a good mood|proud|delighted][ today| now|][.|!]
        I feel [great|good|happy|wonderful|fantastic|amazing|better][ today|][.|!]
        [I had|It was|Today was|What] a [good|great|wonderful|lovely|beautiful] day[.|!]
        [My day|The day|This week|My week|Life] [was|is] [good|very good|lovely|wonderful].
        I am [feeling|really|quite] [happy|great|good|fine|wonderful][ today| now| tonight|][.|!]
        I am [fine|well|good|doing well|very well|OK|all right|not bad], [thanks|thank you].
        [I'm fine|I'm good|I'm well|im good|im fine|doing great|Not bad|Pretty good|Very well|Quite well][, thanks|, thank you|][.|!|]
        [I won a prize|I passed my exam|It is my birthday|I got the job|I am in love|I got a puppy|We won the match|I found my keys][ today|][.|!]
        [I finished|I am done with] [my work|school|my homework|my book][.|!]
        ~I am feeling [very happy|wonderful] this evening!
        ~My day was great.
        ~Things are going very well for me.
        ~I could dance with joy!
    """, "That is good to hear!", weight=1.5),
    talk("You should get some rest.", "rest", """
        I am [very |so |a bit |quite |feeling |getting |][tired|sleepy|exhausted|worn out][ today| now|].
        I [want to sleep|could sleep now|did not sleep well|need a nap|cannot keep my eyes open|slept badly|need some sleep].
        [I worked|I have worked] [all day|all night|too much|for ten hours].
        ~I am really tired this evening.
        ~I have not slept at all.
    """),
    talk("You should eat something. What do you like to eat?", "eat", """
        I am [very |so |a bit |quite |feeling |getting |][hungry|starving][ now|].
        I [want to eat|need food|want food|could eat something|have not eaten|need a snack|skipped lunch].
        ~I am really hungry this evening.
        ~My stomach is empty.
    """),
    talk("You could read a book or go for a walk.", "book|walk", """
        I am [very |so |a bit |quite |feeling |getting |really |][bored][ today| now| at home| tonight|].
        I have nothing to do[ today| now| tonight|].
        What [should|can|could] I do[ today| now| tonight| at home|]?
        [I don't know|I do not know] what to do[ today| now|].
        [How boring|This is boring|Life is boring|It is so boring here|Bored|im bored][.|!|]
        ~I am really bored this evening.
        ~There is nothing for me to do.
    """),
    rows(jokes.JOKES, """
        Tell me a [joke|good joke|funny joke|short joke|silly joke|bad joke|new joke|dad joke][.|!|]
        [Do you know|Can you tell me|I want to hear|Say|Make|Know] a [good |funny |]joke[?|.]
        [Make|Can you make|Please make|Try to make] me laugh[.|?]
        [Tell me|Say|Do you know] something funny[.|?]
        [A joke|One joke|Another joke|One more joke|Jokes|Joke|More jokes][!|.|?| now]
        [I want|I'd like|I would like|Give me|I need|Let me hear|Got] [a|another|a new|one] joke[.|!|]
        [Do|Do you have|Have you got|Got] [jokes|any jokes|a joke for me]?
        [Can|Could|Would] you [tell|give] [me |us |]a joke[ please|]?
        [Tell me|Give me|Do you know] [another one|one more|another joke][.|!|?|]
        tell [me |]a joke[ plz| pls|]
        ~Could I hear a [good |]joke?
        ~A joke, please!
        ~I feel like laughing, do you have a joke?
        ~Let us hear one of your jokes.
    """, weight=4),
    talk("Thank you! That is kind of you.", "thank you", """
        [You are|You're] [great|nice|smart|clever|funny|cool|kind|the best|wonderful|very good|amazing|cute|awesome|fantastic|lovely|a genius|perfect|helpful|beautiful][.|!]
        [You are|You're] [really|so|very|quite|truly|pretty] [nice|great|clever|helpful|smart|sweet|kind|wise|funny|cute][.|!]
        [What a|Such a] [good|great|clever|nice|smart|lovely|cute] [answer|bot|model|program|assistant|little model|joke|poem][.|!]
        I [like|love|enjoy] [you|talking to you|this|your answers|your jokes|that|how you talk][.|!]
        [Good|Great|Nice|Excellent|Fine|Very nice|Amazing|Brilliant] [job|answer|one|thinking|reply|joke|poem|story][.|!]
        [You did|You are doing|That was] [well|a good job|great|very good|good|funny|nice|perfect|brilliant][.|!]
        [Good job|Well done|Good answer|Nice|Great|Very good|Correct|That is right|Excellent|Wow|Bravo|Impressive|Amazing|Awesome|Fantastic|Good bot][.|!]
        [That is|That's|This is] [great|amazing|impressive|beautiful|correct|true|lovely|very good|cool][.|!]
        [I am impressed|You impress me|Not bad at all|You made my day|You are my favourite][.|!]
        [❤️|😍|i love you ❤️|good bot 👍]
        ~You are [really good|brilliant]!
        ~Good work!
        ~You have done that nicely.
        ~I must say that you are clever.
    """, weight=1.5),
    talk("I am sorry. I am a very small model and I make mistakes.", "sorry", """
        [You are|You're] [bad|stupid|dumb|wrong|useless|not smart|slow|boring|terrible|silly|the worst|not funny|mistaken|worthless][.|!|]
        [That is|That's|This is] [wrong|not right|not correct|false|a mistake|nonsense|incorrect|bad|not true|stupid|not what I asked|not funny][.|!|]
        [Bad|Wrong|Stupid|Terrible|Useless] [answer|bot|reply|model][.|!]
        [No|Nope], [that is wrong|that's not right|you are wrong|wrong|this is not true|that is false|not that][.|!|]
        [You got|You have got|You said] [it|this|something] wrong[.|!]
        [You are|You're] [so|very|a bit|quite|too] [bad|stupid|slow|wrong|boring|dumb|small|useless][.|!]
        [Wrong|Incorrect|False|Not true|That was bad|You made a mistake|You know nothing|You don't know anything][.|!]
        [I don't like|I do not like|I hate] [you|this|your answer|this answer|that][.|!]
        [ChatGPT|Siri|My dog|A child] is [better|smarter|cleverer] than you[.|!]
        ~No, you got that wrong.
        ~You are [really bad|rather stupid].
        ~What you say is not right.
        ~How stupid you are!
    """, weight=1.5),
    talk("I am sorry that you are angry. How can I help you?", "sorry", """
        [Damn you|Screw you|You idiot|Idiot|Moron|You suck|You moron|You fool|Stupid thing|You stupid machine|Dumbass|Go to hell|I hate you so much][!|.|]
        [I am|I'm] [angry|mad|furious|annoyed] [at|with] you[.|!]
        [You make|You are making] me [angry|mad|crazy][.|!]
        ~You drive me mad, you fool!
        ~I am so angry with you right now.
    """, weight=0.7),
    talk("No problem!", "no problem", """
        [Sorry|I am sorry|I'm sorry|Excuse me|Pardon me|My mistake|Oops|My bad|Ups|Apologies|Whoops|sry|Forgive me][.|!|]
        [Sorry|I am sorry] [about that|for that|I was rude|for the typo|for the confusion|I meant something else].
        [I apologise|I apologize|My apologies|I made a mistake|I typed that wrong][.|!|]
        ~Oh, I am so sorry!
        ~Please forgive me for that.
    """),
    talk("All right. Tell me if you need anything.", "all right", """
        [OK|Okay|Ok|I see|Fine|All right|Alright|Sure|Yes|Yeah|Got it|Understood|Good|Right|Hm|Aha|k|kk|yep|yup|okey|cool|ah ok|Hmm|Oh|Interesting|True|Of course][.|!|]
        [OK|Okay|Yes|Right|Fine|Good], [I see|got it|I understand|then|that is fine|all clear|sounds good|whatever][.|]
        [I see|I understand|I get it|That makes sense|Makes sense|Good to know|Fair enough|If you say so|Sounds good][.|]
        [No|Nothing|Nope|No thanks|Not now|Never mind|Nothing else|nah|Nevermind|Forget it|Not really|Maybe|Maybe later|Whatever][.|]
        [That is all|That's all|That was it|I am done][.|]
        [👍|👌|ok 👍|okay then|oh ok|i c]
        [Stop|Stop it|Quit|Exit|Be quiet|Shut up|Go away|Leave me alone|Enough|Cancel|Silence][.|!|]
        ~All right then.
        ~OK, I get it.
        ~Fine by me.
        ~No, I need nothing.
    """, weight=1.5),
    talk("Of course. What do you need?", "of course", """
        [Can|Could|Will|Would|Can't] you help me[ please| with something| out| a bit| now| today| with my homework| with work| with maths|]?
        I need [help|your help|some help|a hand|a little help|assistance|a favour][.|!| please]
        [Help|Help me|Please help|Help me please|help pls|Assist me|Please help me][!|.|]
        [Can|May|Could] I ask [you|] [a question|something|for help|for a favour|one thing]?
        I [have|have got] a [question|small question|request|problem|task][ for you|][.|]
        [Are you|Would you be] [able|ready|willing] to help[ me|]?
        [Do you have|Have you got] [time|a minute|a moment|time for me]?
        [I want|I'd like|I would like] [you to help me|to ask something|some help|to ask you a question][.|]
        ~Would you mind helping me?
        ~I would like to ask you something.
        ~There is something that I need your help with.
        ~Might I trouble you with a question?
    """, weight=1.5),
    talk("I would like that. What do you want to talk about?", "talk about", """
        [Can|Could|Shall|May] we [talk|chat|have a chat][ a bit| for a while| now|]?
        [Let's|Let us|Lets] [talk|chat|have a conversation][ a bit| about something|].
        I [want|would like|need|'d like] to [talk|chat][ with you| to you| to someone|].
        [Talk|Chat|Speak] [to|with] me[.|!]
        [Say something|Talk|Start a conversation|Tell me something|Ask me something][.|!|]
        [What should|What shall|What can|What could] we talk about?
        ~Do you want to chat with me a little?
        ~I am looking for someone to talk to.
        ~Come on, let us have a little chat.
    """),
    talk("I am a program, so I have no likes of my own. What do you like?", "program", """
        [What is|What's|Tell me|Whats] your [favourite|favorite] [colour|color|food|film|movie|book|animal|song|music|number|word|game|place|season|drink|sport|band|language]?
        Do you [like|love|prefer|enjoy|hate] [music|pizza|cats|dogs|books|films|football|me|people|the rain|chocolate|tea|coffee|poems|jokes|your job|humans|winter]?
        [What|Which] [music|food|colour|film|animal|book|song|sport] do you [like|prefer|love|enjoy][ best| most|]?
        [What do you like|What is your hobby|Do you have hobbies|What do you do for fun|What makes you happy|What do you hate|Do you have a hobby|What do you enjoy]?
        [What do you think|What is your opinion|What's your view|How do you feel] [about|of] [me|art|politics|love|cats|the weather|religion|war|AI|school|money|football|tea]?
        [Which is better|What is better|Which do you prefer|Do you prefer], [cats or dogs|tea or coffee|summer or winter|books or films|pizza or pasta|red or blue|the sea or the mountains]?
        [Cats or dogs|Tea or coffee|Summer or winter|Beach or mountains|Pizza or pasta]?
        [Have you got|Do you have] a favourite [colour|food|film|animal|book|song]?
        [Do|Don't] you [like|love|hate|prefer|enjoy|want] {n}s?
        [What do you think|What is your opinion|How do you feel|What's your view] [about|of|on] [{n}s|the {n}|my {n}]?
        [Do you like|Do you enjoy|Do you want|Would you like] [my|the|a] {n}?
        [Which is better|What is better|What do you prefer|Which do you like more], {n}s or {m}s?
        [Is|Was] [the|my] {n} [nice|pretty|beautiful|ugly|good|bad]?
        ~Which [colour|film|dish] would you choose?
        ~Do {n}s please you?
        ~Are you fond of [music|cats]?
        ~Is there a song that you love most?
        ~What sort of food appeals to you?
    """, weight=1.5),
    talk("Thank you! The same to you.", "same to you", """
        [Merry Christmas|Happy New Year|Happy Easter|Happy birthday|Happy Halloween|Happy holidays|Good luck|Congratulations|Congrats|Happy Friday|Cheers and all the best|Season's greetings][!|.|][ to you|]
        [I wish you|I hope you have] a [good|nice|happy|great] [day|weekend|new year|Christmas|holiday|time][.|!]
        [All the best|Best wishes|God bless you|Enjoy your day|Have fun][!|.|]
        ~I wish you all the luck in the world.
        ~A happy new year to you, little model!
    """),
    talk("I hope you get well soon.", "get well", """
        [I am|I'm] [ill|sick|not well at all][ today| again|].
        [I have|I've got] [a cold|the flu|a bad cough|a terrible headache|pain everywhere][ today|].
        [My throat hurts|My head hurts|My back hurts|My foot hurts|I broke my leg|I am in hospital].
        ~I am lying in bed with a cold.
        ~My leg hurts today.
    """, weight=0.6),
    talk("Welcome back! How can I help you?", "welcome back", """
        [I am back|I'm back|Back again|Me again|It's me again|im back|I am here again|I have returned][!|.|]
        [Did you miss me|Do you miss me|I was away]?
        ~Here I am once more.
        ~I came back to you.
    """, weight=0.6),
    talk("I am glad that you laugh.", "laugh", """
        [Haha|Hahaha|lol|LOL|Ha ha|hehe|rofl|lmao|That was funny haha|xD|😂|🤣|haha 😂|That made me laugh|You made me laugh|hihi][!|.|]
        ~Hahaha, very funny!
        ~I am laughing so hard.
    """, weight=0.8),
    talk("I am waiting for your words. What can I do for you?", "waiting", """
        [What are you doing|What are you up to|What do you do|What have you been doing|wyd|Whatcha doing][ now| today| right now| tonight| all day|]?
        [What's new|Anything new|Any plans|What are your plans|Are you busy|Busy]?
        [What did you do|What will you do] [today|yesterday|tomorrow|at the weekend]?
        ~And what are you busy with?
        ~How do you spend your day?
    """, weight=0.8),
    talk("That sounds nice. Tell me more.", "tell me more", """
        I [went|was|have been] [to the sea|in the mountains|at the cinema|on holiday|for a walk|at a party|to a concert][ today| yesterday|].
        [We are|I am] [cooking|baking a cake|painting|going to the beach|reading a book|listening to music|walking in the park][ now| today|].
        [The sun is shining|It is snowing|It is raining|The birds are singing] [here|outside|in my garden][ today| now|].
        ~We danced all night.
        ~We had a picnic by the lake.
    """, weight=0.8),
    talk("Can you ask me again in other words? I am a very small model.", "other words", """
        [I don't understand|I do not understand|I don't get it|What do you mean|Huh|What|Sorry, what|Come again|Eh|Pardon|I am confused|That makes no sense|What does that mean|wdym|Can you explain that|Say what][?|.|]
        [That|Your answer|What you say] [does not make sense|makes no sense|is not clear|is strange][.|!]
        ~I did not understand you.
        ~You are not making any sense.
    """, weight=0.8),
)  # fmt: skip
_WEIGHTS = tuple(one.weight for one in TALKS)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any remark; greetings most often, because every conversation starts with one."""
    talk = rng.choices(TALKS, _WEIGHTS)[0]
    slots = {"n": lexicon.noun(rng, split), "m": lexicon.noun(rng, split)}
    question = contracted(rng, say(rng, talk.said.pick(rng, split), **slots))
    return exchange(SKILL, question, fill(rng, rng.choice(talk.answers)), Check(any_of=talk.any_of))
