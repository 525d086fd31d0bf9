"""Step 10: cuts the claims that failed out of the text; what stays is judged again."""

from collections.abc import Sequence

from verify.grounding.verdict import ClaimVerdict, Verdict


def failed_claims(claims: Sequence[ClaimVerdict]) -> list[ClaimVerdict]:
    return [claim for claim in claims if claim.verdict is not Verdict.SUPPORTED]


def drop_claims(text: str, failed: Sequence[ClaimVerdict]) -> str:
    """Return the text without the failed claims, and without the lines that held nothing else."""
    for claim in sorted(failed, key=lambda claim: claim.start, reverse=True):
        text = text[: claim.start].rstrip(" ") + " " + text[claim.end :].lstrip(" ")
    lines = [line.rstrip() for line in text.splitlines()]
    return "\n".join(line for line in lines if any(map(str.isalnum, line.lstrip("-*0123456789.) ")))).strip()
