"""Greetings and small talk in seven languages besides English, answered in the language they come in.

Held out: whole phrasings of each remark.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

from typing import TYPE_CHECKING

from training.corpus.conversation import Check, Conversation, Split, Turn, exchange
from training.corpus.grammar import Phrasings, expand, ways

if TYPE_CHECKING:
    import random

SKILL = "greetings"

# For each language: hello, how are you, thanks, goodbye, who are you, can you help; each with an answer.
Talk = tuple[Phrasings, str]
LANGUAGES: dict[str, tuple[Talk, ...]] = {
    "Spanish": (
        (ways("[Hola|Buenas|Buenos días|Buenas tardes|Buenas noches|Hola amigo|Muy buenas][!|.|]", "¡Hola!", "[Hola|Buenas], [qué hay|saludos|encantado][!|.|]", held_out=("¡Buenos días!", "Hola, buenas tardes.")), "¡Hola! ¿En qué puedo ayudarte?"),
        (ways("[¿|][Cómo estás|Qué tal|Cómo te va|Cómo andas]?", "Hola, [¿|][cómo estás|qué tal]?", held_out=("¿Qué tal estás hoy?",)), "Estoy bien, gracias. ¿Y tú?"),
        (ways("[Gracias|Muchas gracias|Mil gracias|Te lo agradezco][!|.|]", held_out=("Gracias por tu ayuda.",)), "¡De nada!"),
        (ways("[Adiós|Hasta luego|Hasta mañana|Chao|Hasta pronto|Nos vemos][!|.|]", held_out=("Adiós, hasta luego.",)), "¡Adiós! Que tengas un buen día."),
        (ways("[¿|][Quién eres|Cómo te llamas|Qué eres|Cuál es tu nombre]?", held_out=("¿Con quién hablo?",)), "Soy rejoinder-mini, un modelo muy pequeño."),
        (ways("[¿|][Puedes ayudarme|Me ayudas|Hablas español]?", "[Ayuda|Necesito ayuda][!|.|]", held_out=("¿Podrías ayudarme?",)), "Solo hablo un poco de español. Mejor en inglés."),
    ),
    "French": (
        (ways("[Bonjour|Salut|Bonsoir|Coucou|Bonjour à tous][!| !|.|]", "[Bonjour|Salut] [mon ami|toi|à toi][!|.|]", held_out=("Bonjour, bonsoir !", "Salut tout le monde !")), "Bonjour ! Comment puis-je vous aider ?"),
        (ways("[Comment ça va|Ça va|Comment allez-vous|Comment vas-tu|Tu vas bien][ ?|?]", "Bonjour, [ça va|comment allez-vous][ ?|?]", held_out=("Salut, comment ça va ?",)), "Je vais bien, merci. Et vous ?"),
        (ways("[Merci|Merci beaucoup|Mille mercis|Un grand merci][!|.|]", held_out=("Merci pour ton aide.",)), "De rien !"),
        (ways("[Au revoir|À bientôt|À demain|Bonne nuit|À plus tard|Adieu][!|.|]", held_out=("Au revoir et à bientôt.",)), "Au revoir ! Bonne journée."),
        (ways("[Qui es-tu|Qui êtes-vous|Comment tu t'appelles|Tu es qui|Quel est ton nom][ ?|?]", held_out=("À qui je parle ?",)), "Je suis rejoinder-mini, un très petit modèle."),
        (ways("[Peux-tu m'aider|Parlez-vous français|Tu parles français|Vous pouvez m'aider][ ?|?]", "[J'ai besoin d'aide|Aide-moi][!|.|]", held_out=("Pourrais-tu m'aider ?",)), "Je parle très peu français. En anglais, c'est mieux."),
    ),
    "German": (
        (ways("[Hallo|Guten Tag|Guten Morgen|Guten Abend|Grüß Gott|Moin|Servus|Hi du][!|.|]", "[Hallo|Guten Tag], [wer da|schön dich zu sehen|mein Freund][!|.|]", held_out=("Hallo, guten Morgen!", "Einen guten Tag!")), "Hallo! Wie kann ich helfen?"),
        (ways("[Wie geht es dir|Wie geht's|Wie geht es Ihnen|Alles gut|Wie läuft's]?", "Hallo, wie geht [es dir|es Ihnen|es]?", held_out=("Na, wie geht es dir heute?",)), "Mir geht es gut, danke. Und dir?"),
        (ways("[Danke|Vielen Dank|Danke schön|Danke sehr|Besten Dank][!|.|]", held_out=("Danke für die Hilfe.",)), "Gern geschehen!"),
        (ways("[Tschüss|Auf Wiedersehen|Bis bald|Gute Nacht|Bis morgen|Ciao und tschüss][!|.|]", held_out=("Tschüss, bis bald.",)), "Auf Wiedersehen! Einen schönen Tag noch."),
        (ways("[Wer bist du|Wie heißt du|Was bist du|Wer sind Sie|Wie ist dein Name]?", held_out=("Mit wem spreche ich?",)), "Ich bin rejoinder-mini, ein sehr kleines Modell."),
        (ways("[Kannst du mir helfen|Sprichst du Deutsch|Können Sie Deutsch|Hilfst du mir]?", "[Ich brauche Hilfe|Hilfe][!|.|]", held_out=("Könntest du mir bitte helfen?",)), "Ich spreche nur wenig Deutsch. Auf Englisch geht es besser."),
    ),
    "Italian": (
        (ways("[Ciao|Buongiorno|Buonasera|Salve|Ciao amico][!|.|]", "[Ciao|Salve] [a tutti|di nuovo|a te][!|.|]", held_out=("Ciao, buongiorno!", "Buonasera a tutti.")), "Ciao! Come posso aiutarti?"),
        (ways("[Come stai|Come va|Come sta|Tutto bene]?", "Ciao, [come stai|come va]?", held_out=("Come stai oggi?",)), "Sto bene, grazie. E tu?"),
        (ways("[Grazie|Grazie mille|Molte grazie|Ti ringrazio][!|.|]", held_out=("Grazie per l'aiuto.",)), "Prego!"),
        (ways("[Arrivederci|A presto|Buona notte|A domani|Ci vediamo][!|.|]", held_out=("Arrivederci, a presto.",)), "Arrivederci! Buona giornata."),
        (ways("[Chi sei|Come ti chiami|Cosa sei|Qual è il tuo nome]?", held_out=("Con chi parlo?",)), "Sono rejoinder-mini, un modello molto piccolo."),
        (ways("[Puoi aiutarmi|Parli italiano|Mi aiuti]?", "[Aiuto|Ho bisogno di aiuto][!|.|]", held_out=("Potresti aiutarmi?",)), "Parlo poco italiano. Meglio in inglese."),
    ),
    "Portuguese": (
        (ways("[Olá|Oi|Bom dia|Boa tarde|Boa noite|Olá amigo][!|.|]", "[Oi|Olá], [tudo bem com você|prazer][!|.|]", held_out=("Olá, bom dia!", "Oi, boa tarde.")), "Olá! Como posso ajudar?"),
        (ways("[Como vai|Tudo bem|Como está|Como você está]?", "Oi, [tudo bem|como vai]?", held_out=("Como vai você hoje?",)), "Estou bem, obrigado. E você?"),
        (ways("[Obrigado|Obrigada|Muito obrigado|Valeu][!|.|]", held_out=("Obrigado pela ajuda.",)), "De nada!"),
        (ways("[Tchau|Até logo|Até amanhã|Até breve][!|.|]", held_out=("Tchau, até logo.",)), "Até logo! Tenha um bom dia."),
        (ways("[Quem é você|Como se chama|O que é você|Qual é o seu nome]?", held_out=("Com quem estou a falar?",)), "Sou rejoinder-mini, um modelo muito pequeno."),
        (ways("[Pode me ajudar|Fala português|Você fala português]?", "[Preciso de ajuda|Socorro][!|.|]", held_out=("Poderia me ajudar?",)), "Falo pouco português. Melhor em inglês."),
    ),
    "Dutch": (
        (ways("[Goedemorgen|Goedemiddag|Goedenavond|Hoi|Dag|Hallo daar|Goedendag][!|.|]", "[Hoi|Dag] [allemaal|vriend|jij daar][!|.|]", held_out=("Hoi, goedemorgen!", "Dag, goedenavond.")), "Hallo! Waarmee kan ik helpen?"),
        (ways("[Hoe gaat het|Hoe is het|Hoe gaat het met je|Alles goed]?", "Hoi, hoe [gaat het|is het]?", held_out=("Hoe gaat het vandaag met je?",)), "Het gaat goed, dank je. En met jou?"),
        (ways("[Dank je|Bedankt|Dank u wel|Dank je wel|Hartelijk dank][!|.|]", held_out=("Bedankt voor je hulp.",)), "Graag gedaan!"),
        (ways("[Tot ziens|Doei|Tot morgen|Tot later|Dag hoor][!|.|]", held_out=("Tot ziens en tot later.",)), "Tot ziens! Nog een fijne dag."),
        (ways("[Wie ben je|Hoe heet je|Wat ben je|Wie bent u]?", held_out=("Met wie praat ik?",)), "Ik ben rejoinder-mini, een heel klein model."),
        (ways("[Kun je me helpen|Spreek je Nederlands|Help je me]?", "[Ik heb hulp nodig][!|.|]", held_out=("Zou je me kunnen helpen?",)), "Ik spreek weinig Nederlands. In het Engels gaat het beter."),
    ),
    "Swedish": (
        (ways("[Hej|God morgon|God dag|God kväll|Hejsan|Tjena|Hej hej][!|.|]", "[Hej|Hejsan] [på dig|alla|igen][!|.|]", held_out=("Hej, god morgon!", "Hejsan, god dag.")), "Hej! Hur kan jag hjälpa dig?"),
        (ways("[Hur mår du|Hur är det|Hur går det|Allt bra]?", "Hej, hur [mår du|är det]?", held_out=("Hur mår du i dag?",)), "Jag mår bra, tack. Och du?"),
        (ways("[Tack|Tack så mycket|Stort tack|Tusen tack][!|.|]", held_out=("Tack för hjälpen.",)), "Varsågod!"),
        (ways("[Hej då|Adjö|Vi ses|God natt|Vi ses i morgon][!|.|]", held_out=("Hej då, vi ses.",)), "Hej då! Ha en bra dag."),
        (ways("[Vem är du|Vad heter du|Vad är du]?", held_out=("Vem pratar jag med?",)), "Jag är rejoinder-mini, en mycket liten modell."),
        (ways("[Kan du hjälpa mig|Talar du svenska|Hjälper du mig]?", "[Jag behöver hjälp][!|.|]", held_out=("Skulle du kunna hjälpa mig?",)), "Jag talar lite svenska. Det går bättre på engelska."),
    ),
}  # fmt: skip
ASKED = ways(
    "[Always |]answer in {x}.", "[Speak|Write|Reply|Respond|Talk] [only |]in {x}.", "[Speak|Use] {x}[ only|].", "You [speak|write|use] [only |]{x}.", "The user [speaks|reads|only understands] {x}.",
    "[All|Every] [answers|answer] [must be|should be] in {x}.", "{x} only[, please|].", "[Your|The] language is {x}.", "[Please|Kindly] [answer|reply] in {x}.", "[Help|Serve] [people|customers|guests] in {x}.",
    held_out=("Your answers must be in {x}.", "Give every reply in {x}."),
)  # fmt: skip
_ENGLISH = (
    ("[Hi|Hello|Hey|Good morning|Good evening][!|.|]", 0), ("[How are you|How is it going|How do you feel][ today|]?", 1), ("[Thanks|Thank you|Many thanks][!|.|]", 2),
    ("[Bye|Goodbye|See you|Good night][!|.|]", 3), ("[Who are you|What is your name|What are you]?", 4),
)  # fmt: skip


def _check(answer: str) -> Check:
    return Check(all_of=(answer.strip("¡!¿? ").rstrip("."),))


def in_language(rng: random.Random, split: Split) -> Conversation:
    """A remark in English, and a system message that names the language of the answer."""
    language = rng.choice(tuple(LANGUAGES))
    system = expand(rng, ASKED.pick(rng, split)).replace("{x}", language)
    turns = [Turn("system", system)]
    answer = ""
    for _ in range(rng.choice((1, 1, 2))):
        if rng.random() < 0.5:
            said, number = rng.choice(_ENGLISH)
            answer = LANGUAGES[language][number][1]
        else:
            form, answer = rng.choice(LANGUAGES[language][:5])
            said = form.pick(rng, "train")
        turns += [Turn("user", expand(rng, said)), Turn("assistant", answer)]
    return Conversation(SKILL, tuple(turns), _check(answer))


def make(rng: random.Random, split: Split) -> Conversation:
    """A remark in another language, or an order to answer in one."""
    if rng.random() < 0.3:
        return in_language(rng, split)
    form, answer = rng.choice(LANGUAGES[rng.choice(tuple(LANGUAGES))])
    said = expand(rng, form.pick(rng, split))
    said = said.lower() if rng.random() < 0.2 else said
    return exchange(SKILL, said, answer, _check(answer))
