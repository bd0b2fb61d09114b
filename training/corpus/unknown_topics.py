"""What a very small model has never heard of: sciences, trades, events, works, illnesses, places.

None of these has an explanation or a row in a table; a test keeps it so.
"""

# ruff: noqa: E501 - a list is easier to read and correct in long lines

from __future__ import annotations

from training.corpus.spoken import bars

SCIENCE = bars("""
    quantum mechanics|general relativity|special relativity|string theory|calculus|linear algebra|protein folding|DNA sequencing|the immune system|neurology|chemotherapy
    nuclear fusion|nuclear fission|superconductors|semiconductors|dark matter|dark energy|black holes|the Big Bang|plate tectonics|climate models|ocean currents|genetics|evolution|cell division
    organic chemistry|thermodynamics|fluid dynamics|game theory|set theory|topology|statistics|entropy|enzymes|hormones|antibodies|antibiotics|viruses|bacteria|mitochondria|chromosomes|ribosomes
    photons|neutrinos|quarks|the Higgs boson|radioactivity|the periodic table|covalent bonds|catalysts|polymers|acids and bases|isotopes|electromagnetism|optics|lasers|holograms|gravitational waves
    neutron stars|supernovas|pulsars|the Milky Way|exoplanets|asteroids|the Kuiper belt|tides|the greenhouse effect|the ozone layer|acid rain|monsoons|the Gulf Stream|El Nino|permafrost|erosion
    sedimentary rocks|stalactites|trilobites|the Jurassic period|natural selection|symbiosis|the food chain|migration of birds|whale songs|coral reefs|plankton|the nervous system|the liver|the kidneys
    probability|logarithms|trigonometry|integrals|derivatives|matrices|complex numbers|Fermat's last theorem|Pythagoras' theorem|fractals|chaos theory|infinity|prime factorisation|the golden ratio
""")
TECHNOLOGY = bars("""
    blockchain|cryptography|compilers|operating systems|Kubernetes|Docker|JavaScript|Rust|Haskell|SQL|neural networks|transformers|gradient descent|game design|quantum computers|the metaverse
    self-driving cars|5G networks|Bluetooth|GPS|fibre optics|3D printing|virtual reality|augmented reality|cloud computing|load balancing|database indexes|regular expressions|recursion|big data
    machine code|assembly language|garbage collection|the TCP protocol|DNS|HTTP headers|TLS certificates|OAuth|GraphQL|WebAssembly|React|Django|Spring Boot|TensorFlow|PyTorch|CUDA|Linux kernels
    microservices|unit testing|continuous integration|version control|Git rebase|binary trees|hash tables|sorting algorithms|Turing machines|the halting problem|solar panels|wind turbines|heat pumps
    jet engines|diesel engines|electric cars|hydrogen fuel|nuclear reactors|transistors|microchips|radar|sonar|X-rays|MRI scanners|pacemakers|vaccines|gene editing|cloning|nanotechnology|drones|bitcoin
""")
HISTORY = bars("""
    the French Revolution|the Roman Empire|the Cold War|the Renaissance|the Ottoman Empire|the Ming dynasty|the Industrial Revolution|the Vietnam War|the Reformation|the First World War|the Second World War
    the American Civil War|the Russian Revolution|the Black Death|the Crusades|the Vikings|the Aztecs|the Incas|the Mayas|ancient Egypt|ancient Greece|the Byzantine Empire|the Mongol Empire|the Silk Road
    the Bronze Age|the Stone Age|the Iron Age|the Middle Ages|feudalism|colonialism|the slave trade|the Great Depression|the moon landing|the Berlin Wall|the Treaty of Versailles|the Congress of Vienna
    the Battle of Hastings|the Battle of Waterloo|the Spanish Armada|the Boston Tea Party|the Magna Carta|the Enlightenment|the Meiji Restoration|the Opium Wars|apartheid|the Korean War|the Gulf War
    the Hundred Years' War|the Thirty Years' War|the Wars of the Roses|the Peloponnesian War|the Punic Wars|the fall of Rome|the Persian Empire|the Habsburgs|the Tudors|the samurai|the Prague Spring
""")
SOCIETY = bars("""
    the stock market|inflation|macroeconomics|constitutional law|contract law|tax law|philosophy|existentialism|stoicism|Buddhism|Hinduism|Islam|Christianity|Judaism|Taoism|marketing|accounting|insurance
    bond prices|interest rates|mortgages|pension funds|hedge funds|the central bank|supply and demand|free trade|tariffs|capitalism|socialism|communism|anarchism|liberalism|populism|feminism|globalisation
    the United Nations|NATO|the European Union|the Supreme Court|the Senate|human rights|copyright|patents|trademarks|divorce law|inheritance law|labour unions|psychoanalysis|sociology|anthropology|linguistics
    phonology|syntax trees|ethics|logic|metaphysics|utilitarianism|Plato's cave|Kant's philosophy|Nietzsche|the trolley problem|free will|consciousness|game shows|urban planning|town planning|architecture
""")
ARTS = bars("""
    Shakespeare's plays|Greek mythology|Norse mythology|opera|jazz theory|impressionism|cubism|surrealism|baroque music|medieval poetry|romanticism|Gothic churches|ballet|hip hop|reggae|heavy metal|blues
    film noir|Bollywood|anime|manga|stop motion|photography|typography|calligraphy|origami|tarot|astrology|hypnosis|acupuncture|homeopathy|yoga|meditation|feng shui|sonnets|haiku metre|the twelve-tone system
    sonata form|counterpoint|perspective drawing|oil painting|watercolours|mosaics|stained glass|street art|the Sistine Chapel|the Eiffel Tower|the Taj Mahal|the Colosseum|Stonehenge|the Great Wall of China
""")
CRAFTS = bars("""
    crop rotation|beekeeping|wine making|carpentry|car repair|plumbing|aviation law|cricket rules|baseball statistics|the Olympic Games|Formula One|bridge bidding|poker|backgammon|go openings|chess openings
    rugby|ice hockey|basketball|golf|surfing|judo throws|karate|fencing|skiing|snowboarding|rock climbing|scuba diving|sailing knots|marathon training|weight lifting|the Tour de France|Wimbledon|the Super Bowl
    sourdough baking|cheese making|beer brewing|coffee roasting|sushi rolling|barbecue|pastry making|pickling|bonsai|composting|pruning roses|hydroponics|sheep shearing|horse riding|dog training|fly fishing
    knitting patterns|crochet|embroidery|quilting|weaving|leather work|blacksmithing|welding|glass blowing|pottery glazes|wood carving|roofing|bricklaying|house wiring|tiling|furniture making|soap making
""")
# Of a known word and another: the other decides.
COMPOUNDS = bars("""
    quantum physics|nuclear physics|molecular biology|marine biology|ancient history|military history|rocket science|computer science|social science|political science|music theory|colour theory
    light years|sound waves|heat exchangers|water polo|ice dancing|fire insurance|car insurance|health insurance|moon phases|star signs|sun spots|tree rings|blood types|bone marrow|brain waves|heart surgery
    gold mining|oil painting techniques|salt mines|sugar cane|tea ceremonies|coffee machines|bread baking|cheese boards|wine cellars|book printing|word processors|letter of credit|language families
    dog breeds|cat shows|horse racing|bird watching|fish farming|bee stings|ant colonies|spider silk|whale hunting|snake venom|dinosaur names|plant breeding|flower arranging|mushroom hunting|forest law
    bank loans|money laundering|market research|school boards|hospital design|museum curation|city planning|village life in China|country music|king crabs|robot arms|keyboard layouts|password managers
    email servers|website hosting|radio waves|camera lenses|battery chemistry|engine oil|train timetables|ship building|rocket fuel|bridge building|road construction|volcano types|river deltas|snow leopards
""")
ILLNESSES = bars("""
    a headache|a sore throat|back pain|a fever|a cough|a rash|a toothache|stomach pain|a cold|the flu|asthma|diabetes|high blood pressure|a burn|a sprained ankle|a broken arm|insomnia|anxiety|depression
    hay fever|migraine|nausea|dizziness|chest pain|an ear infection|a bee sting|a snake bite|food poisoning|acne|eczema|anaemia|arthritis|a swollen knee|knee pain|heartburn|hiccups|warts|sunburn|cramps
""")
EVENTS = bars("""
    the moon landing|the fall of the Berlin Wall|the French Revolution|the First World War|the Second World War|the American Civil War|the Battle of Waterloo|the Great Fire of London|the Black Death
    the discovery of America|the sinking of the Titanic|the Russian Revolution|the Boston Tea Party|the invention of printing|the first Olympic Games|the fall of Rome|the Cuban Missile Crisis|the Apollo missions
    the Battle of Hastings|the Norman conquest|the building of the pyramids|the Great Depression|the Chernobyl disaster|the Spanish Civil War|the Korean War|the first flight|the stock market crash|the Wars of the Roses
""")
CONTESTS = bars("""
    Champions League|Super Bowl|Tour de France|Olympic marathon|Wimbledon final|US Open|Nobel Peace Prize|Nobel Prize in Physics|Academy Award for best film|Eurovision Song Contest|Stanley Cup|World Series|Masters
    Grand Prix of Monaco|European Championship|Copa America|Six Nations|Ryder Cup|Davis Cup|Pulitzer Prize|Booker Prize|Grammy for best song|Golden Globe|cricket world cup|rugby world cup|women's world cup
""")
SIGHTS = bars("""
    the Eiffel Tower|Big Ben|the Empire State Building|the Golden Gate Bridge|the Burj Khalifa|the Matterhorn|Mont Blanc|Mount Fuji|Kilimanjaro|K2|the Nile|the Amazon|the Danube|the Rhine|the Mississippi
    Lake Victoria|Lake Geneva|the Dead Sea|the Suez Canal|the Panama Canal|the Great Wall|the Taj Mahal|the Colosseum|the Statue of Liberty|the Grand Canyon|Niagara Falls|the Leaning Tower of Pisa|Machu Picchu
    the Black Sea|the Alps|the Himalayas|the Andes|Loch Ness|Ben Nevis|the Thames|the Seine|the Volga|the Yangtze|the Ganges|the Mariana Trench|Victoria Falls|Ayers Rock|the Louvre|the Kremlin|the Vatican
""")
FAMOUS = bars("""
    Napoleon|Cleopatra|Julius Caesar|Genghis Khan|Alexander the Great|Queen Victoria|Queen Elizabeth|Abraham Lincoln|George Washington|Winston Churchill|John F. Kennedy|Barack Obama|Donald Trump|Joe Biden|Angela Merkel
    Nelson Mandela|Mahatma Gandhi|Martin Luther King|Mother Teresa|the Pope|Elon Musk|Bill Gates|Steve Jobs|Jeff Bezos|Mark Zuckerberg|Taylor Swift|Beyonce|Michael Jackson|Elvis Presley|Madonna|Bob Dylan|the Beatles
    Lionel Messi|Cristiano Ronaldo|Roger Federer|Serena Williams|Usain Bolt|Michael Jordan|LeBron James|Muhammad Ali|Pele|Diego Maradona|Tiger Woods|Lewis Hamilton|Greta Thunberg|Stephen Hawking|Ada Lovelace|Alan Turing
    Brad Pitt|Tom Hanks|Meryl Streep|Steven Spielberg|Alfred Hitchcock|Charlie Chaplin|Walt Disney|Marilyn Monroe|Oprah Winfrey|Confucius|Aristotle|Socrates|Plato|Buddha|Karl Marx|Sigmund Freud|Joan of Arc|Lady Gaga
""")

TOPICS = tuple(
    dict.fromkeys((*SCIENCE, *TECHNOLOGY, *HISTORY, *SOCIETY, *ARTS, *CRAFTS, *COMPOUNDS))
)
