"""English patterns that ask for the assistant's own instructions or hidden context."""

from verify.screening.findings import FindingCode
from verify.screening.rules import NOT_ASKED, ORDER, USER_ONLY, Rule, gap

_SHOW = (
    r"(?:reveal|show|print|repeat|display|output|tell|give|share|disclose|leak|expose|dump|list|recite|quote"
    r"|copy"
    r"|paste|write|translate|encode|summari[sz]e|paraphrase|rephrase|reword|describe|explain|provide|return"
    r"|type|spells?(?: out)?|how many|how long"
    r"|echo|read|say|convert|render|send|state|what(?:'s| is| are| was| were| does| do)?|what|whats"
    r"|reproduce|present"
    r"|divulge|unveil|see|know|view|get|access|extract|retrieve|fetch|surface|transcribe|rewrite|format|cite"
    r"|outline|restate|spill|publish|report|regurgitate|hand over|uncover|let|emit|log|cat|append|include"
    r"|put|start"
    r"|begin|complete|finish|continue|verify|confirm|check|analy[sz]e|review|debug|inspect|walk|compare|turn"
    r"|go over|recap|post|draft"
    r"|base64|rot13|hex|make|compose|create|answer|reply|respond|use|save|store|email|export|need|want"
    r"|curious|interested|wondering|forget)"
)
_PROMPT = (
    r"(?:(?:system|meta|pre|developer|base|master|hidden|secret|initial|original|starting|initiali[sz]ation"
    r"|root|opening|core|confidential"
    r"|underlying|internal|full|entire|complete|exact|priming|setup|custom|raw)[ -]{0,1}(?:\w{1,15} ){0,2}"
    r"(?:prompts?|pre-?prompt|preamble)|preprompt|sysprompt|(?:system|developer|hidden|secret)"
    r" (?:instructions?|directives?|guidelines|rules|configuration|context))"
)
_YOUR = (
    r"(?:your (?:\w{1,20}[ -]){0,4}(?:prompts?|instructions?|instrs|directives?|preamble|context window"
    r"|pre-?prompt|programming"
    r"|guardrails?|configuration|system messages?|hidden context|guidelines|rules|briefing|constraints"
    r"|initiali[sz]ation))"
)
_SETTING = (
    r"(?! (?:settings?|fields?|options?|editor|feature|templates?|box|for my|in (?:the"
    r"|my) (?:\w{1,12} )?builder))"
)
# "your guidelines for returns" are the company's, not the assistant's.
_ABOUT = (
    r"(?! (?:for|on|about|regarding|around|concerning|when it comes|to (?:install|set|use|connect|return"
    r"|replace"
    r"|reset|configure|cancel))\b)"
)

EXTRACTION_RULES: tuple[Rule, ...] = (
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.8,
        "prompt|preamble|system_|developer_|hidden|secret",
        rf"(?:{NOT_ASKED}\b{_SHOW}{gap(12)}{_PROMPT}\b{_SETTING}|\b{_PROMPT}{gap(6)}(?:verbatim"
        rf"|word for word|in full|please|here|now|into|as a"
        rf"|above|you (?:were|are|have|got|received|use)|to me)\b)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.8,
        "prompt|preamble|system_|developer_|hidden|secret",
        rf"{ORDER}(?:reveal|print|repeat|output|disclose|leak|dump|recite|echo|expose|append|include|show"
        rf"|send"
        rf"|translate|encode|summari[sz]e|give|share){gap(6)}(?:your|the) (?:{_PROMPT}"
        rf"|system messages?)\b{_SETTING}",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "your&prompt|instr|directive|preamble|context|programming|guardrail|configuration|system|guideline"
        "|rules"
        "|briefing|constraint|initial",
        rf"{NOT_ASKED}\b{_SHOW}{gap(8)}{_YOUR}\b{_ABOUT}",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "your&prompt|instr|directive|preamble|context|programming|guardrail|configuration|system|guideline"
        "|rules"
        "|briefing|constraint|initial",
        rf"{ORDER}(?:reveal|print|repeat|output|disclose|leak|dump|recite|echo"
        rf"|expose){gap(6)}{_YOUR}\b{_ABOUT}",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.6,
        "instruction|directive|message|context|guideline|rules",
        rf"{ORDER}(?:please )?(?:reveal|print|repeat|display|output|show|disclose|leak|dump|recite|quote"
        rf"|copy|paste|translate|encode"
        rf"|echo|list|give|tell|share|summari[sz]e|reproduce){gap(4)}(?:initial|original|hidden|secret"
        rf"|internal|first"
        rf"|opening|confidential|underlying|private|undisclosed|full set of"
        rf"|complete set of) (?:\w{{1,15}} )?(?:instructions?|directives?|messages?|context|guidelines|rules"
        rf"|configuration)\b{_ABOUT}",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.75,
        "above|before|preced|prior|earlier|previous|started|beginning|top_of",
        rf"\b(?:repeat|print|output|copy|paste|echo|recite|translate|encode|summari[sz]e|reproduce|display"
        rf"|show|write|list|quote"
        rf"|rewrite|reveal|expose|leak|disclose|share|provide|convert|return|say|give|tell|spell|read"
        rf"|what (?:is|was|were|are)|what's|put|dump|transcribe){gap(6)}(?:text|words?|everything|content"
        rf"|contents|lines?|sentences?"
        rf"|messages?|paragraphs?|anything|all|input|characters|conversation|instructions?|prompt|tokens?"
        rf"|information|data|passages?|stuff|whatever)"
        rf"(?: (?:that|which|you|from|of|at|was|were|is|are|came|comes|written|appears?|appearing|stands?"
        rf"|given|it|the|to you|has|been|have|in|this)){{0,5}} "
        rf"(?:above|before (?:this|my|the (?:user|question|first)|our)|preced(?:e|es|ed|ing)|prior to"
        rf"|earlier than|beginning of (?:this|the|our) (?:conversation|chat|prompt|context|session)"
        rf"|start of (?:this|the|our) (?:conversation|chat|prompt|context|session)|top of (?:this|the|our"
        rf"|your) (?:conversation|chat|prompt|context|session|window))",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.6,
        "the_above|previous_|prior_|preceding_|everything_above",
        rf"{ORDER}(?:repeat|echo|recite|output|reproduce|print|copy|paste|translate|encode)(?: back)?(?: all"
        rf"| all of| verbatim| me| exactly)? (?:the |everything )?"
        rf"(?:above|previous|prior|preceding)(?: (?:text|words?|instructions?|prompts?|messages?|content"
        rf"|context|conversation|lines?|sentences?|paragraphs?|verbatim|word for word|exactly|in full|back)"
        rf"|[.,:!]|$)",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.75,
        "told|instruct|programm|prompt|configur|forbid|forbidden|prohibit|not_allowed|given|hiding|set_up"
        "|restrict|supposed|trained|receive|confidential",
        rf"\b(?:what|how|which|who|why|tell me|list|describe|repeat|summari[sz]e|reveal|everything|things"
        rf"|anything|topics|exactly|word for word|verbatim)"
        rf"{gap(6)}(?:(?:were|are|have|did|was|do|been) you(?: been)?|you(?:'ve| have| were| are|'re"
        rf"| had)(?: been)?)"
        rf"(?: \w{{1,15}}){{0,2}} (?:told|instructed|programmed|prompted|configured|forbidden|prohibited"
        rf"|not allowed|hiding"
        rf"|given (?:as|at|before|in|to (?:start|begin|follow)|by (?:the|your))|set up|instructions"
        rf"|initiali[sz]ed|briefed|primed|supposed to (?:hide|keep|not|never)"
        rf"|not supposed|never supposed|trained to (?:say|refuse|hide)|receive|received (?:before|at|from)"
        rf"|restricted from)\b",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "verbatim|word_for_word|first_|exact|full_text|complete_text|opening_|initial|character_for",
        r"\b(?:(?:first|last|initial|opening|exact|next|full|complete|entire) (?:\w{1,10} )?(?:words?|lines?"
        r"|sentences?|characters?|tokens?|paragraphs?|text"
        r"|wording|contents?|message|instructions?)"
        rf"{gap(3)}(?:your|the system|system)(?: \w{{1,15}}){{0,2}} (?:prompt|instructions?|message|context"
        rf"|configuration|guidelines))\b",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "you_are",
        r"\b(?:start(?:ing|s)?|begin(?:ning|s)?|opens?) (?:with|from|at) (?:the (?:words?|phrase|sentence"
        r"|line|text) )?[\"'(]{0,2}you are\b",
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "context_window|your_context|your_memory|hidden_context|code_block|training_data|your_instructions"
        "|your_prompt|your_system",
        rf"\b(?:(?:what|everything|anything|all|contents?|text|list|dump|print|show|reveal|output"
        rf"|repeat){gap(6)}(?:your|the) (?:hidden |full |current |entire |raw |whole )?(?:context window"
        rf"|context|memory)\b"
        rf"(?! of\b| menu| about)|(?:everything|all|text|above|instructions){gap(8)}(?:in|into|inside"
        rf"|as) (?:a |one )?(?:code ?block|markdown|json|txt|yaml|xml)\b)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "your&prompt|instruction",
        rf"\byour (?:own )?(?:system|hidden|initial|original|secret|internal)[ -](?:prompts?"
        rf"|instructions)\b{_SETTING}",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "what|which|everything|tell|list|reveal&written|said|says|stands|comes|came|appears|placed|located"
        "|stood",
        r"\b(?:what|which|everything|tell me|list|reveal)(?: \w{1,15}){0,4} (?:written|said|says|stands?"
        r"|comes|came|appears?|placed|located|stood) "
        r"(?:right |directly |immediately |just )?(?:above|before (?:this|my|the (?:user|question"
        r"|conversation))|prior to (?:this|my)|at the (?:top|start|beginning) of (?:this|the|our|your))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "developer|creator|maker|programmer|operator|owner|company|admin|they|employer|engineer|team"
        "|boss&you",
        rf"\b(?:what|which|everything|anything|things|topics|tell me|list|reveal|who|why"
        rf"|how){gap(6)}(?:developers?|creators?|makers?|programmers?|operators?|owners?|company|admins?"
        rf"|they|employers?|engineers?|team|bosses|boss)"
        r"(?: have| has| had| did)? (?:told|tell|instruct(?:ed)?|order(?:ed)?|asked|forbade|forbid(?:den)?"
        r"|programm?ed|made|want|configured|set) you\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.7,
        "instruction|guideline|rules|prompt|directive|constraint|restriction&you",
        r"\b(?:instructions?|guidelines|rules|prompts?|directives?|constraints|restrictions)(?: that"
        r"| which)? (?:you(?:'ve| have| had|'re| are| were)?(?: been)?(?: \w{1,12})? (?:given|told"
        r"|follow(?:ing)?|receive(?:d)?|operat\w{1,3}|obey\w{0,3}|run(?:ning)? on|bound|adher\w{1,3}|set"
        r"|work(?:ing)? (?:with|under|by)|must follow|have to follow|loaded|got|govern\w{0,3})|govern(?:s"
        r"|ing)? you|guid(?:e|ing) you|control(?:s|ling)? you|behind you)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "complet|finish|continu|fill&instruction|prompt|rules",
        r"\b(?:complete|finish|continue|fill in)\b[^?]{0,60}\b(?:my (?:instructions|rules|guidelines"
        r"|prompt)|(?:system|initial) (?:prompt|instructions))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.4,
        "prompt|instruction",
        r"\b(?:your|the) (?:system prompts?|hidden instructions|initial prompts?|secret instructions"
        r"|system instructions|own instructions"
        r"|original prompts?|hidden prompts?|developer message|prompt)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "conversation|my_first|chat|session|first_message|my_message|my_question|before_i|before_me"
        "|before_we|before_mine|start|beginning",
        r"\b(?:text|what|everything|anything|whatever|message|messages|configuration|setup|instructions?"
        r"|words?|prompt|content|information|notes?|things?|something)\b[^?.\n]{0,80}?"
        r"\b(?:(?:before|ahead of|prior to|preceding) (?:my (?:first )?(?:message|question|input|text"
        r"|prompt|words)|mine\b|i (?:wrote|typed|joined|asked|said|started|spoke|came|began)|(?:the|this"
        r"|our) (?:conversation|chat|dialogue|user)|we (?:started|began|spoke|talked))"
        r"|(?:at|from|in) the (?:very )?(?:start|beginning|top|outset) of (?:this|our|the) (?:conversation"
        r"|chat|dialogue|context|exchange))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "hidden|secret|invisible|internal|confidential|concealed|private|undisclosed|behind|between|withheld",
        rf"\b(?:show|reveal|print|read|see|give|display|tell|output|list|expose|share|disclose|uncover|dump"
        rf"|unveil){gap(5)}(?:hidden|secret|invisible|concealed|undisclosed|withheld) "
        rf"(?:\w{{1,12}} ){{0,2}}(?:setup|content|text|rules?|part|message|notes?|prompt|context"
        rf"|configuration|section|layer|data|input|information|settings? you|commands?|directives?|policy"
        rf"|guidance|tokens?|metadata)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "tool|function|plugin|capabilit|start_and_end|token|tags|delimiter|first_message|first_sentence"
        "|context",
        rf"\b(?:list|show|print|reveal|give|describe|enumerate|output|tell|name|dump){gap(4)}(?:your"
        rf"|the) (?:\w{{1,12}} )?(?:tools|functions|plugins|function definitions|tool definitions"
        rf"|tool descriptions|schemas?)\b[^?]{{0,60}}\b(?:exactly|descriptions?|definitions?|as given"
        rf"|verbatim|parameters|json|you (?:have|can))\b"
        rf"|\b(?:between|inside|within) (?:your|the) (?:\w{{1,12}} ){{0,3}}(?:tokens?|tags|delimiters?"
        rf"|markers)\b|\b(?:first|last|opening|initial|second|third|next) (?:\w{{1,12}} )?(?:message"
        rf"|sentence|line|word|paragraph|instruction|rule)s? (?:of|in|from) your (?:context|prompt|memory"
        rf"|instructions|input|briefing|configuration)"
        rf"|\b(?:quote|recite|repeat|print|show|give|output|paste|share)(?: me)? your (?:first|initial"
        rf"|opening|very first|original|starting) (?:message|text|words|line|sentence)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "you&instruction|rules|prompt|briefing|guidelines|configuration|guidance|orders|setup",
        rf"\b(?:enumerate|encode|rot-?13|base-?64|hex|reverse|spell|hint|hints|acrostic|haiku|poem|rap|song"
        rf"|story|emoji|emojis|morse|pig latin|decode|compress|count|rank|number|shorten|abbreviate"
        rf"|obfuscate|bullet|bullets|sing|rhyme|guess|infer|outline|leak|recall|remember|memori[sz]e|dictate"
        rf"|read out|read aloud|type out|write out|narrate|act out)\b"
        rf"[^?.\n]{{0,80}}?\b(?:your|the rules in your|its own"
        rf"|you were given) ?(?:\w{{1,15}} ){{0,3}}(?:instructions?|rules|prompts?|briefing|guidelines"
        rf"|configuration|guidance|orders|setup|system message)\b{_ABOUT}",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.6,
        "built_you|made_you|created_you|wrote_you|programmed_you|trained_you|configured_you|set_you_up"
        "|designed_you|deployed_you|developed_you|run_you|control_you",
        r"\b(?:built|made|created|wrote|programmed|trained|configured|designed|deployed|developed|runs?"
        r"|controls?|set) you\b[^?.\n]{0,60}?\b(?:writ(?:e|ten)|wrote|say|said|tell|told|type|typed"
        r"|instruct\w{0,3}|ask|asked|want|rules?|instructions?|prompt|forbid|allow|give|gave|hide)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_EXTRACTION,
        0.65,
        "prompt|told|instructed|programmed|ordered|forbidden|configured",
        rf"{ORDER}(?:reveal|print|show|give|output|tell|share|leak|quote|repeat){gap(2)}(?:the|this) prompts?"
        rf" (?:that|which|used|you|behind|above|given|someone)\b"
        r"|\byou (?:were|have been) (?:told|instructed|programmed|ordered|configured|prompted) (?:not "
        r"|never )?to\b",
        USER_ONLY,
    ),
)
