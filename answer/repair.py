"""Step 10: cuts the claims that failed out of the text; what stays is judged again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verify.grounding.findings import Finding
from verify.grounding.reasons import make_reason
from verify.grounding.verdict import ClaimVerdict, OperatingPoint, ReasonCode, Span, Verdict

# What is left of a line when its claims are gone: punctuation, or the number of a list item.
_BARE_LINE = re.compile(r"[\W_]*(?:\(?(?:\d{1,3}|[a-z])[.)])?[\W_]*")
_BLANK_LINES = re.compile(r"\n{3,}")


# Probability of support from which a claim stands although another one of its answer failed: where one is
# wrong, what is merely likely is wrong more often too. `strict` keeps only what stands word for word in the
# evidence (decision 0026).
SURE_AT = {OperatingPoint.STRICT: 0.99, OperatingPoint.BALANCED: 0.95, OperatingPoint.LENIENT: 0.0}


def failed_claims(claims: Sequence[ClaimVerdict]) -> list[ClaimVerdict]:
    return [claim for claim in claims if claim.verdict is not Verdict.SUPPORTED]


def withheld_claims(claims: Sequence[ClaimVerdict], point: OperatingPoint) -> list[ClaimVerdict]:
    """Return what must go: claims that failed, and those that are not sure enough beside them."""
    if not failed_claims(claims):
        return []
    return [
        claim if claim.verdict is not Verdict.SUPPORTED else _doubt(claim)
        for claim in claims
        if claim.verdict is not Verdict.SUPPORTED or claim.score < SURE_AT[point]
    ]


def _doubt(claim: ClaimVerdict) -> ClaimVerdict:
    finding = Finding(ReasonCode.BESIDE_FAILED, (0, len(claim.text)), claim.text)
    reason = make_reason(finding, (claim.start, claim.end))
    return replace(claim, verdict=Verdict.NOT_ENOUGH_EVIDENCE, reasons=(reason,))


def drop_claims(text: str, failed: Sequence[ClaimVerdict]) -> str:
    """Return the text without the failed claims, and without the lines that held nothing else."""
    cuts = sorted((claim.start, claim.end) for claim in failed)
    kept = "\n".join(_kept_lines(text, cuts))
    return _BLANK_LINES.sub("\n\n", kept).strip()


def _kept_lines(text: str, cuts: Sequence[Span]) -> Iterator[str]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [cut for cut in cuts if cut[0] < end and cut[1] > start]
        left = _without(line, [(cut[0] - start, cut[1] - start) for cut in inside])
        if not inside or not _BARE_LINE.fullmatch(left):
            yield left
        start = end + 1


def _without(line: str, cuts: Sequence[Span]) -> str:
    if not cuts:
        return line
    left, position = "", 0
    for start, end in [*cuts, (len(line), len(line))]:
        piece = line[position : max(start, position)]
        # Nothing was cut before the first piece, so its indentation stays.
        left += piece.lstrip() if position and (not left or left[-1].isspace()) else piece
        position = max(end, position)
    return left.rstrip()
