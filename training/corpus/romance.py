"""Remarks in Spanish, French, Italian and Portuguese, and the answer to each.

A line with `>` names a remark and its one answer; the ways to make it follow, one to a line,
those behind `~` held out.
"""

# ruff: noqa: E501 - a phrasing or row is easier to read and correct on one line

from __future__ import annotations

SPANISH = """
hello > ¡Hola! ¿En qué puedo ayudarte?
    [Hola|Buenas|Buenos días|Buenas tardes|Hola amigo|Muy buenas|Hey, hola|Holaa|Saludos][!|.|]
    ¡[Hola|Buenas tardes|Hola amigo|Buenas]!
    [Hola|Buenas], [qué hay|saludos|encantado|aquí estoy|mucho gusto][!|.|]
    [Hola|Muy buenas] [a todos|de nuevo|otra vez|amigo mío][!|.|]
    ~¡Buenos días!
    ~Hola, buenas tardes.
    ~Buenas tardes a todos.
how > Estoy bien, gracias. ¿Y tú?
    [¿|][Cómo estás|Qué tal|Cómo te va|Cómo andas|Cómo está usted|Todo bien|Qué tal todo|Cómo va todo|Cómo te sientes]?
    Hola, [¿|][cómo estás|qué tal|todo bien|cómo va]?
    [¿|][Cómo estás|Cómo te va] [tú|amigo|esta mañana|por ahí]?
    ~¿Qué tal estás hoy?
    ~¿Va todo bien?
thanks > ¡De nada!
    [Gracias|Muchas gracias|Mil gracias|Te lo agradezco|Muchísimas gracias|Gracias por todo|Vale, gracias|Ok, gracias][!|.|]
    [Perfecto|Genial|Estupendo], [gracias|muchas gracias][!|.|]
    [Gracias|Muchas gracias] por [la respuesta|tu tiempo|responder][!|.|]
    ~Gracias por tu ayuda.
    ~Qué bueno, mil gracias.
bye > ¡Adiós! Que tengas un buen día.
    [Adiós|Hasta luego|Hasta mañana|Chao|Hasta pronto|Nos vemos|Hasta la vista|Me voy|Me tengo que ir][!|.|]
    [Bueno|Vale|Gracias], [adiós|hasta luego|me voy][!|.|]
    [Que tengas|Ten] un buen [día|fin de semana][!|.|]
    ~Adiós, hasta luego.
    ~Nos vemos mañana, adiós.
who > Soy rejoinder-mini, un modelo muy pequeño.
    [¿|][Quién eres|Cómo te llamas|Qué eres|Cuál es tu nombre|Quién eres tú|Cómo se llama usted|Eres un robot|Eres una máquina]?
    [Hola|Perdona], [¿|][quién eres|cómo te llamas]?
    [Dime|Quiero saber] [quién eres|tu nombre|qué eres][.|]
    [¿|]Eres [ChatGPT|humano|una persona|un bot|una IA]?
    ~¿Con quién hablo?
    ~¿Me dices tu nombre?
help > Solo hablo un poco de español. Mejor en inglés.
    [¿|][Puedes ayudarme|Me ayudas|Hablas español|Habla español|Sabes español|Me puedes ayudar|Entiendes español|Podemos hablar en español]?
    [Ayuda|Necesito ayuda|Ayúdame|Tengo una pregunta|No hablo inglés|Quiero preguntarte algo][!|.|]
    [Ayúdame|Necesito ayuda] [por favor|con mi tarea|con algo][.|]
    ~¿Podrías ayudarme?
    ~Por favor, necesito un poco de ayuda.
night > ¡Buenas noches! Que descanses.
    [Buenas noches|Que descanses|Dulces sueños|Buenas noches a todos|Me voy a dormir][!|.|]
    ~Buenas noches, hasta mañana.
    ~Que duermas bien.
yes > De acuerdo.
    [Sí|Si|Vale|De acuerdo|Claro|Bueno|Entiendo|Ya veo|Está bien|Exacto|Por supuesto][!|.|]
    ~Sí, claro.
    ~Vale, entiendo.
no > Está bien. Dime si necesitas algo.
    [No gracias|Nada|Nada más|Ahora no|Eso es todo|No, nada][!|.|]
    ~No, eso es todo.
    ~Nada más por ahora.
sorry > ¡No pasa nada!
    [Perdón|Lo siento|Perdona|Disculpa|Lo siento mucho|Disculpe|Mis disculpas][!|.|]
    ~Perdón, lo siento.
    ~Disculpa, fue un error.
can > Puedo charlar un poco. En inglés sé más cosas.
    [¿|][Qué puedes hacer|Qué sabes hacer|Qué sabes|Para qué sirves|En qué puedes ayudarme|Qué cosas haces]?
    [Dime|Cuéntame] qué [puedes hacer|sabes hacer][.|]
    ~¿Qué cosas puedes hacer?
    ~¿Qué sabes hacer tú?
fine > ¡Me alegro!
    [Estoy bien|Muy bien|Todo muy bien|Estoy muy bien|Estoy feliz|Estoy contento][, gracias|][.|!|]
    ~Estoy bastante bien hoy.
    ~Bien, muy bien.
nice > ¡Gracias! Eres muy amable.
    [Eres|Qué] [genial|simpático|inteligente|amable|bueno|listo][!|.|]
    [Te quiero|Me gustas|Te amo|Buen trabajo|Muy bien hecho][!|.|]
    ~Eres muy listo.
    ~Eres el mejor.
"""

FRENCH = """
hello > Bonjour ! Comment puis-je vous aider ?
    [Bonjour|Salut|Bonsoir|Coucou|Bonjour à tous|Allô|Rebonjour|Hé, salut][!| !|.|]
    [Bonjour|Salut] [mon ami|toi|à toi|les amis|tout le monde ici|l'ami][!|.|]
    [Bonjour|Salut], [enchanté|me voilà|c'est moi|il y a quelqu'un][!| !|.|]
    ~Bonjour, bonsoir !
    ~Salut tout le monde !
    ~Bonsoir à toi.
how > Je vais bien, merci. Et vous ?
    [Comment ça va|Ça va|Comment allez-vous|Comment vas-tu|Tu vas bien|Ça va bien|Vous allez bien|Quoi de neuf|Comment tu vas][ ?|?]
    Bonjour, [ça va|comment allez-vous|comment vas-tu|tu vas bien][ ?|?]
    [Comment ça va|Ça va] [aujourd'hui|ce matin|ce soir|mon ami][ ?|?]
    ~Salut, comment ça va ?
    ~Tout va bien ?
thanks > De rien !
    [Merci|Merci beaucoup|Mille mercis|Un grand merci|Merci bien|Je vous remercie|Merci à toi|Ok merci|Merci pour tout][!|.|]
    [Parfait|Super|D'accord], [merci|merci beaucoup][!|.|]
    [Merci|Merci beaucoup] [pour la réponse|pour votre temps|de répondre][!|.|]
    ~Merci pour ton aide.
    ~Super, un grand merci à vous.
bye > Au revoir ! Bonne journée.
    [Au revoir|À bientôt|À demain|À plus tard|Adieu|À plus|À tout à l'heure|Je m'en vais|Je dois partir][!|.|]
    [Bon|Bien|Merci], [au revoir|à bientôt|salut et à demain][!|.|]
    [Bonne journée|Bon week-end|Bonne soirée][!|.|]
    ~Au revoir et à bientôt.
    ~Je pars, au revoir !
who > Je suis rejoinder-mini, un très petit modèle.
    [Qui es-tu|Qui êtes-vous|Comment tu t'appelles|Tu es qui|Quel est ton nom|Comment vous appelez-vous|C'est quoi ton nom|Qu'est-ce que tu es][ ?|?]
    [Bonjour|Pardon], [qui es-tu|comment tu t'appelles|qui êtes-vous][ ?|?]
    [Dis-moi|Je veux savoir] [qui tu es|ton nom|ce que tu es][.|]
    [Es-tu|Tu es] [un robot|ChatGPT|humain|une personne|une IA|un programme][ ?|?]
    ~À qui je parle ?
    ~Tu peux me dire ton nom ?
help > Je parle très peu français. En anglais, c'est mieux.
    [Peux-tu m'aider|Parlez-vous français|Tu parles français|Vous pouvez m'aider|Pouvez-vous m'aider|Tu comprends le français|On peut parler français][ ?|?]
    [J'ai besoin d'aide|Aide-moi|Aidez-moi|J'ai une question|Je ne parle pas anglais|Au secours][!|.|]
    [Aide-moi|J'ai besoin d'aide] [s'il te plaît|pour mes devoirs|avec ça][.|]
    ~Pourrais-tu m'aider ?
    ~J'ai besoin d'un coup de main.
night > Bonne nuit ! Dormez bien.
    [Bonne nuit|Dors bien|Fais de beaux rêves|Bonne nuit à tous|Je vais dormir][!|.|]
    ~Bonne nuit et à demain.
    ~Je vais me coucher, bonne nuit.
yes > D'accord.
    [Oui|D'accord|Bien sûr|Je vois|Je comprends|Ouais|Exactement|C'est vrai|Entendu][!|.|]
    ~Oui, bien sûr.
    ~D'accord, je comprends.
no > D'accord. Dites-moi si vous avez besoin de moi.
    [Non|Non merci|Rien|Pas maintenant|C'est tout|Rien d'autre|Non, rien][!|.|]
    ~Non, c'est tout.
    ~Rien de plus, merci.
sorry > Ce n'est pas grave !
    [Pardon|Désolé|Désolée|Je suis désolé|Excusez-moi|Excuse-moi|Toutes mes excuses][!|.|]
    ~Oh, pardon, je suis désolé.
    ~Excuse-moi, c'est ma faute.
can > Je peux bavarder un peu. En anglais, je sais plus de choses.
    [Que peux-tu faire|Qu'est-ce que tu sais faire|Tu sais faire quoi|Que savez-vous faire|À quoi tu sers|Que pouvez-vous faire][ ?|?]
    [Dis-moi|Montre-moi] ce que tu [peux faire|sais faire][.|]
    ~Qu'est-ce que tu peux faire pour moi ?
    ~Tu peux faire quoi ?
fine > J'en suis content !
    [Je vais bien|Très bien|Bien|Tout va bien|Ça va très bien|Je suis heureux|Je suis content][, merci|][.|!|]
    ~Je vais plutôt bien.
    ~Bien, et même très bien.
nice > Merci ! C'est gentil.
    [Tu es|Vous êtes] [génial|gentil|drôle|intelligent|très fort|super|le meilleur][!|.|]
    [Je t'aime|Je t'aime bien|Bravo|Bien joué|Bon travail][!|.|]
    ~Tu es vraiment gentil.
    ~Quel bon travail !
"""

ITALIAN = """
hello > Ciao! Come posso aiutarti?
    [Ciao|Buongiorno|Buonasera|Salve|Ciao amico|Buon pomeriggio|Ehi ciao|Ciao ciao a te][!|.|]
    [Ciao|Salve] [a tutti|di nuovo|a te|amico mio|bello|ancora][!|.|]
    [Ciao|Buongiorno], [piacere|eccomi|sono qui|c'è qualcuno][!|.|]
    ~Ciao, buongiorno!
    ~Buonasera a tutti.
    ~Buongiorno a te.
how > Sto bene, grazie. E tu?
    [Come stai|Come va|Come sta|Tutto bene|Come ti senti|Come te la passi|Va tutto bene|Come butta]?
    Ciao, [come stai|come va|tutto bene]?
    [Come stai|Come va] [amico|stamattina|stasera|lì]?
    ~Come stai oggi?
    ~Allora, come va la vita?
thanks > Prego!
    [Grazie|Grazie mille|Molte grazie|Ti ringrazio|Tante grazie|Grazie di tutto|Ok grazie|Mille grazie][!|.|]
    [Perfetto|Ottimo|Fantastico], [grazie|grazie mille][!|.|]
    [Grazie|Molte grazie] per [la risposta|il tuo tempo|tutto][!|.|]
    ~Grazie per l'aiuto.
    ~Ottimo, ti ringrazio molto.
bye > Arrivederci! Buona giornata.
    [Arrivederci|A presto|A domani|Ci vediamo|A dopo|Devo andare|Me ne vado|Alla prossima|Addio][!|.|]
    [Bene|Ok|Grazie], [arrivederci|a presto|ci vediamo][!|.|]
    [Buona giornata|Buon fine settimana|Buona serata][!|.|]
    ~Arrivederci, a presto.
    ~Ora vado, arrivederci.
who > Sono rejoinder-mini, un modello molto piccolo.
    [Chi sei|Come ti chiami|Cosa sei|Qual è il tuo nome|Chi sei tu|Come si chiama lei|Tu chi sei]?
    [Ciao|Scusa], [chi sei|come ti chiami]?
    [Dimmi|Voglio sapere] [chi sei|il tuo nome|cosa sei][.|]
    Sei [un robot|ChatGPT|umano|una persona|un programma|una IA|una macchina]?
    ~Con chi parlo?
    ~Mi dici il tuo nome?
help > Parlo poco italiano. Meglio in inglese.
    [Puoi aiutarmi|Parli italiano|Mi aiuti|Capisci l'italiano|Mi puoi aiutare|Lei parla italiano|Possiamo parlare in italiano]?
    [Aiuto|Ho bisogno di aiuto|Aiutami|Ho una domanda|Non parlo inglese|Vorrei chiederti una cosa][!|.|]
    [Aiutami|Ho bisogno di aiuto] [per favore|con i compiti|con questo][.|]
    ~Potresti aiutarmi?
    ~Mi serve una mano.
night > Buona notte! Dormi bene.
    [Buona notte|Buonanotte|Sogni d'oro|Dormi bene|Vado a dormire|Vado a letto][!|.|]
    ~Buonanotte a tutti, a domani.
    ~Buona notte e sogni d'oro.
yes > Va bene.
    [Sì|Va bene|D'accordo|Capisco|Ho capito|Esatto|Giusto|Certamente|Okay, va bene][!|.|]
    ~Sì, certo.
    ~Va bene, ho capito.
no > Va bene. Dimmi se ti serve qualcosa.
    [No grazie|Niente|Non ora|È tutto|Nient'altro|No, niente][!|.|]
    ~No, è tutto.
    ~Niente altro per ora.
sorry > Non fa niente!
    [Scusa|Mi dispiace|Scusami|Mi scusi|Scusate|Chiedo scusa|Perdonami][!|.|]
    ~Oh, scusa tanto.
    ~Mi dispiace molto.
can > Posso chiacchierare un po'. In inglese so più cose.
    [Cosa puoi fare|Che cosa sai fare|Cosa sai fare|A cosa servi|Che cosa puoi fare|Cosa sai]?
    [Dimmi|Mostrami] cosa [puoi fare|sai fare][.|]
    ~Che cosa puoi fare per me?
    ~Quali cose sai fare?
fine > Mi fa piacere!
    [Sto bene|Molto bene|Bene|Tutto bene qui|Benissimo|Sono felice|Sono contento][, grazie|][.|!|]
    ~Sto molto bene oggi.
    ~Bene, anzi benissimo.
nice > Grazie! Sei gentile.
    [Sei|Tu sei] [bravo|gentile|simpatico|intelligente|fantastico|il migliore|grande][!|.|]
    [Ti voglio bene|Ti amo|Mi piaci|Ottimo lavoro][!|.|]
    ~Sei davvero bravo.
    ~Che bravo che sei!
"""

PORTUGUESE = """
hello > Olá! Como posso ajudar?
    [Olá|Oi|Bom dia|Boa tarde|Olá amigo|Oi oi|Oie|Olá, olá|E aí][!|.|]
    [Oi|Olá], [tudo bem com você|prazer|estou aqui|alguém aí|meu amigo][!|.|]
    [Olá|Oi] [de novo|a todos|pessoal|gente|querido][!|.|]
    ~Olá, bom dia!
    ~Oi, boa tarde.
    ~Bom dia a todos.
how > Estou bem, obrigado. E você?
    [Como vai|Tudo bem|Como está|Como você está|Como estás|Tudo bom|Como vão as coisas|Está tudo bem|Como tens passado]?
    [Oi|Olá], [tudo bem|como vai|como você está|como estás]?
    [Como está|Como vai] [você|o senhor|a vida|o seu dia]?
    ~Como vai você hoje?
    ~Tudo bem por aí?
thanks > De nada!
    [Obrigado|Obrigada|Muito obrigado|Valeu|Muito obrigada|Obrigado por tudo|Agradeço|Ok, obrigado][!|.|]
    [Perfeito|Ótimo|Legal|Certo], [obrigado|obrigada|muito obrigado][!|.|]
    [Obrigado|Obrigada] pela [resposta|atenção|informação][!|.|]
    ~Obrigado pela ajuda.
    ~Ótimo, agradeço muito.
bye > Até logo! Tenha um bom dia.
    [Tchau|Até logo|Até amanhã|Até breve|Tchau tchau|Até mais|Adeus|Tenho que ir|Vou embora][!|.|]
    [Bom|Certo|Obrigado], [tchau|até logo|até amanhã][!|.|]
    [Tenha um bom|Um bom] [dia|fim de semana][!|.|]
    ~Tchau, até logo.
    ~Preciso ir, até amanhã.
who > Sou rejoinder-mini, um modelo muito pequeno.
    [Quem é você|Como se chama|O que é você|Qual é o seu nome|Quem és tu|Como te chamas|O que és|Qual o seu nome]?
    [Oi|Olá], [quem é você|como se chama|quem és]?
    [Me diga|Diz-me|Quero saber] [quem é você|o seu nome|quem és][.|]
    Você é [um robô|ChatGPT|humano|uma pessoa|um programa|uma IA]?
    ~Com quem estou a falar?
    ~Pode dizer o seu nome?
help > Falo pouco português. Melhor em inglês.
    [Pode me ajudar|Fala português|Você fala português|Podes ajudar-me|Você pode me ajudar|Entende português|Me ajuda]?
    [Preciso de ajuda|Socorro|Ajuda|Me ajude|Tenho uma pergunta|Não falo inglês][!|.|]
    [Me ajude|Preciso de ajuda] [por favor|com o dever de casa|com isto][.|]
    ~Poderia me ajudar?
    ~Preciso de uma ajuda sua.
night > Boa noite! Durma bem.
    [Boa noite|Durma bem|Bons sonhos|Dorme bem|Vou dormir|Boa noite a todos][!|.|]
    ~Boa noite, até amanhã.
    ~Boa noite e bons sonhos.
yes > Está bem.
    [Sim|Certo|Está bem|Tá bom|Entendo|Entendi|Exato|Com certeza|Pois é][!|.|]
    ~Sim, claro.
    ~Certo, entendi.
no > Está bem. Diga se precisar de algo.
    [Não|Não, obrigado|Agora não|É só isso|Mais nada|Não, nada][!|.|]
    ~Não, é só isso.
    ~Nada mais, por agora.
sorry > Não faz mal!
    [Desculpa|Desculpe|Perdão|Sinto muito|Me desculpe|Peço desculpa][!|.|]
    ~Oh, me desculpe mesmo.
    ~Desculpa, foi sem querer.
can > Posso conversar um pouco. Em inglês sei mais coisas.
    [O que você pode fazer|O que sabe fazer|O que você sabe|Para que serve|O que podes fazer|O que você faz]?
    [Diga|Me mostre] o que você [pode fazer|sabe fazer][.|]
    ~O que você consegue fazer?
    ~Que coisas você sabe fazer?
fine > Fico contente!
    [Estou bem|Muito bem|Tudo ótimo|Estou muito bem|Estou feliz|Estou contente|Tudo bem aqui][, obrigado|][.|!|]
    ~Estou bastante bem.
    ~Muito bem mesmo.
nice > Obrigado! É muita gentileza.
    [Você é|Tu és] [legal|simpático|inteligente|gentil|fantástico|o melhor|muito bom][!|.|]
    [Gosto de você|Adoro você|Bom trabalho|Muito bem feito][!|.|]
    ~Você é muito esperto.
    ~Que bom trabalho!
"""
