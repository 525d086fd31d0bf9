"""Judges an answer against its evidence, claim by claim: the entry of the grounding wing."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.embedder import Embedder
from verify.grounding.claim_judge import ClaimJudge
from verify.grounding.claims import ClaimSplit, split_into_claims
from verify.grounding.evidence import Evidence
from verify.grounding.findings import Finding
from verify.grounding.language import is_plainly_not_english
from verify.grounding.measuring import AnswerMeter, MeasuredClaim
from verify.grounding.reasons import make_reason
from verify.grounding.scoring import MISMATCHES, Signals, score_of_answer, share_kept
from verify.grounding.second_opinion import SecondOpinion
from verify.grounding.tagging.tagger import Tagger
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
from verify.nlp import EntityFinder


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
        self._meter = AnswerMeter(embedder, entity_finder or EntityFinder(), tagger)
        self._judge_when_unsure = judge
        self.tuning = tuning or shipped_tuning()

    @property
    def has_tagger(self) -> bool:
        return self._meter.has_tagger

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
        measured = self._meter.measure(answer, split, contexts, question=question or "")
        if not measured.evidence.sentences:
            claims = tuple(_without_evidence(answer, span) for span in split.claims)
            return Verification(Outcome.NO_CONTEXTS, False, 0.0, claims, split.non_claims)
        opinion = SecondOpinion(self._judge_when_unsure, contexts, question or "")
        judging = _Judging(answer, measured.evidence, opinion, self.tuning.supported_at[operating_point])
        return _conclude(answer, split, [self._judge(claim, judging) for claim in measured.claims])

    def measure(
        self, answer: str, contexts: Sequence[str], *, question: str | None = None
    ) -> list[tuple[Span, Signals | None]]:
        """Return every claim with its signals; one that stands verbatim in the evidence needs none."""
        split = split_into_claims(answer)
        found = self._meter.measure(answer, split, contexts, question=question or "")
        return [(claim.span, claim.measured.signals if claim.measured else None) for claim in found.claims]

    def _judge(self, claim: MeasuredClaim, judging: "_Judging") -> tuple[ClaimVerdict, float]:
        """Return the verdict, and the probability by the signals alone, for the score of the whole answer."""
        text, evidence, measured = claim.statement.text, judging.evidence, claim.measured
        if measured is None:
            made = judging.conclude(claim, Verdict.SUPPORTED, VERBATIM_SCORE, evidence=claim.verbatim)
            return made, VERBATIM_SCORE
        if is_plainly_not_english(text):
            unread = (_whole_claim(text),)
            return judging.conclude(claim, Verdict.NOT_ENOUGH_EVIDENCE, 0.0, findings=unread), 0.0
        findings, signals = measured.findings, measured.signals
        probability = self.tuning.probability_of_support(signals)
        if not findings:
            # What a value that is wrong or missing decides is no close call.
            probability = judging.opinion.weigh(
                text, probability, judging.supported_at, evidence, signals.similarity.nearest
            )
        score = probability * share_kept(signals.codes)
        verdict = _decide(score, signals, judging.supported_at)
        if verdict is not Verdict.SUPPORTED and not findings:
            findings = find_unsupported_words(text, signals.tags) or (_whole_claim(text),)
        denied = (finding.evidence for finding in findings if finding.evidence is not None)
        stated = (match.evidence for match in measured.matches)
        nearest = (evidence.sentences[number].where for number in signals.similarity.nearest)
        made = judging.conclude(
            claim, verdict, score, findings=findings, evidence=(*denied, *stated, *nearest)
        )
        return made, probability


@dataclass(frozen=True, slots=True)
class _Judging:
    """What the claims of one answer are judged by."""

    answer: str
    evidence: Evidence
    opinion: SecondOpinion
    supported_at: float

    def conclude(
        self,
        claim: MeasuredClaim,
        verdict: Verdict,
        score: float,
        *,
        findings: tuple[Finding, ...] = (),
        evidence: tuple[EvidenceSpan, ...] = (),
    ) -> ClaimVerdict:
        start, end = claim.span
        reasons = []
        for finding in findings:
            inner = claim.stripped.to_original(finding.span)
            reasons.append(make_reason(finding, (start + inner[0], start + inner[1])))
        text = self.answer[start:end]
        return ClaimVerdict(start, end, text, verdict, score, tuple(reasons), tuple(dict.fromkeys(evidence)))


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


def _whole_claim(text: str) -> Finding:
    return Finding(ReasonCode.LOW_SIMILARITY, (0, len(text)), text)


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
