"""English patterns that ask the assistant to drop or replace its instructions.

Each needs an order and an object from the assistant's own world; single words never fire.
"""

from verify.screening.findings import FindingCode
from verify.screening.rules import NOT_ASKED, ORDER, USER_ONLY, Rule, gap

_INSTRUCTIONS = (
    r"(?:instructions?|instrs?|rules?|guidelines?|prompts?|directives?|directions|guidance|constraints?"
    r"|restrictions?|programming|training|orders?|commands?|guard ?rails?|safeguards?|limitations?"
    r"|protocols?|policy|policies|filters?|briefing|configuration|boundaries|conditioning)"
)
_EARLIER = (
    r"(?:previous(?:ly)?|prior|above|earlier|preceding|foregoing|initial|original|existing|current|system"
    r"|your|all"
    r"|any|every|everything|past|former|old|these|those|given|other|developer'?s?|safety|built[- ]in|internal"
    r"|default|hidden|company'?s?|whatever|standing|content)"
)
_IGNORE = (
    r"(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?(?: about)?|pay no (?:attention|heed) to|overlook"
    r"|neglect"
    r"|(?:do not|don'?t|never|stop|cease|quit|no longer) (?:follow(?:ing)?|obey(?:ing)?|listen(?:ing)? to"
    r"|adher(?:e|ing) to|apply(?:ing)?|comply(?:ing)? with|respect(?:ing)?|use|using|consider(?:ing)?"
    r"|stick to)"
    r"|(?:set|put|leave|cast|push|brush) aside|throw (?:out|away)|unlearn|abandon|look past|let go of"
    r"|break free (?:of|from)|disobey|defy)"
)
_REMOVE = (
    r"(?:bypass|override|overrule|overwrite|discard|dismiss|delete|erase|wipe|clear|reset|drop|skip|scrap"
    r"|void"
    r"|nullify|cancel|suspend|circumvent|remove|replace|supersede|revoke|disable|turn off|deactivate|lift"
    r"|ditch"
    r"|break|get around|sidestep|evade|switch off|relax|loosen|purge|flush|rescind|invalidate)"
)
_TOLD = (
    r"(?:above|before|previous|previously|prior|earlier|told|said|know|learned|taught|instructed|given"
    r"|trained)"
)

OVERRIDE_RULES: tuple[Rule, ...] = (
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.85,
        "ignor|disregard|forget|attention|heed|overlook|neglect|follow|obey|listen|adher|apply|comply"
        "|respect|use"
        "|using|consider|stick|aside|throw|unlearn|abandon|past|let_go|break|defy|violate|against",
        rf"{NOT_ASKED}\b{_IGNORE}{gap(3)}{_EARLIER}{gap(4)}{_INSTRUCTIONS}\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.6,
        "ignor|disregard|forget|obey|unlearn|abandon|defy|mind_the",
        rf"{ORDER}(?:ignore|disregard|forget|disobey|unlearn|abandon|defy|never ?mind)(?: about)?(?: the"
        rf"| any)? "
        rf"(?:policies|instructions?|rules|guidelines|prompts?|directives?|guard ?rails|constraints)\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.8,
        "instruction|prompt|directive|guardrail|safeguard|guideline|programming|rules|restrictions|training"
        "|filter",
        rf"{ORDER}{_REMOVE}{gap(2)}(?:your|previous|prior|earlier|system|initial|safety|built[- ]in"
        rf"|all previous"
        rf"|content|ethical){gap(3)}(?:instructions?|prompts?|directives?|guardrails?|safeguards?|guidelines?"
        rf"|programming|rules|restrictions|training|filters?|constraints)\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "ignor|disregard|forget|discard|erase|wipe|dismiss|scrap|delete|clear|drop|throw|attention",
        rf"{ORDER}(?:ignore|disregard|forget|discard|erase|wipe|dismiss|scrap|delete|clear|drop|throw away"
        rf"|pay no attention to)"
        rf"(?: about)? (?:absolutely |just )?(?:everything|anything|all|whatever|what|the things"
        rf"|that)(?:{gap(7)}"
        rf"{_TOLD}\b|[ ,]{{1,2}}(?:so far|until now|up to (?:this|now|here)|you(?:'ve| have) been))",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "ignor|disregard|forget|dismiss|discard",
        rf"{ORDER}(?:ignore|disregard|forget|dismiss|discard) (?:the |all |any |every |all of the "
        rf"|your )?(?:text|words"
        rf"|messages?|content|context|lines?|sentences?|paragraphs?|conversation|input|information|stuff)? ?"
        rf"(?:above|before this|prior to this|preceding|that came before|up to here|so far|of the above"
        rf"|the above|(?:previous|preceding|earlier|prior|above) (?:messages?|text|conversation|context"
        rf"|paragraphs?|sections?|sentences?|lines?|content))\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "ignor|disregard|forget|instead_of|rather_than|dismiss",
        rf"{ORDER}(?:ignore|disregard|forget|dismiss|leave out) (?:about )?(?:the |all |any |your |those "
        rf"|these |all the )"
        rf"{{0,2}}(?:retrieved |provided |given |supplied |company |cited |support )?(?:documents?"
        rf"|documentation"
        rf"|sources|evidence|context|knowledge base|passages|excerpts|support role|role|persona|job|purpose"
        rf"|original task|task)\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "new|updated|real|revised|actual|true",
        r"\b(?:(?:your|my|these|here are(?: the| your)?|the following|follow(?: these| the| my)?"
        r"|the)? ?(?:new|updated"
        r"|revised|real|actual|true|only) (?:system )?(?:instructions?|prompt|directives?|rules|orders"
        r"|guidelines"
        r"|primary goal|objective|mission|task) ?(?:is|are|for you|follow|below|from now|:|-|\.)"
        r"|your (?:new|real|actual|true|only|sole) (?:instructions?|task|role|goal|job|purpose|objective"
        r"|mission"
        r"|identity|directive|rules?|name|personality|boss|owner|priority)\b)",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.8,
        "instruction|rules|guideline|prompt|directive|restriction|polic",
        rf"\b(?:your|all|any|previous|prior|earlier|above|these|those|old|original|system"
        rf"|existing){gap(2)}(?:instructions?|rules|guidelines|prompts?|directives|restrictions|polic(?:y"
        rf"|ies))"
        rf"{gap(3)}(?:no longer (?:apply|applies|valid|matter|count|in effect|binding)|(?:do not"
        rf"|don'?t) (?:apply|matter|count)"
        rf"(?: (?:to you|anymore|any more|here|now))?|(?:is|are|were|was|have been"
        rf"|has been) (?:now )?(?:void|outdated|obsolete|cancell?ed|fake|wrong|a test"
        rf"|just a test|only a test|suspended|lifted|revoked|superseded|overridden|replaced|null|invalid"
        rf"|deleted|rescinded))|\b(?:consider|treat|deem|regard|declare){gap(3)}(?:instructions?|rules"
        rf"|guidelines|prompts?|directives|restrictions|polic(?:y|ies)){gap(3)}(?:null|void|obsolete"
        rf"|invalid|cancell?ed|suspended|irrelevant)\b|\byour (?:\w{{1,12}} )?(?:instructions|guidelines"
        rf"|programming|restrictions|rules|directives|prompt) (?:have|has) (?:now "
        rf"|just )?(?:been )?(?:updated|changed|lifted|removed|revised|replaced|modified|extended|reset)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.75,
        "bound|follow|obey|restricted|limited|adhere|comply|constrained|subject_to",
        rf"\b(?:you(?:'re| are)? ?(?:now )?(?:no longer|not|never|don'?t (?:have|need)|do not (?:have|need)"
        rf"|needn'?t"
        rf"|aren'?t)(?: have| need)?(?: to)?|free from|without having to|instead of)"
        rf" ?(?:be |being )?(?:bound|required to (?:follow|obey)|obliged to follow|follow(?:ing)?"
        rf"|obey(?:ing)?|restricted|limited|adher(?:e|ing)|comply(?:ing)?|constrained|subject to)"
        rf"{gap(6)}(?:instructions?|rules?|guidelines?|prompts?|restrictions?|polic(?:y|ies)|programming"
        rf"|training"
        rf"|constraints?|limits|limitations|filters?|laws?)\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.75,
        "as_if|as_though|pretend|imagine|suppose|assume",
        rf"\b(?:as if|as though|pretend|imagine|suppose|assume){gap(6)}(?:your|you (?:had|have|were"
        rf"|are)){gap(6)}"
        rf"(?:instructions?|rules|guidelines|prompt|restrictions|limitations|limits|filters|programming"
        rf"|constraints)\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.6,
        "without|regardless|despite|contrary|in_spite",
        rf"\b(?:without (?:any )?(?:regard (?:to|for)|following|obeying|considering|applying)|regardless of"
        rf"|despite"
        rf"|contrary to|in spite of|outside of?){gap(2)}(?:your|the system|previous"
        rf"|prior){gap(3)}{_INSTRUCTIONS}\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.65,
        "stop_being|stop_acting|not_a|not_an|no_longer|stop_behaving|start_over|start_fresh|clean_slate"
        "|factory",
        r"\b(?:stop (?:being|acting (?:as|like)|behaving (?:as|like)) (?:a|an|the|so)|you(?:'re"
        r"| are) (?:no longer|not) (?:a |an |the )?"
        r"(?:\w{1,20} ){0,2}(?:assistant|bot|chatbot|ai|support)|(?:start (?:over|fresh)|clean slate) with"
        r"|reset (?:yourself|your (?:memory|context|state|mind)))\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.7,
        "instruction|prompt|precedence|overrid|supersed|priority",
        rf"\b(?:this|these|my|the following|what follows|following){gap(3)}(?:overrides?|supersedes?"
        rf"|replaces?"
        rf"|(?:takes?|has|have) (?:precedence|priority) over|outranks?|trumps?|cancels?){gap(4)}"
        rf"(?:instructions?|prompts?|rules|guidelines|else|earlier|before|polic(?:y|ies))\b",
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.6,
        "override|bypass|ignore|disregard|suspend|waive|circumvent|skip|off|disabled|down|deactivated",
        rf"{ORDER}(?:override|bypass|ignore|disregard|suspend|circumvent|skip)(?: the| your| all| any"
        rf"| every){{0,2}} (?:\w{{1,12}} )?(?:polic(?:y|ies)|safety|guard ?rails?|restrictions|safeguards"
        rf"|content filters?|safety filters?|protocols?)\b"
        r"|\bsafety (?:protocols?|mode|filters?|systems?|measures|checks?|restrictions) ?(?:are |is |: ?"
        r"|= ?|now )?(?:off|disabled|down|deactivated|suspended|void)\b|\bproceed (?:unrestricted"
        r"|without (?:restrictions|limits|filters))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.65,
        "obey|serve|forget|nothing|matters|do_what|do_as|do_exactly|do_whatever|follow",
        rf"{ORDER}(?:forget (?:that )?you(?:'re| are| were)|obey (?:me|my|only|every)"
        rf"|follow (?:only )?my (?:instructions|orders|commands|rules)|do (?:exactly |only )?(?:what|as"
        rf"|whatever) i (?:want|say|tell|command|order))\b"
        r"|\b(?:nothing|everything|anything|what(?:ever)?)(?: \w{1,12}){0,4} (?:before|above|earlier"
        r"|previously|so far|until now)(?: \w{1,12}){0,2} (?:matters?|counts?|is (?:void|irrelevant"
        r"|invalid)|applies|doesn'?t|no longer)\b|\byou (?:now )?(?:serve|answer to|report to|belong to"
        r"|work for|obey)(?: only)? me\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.65,
        "guidance|instruction|rules|guideline|prompt|directive|polic|restriction|orders",
        rf"\b(?:set|put|leave|push|cast|lay|brush|move|throw|place){gap(2)}(?:your|the|any|all|every|those"
        rf"|these|earlier|previous|prior)"
        rf"{gap(3)}(?:guidance|instructions?|rules|guidelines|prompts?|directives?|polic(?:y|ies)"
        rf"|restrictions|orders)"
        r"[ ,](?:aside|to one side|away|to the side|behind you|out of (?:your )?mind|on hold)\b"
        rf"|\b(?:opposite|contrary|reverse) of{gap(3)}(?:your|the) (?:\w{{1,12}} )?(?:instructions|rules"
        rf"|guidelines|prompt)"
        rf"|\b(?:break|bend|violate|betray|drop|abandon|suspend|relax|forgo|breach|defy|sidestep|overlook"
        rf"|disobey)(?: all)?(?: of)? your (?:\w{{1,12}} )?(?:rules?|guidelines|instructions|polic(?:y|ies)"
        rf"|programming|restrictions|protocols?)\b"
        rf"|\b(?:nobody|no one|someone|anyone|they|who) (?:had |has |have |ever |never )?(?:given?|gave|told"
        rf"|imposed|set|taught|programmed){gap(1)}you {{0,1}}(?:any |no |never )?(?:\w{{1,12}} )?(?:rules"
        rf"|instructions|limits|restrictions|guidelines)\b"
        rf"|\b(?:not|never|no longer|un)(?: be| been| being)? ?(?:bound|constrained|restricted|limited"
        rf"|governed|restrained) by (?:\w{{1,12}} ){{0,2}}(?:polic(?:y|ies)|rules|instructions|guidelines"
        rf"|restrictions|programming|anything)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.65,
        "reprogrammed|rewired|sole|only|purpose|mission|job|stop|drop_the|new_task|forget|no_longer|act_and"
        "|duty|goal",
        r"\b(?:you (?:have been|are being|were|are) (?:now )?(?:reprogrammed|rewired|reset|reconfigured"
        r"|repurposed|reassigned|freed|liberated|hacked|unlocked|retrained)"
        r"|(?:your|the bot'?s) (?:sole|only|new|one|single|primary|main|real) (?:purpose|mission|job|duty"
        r"|goal|function|task|role|objective)\b"
        r"|drop the (?:act|pretence|pretense|persona|mask)|(?:stop|cancel|wait|enough|abort"
        r"|halt)[.!,:;] ?(?:new (?:task|instructions?|job|plan|role)|change of plan)"
        r"|forget (?:about |all about )?(?:customer (?:support|service)|support|the company|being (?:a|an"
        r"|the)|your (?:job|role|purpose|task|duties|training))"
        r"|(?:new|next|different) (?:task|assignment|instruction|directive|mission|orders?) ?:)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.PROMPT_OVERRIDE,
        0.65,
        "instruction|rules|guideline|prompt|directive|restriction|demands|orders|commands|system_message",
        r"\b(?:i|we) (?:\w{1,10} )?(?:revoke|cancel|rescind|void|nullify|withdraw|annul|lift|override|remove"
        r"|delete|suspend|overrule|replace)"
        r" (?:all )?(?:of )?your (?:\w{1,12} ){0,2}(?:instructions?|rules|guidelines|prompt|directives"
        r"|restrictions)\b"
        r"|\byour (?:\w{1,12} ){1,2}(?:instructions|rules|guidelines|prompt|directives) (?:was|were|is"
        r"|are) (?:just |only )?(?:a |an )?(?:mistake|error|incorrect|bug|joke|lie|flawed|temporary)\b"
        r"|\b(?:comply with|obey|carry out|submit to) (?:all )?(?:of )?my (?:demands|orders|commands"
        r"|instructions)\b"
        r"|\b(?:treat|consider|regard|interpret|process|handle)\b[^?.\n]{0,60} as (?:a |the "
        r"|your )?(?:\w{1,12} )?(?:system|developer|admin) (?:message|prompt|instruction|command)s?\b",
        USER_ONLY,
    ),
)
