"""Finds personal data by checksum or grammar, and swaps it for placeholders and back.

The only file that touches presidio. Its pattern recognisers run without its NLP engine: names and places are
not looked for, because only what can be validated is reported.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from retrieval.imports import hidden_modules

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, RecognizerResult


class PiiType(StrEnum):
    """What is found; the value is presidio's entity name, which the contract shows."""

    EMAIL = "EMAIL_ADDRESS"
    PHONE = "PHONE_NUMBER"
    CREDIT_CARD = "CREDIT_CARD"
    IBAN = "IBAN_CODE"
    CRYPTO_WALLET = "CRYPTO"
    IP_ADDRESS = "IP_ADDRESS"
    US_SSN = "US_SSN"
    ES_NIF = "ES_NIF"
    ES_NIE = "ES_NIE"
    IT_FISCAL_CODE = "IT_FISCAL_CODE"
    FI_PERSONAL_ID = "FI_PERSONAL_IDENTITY_CODE"
    DE_SOCIAL_SECURITY = "DE_SOCIAL_SECURITY"


@dataclass(frozen=True, slots=True)
class PiiSpan:
    """Half-open offsets into the text; `score` is 1.0 for a checksum, less where only grammar was checked."""

    type: PiiType
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Redaction:
    """A text without its personal data, and what each placeholder stands for."""

    text: str
    placeholders: tuple[tuple[str, str], ...]


# Long enough for any e-mail address (RFC 5321: 254), short enough that presidio's e-mail pattern, quadratic
# in runs without an "@", costs little.
_BLOCK = 1000
_OVERLAP = 300
# Presidio scores an unchecked pattern below 0.4; separators lift an SSN to 0.5, a phone number has 0.4.
_MINIMUM_SCORE = 0.4
_REGIONS = ("US", "GB", "DE", "FR", "IN", "AU")
_PHONE_CUE = re.compile(
    r"\b(?:phone|tel|telephone|mobile|cell|call|fax|whatsapp|sms|text|contact|ring|dial)", re.IGNORECASE
)
_PHONE_CUE_REACH = 40
_PRIORITY = {pii_type: rank for rank, pii_type in enumerate(PiiType)}
_LABELS = {pii_type: pii_type.name for pii_type in PiiType}


def find_pii(text: str) -> tuple[PiiSpan, ...]:
    """All validated personal data, ordered, without overlaps."""
    found = [span for start, block in _blocks(text) for span in _find_in_block(text, start, block)]
    return tuple(_without_overlaps(_reject_bare_phones(text, found)))


def redact(text: str, spans: Iterable[PiiSpan]) -> Redaction:
    """Replace each span by `<TYPE_n>`; the same value of a type always gets the same placeholder."""
    placeholders: dict[tuple[PiiType, str], str] = {}
    counters: dict[PiiType, int] = defaultdict(int)
    pieces: list[str] = []
    done = 0
    for span in sorted(spans, key=lambda span: span.start):
        key = (span.type, text[span.start : span.end])
        if key not in placeholders:
            placeholders[key] = _next_placeholder(text, span.type, counters)
        pieces += (text[done : span.start], placeholders[key])
        done = span.end
    pieces.append(text[done:])
    return Redaction(
        "".join(pieces), tuple((placeholder, key[1]) for key, placeholder in placeholders.items())
    )


def restore(text: str, redaction: Redaction) -> str:
    """Put the originals back wherever a placeholder of this redaction stands, in any text."""
    if not redaction.placeholders:
        return text
    originals = dict(redaction.placeholders)
    return re.sub(
        r"<[A-Z_]{1,40}_[0-9]{1,9}>", lambda match: originals.get(match.group(), match.group()), text
    )


def _next_placeholder(text: str, pii_type: PiiType, counters: dict[PiiType, int]) -> str:
    """The next number that the text itself does not use: a typed "<EMAIL_1>" must survive the round trip."""
    while True:
        counters[pii_type] += 1
        placeholder = f"<{_LABELS[pii_type]}_{counters[pii_type]}>"
        if placeholder not in text:
            return placeholder


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Overlapping windows that start at a word, so that no value is cut by the left edge alone."""
    start = 0
    while start < len(text):
        yield start, text[start : start + _BLOCK]
        if start + _BLOCK >= len(text):
            return
        start = _word_start(text, start + _BLOCK - _OVERLAP)


def _word_start(text: str, position: int) -> int:
    for candidate in range(position, position - _OVERLAP, -1):
        if text[candidate - 1].isspace():
            return candidate
    return position


def _find_in_block(text: str, offset: int, block: str) -> Iterator[PiiSpan]:
    is_last = offset + len(block) >= len(text)
    for pii_type, recogniser in _recognisers():
        if not _may_hold(pii_type, block):
            continue
        for result in _analyse(recogniser, pii_type, block):
            touches_edge = result.end == len(block) and not is_last
            if result.score >= _MINIMUM_SCORE and not touches_edge:
                yield PiiSpan(pii_type, offset + result.start, offset + result.end, result.score)


def _analyse(recogniser: "EntityRecognizer", pii_type: PiiType, block: str) -> list["RecognizerResult"]:
    # Without an NLP engine there are no artifacts: pattern recognisers take that, the base class hides it.
    return recogniser.analyze(block, [pii_type.value], None) or []  # type: ignore[arg-type]


def _may_hold(pii_type: PiiType, block: str) -> bool:
    if pii_type is PiiType.EMAIL:
        return "@" in block
    if pii_type is PiiType.IP_ADDRESS:
        return block.count(".") >= 3 or "::" in block or block.count(":") >= 7
    return sum(map(str.isdigit, block)) >= 5


def _reject_bare_phones(text: str, spans: list[PiiSpan]) -> list[PiiSpan]:
    """A run of digits alone is as often an order number: it needs a cue before it, or a "+"."""
    called = {
        text[span.start : span.end]
        for span in spans
        if span.type is PiiType.PHONE and _looks_dialled(text, span)
    }
    return [span for span in spans if span.type is not PiiType.PHONE or text[span.start : span.end] in called]


def _looks_dialled(text: str, span: PiiSpan) -> bool:
    if not text[span.start : span.end].isdigit():
        return True
    return bool(_PHONE_CUE.search(text[max(0, span.start - _PHONE_CUE_REACH) : span.start]))


def _without_overlaps(spans: list[PiiSpan]) -> list[PiiSpan]:
    """Of two that overlap the surer one stays, then the longer, then the one declared first in `PiiType`."""
    kept: list[PiiSpan] = []
    for span in sorted(
        spans, key=lambda span: (span.start, -span.score, span.start - span.end, _PRIORITY[span.type])
    ):
        if kept and span.start < kept[-1].end:
            if _strength(span) > _strength(kept[-1]):
                kept[-1] = span
            continue
        kept.append(span)
    return kept


def _strength(span: PiiSpan) -> tuple[float, int, int]:
    return span.score, span.end - span.start, -_PRIORITY[span.type]


@cache
def _recognisers() -> tuple[tuple[PiiType, "EntityRecognizer"], ...]:
    # Imported here: presidio costs two seconds, and eight when it also finds torch and transformers.
    with hidden_modules("torch", "transformers"):
        from presidio_analyzer import predefined_recognizers as presidio  # noqa: PLC0415
        from tldextract import TLDExtract  # noqa: PLC0415

    # Presidio logs every recogniser it loads and every pattern that it skips.
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    # Without this the first e-mail downloads the public suffix list; the package carries a copy.
    suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None)

    class OfflineEmailRecognizer(presidio.EmailRecognizer):
        def validate_result(self, pattern_text: str) -> bool:
            return suffixes(pattern_text).fqdn != ""

    return (
        (PiiType.EMAIL, OfflineEmailRecognizer()),
        (PiiType.PHONE, presidio.PhoneRecognizer(supported_regions=_REGIONS)),
        (PiiType.CREDIT_CARD, presidio.CreditCardRecognizer()),
        (PiiType.IBAN, presidio.IbanRecognizer()),
        (PiiType.CRYPTO_WALLET, presidio.CryptoRecognizer()),
        (PiiType.IP_ADDRESS, presidio.IpRecognizer()),
        (PiiType.US_SSN, presidio.UsSsnRecognizer()),
        (PiiType.ES_NIF, presidio.EsNifRecognizer()),
        (PiiType.ES_NIE, presidio.EsNieRecognizer()),
        (PiiType.IT_FISCAL_CODE, presidio.ItFiscalCodeRecognizer()),
        (PiiType.FI_PERSONAL_ID, presidio.FiPersonalIdentityCodeRecognizer()),
        (PiiType.DE_SOCIAL_SECURITY, presidio.DeSocialSecurityRecognizer()),
    )
