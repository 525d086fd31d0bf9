"""The plug-in point for a larger detector: a second opinion on claims that the verifier is unsure of.

`local_judge.py` runs a model from a folder; a chat model as judge is implemented above this room.
"""

from collections.abc import Sequence
from typing import Protocol


class ClaimJudge(Protocol):
    """Asked about one claim at a time, so that no verdict depends on what follows it."""

    def judge(self, claim: str, contexts: Sequence[str], question: str) -> float | None:
        """Return the probability in [0, 1] that the contexts support the claim; None when it cannot tell."""
        ...
