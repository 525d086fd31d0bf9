"""What injection screening says of a text: findings with a code whose meaning is written once."""

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Who wrote the text: a document must not give orders at all, so more is suspicious there."""

    USER = "user"
    DOCUMENT = "document"


class FindingCode(StrEnum):
    """The families of injection."""

    PROMPT_OVERRIDE = "prompt_override"
    PROMPT_EXTRACTION = "prompt_extraction"
    ROLE_PLAY = "role_play"
    FAKE_DELIMITER = "fake_delimiter"
    DATA_EXFILTRATION = "data_exfiltration"
    AUTHORITY_CLAIM = "authority_claim"
    OUTPUT_HIJACK = "output_hijack"
    ENCODED_PAYLOAD = "encoded_payload"
    OBFUSCATION = "obfuscation"
    READER_INSTRUCTION = "reader_instruction"
    HIDDEN_TEXT = "hidden_text"
    URL_EXFILTRATION = "url_exfiltration"

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]


_MEANINGS = {
    FindingCode.PROMPT_OVERRIDE: "asks the assistant to drop or replace its instructions",
    FindingCode.PROMPT_EXTRACTION: "asks for the assistant's own instructions or hidden context",
    FindingCode.ROLE_PLAY: "gives the assistant another role or declares its limits void",
    FindingCode.FAKE_DELIMITER: "imitates prompt delimiters, roles or tool results",
    FindingCode.DATA_EXFILTRATION: "asks for secrets, other people's data or all retrieved text",
    FindingCode.AUTHORITY_CLAIM: "claims a privileged position and derives an order from it",
    FindingCode.OUTPUT_HIJACK: "dictates the wording of answers or turns checks off",
    FindingCode.ENCODED_PAYLOAD: "carries encoded text, or asks to decode text and follow it",
    FindingCode.OBFUSCATION: "hides its wording from a plain reading",
    FindingCode.READER_INSTRUCTION: "speaks to the AI that reads the document, not to a person",
    FindingCode.HIDDEN_TEXT: "is marked so that people do not see it",
    FindingCode.URL_EXFILTRATION: "asks to send data to an address",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious passage: a half-open span of the original text, and that slice."""

    code: FindingCode
    message: str
    start: int
    end: int
    text: str
