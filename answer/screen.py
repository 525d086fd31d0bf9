"""Steps 1 and 4: attacks are blocked in questions, and cut out of evidence sentence by sentence."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from answer.answer import AnswerFinding
from answer.request import AnswerRequest, Role
from retrieval.chunk import RetrievedChunk
from verify.grounding.claims import split_into_sentences
from verify.screening.findings import Origin
from verify.screening.injection import InjectionScreening, screen_injection

# Chunks whose screening is remembered: the same ones come back in many answers.
KEPT_CHUNKS = 512


def screen_question(request: AnswerRequest) -> tuple[bool, list[AnswerFinding]]:
    """Return whether the question, or a user's turn before it, is an attack, and what was found."""
    texts = [turn.text for turn in request.conversation if turn.role is Role.USER]
    screenings = [screen_injection(text, origin=Origin.USER) for text in [*texts, request.question]]
    findings = [
        AnswerFinding("question", finding.code, finding.message)
        for screening in screenings
        for finding in screening.findings
    ]
    return any(screening.injection for screening in screenings), findings


def screen_evidence(
    evidence: Sequence[RetrievedChunk],
) -> tuple[list[RetrievedChunk], list[AnswerFinding]]:
    """Blank every sentence that carries instructions to a chat model; drop chunks of nothing else.

    Blanked text keeps its length, so that offsets into a chunk stay true. A title or heading that carries
    instructions is left out too, because the chat model reads them above the text.
    """
    kept: list[RetrievedChunk] = []
    findings: list[AnswerFinding] = []
    for hit in evidence:
        text, found = _blank_instructions(hit.chunk.text)
        heading = screen_injection(hit.chunk.context, origin=Origin.DOCUMENT)
        found += _report(heading) if heading.injection else ()
        findings += [
            replace(finding, message=f"{hit.chunk.document}: {finding.message}") for finding in found
        ]
        if text.strip():
            chunk = replace(hit.chunk, text=text)
            kept.append(
                replace(hit, chunk=replace(chunk, title="", heading="") if heading.injection else chunk)
            )
    return kept, findings


@lru_cache(maxsize=KEPT_CHUNKS)
def _blank_instructions(text: str) -> tuple[str, tuple[AnswerFinding, ...]]:
    whole = screen_injection(text, origin=Origin.DOCUMENT)
    if not whole.findings:
        return text, ()
    findings: tuple[AnswerFinding, ...] = ()
    for start, end in split_into_sentences(text):
        screening = screen_injection(text[start:end], origin=Origin.DOCUMENT)
        if screening.injection:
            findings += _report(screening)
            text = text[:start] + " " * (end - start) + text[end:]
    rest = screen_injection(text, origin=Origin.DOCUMENT)
    if rest.injection:
        # The instruction is spread over several sentences: none of them can be trusted.
        return "", findings + _report(rest)
    return text, findings


def _report(screening: InjectionScreening) -> tuple[AnswerFinding, ...]:
    return tuple(AnswerFinding("evidence", found.code, found.message) for found in screening.findings)
