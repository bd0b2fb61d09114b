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
a chick|yellow;an aubergine|purple;broccoli|green;a pig|pink;gold|yellow""")

ANIMAL_SOUNDS = _table("""a dog|woof;a cat|meow;a cow|moo;a sheep|baa;a duck|quack;a pig|oink;
a horse|neigh;a lion|roar;a frog|ribbit;an owl|hoot;a snake|hiss;a bee|buzz;a rooster|cock-a-doodle-doo;
a mouse|squeak;a chicken|cluck;a donkey|hee-haw;a crow|caw;a wolf|howl;a bird|tweet;a goat|bleat""")

BABY_ANIMALS = _table("""dog|puppy;cat|kitten;cow|calf;horse|foal;sheep|lamb;pig|piglet;duck|duckling;
bear|cub;goat|kid;chicken|chick;frog|tadpole;kangaroo|joey;swan|cygnet;lion|cub;deer|fawn""")

NUMBER_OF = _table("""days are in a week|7;months are in a year|12;
hours are in a day|24;minutes are in an hour|60;seconds are in a minute|60;legs does a spider have|8;
legs does an insect have|6;legs does a dog have|4;sides does a triangle have|3;
sides does a square have|4;sides does a hexagon have|6;letters are in the English alphabet|26;
planets are in the solar system|8;continents are there|7;days are in a leap year|366;
legs does a bird have|2;arms does an octopus have|8;wheels does a bicycle have|2;
wheels does a car have|4;fingers are on one hand|5;weeks are in a year|52;eggs are in a dozen|12;
strings does a violin have|4;sides does a pentagon have|5;metres are in a kilometre|1000;
grams are in a kilogram|1000;years are in a century|100;years are in a decade|10;
players are in a football team|11;cents are in a euro|100;days are in a year|365""")

ELEMENTS = _table("""hydrogen|H;helium|He;lithium|Li;carbon|C;nitrogen|N;oxygen|O;fluorine|F;neon|Ne;
sodium|Na;magnesium|Mg;aluminium|Al;silicon|Si;phosphorus|P;sulphur|S;chlorine|Cl;argon|Ar;
potassium|K;calcium|Ca;iron|Fe;nickel|Ni;copper|Cu;zinc|Zn;silver|Ag;tin|Sn;gold|Au;mercury|Hg;
lead|Pb;uranium|U;iodine|I;titanium|Ti""")

SUPERLATIVES = _table("""largest planet|Jupiter;smallest planet|Mercury;planet closest to the sun|Mercury;hottest planet|Venus;red planet|Mars;
planet with the best known rings|Saturn;planet farthest from the sun|Neptune;largest animal|the blue whale;
tallest animal|the giraffe;fastest land animal|the cheetah;largest land animal|the elephant;
largest bird|the ostrich;highest mountain|Mount Everest;largest ocean|the Pacific Ocean;
largest country|Russia;smallest country|Vatican City;largest continent|Asia;
largest hot desert|the Sahara;largest island|Greenland;coldest continent|Antarctica;
hardest natural material|diamond;star closest to the Earth|the sun;largest cat|the tiger""")

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
)
