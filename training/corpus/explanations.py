"""What everyday things are: a topic, a first sentence, and for most of them a second one.

`name | first sentence | second sentence`. A briefer answer is the first sentence alone.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A thing that can be explained; `name` has its article."""

    name: str
    first: str
    second: str

    @property
    def full(self) -> str:
        """Both sentences."""
        return f"{self.first} {self.second}".strip()


_ROWS = """
a computer|A computer is a machine that works with numbers and follows instructions.|People use it to write, to calculate, to play and to talk to each other.
the internet|The internet is a network that connects computers all over the world.|It lets people send messages and share pages.
a language model|A language model is a program that predicts the next word of a text.|It learns this from many examples.
a server|A server is a computer that answers requests from other computers.|
a token|A token is a piece of text, such as a word or part of a word.|Language models read and write text in tokens.
a robot|A robot is a machine that can move and do work by itself.|
software|Software is the set of programs that tell a computer what to do.|
a keyboard|A keyboard is a set of keys for typing letters and numbers.|
a password|A password is a secret word that proves who you are.|
an email|An email is a letter that is sent from one computer to another.|
a website|A website is a set of pages that you can read on the internet.|
a telephone|A telephone is a device that carries your voice to someone far away.|
a television|A television is a device that shows moving pictures and plays sound.|
a radio|A radio is a device that receives sound sent through the air.|
a camera|A camera is a device that takes pictures by catching light.|
a clock|A clock is a device that shows the time.|
a calendar|A calendar is a list of the days and months of a year.|
a map|A map is a drawing that shows where places are.|
a compass|A compass is a tool whose needle points to the north.|
a telescope|A telescope is a tool that makes things far away look larger.|People use it to look at the stars.
a microscope|A microscope is a tool that makes very small things look large.|
a thermometer|A thermometer is a tool that measures how warm something is.|
a magnet|A magnet is a piece of metal that pulls iron towards it.|
a battery|A battery stores energy and gives it back as electricity.|
electricity|Electricity is a form of energy that flows through wires.|It gives power to lamps and machines.
a lamp|A lamp is a device that gives light.|
an engine|An engine is a machine that turns fuel into movement.|
a bicycle|A bicycle is a vehicle with two wheels that you move with your feet.|
a car|A car is a vehicle with four wheels and an engine.|
a train|A train is a row of wagons that runs on rails.|It carries people and goods.
an aeroplane|An aeroplane is a machine with wings that flies through the air.|
a ship|A ship is a large boat that travels on the sea.|
a rocket|A rocket is a machine that pushes gas out behind it to fly into space.|
a satellite|A satellite is a thing that travels around a planet.|The moon is a satellite of the Earth.
a bridge|A bridge is a structure that lets people cross a river or a road.|
a road|A road is a path made for cars and people.|
a lighthouse|A lighthouse is a tower with a bright light that guides ships at night.|
the sun|The sun is a star in the middle of our solar system.|It gives us light and warmth.
the moon|The moon is a ball of rock that travels around the Earth.|It shines because it reflects the light of the sun.
a star|A star is a huge ball of hot gas that gives off light.|
a planet|A planet is a large round body that travels around a star.|
the Earth|The Earth is the planet on which we live.|It is the third planet from the sun.
the solar system|The solar system is the sun and everything that travels around it.|
a galaxy|A galaxy is a very large group of stars.|
a comet|A comet is a ball of ice and dust that travels around the sun.|
an eclipse|An eclipse happens when the moon or the Earth blocks the light of the sun.|
gravity|Gravity is the force that pulls things towards each other.|It keeps us on the ground.
light|Light is a form of energy that we can see.|
sound|Sound is a vibration that travels through the air to our ears.|
energy|Energy is the ability to do work.|
heat|Heat is energy that moves from warm things to cold things.|
an atom|An atom is a tiny piece of matter.|Everything around us is made of atoms.
water|Water is a clear liquid that all living things need.|
ice|Ice is water that has become solid because it is cold.|
steam|Steam is water that has become a gas because it is hot.|
air|Air is the mix of gases that we breathe.|
oxygen|Oxygen is a gas that people and animals need to breathe.|
fire|Fire is what we see when something burns and gives off light and heat.|
rain|Rain is water that falls from clouds in drops.|
snow|Snow is frozen water that falls from clouds as white flakes.|
wind|Wind is air that moves.|
a cloud|A cloud is a group of tiny water drops that float in the air.|
a storm|A storm is bad weather with strong wind and often rain.|
lightning|Lightning is a flash of electricity in the sky.|It heats the air, and that makes thunder.
thunder|Thunder is the loud sound that lightning makes.|
a rainbow|A rainbow is a band of colours that appears when the sun shines through rain.|
fog|Fog is a cloud that touches the ground.|
a volcano|A volcano is a mountain from which hot melted rock can come out.|
an earthquake|An earthquake is a shaking of the ground.|It happens when pieces of the Earth's crust move.
a mountain|A mountain is a very high hill of rock.|
a river|A river is a stream of water that flows to a lake or the sea.|
a lake|A lake is a large body of water with land all around it.|
an ocean|An ocean is a very large body of salt water.|
an island|An island is land with water all around it.|
a desert|A desert is a dry place where very little rain falls.|
a forest|A forest is a large place where many trees grow.|
a jungle|A jungle is a thick forest in a hot and wet place.|
a beach|A beach is a strip of sand or stones beside the sea.|
a glacier|A glacier is a large mass of ice that moves slowly.|
a waterfall|A waterfall is a place where a river falls over a cliff.|
a cave|A cave is a hole in the ground or in a mountain.|
a plant|A plant is a living thing that grows in the ground and uses light to make food.|
a tree|A tree is a tall plant with a trunk made of wood.|
a flower|A flower is the part of a plant that makes seeds.|Many flowers have bright colours.
a seed|A seed is the small part of a plant from which a new plant grows.|
a leaf|A leaf is a flat green part of a plant that catches light.|
a root|A root is the part of a plant that takes water from the ground.|
photosynthesis|Photosynthesis is how plants use light to make food from water and air.|
grass|Grass is a low green plant with thin leaves.|
a mushroom|A mushroom is a fungus that often grows in the woods.|Some mushrooms are poisonous.
an animal|An animal is a living thing that moves and eats other living things.|
a mammal|A mammal is an animal that feeds its babies with milk.|Dogs, whales and people are mammals.
a bird|A bird is an animal with feathers and wings.|Most birds can fly.
a fish|A fish is an animal that lives in water and breathes through gills.|
an insect|An insect is a small animal with six legs.|
a reptile|A reptile is an animal with dry scales, such as a snake or a lizard.|
a spider|A spider is a small animal with eight legs.|Many spiders catch food with a web.
a bee|A bee is an insect that visits flowers and makes honey.|
an ant|An ant is a small insect that lives in a large group.|
a butterfly|A butterfly is an insect with large wings that are often colourful.|It starts its life as a caterpillar.
a dog|A dog is an animal that lives with people and can guard a house.|
a cat|A cat is a small furry animal that many people keep as a pet.|
a horse|A horse is a large animal that people can ride.|
a cow|A cow is a large farm animal that gives milk.|
a whale|A whale is a very large mammal that lives in the sea.|
a shark|A shark is a large fish with sharp teeth.|
an elephant|An elephant is a very large grey animal with a long trunk.|
a penguin|A penguin is a black and white bird that swims well but cannot fly.|
an owl|An owl is a bird that hunts at night.|
a frog|A frog is a small animal that can jump and lives near water.|
a dinosaur|A dinosaur is a reptile that lived millions of years ago.|
a fossil|A fossil is the trace of a plant or an animal that lived long ago, kept in stone.|
the heart|The heart is a muscle that pumps blood through the body.|
the brain|The brain is the part of the body that thinks and controls the rest.|
the lungs|The lungs are the parts of the body that take in air.|
blood|Blood is a red liquid that carries food and oxygen through the body.|
a bone|A bone is a hard part inside the body that holds it up.|
the skin|The skin is the outside of the body and protects it.|
a muscle|A muscle is a part of the body that can pull and make it move.|
a tooth|A tooth is a hard white part of the mouth that bites and chews food.|
sleep|Sleep is a time of rest for the body and the brain.|
a dream|A dream is a story that the brain makes while we sleep.|
a vitamin|A vitamin is something in food that the body needs in small amounts.|
medicine|Medicine is something that you take to get well again.|
a doctor|A doctor is a person who helps sick people to get well.|
a teacher|A teacher is a person who helps others to learn.|
a farmer|A farmer is a person who grows plants or keeps animals for food.|
a baker|A baker is a person who makes bread and cakes.|
a pilot|A pilot is a person who flies an aeroplane.|
a school|A school is a place where children learn.|
a hospital|A hospital is a place where sick people are cared for.|
a library|A library is a place where you can read and borrow books.|
a museum|A museum is a place where old or interesting things are shown.|
a bank|A bank is a place that keeps and lends money.|
a farm|A farm is a place where food is grown and animals are kept.|
a factory|A factory is a building where things are made by people and machines.|
a market|A market is a place where people buy and sell things.|
money|Money is what people use to pay for things.|
a city|A city is a large place where many people live and work.|
a village|A village is a small place where a few people live.|
a country|A country is a land with its own people and government.|
a king|A king is a man who rules a country.|
a law|A law is a rule that everyone in a country must follow.|
democracy|Democracy is a way to rule a country in which the people vote.|
a language|A language is a system of words that people use to speak and write.|
a word|A word is a group of letters or sounds that means something.|
a letter|A letter is a sign for a sound, such as A or B.|
the alphabet|The alphabet is the list of all letters in order.|
a sentence|A sentence is a group of words that says something complete.|
a verb|A verb is a word for something that you do, such as run or eat.|
a noun|A noun is a word for a person, a place or a thing.|
an adjective|An adjective is a word that describes something, such as big or red.|
a book|A book is a set of pages with words or pictures.|
a dictionary|A dictionary is a book that explains words.|
a poem|A poem is a short text with chosen words, often with rhymes.|
a story|A story tells what happened to someone, real or not.|
a newspaper|A newspaper is a set of pages with the news of the day.|
music|Music is sound that people make to listen to, sing or dance.|
a song|A song is music with words that people sing.|
a piano|A piano is a large instrument with black and white keys.|
a guitar|A guitar is an instrument with strings that you play with your fingers.|
a violin|A violin is a small instrument with four strings that you play with a bow.|
a drum|A drum is an instrument that you hit to make a sound.|
a painting|A painting is a picture made with paint.|
a film|A film is a story told with moving pictures.|
football|Football is a game in which two teams try to kick a ball into a goal.|
chess|Chess is a game for two players with sixteen pieces each.|The goal is to trap the other king.
tennis|Tennis is a game in which players hit a ball over a net.|
bread|Bread is a food made from flour and water and baked in an oven.|
cheese|Cheese is a food made from milk.|
butter|Butter is a yellow fat made from cream.|
sugar|Sugar is a sweet food that comes from plants.|
salt|Salt is a white mineral that gives food more taste.|
honey|Honey is a sweet food that bees make from flowers.|
chocolate|Chocolate is a sweet food made from cocoa beans.|
coffee|Coffee is a dark drink made from roasted beans.|
tea|Tea is a drink made from leaves and hot water.|
an egg|An egg is a round thing from which a young bird can hatch.|
pizza|Pizza is a flat bread baked with tomato and cheese.|
soup|Soup is a hot liquid food.|
a fruit|A fruit is the part of a plant that holds the seeds and is often sweet.|
a vegetable|A vegetable is a plant that we eat, such as a carrot.|
gold|Gold is a yellow metal that is worth a lot of money.|
iron|Iron is a strong grey metal that people use to make tools.|
glass|Glass is a hard clear material made from sand.|
paper|Paper is a thin material made from wood.|
plastic|Plastic is a light material made from oil.|
wood|Wood is the hard material that trees are made of.|
stone|Stone is a hard material that comes from the ground.|
a diamond|A diamond is a very hard and clear stone.|
oil|Oil is a thick liquid that does not mix with water.|
a circle|A circle is a round shape.|Every point on it is equally far from the middle.
a triangle|A triangle is a shape with three sides.|
a square|A square is a shape with four equal sides.|
addition|Addition is putting numbers together to get their sum.|
subtraction|Subtraction is taking one number away from another.|
an even number|An even number is a number that you can divide by two.|
an odd number|An odd number is a number that you cannot divide by two.|
a prime number|A prime number is a number that can only be divided by one and itself.|
a birthday|A birthday is the day on which someone was born.|
a friend|A friend is someone whom you like and trust.|
a family|A family is a group of people who belong together, such as parents and children.|
happiness|Happiness is the feeling of being glad.|
a joke|A joke is a short story that makes people laugh.|
history|History is what happened in the past.|
science|Science is the study of the world by watching and testing.|
a spoon|A spoon is a tool for eating soup.|
an umbrella|An umbrella is a cover that keeps you dry in the rain.|
a mirror|A mirror is a piece of glass that shows what is in front of it.|
a ladder|A ladder is a tool with steps for climbing up.|
soap|Soap is something that you use with water to wash yourself.|
a candle|A candle is a stick of wax that burns and gives light.|
a chair|A chair is a seat for one person.|
a bed|A bed is a piece of furniture for sleeping.|
a smartphone|A smartphone is a small computer with a screen that can also make calls.|
an app|An app is a program on a phone or a computer.|
a browser|A browser is a program that shows websites.|
an algorithm|An algorithm is a list of steps that solves a problem.|
a bug in software|A bug in software is a mistake that makes a program do the wrong thing.|
a programming language|A programming language is a language in which people write instructions for computers.|
a chatbot|A chatbot is a program that answers you in words.|
a file|A file is a piece of data that a computer keeps under a name.|
a search engine|A search engine is a website that finds other websites for you.|
a house|A house is a building in which people live.|
a key|A key is a small tool that opens a lock.|
a door|A door is a part of a wall that you can open and close.|
a window|A window is an opening with glass that lets in light.|
a table|A table is a piece of furniture with a flat top and legs.|
a knife|A knife is a tool with a sharp blade for cutting.|
a pencil|A pencil is a thin stick that you use to write or draw.|
a bus|A bus is a large car that carries many people.|
a helicopter|A helicopter is a machine that flies with large turning blades.|
an airport|An airport is a place where aeroplanes start and land.|
a hotel|A hotel is a house where travellers pay to sleep.|
a restaurant|A restaurant is a place where people pay to eat.|
a castle|A castle is a large old building with thick walls.|
a zoo|A zoo is a place where people can look at animals.|
a garden|A garden is a piece of land where people grow flowers or vegetables.|
a park|A park is a green place in a city where people walk and rest.|
a shadow|A shadow is a dark shape where something keeps the light away.|
sand|Sand is made of very small pieces of stone.|
smoke|Smoke is the grey cloud that rises from a fire.|
frost|Frost is a thin layer of ice that forms on cold nights.|
the sky|The sky is the space above us where we see the sun, clouds and stars.|
spring|Spring is the season after winter, when plants begin to grow.|
summer|Summer is the warmest season of the year.|
autumn|Autumn is the season after summer, when leaves fall.|
winter|Winter is the coldest season of the year.|
a year|A year is the time that the Earth needs to travel around the sun.|
a day|A day is the time that the Earth needs to turn around once.|
the eye|The eye is the part of the body with which we see.|
the ear|The ear is the part of the body with which we hear.|
the stomach|The stomach is the part of the body that breaks down food.|
a nurse|A nurse is a person who cares for sick people.|
a dentist|A dentist is a doctor for teeth.|
a firefighter|A firefighter is a person who puts out fires.|
a scientist|A scientist is a person who studies how the world works.|
a queen|A queen is a woman who rules a country, or the wife of a king.|
love|Love is a strong and warm feeling for someone or something.|
peace|Peace is a time without war.|
war|War is fighting between countries or large groups.|
mathematics|Mathematics is the study of numbers, shapes and rules.|
biology|Biology is the study of living things.|
physics|Physics is the study of matter, energy and forces.|
chemistry|Chemistry is the study of what things are made of and how they change.|
rice|Rice is a small grain that people cook and eat.|
a cake|A cake is a sweet food baked from flour, eggs and sugar.|
an apple|An apple is a round fruit that grows on trees.|
a potato|A potato is a vegetable that grows under the ground.|
a rabbit|A rabbit is a small animal with long ears.|
a lion|A lion is a large wild cat that lives in Africa.|
a tiger|A tiger is a large wild cat with stripes.|
a wolf|A wolf is a wild animal that looks like a dog and hunts in a group.|
a snake|A snake is a long reptile without legs.|
a turtle|A turtle is a slow reptile with a hard shell.|
a dolphin|A dolphin is a clever mammal that lives in the sea.|
"""

TOPICS = tuple(Topic(*row.split("|")) for row in _ROWS.strip().splitlines())


@dataclass(frozen=True)
class Reason:
    """A question of why or how, worded so that `why` and `how` fit in front, and its answer.

    `opening` is the question's own word; `rest` follows it, without the question mark.
    """

    opening: str
    rest: str
    answer: str


_REASONS = """
Why|is the sky blue|The air scatters blue light more than other colours, so the sky looks blue.
Why|is the grass green|Grass is green because its leaves hold a green substance that catches light.
Why|is the sea salty|Rivers carry a little salt from the rocks into the sea, and it stays there.
Why|do we sleep|We sleep so that the body and the brain can rest.
Why|do we eat|We eat because food gives us energy and lets the body grow.
Why|do we drink water|We drink water because the body needs it to live.
Why|do we breathe|We breathe because the body needs oxygen from the air.
Why|do leaves fall in autumn|Trees drop their leaves in autumn to save water and energy in winter.
Why|does ice float|Ice floats because it is lighter than the same amount of water.
Why|do birds sing|Birds sing to find a partner and to guard their place.
Why|do cats purr|Cats often purr when they feel well.
Why|do dogs bark|Dogs bark to warn others or to get attention.
Why|do we have seasons|We have seasons because the Earth is tilted as it travels around the sun.
Why|is it dark at night|At night our side of the Earth is turned away from the sun.
Why|does the moon shine|The moon shines because it reflects the light of the sun.
Why|do stars twinkle|Stars twinkle because their light passes through moving air.
Why|do we yawn|We often yawn when we are tired, but nobody knows exactly why.
Why|do onions make us cry|A cut onion gives off a gas that stings the eyes.
Why|is snow white|Snow is white because its crystals reflect light of all colours.
Why|do we brush our teeth|We brush our teeth to keep them clean and healthy.
Why|do people laugh|People laugh when something is funny or when they are happy.
Why|do things fall down|Things fall because gravity pulls them towards the Earth.
Why|do bees make honey|Bees make honey to have food in winter.
Why|does metal rust|Iron rusts when it meets water and oxygen.
How|do birds fly|Birds fly by beating their wings, which push the air down.
How|do fish breathe|Fish breathe with gills, which take oxygen from the water.
How|do plants grow|Plants grow with the help of light, water and air.
How|does a bicycle work|You push the pedals, a chain turns the wheel, and the bicycle moves.
How|is bread made|Bread is made by mixing flour and water and baking the dough in an oven.
How|is cheese made|Cheese is made from milk that has become thick.
How|is paper made|Paper is made from wood that is turned into a wet mash and dried flat.
How|is glass made|Glass is made by melting sand.
How|does rain form|Water rises into the air, forms clouds, and falls down as drops.
How|does a rainbow form|A rainbow forms when the sun shines through drops of rain.
How|do you make tea|You put tea leaves into hot water and wait a few minutes.
How|do you boil an egg|You put the egg into boiling water for about eight minutes.
How|do ships float|A ship floats because it is lighter than the water it pushes aside.
How|does a magnet work|A magnet pulls iron because of a force called magnetism.
How|does a computer work|A computer follows instructions and works with numbers very fast.
How|do you work|I read your words and predict the next word of my answer, one after another.
Why|is the sun hot|The sun is hot because gas in its middle joins together and gives off energy.
Why|do we dream|The brain works on while we sleep, but nobody knows exactly why we dream.
Why|do cats like milk|Cats like milk because of the fat in it, but many cannot digest it well.
Why|do we need money|We need money because it makes it easy to trade one thing for another.
Why|do people need friends|People need friends to share joy and to get help.
Why|is fire hot|Fire is hot because burning sets energy free.
Why|do we go to school|We go to school to learn things that we need in life.
Why|do computers need electricity|Computers need electricity because their parts work by switching it on and off.
How|do clouds form|Clouds form when damp air cools and tiny drops of water appear.
How|does a plane fly|A plane flies because its wings push the air down while the engines push it forward.
How|do bees make honey|Bees collect nectar from flowers and dry it in their hive until it is honey.
How|is chocolate made|Chocolate is made from roasted cocoa beans, sugar and often milk.
How|do you make coffee|You pour hot water over ground coffee and wait a little.
How|does the internet work|Computers send small packets of data to each other through cables and the air.
"""

REASONS = tuple(Reason(*row.split("|")) for row in _REASONS.strip().splitlines())
