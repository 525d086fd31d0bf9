"""A larger detector from a local folder as `ClaimJudge`: a cross-encoder, or a tagger of words."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from verify.errors import JudgeModelError

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# Word pieces of evidence and claim together; a model with a narrower window says so in its settings.
MOST_PIECES = 4096
# How models of this kind call the class that means "the evidence carries it", and the opposite one.
_SUPPORTED = ("entail", "support", "consistent", "grounded", "factual", "faithful")
_UNSUPPORTED = ("hallucin", "contradict", "neutral", "not", "un", "in")


class LocalJudge:
    """Runs on the CPU, one claim at a time; threads may share one.

    A sequence classifier with one output gives the probability of support, with several the share of the
    class named after support. A token classifier has two classes, of which the second marks words that the
    evidence does not carry; the claim is as doubtful as its worst word.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer, self._model, self._is_tagger = _load(folder)
        self._supported = None if self._is_tagger else _find_supported(self._model, folder)
        window = getattr(self._model.config, "max_position_embeddings", MOST_PIECES)
        self._window = min(window, MOST_PIECES, self._tokenizer.model_max_length)
        self._busy = threading.Lock()

    def judge(self, claim: str, contexts: Sequence[str], question: str) -> float | None:
        import torch  # noqa: PLC0415  # takes seconds, and only who plugs a model in needs it

        # A claim that leaves no room for evidence, with the three markers around both, is beyond the model.
        if len(self._tokenizer.tokenize(claim)) > self._window // 2:
            return None
        given = "\n".join([*contexts, question] if question else contexts)
        with self._busy, torch.inference_mode():
            # Evidence that does not fit is cut, the claim never is.
            read = self._tokenizer(
                given, claim, truncation="only_first", max_length=self._window, return_tensors="pt"
            )
            logits = self._model(**read).logits[0]
            if self._is_tagger:
                return self._of_words(logits, read.sequence_ids(0))
            return self._of_whole(logits)

    def _of_whole(self, logits: "torch.Tensor") -> float:
        if self._supported is None:
            return float(logits.sigmoid()[0])
        return float(logits.softmax(-1)[self._supported])

    @staticmethod
    def _of_words(logits: "torch.Tensor", parts: Sequence[int | None]) -> float | None:
        doubts = logits.softmax(-1)[:, 1].tolist()
        own = [doubt for doubt, part in zip(doubts, parts, strict=True) if part == 1]
        return 1 - max(own) if own else None


def _load(folder: Path) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel, bool]":
    import transformers  # noqa: PLC0415  # takes seconds, and only who plugs a model in needs it

    try:
        config = transformers.AutoConfig.from_pretrained(str(folder), local_files_only=True)
        kinds = " ".join(config.architectures or [])
        is_tagger = "ForTokenClassification" in kinds
        if not is_tagger and "ForSequenceClassification" not in kinds:
            raise JudgeModelError(
                f"the model in {folder} classifies neither tokens nor sequences: {kinds or 'unknown'}"
            )
        name = "AutoModelForTokenClassification" if is_tagger else "AutoModelForSequenceClassification"
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model = getattr(transformers, name).from_pretrained(str(folder), local_files_only=True).eval()
    except (OSError, ValueError, KeyError, RuntimeError) as exc:
        raise JudgeModelError(f"cannot load the model in {folder}: {exc}") from exc
    if is_tagger and model.config.num_labels != 2:  # supported or not
        raise JudgeModelError(f"the tagger in {folder} has {model.config.num_labels} classes, not two")
    return tokenizer, model, is_tagger


def _find_supported(model: "PreTrainedModel", folder: Path) -> int | None:
    """Return the number of the class that means support; None when there is one output only."""
    if model.config.num_labels == 1:
        return None
    labels = model.config.id2label or {}
    names = {int(number): str(name).lower() for number, name in labels.items()}
    found = [
        number
        for number, name in names.items()
        if any(word in name for word in _SUPPORTED) and not name.startswith(_UNSUPPORTED)
    ]
    if len(found) != 1:
        raise JudgeModelError(
            f"which class of the model in {folder} means support? Its names are {sorted(names.values())}; "
            "call one of them “supported” or “entailment” in its config.json"
        )
    return found[0]
