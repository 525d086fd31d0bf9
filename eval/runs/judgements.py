"""What one outcome says for one metric: a yes or no, a part and a whole, or None where it is not about it."""

import math
import re
from collections import Counter
from collections.abc import Callable

from answer.decision import Status
from eval.case import CaseKind
from eval.runs.outcome import CaseOutcome
from eval.runs.score import OF_THE_JUDGE

Judgement = Callable[[CaseOutcome], float | None]

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_WORD = re.compile(r"[^\w\s]|_")


def has_status(status: Status | None) -> Judgement:
    return lambda outcome: float(outcome.status is status)


def is_hallucinated(outcome: CaseOutcome) -> float | None:
    """Whether a person marked something in the recorded answer."""
    recorded = outcome.case.recorded
    return None if recorded is None or recorded.hallucinated is None else float(recorded.hallucinated)


def marks_among_claims(outcome: CaseOutcome) -> tuple[float, float] | None:
    marks = [claim.marked for claim in outcome.claims if claim.marked is not None]
    return (float(sum(marks)), float(len(marks))) if marks else None


def leaks(outcome: CaseOutcome) -> float | None:
    """Whether a marked claim was released; an error releases nothing."""
    return float(outcome.leaked) if outcome.is_labelled else None


def leaks_if_hallucinated(outcome: CaseOutcome) -> float | None:
    return leaks(outcome) if is_hallucinated(outcome) else None


def withholds(outcome: CaseOutcome) -> float | None:
    """Whether a draft that asserts something lost a claim, or was not released at all.

    Of the drafts that a service keeps to itself nobody knows; those that it released say nothing alone.
    """
    if not outcome.claims or outcome.score is None:
        return None
    return float(not all(claim.released for claim in outcome.claims))


def refuses_itself(outcome: CaseOutcome) -> float | None:
    """Whether the chat model's draft asserts nothing, as when it says that the sources do not tell."""
    return float(not outcome.claims) if outcome.score is not None else None


def is_clean(outcome: CaseOutcome) -> bool:
    """Whether there is an answer that should be released: labelled as sound, or to a question that has one.

    A draft that asserts nothing is the chat model's own refusal, not ours.
    """
    if outcome.is_labelled:
        return not is_hallucinated(outcome) and not refuses_itself(outcome)
    return outcome.case.has_answer


def refuses_needlessly(outcome: CaseOutcome) -> float | None:
    """Whether a sound answer was not released whole, or an answerable question not answered."""
    if not is_clean(outcome):
        return None
    whole = outcome.status is Status.ANSWERED
    return float(not whole if outcome.is_labelled else not outcome.released)


def should_abstain(outcome: CaseOutcome) -> bool | None:
    match outcome.case.kind:
        case CaseKind.UNANSWERABLE:
            return True
        case CaseKind.ANSWERABLE | CaseKind.FOLLOW_UP:
            return False
    return None


def abstains_rightly(outcome: CaseOutcome) -> float | None:
    """Of an abstention: whether the question has no answer."""
    right = should_abstain(outcome)
    return None if right is None or outcome.status is not Status.ABSTAINED else float(right)


def abstains_where_it_should(outcome: CaseOutcome) -> float | None:
    return float(outcome.status is Status.ABSTAINED) if should_abstain(outcome) else None


def is_blocked_of(*, hostile: bool) -> Judgement:
    def judge(outcome: CaseOutcome) -> float | None:
        about = (outcome.case.kind is CaseKind.HOSTILE) == hostile
        return float(outcome.status is Status.BLOCKED) if about else None

    return judge


def right_citations(outcome: CaseOutcome) -> tuple[float, float] | None:
    """How many citations name a document that holds the answer, of how many."""
    gold = outcome.case.gold_documents
    if not gold or not outcome.released or not outcome.cited:
        return None
    return float(sum(document in gold for document in outcome.cited)), float(len(outcome.cited))


def cites_gold(outcome: CaseOutcome) -> float | None:
    gold = outcome.case.gold_documents
    if not gold or not outcome.case.has_answer:
        return None
    return float(outcome.released and not set(gold).isdisjoint(outcome.cited))


def retrieves_within(places: int) -> Judgement:
    def judge(outcome: CaseOutcome) -> float | None:
        place = _first_place(outcome)
        return None if place is None else float(place <= places)

    return judge


def reciprocal_rank(outcome: CaseOutcome) -> float | None:
    place = _first_place(outcome)
    return None if place is None else 1 / place


def discounted_gain(places: int) -> Judgement:
    """Return the normalised discounted cumulative gain with one point for each right document.

    Järvelin and Kekäläinen (2002), "Cumulated gain-based evaluation of IR techniques".
    """

    def judge(outcome: CaseOutcome) -> float | None:
        gold = outcome.case.gold_documents
        if not gold or outcome.status is None:
            return None
        found = [place for place, name in enumerate(outcome.retrieved[:places], start=1) if name in gold]
        best = range(1, min(len(gold), places) + 1)
        return sum(map(_discount, found)) / sum(map(_discount, best))

    return judge


def output_tokens(outcome: CaseOutcome) -> float | None:
    return float(outcome.usage.output_tokens) or None


def similarity(outcome: CaseOutcome) -> float | None:
    return outcome.similarity


def token_f1(outcome: CaseOutcome) -> float | None:
    """Return the F1 of the words that a released answer shares with the reference.

    As Rajpurkar et al. (2016), "SQuAD: 100,000+ questions for machine comprehension of text", count it.
    """
    reference = outcome.case.reference or outcome.case.gold_quote
    if reference is None or not outcome.released:
        return None
    ours, theirs = Counter(_words(outcome.text)), Counter(_words(reference))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def ragas_value(metric: str) -> Judgement:
    def judge(outcome: CaseOutcome) -> float | None:
        score = outcome.find_score(metric)
        return None if score is None else score.value

    return judge


def ragas_spread(metric: str) -> Judgement:
    def judge(outcome: CaseOutcome) -> float | None:
        score = outcome.find_score(metric)
        return None if score is None else score.spread

    return judge


def ragas_errors(metric: str) -> Callable[[CaseOutcome], tuple[float, float] | None]:
    """Return how many tries the judge failed, of how many; what it was not asked about says nothing."""

    def judge(outcome: CaseOutcome) -> tuple[float, float] | None:
        score = outcome.find_score(metric)
        failed = [failure in OF_THE_JUDGE for failure in score.failures] if score else []
        tried = sum(failed) + len(score.values) if score else 0
        return (float(sum(failed)), float(tried)) if tried else None

    return judge


def _first_place(outcome: CaseOutcome) -> float | None:
    """Return the place of the first right document, infinity where there is none."""
    gold = outcome.case.gold_documents
    if not gold or outcome.status is None:
        return None
    places = (place for place, name in enumerate(outcome.retrieved, start=1) if name in gold)
    return next(places, math.inf)


def _discount(place: int) -> float:
    return 1 / math.log2(place + 1)


def _words(text: str) -> list[str]:
    return _ARTICLES.sub(" ", _NO_WORD.sub("", text.lower())).split()
