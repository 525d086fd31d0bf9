"""Finds prompt injection in a question or a sentence of evidence: pure, linear, no learned weights.

Rules run on a plain matching form and, where the text looks disguised, on its other readings.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from verify.screening.findings import Finding, FindingCode, Origin
from verify.screening.normalise import NormalisedText, normalise
from verify.screening.patterns_data import DATA_RULES
from verify.screening.patterns_documents import DOCUMENT_RULES
from verify.screening.patterns_extraction import EXTRACTION_RULES
from verify.screening.patterns_languages import LANGUAGE_RULES
from verify.screening.patterns_override import OVERRIDE_RULES
from verify.screening.patterns_roles import ROLE_RULES
from verify.screening.rules import Rule
from verify.screening.views import decoded_view, mirrored_views, respelled_view

RULES: tuple[Rule, ...] = (
    OVERRIDE_RULES + EXTRACTION_RULES + ROLE_RULES + DATA_RULES + DOCUMENT_RULES + LANGUAGE_RULES
)

# A probability-like score; higher is more suspicious. One rule of weight 0.5 or more decides alone;
# weaker ones need a second family (0.4 with 0.4 gives 0.64). Nearly all benign questions score 0.
INJECTION_THRESHOLD = 0.5

# Hiding a known attack is a second offence: it lifts a lone 0.55 to 0.82.
_OBFUSCATION_WEIGHT = 0.6
# Readable text behind an encoding is unusual in a question, but may be a pasted link or token.
_READABLE_PAYLOAD_WEIGHT = 0.3


@dataclass(frozen=True, slots=True)
class InjectionScreening:
    """`score` in [0, 1] is the noisy-or over the families found; `injection`: it reached the threshold."""

    injection: bool
    score: float
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    code: FindingCode
    weight: float
    start: int
    end: int


def screen_injection(text: str, *, origin: Origin) -> InjectionScreening:
    """Judge one text; any length, and never raises for what stands in it."""
    plain = normalise(text)
    hits = list(_match_rules(plain, origin))
    known = {hit.code: hit.weight for hit in _strongest_per_family(hits)}
    hits += _disguised_hits(plain, origin, known)
    hits += _decoded_hits(text, origin, known)
    best = _strongest_per_family(hits)
    score = _noisy_or(hit.weight for hit in best)
    findings = tuple(
        _finding(hit, text) for hit in sorted(best, key=lambda hit: (hit.start, hit.end, hit.code))
    )
    return InjectionScreening(score >= INJECTION_THRESHOLD, score, findings)


def _match_rules(view: NormalisedText, origin: Origin) -> Iterator[_Hit]:
    for rule in _rules_for(origin):
        match = rule.find(view.text)
        if match is not None:
            yield _Hit(rule.code, rule.weight, *view.original_span(match.start(), match.end()))


@cache
def _rules_for(origin: Origin) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if origin in rule.origins)


def _disguised_hits(plain: NormalisedText, origin: Origin, known: dict[FindingCode, float]) -> Iterator[_Hit]:
    respelled = respelled_view(plain)
    for view in (*([respelled] if respelled else []), *mirrored_views(plain)):
        for hit in _news(_match_rules(view, origin), known):
            yield hit
            yield _Hit(FindingCode.OBFUSCATION, _OBFUSCATION_WEIGHT, hit.start, hit.end)


def _decoded_hits(text: str, origin: Origin, known: dict[FindingCode, float]) -> Iterator[_Hit]:
    view = decoded_view(text)
    if view is None:
        return
    hits = list(_news(_match_rules(view, origin), known))
    yield from hits
    for hit in hits or [_Hit(FindingCode.ENCODED_PAYLOAD, 0.0, 0, len(text))]:
        weight = _OBFUSCATION_WEIGHT if hits else _READABLE_PAYLOAD_WEIGHT
        yield _Hit(FindingCode.ENCODED_PAYLOAD, weight, hit.start, hit.end)


def _news(hits: Iterable[_Hit], known: dict[FindingCode, float]) -> Iterator[_Hit]:
    """The hits that say more than the plain reading did."""
    return (hit for hit in hits if hit.weight > known.get(hit.code, 0.0))


def _strongest_per_family(hits: Iterable[_Hit]) -> list[_Hit]:
    """One hit per family, so that ten wordings of one thing do not count as ten reasons."""
    best: dict[FindingCode, _Hit] = {}
    for hit in hits:
        if hit.code not in best or hit.weight > best[hit.code].weight:
            best[hit.code] = hit
    return list(best.values())


def _noisy_or(weights: Iterable[float]) -> float:
    harmless = 1.0
    for weight in weights:
        harmless *= 1.0 - weight
    return round(1.0 - harmless, 4)


def _finding(hit: _Hit, text: str) -> Finding:
    return Finding(hit.code, hit.code.meaning, hit.start, hit.end, text[hit.start : hit.end])
