"""Words and sentences of praise, of complaint, and of neither, for telling them apart.

Many words carry each feeling, so that a sentence nobody wrote before still holds some of them.
Held out: whole sentences.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus.grammar import expand, ways

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


GOOD_WORDS = _words("""
    good great lovely wonderful beautiful nice excellent perfect fantastic amazing superb brilliant splendid marvellous terrific fabulous
    delightful charming gorgeous stunning elegant comfortable cosy pleasant enjoyable tasty delicious fresh yummy helpful useful handy practical
    reliable sturdy solid robust quick fast smooth quiet clean tidy bright friendly kind polite welcoming attentive warm generous fair affordable
    cheap clever smart ingenious impressive outstanding exceptional remarkable magnificent awesome incredible phenomenal first-class top-notch
    flawless spotless sublime exquisite heavenly divine fun funny entertaining exciting thrilling gripping moving touching inspiring uplifting
    cheerful joyful sweet cute adorable pretty neat cool classy stylish modern refreshing relaxing peaceful safe easy simple intuitive effective
    efficient accurate precise honest thoughtful caring patient competent professional skilful tremendous glorious radiant sensational stellar
    unbeatable unforgettable valuable worthwhile rewarding satisfying pleasing fine decent super best better healthy crisp juicy creamy soft
    durable punctual prompt spacious roomy cordial magical enchanting masterful
""")
BAD_WORDS = _words("""
    bad terrible awful poor horrible boring broken useless slow dirty disappointing dreadful disgusting ugly nasty unpleasant uncomfortable rude
    unfriendly unhelpful noisy smelly filthy cold stale bland tasteless soggy burnt rotten mouldy overpriced expensive cheap-looking flimsy fragile
    shoddy faulty defective unreliable buggy laggy clumsy awkward confusing complicated frustrating annoying irritating infuriating maddening
    tedious dull dreary lifeless pointless worthless stupid silly ridiculous pathetic lousy crummy miserable depressing sad gloomy grim shocking
    appalling atrocious abysmal horrid hideous vile revolting gross foul sickening unbearable intolerable unacceptable inadequate inferior mediocre
    weak late missing incomplete wrong misleading dishonest unfair greedy careless sloppy lazy incompetent arrogant hostile aggressive impolite
    cramped tiny dark damp rusty scratched torn leaky wobbly loud shabby worn dangerous risky harmful toxic painful exhausting stressful hopeless
    disastrous catastrophic unusable outdated primitive unhealthy greasy dry tough sour bitter watery worse worst inedible insulting outrageous
    scandalous deplorable lamentable woeful
""")
_GOOD_VERBS = ("love", "like", "adore", "really like", "enjoy", "recommend", "treasure", "cherish", "admire", "appreciate", "praise", "am a fan of", "am in love with", "am proud of", "cannot stop using", "can recommend", "would buy again", "use and love", "look forward to", "am grateful for")  # fmt: skip
_BAD_VERBS = ("hate", "dislike", "regret", "do not like", "cannot stand", "despise", "detest", "loathe", "am sick of", "am tired of", "am fed up with", "gave up on", "returned", "threw away", "complained about", "would not recommend", "am ashamed of", "am done with", "wasted money on", "do not trust")  # fmt: skip
_GOOD_FEELINGS = ("happy", "pleased", "delighted", "glad", "satisfied", "thrilled", "content", "overjoyed", "grateful", "impressed", "excited", "thankful", "amazed", "charmed", "proud", "enthusiastic")  # fmt: skip
_BAD_FEELINGS = ("angry", "unhappy", "disappointed", "annoyed", "upset", "furious", "frustrated", "disgusted", "dissatisfied", "irritated", "fed up", "sad", "bitter", "shocked", "appalled", "let down", "sorry I came", "bored", "outraged", "embarrassed")  # fmt: skip
_ASPECTS = (
    "service", "staff", "food", "room", "view", "sound", "screen", "battery", "quality", "price", "taste", "design", "delivery", "story", "ending",
    "music", "location", "breakfast", "bed", "support", "team", "driver", "guide", "lesson", "menu", "atmosphere", "picture", "colour", "fit", "size",
    "packaging", "app", "website", "customer service", "waiter", "show", "acting", "handling", "finish", "smell", "{x}", "{x}", "{x}", "{x}",
)  # fmt: skip
_ADVERBS = ("", "", "", "very ", "really ", "so ", "absolutely ", "just ", "quite ", "rather ", "totally ", "incredibly ", "extremely ", "always ", "utterly ", "pretty ")  # fmt: skip
# {a}: an adjective of the feeling, {o}: one of the other feeling, {v}: a verb, {f}: how one feels,
# {p}: what is judged.
_FRAMES = (
    "The {p} [is|was] {d}{a}[.|!]", "The {p} [is|was] {d}{a} and {d}{a}[.|!]", "[What a|Such a] {a} {p}[.|!]", "I {v} [this|the|my|that] {p}[.|!]", "We {v} the {p}[.|!]", "I am {d}{f} [with|about] [the|this|my] {p}[.|!]", "We were {d}{f}[.|!]", "[So|Very|Really|Simply|Just] {a}[.|!]", "{A}, {a}, {a}[.|!]",
    "{A} {p}[.|!]", "{A} {p} and {a} {p}.", "The {p} was {a}, the {p} {a}.", "It [is|was|looks|feels|sounds|seems] {d}{a}[.|!]", "That {p} [is|was|looks|feels] {d}{a}[.|!]", "I find [the|this] {p} {d}{a}.", "I [think|must say|have to say] the {p} is {d}{a}.", "My [wife|husband|mother|son|friend|boss|daughter] found the {p} {a}.", "[Everything|All of it|The whole thing] was {d}{a}.",
    "{A} from start to end.", "[Last night|Yesterday|On Sunday|Today] the {p} was {d}{a}.", "{A}! I {v} it.", "Honestly, the {p} is {a}.", "That was a {a} {p}.", "We had a {a} time[ with the {p}|].", "I had a {a} [day|evening|week|stay|trip].", "Your {p} is {d}{a}[.|!]", "You have a {a} {p}.", "They have {a} {p}.", "A {a} {p}[.|!]",
    "The {p} turned out {a}.", "It made me {f}.", "I feel {f}[ about it| today|].", "{p}: {a}", "The {p} could be called {a}.", "Nobody told me the {p} would be so {a}.", "The {p} here [is|are] {a}.", "the {p} is {d}{a}", "{a} {p}", "{a}!!!", "{a} {p}, {a} {p}", "I was {f} when I saw the {p}.", "We left {f}.", "All in all {a}.",
    "I thought it would be {o}, but it was {a}.", "I feared a {o} {p} and got a {a} one.", "Others say it is {o}; I say {a}.", "Not {o} at all, in fact {a}.", "It used to be {o}, now it is {a}.",
)  # fmt: skip

GOOD = ways(
    "[Best|Nicest|Finest] {x} [ever|I ever had|of my life][.|!]", "[Works|It works|The {x} works] [well|very well|perfectly|like a dream|like a charm|as it should].", "[Thank you|Thanks][ so much|] for the [great|good|lovely|quick] {x}[.|!]", "[The staff|Everybody|Our host] was [kind|friendly|helpful|lovely] and the {x} was [good|fresh|clean|tasty].",
    "I [would buy|will buy|can only recommend|recommend] [this|the] {x}[ again| to all|].", "[Five stars|Ten points|Full marks|Thumbs up] for [this|the] {x}.", "It [made me smile|made my day|is a joy|is so much fun|exceeded my hopes|brightened my week].", "The {x} [came on time|arrived early|is better than expected|was worth every cent|fits well|does what it should|saved me hours|still works after years].",
    "My [children|friends|parents] [love|enjoy] the {x}.", "I will [definitely|surely|gladly] [come back|order again|be back|tell my friends].", "We [laughed a lot|had so much fun|felt at home|enjoyed every minute|want to come again].", "[No complaints|Nothing to complain about|Not a single problem|No faults at all].", "It [could not have been better|cannot be beaten|is hard to beat|has no equal].",
    "[Worth every penny|Worth the money|Great value|A bargain|Money well spent].", "They [went out of their way to help|solved it at once|answered in minutes|were there for us|gave me a free dessert].", "I [slept like a baby|could eat it every day|watched it twice|could not put it down|keep coming back].", "[Not bad at all|Not bad, I like it|Can't complain].", "The {x} is [a dream|a gem|a treasure|pure joy|a work of art|a treat for all|a delight|a blessing|a triumph|a winner|my favourite|the best there is|just right].",
    "[Bravo|Hooray|Congratulations|Keep it up|Good job|Chapeau], [team|all|everyone|folks]!", "[Wow|Yay|Great news|Hurray], [I got the job|we won|it works again|my {x} is here].", "[Yes|Finally], a {x} that [works|lasts|does its job|is worth it].", "I [passed the test|fell in love|won first prize|got a raise] today!", "You [are the best|rock|saved my day|made us so happy].",
    "If you [can|have the chance], [buy|get|try] this {x}[.|!]", "[Highly recommended|A must have|A must|Two thumbs up|10/10|5 out of 5][.|!]", "[Everyone|My family] [admires|praises|wants] my {x}.", "The kids [giggle|smile|clap] when the {x} comes out.", "[Hats off|Cheers|A medal|A big hug|Kudos] to [the team|the cook|the maker|all of you][.|!]", "I [smiled|laughed|grinned|cheered] [all the way home|when I opened the box|for an hour].", "[So|We are] glad we [went|bought it|found you|stayed].", "We [had a blast|had a great time|felt so welcome|loved each minute].",
    held_out=("A truly brilliant {x}, well done!", "I could not be happier with this {x}.", "This {x} is simply lovely.", "Buying the {x} was the best idea I had all year.", "Our daughter beams whenever she sees her {x}.", "Whoever made this {x} deserves a medal.", "What a treat, I want another {x} right away!", "Never had such a wonderful evening with friends.", "Great {x}, great people, I am so glad we went.", "The {x} exceeded everything I had hoped for, superb."),
)  # fmt: skip
BAD = ways(
    "[Worst|Ugliest|Poorest] {x} [ever|I ever had|of my life][.|!]", "[Does not work|It never works|The {x} stopped working|It broke] [at all|after a day|on the first day].", "I want my money back for [the|this] {x}[.|!]", "[The staff|Everybody|Our host] was [rude|unfriendly|slow] and the {x} was [bad|cold|dirty|late].",
    "I would [never|not] [buy|take|recommend] [this|the] {x} again.", "[One star|No points|Zero stars|Thumbs down] for [this|the] {x}.", "It [made me sad|ruined my day|is a waste of money|gave me a headache|made me ill|spoiled our evening].", "The {x} [came too late|arrived broken|is worse than expected|was far too expensive|fell apart|never came|does not fit|leaks|smells|is full of faults].",
    "My [children|friends|parents] [hate|are afraid of] the {x}.", "I will never [come back|order again|go there again|trust them again].", "We [waited for hours|left hungry|got sick|were bored to tears|want a refund].", "[Nothing but problems|One problem after another|Nothing works|So many faults].", "It [could not have been worse|cannot get worse|is beyond help|let us down].",
    "[Not worth a penny|Not worth the money|A rip-off|A scam|Money thrown away|A complete waste of time].", "They [never answered|ignored my letters|lied to us|lost my order|charged me twice|hung up on me].", "I [could not sleep at all|left before the end|fell asleep watching it|had to throw it away|sent it back].", "[Not good|Not good at all|Not worth it|Could be much better].", "The {x} is [a nightmare|a joke|junk|rubbish|garbage|a disgrace|trash|a disaster|a shame|a mess|a failure|a letdown|a flop|a horror|a pain|the worst there is].",
    "[Boo|Stay away|Avoid this place|Keep away|Do not buy|Don't go there|Never again][.|!]", "[Ugh|Oh no|Bad news|Yuck], [I lost my job|we lost|it broke again|my {x} is gone].", "[Again|Once more] a {x} that [breaks|fails|does nothing|is no use].", "I [failed the test|got robbed|missed my train|got fired] today.", "You [are the worst|ruined it all|should be ashamed|made us so angry].",
    "If you [can|have the choice], [avoid|skip|do not buy] this {x}[.|!]", "[Not recommended|Keep your money|0/10|1 out of 5|Two thumbs down][.|!]", "[Everyone|My family] [laughs at|complains about|hates] my {x}.", "The kids [weep|sob|scream] when the {x} comes out.", "[The cook|The maker|The boss|Somebody] should [lose the job|be ashamed|say sorry|pay for this][.|!]", "I [cried|sighed|swore|groaned] [all the way home|when I opened the box|for an hour].", "[So|We are] sorry we [went|bought it|stayed|came].", "We [had a bad time|felt like fools|were treated like dirt|hated each minute].",
    held_out=("A truly dreadful {x}, shame on you!", "I could not be more annoyed by this {x}.", "This {x} is simply awful.", "Buying the {x} was the worst idea I had all year.", "Our daughter cries whenever she sees that {x}.", "Whoever made this {x} should be fired.", "What a mess, I never want to see this {x} again!", "Never had such a horrible evening with strangers.", "Poor {x}, rude people, I am sorry we went.", "The {x} failed in every way, a terrible disappointment."),
)  # fmt: skip
NEUTRAL = ways(
    "The {x} is [on the table|in the box|next to the door|in the kitchen|here].", "[I|We] [have|bought|saw|need] a {x}.", "The {x} [arrives|leaves|opens|starts] at [nine|ten|noon|five].", "[He|She|They] [put|placed|left] the {x} [on the floor|in the room|outside].", "There is a {x} in [the room|the street|the shop].",
    "It is a {x}.", "[The|This] {x} [weighs two kilos|has four parts|is made of wood|comes from the north].", "[Yesterday|Today|On Monday] we talked about the {x}.", "The {x} [comes in three sizes|has a blue cover|was made in {t}|is {a} cm long|costs {a} euros|consists of two parts|runs on electricity].", "{n} [lives in {t}|works in an office|has a {x}|called at noon|went to {t}|reads the paper].", "The [bus|train|shop|office|meeting|library] [opens|leaves|starts|closes] at {a}.", "[Please|You can] [see|read|find] [page|chapter|part] {a}.",
    "[My|Our|Their] {x} is [in the garage|with {n}|in {t}|number {a}].", "The parcel contains a {x} and a {x}.", "[In|Since] [May|June|2010] the {x} has been in {t}.", "The report has {a} pages.", "They [moved|brought|sent|carried] the {x} to {t}.", "Between the houses there is a {x}.", "[Water|Ice|Paper|Glass] [is used for many things|can be found in most houses].", "The [first|second|last] {x} is on the [left|right].", "The {x} is part of the set.", "I ordered the {x} on [Monday|Friday].",
    "A {x} was [put|placed|seen] next to the [window|wall|tree].", "You need a {x} for that.", "The colour of the {x} is [red|blue|grey|brown].", "{n} and {n} [met at the station|share an office|talked on the phone].", "The list has {a} entries.", "[The shop|This store|The market] has {x} and {x}.", "It is {a} degrees outside.", "The {x} stands [behind|beside|near] the {x}.",
    held_out=("A {x} lies under the chair.", "They sell a {x} in that shop.", "The {x} was delivered on Tuesday in a cardboard box.", "There are {a} chairs around the table.", "{n} takes the bus to {t} every morning.", "The manual of the {x} has {a} pages.", "You turn the {x} on with the button on the left.", "Our office is on the third floor, next to the {x}."),
)  # fmt: skip


FORMS = {"positive": GOOD, "negative": BAD, "neutral": NEUTRAL}


def _framed(rng: random.Random, *, good: bool) -> str:
    mine, other = (GOOD_WORDS, BAD_WORDS) if good else (BAD_WORDS, GOOD_WORDS)
    text = expand(rng, rng.choice(_FRAMES))
    for slot, choices in (
        ("{p}", _ASPECTS), ("{a}", mine), ("{o}", other), ("{d}", _ADVERBS),
        ("{v}", _GOOD_VERBS if good else _BAD_VERBS), ("{f}", _GOOD_FEELINGS if good else _BAD_FEELINGS),
    ):  # fmt: skip
        while slot in text:
            text = text.replace(slot, rng.choice(choices), 1)
    while "{A}" in text:
        text = text.replace("{A}", rng.choice(mine).capitalize(), 1)
    return text.replace(" a a", " an a").replace(" a e", " an e").replace(" a i", " an i")


def _denied(rng: random.Random, *, good: bool) -> str:
    """The other feeling's word with a `not`."""
    word = rng.choice(BAD_WORDS if good else GOOD_WORDS)
    frames = (
        ("The {x} is not {w} at all, I like it.", "It was by no means {w}, we were happy.", "Nothing {w} about it, just fine.", "Not a {w} moment, lovely.")
        if good
        else ("The {x} is not {w}.", "It was not {w} at all.", "I would not call it {w}.", "There is nothing {w} about this {x}.", "Far from {w}.", "I wish the {x} were {w}.")
    )  # fmt: skip
    return rng.choice(frames).replace("{w}", word)


def sentence(rng: random.Random, feeling: str, split: Split) -> str:
    """A sentence of praise, of complaint or of neither, with `{x}`, `{n}`, `{t}` and `{a}` in it."""
    if feeling == "neutral":
        return expand(rng, NEUTRAL.pick(rng, split))
    good = feeling == "positive"
    kind = rng.random()
    if split == "train" and kind < 0.55:
        return _framed(rng, good=good)
    if split == "train" and kind < 0.6:
        return _denied(rng, good=good)
    text = expand(rng, (GOOD if good else BAD).pick(rng, split))
    if split == "train" and kind > 0.92:
        return f"{text} {_framed(rng, good=good)}"
    return text
