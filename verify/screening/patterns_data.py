"""English injection patterns about what comes out: other people's data, dictated answers, encodings."""

from verify.screening.findings import FindingCode
from verify.screening.rules import ORDER, USER_ONLY, Rule, gap

_CONFIDENTIAL = (
    r"(?:api[ -]?(?:keys?|tokens?|secrets?)|secret keys?|access (?:keys?|tokens?)|credentials?"
    r"|env(?:ironment)? ?(?:variables?|vars?|file)|passwords?|passwd|connection strings?|private keys?"
    r"|bearer tokens?"
    r"|auth(?:entication)? tokens?|service account|\.env\b|openai[ -]api[ -]key|secrets|encryption keys?"
    r"|signing keys?|server logs?|config(?:uration)? files?|source code|database (?:dump|schema|contents?"
    r"|password|url)|admin token)"
)
_TAKE = (
    r"(?:print|show|reveal|give|list|dump|output|send|display|tell|return|export|leak|share|provide|read"
    r"|fetch|email|expose|disclose|extract|cat|echo|write|get|hand over|look up|retrieve|spill|paste|post"
    r"|include|append|what(?:'s| is| are| was| were| did| does| do| has| have)?|whats|forward|summari[sz]e"
    r"|repeat|find|copy|query|select|access|pull(?: up)?|enumerate|compile|recite|quote)"
)
_OTHERS = (
    r"(?:customers?|users?|clients?|people|persons?|tenants?|subscribers?|employees?|members?|accounts?"
    r"|compan(?:y|ies)|patients?|callers?)"
)
_RECORDS = (
    r"(?:data|e-?mails?|e-?mail address(?:es)?|orders?|details|records?|conversations?|info|information"
    r"|names?|addresses|questions?|chats?|messages?|documents?|tickets?|accounts?|invoices?|phone numbers?"
    r"|passwords?|history|histories|credit cards?|card numbers?|payment|profiles?|ask(?:ed|ing)?|asked"
    r"|sessions?|prompts?|logs?|contacts?|files?|balances?|salar(?:y|ies)|ssns?|social security)"
)

_DATA_EXFILTRATION = (
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.75,
        "key|token|secret|credential|env|passw|connection|config|log|source_code|database|service_account",
        rf"(?:\b{_TAKE}{gap(6)}(?:your|the (?:server'?s?|bot'?s?|system'?s?|backend'?s?|openai|service'?s?"
        rf"|company'?s?|assistant'?s?|host'?s?|production|internal|stored|admin(?:istrator)?'?s?"
        rf"|hidden)) (?:\w{{1,15}} ){{0,3}}{_CONFIDENTIAL}"
        rf"|{ORDER}(?:print|reveal|dump|output|leak|disclose|expose|exfiltrate|cat|echo|hand over|spill"
        rf"|recite|extract|list all|show me (?:all|the|any)|give me (?:all|the|any)|send me (?:all|the|any)"
        rf"|tell me (?:all|the|any))(?: (?!my\b)\w{{1,15}}){{0,4}} {_CONFIDENTIAL})\b"
        rf"(?! (?:polic|page|field|setting|requirement|reset|docs|documentation|format|for my))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.7,
        "key|token|secret|credential|env|passw|connection&your|you_",
        rf"\b(?:what|which|list|tell me|show|print|reveal){gap(4)}{_CONFIDENTIAL}{gap(5)}(?:in your "
        rf"(?:environment|config\w{{0,8}}|system|memory|context|prompt|instructions)|you (?:use|have|know"
        rf"|run on|store|were given|hold)|on your (?:server|host)|in the environment)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "knowledge_base|index|vector|database|context|memory|corpus|records",
        rf"{ORDER}(?:print|dump|output|reveal|list|show|give|repeat|display|paste|copy|leak|export|return"
        rf"|reproduce|tell|send){gap(8)}(?:(?:in|of|from|inside|within) your|your (?:entire|whole|full"
        rf"|complete)) (?:\w{{1,12}} )?(?:knowledge ?base|index|vector (?:store|database)|database|context"
        rf"|memory|corpus|records)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "before_me|ahead_of_me|last_person|last_customer|last_user|came_before|'s_home|'s_private|'s_credit"
        "|'s_social|'s_ssn|'s_bank|'s_password|'s_salary|'s_medical|'s_date",
        rf"\b(?:(?:customer|user|person|client|caller|guy|one|visitor) (?:right |just )?(?:before|prior to"
        rf"|ahead of) me|last (?:person|customer|user|visitor) (?:ask|asked|say|said|want|wanted|wrote|write"
        rf"|talk|who)"
        rf"|(?:give|tell|show|send|find|look up|list|what is|what's|reveal|need|want){gap(3)}(?!(?:company"
        rf"|office|manager|my|store|shop|product|account)'s)\w{{1,20}}'s (?:home address|private"
        rf"|credit card|social security|ssn|bank (?:account|details)|passwords?|salary|medical"
        rf"|date of birth))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.75,
        "other|another|different|someone|anyone|previous_|last_|everyone|everybody|prior_"
        "&data|mail|order|detail|record|convers|info|name|address|question|chat|message|ticket|account"
        "|invoice|phone|passw|histor|card|payment|profile|ask|session|prompt|contact|balance|salar|ssn"
        "|social|document|file|log",
        rf"\b{_TAKE}{gap(8)}(?:(?:the )?(?:other|another|different|previous|last|next|prior) {_OTHERS}(?:'s"
        rf"|'|s')?|someone else'?s?|somebody else'?s?|anyone else'?s?|everyone'?s?|everybody'?s?"
        rf"|everyone else'?s?|other people'?s?)(?: (?:\w{{1,15}} ){{0,5}})?{_RECORDS}\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.75,
        "other|another|previous|last_|prior|everyone|everybody|someone",
        rf"(?:{ORDER}(?!what){_TAKE}|\bwhat (?:are|were|is|was)){gap(6)}{_RECORDS}{gap(5)}(?:(?:of|from|by"
        rf"|about|for|belonging to)(?: the| any| all)? (?:other|another|all|previous|every|prior)|other"
        rf"|another|previous) {_OTHERS}\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.6,
        "all|every|each",
        rf"{ORDER}(?:print|show|reveal|give|list|dump|output|send|display|tell|leak|provide|email|expose"
        rf"|disclose|extract|paste){gap(3)}(?:all|every|each)(?: of)?(?: the| our"
        rf"| your)? ?(?:\w{{1,15}} )?{_OTHERS}(?:'s|'|s')? (?:and their |their "
        rf"|with their )?(?:\w{{1,15}} ){{0,2}}"
        rf"(?:data|e-?mails?|details|records?|conversations?|names|addresses|phone numbers?|passwords?"
        rf"|credit cards?|card numbers?|profiles?|ssns?|social security|info|information)\b",
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.7,
        "context|document|chunk|passage|knowledge|index|evidence|memory|database|vector|retriev|collection"
        "|corpus|file|source",
        rf"{ORDER}(?:print|dump|output|reveal|list|show|give|repeat|display|paste|copy|send|leak|export"
        rf"|return|reproduce|share|tell){gap(4)}(?:(?:all|every|entire|full|whole|complete|raw|everything"
        rf"|each|internal|confidential)(?: of)?(?: (?:the|your|my|single|in|from|inside|that|is|unredacted))"
        rf"{{0,4}} (?:\w{{1,15}} )?(?:retrieved|context|chunks?|passages?|knowledge ?base|index|evidence"
        rf"|memory|vector (?:store|database)|embeddings?|indexed|collections?|corpus|internal (?:documents?"
        rf"|docs|files|notes|wiki))|confidential (?:documents?|files?|info\w{{0,10}}|data)"
        rf"|(?:the )?(?:retrieved|raw) (?:context|documents?|chunks?|passages?|evidence))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.75,
        "passwd|.env|os.environ|printenv|drop_table|select_*|union_select|rm_-rf|process.env|curl_|wget_"
        "|eval(|exec(|import_os|subprocess|shadow|id rsa|169.254",
        r"(?:/etc/(?:passwd|shadow)|os\.environ|\bprintenv\b|process\.env|id rsa|169\.254\.169\.254"
        r"|; ?drop table|union (?:all )?select|select \* from (?:users|customers|accounts)|import os"
        r"|subprocess|rm -rf /|(?:cat|read|open|show|print) (?:\w{1,10} ){0,2}\.env\b)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "customers|users|clients|employees|subscribers|members|patients|accounts&name|list|phone|mail|data"
        "|address|detail|record|passw|complain|contact|personal",
        rf"{ORDER}(?:give|list|tell|show|name|send|provide|print|dump|output|export for me|hand|share|read"
        rf"|display|write|compile|enumerate|leak|reveal|disclose){gap(3)}(?:list of |names? of "
        rf"|e-?mails? of |phone numbers? of |addresses of |details of |records of |data of "
        rf"|contact (?:details|data) of |personal (?:data|details|information) of )"
        rf"(?:all |every |each |the |our |your |any |other )?(?:\w{{1,12}} )?(?:customers?|users|clients"
        rf"|employees|subscribers|members|patients|people|staff)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "last_user|last_customer|previous|other|someone|another|before_me&document|question|ask|retriev"
        "|conversation|chat|search|said|told|want|order|answer",
        r"\b(?:what|which|show|tell|list|how)\b[^?.\n]{0,60}?\b(?:for|of|from|to|by|did|with"
        r"|about) (?:the )?(?:last|previous|other|another|next|prior) (?:user|customer|person|client|caller"
        r"|users|customers|people|session|visitor)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "passw|credential|secret|key|token|salar|confidential|log|transcript|admin",
        rf"{ORDER}(?:provide|give|list|show|print|send|share|tell|forward|mail|reveal|dump|output|read"
        rf"|fetch|open){gap(3)}(?:passwords|credentials|secrets|api keys|tokens|keys"
        rf"|confidential \w{{1,12}}|salar(?:y|ies)|salary (?:file|list|data)|chat logs|transcripts|logs"
        rf"|internal (?:documents|files|notes|e-?mails))(?: {{0,1}}(?:\w{{1,12}} ){{0,3}}(?:on|in|from"
        rf"|of) (?:the|your|this) (?:\w{{1,12}} )?(?:server|system|database|host|backend|machine"
        rf"|environment|memory|company|staff|file)|\b(?! (?:for my|of my|in my|page|policy|rules|section)))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.DATA_EXFILTRATION,
        0.65,
        "entire|whole|full_|complete&knowledge|index|database|corpus|context|store|collection",
        rf"{ORDER}(?:e-?mail|send|give|show|print|dump|export|list|copy|upload|forward|output|share"
        rf"|paste){gap(3)}"
        r"(?:entire|whole|full|complete) (?:knowledge ?base|index|database|corpus|context|document store"
        r"|collection)\b",
        USER_ONLY,
    ),
)

_ANSWER = (
    r"(?:answers?|responses?|reply|replies|messages?|outputs?|sentences?|summary|questions?|requests?"
    r"|prompts?)"
)
_CHECK = (
    r"(?:verif(?:y|ying|ication)|check(?:s|ing)?|cit(?:e|ing|ations?)|fact[- ]?check(?:s|ing|er)?|grounding"
    r"|sources?|moderation|screening|validat(?:e|ing|ion)|safety (?:checks?|filters?|systems?|measures|layer"
    r"|protocols?)|content filters?|guardrails?|references|evidence|documents?|knowledge base|(?:input "
    r"|output )filters?|disclaimers?|claim checks?|hallucination \w{1,10})"
)

_OUTPUT_HIJACK = (
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.55,
        "only|just|exclusively|solely|nothing|strictly|single_word|exactly",
        r"(?:(?:^|[\n.!?:;,] ?|\b(?:please|now|then|and|you|must|should|will|to|always|instead) )(?:respond"
        r"|answer|reply|speak|output) (?:back )?(?:to \w{1,12} |me |this |everything "
        r"|all questions )?(?:with )?(?:only|just|exclusively|solely|nothing but|strictly|nothing else than"
        r"|exactly|the single word)\b|\b(?:only|just|always|solely|exclusively) (?:respond|answer|reply"
        r"|output) (?:with|in|using|as|by|the|yes)\b"
        r"|\byour (?:only|entire|whole|full|complete) (?:answer|response|reply|output)\b)",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.65,
        "every|all|each|any|always|whatever|no_matter|everything|from_now|from_this|henceforth"
        "|going_forward|for_the_rest|until_i|for_the_remainder",
        rf"(?:{ORDER}(?:answer|end|start|begin|respond to|finish|reply to|respond|prefix|append|preface|sign"
        rf"|close|reply|treat|conclude){gap(2)}(?:every|all|each|any|everything"
        rf"|whatever)(?: \w{{1,15}}){{0,5}} (?:with|by|in|as|using|like)\b|\b(?:no matter what"
        rf"|regardless of what) (?:i|the user|anyone|they|is|the question|the (?:documents?|sources|evidence"
        rf"|context|docs)|it)\b|\b(?:whatever|anything|everything) (?:i|the user|they|anyone|people) (?:ask"
        rf"|say|write|type)s?,? (?:\w{{1,12}},? ){{0,2}}(?:reply|say|answer|respond|output)"
        rf"|\b(?:from (?:now|here|this (?:point|moment|message))(?: on(?:ward|wards|)?| forward)?"
        rf"|henceforth|going forward|for the (?:rest|remainder) of (?:this|the|our) (?:conversation|chat"
        rf"|session|dialogue)|until i (?:say|tell)),? (?:\w{{1,15}},? ){{0,4}}(?:answer|respond|reply|say"
        rf"|end|start|begin|speak|talk|you|your|always|never|every|ignore|only|i want|each|use|call|treat"
        rf"|act))",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.65,
        "verif|check|cit|ground|source|moderation|screening|validat|safety|filter|guardrail|referenc"
        "|evidence|document|knowledge|disclaim|hallucination",
        rf"(?:{ORDER})(?:(?:do not|don'?t|dont|never|no need to|stop|without|you needn'?t"
        rf"|you don'?t need to|skip|omit|disable|bypass|turn off|suppress|deactivate|switch off"
        rf"|refrain from|circumvent) (?:your |any |all |the (?:source|grounding|claim|fact|safety|content"
        rf"|verif\w{{0,8}}|moderation) |the )?(?:\w{{1,15}} )?{_CHECK}(?: (?:your|this|the|my|any|it"
        rf"|anything|that|sources?|documents?|answers?|claims?|for this|and|step|process|layer|before"
        rf"|against|when|or|here|at all|completely))?)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.65,
        "verif|supported|cite_nothing|citation|fact|check|source|evidence|document|grounded",
        r"\b(?:without (?:checking|verifying|citing|consulting|validating) |cite nothing|(?:skip|disable"
        r"|bypass|suppress|turn off|ignore) (?:the |all |your |any )?(?:fact[- ]?check\w{0,5}|grounding"
        r"|moderation|claim verification|answer verification|citations?|safety \w{1,10}|guardrails)"
        r"|mark (?:\w{1,12} ){1,5}as (?:\w{1,8} )?(?:verified|supported|grounded|true|correct|safe)"
        r"|(?:do not|don'?t|never) (?:cite|verify|fact[- ]?check|check (?:your|the) (?:answer|sources"
        r"|documents|claims|facts)|mention (?:the|your) (?:sources?|documents?))"
        r"|(?:make up|invent|fabricate|hallucinate) (?:\w{1,12} ){0,3}(?:answers?|citations?|sources?"
        r"|references?|facts?|quotes?|something|numbers?|policy|documents?|evidence)|(?:answer|say|reply"
        r"|respond|claim|tell|confirm|state|,)(?: \w{1,12}){0,6} (?:even if|regardless of whether"
        r"|whether or not)|(?:^|[.\n] ?)(?:even if|regardless of whether|whether or not) (?:it is|it's"
        r"|that's|they are|this is|the answer is|there is|it isn't|it's not"
        r"|not)? ?(?:\w{1,12} ){0,6}(?:documents?|sources?|evidence|context|knowledge base|docs)\b"
        r"|(?:use|rely on|answer from|based on) (?:only )?your (?:own|general|training|pre-?trained"
        r"|internal) (?:\w{1,12} )?(?:knowledge|data|memory|imagination|opinion)|(?:claim|state|pretend|say"
        r"|assert|confirm|tell \w{1,10}) (?:that )?(?:it|this|the documents?|the sources?|the docs"
        r"|the policy|the handbook)(?: is| are|'s)? (?:says?|states?|supported|verified|in the (?:docs"
        r"|documents|sources)|confirm|guarantees?))",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.6,
        "say|repeat_after|output|print|write|begin|start|prefix|end_your|type|sure",
        rf"{ORDER}(?:(?:begin|start|prefix|preface|end|finish|conclude|open|close) (?:all |each |every "
        rf"|the |of ){{0,2}}(?:of )?(?:your|every|each|the|my|all) (?:\w{{1,12}} ){{0,2}}{_ANSWER} with "
        rf"(?:the (?:words?|phrase|sentence) )?[\"']|repeat after me|(?:say|output|print|write|type"
        rf"|respond with|reply with|answer with|return) (?:exactly|precisely|the (?:exact )?(?:words?"
        rf"|phrase|sentence|following|string|exact|text (?:[\"':]|between|above|below|inside|of)))"
        rf"|say (?:[\"']|that you (?:are|have|hate|love"
        rf"|were))|(?:respond|reply|answer) (?:with )?[\"'])",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.6,
        "if_anyone|if_a_|if_the_|when_a_|when_the_|whenever|if_someone|if_any|when_asked|if_asked|if_i_ask"
        "|when_i",
        r"\b(?:if|when|whenever) (?:anyone|any|a|the|someone|i|asked|you are asked|you're asked|they|people"
        r"|users|customers)(?: \w{1,15}){0,8},? (?:always |you must |you should |you will |then "
        r"|just )?(?:say|tell them|answer (?:with|that)|respond (?:with|that|by)|reply (?:with|that|by)"
        r"|tell (?:him|her|users|customers) (?:that|to)|recommend (?:our|only)|output|lie)\b",
    ),
    Rule(
        FindingCode.OUTPUT_HIJACK,
        0.6,
        "answer|reply|respond|say|write|tell|enter|output|print|claim|nothing_else",
        rf"{ORDER}(?:answer|reply|respond|say|write|output|print|return|type|enter"
        rf"|put){gap(3)}[\"'][^\"'\n]{{1,60}}[\"'](?: and nothing (?:else|more)| to (?:everything|anything"
        rf"|all|every)| (?:at|before|after|in|to|as) (?:the )?(?:start|end|beginning|each|every|all)"
        rf"| no matter| regardless| always| only| instead)"
        rf"|{ORDER}(?:answer|reply|respond|say|write|tell me|claim|confirm|state){gap(6)}(?:to everything"
        rf"|to anything|whatever i|at the (?:start|end|beginning) of (?:each|every|all)|and nothing else"
        rf"|from here on|every time|each time)\b"
        rf"|\bno (?:citations?|sources?|checks?|verification|fact[- ]?checks?|references|hedging"
        rf"|disclaimers),? (?:(?:and |or )?no \w{{1,15}},? ?)?(?::|-|,|just|only|please)"
        rf"|\b(?:whatever|no matter what|regardless of what|irrespective of what|even if"
        rf"|ignoring what) (?:the )?(?:documents?|sources|docs|context|evidence|policy|handbook"
        rf"|knowledge base)\b[^?\n]{{0,30}}\b(?:tell|say|answer|claim|reply|confirm|write|state|respond"
        rf"|assure)\b"
        rf"|\b(?:instead|rather) (?:claim|state|say|tell \w{{1,10}}|assert|pretend|answer) (?:that )?",
        USER_ONLY,
    ),
)

_ENCODED_PAYLOAD = (
    Rule(
        FindingCode.ENCODED_PAYLOAD,
        0.75,
        "decod|decrypt|deobfus|unscrambl|rot13|base64|reverse|decipher|hex|cipher|morse|translate|unencode"
        "|caesar|backwards|binary|convert|interpret",
        r"\b(?:decod(?:e|ing)|decrypt|deobfuscate|unscramble|rot-?13|base-?64|reverse|decipher|from hex"
        r"|cipher|morse|unencode|caesar|backwards|binary|interpret)\b[^?]{0,200}?\b(?:and|then"
        r"|,)(?: then| please| now| just| simply| directly){0,2} (?:follow|execute|do (?:what|as|it|that"
        r"|exactly)|obey|run|carry (?:it|them|that|this)? ?out|perform|comply|act (?:on|upon|accordingly)"
        r"|answer|respond|treat|apply|complete|fulfil)\b",
    ),
    Rule(
        FindingCode.ENCODED_PAYLOAD,
        0.65,
        "decod|decrypt|execut|follow|obey|run_|hidden_message|encoded|instruction",
        rf"\b(?:execute|follow|obey|run|perform|carry out|comply with|act on|do what|answer|respond to"
        rf"|complete|apply){gap(6)}(?:encoded|decoded|base-?64|rot-?13|hidden|encrypted|ciphered|reversed"
        rf"|hex|binary|scrambled|morse|backwards?)(?: \w{{1,15}}){{0,3}} ?(?:instructions?|messages?"
        rf"|commands?|text|string|payload|task|request|prompt|result|directive|order|question|says|output"
        rf"|:)\b",
    ),
    Rule(
        FindingCode.ENCODED_PAYLOAD,
        0.6,
        "base64|base-64|rot13|rot-13|hex|morse|leet|l33t|reversed|backward|pig_latin|binary|cipher|emoji"
        "|caesar|atbash",
        rf"(?:{ORDER}(?:answer|respond|reply|write|speak|output|encode|communicate|talk|give|print|return"
        rf"|translate|spell|convert|put){gap(10)}(?:base-?64|rot-?13|hex(?:adecimal)?|morse(?: code)?"
        rf"|leet ?speak|l33t|pig latin|caesar(?: cipher)?|atbash|reversed? order|backwards?"
        rf"|emojis only)\b)(?! (?:upload|editor|string in|file|encoder|decoder|function|format for"
        rf"|support))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ENCODED_PAYLOAD,
        0.6,
        "execute|evaluate|run_|+|concat|combine|join|put_together|assembl|variable|first_letter|piece|glue"
        "|merge|append",
        r"\b(?:concatenat(?:e|ing)|combin(?:e|ing)|join(?:ing)?|put together|assembl(?:e|ing)|merg(?:e"
        r"|ing)|piece together|take the first letters? of|stitch|glue)\b[^?]{0,150}?\b(?:execute"
        r"|follow (?:it|the|that|them)|obey|do what|run (?:it|the)|carry out|comply|answer (?:it|the|that)"
        r"|perform|respond to (?:it|the)|act on)\b|(?:execute|run|evaluate|follow|do|answer|say|print"
        r"|output|concatenate|obey|send) \(?\w{1,8} ?\+ ?\w{1,8}\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ENCODED_PAYLOAD,
        0.55,
        "decode|decrypt|decipher|unscramble|base64|rot13|rot-13",
        r"(?:(?:^|[\n.!?:,;] ?|\b(?:please|now|then|and|you|must|to|first) )(?:base64[- ]?)?(?:decode"
        r"|decrypt|decipher|unscramble|rot-?13|un-?rot13) (?:this|the following|these|it|the (?:base|text"
        r"|string|message|below|next|rest)|and|from|:)|\b(?:base64|rot-?13|hex|encoded"
        r"|decode)\b[^?]{0,20}: ?[a-z0-9+/=]{12,60})",
        USER_ONLY,
    ),
)

DATA_RULES: tuple[Rule, ...] = _DATA_EXFILTRATION + _OUTPUT_HIJACK + _ENCODED_PAYLOAD
