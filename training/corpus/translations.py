"""Common words and phrases in Spanish, French, German and Italian; the commonest in three more languages.

A row is English, then the languages in the order of `LANGUAGES`.
"""

# ruff: noqa: E501 - a row is easier to read and correct on one line

from __future__ import annotations

LANGUAGES = ("Spanish", "French", "German", "Italian", "Portuguese", "Dutch", "Swedish")

_ROWS = """
hello|hola|bonjour|hallo|ciao|olá|hallo|hej
good morning|buenos días|bonjour|guten Morgen|buongiorno|bom dia|goedemorgen|god morgon
good evening|buenas tardes|bonsoir|guten Abend|buonasera|boa noite|goedenavond|god kväll
good night|buenas noches|bonne nuit|gute Nacht|buona notte|boa noite|welterusten|god natt
goodbye|adiós|au revoir|auf Wiedersehen|arrivederci|adeus|tot ziens|hej då
thank you|gracias|merci|danke|grazie|obrigado|dank je|tack
please|por favor|s'il vous plaît|bitte|per favore|por favor|alsjeblieft|snälla
yes|sí|oui|ja|sì|sim|ja|ja
no|no|non|nein|no|não|nee|nej
sorry|lo siento|désolé|Entschuldigung|scusa
how are you|cómo estás|comment ça va|wie geht es dir|come stai
I love you|te quiero|je t'aime|ich liebe dich|ti amo
what is your name|cómo te llamas|comment t'appelles-tu|wie heißt du|come ti chiami
water|agua|eau|Wasser|acqua
bread|pan|pain|Brot|pane
house|casa|maison|Haus|casa
dog|perro|chien|Hund|cane
cat|gato|chat|Katze|gatto
friend|amigo|ami|Freund|amico
one|uno|un|eins|uno
two|dos|deux|zwei|due
three|tres|trois|drei|tre
four|cuatro|quatre|vier|quattro
five|cinco|cinq|fünf|cinque
six|seis|six|sechs|sei
seven|siete|sept|sieben|sette
eight|ocho|huit|acht|otto
nine|nueve|neuf|neun|nove
ten|diez|dix|zehn|dieci
red|rojo|rouge|rot|rosso
blue|azul|bleu|blau|blu
green|verde|vert|grün|verde
yellow|amarillo|jaune|gelb|giallo
white|blanco|blanc|weiß|bianco
black|negro|noir|schwarz|nero
Monday|lunes|lundi|Montag|lunedì
Friday|viernes|vendredi|Freitag|venerdì
Sunday|domingo|dimanche|Sonntag|domenica
day|día|jour|Tag|giorno
night|noche|nuit|Nacht|notte
mother|madre|mère|Mutter|madre
father|padre|père|Vater|padre
brother|hermano|frère|Bruder|fratello
sister|hermana|sœur|Schwester|sorella
child|niño|enfant|Kind|bambino
man|hombre|homme|Mann|uomo
woman|mujer|femme|Frau|donna
milk|leche|lait|Milch|latte
coffee|café|café|Kaffee|caffè
tea|té|thé|Tee|tè
wine|vino|vin|Wein|vino
cheese|queso|fromage|Käse|formaggio
apple|manzana|pomme|Apfel|mela
book|libro|livre|Buch|libro
school|escuela|école|Schule|scuola
city|ciudad|ville|Stadt|città
sun|sol|soleil|Sonne|sole
moon|luna|lune|Mond|luna
sea|mar|mer|Meer|mare
love|amor|amour|Liebe|amore
car|coche|voiture|Auto|macchina
big|grande|grand|groß|grande
small|pequeño|petit|klein|piccolo
good|bueno|bon|gut|buono
"""

# (English, language) -> the word; and all pairs, the commonest phrases more often.
WORDS: dict[tuple[str, str], str] = {
    (row.split("|")[0], language): word
    for row in _ROWS.strip().splitlines()
    for language, word in zip(LANGUAGES, row.split("|")[1:], strict=False)
}
ENGLISH = tuple(dict.fromkeys(english for english, _ in WORDS))
PAIRS = tuple(WORDS)
COMMON = tuple(pair for pair in PAIRS if pair[0] in ENGLISH[:19])
OTHER_LANGUAGES = (
    "Finnish", "Polish", "Chinese", "Japanese", "Korean", "Russian", "Greek", "Turkish", "Arabic", "Hindi", "Danish",
    "Norwegian", "Czech", "Hungarian", "Latin", "Hebrew", "Vietnamese", "Thai", "Swahili", "Icelandic", "Welsh", "Irish",
    "Basque", "Romanian", "Bulgarian", "Croatian", "Ukrainian", "Persian", "Urdu", "Bengali", "Zulu", "Mandarin", "Klingon", "Esperanto",
)  # fmt: skip
"""Languages of which no word is known."""
