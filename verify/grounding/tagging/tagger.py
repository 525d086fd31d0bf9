"""Says of each claim, and of each word piece in it, how likely the evidence does not carry it."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import numpy as np

from retrieval.embedder import TokenVectors
from verify.grounding.tagging.layout import (
    EVIDENCE,
    QUESTION_PIECES,
    ROW_PIECES,
    Row,
    Run,
    find_runs,
    lay_out,
)
from verify.grounding.tagging.network import Memory, Network
from verify.grounding.tagging.weights import load_weights
from verify.grounding.verdict import Span

ARTEFACT = Path(__file__).with_name("tagger.npz")
# Read evidence kept between calls: each word piece of it takes 9 kB, and none has more than a thousand.
KEPT_EVIDENCE = 8


@dataclass(frozen=True, slots=True)
class Tags:
    """Log odds that a claim is unsupported: of the `whole`, and of each word piece, with its span."""

    whole: float
    pieces: tuple[float, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ReadEvidence:
    """Evidence as the network keeps it, and the runs of word pieces in it."""

    memory: Memory
    runs: frozenset[Run]


class Tagger:
    """Safe to share between threads; its results depend on the texts only, never on earlier calls."""

    def __init__(self, file: Path = ARTEFACT) -> None:
        self._network = Network(load_weights(file))
        self._read: OrderedDict[tuple[bytes, ...], ReadEvidence] = OrderedDict()
        self._lock = Lock()

    @property
    def base(self) -> str:
        """The fingerprint of the embedding model whose vectors it reads; no other will do."""
        return self._network.weights.base

    def read(self, evidence: Sequence[TokenVectors], *, keep: bool = True) -> ReadEvidence:
        """Read the sentences of the evidence, which must come in an order that is theirs alone.

        What is not to come back should not be kept: it would crowd out what does.
        """
        if not keep:
            return self._read_anew(evidence)
        key = tuple(text.pieces.tobytes() for text in evidence)
        with self._lock:
            if (known := self._read.get(key)) is not None:
                self._read.move_to_end(key)
                return known
        read = self._read_anew(evidence)
        with self._lock:
            self._read[key] = read
            while len(self._read) > KEPT_EVIDENCE:
                self._read.popitem(last=False)
        return read

    def tag(
        self, question: TokenVectors, claims: Sequence[TokenVectors], evidence: ReadEvidence
    ) -> list[Tags | None]:
        """Return the tags of each claim, in the light of those before it; None where no word piece is."""
        found: list[Tags | None] = [None] * len(claims)
        rows = lay_out(question.pieces.tolist(), [claim.pieces.tolist() for claim in claims], evidence.runs)
        for row in rows:
            self._tag_row(row, question, claims, evidence, found)
        return found

    def _tag_row(
        self,
        row: Row,
        question: TokenVectors,
        claims: Sequence[TokenVectors],
        evidence: ReadEvidence,
        found: list[Tags | None],
    ) -> None:
        memory = evidence.memory.continued(len(row.kinds))
        texts = [question.middle[:QUESTION_PIECES], *(claims[one].middle[:ROW_PIECES] for one in row.claims)]
        opening = [(0, len(texts[0]))] if len(texts[0]) else []
        read = self._network.read_row(
            np.concatenate(texts).astype(np.float32),
            np.array(row.kinds),
            np.array(row.groups),
            memory,
            bounds=[*opening, *row.bounds],
        )
        weights = self._network.weights
        for number, (first, last) in zip(row.claims, row.bounds, strict=True):
            states = read[first:last]
            pooled = np.concatenate([states.mean(axis=0), states.max(axis=0)])
            found[number] = Tags(
                whole=float(weights.claim_head(pooled[None])[0, 0]),
                pieces=tuple(weights.token_head(states)[:, 0].tolist()),
                spans=claims[number].spans[:ROW_PIECES],
            )

    def _read_anew(self, evidence: Sequence[TokenVectors]) -> ReadEvidence:
        count = sum(len(text.pieces) for text in evidence)
        memory = Memory(self._network.weights, count)
        if count:
            states = np.concatenate([text.middle for text in evidence]).astype(np.float32)
            self._network.read(states, np.full(count, EVIDENCE), np.zeros(count, dtype=np.int64), memory)
        return ReadEvidence(memory, find_runs(text.pieces.tolist() for text in evidence))


def open_tagger(fingerprint: str) -> Tagger | None:
    """Return the tagger that ships, or None when it was not made for that embedding model."""
    tagger = Tagger()
    return tagger if tagger.base == fingerprint else None
