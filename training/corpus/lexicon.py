"""Plain English words by kind, written by hand, and names of firms, streets and people made of parts.

They give values and sentences words that no table elsewhere has; most values come from the far
larger tables of `vocabulary.py`. Held out: 10 % of each list.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus import names, vocabulary

if TYPE_CHECKING:
    import random

    from training.corpus.conversation import Split


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


THINGS = _words("""
    anchor apron arrow badge ball balloon bandage barrel basin bath battery bead beam bench bin blade board
    bolt boot brick broom cabin cable cage candy canoe canvas cap carpet carriage cart case ceiling chain chalk
    charger chest chimney chip cloak closet cloth coach coil collar column comb cord cork counter cradle crane
    crate crayon crown cube curtain cushion cutter cylinder dagger deck desk dial diary dice dish drawer drill
    drone easel elevator envelope eraser fan fence filter flag flask fountain frame freezer fridge funnel fuse
    gadget gate gear globe goggles gown grill guitar hammock handle harbour harness harp heater hinge hoe hook
    hoop hose jacket jar jeans jewel jug kettle keyring lace lantern laptop leash lens lever lid locker magazine
    magnet manual map marble mask mat mattress medal menu mill mitten monitor mop motor mug napkin necklace net
    notebook oar organ oven package paddle paint pan panel parachute peg pillar pin pipe pitcher plank plough
    plug pocket pole poster pot pouch printer projector propeller pump purse quilt rack radar raft rail rake
    razor rifle robe rod rug ruler saddle sail sandal sauce saw scale scanner scooter screen screw seal seat
    shawl shield shovel shutter sink skirt sled slipper socket sofa spade spear sponge spring stool stove strap
    straw string suit suitcase switch sword tablet tank tape tent thermos tie tile tire toaster tongs torch
    toy tractor tray trolley trophy trousers tub tube tunnel turbine tyre umbrella uniform valve vase vest wagon
    wallet wardrobe wax whistle wig windmill wire wrench yacht zipper
""")
LIVING = _words("""
    alligator antelope ape badger bat beaver beetle bison buffalo butterfly camel canary caterpillar cheetah clam
    cobra cockroach coyote crab cricket crocodile crow deer dolphin donkey dove dragonfly eagle eel elk falcon
    ferret finch flamingo flea fly gazelle gecko giraffe gorilla grasshopper gull hare hawk hedgehog heron hippo
    hornet hyena jackal jaguar jellyfish kangaroo koala lamb leopard lizard llama lobster lynx magpie mole monkey
    moose mosquito moth mule newt octopus ostrich otter owl ox oyster panda panther peacock pelican penguin pigeon
    pony porcupine puma python quail raccoon ram rat raven reindeer rhino robin rooster salmon seal shrimp skunk
    sloth slug snail sparrow squid squirrel starfish stork swallow swan tadpole toad trout tuna turkey vulture
    walrus wasp weasel wombat woodpecker worm yak zebra acorn almond asparagus bamboo barley basil beetroot berry
    birch blackberry broccoli cabbage cactus cashew cedar celery chestnut chive cinnamon clover cranberry cucumber
    daffodil dandelion date elm fern fir garlic ginger hazelnut heather herb holly ivy jasmine kale leek lentil
    lettuce lilac lily maple mint moss mushroom nettle nutmeg oak oat olive orchid palm parsley parsnip pea
    pecan pine pineapple pumpkin radish raspberry reed rose rye sage seaweed sesame spinach squash thistle thyme
    tulip turnip vanilla vine walnut weed willow yam
""")
IDEAS = _words("""
    accident advice age agreement air alarm amount anger area army art attack aunt balance bank base battle
    beauty beginning birth border break breath budget business calm career cause chance change charge choice circle
    class climate club code comfort company contest cook cost couple courage cousin crime crowd culture custom damage
    danger deal debt decision degree design desire detail difference dinner direction dream duty edge effect effort
    election energy entrance error escape event evidence example exercise exit fact failure faith fame fashion fault
    favour fear feeling festival fight figure flavour force fortune freedom fun future gift glory goal grade group
    growth guess habit half harvest health height help history hobby holiday honour hope hour house humour hunger hurry
    idea image income industry injury interest joke journey joy judge jump justice knowledge labour law leader lecture
    length liberty lie limit list loss love luck lunch magic manner mark matter meal meaning memory method middle mind
    minute mistake moment mood motion mystery nation need neighbour news noise number offer office opinion order pain
    party past path pattern peace period permission picture piece pilot place plan pleasure point police power practice
    present pressure pride prison prize profit progress promise proof purpose quality quarrel race rate reason record
    rent rescue respect rest reward rhythm riddle risk role rule safety sale scene science score season secret sense
    service shade shadow shame shape sign silence skill sleep smell smoke sort soul sound space speech speed spirit
    state step stress strike style success sum surprise system talent task taste team term thanks theory thought
    title tone topic tour trade tradition traffic travel treasure treat trick trouble truth turn uncle union value
    victory view village visit voice vote wage walk war waste wave way wealth welcome width wish wonder work youth
""")
ADJECTIVES = _words("""
    able absent active afraid alert ancient angry anxious awake awful bare beautiful bent bitter blind blunt bold
    brave brief bright broad broken busy calm careful cheap cheerful chief civil clean clear clever close clumsy
    common complete correct cosy crazy cruel curious curved cute daily damp dangerous dark dear deep delicate
    dense different difficult dim dirty double dry dull eager early easy elegant empty equal exact excellent
    extra faint fair faithful famous fancy fat fatal fierce final fine firm fit flat foolish foreign formal fragile
    frank free fresh friendly full funny gentle giant glad grand grateful great greedy handy harsh healthy heavy
    helpful hollow holy honest huge humble hungry icy ideal idle important jealous jolly joyful keen kind lame
    large late lazy lean likely little lively local lonely long loose loud lovely loyal lucky mad main major merry
    messy mighty mild minor misty modern modest narrow nasty natural neat nervous noble noisy normal odd official
    open ordinary pale patient perfect plain pleasant polite poor popular precious pretty private proper proud pure
    quick quiet rapid rare raw ready real regular rich ripe rough round royal rude sacred safe salty savage secure
    separate serious sharp shiny short shy silent silly similar simple single sleepy slim slippery smart smooth
    sober soft solid special square steady steep sticky stiff strange strict strong stupid sudden sunny super
    sweet swift tall tame tender terrible thick thin tidy tight tiny tired total tough true ugly unique upset
    urgent useful usual vague vain valuable violent vivid warm weak weekly weird wet wicked wide wild wise wooden
    worried wrong young
""")
VERBS = _words("""
    accept admire agree allow answer appear apply argue arrive ask attend avoid bake bark beg behave believe belong
    blame bless blow boil borrow bounce bow breathe build burn bury call camp care carry celebrate chase cheat cheer
    chew choose clap climb collect compare complain connect cook cough count cover crash crawl cross cry cure
    dance decide deliver deny depend describe destroy dig dive divide draw dress drift drop earn echo enjoy enter
    examine explain explore fail fetch fill fix float fold follow forgive gather giggle glow grab greet grow guard
    guess guide hate heal hide hunt ignore imagine improve include invent invite iron join judge juggle jump kick
    knit knock laugh lead lean learn lend lift listen live marry measure melt mend mix mourn mow nod notice obey
    observe offer open pack paint pardon pass pause peel phone pinch plan plant play polish pour praise pray prefer
    prepare press pretend prevent protect prove pull punch push race raise reach refuse relax remind remove repair
    repeat reply rescue return ride roar rob roll rub ruin rush sail save scare scold scream scrub search serve
    settle shake shave shine shiver shout show shrug sigh sing sketch ski skip slip smash smile sneeze snore solve
    sort speak spill spin splash spread stare stay steal stir stretch study succeed suffer suggest support swallow
    swear sweep swing switch teach tease thank throw tickle touch travel tremble trust type visit vote wait wander
    warn wash watch water wave wear weep weigh whisper win wipe wish wonder work worry wrap write yawn yell
""")
SURNAMES = _words("""
    Smith Jones Taylor Brown Wilson Evans Walker Wright Green Hall Wood Clark Hughes Lewis Turner Parker Cooper
    Morris Ward Baker Hill Moore King Carter Bell Young Gray Ford Stone Fisher Palmer Reed Webb Fox Hunt Lane Marsh
    Muller Schmidt Weber Wagner Becker Hoffmann Koch Richter Klein Wolf Neumann Schwarz Zimmermann Braun Kruger Lange
    Dubois Moreau Laurent Simon Michel Lefevre Leroy Roux Fournier Girard Bonnet Mercier Blanc Guerin Muller Faure
    Rossi Russo Ferrari Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Mancini Lombardi Moretti
    Garcia Martinez Lopez Sanchez Perez Gomez Fernandez Diaz Torres Ruiz Ramirez Flores Morales Ortiz Castillo Vega
    Kowalski Nowak Wojcik Lewandowski Novak Horvat Kovacs Nagy Szabo Petrov Ivanov Popov Sokolov Volkov Hansen
    Johansen Olsen Larsen Andersen Nilsson Eriksson Karlsson Lindberg Virtanen Korhonen Jansen Visser Smit Bakker
    Tanaka Suzuki Sato Yamamoto Watanabe Ito Kim Park Lee Choi Wang Li Zhang Liu Chen Yang Nguyen Tran Pham Singh
    Kumar Sharma Patel Gupta Khan Hussain Ahmed Ali Hassan Yilmaz Kaya Demir Haddad Cohen Levi Okafor Mensah Diallo
    Silva Santos Oliveira Souza Pereira Almeida Ferreira Rocha
""")
_FIRM_ENDS = (
    "Ltd", "Inc", "Group", "Works", "and Sons", "Foods", "Tools", "Books", "Motors", "Travel", "Labs", "Bank", "Media",
    "GmbH", "LLC", "Partners", "Systems", "Studio", "Energy", "Airlines", "Hotels", "Logistics", "Software", "Brothers",
    "Club", "Clinic", "Bakery", "Cafe", "Holding", "Insurance", "Design", "Capital", "Pharma", "Homes", "Robotics", "AG",
)  # fmt: skip
_STREETS = (
    "Street",
    "Road",
    "Lane",
    "Avenue",
    "Square",
    "Way",
    "Park",
    "Hill",
    "Drive",
    "Court",
    "Place",
    "Gardens",
)

WORDS = tuple(dict.fromkeys((*THINGS, *LIVING, *IDEAS, *ADJECTIVES, *VERBS)))
# How often a value comes from the large tables.
_LARGE = 0.65
# And how often a word from the words whose tokens are seldom written.
_RARE = 0.1


def word(rng: random.Random, split: Split) -> str:
    """Any word, in small letters; no names."""
    kind = rng.random()
    if kind < _RARE:
        return vocabulary.draw(rng, "rare", split).lower()
    if kind < _LARGE:
        return vocabulary.word(rng, split)
    return names.pick(rng, rng.choice((THINGS, THINGS, LIVING, IDEAS, ADJECTIVES, VERBS)), split)


def noun(rng: random.Random, split: Split) -> str:
    """A thing, an animal or a plant."""
    if rng.random() < _LARGE:
        return vocabulary.draw(rng, "things", split)
    return names.pick(rng, rng.choice((THINGS, THINGS, LIVING)), split)


def adjective(rng: random.Random, split: Split) -> str:
    """What something may be like."""
    if rng.random() < _LARGE:
        return vocabulary.draw(rng, "adjectives", split)
    return names.pick(rng, ADJECTIVES, split)


def verb(rng: random.Random, split: Split) -> str:
    """Something to do, in its base form."""
    if rng.random() < _LARGE:
        return vocabulary.draw(rng, "verbs", split)
    return names.pick(rng, VERBS, split)


def surname(rng: random.Random, split: Split) -> str:
    """A family name of any country, now and then an invented one."""
    kind = rng.random()
    if kind < 0.55:
        return vocabulary.draw(rng, "surnames", split)
    return names.invented(rng, split) if kind < 0.7 else names.pick(rng, SURNAMES, split)


def full_name(rng: random.Random, split: Split) -> str:
    """A first name and a family name."""
    return f"{names.person(rng, split)} {surname(rng, split)}"


def _proper(rng: random.Random, split: Split) -> str:
    """What a firm or a street may be named after."""
    kind = rng.random()
    if kind < 0.35:
        return surname(rng, split)
    if kind < 0.45:
        return vocabulary.draw(rng, "rare", split).capitalize()
    if kind < 0.55:
        return vocabulary.word(rng, split).capitalize()
    if kind < 0.7:
        return vocabulary.draw(rng, "places", split)
    return names.invented(rng, split)


def firm(rng: random.Random, split: Split) -> str:
    """Trovina Labs."""
    first = _proper(rng, split)
    return f"{first} {rng.choice(_FIRM_ENDS)}" if rng.random() < 0.7 else first


def address(rng: random.Random, split: Split) -> str:
    """12 Beltor Road."""
    return f"{rng.randint(1, 199)} {_proper(rng, split)} {rng.choice(_STREETS)}"


def phrase(rng: random.Random, split: Split) -> str:
    """A thing with what it is like: green lamp."""
    return f"{adjective(rng, split)} {noun(rng, split)}"
