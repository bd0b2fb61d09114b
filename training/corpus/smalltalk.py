"""Greetings, thanks, farewells, feelings and other small talk.

Held out: whole phrasings of each kind.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, exchange
from training.corpus.grammar import Phrasings, fill, say, ways

if TYPE_CHECKING:
    import random

SKILL = "smalltalk"


@dataclass(frozen=True)
class Talk:
    """One kind of remark, the answers it gets, and words of which an answer must have one."""

    said: Phrasings
    answers: tuple[str, ...]
    any_of: tuple[str, ...]


TALKS: tuple[Talk, ...] = (
    Talk(
        ways(
            "[Hi|Hello|Hey|Hey there|Hi there|Hello there|Hiya|Howdy|Yo|Heya|Hallo][!|.|,|]",
            "[Good morning|Good evening|Good afternoon|Good day|Morning|Evening][!|.|]",
            "[Hi|Hello|Hey] [again|friend|bot|computer|assistant|rejoinder|mini|you|everyone][!|.|]",
            "[Hello|Hi|Hey], [nice to meet you|is anybody there|are you there|anyone home][!|?|.]",
            "[Greetings|Welcome|Hello hello|Hi hi|Hullo|Hello world][!|.|]",
            "[hi|hello|hey|hii|helo|heyy|hellooo]",
            "[Hello|Hi|Hey][,|] my [friend|dear|dear friend|old friend][!|.|]",
            "[Nice|Good|Great|Lovely] to [see|meet|hear] you[ again| today|][!|.|]",
            "[A good|A very good|Good] [morning|evening|day][,| to you| to all][!|.|]",
            "[Hey hey|Hey you|Hi hi|Ahoy|Salut|Hola|Bonjour|Good to be here|I am back|I'm here][!|.|]",
            held_out=(
                "Hello, [good to see you|old friend]!",
                "Hey hey, hello!",
                "A very good morning to you!",
            ),
        ),
        ("Hello! How can I help you?", "Hi! What can I do for you?"),
        ("hello", "hi", "good morning"),
    ),
    Talk(
        ways(
            "How are you[ today| doing| doing today| this morning|]?",
            "[Hi|Hello|Hey][,|!] how are you[ today|]?",
            "How [do you feel|are you feeling|is it going|are things|goes it|is your day][ today|]?",
            "How's [it going|life|everything|your day]?",
            "Are you [well|OK|fine|good|all right]?",
            "What's up?",
            "You [OK|good|all right]?",
            held_out=("How have you been?", "Hello, how are you [keeping|getting on]?"),
        ),
        ("I am fine, thank you. How are you?", "I am well, thank you. How are you?"),
        ("fine", "well"),
    ),
    Talk(
        ways(
            "[Thanks|Thank you|Thank you very much|Thanks a lot|Many thanks|Thx|Cheers][!|.|]",
            "[Thanks|Thank you] for [your help|helping|helping me|the answer|that|everything][!|.|]",
            "[Great|Nice|Perfect|Good|Cool|OK], [thanks|thank you][!|.|]",
            "That [helped|was helpful|is very kind], [thanks|thank you]!",
            "[I am grateful|Much appreciated|That is kind of you].",
            held_out=("Thanks [so much|a million]!", "Wonderful, thank you so very much."),
        ),
        ("You are welcome!", "You are welcome! Is there anything else?"),
        ("welcome",),
    ),
    Talk(
        ways(
            "[Bye|Goodbye|Bye bye|Good night|See you|See you later|Farewell|So long|Ciao][!|.|]",
            "[I have to go|I must go|I need to leave|I am leaving|I'm off][ now|]. [Bye!|Goodbye.|]",
            "[Talk to you|See you|Until] [later|tomorrow|soon|next time][!|.|]",
            "[OK|Well|Thanks], [bye|goodbye|see you][!|.|]",
            "[That is all|That was all|I am done], [bye|see you|thank you and bye][!|.]",
            "[Time to|I have to|I must|I want to] [go|leave|sleep|go home|say goodbye][.|!|]",
            "Have a [nice|good|great] [day|evening|weekend|night][!|.]",
            held_out=("That is all for [today|now], goodbye!", "Time to go, see you around!"),
        ),
        ("Goodbye! Have a nice day.", "Bye! See you soon."),
        ("goodbye", "bye"),
    ),
    Talk(
        ways(
            "I am [very |so |a bit |][sad|unhappy|down|lonely|upset|depressed|worried|afraid][ today| now|].",
            "I feel [bad|sad|lonely|terrible|awful|low|blue|unhappy][ today|].",
            "[I had|It was|Today was] a [bad|hard|terrible|sad|long] day.",
            "[My day|The day|This week|My week|My life] [was|is] [bad|sad|terrible|hard|not good].",
            "I am [feeling|very|quite|really] [down|bad|sad|low|unhappy][ today| now| tonight| this morning|].",
            "I am not [happy|feeling well|doing well|OK].",
            held_out=(
                "I am feeling [sad|rather sad] [this evening|these days].",
                "My day was awful.",
            ),
        ),
        ("I am sorry to hear that. Do you want to talk about it?",),
        ("sorry",),
    ),
    Talk(
        ways(
            "I am [very |so |][happy|glad|cheerful|excited|pleased|in a good mood][ today| now|][.|!]",
            "I feel [great|good|happy|wonderful|fantastic][ today|][.|!]",
            "[I had|It was|Today was] a [good|great|wonderful|lovely] day[.|!]",
            "[My day|The day|This week|My week] [was|is] [good|very good|lovely|wonderful].",
            "I am [feeling|really|quite] [happy|great|good|fine|wonderful][ today| now| tonight|][.|!]",
            "I am [fine|well|good|doing well], [thanks|thank you].",
            "[I won a prize|I passed my exam|It is my birthday|I got the job][ today|][.|!]",
            held_out=("I am feeling [very happy|wonderful] this evening!", "My day was great."),
        ),
        ("I am glad to hear that!", "That is good to hear!"),
        ("glad", "good to hear"),
    ),
    Talk(
        ways(
            "I am [very |so |a bit |quite |feeling |getting |][tired|sleepy|exhausted][ today| now|].",
            "I [want to sleep|could sleep now|did not sleep well|need a nap].",
            held_out=("I am really tired this evening.",),
        ),
        ("You should get some rest.",),
        ("rest",),
    ),
    Talk(
        ways(
            "I am [very |so |a bit |quite |feeling |getting |][hungry|starving][ now|].",
            "I [want to eat|need food|want food|could eat something].",
            held_out=("I am really hungry this evening.",),
        ),
        ("You should eat something. What do you like to eat?",),
        ("eat",),
    ),
    Talk(
        ways(
            "I am [very |so |a bit |quite |feeling |getting |][bored][ today| now|].",
            "I have nothing to do[ today| now|].",
            "What [should|can] I do[ today| now|]?",
            held_out=("I am really bored this evening.",),
        ),
        ("You could read a book or go for a walk.",),
        ("book", "walk"),
    ),
    Talk(
        ways(
            "Tell me a joke[.|!|]",
            "[Do you know|Can you tell me|I want to hear|Say|Make] a joke[?|.]",
            "[Make|Can you make] me laugh[.|?]",
            "[Tell me|Say] something funny.",
            "[A joke|One joke|Another joke|One more joke|Jokes|Joke][!|.|?| now]",
            "[I want|I'd like|I would like|Give me|I need|Let me hear] [a|another|a new|one] joke[.|!|]",
            "[Do|Do you have|Have you got|Got] [jokes|any jokes|a joke for me]?",
            held_out=("Could I hear a [good |]joke?", "A joke, please!"),
        ),
        (
            "Why did the book go to the doctor? It had too many problems with its spine.",
            "What do you call a bear with no teeth? A gummy bear.",
            "Why do bees hum? Because they do not know the words.",
        ),
        ("spine", "gummy", "hum"),
    ),
    Talk(
        ways(
            "[You are|You're] [great|nice|smart|clever|funny|cool|kind|the best|wonderful|very good][.|!]",
            "[You are|You're] [really|so|very|quite|truly] [nice|great|clever|helpful|smart|sweet|kind|wise][.|!]",
            "[What a|Such a] [good|great|clever|nice] [answer|bot|model|program][.|!]",
            "I [like|love] [you|talking to you|this|your answers][.|!]",
            "[Good|Great|Nice|Excellent|Fine|Very nice] [job|answer|one|thinking|reply][.|!]",
            "[You did|You are doing|That was] [well|a good job|great|very good|good][.|!]",
            "[Good job|Well done|Good answer|Nice|Great|Very good|Correct|That is right|Excellent][.|!]",
            held_out=("You are [really good|brilliant]!", "Good work!"),
        ),
        ("Thank you! That is kind of you.",),
        ("thank you",),
    ),
    Talk(
        ways(
            "[You are|You're] [bad|stupid|dumb|wrong|useless|not smart|slow|boring|terrible][.|!|]",
            "[That is|That's|This is] [wrong|not right|not correct|false|a mistake][.|!|]",
            "[Bad|Wrong] answer[.|!]",
            "[No|Nope], [that is wrong|that's not right|you are wrong|wrong|this is not true][.|!|]",
            "[You got|You have got|You said] [it|this|something] wrong[.|!]",
            "[You are|You're] [so|very|a bit|quite|too] [bad|stupid|slow|wrong|boring][.|!]",
            held_out=("No, you got that wrong.", "You are [really bad|rather stupid]."),
        ),
        ("I am sorry. I am a very small model and I make mistakes.",),
        ("sorry",),
    ),
    Talk(
        ways(
            "[Sorry|I am sorry|I'm sorry|Excuse me|Pardon me|My mistake|Oops][.|!|]",
            "[Sorry|I am sorry] [about that|for that|I was rude].",
            held_out=("Oh, I am so sorry!",),
        ),
        ("No problem!",),
        ("no problem",),
    ),
    Talk(
        ways(
            "[OK|Okay|Ok|I see|Fine|All right|Alright|Sure|Yes|Yeah|Got it|Understood|Good|Right|Hm|Aha][.|!|]",
            "[OK|Okay|Yes|Right|Fine|Good], [I see|got it|I understand|then|that is fine|all clear][.|]",
            "[I see|I understand|I get it|That makes sense|Makes sense|Good to know][.|]",
            "[No|Nothing|Nope|No thanks|Not now|Never mind|Nothing else][.|]",
            "[That is all|That's all|That was it|I am done][.|]",
            held_out=("All right then.", "OK, I get it."),
        ),
        ("All right. Tell me if you need anything.",),
        ("all right",),
    ),
    Talk(
        ways(
            "[Can|Could|Will|Would] you help me[ please| with something|]?",
            "I need [help|your help|some help|a hand][.|!]",
            "[Help|Help me|Please help][!|.]",
            "[Can|May] I ask [you|] [a question|something]?",
            "I have a question[.|]",
            held_out=("Would you mind helping me?", "I would like to ask you something."),
        ),
        ("Of course. What do you need?",),
        ("of course",),
    ),
    Talk(
        ways(
            "[Can|Could|Shall] we [talk|chat][ a bit| for a while|]?",
            "[Let's|Let us] [talk|chat][ a bit|].",
            "I want to [talk|chat][ with you|].",
            "[Talk|Chat] [to|with] me[.|!]",
            "Say something[.|!|]",
            held_out=("Do you want to chat with me a little?",),
        ),
        ("I would like that. What do you want to talk about?",),
        ("talk about",),
    ),
    Talk(
        ways(
            "[What is|What's|Tell me] your favourite [colour|food|film|book|animal|song|music|number|word|game]?",
            "Do you [like|love|prefer] [music|pizza|cats|dogs|books|films|football|me|people|the rain|chocolate|tea]?",
            "[What|Which] [music|food|colour|film|animal] do you like[ best|]?",
            "[What do you like|What is your hobby|Do you have hobbies|What do you do for fun]?",
            "[What do you think|What is your opinion] [about|of] [me|art|politics|love|cats|the weather]?",
            held_out=(
                "Which [colour|film|dish] would you choose?",
                "Are you fond of [music|cats]?",
            ),
        ),
        ("I am a program, so I have no likes of my own. What do you like?",),
        ("program",),
    ),
)


def make(rng: random.Random, split: Split) -> Conversation:
    """Any remark; greetings most often, because every conversation starts with one."""
    talk = TALKS[0] if rng.random() < 0.2 else rng.choice(TALKS)
    question = say(rng, talk.said.pick(rng, split))
    return exchange(SKILL, question, fill(rng, rng.choice(talk.answers)), Check(any_of=talk.any_of))
