"""Judges an answer against its evidence, claim by claim: the entry of the grounding wing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.embedder import Embedder
from verify.grounding.citation_markers import StrippedText, strip_citation_markers
from verify.grounding.claim_judge import ClaimJudge
from verify.grounding.claims import ClaimSplit, split_into_claims
from verify.grounding.entities import compare_entities
from verify.grounding.evidence import Evidence, EvidenceReader
from verify.grounding.findings import Finding, Match
from verify.grounding.language import is_plainly_not_english
from verify.grounding.negation import find_flip
from verify.grounding.novelty import measure_novelty
from verify.grounding.numbers import compare_numbers
from verify.grounding.reasons import make_reason
from verify.grounding.scoring import (
    MISMATCHES,
    Signals,
    score_of_answer,
    share_kept,
)
from verify.grounding.second_opinion import SecondOpinion
from verify.grounding.similarity import SimilarityMeter
from verify.grounding.statement import Statement, make_statement
from verify.grounding.tagging.reading import ClaimToTag, tag_claims
from verify.grounding.tagging.tagger import Tagger, Tags
from verify.grounding.tagging.words import find_unsupported_words
from verify.grounding.thresholds import (
    MAX_ANSWER_CHARACTERS,
    MAX_CONTEXT_CHARACTERS,
    NO_CLAIMS_SCORE,
    VERBATIM_SCORE,
)
from verify.grounding.tuning import Tuning, shipped_tuning
from verify.grounding.verdict import (
    ClaimVerdict,
    EvidenceSpan,
    OperatingPoint,
    Outcome,
    ReasonCode,
    Span,
    Verdict,
    Verification,
)
from verify.grounding.wording import read_wording
from verify.grounding.words import content_stems
from verify.nlp import EntityFinder

_PRONOUN_START = re.compile(
    r"\W*(?:it|its|they|their|he|his|she|her|this|that|these|those|both)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Task:
    """One claim to judge, with all that its verdict may depend on."""

    answer: str
    span: Span
    stripped: StrippedText
    statement: Statement
    evidence: Evidence
    verbatim: tuple[EvidenceSpan, ...]
    meter: SimilarityMeter
    question_stems: frozenset[str]
    subject: frozenset[str]
    place: int
    supported_at: float
    tags: Tags | None = None


@dataclass(frozen=True, slots=True)
class _Measured:
    """What was found out about a claim: signals, what speaks against it, and which values stand there."""

    signals: Signals
    findings: tuple[Finding, ...]
    matches: tuple[Match, ...]


class GroundingVerifier:
    """Text in, verdicts out: offline and deterministic unless a judge is not, safe to share between threads.

    A claim's verdict depends on the question, the evidence and the claims before it, never on later text, so
    that claims can be released one by one. Each is compared with all of the evidence, which returns in many
    answers: give it a `CachedEmbedder`.
    """

    def __init__(
        self,
        embedder: Embedder,
        entity_finder: EntityFinder | None = None,
        *,
        tagger: Tagger | None = None,
        judge: ClaimJudge | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        self._entity_finder = entity_finder or EntityFinder()
        self._reader = EvidenceReader(self._entity_finder)
        self._embedder = embedder
        self._tagger = tagger
        self._judge_when_unsure = judge
        self.tuning = tuning or shipped_tuning()

    @property
    def has_tagger(self) -> bool:
        return self._tagger is not None

    def verify(
        self,
        answer: str,
        contexts: Sequence[str],
        *,
        question: str | None = None,
        operating_point: OperatingPoint = OperatingPoint.BALANCED,
    ) -> Verification:
        if too_long := find_excess(answer, contexts):
            return Verification(Outcome.TOO_LONG, grounded=False, score=0.0, detail=too_long)
        split = split_into_claims(answer)
        if not split.claims:
            # Nothing is asserted, so nothing is ungrounded; the outcome tells it from a grounded answer.
            return Verification(Outcome.NO_CLAIMS, True, NO_CLAIMS_SCORE, non_claims=split.non_claims)
        evidence = self._reader.read(contexts)
        if not evidence.sentences:
            claims = tuple(_without_evidence(answer, span) for span in split.claims)
            return Verification(Outcome.NO_CONTEXTS, False, 0.0, claims, split.non_claims)
        opinion = SecondOpinion(self._judge_when_unsure, contexts, question or "")
        supported_at = self.tuning.supported_at[operating_point]
        tasks = self._make_tasks(answer, split, evidence, question=question or "", supported_at=supported_at)
        return _conclude(answer, split, [self._judge(task, opinion) for task in tasks])

    def measure(
        self, answer: str, contexts: Sequence[str], *, question: str | None = None
    ) -> list[tuple[Span, Signals | None]]:
        """Return every claim with its signals; one that stands verbatim in the evidence needs none."""
        evidence = self._reader.read(contexts)
        split = split_into_claims(answer)
        tasks = self._make_tasks(answer, split, evidence, question=question or "", supported_at=1.0)
        return [(task.span, None if task.verbatim else self._measure(task).signals) for task in tasks]

    def _make_tasks(
        self, answer: str, split: ClaimSplit, evidence: Evidence, *, question: str, supported_at: float
    ) -> list[_Task]:
        tasks = list(self._read_claims(answer, split, evidence, question=question, supported_at=supported_at))
        # One batch for all: the vectors are cached, and a text's vector does not depend on its batch.
        self._embedder.embed_documents([task.statement.text for task in tasks if not task.verbatim])
        if self._tagger is None or not evidence.sentences:
            return tasks
        claims = [ClaimToTag(task.statement, wanted=not task.verbatim) for task in tasks]
        tags = tag_claims(self._tagger, self._embedder, question, claims, evidence)
        return [replace(task, tags=found) for task, found in zip(tasks, tags, strict=True)]

    def _read_claims(
        self, answer: str, split: ClaimSplit, evidence: Evidence, *, question: str, supported_at: float
    ) -> Iterator[_Task]:
        question_stems = content_stems(question)
        subject: frozenset[str] = frozenset()
        meter = SimilarityMeter(evidence, self._embedder)
        for place, span in enumerate(split.claims):
            stripped = strip_citation_markers(answer[slice(*span)])
            statement = make_statement(stripped.text, self._entity_finder.find_entities(stripped.text))
            refers_back = bool(_PRONOUN_START.match(stripped.text))
            yield _Task(
                answer=answer,
                span=span,
                stripped=stripped,
                statement=statement,
                evidence=evidence,
                verbatim=evidence.find_verbatim(statement.text),
                meter=meter,
                question_stems=question_stems,
                subject=subject if refers_back else frozenset(),
                place=place,
                supported_at=supported_at,
            )
            subject = subject | statement.stems if refers_back else statement.stems

    def _judge(self, task: _Task, opinion: SecondOpinion) -> tuple[ClaimVerdict, float]:
        """Return the verdict, and the probability by the signals alone, for the score of the whole answer."""
        statement, evidence = task.statement, task.evidence
        if task.verbatim:
            made = _make_verdict(task, Verdict.SUPPORTED, VERBATIM_SCORE, evidence=task.verbatim)
            return made, VERBATIM_SCORE
        if is_plainly_not_english(statement.text):
            unread = (_whole_claim(statement),)
            return _make_verdict(task, Verdict.NOT_ENOUGH_EVIDENCE, 0.0, findings=unread), 0.0
        measured = self._measure(task)
        findings, signals = measured.findings, measured.signals
        probability = self.tuning.probability_of_support(signals)
        if not findings:
            # What a value that is wrong or missing decides is no close call.
            probability = opinion.weigh(
                statement.text, probability, task.supported_at, evidence, signals.similarity.nearest
            )
        score = probability * share_kept(signals.codes)
        verdict = _decide(score, signals, task.supported_at)
        if verdict is not Verdict.SUPPORTED and not findings:
            findings = find_unsupported_words(statement.text, signals.tags) or (_whole_claim(statement),)
        denied = (finding.evidence for finding in findings if finding.evidence is not None)
        stated = (match.evidence for match in measured.matches)
        nearest = (evidence.sentences[number].where for number in signals.similarity.nearest)
        made = _make_verdict(task, verdict, score, findings=findings, evidence=(*denied, *stated, *nearest))
        return made, probability

    def _measure(self, task: _Task) -> _Measured:
        statement, evidence = task.statement, task.evidence
        findings, matches = _find_differences(task)
        settled = frozenset(stem for match in matches for stem in statement.stems_inside(match.span))
        stems = statement.stems
        signals = Signals(
            similarity=task.meter.measure(statement, settled=settled),
            novelty=measure_novelty(statement, evidence, settled=settled),
            wording=read_wording(statement.text),
            word_count=len(statement.words),
            question_coverage=len(stems & task.question_stems) / len(stems) if stems else 0.0,
            place=task.place,
            codes=tuple(finding.code for finding in findings),
            # It does no arithmetic: of a value that the evidence states in other words it knows nothing.
            tags=None if settled - evidence.stems else task.tags,
        )
        return _Measured(signals, findings, matches)


def _conclude(answer: str, split: ClaimSplit, judged: Sequence[tuple[ClaimVerdict, float]]) -> Verification:
    """Put the verdicts together; `judged` holds each with the probability of support before the findings."""
    foreign = sum(end - start for start, end in split.claims if is_plainly_not_english(answer[start:end]))
    unsupported_language = 2 * foreign > sum(end - start for start, end in split.claims)
    grounded = all(verdict.verdict is Verdict.SUPPORTED for verdict, _ in judged)
    return Verification(
        outcome=Outcome.UNSUPPORTED_LANGUAGE if unsupported_language else Outcome.VERIFIED,
        grounded=grounded and not unsupported_language,
        score=score_of_answer([probability for _, probability in judged]),
        claims=tuple(verdict for verdict, _ in judged),
        non_claims=split.non_claims,
    )


def _decide(score: float, signals: Signals, supported_at: float) -> Verdict:
    if MISMATCHES.intersection(signals.codes):
        return Verdict.CONTRADICTED
    return Verdict.SUPPORTED if score >= supported_at else Verdict.NOT_ENOUGH_EVIDENCE


def _find_differences(task: _Task) -> tuple[tuple[Finding, ...], tuple[Match, ...]]:
    """Return what speaks against the claim, and the values that the evidence does state."""
    numbers = compare_numbers(task.statement, task.evidence, task.subject)
    names = compare_entities(task.statement, task.evidence, known=task.question_stems, subject=task.subject)
    flip = find_flip(task.statement, task.evidence, task.subject)
    findings = (*numbers.findings, *names.findings, *([flip] if flip else []))
    return findings, (*numbers.matches, *names.matches)


def _make_verdict(
    task: _Task,
    verdict: Verdict,
    score: float,
    *,
    findings: tuple[Finding, ...] = (),
    evidence: tuple[EvidenceSpan, ...] = (),
) -> ClaimVerdict:
    start, end = task.span
    reasons = []
    for finding in findings:
        inner = task.stripped.to_original(finding.span)
        reasons.append(make_reason(finding, (start + inner[0], start + inner[1])))
    return ClaimVerdict(
        start, end, task.answer[start:end], verdict, score, tuple(reasons), tuple(dict.fromkeys(evidence))
    )


def _whole_claim(statement: Statement) -> Finding:
    return Finding(ReasonCode.LOW_SIMILARITY, (0, len(statement.text)), statement.text)


def _without_evidence(answer: str, span: Span) -> ClaimVerdict:
    text = answer[slice(*span)]
    reason = make_reason(Finding(ReasonCode.NO_EVIDENCE, (0, len(text)), text), span)
    return ClaimVerdict(*span, text, Verdict.NOT_ENOUGH_EVIDENCE, 0.0, (reason,))


def find_excess(answer: str, contexts: Sequence[str]) -> str | None:
    """Return in words what makes an answer and its contexts too long to be checked."""
    if len(answer) > MAX_ANSWER_CHARACTERS:
        return f"the answer has {len(answer):,} characters, more than {MAX_ANSWER_CHARACTERS:,}"
    total = sum(len(context) for context in contexts)
    if total > MAX_CONTEXT_CHARACTERS:
        return f"the contexts have {total:,} characters in all, more than {MAX_CONTEXT_CHARACTERS:,}"
    return None
