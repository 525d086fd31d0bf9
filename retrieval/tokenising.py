"""Cuts text into the embedding model's word pieces; the only file that touches tokenizers."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# No encoding can write half of a surrogate pair, and the tokenizer refuses it; offsets stay as they are.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def open_tokenizer(file: Path, *, limit: int | None) -> "Tokenizer":
    """Return the tokenizer of that file; beyond `limit` word pieces it cuts a text off."""
    from tokenizers import Tokenizer  # noqa: PLC0415  # 0.2 s that `--help` does without

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if limit is not None:
        tokenizer.enable_truncation(limit)
    return tokenizer


def count_pieces(tokenizer: "Tokenizer", text: str) -> int:
    return len(tokenizer.encode(encodable([text])[0]).ids)


def encodable(texts: Sequence[str]) -> list[str]:
    return [_LONE_SURROGATE.sub("\ufffd", text) for text in texts]
