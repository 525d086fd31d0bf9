"""The tagger's network, in the library that trains it; `verify.grounding.tagging` runs the same without."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers import BertModel

from retrieval.embedder import MIDDLE_LAYER
from verify.grounding.tagging.layout import EVIDENCE, GROUPS, KINDS, Row

DROPOUT = 0.1
# Matrices are padded to a multiple of this many word pieces: with free shapes the allocator keeps growing.
LENGTH_STEP = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """One evidence and rows that rest on it; `states` (pieces, width) holds the evidence, then row by row."""

    states: Tensor
    evidence: int
    rows: Sequence[Row]


class Tagger(nn.Module):
    """Two heads on the upper layers of the embedding model: log odds of unsupported, per piece and claim.

    Evidence sees evidence only, so it can be computed once and in any order; a row sees the evidence, its
    question, and its claims up to the one at hand. Reading texts jointly from a middle layer on, with what
    lies below computed ahead: MacAvaney et al. 2020, "Efficient Document Re-Ranking for Transformers by
    Precomputing Term Representations".
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False)
        width = encoder.config.hidden_size
        self.heads = encoder.config.num_attention_heads
        self.epsilon = encoder.config.layer_norm_eps
        self.layers = encoder.encoder.layer[MIDDLE_LAYER:]
        self.kinds = nn.Embedding(KINDS, width)
        self.groups = nn.Embedding(GROUPS, width)
        self.dropout = nn.Dropout(DROPOUT)
        self.token_head = nn.Linear(width, 1)
        self.claim_head = nn.Linear(2 * width, 1)
        nn.init.normal_(self.kinds.weight, std=0.02)
        nn.init.normal_(self.groups.weight, std=0.02)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return states (pieces, width) and log odds (pieces) of the rows, one after the other."""
        kinds = [EVIDENCE] * batch.evidence + [kind for row in batch.rows for kind in row.kinds]
        groups = [0] * batch.evidence + [group for row in batch.rows for group in row.groups]
        spare = -len(kinds) % LENGTH_STEP
        known = nn.functional.pad(batch.states, (0, 0, 0, spare))
        added = self.kinds(torch.tensor(kinds + [0] * spare)) + self.groups(
            torch.tensor(groups + [0] * spare)
        )
        states = self.dropout(known + added)
        masks = [visible(batch.evidence, row) for row in batch.rows]
        for layer in self.layers:
            states = self._read_on(layer, states, batch, masks, spare)
        states = states[batch.evidence : len(kinds)]
        return states, self.token_head(states).squeeze(-1)

    def judge_claim(self, states: Tensor) -> Tensor:
        """Return the log odds that a claim is unsupported, from its states (pieces, width)."""
        odds: Tensor = self.claim_head(torch.cat([states.mean(0), states.max(0).values]))
        return odds.squeeze(-1)

    def _read_on(
        self,
        layer: Any,  # noqa: ANN401  # the library does not type what its layers are made of
        states: Tensor,
        batch: Batch,
        masks: Sequence[Tensor],
        spare: int,
    ) -> Tensor:
        attention = layer.attention
        parts = (attention.self.query, attention.self.key, attention.self.value)
        q, k, v = (self._split(part(states)) for part in parts)
        given = slice(0, batch.evidence)
        heard = []
        if batch.evidence:
            heard.append(_attend(q[:, given], k[:, given], v[:, given], None))
        start = batch.evidence
        for row, mask in zip(batch.rows, masks, strict=True):
            own = slice(start, start + len(row.kinds))
            start = own.stop
            keys, values = (torch.cat([part[:, given], part[:, own]], 1) for part in (k, v))
            heard.append(_attend(q[:, own], keys, values, mask))
        told = nn.functional.pad(torch.cat(heard), (0, 0, 0, spare))
        middle = attention.output.LayerNorm(states + self.dropout(attention.output.dense(told)))
        inner = nn.functional.gelu(layer.intermediate.dense(middle))
        found: Tensor = layer.output.LayerNorm(middle + self.dropout(layer.output.dense(inner)))
        return found

    def _split(self, mapped: Tensor) -> Tensor:
        heads: Tensor = mapped.view(len(mapped), self.heads, -1)
        return heads.transpose(0, 1)


def visible(evidence: int, row: Row) -> Tensor:
    """Return which of the evidence and of its row each word piece sees: (row, evidence + row)."""
    groups = torch.tensor(row.groups)
    own = groups[None, :] <= groups[:, None]
    return torch.cat([torch.ones(len(row.groups), evidence, dtype=torch.bool), own], 1)


def _attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Return (pieces, width) from (heads, pieces, width / heads)."""
    told = scaled_dot_product_attention(q[None], k[None], v[None], attn_mask=mask)[0]
    return told.transpose(0, 1).reshape(q.shape[1], -1)
