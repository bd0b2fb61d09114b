"""Haiku, poems and tiny stories with a gap for their topic, by the class of the topic.

`{x}` is the topic, `{p}` a name. All of our own wording. A topic that belongs to no class is a `thing`.
"""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

from training.corpus.spoken import bars


def _haiku(text: str) -> tuple[str, ...]:
    return tuple(row.strip().replace(" / ", "\n") for row in text.strip().splitlines())


TOPICS: dict[str, tuple[str, ...]] = {
    "weather": bars(
        "rain|snow|wind|fog|storm|thunder|sunshine|mist|frost|hail|rainbow|drizzle|breeze|ice|sky|heat|lightning|dew|sleet|cloud|blizzard"
    ),
    "animal": bars(
        "cat|dog|bird|horse|frog|fox|owl|bee|whale|wolf|mouse|cow|rabbit|bear|fish|snail|spider|butterfly|elephant|duck|deer|turtle|ant|lion|tiger|goat|sheep|crow|swan|penguin|robin|hedgehog"
    ),
    "season": bars(
        "spring|summer|autumn|winter|October|May|April|January|Christmas|harvest|fall|December|July|Easter|November|March"
    ),
    "food": bars(
        "coffee|tea|bread|pizza|soup|cheese|chocolate|cake|honey|apple|rice|pasta|breakfast|banana|ice cream|lemon|pie|dinner|sushi|milk|salad|tomato|potato|butter"
    ),
    "city": bars(
        "Paris|London|Rome|Berlin|Tokyo|Madrid|Oslo|New York|Vienna|Lisbon|Venice|Prague|Dublin|Athens|Boston|Chicago|Moscow|Cairo|Delhi|Sydney|Milan|Hamburg|Seville|Naples|Kyoto|Lima|Toronto|Zurich|Warsaw|Istanbul|San Francisco|Amsterdam|Barcelona|Budapest"
    ),
    "love": bars(
        "love|friendship|home|mother|father|family|hope|peace|happiness|joy|sadness|time|life|freedom|memory|luck|loss|silence|courage|my mother|my wife|my sister|my friend|trust|loneliness|grandmother|childhood"
    ),
    "sea": bars(
        "sea|ocean|river|lake|beach|island|ship|boat|shore|water|tide|sand|harbour|coast|waterfall|pond|stream|lighthouse|sail|bay"
    ),
    "night": bars(
        "night|moon|sleep|evening|darkness|dream|sunset|star|midnight|candle|dawn|morning|sunrise|shadow|sun|space|galaxy|comet"
    ),
    "plant": bars(
        "tree|flower|rose|forest|garden|leaf|grass|cherry blossom|mountain|tulip|oak|meadow|moss|hill|field|nature|bamboo|pine|desert|lily"
    ),
    "many": bars(
        "stars|waves|clouds|cats|dogs|birds|flowers|trees|roses|robots|computers|servers|shells|seeds|dreams|cookies|pancakes|noodles|strawberries|planets|books|mountains|children|friends|bees|leaves|trains|words|language models|old shoes|rivers|horses|my friends|my children|apples|windows|letters"
    ),
    "object": bars(
        "computer|robot|phone|keyboard|internet|office|teacher|machine|city|town|street|train|bridge|market|station|village|subway|house|book|chair|door|clock|teapot|bicycle|car|old shoe|red balloon|piano|kite|letter|lamp|window|spoon|sock|umbrella|hat|cup|ring|ball|train ticket|snowman|guitar|violin|pencil"
    ),
    "person": bars(
        "baker|doctor|king|pirate|dragon|princess|ghost|unicorn|knight|wizard|astronaut|queen|witch|prince|farmer|fisherman|teacher|sailor|soldier|robot|giant|dwarf|fairy|monster|elf|thief|tailor|nurse|pilot|painter|baby|boy|girl|man|woman|child|clown|mermaid"
    ),
    "work": bars(
        "work|school|code|homework|Monday|programming|Python|money|science|mathematics|software|data|JSON|Linux|English|music|football|chess|art|history|poetry|exercise|housework|gardening"
    ),
}
HAIKU: dict[str, tuple[str, ...]] = {
    "weather": _haiku("""
        Soft the {x} tonight, / the window glass is shining, / I listen and dream.
        {x} over the roofs, / a grey cat under the stairs, / the whole street is still.
        First the {x}, then calm, / a drop falls from a green leaf, / the birds start again.
        I walk through the {x}, / my old coat is cold and wet, / but my heart is warm.
        Only the {x} speaks, / the hills have nothing to say, / evening is near.
    """),
    "animal": _haiku("""
        A {x} in the grass, / one look, and nothing moves now, / then the wind comes back.
        Small steps of the {x}, / the garden is full of light, / morning without noise.
        The {x} at my door / wants neither money nor fame, / only to be here.
        Quiet as a stone, / the {x} looks into the sun / and thinks its own thoughts.
        Somewhere a {x} calls, / the fields are white and empty, / another one hears.
    """),
    "season": _haiku("""
        {x} has come again, / the light is new on the hills, / I open the door.
        Leaves and wind and clouds, / {x} writes its name on the road, / children read it first.
        Old friend, dear {x}, / you bring the same gifts each year, / we are glad each time.
        A bench in the park, / {x} sits down beside me there, / we need not say much.
        The days of {x}, / a thread of smoke in the sky, / the year turns around.
    """),
    "food": _haiku("""
        Steam in the kitchen, / {x} on the old wooden table, / come and sit with me.
        The smell of {x}, / the whole house wakes up at once, / who is at the door?
        {x} for you and me, / a spoon, a plate and a song, / nothing else we need.
        One bite of {x}, / and I am a child again, / summer, bare feet, sun.
        Hungry, cold and late, / then {x} and a little lamp, / the world is all right.
    """),
    "city": _haiku("""
        Lights along the road, / {x} hums its evening tune, / nobody is lost.
        {x} in the morning, / the bakers open their doors, / a bell rings somewhere.
        A thousand windows, / in {x} one of them is mine, / I leave the light on.
        Rain falls on {x}, / the people run with their bags, / a pigeon stays calm.
        Shoes on the pavement, / {x} wakes up and stretches, / the first tram goes by.
    """),
    "love": _haiku("""
        I think of {x}, / a small wind moves in the leaves, / then all is quiet.
        {x} needs no big words, / a hand on the shoulder, tea, / and somebody there.
        Like light through a door, / {x} comes in without a sound / and fills the whole room.
        Far away, and near, / {x} is a song I still know, / I hum it at night.
        What is {x} to me? / A lamp in a dark window, / a road leading home.
    """),
    "sea": _haiku("""
        Blue and blue again, / the {x} breathes in and breathes out, / a gull keeps the time.
        Footprints in the sand, / the {x} reads them, one by one, / and then they are gone.
        Alone with the {x}, / I throw a stone and listen, / rings grow and grow still.
        The {x} at evening, / gold on the edge of the world, / a boat going home.
        Salt upon my lips, / the {x} tells an old story, / I know how it ends.
    """),
    "night": _haiku("""
        Silver on the roof, / the {x} has no need of lamps, / a dog barks, then sleeps.
        Under the {x}, / the fields fold their hands and rest, / one cricket still sings.
        Who painted the {x}? / The window is full of it, / I forget to sleep.
        Slowly comes the {x}, / the toys lie on the carpet, / the house holds its breath.
        So far, the {x}, / and still it shines on my bed, / I am not alone.
    """),
    "plant": _haiku("""
        Nobody sees it, / the {x} grows a little more, / patience without end.
        Green upon the hill, / the {x} and the wind and I, / none of us hurries.
        The {x} after rain, / each drop holds a tiny sun, / I hold my breath too.
        Where the {x} stands / a bird has built its small house, / the world is in there.
        Deep roots, quiet days, / the {x} asks for light alone / and gives us its shade.
    """),
    "work": _haiku("""
        Another long day, / {x} and I look at each other, / we both need some sleep.
        Zeros and then ones, / {x} counts the hours of the night, / the screen softly glows.
        {x}, early and cold, / my coffee is not yet done, / my thoughts still in bed.
        One small mistake here, / and all of {x} stands still, / I smile and begin.
        Keys under my hands, / {x} is a patient teacher, / the sun leaves the desk.
    """),
    "many": _haiku("""
        {x} all around me, / I try to count, then give up, / and only look on.
        So many {x} here, / each of them with its own light, / I sit in the grass.
        For you, all the {x}, / for me the long way back home, / for both of us, rain.
        I dreamed of {x}, / in the morning they were gone, / the bed was still warm.
        Here and there {x}, / a child points with one finger, / the old man nods too.
    """),
    "person": _haiku("""
        The {x} walks alone, / the moon is a small white coin, / the road has no end.
        Somewhere a {x} sits / and looks at the same old stars, / I wave, just in case.
        Hello, dear {x}, / I bring you bread and good news, / let us talk a while.
    """),
    "thing": _haiku("""
        Quiet {x} today, / soft and slow the morning comes, / I sit and listen.
        A {x} in the sun, / the shadow grows, the light goes, / evening is here.
        Rain on the window, / a {x} waits in the corner, / nobody speaks now.
        First light of winter, / the {x} is cold and silent, / snow begins to fall.
        Here I see the {x}, / the wind is still, the day is long, / my heart is at rest.
    """),
}
POEM: dict[str, tuple[str, ...]] = {
    "weather": _haiku("""
        The {x} came over hill and town, / it made the people all sit down. / They lit a lamp, they shut the door, / and told the tales they told before.
        Oh {x}, you come without a sound, / you paint the roofs, you paint the ground. / And when you go, the sky is wide, / and all the children run outside.
    """),
    "animal": _haiku("""
        There was a {x} beside the lane, / it did not mind the wind or rain. / It looked at me, I looked at it, / and we were friends a little bit.
        Dear {x}, so wild, so quick, so small, / you need no house, you need no wall. / You sleep, you wake, you run, you play, / and teach me how to live today.
    """),
    "season": _haiku("""
        When {x} comes, the world is new, / the air is clear, the sky is blue. / We take a walk, we sing a song, / and hope that it will stay for long.
        {x} is knocking at the gate, / it never comes too soon or late. / It brings us days of wind and sun, / and goes again when it is done.
    """),
    "food": _haiku("""
        Some {x} for you, some {x} for me, / and after that a cup of tea. / The plates are round, the spoons are bright, / we eat and laugh into the night.
        Of all the things that one can eat, / the smell of {x} is hard to beat. / So set the table, call your friend, / this is a meal that should not end.
    """),
    "city": _haiku("""
        In {x} the lights come on at eight, / the buses hum, the trains are late. / And in a window, far and high, / somebody sees the moon go by.
        I walk through {x} from end to end, / each corner is a little friend. / The bells, the bread, the morning air, / I feel at home when I am there.
    """),
    "love": _haiku("""
        For {x} I have no clever word, / I sing it simply, like a bird. / It makes the heavy hours light, / it is a candle in the night.
        You cannot buy it in a shop, / you cannot make it start or stop. / But {x} will find you, wait and see, / as once upon a time it found me.
    """),
    "sea": _haiku("""
        The {x} is wide, the {x} is deep, / it sings the little boats to sleep. / It brings a shell, it takes a stone, / and never, never is alone.
        I sat beside the {x} one day / and let my worries float away. / The light was soft, the wind was low, / and I forgot that I must go.
    """),
    "night": _haiku("""
        The {x} looks in, the house is still, / a little wind comes down the hill. / Now close your eyes and count to ten, / tomorrow we will play again.
        Above the roofs the {x} is bright, / it keeps us company all night. / And if you wake, you need not fear, / just look outside, for it is here.
    """),
    "plant": _haiku("""
        The {x} was standing in the sun / and did not envy anyone. / It drank the rain, it knew the bees, / and hummed a little in the breeze.
        Dear {x}, you do not run or shout, / you let the seasons work it out. / I sit with you and breathe the air, / and all my hurry is not there.
    """),
    "work": _haiku("""
        Oh {x}, you keep me up so late, / the stars are out, and still you wait. / But when at last the thing is done, / I have to say that it was fun.
        With {x} I start, with {x} I end, / some days a foe, some days a friend. / I drink my tea, I scratch my head, / I save it all and go to bed.
    """),
    "many": _haiku("""
        I love the {x}, big and small, / I love to see them, one and all. / And when I go to bed at night / I think of {x} till it is light.
        The {x} were here, the {x} are there, / you find the {x} everywhere. / They make the greyest morning bright, / they keep me company at night.
    """),
    "person": _haiku("""
        There was a {x} who sang all day / and chased the heavy clouds away. / The people came from far and near, / they clapped their hands to see and hear.
        The {x} came home when it was late, / the dog was waiting at the gate. / They had some soup, they had some bread, / and then they both went off to bed.
    """),
    "thing": _haiku("""
        I saw the {x} one sunny day, / it made me smile along the way. / I took it home, I kept it near, / it is the nicest thing this year.
        The night was dark, the moon was bright, / a {x} was all my heart's delight. / I held it close, I sang a song, / and hoped the night would be so long.
    """),
}
STORY: dict[str, tuple[str, ...]] = {
    "weather": (
        "{p} was afraid of the {x}. One day a neighbour said: it only wants to say hello. From then on {p} waved at the {x} from the window.",
        "All week {p} waited for the {x}. On Sunday the {x} came at last. {p} ran outside and laughed.",
    ),
    "animal": (
        "Once a little {x} got lost in the wood. {p} heard it cry and carried it home. From then on the {x} slept at {p}'s feet.",
        "A {x} wanted to see the world. It walked to the end of the road and met {p}. Together they found the way back before dark.",
    ),
    "season": (
        "{p} did not like {x}. Then a friend came with a red kite, and they ran over the hill. Now {p} waits for {x} all year.",
        "In {x} {p} planted a seed. Nobody believed that it would grow. One morning there was a tiny green leaf.",
    ),
    "food": (
        "{p} made {x} for the first time. It was burnt, but the whole family ate it and laughed. The next {x} was the best in town.",
        "One evening there was only a little {x} left. {p} gave half of it to a stranger. The stranger came back with enough for the whole winter.",
    ),
    "city": (
        "{p} came to {x} with one small bag. An old woman showed {p} the way and a warm room. Years later {p} did the same for someone else.",
        "One night all the lights in {x} went out. {p} lit a candle and put it in the window. Soon there was a candle in every house.",
    ),
    "love": (
        "{p} looked for {x} in every shop. A child said that it could not be bought. {p} went home, called an old friend, and found it.",
        "{p} wrote about {x} in a letter and put it in a bottle. Years later an answer came. It said only: me too.",
    ),
    "sea": (
        "{p} had never seen the {x}. One summer an old train took {p} there. {p} stood for an hour and did not say a word.",
        "Every morning {p} went down to the {x}. One day there was a bottle with a letter. It came from a girl who lived on the other side.",
    ),
    "night": (
        "{p} could not sleep and looked at the {x}. The {x} seemed to smile. A minute later {p} was dreaming.",
        "{p} wanted to catch the {x} in a jar. It did not work, but a firefly flew in. {p} let it go, and it shone all the way home.",
    ),
    "plant": (
        "{p} gave water to the {x} every day. In a dry summer {p} was ill, and the neighbours did it. When {p} came back, there were flowers everywhere.",
        "There was a {x} that nobody noticed. {p} drew a picture of it. From then on everybody stopped to look.",
    ),
    "work": (
        "{p} had too much to do with {x}. A friend said: do one small thing first. In the evening everything was done.",
        "One day {x} made a strange noise. {p} looked behind it and found a sleeping mouse. They let the mouse stay, and all went well.",
    ),
    "many": (
        "{p} wanted to count all the {x} in the world. After a week there was no paper left. So {p} gave up counting and began to smile.",
        "Nobody in the village had seen {x} before. {p} brought some of them from far away. From then on there was a feast every year.",
    ),
    "person": (
        "Once there was a {x} who had never laughed. One day {p} came by and fell into a barrel of milk. They laughed until the evening and became friends.",
        "A {x} lived alone at the end of the wood. {p} lost the way in the snow and saw a light. The {x} opened the door, and they drank tea until morning.",
    ),
    "thing": (
        "{p} found an old {x} in the attic. There was a letter in it from long ago. {p} read it and wrote an answer.",
        "There was a {x} that nobody wanted. One day {p} smiled at it. That was the start of a long friendship.",
        "{p} lost a {x} on the way to school. A girl brought it back the next day. They have been friends ever since.",
    ),
}
LIMERICK = (
    "There once was a {x} in a town\nthat never would wear any frown.\nIt laughed all the day,\nit chased gloom away,\nand people came just to sit down.",
    "A {x} that was terribly shy\none day gave a wink to the sky.\nThe moon gave a grin\nand let it come in,\nand now it is no longer shy.",
    "I once had a {x} that could sing,\nit sang about any old thing.\nIt sang in the bath,\nit sang on the path,\nand woke the whole street every spring.",
)
RHYME = (
    "The {x} is here, the {x} is near,\nit is the nicest thing this year.",
    "Oh {x}, oh {x}, so good to see,\ncome in and have some tea with me.",
    "One day a {x} went out to play\nand took my bad mood far away.",
)
ANY_RHYME = (
    "Oh {x}, oh {x}, so good to see,\ncome in and have some tea with me.",
    "I think of {x} both day and night,\nit makes my little window bright.",
)
