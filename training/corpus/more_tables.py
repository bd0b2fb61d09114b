"""More tables of facts, written by hand: languages, works, people, inventions, animals, days, formulas.

Rows are read as in `tables.py`.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from training.corpus import tables


def _table(rows: str) -> tuple[tuple[str, str], ...]:
    pairs = (row.split("|") for row in rows.strip().split(";"))
    return tuple((left.strip(), right.strip()) for left, right in pairs)


CURRENCIES = (*tables.CURRENCIES, *_table("""Portugal|the euro;Austria|the euro;Greece|the euro;Ireland|the euro;Finland|the euro;
Belgium|the euro;the Netherlands|the euro;Croatia|the euro;Slovakia|the euro;Slovenia|the euro;Estonia|the euro;Malta|the euro;
New Zealand|the dollar;Singapore|the dollar;Jamaica|the dollar;Chile|the peso;Colombia|the peso;Cuba|the peso;
the Philippines|the peso;Uruguay|the peso;Pakistan|the rupee;Sri Lanka|the rupee;Indonesia|the rupiah;
Malaysia|the ringgit;Iceland|the krona;Israel|the shekel;Iran|the rial;Iraq|the dinar;Jordan|the dinar;
Kuwait|the dinar;Serbia|the dinar;Tunisia|the dinar;Morocco|the dirham;the United Arab Emirates|the dirham;
Ethiopia|the birr;Bangladesh|the taka;

Guatemala|the quetzal;Qatar|the riyal;North Korea|the won"""))  # fmt: skip
LANGUAGES = _table("""France|French;Germany|German;Italy|Italian;Spain|Spanish;Portugal|Portuguese;the United Kingdom|English;
the Netherlands|Dutch;Austria|German;Poland|Polish;the Czech Republic|Czech;Hungary|Hungarian;Greece|Greek;Romania|Romanian;
Bulgaria|Bulgarian;Russia|Russian;Ukraine|Ukrainian;Finland|Finnish;Sweden|Swedish;Norway|Norwegian;Denmark|Danish;
Iceland|Icelandic;Turkey|Turkish;China|Chinese;Japan|Japanese;South Korea|Korean;Vietnam|Vietnamese;Thailand|Thai;
Indonesia|Indonesian;Iran|Persian;Egypt|Arabic;Morocco|Arabic;Saudi Arabia|Arabic;Iraq|Arabic;Jordan|Arabic;Brazil|Portuguese;
Argentina|Spanish;Mexico|Spanish;Chile|Spanish;Colombia|Spanish;Peru|Spanish;Cuba|Spanish;the United States|English;
Australia|English;New Zealand|English;Jamaica|English;Croatia|Croatian;
Serbia|Serbian;Estonia|Estonian;Latvia|Latvian;Lithuania|Lithuanian;Bangladesh|Bengali;Israel|Hebrew""")
BOOKS = _table("""Romeo and Juliet|William Shakespeare;Hamlet|William Shakespeare;Macbeth|William Shakespeare;Faust|Johann Wolfgang von Goethe;
Don Quixote|Miguel de Cervantes;War and Peace|Leo Tolstoy;Anna Karenina|Leo Tolstoy;Crime and Punishment|Fyodor Dostoevsky;
Oliver Twist|Charles Dickens;A Christmas Carol|Charles Dickens;Pride and Prejudice|Jane Austen;Emma|Jane Austen;
Jane Eyre|Charlotte Bronte;Frankenstein|Mary Shelley;Dracula|Bram Stoker;Moby-Dick|Herman Melville;Tom Sawyer|Mark Twain;
Robinson Crusoe|Daniel Defoe;Gulliver's Travels|Jonathan Swift;The Hobbit|J. R. R. Tolkien;
The Lord of the Rings|J. R. R. Tolkien;Harry Potter|J. K. Rowling;1984|George Orwell;Animal Farm|George Orwell;
Alice in Wonderland|Lewis Carroll;Peter Pan|J. M. Barrie;The Jungle Book|Rudyard Kipling;The Little Prince|Antoine de Saint-Exupery;
The Three Musketeers|Alexandre Dumas;The Divine Comedy|Dante Alighieri;The Odyssey|Homer;The Iliad|Homer;
The Metamorphosis|Franz Kafka;Pippi Longstocking|Astrid Lindgren;Pinocchio|Carlo Collodi;The Snow Queen|Hans Christian Andersen;
Around the World in Eighty Days|Jules Verne;The Time Machine|H. G. Wells;The Raven|Edgar Allan Poe;On the Origin of Species|Charles Darwin""")
PAINTINGS = _table("""the Mona Lisa|Leonardo da Vinci;The Last Supper|Leonardo da Vinci;The Starry Night|Vincent van Gogh;Sunflowers|Vincent van Gogh;
Guernica|Pablo Picasso;The Scream|Edvard Munch;The Night Watch|Rembrandt;Girl with a Pearl Earring|Johannes Vermeer;
Water Lilies|Claude Monet;The Kiss|Gustav Klimt;The Birth of Venus|Sandro Botticelli;The Persistence of Memory|Salvador Dali""")
MUSIC = _table("""The Magic Flute|Wolfgang Amadeus Mozart;The Marriage of Figaro|Wolfgang Amadeus Mozart;the Moonlight Sonata|Ludwig van Beethoven;
Fur Elise|Ludwig van Beethoven;The Four Seasons|Antonio Vivaldi;Swan Lake|Peter Tchaikovsky;The Nutcracker|Peter Tchaikovsky;
Carmen|Georges Bizet;Aida|Giuseppe Verdi;the Messiah|George Frideric Handel;the Ride of the Valkyries|Richard Wagner;Bolero|Maurice Ravel;
the Brandenburg Concertos|Johann Sebastian Bach;The Blue Danube|Johann Strauss""")
INVENTIONS = _table("""the telephone|Alexander Graham Bell;the light bulb|Thomas Edison;the printing press|Johannes Gutenberg;the World Wide Web|Tim Berners-Lee;
dynamite|Alfred Nobel;the steam locomotive|Richard Trevithick;the motor car|Karl Benz;the aeroplane|the Wright brothers;the radio|Guglielmo Marconi;
the hot-air balloon|the Montgolfier brothers;the diesel engine|Rudolf Diesel;the lightning rod|Benjamin Franklin""")
DISCOVERIES = _table("""penicillin|Alexander Fleming;gravity|Isaac Newton;radium|Marie Curie;the moons of Jupiter|Galileo Galilei;
oxygen|Joseph Priestley;the planet Uranus|William Herschel""")
PEOPLE = _table("""Albert Einstein|a physicist who found the theory of relativity;Isaac Newton|a scientist who explained gravity;
Charles Darwin|a scientist who explained evolution;Marie Curie|a scientist who discovered radium;Galileo Galilei|a scientist who saw the moons of Jupiter;
Leonardo da Vinci|a painter and inventor who painted the Mona Lisa;Vincent van Gogh|a Dutch painter;Pablo Picasso|a Spanish painter;
Claude Monet|a French painter;Rembrandt|a Dutch painter;William Shakespeare|an English writer of plays and poems;Charles Dickens|an English writer;
Jane Austen|an English writer;Leo Tolstoy|a Russian writer;Johann Wolfgang von Goethe|a German writer;Miguel de Cervantes|a Spanish writer;
Franz Kafka|a writer from Prague;Homer|a poet of ancient Greece;Dante Alighieri|an Italian poet;
Wolfgang Amadeus Mozart|a composer from Salzburg;Ludwig van Beethoven|a German composer;Johann Sebastian Bach|a German composer;
Antonio Vivaldi|an Italian composer;Christopher Columbus|a sailor who reached America in 1492;Neil Armstrong|the first person on the moon;
Thomas Edison|an inventor who made the light bulb known;Alexander Graham Bell|the inventor of the telephone;Johannes Gutenberg|the inventor of the printing press;
George Orwell|an English writer;Mark Twain|an American writer;Michelangelo|an Italian painter and sculptor""")
# What people call them for short.
SHORT_NAMES = {
    "Albert Einstein": "Einstein", "Isaac Newton": "Newton", "Charles Darwin": "Darwin", "Galileo Galilei": "Galileo", "Vincent van Gogh": "Van Gogh",
    "Pablo Picasso": "Picasso", "William Shakespeare": "Shakespeare", "Johann Wolfgang von Goethe": "Goethe", "Wolfgang Amadeus Mozart": "Mozart",
    "Ludwig van Beethoven": "Beethoven", "Johann Sebastian Bach": "Bach", "Christopher Columbus": "Columbus", "Thomas Edison": "Edison", "Franz Kafka": "Kafka",
}  # fmt: skip
EATS = _table("""a panda|bamboo;a cow|grass;a horse|grass and hay;a rabbit|grass and carrots;a lion|meat;a shark|fish;a koala|leaves;a giraffe|leaves;
a squirrel|nuts;a bee|nectar;a spider|insects;a penguin|fish;a sheep|grass;a tiger|meat;a mouse|seeds;an owl|mice;a monkey|fruit""")
HOMES = _table("""a bee|a hive;a bird|a nest;a spider|a web;a fox|a den;a rabbit|a burrow;a horse|a stable;a dog|a kennel;an ant|an anthill;
a pig|a sty;a lion|a den;a penguin|the cold south;a polar bear|the Arctic;a camel|the desert;a fish|the water;a kangaroo|Australia""")
FORMULAS = _table(
    """water|H2O;salt|NaCl;carbon dioxide|CO2;methane|CH4;ammonia|NH3;ozone|O3;oxygen gas|O2"""
)
HOLIDAYS = _table("""Christmas|December 25;Christmas Eve|December 24;New Year's Day|January 1;New Year's Eve|December 31;Halloween|October 31;
Valentine's Day|February 14;Saint Patrick's Day|March 17;Labour Day in Europe|May 1""")
MIXES = _table(
    """blue and yellow|green;red and yellow|orange;red and blue|purple;black and white|grey;red and white|pink"""
)
ROOTS = tuple((str(n * n), str(n)) for n in range(2, 13))
WATER = _table("""boil|100;freeze|0""")
"""What water does, and at how many degrees Celsius."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")  # fmt: skip
