"""Tables of facts, written by hand: countries, nature, calendar, opposites.

Rows are strings with bars so that a person can read and correct them at a glance.
Where a country's seat of government and capital differ, the constitutional capital is given.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    """A country, its capital and its continent."""

    name: str
    capital: str
    continent: str


def _countries(continent: str, rows: str) -> tuple[Country, ...]:
    pairs = (row.split("|") for row in rows.strip().split(";"))
    return tuple(Country(name.strip(), capital.strip(), continent) for name, capital in pairs)


COUNTRIES = (
    *_countries("Europe", """France|Paris;Germany|Berlin;Italy|Rome;Spain|Madrid;Portugal|Lisbon;
    the United Kingdom|London;Ireland|Dublin;the Netherlands|Amsterdam;Belgium|Brussels;
    Luxembourg|Luxembourg;Switzerland|Bern;Austria|Vienna;Poland|Warsaw;
    the Czech Republic|Prague;Slovakia|Bratislava;Hungary|Budapest;Slovenia|Ljubljana;
    Croatia|Zagreb;Serbia|Belgrade;Bosnia and Herzegovina|Sarajevo;Montenegro|Podgorica;
    North Macedonia|Skopje;Albania|Tirana;Greece|Athens;Bulgaria|Sofia;Romania|Bucharest;
    Moldova|Chisinau;Ukraine|Kyiv;Belarus|Minsk;Russia|Moscow;Lithuania|Vilnius;Latvia|Riga;
    Estonia|Tallinn;Finland|Helsinki;Sweden|Stockholm;Norway|Oslo;Denmark|Copenhagen;
    Iceland|Reykjavik;Malta|Valletta;Cyprus|Nicosia;Monaco|Monaco;Andorra|Andorra la Vella;
    San Marino|San Marino;Liechtenstein|Vaduz"""),
    *_countries("Asia", """China|Beijing;Japan|Tokyo;India|New Delhi;Turkey|Ankara;
    South Korea|Seoul;North Korea|Pyongyang;Mongolia|Ulaanbaatar;Vietnam|Hanoi;
    Thailand|Bangkok;Cambodia|Phnom Penh;Laos|Vientiane;Myanmar|Naypyidaw;
    Malaysia|Kuala Lumpur;Singapore|Singapore;Indonesia|Jakarta;the Philippines|Manila;
    Brunei|Bandar Seri Begawan;East Timor|Dili;Pakistan|Islamabad;Afghanistan|Kabul;
    Bangladesh|Dhaka;Nepal|Kathmandu;Bhutan|Thimphu;Sri Lanka|Sri Jayawardenepura Kotte;the Maldives|Male;
    Iran|Tehran;Iraq|Baghdad;Syria|Damascus;Lebanon|Beirut;Jordan|Amman;
    Saudi Arabia|Riyadh;Yemen|Sanaa;Oman|Muscat;the United Arab Emirates|Abu Dhabi;
    Qatar|Doha;Bahrain|Manama;Kuwait|Kuwait City;Kazakhstan|Astana;Uzbekistan|Tashkent;
    Turkmenistan|Ashgabat;Kyrgyzstan|Bishkek;Tajikistan|Dushanbe;Azerbaijan|Baku;
    Armenia|Yerevan;Georgia|Tbilisi"""),
    *_countries("Africa", """Egypt|Cairo;Morocco|Rabat;Algeria|Algiers;Tunisia|Tunis;
    Libya|Tripoli;Sudan|Khartoum;South Sudan|Juba;Ethiopia|Addis Ababa;Eritrea|Asmara;
    Djibouti|Djibouti;Somalia|Mogadishu;Kenya|Nairobi;Uganda|Kampala;Rwanda|Kigali;
    Tanzania|Dodoma;Nigeria|Abuja;Ghana|Accra;Togo|Lome;Benin|Porto-Novo;
    Niger|Niamey;Mali|Bamako;Burkina Faso|Ouagadougou;Senegal|Dakar;the Gambia|Banjul;
    Guinea|Conakry;Guinea-Bissau|Bissau;Sierra Leone|Freetown;Liberia|Monrovia;
    the Ivory Coast|Yamoussoukro;Mauritania|Nouakchott;Cape Verde|Praia;Cameroon|Yaounde;
    Chad|N'Djamena;the Central African Republic|Bangui;Gabon|Libreville;
    the Democratic Republic of the Congo|Kinshasa;the Republic of the Congo|Brazzaville;
    Angola|Luanda;Zambia|Lusaka;Zimbabwe|Harare;Malawi|Lilongwe;Mozambique|Maputo;
    Botswana|Gaborone;Namibia|Windhoek;South Africa|Pretoria;Lesotho|Maseru;
    Madagascar|Antananarivo;Mauritius|Port Louis;the Seychelles|Victoria"""),
    *_countries("North America", """the United States|Washington;Canada|Ottawa;
    Mexico|Mexico City;Guatemala|Guatemala City;Belize|Belmopan;Honduras|Tegucigalpa;
    El Salvador|San Salvador;Nicaragua|Managua;Costa Rica|San Jose;Panama|Panama City;
    Cuba|Havana;Jamaica|Kingston;Haiti|Port-au-Prince;the Dominican Republic|Santo Domingo;
    the Bahamas|Nassau;Barbados|Bridgetown;Trinidad and Tobago|Port of Spain"""),
    *_countries("South America", """Brazil|Brasilia;Argentina|Buenos Aires;Chile|Santiago;
    Peru|Lima;Colombia|Bogota;Venezuela|Caracas;Ecuador|Quito;Bolivia|Sucre;
    Paraguay|Asuncion;Uruguay|Montevideo;Guyana|Georgetown;Suriname|Paramaribo"""),
    *_countries("Oceania", """Australia|Canberra;New Zealand|Wellington;Fiji|Suva;
    Papua New Guinea|Port Moresby;Samoa|Apia;Tonga|Nuku'alofa;Vanuatu|Port Vila"""),
)  # fmt: skip


def _table(rows: str) -> tuple[tuple[str, str], ...]:
    pairs = (row.split("|") for row in rows.strip().split(";"))
    return tuple((left.strip(), right.strip()) for left, right in pairs)


CURRENCIES = _table("""France|the euro;Germany|the euro;Italy|the euro;Spain|the euro;
the United Kingdom|the pound;the United States|the dollar;Japan|the yen;China|the yuan;
India|the rupee;Russia|the rouble;Switzerland|the franc;Poland|the zloty;Sweden|the krona;
Norway|the krone;Denmark|the krone;Turkey|the lira;Mexico|the peso;Brazil|the real;
Thailand|the baht;Vietnam|the dong;South Korea|the won;South Africa|the rand;
Ukraine|the hryvnia;Hungary|the forint;the Czech Republic|the koruna;Kenya|the shilling;
Nigeria|the naira;Canada|the dollar;Australia|the dollar;Argentina|the peso;Peru|the sol;
Saudi Arabia|the riyal;Egypt|the pound;Romania|the leu;Bulgaria|the euro""")

THING_COLOURS = _table("""the sky|blue;grass|green;snow|white;a banana|yellow;blood|red;
coal|black;a lemon|yellow;milk|white;the sea|blue;a tomato|red;a carrot|orange;
an orange|orange;chocolate|brown;a strawberry|red;a leaf|green;the sun|yellow;
an elephant|grey;a frog|green;a flamingo|pink;a raven|black;a polar bear|white;
a cucumber|green;a cherry|red;salt|white;a fire engine|red;a lime|green;a plum|purple;
a chick|yellow;an aubergine|purple;broccoli|green;a pig|pink;gold|yellow;
ketchup|red;coffee|brown;butter|yellow;a pumpkin|orange;spinach|green;corn|yellow;a swan|white;a panda|black and white;a zebra|black and white;
a penguin|black and white;a blueberry|blue;a raspberry|red;a canary|yellow;tar|black;ivory|white;a ruby|red;an emerald|green;a sapphire|blue;
a pea|green;a cloud|white;a lobster|red;a crow|black;a mouse|grey;a cactus|green;a dolphin|grey;flour|white;honey|yellow;a beetroot|red""")

ANIMAL_SOUNDS = _table("""a dog|woof;a cat|meow;a cow|moo;a sheep|baa;a duck|quack;a pig|oink;
a horse|neigh;a lion|roar;a frog|ribbit;an owl|hoot;a snake|hiss;a bee|buzz;a rooster|cock-a-doodle-doo;
a mouse|squeak;a chicken|cluck;a donkey|hee-haw;a crow|caw;a wolf|howl;a bird|tweet;a goat|bleat;a pigeon|coo;a turkey|gobble;
a parrot|squawk;a hen|cluck;a fly|buzz;a kitten|meow;a calf|moo;a lamb|baa;a tiger|roar;a toad|croak""")

BABY_ANIMALS = _table("""dog|puppy;cat|kitten;cow|calf;horse|foal;sheep|lamb;pig|piglet;duck|duckling;
bear|cub;goat|kid;chicken|chick;frog|tadpole;kangaroo|joey;swan|cygnet;lion|cub;deer|fawn;
elephant|calf;whale|calf;tiger|cub;wolf|pup;seal|pup;fox|cub;goose|gosling;eagle|eaglet;owl|owlet;butterfly|caterpillar;
donkey|foal;bird|chick;rabbit|kit;person|baby;hen|chick;dolphin|calf;penguin|chick;leopard|cub""")

NUMBER_OF = _table("""days are in a week|7;months are in a year|12;
hours are in a day|24;minutes are in an hour|60;seconds are in a minute|60;legs does a spider have|8;
legs does an insect have|6;legs does a dog have|4;sides does a triangle have|3;
sides does a square have|4;sides does a hexagon have|6;letters are in the English alphabet|26;
planets are in the solar system|8;continents are there|7;days are in a leap year|366;
legs does a bird have|2;arms does an octopus have|8;wheels does a bicycle have|2;
wheels does a car have|4;fingers are on one hand|5;weeks are in a year|52;eggs are in a dozen|12;
strings does a violin have|4;sides does a pentagon have|5;metres are in a kilometre|1000;
grams are in a kilogram|1000;years are in a century|100;years are in a decade|10;
players are in a football team|11;cents are in a euro|100;days are in a year|365;
centimetres are in a metre|100;millimetres are in a centimetre|10;millilitres are in a litre|1000;kilograms are in a tonne|1000;inches are in a foot|12;
feet are in a yard|3;bits are in a byte|8;degrees are in a circle|360;seconds are in an hour|3600;years are in a millennium|1000;cards are in a deck|52;
squares are on a chessboard|64;colours are in the rainbow|7;states are in the United States|50;players are in a basketball team|5;
sides does an octagon have|8;legs does a crab have|10;legs does a cat have|4;legs does a horse have|4;legs does a cow have|4;legs does an elephant have|4;
legs does an ant have|6;legs does a bee have|6;legs does a butterfly have|6;legs does a chicken have|2;legs does a duck have|2;legs does a snake have|no;
legs does a fish have|no;legs does a frog have|4;legs does a chair have|4;legs does a table have|4;arms does a starfish have|5;eyes does a spider have|8;
strings does a guitar have|6;keys does a piano have|88;wheels does a tricycle have|3;moons does the Earth have|1;moons does Mars have|2;
teeth does an adult have|32;bones does the human body have|206;hearts does an octopus have|3;fingers do people have|10;toes are on one foot|5;
pence are in a pound|100;cents are in a dollar|100;hours are in two days|48;countries are there in the world|about 195;people are there in the world|about 8 billion;oceans are there|5;days are in February|28;quarters are in a year|4;wings does a bee have|4""")

ELEMENTS = _table("""hydrogen|H;helium|He;lithium|Li;carbon|C;nitrogen|N;oxygen|O;fluorine|F;neon|Ne;
sodium|Na;magnesium|Mg;aluminium|Al;silicon|Si;phosphorus|P;sulphur|S;chlorine|Cl;argon|Ar;
potassium|K;calcium|Ca;iron|Fe;nickel|Ni;copper|Cu;zinc|Zn;silver|Ag;tin|Sn;gold|Au;mercury|Hg;
lead|Pb;uranium|U;iodine|I;titanium|Ti;
boron|B;chromium|Cr;manganese|Mn;cobalt|Co;bromine|Br;platinum|Pt;barium|Ba;tungsten|W;radium|Ra;plutonium|Pu;
arsenic|As""")

SUPERLATIVES = _table("""largest planet|Jupiter;smallest planet|Mercury;planet closest to the sun|Mercury;hottest planet|Venus;red planet|Mars;
planet with the best known rings|Saturn;planet farthest from the sun|Neptune;largest animal|the blue whale;
tallest animal|the giraffe;fastest land animal|the cheetah;largest land animal|the elephant;
largest bird|the ostrich;highest mountain|Mount Everest;largest ocean|the Pacific Ocean;
largest country|Russia;smallest country|Vatican City;largest continent|Asia;
largest hot desert|the Sahara;largest island|Greenland;coldest continent|Antarctica;
hardest natural material|diamond;star closest to the Earth|the sun;largest cat|the tiger;
longest river|the Nile;largest lake|the Caspian Sea;second highest mountain|K2;tallest building|the Burj Khalifa;lightest element|hydrogen;
fastest bird|the peregrine falcon;smallest bird|the bee hummingbird;longest wall|the Great Wall of China;largest rainforest|the Amazon rainforest;
highest waterfall|Angel Falls;smallest continent|Oceania;deepest ocean|the Pacific Ocean;smallest ocean|the Arctic Ocean;largest organ of the body|the skin;
most common gas in the air|nitrogen;slowest mammal|the sloth;largest fish|the whale shark;largest reptile|the saltwater crocodile;shortest month|February;
first planet from the sun|Mercury;second planet from the sun|Venus;third planet from the sun|Earth;fourth planet from the sun|Mars;
fifth planet from the sun|Jupiter;sixth planet from the sun|Saturn;seventh planet from the sun|Uranus;eighth planet from the sun|Neptune;
first month of the year|January;last month of the year|December;first letter of the alphabet|A;last letter of the alphabet|Z""")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
PLANETS = ("Mercury", "Venus", "Earth", "Mars", "Jupiter", "Saturn", "Uranus", "Neptune")
SEASONS = ("spring", "summer", "autumn", "winter")

OPPOSITES = _table("""hot|cold;big|small;tall|short;fast|slow;up|down;left|right;day|night;black|white;
good|bad;old|young;rich|poor;happy|sad;open|closed;full|empty;light|dark;hard|soft;wet|dry;early|late;
near|far;high|low;strong|weak;clean|dirty;loud|quiet;thick|thin;heavy|light;wide|narrow;deep|shallow;
first|last;begin|end;buy|sell;give|take;push|pull;love|hate;win|lose;true|false;right|wrong;inside|outside;
above|below;before|after;always|never;more|less;new|old;easy|difficult;cheap|expensive;brave|afraid;
laugh|cry;float|sink;asleep|awake;north|south;east|west;sharp|blunt;sweet|sour;rough|smooth;tight|loose;
safe|dangerous;same|different;alive|dead;start|stop;enter|leave;forget|remember;friend|enemy""")

RHYMES = _table("""cat|hat;dog|fog;sun|fun;tree|bee;house|mouse;moon|spoon;star|car;ring|king;rain|train;
cake|lake;fish|dish;book|hook;night|light;ball|wall;boat|goat;bell|shell;snow|crow;bear|chair;fox|box;
rose|nose;sand|hand;blue|shoe;day|play;clock|sock;well|tell;sky|fly;bread|red;gold|cold;ship|trip;
sing|wing;cook|look;door|floor;hair|pear;jam|ham;pen|hen;top|mop;pig|wig;bug|mug;nest|best;log|frog""")

PLURALS = _table("""child|children;mouse|mice;foot|feet;tooth|teeth;man|men;woman|women;goose|geese;ox|oxen;
person|people;leaf|leaves;knife|knives;wolf|wolves;wife|wives;life|lives;half|halves;city|cities;baby|babies;
story|stories;lady|ladies;country|countries;box|boxes;bus|buses;dish|dishes;church|churches;glass|glasses;
potato|potatoes;tomato|tomatoes;hero|heroes;sheep|sheep;fish|fish;deer|deer;toy|toys;boy|boys;key|keys;
dog|dogs;cat|cats;book|books;table|tables;car|cars;house|houses;tree|trees;apple|apples;pencil|pencils;
window|windows;flower|flowers;school|schools;teacher|teachers;bird|birds;river|rivers;cloud|clouds""")

PAST = _table("""go|went;see|saw;eat|ate;drink|drank;run|ran;write|wrote;read|read;take|took;give|gave;come|came;
make|made;know|knew;think|thought;buy|bought;bring|brought;teach|taught;catch|caught;sing|sang;swim|swam;
begin|began;break|broke;speak|spoke;drive|drove;fly|flew;grow|grew;sleep|slept;keep|kept;feel|felt;find|found;
say|said;tell|told;sell|sold;stand|stood;sit|sat;win|won;walk|walked;play|played;jump|jumped;work|worked;help|helped""")

LISTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("days of the week", DAYS),
    ("months of the year", MONTHS),
    ("planets", PLANETS),
    ("seasons", SEASONS),
    ("colours of the rainbow", ("red", "orange", "yellow", "green", "blue", "indigo", "violet")),
    (
        "continents",
        ("Africa", "Antarctica", "Asia", "Europe", "North America", "Oceania", "South America"),
    ),
    ("letters of the alphabet", tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    ("vowels", tuple("AEIOU")),
    ("five senses", ("sight", "hearing", "smell", "taste", "touch")),
    ("oceans", ("Arctic", "Atlantic", "Indian", "Pacific", "Southern")),
    ("weekend days", ("Saturday", "Sunday")),
    ("primary colours", ("red", "yellow", "blue")),
    ("points of the compass", ("north", "east", "south", "west")),
    ("months with 30 days", ("April", "June", "September", "November")),
    ("summer months", ("June", "July", "August")),
    ("winter months", ("December", "January", "February")),
    ("states of matter", ("solid", "liquid", "gas")),
    ("three largest planets", ("Jupiter", "Saturn", "Uranus")),
    ("workdays", DAYS[:5]),
)
