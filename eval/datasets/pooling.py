"""Makes a corpus of the contexts that cases bring along, so that they can be searched for too."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from eval.case import Case
from eval.datasets.dataset import SourceText


def pool_contexts(cases: Sequence[Case]) -> tuple[tuple[Case, ...], tuple[SourceText, ...]]:
    """Return the cases, with their own contexts as the right documents, and each context as a document."""
    documents: dict[str, SourceText] = {}
    pooled = []
    for case in cases:
        own = [SourceText(_name(text), text) for text in case.contexts if text.strip()]
        documents |= {document.path: document for document in own}
        gold = dict.fromkeys(document.path for document in own)
        pooled.append(replace(case, gold_documents=tuple(gold)))
    return tuple(pooled), tuple(documents.values())


def _name(text: str) -> str:
    return f"passages/{sha256(text.encode()).hexdigest()[:16]}.txt"
