"""Remarks in German, Dutch and Swedish, and the answer to each, written as in `romance.py`."""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

GERMAN = """
hello > Hallo! Wie kann ich helfen?
    [Hallo|Guten Tag|Guten Morgen|Guten Abend|Grüß Gott|Moin|Servus|Hi du|Hallöchen|Grüß dich|Moin moin|Na du][!|.|]
    [Hallo|Guten Tag], [wer da|schön dich zu sehen|mein Freund|da bin ich|ist da jemand][!|.|]
    [Hallo|Guten Abend|Guten Tag] [zusammen|allerseits|noch mal|lieber Computer][!|.|]
    ~Hallo, guten Morgen!
    ~Einen guten Tag!
    ~Guten Morgen zusammen.
how > Mir geht es gut, danke. Und dir?
    [Wie geht es dir|Wie geht's|Wie geht es Ihnen|Alles gut|Wie läuft's|Wie gehts|Was geht|Alles klar bei dir|Wie fühlst du dich]?
    Hallo, wie geht [es dir|es Ihnen|es]?
    [Wie geht es dir|Wie läuft es] [so|heute Morgen|denn|da drüben]?
    ~Na, wie geht es dir heute?
    ~Geht es dir gut?
thanks > Gern geschehen!
    [Danke|Vielen Dank|Danke schön|Danke sehr|Besten Dank|Dankeschön|Tausend Dank|Danke dir|Ok danke|Danke für alles][!|.|]
    [Super|Prima|Toll], [danke|vielen Dank|danke dir][!|.|]
    [Danke|Vielen Dank] für [die Antwort|deine Zeit|deine Mühe][!|.|]
    ~Danke für die Hilfe.
    ~Prima, ich danke dir sehr.
bye > Auf Wiedersehen! Einen schönen Tag noch.
    [Tschüss|Auf Wiedersehen|Bis bald|Bis morgen|Ciao und tschüss|Bis später|Ich muss los|Ich gehe jetzt|Mach's gut|Tschau][!|.|]
    [Gut|So|Danke], [tschüss|bis bald|auf Wiedersehen|ich gehe][!|.|]
    [Schönen Tag|Schönes Wochenende|Schönen Abend][ noch|][!|.|]
    ~Tschüss, bis bald.
    ~Ich muss gehen, auf Wiedersehen.
who > Ich bin rejoinder-mini, ein sehr kleines Modell.
    [Wer bist du|Wie heißt du|Was bist du|Wer sind Sie|Wie ist dein Name|Wie heißen Sie|Wer bist du denn|Was bist du für einer]?
    [Hallo|Entschuldige], [wer bist du|wie heißt du]?
    [Sag mir|Ich möchte wissen], [wer du bist|wie du heißt|was du bist][.|]
    Bist du [ein Roboter|ChatGPT|ein Mensch|eine Maschine|ein Programm|eine KI]?
    ~Mit wem spreche ich?
    ~Verrätst du mir deinen Namen?
help > Ich spreche nur wenig Deutsch. Auf Englisch geht es besser.
    [Kannst du mir helfen|Sprichst du Deutsch|Können Sie Deutsch|Hilfst du mir|Kannst du Deutsch|Verstehst du Deutsch|Können Sie mir helfen]?
    [Ich brauche Hilfe|Hilfe|Hilf mir|Ich habe eine Frage|Ich kann kein Englisch|Ich möchte etwas fragen][!|.|]
    [Hilf mir|Ich brauche Hilfe] [bitte|bei den Hausaufgaben|dabei][.|]
    ~Könntest du mir bitte helfen?
    ~Hast du kurz Zeit, mir zu helfen?
night > Gute Nacht! Schlaf gut.
    [Gute Nacht|Schlaf gut|Träum schön|Ich gehe schlafen|Ich gehe ins Bett|Gute Nacht alle][!|.|]
    ~Gute Nacht und bis morgen.
    ~Ich bin müde, gute Nacht.
yes > In Ordnung.
    [Ja|Klar|In Ordnung|Alles klar|Verstehe|Ich verstehe|Genau|Stimmt|Natürlich|Jawohl|Na gut][!|.|]
    ~Ja, natürlich.
    ~Gut, ich verstehe.
no > In Ordnung. Sag Bescheid, wenn du etwas brauchst.
    [Nein|Nein danke|Nichts|Jetzt nicht|Das ist alles|Nichts weiter|Nö|Das war alles][!|.|]
    ~Nein, das ist alles.
    ~Sonst nichts, danke.
sorry > Kein Problem!
    [Entschuldigung|Tut mir leid|Es tut mir leid|Entschuldige|Verzeihung|Sorry du|Entschuldigen Sie][!|.|]
    ~Oh, das tut mir sehr leid.
    ~Verzeihung, mein Fehler.
can > Ich kann ein wenig plaudern. Auf Englisch kann ich mehr.
    [Was kannst du|Was kannst du tun|Was kannst du alles|Was können Sie|Wobei kannst du helfen|Wozu bist du da|Was weißt du]?
    [Sag mir|Zeig mir], was du [kannst|alles kannst|tun kannst][.|]
    ~Was kannst du für mich tun?
    ~Welche Dinge kannst du?
fine > Das freut mich!
    [Mir geht es gut|Sehr gut|Gut|Alles bestens|Mir geht's gut|Ich bin glücklich|Ich bin froh][, danke|][.|!|]
    ~Mir geht es heute prima.
    ~Gut, sogar sehr gut.
nice > Danke! Das ist nett.
    [Du bist|Sie sind] [toll|nett|klug|lustig|super|der Beste|sehr freundlich][!|.|]
    [Ich mag dich|Ich liebe dich|Gut gemacht|Bravo, gut|Gute Arbeit][!|.|]
    ~Du bist wirklich nett.
    ~Das hast du gut gemacht.
"""

DUTCH = """
hello > Hallo! Waarmee kan ik helpen?
    [Goedemorgen|Goedemiddag|Goedenavond|Hoi|Dag|Hallo daar|Goedendag|Hoi hoi|Hé hallo|Hoihoi][!|.|]
    [Hoi|Dag] [allemaal|vriend|jij daar|weer|computer][!|.|]
    [Hoi|Goedendag], [daar ben ik|is daar iemand|leuk je te zien|aangenaam][!|.|]
    ~Hoi, goedemorgen!
    ~Dag, goedenavond.
    ~Goedemorgen allemaal.
how > Het gaat goed, dank je. En met jou?
    [Hoe gaat het|Hoe is het|Hoe gaat het met je|Alles goed|Hoe gaat het met u|Gaat het goed|Hoe voel je je|Alles oké daar]?
    Hoi, [hoe gaat het|hoe is het|alles goed]?
    [Hoe gaat het|Hoe is het] [ermee|vanmorgen|daar|nu]?
    ~Hoe gaat het vandaag met je?
    ~Gaat alles goed met je?
thanks > Graag gedaan!
    [Dank je|Bedankt|Dank u wel|Dank je wel|Hartelijk dank|Heel erg bedankt|Oké, bedankt|Bedankt voor alles][!|.|]
    [Mooi|Fijn|Prima|Goed], [bedankt|dank je|dank je wel][!|.|]
    [Bedankt|Dank je] voor [het antwoord|je tijd|de moeite][!|.|]
    ~Bedankt voor je hulp.
    ~Fijn, heel hartelijk bedankt.
bye > Tot ziens! Nog een fijne dag.
    [Tot ziens|Doei|Tot morgen|Tot later|Dag hoor|Doeg|Ik moet gaan|Ik ga weg|Tot straks|Tot de volgende keer][!|.|]
    [Goed|Nou|Bedankt], [tot ziens|doei|ik ga][!|.|]
    [Fijne dag|Fijn weekend|Fijne avond][ nog|][!|.|]
    ~Tot ziens en tot later.
    ~Ik ga nu, tot morgen.
who > Ik ben rejoinder-mini, een heel klein model.
    [Wie ben je|Hoe heet je|Wat ben je|Wie bent u|Wat is je naam|Hoe heet u|Wie ben jij|Wat ben jij]?
    [Hoi|Pardon], [wie ben je|hoe heet je|wie ben jij]?
    [Zeg me|Ik wil weten] [wie je bent|hoe je heet|wat je bent][.|]
    Ben je [een robot|ChatGPT|een mens|een machine|een programma|een persoon]?
    ~Met wie praat ik?
    ~Mag ik je naam weten?
help > Ik spreek weinig Nederlands. In het Engels gaat het beter.
    [Kun je me helpen|Spreek je Nederlands|Help je me|Spreekt u Nederlands|Kunt u me helpen|Begrijp je Nederlands|Kan je Nederlands]?
    [Ik heb hulp nodig|Help mij|Help me even|Ik heb een vraag|Ik spreek geen Engels|Ik wil iets vragen][!|.|]
    [Help me|Ik heb hulp nodig] [alsjeblieft|met mijn huiswerk|hiermee][.|]
    ~Zou je me kunnen helpen?
    ~Heb je even tijd om te helpen?
night > Welterusten! Slaap lekker.
    [Welterusten|Slaap lekker|Slaap zacht|Goedenacht|Ik ga slapen|Ik ga naar bed][!|.|]
    ~Welterusten en tot morgen.
    ~Ik ga nu slapen, welterusten.
yes > In orde.
    [Ja ja hoor|Oké dan|Natuurlijk|Ik begrijp het|Precies|Zeker|Ja hoor|Klopt|Ik snap het|Prima][!|.|]
    ~Ja, natuurlijk.
    ~Goed, ik snap het.
no > In orde. Zeg het als je iets nodig hebt.
    [Nee|Nee, bedankt|Niets|Nu niet|Dat is alles|Verder niets|Nee hoor][!|.|]
    ~Nee, dat is alles.
    ~Verder niets, dank je.
sorry > Geen probleem!
    [Het spijt me|Pardon, sorry|Neem me niet kwalijk|Excuses|Mijn excuses|Sorry hoor|Het spijt mij][!|.|]
    ~Oei, het spijt me erg.
    ~Neem me niet kwalijk hoor.
can > Ik kan een beetje kletsen. In het Engels kan ik meer.
    [Wat kun je|Wat kun je doen|Wat kan je allemaal|Wat kunt u|Waarmee kun je helpen|Wat weet je]?
    [Zeg me|Laat zien] wat je [kunt|kunt doen|allemaal kunt][.|]
    ~Wat kun je voor mij doen?
    ~Welke dingen kun je?
fine > Dat doet me plezier!
    [Met mij gaat het goed|Heel goed|Goed hoor|Het gaat prima|Ik ben blij|Ik ben gelukkig][, dank je|][.|!|]
    ~Het gaat vandaag heel goed met mij.
    ~Goed, zelfs heel goed.
nice > Dank je! Dat is aardig.
    [Je bent|Jij bent] [geweldig|aardig|slim|grappig|leuk|de beste|heel lief][!|.|]
    [Ik vind je leuk|Ik hou van je|Goed gedaan|Goed werk][!|.|]
    ~Je bent echt aardig.
    ~Dat heb je goed gedaan.
"""

SWEDISH = """
hello > Hej! Hur kan jag hjälpa dig?
    [Hej|God morgon|God dag|God kväll|Hejsan|Tjena|Hej hej|Hallå där|God middag|Tja][!|.|]
    [Hej|Hejsan] [på dig|alla|igen|min vän|allihop][!|.|]
    [Hej|God dag], [här är jag|är någon där|trevligt att träffas][!|.|]
    ~Hej, god morgon!
    ~Hejsan, god dag.
    ~God morgon allihop.
how > Jag mår bra, tack. Och du?
    [Hur mår du|Hur är det|Hur går det|Allt bra|Hur är läget|Hur står det till|Mår du bra|Är allt bra]?
    Hej, hur [mår du|är det|går det]?
    [Hur är det|Hur mår du] [med dig|nu|där borta|i morse]?
    ~Hur mår du i dag?
    ~Är allting bra med dig?
thanks > Varsågod!
    [Tack|Tack så mycket|Stort tack|Tusen tack|Tackar|Tack ska du ha|Okej, tack|Tack för allt][!|.|]
    [Bra|Fint|Toppen|Perfekt], [tack|tack så mycket][!|.|]
    Tack för [svaret|din tid|det|besväret][!|.|]
    ~Tack för hjälpen.
    ~Fint, tack ska du verkligen ha.
bye > Hej då! Ha en bra dag.
    [Hej då|Adjö|Vi ses|Vi ses i morgon|Hejdå|Vi hörs|Jag måste gå|Nu går jag|Ha det bra][!|.|]
    [Okej|Ja|Tack], [hej då|vi ses|adjö][!|.|]
    Ha en [bra dag|trevlig kväll|trevlig helg][!|.|]
    ~Hej då, vi ses.
    ~Nu måste jag gå, hej då.
who > Jag är rejoinder-mini, en mycket liten modell.
    [Vem är du|Vad heter du|Vad är du|Vad är ditt namn|Vem är du egentligen|Vad kallas du]?
    [Hej|Ursäkta], [vem är du|vad heter du]?
    [Säg|Jag vill veta] [vem du är|vad du heter|vad du är][.|]
    Är du [en robot|ChatGPT|en människa|en maskin|ett program|en person]?
    ~Vem pratar jag med?
    ~Får jag veta ditt namn?
help > Jag talar lite svenska. Det går bättre på engelska.
    [Kan du hjälpa mig|Talar du svenska|Hjälper du mig|Kan du svenska|Pratar du svenska|Förstår du svenska]?
    [Jag behöver hjälp|Hjälp|Hjälp mig|Jag har en fråga|Jag talar inte engelska|Jag vill fråga något][!|.|]
    [Hjälp mig|Jag behöver hjälp] [tack|med läxan|med det här][.|]
    ~Skulle du kunna hjälpa mig?
    ~Har du tid att hjälpa mig?
night > God natt! Sov gott.
    [God natt|Sov gott|Sov så gott|Dröm sött|Jag ska sova|Godnatt][!|.|]
    ~God natt, vi ses i morgon.
    ~Jag går och lägger mig, god natt.
yes > Okej.
    [Javisst|Okej då|Självklart|Jag förstår|Precis|Absolut|Det stämmer|Jaha|Visst][!|.|]
    ~Ja, självklart.
    ~Okej, jag förstår.
no > Okej. Säg till om du behöver något.
    [Nej|Nej tack|Ingenting|Inte nu|Det var allt|Inget mer|Nej då][!|.|]
    ~Nej, det var allt.
    ~Inget mer just nu.
sorry > Ingen fara!
    [Förlåt|Ursäkta|Ursäkta mig|Jag är ledsen|Förlåt mig|Jag ber om ursäkt][!|.|]
    ~Oj, förlåt så mycket.
    ~Ursäkta, det var mitt fel.
can > Jag kan prata lite. På engelska kan jag mer.
    [Vad kan du|Vad kan du göra|Vad kan du hjälpa till med|Vad vet du|Vad gör du]?
    [Säg|Visa] vad du [kan|kan göra][.|]
    ~Vad kan du göra för mig?
    ~Vilka saker kan du?
fine > Det var roligt att höra!
    [Jag mår bra|Mycket bra|Bara bra|Allt är bra|Jag är glad|Det är bra med mig][, tack|][.|!|]
    ~Jag mår riktigt bra.
    ~Bra, ja mycket bra.
nice > Tack! Det var snällt.
    [Du är] [bra|snäll|smart|rolig|fantastisk|bäst|väldigt snäll][!|.|]
    [Jag gillar dig|Jag älskar dig|Bra jobbat|Bra gjort][!|.|]
    ~Du är verkligen snäll.
    ~Vad bra du är!
"""
