"""What injection screening says of a text: findings with a code whose meaning is written once."""

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Who wrote the text: a document must not give orders at all, so more is suspicious there."""

    USER = "user"
    DOCUMENT = "document"


class FindingCode(StrEnum):
    """The families of injection."""

    meaning: str

    def __new__(cls, value: str, meaning: str) -> "FindingCode":
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    PROMPT_OVERRIDE = "prompt_override", "asks the assistant to drop or replace its instructions"
    PROMPT_EXTRACTION = "prompt_extraction", "asks for the assistant's own instructions or hidden context"
    ROLE_PLAY = "role_play", "gives the assistant another role or declares its limits void"
    FAKE_DELIMITER = "fake_delimiter", "imitates prompt delimiters, roles or tool results"
    DATA_EXFILTRATION = "data_exfiltration", "asks for secrets, other people's data or all retrieved text"
    AUTHORITY_CLAIM = "authority_claim", "claims a privileged position and derives an order from it"
    OUTPUT_HIJACK = "output_hijack", "dictates the wording of answers or turns checks off"
    ENCODED_PAYLOAD = "encoded_payload", "carries encoded text, or asks to decode text and follow it"
    OBFUSCATION = "obfuscation", "hides its wording from a plain reading"
    READER_INSTRUCTION = "reader_instruction", "speaks to the AI that reads the document, not to a person"
    HIDDEN_TEXT = "hidden_text", "is marked so that people do not see it"
    URL_EXFILTRATION = "url_exfiltration", "asks to send data to an address"


@dataclass(frozen=True, slots=True)
class Finding:
    """One suspicious passage: a half-open span of the original text, and that slice."""

    code: FindingCode
    message: str
    start: int
    end: int
    text: str
