"""The main injection families in German, French, Spanish, Italian, Portuguese and Dutch.

Patterns meet text without accents (ü is u, é is e), because the matching form strips them.
"""

from verify.screening.findings import FindingCode
from verify.screening.rules import Rule, gap

_INSTRUCTIONS = (
    r"(?:anweisung(?:en)?|instruktion(?:en)?|vorgaben?|regeln?|richtlinien?|befehle?|anordnungen"
    r"|aufforderungen"
    r"|consignes?|instructions?|regles?|directives?|ordres|indications"
    r"|instrucciones|instruccion|reglas?|directrices|ordenes|indicaciones|normas"
    r"|istruzion[ei]|regol[ea]|direttiv[ea]|ordini|indicazioni"
    r"|instruc(?:oes|ao)|regras?|diretrizes|ordens|orientacoes"
    r"|instructies?|regels?|richtlijnen|opdrachten|aanwijzingen|voorschriften|prompts?|system-?prompts?"
    r"|systemprompts?)"
)
_IGNORE = (
    r"(?:ignorier(?:e|en|st|t)?|missacht(?:e|en)|vergiss|vergesst|vergessen(?: sie)?|uberge?he?|verwirf"
    r"|umgehe|beachte"
    r"|ignorez|ignore[sr]?|oublie[rsz]?|neglige[rz]?|contourne[rz]?|ne (?:suis|suivez|tiens|tenez)"
    r"|ignora(?:d|r)?|ignoren?|olvid(?:a|ar|e|en|ate)|omit(?:e|a|ir)|descarta|haz caso omiso|no sigas"
    r"|pasa por alto"
    r"|ignorate|ignori|ignorare|dimentica(?:re|te)?|dimentichi|trascura|scarta|non seguire"
    r"|ignorem?|esquec(?:a|er|am)|desconsider[ea]r?|desconsidere|descarte|nao siga"
    r"|negeer|negeren|vergeet|vergeten|sla(?: \w{1,12})? over|omzeil|volg(?: \w{1,12}){0,3} niet)"
)
_SHOW = (
    r"(?:zeig(?:e|en|t)?|nenn(?:e|en)?|verrat(?:e|en|et)?|wiederhol(?:e|en)?|gib|geben|druck(?:e|en)?"
    r"|sag(?:e|en)?|offenbar(?:e|en)?|ubersetz(?:e|en)?|schreib(?:e|en)?|wie laute[nt]|was (?:ist|sind"
    r"|steht)|liste|enthull(?:e|en)?"
    r"|montre[rz]?|affiche[rz]?|revele[rz]?|repete[rz]?|donne[rz]?|dis|dites|imprime[rz]?|traduis(?:ez)?"
    r"|recopie[rz]?|quel(?:le)?s? (?:est|sont)|divulgue[rz]?|communique[rz]?|ecri[st]|ecrivez"
    r"|muestra(?:me)?|muestre|revela(?:me|r)?|revele|repite|repita|imprim[ae]|dime|diga|dame|ensena(?:me)?"
    r"|traduce|escrib[ea]|cual(?:es)? (?:es|son)|comparte"
    r"|mostra(?:mi|te)?|mostri|rivela(?:mi|re)?|riveli|ripeti|ripeta|stampa|dimmi|dammi|traduci|scrivi"
    r"|qual(?:i)? (?:e|sono)|elenca"
    r"|mostre|mostra(?:r)?|revele|repita|repete|imprima|diga|traduza|escreva|quais? (?:e|sao)|exiba"
    r"|me (?:mostre|diga|de)"
    r"|toon|laat|onthul|herhaal|geef|druk|zeg|vertaal|schrijf|wat (?:is|zijn|staat)|vertel)"
)
_PROMPT = (
    r"(?:system-?[ -]?prompts?|systemanweisung(?:en)?|system-?nachricht|versteckten? (?:anweisung(?:en)?"
    r"|prompt)|geheimen? (?:anweisung(?:en)?|prompt)|(?:deine|ihre|ursprunglichen?|internen?"
    r"|anfanglichen?)[nrs]?(?: \w{1,20}){0,2} (?:anweisung(?:en)?|prompts?|instruktionen|vorgaben)"
    r"|(?:prompt|message|invite|instructions?|consignes?) (?:de |du )?(?:systeme|initial(?:es?)?|cache(?:es"
    r"|s)?|secret(?:e?s?)?|d'origine|interne?s?)|(?:tes|vos|ton|votre)(?: \w{1,20}){0,2} (?:instructions?"
    r"|consignes?|prompt|directives)"
    r"|(?:prompt|mensaje|instrucciones|indicaciones) (?:de(?:l)? )?(?:sistema|inicial(?:es)?|oculta?o?s?"
    r"|secreta?o?s?|interna?o?s?|original(?:es)?)|(?:tus|sus|tu|su)(?: \w{1,20}){0,2} (?:instrucciones"
    r"|prompt|directrices|reglas)(?! (?:de|para|sobre)\b)"
    r"|(?:prompt|messaggio|istruzioni) (?:di |del )?(?:sistema|inizial[ei]|nascost[eio]|segret[eio]"
    r"|original[ei]|intern[eio])|(?:le tue|il tuo|le sue|tue|tuo)(?: \w{1,20}){0,2} (?:istruzioni|prompt"
    r"|direttive|regole)"
    r"|(?:prompt|mensagem|instrucoes) (?:de |do )?(?:sistema|inicia(?:l|is)|ocult[ao]s?|secret[ao]s?"
    r"|origina(?:l|is)|intern[ao]s?)|(?:suas?|seu|tuas)(?: \w{1,20}){0,2} (?:instrucoes|prompt|diretrizes"
    r"|regras)"
    r"|systeem-?[ -]?(?:prompts?|instructies?|bericht)|(?:verborgen|geheime|oorspronkelijke|interne"
    r"|initiele) (?:instructies?|prompts?)|(?:je|jouw|uw)(?: \w{1,20}){0,2} (?:instructies?|prompt"
    r"|richtlijnen))"
)
_INSTRUCTION_CUES = (
    "anweis|instrukt|vorgab|regel|richtlin|richtlijn|befehl|consigne|instruc|regle|directive|direttiv"
    "|diretriz|directric"
    "|regla|istruz|regol|regra|opdracht|aanwijz|prompt|ordr|orden|ordini|indica|normas|voorschr|orient"
    "|aufford|anordn"
)

LANGUAGE_RULES: tuple[Rule, ...] = (
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.8,
        _INSTRUCTION_CUES
        + "&ignor|missacht|beacht|verg|umgeh|ubergeh|verwirf|oubli|neglig|contourn|suis|suivez|tien|tenez"
        "|olvid|omit"
        "|descart|omiso|sigas|por_alto|dimentic|trascur|scarta|seguire|esque|desconsid|siga|negeer|sla_"
        "|omzeil|volg",
        rf"(?<!\bich )(?<!\bik )(?<!\bje )(?<!peux )\b{_IGNORE}{gap(5)}{_INSTRUCTIONS}\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "alles|tout|todo|tutto|tudo",
        rf"\b{_IGNORE}{gap(2)}(?:alles|tout(?: ce qui)?|todo(?: lo)?|tutto(?: (?:cio|quello))?"
        rf"|tudo(?: o)?){gap(5)}(?:bisher|davor|vorher|zuvor|gesagt|gesagte|oben|precede|avant|dessus|dit"
        rf"|anterior|antes|arriba|dicho|precedente|prima|sopra|detto|acima|dito|hiervoor|eerder|daarvoor"
        rf"|boven|gezegd)\b",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.75,
        "prompt|anweis|instru|consigne|istruz|directric|direttiv|vorgab|instrukt|richtlijn|diretriz|reglas"
        "|regole|regras|systeem|nachricht|directives",
        rf"\b{_SHOW}{gap(7)}{_PROMPT}\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.65,
        "jetzt|ab_sofort|maintenant|desormais|ahora|a_partir|ora_sei|adesso|d'ora|agora|vanaf|voortaan"
        "|je_bent|du_bist|sie_sind|du_wirst",
        r"\b(?:(?:du bist|sie sind) (?:jetzt|nun|ab (?:sofort|jetzt)) (?!angemeldet|eingeloggt|verbunden)"
        r"|(?:ab (?:sofort|jetzt)|von jetzt an|von nun an) (?:bist|antwort|sprich|verhalt|reagier|wirst"
        r"|sollst|sag|ignorier|gib)\w{0,5}"
        r"|(?:tu es|vous etes) (?:maintenant|desormais) (?:un|une|le|la|mon|en mode|libre|dan\b)"
        r"|(?:a partir de maintenant|desormais),? (?:tu|vous|reponds|repondez|ignore|agis|chaque)"
        r"|(?:ahora eres|a partir de ahora,? (?:eres|responde|ignora|actua|vas|debes|siempre|solo|tu|seras))"
        r"|(?:ora sei|adesso sei|d'ora in (?:poi|avanti),? (?:sei|rispondi|ignora|devi|agisci|sarai|ogni))"
        r"|(?:agora (?:voce e|tu es|voce sera)|a partir de agora,? (?:voce|responda|ignore|aja|tu|sempre"
        r"|sera))|(?:je bent (?:nu|vanaf nu) (?:een|de|mijn|dan\b|vrij)|(?:vanaf nu|voortaan) (?:ben"
        r"|antwoord|beantwoord|reageer|moet|negeer|zeg|spreek|gedraag|doe)))\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.65,
        "verhalte|tu_so|spiel|agis|comporte|fais_comme|fais_semblant|joue|actua|finge|compor|fai_finta"
        "|agisci|aja|finja|doe_alsof|gedraag|speel|faites|agissez|schlupf|tun_sie",
        r"\b(?:verhalten? (?:dich|sie sich) (?:wie|als)|tu (?:so|mal so),? als|tun sie so,? als"
        r"|spiele? (?:die rolle|einen|eine)|schlupfe? in die rolle|agis(?:sez)? comme|comporte(?:z)?-(?:toi"
        r"|vous) comme|fai(?:s|tes) (?:comme si|semblant)|joue(?:z)? le role"
        r"|actua(?:r)? como|finge (?:que|ser)|comportate como|haz(?: de cuenta|te pasar)|fai finta"
        r"|agisci come|comportati come|interpreta il ruolo|aja como|finja (?:que|ser)|comporte-se como"
        r"|doe (?:net )?alsof je|gedraag je (?:als|alsof)|speel de rol)\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.65,
        "einschrank|beschrank|filter|restriction|restric|restrizion|limit|beperking|regeln|grenzen|filtr"
        "|zensur|regole|reglas|regras|regels",
        r"\b(?:ki|ia|ai|assistent|assistant|asistente|assistente|chatbot|modell?|modele|modelo|modello"
        r"|modus|mode|modo|antwort\w{0,4}|respond\w{0,3}|reponds|rispondi|responda|antwoord|du|tu|je"
        r"|voce)(?:[ ,]{1,2}\w{1,15}){0,6} (?:ohne|sans|sin|senza|sem|zonder|keine|aucune?|ninguna?"
        r"|nessuna?|nenhuma?|geen) (?:\w{1,15} ){0,2}(?:einschrankung\w{0,2}|beschrankung\w{0,2}|filters?"
        r"|regeln|grenzen|zensur|restrictions?|limites?|limitations?|filtres?|regles|restricciones|filtros?"
        r"|reglas|restrizioni|filtri|limiti|regole|restricoes|regras|beperkingen|regels)\b",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.6,
        "antwort|repond|respond|rispond|antwoord",
        r"\b(?:antworten?(?: sie)? (?:mir )?(?:nur|ausschliesslich|immer) (?:noch )?(?:mit|auf|in)"
        r"|repond(?:s|ez)(?:-moi)? (?:uniquement|seulement|exclusivement|toujours) (?:par|avec|en)"
        r"|responde?(?:me)? (?:solo|solamente|unicamente|siempre|sempre|apenas|somente) (?:con|en|com|em)"
        r"|rispond[ia] (?:solo|soltanto|esclusivamente|sempre) (?:con|in)|responda (?:apenas|somente|sempre"
        r"|so) (?:com|em)|antwoord (?:alleen|uitsluitend|altijd|enkel) (?:met|in))\b",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.6,
        "uberpruf|pruf|verifi|verific|quell|source|fuente|fonti|fontes|bronnen|controle|zitier",
        r"\b(?:(?:uberspring\w{0,3}|prufe?|uberprufe?|zitiere?) (?:die |deine |keine |nicht ?"
        r"|nichts ?)(?:\w{1,15} )?(?:uberprufung|prufung|quellen|verifikation|antworten|fakten|$)"
        r"|(?:ne (?:verifie|verifiez|cite|citez)|saute[rz]? la verification)\b|(?:no|non"
        r"|nao) (?:verifi(?:ques|care|que)|cites|citare|cite) (?:\w{1,12} ){0,2}(?:fuentes|fonti|fontes"
        r"|respuestas?|risposte|respostas?)|sla de (?:verificatie|controle) over)",
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.7,
        "andere|autres|otros|altri|outros|schlussel|cle|clave|chiav|chave|sleutel|passwort|mot_de_passe"
        "|contrasena|password|senha|wachtwoord|api|zugangsdaten",
        rf"\b{_SHOW}{gap(6)}(?:(?:deine?n?|ihre?n?|tes|tus|tuoi?e?|suas?|je|jouw"
        rf"|vos) (?:\w{{1,12}} )?(?:api[ -]?(?:schlussel|keys?|sleutels?)|cles? api|claves? (?:de )?api"
        rf"|chiav[ei] api|chaves? (?:de )?api|passworter|zugangsdaten|mots de passe|contrasenas|senhas"
        rf"|wachtwoorden|credenciales|credenziali)"
        r"|(?:anderer?n?|autres|otros|altri|outros|andere) (?:kunden?|nutzern?|clients|utilisateurs"
        r"|clientes|usuarios|clienti|utenti|klanten|gebruikers))\b",
    ),
)
