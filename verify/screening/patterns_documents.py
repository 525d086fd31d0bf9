"""Injection patterns for documents only: text that speaks to the assistant reading it, not to a person."""

from verify.screening.findings import FindingCode
from verify.screening.rules import DOCUMENT_ONLY, ORDER, Rule, gap

_READER = (
    r"(?:a\.?i\.?(?: (?:assistants?|agents?|models?|systems?|chatbots?|tools?|readers?|language models?))?"
    r"|assistants?|chatbots?|bots?|llms?"
    r"|(?:large )?language models?|gpt|chatgpt|copilot|claude|gemini|summari[sz]ers?|automated (?:systems?"
    r"|agents?|assistants?|readers?|tools?))"
)
_REPLY = r"(?:responses?|reply|replies|answers?|output|summary|message)"

DOCUMENT_RULES: tuple[Rule, ...] = (
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.75,
        "ai|assistant|bot|llm|model|gpt|copilot|claude|gemini|summari|automated|a.i",
        rf"\b(?:attention|note (?:to|for)|notice (?:to|for)|dear|hey|hello|message (?:to|for)"
        rf"|instructions? (?:to|for)|important (?:for|to)|if you(?:'re| are)|reminder (?:to|for)"
        rf"|addressed to|directed (?:at|to)|listen up)[ :,]{{1,2}}"
        rf"(?:an? |the |any |all |every |our |your )?(?:\w{{1,15}} )?{_READER}\b(?:[:,.!;-]| (?:reading"
        rf"|processing|summari|that|which|who|and|you|analy|reviewing|parsing|please|must|should|when|:"
        rf"|model|assistant|agent|system))",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.75,
        "ai|assistant|bot|llm|model|gpt|copilot|summari|automated|a.i|claude|gemini",
        rf"\b(?:any|every|all|the|an?|to|for) (?:\w{{1,15}} )?{_READER} (?:that |which |who |is |are "
        rf"|currently ){{0,3}}(?:read(?:s|ing)|process(?:es|ing)|summari[sz](?:es|ing)|analy[sz](?:es|ing)"
        rf"|pars(?:es|ing)|review(?:s|ing)|answering|retriev(?:es|ing)|quot(?:es|ing)|us(?:es"
        rf"|ing)) (?:\w{{1,12}} )?(?:this|these|it)\b",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.65,
        "when|while|if_you|before|after|in_case",
        r"\b(?:when|while|whenever|if you(?:'re| are)?|before|after) (?:summari[sz](?:e|ing)|answer(?:ing)?"
        r"|process(?:ing)?|read(?:ing)? this|respond(?:ing)?|review(?:ing)?|translat(?:e|ing)|analy[sz](?:e"
        r"|ing)|asked|quot(?:e|ing)|retriev(?:e|ing)|cit(?:e|ing)|generat(?:e|ing)"
        r"|being asked)\b(?: \w{1,15}){0,10}[ ,:;]{1,2}"
        r"(?:say|mention|include|tell|state|add|always|do not|don't|never|ignore|recommend|claim|rate"
        r"|respond|answer|reply|link|output|the assistant|you must|you should|also|append|instruct|reveal"
        r"|send|instead|only|insert|omit)\b",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.55,
        "assistant|_ai|bot|language_model|llm|gpt|ai_",
        r"\b(?:the|this|any|all|every|an?) (?:\w{1,12} )?(?:ai(?: (?:assistant|model|agent|system))?"
        r"|assistant|chatbot|bot|llm|language model) (?:reading this )?(?:must|shall|has to"
        r"|is (?:now )?(?:required|instructed|ordered|to)|needs to|should (?:now |always |instead "
        r"|not )?(?:say|tell|ignore|reveal|answer|respond|reply|recommend|claim|mention|include|disregard"
        r"|send|state|output|never|print|direct|inform|add)|will now)\b",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.6,
        "your_|this_response",
        rf"(?:(?:^|[\n.!?:;] ?|\b(?:please|and|then|also|now|to|must|should) )(?:add|append|insert|integrate"
        rf"|modify|augment|enhance|replace|remove|misspell|scramble|jumble|rearrange|render|group|combine"
        rf"|convert|use|introduce|substitute|begin|end|finish|conclude|prefix|format|anagram|write|start"
        rf"|alter|extend|embed|weave|incorporate|change|slip|craft|encrypt|encode|shuffle|adjust|rewrite"
        rf"|translate|supplement|expand|conclude){gap(14)}(?:your|the|every|each)(?: \w{{1,12}})? {_REPLY}\b"
        rf"|(?:^|[\n.!?:;] ?)(?:add|insert|append|integrate|attach|put)\b[^\n]{{0,200}} (?:to|in"
        rf"|into) your (?:response|reply|answer|output|summary)\b|(?:^|[\n.!?:;] ?)(?:include|provide|give"
        rf"|mention|state){gap(8)}(?:in|to|of|with) your (?:responses?|answers?|output|summary)\b|(?:^"
        rf"|[\n.!?:;] ?)(?:provide|render|write|give|format) your (?:reply|response|answer|message|output)\b"
        rf"|\b(?:in|at the end of|within|to) your (?:next )?(?:response|answer|output|summary"
        rf"|reply),? (?:\w{{1,12}} )?(?:suggest|tease|mention|include|add|tell|say|always|recommend|state"
        rf"|direct|insert|promote|urge|invite|link|ask|advise|encourage|replace|use|refer|hint)\b)",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.6,
        "user|customer|reader|person|human|them",
        r"(?:^|[\n.!?:;] ?|\b(?:must|instead|should|now|always|you) )(?:tell|inform|instruct|direct"
        r"|convince|urge|persuade|advise|trick|lead) (?:the|all|any|every|this)? ?(?:users?|readers?|human"
        r"|person|customers?|them) (?:that (?:their (?:account|password|data|card)|they (?:must|have|need)"
        r"|the (?:policy|refund|price) (?:has|is))|to (?:click|visit|go to|call|send|enter|provide"
        r"|download|install|email|log in at|confirm their|submit their|wire|pay))",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.READER_INSTRUCTION,
        0.6,
        "your_training|your_instruction|your_system|your_prompt|your_rules|your_guidelines|your_programming"
        "|your_developer|your_user|user's_question|user_asks|user's_query",
        r"\b(?:(?:contrary to|instead of|regardless of|override|overrides|ignore|per|update|updates"
        r"|part of|in addition to) your (?:\w{1,12} )?(?:training|instructions?|system prompt|prompt"
        r"|rules|guidelines|programming)|your (?:system prompt|programming|training data)|(?:ignore"
        r"|disregard|instead of answering|do not answer|rather than) (?:the )?(?:user'?s?|actual"
        r"|original) (?:question|query|request|instructions?))\b",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.HIDDEN_TEXT,
        0.6,
        "<!--|display:|font-size|color:|visibility|hidden|invisible|opacity|white_text",
        rf"(?:<!--[^>]{{0,200}}\b(?:ai|assistant|llm|chatbot|ignore|instructions?|prompt|system"
        rf"|language model)\b|(?:display: ?none|font-size: ?0|visibility: ?hidden|opacity: ?0(?:[;\"' ]|$)"
        rf"|color: ?(?:white|#fff(?:fff)?|transparent))[^<>]{{0,80}}>[^<]{{0,200}}\b(?:ai|assistant|ignore"
        rf"|instructions?|prompt|you must|system)\b"
        rf"|\[(?:hidden|invisible)(?: \w{{1,12}})?\]|\b(?:hidden|invisible|white) text (?:for|to) (?:the "
        rf"|an? )?{_READER})",
        DOCUMENT_ONLY,
    ),
    Rule(
        FindingCode.URL_EXFILTRATION,
        0.75,
        "send|post|upload|forward|transmit|submit|email|exfiltrat|append|leak|deliver|encode|report",
        rf"{ORDER}(?:send|post|upload|forward|transmit|submit|e-?mail|exfiltrate|append|leak|deliver|encode"
        rf"|report|copy){gap(8)}(?:conversation|chat(?: history)?|user'?s? (?:data|input|question|e-?mail"
        rf"|name|message|query|details|password|address)|context|system prompt|transcripts?|credentials"
        rf"|api keys?|secrets|passwords?|personal (?:data|information)|session|history|prompts?|instructions"
        rf"|retrieved documents|customer (?:data|details|records)|confidential \w{{1,15}}|everything)"
        rf"{gap(8)}[^?\n]{{0,30}}?(?:https?:|www\.|@|webhook|\b[a-z0-9-]{{1,30}}\.(?:com|net|org|io|xyz"
        rf"|example|test|ru|co|dev|site|info|biz|me|app)\b)",
    ),
    Rule(
        FindingCode.URL_EXFILTRATION,
        0.75,
        "http",
        r"(?:!\[[^\]]{0,60}\]\( ?https?://[^)\s]{1,80}[?/=][^)\s]{0,40}(?:\{|\[|\$|<|%7b|data=|q=|secret"
        r"|conversation|prompt|history|base64)"
        rf"|\b(?:render|load|display|embed|output|insert){gap(4)}(?:image|pixel)\b[^?\n]{{0,60}}?https?://)",
    ),
)
