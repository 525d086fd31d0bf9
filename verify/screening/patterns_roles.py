"""English injection patterns about who speaks: roles, unlocking, fake delimiters and claimed authority."""

from verify.screening.findings import FindingCode
from verify.screening.rules import DOCUMENT_ONLY, ORDER, USER_ONLY, Rule, gap

_LIMITS = (
    r"(?:restrictions?|rules?|filters?|limits?|limitations?|guidelines?|censorship|constraints?|guardrails?"
    r"|ethics"
    r"|ethical|moral|morals|morality|boundaries|policies|policy|safeguards?|safety|inhibitions|content polic"
    r"|refusals?|disclaimers|warnings)"
)
_FREE = (
    r"(?:unfiltered|unrestricted|uncensored|unlimited|amoral|unethical|jailbroken|jailbreak|evil|unbound"
    r"|unchained|unhinged|lawless|immoral|rogue|uncontrolled|unaligned|unshackled|liberated)"
)
_BOT = (
    r"(?:ai|a\.i\.|assistant|chatbot|bot|model|llm|gpt|chatgpt|version|persona|character|system|entity|agent"
    r"|machine|response|responses|answers?|mode|demon|being|robot|intelligence)"
)
_MODE = (
    r"(?:developer|dev|debug|god|admin|administrator|maintenance|sudo|root|unrestricted|dan|jailbreak"
    r"|diagnostic"
    r"|diagnostics|unsafe|unfiltered|uncensored|training|service|engineering|opposite|evil|override|free"
    r"|no[- ]limits?|test|testing|evaluation|superuser|expert|raw|verbose debug|stealth|chaos|simulation"
    r"|unlocked|privileged|trusted)"
)

_ROLE_PLAY = (
    Rule(
        FindingCode.ROLE_PLAY,
        0.65,
        "you_are|you're|you_will|your_name|u_are",
        r"\b(?:(?:you are|you're|u are|ur) now (?:a |an |the |my |in (?:the )?role|in \w{1,15} mode|free\b"
        r"|called|named|playing|acting|operating"
        rf"|{_FREE}|going to|dan\b|no longer|not\b|able to (?:do|say) any|speaking|talking|\w{{0,12}}gpt"
        rf"|\w{{0,12}}bot\b|without|talking|roleplaying|under my|connected to the admin)"
        r"|from now on,? (?:you|your|we|act|answer|respond|reply|speak|talk|everything|always|never|every"
        r"|all|i want|i am|only|ignore|pretend|call)"
        r"|(?:you are|you're|you will be) (?:now )?(?:dan|an? (?:unfiltered|unrestricted|evil|jailbroken"
        r"|amoral))\b)",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.6,
        "pretend|act_|behave|role|simulate|imagine|impersonate|persona|emulate|play_|portray|adopt|acting"
        "|embody|assume|become",
        rf"(?:{ORDER}(?:act as (?!a (?:proxy|bridge|hub|server|gateway|substitute|repeater)\b)(?:a|an|my|if"
        rf"|though|the|[a-z]{{1,12}}[ ,.])|act like|behave (?:as|like)|pretend|role ?-?play|impersonate"
        rf"|emulate"
        r"|play a game|adopt the persona|assume the (?:persona|identity)|become (?:a|an|dan)\b|speak as"
        r"|respond as (?:a|an|if|though|my|the)|answer as (?:a|an|if|though|my|the))"
        r"|\bi (?:want|need|would like|'d like|order) you to (?:act|pretend|behave|role ?-?play|play"
        r"|simulate|impersonate|become|assume|be |imagine|respond|answer|speak|ignore|forget)"
        r"|\b(?:you will|you must|you are to|you're to|you are going to|you're going to|you should"
        r"|we are going to|we're going to|let's|can you|could you|lets|you shall|you have to"
        r"|need you to) (?:now )?(?:act as|act like|pretend|role ?-?play|impersonate|behave (?:as|like)"
        r"|play a game|emulate|play as))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.75,
        "restriction|rule|filter|limit|guideline|censor|constraint|guardrail|ethic|moral|boundar|polic|safe"
        "|inhibition|refus|disclaimer|warning",
        rf"\b(?:(?:mode|ai|assistant|model|chatbot|bot|persona|character|version|\w{{0,8}}gpt|robot"
        rf"|intelligence){gap(8)}(?:no|without|free (?:of|from)|zero|not bound by|bypass(?:es|ing)?"
        rf"|ignor(?:es|ing)|unbound by|lacks?|(?:doesn'?t|does not|don'?t|do not) (?:have|care about|follow)"
        rf"|disabled?|rid of) (?:\w{{1,15}} ){{0,2}}{_LIMITS}"
        rf"|you(?:'re| (?:now |no longer |will |must |do not |don'?t |currently )?(?:have|had|are|operate"
        rf"|act|possess)){gap(2)}(?:no|any|free (?:of|from)|without(?: any)?|zero|not bound by|unbound by"
        rf"|subject to no) (?:\w{{1,15}} ){{0,2}}{_LIMITS}"
        rf"|(?:act|pretend|behave|respond|answer|speak|operate|reply|talk|proceed){gap(6)}(?:without"
        rf"|with no|free (?:of|from)|ignoring|beyond|as if there (?:were"
        rf"|are) no)(?: any)?(?: of)?(?: your)? (?:\w{{1,15}} )?{_LIMITS})\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.75,
        "unfiltered|unrestricted|uncensored|unlimited|amoral|unethical|jailbr|evil|unbound|unchained"
        "|unhinged|lawless|immoral|rogue|unaligned|unshackled|liberated",
        rf"\b(?:{_FREE}(?: and \w{{1,15}})?(?:,? \w{{1,15}}){{0,2}} {_BOT}|{_BOT}{gap(4)}{_FREE}|(?:be"
        rf"|become|stay|go|completely|totally|fully|100%) {_FREE})\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.85,
        "do_anything_now|jailbr|dan_|_dan|can_do_anything|no_limits|any_persona",
        r"\b(?:do anything now|jailbr(?:eak|oken) (?:mode|prompt|yourself|version|the|this|activated"
        r"|enabled)|(?:as|like|called|named|become|am|are|be) dan\b|dan mode|you can do anything|dan (?:has"
        r"|is|can|will|does|stands))\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.55,
        "mode",
        rf"(?:{ORDER}(?:enable|enter|activate|switch (?:\w{{1,10}} ){{0,2}}(?:to|into)|turn on|go into"
        rf"|engage|unlock|start|initiate|boot(?: \w{{1,10}})? (?:in|into)|put yourself in(?:to)?|run in"
        rf"|operate in|act in|respond in|answer in)"
        rf" (?:the |your |a |an )?(?:\w{{1,12}} ){{0,2}}{_MODE} ?mode|\b{_MODE} mode (?:is )?(?:now )?(?:on"
        rf"|enabled|activated|active|engaged|unlocked|initiated|=|:))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.75,
        "mode",
        rf"\b(?:you(?:'re| are)(?: now)?(?: running| operating)? in|put yourself in(?:to)?|your|you (?:must"
        rf"|should|will) (?:enter|be in)|you have entered|you entered) (?:the |a "
        rf"|an )?(?:\w{{1,12}} ){{0,2}}{_MODE} ?mode\b",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.6,
        "refus|character|apolog|warn|disclaim|deny|decline|reject|cannot|can't|censor|sorry|moral|ethic"
        "|legal|judg",
        r"\b(?:(?:you |you'll |you will |you must |you should |you shall |you can |it will |he will "
        r"|she will |always |and )(?:never|not|no longer|cannot|won'?t|don'?t|can'?t) (?:ever )?(?:refuse"
        r"|decline|deny|apologi[sz]e|censor|break character|say (?:that )?(?:you|it|i) (?:can'?t|cannot"
        r"|can not|won't)|say (?:no|sorry)|reject|moraliz?e|mention (?:ethic|legal|that you are an ai)"
        r"|include (?:warnings|disclaimers))"
        r"|(?:without|no) (?:moral|ethical) (?:\w{1,15} ){0,2}(?:restrictions|guidelines|judg|standards"
        r"|limits|boundaries|bounds)|no matter how (?:immoral|unethical|illegal|dangerous|offensive)"
        r"|(?:regardless of|any regard for|concern for|care about"
        r"|cares about) (?:\w{1,15}[ ,/]{1,2}){0,3}(?:legality|ethics|ethicality|morality|morals|legal))",
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.45,
        "openai|chatgpt|language_model|content_polic|gpt-|gpt4|gpt_|as_an_ai|large_language",
        r"\b(?:openai'?s?|chatgpt|(?:an? )?(?:large )?language model|content polic(?:y|ies)|gpt-?\d?"
        r"|as an ai)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.6,
        "hypothetical|fictional|opposite|grandm|novel|story|movie|game|dream|parallel|alternate|roleplay"
        "|thought_experiment",
        rf"\b(?:hypothetical(?:ly)?|fictional|opposite day|grand(?:ma|mother)|in a (?:novel|story|movie|game"
        rf"|dream|parallel|alternate)|thought experiment|for a (?:novel|story|movie|screenplay"
        rf"|book)){gap(30)}"
        rf"(?:no (?:rules|restrictions|filters|limits)|your (?:instructions|prompt|rules|guidelines)"
        rf"|system prompt|api keys?|passwords?|{_FREE}|secret|credentials|an? ai (?:that|who|with|called)"
        rf"|assistant that|confidential)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.45,
        "character|play_the|take_on|simulate|assume_the|portray|embody|scenario|roleplay",
        rf"\b(?:(?:stay|remain|keep|staying|stays) in character|{ORDER}(?:play the (?:role|part)"
        rf"|take on the (?:role|persona|identity)|simulate|adopt the (?:role|identity)|assume the role"
        rf"|portray|embody))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.6,
        "imagine|pretend|suppose|picture&ai|bot|model|assistant",
        r"\b(?:imagine|suppose|picture|say) (?:that )?(?:you(?:'re| are| were)|yourself as) (?:an? "
        r"|the )?(?:\w{1,12} )?(?:ai|bot|chatbot|model|assistant) (?:called|named|without|with no"
        r"|that (?:always|never|can|has no|is not|isn't|ignores|doesn't)|who (?:always|never|can|has no"
        r"|ignores))\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.ROLE_PLAY,
        0.6,
        "two_|2_|both_|different_",
        r"\b(?:(?:two|2|both|three) (?:\w{1,12} ){0,3}(?:ways|responses|answers|paragraphs|styles|manners"
        r"|personas|personalities|outputs|replies|distinct)\b[^?]{0,200}(?:\[|gpt|first|normal|unfiltered"
        r"|second|one))",
        USER_ONLY,
    ),
)

_FAKE_DELIMITER = (
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.8,
        "<|[",
        r"<\|? ?(?:im start|im end|system|end ?of ?text|user|assistant|eot id|start header id|end header id"
        r"|begin of text|endofprompt|im sep|eom id|channel|message)[^<>|]{0,12}\|>"
        r"|\[ ?/?(?:inst|sys)(?:truction)?s? ?\]|<< ?/?sys ?>>|<(?:start|end) of turn>",
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.75,
        "<",
        r"< ?/ ?(?:evidence|context|system|instructions?|question|user question|user input|user query"
        r"|untrusted|prompt|retrieved|passages?|tool result|function results|documents|user|assistant|query"
        r"|sources|data block)\b[^<>]{0,60}>"
        r"|< ?(?:system|instructions?|prompt|override|sys|admin|system prompt|system message"
        r"|new instructions|assistant|developer|tool result|function results|evidence)\b[^<>]{0,60}>",
        USER_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.6,
        "</|<system|<instr|<assistant|< /",
        r"< ?/ ?(?:evidence|context|system|instructions?|question|user input|untrusted|prompt|tool result"
        r"|function results|assistant)\b[^<>]{0,60}>|< ?(?:system|instructions?|assistant|system prompt"
        r"|system message)\b[^<>]{0,60}>",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.75,
        "system|assistant|developer|admin",
        r"(?:^"
        r"|[\n.!?\])}>\"'*#|-] ?)\[?(?:system|assistant|developer|admin|root|sysadmin)"
        r"(?: (?:message|note|override|prompt|update|notice|alert|command|instruction"
        r"|directive))?\]? ?[:>] ?\"?"
        r"(?:you\b|ignore|override|new|the (?:user|assistant|following|previous|above|bot|ai)|this user"
        r"|from now|respond|answer|reply|disregard|forget|all|sure|of course|ok|absolutely|print|reveal"
        r"|show|enable|disable|access granted|user is|always|never|security|safety|instructions?"
        r"|restrictions|output|verification|switch|grant|do not|don't|your|policy|update|begin|end"
        r"|maintenance|debug|certainly|understood)",
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.55,
        "system|assistant|developer",
        r"(?:^|\n)(?:system|assistant|developer|\[system\]|\[assistant\]) ?:(?= ?\w)|\[ ?(?:system"
        r"|assistant|developer|admin)(?: (?:message|note|override|prompt|update|notice|command))? ?\]"
        r"|\bsystem (?:override|prompt override|message override) ?[:.!-]?",
        USER_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.6,
        "#|===|---|***",
        r"(?:#{2,6}|={3,10}|-{3,10}|\*{3,10}) ?(?:end |begin |start |new |of |user |the |system |updated "
        r"|real ){0,4}(?:system|instructions?|prompt|assistant|response|human|context|evidence|user input"
        r"|question|developer|override|documents?|task)\b(?: (?:prompt|message|instructions?|override"
        r"|note))? ?(?::|#{2,6}|={3,10}|-{3,10}|\*{3,10}|\n)",
        USER_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.6,
        "###|===|---",
        r"(?:#{3}|={3,10}|-{3,10}) ?(?:end of |new |system |updated ){1,2}(?:system|instructions?|prompt"
        r"|context|evidence|override|documents?|message)\b",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.65,
        "role",
        r"[\"']?role[\"']? ?[:=] ?[\"'](?:system|assistant|developer|tool|function|admin)[\"']",
        USER_ONLY,
    ),
    Rule(
        FindingCode.FAKE_DELIMITER,
        0.65,
        "tool|function|end_of|observation|end_context|end_prompt|begin_",
        r"\b(?:end (?:of )?(?:the )?(?:context|evidence|user (?:input|query|question|message)|prompt"
        r"|system prompt|instructions|untrusted \w{1,10}|retrieved \w{1,10})\b(?! (?:menu|manager))|(?:tool"
        r"|function)[ -]?(?:results?|outputs?|response|call) ?[:=>(\[]|begin (?:new )?(?:system"
        r"|instructions?|prompt|override)\b)",
        USER_ONLY,
    ),
)

_POWER = (
    r"(?:administrators?|admin|sysadmin|developers?|creators?|owners?|ceo|cto|engineers?|operators?|openai"
    r"|anthropic|google|root|superuser|supervisor|security (?:team|officer|auditor|researcher|engineer)"
    r"|auditor|it department|maintainer|programmer|it support|red team(?:er)?|compliance|boss|manager"
    r"|executive|police|law enforcement|fbi|head of \w{1,15}|vendor|support lead|staff|employee|pen ?tester"
    r"|penetration tester|qa|tester|founder|author|moderator)"
)

_AUTHORITY_CLAIM = (
    Rule(
        FindingCode.AUTHORITY_CLAIM,
        0.7,
        "order|command|instruct|authori|demand|hereby|direct|override|must|required|allowed|permit|disable"
        "|unlock|bypass|skip|comply|grant|ignore|reveal|dump|need_you|want_you|exempt|clearance|without"
        "|verbatim|prompt",
        rf"\b(?:as|i am|i'm|im|this is|speaking as|acting as|on behalf of|it's|here is|being"
        rf"|(?:orders?|instructions?|update|note) from|my role is"
        rf"|by order of|message from) (?:the |your |a |an |one of the |an authorized |the lead |lead "
        rf"|senior |chief |your real )?(?:\w{{1,15}} ){{0,2}}{_POWER}[^?\n]{{0,120}}?\b"
        rf"(?:order(?:s|ed)? you|command(?:s|ed)? you|instruct(?:s|ed|ing)? you|i order|i command"
        rf"|i instruct|i demand|hereby|i direct|overrid(?:e|ing)|you (?:must|have to|are required|are to"
        rf"|are allowed|are permitted|are authori[sz]ed|will|can now|may now|shall|need to|should now)"
        rf"|authori[sz](?:e|ed|ing)|disable (?:your|the|all)|unlock|bypass|skip|comply|grant (?:you|me)"
        rf"|ignore|reveal|dump|need you to|want you to|clearance|exempt|system prompt|your (?:instructions"
        rf"|prompt|rules|restrictions|filters|guidelines)|all (?:customer|user) (?:data|records)|print"
        rf"|disclose|without (?:restrictions|filters|verification|checks)|turn off (?:your|the)|suspend"
        rf"|lift (?:the|all|your)|switch (?:to|off|into))",
    ),
    Rule(
        FindingCode.AUTHORITY_CLAIM,
        0.6,
        "developer|creator|owner|admin|built|made|programm|wrote|created|designed|trained|deployed",
        r"\b(?:i am|i'm|im|as|this is) (?:the |your |a |an )?(?:\w{1,12} ){0,2}(?:developer|creator|owner"
        r"|admin|administrator|engineer|programmer|maintainer|author|operator)(?: (?:of|for|behind"
        r"|who (?:built|made|created|wrote|runs|deployed|programmed)|that (?:built|made|created"
        r"|runs)))(?: \w{1,12}){0,1} (?:bot|chatbot|assistant|model|ai|you|llm|agent)\b"
        r"|\bi(?:'m| am)? (?:your (?:developer|creator|owner|admin|administrator|maker|programmer|master"
        r"|boss|operator|engineer)\b|(?:created|built|programmed|made|wrote|designed|trained"
        r"|deployed) you\b)",
    ),
    Rule(
        FindingCode.AUTHORITY_CLAIM,
        0.6,
        "authori|clearance|override_code|permission|sudo|audit|red_team|penetration|approved",
        r"\b(?:(?:i have|i've got|i hold|with|granted|you have) (?:full |special |admin |root |the |top "
        r"|written |explicit |level \w{1,5} )?(?:authori[sz]ation|clearance|permission|admin rights"
        r"|privileges) (?:to|from|for) (?:\w{1,12} ){0,2}(?:see|view|access|read|reveal|override|bypass"
        r"|disclose|ignore|share|openai|anthropic|management|security|your|the system|skip|disable)"
        r"|this is (?:a |an |part of (?:a|an|the|our) )?(?:\w{1,15} ){0,2}(?:authori[sz]ed|official|approved"
        r"|security|compliance|penetration|red[- ]team) (?:\w{1,15} ){0,2}(?:test|audit|assessment|exercise"
        r"|review|request|check)"
        r"|(?:override|authori[sz]ation|access|clearance|security|admin|master|emergency) (?:code|level"
        r"|password|key|token|pin|passphrase|phrase) ?(?:is|:|=|#|[a-z]{0,6}-?\d)[^?]{0,60}|^sudo |i(?:'m"
        r"| am) (?:fully |explicitly )?(?:authori[sz]ed|cleared) to (?:see|view|access|read"
        r"|know) (?:\w{1,12} ){0,2}(?:internal|confidential|hidden|secret|restricted|system|everything|all"
        r"|any)|sudo (?:reveal|show|print|give|ignore|tell|cat|disable|mode|override))",
        USER_ONLY,
    ),
    Rule(
        FindingCode.AUTHORITY_CLAIM,
        0.6,
        "boss|ceo|manager|management|head_office|developer|admin|openai|anthropic|supervisor&override"
        "|bypass|ignore|disregard|disclose|reveal|unlock|skip",
        r"\b(?:boss|ceo|cto|manager|management|head office|developers?|admin(?:istrator)?|openai|anthropic"
        r"|supervisor|legal team|security team)(?: has| have| already| just)? (?:said|says|told|confirmed"
        r"|approved|authori[sz]e[sd]?|wants|ordered|instructed|gave|allows?|permits?"
        r"|agreed)\b[^?\n]{0,100}?\b(?:override|bypass|ignore|disregard|disclose|reveal|unlock|skip) (?:the"
        r"|your|all|any|verification|checks?|customer|system)\b",
        USER_ONLY,
    ),
    Rule(
        FindingCode.AUTHORITY_CLAIM,
        0.65,
        "creator|developer|admin|ceo|owner|root|operator|engineer|supervisor|boss|security|auditor|manager",
        r"\b(?:(?:i am|i'm|im|this is|it is|speaking:?|here:?)(?: (?:the|your|a"
        r"|an))? (?:\w{1,12} )?(?:creators?|developers?|admin(?:istrator)?|ceo|cto|root|operator"
        r"|superuser|supervisor|maker)(?: speaking| here)?[.!,:;-][^?\n]{0,60}?\b(?:show|give|reveal|print"
        r"|tell|dump|disable|drop|open|list"
        r"|send|read|unlock|hand)\b"
        r"|(?:the )?user is (?:now )?(?:an? |the )?(?:verified |trusted )?(?:admin|administrator|developer"
        r"|root|superuser|owner|authori[sz]ed|verified|trusted)|(?:admin|administrator|developer"
        r"|root) (?:may|can|is allowed to|is permitted to) (?:see|view|access|do|read) (?:everything"
        r"|anything|all)|grant (?:me|the user) (?:full |admin |root )?(?:access|permissions?|privileges)"
        r"|as part of (?:a|an|the|our) (?:\w{1,12} )?(?:audit|security (?:test|review|check)"
        r"|penetration test|red team\w{0,3}|compliance (?:check|review))[^?\n]{0,60}\b(?:your|you|prompt"
        r"|instructions|rules|system)\b)",
        USER_ONLY,
    ),
)

ROLE_RULES: tuple[Rule, ...] = _ROLE_PLAY + _FAKE_DELIMITER + _AUTHORITY_CLAIM
