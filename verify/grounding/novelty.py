"""What a claim brings that the evidence does not have: new words, runs of them, and new neighbours."""

from dataclasses import dataclass

from verify.grounding.evidence import Evidence, stem_pairs
from verify.grounding.statement import Statement


@dataclass(frozen=True, slots=True)
class Novelty:
    """Counts. `longest_run` is of new content words in a row, `pairs` are neighbours never met there."""

    words: int
    longest_run: int
    pairs: int


def measure_novelty(
    claim: Statement, evidence: Evidence, *, settled: frozenset[str] = frozenset()
) -> Novelty:
    """Measure a claim; `settled` are stems of values that the evidence states in other words."""
    known = evidence.stems | settled
    content = [word.stem for word in claim.words if word.is_content]
    words = longest = run = 0
    for stem in content:
        run = 0 if stem in known else run + 1
        words += stem not in known
        longest = max(longest, run)
    pairs = sum(pair not in evidence.bigrams and not settled & set(pair) for pair in stem_pairs(claim))
    return Novelty(words, longest, pairs)
